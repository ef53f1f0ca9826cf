"""Editions as the API shows them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field

from events_app.api.calls import Call
from events_app.api.exhibition_bodies import Online, OpeningHours
from events_app.api.fields import Model, ShownText
from events_app.domain.calendar import EntryKind, entry_id
from events_app.domain.countries import SCOPE_NAMES, Scope
from events_app.domain.exhibitions import (
    DEADLINE_NAMES,
    EDITION_STATUS_NAMES,
    PARTICIPATION_NAMES,
    SESSION_NAMES,
    Deadline,
    DeadlineKind,
    Edition,
    EditionStatus,
    ParticipationMode,
    Session,
    SessionKind,
)
from events_app.domain.messages import N_
from events_app.domain.pictures import MEDIA_TYPE, Picture
from events_app.domain.sectors import sector_name
from events_app.storage import exhibitions, organisations


class ShownSession(Model):
    """A slot of the programme. `uid` is that of its calendar entry."""

    id: UUID
    uid: str
    kind: SessionKind
    kind_label: str
    title: ShownText
    starts_at: datetime
    ends_at: datetime
    room: ShownText
    languages: tuple[str, ...]
    online: Online | None


class ShownDeadline(Model):
    """A moment by which somebody must act. `uid` is that of its calendar entry."""

    id: UUID
    uid: str
    kind: DeadlineKind
    kind_label: str
    at: datetime
    zone: str
    note: ShownText


class Period(Model):
    """Days, both included."""

    first_day: date
    last_day: date


class ExhibitionLabels(Model):
    """Codes in words."""

    country: str
    mode: str
    scope: str
    status: str
    sectors: tuple[str, ...]


class ShownPicture(Model):
    """The picture of an edition; its address answers once the edition is public."""

    address: str
    media_type: str
    width: int
    height: int
    alternative: ShownText


class Exhibition(Model):
    """An edition of an exhibition series."""

    id: UUID
    slug: str
    series: str
    status: EditionStatus
    name: ShownText
    summary: ShownText
    country: str
    city: ShownText
    venue: ShownText
    zone: str
    first_day: date
    last_day: date
    former_days: tuple[Period, ...] = Field(description=N_("Days it was postponed from, oldest first.").id)
    hours: tuple[OpeningHours, ...]
    scope: Scope
    mode: ParticipationMode
    sectors: tuple[str, ...]
    fields: tuple[int, ...]
    halls: tuple[str, ...]
    organiser: ShownText
    co_organisers: tuple[ShownText, ...]
    website: str
    online: Online | None
    picture: ShownPicture | None
    dates_confirmed: bool
    latitude: float | None
    longitude: float | None
    sessions: tuple[ShownSession, ...]
    deadlines: tuple[ShownDeadline, ...]
    reason: ShownText = Field(description=N_("Why it was cancelled.").id)
    source: str
    unit: str | None
    labels: ExhibitionLabels
    created_at: datetime
    modified_at: datetime
    version: int


async def shown(call: Call, editions: Sequence[Edition]) -> list[Exhibition]:
    """Editions in the language of the call."""
    series = await exhibitions.list_series_slugs(edition.series_id for edition in editions)
    units = await organisations.list_by_id(edition.unit_id for edition in editions if edition.unit_id)
    slugs = {unit.id: unit.slug for unit in units.values()}
    return [_shown(call, edition, series[edition.series_id], slugs) for edition in editions]


def _shown(call: Call, edition: Edition, series: str, units: Mapping[UUID, str]) -> Exhibition:
    told: dict[str, Any] = {name: getattr(edition, name) for name in _PLAIN}
    told |= {name: ShownText.in_(call.language, getattr(edition, name)) for name in _TEXTS}
    return Exhibition(
        **told,
        series=series,
        first_day=edition.days.first,
        last_day=edition.days.last,
        former_days=tuple(Period(first_day=days.first, last_day=days.last) for days in edition.former_days),
        hours=tuple(OpeningHours(day=each.day, opens=each.opens, closes=each.closes) for each in edition.hours),
        co_organisers=tuple(ShownText.in_(call.language, each) for each in edition.co_organisers),
        online=Online.of(edition.online),
        picture=_picture(call, edition.picture) if edition.picture else None,
        sessions=tuple(_session(call, each, edition.zone) for each in edition.sessions),
        deadlines=tuple(_deadline(call, each) for each in edition.deadlines),
        unit=units.get(edition.unit_id) if edition.unit_id else None,
        labels=ExhibitionLabels(
            country=call.country(edition.country),
            mode=call.say(PARTICIPATION_NAMES[edition.mode]),
            scope=call.say(SCOPE_NAMES[edition.scope]),
            status=call.say(EDITION_STATUS_NAMES[edition.status]),
            sectors=tuple(call.say(sector_name(code)) for code in edition.sectors),
        ),
    )


def _picture(call: Call, picture: Picture) -> ShownPicture:
    return ShownPicture(
        address=call.settings.address + picture.path,
        media_type=MEDIA_TYPE,
        width=picture.width,
        height=picture.height,
        alternative=ShownText.in_(call.language, picture.alternative),
    )


def _session(call: Call, session: Session, zone: str) -> ShownSession:
    return ShownSession(
        id=session.id,
        uid=_uid(call, EntryKind.SESSION, session.id),
        kind=session.kind,
        kind_label=call.say(SESSION_NAMES[session.kind]),
        title=ShownText.in_(call.language, session.title),
        starts_at=session.starts_at.astimezone(ZoneInfo(zone)),
        ends_at=session.ends_at.astimezone(ZoneInfo(zone)),
        room=ShownText.in_(call.language, session.room),
        languages=session.languages,
        online=Online.of(session.online),
    )


def _deadline(call: Call, deadline: Deadline) -> ShownDeadline:
    return ShownDeadline(
        id=deadline.id,
        uid=_uid(call, EntryKind.DEADLINE, deadline.id),
        kind=deadline.kind,
        kind_label=call.say(DEADLINE_NAMES[deadline.kind]),
        at=deadline.at.astimezone(ZoneInfo(deadline.zone)),
        zone=deadline.zone,
        note=ShownText.in_(call.language, deadline.note),
    )


def _uid(call: Call, kind: EntryKind, part_id: UUID) -> str:
    return f"{entry_id(kind, part_id)}@{call.settings.uid_domain}"


_TEXTS = ("name", "summary", "city", "venue", "organiser", "reason")
_PLAIN = (
    "id",
    "slug",
    "status",
    "country",
    "zone",
    "scope",
    "mode",
    "sectors",
    "fields",
    "halls",
    "website",
    "dates_confirmed",
    "latitude",
    "longitude",
    "source",
    "created_at",
    "modified_at",
    "version",
)
