"""Whose token it is."""

from httpx import AsyncClient

from events_app.domain.organisations import Role
from tests.api.bearing import API, READ, bearing


async def test_a_program_learns_whose_token_it_has_and_what_it_may_do(client: AsyncClient) -> None:
    told = (await client.get(f"{API}/account?lang=en", headers=await bearing(Role.TRANSLATOR, READ))).json()

    assert (told["name"], told["scopes"]) == ("Lin Wei", ["read"])
    (role,) = told["roles"]
    assert (role["role"], role["label"], role["languages"]) == ("translator", "Translator", ["fr", "ar"])


async def test_nobody_is_nobody(client: AsyncClient) -> None:
    assert (await client.get(f"{API}/account")).status_code == 401
