"""People with an account: who they are, in which language and zone they read, and when an account ends.

Passwords, sessions and second factors are in `domain.sign_ins`; what people may do, in `domain.rights`.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from events_app.domain.exhibitions import zone_of
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue, Refusal

LONGEST_EMAIL = 254
"""RFC 5321 §4.5.3.1.3, less the angle brackets."""
LONGEST_NAME = 200
RETENTION = timedelta(days=365)
"""How long after an account is closed its name and address are kept, for questions about what it did."""
_WORD = r"[^\s@<>\"(),:;\[\]\\\x00-\x1f]"
_EMAIL = re.compile(rf"{_WORD}+@{_WORD}+\.(?:(?!\.){_WORD}){{2,}}")


class EmailInvalid(InvalidValue):
    """Not an address that mail can be sent to."""

    message = N_("Write an e-mail address such as name@organisation.example.")


class NameMissing(InvalidValue):
    """A person without a name."""

    message = N_("Write the name.")


class LanguageUnknown(InvalidValue):
    """Not one of the interface languages."""

    message = N_("Choose one of the languages offered.")


class EmailTaken(Refusal):
    """Another account has this address; told only to those who may see people."""

    message = N_("There is an account with this e-mail address already.")


class AccountClosed(Refusal):
    """A closed account takes no part any more."""

    message = N_("This account is closed.")


class LastAdministrator(Refusal):
    """Without an administrator nobody could let anybody in."""

    message = N_("This is the last administrator: name another one first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person with an account; `email` is folded to lower case, `zone` an IANA zone."""

    id: UUID
    email: str
    name: str
    language: str = "en"
    zone: str = "UTC"
    created_at: datetime
    closed_at: datetime | None = None
    anonymised_at: datetime | None = None
    has_second_factor: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        """Raise NameMissing, EmailInvalid, LanguageUnknown or ZoneUnknown."""
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            raise NameMissing
        if self.anonymised_at is None:
            folded_email(self.email)
        if self.language not in LANGUAGES:
            raise LanguageUnknown
        zone_of(self.zone)

    @property
    def is_active(self) -> bool:
        """Whether the account can be used."""
        return self.closed_at is None

    def close(self, *, now: datetime) -> Self:
        """Close the account; closing twice changes nothing."""
        return self if self.closed_at else replace(self, closed_at=now)

    def anonymise(self, *, now: datetime) -> Self:
        """Take name and address away from an account that has been closed for as long as they are kept."""
        return replace(self, name="–", email=f"{self.id.hex}@anonymised.invalid", zone="UTC", anonymised_at=now)


def folded_email(address: str) -> str:
    """Return an address as it is kept and compared: trimmed, lower case. Raises EmailInvalid."""
    folded = address.strip().lower()
    if len(folded) > LONGEST_EMAIL or not _EMAIL.fullmatch(folded):
        raise EmailInvalid
    return folded
