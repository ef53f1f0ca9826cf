"""A company's matches: its own offers, with reasons; needs of others only as far as it may read them."""

from datetime import date

from events_app.actions import exhibitions
from events_app.domain.exhibitions import Edition
from events_app.domain.needs import Visibility
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from tests.builders import a_series
from tests.clients import NOW, Client
from tests.need_builders import plant_need
from tests.offer_builders import plant_offer
from tests.web.planting import CONTEXT, a_fair, text_of
from tests.web.signing_in import a_member, an_organisation, enter

HOME = "/en/company/valves/matches"


async def at_home(client: Client, role: Role = Role.EXPORTER_OWNER) -> Organisation:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    person, _ = await a_member(role, organisation=company)
    await enter(client, person.id)
    return company


async def plant_fair(edition: Edition) -> None:
    await exhibitions.add_series(a_series(), by=SYSTEM, now=NOW)
    await exhibitions.add_edition(edition, by=SYSTEM, context=CONTEXT, now=NOW)


async def test_without_offers_the_way_to_them_is_shown(client: Client) -> None:
    await at_home(client)

    page = (await client.get(HOME)).text

    assert "No matches yet" in text_of(page)
    assert 'href="/en/company/valves/offers"' in page


async def test_countries_are_ranked_with_reasons_and_the_next_step(client: Client) -> None:
    await plant_offer(await at_home(client, Role.EXPORTER_STAFF), now=NOW)
    await plant_need(None, "valves-wanted", country="KE", sectors=("industry",), fields=(27, 31), now=NOW)
    await plant_fair(a_fair("nairobi", date(2027, 4, 5), country="KE", sectors=("industry",)))

    page = (await client.get(HOME)).text

    first = page.index(f"{HOME}/control-valves/")
    assert page.index(f"{HOME}/control-valves/KE") == first
    assert "It meets the stated need" in page
    assert 'href="/en/exhibitions/nairobi"' in page
    grouped = (await client.get(f"{HOME}?group=EU")).text
    assert f"{HOME}/control-valves/KE" not in grouped
    assert f"{HOME}/control-valves/DE" in grouped


async def test_a_need_of_the_organisers_own_is_not_named(client: Client) -> None:
    await plant_offer(await at_home(client), now=NOW)
    secret = Visibility.ORGANISERS
    need = await plant_need(
        None, "secret", country="KE", sectors=("industry",), fields=(27, 31), visibility=secret, now=NOW
    )

    for path in (HOME, f"{HOME}/control-valves/KE"):
        page = text_of((await client.get(path)).text)
        assert "a need that only organisers see" in page
        assert need.content.title.shown("en").text not in page


async def test_a_score_is_explained(client: Client) -> None:
    await plant_offer(await at_home(client), now=NOW)

    page = text_of((await client.get(f"{HOME}/control-valves/KE")).text)

    assert "Why this score" in page
    assert "No need of this country or region is on record." in page


async def test_offers_of_others_are_not_found(client: Client) -> None:
    await at_home(client)
    other = await an_organisation(OrganisationKind.EXPORTER, "pumps", country="CN")
    await plant_offer(other, "pumps-1", now=NOW)

    assert (await client.get(f"{HOME}/pumps-1/KE")).status_code == 404
    assert (await client.get("/en/company/pumps/matches")).status_code == 403
