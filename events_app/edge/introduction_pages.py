"""What pages about introductions share: lists, one introduction as each side may see it, and what the desk can do.

A side is told of the other only what it reads anyway, until both have agreed.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from litestar import Response

from events_app.actions import introductions as actions
from events_app.actions.introduction_letters import list_contacts, seen_need
from events_app.domain.admissions import find_window
from events_app.domain.exhibitions import Edition
from events_app.domain.introductions import (
    ANSWERS,
    LONGEST_WORDS,
    REPLY_NAMES,
    STATE_NAMES,
    Introduction,
    IntroductionState,
    Reply,
    Side,
    is_seen_by_partners,
)
from events_app.domain.messages import N_, Message
from events_app.domain.needs import Need
from events_app.domain.needs import Visibility as NeedVisibility
from events_app.domain.offers import Content, Offer
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.paging import Cursor, Page, page_after, page_before, parse_cursor
from events_app.edge.problems import problem_of
from events_app.storage import admissions, introductions, needs, offers, organisations
from events_app.storage.introductions import Wanted

PER_PAGE: Final = 20
COUNTED: Final = 1_000
MOST_BESIDE: Final = 20
S = IntroductionState

RINGS: Final[Mapping[IntroductionState, str]] = MappingProxyType(
    {
        S.PROPOSED: "open",
        S.AGREED: "confirmed",
        S.OPENED: "confirmed",
        S.DECLINED: "cancelled",
        S.LAPSED: "cancelled",
        S.WITHDRAWN: "cancelled",
    }
)
"""The mark beside the words of a state."""
NEXT_WORDS: Final[Mapping[IntroductionState, Message]] = MappingProxyType(
    {
        S.AGREED: N_("Both sides have agreed: write to each other."),
        S.OPENED: N_("Both sides have agreed, and the authority has opened a cooperation project."),
        S.DECLINED: N_("The introduction does not come about. You need do nothing."),
        S.LAPSED: N_("The introduction does not come about: the last day for answers has passed."),
        S.WITHDRAWN: N_("The authority has taken the proposal back. You need do nothing."),
    }
)
ANSWER_WANTED: Final = N_("Your answer is wanted: yes, later or no.")
OTHER_WAITED_FOR: Final = N_("You have said yes. You are told when both sides have agreed, or when it has ended.")


def next_words(introduction: Introduction, side: Side) -> Message:
    """What is next for one side, without a word about the answer of the other."""
    if introduction.state is S.PROPOSED:
        return OTHER_WAITED_FOR if introduction.answer_of(side).reply is Reply.YES else ANSWER_WANTED
    return NEXT_WORDS[introduction.state]


def owner_of(introduction: Introduction, side: Side) -> Any:  # noqa: ANN401 - a UUID
    """Id of the organisation of a side."""
    return introduction.company_id if side is Side.COMPANY else introduction.partner_id


async def page_of(visit: Visit, wanted: Wanted) -> tuple[Page[Introduction], int]:
    """One page of a list, as the address asks for it, and how many there are."""
    query = visit.request.query_params
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await introductions.list_introductions(wanted, after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, cursor_of) if before else page_after(rows, PER_PAGE, cursor_of, after=after)
    return found, await introductions.count_introductions(wanted, at_most=COUNTED)


async def side_list(visit: Visit, side: Side, own: Organisation) -> Response[str]:
    """The introductions of a company or partner organisation, the one proposed last first."""
    form = Form({"state": visit.request.query_params.getall("state", [])})
    state = form.choice("state", S, required=False)
    states = (state,) if state else ()
    is_company = side is Side.COMPANY
    wanted = Wanted(company_id=own.id, states=states) if is_company else Wanted(partner_id=own.id, states=states)
    found, count = await page_of(visit, wanted)
    known = {offer.id: offer for offer in await offers.list_by_id(row.offer_id for row in found.items)}
    return visit.page(
        "introductions/list.html",
        side=side,
        own=own,
        base=f"{side.value}/{own.slug}",
        form=form,
        query={"state": state or ""},
        found=found,
        count=count,
        contents={row.id: seen_content(row, known[row.offer_id], side, visit.today) for row in found.items},
        next_words={row.id: next_words(row, side) for row in found.items},
        states=list(STATE_NAMES.items()),
        state_names=STATE_NAMES,
        reply_names=REPLY_NAMES,
        rings=RINGS,
    )


async def side_page(
    visit: Visit, side: Side, own: Organisation, introduction: Introduction, form: Form | None = None
) -> Response[str]:
    """One introduction as this side may see it."""
    (offer,) = await offers.list_by_id([introduction.offer_id])
    shown = form or Form()
    return visit.page(
        "introductions/show.html",
        status_code=200 if shown.is_good else 422,
        side=side,
        own=own,
        base=f"{side.value}/{own.slug}",
        here=f"{side.value}/{own.slug}/introductions/{introduction.id}",
        introduction=introduction,
        answer=introduction.answer_of(side),
        form=shown,
        offer=offer if side is Side.COMPANY or is_seen_by_partners(offer, visit.today) else None,
        sectors=(offer.approved or offer.content).sectors,
        content=seen_content(introduction, offer, side, visit.today),
        need=await need_seen_by(introduction, side, visit.today),
        company=await company_seen_by(introduction, offer, side, visit.today),
        other=await other_side(introduction, side),
        next=next_words(introduction, side),
        may_answer=actions.may_answer(introduction, side, visit.asker) and introduction.takes_answers(visit.today),
        state_names=STATE_NAMES,
        reply_names=REPLY_NAMES,
        answers=[(reply.value, REPLY_NAMES[reply]) for reply in ANSWERS],
        rings=RINGS,
    )


async def answered(visit: Visit, side: Side, own: Organisation, introduction: Introduction) -> Response[Any]:
    """Keep the answer of a side, or show the page again with what is wrong."""
    form = await read_form(visit.request)
    given = form.one_of("reply", ANSWERS)
    words = form.words("words", most=LONGEST_WORDS)
    if not form.is_good:
        return await side_page(visit, side, own, introduction, form)
    try:
        await actions.answer(
            introduction.id,
            side,
            Reply(given),
            words=words,
            by=visit.asker,
            now=visit.now,
            zone=visit.settings.home_zone,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["main"] = problem_of(refusal)
        return await side_page(visit, side, own, await introductions.get(introduction.id), form)
    return see(f"{side.value}/{own.slug}/introductions/{introduction.id}", done=given)


async def pair_deeds(visit: Visit, offer: Offer, code: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """What an officer can do from the page of a score: introduce both sides, ask the company to apply."""
    if not may(visit.asker, Right.CREATE, Noun.INTRODUCTION):
        return {"may_introduce": False, "introduced": (), "applying": {}}
    partners = await organisations.list_partners_in(code)
    known = {partner.id for partner in partners}
    in_force = await needs.list_matchable(visit.today)
    return {
        "may_introduce": not context["match"].exclusions,
        "partners": partners,
        "partner_needs": [need for need in in_force if _is_askable(need, code, known)],
        "introduced": await introductions.list_introductions(
            Wanted(offer_id=offer.id, country=code), limit=MOST_BESIDE
        ),
        "state_names": STATE_NAMES,
        "rings": RINGS,
        "applying": await _applying(visit, offer, context["editions"]),
    }


async def _applying(visit: Visit, offer: Offer, editions: Iterable[Edition]) -> dict[str, bool]:
    """Editions that take applications now, by slug, and whether the company has been asked to apply."""
    ahead = {edition.id: edition for edition in editions}
    admitting = await admissions.list_by_edition(ahead)
    asked = await introductions.list_invited(offer.company_id, ahead)
    found = {}
    for identity, edition in ahead.items():
        window = find_window(edition, admitting.get(identity))
        if window and window.holds_at(visit.now):
            found[edition.slug] = identity in asked
    return found


def _is_askable(need: Need, code: str, partners: set[Any]) -> bool:
    is_theirs = need.organisation_id is None or need.organisation_id in partners
    return is_theirs and need.approved is not None and need.approved.country == code


def seen_content(introduction: Introduction, offer: Offer, side: Side, today: date) -> Content | None:
    """What the offer says, for a side that may read it."""
    content = offer.approved or offer.content
    is_seen = side is Side.COMPANY or introduction.is_revealed or is_seen_by_partners(offer, today)
    return content if is_seen else None


async def need_seen_by(introduction: Introduction, side: Side, today: date) -> Need | None:
    """The need, for the partner organisation, and for a company that reads it anyway."""
    found = await needs.list_by_id([introduction.need_id] if introduction.need_id else [])
    if side is Side.COMPANY:
        return next((need for need in found if seen_need(need, today)), None)
    return next((need for need in found if _is_seen_by(introduction, need)), None)


def _is_seen_by(introduction: Introduction, need: Need) -> bool:
    """Whether the partner organisation reads the need: its own, or what is public."""
    is_public = need.approved is not None and need.approved.visibility is NeedVisibility.PUBLIC
    return need.organisation_id == introduction.partner_id or is_public


async def company_seen_by(introduction: Introduction, offer: Offer, side: Side, today: date) -> Organisation | None:
    """The company, for a partner organisation that reads whose offer it is in the catalogue anyway."""
    if side is Side.COMPANY or not is_seen_by_partners(offer, today):
        return None
    return (await organisations.list_by_id([introduction.company_id]))[introduction.company_id]


async def other_side(introduction: Introduction, side: Side) -> dict[str, Any] | None:
    """The other side and its contacts, once both have agreed."""
    if not introduction.is_revealed:
        return None
    identity = owner_of(introduction, Side.PARTNER if side is Side.COMPANY else Side.COMPANY)
    other = (await organisations.list_by_id([identity]))[identity]
    return {"organisation": other, "contacts": await list_contacts(other)}


def cursor_of(row: Introduction) -> Cursor:
    return Cursor(row.proposed_at.date(), row.id)
