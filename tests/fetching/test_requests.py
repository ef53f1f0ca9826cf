"""Requests to real servers of this machine, honest and hostile ones."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from events_app.fetching.addresses import networks
from events_app.fetching.refusals import (
    AddressMalformed,
    AddressRefused,
    AnswerRefused,
    AnswerTooLarge,
    ContentTypeRefused,
    FetchFailed,
    NameUnknown,
    NotFetched,
    TookTooLong,
    TooManyRedirects,
)
from events_app.fetching.requests import CALENDARS, Response, Rules, get, post, send

LOCALHOST = "127.0.0.1"
RULES = Rules(allow=networks(["127.0.0.0/8"]), largest_bytes=1000, timeout_s=5)
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@dataclass
class Server:
    """A server that says the bytes it was given for a path, and keeps what it was asked."""

    answers: dict[str, bytes]
    port: int = 0
    asked: list[bytes] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    held: list[asyncio.StreamWriter] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line[16:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length: ")), 0
        )
        self.asked.append(head + await reader.readexactly(length))
        writer.write(self.answers.get(head.split()[1].decode(), b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
        await writer.drain()
        if b"/slow" in head.split()[1]:
            self.held.append(writer)
        else:
            writer.close()

    def url(self, path: str = "/a.ics", *, host: str = LOCALHOST, scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


def answer(body: bytes = CALENDAR, *headers: str, status: str = "200 OK", media_type: str = "text/calendar") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def sent_on(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {location}", "Set-Cookie: a=b", status=status)


@asynccontextmanager
async def serving(tls: ssl.SSLContext | None = None, **answers: bytes) -> AsyncIterator[Server]:
    served = Server({f"/{path.replace('_', '.')}": body for path, body in answers.items()})
    if tls is not None:
        tls.sni_callback = lambda _socket, name, _context: served.names.append(name)
    server = await asyncio.start_server(served, LOCALHOST, 0, ssl=tls)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        for writer in served.held:
            writer.close()
        server.close()


def resolving(*answers: str) -> Callable[[str, int], Awaitable[list[str]]]:
    """A resolver that says the first address to the first question, and so on; the last one for ever."""
    waiting = list(answers)

    async def resolver(host: str, port: int) -> list[str]:
        return [waiting.pop(0) if len(waiting) > 1 else waiting[0]]

    return resolver


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    key, crt = folder / "key.pem", folder / "crt.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", crt, "-days", "2",
         "-subj", "/CN=fair.example", "-addext", "subjectAltName=DNS:fair.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, crt


async def test_a_calendar_is_fetched_without_cookie_or_compression() -> None:
    async with serving(a_ics=answer(CALENDAR, 'ETag: "x"', "Set-Cookie: a=b")) as server:
        got = await get(server.url(), accept=CALENDARS, rules=RULES)

    assert got == Response(
        status=200,
        url=server.url(),
        media_type="text/calendar",
        headers={
            "content-type": "text/calendar",
            "content-length": str(len(CALENDAR)),
            "etag": '"x"',
            "set-cookie": "a=b",
        },
        body=CALENDAR,
    )
    head = server.asked[0].decode().lower()
    assert f"host: {LOCALHOST}:{server.port}\r\n" in head
    assert "accept-encoding: identity\r\n" in head
    assert "accept: text/calendar, application/ics, text/plain, application/octet-stream\r\n" in head
    assert "cookie" not in head
    assert "authorization" not in head


async def test_the_name_is_resolved_once_and_the_checked_address_is_asked_in_its_name(
    certificate: tuple[Path, Path],
) -> None:
    key, crt = certificate
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(crt, key)
    rules = replace(RULES, tls=ssl.create_default_context(cafile=str(crt)), resolver=resolving(LOCALHOST, "10.0.0.1"))

    async with serving(tls, a_ics=answer()) as server:
        got = await get(server.url(host="fair.example", scheme="webcal"), accept=CALENDARS, rules=rules)
        other = replace(rules, resolver=resolving(LOCALHOST))
        with pytest.raises(FetchFailed):
            await get(server.url(host="other.example", scheme="https"), accept=CALENDARS, rules=other)

    assert (got.body, got.url) == (CALENDAR, f"https://fair.example:{server.port}/a.ics")
    assert server.names == ["fair.example", "other.example"]
    assert f"host: fair.example:{server.port}\r\n" in server.asked[0].decode().lower()
    assert len(server.asked) == 1


async def test_a_name_that_turns_private_between_redirects_is_refused() -> None:
    async with serving(a_ics=sent_on("/b.ics"), b_ics=answer()) as server:
        rules = replace(RULES, resolver=resolving(LOCALHOST, "169.254.169.254"))
        with pytest.raises(AddressRefused):
            await get(server.url(host="fair.example"), accept=CALENDARS, rules=rules)

    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("location", "refusal"),
    [
        ("http://169.254.169.254/latest/meta-data/", AddressRefused),
        ("http://10.0.0.1/", AddressRefused),
        ("http://[::1]/", AddressRefused),
        ("http://2852039166/", AddressRefused),
        ("file:///etc/passwd", AddressMalformed),
        ("http://user:secret@93.184.215.14/", AddressMalformed),
        ("http://[", AddressMalformed),
    ],
)
async def test_a_redirect_into_another_network_is_not_followed(location: str, refusal: type[NotFetched]) -> None:
    async with serving(a_ics=sent_on(location)) as server:
        with pytest.raises(refusal):
            await get(server.url(), accept=CALENDARS, rules=RULES)


async def test_three_redirects_are_followed_and_not_a_fourth() -> None:
    chain: dict[str, Any] = {
        "a_ics": sent_on("b.ics", "301 Moved"),
        "b_ics": sent_on("/c.ics", "307 Temporary Redirect"),
    }
    async with serving(**chain, c_ics=sent_on("d.ics"), d_ics=answer()) as server:
        got = await get(server.url(), accept=CALENDARS, rules=RULES)
        server.answers["/d.ics"] = sent_on("e.ics")
        server.answers["/e.ics"] = answer()
        with pytest.raises(TooManyRedirects):
            await get(server.url(), accept=CALENDARS, rules=RULES)

    assert (got.url, got.body) == (server.url("/d.ics"), CALENDAR)
    assert not any(b"cookie" in asked.lower() for asked in server.asked)


async def test_nobody_is_sent_from_https_to_http(certificate: tuple[Path, Path]) -> None:
    key, crt = certificate
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(crt, key)
    async with serving(b_ics=answer()) as plain, serving(tls, a_ics=sent_on(plain.url("/b.ics"))) as server:
        rules = replace(RULES, tls=ssl.create_default_context(cafile=str(crt)), resolver=resolving(LOCALHOST))
        with pytest.raises(AddressRefused):
            await get(server.url(host="fair.example", scheme="https"), accept=CALENDARS, rules=rules)

    assert plain.asked == []


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (answer(b"x" * 1001), AnswerTooLarge),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\n" + b"x" * 5000, AnswerTooLarge),
        (answer(b"x", "Content-Encoding: gzip"), FetchFailed),
        (answer(media_type="text/html; charset=utf-8"), ContentTypeRefused),
        (answer(status="500 Internal Server Error"), AnswerRefused),
        (answer(status="204 No Content"), AnswerRefused),
        (b"nonsense\r\n\r\n", FetchFailed),
        (b"", FetchFailed),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\nContent-Length: 900\r\n\r\nshort", FetchFailed),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n", FetchFailed),
    ],
)
async def test_an_answer_that_is_not_what_it_should_be_is_refused(said: bytes, refusal: type[NotFetched]) -> None:
    async with serving(a_ics=said) as server:
        with pytest.raises(refusal):
            await get(server.url(), accept=CALENDARS, rules=RULES)


async def test_a_server_that_says_nothing_or_never_ends_is_left() -> None:
    async with serving(slow=b"", slow2=b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\nBEG") as server:
        for path in ("/slow", "/slow2"):
            with pytest.raises(TookTooLong):
                await get(server.url(path), accept=CALENDARS, rules=replace(RULES, timeout_s=0.2))


async def test_what_is_still_the_same_is_not_sent_again() -> None:
    async with serving(a_ics=b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n') as server:
        got = await get(server.url(), accept=CALENDARS, headers={"If-None-Match": '"x"'}, rules=RULES)

    assert (got.status, got.body) == (304, b"")
    assert b'if-none-match: "x"\r\n' in server.asked[0].lower()


async def test_bytes_are_posted_as_they_are_with_their_headers() -> None:
    async with serving(hook=answer(b"thanks", status="202 Accepted", media_type="text/plain")) as server:
        got = await post(server.url("/hook"), b"\x00{}", {"webhook-id": "7", "Host": "evil.example"}, rules=RULES)

    assert (got.status, got.body) == (202, b"thanks")
    head, _, body = server.asked[0].partition(b"\r\n\r\n")
    assert (head.split(b"\r\n")[0], body) == (b"POST /hook HTTP/1.1", b"\x00{}")
    assert b"webhook-id: 7" in head
    assert b"evil.example" not in head


async def test_a_post_is_sent_on_nowhere() -> None:
    async with serving(hook=sent_on("/b", "308 Permanent Redirect"), b=answer()) as server:
        assert (await post(server.url("/hook"), b"{}", rules=RULES)).status == 308

    assert len(server.asked) == 1


async def test_a_loopback_server_is_refused_where_it_is_not_allowed() -> None:
    async with serving(a_ics=answer()) as server:
        with pytest.raises(AddressRefused):
            await get(server.url(), accept=CALENDARS)
        with pytest.raises(AddressRefused):
            await post(server.url(), b"{}")

    assert server.asked == []


async def test_a_webhook_gets_the_status_or_an_error_of_the_system() -> None:
    async with serving(hook=answer(status="410 Gone")) as server:
        assert await send(server.url("/hook"), {}, b"{}", rules=RULES) == 410
        with pytest.raises(OSError, match="AddressRefused"):
            await send(server.url("/hook"), {}, b"{}")


async def test_the_next_address_of_a_name_is_tried_where_the_first_is_dead() -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.2", LOCALHOST]

    async with serving(a_ics=answer()) as server:
        got = await get(server.url(host="fair.example"), accept=CALENDARS, rules=replace(RULES, resolver=resolver))

    assert got.body == CALENDAR


async def test_a_name_that_leads_nowhere_is_unknown() -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(NameUnknown):
        await get("http://fair.example/", accept=CALENDARS, rules=replace(RULES, resolver=nowhere))
