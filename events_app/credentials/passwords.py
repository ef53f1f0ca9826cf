"""Passwords: hashed with argon2id (RFC 9106) in threads, a few at a time, and judged before they are taken."""

import asyncio
import importlib
from asyncio import AbstractEventLoop, Semaphore
from functools import cache
from weakref import WeakKeyDictionary

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from events_app.domain.sign_ins import PasswordCommon, check_length

LEAST_SCORE = 2
"""zxcvbn's scale of 0 to 4: below this, a password is guessed in under a hundred million tries."""
JUDGED_CHARACTERS = 72
"""The judge takes long over long passwords, which need no judging beyond this."""
HASHES_AT_ONCE = 2
"""Each takes 64 MiB: a flood of sign-ins must not take all memory."""

_HASHER = PasswordHasher()
# By event loop: a pool of threads made before the server forks would have none in its workers.
_turns: "WeakKeyDictionary[AbstractEventLoop, Semaphore]" = WeakKeyDictionary()


async def hashed(password: str) -> str:
    """Return the hash to keep. Runs off the event loop."""
    async with _turn():
        return await asyncio.to_thread(_HASHER.hash, password)


async def is_right(password: str, kept_hash: str) -> bool:
    """Whether the password is the one hashed; an empty hash is nobody's, and takes as long. Runs off the event loop."""
    async with _turn():
        is_match = await asyncio.to_thread(_verified, password, kept_hash)
    return is_match and bool(kept_hash)


def needs_new_hash(kept_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than are used now."""
    return _HASHER.check_needs_rehash(kept_hash)


def check_password(password: str, known: tuple[str, ...] = ()) -> None:
    """Raise PasswordTooShort or PasswordCommon; `known` are words an attacker knows (name, address)."""
    check_length(password)
    judge = importlib.import_module("zxcvbn")  # with its word lists a third of a second, too long for each start
    judged = judge.zxcvbn(password[:JUDGED_CHARACTERS], user_inputs=[word for word in known if word])
    if judged["score"] < LEAST_SCORE:
        raise PasswordCommon


def _turn() -> Semaphore:
    return _turns.setdefault(asyncio.get_running_loop(), Semaphore(HASHES_AT_ONCE))


@cache
def _nobodys_hash() -> str:
    """A hash of nobody's password, so that an unknown address takes as long as a wrong password."""
    return _HASHER.hash("nobody's password")


def _verified(password: str, kept_hash: str) -> bool:
    # Made by whoever comes first, known or not.
    of_nobody = _nobodys_hash()
    try:
        return _HASHER.verify(kept_hash or of_nobody, password)
    except (VerificationError, InvalidHashError):
        return False
