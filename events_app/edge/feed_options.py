"""The options of a feed as they stand in its address, and back into the shortest address that says the same.

What they mean is told in `formats.feed_options`; the selection beside them is read in `edge.selections`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, TypeVar

from litestar.datastructures import MultiDict

from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_, Message
from events_app.edge.problems import Problem
from events_app.edge.selections import LONGEST_TEXT, UNKNOWN
from events_app.formats.feed_options import Cancelled, Detail, Fallback, Options

CANCELLED, LANG, FALLBACK, DETAIL = "cancelled", "lang", "fallback", "detail"
ALARM, REMINDER, TODO = "alarm", "reminder", "todo"
WORDS: Final = frozenset({CANCELLED, LANG, FALLBACK})
"""Options that every format honours: they choose words."""
OPTION_NAMES: Final = WORDS | {DETAIL, ALARM, REMINDER, TODO}
ON: Final = "1"
LONGEST_ALARM: Final = timedelta(days=366)
MOST_QUERY_LANGUAGES: Final = 20
"""So many parts of a chain are looked at: more than there are languages, each of which may stand in it once."""
NOT_A_DURATION = N_("“%(value)s” is not a time span of at most a year: write P7D for seven days, PT2H for two hours.")
REPEATED = N_("“%(value)s” stands twice in the chain of languages.")
_DURATION: Final = re.compile(
    r"P(?:(?P<weeks>\d{1,2})W|(?=\d|T\d)(?:(?P<days>\d{1,3})D)?(?:T(?=\d)(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,5})M)?)?)",
    re.ASCII,
)
"""DURATION (RFC 5545, section 3.3.6) in weeks, or in days, hours and minutes."""

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What could be read of a query, and what could not, by name; `language` is asked for alone or first of a chain."""

    options: Options
    problems: Mapping[str, Problem]
    language: str = ""


def read_options(
    query: MultiDict[str], *, languages: Sequence[str] = (), offered: Sequence[str] = tuple(LANGUAGES)
) -> ReadOptions:
    """Read `cancelled lang fallback detail alarm reminder todo`.

    `languages` stand in the path; `lang` stands before them. Empty values count as not given, case does not matter.
    """
    reader = _Reader(query)
    chain = reader.chain(offered) or tuple(languages)
    options = Options(
        languages=chain if len(chain) > 1 else (),
        cancelled=reader.one_of(CANCELLED, Cancelled.MARK),
        fallback=reader.one_of(FALLBACK, Fallback.MARK),
        detail=reader.one_of(DETAIL, Detail.PLAIN),
        alarm=reader.duration(ALARM),
        has_reminders=reader.is_on(REMINDER),
        has_todos=reader.is_on(TODO),
    )
    return ReadOptions(options, reader.problems, chain[0] if chain else "")


def path_languages(language: str, options: Options) -> str:
    """Segment of the path that says the languages of a feed."""
    return ",".join(options.languages) or language


def query_of_options(options: Options) -> dict[str, tuple[str, ...]]:
    """Return the shortest query that says the same; the languages are left to the path."""
    plain = Options()
    said = {
        CANCELLED: options.cancelled.value if options.cancelled is not plain.cancelled else "",
        FALLBACK: options.fallback.value if options.fallback is not plain.fallback else "",
        DETAIL: options.detail.value if options.detail is not plain.detail else "",
        ALARM: written_duration(options.alarm) if options.alarm is not None else "",
        REMINDER: ON if options.has_reminders else "",
        TODO: ON if options.has_todos else "",
    }
    return {name: (value,) for name, value in said.items() if value}


def written_duration(duration: timedelta) -> str:
    """DURATION (RFC 5545, section 3.3.6) in days, hours and minutes."""
    hours, minutes = divmod(duration.seconds // 60, 60)
    clock = f"{hours}H" * bool(hours) + f"{minutes}M" * bool(minutes)
    days = f"{duration.days}D" * bool(duration.days)
    return f"P{days}" + (f"T{clock}" if clock or not days else "") + ("0M" if not clock and not days else "")


class _Reader:
    """Reads names of a query one by one and collects what cannot be used."""

    def __init__(self, query: MultiDict[str]) -> None:
        self._query = query
        self.problems: dict[str, Problem] = {}

    def one_of(self, name: str, default: Choice) -> Choice:
        given = self._given(name).lower()
        known = {choice.value: choice for choice in type(default)}
        if given and given not in known:
            self._refuse(name, UNKNOWN, given)
        return known.get(given, default)

    def is_on(self, name: str) -> bool:
        given = self._given(name)
        if given not in {"", "0", ON}:
            self._refuse(name, UNKNOWN, given)
        return given == ON

    def duration(self, name: str) -> timedelta | None:
        given = self._given(name)
        if not given:
            return None
        found = _DURATION.fullmatch(given.upper())
        length = timedelta(**{unit: int(count or 0) for unit, count in found.groupdict().items()}) if found else None
        if length is None or length > LONGEST_ALARM:
            self._refuse(name, NOT_A_DURATION, given)
            return None
        return length

    def chain(self, offered: Sequence[str]) -> tuple[str, ...]:
        """Languages in their order, given in one value or in several."""
        known = {code.lower(): code for code in offered}
        found: dict[str, None] = {}
        given = ",".join(self._query.getall(LANG, [])[:MOST_QUERY_LANGUAGES])
        for part in given.split(",", MOST_QUERY_LANGUAGES):
            code = part.strip()
            if not code:
                continue
            if code.lower() not in known:
                self._refuse(LANG, UNKNOWN, code)
            elif known[code.lower()] in found:
                self._refuse(LANG, REPEATED, code)
            else:
                found[known[code.lower()]] = None
        return () if LANG in self.problems else tuple(found)

    def _given(self, name: str) -> str:
        return next((value.strip() for value in self._query.getall(name, []) if value.strip()), "")

    def _refuse(self, name: str, message: Message, value: str) -> None:
        self.problems[name] = Problem(message, {"value": value[:LONGEST_TEXT]})
