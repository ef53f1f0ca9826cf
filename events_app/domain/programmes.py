"""Matching programmes: for an edition, a season or a year, which exporters may go to which partner countries.

A programme holds the rules; what follows from them is computed as a proposal (`domain.proposals`) and holds only
after an officer has accepted it. The rules of a proposal are those of the moment it was asked for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from events_app.domain.companies import CompanySize
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.texts import Text

MOST_EACH: Final = 50
"""Countries that one exporter may be sent to."""
MOST_PLACES: Final = 10_000
LONGEST_SEED: Final = 100
LONGEST_REASON: Final = 1_000
YEARS: Final = range(2000, 2101)


class ProgrammeKind(StrEnum):
    """What a programme is for."""

    EDITION = "edition"
    SEASON = "season"
    YEAR = "year"


PROGRAMME_KIND_NAMES: Final[Mapping[ProgrammeKind, Message]] = MappingProxyType(
    {
        ProgrammeKind.EDITION: P_("kind of a matching programme", "An exhibition"),
        ProgrammeKind.SEASON: P_("kind of a matching programme", "A delegation season"),
        ProgrammeKind.YEAR: P_("kind of a matching programme", "A country year"),
    }
)


class ProgrammeState(StrEnum):
    """Whether proposals can be asked for and accepted."""

    OPEN = "open"
    CLOSED = "closed"


PROGRAMME_STATE_NAMES: Final[Mapping[ProgrammeState, Message]] = MappingProxyType(
    {
        ProgrammeState.OPEN: P_("state of a matching programme", "Open"),
        ProgrammeState.CLOSED: P_("state of a matching programme", "Closed"),
    }
)


class CountryClass(StrEnum):
    """Classes of partner countries or regions that are held in balance."""

    DEVELOPED = "developed"
    DEVELOPING = "developing"


COUNTRY_CLASS_NAMES: Final[Mapping[CountryClass, Message]] = MappingProxyType(
    {
        CountryClass.DEVELOPED: P_("class of countries or regions", "Developed"),
        CountryClass.DEVELOPING: P_("class of countries or regions", "Developing"),
    }
)


class Force(StrEnum):
    """What an officer says of a pair before anything is computed."""

    MUST = "must"
    MUST_NOT = "must_not"


FORCE_NAMES: Final[Mapping[Force, Message]] = MappingProxyType(
    {
        Force.MUST: P_("forced pair", "Has to go there"),
        Force.MUST_NOT: P_("forced pair", "Must not go there"),
    }
)


class ProgrammeNameMissing(InvalidValue):
    """A programme without a name."""

    message = N_("Give the programme a name.")


class SubjectMissing(InvalidValue):
    """A programme of an edition without the edition, or of a season or year without the year."""

    message = N_("Say which exhibition, or which year, the programme is for.")


class ProgrammeDaysOdd(InvalidValue):
    """A last day before the first."""

    message = N_("The last day comes before the first.")


class CountriesMissing(InvalidValue):
    """A programme without any country or region."""

    message = N_("Add at least one country or region with places.")


class CountryTwice(InvalidValue):
    """A country or region named in two rows."""

    message = N_("This country or region stands in two rows.")


class FloorTooHigh(InvalidValue):
    """A floor above the capacity."""

    message = N_("At least so many exporters cannot be more than there are places.")


class PlacesOdd(InvalidValue):
    """A number of places that is none."""

    message = N_("Give a whole number from %(least)s to %(most)s.")


class LimitsOdd(InvalidValue):
    """A minimum above the maximum."""

    message = N_("“At least” is more than “at most”.")


class SeedMissing(InvalidValue):
    """A lottery without a seed."""

    message = N_("Give the lottery a seed: any words that nobody can foresee the effect of.")


class ForceUnexplained(InvalidValue):
    """A forced pair without a reason."""

    message = N_("Say why: the reason is kept and shown with the pair.")


class ForceTooMuch(InvalidValue):
    """More pairs that have to be than an exporter or a country may have."""

    message = N_("With this pair, more would have to be than the rules of the programme allow.")


class NotInProgramme(InvalidValue):
    """A country or region that the programme does not name."""

    message = N_("This country or region is not in the programme.")


class ProgrammeClosed(Refusal):
    """A closed programme."""

    message = N_("This programme is closed: open it again first.")


@dataclass(frozen=True, slots=True)
class CountryRule:
    """How many exporters a country or region should have at least, and can have at most."""

    code: str
    floor: int
    capacity: int

    def __post_init__(self) -> None:
        """Raise PlacesOdd or FloorTooHigh."""
        if not 1 <= self.capacity <= MOST_PLACES or self.floor < 0:
            raise PlacesOdd(least=1, most=MOST_PLACES)
        if self.floor > self.capacity:
            raise FloorTooHigh


@dataclass(frozen=True, slots=True)
class Limits:
    """Matches of a class altogether: at least, at most (None: as many as can be)."""

    least: int = 0
    most: int | None = None

    def __post_init__(self) -> None:
        """Raise PlacesOdd or LimitsOdd."""
        if self.least < 0 or (self.most is not None and self.most < 0):
            raise PlacesOdd(least=0, most=MOST_PLACES)
        if self.most is not None and self.least > self.most:
            raise LimitsOdd

    @property
    def is_none(self) -> bool:
        """Whether nothing is limited."""
        return not self.least and self.most is None


NO_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a proposal keeps to.

    `most_each` is how many countries one exporter is sent to at most; `developing_each` how many of them should be
    developing ones, where that costs nobody a match. `sectors` limits the offers that count; none means
    all. Prices of bounds are told for `price_step` more room.
    """

    countries: tuple[CountryRule, ...]
    most_each: int = 1
    developing_each: int = 0
    by_class: Mapping[CountryClass, Limits] = field(default_factory=dict)
    by_size: Mapping[CompanySize, Limits] = field(default_factory=dict)
    sectors: tuple[str, ...] = ()
    price_step: int = 1

    def __post_init__(self) -> None:
        """Drop limits that limit nothing; raise CountriesMissing, CountryTwice or PlacesOdd."""
        if not self.countries:
            raise CountriesMissing
        if len({one.code for one in self.countries}) < len(self.countries):
            raise CountryTwice
        if not 1 <= self.most_each <= MOST_EACH or not 0 <= self.developing_each <= self.most_each:
            raise PlacesOdd(least=1, most=MOST_EACH)
        if not 1 <= self.price_step <= MOST_EACH:
            raise PlacesOdd(least=1, most=MOST_EACH)
        for name in ("by_class", "by_size"):
            limits = {key: value for key, value in getattr(self, name).items() if not value.is_none}
            object.__setattr__(self, name, MappingProxyType(limits))

    @property
    def places(self) -> int:
        """Places altogether."""
        return sum(one.capacity for one in self.countries)

    def rule_of(self, code: str) -> CountryRule | None:
        """The rule of a country or region, if it is in the programme."""
        return next((one for one in self.countries if one.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForcedPair:
    """A pair that an officer wants in any case or in no case, with the reason."""

    company_id: UUID
    code: str
    force: Force
    reason: str
    by: UUID | None
    at: datetime

    @property
    def key(self) -> tuple[UUID, str]:
        """The company and the country or region."""
        return self.company_id, self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme with its rules. `seed` is what the lottery among equals is drawn by, shown before it is drawn."""

    id: UUID
    slug: str
    name: Text
    kind: ProgrammeKind
    edition_id: UUID | None = None
    year: int | None = None
    first_day: date
    last_day: date
    rules: Rules
    forced: tuple[ForcedPair, ...] = ()
    seed: str
    state: ProgrammeState = ProgrammeState.OPEN
    is_illustrative: bool = False
    created_at: datetime
    modified_at: datetime
    version: int = 1

    def __post_init__(self) -> None:
        """Raise ProgrammeNameMissing, SubjectMissing, ProgrammeDaysOdd or SeedMissing."""
        if not self.name:
            raise ProgrammeNameMissing
        if (self.edition_id if self.kind is ProgrammeKind.EDITION else self.year) is None:
            raise SubjectMissing
        if self.last_day < self.first_day:
            raise ProgrammeDaysOdd
        if not self.seed.strip():
            raise SeedMissing

    def write(self, new: Self, *, now: datetime) -> Self:
        """What the form says, in place of what was there; forced pairs stay.

        Raises ProgrammeClosed; ForceTooMuch or NotInProgramme where the rules leave no room for the forced pairs.
        """
        self.check_open()
        kept = replace(
            new,
            id=self.id,
            slug=self.slug,
            forced=self.forced,
            state=self.state,
            is_illustrative=self.is_illustrative,
            created_at=self.created_at,
            modified_at=now,
            version=self.version,
        )
        check_forced(kept.rules, kept.forced)
        return kept

    def force(self, pair: ForcedPair) -> Self:
        """Force a pair, in place of what was said of it before.

        Raises ProgrammeClosed, ForceUnexplained, NotInProgramme or ForceTooMuch.
        """
        self.check_open()
        if not pair.reason.strip():
            raise ForceUnexplained
        forced = (*(one for one in self.forced if one.key != pair.key), pair)
        check_forced(self.rules, forced)
        return replace(self, forced=forced, modified_at=pair.at)

    def release(self, company_id: UUID, code: str, *, now: datetime) -> Self:
        """Leave a pair to the computation again. Raises ProgrammeClosed."""
        self.check_open()
        forced = tuple(one for one in self.forced if one.key != (company_id, code))
        return self if forced == self.forced else replace(self, forced=forced, modified_at=now)

    def close(self, *, now: datetime) -> Self:
        """Neither change nor propose nor accept any more."""
        return replace(self, state=ProgrammeState.CLOSED, modified_at=now)

    def reopen(self, *, now: datetime) -> Self:
        """Go on."""
        return replace(self, state=ProgrammeState.OPEN, modified_at=now)

    def check_open(self) -> None:
        """Raise ProgrammeClosed."""
        if self.state is ProgrammeState.CLOSED:
            raise ProgrammeClosed


def check_forced(rules: Rules, forced: Iterable[ForcedPair]) -> None:
    """Raise NotInProgramme or ForceTooMuch where forced pairs break the rules by themselves."""
    forced = tuple(forced)
    if any(rules.rule_of(one.code) is None for one in forced):
        raise NotInProgramme
    must = [one for one in forced if one.force is Force.MUST]
    of_company = Counter(one.company_id for one in must)
    of_country = Counter(one.code for one in must)
    if any(count > rules.most_each for count in of_company.values()):
        raise ForceTooMuch
    if any(of_country[one.code] > one.capacity for one in rules.countries):
        raise ForceTooMuch
