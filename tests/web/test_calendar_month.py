import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from events_app.domain.countries import Scope
from events_app.domain.exhibitions import EditionStatus
from tests.builders import a_deadline, a_milestone, a_project, a_text
from tests.clients import Client
from tests.web.planting import a_fair, address_of, counted_queries, linked, planted_client, text_of

APRIL = date(2027, 4, 1)


def weeks_of(page: str) -> list[str]:
    grid = page[page.index('<table class="month"') : page.index("</table>")]
    return grid.split('<tbody class="week" role="rowgroup">')[1:]


def bars_of(week: str) -> list[tuple[str, str]]:
    """Slug and classes of each bar."""
    items = re.findall(r'<td role="cell" colspan="\d" class="(span [^"]+)">(.*?)</td>', week, re.DOTALL)
    return [(linked(body)[0], classes) for classes, body in items if linked(body)]


async def test_weeks_are_rows_and_fairs_are_bars_over_their_days(sqlite_url: str) -> None:
    fairs = [
        a_fair("over-easter", date(2027, 3, 20), 14),
        a_fair("hanover", date(2027, 4, 5), 5),
        a_fair("canton", date(2027, 4, 15), 7, scope=Scope.DOMESTIC, country="CN"),
        a_fair("off", date(2027, 4, 25), 1, status=EditionStatus.CANCELLED),
        a_fair("draft", date(2027, 4, 6), status=EditionStatus.DRAFT),
        a_fair("june", date(2027, 6, 6)),
    ]
    project = a_project(milestones=(a_milestone(planned_on=date(2027, 4, 28)),))
    async with planted_client(sqlite_url, fairs, public=[project]) as client:
        page = (await client.get("/en/calendar/month?month=2027-04")).text

    assert [bars_of(week) for week in weeks_of(page)] == [
        [("over-easter", "span span-overseas kind-overseas from-1 days-5 span-continues")],
        [("hanover", "span span-overseas kind-overseas from-1 days-5")],
        [("canton", "span span-domestic kind-domestic from-4 days-4")],
        [
            ("canton", "span span-domestic kind-domestic from-1 days-3 span-continues"),
            ("off", "span span-cancelled kind-cancelled from-7 days-1 is-cancelled"),
        ],
        [("solar-park-nakuru", "span span-project kind-project from-3 days-1")],
    ]
    assert "Draft" not in page


@pytest.mark.parametrize(
    ("language", "first_day", "weekday", "name"),
    [
        ("en", "29 Mar", "Mon", "April 2027"),
        ("zh-Hans", "3月29日", "周一", "2027年4月"),
        ("ar", "27 مارس", "السبت", "أبريل 2027"),
        ("pt", "28 de mar.", "dom.", "abril de 2027"),
    ],
)
async def test_the_week_begins_as_the_reader_is_used_to(
    client: Client, language: str, first_day: str, weekday: str, name: str
) -> None:
    page = (await client.get(f"/{language}/calendar/month?month=2027-04")).text

    assert f"<h1>{name}</h1>" in page
    assert text_of(weeks_of(page)[0].split("</td>", 1)[0]).endswith(first_day)
    shown = re.findall(r'<span class="month-name" aria-hidden="true">([^<]+)</span>', page)
    assert shown[0] == weekday


async def test_the_month_is_a_table_whose_cells_lie_under_the_days_that_they_are_on(sqlite_url: str) -> None:
    fairs = [
        a_fair("hanover", date(2027, 4, 6), 2),
        a_fair("lyon", date(2027, 4, 9), 2),
        a_fair("long", date(2027, 4, 7), 3),
    ]
    async with planted_client(sqlite_url, fairs) as client:
        page = (await client.get("/en/calendar/month?month=2027-04")).text
    lines = re.findall(r'<tr class="line" role="row">(.*?)</tr>', weeks_of(page)[1], re.DOTALL)
    head = page[page.index("<thead") : page.index("</thead>")]

    assert [re.findall(r'colspan="(\d)"', line) for line in lines] == [["1", "2", "1", "2", "1"], ["2", "3", "2"]]
    assert head.count('<th scope="col" role="columnheader"><span class="unseen">') == 7
    assert "Monday" in head
    assert text_of(weeks_of(page)[1].split("</th>", 1)[0]) == "5–11 April"


@pytest.mark.parametrize(("language", "off"), [("en", [6, 7]), ("ar", [7, 1])])
async def test_the_weekend_is_that_of_the_readers_place(client: Client, language: str, off: list[int]) -> None:
    page = (await client.get(f"/{language}/calendar/month?month=2027-04")).text
    days = re.findall(r'<td role="cell" class="(day[^"]*)"', weeks_of(page)[1])

    assert sorted(number + 1 for number, classes in enumerate(days) if "day-off" in classes) == sorted(off)


async def test_a_full_week_shows_ten_bars_and_leads_to_the_list_for_the_rest(sqlite_url: str) -> None:
    fairs = [a_fair(f"fair-{n:02}", date(2027, 4, 6), 1) for n in range(14)]
    async with planted_client(sqlite_url, fairs) as client:
        page = (await client.get("/en/calendar/month?month=2027-04&country=DE")).text
        rest = (await client.get(address_of(page, "and 4 more"))).text

    assert [len(bars_of(week)) for week in weeks_of(page)] == [0, 10, 0, 0, 0]
    assert address_of(page, "and 4 more") == "/en/calendar?country=DE&from=2027-04-05&to=2027-04-11"
    assert "14 entries found" in text_of(rest)


async def test_a_week_fuller_than_is_read_says_more_than(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, [a_fair(f"fair-{n:02}", date(2027, 4, 6), 1) for n in range(35)]) as client:
        page = (await client.get("/en/calendar/month?month=2027-04")).text

    assert address_of(page, "and more than 20 more") == "/en/calendar?from=2027-04-05&to=2027-04-11"


async def test_deadlines_are_diamonds_where_they_are_asked_for(sqlite_url: str) -> None:
    deadlines = (a_deadline(at=a_deadline().at.replace(year=2027, month=4, day=7)),)
    async with planted_client(sqlite_url, [a_fair("june", date(2027, 6, 6), deadlines=deadlines)]) as client:
        plain = (await client.get("/en/calendar/month?month=2027-04")).text
        asked = (await client.get("/en/calendar/month?month=2027-04&kind=deadline")).text

    assert bars_of(weeks_of(plain)[1]) == []
    assert bars_of(weeks_of(asked)[1]) == [("june", "span span-deadline kind-deadline from-3 days-3")]
    assert "Applications close: June" in text_of(asked)


async def test_months_before_and_after_keep_the_choice(client: Client) -> None:
    page = (await client.get("/en/calendar/month?month=2026-12&country=DE&from=2020-01-01")).text

    assert address_of(page, "November 2026") == "/en/calendar/month?country=DE&month=2026-11"
    assert address_of(page, "January 2027") == "/en/calendar/month?country=DE&month=2027-01"
    assert address_of(page, "This month") == "/en/calendar/month?country=DE"
    assert address_of(page[page.index("<main") :], "Year") == "/en/calendar/year?country=DE"
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/calendar/month?country=DE&amp;month=2026-12">' in page


async def test_today_is_marked_in_its_month_only(client: Client) -> None:
    present = (await client.get("/en/calendar/month")).text
    other = (await client.get("/en/calendar/month?month=2027-04")).text

    assert (
        '<td role="cell" class="day day-today" aria-current="date"><time datetime="2026-11-23"><b>23</b></time></td>'
        in present
    )
    assert "day-today" not in other


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("April", "“April” is not a month: write it as 2027-04."),
        ("2027-13", "“2027-13” is not a month"),
        ("٢٠٢٧-٠٤", "is not a month"),
        ("0001-01", "“0001-01” is too far away: the calendar runs from 1900 to 2199."),
        ("9999-12", "too far away"),
    ],
)
async def test_a_month_that_cannot_be_shown_is_named_and_the_present_one_shown(
    client: Client, month: str, said: str
) -> None:
    answer = await client.get(f"/en/calendar/month?month={month}")

    assert answer.status_code == 200
    assert said in text_of(answer.text)
    assert f'value="{month}"' in answer.text
    assert "<h1>November 2026</h1>" in answer.text


@pytest.mark.parametrize("month", ["1900-01", "2199-12"])
async def test_the_calendar_ends_without_a_fault(client: Client, month: str) -> None:
    assert (await client.get(f"/ar/calendar/month?month={month}")).status_code == 200


async def test_filters_narrow_the_month(sqlite_url: str) -> None:
    fairs = [a_fair("german", date(2027, 4, 6)), a_fair("french", date(2027, 4, 6), country="FR")]
    async with planted_client(sqlite_url, fairs) as client:
        page = (await client.get("/en/calendar/month?month=2027-04&country=FR")).text
        none = (await client.get("/en/calendar/month?month=2027-04&country=JP")).text

    assert bars_of(weeks_of(page)[1])[0][0] == "french"
    assert len(bars_of(weeks_of(page)[1])) == 1
    assert "Nothing is entered for this month with these choices." in none


async def test_a_name_in_another_language_says_so(sqlite_url: str) -> None:
    fair = a_fair("light", date(2027, 4, 6), name=a_text("Light"))
    async with planted_client(sqlite_url, [fair]) as client:
        page = (await client.get("/ar/calendar/month?month=2027-04")).text

    assert '<bdi lang="en" dir="ltr">Light</bdi></a></span> <span class="fallback"' in page


async def test_the_month_asks_as_often_for_thirty_rows_as_for_one(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = a_fair("fair-00", APRIL)
    more = [replace(a_fair(f"fair-{n:02}", APRIL + timedelta(days=n)), country="DE") for n in range(1, 30)]
    counts = []
    for fairs in ([one], more):
        async with planted_client(sqlite_url, fairs) as client:
            with counted_queries(monkeypatch) as seen:
                await client.get("/en/calendar/month?month=2027-04&country=DE")
            counts.append(len(seen))

    # Each of five weeks, and what is on before them: where to begin, and the rows.
    assert counts[0] == counts[1] <= 15
