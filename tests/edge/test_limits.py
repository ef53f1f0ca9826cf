from collections.abc import Iterator
from typing import Any, cast

import pytest
from litestar import Request, post
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.types import HTTPScope

from events_app.edge import limits
from events_app.edge.limits import RateLimit, client_address
from tests.clients import opened_client

MOST_BYTES = 2048


class Seconds:
    """A clock that is set by hand."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@post("/sink")
async def sink(request: Request[Any, Any, Any]) -> int:
    return len(await request.body())


@post("/api/sink")
async def api_sink(request: Request[Any, Any, Any]) -> int:
    return len(await request.body())


async def _nothing(*_: object) -> None:
    return None


def a_limit(requests_per_minute: int, seconds: Seconds) -> RateLimit:
    return RateLimit(_nothing, requests_per_minute=requests_per_minute, seconds=seconds)


def a_scope(peer: str, *forwarded: str) -> HTTPScope:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return cast("HTTPScope", {"type": "http", "client": (peer, 4711), "headers": headers})


async def test_a_body_at_the_limit_is_taken(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, sink, MAX_BODY_BYTES=str(MOST_BYTES)) as client:
        answer = await client.post("/sink", content=bytes(MOST_BYTES))

    assert (answer.status_code, answer.json()) == (201, MOST_BYTES)


async def test_an_announced_body_beyond_the_limit_is_refused(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, sink, MAX_BODY_BYTES=str(MOST_BYTES)) as client:
        answer = await client.post("/sink", content=bytes(MOST_BYTES + 1))

    assert answer.status_code == 413


async def test_a_chunked_body_beyond_the_limit_is_refused_while_it_comes(sqlite_url: str) -> None:
    def chunks() -> Iterator[bytes]:
        yield from (bytes(512) for _ in range(5))

    async with opened_client(sqlite_url, api_sink, MAX_BODY_BYTES=str(MOST_BYTES)) as client:
        answer = await client.post("/api/sink", content=b"".join(chunks()), headers={"Transfer-Encoding": "chunked"})

    assert (answer.status_code, answer.json()["status"]) == (413, 413)


async def test_chunks_are_counted_without_an_announcement() -> None:
    parts = [{"type": "http.request", "body": bytes(1500), "more_body": True}] * 2
    taken: list[int] = []

    async def receive() -> Any:  # noqa: ANN401
        return parts.pop()

    async def reader(_scope: object, receive: Any, _send: object) -> None:  # noqa: ANN401
        while True:
            taken.append(len((await receive())["body"]))

    limit = limits.BodyLimit(reader, most_bytes=MOST_BYTES)
    with pytest.raises(RequestEntityTooLarge):
        await limit(a_scope("192.0.2.1"), receive, _nothing)

    assert taken == [1500]


def test_a_full_bucket_lasts_a_minute_of_requests_and_then_says_how_long_to_wait() -> None:
    limit = a_limit(30, Seconds())

    answers = [limit.take("192.0.2.1") for _ in range(31)]

    assert answers == [0] * 30 + [2]


def test_a_bucket_fills_again_with_time_but_never_beyond_its_size() -> None:
    seconds = Seconds()
    limit = a_limit(2, seconds)
    for _ in range(2):
        limit.take("192.0.2.1")

    seconds.now_s = 30
    after_half_a_minute = [limit.take("192.0.2.1") for _ in range(2)]
    seconds.now_s = 86_400
    next_day = [limit.take("192.0.2.1") for _ in range(3)]

    assert (after_half_a_minute, next_day) == ([0, 30], [0, 0, 30])


def test_addresses_are_counted_apart() -> None:
    limit = a_limit(1, Seconds())

    assert [limit.take(address) for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1")] == [0, 0, 60]


def test_memory_is_bounded_and_the_address_unseen_longest_is_forgotten() -> None:
    limit = a_limit(1, Seconds())
    for number in range(limits.ADDRESSES_KEPT + 5):
        limit.take(str(number))

    assert len(limit.buckets) == limits.ADDRESSES_KEPT
    assert next(iter(limit.buckets)) == "5"


@pytest.mark.parametrize(
    ("scope", "address"),
    [
        (a_scope("192.0.2.7"), "192.0.2.7"),
        (a_scope("192.0.2.7", "198.51.100.1"), "192.0.2.7"),
        (a_scope("127.0.0.1"), "127.0.0.1"),
        (a_scope("127.0.0.1", "203.0.113.9, 198.51.100.1"), "198.51.100.1"),
        (a_scope("127.0.0.1", "203.0.113.9", "198.51.100.2"), "198.51.100.2"),
        (a_scope("::1", "2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::"),
        (a_scope("2001:db8:1:2:ffff::1"), "2001:db8:1:2::"),
        (a_scope("127.0.0.1", "nonsense"), "unknown"),
        (a_scope("testclient"), "unknown"),
    ],
)
def test_a_request_counts_for_its_client_and_only_a_proxy_on_this_machine_may_name_it(
    scope: HTTPScope, address: str
) -> None:
    assert client_address(scope) == address


async def test_one_too_many_is_told_when_to_come_back_but_probes_and_files_go_on(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, REQUESTS_PER_MINUTE="2") as client:
        answers = [await client.get("/api/nothing") for _ in range(3)]
        probe = await client.get("/healthz")
        file = await client.get("/static/any/base.css")

    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert int(answers[2].headers["retry-after"]) in range(25, 31)
    assert answers[2].json()["status"] == 429
    assert (probe.status_code, file.status_code) == (200, 200)


async def test_zero_requests_per_minute_means_no_limit(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, REQUESTS_PER_MINUTE="0") as client:
        statuses = {(await client.get("/api/nothing")).status_code for _ in range(20)}

    assert statuses == {404}
