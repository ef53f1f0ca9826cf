"""Codes on badges: what stands on the printed page is the symbol of the token, module by module."""

import pypdfium2
import pytest

from events_app.credentials.tokens import new_token
from events_app.formats import pdf, qr_codes
from tests.clients import NOW
from tests.formats.test_pdf import letters, text_of

PER_MM = 8
BOX_MM = (72, 50, 101, 79)
"""Where the code of the first badge lies on the page: left, top, right, bottom."""
BADGE = {"name": "MOREAU ADA", "local": "", "company": "Lanyu", "country": "France", "role": "Exhibitor"}
PEOPLE = {
    "en": ("SHEN HAO", "沈昊", "Head of the delegation"),
    "ar": ("YOUSSEF MARIAM", "مريم يوسف", "مترجم"),
    "zh-Hans": ("ORLOVA DARIA", "Орлова Дарья", "新闻媒体"),
}


def sheet(badges: list[dict[str, str]], language: str = "en") -> bytes:
    values = {"title": "Badges", "edition": "Wind 2027", "when": "7–9 June 2027", "code": "Code", "badges": badges}
    return pdf.render("badges", values, language=language, at=NOW)


def modules_on(content: bytes, size: int) -> tuple[tuple[bool, ...], ...]:
    """The modules of the first badge's code as they are printed: each seen at its middle."""
    document = pypdfium2.PdfDocument(content)
    page = document[0].render(scale=PER_MM * 25.4 / 72, grayscale=True).to_pil().convert("L")
    document.close()
    left, top, right, bottom = (mm * PER_MM for mm in BOX_MM)
    dark = page.crop((left, top, right, bottom)).point(lambda grey: 255 * (grey < 128))
    x0, y0, x1, y1 = dark.getbbox() or (0, 0, 0, 0)
    seen = dark.load()
    return tuple(
        tuple(
            bool(seen[int(x0 + (column + 0.5) * (x1 - x0) / size), int(y0 + (row + 0.5) * (y1 - y0) / size)])
            for column in range(size)
        )
        for row in range(size)
    )


def test_the_code_on_the_page_is_that_of_the_token() -> None:
    token = new_token()
    expected = qr_codes.modules(token)

    content = sheet([BADGE | {"qr": qr_codes.drawn(token)}])

    assert modules_on(content, len(expected)) == expected
    assert expected != qr_codes.modules(new_token())


@pytest.mark.parametrize(("language", "person"), PEOPLE.items())
def test_names_in_every_script_can_be_read_back_and_eight_badges_fill_a_page(
    language: str, person: tuple[str, str, str]
) -> None:
    name, local, role = person
    badge = {
        "name": name,
        "local": local,
        "company": "江南阀门 " + "Valve Works " * 9,
        "country": "Kenya",
        "role": role,
    }

    content = sheet([badge | {"qr": qr_codes.drawn("code")}] * 9, language)

    read = {letters(word) for word in text_of(content).split()}
    assert {letters(word) for word in f"{name} {local} {role} Kenya Wind".split()} <= read
    assert len(pypdfium2.PdfDocument(content)) == 2
