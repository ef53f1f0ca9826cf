"""HTTP clients for measuring: little work of their own, so that what is timed is the server.

They read answers with Content-Length only, as the product sends them, and only from servers of the benchmark.
"""

import asyncio
import gzip
import re
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

TIMEOUT_S = 120.0
CHUNK_BYTES = 1 << 18
NOT_MODIFIED = 304
END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
ETAG = re.compile(rb"\r\netag: *([^\r]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it came."""

    status: int
    head: bytes
    body: bytes

    @property
    def text(self) -> str:
        """Its body, unpacked."""
        is_packed = b"\r\ncontent-encoding: gzip" in self.head.lower()
        return (gzip.decompress(self.body) if is_packed else self.body).decode()

    @property
    def etag(self) -> str:
        """Its ETag, or ""."""
        found = ETAG.search(self.head)
        return found[1].decode() if found else ""


class WrongAnswerError(RuntimeError):
    """The server answered with another status than the one that is measured."""


class Connection:
    """A kept connection, one request at a time."""

    def __init__(self, host: str, port: int) -> None:
        """Raises ConnectionError where nobody listens."""
        self._socket = socket.create_connection((host, port), timeout=TIMEOUT_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self._socket.close()

    def get(self, path: str, status: int = 200) -> Answer:
        """Ask for a path. Raises WrongAnswerError for another status, ConnectionError where the server goes away."""
        return self.ask(request(path), path, status)

    def ask(self, written: bytes, path: str, status: int = 200) -> Answer:
        """Send a request as it is written. Raises as `get` does."""
        self._socket.sendall(written)
        held = bytearray()
        while END_OF_HEAD not in held:
            held += self._received()
        head, _, body = held.partition(END_OF_HEAD)
        needed = _length(head) - len(body)
        while needed > 0:
            received = self._received()
            body += received
            needed -= len(received)
        answer = Answer(int(head[9:12]), bytes(head), bytes(body))
        _check(path, answer.status, status)
        return answer

    def _received(self) -> bytes:
        received = self._socket.recv(CHUNK_BYTES)
        if not received:
            raise ConnectionResetError
        return received

    def timed_ms(self, path: str) -> float:
        """Time from asking to the last byte of an answer with status 200."""
        began = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - began) * 1000


def request(path: str, etag: str = "") -> bytes:
    """A GET without compression; with `etag`, a conditional one."""
    condition = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{condition}\r\n".encode()


def written(method: str, path: str, fields: Mapping[str, str], body: bytes = b"") -> bytes:
    """Any other request."""
    fields = {"Host": "127.0.0.1", "Content-Length": str(len(body)), **fields}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def _parsed(held: bytes) -> Answer | None:
    """The answer, once all of it has come."""
    head, found, body = held.partition(END_OF_HEAD)
    if not found:
        return None
    return Answer(int(head[9:12]), head, body) if len(body) >= _length(head) else None


def _length(head: bytes | bytearray) -> int:
    """How long the body is that follows."""
    length = LENGTH.search(head)
    return int(length[1]) if length and int(head[9:12]) != NOT_MODIFIED else 0


def _check(path: str, status: int, expected: int) -> None:
    if status != expected:
        raise WrongAnswerError(f"{path}: {status} instead of {expected}")


class _Asker(asyncio.Protocol):
    """Asks the same thing again and again over one connection until told to stop."""

    def __init__(self, ask: bytes, status: int) -> None:
        self.ask, self.status = ask, status
        self.answers = 0
        self.held = b""
        self.wrong: int | None = None
        self.is_stopping = False
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self.held += data
        answer = _parsed(self.held)
        if answer is None:
            return
        self.held = b""
        if answer.status != self.status:
            self.wrong = answer.status
            self.is_stopping = True
        self.answers += 1
        if self.is_stopping:
            self.transport.close()
        else:
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(exc)

    def _send(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.write(self.ask)


async def answers_per_second(
    host: str, port: int, path: str, *, seconds: float, connections: int = 32, etag: str = "", status: int = 200
) -> tuple[float, int]:
    """Ask over several connections at once for some time; return the rate and the number of answers.

    Raises WrongAnswerError for another status.
    """
    loop = asyncio.get_running_loop()
    ask = request(path, etag)
    began = time.perf_counter()
    askers = [(await loop.create_connection(lambda: _Asker(ask, status), host, port))[1] for _ in range(connections)]
    await asyncio.sleep(seconds)
    for asker in askers:
        asker.is_stopping = True
    await asyncio.wait_for(asyncio.gather(*(asker.done for asker in askers)), TIMEOUT_S)
    took_s = time.perf_counter() - began
    for asker in askers:
        if asker.wrong is not None:
            _check(path, asker.wrong, status)
    number = sum(asker.answers for asker in askers)
    return number / took_s, number
