"""Sheets on paper: what they say can be read back, in every script, and the same values give the same bytes."""

import unicodedata

import pypdfium2
import pytest

from events_app.formats import pdf
from tests.clients import NOW

LETTER = {
    "subject": "Invitation",
    "sender": ["Authority for Trade", "1 Quay Street"],
    "receiver": ["Ms Ada Moreau", "Lanyu Valve"],
    "dated": "Nairobi, 1 June 2027",
    "opening": ["Dear Ms Moreau,"],
    "facts": [["Exhibition", "Power Week"]],
    "paragraphs": ["We invite you."],
    "closing": "Yours sincerely,",
    "signature": ["A. Officer"],
    "foot": "Authority for Trade",
}
SUBJECTS = {
    "en": "Invitation to the exhibition",
    "fr": "Invitation à l’exposition",
    "es": "Invitación a la exposición",
    "pt": "Convite para a exposição",
    "ru": "Приглашение на выставку",
    "zh-Hans": "展览会邀请函",
    "ar": "دعوة إلى المعرض",
}


def text_of(content: bytes) -> str:
    """All text of a PDF, as PDFium reads it, in the letters that were typed."""
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return unicodedata.normalize("NFKC", " ".join(pages))


def letters(word: str) -> str:
    """The letters of a word in a fixed order: PDFium turns joined Arabic letters around."""
    return "".join(sorted(word))


@pytest.mark.parametrize(("language", "subject"), SUBJECTS.items())
def test_a_letter_can_be_read_back(language: str, subject: str) -> None:
    content = pdf.render("letter", {**LETTER, "subject": subject}, language=language, at=NOW)
    read = text_of(content)
    assert {letters(word) for word in [*subject.split(), "Power", "Week"]} <= {letters(word) for word in read.split()}


def test_the_same_values_give_the_same_bytes() -> None:
    assert pdf.render("letter", LETTER, language="en", at=NOW) == pdf.render("letter", LETTER, language="en", at=NOW)


def test_what_people_write_is_never_read_as_source() -> None:
    typed = '#panic("x") $1 *a* _b_ \\ @c <d> "e'
    assert '#panic("x") $1 *a* _b_' in text_of(
        pdf.render("letter", {**LETTER, "paragraphs": [typed]}, language="en", at=NOW)
    )


def test_every_script_has_a_family_here() -> None:
    assert pdf.missing_families() == []
