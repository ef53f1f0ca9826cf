"""Tax rules at the desk."""

import pytest

from events_app.domain.organisations import Role
from events_app.storage import tax_rules
from tests.clients import Client
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of

HOME = "/en/desk/taxes"
GOOD = {"name-en": "VAT", "rate": "19", "country": "DE", "source": "https://law.example", "valid_until": "2030-12-31"}


async def test_a_rule_is_entered_listed_and_changed(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | GOOD)
    (rule,) = await tax_rules.list_rules()
    form = (await client.get(f"{HOME}/{rule.id}")).text
    changed = {"form_token": token_of(client), "version": "1"} | GOOD | {"rate": "7.5"}
    await client.post(f"{HOME}/{rule.id}", data=changed)
    stale = await client.post(f"{HOME}/{rule.id}", data=changed)

    assert answer.headers["location"] == f"{HOME}?done=saved"
    assert 'value="19"' in form
    assert stale.status_code == 422
    assert (await tax_rules.get(rule.id)).rate == 750
    assert "7.5%" in text_of((await client.get(HOME)).text)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name-en", "", "Fill this in."),
        ("rate", "101", "from 0 to 100 percent"),
        ("rate", "1.005", "from 0 to 100 percent"),
        ("source", "law", "begins with"),
        ("valid_until", "nonsense", "is not a date"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(client: Client, field: str, typed: str, told: str) -> None:
    await signed_in(client, Role.OFFICER)
    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | GOOD | {field: typed})
    assert answer.status_code == 422
    assert told in text_of(answer.text)
    assert f'id="{field}-error"' in answer.text
    assert await tax_rules.list_rules() == ()
