"""What we say in JSON-LD is in the vocabulary of schema.org: types, their properties, and what a property may hold.

The vocabulary is that of the package schema-dts, made from schema.org's own definitions; TypeScript reads it.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

from events_app.domain.calendar import EntryStatus, entries_of_edition
from events_app.domain.exhibitions import Days, DeadlineKind, Edition, EditionStatus
from events_app.formats import jsonld
from tests.builders import a_deadline, a_series, a_session, a_session_entry, a_text, an_edition, an_entry
from tests.formats.readers import needs_schema, strangers_to_schema

PAGE = "https://events.example/en/page"
FORMER = (Days(date(2026, 3, 1), date(2026, 3, 4)), Days(date(2026, 5, 1), date(2026, 5, 4)))


def told_of(edition: Edition) -> dict[str, Any]:
    return jsonld.edition(
        edition,
        entries_of_edition(edition, domain="page"),
        language="ar",
        page=PAGE,
        of_series=("Light and Building", "https://events.example/en/series/light-and-building"),
        sectors=["Energy", "ICT"],
    )


@needs_schema
def test_everything_that_is_said_is_in_the_vocabulary_whatever_the_status() -> None:
    documents: dict[str, object] = {
        f"{entry.kind} {status} {confirmed}": jsonld.event(
            replace(entry, status=status, dates_confirmed=confirmed, former_days=FORMER), language="ar", page=PAGE
        )
        for entry, status, confirmed in product((an_entry(), a_session_entry()), EntryStatus, (True, False))
    }
    full = an_edition(
        sessions=(a_session(),), co_organisers=(a_text("Association of Lighting"),), deadlines=(a_deadline(),)
    )
    documents |= {
        f"edition {status}": told_of(replace(full, status=status, former_days=FORMER[:1]))
        for status in EditionStatus
        if status is not EditionStatus.DRAFT
    }
    documents["series"] = jsonld.series(
        a_series(), [an_entry()], language="en", page=PAGE, page_of=lambda entry: f"/{entry.slug}"
    )
    documents["site"] = jsonld.website("Trade Authority", language="en", page=PAGE, search=f"{PAGE}/calendar")

    assert strangers_to_schema(documents) == {name: [] for name in documents}


@needs_schema
def test_a_stranger_is_found() -> None:
    context = {"@context": "https://schema.org"}
    found = strangers_to_schema(
        {
            "property": context | {"@type": "Event", "colour": "red"},
            "type": context | {"@type": "Fair"},
            "member": context | {"@type": "Event", "eventStatus": "https://schema.org/EventGone"},
            "value": context | {"@type": "Event", "location": {"@type": "Place", "geo": "50.1, 8.6"}},
            "inside": context | {"@type": "Event", "organizer": {"@type": "Organization", "geo": "x"}},
            "date": context | {"@type": "Event", "startDate": "12 October 2026"},
        }
    )

    assert {name: bool(told) for name, told in found.items()} == dict.fromkeys(found, True)


def test_an_edition_says_what_its_page_knows_and_no_more() -> None:
    opens = a_deadline(
        at=datetime(2026, 2, 1, 8, tzinfo=UTC), zone="Europe/Berlin", kind=DeadlineKind.APPLICATIONS_OPEN
    )
    closes = a_deadline(at=datetime(2026, 6, 1, 22, tzinfo=UTC), zone="Europe/Berlin")
    edition = an_edition(
        sessions=(a_session(languages=("en", "de")),),
        co_organisers=(a_text("Association of Lighting"),),
        deadlines=(opens, closes),
    )
    found, bare = told_of(edition), told_of(an_edition())

    assert [each["name"] for each in found["organizer"]] == ["Fair Company Ltd", "Association of Lighting"]
    assert bare["organizer"] == {"@type": "Organization", "name": "Fair Company Ltd"}
    assert found["inLanguage"] == ["en", "de"]
    assert [(each["@type"], "superEvent" in each, "@context" in each) for each in found["subEvent"]] == [
        ("Event", False, False)
    ]
    assert found["superEvent"]["name"] == "Light and Building"
    assert found["mainEntityOfPage"] == {"@type": "WebPage", "url": PAGE, "inLanguage": "ar"}
    assert found["hasParticipationOffer"] == {
        "@type": "Offer",
        "url": PAGE,
        "validFrom": "2026-02-01T09:00:00+01:00",
        "validThrough": "2026-06-02T00:00:00+02:00",
    }
    assert {"inLanguage", "subEvent", "hasParticipationOffer", "offers", "isAccessibleForFree"} & set(bare) == set()


def test_a_series_has_its_editions_and_the_site_its_search() -> None:
    series: dict[str, Any] = jsonld.series(
        a_series(), [an_entry()], language="en", page=PAGE, page_of=lambda entry: f"/{entry.slug}"
    )
    site: dict[str, Any] = jsonld.website("Trade Authority", language="en", page=PAGE, search=f"{PAGE}/calendar")

    assert [each["url"] for each in series["subEvent"]] == ["/light-and-building-2026"]
    assert site["potentialAction"]["target"]["urlTemplate"].endswith("?q={search_term_string}")
