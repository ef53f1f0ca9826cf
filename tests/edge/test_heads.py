from collections.abc import AsyncIterator

import pytest
from litestar import Response, get, post
from litestar.response import Stream

from tests.clients import opened_client

closed: list[str] = []


@get("/page", sync_to_thread=False)
def page() -> Response[str]:
    return Response("<p>timetable</p>" * 400, media_type="text/html", headers={"ETag": '"v1"'})


@post("/form", sync_to_thread=False)
def form() -> None:
    return None


@get("/endless")
async def endless() -> Stream:
    async def content() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"more"
        finally:
            closed.append("stream")

    return Stream(content(), media_type="text/plain")


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("path", ["/page", "/healthz", "/static/any/base.css", "/nowhere", "/", "/en"])
async def test_head_answers_with_the_fields_of_get_and_no_content(sqlite_url: str, path: str, encoding: str) -> None:
    headers = {"Accept-Encoding": encoding, "X-Request-ID": "the-same-number"}
    async with opened_client(sqlite_url, page) as client:
        by_get = await client.get(path, headers=headers)
        by_head = await client.head(path, headers=headers)

    assert by_head.content == b""
    assert (by_head.status_code, dict(by_head.headers)) == (by_get.status_code, dict(by_get.headers))


async def test_head_of_what_takes_no_get_is_not_allowed(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, form) as client:
        answer = await client.head("/form")

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST, OPTIONS")


async def test_head_of_an_endless_stream_ends_and_closes_the_stream(sqlite_url: str) -> None:
    closed.clear()
    async with opened_client(sqlite_url, endless) as client:
        answer = await client.head("/endless")

    assert (answer.status_code, answer.content, closed) == (200, b"", ["stream"])
