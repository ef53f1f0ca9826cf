"""The choice that the calendar's pages share: read from the address, shown as a form, taken away piece by piece.

What can be chosen and how it stands in a query is `edge.selections`; which entries that finds, each page asks itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from litestar.datastructures import MultiDict

from events_app.domain.calendar import KIND_NAMES, EntryKind, EntryStatus
from events_app.domain.countries import SCOPE_NAMES, Scope
from events_app.domain.messages import N_, P_, Message
from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS
from events_app.domain.selections import DEFAULT_KINDS, Selection
from events_app.edge.pages import address
from events_app.edge.problems import Problem
from events_app.edge.selections import LONGEST_TEXT, query_of, read_selection
from events_app.i18n.sorting import sort_key
from events_app.reference import countries
from events_app.reference.groups import GROUPS
from events_app.reference.policies import generation
from events_app.settings import Settings

KEPT_BRIEFLY = {"Cache-Control": "public, max-age=60"}
"""Pages say "in 9 days" and what is on now: caches may keep them for a minute."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
TOO_FAR = N_("“%(value)s” is too far away: the calendar runs from %(first)s to %(last)s.")
STATUS_NAMES: Mapping[EntryStatus, Message] = {
    EntryStatus.PUBLISHED: P_("entry status", "As planned"),
    EntryStatus.POSTPONED: P_("entry status", "Postponed"),
    EntryStatus.CANCELLED: P_("entry status", "Cancelled"),
}
SEVERAL = {
    "kind": "kinds",
    "scope": "scopes",
    "country": "countries",
    "group": "groups",
    "sector": "sectors",
    "field": "fields",
    "status": "statuses",
}
"""Names in a query of what may be chosen several times, with the selection's own names for them."""
SINGLE: Mapping[str, tuple[str, object]] = {
    "dates": ("is_confirmed", None),
    "q": ("text", ""),
    "from": ("first_day", None),
    "to": ("last_day", None),
}
"""Names in a query of what can be chosen once, with the selection's own name and its value for "no limit"."""
PERIOD = ("from", "to")


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing chosen: its name in the query, its value, and what is left without it, also as an address."""

    name: str
    value: Any
    rest: Selection
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """A reader's choice on one page.

    `typed` holds what was written into the fields for text and dates, be it of use or not; `kept` what the page itself
    keeps in its address (the month, say).
    """

    language: str
    path: str
    selection: Selection
    problems: Mapping[str, Problem]
    typed: Mapping[str, str]
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> dict[str, Any]:
        """The choice as a query, without what belongs to one page only."""
        return dict(query_of(self.selection))

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Everything chosen, in the order of the form."""
        return tuple(self._chips())

    @property
    def clear(self) -> str:
        """Address of the page without any choice."""
        return address(self.language, self.path, self.kept)

    def href(self, path: str | None = None, /, **more: object) -> str:
        """Address of the same choice on this page or another, with more in its query."""
        return address(self.language, self.path if path is None else path, {**self.query, **more})

    def _chips(self) -> Iterator[Chip]:
        for name, attribute in SEVERAL.items():
            values: tuple[Any, ...] = getattr(self.selection, attribute)
            for value in values:
                left = tuple(other for other in values if other != value)
                yield self._chip(name, value, {attribute: left})
        for name, (attribute, nothing) in SINGLE.items():
            value = getattr(self.selection, attribute)
            if value != nothing:
                yield self._chip(name, value, {attribute: nothing})

    def _chip(self, name: str, value: object, changes: Mapping[str, Any]) -> Chip:
        rest = replace(self.selection, **changes)
        return Chip(name, value, rest, address(self.language, self.path, {**query_of(rest), **self.kept}))


def read_filters(
    query: MultiDict[str],
    *,
    language: str,
    path: str,
    kept: Mapping[str, str] | None = None,
    has_period: bool = True,
) -> Filters:
    """Read the choice of a page; one that shows a period of its own (`has_period` False) takes none from the query.

    The kinds that everybody sees who chooses none count as no choice, and days beyond the years 1900 to 2199 as
    problems: no page needs to fear the end of the calendar.
    """
    chosen = read_selection(query)
    selection, problems = chosen.selection, dict(chosen.problems)
    if set(selection.kinds) == set(DEFAULT_KINDS):
        selection = replace(selection, kinds=())
    for name in PERIOD:
        attribute = SINGLE[name][0]
        day: date | None = getattr(selection, attribute)
        if day is not None and not (has_period and FIRST_YEAR <= day.year <= LAST_YEAR):
            nothing: dict[str, Any] = {attribute: None}
            selection = replace(selection, **nothing)
            if has_period:
                problems[name] = too_far(day.isoformat())
        if not has_period:
            problems.pop(name, None)
    typed = {name: next(iter(query.getall(name, [])), "").strip()[:LONGEST_TEXT] for name in ("q", *PERIOD)}
    return Filters(language=language, path=path, selection=selection, problems=problems, typed=typed, kept=kept or {})


def too_far(value: str) -> Problem:
    """Answer a day, month or year that this calendar does not reach."""
    return Problem(TOO_FAR, {"value": value, "first": FIRST_YEAR, "last": LAST_YEAR})


def form(filters: Filters, settings: Settings) -> dict[str, object]:
    """Context of a page for the form, the chips and their words (templates/calendar/_filters.html)."""
    scopes = [scope for scope in Scope if scope is not Scope.SEPARATE or settings.separate_regions]
    names = tuple(sorted(settings.country_names.get(filters.language, {}).items()))
    return {
        "filters": filters,
        "choices": {
            "kind": tuple(EntryKind),
            "scope": scopes,
            "country": country_choices(filters.language, names, generation()),
            "group": tuple(GROUPS),
            "sector": (ALL_SECTORS, *SECTORS),
            "status": tuple(EntryStatus),
        },
        "kind_names": KIND_NAMES,
        "scope_names": SCOPE_NAMES,
        "status_names": STATUS_NAMES,
        "group_names": {code: group.short_name for code, group in GROUPS.items()},
        "field_names": {number: known.name for number, known in FIELDS.items()},
        "canonical_query": filters.query | dict(filters.kept),
        "is_indexed": not (filters.selection.text or filters.problems),
    }


@lru_cache(maxsize=64)
def country_choices(
    language: str, overrides: tuple[tuple[str, str], ...], _generation: int = 0
) -> tuple[tuple[str, str], ...]:
    """Code and name of every country and region, in the order of a reader of `language`.

    `overrides` are the operator's names in that language; the generation is that of decisions at the desk.
    """
    names = countries.names(language, {language: dict(overrides)})
    return tuple(sorted(names.items(), key=lambda pair: sort_key(pair[1], language)))
