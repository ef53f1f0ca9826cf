"""A selection of calendar entries: what a reader filters by, and the terms under which entries are kept for it.

The same selection stands behind a list, a month, a feed and its address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.countries import Scope
from events_app.domain.search import query_tokens, tokens_of
from events_app.domain.texts import Text

DEFAULT_KINDS: tuple[EntryKind, ...] = (EntryKind.EXHIBITION, EntryKind.MILESTONE)
"""What a calendar shows to someone who asked for no kind in particular."""

WORD = "w:"
COUNTRY = "country:"
GROUP = "group:"
SECTOR = "sector:"
FIELD = "field:"
SCOPE = "scope:"
KIND = "kind:"
STATUS = "status:"
CERTAINTY = "dates:"
SUBJECT = "subject:"
WEEK = "week:"
"""Each week, named by its Monday, that an entry touches: so what is on at a day is found without reading the past."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Terms of which one must be kept with an entry; `is_prefix`: a kept term may go on after the one asked."""

    terms: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a reader chose; an empty tuple means no limit.

    `first_day` and `last_day` limit the period, both inclusive; `subject` is the slug of one exhibition or project
    (with its kind before it, "exhibition/…"), whose entries of every kind belong to the selection.
    """

    kinds: tuple[EntryKind, ...] = ()
    countries: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    fields: tuple[int, ...] = ()
    scopes: tuple[Scope, ...] = ()
    statuses: tuple[EntryStatus, ...] = ()
    is_confirmed: bool | None = None
    text: str = ""
    first_day: date | None = None
    last_day: date | None = None
    subject: str = ""

    @property
    def effective_kinds(self) -> tuple[EntryKind, ...]:
        """The kinds asked for, or the default ones; of one subject, all."""
        return self.kinds or (tuple(EntryKind) if self.subject else DEFAULT_KINDS)

    @property
    def can_match(self) -> bool:
        """False where the text has nothing that could be sought ("?!")."""
        return not self.text.strip() or bool(query_tokens(self.text))

    def conditions(self) -> tuple[AnyOf, ...]:
        """Conditions that must all hold, the one likely to be rarest first; kinds are left to the caller."""
        found: list[AnyOf] = []
        if self.subject:
            found.append(AnyOf((SUBJECT + self.subject,)))
        words = sorted(query_tokens(self.text), key=len, reverse=True)
        found.extend(AnyOf((WORD + word,), is_prefix=True) for word in words)
        for prefix, values in (
            (COUNTRY, self.countries),
            (FIELD, self.fields),
            (SECTOR, self.sectors),
            (GROUP, self.groups),
            (STATUS, tuple(status.value for status in self.statuses)),
            (SCOPE, tuple(scope.value for scope in self.scopes)),
        ):
            if values:
                found.append(AnyOf(tuple(f"{prefix}{value}" for value in values)))
        if self.is_confirmed is not None:
            found.append(AnyOf((CERTAINTY + ("confirmed" if self.is_confirmed else "open"),)))
        return tuple(found)


def terms_of(entry: CalendarEntry) -> frozenset[str]:
    """All terms under which an entry is kept."""
    return frozenset(_facets(entry)) | {WORD + token for token in tokens_of(_wordings(entry))}


def holds(selection: Selection, entry: CalendarEntry) -> bool:
    """Whether an entry belongs to a selection: what the tables answer, of one entry at hand."""
    first, last = selection.first_day, selection.last_day
    if not selection.can_match or entry.kind not in selection.effective_kinds:
        return False
    if (first is not None and entry.starts_on < first) or (last is not None and entry.starts_on > last):
        return False
    terms = terms_of(entry)
    return all(_meets(terms, condition) for condition in selection.conditions())


def _meets(terms: frozenset[str], condition: AnyOf) -> bool:
    if condition.is_prefix:
        return any(term.startswith(condition.terms) for term in terms)
    return not terms.isdisjoint(condition.terms)


def week_term(day: date) -> str:
    """Term of the week that `day` lies in."""
    return WEEK + (day - timedelta(days=day.weekday())).isoformat()


def _facets(entry: CalendarEntry) -> Iterator[str]:
    yield KIND + entry.kind.value
    yield STATUS + entry.status.value
    yield CERTAINTY + ("confirmed" if entry.dates_confirmed else "open")
    yield f"{SUBJECT}{entry.subject.value}/{entry.slug}"
    yield from (COUNTRY + code for code in entry.countries)
    yield from (GROUP + group for group in entry.groups)
    yield from (SECTOR + code for code in entry.sectors)
    yield from (f"{FIELD}{number}" for number in entry.fields)
    weeks = (entry.ends_on - entry.starts_on + timedelta(days=entry.starts_on.weekday())).days // 7
    yield from (week_term(entry.starts_on + timedelta(weeks=number)) for number in range(weeks + 1))
    if entry.scope is not None:
        yield SCOPE + entry.scope.value


def _wordings(entry: CalendarEntry) -> Iterator[str]:
    texts: tuple[Text, ...] = (entry.title, entry.part, entry.city, entry.venue, entry.description, entry.organiser)
    for text in texts:
        yield from text.wordings.values()
