import re
from datetime import UTC, date, datetime, timedelta

import pytest

from events_app.domain.countries import Scope
from events_app.domain.exhibitions import Days, EditionStatus
from events_app.web import calendar_year
from tests.builders import a_deadline, a_milestone, a_project, a_text
from tests.clients import Client
from tests.web.planting import a_fair, address_of, counted_queries, linked, planted_client, text_of


def groups_of(page: str) -> list[tuple[str, list[str]]]:
    """Heading and slugs of each group."""
    return [
        (text_of(re.findall(r"<th colspan[^>]*>(.*?)</th>", body, re.DOTALL)[0]), linked(body))
        for body in page.split('<tbody role="rowgroup">')[1:]
    ]


def some() -> list[object]:
    return [
        a_fair("new-year", date(2026, 12, 29), 8, sectors=("rail",)),
        a_fair("food-fair", date(2027, 3, 1), sectors=("food", "rail"), country="FR"),
        a_fair("everything", date(2027, 2, 1), sectors=("comprehensive",), country="CN", scope=Scope.DOMESTIC),
        a_fair("rails", date(2027, 2, 20), sectors=("rail",), country="AT"),
        a_fair("draft", date(2027, 2, 20), status=EditionStatus.DRAFT),
        a_fair("other-year", date(2028, 1, 1)),
    ]


GROUPS = [
    ("", [("All sectors", ["everything"]), ("Rail and urban transit", ["new-year", "rails"]),
          ("Food and food processing", ["food-fair"])]),
    ("country", [("Austria", ["rails"]), ("China", ["everything"]), ("France", ["food-fair"]),
                 ("Germany", ["new-year"])]),
    ("month", [("December 2026", ["new-year"]), ("February 2027", ["everything", "rails"]),
               ("March 2027", ["food-fair"])]),
]  # fmt: skip


@pytest.mark.parametrize(("group_by", "expected"), GROUPS)
async def test_lines_are_gathered_by_what_was_asked(
    sqlite_url: str, group_by: str, expected: list[tuple[str, list[str]]]
) -> None:
    async with planted_client(sqlite_url, some()) as client:  # type: ignore[arg-type]
        page = (await client.get(f"/en/calendar/year?year=2027&group_by={group_by}")).text

    assert groups_of(page) == expected


async def test_a_line_has_its_dates_in_words_and_drawn(sqlite_url: str) -> None:
    deadline = a_deadline(at=datetime(2027, 1, 20, 9, 0, tzinfo=UTC), zone="Europe/Berlin")
    fair = a_fair("hanover", date(2027, 4, 5), 5, deadlines=(deadline,))
    async with planted_client(sqlite_url, [fair]) as client:
        page = (await client.get("/en/calendar/year?year=2027")).text
        arabic = (await client.get("/ar/calendar/year?year=2027")).text

    assert "5–9 Apr" in text_of(page)
    assert "Apply by 20 Jan 2027" in text_of(page)
    assert '<rect class="overseas" x="25.75%" y="8.5" width="1.37%"' in page
    assert '<svg x="5.21%" y="14.5" overflow="visible"><path class="deadline-point"' in page
    assert '<rect class="overseas" x="72.88%" y="8.5" width="1.37%"' in arabic
    assert '<svg x="94.79%" y="14.5" overflow="visible"><path class="deadline-point"' in arabic


async def test_the_cancelled_are_struck_and_the_postponed_keep_their_old_days(sqlite_url: str) -> None:
    fairs = [
        a_fair("off", date(2027, 4, 5), status=EditionStatus.CANCELLED),
        a_fair(
            "later",
            date(2027, 11, 1),
            status=EditionStatus.POSTPONED,
            former_days=(Days(date(2027, 5, 3), date(2027, 5, 6)),),
        ),
    ]
    async with planted_client(sqlite_url, fairs) as client:
        page = (await client.get("/en/calendar/year?year=2027")).text

    assert '<tr role="row" class="is-cancelled">' in page
    assert '<g class="cancelled">' in page
    assert "<del" in page
    assert "1–3 Nov 3–6 May" in text_of(page)
    assert "Postponed" in text_of(page)


async def test_milestones_and_asked_for_deadlines_have_lines_of_their_own(sqlite_url: str) -> None:
    deadline = a_deadline(at=datetime(2027, 1, 20, 9, 0, tzinfo=UTC))
    project = a_project(milestones=(a_milestone(planned_on=date(2027, 5, 1)),))
    async with planted_client(
        sqlite_url, [a_fair("far", date(2028, 4, 5), deadlines=(deadline,))], public=[project]
    ) as client:
        plain = (await client.get("/en/calendar/year?year=2027")).text
        asked = (await client.get("/en/calendar/year?year=2027&kind=deadline")).text

    assert [slugs for _, slugs in groups_of(plain)] == [["solar-park-nakuru"]]
    assert '<circle class="project"' in plain
    assert [slugs for _, slugs in groups_of(asked)] == [["far"]]
    assert "Applications close" in text_of(asked)


async def test_today_is_drawn_in_this_year_and_named(sqlite_url: str) -> None:
    fairs = [a_fair("old", date(2026, 4, 5)), a_fair("new", date(2027, 4, 5))]
    async with planted_client(sqlite_url, fairs) as client:
        present = (await client.get("/en/calendar/year")).text
        following = (await client.get(address_of(present, "2027"))).text

    assert '<line class="now-line" x1="89.32%"' in present
    assert "The highlighted line is today, 23 November 2026." in present
    assert "now-line" not in following
    assert address_of(following, "2026") == "/en/calendar/year?year=2026"


async def test_a_page_is_bounded_and_leads_on(sqlite_url: str) -> None:
    fairs = [a_fair(f"fair-{n:03}", date(2027, 1, 2) + timedelta(days=n), 1) for n in range(calendar_year.ON_PAGE + 5)]
    async with planted_client(sqlite_url, fairs) as client:
        first = (await client.get("/en/calendar/year?year=2027&group_by=month&country=DE")).text
        second = (await client.get(address_of(first, "Go on with the rest of the year"))).text

    assert [slug for page in (first, second) for _, slugs in groups_of(page) for slug in slugs] == [
        fair.slug for fair in fairs
    ]
    assert (
        address_of(second, "Back to the beginning of the year")
        == "/en/calendar/year?country=DE&group_by=month&year=2027"
    )
    assert "Go on with the rest" not in second


async def test_years_keep_the_choice_and_the_grouping(client: Client) -> None:
    page = (await client.get("/en/calendar/year?year=2027&group_by=country&sector=rail")).text

    assert address_of(page, "2028") == "/en/calendar/year?group_by=country&sector=rail&year=2028"
    assert address_of(page[page.index("<main") :], "Month") == "/en/calendar/month?sector=rail"
    assert address_of(page, "Read the same as a list") == "/en/calendar?from=2027-01-01&sector=rail&to=2027-12-31"
    assert "Nothing is entered for 2027 with these choices." in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("year=next", "“next” is not a year: write it as 2027."),
        ("year=٢٠٢٧", "is not a year"),
        ("year=0", "“0” is too far away: the calendar runs from 1900 to 2199."),
        ("year=9999", "too far away"),
        ("year=99999999999", "is not a year"),
        ("group_by=colour", "“colour” is not one of the choices."),
        ("country=Atlantis", "“Atlantis” is not one of the choices."),
    ],
)
async def test_what_cannot_be_read_is_named_and_the_present_year_shown(client: Client, query: str, said: str) -> None:
    answer = await client.get(f"/en/calendar/year?{query}")

    assert answer.status_code == 200
    assert said in text_of(answer.text)
    assert "The year 2026" in answer.text


@pytest.mark.parametrize("year", [1900, 2199])
async def test_the_calendar_ends_without_a_fault(client: Client, year: int) -> None:
    assert (await client.get(f"/en/calendar/year?year={year}")).status_code == 200


@pytest.mark.parametrize(
    ("language", "name"),
    [("zh-Hans", '<bdi lang="zh-Hans" dir="ltr">灯光展</bdi>'), ("ar", '<bdi lang="en" dir="ltr">Light</bdi>')],
)
async def test_the_year_speaks_the_language_of_its_address(sqlite_url: str, language: str, name: str) -> None:
    fair = a_fair("light", date(2027, 4, 5), name=a_text("Light", zh_Hans="灯光展"))
    async with planted_client(sqlite_url, [fair]) as client:
        page = (await client.get(f"/{language}/calendar/year?year=2027")).text

    assert name in page
    assert f'href="/{language}/exhibitions/light"' in page


async def test_the_year_asks_as_often_for_thirty_rows_as_for_one(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fairs = [a_fair(f"fair-{n:02}", date(2027, 4, 5) + timedelta(days=n)) for n in range(30)]
    counts = []
    for some_of_them in (fairs[:1], fairs[1:]):
        async with planted_client(sqlite_url, some_of_them) as client:
            with counted_queries(monkeypatch) as seen:
                await client.get("/en/calendar/year?year=2027&country=DE")
            counts.append(len(seen))

    assert counts[0] == counts[1] <= 6
