"""Reports through the API: drafts, what is sent, its versions, and the sum that organisers read."""

from httpx import AsyncClient

from events_app.domain.organisations import Role
from events_app.storage import organisations
from tests.api.bearing import API, a_token, bearing
from tests.report_builders import a_case_that_took_part
from tests.web.signing_in import a_member

OUTCOME = {
    "leads": 5,
    "amounts": [{"currency": "USD", "intended_minor": 20_000}],
    "text": "One order.",
    "lines": [{"country": "KE", "leads": 2}],
}


async def test_a_report_is_kept_sent_corrected_and_summed(client: AsyncClient) -> None:
    case, company, _ = await a_case_that_took_part()
    _, membership = await a_member(Role.EXPORTER_OWNER, organisation=await organisations.get(company.id))
    token, officer = await a_token(membership), await bearing(Role.OFFICER)
    here = f"{API}/companies/valves/applications/{case.id}/reports"

    draft = await client.post(here, headers=token, json={"outcome": {"leads": 5}})
    assert (draft.status_code, draft.json()["state"]) == (200, "draft")
    empty = await client.post(here, headers=token, json={"outcome": {"leads": 5}, "send": True})
    assert empty.status_code == 422
    sent = await client.post(here, headers=token, json={"outcome": OUTCOME, "send": True})
    assert (sent.json()["state"], sent.json()["outcome"]["lines"][0]["country"]) == ("current", "KE")
    await client.post(here, headers=token, json={"outcome": OUTCOME | {"leads": 9}, "send": True})

    versions = (await client.get(here, headers=token)).json()["items"]
    assert [(each["number"], each["state"]) for each in versions] == [(2, "current"), (1, "replaced")]
    total = (await client.get(f"{API}/exhibitions/light-and-building-2026/outcome", headers=officer)).json()
    assert (total["reported"], total["asked"], total["leads"]) == (1, 1, 9)
    assert total["amounts"] == [{"currency": "USD", "intended_minor": 20_000, "signed_minor": 0}]
    listed = (await client.get(f"{API}/exhibitions/light-and-building-2026/reports", headers=officer)).json()["items"]
    assert [each["company"] for each in listed] == ["valves"]
