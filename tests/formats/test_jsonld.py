import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.calendar import EntryStatus
from events_app.domain.exhibitions import Days
from events_app.domain.texts import Text
from events_app.formats.jsonld import event, script
from tests.builders import a_session_entry, a_text, an_entry

PAGE = "https://events.example/en/exhibitions/light-and-building-2026"


def test_an_edition_is_an_exhibition_event_with_inclusive_days() -> None:
    assert event(an_entry(), language="en", page=PAGE) == {
        "@context": "https://schema.org",
        "@type": "ExhibitionEvent",
        "name": "Light and Building 2026",
        "description": "Lighting, electrical engineering and building automation.",
        "url": PAGE,
        "sameAs": "https://fair.example/2026",
        "startDate": "2026-10-12",
        "endDate": "2026-10-15",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "Messe Frankfurt",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Frankfurt am Main",
                "addressCountry": "DE",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 50.1113, "longitude": 8.6506},
        },
        "organizer": {"@type": "Organization", "name": "Fair Company Ltd"},
    }


def test_a_session_is_an_event_of_its_exhibition_in_venue_time() -> None:
    found = event(a_session_entry(), language="fr", page=PAGE)

    names = ("@type", "name", "startDate", "endDate", "inLanguage", "superEvent")
    assert {name: found[name] for name in names} == {
        "@type": "Event",
        "name": "Forum sur les bâtiments verts",
        "startDate": "2026-10-13T14:00:00+02:00",
        "endDate": "2026-10-13T16:30:00+02:00",
        "inLanguage": ["en", "de"],
        "superEvent": {"@type": "ExhibitionEvent", "name": "Lumière et bâtiment 2026"},
    }


def test_what_is_not_known_is_left_out() -> None:
    nothing = Text.empty()
    entry = an_entry(venue=nothing, description=nothing, organiser=nothing, website="", latitude=None)

    found = event(entry, language="en", page=PAGE)

    assert {"description", "organizer", "sameAs", "previousStartDate", "superEvent"} & set(found) == set()
    assert found["location"] == {
        "@type": "Place",
        "name": "Frankfurt am Main",
        "address": {"@type": "PostalAddress", "addressLocality": "Frankfurt am Main", "addressCountry": "DE"},
    }


def test_status_follows_what_happened_to_the_edition() -> None:
    former = (Days(date(2026, 3, 8), date(2026, 3, 13)), Days(date(2026, 6, 1), date(2026, 6, 4)))

    def told(**changes: object) -> tuple[object, object]:
        found = event(an_entry(**changes), language="en", page=PAGE)
        return found["eventStatus"], found.get("previousStartDate")

    assert told() == ("https://schema.org/EventScheduled", None)
    assert told(status=EntryStatus.CANCELLED) == ("https://schema.org/EventCancelled", None)
    assert told(status=EntryStatus.POSTPONED, former_days=former[:1]) == (
        "https://schema.org/EventRescheduled",
        "2026-03-08",
    )
    assert told(status=EntryStatus.POSTPONED, former_days=former, dates_confirmed=False) == (
        "https://schema.org/EventPostponed",
        ["2026-03-08", "2026-06-01"],
    )


@given(st.text())
def test_a_script_holds_any_text_and_never_markup(text: str) -> None:
    found = event(an_entry(title=a_text(f"</script><!--{text}\u2028&")), language="en", page=PAGE)

    written = script(found)

    assert json.loads(written) == found
    assert set("<>&\u2028\u2029") & set(written) == set()
    assert written.encode().decode() == written
