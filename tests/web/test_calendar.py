from datetime import date, timedelta
from typing import Any

import pytest

from events_app.domain.countries import Scope
from events_app.domain.exhibitions import Edition, EditionStatus
from tests.builders import a_deadline, a_project, a_session, a_text, an_id
from tests.clients import Client
from tests.web.planting import a_fair, address_of, counted_queries, listed, planted_client, text_of

TODAY = date(2026, 11, 23)


def some_fairs(number: int) -> list[Edition]:
    """One fair each day from today on."""
    return [a_fair(f"fair-{n:02}", TODAY + timedelta(days=n)) for n in range(number)]


async def test_the_list_begins_today_under_headings_of_months(sqlite_url: str) -> None:
    fairs = [
        a_fair("past", date(2026, 11, 1)),
        a_fair("today", TODAY),
        a_fair("spring", date(2027, 4, 5)),
        a_fair("draft", date(2027, 4, 6), status=EditionStatus.DRAFT, name=a_text("Nobody may see this")),
    ]
    async with planted_client(sqlite_url, fairs, public=[a_project()]) as client:
        page = (await client.get("/en/calendar")).text

    assert listed(page) == ["today", "spring"]
    assert page.index("November 2026</h2>") < page.index("April 2027</h2>")
    assert "2 entries from today on" in text_of(page)
    assert "Nobody may see this" not in page


async def test_what_is_running_stands_in_a_box_of_its_own_on_the_first_page_only(sqlite_url: str) -> None:
    fairs = [a_fair("running", TODAY - timedelta(days=2), 5), *some_fairs(31)]
    async with planted_client(sqlite_url, fairs) as client:
        first = (await client.get("/en/calendar")).text
        second = (await client.get(address_of(first, "Later"))).text
        chosen = (await client.get("/en/calendar?from=2026-11-22")).text

    assert listed(first)[0] == "running"
    assert "Running now</h2>" in first
    assert "running" not in listed(second)
    assert "Already running on 22 Nov 2026" in text_of(chosen)


FACETS = [
    ("country=CN", ["home"]),
    ("country=fr,cn", ["home", "paris"]),
    ("group=EU", ["rail", "paris"]),
    ("scope=domestic", ["home"]),
    ("sector=rail", ["rail"]),
    ("status=cancelled", ["paris"]),
    ("status=postponed", ["rail"]),
    ("dates=open", ["home"]),
    ("dates=confirmed", ["rail", "paris"]),
    ("q=RAIL", ["rail"]),
    ("q=轨道", ["rail"]),
    ("kind=milestone", ["solar-park-nakuru"]),
    ("kind=session", ["rail"]),
    ("kind=deadline", ["rail"]),
    ("from=2026-09-01&to=2026-12-31", ["solar-park-nakuru", "home"]),
    ("to=2026-11-22", ["solar-park-nakuru"]),
    ("from=2027-02-01&sector=rail&scope=overseas&dates=confirmed&q=rail", ["rail"]),
    ("country=&q=&from=", ["home", "rail", "paris"]),
]


@pytest.mark.parametrize(("query", "expected"), FACETS)
async def test_every_filter_narrows_the_list(sqlite_url: str, query: str, expected: list[str]) -> None:
    rail: dict[str, Any] = {"sectors": ("rail",), "country": "DE", "status": EditionStatus.POSTPONED}
    at = {"at": a_deadline().at.replace(year=2027)}
    meeting = a_session()
    meeting = a_session(
        starts_at=meeting.starts_at.replace(year=2027, month=2, day=2),
        ends_at=meeting.ends_at.replace(year=2027, month=2, day=2),
    )
    fairs = [
        a_fair("home", date(2026, 12, 1), country="CN", scope=Scope.DOMESTIC, dates_confirmed=False),
        a_fair(
            "rail",
            date(2027, 2, 1),
            name=a_text("Rail Days", zh_Hans="轨道交通展"),
            deadlines=(a_deadline(**at),),
            sessions=(meeting,),
            **rail,
        ),
        a_fair("paris", date(2027, 3, 1), country="FR", status=EditionStatus.CANCELLED),
        a_fair("draft", date(2027, 2, 1), status=EditionStatus.DRAFT, country="CN", sectors=("rail",)),
    ]
    async with planted_client(sqlite_url, fairs, public=[a_project()]) as client:
        answer = await client.get(f"/en/calendar?{query}")

    assert (answer.status_code, listed(answer.text)) == (200, expected)


async def test_what_is_chosen_is_shown_and_can_be_taken_away_and_subscribed_to(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, some_fairs(1)) as client:
        page = (await client.get("/en/calendar?country=DE&scope=overseas")).text

    chips = page[page.index('class="chosen"') :]
    assert text_of(chips[: chips.index("</ul>")])[16:] == "Overseas Remove Germany Remove Clear all"
    assert 'href="/en/calendar?scope=overseas" aria-label="Remove: Germany"' in page
    assert address_of(page, "Clear all") == "/en/calendar"
    assert "/feeds/en/calendar.ics?country=DE&amp;scope=overseas</code>" in page
    assert 'href="/en/subscribe?country=DE&amp;scope=overseas"' in page
    assert '<input type="checkbox" name="country" value="DE" checked>' in page


async def test_the_choice_is_in_the_title_and_in_the_canonical_address(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, some_fairs(1)) as client:
        page = (await client.get("/fr/calendar?country=FR&country=DE&q=")).text
        searched = (await client.get("/fr/calendar?q=fair")).text

    assert "France" in page[page.index("<title>") : page.index("</title>")]
    assert '<link rel="canonical" href="http://127.0.0.1:8000/fr/calendar?country=FR&amp;country=DE">' in page
    assert 'hreflang="ar" href="http://127.0.0.1:8000/ar/calendar?country=FR&amp;country=DE"' in page
    assert '<meta name="robots" content="noindex">' in searched


BAD = [
    ("from=tomorrow", 'value="tomorrow" aria-invalid="true"', "“tomorrow” is not a date: write it as 2027-04-30."),
    ("to=2027-02-30", 'value="2027-02-30"', "“2027-02-30” is not a date"),
    ("from=2027-05-01&to=2027-04-01", 'value="2027-04-01"', "The end of the period is before its start."),
    ("from=0001-01-01", 'value="0001-01-01"', "too far away: the calendar runs from 1900 to 2199."),
    ("to=9999-12-31", 'value="9999-12-31"', "too far away"),
    ("country=Atlantis", 'id="country-error"', "“Atlantis” is not one of the choices."),
    ("kind=<script>", 'id="kind-error"', "“<script>” is not one of the choices."),
    ("status=x&scope=x&group=x&sector=x&dates=x", 'id="dates-error"', "“x” is not one of the choices."),
    ("q=" + "a" * 300, 'id="q-error"', "The search text is too long (at most 200 characters)."),
]


@pytest.mark.parametrize(("query", "kept", "said"), BAD)
async def test_what_cannot_be_read_is_named_beside_its_field_and_the_rest_still_works(
    client: Client, query: str, kept: str, said: str
) -> None:
    answer = await client.get(f"/en/calendar?{query}")

    assert answer.status_code == 200
    assert kept in answer.text
    assert said in text_of(answer.text)
    assert '<details class="filters" open>' in answer.text
    assert "<script>”" not in answer.text


@pytest.mark.parametrize(
    "query", ["after=x", "before=%F0%9F%98%80", "after=AAAA&before=", "q=%00%FF", "q=?!", "after="]
)
async def test_a_mangled_address_shows_a_page_all_the_same(client: Client, query: str) -> None:
    assert (await client.get(f"/en/calendar?{query}")).status_code == 200


async def test_pages_lead_on_and_back_and_beyond_today_into_the_past(sqlite_url: str) -> None:
    past = [a_fair(f"past-{n:02}", TODAY - timedelta(days=40 - n), 1) for n in range(35)]
    async with planted_client(sqlite_url, past + some_fairs(65)) as client:
        pages = [(await client.get("/en/calendar?sector=ict")).text]
        while len(pages) < 3:
            pages.append((await client.get(address_of(pages[-1], "Later"))).text)
        back = (await client.get(address_of(pages[1], "Earlier"))).text
        before = (await client.get(address_of(pages[0], "Earlier"))).text
        long_before = (await client.get(address_of(before, "Earlier"))).text
        again = (await client.get(address_of(long_before, "Later"))).text

    assert [slug for page in pages for slug in listed(page)] == [f"fair-{n:02}" for n in range(65)]
    assert ">Later</a>" not in pages[2]
    assert listed(back) == listed(pages[0])
    assert listed(before) == [f"past-{n:02}" for n in range(5, 35)]
    assert listed(long_before) == [f"past-{n:02}" for n in range(5)]
    assert ">Earlier</a>" not in long_before
    assert listed(again) == listed(before)
    assert "100 entries found" in text_of(before)


async def test_the_end_of_the_list_says_so_and_leads_back(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, some_fairs(1)) as client:
        page = (await client.get(address_of((await client.get("/en/calendar")).text, "Earlier"))).text

    assert "The list ends here" in page
    assert address_of(page, "Back to the beginning of the list") == "/en/calendar"


async def test_an_empty_list_names_the_nearest_months_and_what_to_take_away(sqlite_url: str) -> None:
    fairs = [
        a_fair("autumn", date(2026, 10, 6), country="FR"),
        a_fair("winter", date(2027, 12, 6), country="FR"),
        a_fair("august", date(2027, 8, 6), country="DE"),
    ]
    async with planted_client(sqlite_url, fairs) as client:
        page = (await client.get("/en/calendar?country=FR&from=2027-08-01&to=2027-08-31")).text

    assert "No events match these choices" in page
    assert listed(page) == ["autumn", "winter"]
    assert address_of(page, "Look in December 2027 instead") == "/en/calendar?country=FR&from=2027-12-01&to=2027-12-31"
    assert address_of(page, "Without “France”: 1 result") == "/en/calendar?from=2027-08-01&to=2027-08-31"
    assert address_of(page, "Without “Until 31 Aug 2027”: 1 result") == "/en/calendar?country=FR&from=2027-08-01"


async def test_more_than_a_thousand_are_not_counted_out(sqlite_url: str) -> None:
    deadlines = tuple(a_deadline(id=an_id(f"d{n}"), at=a_deadline().at.replace(year=2027)) for n in range(1001))
    async with planted_client(sqlite_url, [a_fair("busy", date(2027, 9, 1), deadlines=deadlines)]) as client:
        page = (await client.get("/en/calendar?kind=deadline")).text

    assert "More than 1,000 entries from today on" in text_of(page)


@pytest.mark.parametrize(
    ("language", "direction", "month", "name"),
    [
        ("en", "ltr", "April 2027", '<bdi lang="en" dir="ltr">Light</bdi>'),
        ("zh-Hans", "ltr", "2027年4月", '<bdi lang="zh-Hans" dir="ltr">灯光展</bdi>'),
        ("ar", "rtl", "أبريل 2027", '<bdi lang="en" dir="ltr">Light</bdi>'),
    ],
)
async def test_the_list_speaks_the_language_of_its_address(
    sqlite_url: str, language: str, direction: str, month: str, name: str
) -> None:
    fair = a_fair("light", date(2027, 4, 5), name=a_text("Light", zh_Hans="灯光展"))
    async with planted_client(sqlite_url, [fair]) as client:
        answer = await client.get(f"/{language}/calendar")

    assert f'<html lang="{language}" dir="{direction}"' in answer.text
    assert f"{month}</h2>" in answer.text
    assert name in answer.text
    assert answer.headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize("query", ["", "?country=DE&sector=ict&q=fair", "?from=2026-11-01"])
async def test_the_list_asks_as_often_for_thirty_rows_as_for_one(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    counts = []
    for fairs in (some_fairs(1), some_fairs(30)[1:]):
        async with planted_client(sqlite_url, fairs) as client:
            with counted_queries(monkeypatch) as seen:
                await client.get(f"/en/calendar{query}")
            counts.append(len(seen))

    assert counts[0] == counts[1] <= 8


async def test_separate_regions_are_offered_only_where_there_are_any(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, []) as client:
        without = (await client.get("/en/calendar")).text
    async with planted_client(sqlite_url, [], SEPARATE_REGIONS="HK") as client:
        with_some = (await client.get("/en/calendar")).text

    assert ['value="separate"' in page for page in (without, with_some)] == [False, True]
