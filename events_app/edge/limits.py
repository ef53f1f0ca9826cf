"""How much one client may send and ask: the size of a body, and requests per minute by address.

Both are settings. Counting happens in the memory of each worker, so with several workers the limit holds for each of
them; a limit over all belongs to the proxy in front.
"""

import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from litestar.datastructures import Headers
from litestar.exceptions import TooManyRequestsException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.types import HTTPReceiveMessage, HTTPScope

from events_app.edge.asgi import HTTPApp, HTTPReceive, HTTPSend

ADDRESSES_KEPT = 20_000
SECONDS_PER_MINUTE = 60
# One customer of a provider commonly holds a whole /64 (RFC 6177).
IPV6_PREFIX_BITS = 64
COUNTED = "counted"
"""In the state of a request that was counted before it came here."""
UNCOUNTED = ("/static/", "/healthz", "/readyz")

MOST_DIGITS = 18


ENVELOPE_BYTES = 65_536
"""What the other fields of a form with a document may take."""
UPLOADS = re.compile(
    r"/[^/]+/(?:desk/(?:projects/[^/]+/documents|exhibitions/[^/]+/picture|exchange|indicators/new)"
    r"|company/[^/]+/(?:profile/logo|offers/[^/]+/files|applications/[^/]+/papers/[^/]+))/?"
    r"|/api/v1/companies/[^/]+/(?:profile/logo|offers/[^/]+/files|applications/[^/]+/papers/[^/]+/file)/?"
    r"|/api/v1/exhibitions/[^/]+/picture/?"
)


REPORTS = "/dav/"
REPORT_BYTES = 4 * 1024 * 1024
"""A program that reads ten thousand objects of a calendar names each of them by its address."""


class BodyLimit:
    """ASGI middleware: refuses a body larger than `most_bytes`, announced or found out while reading (chunked).

    Where files are sent (UPLOADS), `most_upload_bytes` and their form's other fields are taken; where programs name
    what they want to read (REPORTS), REPORT_BYTES.
    """

    def __init__(self, app: HTTPApp, *, most_bytes: int, most_upload_bytes: int = 0) -> None:
        """Both are settings."""
        self.app = app
        self.most_bytes = most_bytes
        self.most_upload_bytes = max(most_bytes, most_upload_bytes + ENVELOPE_BYTES if most_upload_bytes else 0)

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Raise RequestEntityTooLarge (413) before the handler, or inside of its reading."""
        announced = Headers.from_scope(scope).get("content-length", "0")
        # More digits than any body has: Python would refuse to read thousands of them.
        most_bytes = self._most_of(scope.get("path", ""))
        if announced.isdecimal() and (len(announced) > MOST_DIGITS or int(announced) > most_bytes):
            raise RequestEntityTooLarge
        taken_bytes = 0

        async def receiving() -> HTTPReceiveMessage:
            nonlocal taken_bytes
            message = await receive()
            if message["type"] == "http.request":
                taken_bytes += len(message["body"])
                if taken_bytes > most_bytes:
                    raise RequestEntityTooLarge
            return message

        await self.app(scope, receiving, send)

    def _most_of(self, path: str) -> int:
        if path.startswith(REPORTS):
            return max(self.most_bytes, REPORT_BYTES)
        return self.most_upload_bytes if UPLOADS.fullmatch(path) else self.most_bytes


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at_s: float


class RateLimit:
    """ASGI middleware: a bucket of tokens per address, refilled over a minute. 0 requests per minute: no limit.

    At most 20,000 addresses are remembered; the one unseen longest is forgotten first.
    """

    def __init__(
        self, app: HTTPApp, *, requests_per_minute: int, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        """`seconds` is a clock that never goes back."""
        self.app = app
        self.capacity = requests_per_minute
        self.per_second = requests_per_minute / SECONDS_PER_MINUTE
        self.seconds = seconds
        self.buckets: OrderedDict[str, _Bucket] = OrderedDict()

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Raise TooManyRequestsException (429) with Retry-After when the bucket is empty."""
        is_free = scope["state"].get(COUNTED) or scope["path"].startswith(UNCOUNTED)
        if self.capacity and not is_free:
            wait_s = self.take(client_address(scope))
            if wait_s:
                raise TooManyRequestsException(headers={"Retry-After": str(wait_s)})
        await self.app(scope, receive, send)

    def take(self, address: str) -> int:
        """Take a token of this address; return 0, or the whole seconds until there is one again."""
        now_s = self.seconds()
        bucket = self.buckets.setdefault(address, _Bucket(self.capacity, now_s))
        self.buckets.move_to_end(address)
        if len(self.buckets) > ADDRESSES_KEPT:
            self.buckets.popitem(last=False)
        bucket.tokens = min(self.capacity, bucket.tokens + (now_s - bucket.at_s) * self.per_second)
        bucket.at_s = now_s
        if bucket.tokens < 1:
            return math.ceil((1 - bucket.tokens) / self.per_second)
        bucket.tokens -= 1
        return 0


def client_address(scope: HTTPScope) -> str:
    """Address that a request counts for: the peer, IPv6 by its /64.

    A peer on this machine is taken for the proxy in front, whose last word in X-Forwarded-For names the client;
    anybody else could write there what they like.
    """
    peer = scope["client"][0] if scope["client"] else ""
    forwarded = Headers.from_scope(scope).getall("x-forwarded-for", [])
    if forwarded and _is_loopback(peer):
        peer = forwarded[-1].rpartition(",")[2].strip()
    try:
        address = ip_address(peer)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> IPV6_PREFIX_BITS << IPV6_PREFIX_BITS))
    return str(address)


def _is_loopback(peer: str) -> bool:
    try:
        return ip_address(peer).is_loopback
    except ValueError:
        return False
