"""What serving feeds costs, as ratios within one run: against this server's hello-world route and against less work.

Made feeds are measured in this process, on the server's kind of event loop, answers over HTTP from a server.
`python -m benchmarks.feeds_speed --help`.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median

import uvloop

from benchmarks.application import HELLO, OWN_HELLO, READY
from benchmarks.clients import NOT_MODIFIED, Connection, answers_per_second
from benchmarks.databases import POSTGRES, SERVER_VARIABLE, SQLITE, Filled, databases
from benchmarks.servers import HOST, Server, serving
from events_app.domain.calendar import EntryKind
from events_app.domain.sectors import SECTORS
from events_app.domain.selections import Selection
from events_app.edge.clock import system_clock
from events_app.edge.conditional import strong_etag
from events_app.edge.selections import Chosen
from events_app.edge.subscriptions import FeedChoice, feed_path
from events_app.feeds import targets
from events_app.feeds.forms import ICAL
from events_app.feeds.rendering import Feed, Press
from events_app.feeds.targets import Speech
from events_app.i18n.catalogues import open_catalogues
from events_app.reference import demo
from events_app.settings import read, resource_dir
from events_app.storage import calendar, selections
from events_app.storage.database import fetch, opened

SMALLEST_PAGE = "/healthz"
UPCOMING = 500
ROUNDS = 5
MOST_BEYOND = 1.1


@dataclass(frozen=True, slots=True)
class Figure:
    """One ratio and what is wished of it: at least, or at most where `is_at_most`."""

    name: str
    ratio: float
    goal: float
    is_at_most: bool = False
    told: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the wish is fulfilled."""
        return self.ratio <= self.goal if self.is_at_most else self.ratio >= self.goal


def of_making(filled: Filled, events: int) -> list[Figure]:
    """Cold against joining in memory and against icalendar; one edited event."""
    return uvloop.run(_making(filled, events))


async def _making(filled: Filled, events: int) -> list[Figure]:
    async with opened(filled.url):
        maker = _Maker(filled.url)
        choice = await latest(events)
        rendering = Press(maker.settings, maker.catalogues)
        await maker.made(rendering, choice)
        await rendering.settled()
        press = Press(maker.settings, maker.catalogues, keeps=False)
        feed = await maker.made(press, choice)
        fragments = feed.content.split(b"END:VEVENT\r\n")
        cold_s, joined_s = [], []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            await maker.made(press, choice)
            cold_s.append(time.perf_counter() - began)
            began = time.perf_counter()
            strong_etag(b"END:VEVENT\r\n".join(fragments))
            joined_s.append(time.perf_counter() - began)
        fresh_s = await _rendered_s(maker, choice)
        edited = await _rendered_after_an_edit(maker, choice)
        cold = median(cold_s)
        told = f"{len(feed.entries):,} entries, {len(feed.content) / 1e6:.1f} MB, cold {cold * 1000:.0f} ms"
        return [
            Figure(f"cold, {events:,}, against joining in memory", median(joined_s) / cold, 0.2, told=told),
            Figure(f"cold, {events:,}, against icalendar", fresh_s / cold, 50, told=f"icalendar {fresh_s:.2f} s"),
            Figure("rendered again after one edit", edited, 1, is_at_most=True),
        ]


class _Maker:
    """What a feed is made with."""

    def __init__(self, url: str) -> None:
        self.settings = read({"DATABASE_URL": url}, demo.profile())
        self.catalogues = open_catalogues(resource_dir("locales"), self.settings.languages)

    async def made(self, press: Press, choice: FeedChoice) -> Feed:
        """As the door makes it, without what keeps it."""
        target = targets.of_choice(Speech("en", self.catalogues, self.settings), choice)
        name, now = target.speech.name(choice.selection), system_clock()
        return await press.printed(target.order(name, ICAL), choice.selection, now=now)


async def _rendered_s(maker: _Maker, choice: FeedChoice) -> float:
    """Time to render all entries, which are in memory already, with icalendar, and to join them."""
    entries = await selections.list_all(choice.selection)
    press = Press(maker.settings, maker.catalogues, keeps=False)
    target = targets.of_choice(Speech("en", maker.catalogues, maker.settings), choice)
    contexts = press.contexts_of(target.order("", ICAL))
    began = time.perf_counter()
    strong_etag(b"".join(ICAL.fragment(entry, contexts) for entry in entries)) if ICAL.fragment else None
    return time.perf_counter() - began


async def _rendered_after_an_edit(maker: _Maker, choice: FeedChoice) -> int:
    entries = await selections.list_all(choice.selection)
    await calendar.set_entries(entries[:1], before=entries[:1], now=system_clock())
    press = Press(maker.settings, maker.catalogues)
    await maker.made(press, choice)
    await press.settled()
    return press.events_rendered


async def latest(events: int) -> FeedChoice:
    """The feed that holds the latest so many exhibitions, a few more that begin on the first of their days.

    Where hundreds begin on one day, those of one sector: else the feeds of two tables would not be of one size.
    """
    plain = await _latest(Selection(kinds=(EntryKind.EXHIBITION,)), events)
    if len(await selections.list_all(plain)) <= events * MOST_BEYOND:
        return FeedChoice(Chosen(plain, {}))
    return FeedChoice(Chosen(await _latest(replace(plain, sectors=(next(iter(SECTORS)),)), events), {}))


async def _latest(selection: Selection, events: int) -> Selection:
    found = await selections.find_places(replace(selection, first_day=None))
    sql, arguments = found or ("SELECT NULL AS starts_on", ())
    ordered = f"SELECT starts_on FROM ({sql}) AS found ORDER BY starts_on DESC LIMIT 1 OFFSET {{}}"  # noqa: S608 - the product's own
    rows = await fetch(ordered, *arguments, events - 1)
    first: date | None = rows[0]["starts_on"] if rows else None
    return replace(selection, first_day=first)


def of_serving(filled: Filled, events: int, seconds: float) -> list[Figure]:
    """Conditional requests against hello; a warm feed against ready bytes of the same size."""
    path = asyncio.run(_path(filled, events))
    with tempfile.TemporaryDirectory(prefix="events-bench-") as folder:
        log = Path(folder) / "serve.log"
        with serving({"DATABASE_URL": filled.url}, first_page=SMALLEST_PAGE, log=log) as server:
            with Connection(HOST, server.port) as connection:
                got = connection.get(path)
                connection.get(path)
                ready = f"{READY}{len(got.body)}"
                connection.get(ready)
            asked = {"hello": (HELLO, "", 200), "own hello": (OWN_HELLO, "", 200), "ready": (ready, "", 200)}
            asked |= {"304": (path, got.etag, NOT_MODIFIED), "warm": (path, "", 200)}
            found = _rates(server, asked, seconds)
    rate = {name: median(each[0] for each in rounds) for name, rounds in found.items()}
    cpu = {name: median(each[1] for each in rounds) for name, rounds in found.items()}
    return [
        *_against(rate, cpu, events, "own hello"),
        *_against(rate, cpu, events, "hello"),
        Figure(f"warm {events:,} against ready bytes", rate["warm"] / rate["ready"], 0.9),
    ]


def _against(rate: dict[str, float], cpu: dict[str, float], events: int, hello: str) -> list[Figure]:
    """A 304 against a route that says hello: one of the product, or one of an application without anything of ours."""
    named = "hello" if hello == "own hello" else "Litestar alone"
    told = f"{rate['304']:,.0f} and {rate[hello]:,.0f} a second, {cpu['304']:.3f} and {cpu[hello]:.3f} ms of CPU"
    return [
        Figure(f"304 of {events:,}, a second, over {named}", rate["304"] / rate[hello], 1.5, told=told),
        Figure(f"304 of {events:,}, CPU, over {named}", cpu["304"] / cpu[hello], 0.6, is_at_most=True),
    ]


async def _path(filled: Filled, events: int) -> str:
    async with opened(filled.url):
        choice = await latest(events)
        return feed_path("en", targets.WHOLE + ICAL.ending, choice.query)


def _rates(
    server: Server, asked: dict[str, tuple[str, str, int]], seconds: float
) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, (path, etag, status) in asked.items():
            before_s = server.cpu_s()
            asking = answers_per_second(HOST, server.port, path, seconds=seconds, etag=etag, status=status)
            rate, answers = asyncio.run(asking)
            found[name].append((rate, (server.cpu_s() - before_s) / max(answers, 1) * 1000))
    return found


def of_growth(small: Filled, large: Filled, seconds: float) -> list[Figure]:
    """A feed of 500 upcoming entries, cold and as 304, from both tables in turn: a machine is not always as fast."""
    cold_s = [(uvloop.run(_cold_s(small)), uvloop.run(_cold_s(large))) for _ in range(ROUNDS)]
    grown = median(of_large / of_small for of_small, of_large in cold_s)
    unchanged = _growth_of_unchanged(small, large, seconds)
    return [
        Figure("500 upcoming, cold, larger over smaller table", grown, 1.5, is_at_most=True),
        Figure("its 304, likewise", unchanged, 1.1, is_at_most=True),
    ]


async def _cold_s(filled: Filled) -> float:
    async with opened(filled.url):
        maker, choice = _Maker(filled.url), await latest(UPCOMING)
        press = Press(maker.settings, maker.catalogues)
        await maker.made(press, choice)
        await press.settled()
        took_s = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            await maker.made(press, choice)
            took_s.append(time.perf_counter() - began)
        return median(took_s)


def _growth_of_unchanged(small: Filled, large: Filled, seconds: float) -> float:
    """Time of a 304 from the larger table over that from the smaller; two servers, asked in turn."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="events-bench-")))
        asked: list[tuple[Server, str, str]] = []
        for filled in (small, large):
            path, log = asyncio.run(_path(filled, UPCOMING)), folder / f"{filled.editions}.log"
            server = stack.enter_context(serving({"DATABASE_URL": filled.url}, first_page=SMALLEST_PAGE, log=log))
            with Connection(HOST, server.port) as connection:
                asked.append((server, path, connection.get(path).etag))
        rates: list[list[float]] = []
        for _ in range(3 * ROUNDS):
            asking = (
                answers_per_second(HOST, server.port, path, seconds=seconds / 3, etag=etag, status=NOT_MODIFIED)
                for server, path, etag in asked
            )
            rates.append([asyncio.run(each)[0] for each in asking])
    return median(of_small / of_large for of_small, of_large in rates)


def of_memory(filled: Filled, events: int) -> tuple[float, float]:
    """MiB of a server of one process before and after it was asked for a large feed in seven languages."""
    path = asyncio.run(_path(filled, events))
    with tempfile.TemporaryDirectory(prefix="events-bench-") as folder:
        log = Path(folder) / "serve.log"
        with serving({"DATABASE_URL": filled.url}, first_page=SMALLEST_PAGE, log=log) as server:
            time.sleep(2)
            before = server.memory_mib()
            with Connection(HOST, server.port) as connection:
                for language in ("en", "fr", "es", "pt", "ru", "ar", "zh-Hans"):
                    for _ in range(2):
                        connection.get(path.replace("/feeds/en/", f"/feeds/{language}/"))
            return before, server.memory_mib()


def print_figures(figures: Sequence[Figure]) -> None:
    """One line for each."""
    for figure in figures:
        sign = "<=" if figure.is_at_most else ">="
        wish = f"{sign} {figure.goal:g}"
        print(f"  {figure.name:48}{figure.ratio:9.2f}  {wish:8}{'pass' if figure.is_met else 'MISS'}  {figure.told}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill databases, measure, print, on one engine after the other; 2 where there is nothing to measure on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.feeds_speed", description=__doc__)
    parser.add_argument("--editions", nargs=2, type=int, default=[1_000, 1_000_000], metavar=("FEWER", "MORE"))
    parser.add_argument("--engine", nargs="+", choices=[SQLITE, POSTGRES], default=[SQLITE, POSTGRES])
    parser.add_argument("--events", nargs="+", type=int, default=[1_000, 10_000])
    parser.add_argument("--seconds", type=float, default=2.0, help="of each round of load")
    options = parser.parse_args(arguments)
    server_url = os.environ.get(SERVER_VARIABLE, "")
    engines = [engine for engine in options.engine if engine == SQLITE or server_url]
    for engine in engines:
        print(f"\n{engine}")
        sizes = sorted({*options.editions, max(options.events)})
        with databases(engine, sizes, server_url) as filled:
            measure(filled, options.events, options.seconds)
    return 0 if engines else 2


def measure(filled: Sequence[Filled], sizes: Sequence[int], seconds: float) -> None:
    """Measure feeds of these sizes, growth from the smallest to the largest database, and memory."""
    most = max(sizes)
    middle = next(each for each in filled if each.editions >= most)
    for events in sizes:
        print_figures(of_making(middle, events))
    for events in sizes:
        print_figures(of_serving(middle, events, seconds))
    print_figures(of_growth(filled[0], filled[-1], seconds))
    before, after = of_memory(middle, most)
    print(f"  memory: {before:.0f} MiB after start, {after:.0f} with {most:,} events hot in seven languages")


if __name__ == "__main__":
    raise SystemExit(main())
