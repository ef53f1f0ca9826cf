import re

import pytest
from litestar import get
from structlog.testing import capture_logs

from tests.clients import opened_client


@get("/en/seek", sync_to_thread=False)
def seek() -> str:
    return "found"


async def test_a_request_leaves_one_line_without_what_was_sought(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, seek) as client:
        with capture_logs() as lines:
            await client.get("/en/seek?q=private", headers={"Cookie": "private", "Authorization": "private"})

    line = next(line for line in lines if line["event"] == "request")
    assert {key: line[key] for key in ("method", "path", "status", "bytes")} == {
        "method": "GET",
        "path": "/en/seek",
        "status": 200,
        "bytes": len("found"),
    }
    assert "private" not in str(lines)
    assert "testclient" not in str(lines)


async def test_a_request_gets_a_number_that_the_answer_names(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, seek) as client:
        first, second = [(await client.get("/en/seek")).headers["x-request-id"] for _ in range(2)]

    assert re.fullmatch(r"[0-9a-f]{32}", first)
    assert first != second


async def test_the_number_that_a_proxy_gave_is_kept(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, seek) as client:
        answer = await client.get("/en/seek", headers={"X-Request-ID": "proxy-4711.a_b"})

    assert answer.headers["x-request-id"] == "proxy-4711.a_b"


@pytest.mark.parametrize("given", ["short", "a b c d e f g h", 'quote"quote"', "x" * 65, "<script>"])
async def test_a_number_that_could_forge_the_log_is_replaced(sqlite_url: str, given: str) -> None:
    async with opened_client(sqlite_url, seek) as client:
        answer = await client.get("/en/seek", headers={"X-Request-ID": given})

    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])


async def test_a_head_request_is_logged_as_what_it_was(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, seek) as client:
        with capture_logs() as lines:
            await client.head("/en/seek")

    assert [(line["method"], line["bytes"]) for line in lines if line["event"] == "request"] == [("HEAD", 0)]
