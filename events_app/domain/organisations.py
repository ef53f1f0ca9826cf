"""Organisations and what people are in them: the authority, organising units, exporters and partner organisations.

What a role may do is written down in `domain.rights`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.texts import Text


class OrganisationKind(StrEnum):
    """What an organisation is in this installation."""

    AUTHORITY = "authority"
    UNIT = "unit"
    EXPORTER = "exporter"
    PARTNER = "partner"


class Role(StrEnum):
    """What a person is in an organisation."""

    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    AUDITOR = "auditor"
    TRANSLATOR = "translator"
    UNIT_MANAGER = "unit_manager"
    UNIT_OFFICER = "unit_officer"
    EXPORTER_OWNER = "exporter_owner"
    EXPORTER_STAFF = "exporter_staff"
    PARTNER_OWNER = "partner_owner"
    PARTNER_STAFF = "partner_staff"


ORGANISATION_KIND_NAMES: dict[OrganisationKind, Message] = {
    OrganisationKind.AUTHORITY: P_("organisation kind", "Authority"),
    OrganisationKind.UNIT: P_("organisation kind", "Organising unit"),
    OrganisationKind.EXPORTER: P_("organisation kind", "Exporter"),
    OrganisationKind.PARTNER: P_("organisation kind", "Partner organisation"),
}
ROLE_NAMES: dict[Role, Message] = {
    Role.ADMINISTRATOR: P_("role", "Administrator"),
    Role.OFFICER: P_("role", "Officer of the authority"),
    Role.AUDITOR: P_("role", "Auditor"),
    Role.TRANSLATOR: P_("role", "Translator"),
    Role.UNIT_MANAGER: P_("role", "Manager of the unit"),
    Role.UNIT_OFFICER: P_("role", "Officer of the unit"),
    Role.EXPORTER_OWNER: P_("role", "Responsible for the company"),
    Role.EXPORTER_STAFF: P_("role", "Staff of the company"),
    Role.PARTNER_OWNER: P_("role", "Responsible for the partner organisation"),
    Role.PARTNER_STAFF: P_("role", "Staff of the partner organisation"),
}
ROLES_OF: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.AUTHORITY: (Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR, Role.TRANSLATOR),
    OrganisationKind.UNIT: (Role.UNIT_MANAGER, Role.UNIT_OFFICER, Role.TRANSLATOR),
    OrganisationKind.EXPORTER: (Role.EXPORTER_OWNER, Role.EXPORTER_STAFF),
    OrganisationKind.PARTNER: (Role.PARTNER_OWNER, Role.PARTNER_STAFF),
}
"""Which roles there are in which kind of organisation."""
AUTHORITY_ROLES: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR})


class RoleMismatch(InvalidValue):
    """A role that this kind of organisation does not have."""

    message = N_("This kind of organisation has no such role.")


class LanguagesMissing(InvalidValue):
    """A translator without a language to translate into."""

    message = N_("Name at least one language for a translator.")


class OrganisationClosed(Refusal):
    """Nothing can be done in the name of an organisation that is closed."""

    message = N_("This organisation is closed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation; `needs_approval` says that its overseas editions wait for an approval (see `approvals`)."""

    id: UUID
    slug: str
    kind: OrganisationKind
    name: Text
    country: str = ""
    email: str = ""
    needs_approval: bool = False
    created_at: datetime
    closed_at: datetime | None = None
    version: int = 1

    def close(self, *, now: datetime) -> Self:
        """Close it; closing twice changes nothing."""
        return self if self.closed_at else replace(self, closed_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What a person is in an organisation; `languages` are those a translator may write."""

    id: UUID
    person_id: UUID
    organisation_id: UUID
    organisation_kind: OrganisationKind
    role: Role
    languages: tuple[str, ...] = ()
    created_at: datetime

    def __post_init__(self) -> None:
        """Raise RoleMismatch or LanguagesMissing."""
        check_role(self.organisation_kind, self.role, self.languages)


def check_role(kind: OrganisationKind, role: Role, languages: tuple[str, ...]) -> None:
    """Raise RoleMismatch or LanguagesMissing where a role cannot be held in such an organisation."""
    if role not in ROLES_OF[kind]:
        raise RoleMismatch
    if role is Role.TRANSLATOR and not (languages and set(languages) <= set(LANGUAGES)):
        raise LanguagesMissing
