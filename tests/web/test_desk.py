from datetime import date

from events_app.domain.exhibitions import EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from tests.clients import Client
from tests.planting import plant
from tests.web.planting import a_fair
from tests.web.signing_in import an_organisation, signed_in


async def test_today_shows_drafts_that_begin_soon_and_what_others_did(client: Client) -> None:
    await plant(a_fair("wind-2027", date(2027, 1, 7), status=EditionStatus.DRAFT), a_fair("sun-2027", date(2027, 3, 1)))
    await signed_in(client, Role.OFFICER)

    page = (await client.get("/en/desk")).text

    assert 'href="/en/desk/exhibitions/wind-2027"' in page
    assert "status=draft" in page


async def test_a_unit_sees_nothing_of_other_units(client: Client) -> None:
    mine = await an_organisation(OrganisationKind.UNIT, "mine")
    theirs = await an_organisation(OrganisationKind.UNIT, "theirs")
    first = date(2027, 1, 7)
    await plant(
        a_fair("ours-2027", first, status=EditionStatus.DRAFT, unit_id=mine.id),
        a_fair("foreign-2027", first, status=EditionStatus.DRAFT, unit_id=theirs.id),
    )
    await signed_in(client, Role.UNIT_OFFICER, organisation=mine)

    page = (await client.get("/en/desk")).text

    assert ("ours-2027" in page, "foreign-2027" in page) == (True, False)


async def test_who_has_no_work_at_the_desk_is_led_to_their_own_organisation(client: Client) -> None:
    await signed_in(client, Role.EXPORTER_OWNER)
    assert (await client.get("/en/desk")).headers["location"] == "/en/company"
    await signed_in(client, Role.PARTNER_OWNER)
    assert (await client.get("/en/desk")).headers["location"] == "/en/partner"


async def test_the_menu_leads_only_where_one_may_go(client: Client) -> None:
    await signed_in(client, Role.UNIT_OFFICER)
    officer = (await client.get("/en/desk")).text
    await signed_in(client, Role.ADMINISTRATOR)
    administrator = (await client.get("/en/desk")).text

    assert '"/en/desk/mail"' not in officer
    assert '"/en/desk/mail"' in administrator
