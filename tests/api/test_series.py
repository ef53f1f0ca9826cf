"""Series through the API."""

from httpx import AsyncClient

from events_app.domain.organisations import Role
from tests.api.bearing import API, bearing, text

SERIES = f"{API}/series"


async def test_a_series_is_shown_with_the_editions_that_one_may_see(client: AsyncClient) -> None:
    public = await client.get(f"{SERIES}/light-and-building?lang=zh-Hans")
    inside = await client.get(f"{SERIES}/light-and-building", headers=await bearing(Role.AUDITOR))

    assert (public.json()["name"]["shown"], public.json()["every_months"]) == ("照明与建筑展", 24)
    assert public.json()["exhibitions"] == ["one-2027", "three-2027"]
    assert inside.json()["exhibitions"] == ["one-2027", "two-2027", "three-2027"]


async def test_a_series_of_drafts_is_not_public_yet(client: AsyncClient) -> None:
    body = {
        "name": text("Secret Fair"),
        "country": "KE",
        "city": text("Nairobi"),
        "zone": "Africa/Nairobi",
        "first_day": "2027-09-06",
        "last_day": "2027-09-09",
        "mode": "own_event",
    }
    headers = await bearing(Role.OFFICER)
    made = await client.post(f"{API}/exhibitions", json=body, headers=headers)

    hidden = await client.get(f"{SERIES}/secret-fair")
    listed = await client.get(SERIES)
    shown = await client.get(f"{SERIES}/secret-fair", headers=headers)

    assert (made.json()["series"], hidden.status_code, shown.status_code) == ("secret-fair", 404, 200)
    assert [each["slug"] for each in listed.json()["items"]] == ["light-and-building"]
