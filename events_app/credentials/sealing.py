"""Data that are sealed before they are kept: encrypted and authenticated (Fernet), under keys that can be rotated.

The first key seals, every key opens. What was sealed for one object does not open as that of another.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from events_app.domain.messages import N_
from events_app.domain.refusals import Refusal

OBJECT: Final = "for"
"""Under which name the object stands inside what is sealed."""


class NoKey(Refusal):
    """Nothing is sealed or opened without a key."""

    message = N_("Passport data are not taken here: the operator has set no key (SECRETS_KEY).")


class SealBroken(Refusal):
    """Sealed with a key that is not there any more, or for another object."""

    message = N_("The passport data cannot be opened with the keys of this installation.")


def new_key() -> str:
    """A key by chance, as SECRETS_KEY takes it."""
    return Fernet.generate_key().decode()


class Sealer:
    """Seals and opens with the keys of an installation."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Without keys it refuses everything."""
        self._box = MultiFernet([Fernet(key) for key in keys]) if keys else None

    @property
    def has_key(self) -> bool:
        """Whether anything can be sealed."""
        return self._box is not None

    def seal(self, identity: str, values: Mapping[str, str]) -> str:
        """Seal values for one object. Raises NoKey."""
        if self._box is None:
            raise NoKey
        return self._box.encrypt(json.dumps({**values, OBJECT: identity}).encode()).decode()

    def open(self, identity: str, sealed: str) -> dict[str, str]:
        """Open what was sealed for this object. Raises NoKey or SealBroken."""
        if self._box is None:
            raise NoKey
        try:
            found: dict[str, str] = json.loads(self._box.decrypt(sealed.encode()))
        except InvalidToken:
            raise SealBroken from None
        if found.pop(OBJECT, None) != identity:
            raise SealBroken
        return found
