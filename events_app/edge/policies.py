"""Decisions about countries and regions, kept in this process: read at the start and whenever their version has risen.

The process that changes them reads them at once; the others look at the version: a server every few seconds, so that
a page costs no query more, a worker before each letter.
"""

from datetime import datetime, timedelta
from typing import Any

from litestar import Request
from litestar.datastructures import State

from events_app.reference import policies
from events_app.storage import country_policies

LOOKED_EVERY = timedelta(seconds=2)


async def read_policies() -> None:
    """Put in force what the database says; a database that was not migrated yet says nothing."""
    try:
        policies.use(await country_policies.get_policies())
    except country_policies.TABLE_MISSING:
        policies.use(policies.NOTHING_DECIDED)


async def renew_policies() -> None:
    """Read the decisions anew if another process has changed them: one small query if not."""
    if await country_policies.get_version() != policies.in_force().version:
        await read_policies()


def forget_policies() -> None:
    """Leave nothing in force, when the database is closed."""
    policies.use(policies.NOTHING_DECIDED)


async def keep_policies(request: Request[Any, Any, Any]) -> None:
    """Before a page is made: look, every few seconds, whether another process has changed the decisions."""
    state: State = request.app.state
    now: datetime = state.clock()
    seen: datetime = state.setdefault("policies_seen_at", now)
    if abs(now - seen) < LOOKED_EVERY:
        return
    state["policies_seen_at"] = now
    await renew_policies()
