"""Introductions: proposed by officers, answered by both sides, reminded of, ended, and their exclusions lifted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from events_app.actions.history import record
from events_app.actions.introduction_letters import tell_agreed, tell_asked, tell_due, tell_ended
from events_app.actions.matching import Place, supply_of
from events_app.domain.history import Deed, FieldChange, plain
from events_app.domain.introductions import (
    REMINDED_BEFORE,
    WAITS_FOR,
    AlreadyIntroduced,
    AnswerForOthers,
    Introduction,
    IntroductionState,
    NotDeclined,
    PairExcluded,
    PartnerElsewhere,
    Reply,
    Side,
    check_words,
    is_seen_by_partners,
)
from events_app.domain.jobs import Job, JobKind
from events_app.domain.match_facts import Home
from events_app.domain.match_grounds import Ground
from events_app.domain.matching import exclusions_of
from events_app.domain.needs import Need
from events_app.domain.offers import Offer
from events_app.domain.organisations import Organisation, OrganisationClosed, OrganisationKind
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker, Noun, Right, may, require
from events_app.domain.texts import Text
from events_app.reference.partners import partner as partner_facts
from events_app.storage import introductions, jobs, needs, offers, organisations
from events_app.storage.database import INTEGRITY_ERRORS, transaction

MORNING = time(9)


async def propose(
    offer_slug: str,
    partner_id: UUID,
    *,
    country: str,
    need_id: UUID | None = None,
    words: Text,
    introduction_id: UUID | None = None,
    place: Place,
    by: Asker,
    now: datetime,
    zone: str,
) -> Introduction:
    """Ask a company and a partner organisation of `country` whether they want to know each other.

    `introduction_id` is its id, where that is given beforehand.
    Raises NotFound, NotAllowed, OrganisationClosed, PartnerElsewhere, PairExcluded, WordsReveal or AlreadyIntroduced.
    """
    require(by, Right.CREATE, Noun.INTRODUCTION)
    today = now.astimezone(ZoneInfo(zone)).date()
    try:
        async with transaction():
            offer = await offers.get(offer_slug)
            company, partner = await _sides(offer, partner_id, country)
            need = await _need(need_id, partner, today)
            await _check_pair(offer, country, place, today)
            check_words(words, [partner.name, *(() if is_seen_by_partners(offer, today) else (company.name,))])
            introduction = _proposed(offer, partner, need, words, by=by, now=now, today=today)
            introduction = replace(introduction, id=introduction_id or introduction.id)
            await introductions.add(introduction)
            await _record(Deed.ADDED, None, introduction, offer, by=by, now=now)
            await _watch_later(introduction, zone, now=now)
            await tell_asked(introduction, offer, need, today=today, now=now)
    except INTEGRITY_ERRORS as error:
        raise AlreadyIntroduced from error
    return introduction


async def answer(
    introduction_id: UUID, side: Side, reply: Reply, *, words: str = "", by: Asker, now: datetime, zone: str
) -> Introduction:
    """Let the company or the partner organisation answer; when both have agreed, each is told of the other.

    Raises NotFound, NotAllowed, AnswerForOthers, IntroductionOver or AnswerTooLate.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    async with transaction():
        old = await introductions.lock_(introduction_id)
        _require_side(old, side, by)
        new = old.answer(side, reply, words=words, by=by.person_id, now=now, today=today)
        offer = await _keep(Deed.DECIDED, old, new, by=by, now=now)
        if new.expires_on != old.expires_on:
            await _watch_later(new, zone, now=now)
        if new.state is IntroductionState.AGREED:
            await tell_agreed(new, offer, now=now)
        elif new.state is IntroductionState.DECLINED:
            await tell_ended(new, [each for each in Side if each is not side], now=now)
    return replace(new, version=new.version + 1)


async def withdraw(introduction_id: UUID, *, version: int | None = None, by: Asker, now: datetime) -> Introduction:
    """Take a proposal back; both sides are told. Raises NotFound, NotAllowed, IntroductionOver or ChangedMeanwhile."""
    require(by, Right.DECIDE, Noun.INTRODUCTION)
    async with transaction():
        old = await introductions.lock_(introduction_id)
        if version is not None and version != old.version:
            raise ChangedMeanwhile
        new = old.withdraw()
        await _keep(Deed.WITHDRAWN, old, new, by=by, now=now)
        await tell_ended(new, Side, now=now)
    return replace(new, version=new.version + 1)


async def lift(introduction_id: UUID, reason: str, *, by: Asker, now: datetime) -> tuple[Introduction, ...]:
    """Let a pair be matched again: lift every no of the same side about it, and return those introductions.

    Raises NotFound, NotAllowed, NotDeclined or LiftUnexplained.
    """
    require(by, Right.DECIDE, Noun.INTRODUCTION)
    async with transaction():
        introduction = await introductions.lock_(introduction_id)
        side = introduction.excludes
        if side is None:
            raise NotDeclined
        lifted = []
        for old in await introductions.list_excluding(introduction, side):
            new = old.lift(reason, by=by.person_id, now=now)
            await _keep(Deed.CHANGED, old, new, by=by, now=now)
            lifted.append(replace(new, version=new.version + 1))
    return tuple(lifted)


async def watch(introduction_id: UUID, last_day: date, *, now: datetime, zone: str) -> None:
    """Remind whoever has not answered finally, or end the introduction after its last day; once each.

    Where the last day was moved meanwhile, or the introduction is over, nothing is done.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    async with transaction():
        old = await introductions.lock_(introduction_id)
        if old.expires_on != last_day or old.state is not IntroductionState.PROPOSED:
            return
        new = old.lapse(today)
        if new.state is IntroductionState.LAPSED:
            await _keep(Deed.CLOSED, old, new, by=Asker(None), now=now)
            await tell_ended(new, Side, now=now)
        elif old.reminded_at is None or old.reminded_at < now - REMINDED_BEFORE:
            new = replace(old, reminded_at=now)
            await introductions.set_(new)
            await tell_due(new, [side for side in Side if old.answer_of(side).reply is not Reply.YES], now=now)


def may_answer(introduction: Introduction, side: Side, by: Asker) -> bool:
    """Whether the asker may answer for this side, and works there: nobody consents for others."""
    owner = introduction.company_id if side is Side.COMPANY else introduction.partner_id
    is_there = by.is_system or any(membership.organisation_id == owner for membership in by.memberships)
    return is_there and may(by, Right.PUBLISH, Noun.OFFER if side is Side.COMPANY else Noun.NEED, owner=owner)


def _require_side(introduction: Introduction, side: Side, by: Asker) -> None:
    owner = introduction.company_id if side is Side.COMPANY else introduction.partner_id
    require(by, Right.PUBLISH, Noun.OFFER if side is Side.COMPANY else Noun.NEED, owner=owner)
    if not may_answer(introduction, side, by):
        raise AnswerForOthers


async def _sides(offer: Offer, partner_id: UUID, country: str) -> tuple[Organisation, Organisation]:
    """The company and the partner organisation. Raises NotFound, OrganisationClosed or PartnerElsewhere."""
    found = await organisations.list_by_id([offer.company_id, partner_id])
    company, partner = found[offer.company_id], found.get(partner_id)
    if partner is None or partner.kind is not OrganisationKind.PARTNER or partner.country != country:
        raise PartnerElsewhere
    if company.closed_at or partner.closed_at:
        raise OrganisationClosed
    return company, partner


def _proposed(
    offer: Offer, partner: Organisation, need: Need | None, words: Text, *, by: Asker, now: datetime, today: date
) -> Introduction:
    return Introduction(
        id=uuid4(),
        offer_id=offer.id,
        company_id=offer.company_id,
        country=partner.country,
        partner_id=partner.id,
        need_id=need.id if need else None,
        words=words,
        proposed_by=by.person_id,
        proposed_at=now,
        expires_on=today + WAITS_FOR,
    )


async def _need(need_id: UUID | None, partner: Organisation, today: date) -> Need | None:
    """The need, if it is the partner's or the authority's, of its country or region, and in force."""
    if need_id is None:
        return None
    found = await needs.list_by_id([need_id])
    for need in found:
        is_theirs = need.organisation_id in {None, partner.id} and need.is_shown(today)
        if is_theirs and need.approved is not None and need.approved.country == partner.country:
            return need
    raise PartnerElsewhere


async def _check_pair(offer: Offer, country: str, place: Place, today: date) -> None:
    """Raise PairExcluded where matching leaves the pair out."""
    declined, refused = await introductions.list_excluded()
    home = Home(code=place.home)
    ground = Ground(today=today, home=home, partners=(), supplies=(), declined=declined, refused=refused)
    supply = supply_of(offer, None, today)
    facts = partner_facts(country, home=place.home, day=today, embargoed=place.embargoed)
    if country in place.neither or exclusions_of(supply, facts, home, ground.circumstances(supply, country)):
        raise PairExcluded


async def _keep(deed: Deed, old: Introduction, new: Introduction, *, by: Asker, now: datetime) -> Offer:
    await introductions.set_(new)
    offer = await offers.get_by_id(new.offer_id)
    await _record(deed, old, new, offer, by=by, now=now)
    return offer


async def _watch_later(introduction: Introduction, zone: str, *, now: datetime) -> None:
    """Have the worker look at it a week before the last day, and the morning after it."""
    until = introduction.expires_on
    for day in (until - REMINDED_BEFORE, until + timedelta(days=1)):
        job = Job(
            id=uuid4(),
            kind=JobKind.WATCH_INTRODUCTION,
            payload={"introduction": str(introduction.id), "until": until.isoformat()},
            run_at=max(datetime.combine(day, MORNING, ZoneInfo(zone)), now),
            created_at=now,
            key=f"watch:{introduction.id}:{day.isoformat()}",
        )
        await jobs.add(job)


async def _record(
    deed: Deed, old: Introduction | None, new: Introduction, offer: Offer, *, by: Asker, now: datetime
) -> None:
    """The history says who answered what; the words of answers stay with the introduction."""
    changes = _changes(_told(old) if old else {}, _told(new))
    label = f"{offer.slug} {new.country}"
    await record(deed, Noun.INTRODUCTION, new.id, by=by, now=now, label=label, changes=tuple(changes))


def _told(introduction: Introduction) -> dict[str, object]:
    return {
        "state": introduction.state,
        "company_answer": introduction.company_answer.reply,
        "partner_answer": introduction.partner_answer.reply,
        "expires_on": introduction.expires_on,
        "project": introduction.project_slug,
        "lift_reason": introduction.lift_reason or None,
    }


def _changes(before: dict[str, object], after: dict[str, object]) -> Iterable[FieldChange]:
    for name, value in after.items():
        if before.get(name) != value:
            yield FieldChange(name, plain(before.get(name)), plain(value))
