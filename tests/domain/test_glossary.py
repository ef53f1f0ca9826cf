from datetime import UTC, datetime

import pytest

from events_app.domain.glossary import Term, TermNotPossible, terms_in
from tests.builders import an_id

NOW = datetime(2026, 4, 1, tzinfo=UTC)


def a_term(term: str, translation: str = "terme", *, source: str = "en", language: str = "fr", note: str = "") -> Term:
    return Term(
        id=an_id(f"term {term}"),
        source_language=source,
        term=term,
        language=language,
        translation=translation,
        note=note,
        modified_at=NOW,
    )


@pytest.mark.parametrize(
    ("term", "source", "occurs"),
    [
        ("stand", "Book a Stand now", True),
        ("stand", "Book two stands.", True),
        ("stand", "You understand", False),
        ("stand", "A standard", False),
        ("stand", "A standard stand", True),
        ("shell scheme", "Shell  scheme\nonly", True),
        ("展位", "预订展位吧", True),
        ("معرض", "المعرض السنوي", False),
        ("معرض", "معرض السيارات", True),
        ("café", "CAFE", True),
        ("m²", "36 m² of raw space", True),
        ("…", "nothing", False),
    ],
)
def test_a_term_is_found_as_a_word_of_its_own(term: str, source: str, occurs: bool) -> None:  # noqa: FBT001
    found = terms_in(source, [a_term(term, source="xx")])

    assert bool(found) is occurs


def test_longer_terms_come_first() -> None:
    terms = [a_term("edition"), a_term("exhibition"), a_term("exhibition series"), a_term("hall")]

    assert [term.term for term in terms_in("An exhibition series and its edition", terms)] == [
        "exhibition series",
        "exhibition",
        "edition",
    ]


def test_a_term_needs_words_in_two_languages() -> None:
    for term, translation, language in (("", "x", "fr"), ("x", " ", "fr"), ("x" * 201, "x", "fr"), ("x", "x", "en")):
        with pytest.raises(TermNotPossible):
            a_term(term, translation, language=language)
    with pytest.raises(TermNotPossible):
        a_term("x", note="n" * 2001)
