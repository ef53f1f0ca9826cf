"""Badges of an edition at the desk: who has one, making and revoking them, and the sheets to print."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import badges as actions
from events_app.domain.badges import BADGE_STATE_NAMES, BadgesMadeMeanwhile, BadgeState, Bearer, NobodyChosen
from events_app.domain.delegations import MEMBER_ROLE_NAMES, MOST_MEMBERS, MemberRole
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import Message
from events_app.domain.refusals import InvalidValue
from events_app.domain.rights import Noun, Right, may, require
from events_app.edge.badge_sheets import Say, sheet_of
from events_app.edge.desk import UNKEPT, Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.formats import pdf
from events_app.storage import exhibitions, organisations
from events_app.storage.badges import Wanted, count_bearers, count_states, list_bearers, list_bearers_by_id

PER_PAGE = 50
FILTERS = ("state", "role", "q", "order")
WHOM = ("chosen", "without", "all")
RINGS = {
    BadgeState.NONE: "draft",
    BadgeState.MADE: "open",
    BadgeState.PRINTED: "confirmed",
    BadgeState.REVOKED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class BadgePage:
    """Some members in order, and the ids beside which the pages before and after lie."""

    items: tuple[Bearer, ...]
    previous: UUID | None
    next: UUID | None


@get("/exhibitions/{slug:str}/badges", include_in_schema=False)
async def badges_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """List the members of the delegation with the states of their badges."""
    edition = await edition_at(visit, slug, Right.READ)
    return await _page(visit, edition, Form.of({"whom": "chosen"}))


@post("/exhibitions/{slug:str}/badges", include_in_schema=False, status_code=200)
async def make(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Make badges and hand out their sheet, or revoke them."""
    edition = await edition_at(visit, slug, Right.EDIT)
    form = await read_form(visit.request)
    is_revoking = form.value("deed") == "revoke"
    try:
        ids = await _whom(form, edition, only_chosen=is_revoking)
        if is_revoking:
            await actions.revoke(slug, ids, by=visit.asker, now=visit.now)
            return see(f"desk/exhibitions/{slug}/badges", done="revoked")
        return await _sheet(visit, edition, ids, as_of=_moment(form.value("as_of")))
    except (NobodyChosen, BadgesMadeMeanwhile) as refusal:
        form.problems["whom"] = problem_of(refusal)
        return await _page(visit, edition, form)


async def edition_at(visit: Visit, slug: str, right: Right) -> Edition:
    """The edition, if its delegation is within reach. Raises NotFound or NotAllowed."""
    edition = await exhibitions.get_edition(slug)
    require(visit.asker, right, Noun.DELEGATION, owner=edition.unit_id)
    return edition


def say_of(visit: Visit) -> Say:
    """How sentences are said in the language of a visit."""

    def say(message: Message, **params: object) -> str:
        return str(visit.request.app.state.catalogues.translate(visit.language, message, **params))

    return say


async def _sheet(visit: Visit, edition: Edition, ids: frozenset[UUID], *, as_of: datetime | None) -> Response[bytes]:
    made = await actions.make(edition.slug, ids, by=visit.asker, now=visit.now, as_of=as_of)
    bearers = {each.id: each for each in await list_bearers_by_id(edition.id, ids)}
    content = await sheet_of(
        edition,
        [(bearers[each.badge.member_id], each) for each in made],
        say=say_of(visit),
        settings=visit.settings,
        language=visit.language,
        now=visit.now,
    )
    await actions.note_printed(edition.slug, [each.badge.id for each in made], by=visit.asker, now=visit.now)
    name = f"badges-{edition.slug}-{visit.now:%Y-%m-%d-%H%M}.pdf"
    headers = dict(UNKEPT) | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=pdf.MEDIA_TYPE, headers=headers)


async def _whom(form: Form, edition: Edition, *, only_chosen: bool) -> frozenset[UUID]:
    """Ids of the members that a form is about."""
    whom = "chosen" if only_chosen else form.one_of("whom", WHOM)
    if whom == "chosen":
        return frozenset(_id(text) for text in form.list("member"))
    states = (BadgeState.NONE, BadgeState.REVOKED) if whom == "without" else ()
    wanted = Wanted(edition_id=edition.id, states=states)
    return frozenset(each.id for each in await list_bearers(wanted, limit=MOST_MEMBERS))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidValue from None


def _place(text: str) -> UUID | None:
    """An id of an address; None for anything that is none."""
    with suppress(ValueError):
        return UUID(text)
    return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


async def _page(visit: Visit, edition: Edition, form: Form) -> Response[str]:
    query = visit.request.query_params
    filters = Form({name: query.getall(name, []) for name in FILTERS})
    wanted = Wanted(
        edition_id=edition.id,
        states=tuple(BadgeState(value) for value in filters.some_of("state", BadgeState)),
        roles=tuple(MemberRole(value) for value in filters.some_of("role", MemberRole)),
        words=filters.line("q"),
        is_latest_first=filters.one_of("order", ("name", "latest"), required=False) == "latest",
    )
    found = await _found(visit, wanted)
    states = await count_states(edition.id)
    return visit.page(
        "desk/badges/list.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        form=form,
        filters=filters,
        query={name: filters.list(name) for name in FILTERS},
        found=found,
        count=await count_bearers(wanted, at_most=MOST_MEMBERS),
        states=states,
        total=sum(states.values()),
        companies=await organisations.list_by_id(each.company_id for each in found.items if each.company_id),
        as_of=visit.now.isoformat(),
        chosen=frozenset(form.list("member")),
        may_edit=may(visit.asker, Right.EDIT, Noun.DELEGATION, owner=edition.unit_id),
        state_names=BADGE_STATE_NAMES,
        role_names=MEMBER_ROLE_NAMES,
        rings=RINGS,
    )


async def _found(visit: Visit, wanted: Wanted) -> BadgePage:
    """The page that the address asks for; an id that is none asks for the first."""
    after, before = (_place(visit.request.query_params.get(name, "")) for name in ("after", "before"))
    rows = await list_bearers(wanted, after=after, before=before, limit=PER_PAGE + 1)
    items = rows[:PER_PAGE]
    is_more = len(rows) > PER_PAGE
    if before is not None and after is None:
        items = tuple(reversed(items))
        return BadgePage(items, items[0].id if is_more else None, items[-1].id if items else None)
    return BadgePage(items, items[0].id if after and items else None, items[-1].id if is_more else None)


ROUTES = (badges_page, make)
