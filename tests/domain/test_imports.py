"""Candidates: known again, and taken over without touching what people wrote."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from events_app.domain.exhibitions import Days, EditionStatus
from events_app.domain.imports import (
    CandidateStatus,
    SourceNameMissing,
    followed,
    identity_of,
    is_older,
    taken_over,
)
from tests.builders import MODIFIED_AT, a_text, an_edition, an_id
from tests.import_builders import a_candidate, a_source

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_a_revision_is_older_by_its_number_and_else_by_its_moment() -> None:
    candidate = a_candidate(sequence=2, changed_at=NOW)
    known = identity_of(candidate, source_id=an_id("source"), edition_id=an_id("edition"), now=NOW)

    assert not is_older(candidate, known)
    assert is_older(replace(candidate, sequence=1), known)
    assert not is_older(replace(candidate, sequence=3, changed_at=NOW - timedelta(days=1)), known)
    assert is_older(replace(candidate, changed_at=NOW - timedelta(seconds=1)), known)
    assert not is_older(replace(candidate, changed_at=None), known)


def test_a_new_edition_is_a_draft_with_what_the_publisher_says() -> None:
    candidate = a_candidate(
        description="Lamps.", url="https://fair.example/", status=CandidateStatus.TENTATIVE, zone="Europe/Paris"
    )

    edition = taken_over(an_edition(), candidate, source="https://fair.example/all.ics", now=NOW)

    assert edition == an_edition(
        name=a_text("LIGHT + BUILDING 2026"),
        summary=a_text("Lamps."),
        website="https://fair.example/",
        zone="Europe/Paris",
        status=EditionStatus.DRAFT,
        dates_confirmed=False,
        source="https://fair.example/all.ics",
        modified_at=NOW,
    )


def test_following_changes_days_and_website_and_leaves_words_alone() -> None:
    days = Days(date(2026, 10, 19), date(2026, 10, 22))

    assert followed(an_edition(), a_candidate(), now=NOW) == an_edition(modified_at=MODIFIED_AT)
    assert followed(an_edition(), a_candidate(title="New", days=days), now=NOW) == an_edition(
        days=days, modified_at=NOW
    )
    assert followed(an_edition(), a_candidate(status=CandidateStatus.CANCELLED), now=NOW) == an_edition()


def test_a_source_has_a_name() -> None:
    with pytest.raises(SourceNameMissing):
        a_source(name=" ")
