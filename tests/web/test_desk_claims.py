"""Claims at the desk, beyond the way that test_company_claims walks: whose they are, and what nobody finds."""

from events_app.domain.organisations import Role
from tests.builders import an_id
from tests.clients import Client
from tests.web.planting import text_of
from tests.web.signing_in import signed_in

HOME = "/en/desk/claims"


async def test_units_and_companies_do_not_read_claims_of_others(client: Client) -> None:
    for role in (Role.UNIT_MANAGER, Role.EXPORTER_OWNER):
        await signed_in(client, role)
        assert (await client.get(HOME)).status_code == 403
        assert (await client.get(f"{HOME}.xlsx")).status_code == 403


async def test_without_claims_the_list_says_so(client: Client) -> None:
    await signed_in(client, Role.AUDITOR)

    assert "No claims are found" in text_of((await client.get(f"{HOME}?state=paid")).text)
    assert (await client.get(f"{HOME}/{an_id('none')}")).status_code == 404
