"""Lines of the bank at the desk: sent, looked at, kept, matched, counted."""

from events_app.domain.bank_lines import BankLineState
from events_app.domain.organisations import Role
from events_app.storage import invoices, payments
from events_app.storage.payments import Wanted
from tests.clients import Client
from tests.fee_builders import plant_issued, plant_prices
from tests.web.filled_forms import fields_of
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of

HOME = "/en/desk/payments"
FILE = b"Date;Amount;Reference;Payer\n2026-04-03;1.338,75;EV 2026 00001;Lanyu\n2026-04-04;5,00;coffee;Bank\n"


async def sent(client: Client, content: bytes = FILE) -> str:
    answer = await client.post(
        f"{HOME}/new", data={"form_token": token_of(client)}, files={"file": ("april.csv", content)}
    )
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"])


async def kept(client: Client) -> None:
    path = await sent(client)
    fields = fields_of((await client.get(path)).text, path) | {"currency": "eur"}
    looked = await client.post(path, data=fields | {"deed": "check"})
    assert "2 new 0 here already 0 outgoing, left out 0 faults" in text_of(looked.text)
    answer = await client.post(path, data=fields | {"deed": "keep"})
    assert answer.headers["location"] == f"{HOME}?done=kept"


async def test_a_file_is_kept_once_and_its_lines_are_counted(client: Client) -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    await signed_in(client, Role.OFFICER)
    await kept(client)
    path = await sent(client)
    again = await client.post(
        path, data=fields_of((await client.get(path)).text, path) | {"currency": "EUR", "deed": "keep"}
    )
    page = text_of((await client.get(HOME)).text)
    coffee, paid = sorted(await payments.list_lines(Wanted()), key=lambda line: line.amount.amount_minor)
    token = {"form_token": token_of(client)}
    count = token | {"deed": "count", "line": str(paid.id), "invoice": str(issued.id)}
    counted = await client.post(HOME, data=count)
    twice = await client.post(HOME, data=count)
    unknown = await client.post(HOME, data=token | {"deed": "count", "line": str(coffee.id), "number": "EV-9"})
    aside = await client.post(HOME, data=token | {"deed": "aside", "line": str(coffee.id)})

    assert again.status_code == 422
    assert "2 here already" in text_of(again.text)
    assert "Invoice number in the reference, and an amount that is due" in page
    assert counted.headers["location"] == f"{HOME}?done=count"
    assert twice.status_code == 422
    assert "There is no invoice with this number." in text_of(unknown.text)
    assert aside.headers["location"] == f"{HOME}?done=aside"
    assert (await invoices.get(issued.id)).paid == 1338_75
    assert await payments.count_lines(Wanted(states=(BankLineState.OPEN,))) == 0
    assert "Take back" in text_of((await client.get(f"{HOME}?state=set_aside")).text)


async def test_faults_stand_by_line_and_column(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    path = await sent(client, b"Date;Amount\nsoon;5\n2026-04-04;much\n")
    fields = fields_of((await client.get(path)).text, path) | {"currency": "EUR"}
    answer = await client.post(path, data=fields | {"deed": "keep"})
    page = text_of(answer.text)
    assert answer.status_code == 422
    assert "2 Date Write the day as year-month-day" in page
    assert "3 Amount “much” is not an amount" in page
    missing = await client.post(path, data=fields | {"deed": "check", "amount": ""})
    assert "Choose the columns of the day and of the amount." in text_of(missing.text)
    gone = await client.post(path, data=fields | {"deed": "discard"})
    assert gone.headers["location"] == f"{HOME}?done=discarded"
    assert await payments.list_lines(Wanted()) == ()
