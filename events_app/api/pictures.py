"""The picture of an edition: sent as raw bytes with what it shows, and taken away; the edition has its address."""

from typing import Final

from litestar import Response, delete, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import edition_pictures as actions
from events_app.api.calls import Call, answered
from events_app.api.exhibition_views import Exhibition, shown
from events_app.api.exhibitions import held
from events_app.api.files import read_photograph
from events_app.api.operations import Operation, Parameter
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.pictures import LONGEST_ALTERNATIVE
from events_app.domain.rights import Right
from events_app.domain.texts import Text

ALTERNATIVE: Final = Parameter(
    "alternative",
    N_(
        "What the picture shows, for those who do not see it, in the language of the name of the edition; without it, "
        "what was said of the picture before."
    ),
    {"type": "string", "minLength": 1, "maxLength": LONGEST_ALTERNATIVE},
)


@put("/exhibitions/{slug:str}/picture", status_code=200)
async def send_picture(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Keep a picture, written anew, in place of the one before."""
    edition = await held(call, slug, Right.EDIT)
    form = call.query("alternative")
    alternative = form.line("alternative", required=edition.picture is None, most=LONGEST_ALTERNATIVE)
    answered(form)
    drawn = await read_photograph(call)
    kept = await actions.set_picture(
        slug,
        drawn.content,
        (drawn.width, drawn.height),
        alternative=_said(edition, alternative),
        data_dir=call.settings.data_dir,
        by=call.by,
        context=call.context,
        now=call.now,
    )
    return call.changed((await shown(call, [kept]))[0], kept.version)


def _said(edition: Edition, alternative: str) -> Text:
    if edition.picture is None:
        return Text.of(edition.name.source, alternative)
    said = edition.picture.alternative
    return said.with_wording(said.source, alternative) if alternative else said


@delete("/exhibitions/{slug:str}/picture", status_code=204)
async def remove_picture(call: NamedDependency[Call], *, slug: FromPath[str]) -> None:
    """Take the picture away; without one, nothing changes."""
    await held(call, slug, Right.EDIT)
    answered(call.query())
    await actions.remove_picture(slug, data_dir=call.settings.data_dir, by=call.by, context=call.context, now=call.now)


OPERATIONS = (
    Operation(
        handler=send_picture,
        id="sendPicture",
        tag="exhibitions",
        summary=N_("Send a PNG, JPEG or WebP picture of an edition; it is kept as JPEG, without any data beside."),
        gives=Exhibition,
        query=(ALTERNATIVE,),
        sends_file=True,
        needs_token=True,
    ),
    Operation(
        handler=remove_picture,
        id="removePicture",
        tag="exhibitions",
        summary=N_("Take the picture of an edition away."),
        needs_token=True,
    ),
)
