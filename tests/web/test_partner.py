"""The way to one's own partner organisation."""

from dataclasses import replace

from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import people
from tests.builders import an_id
from tests.clients import NOW, Client
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, enter, signed_in


async def test_a_partner_begins_at_its_needs(client: Client) -> None:
    partner = await an_organisation(OrganisationKind.PARTNER, "wells", country="KE")
    await signed_in(client, Role.PARTNER_STAFF, organisation=partner)

    assert (await client.get("/en/desk")).headers["location"] == "/en/partner"
    assert (await client.get("/en/partner")).headers["location"] == "/en/partner/wells/needs"
    assert (await client.get("/en/partner/wells")).headers["location"] == "/en/partner/wells/needs"


async def test_whoever_works_for_two_chooses(client: Client) -> None:
    one, two = [await an_organisation(OrganisationKind.PARTNER, slug, country="KE") for slug in ("wells", "dams")]
    person, _ = await a_member(Role.PARTNER_OWNER, organisation=one)
    _, of_two = await a_member(Role.PARTNER_OWNER, organisation=two)
    await people.add_membership(replace(of_two, id=an_id("second membership"), person_id=person.id))
    await enter(client, person.id, now=NOW)

    page = await client.get("/en/partner")

    assert "Your organisations" in text_of(page.text)
    assert [f'href="/en/partner/{slug}/needs"' in page.text for slug in ("wells", "dams")] == [True, True]


async def test_others_are_sent_to_their_account_or_refused(client: Client) -> None:
    await an_organisation(OrganisationKind.PARTNER, "wells", country="KE")
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    await signed_in(client, Role.EXPORTER_OWNER, organisation=company)

    assert (await client.get("/en/partner")).headers["location"] == "/en/account"
    assert (await client.get("/en/partner/wells")).status_code == 403
    await signed_in(client, Role.OFFICER)
    assert (await client.get("/en/partner/valves/needs")).status_code == 404, "no partner organisation"


async def test_the_menu_leads_each_to_their_own_list(client: Client) -> None:
    for role, own, desk in (
        (Role.PARTNER_OWNER, True, False),
        (Role.OFFICER, False, True),
        (Role.UNIT_OFFICER, False, True),
        (Role.EXPORTER_OWNER, False, False),
    ):
        await signed_in(client, role)
        page = (await client.get("/en/account")).text
        assert ('href="/en/partner"' in page, 'href="/en/desk/needs"' in page) == (own, desk), role
