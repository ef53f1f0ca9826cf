"""How translations stand, kept beside each object in the transaction that changes it; and its source wordings.

Whoever saves a series, an edition or a project calls `keep_states`; what time alone makes untrue, the worker renews.
"""

import asyncio
from datetime import datetime
from typing import Final

from events_app.domain.readiness import states_of
from events_app.domain.translations import Translated, UnitNoun, texts_of
from events_app.storage import exhibitions, projects, translations
from events_app.storage.database import transaction

AT_ONCE: Final = 10
"""Objects renewed in one transaction: nobody waits long for one of them."""
MOST: Final = 10_000
RESTS: Final = 3
"""How many times as long as a transaction took nothing is done after it: pages get the rest of a core."""


async def keep_states(new: Translated, *, old: Translated | None = None, now: datetime) -> None:
    """Keep how the translations of `new` stand, and the source wordings of both, so that a change can be shown."""
    texts = [text for value in (old, new) if value is not None for _, text in texts_of(value)]
    await translations.add_wordings(texts, now)
    await translations.set_states(states_of(new, now=now))


async def renew_states(*, now: datetime, limit: int = MOST) -> int:
    """Keep states of objects that have none yet, and of those whose nearest deadline has passed; return how many.

    What is older than this table gets its states so; call it again until it returns less than `limit`.
    """
    found = await translations.list_unkept(limit=limit)
    found += await translations.list_overtaken(now, limit=limit - len(found))
    clock = asyncio.get_running_loop().time
    for first in range(0, len(found), AT_ONCE):
        began = clock()
        async with transaction():
            for noun, slug in found[first : first + AT_ONCE]:
                value = await _locked(noun, slug)
                if value is not None:
                    await keep_states(value, now=now)
        await asyncio.sleep((clock() - began) * RESTS)
    return len(found)


async def _locked(noun: UnitNoun, slug: str) -> Translated | None:
    """The object as it is, and stays until the transaction ends."""
    if noun is UnitNoun.EDITION:
        await exhibitions.lock_edition(slug)
        return await exhibitions.find_edition(slug)
    if noun is UnitNoun.SERIES:
        await exhibitions.lock_series(slug)
        return await exhibitions.find_series(slug)
    await projects.lock_(slug)
    return await projects.find(slug)
