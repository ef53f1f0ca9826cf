"""What partners seek, for companies: what is public and what only exporters see, and nothing else."""

from events_app.domain.needs import Visibility
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.texts import Text
from tests.clients import Client
from tests.need_builders import a_partner, plant_need
from tests.web.planting import text_of
from tests.web.signing_in import an_organisation, signed_in

HOME = "/en/company/valves/needs"


async def at_home(client: Client, role: Role = Role.EXPORTER_STAFF) -> None:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    await signed_in(client, role, organisation=company)


async def test_exporters_see_what_is_shown_to_them_and_nothing_else(client: Client) -> None:
    partner, _ = await a_partner()
    for visibility in Visibility:
        await plant_need(partner, visibility.value, visibility=visibility)
    await plant_need(partner, "waiting", is_approved=False)
    await at_home(client)

    page = (await client.get(HOME)).text

    seen = [f'href="{HOME}/{slug}"' in page for slug in ("public", "exporters", "organisers", "waiting")]
    assert seen == [True, True, False, False]
    answers = [
        (await client.get(f"{HOME}/{slug}")).status_code for slug in ("public", "exporters", "organisers", "waiting")
    ]
    assert answers == [200, 200, 404, 404]
    assert "Exporters that are signed in" in text_of((await client.get(f"{HOME}/exporters")).text)


async def test_the_list_is_filtered_within_the_pages_of_the_company(client: Client) -> None:
    await plant_need()
    await plant_need(None, "hearts", country="PE", sectors=("medical",), title=Text.of("en", "Hearts"))
    await at_home(client)

    page = (await client.get(f"{HOME}?country=PE&sector=medical&q=heart")).text

    assert f'href="{HOME}/hearts"' in page
    assert f'href="{HOME}/dry-wells"' not in page
    assert f'action="{HOME}"' in page
    assert f'href="{HOME}?country=PE' in page, "a choice is taken back without leaving the company"


async def test_a_company_goes_on_to_write_an_offer(client: Client) -> None:
    partner, _ = await a_partner()
    await plant_need(partner)
    await at_home(client)

    page = (await client.get(f"{HOME}/dry-wells")).text

    assert 'href="/en/company/valves/offers/new"' in page
    assert "Solar pumps that villages can repair." in page


async def test_others_do_not_come_in(client: Client) -> None:
    await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    for role in (Role.EXPORTER_OWNER, Role.PARTNER_OWNER, Role.TRANSLATOR):
        await signed_in(client, role)
        assert (await client.get(HOME)).status_code == 403
