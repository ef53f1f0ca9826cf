"""Editions as lines of a table. Sessions are not: a programme is no cell."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.domain.countries import Scope
from events_app.domain.exchange import Attribute, Cells, Known, Mapped, ValueNeeded
from events_app.domain.exchange_cells import (
    NO,
    YES,
    country_of,
    divided,
    field_of,
    is_yes,
    plain,
    reference_of,
    sector_of,
    several,
    slug,
    source_language,
    text,
    told,
    unit,
    word,
    word_of,
    yes_or_no,
)
from events_app.domain.exhibitions import (
    Days,
    Deadline,
    DeadlineKind,
    Edition,
    EditionStatus,
    OpeningHours,
    ParticipationMode,
    moment_in,
    zone_of,
)
from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.rights import Noun
from events_app.domain.tables import Column, Kind
from events_app.domain.texts import Text
from events_app.domain.web_addresses import Online, OnlineKind, check_website

_DEADLINE = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d)?(?: +(\S+))?")
_HOURS = re.compile(r"(\d{4}-\d\d-\d\d) +(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)")
LATITUDE_DEGREES, LONGITUDE_DEGREES = 90, 180


class StatusHasItsOwnMove(Refusal):
    """A status that was to change by an import."""

    message = N_("Publish, postpone or cancel an edition at the desk, so that readers learn of it as they should.")


class NewButOver(InvalidValue):
    """A new edition that begins as postponed or cancelled."""

    message = N_("A new edition is a draft or published.")


class DeadlineMalformed(InvalidValue):
    """A deadline without day, time or zone."""

    message = N_("Write a day, a time and a time zone, for example 2027-04-05 17:00 Europe/Berlin.")


class HoursMalformed(InvalidValue):
    """Opening hours without day or times."""

    message = N_("Write a day and two times, for example 2027-04-05 09:00-18:00.")


class NotOnEarth(InvalidValue):
    """Degrees beyond the poles or the date line."""

    message = N_("A latitude lies between -90 and 90, a longitude between -180 and 180.")


def blank(*, new_id: UUID, language: str, unit_id: UUID | None, now: datetime) -> Edition:
    """What a new line begins as; what is needed of it is not true yet."""
    nothing = Text.empty(language)
    return Edition(
        id=new_id,
        slug="",
        series_id=new_id,
        name=nothing,
        summary=nothing,
        country="",
        city=nothing,
        venue=nothing,
        zone="UTC",
        days=Days(date(1900, 1, 1), date(1900, 1, 1)),
        scope=Scope.OVERSEAS,
        mode=ParticipationMode.ORGANISED_DELEGATION,
        sectors=(),
        organiser=nothing,
        reason=nothing,
        unit_id=unit_id,
        created_at=now,
        modified_at=now,
    )


def _series() -> Attribute:
    return Attribute(
        columns=(Column("series"),),
        write=lambda value, known: (known.slugs.get(value.series_id, str(value.series_id)),),
        read=lambda _value, cells, known: {"series_id": reference_of(known.series, cells[0])},
        is_needed=True,
    )


def _country() -> Attribute:
    return Attribute(
        columns=(Column("country"),),
        write=lambda value, _known: (value.country,),
        read=lambda _value, cells, known: {"country": country_of(str(cells[0] or ""), known)},
        is_needed=True,
    )


def _days() -> Attribute:
    def read(_value: object, cells: Cells, _known: Known) -> Mapping[str, Any]:
        first, last = cells
        if not isinstance(first, date) or not isinstance(last, date):
            raise ValueNeeded
        return {"days": Days(first, last)}

    return Attribute(
        columns=(Column("first_day", Kind.DAY), Column("last_day", Kind.DAY)),
        write=lambda value, _known: (value.days.first, value.days.last),
        read=read,
        is_needed=True,
    )


def _status() -> Attribute:
    def read(_value: object, cells: Cells, _known: Known) -> Mapping[str, Any]:
        status = word_of(EditionStatus, cells[0])
        if status not in {EditionStatus.DRAFT, EditionStatus.PUBLISHED}:
            raise NewButOver
        return {"status": status}

    return Attribute(
        columns=(Column("status"),),
        write=lambda value, _known: (value.status.value,),
        read=read,
        fixed=StatusHasItsOwnMove,
    )


def _hours() -> Attribute:
    def write(value: Edition, _known: Known) -> Cells:
        return ("; ".join(f"{h.day} {h.opens:%H:%M}-{h.closes:%H:%M}" for h in value.hours),)

    def read(_value: object, cells: Cells, _known: Known) -> Mapping[str, Any]:
        return {"hours": tuple(map(_hours_of, divided(cells[0])))}

    return Attribute(columns=(Column("hours"),), write=write, read=read)


def _hours_of(said: str) -> OpeningHours:
    try:
        day, opens, closes = _HOURS.fullmatch(said).groups()  # type: ignore[union-attr]
        return OpeningHours(date.fromisoformat(day), time.fromisoformat(opens), time.fromisoformat(closes))
    except (AttributeError, ValueError):
        raise HoursMalformed from None


def _co_organisers() -> Attribute:
    def read(value: Edition, cells: Cells, _known: Known) -> Mapping[str, Any]:
        kept = {one.shown(one.source).text: one for one in value.co_organisers}
        names = [name.strip() for name in str(cells[0] or "").split("\n") if name.strip()]
        return {"co_organisers": tuple(kept.get(name) or Text.of(value.name.source, name) for name in names)}

    return Attribute(
        columns=(Column("co_organisers"),),
        write=lambda value, _known: ("\n".join(one.shown(one.source).text for one in value.co_organisers),),
        read=read,
    )


def _online() -> Attribute:
    """Address, kind (`meeting` without) and whether there is no venue beside it; no address is none of it."""

    def read(_value: object, cells: Cells, _known: Known) -> Mapping[str, Any]:
        address, kind, only = cells
        is_only = is_yes(only)
        named = word_of(OnlineKind, kind or OnlineKind.MEETING)
        return {"online": Online(address=str(address), kind=named, is_only=is_only) if address else None}

    def write(value: Edition, _known: Known) -> Cells:
        online = value.online
        return (online.address, online.kind.value, YES if online.is_only else NO) if online else (None, None, None)

    columns = (Column("online_address"), Column("online_kind"), Column("online_only"))
    return Attribute(columns=columns, write=write, read=read)


def _deadlines(kind: DeadlineKind) -> Attribute:
    """Deadlines of one kind, in venue time unless they name a zone; notes stay with the deadline in the same place."""

    def of_kind(value: Edition) -> list[Deadline]:
        return [deadline for deadline in value.deadlines if deadline.kind is kind]

    def write(value: Edition, _known: Known) -> Cells:
        return ("; ".join(f"{d.at.astimezone(ZoneInfo(d.zone)):%Y-%m-%d %H:%M} {d.zone}" for d in of_kind(value)),)

    def read(value: Edition, cells: Cells, known: Known) -> Mapping[str, Any]:
        kept: list[Deadline | None] = [*of_kind(value)]
        said = [_deadline_of(one, value.zone) for one in divided(cells[0])]
        kept += [None] * (len(said) - len(kept))
        new = [
            replace(old, at=at, zone=zone)
            if old
            else Deadline(id=known.new_id(), kind=kind, at=at, zone=zone, note=Text.empty(value.name.source))
            for old, (at, zone) in zip(kept, said, strict=False)
        ]
        others = [deadline for deadline in value.deadlines if deadline.kind is not kind]
        return {"deadlines": tuple(sorted((*others, *new), key=lambda one: (one.at, str(one.id))))}

    return Attribute(columns=(Column(f"deadline_{kind.value}"),), write=write, read=read)


def _deadline_of(said: str, zone: str) -> tuple[datetime, str]:
    found = _DEADLINE.fullmatch(said)
    try:
        if found is None:
            raise DeadlineMalformed
        named = found[3] or zone
        return moment_in(named, date.fromisoformat(found[1]), time.fromisoformat(found[2])).astimezone(UTC), named
    except (ValueError, OverflowError):
        raise DeadlineMalformed from None


def _degrees(name: str, most: int) -> Attribute:
    def check(said: float | None) -> None:
        if said is not None and abs(said) > most:
            raise NotOnEarth

    return plain(name, Kind.DECIMAL, check=check)


EDITIONS: Mapped[Edition] = Mapped(
    Noun.EXHIBITION,
    (
        slug(),
        _series(),
        unit(),
        source_language("name", "summary", "city", "venue", "organiser", "reason"),
        text("name", needs_one=True),
        text("summary"),
        _country(),
        text("city"),
        text("venue"),
        plain("zone", check=zone_of, is_needed=True),
        _days(),
        yes_or_no("dates_confirmed"),
        _status(),
        word("scope", Scope, is_needed=True),
        word("mode", ParticipationMode, is_needed=True),
        several("sectors", sector_of),
        several("fields", field_of),
        several("halls"),
        _hours(),
        text("organiser"),
        _co_organisers(),
        plain("website", check=check_website),
        _online(),
        _degrees("latitude", LATITUDE_DEGREES),
        _degrees("longitude", LONGITUDE_DEGREES),
        *map(_deadlines, DeadlineKind),
        told("former_days", lambda value: "; ".join(f"{days.first}/{days.last}" for days in value.former_days)),
        told("reason", lambda value: value.reason.shown(value.reason.source).text),
        plain("source"),
        told("created_at_utc", lambda value: value.created_at, Kind.MOMENT),
        told("modified_at_utc", lambda value: value.modified_at, Kind.MOMENT),
    ),
)
