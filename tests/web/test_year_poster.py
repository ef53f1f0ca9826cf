"""The poster of a year: what a month names, what is cut, what is kept, and addresses that are nowhere."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from events_app.settings import Settings
from events_app.web.year_poster import LINES, Poster, shortened
from tests.builders import an_entry
from tests.clients import Client, settings_for
from tests.web.planting import a_fair, planted_client


def a_poster(settings: Settings | None = None) -> Poster:
    made = settings or settings_for("sqlite:///unused.sqlite")
    return Poster(2027, "en", made, lambda message, **params: message.id % params, "Fairs", date(2026, 11, 23))


def test_a_month_has_its_days_and_names_no_more_than_fits() -> None:
    entries = [an_entry(starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 3))] * (LINES + 5)

    months = a_poster().values(entries)["months"]

    assert [len(month["days"]) for month in months] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert len(months[1]["entries"]) == LINES - 1
    assert months[1]["more"] == "and 6 more"
    assert months[1]["days"][0] == [1, False, False, True]
    assert months[1]["days"][5] == [6, True, True, False]
    assert months[1]["entries"][0][:2] == ["■", "1–3"]
    assert months[0]["entries"] == []


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
