"""Invoices of a company, as it sees them."""

from events_app.storage import invoices, organisations
from tests.clients import NOW, Client
from tests.fee_builders import plant_draft, plant_issued, plant_placed, plant_prices
from tests.web.planting import text_of
from tests.web.signing_in import enter


async def test_a_company_sees_what_was_issued_to_it_and_nothing_else(client: Client) -> None:
    await plant_prices()
    issued, by = await plant_issued("lanyu")
    foreign, _ = await plant_issued("other")
    case, _ = await plant_placed("third")
    draft = await plant_draft(case)
    company = await organisations.get(issued.company_id)
    home = f"/en/company/{company.slug}/invoices"
    assert by.person
    await enter(client, by.person.id)

    page = (await client.get(home)).text
    one = text_of((await client.get(f"{home}/{issued.id}")).text)
    (document,) = await invoices.list_documents([issued.id])
    paper = await client.get(f"{home}/{issued.id}/documents/{document.id}")

    agenda = text_of((await client.get(f"/en/company/{company.slug}/agenda")).text)
    assert "Pay the invoice" in agenda or issued.next_due is None or issued.next_due < NOW.date()
    assert "EV-2026-00001" in page
    assert "EV-2026-00002" not in page
    assert "EUR 2,677.50" in one
    assert "Deposit" in one
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["cache-control"] == "private, no-store"
    for other in (foreign, draft):
        assert (await client.get(f"{home}/{other.id}")).status_code == 404
    (alien,) = await invoices.list_documents([foreign.id])
    assert (await client.get(f"{home}/{issued.id}/documents/{alien.id}")).status_code == 404
