"""The profile of a company: one for everything that it does here, with what is missing for what it wants to do.

What a number or an address must look like in a country is looked up elsewhere (`reference.company_checks`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue
from events_app.domain.texts import Text

EARLIEST_FOUNDED: Final = 1200
MOST_CONTACTS: Final = 8
MOST_CERTIFICATES: Final = 20
LONGEST_ABOUT: Final = 5_000
LONGEST_PART: Final = 200
"""Of a name, a number, a line of an address."""
_SPOKEN: Final = (
    "zh en fr es ru ar pt de it nl sv da nb fi pl cs sk hu ro bg sr hr sl sq mk el lt lv et uk be ka hy az tr he fa ku "
    "ur hi bn pa gu mr ta te ml kn ne si my th lo km vi id ms tl jv ja ko mn kk uz ky tg tk ps am ti so sw rw ha yo ig "
    "zu xh af mg ca is"
)
SPOKEN_LANGUAGES: Final = tuple(_SPOKEN.split())
"""Languages that can be named (ISO 639-1, `tl` for Filipino), the working languages of the United Nations first."""


class CompanySize(StrEnum):
    """Size by people employed: to 9, 10-49, 50-249, 250 and more (the headcounts of Recommendation 2003/361/EC)."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


SIZE_NAMES: dict[CompanySize, Message] = {
    CompanySize.MICRO: P_("company size", "Up to 9 people"),
    CompanySize.SMALL: P_("company size", "10 to 49 people"),
    CompanySize.MEDIUM: P_("company size", "50 to 249 people"),
    CompanySize.LARGE: P_("company size", "250 people and more"),
}


class Aim(StrEnum):
    """What a company wants to do here."""

    APPLY = "apply"
    OFFER = "offer"
    MATCH = "match"


AIM_NAMES: dict[Aim, Message] = {
    Aim.APPLY: P_("aim of a company", "To apply to exhibit"),
    Aim.OFFER: P_("aim of a company", "To show technology offers"),
    Aim.MATCH: P_("aim of a company", "To be matched with partner countries or regions"),
}


class NumberOdd(InvalidValue):
    """A registration number that its country does not give."""

    message = N_("A registration number of %(country)s does not look like this: check each character.")


class AddressOdd(InvalidValue):
    """A part of an address that its country does not know."""

    message = N_("An address in %(country)s does not have this.")


class AddressPartMissing(InvalidValue):
    """A part that addresses of the country have."""

    message = N_("Addresses in %(country)s have this.")


class PhoneOdd(InvalidValue):
    """A telephone number that cannot be dialled."""

    message = N_("Write the telephone number with the code of its country, for example +49 511 890.")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a company is; the country or region is that of the organisation."""

    street: str = ""
    locality: str = ""
    region: str = ""
    postal_code: str = ""

    def __bool__(self) -> bool:
        """Whether anything is written."""
        return bool(self.street or self.locality or self.region or self.postal_code)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to, who need not have an account."""

    name: str
    position: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that the company holds, for example ISO 9001, with its last day."""

    name: str
    issuer: str = ""
    number: str = ""
    valid_until: date | None = None

    def has_expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a company says of itself. `markets` are ISO 3166 codes, `languages` ISO 639-1 codes of languages spoken."""

    company_id: UUID
    trade_name: Text = field(default_factory=Text.empty)
    about: Text = field(default_factory=Text.empty)
    registration_number: str = ""
    address: Address = field(default_factory=Address)
    website: str = ""
    founded: int | None = None
    size: CompanySize | None = None
    languages: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    logo_id: UUID | None = None
    modified_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a profile has or lacks; `name` is that of its field, `aims` what it is wanted for."""

    name: str
    words: Message
    aims: frozenset[Aim]
    is_there: bool


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is there and what is missing, for each aim and altogether."""

    items: tuple[Item, ...]

    @property
    def percent(self) -> int:
        """Share of what is there, rounded down: 100 only when nothing is missing."""
        return 100 * sum(item.is_there for item in self.items) // len(self.items)

    def missing_for(self, aim: Aim) -> tuple[Item, ...]:
        """What an aim still wants."""
        return tuple(item for item in self.items if aim in item.aims and not item.is_there)


def completeness(profile: Profile, *, has_offers: bool) -> Completeness:
    """Compare a profile with what each aim wants."""
    found: Iterable[tuple[str, Message, set[Aim], object]] = (
        ("registration_number", N_("Registration number"), {Aim.APPLY, Aim.OFFER}, profile.registration_number),
        ("street", N_("Address"), {Aim.APPLY}, profile.address),
        ("contact-0", N_("A contact with an e-mail address"), {Aim.APPLY, Aim.OFFER}, _reachable(profile)),
        ("size", N_("Size of the company"), {Aim.APPLY, Aim.MATCH}, profile.size),
        ("sectors", N_("Sectors"), {Aim.APPLY, Aim.MATCH}, profile.sectors),
        ("about", N_("What the company does"), {Aim.OFFER, Aim.MATCH}, profile.about),
        ("logo", N_("Logo"), {Aim.OFFER}, profile.logo_id),
        ("markets", N_("Countries or regions sought"), {Aim.MATCH}, profile.markets),
        ("languages", N_("Languages spoken"), {Aim.MATCH}, profile.languages),
        ("offers", N_("A technology offer that was reviewed"), {Aim.MATCH}, has_offers),
    )
    return Completeness(tuple(Item(name, words, frozenset(aims), bool(there)) for name, words, aims, there in found))


def _reachable(profile: Profile) -> bool:
    return any(contact.email for contact in profile.contacts)
