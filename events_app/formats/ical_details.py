"""What `detail=full` adds to an event, for programs that can use it; the plain properties beside it say the same.

HTML beside the description (X-ALT-DESC, and ALTREP of RFC 5545, section 3.2.1, as a data address), the place and the
facts as data (VLOCATION and STRUCTURED-DATA, RFC 9073), the website and the parent (LINK and RELATED-TO, RFC 9253),
where one takes part online and the picture (CONFERENCE and IMAGE, RFC 7986).
"""

import re
from html import escape
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid5

from icalendar import Component, Parameters, vUri

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus, Subject, entry_id
from events_app.domain.pictures import MEDIA_TYPE
from events_app.domain.web_addresses import Online, OnlineKind
from events_app.formats.entry_words import FeedContext, Told
from events_app.formats.ical_values import GEO_DECIMALS, text
from events_app.formats.json_text import encoded
from events_app.formats.plaintext import paragraph, single_line

HTML: Final = "text/html"
DATA_ADDRESS: Final = "data:text/html,"
"""Just so written, since Thunderbird looks for it."""
SCHEMA: Final = "https://schema.org/Event"
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+")
FEATURES: Final = {
    OnlineKind.MEETING: ["AUDIO", "VIDEO"],
    OnlineKind.STREAM: ["VIDEO"],
    OnlineKind.AUDIO: ["AUDIO"],
}
"""What can be done there (RFC 7986, section 6.3)."""
_STATUSES: Final = {
    EntryStatus.PUBLISHED: "https://schema.org/EventScheduled",
    EntryStatus.POSTPONED: "https://schema.org/EventRescheduled",
    EntryStatus.CANCELLED: "https://schema.org/EventCancelled",
}


def html_of(plain: str) -> str:
    """Plain text as paragraphs and links: made by us, with everything in it escaped."""
    blocks = [block for block in paragraph(plain).split("\n\n") if block.strip()]
    return "".join(f"<p>{'<br>'.join(map(_linked, block.split(chr(10))))}</p>" for block in blocks)


def data_address(html: str) -> str:
    """HTML as an address that holds it (RFC 2397), in ASCII."""
    return DATA_ADDRESS + quote(html, safe="")


def add_details(written: Component, entry: CalendarEntry, context: FeedContext, words: Told) -> None:
    """Add to an event, or to a task, what has a description already."""
    html = html_of(words.description)
    written["description"].params["ALTREP"] = data_address(html)
    written.add("x-alt-desc", text(html), parameters={"FMTTYPE": HTML, "LANGUAGE": context.language})
    if entry.website:
        link = {"VALUE": "URI", "LINKREL": "describedby", "FMTTYPE": HTML}
        written.add("link", vUri(single_line(entry.website)), parameters=link)
    if entry.online:
        _add_online(written, entry.online, context)
    if entry.picture:
        shown = {"VALUE": "URI", "DISPLAY": "FULLSIZE", "FMTTYPE": MEDIA_TYPE}
        written.add("image", vUri(context.site + entry.picture.path), parameters=shown)
    if entry.subject is Subject.EXHIBITION and entry.slug and entry.kind is not EntryKind.EXHIBITION:
        parent = f"{entry_id(EntryKind.EXHIBITION, entry.subject_id)}@{entry.uid.partition('@')[2]}"
        written.add("related-to", text(parent), parameters={"RELTYPE": "PARENT"})
    facts = {"FMTTYPE": "application/ld+json", "SCHEMA": SCHEMA, "VALUE": "TEXT"}
    written.add("structured-data", text(encoded(_facts(entry, context, words)).decode()), parameters=facts)
    if words.location:
        written.add_component(_place(entry, words))


def _add_online(written: Component, online: Online, context: FeedContext) -> None:
    """CONFERENCE (RFC 7986, section 5.11)."""
    label = single_line(context.wording.online_names[online.kind.value])
    told = {"VALUE": "URI", "FEATURE": FEATURES[online.kind], "LABEL": label, "LANGUAGE": context.language}
    parameters = Parameters(told)
    written.add("conference", vUri(online.address), parameters=parameters)


def _linked(line: str) -> str:
    """One line, its web addresses as links; the stop behind an address is not part of it."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(line):
        address = found.group().rstrip(".,;:!?)")
        parts += [escape(line[end : found.start()]), f'<a href="{escape(address)}">{escape(address)}</a>']
        end = found.start() + len(address)
    return "".join([*parts, escape(line[end:])])


class _Place(Component):
    name = "VLOCATION"


def _place(entry: CalendarEntry, words: Told) -> Component:
    """VLOCATION (RFC 9073, section 7.2)."""
    place = _Place()
    place.add("uid", text(str(uuid5(entry.id, "place"))))
    place.add("name", text(single_line(words.location)), parameters={"LANGUAGE": words.location_language})
    place.add("location-type", text("venue" if entry.venue else "city"))
    if entry.latitude is not None and entry.longitude is not None:
        place.add("geo", (round(entry.latitude, GEO_DECIMALS), round(entry.longitude, GEO_DECIMALS)))
    return place


def _facts(entry: CalendarEntry, context: FeedContext, words: Told) -> dict[str, Any]:
    """The entry in the words of schema.org."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "identifier": entry.uid,
        "name": single_line(words.summary),
        "startDate": (entry.starts_at or entry.starts_on).isoformat(),
        "endDate": (entry.ends_at or entry.ends_on).isoformat(),
        "eventStatus": _STATUSES[entry.status],
        "url": context.page(entry),
    }
    places: list[dict[str, str]] = []
    if words.location and not (entry.online and entry.online.is_only):
        places.append({"@type": "Place", "name": single_line(words.location)})
    if entry.online:
        places.append({"@type": "VirtualLocation", "url": entry.online.address})
    if places:
        facts["location"] = places[0] if len(places) == 1 else places
    if entry.picture:
        facts["image"] = context.site + entry.picture.path
    return facts
