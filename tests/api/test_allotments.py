"""Proposals for a plan through the API: asked for and awaited, listed line by line, accepted in part, put away."""

from httpx import AsyncClient

from events_app.actions import allotment_runs
from events_app.domain.organisations import Role
from events_app.storage import allotments, stands
from tests.allotment_builders import an_unplaced, bench, gives, plant_done, plant_plan
from tests.api.bearing import API, READ, bearing
from tests.api.test_stands import a_fair
from tests.builders import an_id

LIST = f"{API}/exhibitions/wind-2027/allotments"


async def test_a_proposal_is_asked_for_once_and_awaited(client: AsyncClient) -> None:
    edition, _, _ = await plant_plan("lanyu", edition=await a_fair())
    officer, key = await bearing(Role.OFFICER), {"Idempotency-Key": "one"}

    asked = await client.post(LIST, headers=officer | key)
    again = await client.post(LIST, headers=officer | key)
    second = await client.post(LIST, headers=officer)
    one = asked.headers["location"]
    waiting = (await client.get(one, headers=officer)).json()
    await allotment_runs.run((await allotments.get(edition.id, 1)).id, bench())
    done = (await client.get(f"{one}?lang=en", headers=officer)).json()

    assert (asked.status_code, one, again.json()) == (202, f"{LIST}/1", asked.json())
    assert (second.status_code, second.json()["type"]) == (409, "urn:events-app:refusal:allotment-under-way")
    assert (waiting["state"], waiting["progress"], waiting["result"]) == ("queued", 0.0, None)
    assert (done["state"], done["labels"]["state"]) == ("done", "Computed, nothing accepted")
    result = done["result"]
    assert (result["asked"], result["placed"], result["placed_in_turn"], result["is_proved"]) == (1, 1, 1, True)
    assert result["aims"][0] == {
        "aim": "placed",
        "label": "Applications with stands",
        "value": 1,
        "bound": 1,
        "in_turn": 1,
    }
    assert (await client.post(f"{one}/stop", headers=officer)).status_code == 409
    assert [each["number"] for each in (await client.get(LIST, headers=officer)).json()["items"]] == [1]


async def test_lines_are_listed_and_accepted_in_part(client: AsyncClient) -> None:
    edition, found, cases = await plant_plan("lanyu", "jinsha", "huaxi", edition=await a_fair())
    lanyu, jinsha, _ = cases
    line = gives(lanyu, found[0], choice=2, extra_m2=1)
    await plant_done(edition, line, gives(jinsha, found[1]), an_unplaced("case huaxi"))
    officer, one = await bearing(Role.OFFICER), f"{LIST}/1"

    first = (await client.get(f"{one}/lines?lang=en&limit=2", headers=officer)).json()
    rest = (await client.get(first["next"], headers=officer)).json()
    odd = await client.post(f"{one}/accept", json={"applications": [str(an_id("x"))]}, headers=officer)
    some = await client.post(f"{one}/accept", json={"applications": [str(lanyu.id)]}, headers=officer)
    held = (await client.get(f"{one}/lines?standing=held", headers=officer)).json()["items"]
    every = await client.post(f"{one}/accept", json={"applications": None}, headers=officer)
    again = await client.post(f"{one}/accept", json={"applications": None}, headers=officer)

    assert [(each["company"], each["standing"]) for each in first["items"]] == [
        ("huaxi", "unplaced"),
        ("jinsha", "proposed"),
    ]
    assert first["items"][0]["labels"]["reason"] == "Others have what would fit."
    assert first["items"][0]["counts"]["fitting"] == 4
    assert (rest["items"][0]["numbers"], rest["items"][0]["labels"]["reason"]) == (["A01"], "Second choice")
    assert [each["company"] for each in held] == ["lanyu"]
    assert [answer.status_code for answer in (odd, some, every, again)] == [422, 200, 200, 409]
    assert (some.json()["state"], every.json()["state"]) == ("partly_accepted", "accepted")
    assert again.json()["type"] == "urn:events-app:refusal:lines-held"
    assert await stands.count_given(edition.id) == {lanyu.id: 1, jinsha.id: 1}
    assert (await client.post(f"{one}/discard", headers=officer)).json()["state"] == "discarded"


async def test_who_only_reads_asks_for_nothing(client: AsyncClient) -> None:
    edition, found, (lanyu,) = await plant_plan("lanyu", edition=await a_fair())
    await plant_done(edition, gives(lanyu, found[0]))
    for reader in (await bearing(Role.AUDITOR), await bearing(Role.OFFICER, scopes=READ)):
        assert (await client.get(f"{LIST}/1/lines", headers=reader)).status_code == 200
        for path, body in ((LIST, None), (f"{LIST}/1/discard", None), (f"{LIST}/1/accept", {"applications": None})):
            assert (await client.post(path, json=body, headers=reader)).status_code == 403
    assert (await client.get(LIST)).status_code == 401
    assert await stands.count_given(edition.id) == {}
