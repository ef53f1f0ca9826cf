import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Response, get
from litestar.response import ServerSentEvent, Stream

from events_app.edge.compression import gzipped, takes_gzip, wished_coding
from tests.clients import Client, opened_client

PAGE = "<p>timetable</p>" * 400
GZIP = {"Accept-Encoding": "gzip"}
PLAIN = {"Accept-Encoding": "identity"}


@get("/page", sync_to_thread=False)
def page() -> Response[str]:
    return Response(PAGE, media_type="text/html", headers={"ETag": '"v1"'})


@get("/small", sync_to_thread=False)
def small() -> Response[str]:
    return Response("<p>short</p>", media_type="text/html")


@get("/picture", sync_to_thread=False)
def picture() -> Response[bytes]:
    return Response(bytes(5000), media_type="image/png")


@get("/packed", sync_to_thread=False)
def packed() -> Response[bytes]:
    return Response(b"br" * 2000, media_type="text/calendar", headers={"Content-Encoding": "br"})


@get("/events", sync_to_thread=False)
def events() -> ServerSentEvent:
    return ServerSentEvent(iter(["x" * 3000, "y" * 3000]))


@get("/stream", sync_to_thread=False)
def stream() -> Stream:
    return Stream(iter([b"x" * 3000, b"y" * 3000]), media_type="text/plain")


@get("/unchanged", sync_to_thread=False)
def unchanged() -> Response[None]:
    return Response(None, status_code=304, headers={"ETag": '"v1"'})


HANDLERS = (page, small, picture, packed, events, stream, unchanged)


async def test_a_page_is_packed_for_who_takes_it_and_says_that_it_varies(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, *HANDLERS) as client:
        answer = await client.get("/page", headers=GZIP)
        plain = await client.get("/page", headers=PLAIN)

    assert answer.text == plain.text == PAGE
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < 200
    assert "content-encoding" not in plain.headers
    for each in (answer, plain):
        assert "Accept-Encoding" in each.headers["vary"]


async def test_the_packed_form_has_a_strong_tag_of_its_own_that_is_named_again_in_a_304(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, *HANDLERS) as client:
        answer = await client.get("/page", headers=GZIP)
        again = await client.get("/unchanged", headers=GZIP | {"If-None-Match": answer.headers["etag"]})
        of_plain = await client.get("/unchanged", headers=GZIP | {"If-None-Match": '"v1"'})

    assert answer.headers["etag"] == '"v1-gzip"'
    assert (again.status_code, again.headers["etag"]) == (304, '"v1-gzip"')
    assert (of_plain.status_code, of_plain.headers["etag"]) == (304, '"v1"')


@pytest.mark.parametrize("path", ["/small", "/picture", "/packed", "/events", "/stream"])
async def test_small_answers_pictures_packed_bytes_and_streams_pass_untouched(sqlite_url: str, path: str) -> None:
    async with opened_client(sqlite_url, *HANDLERS) as client, client.stream("GET", path, headers=GZIP) as answer:
        encoding = answer.headers.get("content-encoding")

    assert encoding == ("br" if path == "/packed" else None)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.1", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("gzip;q=1.0", True),
        ("*;q=0", False),
        ("br", False),
        ("", False),
    ],
)
def test_accept_encoding_is_read_with_its_weights(header: str, expected: bool) -> None:  # noqa: FBT001
    assert takes_gzip(header) is expected


def test_packing_is_the_same_each_time_and_readable_by_others() -> None:
    content = PAGE.encode()

    assert gzipped(content) == gzipped(content)
    assert gzip.decompress(gzipped(content)) == content


async def test_a_client_sees_no_difference(sqlite_url: str) -> None:
    async def size(client: Client, headers: dict[str, str]) -> int:
        return len((await client.get("/page", headers=headers)).content)

    async with opened_client(sqlite_url, *HANDLERS) as client:
        assert await size(client, GZIP) == await size(client, PLAIN) == len(PAGE)


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("GZIP ; Q=1.0", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("gzip;q=0.5, identity", ""),
        ("gzip;q=0.5, identity;q=0.5", "gzip"),
        ("gzip;q=0, br;q=0.000", ""),
        ("*", "br"),
        ("br;q=0, *;q=0.5", "gzip"),
        ("identity;q=0", ""),
        ("gzip;q=2", ""),
        ("gzip;q=nonsense, br;q=0.3", "br"),
        (",;=,", ""),
    ],
)
def test_the_most_wished_coding_is_taken(header: str, coding: str) -> None:
    assert wished_coding(header) == coding


WEIGHTS = st.sampled_from(["0", "0.001", "0.5", "0.999", "1", "1.000"])


@given(st.dictionaries(st.sampled_from(["br", "gzip", "identity", "*", "zstd"]), WEIGHTS))
def test_no_coding_is_wished_less_than_another_or_refused(weights: dict[str, str]) -> None:
    chosen = wished_coding(", ".join(f"{coding};q={weight}" for coding, weight in weights.items()))

    weighed = {coding: float(weights.get(coding, weights.get("*", "0"))) for coding in ("br", "gzip")}
    identity = float(weights.get("identity", "0"))
    if chosen:
        assert weighed[chosen] == max(weighed.values()) > 0
        assert weighed[chosen] >= identity
    else:
        assert max(weighed.values()) == 0 or identity > max(weighed.values())


@given(st.text(max_size=80))
def test_any_header_is_read_without_complaint(header: str) -> None:
    assert wished_coding(header) in {"", "br", "gzip"}
