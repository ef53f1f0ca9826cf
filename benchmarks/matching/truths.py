"""What the ranking is held to: things that happened, none of which went into the score.

**Exports**: to whom a country sells, the customers that the Factbook lists under its exports, by their share. The score
never reads exports; but `ties` reads the same flows from the buyer's side, so it is switched off.

**Imports**: who buys from a country, each country or region that lists it among its main suppliers, by the share of its
imports. That is the very figure of `ties`, which is switched off. A share and not dollars, as dollars would be that
share times the imports that the score knows.

**Research**: with whom a country published most in 2022 (`most`), with whom more than sizes let expect (`index`), and
with whom the index grew most since 2003 (`growth`). The score has the index of 2003, patents of 2011 to 2015, and the
agreements and clocks of 2003. The rest of the Factbook is of today, for the baselines too: this ranks, it forecasts
nothing.

**Fairs**: where the world's fairs of a sector are held, by their number. The list was made for an authority in China
and is no sample. A ranking is of one sector here; a home country counts with the mean over sectors. `edition` of access
knows no exhibition, so that they are not in the score.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from benchmarks.matching import tables
from benchmarks.matching.grounds import Scores, Setting, scores_of
from benchmarks.matching.rankings import Floats, first, ndcg, recall
from events_app.domain.offers import CooperationForm
from events_app.domain.sectors import SECTORS
from events_app.reference.factbook import codes

TODAY: Final = date(2026, 11, 23)
THEN, LATER = 2003, 2022
FEWEST: Final = 5
"""Home countries that fewer name among their suppliers are not measured by it."""
SMALLEST_INDEX: Final = 0.01
"""The tables round to hundredths; an index of 0 would have grown without end."""
TRADE: Final = Setting(day=TODAY, has_ties=False)
FAIRS: Final = Setting(day=TODAY)
RESEARCH: Final = Setting(
    day=date(THEN, 12, 31),
    patent_years="2011_2015",
    form=CooperationForm.JOINT_RESEARCH,
    collaboration_year=THEN,
)
COUNT_THEN, INDEX_THEN = "publications of 2003", "index of 2003"


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a ranking was: NDCG@10 and recall@10, 0 to 1."""

    ndcg: float
    recall: float


Judged = Mapping[str, Quality]
"""Method -> how good it was."""
Found = Mapping[str, Mapping[str, Judged]]
"""Truth -> home country -> method."""


def measure(homes: Collection[str] | None = None) -> Found:
    """Hold every truth against every method, for each home country with data, or those of `homes` that have some."""
    found: dict[str, dict[str, Judged]] = {}
    for measured in (_trade, _research, _fairs):
        for truth, home, judged in measured(homes):
            found.setdefault(truth, {})[home] = judged
    return found


def _chosen(known: Iterable[str], homes: Collection[str] | None) -> list[str]:
    return sorted(home for home in known if homes is None or home in homes)


def _trade(homes: Collection[str] | None) -> Iterator[tuple[str, str, Judged]]:
    customers, suppliers, candidates = tables.customers(), tables.suppliers(), codes()
    named = {home: shares for home, shares in suppliers.items() if len(shares) >= FEWEST}
    for home in _chosen({*customers, *named}, homes):
        scores = scores_of(home, TRADE, candidates)
        countrywide = {method: _countrywide(values) for method, values in scores.by_method.items()}
        for truth, shares in (("exports", customers.get(home, {})), ("imports", named.get(home, {}))):
            gains = _gains(shares, scores)
            if gains.any():
                yield truth, home, _judged(gains, countrywide)


def _research(homes: Collection[str] | None) -> Iterator[tuple[str, str, Judged]]:
    counts, counts_then = tables.pairs(tables.COAUTHORED, LATER), tables.pairs(tables.COAUTHORED, THEN)
    index, index_then = tables.pairs(tables.INDEX, LATER), tables.pairs(tables.INDEX, THEN)
    for home in _chosen(counts, homes):
        scores = scores_of(home, RESEARCH, sorted(counts))
        methods = {method: _countrywide(values) for method, values in scores.by_method.items()}
        methods[COUNT_THEN] = _gains(counts_then[home], scores)
        methods[INDEX_THEN] = _gains(index_then[home], scores)
        later, before = _gains(index[home], scores), np.maximum(methods[INDEX_THEN], SMALLEST_INDEX)
        yield "research, most", home, _judged(_gains(counts[home], scores), methods)
        yield "research, index", home, _judged(later, methods)
        yield "research, growth", home, _judged(np.maximum(later / before - 1, 0), methods)


def _fairs(homes: Collection[str] | None) -> Iterator[tuple[str, str, Judged]]:
    fairs = tables.fairs()
    for home in _chosen(tables.pairs(tables.INDEX, LATER), homes):
        scores = scores_of(home, FAIRS, codes())
        by_sector = []
        for row, sector in enumerate(SECTORS):
            gains = _gains(fairs.get(sector, {}), scores)
            if gains.any():
                by_sector.append(_judged(gains, {name: values[row] for name, values in scores.by_method.items()}))
        yield "fairs", home, {name: _mean([one[name] for one in by_sector]) for name in scores.by_method}


def _gains(figures: Mapping[str, float], scores: Scores) -> Floats:
    return np.array([figures.get(code, 0.0) for code in scores.codes])


def _countrywide(values: Floats) -> Floats:
    """Mean over the offers of all sectors; NaN where nothing is known of any."""
    is_known = ~np.isnan(values)
    count = is_known.sum(axis=0)
    found: Floats = np.where(count > 0, np.where(is_known, values, 0).sum(axis=0) / np.maximum(count, 1), np.nan)
    return found


def _judged(gains: Floats, methods: Mapping[str, Floats]) -> Judged:
    wanted = first(gains)
    return {name: Quality(ndcg(gains, scores), recall(wanted, scores)) for name, scores in methods.items()}


def _mean(found: Collection[Quality]) -> Quality:
    return Quality(float(np.mean([one.ndcg for one in found])), float(np.mean([one.recall for one in found])))
