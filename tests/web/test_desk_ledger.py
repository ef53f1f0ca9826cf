"""The ledger of fees at the desk: lines, sums, filters, files."""

from datetime import timedelta
from uuid import uuid4

from events_app.actions import invoices, payments
from events_app.domain.money import Money
from events_app.domain.organisations import Role
from events_app.domain.payments import Payment
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from events_app.formats import csv_tables, xlsx_tables
from tests.application_builders import WITHIN
from tests.clients import Client
from tests.fee_builders import plant_issued, plant_prices
from tests.queries import counted_queries
from tests.web.planting import text_of
from tests.web.signing_in import signed_in

HOME = "/en/desk/ledger"
LATER = WITHIN + timedelta(days=3)


async def plant_booked(word: str = "lanyu") -> None:
    """Issue an invoice, count a payment of it, credit a tenth."""
    issued, _ = await plant_issued(word)
    payment = Payment(
        id=uuid4(),
        invoice_id=issued.id,
        amount=Money(100_00, "EUR"),
        received_on=LATER.date(),
        reference="=1+1",
        at=LATER,
    )
    await payments.record(payment, by=SYSTEM, now=LATER)
    await invoices.credit_by_hand(issued.id, 1000, Text.of("en", "Late"), by=SYSTEM, now=LATER)


async def test_the_ledger_adds_up_and_is_filtered(client: Client) -> None:
    await plant_prices()
    await plant_booked()
    await signed_in(client, Role.OFFICER)

    page = text_of((await client.get(HOME)).text)
    credits_alone = text_of((await client.get(f"{HOME}?kind=credit_note")).text)
    first_day = text_of((await client.get(f"{HOME}?to={WITHIN.date()}")).text)

    for amount in ("EUR 2,677.50", "EUR 100.00", "EUR 267.75", "EUR 2,309.75"):
        assert amount in page, amount
    assert "EV-C-2026-00001" in credits_alone
    assert "EUR 2,677.50" not in credits_alone
    assert "EUR 267.75" not in first_day
    assert (await client.get(f"{HOME}?from=yesterday")).status_code == 422


async def test_the_ledger_is_taken_away_as_files(client: Client) -> None:
    await plant_prices()
    await plant_booked()
    await signed_in(client, Role.OFFICER)

    text = csv_tables.read((await client.get(f"{HOME}/ledger.csv")).content)
    sheet = xlsx_tables.read((await client.get(f"{HOME}/ledger.xlsx?kind=payment")).content)

    assert sorted(str(line.cells["Document"]) for line in text.lines) == ["Credit note", "Invoice", "Payment"]
    assert [(line.cells["Number"], line.cells["Paid"]) for line in sheet.lines] == [("EV-2026-00001", 100)]
    assert b",=1+1" not in (await client.get(f"{HOME}/ledger.csv")).content
    assert (await client.get(f"{HOME}/other.csv")).status_code == 404


async def test_a_unit_sees_its_own_ledger_alone(client: Client) -> None:
    await plant_prices()
    await plant_booked()
    await signed_in(client, Role.UNIT_OFFICER)
    assert "EV-2026-00001" not in (await client.get(HOME)).text


async def test_the_ledger_costs_the_same_for_one_and_for_many(client: Client) -> None:
    await plant_prices()
    await signed_in(client, Role.OFFICER)
    counts = []
    for words in (("a",), ("b", "c")):
        for word in words:
            await plant_booked(word)
        with counted_queries() as queries:
            await client.get(HOME)
        counts.append(len(queries))
    assert counts[0] == counts[1]
