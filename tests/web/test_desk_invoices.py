"""Invoices at the desk: listed, issued, paid, credited, reminded of, downloaded."""

import re

import pytest

from events_app.actions import invoices as invoice_actions
from events_app.domain.invoices import InvoiceState
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.formats import xlsx_tables
from events_app.storage import invoices, payments
from events_app.storage.database import fetch
from tests.actions.test_invoices import give_stands
from tests.application_builders import WITHIN
from tests.clients import Client
from tests.fee_builders import plant_draft, plant_issued, plant_placed, plant_prices
from tests.queries import counted_queries
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of

HOME = "/en/desk/invoices"


async def test_an_invoice_on_its_way(client: Client) -> None:
    await plant_prices()
    case, _ = await plant_placed()
    draft = await plant_draft(case)
    path = f"{HOME}/{draft.id}"
    await signed_in(client, Role.OFFICER)
    token = {"form_token": token_of(client)}

    issued = await client.post(path, data=token | {"deed": "issue", "version": "1"})
    again = await client.post(path, data=token | {"deed": "issue", "version": "1"})
    mark = re.search(r'name="mark" value="([^"]+)"', (await client.get(path)).text)
    assert mark
    pay = token | {"deed": "pay", "mark": mark[1], "amount": "1338,75", "received_on": "2026-04-02", "direction": "in"}
    paid = await client.post(path, data=pay)
    twice = await client.post(path, data=pay)
    credited = await client.post(path, data=token | {"deed": "credit", "share": "25", "reason": "Half a hall"})
    reminded = await client.post(path, data=token | {"deed": "remind"})

    assert issued.headers["location"] == f"{path}?done=issue"
    assert again.status_code == 422
    assert paid.headers["location"] == f"{path}?done=pay"
    assert twice.status_code == 422
    assert "counted already" in text_of(twice.text)
    assert credited.headers["location"] == f"{path}?done=credit"
    assert "Nothing is overdue on this invoice" in text_of(reminded.text)
    found = await invoices.get(draft.id)
    assert (found.paid, found.credited, found.reminded_step) == (1338_75, 669_38, 0)
    assert len(await payments.list_payments(draft.id)) == 1
    page = text_of((await client.get(path)).text)
    assert "EV-C-2026-00001 (PDF)" in page
    assert "EUR 669.37" in page


async def test_an_invoice_whose_stand_has_changed_is_drawn_up_again(client: Client) -> None:
    await plant_prices()
    case, _ = await plant_placed()
    (stand,) = await give_stands(case.id)
    issued = await invoice_actions.issue((await plant_draft(case)).id, by=SYSTEM, now=WITHIN)
    path = f"{HOME}/{issued.id}"
    await signed_in(client, Role.OFFICER)
    assert "Credit and draft again" not in (await client.get(path)).text
    await fetch("UPDATE stand SET area_m2 = {} WHERE id = {}", 27, stand.id)
    form = {"form_token": token_of(client), "deed": "redraft", "version": str(issued.version)}

    page = text_of((await client.get(path)).text)
    stale = await client.post(path, data=form | {"version": "99"})
    done = await client.post(path, data=form)
    again = await client.post(path, data=form)

    assert "issued for 9 m², the stand now has 27 m²" in page
    assert (stale.status_code, again.status_code) == (422, 422)
    (_, draft) = await invoices.list_of_cases([case.id])
    assert done.headers["location"] == f"{HOME}/{draft.id}?done=redrafted"
    assert draft.state is InvoiceState.DRAFT
    assert "The stands have changed" not in (await client.get(path)).text


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"deed": "pay", "amount": ""}, "amount", "Fill this in."),
        ({"deed": "pay", "amount": "5", "direction": "back"}, "amount", "No more can be paid back"),
        ({"deed": "pay", "amount": "0"}, "amount", "other than zero"),
        ({"deed": "credit", "share": "200", "reason": "x"}, "share", "at most 100 percent"),
        ({"deed": "credit", "share": "20", "reason": ""}, "reason", "Fill this in."),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(
    client: Client, typed: dict[str, str], field: str, told: str
) -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    await signed_in(client, Role.OFFICER)
    rest = {"mark": str(issued.id), "received_on": "2026-04-02", "direction": "in"}
    answer = await client.post(f"{HOME}/{issued.id}", data={"form_token": token_of(client)} | rest | typed)
    assert answer.status_code == 422
    assert told in text_of(answer.text)
    assert f'id="{field}-error"' in answer.text


async def test_a_draft_is_thrown_away(client: Client) -> None:
    await plant_prices()
    case, _ = await plant_placed()
    draft = await plant_draft(case)
    await signed_in(client, Role.OFFICER)
    answer = await client.post(f"{HOME}/{draft.id}", data={"form_token": token_of(client), "deed": "discard"})
    assert answer.headers["location"] == f"/en/desk/applications/{case.id}/fees?done=discarded"
    assert await invoices.list_of_cases([case.id]) == ()


async def test_the_list_is_filtered_searched_and_taken_away(client: Client) -> None:
    await plant_prices()
    issued, _ = await plant_issued("lanyu")
    case, _ = await plant_placed("other")
    await plant_draft(case)
    await signed_in(client, Role.OFFICER)

    async def shown(query: str) -> set[str]:
        page = (await client.get(f"{HOME}?{query}")).text
        return set(re.findall(rf"{HOME}/([0-9a-f-]{{36}})", page))

    assert len(await shown("")) == 2
    for query in ("state=issued", "q=00001", "overdue=1", "q=lanyu", "order=oldest&state=issued"):
        assert await shown(query) == {str(issued.id)}, query
    assert await shown("state=paid") == set()
    sheet = xlsx_tables.read((await client.get(f"{HOME}.xlsx?state=issued")).content)
    assert sheet.lines[0].cells["Total"] == 2677.5
    assert (await invoices.get(issued.id)).state is InvoiceState.ISSUED


async def test_documents_are_pdfs_for_their_readers_alone(client: Client) -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    (document,) = await invoices.list_documents([issued.id])
    path = f"{HOME}/{issued.id}/documents/{document.id}"
    await signed_in(client, Role.OFFICER)
    answer = await client.get(path)
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-disposition"] == 'attachment; filename="EV-2026-00001.pdf"'


async def test_a_unit_sees_its_own_invoices_alone(client: Client) -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    await signed_in(client, Role.UNIT_OFFICER)
    assert (await client.get(f"{HOME}/{issued.id}")).status_code == 403
    assert str(issued.id) not in (await client.get(HOME)).text
    assert OrganisationKind.UNIT


async def test_the_list_costs_the_same_for_one_and_for_many(client: Client) -> None:
    await plant_prices()
    await signed_in(client, Role.OFFICER)
    counts = []
    for words in (("a",), ("b", "c", "d")):
        for word in words:
            await plant_issued(word)
        with counted_queries() as queries:
            await client.get(HOME)
        counts.append(len(queries))
    assert counts[0] == counts[1]
