"""What was made once and is asked for again: kept by key in memory, bounded by size, made by one for all who wait.

It lives in one worker process and on its event loop; what is kept is decided by the doors.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
GATHERED_S, MOST_GATHERED_S = 0.0001, 0.003
"""How long the next asking waits for each who was just answered, and at most: about as long as answering them takes."""


class Kept(Generic[Key, Value]):
    """Values up to `most_bytes` together; the one unasked longest goes first, a value larger than that never stays."""

    def __init__(self, most_bytes: int, size: Callable[[Value], int]) -> None:
        """`size` tells the bytes of a value."""
        self._most_bytes, self._size = most_bytes, size
        self._values: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        """Number of values."""
        return len(self._values)

    def find(self, key: Key) -> Value | None:
        """Return the value, which thereby counts as asked for just now."""
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def keep(self, key: Key, value: Value) -> None:
        """Keep a value, in place of what was kept under its key, and let go of what there is no room for."""
        self.drop(key)
        size = self._size(value)
        self._values[key] = value, size
        self._bytes += size
        while self._bytes > self._most_bytes:
            _, (_, gone) = self._values.popitem(last=False)
            self._bytes -= gone

    def drop(self, key: Key) -> None:
        """Let go of one value, if it is there."""
        gone = self._values.pop(key, None)
        if gone is not None:
            self._bytes -= gone[1]


class Grouped(Generic[Value]):
    """A question whose answer may be older than no asker: who asks together shares one asking, begun after all came."""

    def __init__(self, ask: Callable[[], Awaitable[Value]]) -> None:
        """Nothing is asked yet."""
        self._ask = ask
        self._waiting: list[asyncio.Future[Value]] = []
        self._asking: asyncio.Task[None] | None = None

    async def asked(self) -> Value:
        """Return the answer, or raise what asking raises."""
        # Plain futures: a task with a shield for each asker would cost more than the rest of an answer.
        mine: asyncio.Future[Value] = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        if self._asking is None:
            self._asking = asyncio.ensure_future(self._run())
        return await mine

    async def _run(self) -> None:
        """Ask for all who came before this asking; who comes meanwhile waits for the next one."""
        try:
            while self._waiting:
                waiting, self._waiting = self._waiting, []
                await self._answer(waiting)
                if len(waiting) > 1:
                    # Many come: those who were just answered are about to ask again, and shall share one asking too.
                    await asyncio.sleep(min(len(waiting) * GATHERED_S, MOST_GATHERED_S))
        finally:
            self._asking = None
            for left in self._waiting:
                left.cancel()
            self._waiting = []

    async def _answer(self, waiting: "list[asyncio.Future[Value]]") -> None:
        try:
            answer = await self._ask()
        except BaseException as error:
            for each in waiting:
                if not each.done():
                    each.set_exception(error if isinstance(error, Exception) else ConnectionAbortedError())
            if not isinstance(error, Exception):
                raise
        else:
            for each in waiting:
                if not each.done():
                    each.set_result(answer)


class Shared(Generic[Key, Value]):
    """Work under way: who asks for the same at the same time waits for one making of it."""

    def __init__(self) -> None:
        """Nothing is under way."""
        self._under_way: dict[Key, asyncio.Task[Value]] = {}

    async def made(self, key: Key, make: Callable[[], Awaitable[Value]]) -> Value:
        """Return what `make` returns or raise what it raises; one asker who leaves does not stop it for the others."""
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(_awaited(make))
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._finish(key, done))
        return await asyncio.shield(task)

    def _finish(self, key: Key, task: asyncio.Task[Value]) -> None:
        del self._under_way[key]
        _looked_at(task)


async def _awaited(make: Callable[[], Awaitable[Value]]) -> Value:
    return await make()


def _looked_at(task: "asyncio.Task[Value]") -> None:
    """So that a failure that nobody waits for any more makes no noise of its own."""
    if not task.cancelled():
        task.exception()
