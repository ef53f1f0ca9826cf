"""The door through the API: a key for each scan, one admission a day, and no door for who only reads."""

from datetime import date

from httpx import AsyncClient

from events_app.actions import exhibitions
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from tests.api.bearing import API, READ, bearing
from tests.badge_builders import a_token, plant_bearers
from tests.clients import NOW
from tests.planting import context
from tests.web.planting import a_fair

AT = f"{API}/exhibitions/wind-2027/check-ins"
FAIR = a_fair("wind-2027", date(2026, 11, 22))


async def test_a_scan_is_answered_the_same_and_a_second_one_refused(client: AsyncClient) -> None:
    await exhibitions.add_edition(FAIR, by=SYSTEM, context=context(), now=NOW)
    (ada,) = await plant_bearers(FAIR.id, "ADA")
    code = await a_token(FAIR.slug, ada)
    officer = await bearing(Role.OFFICER)
    body = {"code": code, "door": "North"}

    first = await client.post(AT, json=body, headers=officer | {"Idempotency-Key": "a"})
    again = await client.post(AT, json=body, headers=officer | {"Idempotency-Key": "a"})
    other = await client.post(AT, json=body | {"door": "South"}, headers=officer | {"Idempotency-Key": "b"})

    assert first.json() == {
        "verdict": "admitted",
        "member": {"id": str(ada.id), "name": "ADA", "local_name": ""},
        "at": NOW.isoformat().replace("+00:00", "Z"),
        "door": "North",
        "labels": {"verdict": "Admitted now"},
    }
    assert again.json() == first.json()
    assert (other.json()["verdict"], other.json()["door"]) == ("already", "North")


async def test_a_key_is_needed_and_the_right(client: AsyncClient) -> None:
    await exhibitions.add_edition(FAIR, by=SYSTEM, context=context(), now=NOW)
    officer = await bearing(Role.OFFICER)
    body = {"code": "nothing"}

    without = await client.post(AT, json=body, headers=officer)
    unknown = await client.post(AT, json=body, headers=officer | {"Idempotency-Key": "a"})
    reused = await client.post(AT, json={"code": "else"}, headers=officer | {"Idempotency-Key": "a"})
    reader = await client.post(AT, json=body, headers=await bearing(Role.OFFICER, READ) | {"Idempotency-Key": "c"})

    assert [answer.status_code for answer in (without, unknown, reused, reader)] == [400, 200, 422, 403]
    assert (unknown.json()["verdict"], unknown.json()["member"]) == ("unknown", None)
    assert (await client.post(AT, json=body)).status_code == 401
