"""Linked data (schema.org) about entries, for search engines, as it stands in a page.

What a page says to people is the business of templates; this says the same to programs.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.exhibitions import Days, Edition, Series
from events_app.domain.web_addresses import Online
from events_app.formats.plaintext import paragraph, single_line

SCHEMA = "https://schema.org"
MOST_PARTS = 50
"""So many sessions of a programme stand in the page of an edition."""
ESCAPED_IN_SCRIPT = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
"""JSON may hold these only escaped inside a script element: markup would end it, separators break older readers."""


def event(entry: CalendarEntry, *, language: str, page: str, site: str = "") -> dict[str, object]:
    """Return an entry as a schema.org ExhibitionEvent, or as an Event if it is a session; `page` is its address.

    `site` is the address of the installation, with which that of a picture begins: without it, no picture is named.

    Days are inclusive there, unlike in iCalendar. A postponed event is "rescheduled" once its new dates are
    confirmed; until then it is "postponed". `inLanguage` are languages spoken there, where they are known.
    """
    title, part = entry.title.shown(language), entry.part.shown(language)
    is_session = entry.kind is EntryKind.SESSION
    starts, ends = _times(entry)
    found: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "Event" if is_session else "ExhibitionEvent",
        "name": single_line(part.text if is_session and part.text else title.text),
        "description": paragraph(entry.description.shown(language).text),
        "url": single_line(page),
        "sameAs": single_line(entry.website),
        "image": site + entry.picture.path if site and entry.picture else None,
        "startDate": starts,
        "endDate": ends,
        "eventStatus": f"{SCHEMA}/{_status(entry)}",
        "previousStartDate": _previous(entry.former_days),
        "eventAttendanceMode": f"{SCHEMA}/{_attendance(entry.online)}",
        "inLanguage": list(entry.languages),
        "location": _places(entry, language),
        "organizer": _named("Organization", entry.organiser.shown(language).text),
        "superEvent": _named("ExhibitionEvent", title.text) if is_session else None,
    }
    return _filled(found)


def edition(
    found: Edition,
    entries: Sequence[CalendarEntry],
    *,
    language: str,
    page: str,
    site: str = "",
    of_series: tuple[str, str],
    sectors: Sequence[str],
) -> dict[str, object]:
    """Return an edition as an ExhibitionEvent with all that its page knows; `page` and `site` are those of `event`.

    `entries` are its own entry first, then those of its programme and deadlines; `of_series` is the name of its series
    with the address of its page; `sectors` come in words. What visitors pay is not known here, so nothing is said of
    it; for exhibitors, the window of applications is an offer to take part, without a price.
    """
    entry, sessions = entries[0], [each for each in entries if each.kind is EntryKind.SESSION]
    spoken = dict.fromkeys(code for session in sessions for code in session.languages)
    parts = [event(session, language=language, page=page) for session in sessions[:MOST_PARTS]]
    organisers = [_named("Organization", each.shown(language).text) for each in (found.organiser, *found.co_organisers)]
    known = [each for each in organisers if each]
    more: dict[str, object] = {
        "inLanguage": list(spoken),
        "organizer": known[0] if len(known) == 1 else known,
        "keywords": list(sectors),
        "superEvent": {"@type": "EventSeries", "name": single_line(of_series[0]), "url": of_series[1]},
        "subEvent": [_without(each, "@context", "superEvent", "organizer", "url", "sameAs") for each in parts],
        "hasParticipationOffer": _participation(entry, page),
        "mainEntityOfPage": {"@type": "WebPage", "url": page, "inLanguage": language},
    }
    return event(entry, language=language, page=page, site=site) | _filled(more)


def _participation(entry: CalendarEntry, page: str) -> dict[str, object] | None:
    """Until when, and from when, exhibitors may apply."""
    closes, opens = entry.applications_close_at, entry.applications_open_at
    if closes is None or entry.status is EntryStatus.CANCELLED:
        return None
    zone = ZoneInfo(entry.zone)
    starts = opens.astimezone(zone).isoformat() if opens else None
    ends = closes.astimezone(zone).isoformat()
    return _filled({"@type": "Offer", "url": page, "validFrom": starts, "validThrough": ends})


def series(
    found: Series,
    editions: Iterable[CalendarEntry],
    *,
    language: str,
    page: str,
    page_of: Callable[[CalendarEntry], str],
) -> dict[str, object]:
    """Return a series of exhibitions as an EventSeries with its editions; `page_of` gives the address of one."""
    events = [event(entry, language=language, page=page_of(entry)) for entry in editions]
    return _filled(
        {
            "@context": SCHEMA,
            "@type": "EventSeries",
            "name": single_line(found.name.shown(language).text),
            "alternateName": [single_line(former.name.shown(language).text) for former in found.former_names],
            "description": paragraph(found.summary.shown(language).text),
            "url": single_line(page),
            "sameAs": single_line(found.website),
            "subEvent": [_without(each, "@context") for each in events],
        }
    )


def website(name: str, *, language: str, page: str, search: str) -> dict[str, object]:
    """Return the site of an authority as a WebSite; `search` is the address of its search, without the query."""
    return {
        "@context": SCHEMA,
        "@type": "WebSite",
        "name": single_line(name),
        "url": page,
        "inLanguage": language,
        "publisher": _named("Organization", name),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def script(value: dict[str, object]) -> str:
    """Return JSON that can stand inside <script type="application/ld+json"> as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED_IN_SCRIPT)


def _times(entry: CalendarEntry) -> tuple[str, str]:
    if entry.starts_at is None or entry.ends_at is None:
        return entry.starts_on.isoformat(), entry.ends_on.isoformat()
    zone = ZoneInfo(entry.zone)
    return entry.starts_at.astimezone(zone).isoformat(), entry.ends_at.astimezone(zone).isoformat()


def _status(entry: CalendarEntry) -> str:
    if entry.status is EntryStatus.CANCELLED:
        return "EventCancelled"
    if entry.status is EntryStatus.POSTPONED:
        return "EventRescheduled" if entry.dates_confirmed else "EventPostponed"
    return "EventScheduled"


def _previous(former_days: tuple[Days, ...]) -> str | list[str] | None:
    """Former first days, oldest first: one as it is, several as a list."""
    starts: list[date] = [days.first for days in former_days]
    written = [start.isoformat() for start in starts]
    return written[0] if len(written) == 1 else written or None


def _attendance(online: Online | None) -> str:
    if online is None:
        return "OfflineEventAttendanceMode"
    return "OnlineEventAttendanceMode" if online.is_only else "MixedEventAttendanceMode"


def _places(entry: CalendarEntry, language: str) -> dict[str, object] | list[dict[str, object]] | None:
    """The venue, the online address, or both where one may choose."""
    if entry.online is None:
        return _place(entry, language)
    virtual: dict[str, object] = {"@type": "VirtualLocation", "url": entry.online.address}
    return virtual if entry.online.is_only else [_place(entry, language), virtual]


def _place(entry: CalendarEntry, language: str) -> dict[str, object]:
    address = _filled(
        {
            "@type": "PostalAddress",
            "addressLocality": single_line(entry.city.shown(language).text),
            "addressCountry": entry.countries[0] if entry.countries else None,
        }
    )
    geo = None
    if entry.latitude is not None and entry.longitude is not None:
        geo = {"@type": "GeoCoordinates", "latitude": entry.latitude, "longitude": entry.longitude}
    name = single_line(entry.venue.shown(language).text) or address.get("addressLocality")
    return _filled({"@type": "Place", "name": name, "address": address, "geo": geo})


def _named(kind: str, name: str) -> dict[str, object] | None:
    return {"@type": kind, "name": single_line(name)} if name else None


def _without(value: dict[str, object], *names: str) -> dict[str, object]:
    return {key: item for key, item in value.items() if key not in names}


def _filled(value: dict[str, object]) -> dict[str, object]:
    """Leave out what is not known: an empty property would be an error to validators."""
    return {key: item for key, item in value.items() if item not in (None, "", [])}
