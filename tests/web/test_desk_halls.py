"""Laying out at the desk: halls, rows, one stand, and plans as files, with every fault beside its field or element."""

import json

from events_app.domain.organisations import Role
from events_app.storage import stands
from tests.application_builders import a_fair_open_now, plant_admission
from tests.builders import an_id
from tests.clients import Client
from tests.stand_builders import plant_hall
from tests.web.filled_forms import fields_of
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of

AT = "/en/desk/exhibitions/wind-2027"
EDITION = an_id("wind-2027")
HALL = {"name": "Hall 5", "gross_m2": "1200", "net_m2": "600", "width": "400", "depth": "300"}
PLAN = {
    "halls": [
        {
            "name": "Hall 7",
            "width": 200,
            "depth": 100,
            "stands": [
                {"number": "1", "x": 0, "y": 0, "width": 30, "depth": 30},
                {"number": "2", "x": 30, "y": 0, "width": 30, "depth": 30, "zone": "A"},
            ],
        }
    ]
}


async def at_desk(client: Client) -> None:
    await plant_admission(a_fair_open_now())
    await signed_in(client, Role.OFFICER)


async def sent(client: Client, path: str, **typed: str) -> tuple[int, str]:
    answer = await client.post(f"{AT}/{path}", data=typed | {"form_token": token_of(client)})
    return answer.status_code, text_of(answer.text)


async def test_a_hall_is_kept_changed_and_removed(client: Client) -> None:
    await at_desk(client)

    assert (await sent(client, "halls/new", **HALL))[0] == 303
    (hall,) = await stands.list_halls(EDITION)
    assert (hall.name, hall.width, hall.net_m2) == ("Hall 5", 400, 600)
    path = f"halls/{hall.id}"
    status, text = await sent(client, path, **HALL | {"net_m2": "1300", "version": "1"})
    assert (status, "at most the gross area" in text) == (422, True)
    assert (await sent(client, path, **HALL | {"name": "Hall 6", "version": "1"}))[0] == 303
    assert (await sent(client, path, **HALL | {"version": "1"}))[0] == 422
    status, text = await sent(client, "halls/new", **HALL | {"name": "Hall 6"})
    assert (status, "of this name already" in text) == (422, True)
    assert (await sent(client, path, remove="1"))[0] == 303
    assert await stands.list_halls(EDITION) == ()


async def test_rows_are_laid_out_from_a_few_numbers(client: Client) -> None:
    await at_desk(client)
    await sent(client, "halls/new", **HALL)
    (hall,) = await stands.list_halls(EDITION)
    path = f"halls/{hall.id}/rows"
    given = fields_of((await client.get(f"{AT}/{path}")).text, path)

    status, _ = await sent(client, path, **{name: value[-1] for name, value in given.items()})
    assert status == 303
    assert len(await stands.list_stands(EDITION)) == 40
    status, text = await sent(client, path, **{name: value[-1] for name, value in given.items()})
    assert (status, "overlap" in text or "there already" in text) == (422, True)
    status, text = await sent(client, path, **{name: value[-1] for name, value in given.items()} | {"rows": "0"})
    assert (status, "This must be from 1" in text) == (422, True)


async def test_a_stand_is_changed_in_its_form(client: Client) -> None:
    await at_desk(client)
    _, found = await plant_hall(a_fair_open_now())
    path = f"stands/{found[0].id}/edit"
    given = {name: value[-1] for name, value in fields_of((await client.get(f"{AT}/{path}")).text, path).items()}

    assert (await sent(client, path, **given | {"zone": "Gold", "number": "A01x"}))[0] == 303
    assert (await stands.get_stand(found[0].id)).zone == "Gold"
    status, text = await sent(client, path, **given | {"number": "A02", "version": "2"})
    assert (status, "A02 is there already" in text) == (422, True)


async def test_a_plan_is_looked_at_and_then_kept(client: Client) -> None:
    await at_desk(client)

    status, text = await sent(client, "plan-import", plan=json.dumps(PLAN), then="look")
    assert (status, "What would be kept" in text) == (200, True)
    assert await stands.list_halls(EDITION) == ()
    assert (await sent(client, "plan-import", plan=json.dumps(PLAN), then="keep"))[0] == 303
    assert [each.number for each in await stands.list_stands(EDITION)] == ["1", "2"]
    status, text = await sent(client, "plan-import", plan=json.dumps(PLAN), then="keep")
    assert (status, "Stand 1 is there already" in text) == (422, True)
    status, text = await sent(client, "plan-import", plan='{"halls": [{"name": "X"}]}', then="look")
    assert (status, "halls[0]" in text) == (422, True)
