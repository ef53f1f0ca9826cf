"""What is measured, and how: always one thing against another in the same run, so that the machine cancels out.

Pages are timed from two servers in turn; rates against the hello-world route of the same process. What is printed, and
for which databases, is said in `run`.
"""

import asyncio
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from benchmarks.application import HELLO
from benchmarks.clients import NOT_MODIFIED, Connection, answers_per_second
from benchmarks.databases import Filled
from benchmarks.servers import HOST, PRODUCT, Server, serving
from benchmarks.synthetic import KINDS_OF_FAIR, word

GOAL_GROWTH = 2.0
FIRST_PAGE = "/en/calendar"
FEED = "/feeds/en/calendar.ics?country=DE"
ORDINARY, FREQUENT = word(0), KINDS_OF_FAIR[0]
"""A word that one name in a hundred bears, and one that one in eight does."""
PAGES = {
    "calendar": FIRST_PAGE,
    "calendar, one sector": "/en/calendar?sector=rail",
    "calendar, an ordinary word": f"/en/calendar?q={ORDINARY}",
    "calendar, a frequent word": f"/en/calendar?q={FREQUENT}",
    "calendar, word and sector": f"/en/calendar?q={FREQUENT}&sector=rail",
    "calendar, group and sector": "/en/calendar?group=EU&sector=rail",
    "country page": "/en/countries/DE",
}
RATED = {"calendar": FIRST_PAGE, "country page": PAGES["country page"]}
PAGE_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a run may measure: pairs of page times, rounds of load, starts of a server.

    `settle_s` lets a server that has just started look its facts up. `accepted`: applications to accept.
    """

    pairs: int = 150
    warm_up: int = 5
    rounds: int = 3
    round_s: float = 2.0
    starts: int = 3
    settle_s: float = 2.0
    accepted: int = 1_280


QUICK = Effort(pairs=15, warm_up=2, rounds=1, round_s=0.5, starts=1, settle_s=1.0, accepted=256)


@dataclass(frozen=True, slots=True)
class Growth:
    """The same page from the smaller and from the larger table: medians, and the 95th percentile of the larger."""

    name: str
    small_ms: float
    large_ms: float
    large_p95_ms: float

    @property
    def ratio(self) -> float:
        """How many times longer the larger table takes."""
        return self.large_ms / self.small_ms

    @property
    def is_met(self) -> bool:
        """Whether it grows no more than wished."""
        return self.ratio <= GOAL_GROWTH


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a server of one process answers, and the processor time of all its processes for an answer."""

    name: str
    per_second: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the command to the first page."""

    fresh_s: float
    again_s: float


@dataclass(frozen=True, slots=True)
class Load:
    """Rates, the hello-world route first, and the server's memory before and after."""

    rates: tuple[Rate, ...]
    started_mib: float
    loaded_mib: float


def growths(small: Filled, large: Filled, effort: Effort, folder: Path) -> list[Growth]:
    """Time every page from both tables."""
    with (
        serving({"DATABASE_URL": small.url}, first_page=FIRST_PAGE, log=folder / "small.log") as one,
        serving({"DATABASE_URL": large.url}, first_page=FIRST_PAGE, log=folder / "large.log") as other,
    ):
        time.sleep(effort.settle_s)
        return [_growth(name, path, one, other, effort) for name, path in PAGES.items()]


def _growth(name: str, path: str, small: Server, large: Server, effort: Effort) -> Growth:
    small_ms: list[float] = []
    large_ms: list[float] = []
    with Connection(HOST, small.port) as one, Connection(HOST, large.port) as other:
        for _ in range(effort.warm_up):
            one.get(path)
            other.get(path)
        until = time.monotonic() + PAGE_WITHIN_S
        for number in range(effort.pairs):
            # Each is first half of the time: what the one leaves in the processor's caches, it leaves to both.
            turns = [(one, small_ms), (other, large_ms)]
            for connection, times_ms in turns if number % 2 else reversed(turns):
                times_ms.append(connection.timed_ms(path))
            if time.monotonic() > until:
                break
    return Growth(name, median(small_ms), median(large_ms), quantiles(large_ms, n=20)[-1])


def load(filled: Filled, effort: Effort, folder: Path) -> Load:
    """Ask one server as fast as it answers, each thing in turn, round by round."""
    with serving({"DATABASE_URL": filled.url}, first_page=FIRST_PAGE, log=folder / "load.log") as server:
        time.sleep(effort.settle_s)
        started_mib = server.memory_mib()
        with Connection(HOST, server.port) as connection:
            etag = connection.get(FEED).etag
        asked = {"hello, world": (HELLO, "", 200)}
        asked |= {name: (path, "", 200) for name, path in RATED.items()}
        asked |= {"feed, kept": (FEED, "", 200), "feed, not modified": (FEED, etag, NOT_MODIFIED)}
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
        for _ in range(effort.rounds):
            for name, (path, tag, status) in asked.items():
                found[name].append(_round(server, path, tag, status, effort.round_s))
        rates = tuple(
            Rate(name, median(rate for rate, _ in rounds), median(cpu_ms for _, cpu_ms in rounds))
            for name, rounds in found.items()
        )
        return Load(rates, started_mib, server.memory_mib())


def _round(server: Server, path: str, etag: str, status: int, seconds: float) -> tuple[float, float]:
    before_s = server.cpu_s()
    rate, answers = asyncio.run(answers_per_second(HOST, server.port, path, seconds=seconds, etag=etag, status=status))
    return rate, (server.cpu_s() - before_s) / answers * 1000


def start(filled: Filled, effort: Effort, folder: Path) -> Start:
    """Start the product in an empty data folder, and on a filled table of SQLite."""
    fresh_s = []
    again_s = []
    for _ in range(effort.starts):
        data = Path(tempfile.mkdtemp(dir=folder))
        fresh_s.append(_started_s({"DATA_DIR": str(data), "DATABASE_URL": ""}, folder))
        shutil.rmtree(data)
        again_s.append(_started_s({"DATABASE_URL": filled.url}, folder))
    return Start(median(fresh_s), median(again_s))


def _started_s(environment: dict[str, str], folder: Path) -> float:
    with serving(environment, first_page=FIRST_PAGE, log=folder / "start.log", command=PRODUCT) as server:
        return server.started_s
