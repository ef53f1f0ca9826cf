"""Profiles of companies as the API writes them."""

from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, Field

from events_app.api.fields import (
    LONGEST_LINE,
    WITHOUT_NUL,
    CountryCode,
    Day,
    Model,
    OneSector,
    SpokenLanguage,
    Text,
    Website,
    at_most,
    checked,
    each_once,
    filled,
    one_line,
)
from events_app.domain import companies as domain
from events_app.domain.companies import (
    EARLIEST_FOUNDED,
    LONGEST_ABOUT,
    LONGEST_PART,
    MOST_CERTIFICATES,
    MOST_CONTACTS,
    SPOKEN_LANGUAGES,
    CompanySize,
    Profile,
)
from events_app.domain.messages import N_
from events_app.domain.people import folded_email
from events_app.domain.sectors import SECTORS
from events_app.edge.forms import YEARS

NOTHING: Final = Text(source="en")
MOST_MARKETS: Final = 300


def _email(written: str) -> str:
    return checked(lambda: folded_email(written)) if written else ""


Part = Annotated[str, Field(max_length=LONGEST_PART, pattern=WITHOUT_NUL), one_line]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_PART, pattern=WITHOUT_NUL), one_line, filled]
Email = Annotated[str, Field(max_length=LONGEST_LINE, pattern=WITHOUT_NUL), AfterValidator(_email)]


class Address(Model):
    """Where a company is, as addresses are written in its country or region."""

    street: Part = ""
    locality: Part = ""
    region: Part = ""
    postal_code: Part = ""


class Contact(Model):
    """Somebody to turn to. A telephone number begins with the code of its country."""

    name: Name
    position: Part = ""
    email: Email = ""
    phone: Part = ""


class Certificate(Model):
    """A certificate that the company holds, for example ISO 9001, with its last day."""

    name: Name
    issuer: Part = ""
    number: Part = ""
    valid_until: Day | None = None


class ProfileBody(Model):
    """What a company says of itself."""

    trade_name: Annotated[Text, at_most(LONGEST_PART)] = NOTHING
    about: Annotated[Text, at_most(LONGEST_ABOUT)] = NOTHING
    registration_number: Part = Field(
        default="", description=N_("As the country or region of the company gives them.").id
    )
    address: Address = Address()
    website: Website = ""
    founded: int | None = Field(default=None, ge=EARLIEST_FOUNDED, le=YEARS[-1])
    size: CompanySize | None = None
    languages: tuple[SpokenLanguage, ...] = Field(
        default=(), max_length=len(SPOKEN_LANGUAGES), description=N_("Languages spoken (ISO 639-1).").id
    )
    sectors: tuple[OneSector, ...] = Field(default=(), max_length=len(SECTORS))
    markets: tuple[CountryCode, ...] = Field(
        default=(), max_length=MOST_MARKETS, description=N_("Countries or regions sought.").id
    )
    contacts: tuple[Contact, ...] = Field(default=(), max_length=MOST_CONTACTS)
    certificates: tuple[Certificate, ...] = Field(default=(), max_length=MOST_CERTIFICATES)

    def fields_on(self, old: Profile) -> dict[str, Any]:
        """Fields of a profile as they are written here."""
        return {
            "trade_name": self.trade_name.merged(old.trade_name),
            "about": self.about.merged(old.about),
            "registration_number": self.registration_number,
            "address": domain.Address(**dict(self.address)),
            "website": self.website,
            "founded": self.founded,
            "size": self.size,
            "languages": each_once(self.languages),
            "sectors": each_once(self.sectors),
            "markets": each_once(self.markets),
            "contacts": tuple(domain.Contact(**dict(each)) for each in self.contacts),
            "certificates": tuple(domain.Certificate(**dict(each)) for each in self.certificates),
        }

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """What a profile says now: what a merge patch is laid on."""
        return cls(
            **(written_of(profile) | {"trade_name": Text.of(profile.trade_name), "about": Text.of(profile.about)})
        )


def written_of(profile: Profile) -> dict[str, Any]:
    """What a body and a view of a profile have in common, but for its texts."""
    return {
        "registration_number": profile.registration_number,
        "address": Address(**_parts(profile.address, Address)),
        "website": profile.website,
        "founded": profile.founded,
        "size": profile.size,
        "languages": profile.languages,
        "sectors": profile.sectors,
        "markets": profile.markets,
        "contacts": tuple(Contact(**_parts(each, Contact)) for each in profile.contacts),
        "certificates": tuple(Certificate(**_parts(each, Certificate)) for each in profile.certificates),
    }


def _parts(value: object, model: type[Model]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in model.model_fields}
