"""Fetches of feeds, counted in memory and written in batches: no answer waits, the end writes all.

What is counted has no address, no query and no user agent in it (`domain.feed_fetches`).
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from functools import lru_cache
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
LONGEST_LANGUAGE: Final = 12
WRITE_EVERY_S: Final = 60.0
COUNTED: Final = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})

log: Any = structlog.get_logger()


class FetchTally:
    """What one process has counted since the last batch."""

    def __init__(self, clock: Clock) -> None:
        """Nothing is counted yet."""
        self._clock = clock
        self._counts: dict[FetchKey, FetchCount] = {}

    def note(self, language: str, path: str, user_agent: str, status: int) -> None:
        """Count an answer, given as anew or as unchanged; `path` is that below the language, with its ending."""
        if status not in COUNTED:
            return
        now = self._clock()
        key = _key(path, language, user_agent, now.date())
        if key not in self._counts and len(self._counts) >= MOST_KEYS:
            key = FetchKey(OTHERS, language, key.family, key.day)
        self._put(key, FetchCount(1, now))

    def take(self) -> dict[FetchKey, FetchCount]:
        """Return what is counted, and begin anew."""
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


@lru_cache(maxsize=MOST_KEPT)
def _key(path: str, language: str, user_agent: str, day: date) -> FetchKey:
    """What a fetch is counted under: programs ask for the same again and again."""
    return FetchKey(counted_path(path), language, family_of(user_agent), day)


def tally_of(state: State) -> FetchTally:
    """The application's one tally."""
    if "fetch_tally" not in state:
        state.fetch_tally = FetchTally(state.clock)
    tally: FetchTally = state.fetch_tally
    return tally


def counting(app: Litestar) -> Callable[[str, str, str, int], None]:
    """What the door of feeds tells of each answer: language as in the address, whole path, user agent, status."""

    def told(language: str, path: str, user_agent: str, status: int) -> None:
        _, _, rest = path.lstrip("/").partition("/")
        first = language.partition(",")[0][:LONGEST_LANGUAGE]
        tally_of(app.state).note(first, rest.partition("/")[2], user_agent, status)

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
