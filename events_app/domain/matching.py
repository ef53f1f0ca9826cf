"""Matching offers with partner countries or regions: exclusions first, then the weighted score of its parts.

A score is a weighted mean of the parts that are known; the weight of a part about which nothing is known is shared by
the others, and the page says so. What is excluded has no score, only the reasons. The same input gives the same score
in any order: ties are broken by ids.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from events_app.domain.match_facts import Circumstances, Home, Partner, Supply
from events_app.domain.match_parts import complementarity, market, need_fit
from events_app.domain.match_reasons import Part, PartScore
from events_app.domain.match_ways import access, history, policy, protection
from events_app.domain.messages import N_, Message
from events_app.domain.projects import ExportClass
from events_app.domain.refusals import InvalidValue

HIGHEST_WEIGHT: Final = 100
STANDARD: Final[Mapping[Part, int]] = MappingProxyType(
    {
        Part.NEED: 30,
        Part.MARKET: 15,
        Part.COMPLEMENTARITY: 15,
        Part.POLICY: 10,
        Part.PROTECTION: 10,
        Part.ACCESS: 10,
        Part.HISTORY: 30,
    }
)
LONGEST_NOTE: Final = 500


class WeightsOdd(InvalidValue):
    """A weight out of range."""

    message = N_("A weight is a whole number from 0 to 100.")


class WeightsEmpty(InvalidValue):
    """Weights that are all 0."""

    message = N_("Give at least one part a weight above 0.")


class TargetOdd(InvalidValue):
    """A share that is none."""

    message = N_("The share is a whole number from 0 to 100.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each part counts, and the share of developing partners aimed at, in per cent. Versions are never changed."""

    version: int = 0
    values: Mapping[Part, int] = field(default_factory=lambda: STANDARD)
    developing_percent: int = 50
    note: str = ""
    set_at: datetime | None = None
    set_by: UUID | None = None

    def __post_init__(self) -> None:
        """Raise WeightsOdd, WeightsEmpty or TargetOdd."""
        if set(self.values) != set(Part) or any(not 0 <= value <= HIGHEST_WEIGHT for value in self.values.values()):
            raise WeightsOdd
        if not any(self.values.values()):
            raise WeightsEmpty
        if not 0 <= self.developing_percent <= HIGHEST_WEIGHT:
            raise TargetOdd

    @property
    def developing_target(self) -> float:
        """Share of developing partners aimed at, 0 to 1."""
        return self.developing_percent / 100


class Exclusion(StrEnum):
    """Why a pair is not matched at all."""

    HOME = "home"
    EMBARGO = "embargo"
    PROHIBITED = "prohibited"
    UNLICENSED = "unlicensed"
    EXPIRED = "expired"
    DECLINED_BY_COMPANY = "declined_by_company"
    DECLINED_BY_PARTNER = "declined_by_partner"


EXCLUSION_WORDS: Final[Mapping[Exclusion, Message]] = MappingProxyType(
    {
        Exclusion.HOME: N_("This is our own country."),
        Exclusion.EMBARGO: N_("The country or region is under an embargo."),
        Exclusion.PROHIBITED: N_("The technology is prohibited from export."),
        Exclusion.UNLICENSED: N_("The technology needs an export licence, and the offer names none in force."),
        Exclusion.EXPIRED: N_("The offer is not approved, or its approval has ended."),
        Exclusion.DECLINED_BY_COMPANY: N_("The company has said no to this country or region."),
        Exclusion.DECLINED_BY_PARTNER: N_("The partner has said no to this offer."),
    }
)
LICENSED: Final = frozenset({ExportClass.RESTRICTED, ExportClass.DUAL_USE})
"""Classes that are not exported without a licence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The score of one offer and one partner. `score` is None where the pair is excluded or nothing is known."""

    supply: Supply
    partner: str
    parts: tuple[PartScore, ...]
    exclusions: tuple[Exclusion, ...]
    score: float | None
    weights: Weights

    @property
    def missing(self) -> tuple[Part, ...]:
        """Parts that count for something and about which nothing is known."""
        return tuple(one.part for one in self.parts if one.value is None and self.weights.values[one.part])

    def share(self, part: Part) -> float:
        """Weight of a part after that of the missing ones is shared, 0 to 1; 0 for a missing one."""
        known = {one.part: self.weights.values[one.part] for one in self.parts if one.value is not None}
        whole = sum(known.values())
        return known.get(part, 0) / whole if whole else 0.0

    @property
    def losses(self) -> tuple[tuple[PartScore, float], ...]:
        """What holds the score back: known parts with what each costs, the dearest first."""
        lost = [(one, self.share(one.part) * (1 - one.value)) for one in self.parts if one.value is not None]
        order = {part: place for place, part in enumerate(Part)}
        return tuple(sorted((one for one in lost if one[1] > 0), key=lambda one: (-one[1], order[one[0].part])))


def exclusions_of(supply: Supply, partner: Partner, home: Home, circumstances: Circumstances) -> tuple[Exclusion, ...]:
    """Every reason for which the pair is out of the question."""
    found = {
        Exclusion.HOME: partner.code == home.code,
        Exclusion.EMBARGO: partner.is_embargoed,
        Exclusion.PROHIBITED: supply.export_class is ExportClass.PROHIBITED,
        Exclusion.UNLICENSED: supply.export_class in LICENSED and not supply.is_licensed,
        Exclusion.EXPIRED: not supply.is_shown,
        Exclusion.DECLINED_BY_COMPANY: circumstances.is_declined_by_company,
        Exclusion.DECLINED_BY_PARTNER: circumstances.is_declined_by_partner,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def match(supply: Supply, partner: Partner, home: Home, circumstances: Circumstances, *, weights: Weights) -> Match:
    """Score a pair, part by part; an excluded one has its parts too, so that the page can show them, and no score."""
    parts = (
        need_fit(supply, circumstances),
        market(supply, partner),
        complementarity(supply, partner, home),
        policy(partner, home, developing_target=weights.developing_target),
        protection(supply, partner, home, circumstances.today),
        access(supply, partner, circumstances),
        history(circumstances),
    )
    exclusions = exclusions_of(supply, partner, home, circumstances)
    return Match(
        supply=supply,
        partner=partner.code,
        parts=parts,
        exclusions=exclusions,
        score=None if exclusions else total(parts, weights),
        weights=weights,
    )


def total(parts: Iterable[PartScore], weights: Weights) -> float | None:
    """Weighted mean of the known parts, 0 to 1; None where none of those that count is known."""
    known = [(one.value, weights.values[one.part]) for one in parts if one.value is not None]
    whole = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / whole if whole else None


def best(matches: Iterable[Match]) -> tuple[Match, ...]:
    """The best match of each company and partner, the highest score first; excluded pairs are left out."""
    kept: dict[tuple[UUID, str], Match] = {}
    for one in sorted(matches, key=_rank):
        if one.score is not None:
            kept.setdefault((one.supply.company_id, one.partner), one)
    return tuple(sorted(kept.values(), key=_rank))


def ranked(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Matches by score, the highest first, then by partner and offer; those without one at the end."""
    return tuple(sorted(matches, key=_rank))


def _rank(one: Match) -> tuple[float, str, str]:
    return (-one.score if one.score is not None else 1.0, one.partner, str(one.supply.offer_id))


def is_licensed(licence_number: str, licence_until: date | None, *, today: date) -> bool:
    """Whether a licence is named that has not ended."""
    return bool(licence_number) and (licence_until is None or licence_until >= today)
