"""The poster of a year: what a month names, what is cut, what is kept, and addresses that are nowhere."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.calendar import CalendarEntry
from events_app.domain.texts import Text
from events_app.formats import pdf
from events_app.settings import Settings
from events_app.web.year_poster import LINES, Poster, shortened
from tests.builders import a_text, an_entry
from tests.clients import NOW, Client, settings_for
from tests.web.planting import a_fair, planted_client


def a_poster(settings: Settings | None = None) -> Poster:
    made = settings or settings_for("sqlite:///unused.sqlite")
    return Poster(2027, "en", made, lambda message, **params: message.id % params, "Fairs", date(2026, 11, 23))


def test_a_month_has_its_days_and_names_no_more_than_fits() -> None:
    entries = [an_entry(starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 3))] * (LINES + 5)

    months = a_poster().values(entries)["months"]

    assert [len(month["days"]) for month in months] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert len(months[1]["entries"]) == LINES
    assert months[1]["rest"][LINES - 3 :] == ["and 8 more", "and 7 more", "and 6 more", "and 5 more"]
    assert months[0]["rest"] == [""]
    assert months[1]["days"][0] == [1, False, False, True]
    assert months[1]["days"][5] == [6, True, True, False]
    assert months[1]["entries"][0][:2] == ["■", "1–3"]
    assert months[0]["entries"] == []


def words_on(entries: Sequence[CalendarEntry], language: str = "en") -> str:
    """All words of the poster, as they stand in the file."""
    poster = replace(a_poster(), language=language)
    document = pypdfium2.PdfDocument(pdf.render("year", poster.values(entries), language=language, at=NOW))
    assert len(document) == 1
    return " ".join(document[0].get_textpage().get_text_bounded().split())


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "International Exhibition of Machine Tools, Automation and Measuring"),
        ("zh-Hans", "第二十七届国际机床自动化与测量技术及设备展览会暨论坛开幕"),
        ("ru", "Международная выставка станков, автоматизации и измерительной техники"),
    ],
)
def test_a_long_title_is_whole_where_the_month_has_room(language: str, title: str) -> None:
    named = Text.of(language, title)
    entries = [replace(an_entry(starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 3)), title=named)] * 5

    words = words_on(entries, language)

    assert words.replace(" ", "").count(title.replace(" ", "")) == 5
    assert "…" not in words


def test_in_a_full_month_titles_are_cut_first_and_then_entries_are_counted() -> None:
    long = replace(an_entry(starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 3)), title=a_text("Machine tools " * 9))

    cut, counted = words_on([long] * 12), words_on([long] * 60)

    assert (cut.count("1–3"), cut.count("…"), "more" in cut) == (12, 12, False)
    assert counted.count("1–3") == counted.count("…") >= 18
    assert f"and {60 - counted.count('1–3')} more" in counted


@given(st.text(), st.integers(2, 60))
def test_words_are_never_wider_than_allowed(words: str, widest: int) -> None:
    found = shortened(words, widest)

    assert sum(2 if letter >= "\u2e80" else 1 for letter in found) <= widest


async def test_a_poster_is_a_file_that_is_kept_and_asked_for_again_by_its_mark(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, [a_fair("near", date(2027, 1, 1))]) as client:
        first = await client.get("/ar/calendar/year.pdf?year=2027&country=DE")
        again = await client.get(
            "/ar/calendar/year.pdf?year=2027&country=DE", headers={"if-none-match": first.headers["etag"]}
        )
        page = await client.get("/en/calendar/year?year=2027&country=DE")
        kept = len(client.app.state.year_posters[0])

    assert (first.status_code, first.headers["content-type"], first.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert (again.status_code, kept) == (304, 1)
    assert "/en/calendar/year.pdf?country=DE&amp;year=2027" in page.text


async def test_what_has_no_meaning_is_nowhere(client: Client) -> None:
    for query in ("year=27", "year=9999", "year=%D9%A2%D9%A0%D9%A2%D9%A7", "year=2027&country=XX"):
        assert (await client.get(f"/en/calendar/year.pdf?{query}")).status_code == 404
