"""Sheets of badges, read by a program that is not ours: every code stands beside the name of its member."""

import unicodedata
from functools import partial

import pypdfium2
import pytest
import zxingcpp

from events_app.credentials.tokens import new_token
from events_app.domain.badges import Badge, Bearer, NewBadge
from events_app.domain.delegations import MemberRole
from events_app.domain.messages import Message
from events_app.edge.badge_sheets import sheet_of
from events_app.edge.pages import Pages, open_pages
from events_app.settings import read
from events_app.storage.database import Database
from tests.builders import an_edition, an_id
from tests.clients import NOW

SETTINGS = read({"HOME_COUNTRY": "CN", "HOME_ZONE": "Asia/Shanghai", "BASE_URL": "https://fairs.example"})
PAGES = open_pages(SETTINGS)
EDITION = an_edition()
NAMES = ("ADA", "BO", "CYRUS", "DUNIA", "EVA", "FEI", "GIA", "HANA", "IDA")
"""Nine: the last is alone on the second page."""
POINTS_OF_MM = 72 / 25.4
PIXELS_OF_POINT = 3
WIDE, HIGH, LEFT, TOP = (mm * POINTS_OF_MM for mm in (92, 66, 13, 16.5))
"""A badge, and where the first lies on the page, in points."""


def a_made(name: str) -> tuple[Bearer, NewBadge]:
    """A member with a code as badges have them."""
    bearer = Bearer(
        id=an_id(name), name=name, local_name="沈昊", company_id=None, unit="Ministry", role=MemberRole.SPEAKER
    )
    badge = Badge(id=an_id(f"badge {name}"), edition_id=EDITION.id, member_id=bearer.id, digest="", made_at=NOW)
    return bearer, NewBadge(badge, new_token())


def said(pages: Pages, language: str, message: Message, **params: object) -> str:
    return pages.catalogues.translate(language, message, **params)


def read_by_others(content: bytes) -> dict[str, str]:
    """What ZXing reads of each code on all pages, with the words on the badge around it."""
    document = pypdfium2.PdfDocument(content)
    found = {}
    for page in document:
        image = page.render(scale=PIXELS_OF_POINT, grayscale=True).to_pil()
        words = page.get_textpage()
        for code in zxingcpp.read_barcodes(image):
            corner = code.position.top_left
            column = int((corner.x / PIXELS_OF_POINT - LEFT) / WIDE)
            row = int((corner.y / PIXELS_OF_POINT - TOP) / HIGH)
            left, top = LEFT + column * WIDE, page.get_height() - TOP - row * HIGH
            around = words.get_text_bounded(left, top - HIGH, left + WIDE, top)
            found[code.text] = unicodedata.normalize("NFKC", around)
    document.close()
    return found


@pytest.mark.parametrize("language", SETTINGS.languages)
async def test_another_program_reads_each_code_beside_the_name_of_its_member(
    sqlite_database: Database, language: str
) -> None:
    made = [a_made(name) for name in NAMES]

    say = partial(said, PAGES, language)
    content = await sheet_of(EDITION, made, say=say, settings=SETTINGS, language=language, now=NOW)

    found = read_by_others(content)
    assert set(found) == {new.token for _, new in made}
    for bearer, new in made:
        assert [name for name in NAMES if name in found[new.token].split()] == [bearer.name]
