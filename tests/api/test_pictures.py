"""The picture of an edition through the API, with the checks of the page."""

import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from httpx import AsyncClient
from PIL import Image

from events_app.domain.organisations import Role
from tests.api.bearing import API, READ, bearing
from tests.api.test_files import OCTETS
from tests.clients import opened_here
from tests.picture_builders import NO_PICTURES, a_photograph
from tests.web.planting import a_fair, plant

EDITION = f"{API}/exhibitions/one-2027"
PICTURE = f"{EDITION}/picture"
SAID = {"alternative": "A hall with stands."}


@pytest.fixture
async def client(database_url: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    await plant(database_url, [a_fair("one-2027", date(2027, 4, 5))])
    limits = {"DATA_DIR": str(tmp_path), "MAX_UPLOAD_BYTES": "70000", "BASE_URL": "http://testserver"}
    async with opened_here(database_url, **limits) as opened:
        yield opened


async def test_a_picture_is_sent_shown_replaced_and_taken_away(client: AsyncClient) -> None:
    officer = await bearing(Role.OFFICER) | OCTETS

    mute = await client.put(PICTURE, content=a_photograph(), headers=officer)
    sent = await client.put(PICTURE, content=a_photograph((2000, 1000)), headers=officer, params=SAID)
    shown = (await client.get(EDITION)).json()["picture"]
    file = await client.get(shown["address"])
    other = await client.put(PICTURE, content=a_photograph((400, 300)), headers=officer)
    removed = await client.delete(PICTURE, headers=officer)
    again = await client.delete(PICTURE, headers=officer)

    assert (mute.status_code, [error["parameter"] for error in mute.json()["errors"]]) == (422, ["alternative"])
    assert (sent.status_code, sent.json()["picture"]) == (200, shown)
    assert (shown["width"], shown["height"], shown["media_type"]) == (1600, 800, "image/jpeg")
    assert shown["alternative"]["shown"] == SAID["alternative"]
    with Image.open(io.BytesIO(file.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1600, 800))
    assert other.json()["picture"]["alternative"] == shown["alternative"]
    assert other.json()["picture"]["address"] != shown["address"]
    assert (removed.status_code, again.status_code) == (204, 204)
    assert (await client.get(EDITION)).json()["picture"] is None
    assert (await client.get(shown["address"])).status_code == 404


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=list(NO_PICTURES))
async def test_what_is_no_picture_is_refused(client: AsyncClient, content: bytes) -> None:
    officer = await bearing(Role.OFFICER) | OCTETS

    answer = await client.put(PICTURE, content=content, headers=officer, params=SAID)

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:events-app:refusal:picture-unreadable")


async def test_too_much_and_strangers_are_refused(client: AsyncClient) -> None:
    officer = await bearing(Role.OFFICER) | OCTETS
    unit, reader = await bearing(Role.UNIT_MANAGER) | OCTETS, await bearing(Role.OFFICER, READ) | OCTETS

    huge = await client.put(PICTURE, content=bytes(80_000), headers=officer, params=SAID)
    answers = [
        await client.put(PICTURE, content=a_photograph(), headers=headers, params=SAID)
        for headers in (unit, reader, OCTETS)
    ]

    assert huge.status_code in {413, 422}
    assert [answer.status_code for answer in answers] == [403, 403, 401]
    assert (await client.get(EDITION)).json()["picture"] is None
