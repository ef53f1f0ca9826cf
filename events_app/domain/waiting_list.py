"""The waiting list: what is taken, what still fits, and who is offered a free place next, by the published policy.

Everything here is computed from values; that two requests do not count the same place is the business of
`actions.places`, which asks under a lock. docs/applications.md explains the four policies to applicants.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self
from uuid import UUID

from events_app.domain.admissions import Admission, Dimension, Policy
from events_app.domain.applications import Space
from events_app.domain.messages import N_, Message


class BlockKind(StrEnum):
    """Why a place was not offered to somebody."""

    STANDS = "stands"
    AREA = "area"
    SECTOR = "sector"
    COUNTRY = "country"
    COMPANY = "company"
    BETTER_FIT = "better_fit"
    EMPTIER_QUOTA = "emptier_quota"


BLOCK_WORDS: dict[BlockKind, Message] = {
    BlockKind.STANDS: N_("Passed over: fewer stands were free than the application asks for."),
    BlockKind.AREA: N_("Passed over: less area was free than the application asks for."),
    BlockKind.SECTOR: N_("Passed over: the quota of the sector is full."),
    BlockKind.COUNTRY: N_("Passed over: the quota of the country or region is full."),
    BlockKind.COMPANY: N_("Passed over: the company has as much as one company may have."),
    BlockKind.BETTER_FIT: N_("Passed over: another application filled the free place better."),
    BlockKind.EMPTIER_QUOTA: N_("Passed over: a sector whose quota was emptier came first."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one application takes, or would take, and what it counts against."""

    application_id: UUID
    company_id: UUID
    space: Space
    sector: str = ""
    country: str = ""
    queued_at: datetime | None = None
    number: int = 0

    def key(self, dimension: Dimension) -> str:
        """What it counts under."""
        return {
            Dimension.SECTOR: self.sector,
            Dimension.COUNTRY: self.country,
            Dimension.COMPANY: str(self.company_id),
        }[dimension]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is taken: altogether, and under each (dimension, key)."""

    total: Space = field(default_factory=Space)
    taken: Mapping[tuple[Dimension, str], Space] = field(default_factory=dict)

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> Self:
        """Count claims that hold a place."""
        ledger = cls()
        for claim in claims:
            ledger = ledger.with_(claim)
        return ledger

    def with_(self, claim: Claim) -> Self:
        """One more."""
        taken = dict(self.taken)
        for dimension in Dimension:
            key = (dimension, claim.key(dimension))
            taken[key] = taken.get(key, Space()) + claim.space
        return type(self)(self.total + claim.space, taken)

    def under(self, dimension: Dimension, key: str) -> Space:
        """What is taken under one key."""
        return self.taken.get((dimension, key), Space())


def find_block(admission: Admission, ledger: Ledger, claim: Claim) -> BlockKind | None:
    """Why a claim does not fit, or None where it does."""
    after = ledger.total + claim.space
    if _exceeds(after.stands, admission.stands):
        return BlockKind.STANDS
    if _exceeds(after.area, admission.area):
        return BlockKind.AREA
    of_company = ledger.under(Dimension.COMPANY, str(claim.company_id)) + claim.space
    if _exceeds(of_company.stands, admission.stands_per_company):
        return BlockKind.COMPANY
    for quota in admission.quotas:
        if quota.key == claim.key(quota.dimension):
            under = ledger.under(quota.dimension, quota.key) + claim.space
            if _exceeds(under.stands, quota.stands) or _exceeds(under.area, quota.area):
                return BlockKind(quota.dimension.value)
    return None


def free_space(admission: Admission, ledger: Ledger) -> tuple[int | None, int | None]:
    """Stands and net area (m²) that are free; None where there is no limit."""
    return (
        None if admission.stands is None else admission.stands - ledger.total.stands,
        None if admission.area is None else admission.area - ledger.total.area,
    )


def draw_number(seed: str, application_id: UUID) -> str:
    """Place of an application in a lottery: SHA-256 over the seed, a colon and the id; the smallest comes first."""
    return hashlib.sha256(f"{seed}:{application_id}".encode()).hexdigest()


def ranked(admission: Admission, ledger: Ledger, waiting: Iterable[Claim]) -> tuple[Claim, ...]:
    """The waiting list in the order of the policy, as things stand: positions shown to applicants come from here."""
    keys: Mapping[Policy, Callable[[Claim], tuple[Any, ...]]] = {
        Policy.STRICT_ORDER: _queue_key,
        Policy.BEST_FIT: lambda claim: (-claim.space.area, -claim.space.stands, *_queue_key(claim)),
        Policy.LOTTERY: lambda claim: (draw_number(admission.seed, claim.application_id),),
        Policy.QUOTA_BALANCE: lambda claim: (*_fill(admission, ledger, claim), *_queue_key(claim)),
    }
    return tuple(sorted(waiting, key=keys[admission.policy]))


def position_of(application_id: UUID, order: Iterable[Claim]) -> int:
    """Place of a case in a waiting list, from 1; 0 where it is not on it."""
    places = (place for place, claim in enumerate(order, start=1) if claim.application_id == application_id)
    return next(places, 0)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Somebody who was not offered a place when one was given to another, and why."""

    application_id: UUID
    why: BlockKind


@dataclass(frozen=True, slots=True)
class Round:
    """What came of looking through the waiting list: who is offered a place, in this order, and who was passed over."""

    offered: tuple[Claim, ...]
    passed_over: tuple[PassedOver, ...]


def promote(admission: Admission, ledger: Ledger, waiting: Sequence[Claim]) -> Round:
    """Give free places to the waiting list by its policy, until nobody fits any more."""
    left = list(waiting)
    offered: list[Claim] = []
    passed: dict[UUID, BlockKind] = {}
    while left:
        order = ranked(admission, ledger, left)
        chosen = _next(admission, ledger, order)
        if chosen is None:
            break
        for claim in _before(admission, chosen, order):
            passed[claim.application_id] = find_block(admission, ledger, claim) or _PREFERRED[admission.policy]
        ledger = ledger.with_(chosen)
        left.remove(chosen)
        offered.append(chosen)
    gone = {claim.application_id for claim in offered}
    return Round(tuple(offered), tuple(PassedOver(each, why) for each, why in passed.items() if each not in gone))


_PREFERRED: Mapping[Policy, BlockKind] = {
    Policy.BEST_FIT: BlockKind.BETTER_FIT,
    Policy.QUOTA_BALANCE: BlockKind.EMPTIER_QUOTA,
}
"""Why somebody who fits is passed over; in strict order and in a lottery, nobody who fits ever is."""


def _next(admission: Admission, ledger: Ledger, order: Sequence[Claim]) -> Claim | None:
    if admission.policy is Policy.STRICT_ORDER:
        return order[0] if find_block(admission, ledger, order[0]) is None else None
    return next((claim for claim in order if find_block(admission, ledger, claim) is None), None)


def _before(admission: Admission, chosen: Claim, order: Sequence[Claim]) -> Sequence[Claim]:
    """Whom the one chosen is preferred to: in a lottery who was drawn earlier, else who has waited longer."""
    if admission.policy is Policy.LOTTERY:
        return order[: order.index(chosen)]
    return [claim for claim in order if _queue_key(claim) < _queue_key(chosen)]


def _queue_key(claim: Claim) -> tuple[float, int, str]:
    queued = claim.queued_at.timestamp() if claim.queued_at else float("inf")
    return queued, claim.number, claim.application_id.hex


def _fill(admission: Admission, ledger: Ledger, claim: Claim) -> tuple[bool, Fraction]:
    """How full the quota of the claim's sector is; sectors without one come last."""
    for quota in admission.quotas:
        if quota.dimension is Dimension.SECTOR and quota.key == claim.sector:
            under = ledger.under(Dimension.SECTOR, quota.key)
            shares = [
                Fraction(used, limit)
                for used, limit in ((under.stands, quota.stands), (under.area, quota.area))
                if limit
            ]
            return False, max(shares, default=Fraction(1))
    return True, Fraction(0)


def _exceeds(value: int, limit: int | None) -> bool:
    return limit is not None and value > limit
