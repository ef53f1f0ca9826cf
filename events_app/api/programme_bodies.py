"""Matching programmes as they are written through the API."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator

from events_app.api.fields import (
    WITHOUT_NUL,
    CountryCode,
    Day,
    Model,
    Named,
    OneSector,
    Slug,
    Text,
    at_most,
    checked,
    each_once,
    one_line,
)
from events_app.domain.companies import CompanySize
from events_app.domain.messages import N_
from events_app.domain.programmes import (
    LONGEST_REASON,
    LONGEST_SEED,
    MOST_EACH,
    MOST_PLACES,
    YEARS,
    CountryClass,
    CountryRule,
    Force,
    Limits,
    Programme,
    ProgrammeKind,
    Rules,
)
from events_app.domain.sectors import SECTORS

LONGEST_NAME: Final = 200
MOST_COUNTRIES: Final = 260
MOST_MATCHES: Final = 10**9

Title = Annotated[Named, at_most(LONGEST_NAME)]
Reason = Annotated[str, Field(max_length=LONGEST_REASON, pattern=WITHOUT_NUL), one_line]
Seed = Annotated[str, Field(max_length=LONGEST_SEED, pattern=WITHOUT_NUL), one_line]
Matches = Annotated[int, Field(ge=0, le=MOST_MATCHES)]


class CountryPlaces(Model):
    """How many exporters a country or region should have at least, and can have at most."""

    code: CountryCode
    floor: int = Field(default=0, ge=0, le=MOST_PLACES)
    capacity: int = Field(ge=1, le=MOST_PLACES)

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        checked(lambda: self.kept)
        return self

    @property
    def kept(self) -> CountryRule:
        """As kept."""
        return CountryRule(self.code, self.floor, self.capacity)


class MatchLimits(Model):
    """Matches of a class altogether: at least, and at most; null is as many as can be."""

    least: Matches = 0
    most: Matches | None = None

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        checked(lambda: self.kept)
        return self

    @property
    def kept(self) -> Limits:
        """As kept."""
        return Limits(self.least, self.most)

    @classmethod
    def of(cls, limits: Limits | None) -> "MatchLimits | None":
        """As they are kept."""
        return cls(least=limits.least, most=limits.most) if limits else None


class ClassLimits(Model):
    """Limits of the classes of countries and regions."""

    developed: MatchLimits | None = None
    developing: MatchLimits | None = None


class SizeLimits(Model):
    """Limits of the sizes of companies."""

    micro: MatchLimits | None = None
    small: MatchLimits | None = None
    medium: MatchLimits | None = None
    large: MatchLimits | None = None


class ProgrammeBody(Model):
    """A programme with its rules. What was forced stays as it is; proposals keep the rules they were computed under."""

    name: Title
    kind: ProgrammeKind = ProgrammeKind.YEAR
    exhibition: Slug | None = Field(default=None, description=N_("Exhibition, by its name in addresses.").id)
    year: int | None = Field(default=None, ge=YEARS[0], le=YEARS[-1])
    first_day: Day | None = Field(
        default=None, description=N_("Null like the last day: the days of the exhibition, or the whole year.").id
    )
    last_day: Day | None = None
    countries: tuple[CountryPlaces, ...] = Field(max_length=MOST_COUNTRIES)
    most_each: int = Field(
        default=1, ge=1, le=MOST_EACH, description=N_("Countries or regions that one exporter goes to at most.").id
    )
    developing_each: int = Field(
        default=0, ge=0, le=MOST_EACH, description=N_("How many of them should be developing ones.").id
    )
    by_class: ClassLimits = ClassLimits()
    by_size: SizeLimits = SizeLimits()
    sectors: tuple[OneSector, ...] = Field(
        default=(), max_length=len(SECTORS), description=N_("Sectors whose offers count; none named: all.").id
    )
    price_step: int = Field(
        default=1, ge=1, le=MOST_EACH, description=N_("Prices of bounds are told for so much more room.").id
    )
    seed: Seed = Field(default="", description=N_("What lots are drawn by; empty: one that nobody can foresee.").id)

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        checked(lambda: self.rules)
        return self

    @property
    def rules(self) -> Rules:
        """The rules as kept."""
        return Rules(
            countries=tuple(each.kept for each in self.countries),
            most_each=self.most_each,
            developing_each=self.developing_each,
            by_class={each: found.kept for each in CountryClass if (found := getattr(self.by_class, each.value))},
            by_size={each: found.kept for each in CompanySize if (found := getattr(self.by_size, each.value))},
            sectors=each_once(self.sectors),
            price_step=self.price_step,
        )

    @classmethod
    def of(cls, programme: Programme, exhibition: str | None) -> Self:
        """The programme as it is kept: what a merge patch is laid on."""
        return cls(
            name=Text.of(programme.name),
            kind=programme.kind,
            exhibition=exhibition,
            year=programme.year,
            first_day=programme.first_day,
            last_day=programme.last_day,
            seed=programme.seed,
            **rules_fields(programme.rules),
        )


class NewProgramme(ProgrammeBody):
    """A programme to be made."""

    slug: Slug | None = Field(
        default=None, description=N_("Name in addresses, with a number if it is taken; null: made from the name.").id
    )


class PairName(Model):
    """An exporter by its name in addresses, and a country or region."""

    company: Slug
    country: CountryCode


class ForcedPairBody(PairName):
    """A pair that has to be, or must not be, with the reason."""

    force: Force
    reason: Reason


class TakenBack(PairName):
    """An accepted pair that shall hold no longer, with the reason."""

    reason: Reason


class Acceptance(Model):
    """What of a proposal is accepted."""

    pairs: tuple[PairName, ...] | None = Field(max_length=10_000, description=N_("The pairs; null: all of them.").id)


def rules_fields(rules: Rules) -> Mapping[str, Any]:
    """Rules as fields of a body."""
    return {
        "countries": tuple(
            CountryPlaces(code=one.code, floor=one.floor, capacity=one.capacity) for one in rules.countries
        ),
        "by_class": ClassLimits(**{each.value: MatchLimits.of(rules.by_class.get(each)) for each in CountryClass}),
        "by_size": SizeLimits(**{each.value: MatchLimits.of(rules.by_size.get(each)) for each in CompanySize}),
        **{name: getattr(rules, name) for name in ("most_each", "developing_each", "sectors", "price_step")},
    }


EXAMPLE: Final = {
    "name": {"source": "en", "wordings": {"en": "Partner countries 2028"}},
    "kind": "year",
    "year": 2028,
    "countries": [{"code": "KE", "floor": 1, "capacity": 5}, {"code": "DE", "capacity": 3}],
    "most_each": 2,
    "developing_each": 1,
    "by_class": {"developed": {"most": 4}},
}
