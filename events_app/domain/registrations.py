"""Registering a company by oneself: first the address is shown to be one's own, then account and company are made."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue
from events_app.domain.sign_ins import LinkSpent

REGISTRATION_LASTS: Final = timedelta(days=2)
LONGEST_COMPANY_NAME: Final = 200


class CompanyNameMissing(InvalidValue):
    """A company without a name, or with one in which there is no letter."""

    message = N_("Write the name of the company.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A link that was sent to an address; the token itself is only in the letter."""

    token_digest: str
    email: str
    language: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def check(self, *, now: datetime) -> None:
        """Raise LinkSpent where it was used or has expired."""
        if self.used_at is not None or now >= self.expires_at:
            raise LinkSpent
