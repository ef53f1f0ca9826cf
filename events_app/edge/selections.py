"""A reader's choice as it stands in an address, for pages and feeds alike, and back into an address.

What a selection means is the domain's; here its words in a query are read one by one, and each that cannot be used is
named, so that the form can say what was wrong and keep the rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from litestar.datastructures import MultiDict

from events_app.domain.calendar import EntryKind, EntryStatus
from events_app.domain.countries import Scope
from events_app.domain.messages import N_
from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS
from events_app.domain.selections import Selection
from events_app.edge.problems import Problem
from events_app.reference.countries import all_codes
from events_app.reference.groups import GROUPS

LONGEST_TEXT = 200
MOST_VALUES = 60
"""So many values of one name are read: more than any form of ours sends."""
UNKNOWN = N_("“%(value)s” is not one of the choices.")
NOT_A_DATE = N_("“%(value)s” is not a date: write it as 2027-04-30.")
ENDS_BEFORE_START = N_("The end of the period is before its start.")
TOO_LONG = N_("The search text is too long (at most %(most)s characters).")
CONFIRMED, OPEN = "confirmed", "open"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What could be read of a query, and what could not, by the name in the query."""

    selection: Selection
    problems: Mapping[str, Problem]


def read_selection(query: MultiDict[str], *, subject: str = "") -> Chosen:
    """Read `kind country group sector field scope status dates q from to`.

    A name may stand several times or hold several values parted by commas; case does not matter. Empty values count
    as not given.
    """
    reader = _Reader(query)
    confirmed = reader.one_of("dates", {CONFIRMED: True, OPEN: False})
    first, last = reader.day("from"), reader.day("to")
    if first and last and last < first:
        reader.problems["to"] = Problem(ENDS_BEFORE_START, {})
        last = None
    selection = Selection(
        kinds=reader.several("kind", {kind.value: kind for kind in EntryKind}),
        countries=reader.several("country", {code.lower(): code for code in all_codes()}),
        groups=reader.several("group", {code.lower(): code for code in GROUPS}),
        sectors=reader.several("sector", {code: code for code in (*SECTORS, ALL_SECTORS)}),
        fields=reader.several("field", {str(number): number for number in FIELDS}),
        scopes=reader.several("scope", {scope.value: scope for scope in Scope}),
        statuses=reader.several("status", {status.value: status for status in EntryStatus}),
        is_confirmed=confirmed,
        text=reader.text("q"),
        first_day=first,
        last_day=last,
        subject=subject,
    )
    return Chosen(selection, reader.problems)


def query_of(selection: Selection) -> dict[str, tuple[str, ...]]:
    """Return a selection as a query that `read_selection` reads back; the subject is left to the path."""
    confirmed = {None: (), True: (CONFIRMED,), False: (OPEN,)}[selection.is_confirmed]
    query: dict[str, tuple[str, ...]] = {
        "kind": tuple(kind.value for kind in selection.kinds),
        "country": selection.countries,
        "group": selection.groups,
        "sector": selection.sectors,
        "field": tuple(str(number) for number in selection.fields),
        "scope": tuple(scope.value for scope in selection.scopes),
        "status": tuple(status.value for status in selection.statuses),
        "dates": confirmed,
        "q": (selection.text,) if selection.text else (),
        "from": (selection.first_day.isoformat(),) if selection.first_day else (),
        "to": (selection.last_day.isoformat(),) if selection.last_day else (),
    }
    return {name: values for name, values in query.items() if values}


class _Reader:
    """Reads names of a query one by one and collects what cannot be used."""

    def __init__(self, query: MultiDict[str]) -> None:
        self._query = query
        self.problems: dict[str, Problem] = {}

    def several(self, name: str, allowed: Mapping[str, Value]) -> tuple[Value, ...]:
        found: dict[Value, None] = {}
        for value in self._values(name):
            if value.lower() in allowed:
                found[allowed[value.lower()]] = None
            else:
                self.problems[name] = Problem(UNKNOWN, {"value": value[:LONGEST_TEXT]})
        return tuple(found)

    def one_of(self, name: str, allowed: Mapping[str, Value]) -> Value | None:
        return next(iter(self.several(name, allowed)), None)

    def day(self, name: str) -> date | None:
        value = self._first(name)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.problems[name] = Problem(NOT_A_DATE, {"value": value[:LONGEST_TEXT]})
            return None

    def text(self, name: str) -> str:
        value = " ".join(self._first(name).split())
        if len(value) > LONGEST_TEXT:
            self.problems[name] = Problem(TOO_LONG, {"most": LONGEST_TEXT})
        return value[:LONGEST_TEXT]

    def _first(self, name: str) -> str:
        return next(iter(self._query.getall(name, [])), "").strip()

    def _values(self, name: str) -> Iterable[str]:
        joined: Sequence[str] = self._query.getall(name, [])[:MOST_VALUES]
        parts = [part.strip() for value in joined for part in value.split(",")]
        return [part for part in parts if part][:MOST_VALUES]
