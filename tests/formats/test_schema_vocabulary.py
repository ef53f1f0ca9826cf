"""What we say in JSON-LD uses the vocabulary of schema.org alone: each type with the properties that it has there.

The list holds what we use, as https://schema.org/ExhibitionEvent and the pages of the other types have it; inherited
properties stand under each type.
"""

from dataclasses import replace
from datetime import date

import pytest

from events_app.domain.calendar import EntryStatus
from events_app.domain.exhibitions import Days
from events_app.formats import jsonld
from tests.builders import a_series, a_session_entry, an_entry

THING = {"name", "description", "url", "sameAs", "alternateName", "identifier", "image", "potentialAction"}
EVENT = THING | {
    "startDate",
    "endDate",
    "eventStatus",
    "previousStartDate",
    "eventAttendanceMode",
    "inLanguage",
    "location",
    "organizer",
    "superEvent",
    "subEvent",
    "offers",
}
PROPERTIES = {
    "Event": EVENT,
    "ExhibitionEvent": EVENT,
    "EventSeries": EVENT,
    "Place": THING | {"address", "geo"},
    "PostalAddress": THING | {"addressLocality", "addressRegion", "addressCountry", "streetAddress", "postalCode"},
    "GeoCoordinates": THING | {"latitude", "longitude"},
    "Organization": THING | {"address", "email"},
    "WebSite": THING | {"inLanguage", "publisher"},
    # `query-input` is the form that https://schema.org/docs/actions.html gives an input of `query`.
    "SearchAction": THING | {"query", "query-input", "target"},
    "EntryPoint": THING | {"urlTemplate"},
}
ENUMERATED = {
    "eventStatus": {"EventScheduled", "EventCancelled", "EventPostponed", "EventRescheduled", "EventMovedOnline"},
    "eventAttendanceMode": {"OfflineEventAttendanceMode", "OnlineEventAttendanceMode", "MixedEventAttendanceMode"},
}
PAGE = "https://events.example/en/page"


def strangers(value: object) -> list[str]:
    """Types, properties and members of enumerations that schema.org does not have."""
    if isinstance(value, list):
        return [each for item in value for each in strangers(item)]
    if not isinstance(value, dict):
        return []
    kind = value["@type"]
    found = [f"{kind}.{name}" for name in value if name[0] != "@" and name not in PROPERTIES.get(kind, set())]
    for name, members in ENUMERATED.items():
        if name in value and value[name] not in {f"https://schema.org/{member}" for member in members}:
            found.append(str(value[name]))
    return found + [each for item in value.values() for each in strangers(item)]


@pytest.mark.parametrize("status", EntryStatus)
@pytest.mark.parametrize("confirmed", [True, False])
def test_entries_speak_the_vocabulary_whatever_their_status(status: EntryStatus, *, confirmed: bool) -> None:
    former = (Days(date(2026, 3, 1), date(2026, 3, 4)), Days(date(2026, 5, 1), date(2026, 5, 4)))
    for entry in (an_entry(), a_session_entry()):
        changed = replace(entry, status=status, dates_confirmed=confirmed, former_days=former)

        assert strangers(jsonld.event(changed, language="ar", page=PAGE)) == []


def test_a_series_has_its_editions_and_the_site_its_search() -> None:
    series = jsonld.series(a_series(), [an_entry()], language="en", page=PAGE, page_of=lambda entry: f"/{entry.slug}")
    site = jsonld.website("Trade Authority", language="en", page=PAGE, search=f"{PAGE}/calendar")

    assert strangers(series) == strangers(site) == []
    assert [each["url"] for each in series["subEvent"]] == ["/light-and-building-2026"]  # type: ignore[attr-defined]
    assert site["potentialAction"]["target"]["urlTemplate"].endswith("?q={search_term_string}")  # type: ignore[index]


def test_a_stranger_is_found() -> None:
    assert strangers({"@type": "Event", "colour": "red", "eventStatus": "https://schema.org/Gone"}) == [
        "Event.colour",
        "https://schema.org/Gone",
    ]
