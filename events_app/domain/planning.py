"""Planning an edition: copied from the last one with every date moved, its deadlines counted back from the opening.

Which days are a bad choice is told by `domain.conflicts`; what subscribers would see of a change by `domain.previews`.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.domain.exhibitions import (
    Days,
    Deadline,
    DeadlineKind,
    DeadlineRule,
    Edition,
    EditionStatus,
    ParticipationMode,
    Series,
    Session,
    moment_in,
)
from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue
from events_app.domain.texts import Text, digest

NewId = Callable[[], UUID]

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
MOST_DAYS_BEFORE = 1500
"""A deadline lies at most four years before its opening: world expositions and congresses have such."""

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_MONTHS = 12
_WEEK = 7
_DEFAULT_TIME = time(17, 0)


class DayOutOfReach(InvalidValue):
    """A day for which nobody plans: a slip of the pen."""

    message = N_("Choose a year between %(earliest)s and %(latest)s.")


class TemplateNotUnderstood(InvalidValue):
    """Lines of a deadline template that are not a kind, a number of days and a time; `lines` are their numbers."""

    message = N_(
        "Not understood: line %(lines)s. Write the kind, the days before the opening and the time: deposit 120 17:00"
    )


def copy_edition(last: Edition, *, first_day: date, slug: str, new_id: NewId, now: datetime) -> Edition:
    """Return a draft of the next edition that begins on `first_day`, with every date moved by the same number of days.

    Sessions and deadlines keep their wall-clock times in their zones, whatever the clocks do in between, and their
    order. A year in the names that is the old one becomes the new one. What was said about the old dates (confirmed,
    postponed from, source, where one takes part online) is not said about the new ones, and their picture is another.
    Raises DayOutOfReach.
    """
    _check_reach(first_day)
    by = first_day - last.days.first
    years = (last.days.first.year, first_day.year)
    return replace(
        last,
        id=new_id(),
        slug=slug,
        name=_with_year(last.name, *years),
        days=Days(first_day, last.days.last + by),
        hours=tuple(replace(hours, day=hours.day + by) for hours in last.hours),
        status=EditionStatus.DRAFT,
        reason=Text.empty(last.reason.source),
        online=None,
        picture=None,
        former_days=(),
        dates_confirmed=False,
        sessions=tuple(_moved_session(each, by, last.zone, years, new_id) for each in last.sessions),
        deadlines=tuple(replace(each, id=new_id(), at=_moved(each.at, by, each.zone)) for each in last.deadlines),
        source="",
        created_at=now,
        modified_at=now,
        version=1,
    )


def postponed_deadlines(edition: Edition, first_day: date, *, new_id: NewId, now: datetime) -> tuple[Deadline, ...]:
    """The deadlines of an edition that moves to `first_day`: each keeps its id and its distance to the opening.

    Raises DayOutOfReach.
    """
    moved = copy_edition(edition, first_day=first_day, slug=edition.slug, new_id=new_id, now=now)
    return tuple(replace(new, id=old.id) for old, new in zip(edition.deadlines, moved.deadlines, strict=True))


def with_year(words: str, was: int, will_be: int) -> str:
    """Replace the year `was`, standing alone, by another, in the digits of its script: ٢٠٢٦ stays Arabic-Indic.

    For names in any script, and for slugs: light-and-building-2026.
    """

    def replaced(found: re.Match[str]) -> str:
        if int(found[0]) != was:
            return found[0]
        zero = ord(found[0][0]) - unicodedata.digit(found[0][0])
        return "".join(chr(zero + int(digit)) for digit in str(will_be))

    return _YEAR.sub(replaced, words)


def suggest_first_day(series: Series, last: Edition) -> date:
    """First day of the next edition by the rhythm of its series: same weekday, same week of the month.

    "The second Tuesday in October" stays that; a fifth weekday in a month that has four becomes the last. A series
    without a rhythm is taken to be yearly.
    """
    day = last.days.first
    months = day.year * _MONTHS + day.month - 1 + (series.every_months or _MONTHS)
    year, month = months // _MONTHS, months % _MONTHS + 1
    to_weekday = (day.weekday() - date(year, month, 1).weekday()) % _WEEK
    choices = range(1 + to_weekday, calendar.monthrange(year, month)[1] + 1, _WEEK)
    return date(year, month, choices[min((day.day - 1) // _WEEK, len(choices) - 1)])


def deadlines_from_template(rules: Sequence[DeadlineRule], edition: Edition, *, new_id: NewId) -> tuple[Deadline, ...]:
    """Deadlines counted back from the first day, in the venue's zone, earliest first.

    One that falls on a day off is not moved: `domain.conflicts` tells of it, and the organiser decides.
    Raises DayOutOfReach.
    """
    _check_reach(edition.days.first)
    nothing = Text.empty(edition.name.source)
    found = (
        Deadline(
            id=new_id(),
            kind=rule.kind,
            at=moment_in(edition.zone, due_on(rule, edition.days.first), rule.at),
            zone=edition.zone,
            note=nothing,
        )
        for rule in rules
    )
    return tuple(sorted(found, key=lambda deadline: deadline.at))


def missing_deadlines(rules: Sequence[DeadlineRule], edition: Edition, *, new_id: NewId) -> tuple[Deadline, ...]:
    """As `deadlines_from_template`, of the kinds that the edition has no deadline of yet; none where nobody applies."""
    if edition.mode is ParticipationMode.INDEPENDENT:
        return ()
    kinds = {deadline.kind for deadline in edition.deadlines}
    return deadlines_from_template([rule for rule in rules if rule.kind not in kinds], edition, new_id=new_id)


def due_on(rule: DeadlineRule, first_day: date) -> date:
    """Day on which a rule puts the deadline of an edition that opens on `first_day`."""
    return first_day - timedelta(days=rule.days_before)


def parse_template(text: str) -> tuple[DeadlineRule, ...]:
    """Read a template: on each line a kind, the days before the opening and a time (17:00 where there is none).

    Blank lines and what follows # do not count; commas, semicolons and tabs part words as blanks do.
    Raises TemplateNotUnderstood, which names every wrong line.
    """
    rules: list[DeadlineRule] = []
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = re.split(r"[\s,;]+", line.partition("#")[0].strip(" \t,;"))
        if words == [""]:
            continue
        rule = _rule_of(words)
        if rule is None:
            wrong.append(str(number))
        else:
            rules.append(rule)
    if wrong:
        raise TemplateNotUnderstood(lines=", ".join(wrong))
    return tuple(rules)


def format_template(rules: Sequence[DeadlineRule]) -> str:
    """Write a template as `parse_template` reads it, a line for each rule."""
    return "".join(f"{rule.kind.value} {rule.days_before} {rule.at.isoformat('minutes')}\n" for rule in rules)


@dataclass(frozen=True, slots=True)
class PlaceDefaults:
    """What the country of the venue suggests: a zone and a currency, and the others to choose from."""

    zone: str
    zones: tuple[str, ...]
    currency: str
    currencies: tuple[str, ...]


def defaults_of_place(
    city: Text,
    *,
    zones: Mapping[str, Collection[str]],
    currencies: Sequence[str],
    otherwise_zone: str,
    otherwise_currency: str,
) -> PlaceDefaults:
    """Zone and currency for a venue; `zones` maps the country's zones, likeliest first, to the names of their cities.

    A zone that is named for the city in any of its languages comes before the likeliest: Chicago is not in New York's.
    """
    called = {_plain(wording) for wording in city.wordings.values()}
    by_city = next((zone for zone, names in zones.items() if called & {_plain(name) for name in names}), None)
    return PlaceDefaults(
        zone=by_city or next(iter(zones), otherwise_zone),
        zones=tuple(zones),
        currency=next(iter(currencies), otherwise_currency),
        currencies=tuple(currencies),
    )


def _check_reach(day: date) -> None:
    """Raise DayOutOfReach."""
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise DayOutOfReach(earliest=EARLIEST_YEAR, latest=LATEST_YEAR)


def _moved(at: datetime, by: timedelta, zone: str) -> datetime:
    """The same wall-clock time in the zone, some days later."""
    wall = at.astimezone(ZoneInfo(zone))
    return moment_in(zone, wall.date() + by, wall.time())


def _moved_session(session: Session, by: timedelta, zone: str, years: tuple[int, int], new_id: NewId) -> Session:
    """A session on its new day; where the clocks change during it and its end would not follow, it keeps its length."""
    starts_at = _moved(session.starts_at, by, zone).astimezone(UTC)
    ends_at = _moved(session.ends_at, by, zone).astimezone(UTC)
    if ends_at <= starts_at:
        ends_at = starts_at + (session.ends_at.astimezone(UTC) - session.starts_at.astimezone(UTC))
    title = _with_year(session.title, *years)
    return replace(session, id=new_id(), title=title, starts_at=starts_at, ends_at=ends_at, online=None)


def _with_year(text: Text, was: int, will_be: int) -> Text:
    """The text about another year; a translation that was outdated stays so, one that was not does not become it."""
    wordings = {language: with_year(wording, was, will_be) for language, wording in text.wordings.items()}
    source = digest(wordings.get(text.source, ""))
    made_from = {language: mark if text.is_outdated(language) else source for language, mark in text.made_from.items()}
    return Text(text.source, wordings, made_from)


def _rule_of(words: Sequence[str]) -> DeadlineRule | None:
    """A line of a template; None where it is not understood."""
    try:
        kind, days, at = words if len(words) > 2 else (*words, "")  # noqa: PLR2004 - kind, days, time
        days_before = int(days)
        rule = DeadlineRule(DeadlineKind(kind.lower()), days_before, time.fromisoformat(at) if at else _DEFAULT_TIME)
    except ValueError:
        return None
    return rule if 0 <= days_before <= MOST_DAYS_BEFORE and rule.at.tzinfo is None else None


def _plain(name: str) -> str:
    """A name without case and accents."""
    parts = unicodedata.normalize("NFKD", name.casefold().strip())
    return "".join(part for part in parts if not unicodedata.combining(part))
