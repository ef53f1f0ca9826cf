"""Claims through the API, from both sides."""

from uuid import UUID

from httpx import AsyncClient, Response

from events_app.domain.claims import ClaimState, CostLine
from events_app.domain.organisations import Role
from events_app.domain.support_schemes import CostKind
from events_app.storage import claims, organisations, support_schemes
from tests.api.bearing import API, Headers, a_token, bearing
from tests.document_builders import PDF
from tests.fee_builders import plant_supported
from tests.report_builders import a_case_that_took_part, a_claim, plant_proof
from tests.web.signing_in import a_member
from tests.web.test_company_claims import SCHEME

COSTS = [{"kind": "space", "amount_minor": 100_000}]


async def test_a_claim_is_begun_submitted_and_approved(client: AsyncClient) -> None:
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
    await _is_proved(client, token, claim.id)
    answer = f"{API}/companies/valves/claims/{claim.id}/answer"
    done = await client.post(answer, headers=token | {"If-Match": "*"}, json={"move": "submit"})
    assert done.json()["state"] == "submitted"
    await _is_accepted(client, officer, claim.id)

    headers = officer | {"If-Match": "*"}
    more = await client.post(f"{theirs}/decision", headers=headers, json={"move": "approve", "granted_minor": 300_01})
    assert told(more) == ["At most USD 300.00 may be granted, by the rate and cap of the scheme."]
    granted = await client.post(f"{theirs}/decision", headers=headers, json={"move": "approve"})
    assert (granted.json()["state"], granted.json()["granted"]["amount_minor"]) == ("approved", 300_00)
    assert [each["id"] for each in (await client.get(f"{API}/claims", headers=officer)).json()["items"]] == [
        str(claim.id)
    ]
    assert len((await client.get(f"{theirs}/evidence", headers=officer)).json()["items"]) == 1


async def test_support_on_an_invoice_is_not_granted_again(client: AsyncClient) -> None:
    case, company, _ = await a_case_that_took_part()
    await support_schemes.add(SCHEME)
    claim = a_claim(
        application_id=case.id,
        scheme_id=SCHEME.id,
        company_id=company.id,
        edition_id=case.edition_id,
        state=ClaimState.SUBMITTED,
        lines=(CostLine(kind=CostKind.SPACE, amount_minor=1000_00),),
    )
    await claims.add(claim)
    await plant_supported(case, SCHEME, 200_00)
    await plant_proof(claim)
    headers = await bearing(Role.OFFICER) | {"If-Match": "*"}
    theirs = f"{API}/claims/{claim.id}"

    seen = (await client.get(theirs, headers=headers)).json()
    more = await client.post(f"{theirs}/decision", headers=headers, json={"move": "approve", "granted_minor": 100_01})
    granted = await client.post(f"{theirs}/decision", headers=headers, json={"move": "approve"})

    assert (seen["invoiced"]["amount_minor"], seen["left"]["amount_minor"]) == (200_00, 100_00)
    assert told(more) == [
        "An invoice carries USD 200.00 under this scheme already: at most USD 100.00 may be granted beside it."
    ]
    assert granted.json()["granted"]["amount_minor"] == 100_00


def told(answer: Response) -> list[str]:
    """What is wrong with the amount."""
    return [
        each["detail"].replace("\u00a0", " ")
        for each in answer.json()["errors"]
        if each["pointer"] == "#/granted_minor"
    ]


async def _is_proved(client: AsyncClient, token: Headers, claim_id: UUID) -> None:
    """A document is sent once, read back, and one sent in vain is taken back."""
    at = f"{API}/companies/valves/claims/{claim_id}/evidence"
    octets = token | {"Content-Type": "application/octet-stream"}
    query = {"name": "invoice.pdf", "cost": "space"}

    first, again = [
        await client.post(at, params=query, content=PDF, headers=octets | {"Idempotency-Key": "one"}) for _ in range(2)
    ]
    other = await client.post(at, params=query, content=PDF, headers=octets)
    strange = await client.post(at, params=query | {"cost": "travel"}, content=PDF, headers=octets)
    gone = await client.delete(other.headers["location"], headers=token)

    assert (first.status_code, again.json(), gone.status_code) == (201, first.json(), 204)
    assert strange.status_code == 422
    assert (await client.get(first.headers["location"], headers=token)).content == PDF
    (listed,) = (await client.get(at, headers=token)).json()["items"]
    assert (listed["file"]["name"], listed["labels"]["status"]) == ("invoice.pdf", "Received")
    patch = {"remarks": "Stand of 18 m²."}
    changed = await client.patch(at.removesuffix("/evidence"), json=patch, headers=token | {"If-Match": "*"})
    assert changed.json()["remarks"] == "Stand of 18 m²."


async def _is_accepted(client: AsyncClient, officer: Headers, claim_id: UUID) -> None:
    at = f"{API}/claims/{claim_id}/evidence"
    (listed,) = (await client.get(at, headers=officer)).json()["items"]
    one = f"{at}/{listed['document']}"

    unexplained = await client.post(f"{one}/decision", json={"decision": "reject"}, headers=officer)
    accepted = await client.post(f"{one}/decision", json={"decision": "accept"}, headers=officer)

    assert (await client.get(one, headers=officer)).content == PDF
    assert (unexplained.status_code, accepted.json()["status"]) == (422, "accepted")
