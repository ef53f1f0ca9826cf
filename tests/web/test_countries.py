# ruff: noqa: ANN401 - the changes are fields of a value; a wrong one fails in `replace`
from datetime import UTC, date, datetime
from typing import Any

import pytest

from events_app.actions import exhibitions
from events_app.domain.exhibitions import Days, Edition, EditionStatus
from events_app.domain.rights import SYSTEM
from events_app.web.countries import SHOWN, Clock, clocks_of
from tests.builders import a_project, a_text, an_edition, an_id
from tests.clients import NOW, Client, opened_client
from tests.planting import context, plant, plant_projects
from tests.queries import counted_queries
from tests.reading import text_of


def a_fair(word: str, **changes: Any) -> Edition:
    fields = {
        "id": an_id(word),
        "slug": word,
        "name": a_text(f"Fair {word}"),
        "days": Days(date(2027, 3, 8), date(2027, 3, 13)),
    }
    return an_edition(**fields | changes)


async def test_the_index_counts_what_is_coming_by_region_of_the_world(client: Client) -> None:
    await plant(
        a_fair("one"),
        a_fair("two", days=Days(date(2028, 3, 8), date(2028, 3, 13))),
        a_fair("past", days=Days(date(2026, 3, 8), date(2026, 3, 13))),
        a_fair("draft", status=EditionStatus.DRAFT, country="KE"),
    )

    text = await text_of(client, "/en/countries")

    europe = text.split(" Europe ")[1].split(" Oceania ")[0]
    assert "Germany 2" in europe
    assert "Kenya Lesotho" in text
    regions = [
        text.index(words) for words in (" Africa Algeria", " Americas Anguilla", " Asia Afghanistan", " Europe ")
    ]
    assert regions == sorted(regions)


@pytest.mark.parametrize(
    ("language", "earlier", "later"),
    [("en", "Austria", "Belgium"), ("zh-Hans", "阿尔巴尼亚", "波兰"), ("ar", "إسبانيا", "البرتغال")],
)
async def test_the_index_stands_in_the_order_of_the_readers_language(
    client: Client, language: str, earlier: str, later: str
) -> None:
    text = await text_of(client, f"/{language}/countries")

    assert text.rindex(earlier) < text.rindex(later)


async def test_the_index_can_be_narrowed_to_a_group_and_to_those_with_exhibitions(client: Client) -> None:
    await plant(a_fair("one", country="VN"), a_fair("two"))

    group = await text_of(client, "/en/countries?group=asean")
    held = await text_of(client, "/en/countries?group=ASEAN&held=1")

    assert "11 countries and regions" in group
    assert "Vietnam 1" in group
    assert "Germany" not in group
    assert "1 country or region" in held
    assert "Thailand" not in held


async def test_a_choice_that_nothing_meets_leads_back(client: Client) -> None:
    assert "Show all countries and regions" in await text_of(client, "/en/countries?group=asean&held=1")


async def test_a_country_shows_what_is_on_what_comes_and_the_projects_there(client: Client) -> None:
    await plant(
        a_fair("coming"),
        a_fair("running", days=Days(date(2026, 11, 20), date(2026, 11, 24))),
        a_fair("elsewhere", country="FR"),
        a_fair("hidden", status=EditionStatus.DRAFT),
    )
    await plant_projects(
        a_project(countries=("DE",)),
        a_project(
            id=an_id("internal"),
            slug="internal",
            countries=("DE",),
            name=a_text("Hidden project"),
            is_public=False,
            milestones=(),
        ),
    )

    text = await text_of(client, "/en/countries/DE")

    assert "Germany 1 exhibition opens from today on." in text
    assert "Fair running" in text.split("On now")[1].split("Coming exhibitions")[0]
    assert "Fair coming" in text.split("Coming exhibitions")[1].split("Cooperation projects")[0]
    assert "Solar park near Nakuru" in text
    assert "Fair elsewhere" not in text
    assert "hidden" not in text.lower()


async def test_a_long_list_is_cut_and_leads_to_the_calendar(client: Client) -> None:
    days = [date(2027, 3, 1 + number) for number in range(SHOWN + 1)]
    await plant(*(a_fair(f"n{number:02}", days=Days(day, day)) for number, day in enumerate(days)))

    html = (await client.get("/en/countries/DE")).text

    assert f"Fair n{SHOWN - 1:02}" in html
    assert f"Fair n{SHOWN:02}" not in html
    assert f"{SHOWN + 1} exhibitions open from today on." in html
    assert 'href="/en/calendar?country=de&amp;from=2026-11-23&amp;kind=exhibition"' in html


async def test_facts_carry_their_year_and_source(client: Client) -> None:
    text = await text_of(client, "/en/countries/DE")

    for words in (
        "Region Europe",
        "Development class Developed",
        "Currency Euro ( EUR )",
        "Official languages German",
        "Gross domestic product USD 4.66 trillion 2024",
        "Growth in real terms -0.2% 2024",
        "Imports come from (2023) China 12%",
        "Source: The World Factbook, 2024–25 edition.",
        "EU European Union · since 1958",
    ):
        assert words in text


async def test_what_the_source_has_in_english_only_is_marked(client: Client) -> None:
    html = (await client.get("/ar/countries/DE")).text

    assert '<bdi lang="en" dir="ltr">machine tools</bdi>' in html


async def test_time_and_the_next_change_of_the_clocks_are_told_with_the_office(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, HOME_ZONE="Asia/Shanghai") as client:
        text = await text_of(client, "/en/countries/DE")

    assert "Berlin, UTC+1: now 10:30 From 28 March 2027: UTC+2 Office time: Shanghai, UTC+8, now 17:30" in text


def test_zones_with_the_same_time_are_told_once() -> None:
    assert clocks_of("PT", NOW) == (
        Clock("Europe/Lisbon", date(2027, 3, 28), "UTC+1"),
        Clock("Atlantic/Azores", date(2027, 3, 28), "UTC"),
    )
    assert clocks_of("CN", datetime(2026, 7, 1, tzinfo=UTC))[0] == Clock("Asia/Shanghai", None, "")


async def test_holidays_of_six_months_are_listed_and_missing_ones_said_to_be_missing(client: Client) -> None:
    assert "25 Dec Christmas Day" in await text_of(client, "/en/countries/DE")
    assert "No data: the public holidays here are not known to us." in await text_of(client, "/en/countries/BV")


async def test_a_country_without_exhibitions_still_has_a_useful_page(client: Client) -> None:
    text = await text_of(client, "/en/countries/KE")

    assert "No coming exhibition here is known yet." in text
    assert "Kenyan Shilling" in text
    assert "Nairobi, UTC+3" in text


@pytest.mark.parametrize("code", ["AQ", "XK", "VA", "HK", "TW", "BV"])
async def test_every_odd_code_has_a_page(client: Client, code: str) -> None:
    assert (await client.get(f"/en/countries/{code}")).status_code == 200


async def test_small_letters_lead_to_the_page_and_unknown_codes_nowhere(client: Client) -> None:
    small = await client.get("/fr/countries/de")

    assert (small.status_code, small.headers["location"]) == (308, "/fr/countries/DE")
    assert (await client.get("/en/countries/ZZ")).status_code == 404
    assert (await client.get("/en/countries/germany")).status_code == 404


async def test_a_country_can_be_followed(client: Client) -> None:
    html = (await client.get("/zh-Hans/countries/DE")).text

    assert 'href="webcal://127.0.0.1:8000/feeds/zh-Hans/countries/DE.ics"' in html
    assert "<h1>德国</h1>" in html


@pytest.mark.parametrize("path", ["/en/countries", "/en/countries/DE"])
async def test_the_number_of_queries_does_not_grow_with_the_rows(client: Client, path: str) -> None:
    await plant(a_fair("0"))
    await plant_projects(a_project(countries=("DE",)))
    await client.get(path)
    with counted_queries() as few:
        await client.get(path)

    for number in range(1, 30):
        await exhibitions.add_edition(a_fair(str(number)), by=SYSTEM, context=context(), now=NOW)
        await plant_projects(a_project(id=an_id(f"p{number}"), slug=f"p{number}", countries=("DE",), milestones=()))
    await client.get(path)
    with counted_queries() as many:
        await client.get(path)

    assert len(many) == len(few)
    assert len(few) <= 13
