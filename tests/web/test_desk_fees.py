"""The price list of an edition at the desk."""

import pytest

from events_app.domain.organisations import Role
from events_app.storage import exhibitions, prices
from tests.clients import Client
from tests.fee_builders import VAT, plant_prices
from tests.web.filled_forms import fields_of
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of

PATH = "/en/desk/exhibitions/light-and-building-2026/fees"


async def test_a_price_list_is_changed_and_kept_as_typed(client: Client) -> None:
    slug = await plant_prices()
    await signed_in(client, Role.OFFICER)
    page = (await client.get(PATH)).text
    fields = fields_of(page, "/fees")
    more = {"item-3-en": "Furniture", "item-3-kind": "package", "item-3-price": "300,50"}
    sent = fields | more | {"item-3-tax": str(VAT), "scale": "180: 25\n90: 50\n30: 100"}

    answer = await client.post(PATH, data=sent)
    stale = await client.post(PATH, data=sent)

    assert answer.headers["location"] == f"{PATH}?done=saved", text_of(answer.text)
    found = await prices.get((await exhibitions.get_edition(slug)).id)
    assert [(each.key, each.price) for each in found.items[:3]] == [
        ("space", 200_00),
        ("corner", 100_00),
        ("registration", 450_00),
    ]
    assert (found.items[3].price, found.items[3].is_always) == (300_50, False)
    assert (found.deposit, len(found.scale)) == (5000, 3)
    assert stale.status_code == 422


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("seller", "", "Fill this in."),
        ("series", "E V", "capital letters or digits"),
        ("currency", "euro", "three capital letters"),
        ("deposit", "101", "from 0 to 100 percent"),
        ("scale", "soon", "is no step"),
        ("scale", "30: 20\n90: 50", "never owes less"),
        ("item-0-price", "", "Fill this in."),
        ("item-0-price", "1.005", "decimal"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(client: Client, field: str, typed: str, told: str) -> None:
    await plant_prices()
    await signed_in(client, Role.OFFICER)
    fields = fields_of((await client.get(PATH)).text, "/fees")
    answer = await client.post(PATH, data=fields | {field: typed})
    assert answer.status_code == 422
    assert told in text_of(answer.text)
    assert f'id="{field}-error"' in answer.text


async def test_the_form_of_an_edition_without_a_price_list(client: Client) -> None:
    await plant_prices()
    await signed_in(client, Role.OFFICER)
    token = token_of(client)
    assert (await client.post(PATH, data={"form_token": token})).status_code == 422
