"""The parts of `domain.match_parts` and `domain.match_ways` for all pairs at once, as arrays.

The functions of the domain explain one pair; these rank many, by the same formulas and constants. A test holds both
together over whatever hypothesis finds. Shapes: O offers, C partners, N needs, F fields, S sectors. NaN is no data.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from events_app.domain import match_parts as parts
from events_app.domain import match_ways as ways
from events_app.domain.companies import CompanySize
from events_app.domain.match_facts import Demand, Partner
from events_app.domain.match_grounds import NOTHING_SEEN, Ground
from events_app.domain.match_reasons import Part
from events_app.domain.matching import LICENSED, Weights
from events_app.domain.offers import CooperationForm
from events_app.domain.projects import ExportClass
from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS
from events_app.solvers.match_protection import protection

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
T = TypeVar("T")
FIELD_LIST: Final = tuple(FIELDS)
SECTOR_LIST: Final = tuple(SECTORS)
FORM_LIST: Final = tuple(CooperationForm)
NO_DATA: Final = np.nan


@dataclass(frozen=True, slots=True)
class PartArrays:
    """Values of every part, O x C, and which pairs are excluded."""

    values: Mapping[Part, Floats]
    excluded: Bools

    def scores(self, weights: Weights) -> Floats:
        """O x C: the weighted mean of what is known; NaN where a pair is excluded or nothing is known."""
        weighted = np.zeros(self.excluded.shape)
        whole = np.zeros(self.excluded.shape)
        for part, values in self.values.items():
            known = ~np.isnan(values)
            weight = float(weights.values[part])
            weighted[known] += weight * values[known]
            whole += weight * known
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.excluded | (whole == 0), NO_DATA, weighted / whole)


def part_arrays(ground: Ground, *, developing_target: float) -> PartArrays:
    """Every part of every pair of a ground; rows as `ground.supplies`, columns as `ground.partners`."""
    shape = (len(ground.supplies), len(ground.partners))
    values = {
        Part.NEED: need_fit(ground),
        Part.MARKET: market(ground),
        Part.COMPLEMENTARITY: complementarity(ground),
        Part.POLICY: np.broadcast_to(policy(ground, developing_target), shape),
        Part.PROTECTION: protection(ground),
        Part.ACCESS: access(ground),
        Part.HISTORY: history(ground),
    }
    return PartArrays(values, exclusions(ground))


def marks(rows: Sequence[Iterable[T]], columns: Sequence[T]) -> Bools:
    """Rows x columns: whether a row names a column; names that are no column are left out."""
    places = {name: place for place, name in enumerate(columns)}
    found = np.zeros((len(rows), len(columns)), dtype=bool)
    for row, names in enumerate(rows):
        found[row, [places[name] for name in names if name in places]] = True
    return found


def _table(columns: Sequence[T], similarity: Callable[[T, T], float]) -> Floats:
    return np.array([[similarity(one, other) for other in columns] for one in columns])


def _best_of(offered: Bools, table: Floats) -> Floats:
    """For each row the highest of the table's rows that it marks, column by column; 0 where it marks none."""
    best = np.zeros((offered.shape[0], table.shape[1]))
    for place in range(offered.shape[1]):
        np.maximum(best, offered[:, place, None] * table[place], out=best)
    return best


def need_fit(ground: Ground) -> Floats:
    """O x C: `match_parts.need_fit`."""
    demands = [(column, one) for column, p in enumerate(ground.partners) for one in ground.demands.get(p.code, ())]
    found = np.zeros((len(ground.supplies), len(ground.partners)))
    if not demands or not ground.supplies:
        return found
    fits = _technology(ground, [one for _, one in demands]) * (
        parts.WITHOUT_WISHES + _wishes(ground, [one for _, one in demands])
    )
    columns = np.array([column for column, _ in demands])
    starts = np.flatnonzero(np.r_[True, columns[1:] != columns[:-1]])
    found[:, columns[starts]] = np.maximum.reduceat(fits, starts, axis=1)
    return found


def _technology(ground: Ground, demands: Sequence[Demand]) -> Floats:
    """O x N: `match_parts.technology_fit`."""
    weighted = np.zeros((len(ground.supplies), len(demands)))
    whole = np.zeros(len(demands))
    kinds: tuple[tuple[Any, Any, Any, Any, float], ...] = (
        (FIELD_LIST, parts.field_similarity, lambda one: one.fields, lambda one: one.fields, parts.FIELD_SHARE),
        (SECTOR_LIST, parts.sector_similarity, lambda one: one.sectors, lambda one: one.sectors, 1 - parts.FIELD_SHARE),
    )
    for columns, similarity, offered, wanted, weight in kinds:
        near = _best_of(marks([offered(one) for one in ground.supplies], columns), _table(columns, similarity))
        asked = marks([wanted(one) for one in demands], columns).astype(float)
        count = asked.sum(axis=1)
        weighted += weight * (near @ asked.T) / np.maximum(count, 1)
        whole += weight * (count > 0)
    fits: Floats = weighted / np.where(whole > 0, whole, 1)
    return fits


def _wishes(ground: Ground, demands: Sequence[Demand]) -> Floats:
    """O x N: what form, maturity and language add."""
    form = _overlap([one.forms for one in ground.supplies], [one.forms for one in demands])
    language = _overlap([one.languages for one in ground.supplies], [one.languages for one in demands])
    levels = np.array([one.trl or 0 for one in ground.supplies], dtype=float)
    wanted = np.array([one.trl_from or 0 for one in demands], dtype=float)
    maturity = np.clip(1 - (wanted[None, :] - levels[:, None]) / parts.LEVELS_TO_NOTHING, 0, 1)
    wishes: Floats = parts.FORM_SHARE * form + parts.MATURITY_SHARE * maturity + parts.LANGUAGE_SHARE * language
    return wishes


def _overlap(offered: Sequence[Iterable[str]], wanted: Sequence[Iterable[str]]) -> Bools:
    """Rows x columns: whether both name one thing, or the column names none."""
    names = sorted({name for names in (*offered, *wanted) for name in names})
    asked = marks(wanted, names)
    both: Bools = marks(offered, names).astype(float) @ asked.T.astype(float) > 0
    silent = np.array([not any(wishes) for wishes in asked], dtype=bool)
    found: Bools = both | silent[None, :]
    return found


def market(ground: Ground) -> Floats:
    """O x C: `match_parts.market`."""
    offered = marks([one.sectors for one in ground.supplies], SECTOR_LIST)
    partners = ground.partners
    standing = np.array([[(p.import_standing or {}).get(code, 0.0) for p in partners] for code in SECTOR_LIST])
    industry = np.array([[float(code in (p.industry_sectors or ())) for p in partners] for code in SECTOR_LIST])
    pieces = {
        "demand": (_best_of(offered, standing), _known(partners, lambda p: p.import_standing is not None)),
        "industry": (_best_of(offered, industry), _known(partners, lambda p: p.industry_sectors is not None)),
    }
    weighted = np.zeros((len(ground.supplies), len(partners)))
    whole = np.zeros(len(partners))
    for name, (values, is_known) in pieces.items():
        weighted += parts.MARKET_WEIGHTS[name] * values * is_known
        whole += parts.MARKET_WEIGHTS[name] * is_known
    for name, of in (("pull", parts.pull_of), ("ties", parts.ties_of), ("growth", parts.growth_of)):
        figures = _vector(of(partner) for partner in partners)
        is_known = ~np.isnan(figures)
        weighted += parts.MARKET_WEIGHTS[name] * np.where(is_known, figures, 0)
        whole += parts.MARKET_WEIGHTS[name] * is_known
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, weighted / whole, NO_DATA)


def _known(partners: Sequence[Partner], is_known: Callable[[Partner], bool]) -> Bools:
    return np.array([is_known(partner) for partner in partners], dtype=bool)


def _vector(values: Iterable[float | None]) -> Floats:
    return np.array([NO_DATA if value is None else value for value in values], dtype=float)


def complementarity(ground: Ground) -> Floats:
    """O x C: `match_parts.complementarity`."""
    home = np.array([_advantage(ground.home.advantages, number) for number in FIELD_LIST])[:, None]
    there = np.array([[_advantage(p.advantages, number) for p in ground.partners] for number in FIELD_LIST])
    there = there.reshape(len(FIELD_LIST), len(ground.partners))
    is_known = ~np.isnan(home) & ~np.isnan(there)
    exports = np.where(is_known, np.sqrt(home * (1 - there)), 0)
    joint = np.where(is_known, np.sqrt(home * there), 0)
    offered = marks([one.fields for one in ground.supplies], FIELD_LIST).astype(float)
    count = offered @ is_known
    with np.errstate(invalid="ignore", divide="ignore"):
        export_value, joint_value = (offered @ exports) / count, (offered @ joint) / count
    index = _vector(p.collaboration.value if p.collaboration else None for p in ground.partners)
    shared = np.clip(index / parts.COLLABORATION_AT_MOST, 0, 1)
    mixed = (1 - parts.COLLABORATION_SHARE) * joint_value + parts.COLLABORATION_SHARE * shared
    joint_value = np.where(np.isnan(shared), joint_value, mixed)
    researches = np.array([CooperationForm.JOINT_RESEARCH in one.forms for one in ground.supplies], dtype=bool)
    better = np.where(researches[:, None], np.maximum(export_value, joint_value), export_value)
    return np.where(count > 0, better, NO_DATA)


def _advantage(advantages: Mapping[int, Any], number: int) -> float:
    return (advantages[number].value + 1) / 2 if number in advantages else NO_DATA


def policy(ground: Ground, developing_target: float) -> Floats:
    """C: `match_ways.policy`, which depends on the partner alone."""
    scores = (ways.policy(p, ground.home, developing_target=developing_target).value for p in ground.partners)
    return _vector(scores)


def access(ground: Ground) -> Floats:
    """O x C: `match_ways.access`."""
    rows = len(ground.supplies)
    distance = _vector(ways.distance_of(partner) for partner in ground.partners)
    hours = _vector(ways.hours_of(partner) for partner in ground.partners)
    pieces = {
        "edition": _editions(ground),
        "language": _languages(ground),
        "distance": np.broadcast_to(distance, (rows, distance.size)),
        "support": _support(ground),
        "hours": np.broadcast_to(hours, (rows, hours.size)),
    }
    weighted = np.zeros((rows, len(ground.partners)))
    whole = np.zeros_like(weighted)
    for name, values in pieces.items():
        is_known = ~np.isnan(values)
        weighted += ways.ACCESS_WEIGHTS[name] * np.where(is_known, values, 0)
        whole += ways.ACCESS_WEIGHTS[name] * is_known
    found: Floats = weighted / whole  # an edition and support are always known
    return found


def _editions(ground: Ground) -> Floats:
    columns = (*SECTOR_LIST, ALL_SECTORS)
    opening = [[code for one in ground.openings.get(p.code, ()) for code in one.sectors] for p in ground.partners]
    there = marks(opening, columns)
    offered = marks([(*one.sectors, ALL_SECTORS) for one in ground.supplies], columns)
    fits = offered.astype(float) @ there.T.astype(float) > 0
    any_there = np.array([bool(ground.openings.get(p.code)) for p in ground.partners], dtype=bool)
    return np.where(fits, 1.0, np.where(any_there, ways.OTHER_EDITION, 0.0))


def _languages(ground: Ground) -> Floats:
    spoken = [one.languages for one in ground.supplies]
    official = [one.languages for one in ground.partners]
    names = sorted({name for names in (*spoken, *official) for name in names})
    shared = marks(spoken, names).astype(float) @ marks(official, names).T.astype(float) > 0
    english = np.array([ways.LINGUA_FRANCA in names for names in spoken], dtype=bool)[:, None]
    is_known = np.array([bool(names) for names in spoken], dtype=bool)[:, None] & np.array(
        [bool(names) for names in official], dtype=bool
    )
    return np.where(is_known, np.where(shared, 1.0, np.where(english, ways.BY_LINGUA_FRANCA, 0.0)), NO_DATA)


def _support(ground: Ground) -> Floats:
    sizes: tuple[CompanySize | None, ...] = (None, *CompanySize)
    table = np.array([[ways.support_of(ground.support.get((p.code, z))) for p in ground.partners] for z in sizes])
    rows = np.array([sizes.index(one.size) for one in ground.supplies], dtype=int)
    found: Floats = table.reshape(len(sizes), len(ground.partners))[rows]
    return found


def history(ground: Ground) -> Floats:
    """O x C: `match_ways.history`."""
    shape = (len(ground.supplies), len(ground.partners))
    seen = [ground.authority.get(p.code, NOTHING_SEEN) for p in ground.partners]
    good = np.broadcast_to(np.array([one.good for one in seen], dtype=float), shape).copy()
    bad = np.broadcast_to(np.array([one.bad for one in seen], dtype=float), shape).copy()
    for row, column, pair in _pairs(ground):
        own = ground.own.get(pair)
        if own is not None:
            good[row, column] += own.good
            bad[row, column] += own.bad
    return np.where(good + bad > 0, (1 + good) / (2 + good + bad), NO_DATA)


def _pairs(ground: Ground) -> Iterable[tuple[int, int, tuple[Any, str]]]:
    """Places of the pairs (company, code) with something of their own: few, so they are walked one by one."""
    columns = {partner.code: column for column, partner in enumerate(ground.partners)}
    codes_of: dict[Any, set[str]] = {}
    for company, code in {*ground.own, *ground.declined}:
        codes_of.setdefault(company, set()).add(code)
    for row, supply in enumerate(ground.supplies):
        for code in codes_of.get(supply.company_id, ()):
            if code in columns:
                yield row, columns[code], (supply.company_id, code)


def exclusions(ground: Ground) -> Bools:
    """O x C: whether `matching.exclusions_of` names any reason."""
    barred = np.array([p.code == ground.home.code or p.is_embargoed for p in ground.partners], dtype=bool)
    out = np.array(
        [
            not one.is_shown
            or one.export_class is ExportClass.PROHIBITED
            or (one.export_class in LICENSED and not one.is_licensed)
            for one in ground.supplies
        ],
        dtype=bool,
    )
    excluded: Bools = out[:, None] | barred[None, :]
    for row, column, pair in _pairs(ground):
        excluded[row, column] |= pair in ground.declined
    columns = {partner.code: column for column, partner in enumerate(ground.partners)}
    rows = {supply.offer_id: row for row, supply in enumerate(ground.supplies)}
    for offer_id, code in ground.refused:
        if offer_id in rows and code in columns:
            excluded[rows[offer_id], columns[code]] = True
    return excluded
