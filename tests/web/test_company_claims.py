"""A claim in the company's hands: begun from the application, proved, submitted, decided, read."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from events_app.domain.claims import ClaimState
from events_app.domain.money import Money
from events_app.domain.organisations import Role
from events_app.domain.support_schemes import CostKind
from events_app.storage import claims, organisations, support_schemes
from tests.builders import an_id
from tests.clients import Client, opened_client
from tests.document_builders import PDF
from tests.offer_builders import a_scheme
from tests.report_builders import a_case_that_took_part
from tests.web.planting import text_of
from tests.web.signing_in import a_member, enter, signed_in, token_of

SCHEME = a_scheme(
    id=an_id("grant"),
    rate_percent=50,
    cap=Money(300_00, "USD"),
    costs=frozenset({CostKind.SPACE}),
    scopes=frozenset(),
    groups=frozenset(),
    countries=frozenset(),
    sizes=frozenset(),
    valid_from=None,
    valid_until=None,
)


@pytest.fixture
async def client(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Client]:
    async with opened_client(sqlite_url, DATA_DIR=str(tmp_path)) as opened:
        yield opened


async def test_a_claim_is_made_proved_decided_and_paid(client: Client) -> None:
    case, company, _ = await a_case_that_took_part()
    await support_schemes.add(SCHEME)
    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=await organisations.get(company.id))
    await enter(client, person.id)
    case_page = f"/en/company/valves/applications/{case.id}"
    begin = f"{case_page}/claims/{SCHEME.id}"
    assert begin in (await client.get(case_page)).text
    form = {"form_token": token_of(client), "currency": "USD", "amount-space": "1000"}
    wrong = await client.post(begin, data=form | {"amount-space": "much"})
    assert (wrong.status_code, 'value="much"' in wrong.text) == (422, True)
    here = (await client.post(begin, data=form)).headers["location"].partition("?")[0]
    unproved = await client.post(here, data=form | {"version": "1", "then": "submit"})
    assert "at least one document" in text_of(unproved.text)
    files = {"file": ("invoice.pdf", PDF, "application/pdf")}
    sent = await client.post(f"{here}/evidence", data={"form_token": token_of(client), "cost": "space"}, files=files)
    assert sent.headers["location"] == f"{here}?done=sent"
    done = await client.post(here, data=form | {"version": "2", "then": "submit"})
    assert done.headers["location"] == f"{here}?done=submitted"

    claim = (await claims.list_of_application(case.id))[0]
    assert claim.state is ClaimState.SUBMITTED
    assert "Submitted" in text_of((await client.get("/en/company/valves/claims")).text)
    await _decided(client, claim.id)
    await enter(client, person.id)
    assert "Granted: USD 250.00" in text_of((await client.get(here)).text)


async def _decided(client: Client, claim_id: object) -> None:
    await signed_in(client, Role.OFFICER)
    desk = f"/en/desk/claims/{claim_id}"
    assert str(claim_id) in (await client.get("/en/desk/claims?state=submitted&order=oldest")).text
    token = {"form_token": token_of(client)}
    assert (await client.post(desk, data=token | {"move": "approve"})).status_code == 422
    (evidence,) = await claims.list_evidence((await claims.get(claim_id)).id)  # type: ignore[arg-type]
    path = f"{desk}/evidence/{evidence.document_id}"
    assert (await client.get(path)).content == PDF
    assert (await client.post(path, data=token | {"status": "rejected"})).status_code == 422
    assert (await client.post(path, data=token | {"status": "accepted"})).status_code == 303
    more = await client.post(desk, data=token | {"move": "approve", "granted": "300.01"})
    assert "At most USD 300.00 may be granted" in text_of(more.text)
    assert (await client.post(desk, data=token | {"move": "approve", "granted": "250"})).status_code == 303
    assert (await client.post(desk, data=token | {"move": "pay"})).status_code == 303
    assert (await client.post(desk, data=token | {"move": "pay"})).status_code == 422
    assert (await client.get("/en/desk/claims.xlsx")).status_code == 200
