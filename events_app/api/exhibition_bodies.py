"""Editions as the API writes and reads them."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from events_app.api.fields import (
    Clock,
    CountryCode,
    Day,
    FieldNumber,
    LanguageTag,
    Line,
    Model,
    Moment,
    Named,
    SectorCode,
    Slug,
    Text,
    Website,
    Zone,
    checked,
)
from events_app.domain import exhibitions as domain
from events_app.domain import web_addresses as domain_online
from events_app.domain.countries import scope_of
from events_app.domain.exhibitions import Days, DeadlineKind, Edition, ParticipationMode, SessionKind
from events_app.domain.messages import N_
from events_app.domain.web_addresses import LONGEST_ONLINE, OnlineKind
from events_app.settings import Settings

MOST_PARTS = 200
NOTHING = Text(source="en")
PART_ID = N_("Id of a part that is there already; without one it is new.").id


class OpeningHours(Model):
    """Opening hours of one day, in the time of the venue."""

    day: Day
    opens: Clock
    closes: Clock

    @model_validator(mode="after")
    def _in_order(self) -> "OpeningHours":
        checked(lambda: domain.OpeningHours(self.day, self.opens, self.closes))
        return self


def _online_address(value: str) -> str:
    checked(lambda: domain_online.Online(address=value))
    return value


class Online(Model):
    """Where everybody may take part online."""

    address: Annotated[
        str,
        AfterValidator(_online_address),
        Field(
            max_length=LONGEST_ONLINE, json_schema_extra={"format": "uri", "examples": ["https://live.example/fair"]}
        ),
    ] = Field(description=N_("Public address of a page to join or watch, with https.").id)
    kind: OnlineKind = OnlineKind.MEETING
    is_only: bool = Field(default=False, description=N_("Whether nobody meets at a venue besides.").id)

    @property
    def kept(self) -> domain_online.Online:
        """The address as kept."""
        return domain_online.Online(address=self.address, kind=self.kind, is_only=self.is_only)

    @classmethod
    def of(cls, online: domain_online.Online | None) -> "Online | None":
        """The address as it is kept."""
        return cls(address=online.address, kind=online.kind, is_only=online.is_only) if online else None


class Session(Model):
    """A slot of the programme."""

    id: UUID | None = Field(default=None, description=PART_ID)
    kind: SessionKind
    title: Named
    starts_at: Moment
    ends_at: Moment
    room: Text = NOTHING
    languages: tuple[LanguageTag, ...] = Field(default=(), max_length=20)
    online: Online | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Session":
        checked(lambda: self.kept("UTC", None))
        return self

    def kept(self, zone: str, old: domain.Session | None) -> domain.Session:
        """The session as kept, in the zone of its venue."""
        return domain.Session(
            id=self.id or uuid4(),
            kind=self.kind,
            title=self.title.merged(old.title if old else None),
            starts_at=self.starts_at.astimezone(ZoneInfo(zone)),
            ends_at=self.ends_at.astimezone(ZoneInfo(zone)),
            room=self.room.merged(old.room if old else None),
            languages=self.languages,
            online=self.online.kept if self.online else None,
        )


class Deadline(Model):
    """A moment by which somebody must act."""

    id: UUID | None = Field(default=None, description=PART_ID)
    kind: DeadlineKind
    at: Moment
    zone: Zone
    note: Text = NOTHING

    def kept(self, old: domain.Deadline | None) -> domain.Deadline:
        """The deadline as kept."""
        return domain.Deadline(
            id=self.id or uuid4(),
            kind=self.kind,
            at=self.at.astimezone(ZoneInfo(self.zone)),
            zone=self.zone,
            note=self.note.merged(old.note if old else None),
        )


class ExhibitionBody(Model):
    """What is written of an edition."""

    name: Named
    summary: Text = NOTHING
    country: CountryCode
    city: Named
    venue: Text = NOTHING
    zone: Zone
    first_day: Day
    last_day: Day
    hours: tuple[OpeningHours, ...] = Field(default=(), max_length=MOST_PARTS)
    mode: ParticipationMode
    sectors: tuple[SectorCode, ...] = Field(default=(), max_length=50)
    fields: tuple[FieldNumber, ...] = Field(default=(), max_length=35)
    halls: tuple[Line, ...] = Field(default=(), max_length=MOST_PARTS)
    organiser: Text = NOTHING
    co_organisers: tuple[Named, ...] = Field(default=(), max_length=50)
    website: Website = ""
    online: Online | None = None
    dates_confirmed: bool = False
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    sessions: tuple[Session, ...] = Field(default=(), max_length=MOST_PARTS)
    deadlines: tuple[Deadline, ...] = Field(default=(), max_length=MOST_PARTS)
    source: Line = Field(default="", description=N_("Where the facts come from.").id)
    unit: Slug | None = Field(default=None, description=N_("Organising unit that keeps it; null: the authority.").id)

    @model_validator(mode="after")
    def _in_order(self) -> "ExhibitionBody":
        checked(lambda: Days(self.first_day, self.last_day))
        return self

    def on(self, edition: Edition, *, unit_id: UUID | None, settings: Settings, now: datetime) -> Edition:
        """The edition with what is written here; parts that are there already keep their ids."""
        sessions: dict[UUID | None, domain.Session] = {each.id: each for each in edition.sessions}
        deadlines: dict[UUID | None, domain.Deadline] = {each.id: each for each in edition.deadlines}
        written: dict[str, Any] = {name: getattr(self, name).merged(getattr(edition, name)) for name in TEXTS}
        written |= {name: getattr(self, name) for name in PLAIN}
        return replace(
            edition,
            **written,
            days=Days(self.first_day, self.last_day),
            scope=scope_of(self.country, settings.home_country, settings.separate_regions),
            hours=tuple(domain.OpeningHours(each.day, each.opens, each.closes) for each in self.hours),
            co_organisers=tuple(
                text.merged(edition.co_organisers[index] if index < len(edition.co_organisers) else None)
                for index, text in enumerate(self.co_organisers)
            ),
            online=self.online.kept if self.online else None,
            sessions=tuple(each.kept(self.zone, sessions.get(each.id)) for each in self.sessions),
            deadlines=tuple(each.kept(deadlines.get(each.id)) for each in self.deadlines),
            unit_id=unit_id,
            modified_at=now,
        )

    @classmethod
    def of(cls, edition: Edition, unit: str | None) -> "ExhibitionBody":
        """What is written of an edition now: what a merge patch is laid on."""
        written: dict[str, Any] = {name: Text.of(getattr(edition, name)) for name in TEXTS}
        written |= {name: getattr(edition, name) for name in PLAIN}
        return cls(
            **written,
            first_day=edition.days.first,
            last_day=edition.days.last,
            hours=tuple(OpeningHours(day=each.day, opens=each.opens, closes=each.closes) for each in edition.hours),
            co_organisers=tuple(map(Text.of, edition.co_organisers)),
            online=Online.of(edition.online),
            sessions=tuple(_session(each) for each in edition.sessions),
            deadlines=tuple(
                Deadline(id=each.id, kind=each.kind, at=each.at, zone=each.zone, note=Text.of(each.note))
                for each in edition.deadlines
            ),
            unit=unit,
        )


class NewExhibition(ExhibitionBody):
    """A new edition, kept as a draft."""

    series: Slug | None = Field(default=None, description=N_("Series it belongs to; null: a new one of its name.").id)
    slug: Slug | None = Field(default=None, description=N_("Name in addresses; null: made from the name.").id)


class ExhibitionPatch(ExhibitionBody):
    """What changes of an edition, and a note that subscribers read beside the change."""

    note: Text = NOTHING


class Postponement(Model):
    """New days of an edition; its deadlines keep their distance to the opening."""

    first_day: Day
    last_day: Day
    note: Text = NOTHING

    @model_validator(mode="after")
    def _in_order(self) -> "Postponement":
        checked(lambda: Days(self.first_day, self.last_day))
        return self


class Cancellation(Model):
    """The reason that readers are given."""

    reason: Named


TEXTS = ("name", "summary", "city", "venue", "organiser")
PLAIN = (
    "country",
    "zone",
    "mode",
    "sectors",
    "fields",
    "halls",
    "website",
    "dates_confirmed",
    "latitude",
    "longitude",
    "source",
)


def _session(session: domain.Session) -> Session:
    return Session(
        id=session.id,
        kind=session.kind,
        title=Text.of(session.title),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=Text.of(session.room),
        languages=session.languages,
        online=Online.of(session.online),
    )
