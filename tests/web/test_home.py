from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from events_app.domain.countries import Scope
from events_app.domain.exhibitions import DeadlineKind, EditionStatus
from tests.builders import a_deadline, a_milestone, a_project, a_text, an_id
from tests.clients import Client
from tests.web.planting import a_fair, address_of, counted_queries, linked, listed, planted_client, text_of

TODAY = date(2026, 11, 23)


async def test_the_board_shows_what_is_on_and_the_next_six_but_no_draft_and_nothing_called_off(sqlite_url: str) -> None:
    fairs = [
        a_fair("over", TODAY - timedelta(days=9)),
        a_fair("still-on", TODAY - timedelta(days=2), 4),
        a_fair("secret", TODAY + timedelta(days=1), status=EditionStatus.DRAFT),
        a_fair("called-off", TODAY + timedelta(days=1), status=EditionStatus.CANCELLED),
        *(a_fair(f"fair-{number}", TODAY + timedelta(days=number)) for number in range(8)),
    ]
    async with planted_client(sqlite_url, fairs) as client:
        page = (await client.get("/en/")).text

    board = page[page.index('class="board"') : page.index("<main")]
    assert linked(board) == ["still-on", *(f"fair-{number}" for number in range(6))]
    assert "Ends tomorrow" in text_of(board)
    assert "Secret" not in page


async def test_deadlines_of_the_next_six_weeks_are_listed_by_day(sqlite_url: str) -> None:
    def closing(slug: str, days: int) -> object:
        at = datetime(2026, 11, 23, 12, 0, tzinfo=UTC) + timedelta(days=days)
        deadline = a_deadline(id=an_id(f"{slug} deadline"), kind=DeadlineKind.FREIGHT, at=at)
        return a_fair(slug, date(2027, 6, 1), deadlines=(deadline,))

    fairs = [closing("past", -1), closing("late", 41), closing("soon", 2), closing("too-late", 50)]
    async with planted_client(sqlite_url, fairs) as client:  # type: ignore[arg-type]
        page = (await client.get("/en/")).text

    deadlines = page[page.index("deadline-list") : page.index('class="density"')]
    assert linked(deadlines) == ["soon", "late"]
    assert "in 2 days" in text_of(deadlines)


async def test_each_project_stands_once_with_its_next_milestone(sqlite_url: str) -> None:
    milestones = tuple(
        a_milestone(id=an_id(f"m{day}"), name=a_text(f"Stage {day}"), planned_on=date(2027, 1, day))
        for day in (9, 5, 20)
    )
    hidden = a_project(
        id=an_id("hidden"),
        slug="hidden-plan",
        is_public=False,
        milestones=(a_milestone(id=an_id("hm"), planned_on=date(2027, 1, 2)),),
    )
    async with planted_client(sqlite_url, public=[a_project(milestones=milestones), hidden]) as client:
        page = (await client.get("/en/")).text

    assert listed(page) == ["solar-park-nakuru"]
    assert "Stage 5" in page
    assert "Stage 9" not in page
    assert "hidden-plan" not in page


async def test_countries_are_ways_in_with_the_number_of_their_coming_exhibitions(sqlite_url: str) -> None:
    fairs = [
        a_fair("past", date(2026, 3, 1), country="JP"),
        a_fair("one", date(2026, 12, 1), country="FR"),
        a_fair("two", date(2027, 5, 1), country="FR"),
        a_fair("three", date(2027, 6, 1), country="CN", scope=Scope.DOMESTIC),
    ]
    async with planted_client(sqlite_url, fairs) as client:
        page = (await client.get("/fr/")).text

    ways = page[page.index('<ul class="index-columns">') :]
    assert text_of(ways[: ways.index("</ul>")]) == "France 2 Chine 1"
    assert address_of(page, "France") == "/fr/countries/FR"
    assert address_of(page, "mai 2027") == "/fr/calendar/month?month=2027-05"


async def test_the_finder_asks_the_calendar_from_a_month_on(client: Client) -> None:
    page = (await client.get("/en/")).text

    assert '<form class="finder" action="/en/calendar" method="get"' in page
    assert '<option value="2027-01-01">January 2027</option>' in page
    assert 'value="separate"' not in page


async def test_an_empty_calendar_still_has_a_home(client: Client) -> None:
    answer = await client.get("/en/")

    assert answer.status_code == 200
    assert "No exhibition is entered from today on." in answer.text


@pytest.mark.parametrize(("language", "mirrored"), [("en", False), ("zh-Hans", False), ("ar", True)])
async def test_the_density_begins_at_the_start_side(sqlite_url: str, language: str, mirrored: bool) -> None:  # noqa: FBT001
    async with planted_client(sqlite_url, [a_fair("first", TODAY)]) as client:
        page = (await client.get(f"/{language}/")).text

    figure = page[page.index('class="density"') : page.index("<figcaption>")]
    x = float(figure[figure.index(' x="') + 4 :].split("%", 1)[0])
    assert x == pytest.approx(92.54 if mirrored else 0.88)


async def test_the_page_says_its_language_its_other_languages_and_how_long_it_may_be_kept(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, [a_fair("first", TODAY)]) as client:
        answer = await client.get("/ar/")

    assert '<html lang="ar" dir="rtl"' in answer.text
    assert answer.text.count('rel="alternate" hreflang="') == 8
    assert answer.headers["cache-control"] == "public, max-age=60"


async def test_a_name_without_translation_is_shown_with_its_language(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, [a_fair("first", TODAY)]) as client:
        page = (await client.get("/zh-Hans/")).text

    assert '<bdi lang="en" dir="ltr">First</bdi>' in page


async def test_home_asks_as_often_for_thirty_rows_as_for_one(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = [a_fair("only", TODAY, deadlines=(a_deadline(at=datetime(2026, 12, 1, tzinfo=UTC)),))]
    more = [
        replace(fair, deadlines=(a_deadline(id=an_id(f"d{fair.slug}"), at=datetime(2026, 12, 2, tzinfo=UTC)),))
        for fair in (a_fair(f"fair-{number}", TODAY + timedelta(days=number)) for number in range(29))
    ]
    counts = []
    async with planted_client(sqlite_url, one) as client:
        with counted_queries(monkeypatch) as seen:
            await client.get("/en/")
        counts.append(len(seen))
    async with planted_client(sqlite_url, more) as client:
        with counted_queries(monkeypatch) as seen:
            await client.get("/en/")
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 16
