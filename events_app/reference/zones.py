"""IANA time zones: which there are, whose they are, and the city that each is named for (tzdata, CLDR).

Offsets and transitions belong to `zoneinfo`; writing VTIMEZONEs belongs to `formats`.
"""

import zoneinfo
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from events_app.reference.locales import locale_of

UTC = "UTC"

# zone.tab knows ISO 3166 only; this is where CLDR puts the code for Kosovo.
_BEYOND_ISO = {"XK": ("Europe/Belgrade",)}


def use_shipped_rules() -> None:
    """Take zone rules from the pinned tzdata package, not from the machine, whose copy may be years old.

    The roof calls this before anything else, in each process: the same release serves the same hours everywhere.
    """
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()


@cache
def _zones_by_country() -> Mapping[str, tuple[str, ...]]:
    """Zones of zone.tab per ISO 3166-1 code; the table lists the more populous of a country's zones first."""
    zones: dict[str, tuple[str, ...]] = {}
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            zones[country] = (*zones.get(country, ()), zone)
    return MappingProxyType(zones | _BEYOND_ISO)


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
