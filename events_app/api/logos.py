"""The logo of a company: sent, fetched and taken away by who may change or read its profile."""

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import companies as actions
from events_app.api.calls import Call, answered
from events_app.api.files import download, read_picture
from events_app.api.operations import Operation
from events_app.api.profiles import ProfileView, company_of, item_of
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Right
from events_app.storage import companies, documents


@put("/companies/{slug:str}/profile/logo", status_code=200)
async def send_logo(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Keep a picture as the logo, written anew."""
    company = await company_of(call, slug, Right.EDIT)
    answered(call.query())
    sent = await read_picture(call, "logo.png", most_pixels=actions.LOGO_PIXELS)
    await actions.set_logo(company.id, sent, data_dir=call.settings.data_dir, by=call.by, now=call.now)
    return call.changed(*await item_of(call, company))


@get("/companies/{slug:str}/profile/logo")
async def get_logo(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Hand out the logo to who may read the profile."""
    company = await company_of(call, slug, Right.READ)
    profile = await companies.find(company.id)
    if profile is None or profile.logo_id is None:
        raise NotFound
    return await download(call, await documents.get(profile.logo_id))


@delete("/companies/{slug:str}/profile/logo", status_code=204)
async def remove_logo(call: NamedDependency[Call], *, slug: FromPath[str]) -> None:
    """Take the logo away; without one, nothing changes."""
    company = await company_of(call, slug, Right.EDIT)
    answered(call.query())
    await actions.remove_logo(company.id, data_dir=call.settings.data_dir, by=call.by, now=call.now)


OPERATIONS = (
    Operation(
        handler=send_logo,
        id="sendLogo",
        tag="profiles",
        summary=N_(
            "Send a PNG, JPEG or WebP picture as the logo of a company; it is kept as PNG, without any data beside."
        ),
        gives=ProfileView,
        sends_file=True,
        needs_token=True,
    ),
    Operation(
        handler=get_logo,
        id="fetchLogo",
        tag="profiles",
        summary=N_("Fetch the logo of a company."),
        gives_file=True,
        needs_token=True,
    ),
    Operation(
        handler=remove_logo,
        id="removeLogo",
        tag="profiles",
        summary=N_("Take the logo of a company away."),
        needs_token=True,
    ),
)
