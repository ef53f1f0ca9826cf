"""Public technology offers: found by filters and words, read in each language, gone when they should be."""

from datetime import timedelta
from pathlib import Path

import pytest

from events_app.actions import companies
from events_app.actions import offers as actions
from events_app.actions.files import Sent
from events_app.domain.offers import HOLDS_FOR, Visibility
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from tests.clients import NOW, Client, opened_client
from tests.offer_builders import a_profile, plant_offer
from tests.web.planting import text_of
from tests.web.signing_in import an_organisation

HOME = "/en/offers"


async def a_shop() -> Organisation:
    return await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")


async def test_nothing_yet_is_said(client: Client) -> None:
    assert "No offer is public yet." in text_of((await client.get(HOME)).text)


async def test_an_offer_is_read_with_its_company(client: Client) -> None:
    company = await a_shop()
    profile = a_profile(company_id=company.id)
    await companies.write(company.id, lambda _old: profile, version=None, by=SYSTEM, now=NOW)
    await plant_offer(company, licence_number="SECRET-1", control_number="3A001")
    await plant_offer(company, "other", title=Text.of("en", "Another valve"))

    answer = await client.get(f"{HOME}/control-valves")
    page = text_of(answer.text)

    for words in (
        "Control valves",
        "Valves",
        "Makes valves.",
        "9 – proven in operation",
        "3A001",
        "Another valve",
        "in force",
    ):
        assert words in page, words
    assert "SECRET-1" not in page
    assert "export@valves.example" not in answer.text, "contacts are for partners"
    assert "set-cookie" not in answer.headers
    assert "صمامات تحكم" in (await client.get("/ar/offers/control-valves")).text
    assert 'lang="en"' in (await client.get("/fr/offers/control-valves")).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sector=industry", 1),
        ("sector=medical", 1),
        ("field=31", 2),
        ("form=licence", 2),
        ("form=training", 0),
        ("q=leak+valv", 2),
        ("q=hearts", 1),
        ("q=nothing", 0),
        ("sector=nonsense&field=99&form=x", 2),
    ],
)
async def test_filters_and_words_narrow_the_list(client: Client, query: str, found: int) -> None:
    company = await a_shop()
    await plant_offer(company)
    await plant_offer(company, "hearts", sectors=("medical",), title=Text.of("en", "Hearts and valves"))

    page = await client.get(f"{HOME}?{query}")

    assert page.status_code == 200
    assert f"{found} offer{'' if found == 1 else 's'} found" in text_of(page.text)


async def test_a_filtered_list_says_how_to_see_all(client: Client) -> None:
    await plant_offer(await a_shop())

    page = await client.get(f"{HOME}?sector=medical")

    assert "No offer meets all of these choices." in text_of(page.text)
    assert 'content="noindex' in page.text


async def test_pages_follow_one_another(client: Client) -> None:
    company = await a_shop()
    for number in range(30):
        await plant_offer(company, f"offer-{number}", now=NOW - timedelta(days=number))

    first = (await client.get(HOME)).text
    assert first.count('class="edition-row"') == 24
    following = first.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
    second = (await client.get(following)).text
    assert second.count('class="edition-row"') == 6
    assert 'rel="prev"' in second
    assert "offer-29" in second


async def test_what_is_not_for_everybody_is_not_there(client: Client) -> None:
    company = await a_shop()
    await plant_offer(company, "partners", visibility=Visibility.PARTNERS)
    await plant_offer(company, "organisers", visibility=Visibility.ORGANISERS)
    await plant_offer(company, "waiting", is_approved=False)
    await plant_offer(company, "old", now=NOW - HOLDS_FOR - timedelta(days=2))
    gone = await plant_offer(company, "gone")
    await actions.withdraw(gone.slug, by=SYSTEM, now=NOW)

    assert "No offer is public yet." in text_of((await client.get(HOME)).text)
    for slug in ("partners", "organisers", "waiting", "old", "gone", "never"):
        assert (await client.get(f"{HOME}/{slug}")).status_code == 404, slug
        assert (await client.get(f"{HOME}/{slug}/logo")).status_code == 404, slug


async def test_the_logo_is_shown_with_a_public_offer(sqlite_url: str, tmp_path: Path) -> None:
    async with opened_client(sqlite_url, DATA_DIR=str(tmp_path)) as client:
        company = await a_shop()
        await plant_offer(company)
        assert (await client.get(f"{HOME}/control-valves/logo")).status_code == 404
        picture = Sent(content=b"\x89PNG", name="logo.png", media_type="image/png")
        await companies.set_logo(company.id, picture, data_dir=tmp_path, by=SYSTEM, now=NOW)

        answer = await client.get(f"{HOME}/control-valves/logo")

        assert (answer.content, answer.headers["content-type"]) == (b"\x89PNG", "image/png")
        assert f'src="{HOME}/control-valves/logo"' in (await client.get(f"{HOME}/control-valves")).text


async def test_the_sitemap_follows_the_offers(client: Client) -> None:
    assert "offers/control-valves" not in (await client.get("/sitemap.xml")).text
    await plant_offer(await a_shop())

    assert "/en/offers/control-valves" in (await client.get("/sitemap.xml")).text
    assert "/ar/offers/control-valves" in (await client.get("/sitemap.xml?part=offers")).text
