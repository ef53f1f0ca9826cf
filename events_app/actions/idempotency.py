"""Creating once, however often a program asks: the key and what it created are kept together, or neither."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from events_app.domain.idempotency import KEPT_FOR, KeptAnswer, KeyUsedOtherwise, check_key
from events_app.domain.rights import Asker, SignInNeeded
from events_app.storage import idempotency
from events_app.storage.database import transaction


async def once(
    key: str | None,
    fingerprint: str,
    create: Callable[[], Awaitable[KeptAnswer]],
    *,
    by: Asker,
    now: datetime,
) -> KeptAnswer:
    """Create in one transaction and return the answer; with a key of the same request before, the answer of then.

    `fingerprint` stands for the request: two with the same are the same. Of two at the same time one waits for the
    other. Raises KeyNotAllowed, KeyUsedOtherwise, SignInNeeded, or what `create` raises; then the key is free again.
    """
    if by.person_id is None:
        raise SignInNeeded
    if key is not None:
        check_key(key)
    async with transaction():
        if key is None:
            return await create()
        await idempotency.remove_old(now - KEPT_FOR)
        if not await idempotency.add(by.person_id, key, fingerprint, now):
            return await _answered(key, fingerprint, by=by)
        answer = await create()
        await idempotency.set_answer(by.person_id, key, answer)
    return answer


async def _answered(key: str, fingerprint: str, *, by: Asker) -> KeptAnswer:
    known = await idempotency.find(by.person_id, key) if by.person_id else None
    if known is None or known[0] != fingerprint:
        raise KeyUsedOtherwise
    return known[1]
