"""Which editions a candidate may be, and which it surely is not."""

from datetime import date

import pytest

from events_app.domain.duplicates import Duplicate, Reason, likely_duplicates, title_likeness
from events_app.domain.exhibitions import Days
from tests.builders import a_text, an_edition, an_id
from tests.import_builders import a_candidate


def test_the_same_fair_in_other_words_is_found_with_the_reasons() -> None:
    other = an_edition(
        id=an_id("other"), slug="book-fair-2026", name=a_text("Frankfurt Book Fair"), venue=a_text("City hall")
    )

    found = likely_duplicates(a_candidate(), [other, an_edition()])

    assert found == (
        Duplicate(
            an_id("edition"),
            "light-and-building-2026",
            100,
            (Reason.SAME_TITLE, Reason.SAME_DAYS, Reason.SAME_CITY, Reason.SAME_VENUE),
        ),
    )


def test_a_title_in_any_language_counts() -> None:
    (found,) = likely_duplicates(a_candidate(title="照明与建筑展", location="法兰克福"), [an_edition()])

    assert (found.score, found.reasons) == (95, (Reason.SAME_TITLE, Reason.SAME_DAYS, Reason.SAME_CITY))


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (date(2026, 10, 14), date(2026, 10, 17), Reason.DAYS_OVERLAP),
        (date(2026, 11, 9), date(2026, 11, 12), Reason.DAYS_NEAR),
        (date(2026, 9, 14), date(2026, 9, 17), Reason.DAYS_NEAR),
    ],
)
def test_days_that_moved_a_little_still_count(first: date, last: date, reason: Reason) -> None:
    (found,) = likely_duplicates(a_candidate(days=Days(first, last)), [an_edition()])

    assert reason in found.reasons


def test_another_year_another_fair_or_another_place_is_no_duplicate() -> None:
    next_year = a_candidate(days=Days(date(2027, 10, 12), date(2027, 10, 15)))
    another = a_candidate(title="Frankfurt Book Fair", location="Paris")

    assert likely_duplicates(next_year, [an_edition()]) == ()
    assert likely_duplicates(another, [an_edition()]) == ()


def test_the_same_website_is_a_reason() -> None:
    candidate = a_candidate(title="L+B", url="http://www.fair.example/2026/")

    (found,) = likely_duplicates(candidate, [an_edition()])

    assert Reason.SAME_WEBSITE in found.reasons


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Hannover Messe 2026", "HANNOVER MESSE", 1.0),
        ("15th International Trade Fair for Tools", "Tools", 1.0),
        ("第十五届中国国际工具博览会", "中国国际工具博览会", pytest.approx(0.6, abs=0.3)),
        ("International Fair 2026", "International Fair 2027", 1.0),
        ("Wood", "Glass", 0.0),
        ("", "Glass", 0.0),
    ],
)
def test_what_every_fair_says_counts_for_nothing(one: str, other: str, likeness: float) -> None:
    assert title_likeness(one, other) == likeness
