"""Introductions as the API shows them: organisers both sides, each side what its page shows and nothing more."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.actions.introductions import may_answer
from events_app.api.calls import Call
from events_app.api.fields import Model, ShownText
from events_app.domain.introductions import (
    REPLY_NAMES,
    STATE_NAMES,
    Answer,
    Introduction,
    IntroductionState,
    Reply,
    Side,
    is_seen_by_partners,
)
from events_app.domain.offers import Offer
from events_app.domain.organisations import Organisation
from events_app.domain.sectors import sector_name
from events_app.edge.introduction_pages import (
    company_seen_by,
    need_seen_by,
    next_words,
    other_side,
    seen_content,
)
from events_app.storage import needs, offers, organisations, people


class SideAnswer(Model):
    """What a side has said, with its words for officers."""

    reply: Reply
    label: str
    at: datetime | None
    by: str | None
    words: str


class IntroductionLabels(Model):
    """Codes in words."""

    country: str
    state: str


class IntroductionLine(Model):
    """An introduction in the list of organisers."""

    id: UUID
    offer: str
    offer_title: ShownText
    company: str
    company_name: ShownText
    partner: str
    partner_name: ShownText
    country: str
    state: IntroductionState
    company_reply: Reply
    partner_reply: Reply
    proposed_at: datetime
    expires_on: date
    labels: IntroductionLabels
    version: int


class IntroductionView(IntroductionLine):
    """An introduction with both answers. `excludes` is the side whose no keeps the pair out of matching."""

    need: str | None
    words: ShownText | None
    company_answer: SideAnswer
    partner_answer: SideAnswer
    proposed_by: str | None
    reminded_at: datetime | None
    excludes: Side | None
    lifted_at: datetime | None
    lifted_by: str | None
    lift_reason: str
    project: str | None


class OwnLabels(Model):
    """Codes in words; `next` says what is next."""

    country: str
    state: str
    reply: str
    next: str


class AskedIntroductionLine(Model):
    """An introduction that a side was asked about; without a title the offer is not for the eyes of that side."""

    id: UUID
    side: Side
    offer_title: ShownText | None
    country: str
    state: IntroductionState
    reply: Reply
    expires_on: date
    labels: OwnLabels


class PassedContact(Model):
    """Somebody of the other side to turn to."""

    name: str
    position: str
    email: str
    phone: str


class OtherSide(Model):
    """The other side, once both have agreed."""

    name: ShownText
    country: str | None
    contacts: tuple[PassedContact, ...]


class SoughtNeed(Model):
    """What is sought."""

    title: ShownText
    summary: ShownText


class AskedIntroductionView(AskedIntroductionLine):
    """An introduction as a side may see it; `other` is known once both have agreed.

    It has no version: one would tell that the other side has answered.
    """

    offer: str | None
    offer_summary: ShownText | None
    sectors: tuple[str, ...]
    company: str | None
    company_name: ShownText | None
    need: SoughtNeed | None
    words: ShownText | None
    answered_at: datetime | None
    may_answer: bool
    other: OtherSide | None


async def lines(call: Call, found: Sequence[Introduction]) -> list[IntroductionLine]:
    """Introductions in the list of organisers."""
    known = {offer.id: offer for offer in await offers.list_by_id(each.offer_id for each in found)}
    sides = await organisations.list_by_id(side for each in found for side in (each.company_id, each.partner_id))
    return [IntroductionLine(**_line(call, each, known[each.offer_id], sides)) for each in found]


async def whole(call: Call, introduction: Introduction) -> tuple[IntroductionView, int]:
    """One introduction for organisers, with its version."""
    (offer,) = await offers.list_by_id([introduction.offer_id])
    sides = await organisations.list_by_id([introduction.company_id, introduction.partner_id])
    about = await needs.list_by_id([introduction.need_id] if introduction.need_id else [])
    asked = {introduction.proposed_by, introduction.lifted_by, *(introduction.answer_of(side).by for side in Side)}
    known = await people.list_by_id(identity for identity in asked if identity)
    names = {identity: person.name for identity, person in known.items()}
    view = IntroductionView(
        **_line(call, introduction, offer, sides),
        need=about[0].slug if about else None,
        words=ShownText.in_(call.language, introduction.words) if introduction.words else None,
        company_answer=_answer(call, introduction.company_answer, names),
        partner_answer=_answer(call, introduction.partner_answer, names),
        proposed_by=names.get(introduction.proposed_by) if introduction.proposed_by else None,
        reminded_at=introduction.reminded_at,
        excludes=introduction.excludes,
        lifted_at=introduction.lifted_at,
        lifted_by=names.get(introduction.lifted_by) if introduction.lifted_by else None,
        lift_reason=introduction.lift_reason,
        project=introduction.project_slug,
    )
    return view, introduction.version


async def asked_lines(call: Call, found: Sequence[Introduction], side: Side) -> list[AskedIntroductionLine]:
    """Introductions in the list of a side."""
    known = {offer.id: offer for offer in await offers.list_by_id(each.offer_id for each in found)}
    return [AskedIntroductionLine(**_asked(call, each, known[each.offer_id], side)) for each in found]


async def asked_whole(call: Call, introduction: Introduction, side: Side) -> AskedIntroductionView:
    """One introduction as this side may see it."""
    (offer,) = await offers.list_by_id([introduction.offer_id])
    content = seen_content(introduction, offer, side, call.today)
    need = await need_seen_by(introduction, side, call.today)
    company = await company_seen_by(introduction, offer, side, call.today)
    other = await other_side(introduction, side)
    is_named = side is Side.COMPANY or is_seen_by_partners(offer, call.today)
    sought = (need.approved or need.content) if need else None
    return AskedIntroductionView(
        **_asked(call, introduction, offer, side),
        offer=offer.slug if is_named else None,
        offer_summary=ShownText.in_(call.language, content.summary) if content else None,
        sectors=tuple(call.say(sector_name(code)) for code in (offer.approved or offer.content).sectors),
        company=company.slug if company else None,
        company_name=ShownText.in_(call.language, company.name) if company else None,
        need=SoughtNeed(
            title=ShownText.in_(call.language, sought.title), summary=ShownText.in_(call.language, sought.summary)
        )
        if sought
        else None,
        words=ShownText.in_(call.language, introduction.words) if introduction.words else None,
        answered_at=introduction.answer_of(side).at,
        may_answer=may_answer(introduction, side, call.by) and introduction.takes_answers(call.today),
        other=_other(call, other) if other else None,
    )


def _line(call: Call, introduction: Introduction, offer: Offer, sides: Mapping[UUID, Organisation]) -> dict[str, Any]:
    company, partner = sides[introduction.company_id], sides[introduction.partner_id]
    return {
        "id": introduction.id,
        "offer": offer.slug,
        "offer_title": ShownText.in_(call.language, (offer.approved or offer.content).title),
        "company": company.slug,
        "company_name": ShownText.in_(call.language, company.name),
        "partner": partner.slug,
        "partner_name": ShownText.in_(call.language, partner.name),
        "country": introduction.country,
        "state": introduction.state,
        "company_reply": introduction.company_answer.reply,
        "partner_reply": introduction.partner_answer.reply,
        "proposed_at": introduction.proposed_at,
        "expires_on": introduction.expires_on,
        "labels": IntroductionLabels(
            country=call.country(introduction.country), state=call.say(STATE_NAMES[introduction.state])
        ),
        "version": introduction.version,
    }


def _answer(call: Call, answer: Answer, names: Mapping[UUID, str]) -> SideAnswer:
    return SideAnswer(
        reply=answer.reply,
        label=call.say(REPLY_NAMES[answer.reply]),
        at=answer.at,
        by=names.get(answer.by) if answer.by else None,
        words=answer.words,
    )


def _asked(call: Call, introduction: Introduction, offer: Offer, side: Side) -> dict[str, Any]:
    content = seen_content(introduction, offer, side, call.today)
    reply = introduction.answer_of(side).reply
    return {
        "id": introduction.id,
        "side": side,
        "offer_title": ShownText.in_(call.language, content.title) if content else None,
        "country": introduction.country,
        "state": introduction.state,
        "reply": reply,
        "expires_on": introduction.expires_on,
        "labels": OwnLabels(
            country=call.country(introduction.country),
            state=call.say(STATE_NAMES[introduction.state]),
            reply=call.say(REPLY_NAMES[reply]),
            next=call.say(next_words(introduction, side)),
        ),
    }


def _other(call: Call, other: Mapping[str, Any]) -> OtherSide:
    found: Organisation = other["organisation"]
    return OtherSide(
        name=ShownText.in_(call.language, found.name),
        country=found.country or None,
        contacts=tuple(
            PassedContact(name=each.name, position=each.position, email=each.email, phone=each.phone)
            for each in other["contacts"]
        ),
    )
