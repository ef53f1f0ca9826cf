"""Sums of what was reported: rolled up to editions, series, countries or regions, with how many reported of how many.

Amounts are summed per currency and never across currencies.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

Key = str


@dataclass(frozen=True, slots=True)
class Sum:
    """What was reported together: `reported` of `asked`; `marks` is the sum of the marks of `rated` reports."""

    asked: int = 0
    reported: int = 0
    visitors: int = 0
    leads: int = 0
    memoranda: int = 0
    marks: int = 0
    rated: int = 0
    ip_incidents: int = 0
    amounts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Minor units intended and signed, by currency."""

    def __add__(self, other: Self) -> Self:
        """Both together."""
        amounts = dict(self.amounts)
        for currency, (intended, signed) in other.amounts.items():
            before = amounts.get(currency, (0, 0))
            amounts[currency] = (before[0] + intended, before[1] + signed)
        counts = {name: getattr(self, name) + getattr(other, name) for name in COUNTS}
        return type(self)(**counts, amounts=dict(sorted(amounts.items())))

    @property
    def satisfaction(self) -> float | None:
        """Mean of the marks given, from 1 to 5."""
        return self.marks / self.rated if self.rated else None


COUNTS: Final = ("asked", "reported", "visitors", "leads", "memoranda", "marks", "rated", "ip_incidents")
NOTHING: Final = Sum()


def rolled(found: Iterable[tuple[Key, Sum]]) -> dict[Key, Sum]:
    """Sums by key, in the order in which keys come first."""
    sums: dict[Key, Sum] = {}
    for key, each in found:
        sums[key] = sums.get(key, NOTHING) + each
    return sums


def together(found: Iterable[Sum]) -> Sum:
    """All of them."""
    return sum(found, NOTHING)
