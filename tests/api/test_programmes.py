"""Matching programmes through the API: made, forced, proposals asked for and awaited, accepted in part, taken back."""

from uuid import UUID

from httpx import AsyncClient

from events_app.actions import proposal_runs
from events_app.domain.organisations import Role
from events_app.domain.proposal_results import Why
from events_app.storage import proposals
from tests.api.bearing import API, READ, bearing, held, text
from tests.programme_builders import a_pair, here, plant_done, plant_exporter, the_rules

LIST = f"{API}/programmes"
WRITTEN: dict[str, object] = {
    "name": text("Partner countries 2028"),
    "year": 2028,
    "countries": [{"code": "KE", "capacity": 2}, {"code": "DE", "floor": 1, "capacity": 1}],
    "by_class": {"developed": {"most": 1}},
}


async def test_a_programme_is_made_changed_and_closed(client: AsyncClient) -> None:
    officer, key = await bearing(Role.OFFICER), {"Idempotency-Key": "one"}

    made = await client.post(LIST, json=WRITTEN, headers=officer | key)
    again = await client.post(LIST, json=WRITTEN, headers=officer | key)
    one = made.headers["location"]
    change = {"most_each": 2, "by_class": {"developed": None, "developing": {"least": 1}}}
    changed = await client.patch(one, json=change, headers=held(officer, made.headers["etag"]))
    stale = await client.post(f"{one}/close", headers=held(officer, made.headers["etag"]))
    closed = await client.post(f"{one}/close", headers=held(officer, changed.headers["etag"]))
    shut = await client.post(f"{one}/proposals", headers=officer)
    unit = await bearing(Role.UNIT_MANAGER)
    listed = (await client.get(f"{LIST}?state=closed&q=partner&lang=en", headers=unit)).json()["items"]
    refused = await client.patch(one, json={}, headers=held(unit, "*"))

    body = made.json()
    assert (one, again.json()["id"]) == (f"{LIST}/partner-countries-2028", body["id"])
    assert (body["first_day"], body["last_day"], len(body["seed"])) == ("2028-01-01", "2028-12-31", 12)
    assert (changed.json()["most_each"], changed.json()["by_class"]) == (
        2,
        {"developed": None, "developing": {"least": 1, "most": None}},
    )
    assert changed.json()["countries"][1] == {"code": "DE", "floor": 1, "capacity": 1}
    assert [answer.status_code for answer in (stale, closed, shut, refused)] == [412, 200, 409, 403]
    assert [(item["slug"], item["labels"]["state"]) for item in listed] == [("partner-countries-2028", "Closed")]


async def test_every_fault_of_a_programme_is_named(client: AsyncClient) -> None:
    officer = await bearing(Role.OFFICER)
    countries = [{"code": "KE", "floor": 3, "capacity": 2}, {"code": "XX", "capacity": 0}]

    odd = await client.post(LIST, json=WRITTEN | {"countries": countries}, headers=officer)
    meant = {"kind": "edition", "exhibition": "nowhere", "countries": [{"code": "CN", "capacity": 1}]}
    elsewhere = await client.post(LIST, json=WRITTEN | meant, headers=officer)

    assert [error["pointer"] for error in odd.json()["errors"]] == [
        "#/countries/0",
        "#/countries/1/code",
        "#/countries/1/capacity",
    ]
    assert [error["pointer"] for error in elsewhere.json()["errors"]] == [
        "#/exhibition",
        "#/countries/0/code",
        "#/first_day",
    ]


async def test_a_proposal_is_asked_for_awaited_and_read(client: AsyncClient) -> None:
    officer, key = await bearing(Role.OFFICER), {"Idempotency-Key": "one"}
    await plant_exporter("valves")
    await plant_exporter("pumps")
    one = (await client.post(LIST, json=WRITTEN, headers=officer)).headers["location"]
    must = {"company": "valves", "country": "KE", "force": "must", "reason": "Invited."}

    forced = await client.post(f"{one}/forced-pairs", json=must, headers=held(officer, "*"))
    asked = await client.post(f"{one}/proposals", headers=officer | key)
    again = await client.post(f"{one}/proposals", headers=officer | key)
    second = await client.post(f"{one}/proposals", headers=officer)
    at = asked.headers["location"]
    waiting = (await client.get(at, headers=officer)).json()
    programme = (await client.get(one, headers=officer)).json()
    (queued,) = await proposals.list_proposals(UUID(programme["id"]))
    await proposal_runs.run(queued.id, here())
    done = (await client.get(f"{at}?lang=en", headers=officer)).json()
    pairs = (await client.get(f"{at}/pairs?country=KE", headers=await bearing(Role.AUDITOR))).json()["items"]

    assert (forced.json()["forced"][0]["company"], programme["proposals"][0]["address"]) == ("valves", at)
    assert [answer.status_code for answer in (asked, again, second)] == [202, 202, 409]
    assert (at, waiting["state"], waiting["progress"], waiting["result"]) == (f"{one}/proposals/1", "queued", 0.0, None)
    assert (done["state"], done["progress"], done["result"]["exporters"]) == ("done", 1.0, 2)
    assert done["result"]["score"] <= done["result"]["score_bound"] + 1e-9
    assert any(price["bound"]["sentence"] for price in done["result"]["prices"])
    assert ("valves", True, False) in [(pair["company"], pair["is_forced"], pair["is_accepted"]) for pair in pairs]
    assert (await client.get(f"{one}/proposals/{2**70}", headers=officer)).status_code == 404


async def test_part_of_a_proposal_is_accepted_and_taken_back_with_a_reason(client: AsyncClient) -> None:
    for slug in ("valves", "pumps", "left"):
        await plant_exporter(slug)
    pairs = (a_pair("valves", "KE"), a_pair("pumps", "KE"), a_pair("pumps", "DE"))
    await plant_done(*pairs, why=Why.FULL, rules=the_rules(most_each=2))
    officer, one = await bearing(Role.OFFICER), f"{LIST}/partners-2027"
    at, kenya = f"{one}/proposals/1", {"company": "pumps", "country": "KE"}

    silent = await client.post(f"{at}/accept", json={}, headers=officer)
    foreign = await client.post(f"{at}/accept", json={"pairs": [{"company": "left", "country": "KE"}]}, headers=officer)
    part = await client.post(f"{at}/accept", json={"pairs": [kenya]}, headers=officer)
    listed = (await client.get(f"{one}/accepted-pairs", headers=officer)).json()["items"]
    blank = await client.post(f"{one}/accepted-pairs/take-back", json=kenya | {"reason": " "}, headers=officer)
    back = await client.post(f"{one}/accepted-pairs/take-back", json=kenya | {"reason": "Withdrawn."}, headers=officer)
    whole = await client.post(f"{at}/accept", json={"pairs": None}, headers=officer)
    unserved = (await client.get(f"{at}/unserved?why=full&lang=en", headers=officer)).json()["items"]
    denied = [
        (await client.post(f"{at}/accept", json={"pairs": None}, headers=headers)).status_code
        for headers in (await bearing(Role.UNIT_OFFICER), await bearing(Role.OFFICER, READ), {})
    ]
    late = await client.post(f"{at}/stop", headers=officer)

    assert (silent.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "#/pairs/0")
    assert (part.json()["state"], [(each["company"], each["proposal"]) for each in listed]) == (
        "partly_accepted",
        [("pumps", 1)],
    )
    assert (blank.status_code, back.json()["accepted"], whole.json()["state"]) == (422, 0, "accepted")
    assert unserved[0]["labels"]["why"] == "Every country or region that it could go to is full."
    assert (denied, late.status_code) == ([403, 403, 401], 409)
    assert next(price["bound"]["sentence"] for price in whole.json()["result"]["prices"]) == "Places in Kenya"
