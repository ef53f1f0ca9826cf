from collections.abc import AsyncIterator

import pytest
from litestar import Router, get
from litestar.di import NamedDependency

from events_app.edge.languages import in_an_offered_language, negotiate
from events_app.i18n.catalogues import current_language
from tests.clients import Client, opened_client

OFFERED = ("zh-Hans", "en", "fr", "es", "ru", "ar", "pt")


@get("/spoken")
async def spoken(language: NamedDependency[str]) -> dict[str, str]:
    return {"language": language, "current": current_language.get()}


GUARDED = [
    Router(path=path, route_handlers=[spoken], guards=[in_an_offered_language])
    for path in ("/{language_code:str}", "/feeds/{language_code:str}")
]


@pytest.fixture
async def client(sqlite_url: str) -> AsyncIterator[Client]:
    async with opened_client(sqlite_url, *GUARDED) as opened:
        yield opened


@pytest.mark.parametrize(
    ("wished", "found"),
    [
        ("fr", "fr"),
        ("fr-CA, en;q=0.5", "fr"),
        ("en;q=0.5, ru;q=0.9", "ru"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("ZH-hans", "zh-Hans"),
        ("pt-PT", "pt"),
        ("de, nl;q=0.9, es;q=0.1", "es"),
        ("de", "en"),
        ("*", "en"),
        ("de, *;q=0.5", "en"),
        ("fr;q=0, ar;q=0.1", "ar"),
        ("es, ru", "es"),
        ("fr;q=nonsense, ar", "ar"),
        ("fr;q=7, ar;q=0.2", "ar"),
        ("", "en"),
        (";;;,,,=;q=", "en"),
    ],
)
def test_the_most_wished_of_the_offered_languages_is_found(wished: str, found: str) -> None:
    assert negotiate(wished, OFFERED, "en") == found


@pytest.mark.parametrize("code", OFFERED)
async def test_the_first_segment_of_the_address_decides_whatever_the_browser_wishes(client: Client, code: str) -> None:
    answer = await client.get(f"/{code}/spoken", headers={"Accept-Language": "es"})

    assert answer.json() == {"language": code, "current": code}
    assert answer.headers["content-language"] == code
    assert "vary" not in answer.headers


async def test_a_feed_speaks_the_language_of_its_second_segment(client: Client) -> None:
    answer = await client.get("/feeds/ar/spoken", headers={"Accept-Language": "es"})

    assert answer.json() == {"language": "ar", "current": "ar"}


@pytest.mark.parametrize("path", ["/de/spoken", "/EN/spoken", "/zh/spoken"])
async def test_an_address_in_no_language_is_nowhere_and_says_so_in_the_wished_one(client: Client, path: str) -> None:
    answer = await client.get(path, headers={"Accept-Language": "fr"})

    assert answer.status_code == 404
    assert answer.headers["content-language"] == "fr"
    assert "Accept-Language" in answer.headers["vary"]


async def test_a_feed_in_no_language_is_nowhere(client: Client) -> None:
    assert (await client.get("/feeds/de/spoken")).status_code == 404


async def test_a_language_that_is_not_offered_is_nowhere(sqlite_url: str) -> None:
    guarded = Router(path="/{language_code:str}", route_handlers=[spoken], guards=[in_an_offered_language])
    async with opened_client(sqlite_url, guarded, LANGUAGES="en,fr") as client:
        assert (await client.get("/fr/spoken")).status_code == 200
        assert (await client.get("/ru/spoken")).status_code == 404


async def test_the_front_door_sends_each_reader_to_their_language_and_keeps_nothing(client: Client) -> None:
    answer = await client.get("/", headers={"Accept-Language": "zh-TW;q=0.4, ru;q=0.9"})

    assert (answer.status_code, answer.headers["location"]) == (302, "/ru/")
    assert answer.headers["vary"] == "Accept-Language"
    assert answer.headers["cache-control"] == "no-store"


async def test_the_front_door_knows_the_default_language(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, DEFAULT_LANGUAGE="pt") as client:
        assert (await client.get("/", headers={"Accept-Language": "de"})).headers["location"] == "/pt/"


async def test_no_language_is_left_behind_for_the_next_request(client: Client) -> None:
    await client.get("/ar/spoken")

    assert (await client.get("/healthz")).headers.get("content-language") is None
    assert current_language.get() == "en"
