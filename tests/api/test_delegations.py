"""The delegation through the API: pages of members with their deadlines, and nothing of passports or visas."""

from dataclasses import replace

from httpx import AsyncClient

from events_app.actions import exhibitions
from events_app.domain.delegations import Due, DueKind, MemberRole, PassportStanding, VisaState
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.storage import delegations
from tests.api.bearing import API, bearing
from tests.application_builders import a_fair_open_now
from tests.builders import an_id
from tests.clients import NOW
from tests.delegation_builders import a_member_of_delegation, a_sealed_state
from tests.planting import context
from tests.web.signing_in import an_organisation

AT = f"{API}/exhibitions/wind-2027/delegation"


async def test_members_are_listed_without_passports_and_visas(client: AsyncClient) -> None:
    edition = a_fair_open_now()
    await exhibitions.add_edition(edition, by=SYSTEM, context=context(), now=NOW)
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    ada = a_member_of_delegation(edition_id=edition.id, dues=(Due(DueKind.HOTEL),))
    bea = replace(
        ada,
        id=an_id("bea"),
        company_id=company.id,
        unit="",
        name="BEA",
        role=MemberRole.PRESS,
        sealed_state=a_sealed_state(an_id("bea"), VisaState.REFUSED, PassportStanding.EXPIRED),
        sealed="sealed-words",
    )
    for member in (ada, bea):
        await delegations.add(member)
    officer = await bearing(Role.OFFICER)

    first = (await client.get(AT, params={"limit": 1}, headers=officer)).json()
    second = (await client.get(first["next"], headers=officer)).json()
    of_press = await client.get(AT, params={"role": "press"}, headers=officer)

    assert {each["name"] for each in (*first["items"], *second["items"])} == {"MOREAU ADA", "BEA"}
    (item,) = of_press.json()["items"]
    assert (item["company"], item["unit"], item["labels"]["role"]) == ("valves", "", "Press")
    assert item["dues"] == [
        {
            "kind": "hotel",
            "day": "2027-04-08",
            "is_own_day": False,
            "is_done": False,
            "is_overdue": False,
            "labels": {"kind": "Hotel"},
        }
    ]
    assert not [word for word in ("refused", "expired", "sealed", "passport", "visa") if word in of_press.text]
    assert (await client.get(AT)).status_code == 401
    assert (await client.get(AT, headers=await bearing(Role.EXPORTER_OWNER))).status_code == 404
