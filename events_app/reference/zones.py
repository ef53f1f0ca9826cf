"""IANA time zones: which there are, whose they are, and the city that each is named for (tzdata, CLDR).

Offsets and transitions belong to `zoneinfo`; writing VTIMEZONEs belongs to `formats`.
"""

import re
import zoneinfo
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from events_app.reference.locales import locale_of

UTC = "UTC"

_POSITION = re.compile(r"([+-])(\d{4}|\d{6})([+-])(\d{5}|\d{7})")

# zone.tab knows ISO 3166 only; this is where CLDR puts the code for Kosovo.
_BEYOND_ISO = {"XK": ("Europe/Belgrade",)}


def use_shipped_rules() -> None:
    """Take zone rules from the pinned tzdata package, not from the machine, whose copy may be years old.

    The roof calls this before anything else, in each process: the same release serves the same hours everywhere.
    """
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    """Rows of zone.tab: ISO 3166-1 code, position by ISO 6709, zone."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple((country, position, zone) for country, position, zone, *_ in lines)


@cache
def _zones_by_country() -> Mapping[str, tuple[str, ...]]:
    """Zones of zone.tab per ISO 3166-1 code; the table lists the more populous of a country's zones first."""
    zones: dict[str, tuple[str, ...]] = {}
    for country, _, zone in _rows():
        zones[country] = (*zones.get(country, ()), zone)
    return MappingProxyType(zones | _BEYOND_ISO)


@cache
def zone_positions() -> Mapping[str, tuple[float, float]]:
    """Latitude and longitude, in degrees, of the city that each zone is named for: '+3114+12128' or with seconds."""
    found = {}
    for _, position, zone in _rows():
        match = _POSITION.fullmatch(position)
        if match:
            south, latitude, west, longitude = match.groups()
            found[zone] = (_degrees(latitude, 2, south), _degrees(longitude, 3, west))
    return MappingProxyType(found)


def _degrees(digits: str, whole: int, sign: str) -> float:
    """Degrees of DDMM, DDMMSS, DDDMM or DDDMMSS, of which the first `whole` digits are degrees."""
    degrees, minutes, seconds = int(digits[:whole]), int(digits[whole : whole + 2]), int(digits[whole + 2 :] or 0)
    return (-1 if sign == "-" else 1) * (degrees + minutes / 60 + seconds / 3600)


@cache
def all_zones() -> tuple[str, ...]:
    """Every zone that some country or region uses today, and UTC, sorted by name; old aliases are left out."""
    named = {zone for zones in _zones_by_country().values() for zone in zones}
    return (*sorted(named), UTC)


def zones_of(country: str) -> tuple[str, ...]:
    """Zones of a country or region, the more populous first; empty where none is known."""
    return _zones_by_country().get(country, ())


@cache
def city_of(zone: str, language_code: str = "en") -> str:
    """The city that `zone` is named for, in the language: Asia/Shanghai -> 上海; UTC stays UTC.

    CLDR names most of them; the rest keep the last part of the IANA name.
    """
    known = locale_of(language_code).time_zones.get(zone) or {}
    return str(known.get("city") or zone.rsplit("/", 1)[-1].replace("_", " "))
