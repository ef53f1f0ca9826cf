"""Exhibition series and editions: what they are and what may happen to them.

Names, venue, city and dates belong to the edition, since they change from one to the next; a series keeps its former
names. How an edition looks in a calendar is the business of `domain.calendar`.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from events_app.domain.countries import Scope
from events_app.domain.messages import N_, P_, Message
from events_app.domain.pictures import Picture
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS
from events_app.domain.texts import Text
from events_app.domain.web_addresses import Online, check_website

LONGEST_DAYS = 366
"""An edition lasts at most a year: world expositions last six months."""


class EditionStatus(StrEnum):
    """Where an edition stands for its readers. Postponed keeps old and new dates; cancelled keeps its reason."""

    DRAFT = "draft"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class ParticipationMode(StrEnum):
    """How exporters take part through the authority."""

    OWN_EVENT = "own_event"
    ORGANISED_DELEGATION = "organised_delegation"
    INDEPENDENT = "independent"


class SessionKind(StrEnum):
    """What kind of slot of the programme."""

    OPENING = "opening"
    FORUM = "forum"
    MATCHMAKING = "matchmaking"
    SEMINAR = "seminar"
    VISIT = "visit"


class DeadlineKind(StrEnum):
    """What ends, or begins, at a deadline."""

    APPLICATIONS_OPEN = "applications_open"
    APPLICATIONS_CLOSE = "applications_close"
    DEPOSIT = "deposit"
    BALANCE = "balance"
    CATALOGUE = "catalogue"
    VISA_LETTERS = "visa_letters"
    FREIGHT = "freight"
    BUILD_UP = "build_up"


PARTICIPATION_NAMES: dict[ParticipationMode, Message] = {
    ParticipationMode.OWN_EVENT: P_("participation", "The authority’s own event"),
    ParticipationMode.ORGANISED_DELEGATION: P_("participation", "Organised delegation"),
    ParticipationMode.INDEPENDENT: P_("participation", "Exhibitors take part on their own"),
}
SESSION_NAMES: dict[SessionKind, Message] = {
    SessionKind.OPENING: P_("session kind", "Opening ceremony"),
    SessionKind.FORUM: P_("session kind", "Forum"),
    SessionKind.MATCHMAKING: P_("session kind", "Matchmaking event"),
    SessionKind.SEMINAR: P_("session kind", "Seminar"),
    SessionKind.VISIT: P_("session kind", "Site visit"),
}
EDITION_STATUS_NAMES: dict[EditionStatus, Message] = {
    EditionStatus.DRAFT: P_("edition status", "Draft"),
    EditionStatus.PUBLISHED: P_("edition status", "Published"),
    EditionStatus.POSTPONED: P_("edition status", "Postponed"),
    EditionStatus.CANCELLED: P_("edition status", "Cancelled"),
}
DEADLINE_NAMES: dict[DeadlineKind, Message] = {
    DeadlineKind.APPLICATIONS_OPEN: P_("deadline", "Applications open"),
    DeadlineKind.APPLICATIONS_CLOSE: P_("deadline", "Applications close"),
    DeadlineKind.DEPOSIT: P_("deadline", "Deposit due"),
    DeadlineKind.BALANCE: P_("deadline", "Balance due"),
    DeadlineKind.CATALOGUE: P_("deadline", "Catalogue entry due"),
    DeadlineKind.VISA_LETTERS: P_("deadline", "Request invitation letters for visas"),
    DeadlineKind.FREIGHT: P_("deadline", "Exhibits handed to the freight forwarder"),
    DeadlineKind.BUILD_UP: P_("deadline", "Build-up begins"),
}


class EndsBeforeStart(InvalidValue):
    """The last day lies before the first, or an end before its start."""

    message = N_("The end is before the start.")


class LastsTooLong(InvalidValue):
    """Longer than a year."""

    message = N_("An edition lasts at most a year.")


class ZoneUnknown(InvalidValue):
    """Not a name of the IANA time zone database."""

    message = N_("“%(zone)s” is not a known time zone.")


class SectorUnknown(InvalidValue):
    """A sector or technology field that is not in the tables."""

    message = N_("“%(code)s” is not a known sector or technology field.")


class MomentWithoutZone(InvalidValue):
    """A naive datetime: it means a different instant in each zone."""

    message = N_("This moment needs a time zone.")


class ReasonMissing(InvalidValue):
    """A cancellation that does not say why."""

    message = N_("Give the reason: readers see it.")


class NotPublic(Refusal):
    """Only what the public has seen can be postponed or cancelled."""

    message = N_("This edition is not public yet.")


class AlreadyCancelled(Refusal):
    """A cancelled edition does not change its dates any more."""

    message = N_("This edition is cancelled.")


class AlreadyAnnounced(Refusal):
    """Readers were told that it is postponed or cancelled: it cannot vanish without a word."""

    message = N_("A postponed or cancelled edition stays public, so that readers learn of it.")


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days at the venue, both inclusive."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Raise EndsBeforeStart or LastsTooLong."""
        if self.last < self.first:
            raise EndsBeforeStart
        if self.last - self.first > timedelta(days=LONGEST_DAYS):
            raise LastsTooLong

    @property
    def length(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Opening hours of one day, in venue time."""

    day: date
    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Raise EndsBeforeStart."""
        if self.closes <= self.opens:
            raise EndsBeforeStart


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A timed slot of the programme; `languages` are those spoken (BCP 47)."""

    id: UUID
    kind: SessionKind
    title: Text
    starts_at: datetime
    ends_at: datetime
    room: Text
    languages: tuple[str, ...] = ()
    online: Online | None = None

    def __post_init__(self) -> None:
        """Raise MomentWithoutZone or EndsBeforeStart."""
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise MomentWithoutZone
        if self.ends_at <= self.starts_at:
            raise EndsBeforeStart


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A moment, in a named zone, by which somebody must act."""

    id: UUID
    kind: DeadlineKind
    at: datetime
    zone: str
    note: Text

    def __post_init__(self) -> None:
        """Raise MomentWithoutZone or ZoneUnknown."""
        if self.at.tzinfo is None:
            raise MomentWithoutZone
        zone_of(self.zone)


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a series bore, until the year `until` (exclusive)."""

    name: Text
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """An exhibition that recurs."""

    id: UUID
    slug: str
    name: Text
    summary: Text
    former_names: tuple[FormerName, ...] = ()
    every_months: int | None = None
    website: str = ""

    def __post_init__(self) -> None:
        """Raise AddressNotAllowed."""
        check_website(self.website)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One occurrence of a series.

    `countries` has one code (ISO 3166-1 alpha-2); `zone` is the venue's IANA zone; `former_days` are the dates it was
    postponed from, oldest first; `dates_confirmed` is False while the organiser has not confirmed them
    (illustrative); `source` says where the facts come from; `unit_id` is the organising unit that keeps it (None: the
    authority itself); `version` counts the savings, so that nobody overwrites what another has saved meanwhile.
    """

    id: UUID
    slug: str
    series_id: UUID
    name: Text
    summary: Text
    country: str
    city: Text
    venue: Text
    zone: str
    days: Days
    scope: Scope
    mode: ParticipationMode
    sectors: tuple[str, ...]
    fields: tuple[int, ...] = ()
    halls: tuple[str, ...] = ()
    hours: tuple[OpeningHours, ...] = ()
    organiser: Text
    co_organisers: tuple[Text, ...] = ()
    website: str = ""
    online: Online | None = None
    picture: Picture | None = None
    status: EditionStatus = EditionStatus.DRAFT
    reason: Text
    former_days: tuple[Days, ...] = ()
    dates_confirmed: bool = False
    latitude: float | None = None
    longitude: float | None = None
    sessions: tuple[Session, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    source: str = ""
    unit_id: UUID | None = None
    created_at: datetime
    modified_at: datetime
    version: int = field(default=1, compare=False)

    def __post_init__(self) -> None:
        """Raise ZoneUnknown, AddressNotAllowed, SectorUnknown or MomentWithoutZone."""
        zone_of(self.zone)
        check_website(self.website)
        for code in self.sectors:
            if code != ALL_SECTORS and code not in SECTORS:
                raise SectorUnknown(code=code)
        for number in self.fields:
            if number not in FIELDS:
                raise SectorUnknown(code=number)
        if self.created_at.tzinfo is None or self.modified_at.tzinfo is None:
            raise MomentWithoutZone

    @property
    def is_public(self) -> bool:
        """Whether readers may see it."""
        return self.status is not EditionStatus.DRAFT

    def deadline(self, kind: DeadlineKind) -> Deadline | None:
        """Return the earliest deadline of `kind`."""
        return min((d for d in self.deadlines if d.kind is kind), key=lambda d: d.at, default=None)

    def publish(self, *, now: datetime) -> Self:
        """Make a draft public; anything else stays as it is."""
        if self.status is not EditionStatus.DRAFT:
            return self
        return replace(self, status=EditionStatus.PUBLISHED, modified_at=now)

    def unpublish(self, *, now: datetime) -> Self:
        """Take a published edition back to a draft. Raises AlreadyAnnounced for a postponed or cancelled one."""
        if self.status is EditionStatus.DRAFT:
            return self
        if self.status is not EditionStatus.PUBLISHED:
            raise AlreadyAnnounced
        return replace(self, status=EditionStatus.DRAFT, modified_at=now)

    def postpone(self, days: Days, *, now: datetime) -> Self:
        """Move a public edition to new days and keep the old ones; the organiser sets sessions and deadlines anew.

        Raises NotPublic or AlreadyCancelled.
        """
        if self.status is EditionStatus.DRAFT:
            raise NotPublic
        if self.status is EditionStatus.CANCELLED:
            raise AlreadyCancelled
        return replace(
            self,
            status=EditionStatus.POSTPONED,
            days=days,
            former_days=(*self.former_days, self.days),
            hours=(),
            sessions=(),
            modified_at=now,
        )

    def cancel(self, reason: Text, *, now: datetime) -> Self:
        """Cancel a public edition, with the reason that readers see. Raises NotPublic or ReasonMissing."""
        if self.status is EditionStatus.DRAFT:
            raise NotPublic
        if not reason:
            raise ReasonMissing
        return replace(self, status=EditionStatus.CANCELLED, reason=reason, modified_at=now)


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One line of a deadline template: `days_before` the first day, at `at` venue time."""

    kind: DeadlineKind
    days_before: int
    at: time = time(17, 0)


DEADLINE_TEMPLATE: tuple[DeadlineRule, ...] = (
    DeadlineRule(DeadlineKind.APPLICATIONS_OPEN, 270, time(9, 0)),
    DeadlineRule(DeadlineKind.APPLICATIONS_CLOSE, 150),
    DeadlineRule(DeadlineKind.DEPOSIT, 120),
    DeadlineRule(DeadlineKind.VISA_LETTERS, 75),
    DeadlineRule(DeadlineKind.FREIGHT, 45),
    DeadlineRule(DeadlineKind.BUILD_UP, 3, time(8, 0)),
)
"""The template in use where an organiser sets none: days counted back from the opening."""


def moment_in(zone: str, day: date, at: time) -> datetime:
    """Return the instant of a wall-clock time in a named zone, in the zone itself.

    A time that the clocks skip moves forward by the gap, one that comes twice is the first (PEP 495, fold=0).
    Raises ZoneUnknown.
    """
    info = zone_of(zone)
    wall = datetime.combine(day, at, tzinfo=info)
    return wall.astimezone(ZoneInfo("UTC")).astimezone(info)


def zone_of(name: str) -> ZoneInfo:
    """Return the IANA zone, or raise ZoneUnknown."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ZoneUnknown(zone=name) from None
