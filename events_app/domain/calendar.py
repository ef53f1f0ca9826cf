"""Calendar entries: the one projection of editions and projects that pages and feeds read.

An entry is a value computed from its subject; `renewed` compares it with the one published before and decides what
subscribers must notice. What an entry is found by is the business of `domain.selections`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from events_app.domain.countries import Scope
from events_app.domain.exhibitions import (
    Days,
    Deadline,
    DeadlineKind,
    Edition,
    EditionStatus,
    ParticipationMode,
    Session,
)
from events_app.domain.latest_changes import LatestChange
from events_app.domain.messages import P_, Message
from events_app.domain.pictures import Picture
from events_app.domain.projects import STAGES_WITHOUT_FUTURE, Milestone, Project
from events_app.domain.standings import Standing
from events_app.domain.texts import Text
from events_app.domain.web_addresses import Online

ENTRY_NAMESPACE = UUID("6f1d3c0a-9a4e-5b07-8d52-0d6a1f7f9c11")
"""Namespace of the name-based UUIDs (RFC 9562, section 5.5) of entries; it never changes, since UIDs never do."""


class EntryKind(StrEnum):
    """What an entry of the calendar is about."""

    EXHIBITION = "exhibition"
    SESSION = "session"
    DEADLINE = "deadline"
    MILESTONE = "milestone"


class Subject(StrEnum):
    """What an entry belongs to: the page where its details stand."""

    EXHIBITION = "exhibition"
    PROJECT = "project"


class EntryStatus(StrEnum):
    """What readers are told about an entry; drafts have no entries."""

    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


KIND_NAMES: dict[EntryKind, Message] = {
    EntryKind.EXHIBITION: P_("entry kind", "Exhibitions"),
    EntryKind.SESSION: P_("entry kind", "Programme sessions"),
    EntryKind.DEADLINE: P_("entry kind", "Deadlines"),
    EntryKind.MILESTONE: P_("entry kind", "Project milestones"),
}
MATERIAL_FIELDS: frozenset[str] = frozenset(
    {"starts_on", "ends_on", "starts_at", "ends_at", "zone", "countries", "city", "venue", "room", "online", "status"}
)
"""A change in one of these raises SEQUENCE (RFC 5546 §2.1.4): date, time, place (online too), status; wording not."""
BOOKKEEPING_FIELDS: frozenset[str] = frozenset(
    {"revision", "sequence", "created_at", "modified_at", "groups", "latest_change", "removed_at"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One entry.

    `starts_on` and `ends_on` are whole days in `zone`, both inclusive; `starts_at` and `ends_at` are UTC and None for
    whole-day entries. `title` names the exhibition or project, `part` the session or milestone, `part_kind` the kind
    of session or deadline. `revision` counts every change from 1, `sequence` the material ones from 0. `removed_at`
    is when its subject lost this part.
    """

    id: UUID
    uid: str
    kind: EntryKind
    subject: Subject
    subject_id: UUID
    slug: str
    title: Text
    part: Text
    part_kind: str = ""
    starts_on: date
    ends_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str
    countries: tuple[str, ...]
    city: Text
    venue: Text
    room: Text
    scope: Scope | None
    mode: ParticipationMode | None = None
    sectors: tuple[str, ...]
    fields: tuple[int, ...]
    groups: tuple[str, ...] = ()
    description: Text
    organiser: Text
    website: str = ""
    online: Online | None = None
    picture: Picture | None = None
    status: EntryStatus
    reason: Text
    former_days: tuple[Days, ...] = ()
    dates_confirmed: bool
    latitude: float | None = None
    longitude: float | None = None
    languages: tuple[str, ...] = ()
    applications_open_at: datetime | None = None
    applications_close_at: datetime | None = None
    revision: int = 1
    sequence: int = 0
    created_at: datetime
    modified_at: datetime
    latest_change: LatestChange | None = None
    removed_at: datetime | None = None

    @property
    def is_whole_days(self) -> bool:
        """Whether it has no clock times."""
        return self.starts_at is None

    @property
    def days(self) -> Days:
        """First and last day in its zone."""
        return Days(self.starts_on, self.ends_on)

    def standing(self, now: datetime) -> Standing:
        """Return the one status word at `now` (aware)."""
        if self.status is EntryStatus.CANCELLED:
            return Standing.CANCELLED
        today = now.astimezone(ZoneInfo(self.zone)).date()
        if self.ends_on < today:
            return Standing.HELD
        if self.starts_on <= today:
            return Standing.RUNNING
        if self.status is EntryStatus.POSTPONED:
            return Standing.POSTPONED
        if self.is_open_for_applications(now):
            return Standing.OPEN
        return Standing.CONFIRMED if self.dates_confirmed else Standing.PROVISIONAL

    def is_open_for_applications(self, now: datetime) -> bool:
        """Whether exhibitors can apply through the authority at `now`."""
        opens, closes = self.applications_open_at, self.applications_close_at
        return opens is not None and closes is not None and opens <= now <= closes

    def calls_off(self, *, now: datetime) -> Self:
        """Return the entry as cancelled, for a subject that has lost this part: subscribers must see it go."""
        if self.removed_at is not None:
            return self
        if self.status is EntryStatus.CANCELLED:
            return replace(self, removed_at=now)
        return replace(
            self,
            status=EntryStatus.CANCELLED,
            revision=self.revision + 1,
            sequence=self.sequence + 1,
            modified_at=now,
            latest_change=_latest_change(self, ("status",), now),
            removed_at=now,
        )


def entry_id(kind: EntryKind, subject_id: UUID) -> UUID:
    """Name-based UUID (version 5) of an entry: the same for the same part of the same subject, for ever."""
    return uuid5(ENTRY_NAMESPACE, f"{kind.value}:{subject_id}")


def differing_fields(old: CalendarEntry, new: CalendarEntry) -> frozenset[str]:
    """Names of the fields, bookkeeping apart, in which two entries differ for readers.

    That a translation was confirmed for a changed source is no difference.
    """
    return frozenset(
        field.name
        for field in fields(CalendarEntry)
        if field.name not in BOOKKEEPING_FIELDS and _shown(getattr(old, field.name)) != _shown(getattr(new, field.name))
    )


def _shown(value: object) -> object:
    """What readers see of the value of a field."""
    if isinstance(value, Picture):
        return value.sha256, _shown(value.alternative)
    return (value.source, value.wordings) if isinstance(value, Text) else value


def renewed(old: CalendarEntry | None, new: CalendarEntry, *, now: datetime) -> CalendarEntry:
    """Number an entry against the one that was published before.

    Unchanged: the old one (bytes in feeds stay the same). Changed: revision + 1 and modified now; SEQUENCE + 1 and a
    new latest change only if date, time, place or status changed.
    """
    if old is None:
        return replace(new, revision=1, sequence=0)
    changed = differing_fields(old, new)
    if not changed:
        return replace(old, groups=new.groups, removed_at=None)
    material = tuple(sorted(changed & MATERIAL_FIELDS))
    return replace(
        new,
        revision=old.revision + 1,
        sequence=old.sequence + (1 if material else 0),
        created_at=old.created_at,
        modified_at=now,
        latest_change=_latest_change(old, material, now) if material else old.latest_change,
    )


def _latest_change(old: CalendarEntry, material: tuple[str, ...], now: datetime) -> LatestChange:
    return LatestChange(
        at=now, fields=material, days=old.days, starts_at=old.starts_at, zone=old.zone, status=old.status.value
    )


def entries_of_edition(edition: Edition, *, domain: str) -> tuple[CalendarEntry, ...]:
    """All entries of an edition (none of a draft); `domain` is the right side of UIDs."""
    if not edition.is_public:
        return ()
    return (
        _edition_entry(edition, domain),
        *(_session_entry(edition, session, domain) for session in edition.sessions),
        *(_deadline_entry(edition, deadline, domain) for deadline in edition.deadlines),
    )


def entries_of_project(project: Project, *, domain: str) -> tuple[CalendarEntry, ...]:
    """One entry for each public milestone of a public project."""
    if not project.is_public:
        return ()
    return tuple(_milestone_entry(project, milestone, domain) for milestone in project.public_milestones)


def _edition_entry(edition: Edition, domain: str) -> CalendarEntry:
    opens_at, closes_at = _window(edition)
    identity = entry_id(EntryKind.EXHIBITION, edition.id)
    return CalendarEntry(
        id=identity,
        uid=f"{identity}@{domain}",
        kind=EntryKind.EXHIBITION,
        subject=Subject.EXHIBITION,
        subject_id=edition.id,
        slug=edition.slug,
        title=edition.name,
        part=Text.empty(),
        starts_on=edition.days.first,
        ends_on=edition.days.last,
        zone=edition.zone,
        countries=(edition.country,),
        city=edition.city,
        venue=edition.venue,
        room=Text.empty(),
        scope=edition.scope,
        mode=edition.mode,
        sectors=edition.sectors,
        fields=edition.fields,
        description=edition.summary,
        organiser=edition.organiser,
        website=edition.website,
        online=edition.online,
        picture=edition.picture,
        status=_STATUS[edition.status],
        reason=edition.reason,
        former_days=edition.former_days,
        dates_confirmed=edition.dates_confirmed,
        latitude=edition.latitude,
        longitude=edition.longitude,
        applications_open_at=opens_at,
        applications_close_at=closes_at,
        created_at=edition.created_at,
        modified_at=edition.modified_at,
    )


def _window(edition: Edition) -> tuple[datetime | None, datetime | None]:
    """When exhibitors can begin to apply through the authority, and until when, as far as they can at all."""
    if edition.mode is ParticipationMode.INDEPENDENT:
        return None, None
    opens, closes = map(edition.deadline, (DeadlineKind.APPLICATIONS_OPEN, DeadlineKind.APPLICATIONS_CLOSE))
    return opens.at.astimezone(UTC) if opens else None, closes.at.astimezone(UTC) if closes else None


def _session_entry(edition: Edition, session: Session, domain: str) -> CalendarEntry:
    zone = ZoneInfo(edition.zone)
    identity = entry_id(EntryKind.SESSION, session.id)
    return replace(
        _edition_entry(edition, domain),
        id=identity,
        uid=f"{identity}@{domain}",
        kind=EntryKind.SESSION,
        part=session.title,
        part_kind=session.kind.value,
        starts_on=session.starts_at.astimezone(zone).date(),
        # A session that ends at midnight does not reach into the next day.
        ends_on=(session.ends_at - timedelta(microseconds=1)).astimezone(zone).date(),
        starts_at=session.starts_at.astimezone(UTC),
        ends_at=session.ends_at.astimezone(UTC),
        room=session.room,
        description=Text.empty(),
        languages=session.languages,
        online=session.online,
        picture=None,
        former_days=(),
        applications_open_at=None,
        applications_close_at=None,
    )


def _deadline_entry(edition: Edition, deadline: Deadline, domain: str) -> CalendarEntry:
    day = deadline.at.astimezone(ZoneInfo(deadline.zone)).date()
    identity = entry_id(EntryKind.DEADLINE, deadline.id)
    return replace(
        _edition_entry(edition, domain),
        id=identity,
        uid=f"{identity}@{domain}",
        kind=EntryKind.DEADLINE,
        part_kind=deadline.kind.value,
        starts_on=day,
        ends_on=day,
        starts_at=deadline.at.astimezone(UTC),
        ends_at=deadline.at.astimezone(UTC),
        zone=deadline.zone,
        description=deadline.note,
        online=None,
        picture=None,
        former_days=(),
        applications_open_at=None,
        applications_close_at=None,
    )


def _milestone_entry(project: Project, milestone: Milestone, domain: str) -> CalendarEntry:
    called_off = project.stage in STAGES_WITHOUT_FUTURE and milestone.actual_on is None
    identity = entry_id(EntryKind.MILESTONE, milestone.id)
    nothing = Text.empty()
    return CalendarEntry(
        id=identity,
        uid=f"{identity}@{domain}",
        kind=EntryKind.MILESTONE,
        subject=Subject.PROJECT,
        subject_id=project.id,
        slug=project.slug,
        title=project.name,
        part=milestone.name,
        starts_on=milestone.on,
        ends_on=milestone.on,
        zone=project.zone,
        countries=project.countries,
        city=nothing,
        venue=nothing,
        room=nothing,
        scope=None,
        sectors=project.sectors,
        fields=project.fields,
        description=project.summary,
        organiser=nothing,
        status=EntryStatus.CANCELLED if called_off else EntryStatus.PUBLISHED,
        reason=nothing,
        dates_confirmed=milestone.actual_on is not None or not project.is_illustrative,
        created_at=project.created_at,
        modified_at=project.modified_at,
    )


_STATUS: Mapping[EditionStatus, EntryStatus] = {
    EditionStatus.PUBLISHED: EntryStatus.PUBLISHED,
    EditionStatus.POSTPONED: EntryStatus.POSTPONED,
    EditionStatus.CANCELLED: EntryStatus.CANCELLED,
}
