"""JSCalendar (RFC 8984): entries as one Group, each in all languages at once (`localizations`, section 4.6.1)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.pictures import MEDIA_TYPE, Picture
from events_app.domain.web_addresses import Online, OnlineKind
from events_app.formats.entry_words import FeedContext, Told, told
from events_app.formats.ical import PRODID, UTC_ZONES, FeedHead, comes_twice
from events_app.formats.ical_values import GEO_DECIMALS
from events_app.formats.json_text import encoded, with_list
from events_app.formats.plaintext import paragraph, single_line

PLACE = "place"
"""Id of the one location of an event (section 4.2.5)."""
ONLINE = "online"
"""Id of the one virtual location (section 4.2.6)."""
FEATURES: Final = {
    OnlineKind.MEETING: {"audio": True, "video": True},
    OnlineKind.STREAM: {"video": True},
    OnlineKind.AUDIO: {"audio": True},
}
PAGE, WEBSITE, PICTURE = "page", "website", "picture"


def event(entry: CalendarEntry, contexts: Sequence[FeedContext]) -> bytes:
    """One Event (section 2.1): its words in the language of the first context, patched for those of the others."""
    context, *others = contexts
    words = told(entry, context)
    is_busy = entry.kind is EntryKind.SESSION and entry.status is not EntryStatus.CANCELLED
    written = {
        "@type": "Event",
        "uid": entry.uid,
        "prodId": PRODID,
        "created": _utc(entry.created_at),
        "updated": _utc(entry.modified_at),
        "sequence": entry.sequence,
        "locale": context.language,
        **_worded(words),
        **_times(entry),
        "status": _status(entry),
        "freeBusyStatus": "busy" if is_busy else "free",
        "links": _links(entry, context),
    }
    if words.location:
        written["locations"] = {PLACE: _location(entry, words)}
    if entry.online:
        written["virtualLocations"] = {ONLINE: _virtual(entry.online, context)}
    if others:
        written["localizations"] = {other.language: _patch(entry, other, words) for other in others}
    return encoded(written)


def group(head: FeedHead, events: Iterable[bytes]) -> bytes:
    """Join a Group (section 2.3) from its events, in their order."""
    named: dict[str, object] = {
        "@type": "Group",
        "uid": str(uuid5(NAMESPACE_URL, head.identity)),
        "prodId": PRODID,
        "locale": head.language,
        "title": single_line(head.name),
        "description": paragraph(head.description),
        **({"source": head.url} if head.url else {}),
        "links": {PAGE: {"@type": "Link", "href": head.page, "rel": "alternate", "contentType": "text/html"}},
    }
    if head.modified_at is not None:
        named["updated"] = _utc(head.modified_at)
    return with_list(named, "entries", events)


def _worded(words: Told) -> dict[str, object]:
    return {
        "title": single_line(words.summary),
        "description": paragraph(words.description),
        "keywords": dict.fromkeys(words.categories, True),
    }


def _times(entry: CalendarEntry) -> dict[str, object]:
    """Local start and a duration; whole days float and show no time (section 5.1), a deadline lasts no time at all."""
    if entry.starts_at is None:
        days = (entry.ends_on - entry.starts_on).days + 1
        return {"start": f"{entry.starts_on.isoformat()}T00:00:00", "duration": f"P{days}D", "showWithoutTime": True}
    clock = entry.starts_at.astimezone(ZoneInfo(entry.zone))
    is_told_in_utc = entry.zone in UTC_ZONES or comes_twice(clock)
    local = entry.starts_at.astimezone(UTC) if is_told_in_utc else clock
    lasts = max((entry.ends_at or entry.starts_at) - entry.starts_at, timedelta(0))
    return {
        "start": local.strftime("%Y-%m-%dT%H:%M:%S"),
        "duration": f"PT{int(lasts.total_seconds()) // 60}M",
        "timeZone": "Etc/UTC" if is_told_in_utc else entry.zone,
    }


def _status(entry: CalendarEntry) -> str:
    if entry.status is EntryStatus.CANCELLED:
        return "cancelled"
    return "confirmed" if entry.dates_confirmed else "tentative"


def _location(entry: CalendarEntry, words: Told) -> dict[str, object]:
    place: dict[str, object] = {"@type": "Location", "name": single_line(words.location)}
    if entry.latitude is not None and entry.longitude is not None:
        place["coordinates"] = f"geo:{entry.latitude:.{GEO_DECIMALS}f},{entry.longitude:.{GEO_DECIMALS}f}"
    return place


def _virtual(online: Online, context: FeedContext) -> dict[str, object]:
    name = single_line(context.wording.online_names[online.kind.value])
    return {"@type": "VirtualLocation", "name": name, "uri": online.address, "features": FEATURES[online.kind]}


def _links(entry: CalendarEntry, context: FeedContext) -> dict[str, object]:
    links: dict[str, object] = {PAGE: _link(context.page(entry))}
    if entry.website:
        links[WEBSITE] = _link(entry.website)
    if entry.picture:
        links[PICTURE] = {
            "@type": "Link",
            "href": context.site + entry.picture.path,
            "rel": "icon",
            "display": "fullsize",
            "contentType": MEDIA_TYPE,
            "title": _alternative(entry.picture, context),
        }
    return links


def _alternative(picture: Picture, context: FeedContext) -> str:
    return single_line(picture.alternative.shown(context.wished).text)


def _link(address: str) -> dict[str, object]:
    return {"@type": "Link", "href": single_line(address), "rel": "describedby", "contentType": "text/html"}


def _patch(entry: CalendarEntry, context: FeedContext, base: Told) -> dict[str, object]:
    """A PatchObject (section 1.4.9): the words of another language, and the page in it."""
    words = told(entry, context)
    patch: dict[str, object] = {**_worded(words), f"links/{PAGE}/href": single_line(context.page(entry))}
    if base.location:
        patch[f"locations/{PLACE}/name"] = single_line(words.location)
    if entry.picture:
        patch[f"links/{PICTURE}/title"] = _alternative(entry.picture, context)
    if entry.online:
        patch[f"virtualLocations/{ONLINE}/name"] = single_line(context.wording.online_names[entry.online.kind.value])
    return patch


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
