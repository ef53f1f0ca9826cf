"""The year of a selection as a poster of A3 (PDF): twelve months with their days, holidays at home, and entries by day.

Setting takes a second of processor time, so one poster is set at a time in a process, what was set is kept under the
version of the calendar, and a month names no more entries than fit.
"""

import asyncio
import calendar as days_of_months
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.entry_names import part_name
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import NotFound
from events_app.domain.selections import Selection
from events_app.edge.conditional import answer
from events_app.edge.feed_names import feed_name
from events_app.edge.selections import read_selection
from events_app.formats import pdf
from events_app.i18n import dates
from events_app.i18n.catalogues import Catalogues
from events_app.reference import countries
from events_app.reference.policies import generation
from events_app.reference.public_holidays import upcoming
from events_app.reference.weekends import weekend_of
from events_app.settings import Settings
from events_app.storage import calendar, selections
from events_app.web.filters import FIRST_YEAR, LAST_YEAR

MOST_READ: Final = 1_500
LINES: Final = 24
"""So many entries of a month at most fit beside its days, in one line each; how many do, the sheet measures."""
KEPT: Final = 24
WIDEST: Final = 200
"""Width of a title in Latin letters at most; Chinese ones take two places. What has no room, the sheet cuts."""
CACHE_CONTROL: Final = "public, max-age=600"
MONTHS: Final = 12
WEEK: Final = 7
MORE: Final = P_("poster of a year", "and %(number)s more")
BREAKS: Final[dict[str, Message]] = {
    "weekend": P_("legend of a poster", "Weekend"),
    "holiday": P_("legend of a poster", "Public holiday: %(country)s"),
    "entry": P_("legend of a poster", "Something begins on this day"),
}
MARKS: Final[dict[EntryKind, str]] = {
    EntryKind.EXHIBITION: "■",
    EntryKind.SESSION: "□",
    EntryKind.DEADLINE: "◆",
    EntryKind.MILESTONE: "●",
}
KIND_NAMES: Final[dict[EntryKind, Message]] = {
    EntryKind.EXHIBITION: P_("one entry", "Exhibition"),
    EntryKind.SESSION: P_("one entry", "Programme session"),
    EntryKind.DEADLINE: P_("one entry", "Deadline"),
    EntryKind.MILESTONE: P_("one entry", "Project milestone"),
}
MADE_ON: Final = N_("As of %(day)s. %(address)s")

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster shows."""

    year: int
    language: str
    settings: Settings
    say: Say
    name: str
    today: date

    def values(self, entries: Sequence[CalendarEntry]) -> dict[str, Any]:
        """What templates/pdf/year.typ shows."""
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        home = self.settings.home_country
        holidays = {each.day for each in upcoming(home, first, last, self.language) or ()}
        shown = [each for each in entries if each.status is not EntryStatus.CANCELLED]
        country = countries.name(home, self.language, self.settings.country_names)
        kinds = [kind for kind in EntryKind if any(entry.kind is kind for entry in shown)]
        made_on = self.say(MADE_ON, day=dates.day(self.today, self.language), address=self.settings.address)
        return {
            "title": f"{self.year} · {self.name}",
            "weekdays": dates.weekday_names(self.language, "narrow"),
            "months": [self._month(number, shown, holidays) for number in range(1, MONTHS + 1)],
            "breaks": [
                [key, self.say(words, country=country)] for key, words in BREAKS.items() if key != "holiday" or holidays
            ],
            "marks": [[MARKS[kind], self.say(KIND_NAMES[kind])] for kind in kinds],
            "made_on": made_on,
        }

    def _month(self, number: int, entries: Iterable[CalendarEntry], holidays: set[date]) -> dict[str, Any]:
        found = [entry for entry in entries if (entry.starts_on.year, entry.starts_on.month) == (self.year, number)]
        begins = {entry.starts_on for entry in found}
        weekend = weekend_of(self.settings.home_country)
        length = days_of_months.monthrange(self.year, number)[1]
        whole = [date(self.year, number, day) for day in range(1, length + 1)]
        shown = found[:LINES]
        left = range(len(found), len(found) - len(shown) - 1, -1)
        return {
            "name": dates.month_name(number, self.language),
            "blanks": (whole[0].weekday() - dates.first_weekday(self.language)) % WEEK,
            "days": [[day.day, day in holidays, day.weekday() in weekend, day in begins] for day in whole],
            "entries": [self._line(entry) for entry in shown],
            # How many are left, in words, where none, one, two … are named.
            "rest": [self.say(MORE, number=number) if number else "" for number in left],
        }

    def _line(self, entry: CalendarEntry) -> list[str]:
        first, last = entry.starts_on, entry.ends_on
        days = str(first.day)
        if last != first:
            days += f"–{last.day}" if last.month == first.month else f"–{dates.day_month(last, self.language)}"
        title, part = entry.title.shown(self.language).text, entry.part.shown(self.language).text
        kind = part_name(entry) if entry.kind is EntryKind.DEADLINE else None
        words = " – ".join(map(_own, filter(None, (self.say(kind) if kind else part, title))))
        words = " · ".join(filter(None, (words, _own(entry.city.shown(self.language).text))))
        return [MARKS[entry.kind], days, shortened(words, WIDEST)]


def _own(words: str) -> str:
    """Words of people in their own direction: a Latin name does not turn what stands beside it in Arabic."""
    return f"\u2068{words}\u2069" if words else ""


def shortened(words: str, widest: int) -> str:
    """Cut words to a width, where letters beyond U+2E80 take two places; what is cut ends in an ellipsis."""
    width = 0
    for place, letter in enumerate(words):
        width += 2 if letter >= "\u2e80" else 1
        if width > widest:
            return words[: place - 1].rstrip() + "…"
    return words


@get("/calendar/year.pdf", include_in_schema=False)
async def poster(
    request: Request[Any, Any, Any],
    *,
    state: State,
    settings: NamedDependency[Settings],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[bytes]:
    """The poster of the year and the selection in the query; a query that has no meaning is nowhere."""
    given = request.query_params.get("year", "") or str(today.year)
    chosen = read_selection(request.query_params)
    if not (given.isascii() and given.isdecimal() and len(given) == len(str(LAST_YEAR))) or chosen.problems:
        raise NotFound
    year = int(given)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    version = (await calendar.get_state()).version
    key = (version, generation(), language, year, chosen.selection, today)
    store, lock = _kept(state)
    async with lock:
        content = store.get(key)
        if content is None:
            content = await _set(state, settings, language, year, chosen.selection, now, today)
            store[key] = content
            while len(store) > KEPT:
                store.popitem(last=False)
    headers = {"Content-Disposition": f'inline; filename="{year}.pdf"', "X-Robots-Tag": "noindex"}
    return answer(request, content, media_type=pdf.MEDIA_TYPE, cache_control=CACHE_CONTROL, headers=headers)


async def _set(  # noqa: PLR0917 - what a poster depends on
    state: State, settings: Settings, language: str, year: int, selection: Selection, now: datetime, today: date
) -> bytes:
    catalogues: Catalogues = state.catalogues
    within = replace(selection, first_day=date(year, 1, 1), last_day=date(year, 12, 31))
    entries = await selections.list_starting(within, limit=MOST_READ)

    def say(message: Message, **params: object) -> str:
        return catalogues.translate(language, message, **params)

    name = feed_name(selection, language, catalogues=catalogues, settings=settings)
    values = Poster(year, language, settings, say, name, today)
    return await asyncio.to_thread(lambda: pdf.render("year", values.values(entries), language=language, at=now))


def _kept(state: State) -> tuple[OrderedDict[object, bytes], asyncio.Lock]:
    if "year_posters" not in state:
        state.year_posters = (OrderedDict(), asyncio.Lock())
    kept: tuple[OrderedDict[object, bytes], asyncio.Lock] = state.year_posters
    return kept


ROUTES = (poster,)
