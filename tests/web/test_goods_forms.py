"""The form of goods: faults beside their fields, saved from the version that was read, taken off the list."""

from events_app.domain.organisations import Role
from events_app.storage import goods
from events_app.storage.database import fetch
from tests.delegation_builders import at_delegation, sent
from tests.web.signing_in import token_of
from tests.web.test_desk_goods import PATH, VALVE


async def test_faults_stand_beside_their_fields(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.OFFICER) as (client, company):
        typed = VALVE | {"company": str(company.id)}
        for changes, words in (
            ({"company": ""}, "Fill this in."),
            ({"description": ""}, "Fill this in."),
            ({"pieces": "0"}, "This must be from 1 to 1000000."),
            ({"weight": "0.0005"}, "with at most three decimals"),
            ({"weight": "-1"}, "This must be from 0"),
            ({"value": ""}, "Fill this in."),
            ({"value_currency": ""}, "urrency"),
            ({"hs_code": "848"}, "4, 6, 8 or 10 digits"),
            ({"origin": "XX"}, "is not one of the choices"),
        ):
            answer = await client.post(f"{PATH}/new", data=typed | changes | {"form_token": token_of(client)})
            assert (answer.status_code, words in answer.text) == (422, True), (changes, words)
            assert 'aria-invalid="true"' in answer.text
        assert await fetch("SELECT id FROM goods_item") == []


async def test_goods_are_changed_and_taken_off(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.OFFICER) as (client, company):
        await sent(client, f"{PATH}/new", **VALVE, company=str(company.id))
        (row,) = await fetch("SELECT id FROM goods_item")
        here = f"{PATH}/{row['id']}"
        page = (await client.get(here)).text
        assert ('value="46.5"' in page, 'value="1200.00"' in page, 'value="848180"' in page) == (True, True, True)

        changed = VALVE | {"pieces": "3", "is_returning": "", "version": "1"}
        assert (await sent(client, here, **changed))[0] == 303
        assert (await sent(client, here, **changed))[0] == 422
        kept = await goods.get(row["id"])
        assert (kept.pieces, kept.is_returning, kept.company_id) == (3, False, company.id)
        assert (await sent(client, f"{here}/remove"))[0] == 303
        assert (await client.get(here)).status_code == 404
