"""Entries as a table, for CSV and XLSX: one line for each, its words in the language of the feed, moments in UTC."""

from collections.abc import Iterable
from typing import Final

from events_app.domain.calendar import CalendarEntry
from events_app.domain.tables import Column, Kind, Table, Value
from events_app.formats.entry_words import FeedContext, Told, told

KINDS: Final = {
    "first_day": Kind.DAY,
    "last_day": Kind.DAY,
    "starts_at": Kind.MOMENT,
    "ends_at": Kind.MOMENT,
    "changed_at": Kind.MOMENT,
}


def table_of(entries: Iterable[CalendarEntry], context: FeedContext) -> Table:
    """The table, with the columns that the wording names, in its order."""
    names = context.wording.columns
    rows = []
    for entry in entries:
        cells = _cells(entry, told(entry, context), context)
        rows.append(tuple(cells[key] for key in names))
    return Table(tuple(Column(name, KINDS.get(key, Kind.TEXT)) for key, name in names.items()), tuple(rows))


def _cells(entry: CalendarEntry, words: Told, context: FeedContext) -> dict[str, Value]:
    wording = context.wording
    return {
        "title": words.summary,
        "first_day": entry.starts_on,
        "last_day": entry.ends_on,
        "starts_at": entry.starts_at,
        "ends_at": entry.ends_at,
        "zone": entry.zone,
        "status": wording.statuses[context.status_of(entry)],
        "certainty": wording.certainties[entry.dates_confirmed],
        "place": words.location,
        "countries": " ".join(entry.countries),
        "categories": ", ".join(words.categories),
        "organiser": entry.organiser.shown(context.wished).text,
        "website": entry.website,
        "online": entry.online.address if entry.online else "",
        "page": context.page(entry),
        "changed_at": entry.modified_at,
        "uid": entry.uid,
    }
