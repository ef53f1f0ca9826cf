"""Reasons of a score: a sentence with what stands in it, and the figure that it rests on.

The edge words a reason: a `Named` becomes the name of a country or region, sector, field … in the reader's language, a
number is written as the reader writes numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from events_app.domain.match_facts import Fact
from events_app.domain.messages import P_, Message


class Part(StrEnum):
    """Parts of a score, in the order in which they are shown."""

    NEED = "need"
    MARKET = "market"
    COMPLEMENTARITY = "complementarity"
    POLICY = "policy"
    PROTECTION = "protection"
    ACCESS = "access"
    HISTORY = "history"


PART_NAMES: dict[Part, Message] = {
    Part.NEED: P_("part of a match score", "Stated needs"),
    Part.MARKET: P_("part of a match score", "Market"),
    Part.COMPLEMENTARITY: P_("part of a match score", "Technological complementarity"),
    Part.POLICY: P_("part of a match score", "Policy"),
    Part.PROTECTION: P_("part of a match score", "Protection of rights"),
    Part.ACCESS: P_("part of a match score", "Access"),
    Part.HISTORY: P_("part of a match score", "Own experience"),
}


class Kind(StrEnum):
    """What a `Named` names."""

    COUNTRY = "country"
    SECTOR = "sector"
    FIELD = "field"
    FORM = "form"
    GROUP = "group"
    LANGUAGE = "language"
    NEED = "need"
    EDITION = "edition"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Named:
    """Something that has a name in each language, by its code."""

    kind: Kind
    code: str


@dataclass(frozen=True, slots=True)
class Share:
    """A ratio, worded as per cent: 0.25 is 25 %."""

    ratio: float


@dataclass(frozen=True, slots=True)
class Dollars:
    """An amount in US dollars, worded short: 22 billion."""

    amount: float


@dataclass(frozen=True, slots=True)
class Distance:
    """A length in kilometres."""

    km: float


Value = Named | tuple[Named, ...] | Share | Dollars | Distance | date | float | int


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence about a part. `fact` is the figure that it rests on, with its year and source."""

    words: Message
    params: Mapping[str, Value] = field(default_factory=dict)
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class PartScore:
    """A part with its value from 0 to 1, or None where nothing is known, and the reasons."""

    part: Part
    value: float | None
    reasons: tuple[Reason, ...]


def mean(known: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """Weighted mean of what is known; the weight of what is not is shared by the rest. None where nothing is known."""
    there = {name: value for name, value in known.items() if value is not None}
    whole = sum(weights[name] for name in there)
    return sum(weights[name] * value for name, value in there.items()) / whole if whole else None


def clipped(value: float) -> float:
    """The nearest value from 0 to 1."""
    return min(1.0, max(0.0, value))
