"""Names of time zones for readers: a city that stands for the zone, and the offset that holds at a moment."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from events_app.i18n.locales import locale_of

_MINUTE = dt.timedelta(minutes=1)
_JOINED = {"zh-Hans": "{city}，{offset}", "ar": "{city}، {offset}"}


def zone_name(zone: str, at: dt.datetime, code: str) -> str:
    """City and offset of an IANA zone at a moment: "Shanghai, UTC+8". Zones without a city are their offset alone."""
    offset = utc_offset(zone, at)
    city = zone_city(zone, code)
    return _JOINED.get(code, "{city}, {offset}").format(city=city, offset=offset) if city else offset


def utc_offset(zone: str, at: dt.datetime) -> str:
    """Offset of an IANA zone at an aware moment, in the notation of every language: "UTC+5:30", "UTC−3", "UTC".

    Raises ValueError for a naive datetime, ZoneInfoNotFoundError for an unknown zone.
    """
    if at.tzinfo is None:
        raise ValueError("An offset holds at a moment: the datetime needs a zone.")
    minutes = (at.astimezone(ZoneInfo(zone)).utcoffset() or dt.timedelta()) // _MINUTE
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


@cache
def zone_city(zone: str, code: str) -> str:
    """CLDR exemplar city of a zone, else the last part of its name; empty for UTC and the fixed offsets of Etc/."""
    if "/" not in zone or zone.startswith("Etc/"):
        return ""
    zones = locale_of(code).time_zones
    # CLDR keeps the oldest spelling of a zone as its key (Asia/Calcutta), while events use today's (Asia/Kolkata).
    for name in (zone, *_other_names(zone)):
        if city := zones.get(name, {}).get("city"):
            return str(city)
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def _other_names(zone: str) -> tuple[str, ...]:
    """Every spelling that CLDR counts as the same zone, the current one first.

    Zones that were merged later share a clock but not a city (Asia/Chongqing and Asia/Shanghai): only spellings with
    a city of their own are found in the locale, and the zone itself is looked up before them.
    """
    aliases = get_global("zone_aliases")
    current = str(aliases.get(zone, zone))
    return (current, *sorted(str(old) for old, new in aliases.items() if new == current and old != zone))
