"""Introductions that a company or a partner organisation was asked about: what each may know, and its answer.

Nothing here tells that the other side has answered before both have: neither a version nor an ETag made of one.
"""

from typing import Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import introductions as actions
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import WITHOUT_NUL, Model
from events_app.api.introduction_views import AskedIntroductionLine, AskedIntroductionView, asked_lines, asked_whole
from events_app.api.operations import CURSOR, LIMIT, Operation, one_of
from events_app.api.references import company_of, partner_of
from events_app.domain.introductions import LONGEST_WORDS, Introduction, IntroductionState, Reply, Side
from events_app.domain.messages import N_
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Right
from events_app.edge.introduction_pages import cursor_of, owner_of
from events_app.edge.paging import page_after
from events_app.storage import introductions


class AnswerBody(Model):
    """What a side says; a yes passes on its name and contacts if the other side agrees too."""

    reply: Literal["yes", "later", "no"]
    words: str = Field(
        default="",
        max_length=LONGEST_WORDS,
        pattern=WITHOUT_NUL,
        description=N_("Only officers of the authority read them.").id,
    )


@get("/companies/{slug:str}/introductions")
async def list_of_company(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List what the company was asked."""
    return await _listed(call, Side.COMPANY, await company_of(call, slug, Right.READ))


@get("/companies/{slug:str}/introductions/{introduction_id:uuid}")
async def get_of_company(
    call: NamedDependency[Call], *, slug: FromPath[str], introduction_id: FromPath[UUID]
) -> Response[bytes]:
    """Show one, with the partner organisation once both have agreed."""
    own = await company_of(call, slug, Right.READ)
    return call.item(await asked_whole(call, await _own(own, Side.COMPANY, introduction_id), Side.COMPANY), 1)


@post("/companies/{slug:str}/introductions/{introduction_id:uuid}/answer", status_code=200)
async def answer_of_company(
    call: NamedDependency[Call], *, slug: FromPath[str], introduction_id: FromPath[UUID]
) -> Response[bytes]:
    """Say yes, later or no."""
    return await _answered(call, Side.COMPANY, await company_of(call, slug, Right.PUBLISH), introduction_id)


@get("/partners/{slug:str}/introductions")
async def list_of_partner(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List what the partner organisation was asked."""
    return await _listed(call, Side.PARTNER, await partner_of(call, slug, Right.READ))


@get("/partners/{slug:str}/introductions/{introduction_id:uuid}")
async def get_of_partner(
    call: NamedDependency[Call], *, slug: FromPath[str], introduction_id: FromPath[UUID]
) -> Response[bytes]:
    """Show one, with the company once both have agreed."""
    own = await partner_of(call, slug, Right.READ)
    return call.item(await asked_whole(call, await _own(own, Side.PARTNER, introduction_id), Side.PARTNER), 1)


@post("/partners/{slug:str}/introductions/{introduction_id:uuid}/answer", status_code=200)
async def answer_of_partner(
    call: NamedDependency[Call], *, slug: FromPath[str], introduction_id: FromPath[UUID]
) -> Response[bytes]:
    """Say yes, later or no."""
    return await _answered(call, Side.PARTNER, await partner_of(call, slug, Right.PUBLISH), introduction_id)


async def _own(own: Organisation, side: Side, introduction_id: UUID) -> Introduction:
    introduction = await introductions.get(introduction_id)
    if owner_of(introduction, side) != own.id:
        raise NotFound
    return introduction


async def _listed(call: Call, side: Side, own: Organisation) -> Response[bytes]:
    form = call.query("state", "cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    states = tuple(map(IntroductionState, chosen(form, "state", list(IntroductionState))))
    answered(form)
    is_company = side is Side.COMPANY
    wanted = introductions.Wanted(
        company_id=own.id if is_company else None, partner_id=None if is_company else own.id, states=states
    )
    rows = await introductions.list_introductions(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, cursor_of, after=None)
    return call.page(await asked_lines(call, page.items, side), after=page.next)


async def _answered(call: Call, side: Side, own: Organisation, introduction_id: UUID) -> Response[bytes]:
    await _own(own, side, introduction_id)
    body = await read_body(call.request, AnswerBody)
    new = await actions.answer(
        introduction_id,
        side,
        Reply(body.reply),
        words=body.words,
        by=call.by,
        now=call.now,
        zone=call.settings.home_zone,
    )
    return call.changed(await asked_whole(call, new, side), 1)


LIST = N_("List introductions that the organisation was asked about, the one proposed last first.")
SHOW = N_("Show an introduction as the organisation may see it: the other side is named once both have agreed.")
ANSWER = N_("Answer an introduction for the organisation: yes, later or no; anew, while nothing is decided.")
OPERATIONS = tuple(
    operation
    for side, list_them, get_it, answer in (
        ("Company", list_of_company, get_of_company, answer_of_company),
        ("Partner", list_of_partner, get_of_partner, answer_of_partner),
    )
    for operation in (
        Operation(
            handler=list_them,
            id=f"list{side}Introductions",
            tag="introductions",
            summary=LIST,
            gives=AskedIntroductionLine,
            is_page=True,
            query=(one_of("state", N_("Status of the introduction."), IntroductionState), CURSOR, LIMIT),
            needs_token=True,
        ),
        Operation(
            handler=get_it,
            id=f"get{side}Introduction",
            tag="introductions",
            summary=SHOW,
            gives=AskedIntroductionView,
            needs_token=True,
        ),
        Operation(
            handler=answer,
            id=f"answer{side}Introduction",
            tag="introductions",
            summary=ANSWER,
            gives=AskedIntroductionView,
            reads=AnswerBody,
            needs_token=True,
            example={"reply": "later", "words": "After the fair."},
        ),
    )
)
