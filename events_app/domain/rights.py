"""Who may do what to which object: the written matrix role × right × noun, and the one question asked of it.

Denied unless written here. Authority roles reach every object; a unit's roles only what belongs to the unit; a
company's only the company. Translators write translations in their languages alone. docs/rights.md draws the same
table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from events_app.domain.messages import N_
from events_app.domain.organisations import AUTHORITY_ROLES, Membership, OrganisationKind, Role
from events_app.domain.people import Person
from events_app.domain.refusals import Refusal


class Right(StrEnum):
    """What can be done. READ is reading what the public does not see."""

    READ = "read"
    CREATE = "create"
    EDIT = "edit"
    PUBLISH = "publish"
    DECIDE = "decide"
    TRANSLATE = "translate"
    MANAGE = "manage"


class Noun(StrEnum):
    """What it is done to.

    An application to exhibit has two sides: APPLICATION is the company's, which it belongs to;
    ADMISSION the organiser's, for which it belongs to whoever the edition belongs to. So has a technology offer:
    OFFER is the company's; CATALOGUE, which belongs to the authority, what organisers review and partners read.
    A NEED belongs to the partner organisation that states it, or to the authority where an officer wrote it down.
    A CLAIM for support belongs to the authority, which decides it; the company makes it by its right to APPLICATION.
    An INTRODUCTION belongs to the authority; the two sides answer by their rights to OFFER and NEED.
    A FEE is the organisers' side of money (price lists, invoices, payments), and belongs to whoever the edition belongs
    to; a company reads its own invoices by its right to its applications.
    A DELEGATION has members whom a company enters, and others whom the organiser of the edition enters: each side
    has its own. DECIDE and PUBLISH open passports, READ does not.
    MATCHING is for organisers: a company reads its own matches by its right to its offers, a partner by that to needs.
    """

    EXHIBITION = "exhibition"
    PROJECT = "project"
    COUNTRY = "country"
    ORGANISATION = "organisation"
    PERSON = "person"
    HISTORY = "history"
    FIGURES = "figures"
    JOB = "job"
    IMPORT = "import"
    WEBHOOK = "webhook"
    ADMISSION = "admission"
    APPLICATION = "application"
    OFFER = "offer"
    CATALOGUE = "catalogue"
    SCHEME = "scheme"
    NEED = "need"
    INDICATOR = "indicator"
    MATCHING = "matching"
    PROGRAMME = "programme"
    INTRODUCTION = "introduction"
    FEE = "fee"
    CLAIM = "claim"
    DELEGATION = "delegation"


class TokenScope(StrEnum):
    """What an API token may be used for, within the rights of its owner."""

    READ = "read"
    WRITE = "write"


class NotAllowed(Refusal):
    """The asker has no right to this."""

    message = N_("Your role does not allow this.")


class SignInNeeded(Refusal):
    """Nobody is signed in."""

    message = N_("Sign in first.")


_ALL = frozenset(Right)
_READ = frozenset({Right.READ})
_WORK = frozenset({Right.READ, Right.CREATE, Right.EDIT, Right.PUBLISH, Right.TRANSLATE})
_WORDS = frozenset({Right.READ, Right.TRANSLATE})
_RUN = frozenset({Right.READ, Right.EDIT, Right.DECIDE})
_OF_COMPANIES = frozenset({Noun.APPLICATION, Noun.OFFER})
_ORGANISERS = tuple(noun for noun in Noun if noun not in _OF_COMPANIES)
"""What the authority has to do with: applying and offering are for companies alone."""

MATRIX: Mapping[Role, Mapping[Noun, frozenset[Right]]] = {
    Role.ADMINISTRATOR: dict.fromkeys(_ORGANISERS, _ALL),
    Role.OFFICER: {
        Noun.EXHIBITION: _WORK | {Right.DECIDE},
        Noun.PROJECT: _WORK | {Right.DECIDE},
        Noun.COUNTRY: _WORK,
        Noun.ORGANISATION: frozenset({Right.READ, Right.CREATE, Right.EDIT}),
        Noun.PERSON: _READ,
        Noun.HISTORY: _READ,
        Noun.FIGURES: _READ,
        Noun.JOB: frozenset({Right.READ, Right.EDIT}),
        Noun.IMPORT: frozenset({Right.READ, Right.CREATE}),
        Noun.WEBHOOK: _READ,
        Noun.ADMISSION: _RUN,
        Noun.DELEGATION: _RUN,
        Noun.CATALOGUE: frozenset({Right.READ, Right.DECIDE}),
        Noun.SCHEME: frozenset({Right.READ, Right.CREATE, Right.EDIT}),
        Noun.NEED: frozenset({Right.READ, Right.CREATE, Right.EDIT, Right.PUBLISH, Right.DECIDE}),
        Noun.INDICATOR: frozenset({Right.READ, Right.CREATE, Right.EDIT}),
        Noun.MATCHING: frozenset({Right.READ, Right.EDIT}),
        Noun.PROGRAMME: frozenset({Right.READ, Right.CREATE, Right.EDIT, Right.DECIDE}),
        Noun.INTRODUCTION: frozenset({Right.READ, Right.CREATE, Right.DECIDE}),
        Noun.FEE: _RUN,
        Noun.CLAIM: frozenset({Right.READ, Right.DECIDE}),
    },
    Role.AUDITOR: dict.fromkeys(_ORGANISERS, _READ),
    Role.TRANSLATOR: {Noun.EXHIBITION: _WORDS, Noun.PROJECT: _WORDS},
    Role.UNIT_MANAGER: {
        Noun.EXHIBITION: _WORK,
        Noun.PROJECT: _WORK,
        Noun.ORGANISATION: frozenset({Right.READ, Right.EDIT}),
        Noun.PERSON: frozenset({Right.READ, Right.MANAGE}),
        Noun.HISTORY: _READ,
        Noun.FIGURES: _READ,
        Noun.IMPORT: frozenset({Right.READ, Right.CREATE}),
        Noun.WEBHOOK: frozenset({Right.READ, Right.CREATE, Right.EDIT}),
        Noun.ADMISSION: _RUN,
        Noun.FEE: _RUN,
        Noun.DELEGATION: _RUN,
        Noun.CATALOGUE: _READ,
        Noun.SCHEME: _READ,
        Noun.NEED: _READ,
        Noun.INDICATOR: _READ,
        Noun.MATCHING: _READ,
        Noun.PROGRAMME: _READ,
    },
    Role.UNIT_OFFICER: {
        Noun.EXHIBITION: _WORK,
        Noun.PROJECT: _WORK,
        Noun.ORGANISATION: _READ,
        Noun.PERSON: _READ,
        Noun.HISTORY: _READ,
        Noun.FIGURES: _READ,
        Noun.IMPORT: frozenset({Right.READ, Right.CREATE}),
        Noun.ADMISSION: _RUN,
        Noun.FEE: _RUN,
        Noun.DELEGATION: _RUN,
        Noun.CATALOGUE: _READ,
        Noun.SCHEME: _READ,
        Noun.NEED: _READ,
        Noun.INDICATOR: _READ,
        Noun.MATCHING: _READ,
        Noun.PROGRAMME: _READ,
    },
    Role.EXPORTER_OWNER: {
        Noun.ORGANISATION: frozenset({Right.READ, Right.EDIT}),
        Noun.PERSON: frozenset({Right.READ, Right.MANAGE}),
        Noun.APPLICATION: frozenset({Right.READ, Right.CREATE, Right.EDIT, Right.PUBLISH}),
        Noun.OFFER: frozenset({Right.READ, Right.CREATE, Right.EDIT, Right.PUBLISH}),
        Noun.DELEGATION: frozenset({Right.READ, Right.EDIT, Right.PUBLISH}),
    },
    Role.EXPORTER_STAFF: {
        Noun.ORGANISATION: _READ,
        Noun.PERSON: _READ,
        Noun.APPLICATION: frozenset({Right.READ, Right.CREATE, Right.EDIT}),
        Noun.OFFER: frozenset({Right.READ, Right.CREATE, Right.EDIT}),
        Noun.DELEGATION: frozenset({Right.READ, Right.EDIT}),
    },
    Role.PARTNER_OWNER: {
        Noun.ORGANISATION: frozenset({Right.READ, Right.EDIT}),
        Noun.PERSON: frozenset({Right.READ, Right.MANAGE}),
        Noun.CATALOGUE: _READ,
        Noun.NEED: frozenset({Right.READ, Right.CREATE, Right.EDIT, Right.PUBLISH}),
    },
    Role.PARTNER_STAFF: {
        Noun.ORGANISATION: _READ,
        Noun.PERSON: _READ,
        Noun.CATALOGUE: _READ,
        Noun.NEED: frozenset({Right.READ, Right.CREATE, Right.EDIT}),
    },
}
_CHANGES = frozenset(Right) - {Right.READ}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a person with what they are in organisations, or the system itself (no person).

    `scopes` is None for a browser session; a token's scopes narrow the rights of its owner.
    """

    person: Person | None
    memberships: tuple[Membership, ...] = ()
    scopes: frozenset[TokenScope] | None = None
    is_system: bool = False

    @property
    def person_id(self) -> UUID | None:
        """Id of the person, if it is one."""
        return self.person.id if self.person else None

    @property
    def unit_ids(self) -> frozenset[UUID]:
        """Organising units that the person works in."""
        return frozenset(m.organisation_id for m in self.memberships if m.organisation_kind is OrganisationKind.UNIT)

    @property
    def has_authority_role(self) -> bool:
        """Whether the person is an administrator, officer or auditor of the authority."""
        return any(membership.role in AUTHORITY_ROLES for membership in self.memberships)

    @property
    def is_organiser(self) -> bool:
        """Whether the person works for the authority or for a unit."""
        return self.has_authority_role or bool(self.unit_ids)


SYSTEM = Asker(None, is_system=True)
"""The installation itself: the command line, the worker, the demonstration."""


def may(asker: Asker, right: Right, noun: Noun, *, owner: UUID | None = None, language: str | None = None) -> bool:
    """Whether the asker has this right to an object that belongs to the organisation `owner` (None: to the authority).

    `language` is the language written, for TRANSLATE.
    """
    if asker.is_system:
        return True
    if asker.scopes is not None and right in _CHANGES and TokenScope.WRITE not in asker.scopes:
        return False
    return any(_gives(membership, right, noun, owner, language) for membership in asker.memberships)


def may_somewhere(asker: Asker, right: Right, noun: Noun) -> bool:
    """Whether the asker has this right to any object at all: for menus and doors, never instead of `require`."""
    return may(asker, right, noun) or any(
        may(asker, right, noun, owner=membership.organisation_id, language=language)
        for membership in asker.memberships
        for language in (None, *membership.languages)
    )


def require(asker: Asker, right: Right, noun: Noun, *, owner: UUID | None = None, language: str | None = None) -> None:
    """Raise NotAllowed unless `may`."""
    if not may(asker, right, noun, owner=owner, language=language):
        raise NotAllowed


def require_somewhere(asker: Asker, right: Right, noun: Noun) -> None:
    """Raise NotAllowed unless `may_somewhere`: for lists, which then show what is within reach."""
    if not may_somewhere(asker, right, noun):
        raise NotAllowed


def require_writing(asker: Asker) -> None:
    """Raise NotAllowed for a token that only reads: for changes of what is the asker's own, whatever their role."""
    if asker.scopes is not None and TokenScope.WRITE not in asker.scopes:
        raise NotAllowed


def _gives(membership: Membership, right: Right, noun: Noun, owner: UUID | None, language: str | None) -> bool:
    if right not in MATRIX[membership.role].get(noun, ()):
        return False
    if membership.organisation_kind is not OrganisationKind.AUTHORITY and owner != membership.organisation_id:
        return False
    return not (
        membership.role is Role.TRANSLATOR and right is Right.TRANSLATE and language not in membership.languages
    )
