"""What a computation answers to a programme: pairs, who is left out and why, what bounds cost; two answers compared."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from events_app.domain.companies import CompanySize
from events_app.domain.matching import Exclusion
from events_app.domain.messages import N_, P_, Message
from events_app.domain.programmes import CountryClass

SAME_SCORE: Final = 0.0005
"""Scores nearer than this are the same on the page."""


class PairKey(NamedTuple):
    """An exporter and a country or region."""

    company_id: UUID
    code: str


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """An exporter, where it is to go, and the offer that leads there with its score (None: forced without any)."""

    company_id: UUID
    code: str
    offer_id: UUID | None
    score: float | None
    size: CompanySize | None = None
    is_forced: bool = False

    @property
    def key(self) -> PairKey:
        """The exporter and the country or region."""
        return PairKey(self.company_id, self.code)


class Why(StrEnum):
    """Why an exporter goes nowhere."""

    EXCLUDED = "excluded"
    FULL = "full"
    BALANCE = "balance"


WHY_WORDS: Final[Mapping[Why, Message]] = MappingProxyType(
    {
        Why.EXCLUDED: N_("Nothing that it offers may be matched with any country or region of the programme."),
        Why.FULL: N_("Every country or region that it could go to is full."),
        Why.BALANCE: N_("There are places left, but the limits of a class of countries or of companies are reached."),
    }
)


@dataclass(frozen=True, slots=True)
class Unserved:
    """An exporter that goes nowhere; `choices` is how many countries it could go to, `exclusions` why it cannot."""

    company_id: UUID
    why: Why
    choices: int = 0
    size: CompanySize | None = None
    exclusions: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A country or region whose floor is not reached."""

    code: str
    floor: int
    reached: int


class PriceKind(StrEnum):
    """Which bound is moved to see what it costs."""

    CAPACITY = "capacity"
    MOST_EACH = "most_each"
    FLOORS = "floors"
    CLASS_MOST = "class_most"
    CLASS_LEAST = "class_least"
    SIZE_MOST = "size_most"
    SIZE_LEAST = "size_least"
    DEVELOPING = "developing"
    MUST = "must"
    MUST_NOT = "must_not"


PRICE_WORDS: Final[Mapping[PriceKind, Message]] = MappingProxyType(
    {
        PriceKind.CAPACITY: N_("With %(places)s more places in %(country)s"),
        PriceKind.MOST_EACH: N_("With %(places)s more countries or regions for each exporter"),
        PriceKind.FLOORS: N_("Without the floors of countries and regions"),
        PriceKind.CLASS_MOST: N_("With %(places)s more matches allowed in the class: %(class)s"),
        PriceKind.CLASS_LEAST: N_("With %(places)s fewer matches asked of the class: %(class)s"),
        PriceKind.SIZE_MOST: N_("With %(places)s more matches allowed for companies of the size: %(size)s"),
        PriceKind.SIZE_LEAST: N_("With %(places)s fewer matches asked for companies of the size: %(size)s"),
        PriceKind.DEVELOPING: N_("Without the developing partners that each exporter should have"),
        PriceKind.MUST: N_("Without the pair that has to be: %(company)s, %(country)s"),
        PriceKind.MUST_NOT: N_("Without the pair that must not be: %(company)s, %(country)s"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What another bound would change: exporters with a match, matches, and the sum of scores; other bounds unchanged.

    `subject` is the code of a country or region, a class or a size; `company_id` that of a forced pair; `step` how far
    the bound is moved.
    """

    kind: PriceKind
    subject: str = ""
    company_id: UUID | None = None
    step: int = 0
    exporters: int
    matches: int
    score: float

    @property
    def is_nothing(self) -> bool:
        """Whether nothing would change."""
        return not self.exporters and not self.matches and abs(self.score) < SAME_SCORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An assignment that is proved to be the best: no other has a higher value in the first level in which they differ.

    `levels` are the levels of the objective with their values, most important first; `score_bound` is what no
    assignment as good in the levels before can exceed. `developed` are the developed ones of the countries.
    """

    pairs: tuple[ProposedPair, ...]
    unserved: tuple[Unserved, ...]
    shortfalls: tuple[Shortfall, ...]
    prices: tuple[Price, ...]
    levels: tuple[tuple[str, int], ...]
    score: float
    score_bound: float
    developed: tuple[str, ...]
    seconds: float

    @property
    def exporters(self) -> int:
        """Exporters with a match."""
        return len({one.company_id for one in self.pairs})

    def by_country(self) -> dict[str, int]:
        """Matches of each country or region that has any."""
        return dict(Counter(one.code for one in self.pairs))

    def by_class(self) -> dict[CountryClass, int]:
        """Matches of each class of countries."""
        developed = set(self.developed)
        found = Counter(
            CountryClass.DEVELOPED if one.code in developed else CountryClass.DEVELOPING for one in self.pairs
        )
        return {each: found[each] for each in CountryClass}

    def by_size(self) -> dict[CompanySize | None, int]:
        """Matches of each size of companies; None is of those that did not say."""
        found = Counter(one.size for one in self.pairs)
        return {each: found[each] for each in (*CompanySize, None) if each is not None or found[None]}


LEVEL_NAMES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "floors": P_("level of an objective", "Floors of countries and regions"),
        "fairness": P_("level of an objective", "A match for as many exporters as can be, then a second, and so on"),
        "outside": P_("level of an objective", "Developing partners for each exporter"),
        "score": P_("level of an objective", "Sum of the scores"),
    }
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two results: pairs in both, those in only one, and exporters that only one leaves out."""

    both: tuple[tuple[ProposedPair, ProposedPair], ...]
    only_one: tuple[ProposedPair, ...]
    only_other: tuple[ProposedPair, ...]
    unserved_in_one: tuple[UUID, ...]
    unserved_in_other: tuple[UUID, ...]

    @property
    def rescored(self) -> tuple[tuple[ProposedPair, ProposedPair], ...]:
        """Pairs in both whose score differs."""
        return tuple(
            (one, other) for one, other in self.both if abs((one.score or 0.0) - (other.score or 0.0)) >= SAME_SCORE
        )


def compare(one: Result, other: Result) -> Comparison:
    """What two results have in common and what not, in the order of their pairs."""
    of_one, of_other = _by_key(one.pairs), _by_key(other.pairs)
    left_by_one, left_by_other = ([each.company_id for each in result.unserved] for result in (one, other))
    return Comparison(
        both=tuple((pair, of_other[key]) for key, pair in of_one.items() if key in of_other),
        only_one=tuple(pair for key, pair in of_one.items() if key not in of_other),
        only_other=tuple(pair for key, pair in of_other.items() if key not in of_one),
        unserved_in_one=tuple(each for each in left_by_one if each not in set(left_by_other)),
        unserved_in_other=tuple(each for each in left_by_other if each not in set(left_by_one)),
    )


def _by_key(pairs: Iterable[ProposedPair]) -> dict[PairKey, ProposedPair]:
    return {pair.key: pair for pair in pairs}
