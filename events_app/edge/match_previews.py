"""What other weights would change: in whose first place, and how often each country or region comes first."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from events_app.domain.matching import Weights
from events_app.edge.matching import Matched
from events_app.solvers.match_arrays import part_arrays

FIRST = 5
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Moved:
    """A company whose best partner would be another one; scores from 0 to 1."""

    company_id: UUID
    before: str
    before_score: float
    after: str
    after_score: float


@dataclass(frozen=True, slots=True)
class Preview:
    """What changes: companies in all, those whose best partner changes, and appearances among the first five."""

    companies: int
    moved: tuple[Moved, ...]
    moved_count: int
    appearances: tuple[tuple[str, int, int], ...]


def preview(found: Matched, weights: Weights) -> Preview:
    """Compare the ranking in force with that of other weights."""
    parts = found.parts
    if weights.developing_percent != found.weights.developing_percent:
        parts = part_arrays(found.ground, developing_target=weights.developing_target)
    other = Matched(found.ground, weights, parts)
    moved: list[Moved] = []
    before_counts: Counter[str] = Counter()
    after_counts: Counter[str] = Counter()
    for company in found.rows_of:
        before, after = _firsts(found, company), _firsts(other, company)
        before_counts.update(code for code, _ in before)
        after_counts.update(code for code, _ in after)
        if before and after and before[0][0] != after[0][0]:
            moved.append(Moved(company, *before[0], *after[0]))
    changed = [(code, before_counts[code], after_counts[code]) for code in {*before_counts, *after_counts}]
    changed = [one for one in changed if one[1] != one[2]]
    return Preview(
        companies=len(found.rows_of),
        moved=tuple(sorted(moved, key=lambda one: (-one.after_score, str(one.company_id)))[:MOST_SHOWN]),
        moved_count=len(moved),
        appearances=tuple(sorted(changed, key=lambda one: (-abs(one[2] - one[1]), one[0]))[:MOST_SHOWN]),
    )


def _firsts(found: Matched, company: UUID) -> list[tuple[str, float]]:
    """The best partners of a company with their scores, by code where scores are equal."""
    scores, _ = found.best_offers(company)
    codes = [partner.code for partner in found.ground.partners]
    known = [place for place in range(scores.size) if not np.isnan(scores[place])]
    ranked = sorted(known, key=lambda place: (-scores[place], codes[place]))
    return [(codes[place], float(scores[place])) for place in ranked[:FIRST]]
