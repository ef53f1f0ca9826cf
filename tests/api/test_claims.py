"""Claims through the API, from both sides."""

from pathlib import Path

from httpx import AsyncClient

from events_app.actions import claims as actions
from events_app.actions.files import Sent
from events_app.domain.organisations import Role
from events_app.domain.papers import PaperStatus
from events_app.domain.rights import SYSTEM
from events_app.domain.support_schemes import CostKind
from events_app.storage import claims, organisations, support_schemes
from tests.api.bearing import API, a_token, bearing
from tests.clients import NOW
from tests.document_builders import PDF
from tests.report_builders import a_case_that_took_part
from tests.web.signing_in import a_member
from tests.web.test_company_claims import SCHEME

COSTS = [{"kind": "space", "amount_minor": 100_000}]


async def test_a_claim_is_begun_submitted_and_approved(client: AsyncClient, tmp_path: Path) -> None:
    case, company, _ = await a_case_that_took_part()
    await support_schemes.add(SCHEME)
    _, membership = await a_member(Role.EXPORTER_OWNER, organisation=await organisations.get(company.id))
    token, officer = await a_token(membership), await bearing(Role.OFFICER)
    body = {"scheme": str(SCHEME.id), "currency": "USD", "costs": COSTS}

    made = await client.post(f"{API}/companies/valves/applications/{case.id}/claims", headers=token, json=body)
    assert (made.status_code, made.json()["at_most"]) == (201, {"amount_minor": 300_00, "currency": "USD"})
    again = await client.post(f"{API}/companies/valves/applications/{case.id}/claims", headers=token, json=body)
    assert again.status_code == 409
    (claim,) = await claims.list_of_application(case.id)
    theirs = f"{API}/claims/{claim.id}"
    assert (await client.get(theirs, headers=officer)).status_code == 404
    file = Sent(content=PDF, name="invoice.pdf", media_type="application/pdf")
    document = await actions.send_evidence(claim.id, CostKind.SPACE, file, data_dir=tmp_path, by=SYSTEM, now=NOW)
    answer = f"{API}/companies/valves/claims/{claim.id}/answer"
    done = await client.post(answer, headers=token | {"If-Match": "*"}, json={"move": "submit"})
    assert done.json()["state"] == "submitted"
    accepted = PaperStatus.ACCEPTED
    await actions.decide_evidence(claim.id, document.id, accepted, by=SYSTEM, now=NOW)

    headers = officer | {"If-Match": "*"}
    more = await client.post(f"{theirs}/decision", headers=headers, json={"move": "approve", "granted_minor": 300_01})
    assert more.status_code == 422
    granted = await client.post(f"{theirs}/decision", headers=headers, json={"move": "approve"})
    assert (granted.json()["state"], granted.json()["granted"]["amount_minor"]) == ("approved", 300_00)
    assert [each["id"] for each in (await client.get(f"{API}/claims", headers=officer)).json()["items"]] == [
        str(claim.id)
    ]
    assert len((await client.get(f"{theirs}/evidence", headers=officer)).json()["items"]) == 1
