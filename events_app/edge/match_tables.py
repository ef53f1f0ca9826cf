"""Matches as tables: companies by partners for the heat map, and rankings for one company, offer or partner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from events_app.domain.companies import CompanySize
from events_app.domain.match_facts import Partner, Supply
from events_app.edge.matching import Matched, Scores

MOST_COLUMNS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixWanted:
    """Which companies and which partners; empty means any. `codes` None asks for all partners."""

    sector: str = ""
    size: CompanySize | None = None
    codes: frozenset[str] | None = None
    is_developed: bool | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Companies x partners: the best score of each pair, NaN for none, and the row of the offer that has it."""

    companies: tuple[UUID, ...]
    partners: tuple[Partner, ...]
    scores: Scores
    offers: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"

    def cell(self, row: int, column: int) -> float | None:
        """A score, or None."""
        value = float(self.scores[row, column])
        return None if np.isnan(value) else value


def matrix(found: Matched, wanted: MatrixWanted) -> Matrix:
    """Companies, the best matched first, by partners, the most matched first."""
    columns = [place for place, partner in enumerate(found.ground.partners) if _is_wanted(partner, wanted)]
    companies = [
        company
        for company, rows in found.rows_of.items()
        if any(_is_offered(found.ground.supplies[row], wanted) for row in rows)
    ]
    shape = (len(companies), len(columns))
    scores, offers = np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    for row, company in enumerate(companies):
        best, places = found.best_offers(company)
        scores[row], offers[row] = best[columns], places[columns]
    filled = np.nan_to_num(scores, nan=0.0)
    codes = [found.ground.partners[place].code for place in columns]
    across = sorted(range(len(columns)), key=lambda place: (-filled[:, place].sum(), codes[place]))
    down = sorted(range(len(companies)), key=lambda row: (-filled[row].max(initial=0.0), str(companies[row])))
    return Matrix(
        tuple(companies[row] for row in down),
        tuple(found.ground.partners[columns[place]] for place in across),
        scores[np.ix_(down, across)],
        offers[np.ix_(down, across)],
    )


def best_cells(whole: Matrix, first: int, most: int) -> tuple[tuple[int, int], ...]:
    """Rows and columns of scores, the highest first, from the place `first` on (0 is the best); as many as asked for.

    Equal ones keep the order of the table; what has no score is left out.
    """
    flat = whole.scores.ravel()
    order = np.argsort(-flat, kind="stable")[: np.count_nonzero(~np.isnan(flat))]
    width = max(1, len(whole.partners))
    return tuple((int(place) // width, int(place) % width) for place in order[first : first + most])


def _is_wanted(partner: Partner, wanted: MatrixWanted) -> bool:
    return (wanted.codes is None or partner.code in wanted.codes) and wanted.is_developed in {
        None,
        partner.is_developed,
    }


def _is_offered(supply: Supply, wanted: MatrixWanted) -> bool:
    return (not wanted.sector or wanted.sector in supply.sectors) and wanted.size in {None, supply.size}


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place of a ranking."""

    place: int
    supply: Supply
    partner: Partner
    score: float


def partners_of(found: Matched, supply: Supply, codes: frozenset[str] | None = None) -> tuple[Ranked, ...]:
    """Partners of an offer, the best first, by code where scores are equal."""
    row = found.scores[found.rows[supply.offer_id]]
    return _ranked(found, ((supply, place, row[place]) for place in range(row.size)), codes)


def best_partners(found: Matched, company_id: UUID, codes: frozenset[str] | None = None) -> tuple[Ranked, ...]:
    """Partners of a company with its best offer for each, the best first."""
    scores, rows = found.best_offers(company_id)
    pairs = ((found.ground.supplies[rows[place]], place, scores[place]) for place in range(scores.size))
    return _ranked(found, pairs if found.rows_of.get(company_id) else (), codes)


def offers_for(found: Matched, code: str, offer_ids: frozenset[UUID] | None = None) -> tuple[Ranked, ...]:
    """Offers for a partner, the best first; `offer_ids` limits them to those that the reader may see."""
    column = found.columns[code]
    pairs = (
        (supply, column, found.scores[row, column])
        for row, supply in enumerate(found.ground.supplies)
        if offer_ids is None or supply.offer_id in offer_ids
    )
    return _ranked(found, pairs, None)


def _ranked(
    found: Matched, pairs: Iterable[tuple[Supply, int, float]], codes: frozenset[str] | None
) -> tuple[Ranked, ...]:
    partners: Sequence[Partner] = found.ground.partners
    known = [
        (-float(score), partners[place].code, str(supply.offer_id), supply, place)
        for supply, place, score in pairs
        if not np.isnan(score) and (codes is None or partners[place].code in codes)
    ]
    return tuple(
        Ranked(place, supply, partners[column], -lost)
        for place, (lost, _, _, supply, column) in enumerate(sorted(known, key=lambda one: one[:3]), start=1)
    )
