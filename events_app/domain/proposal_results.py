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


class BoundKind(StrEnum):
    """What an assignment keeps to."""

    MUST = "must"
    EXCLUDED = "excluded"
    MOST_EACH = "most_each"
    CAPACITY = "capacity"
    FLOOR = "floor"
    CLASS_LEAST = "class_least"
    CLASS_MOST = "class_most"
    SIZE_LEAST = "size_least"
    SIZE_MOST = "size_most"


BOUND_WORDS: Final[Mapping[BoundKind, Message]] = MappingProxyType(
    {
        BoundKind.MUST: P_("bound of a programme", "Has to be: %(company)s, %(country)s"),
        BoundKind.EXCLUDED: P_("bound of a programme", "Exclusions: %(company)s"),
        BoundKind.MOST_EACH: P_("bound of a programme", "Countries or regions for one exporter: %(company)s"),
        BoundKind.CAPACITY: P_("bound of a programme", "Places in %(country)s"),
        BoundKind.FLOOR: P_("bound of a programme", "Floor of %(country)s"),
        BoundKind.CLASS_LEAST: P_("bound of a programme", "At least so many matches of the class: %(name)s"),
        BoundKind.CLASS_MOST: P_("bound of a programme", "At most so many matches of the class: %(name)s"),
        BoundKind.SIZE_LEAST: P_("bound of a programme", "At least so many matches of companies: %(name)s"),
        BoundKind.SIZE_MOST: P_("bound of a programme", "At most so many matches of companies: %(name)s"),
    }
)


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound: `subject` is the code of a country or region, a class or a size; without it, all of the kind."""

    kind: BoundKind
    subject: str = ""
    company_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What an assignment would gain with `step` more room at one bound, all others unchanged; solved again, so exact.

    `exporters` with a match, `matches`, units of `floors` reached, sum of scores; what is less important in the
    objective may be lost for what is more.
    """

    bound: Bound
    step: int
    exporters: int
    matches: int
    floors: int
    score: float


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
