"""Documents with a status each: what is missing, and what a decision needs."""

import pytest

from events_app.domain.applications import ApplicationState
from events_app.domain.papers import (
    CaseOver,
    Paper,
    PaperNotThere,
    PaperStatus,
    PaperUnexplained,
    WantedPaper,
    check_sendable,
    lines_of,
)
from tests.application_builders import WITHIN, an_application
from tests.builders import a_text, an_id

EXTRACT = WantedPaper("extract", a_text("Extract of the register"))
LEAFLET = WantedPaper("leaflet", a_text("Leaflet"), is_required=False)


def a_paper(key: str = "extract") -> Paper:
    return Paper(application_id=an_id("application"), key=key, document_id=an_id("document"), received_at=WITHIN)


def test_lines_follow_the_edition_and_say_what_is_open() -> None:
    lines = lines_of((EXTRACT, LEAFLET), (a_paper("leaflet"), a_paper("forgotten")))

    assert [(line.wanted.key, line.status, line.is_open) for line in lines] == [
        ("extract", PaperStatus.MISSING, True),
        ("leaflet", PaperStatus.RECEIVED, False),
    ]


def test_a_rejected_document_is_wanted_again() -> None:
    rejected = a_paper().decide(PaperStatus.REJECTED, document_id=an_id("document"), reason=" Too old. ", now=WITHIN)

    (line,) = lines_of((EXTRACT,), (rejected,))
    assert (line.status, line.is_open, rejected.reason) == (PaperStatus.REJECTED, True, "Too old.")


def test_rejecting_needs_words_and_the_very_file() -> None:
    with pytest.raises(PaperUnexplained):
        a_paper().decide(PaperStatus.REJECTED, document_id=an_id("document"), reason=" ", now=WITHIN)
    with pytest.raises(PaperNotThere):
        a_paper().decide(PaperStatus.ACCEPTED, document_id=an_id("another"), reason="", now=WITHIN)


@pytest.mark.parametrize("state", list(ApplicationState))
def test_nothing_is_sent_for_what_has_ended(state: ApplicationState) -> None:
    ended = {"withdrawn", "declined", "expired", "rejected", "no_show"}
    if state.value in ended:
        with pytest.raises(CaseOver):
            check_sendable(an_application(state=state))
    else:
        check_sendable(an_application(state=state))
