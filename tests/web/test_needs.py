"""Public technology needs: found by filters and words, read in each language, gone when they should be."""

from datetime import timedelta

import pytest

from events_app.actions import needs as actions
from events_app.domain.needs import Visibility
from events_app.domain.offers import HOLDS_FOR
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from tests.clients import NOW, Client
from tests.need_builders import a_partner, plant_need
from tests.web.planting import text_of

HOME = "/en/needs"


async def test_nothing_yet_is_said(client: Client) -> None:
    assert "No need is shown here yet." in text_of((await client.get(HOME)).text)
    assert 'href="/en/needs"' in (await client.get("/en/offers")).text


async def test_a_need_is_read_with_who_states_it(client: Client) -> None:
    partner, _ = await a_partner()
    await plant_need(partner)
    await plant_need(None, "dams", title=Text.of("en", "Gates for dams"))

    answer = await client.get(f"{HOME}/dry-wells")
    page = text_of(answer.text)

    for words in (
        "Pumps for dry wells",
        "Wells",
        "Kenya",
        "7 – prototype demonstrated in operation",
        "90,000.50",
        "English and Swahili",
        "Gates for dams",
        "Written by the partner",
    ):
        assert words in page, words
    assert "set-cookie" not in answer.headers
    assert "Pompes pour puits secs" in (await client.get("/fr/needs/dry-wells")).text
    assert 'lang="en"' in (await client.get("/ar/needs/dry-wells")).text
    assert "Written down and reviewed by the authority" in text_of((await client.get(f"{HOME}/dams")).text)


async def test_an_example_is_marked(client: Client) -> None:
    need = await plant_need()
    assert "An example, not a real need" not in text_of((await client.get(f"{HOME}/{need.slug}")).text)
    invented = await actions.begin(None, need.content, slug="invented", is_illustrative=True, by=SYSTEM, now=NOW)
    await actions.submit(invented.slug, by=SYSTEM, now=NOW)
    await actions.decide(invented.slug, is_approved=True, by=SYSTEM, now=NOW, zone="UTC")

    assert "An example, not a real need" in text_of((await client.get(f"{HOME}/invented")).text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country=KE", 1),
        ("country=PE", 1),
        ("sector=agriculture", 1),
        ("sector=medical", 1),
        ("field=26", 2),
        ("form=training", 2),
        ("form=licence", 0),
        ("q=pump+repa", 2),
        ("q=hearts", 1),
        ("q=nothing", 0),
        ("country=XX&sector=nonsense&field=99&form=x", 2),
    ],
)
async def test_filters_and_words_narrow_the_list(client: Client, query: str, found: int) -> None:
    await plant_need()
    await plant_need(None, "hearts", country="PE", sectors=("medical",), title=Text.of("en", "Hearts"))

    page = await client.get(f"{HOME}?{query}")

    assert page.status_code == 200
    assert f"{found} need{'' if found == 1 else 's'} found" in text_of(page.text)


async def test_a_filtered_list_says_how_to_see_all(client: Client) -> None:
    await plant_need()

    page = await client.get(f"{HOME}?sector=medical")

    assert "No need meets all of these choices." in text_of(page.text)
    assert 'content="noindex' in page.text


async def test_pages_follow_one_another(client: Client) -> None:
    partner, _ = await a_partner()
    for number in range(30):
        await plant_need(partner, f"need-{number}", now=NOW - timedelta(days=number))

    first = (await client.get(HOME)).text
    assert first.count('class="edition-row"') == 24
    following = first.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
    second = (await client.get(following)).text
    assert second.count('class="edition-row"') == 6
    assert 'rel="prev"' in second
    assert "need-29" in second


async def test_what_is_not_for_everybody_is_not_there(client: Client) -> None:
    await plant_need(None, "exporters", visibility=Visibility.EXPORTERS)
    await plant_need(None, "organisers", visibility=Visibility.ORGANISERS)
    await plant_need(None, "waiting", is_approved=False)
    await plant_need(None, "old", now=NOW - HOLDS_FOR - timedelta(days=2))
    await plant_need(None, "over", now=NOW - timedelta(days=9), wanted_until=NOW.date() - timedelta(days=1))
    gone = await plant_need(None, "gone")
    await actions.withdraw(gone.slug, by=SYSTEM, now=NOW)

    assert "No need is shown here yet." in text_of((await client.get(HOME)).text)
    country = text_of((await client.get("/en/countries/KE")).text)
    assert "No technology need from here is public yet." in country
    for slug in ("exporters", "organisers", "waiting", "old", "over", "gone", "never"):
        assert (await client.get(f"{HOME}/{slug}")).status_code == 404, slug


async def test_the_page_of_a_country_names_what_is_sought_there(client: Client) -> None:
    await plant_need()
    await plant_need(None, "hearts", country="PE", title=Text.of("en", "Hearts"))

    page = (await client.get("/en/countries/KE")).text

    assert 'href="/en/needs/dry-wells"' in page
    assert 'href="/en/needs?country=KE"' in page
    assert "Hearts" not in page


async def test_the_sitemap_follows_the_needs(client: Client) -> None:
    assert "needs/dry-wells" not in (await client.get("/sitemap.xml")).text
    await plant_need()

    assert "/en/needs/dry-wells" in (await client.get("/sitemap.xml")).text
    assert "/ar/needs/dry-wells" in (await client.get("/sitemap.xml?part=needs")).text
