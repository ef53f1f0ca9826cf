"""JSON Feed 1.1 (https://jsonfeed.org/version/1.1): entries for feed readers and small programs.

`_calendar` is an extension of this product (extensions begin with an underscore): when and where an entry is, as data.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from events_app.domain.calendar import CalendarEntry
from events_app.domain.web_addresses import Online
from events_app.formats.entry_words import FeedContext, told
from events_app.formats.ical import FeedHead
from events_app.formats.json_text import encoded, with_list
from events_app.formats.plaintext import paragraph, single_line

VERSION = "https://jsonfeed.org/version/1.1"


def item(entry: CalendarEntry, context: FeedContext) -> bytes:
    """One entry; `id` is its UID, the same in every format and language."""
    words = told(entry, context)
    pictured = {"image": context.site + entry.picture.path} if entry.picture else {}
    return encoded(
        {
            "id": entry.uid,
            "url": context.page(entry),
            "title": single_line(words.summary),
            "content_text": paragraph(words.description),
            **pictured,
            "date_published": _moment(entry.created_at),
            "date_modified": _moment(entry.modified_at),
            "tags": list(words.categories),
            "language": words.summary_language,
            "_calendar": _facts(entry, context.status_of(entry), single_line(words.location)),
        }
    )


def feed(head: FeedHead, items: Iterable[bytes], *, author: str) -> bytes:
    """Join a feed from its items, in their order."""
    named: dict[str, object] = {
        "version": VERSION,
        "title": single_line(head.name),
        "home_page_url": head.page,
        **({"feed_url": head.url} if head.url else {}),
        "description": paragraph(head.description),
        "language": head.language,
        "authors": [{"name": single_line(author)}],
    }
    return with_list(named, "items", items)


def _facts(entry: CalendarEntry, status: str, location: str) -> dict[str, object]:
    return {
        "kind": entry.kind.value,
        "status": status,
        "dates_confirmed": entry.dates_confirmed,
        "starts_on": _day(entry.starts_on),
        "ends_on": _day(entry.ends_on),
        "starts_at": _moment(entry.starts_at) if entry.starts_at else None,
        "ends_at": _moment(entry.ends_at) if entry.ends_at else None,
        "time_zone": entry.zone,
        "countries": list(entry.countries),
        "location": location,
        "online": _online(entry.online) if entry.online else None,
        "sectors": list(entry.sectors),
        "revision": entry.revision,
    }


def _online(online: Online) -> dict[str, object]:
    return {"address": online.address, "kind": online.kind.value, "only": online.is_only}


def _day(day: date) -> str:
    return day.isoformat()


def _moment(moment: datetime) -> str:
    """RFC 3339 in UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
