"""Where the capital of a country or region lies, how far two of them are apart, and the working hours that they share.

Positions are those of the World Factbook: of the capital, else of the country or region; where it states neither, of
the city that its first time zone is named for (tzdata). What nobody states is None.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final
from zoneinfo import ZoneInfo

from events_app.reference.factbook import entry, text_at
from events_app.reference.zones import zone_positions, zones_of

Position = tuple[float, float]
"""Latitude and longitude in degrees, north and east positive."""

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius of the Earth (IUGG)."""
OPENS_AT, CLOSES_AT = time(9), time(17)
"""Working hours by the local clock."""

_POSITION = re.compile(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])")
_CAPITAL = ("Government", "Capital", "geographic coordinates")
_COUNTRY = ("Geography", "Geographic coordinates")


@lru_cache(maxsize=512)
def position(code: str) -> Position | None:
    """Position of the capital of a country or region, else of itself, else of the city of its first zone."""
    whole = entry(code) or {}
    zones = zones_of(code)
    return _position_in(whole, _CAPITAL) or _position_in(whole, _COUNTRY) or zone_positions().get(next(iter(zones), ""))


def _position_in(whole: Mapping[str, Any], path: tuple[str, ...]) -> Position | None:
    """Degrees of '39 55 N, 116 23 E'; None for any other form."""
    match = _POSITION.fullmatch(text_at(whole, *path) or "")
    if match is None:
        return None
    south, west = (-1 if match[3] == "S" else 1), (-1 if match[6] == "W" else 1)
    return south * (int(match[1]) + int(match[2]) / 60), west * (int(match[4]) + int(match[5]) / 60)


def great_circle_km(one: Position, other: Position) -> float:
    """Kilometres between two positions over a sphere, by the haversine formula: some 0.5 per cent off at the most."""
    latitudes = radians(one[0]), radians(other[0])
    north, east = latitudes[1] - latitudes[0], radians(other[1] - one[1])
    chord = sin(north / 2) ** 2 + cos(latitudes[0]) * cos(latitudes[1]) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def distance_km(one: str, other: str) -> float | None:
    """Kilometres between the capitals of two countries or regions, whole; None where a position is not known."""
    here, there = position(one), position(other)
    return None if here is None or there is None else float(round(great_circle_km(here, there)))


@cache
def zone_of_capital(code: str) -> str | None:
    """IANA zone of the capital: of the zones of the country or region the one whose city lies nearest; None: none."""
    zones = zones_of(code)
    capital = position(code)
    if not zones or capital is None:
        return next(iter(zones), None)
    places = zone_positions()
    return min(zones, key=lambda zone: great_circle_km(capital, places[zone]))


def shared_hours(one: str, other: str, day: date) -> float | None:
    """Hours, 0 to 8, of the working day `day` in `one` that are working hours in `other` too; None: no zone known.

    By the clocks of both capitals, 9 to 17; which days of the week are free does not count.
    """
    here, there = zone_of_capital(one), zone_of_capital(other)
    return None if here is None or there is None else _shared(ZoneInfo(here), ZoneInfo(there), day)


def _shared(one: ZoneInfo, other: ZoneInfo, day: date) -> float:
    opens, closes = _working_day(one, day)
    nearby = [_working_day(other, day + timedelta(days=days)) for days in (-1, 0, 1)]
    spans = (max(min(closes, end) - max(opens, start), timedelta()) for start, end in nearby)
    return sum(spans, timedelta()) / timedelta(hours=1)


def _working_day(zone: ZoneInfo, day: date) -> tuple[datetime, datetime]:
    """First and last moment of the working day, in UTC."""
    start, end = (datetime.combine(day, at, tzinfo=zone).astimezone(UTC) for at in (OPENS_AT, CLOSES_AT))
    return start, end
