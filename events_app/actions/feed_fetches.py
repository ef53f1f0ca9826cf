"""Keeping who fetched feeds and what reading them back found: by the installation itself, never by a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from events_app.domain.feed_fetches import KEPT_FOR, FeedCheck, FetchCount, FetchKey
from events_app.storage import feed_fetches
from events_app.storage.database import transaction

CHECKS_KEPT_FOR: Final = timedelta(days=30)


async def add(counts: Mapping[FetchKey, FetchCount]) -> None:
    """Add a batch of fetches to what is counted already, all of it or nothing."""
    if counts:
        async with transaction():
            await feed_fetches.add(counts)


async def keep_checks(checks: Sequence[FeedCheck]) -> None:
    """Keep what was found, in place of what was known."""
    if checks:
        async with transaction():
            await feed_fetches.set_checks(checks)


async def tidy(*, now: datetime) -> None:
    """Forget days long past, and checks of feeds that are not asked for any more."""
    await feed_fetches.remove_before((now - KEPT_FOR).date())
    await feed_fetches.remove_checks_before(now - CHECKS_KEPT_FOR)
