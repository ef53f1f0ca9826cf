"""Matches at the desk: the heat map, rankings, and a score explained, with names and figures as they are."""

import io
from datetime import date

import openpyxl

from events_app.actions import exhibitions
from events_app.domain.exhibitions import Edition
from events_app.domain.offers import CooperationForm
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.projects import ExportClass
from events_app.domain.rights import SYSTEM
from tests.builders import a_series
from tests.clients import NOW, Client
from tests.need_builders import plant_need
from tests.offer_builders import plant_offer
from tests.web.planting import CONTEXT, a_fair, text_of
from tests.web.signing_in import an_organisation, signed_in

HOME = "/en/desk/matches"


async def a_shop(slug: str = "valves") -> Organisation:
    return await an_organisation(OrganisationKind.EXPORTER, slug, country="CN")


async def plant_fair(edition: Edition) -> None:
    await exhibitions.add_series(a_series(), by=SYSTEM, now=NOW)
    await exhibitions.add_edition(edition, by=SYSTEM, context=CONTEXT, now=NOW)


async def test_without_offers_the_page_says_what_is_missing(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    page = text_of((await client.get(HOME)).text)

    assert "No matches yet" in page
    assert (await client.get(f"{HOME}.xlsx")).status_code == 200


async def test_a_stated_need_brings_its_country_to_the_front(client: Client) -> None:
    await plant_offer(await a_shop(), now=NOW)
    await plant_need(None, "valves-wanted", country="KE", sectors=("industry",), fields=(27, 31), now=NOW)
    await signed_in(client, Role.OFFICER)

    page = (await client.get(f"{HOME}?show=needs")).text

    assert f'href="{HOME}/countries/KE"' in page
    assert f'href="{HOME}/offers/control-valves/KE"' in page
    assert f'href="{HOME}/countries/DE"' not in page
    ranked = (await client.get(f"{HOME}/offers/control-valves")).text
    first = ranked.index(f"{HOME}/offers/control-valves/KE")
    assert ranked.index(f"{HOME}/offers/control-valves/") == first


async def test_filters_keep_what_they_name(client: Client) -> None:
    await plant_offer(await a_shop(), now=NOW)
    await plant_offer(await a_shop("drugs"), "vaccines", sectors=("pharma",), fields=(16,), now=NOW)
    await signed_in(client, Role.AUDITOR)

    pharma = (await client.get(f"{HOME}?sector=pharma&class=developed&group=OECD")).text
    assert "/vaccines/" in pharma
    assert "/control-valves/" not in pharma
    assert f'href="{HOME}/countries/KE"' not in pharma
    none = text_of((await client.get(f"{HOME}?sector=rail")).text)
    assert "Nothing is found with these filters" in none


async def test_the_workbook_has_every_partner(client: Client) -> None:
    await plant_offer(await a_shop(), now=NOW)
    await signed_in(client, Role.OFFICER)

    answer = await client.get(f"{HOME}.xlsx?class=developing")

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0][0] == "company"
    assert "KE" in rows[0]
    assert "DE" not in rows[0]
    assert rows[1][0] == "Valves"
    assert all(value is None or 0 <= value <= 1 for value in rows[1][1:])


async def test_a_score_is_explained_part_by_part(client: Client) -> None:
    shop = await a_shop()
    await plant_offer(shop, now=NOW, forms=(CooperationForm.EQUIPMENT,))
    await plant_need(
        None,
        "valves-wanted",
        country="KE",
        sectors=("industry",),
        fields=(27,),
        forms=(CooperationForm.TRAINING,),
        now=NOW,
    )
    await plant_fair(a_fair("nairobi", date(2027, 4, 5), country="KE", sectors=("industry",)))
    await signed_in(client, Role.OFFICER)

    page = text_of((await client.get(f"{HOME}/offers/control-valves/KE")).text)

    assert "It meets the stated need" in page
    assert "The form of cooperation that is wanted is not offered." in page
    assert "An exhibition for it opens there on 5 Apr 2027" in page
    assert "The World Factbook, 2024–25 edition · 2023" in page
    assert "Nothing is known: its weight goes to the other parts." in page
    assert "Why not more" in page
    assert "version 0" in page


async def test_an_excluded_pair_says_why_and_has_no_score(client: Client) -> None:
    await plant_offer(await a_shop(), now=NOW, export_class=ExportClass.RESTRICTED)
    await signed_in(client, Role.OFFICER)

    page = text_of((await client.get(f"{HOME}/offers/control-valves/KE")).text)

    assert "This pair is not matched" in page
    assert "The technology needs an export licence, and the offer names none in force." in page
    assert "Excluded" in page


async def test_the_page_of_a_country_ranks_offers_and_lists_needs(client: Client) -> None:
    await plant_offer(await a_shop(), now=NOW)
    await plant_offer(await a_shop("drugs"), "vaccines", sectors=("pharma",), fields=(16,), now=NOW)
    await plant_need(None, "vaccines-wanted", country="KE", sectors=("pharma",), fields=(16,), now=NOW)
    await signed_in(client, Role.UNIT_OFFICER)

    page = (await client.get(f"{HOME}/countries/KE")).text

    assert page.index("/vaccines/KE") < page.index("/control-valves/KE")
    assert 'href="/en/desk/needs/vaccines-wanted"' in page
    assert "/control-valves/KE" not in (await client.get(f"{HOME}/countries/KE?sector=pharma")).text
    assert (await client.get(f"{HOME}/countries/ZZ")).status_code == 404
    assert (await client.get(f"{HOME}/offers/nothing/KE")).status_code == 404


async def test_a_change_is_seen_at_once(client: Client) -> None:
    await plant_offer(await a_shop(), now=NOW)
    await signed_in(client, Role.OFFICER)
    before = text_of((await client.get(f"{HOME}/offers/control-valves/KE")).text)
    assert "No need of this country or region is on record." in before

    await plant_need(None, "valves-wanted", country="KE", sectors=("industry",), fields=(27, 31), now=NOW)

    assert "It meets the stated need" in text_of((await client.get(f"{HOME}/offers/control-valves/KE")).text)


async def test_an_offer_that_is_not_approved_is_not_matched(client: Client) -> None:
    await plant_offer(await a_shop(), is_approved=False, now=NOW)
    await signed_in(client, Role.OFFICER)

    page = text_of((await client.get(f"{HOME}/offers/control-valves")).text)

    assert "This offer is not matched" in page


async def test_companies_do_not_read_the_matches_of_all(client: Client) -> None:
    await signed_in(client, Role.EXPORTER_OWNER)

    assert (await client.get(HOME)).status_code == 403
    assert (await client.get(f"{HOME}/countries/KE")).status_code == 403
