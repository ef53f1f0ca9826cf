"""Days, ranges of days, months and hours as each language writes them, by the patterns of CLDR.

Dates are Gregorian with Latin digits in every language, hours run to 24. The distance of a moment from now is in
`distances`, the name of a time zone in `zones`.
"""

import datetime as dt
import re
from functools import lru_cache
from typing import Literal, assert_never
from zoneinfo import ZoneInfo

from babel.dates import DateTimePattern, parse_pattern

from events_app.i18n.locales import is_right_to_left, locale_of

DayStyle = Literal["short", "medium", "long", "full"]
Width = Literal["wide", "abbreviated", "narrow"]
Field = Literal["y", "M", "d"]

LEFT_TO_RIGHT_ISOLATE = "\N{LEFT-TO-RIGHT ISOLATE}"
POP_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"
DAYS_OF_WEEK = 7
# A list of some hundred exhibitions shows few distinct days; the caches hold several years of them in all languages.
KEPT = 16_384


def day(date: dt.date, code: str, style: DayStyle = "medium") -> str:
    """One day: "5/4/2027" (short, four digits of the year everywhere), "5 Apr 2027", "5 April 2027", "Monday, …"."""
    return _day(date.year, date.month, date.day, code, style)


def day_month(date: dt.date, code: str, style: Literal["medium", "long"] = "medium") -> str:
    """A day without its year: "5 Apr", "5 April"."""
    return _pattern("MMMd" if style == "medium" else "MMMMd", code).apply(date, locale_of(code))


def weekday_day(date: dt.date, code: str, style: Literal["medium", "long"] = "medium") -> str:
    """A day without its year, with its weekday: "Mon 5 Apr", "Monday 5 April"."""
    return _weekday_pattern(code, style).apply(date, locale_of(code))


def day_range(
    first: dt.date,
    last: dt.date,
    code: str,
    *,
    today_year: int | None = None,
    style: Literal["medium", "long"] = "medium",
) -> str:
    """First and last day, both included, without saying twice what they share: "30 Mar – 4 Apr 2027".

    Given `today_year`, the year is left out where both days lie in it. In Arabic the text follows a paragraph that runs
    from the right, the first day on the right, so it is not isolated.
    """
    ends = (first.year, first.month, first.day, last.year, last.month, last.day)
    return _day_range(ends, code, style, with_year=not first.year == last.year == today_year)


def month(year: int, month: int, code: str, style: Literal["wide", "abbreviated"] = "wide") -> str:
    """A month of a year: "April 2027", «апрель 2027 г.»."""
    return _pattern("yMMMM" if style == "wide" else "yMMM", code).apply(dt.date(year, month, 1), locale_of(code))


def month_name(month: int, code: str, style: Width = "wide") -> str:
    """The name of a month that stands alone: «апрель», where a date has «апреля»."""
    return str(locale_of(code).months["stand-alone"][style][month])


def month_under_day(date: dt.date, code: str, *, with_year: bool) -> str:
    """Month of a day that stands above it: "Apr 2027", «мая 2028 г.» (alone, the month would be «май 2028 г.»)."""
    names = locale_of(code).months
    alone, dated = (str(names[form]["abbreviated"][date.month]) for form in ("stand-alone", "format"))
    return month(date.year, date.month, code, "abbreviated").replace(alone, dated) if with_year else dated


def weekday_names(code: str, style: Width = "abbreviated") -> tuple[str, ...]:
    """The seven days of the week, starting with the first of this language's territory."""
    names = locale_of(code).days["stand-alone"][style]
    return tuple(str(names[(first_weekday(code) + offset) % DAYS_OF_WEEK]) for offset in range(DAYS_OF_WEEK))


def first_weekday(code: str) -> int:
    """First day of the week in this language's territory; Monday is 0."""
    return locale_of(code).first_week_day


def weekend(code: str) -> tuple[int, ...]:
    """Days of the weekend in this language's territory, in their order; Monday is 0."""
    locale = locale_of(code)
    length = (locale.weekend_end - locale.weekend_start) % DAYS_OF_WEEK + 1
    return tuple((locale.weekend_start + offset) % DAYS_OF_WEEK for offset in range(length))


def clock_time(at: dt.datetime | dt.time, code: str) -> str:
    """Hour and minute as they stand in `at`, in no other zone: "09:30", Spanish "9:30"."""
    return _pattern("Hm", code).apply(_on_some_day(at), locale_of(code))


def clock_range(start: dt.datetime | dt.time, end: dt.datetime | dt.time, code: str) -> str:
    """Two hours of one day: "09:30–18:00". Where text runs from the right, it is isolated to read from the left."""
    locale = locale_of(code)
    before, after = locale.interval_formats["Hm"]["H"]
    text = parse_pattern(before).apply(_on_some_day(start), locale) + parse_pattern(after).apply(
        _on_some_day(end), locale
    )
    text = _with_plain_spaces(text)
    return f"{LEFT_TO_RIGHT_ISOLATE}{text}{POP_ISOLATE}" if is_right_to_left(code) else text


def moment(at_utc: dt.datetime, zone: str, code: str, style: DayStyle = "medium") -> str:
    """Day and hour of a moment in an IANA zone: "9 Mar 2027, 10:24". The zone is not named: see `zones.zone_name`.

    Raises ValueError for a naive datetime, ZoneInfoNotFoundError for an unknown zone.
    """
    if at_utc.tzinfo is None:
        raise ValueError("A moment needs its zone.")
    there = at_utc.astimezone(ZoneInfo(zone))
    pattern = str(locale_of(code).datetime_formats["medium"])
    return pattern.replace("{1}", day(there, code, style)).replace("{0}", clock_time(there, code))


@lru_cache(maxsize=KEPT)
def _day(year: int, month: int, day_of_month: int, code: str, style: DayStyle) -> str:
    # Kept by the parts of the date, so that a datetime finds what its day was written as.
    date = dt.date(year, month, day_of_month)
    locale = locale_of(code)
    match style:
        case "short":  # CLDR's own short format has two digits of the year in Spanish.
            return _pattern("yMd", code).apply(date, locale)
        case "medium":  # CLDR's own medium format is figures alone in Arabic.
            return _pattern("yMMMd", code).apply(date, locale)
        case "long" | "full":
            text: str = locale.date_formats[style].apply(date, locale)
            return text
        case _:
            assert_never(style)


@lru_cache(maxsize=KEPT)
def _day_range(ends: tuple[int, ...], code: str, style: Literal["medium", "long"], *, with_year: bool) -> str:
    first, last = dt.date(*ends[:3]), dt.date(*ends[3:])
    if first == last:
        alone = day if with_year else day_month
        return alone(first, code, style)
    locale = locale_of(code)
    differs: Field = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    before, after = _range_patterns(code, style, with_year=with_year)[differs]
    text = parse_pattern(before).apply(first, locale) + parse_pattern(after).apply(last, locale)
    return _with_plain_spaces(text)


def _range_patterns(code: str, style: Literal["medium", "long"], *, with_year: bool) -> dict[Field, tuple[str, str]]:
    """The two halves of CLDR's interval pattern, by the largest field that differs."""
    formats = locale_of(code).interval_formats
    abbreviated, wide = ("yMMMd", "yMMMMd") if with_year else ("MMMd", "MMMMd")
    is_wide = style == "long"
    fields = formats[wide] if is_wide and wide in formats else formats[abbreviated]
    return {
        field: (_widened(before), _widened(after)) if is_wide else (before, after)
        for field, (before, after) in fields.items()
    }


@lru_cache(maxsize=KEPT)
def _pattern(skeleton: str, code: str) -> DateTimePattern:
    return parse_pattern(locale_of(code).datetime_skeletons[skeleton])


@lru_cache(maxsize=KEPT)
def _weekday_pattern(code: str, style: Literal["medium", "long"]) -> DateTimePattern:
    skeletons = locale_of(code).datetime_skeletons
    if style == "medium":
        return parse_pattern(skeletons["MMMEd"])
    found = skeletons.get("MMMMEEEEd") or skeletons.get("MMMMEd") or skeletons["MMMEd"]
    return parse_pattern(_widened(found.pattern))


def _widened(pattern: str) -> str:
    """Write names out: CLDR lets the width of a field be changed inside a pattern found for a narrower skeleton.

    UTS 35, part 4, "Missing Skeleton Fields". What stands between apostrophes is text.
    """
    parts = pattern.split("'")
    for index in range(0, len(parts), 2):
        parts[index] = re.sub(r"(?<!M)MMM(?!M)", "MMMM", parts[index])
        parts[index] = re.sub(r"(?<!E)E{1,3}(?!E)", "EEEE", parts[index])
        parts[index] = re.sub(r"(?<!c)c{1,3}(?!c)", "cccc", parts[index])
    return "'".join(parts)


def _on_some_day(at: dt.datetime | dt.time) -> dt.datetime:
    """The hour and minute on a fixed day without a zone, so that nothing can shift them."""
    return dt.datetime(2000, 1, 1, at.hour, at.minute)  # noqa: DTZ001 - only the clock's hands are read


def _with_plain_spaces(text: str) -> str:
    """CLDR parts ranges by thin spaces in some languages only; many system fonts, and plain text, lack them."""
    return text.replace("\N{THIN SPACE}", " ")
