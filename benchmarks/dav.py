"""What CalDAV costs against downloading the feed of the same entries, in bytes and time, as ratios within one run.

First all of it, as vdirsyncer reads (PROPFIND, then everything by name) and as programs with sync-collection do; then
what one change brings; then nothing new. `python -m benchmarks.dav --help`.
"""

import argparse
import asyncio
import os
import re
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import mean, median
from typing import Any, Final

from benchmarks.clients import NOT_MODIFIED, Connection, written
from benchmarks.databases import POSTGRES, SERVER_VARIABLE, SQLITE, Filled, databases
from benchmarks.feeds_speed import SMALLEST_PAGE, latest
from benchmarks.servers import HOST, Server, serving
from events_app.domain.texts import Text
from events_app.edge.clock import system_clock
from events_app.edge.compression import GZIP
from events_app.edge.subscriptions import dav_path, feed_path
from events_app.feeds.forms import ICAL
from events_app.feeds.targets import WHOLE
from events_app.storage import calendar, selections
from events_app.storage.database import opened, transaction

Change = Callable[[str], Coroutine[Any, Any, None]]
"""Gives one entry another title."""
ROUNDS: Final = 5
SETTLE_S, SETTLE_WITHIN_S, QUIET_CPU_S = 3.0, 120.0, 0.2
MULTI_STATUS: Final = 207
D: Final = "{DAV:}"
SPACES: Final = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
LISTING: Final = f"<propfind {SPACES}><prop><resourcetype/><getcontenttype/><getetag/></prop></propfind>"
NAMED: Final = f"<C:calendar-multiget {SPACES}><prop><getetag/><C:calendar-data/></prop>{{}}</C:calendar-multiget>"
SINCE: Final = (
    f"<sync-collection {SPACES}><sync-token>{{}}</sync-token><sync-level>1</sync-level><prop><getetag/></prop>"
    "</sync-collection>"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes of the answers, seconds until the last of them, and processor time of the server meanwhile."""

    answer_bytes: int
    seconds: float
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One way of reading beside another, each as the medians of several rounds."""

    name: str
    dav: Cost
    feed: Cost

    @property
    def bytes_ratio(self) -> float:
        """Bytes by CalDAV over bytes of the feed."""
        return self.dav.answer_bytes / self.feed.answer_bytes

    @property
    def time_ratio(self) -> float:
        """Time by CalDAV over time of the feed."""
        return self.dav.seconds / self.feed.seconds


class Reader:
    """A program that reads one calendar, or its feed, over a kept connection."""

    def __init__(self, server: Server, connection: Connection, paths: tuple[str, str], *, is_packed: bool) -> None:
        """`paths` are those of the feed and of the calendar."""
        self.server, self.connection = server, connection
        self.feed, self.dav = paths
        self.fields = {"Accept-Encoding": GZIP} if is_packed else {}
        self.answer_bytes = 0

    def cost(self, deed: Callable[[], Any]) -> Cost:
        """What something costs."""
        self.answer_bytes, cpu_s, began = 0, self.server.cpu_s(), time.perf_counter()
        deed()
        seconds = time.perf_counter() - began
        return Cost(self.answer_bytes, seconds, self.server.cpu_s() - cpu_s)

    def download(self, etag: str = "") -> str:
        """The whole feed, or 304 where it is the one held; returns its ETag."""
        held = {"If-None-Match": etag} if etag else {}
        asked = written("GET", self.feed, self.fields | held)
        answer = self.connection.ask(asked, self.feed, NOT_MODIFIED if etag else 200)
        self.answer_bytes += len(answer.head) + len(answer.body)
        return answer.etag

    def listed(self) -> list[str]:
        """Addresses of all objects, by PROPFIND."""
        return self._addresses(self._asked("PROPFIND", LISTING))

    def changed(self, token: str) -> tuple[list[str], str]:
        """Addresses of what changed since a token, all where there is none, and the next token."""
        content = self._asked("REPORT", SINCE.format(token))
        return self._addresses(content), content.rpartition("<D:sync-token>")[2].partition("<")[0]

    def objects(self, addresses: Sequence[str]) -> int:
        """Objects by name; how many came."""
        content = self._asked("REPORT", NAMED.format("".join(f"<href>{each}</href>" for each in addresses)))
        return content.count("BEGIN:VEVENT")

    def whole(self, *, by_token: bool) -> str:
        """Everything; returns the token, if it was read by one."""
        addresses, token = self.changed("") if by_token else (self.listed(), "")
        found = self.objects(addresses)
        if found != len(addresses):
            raise RuntimeError(f"{found} of {len(addresses)} objects came")
        return token

    def since(self, token: str, expected: int) -> str:
        """What changed, with its objects; returns the next token."""
        addresses, following = self.changed(token)
        if len(addresses) != expected or (addresses and self.objects(addresses) != expected):
            raise RuntimeError(f"{len(addresses)} changes instead of {expected}")
        return following

    def _asked(self, method: str, body: str) -> str:
        fields = {"Depth": "1", "Content-Type": "application/xml", **self.fields}
        asked = written(method, self.dav, fields, body.encode())
        answer = self.connection.ask(asked, self.dav, MULTI_STATUS)
        self.answer_bytes += len(answer.head) + len(answer.body)
        return answer.text

    @staticmethod
    def _addresses(content: str) -> list[str]:
        """As they stand in XML."""
        return re.findall(r"<D:href>([^<]*\.ics)</D:href>", content)


def compared(filled: Filled, events: int, rounds: int = ROUNDS) -> list[Comparison]:
    """First sync, the delta after one change, and nothing new, plain and packed, beside the feed."""
    paths = asyncio.run(_addresses(filled, events))
    found: list[Comparison] = []
    with tempfile.TemporaryDirectory(prefix="events-bench-") as folder:
        log = Path(folder) / "serve.log"
        with serving({"DATABASE_URL": filled.url}, first_page=SMALLEST_PAGE, log=log) as server:
            for how, is_packed in {"plain": False, "packed": True}.items():
                with Connection(HOST, server.port) as connection:
                    Reader(server, connection, paths, is_packed=is_packed).download()
                # A server closes a connection over which nothing comes for a while.
                _settle(server)
                with Connection(HOST, server.port) as connection:
                    reader = Reader(server, connection, paths, is_packed=is_packed)
                    reader.whole(by_token=True)
                    found += _of_reader(reader, lambda name: _change(filled, events, name), how, rounds)
    return found


def _settle(server: Server) -> None:
    """Wait until the server rests: what was rendered is written behind the answers, and feeds are packed."""
    until = time.monotonic() + SETTLE_WITHIN_S
    used_s = -1.0
    while time.monotonic() < until and server.cpu_s() - used_s > QUIET_CPU_S:
        used_s = server.cpu_s()
        time.sleep(SETTLE_S)


def _of_reader(reader: Reader, change: Change, how: str, rounds: int) -> list[Comparison]:
    """One program, from the first sync to the last."""
    first, named, feed = [], [], []
    for _ in range(rounds):
        feed.append(reader.cost(reader.download))
        first.append(reader.cost(lambda: reader.whole(by_token=True)))
        named.append(reader.cost(lambda: reader.whole(by_token=False)))
    token = reader.changed("")[1]
    changes, again = _after_changes(reader, token, change, [f"{how} {number}" for number in range(2 * rounds)])
    token = reader.changed("")[1]
    etag = reader.download()
    nothing = [reader.cost(lambda: reader.since(token, 0)) for _ in range(10 * rounds)]
    unchanged = [reader.cost(lambda: reader.download(etag)) for _ in range(10 * rounds)]
    return [
        Comparison(f"first sync by token, {how}", _median(first), _median(feed)),
        Comparison(f"first sync by PROPFIND, {how}", _median(named), _median(feed)),
        Comparison(f"after one change, {how}", _median(changes), _median(again)),
        Comparison(f"nothing new, against 304, {how}", _median(nothing), _median(unchanged)),
    ]


def _after_changes(reader: Reader, token: str, change: Change, names: Sequence[str]) -> tuple[list[Cost], list[Cost]]:
    """Of each of some changes, what it costs to learn of it, and to download all again.

    Each goes first half of the time: who does finds the changed entry not rendered yet.
    """
    changes, again = [], []
    for number, name in enumerate(names):
        asyncio.run(change(name))
        if number % 2:
            again.append(reader.cost(reader.download))
        changes.append(reader.cost(partial(reader.since, token, 1)))
        if not number % 2:
            again.append(reader.cost(reader.download))
        token = reader.since(token, 1)
    return changes, again


def _median(costs: Sequence[Cost]) -> Cost:
    """Medians; of processor time, which the kernel counts in hundredths of a second, the mean."""
    return Cost(
        int(median(cost.answer_bytes for cost in costs)),
        median(cost.seconds for cost in costs),
        mean(cost.cpu_s for cost in costs),
    )


async def _addresses(filled: Filled, events: int) -> tuple[str, str]:
    async with opened(filled.url):
        choice = await latest(events)
        return feed_path("en", WHOLE + ICAL.ending, choice.query), dav_path(choice, "en")


async def _change(filled: Filled, events: int, name: str) -> None:
    """Give one entry another title, as a person would who corrects it."""
    async with opened(filled.url):
        entry = (await selections.list_starting((await latest(events)).selection, limit=1))[0]
        now = system_clock()
        renamed = replace(entry, title=Text.of("en", name), revision=entry.revision + 1, modified_at=now)
        async with transaction():
            await calendar.set_entries([renamed], before=[entry], now=now)


def print_compared(found: Sequence[Comparison]) -> None:
    """One line for each: what CalDAV costs, and in how many times the cost of the feed."""
    print(f"  {'by CalDAV against the feed':40}{'bytes':>12}{'of feed':>9}{'time':>12}{'of feed':>9}{'CPU':>12}")
    for each in found:
        print(
            f"  {each.name:40}{each.dav.answer_bytes:12,}{each.bytes_ratio:9.4f}{each.dav.seconds * 1000:9.1f} ms"
            f"{each.time_ratio:9.2f}{each.dav.cpu_s * 1000:9.1f} ms  feed: {each.feed.answer_bytes:,} bytes, "
            f"{each.feed.seconds * 1000:.1f} ms, CPU {each.feed.cpu_s * 1000:.1f} ms"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill a database of each engine, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dav", description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--engine", nargs="+", choices=[SQLITE, POSTGRES], default=[SQLITE, POSTGRES])
    options = parser.parse_args(arguments)
    server_url = os.environ.get(SERVER_VARIABLE, "")
    for engine in options.engine:
        if engine == POSTGRES and not server_url:
            print(f"PostgreSQL is left out: {SERVER_VARIABLE} is not set.")
            continue
        with databases(engine, [options.events], server_url) as (filled,):
            print_compared(compared(filled, options.events))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
