"""The form of an edition: filled from one, and read back into one with every fault beside its field.

Dates, place, names, classification and source are here; sessions, deadlines and status have forms of their own.
"""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, TypeVar
from uuid import UUID

from events_app.domain.countries import Scope, scope_of
from events_app.domain.exhibitions import (
    Days,
    Edition,
    OpeningHours,
    ParticipationMode,
    zone_of,
)
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_
from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS
from events_app.domain.texts import Text
from events_app.domain.web_addresses import Online, OnlineKind, check_website
from events_app.edge.forms import LONGEST_TEXT, OUT_OF_RANGE, Form
from events_app.reference.countries import all_codes
from events_app.settings import Settings

Value = TypeVar("Value", str, int)
TEXTS = ("name", "summary", "city", "venue", "organiser")
LONGEST_NAME = 300
LONGEST_SUMMARY = 10_000
LATITUDE, LONGITUDE = 90, 180
HOURS_BOTH = N_("Give both the opening and the closing time, or neither.")


def filled(edition: Edition) -> Form:
    """The form as the edition is now."""
    hours = edition.hours[0] if edition.hours else None
    form = Form.of(
        {
            "version": edition.version,
            "first": edition.days.first,
            "last": edition.days.last,
            "country": edition.country,
            "zone": edition.zone,
            "mode": edition.mode,
            "opens": hours.opens if hours else None,
            "closes": hours.closes if hours else None,
            "halls": ", ".join(edition.halls),
            "sectors": edition.sectors,
            "fields": [str(number) for number in edition.fields],
            "website": edition.website,
            **online_values(edition.online),
            "source": edition.source,
            "dates_confirmed": edition.dates_confirmed,
            "latitude": "" if edition.latitude is None else edition.latitude,
            "longitude": "" if edition.longitude is None else edition.longitude,
            "unit": edition.unit_id or "",
        }
    )
    for name in TEXTS:
        form.put_text(name, getattr(edition, name))
    return form


def changed(form: Form, edition: Edition, *, settings: Settings, unit_ids: tuple[UUID, ...], now: datetime) -> Edition:
    """The edition with what the form says; where something is wrong, `form.problems` says what, and it is as it was."""
    fields = _when_and_where(form, edition, settings) | _about(form, edition) | _texts(form, edition)
    unit = form.one_of("unit", [str(each) for each in unit_ids], required=False)
    fields["unit_id"] = UUID(unit) if unit else None
    fields["version"] = form.number("version", 1, 10**9) or edition.version
    if not form.is_good:
        return edition
    return replace(edition, **fields, modified_at=now)


def _texts(form: Form, edition: Edition) -> dict[str, Text]:
    return {
        name: form.text(
            name,
            getattr(edition, name),
            required=name in {"name", "city"},
            most=LONGEST_SUMMARY if name == "summary" else LONGEST_NAME,
        )
        for name in TEXTS
    }


def days_of(form: Form) -> Days | None:
    """First and last day; a missing last day is the first."""
    first = form.day("first", required=True)
    last = form.day("last") or first
    if first is None or last is None:
        return None
    return form.attempt("last", lambda: Days(first, last))


def _when_and_where(form: Form, edition: Edition, settings: Settings) -> dict[str, Any]:
    days = days_of(form) or edition.days
    country = form.one_of("country", all_codes()) or edition.country
    zone = form.value("zone") or edition.zone
    form.attempt("zone", lambda: zone_of(zone))
    return {
        "days": days,
        "country": country,
        "zone": zone,
        "scope": scope_in(country, settings),
        "hours": _hours(form, days, edition),
        "latitude": _coordinate(form, "latitude", LATITUDE),
        "longitude": _coordinate(form, "longitude", LONGITUDE),
    }


def scope_in(country: str, settings: Settings) -> Scope:
    """Where a country or region lies for this authority."""
    return scope_of(country, settings.home_country, settings.separate_regions)


def _as_it_was(chosen: tuple[Value, ...], old: tuple[Value, ...]) -> tuple[Value, ...]:
    """The old choice where the new one differs in its order alone: that is no change to tell anybody of."""
    return old if set(chosen) == set(old) else chosen


def _about(form: Form, edition: Edition) -> dict[str, Any]:
    website = form.line("website")
    form.attempt("website", lambda: check_website(website))
    return {
        "mode": form.choice("mode", ParticipationMode) or ParticipationMode.INDEPENDENT,
        "sectors": _as_it_was(form.some_of("sectors", (*SECTORS, ALL_SECTORS)), edition.sectors),
        "fields": _as_it_was(tuple(map(int, form.some_of("fields", map(str, FIELDS)))), edition.fields),
        "halls": tuple(hall.strip() for hall in form.line("halls").split(",") if hall.strip()),
        "website": website,
        "online": read_online(form),
        "source": form.line("source"),
        "dates_confirmed": form.ticked("dates_confirmed"),
    }


def online_values(online: Online | None) -> dict[str, object]:
    """What the fields of an online address hold, for an edition or a session."""
    if online is None:
        return {"online": "", "online_kind": OnlineKind.MEETING, "online_only": False}
    return {"online": online.address, "online_kind": online.kind, "online_only": online.is_only}


def read_online(form: Form) -> Online | None:
    """The online address; what is wrong with it stands beside its field."""
    address = form.line("online", most=LONGEST_TEXT)
    kind = form.choice("online_kind", OnlineKind, required=False) or OnlineKind.MEETING
    if not address:
        return None
    is_only = form.ticked("online_only")
    return form.attempt("online", lambda: Online(address=address, kind=kind, is_only=is_only))


def _hours(form: Form, days: Days, edition: Edition) -> tuple[OpeningHours, ...]:
    """The same hours on every day; hours that differ by day stay as they are while the form's are not changed."""
    opens, closes = form.clock("opens"), form.clock("closes")
    if opens is None and closes is None:
        return ()
    if opens is None or closes is None:
        form.fail("closes" if closes is None else "opens", HOURS_BOTH)
        return edition.hours
    if edition.hours and days == edition.days and (opens, closes) == (edition.hours[0].opens, edition.hours[0].closes):
        return edition.hours
    return form.attempt("closes", lambda: tuple(_each_day(days, opens, closes))) or edition.hours


def _each_day(days: Days, opens: time, closes: time) -> list[OpeningHours]:
    return [
        OpeningHours(date.fromordinal(number), opens, closes)
        for number in range(days.first.toordinal(), days.last.toordinal() + 1)
    ]


def _coordinate(form: Form, name: str, most: int) -> float | None:
    found = form.decimal(name)
    if found is not None and abs(found) > most:
        form.fail(name, OUT_OF_RANGE, least=-most, most=most)
        return None
    return None if found is None else float(found)


def source_language(edition: Edition, language: str) -> str:
    """Language in which an edition's texts are written first."""
    return edition.name.source if edition.name else language if language in LANGUAGES else "en"
