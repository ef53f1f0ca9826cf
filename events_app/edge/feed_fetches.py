"""Fetches of feeds, counted in memory and written in batches: no answer waits, the end writes all.

What is counted has no address, no query and no user agent in it (`domain.feed_fetches`).
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus
from typing import Any, Final

import structlog
from litestar import Litestar
from litestar.datastructures import State

from events_app.actions import feed_fetches as actions
from events_app.domain.feed_fetches import OTHERS, FetchCount, FetchKey, counted_path, family_of
from events_app.edge.clock import Clock

MOST_KEYS: Final = 5_000
"""So many kinds of fetches are told apart between two batches; the others are counted together."""
MOST_KEPT: Final = 512
"""So many questions are counted as they came before they are told apart by kind."""
LONGEST_LANGUAGE: Final = 12
WRITE_EVERY_S: Final = 60.0
COUNTED: Final = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})

log: Any = structlog.get_logger()


@dataclass(slots=True)
class _Asked:
    """How often the same was asked by the same program, and when last."""

    times: int
    last_at: datetime


class FetchTally:
    """What one process has counted since the last batch."""

    def __init__(self, clock: Clock) -> None:
        """Nothing is counted yet."""
        self._clock = clock
        self._counts: dict[FetchKey, FetchCount] = {}
        self._asked: dict[tuple[str, str, str], _Asked] = {}
        self._day_ends = datetime.min.replace(tzinfo=UTC)

    def note(self, language: str, path: str, user_agent: str, status: int) -> None:
        """Count an answer, given as anew or as unchanged; `language` and whole `path` as in the address.

        Programs ask for the same again and again: what a fetch is counted under is told once for many.
        """
        if status not in COUNTED:
            return
        now = self._clock()
        if now >= self._day_ends:
            self._fold()
            self._day_ends = datetime.combine(now.date() + timedelta(days=1), time.min, UTC)
        question = (language, path, user_agent)
        asked = self._asked.get(question)
        if asked is not None:
            asked.times += 1
            asked.last_at = now
            return
        if len(self._asked) >= MOST_KEPT:
            self._fold()
        self._asked[question] = _Asked(1, now)

    def _fold(self) -> None:
        """Count what was asked under the kinds that are told apart."""
        noted, self._asked = self._asked, {}
        for (language, path, user_agent), asked in noted.items():
            first = language.partition(",")[0][:LONGEST_LANGUAGE]
            below = path.lstrip("/").partition("/")[2].partition("/")[2]
            key = FetchKey(counted_path(below), first, family_of(user_agent), asked.last_at.date())
            if key not in self._counts and len(self._counts) >= MOST_KEYS:
                key = FetchKey(OTHERS, first, key.family, key.day)
            self._put(key, FetchCount(asked.times, asked.last_at))

    def take(self) -> dict[FetchKey, FetchCount]:
        """Return what is counted, and begin anew."""
        self._fold()
        taken, self._counts = self._counts, {}
        return taken

    async def write(self) -> None:
        """Write what is counted; what could not be written is kept for the next time."""
        taken = self.take()
        try:
            await actions.add(taken)
        except Exception:  # the database is away, say: counting must not end the process
            log.exception("fetches of feeds cannot be written")
            for key, count in taken.items():
                if key in self._counts or len(self._counts) < MOST_KEYS:
                    self._put(key, count)

    def _put(self, key: FetchKey, count: FetchCount) -> None:
        found = self._counts.get(key)
        self._counts[key] = found.plus(count) if found else count


def tally_of(state: State) -> FetchTally:
    """The application's one tally."""
    try:
        tally: FetchTally = state.fetch_tally
    except AttributeError:
        tally = state.fetch_tally = FetchTally(state.clock)
    return tally


def counting(app: Litestar) -> Callable[[str, str, str, int], None]:
    """What the door of feeds tells of each answer: language as in the address, whole path, user agent, status."""

    def told(language: str, path: str, user_agent: str, status: int) -> None:
        tally_of(app.state).note(language, path, user_agent, status)

    return told


@asynccontextmanager
async def written_in_batches(tally: FetchTally) -> AsyncIterator[None]:
    """Write now and then beside the block, and once more at its end."""
    task = asyncio.create_task(_writing(tally))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await tally.write()


async def _writing(tally: FetchTally) -> None:
    while True:
        await asyncio.sleep(WRITE_EVERY_S)
        # Shielded: a batch that is being written when the process ends is brought to its end.
        await asyncio.shield(tally.write())
