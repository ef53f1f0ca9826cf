"""Documents: the kind is told by the content, names are made harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.documents import (
    SUFFIXES,
    DocumentEmpty,
    DocumentPacked,
    DocumentTooLarge,
    DocumentTypeUnknown,
    media_type_of,
    neutral_name,
)
from events_app.domain.refusals import InvalidValue
from tests.document_builders import JPEG, PDF, PNG, a_bomb, a_docx, a_packed, an_odt, an_xlsx

MOST = 1_000_000


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (PDF, ".pdf"),
        (PNG, ".png"),
        (JPEG, ".jpg"),
        (a_docx(), ".docx"),
        (an_xlsx(), ".xlsx"),
        (an_odt(), ".odt"),
        ("Протокол\nвстречи\n".encode(), ".txt"),
        (b"\xef\xbb\xbfname,amount\nalpha,1\nbeta,2\n", ".csv"),
        (b"name;amount\nalpha;1\n", ".csv"),
        (b"One line, with a comma\n", ".txt"),
    ],
)
def test_the_kind_is_told_by_the_content(content: bytes, suffix: str) -> None:
    assert SUFFIXES[media_type_of(content, most_bytes=MOST)] == suffix


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"  <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?php echo 1;",
        b"\x89PNG\r\n\x1a\nnot an image",
        b"text with \x00 a zero",
        b"\xff\xfe\x00a",
        a_packed({"a.txt": b"a plain archive"}),
        a_packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"", "xl/workbook.xml": b""}),
    ],
)
def test_other_kinds_are_refused(content: bytes) -> None:
    with pytest.raises(DocumentTypeUnknown):
        media_type_of(content, most_bytes=MOST)


@pytest.mark.parametrize(
    "content",
    [
        a_bomb(),
        a_docx(**{"word/vbaProject.bin": b"macro"}),
        a_docx(**{"../../etc/passwd": b"root"}),
        a_docx(**{"/etc/passwd": b"root"}),
        a_docx()[:-30],
        b"PK\x03\x04" + b"\x00" * 40,
        a_packed({f"part-{number}": b"" for number in range(2_001)}),
    ],
)
def test_office_files_that_mean_harm_are_refused(content: bytes) -> None:
    with pytest.raises(DocumentPacked):
        media_type_of(content, most_bytes=MOST)


def test_empty_and_large_files_are_refused() -> None:
    with pytest.raises(DocumentEmpty):
        media_type_of(b"", most_bytes=MOST)
    with pytest.raises(DocumentTooLarge):
        media_type_of(PDF, most_bytes=len(PDF) - 1)


@pytest.mark.parametrize(
    ("name", "neutral"),
    [
        ("contract.pdf", "contract.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\offer.final.docx", "offer.final.pdf"),
        ("合同 2027.pdf", "合同 2027.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ('"; rm -rf', "rm -rf.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("x" * 500, "x" * 120 + ".pdf"),
    ],
)
def test_names_are_made_harmless(name: str, neutral: str) -> None:
    assert neutral_name(name, "application/pdf") == neutral


@given(st.text())
def test_no_name_leaves_its_folder_or_its_header(name: str) -> None:
    neutral = neutral_name(name, "application/pdf")

    assert neutral.endswith(".pdf")
    assert 5 <= len(neutral) <= 124
    assert not set(neutral) & set("/\\\"'<>\r\n\0;:")
    assert not neutral.startswith(".")
    assert all(unicodedata.category(c)[0] != "C" for c in neutral)


@given(st.binary(max_size=2_000))
def test_any_content_has_a_kind_or_is_refused(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04"):
        try:
            assert media_type_of(start + content, most_bytes=MOST) in SUFFIXES
        except InvalidValue:
            continue
