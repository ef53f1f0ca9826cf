"""The conflict radar: what speaks against the dates of a planned edition. It warns, with reasons, and never refuses.

Everything it knows comes as `Surroundings`; days off are counted in `domain.days_off`.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.domain.days_off import MARGIN, DaysOff, Spell
from events_app.domain.exhibitions import (
    DEADLINE_NAMES,
    DEADLINE_TEMPLATE,
    Days,
    DeadlineKind,
    DeadlineRule,
    Edition,
    EditionStatus,
    ParticipationMode,
    Session,
)
from events_app.domain.messages import N_, Message
from events_app.domain.planning import due_on
from events_app.domain.texts import Text

BUILD_UP_DAYS = 3
"""Days of build-up where the edition has no deadline of its own for it."""
TRAVEL_DAYS = 2
"""Staff travel this many days before build-up begins, and after the last day."""
SAME_COUNTRY_DAYS = 60
SAME_SECTOR_DAYS = 45
"""Two own editions are near in time when fewer days than these, or as many, lie between them."""
NEAR = timedelta(days=max(SAME_COUNTRY_DAYS, SAME_SECTOR_DAYS))
"""Other editions must be given this far on both sides of the days."""
_ONE = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)


class ConflictKind(StrEnum):
    """Why a plan deserves a second look."""

    HOLIDAY = "holiday"
    BUILD_UP_HOLIDAY = "build_up_holiday"
    LONG_WEEKEND = "long_weekend"
    TRAVEL_HOLIDAY = "travel_holiday"
    HOLIDAYS_UNKNOWN = "holidays_unknown"
    SAME_WEEK = "same_week"
    SAME_COUNTRY = "same_country"
    SAME_SECTOR = "same_sector"
    SAME_VENUE = "same_venue"
    SAME_HALL = "same_hall"
    SAME_STAFF = "same_staff"
    SAME_UNIT = "same_unit"
    DEADLINE_PAST = "deadline_past"
    LEAD_TIME = "lead_time"
    DEADLINE_DAY_OFF = "deadline_day_off"
    SESSION_OUTSIDE = "session_outside"
    SAME_ROOM = "same_room"


class Severity(StrEnum):
    """How much it matters: a note is good to know, a warning is to be settled or knowingly kept."""

    NOTE = "note"
    WARNING = "warning"


CONFLICT_MESSAGES: dict[ConflictKind, Message] = {
    ConflictKind.HOLIDAY: N_("%(country)s: public holiday during the exhibition, %(name)s (%(days)s)"),
    ConflictKind.BUILD_UP_HOLIDAY: N_("%(country)s: public holiday during build-up, %(name)s (%(days)s)"),
    ConflictKind.LONG_WEEKEND: N_("%(country)s: long weekend, %(name)s (%(days)s)"),
    ConflictKind.TRAVEL_HOLIDAY: N_("%(country)s: public holiday on the days of travel, %(name)s (%(days)s)"),
    ConflictKind.HOLIDAYS_UNKNOWN: N_("%(country)s: the public holidays of that time are not known"),
    ConflictKind.SAME_WEEK: N_("Another exhibition of ours in the same week: %(name)s (%(days)s)"),
    ConflictKind.SAME_COUNTRY: N_("Another exhibition of ours in this country or region: %(name)s (%(days)s)"),
    ConflictKind.SAME_SECTOR: N_("Another exhibition of ours for the same sector nearby: %(name)s (%(days)s)"),
    ConflictKind.SAME_VENUE: N_("Same venue on the same days: %(name)s (%(days)s)"),
    ConflictKind.SAME_HALL: N_("Same hall on the same days (%(halls)s): %(name)s (%(days)s)"),
    ConflictKind.SAME_STAFF: N_("Same staff at the same time, travel included (%(staff)s): %(name)s (%(days)s)"),
    ConflictKind.SAME_UNIT: N_("Same organising unit at the same time, travel included: %(name)s (%(days)s)"),
    ConflictKind.DEADLINE_PAST: N_("Already past: %(name)s (%(days)s)"),
    ConflictKind.LEAD_TIME: N_(
        "Short lead time: %(name)s (%(days)s). Days before the opening: %(left)s; the template asks for %(wanted)s"
    ),
    ConflictKind.DEADLINE_DAY_OFF: N_("On a weekend or public holiday: %(name)s (%(days)s)"),
    ConflictKind.SESSION_OUTSIDE: N_("Outside the days of the exhibition: %(name)s (%(days)s)"),
    ConflictKind.SAME_ROOM: N_("Same room at the same time: %(name)s; %(other)s (%(days)s)"),
}
_NOTES = frozenset(
    {
        ConflictKind.LONG_WEEKEND,
        ConflictKind.HOLIDAYS_UNKNOWN,
        ConflictKind.SAME_COUNTRY,
        ConflictKind.SAME_VENUE,
        ConflictKind.SAME_UNIT,
        ConflictKind.DEADLINE_DAY_OFF,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One reason to look again, about these `days`.

    `params` are the values of the sentence, worded at the edge by their types: a Text, a Message (the name of a
    deadline), Days, a number, a tuple of halls; `country` is a code. `edition` is the slug of the other edition.
    """

    kind: ConflictKind
    days: Days
    params: Mapping[str, object]
    edition: str = ""

    @property
    def message(self) -> Message:
        """The sentence."""
        return CONFLICT_MESSAGES[self.kind]

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return Severity.NOTE if self.kind in _NOTES else Severity.WARNING


@dataclass(frozen=True, slots=True)
class OnStaff:
    """A person who works at an edition on these days."""

    person_id: UUID
    name: str
    days: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What the radar knows of an own edition: `region` is any code under which near countries agree."""

    slug: str
    name: Text
    days: Days
    country: str
    region: str
    city: Text
    venue: Text
    halls: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    unit_id: UUID | None = None
    staff: frozenset[OnStaff] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What there is around a planned edition: days off at its place and at home, other own editions, today.

    `host` and `home` cover `window_of` the edition; `others` are those within NEAR that are not cancelled.
    """

    host: DaysOff
    home: DaysOff
    others: tuple[Other, ...] = ()
    region: str = ""
    staff: frozenset[OnStaff] = frozenset()
    rules: tuple[DeadlineRule, ...] = DEADLINE_TEMPLATE
    today: date


def other_of(edition: Edition, *, region: str = "", staff: frozenset[OnStaff] = frozenset()) -> Other:
    """An edition as the radar sees it beside another."""
    return Other(
        slug=edition.slug,
        name=edition.name,
        days=edition.days,
        country=edition.country,
        region=region,
        city=edition.city,
        venue=edition.venue,
        halls=edition.halls,
        sectors=edition.sectors,
        unit_id=edition.unit_id,
        staff=staff,
    )


def window_of(edition: Edition) -> tuple[date, date]:
    """First and last day of which days off must be known: deadlines, build-up and travel included."""
    days = [edition.days.first, _build_up_first(edition)]
    days += [deadline.at.astimezone(ZoneInfo(deadline.zone)).date() for deadline in edition.deadlines]
    around = MARGIN + timedelta(days=TRAVEL_DAYS)
    return min(days) - around, max(*days, edition.days.last) + around


def conflicts(edition: Edition, around: Surroundings) -> tuple[Conflict, ...]:
    """Everything that speaks against the plan: days off, other editions, deadlines, programme, in this order."""
    planned = other_of(edition, region=around.region, staff=around.staff)
    others = (other for other in around.others if other.slug != edition.slug)
    return (
        *_days_off(edition, around),
        *(conflict for other in others for conflict in conflicts_between(planned, other)),
        *_deadlines(edition, around),
        *programme_conflicts(edition),
    )


def conflicts_between(planned: Other, other: Other) -> Iterator[Conflict]:
    """What two own editions have against each other; the same kinds whichever is planned."""
    for kind in _kinds_between(planned, other):
        params: dict[str, object] = {"name": other.name, "days": other.days}
        if kind is ConflictKind.SAME_HALL:
            params["halls"] = _shared_halls(planned, other)
        elif kind is ConflictKind.SAME_STAFF:
            params["staff"] = _shared_staff(planned, other)
        yield Conflict(kind=kind, days=other.days, params=params, edition=other.slug)


def programme_conflicts(edition: Edition) -> tuple[Conflict, ...]:
    """Sessions outside the days of the exhibition, and sessions in one room at one time."""
    zone = ZoneInfo(edition.zone)
    found: list[Conflict] = []
    for session in edition.sessions:
        days = _session_days(session, zone)
        if days.first < edition.days.first or days.last > edition.days.last:
            params = {"name": session.title, "days": days}
            found.append(Conflict(kind=ConflictKind.SESSION_OUTSIDE, days=days, params=params))
    for one, two in combinations(edition.sessions, 2):
        if _same(one.room, two.room) and one.starts_at < two.ends_at and two.starts_at < one.ends_at:
            days = _session_days(max(one, two, key=lambda session: session.starts_at), zone)
            named: dict[str, object] = {"name": one.title, "other": two.title, "days": days}
            found.append(Conflict(kind=ConflictKind.SAME_ROOM, days=days, params=named))
    return tuple(found)


def _days_off(edition: Edition, around: Surroundings) -> Iterator[Conflict]:
    days, build_up = edition.days, _build_up_first(edition)
    is_abroad = around.host.country != around.home.country
    for off in (around.host, around.home) if is_abroad else (around.host,):
        if off.holidays is None:
            params: dict[str, object] = {"country": off.country, "days": days}
            yield Conflict(kind=ConflictKind.HOLIDAYS_UNKNOWN, days=days, params=params)
        within = off.holidays_in(days.first, days.last)
        yield from _told(ConflictKind.HOLIDAY, off, within)
        yield from _told(ConflictKind.BUILD_UP_HOLIDAY, off, off.holidays_in(build_up, days.first - _ONE))
        known = {day for spell in within for day in (spell.days.first, spell.days.last)}
        weekends = off.long_weekends_in(days.first, days.last)
        fresh = (spell for spell in weekends if not any(spell.days.first <= day <= spell.days.last for day in known))
        yield from _told(ConflictKind.LONG_WEEKEND, off, fresh)
    if is_abroad:
        travel = timedelta(days=TRAVEL_DAYS)
        yield from _told(
            ConflictKind.TRAVEL_HOLIDAY,
            around.home,
            (
                *around.home.holidays_in(build_up - travel, build_up - _ONE),
                *around.home.holidays_in(days.last + _ONE, days.last + travel),
            ),
        )


def _told(kind: ConflictKind, off: DaysOff, spells: Iterator[Spell] | tuple[Spell, ...]) -> Iterator[Conflict]:
    for spell in spells:
        params = {"country": off.country, "name": spell.name, "days": spell.days}
        yield Conflict(kind=kind, days=spell.days, params=params)


def _build_up_first(edition: Edition) -> date:
    """First day of build-up, never after the first day of the exhibition."""
    deadline = edition.deadline(DeadlineKind.BUILD_UP)
    if deadline is None:
        return edition.days.first - timedelta(days=BUILD_UP_DAYS)
    return min(deadline.at.astimezone(ZoneInfo(deadline.zone)).date(), edition.days.first)


def _kinds_between(one: Other, two: Other) -> Iterator[ConflictKind]:
    apart = _days_apart(one.days, two.days)
    if _weeks(one.days) & _weeks(two.days):
        yield ConflictKind.SAME_WEEK
    if one.country == two.country and apart <= SAME_COUNTRY_DAYS:
        yield ConflictKind.SAME_COUNTRY
    is_near = one.country == two.country or (one.region != "" and one.region == two.region)
    if is_near and apart <= SAME_SECTOR_DAYS and set(one.sectors) & set(two.sectors):
        yield ConflictKind.SAME_SECTOR
    if apart == 0 and _same(one.city, two.city) and _same(one.venue, two.venue):
        if _shared_halls(one, two):
            yield ConflictKind.SAME_HALL
        elif not (one.halls and two.halls):
            yield ConflictKind.SAME_VENUE
    # Both sides travel: two editions are free of each other only when the days of travel of both lie between them.
    if _shared_staff(one, two):
        yield ConflictKind.SAME_STAFF
    elif apart <= 2 * TRAVEL_DAYS and one.unit_id is not None and one.unit_id == two.unit_id:
        yield ConflictKind.SAME_UNIT


def _days_apart(one: Days, two: Days) -> int:
    """Days from the end of one to the beginning of the other; 0 where they overlap, 1 where they adjoin."""
    return max((two.first - one.last).days, (one.first - two.last).days, 0)


def _weeks(days: Days) -> set[int]:
    """Numbers of the weeks, Monday to Sunday (ISO 8601), that days touch; 1 January of year 1 was a Monday."""
    return set(range((days.first.toordinal() - 1) // 7, (days.last.toordinal() - 1) // 7 + 1))


def _shared_halls(one: Other, two: Other) -> tuple[str, ...]:
    others = {_plain(hall) for hall in two.halls}
    return tuple(hall for hall in one.halls if _plain(hall) in others)


def _shared_staff(one: Other, two: Other) -> tuple[str, ...]:
    """Names of the people who would have to be at both, or on their way between them."""
    both = {
        mine.person_id: mine.name
        for mine in one.staff
        for theirs in two.staff
        if mine.person_id == theirs.person_id and _days_apart(mine.days, theirs.days) <= 2 * TRAVEL_DAYS
    }
    return tuple(sorted(both.values()))


def _same(one: Text, two: Text) -> bool:
    """Whether two places are called the same in any language."""
    names, others = ({_plain(wording) for wording in text.wordings.values()} for text in (one, two))
    return bool(names & others)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _deadlines(edition: Edition, around: Surroundings) -> Iterator[Conflict]:
    """Deadlines that come too late or too soon, or on a day on which nobody at home works.

    Once the edition has begun there is nothing left to plan. Past deadlines of a public edition have done their work.
    """
    if around.today >= edition.days.first:
        return
    for deadline in edition.deadlines:
        day = deadline.at.astimezone(ZoneInfo(deadline.zone)).date()
        if day < around.today:
            if not edition.is_public:
                yield _deadline(ConflictKind.DEADLINE_PAST, deadline.kind, day)
        # Stands are built on Sundays too: for build-up, holidays are told apart.
        elif deadline.kind is not DeadlineKind.BUILD_UP and around.home.is_off(day):
            yield _deadline(ConflictKind.DEADLINE_DAY_OFF, deadline.kind, day)
    if edition.mode is not ParticipationMode.INDEPENDENT:
        for rule in around.rules:
            yield from _lead_time(edition, rule, around.today)


def _lead_time(edition: Edition, rule: DeadlineRule, today: date) -> Iterator[Conflict]:
    """Fewer days than the rule of the template asks for, by the deadline that is set or, without one, by today."""
    set_by = edition.deadline(rule.kind)
    if set_by is not None:
        day = set_by.at.astimezone(ZoneInfo(set_by.zone)).date()
        left = (edition.days.first - day).days
        if left < rule.days_before:
            yield _deadline(ConflictKind.LEAD_TIME, rule.kind, day, left=left, wanted=rule.days_before)
        return
    due = due_on(rule, edition.days.first)
    if due < today and edition.status is EditionStatus.DRAFT:
        left = (edition.days.first - today).days
        yield _deadline(ConflictKind.LEAD_TIME, rule.kind, due, left=left, wanted=rule.days_before)


def _deadline(kind: ConflictKind, what: DeadlineKind, day: date, **numbers: int) -> Conflict:
    days = Days(day, day)
    return Conflict(kind=kind, days=days, params={"name": DEADLINE_NAMES[what], "days": days, **numbers})


def _session_days(session: Session, zone: ZoneInfo) -> Days:
    """Days of a session at the venue; one that ends at midnight does not reach into the next day."""
    return Days(session.starts_at.astimezone(zone).date(), (session.ends_at - _MOMENT).astimezone(zone).date())
