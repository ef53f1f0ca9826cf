"""What the score is made from for any home country, and the baselines beside it.

There are no offers and needs of every country, so an offer stands for each of the 23 sectors, with the sector's fields;
its company speaks the official languages of the home country and English. What depends on own records is not known and
stays out: needs, experience, rights, the focus and balance of policy; no exhibitions or support schemes are on record.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final
from uuid import UUID

import numpy as np

from benchmarks.matching import tables
from benchmarks.matching.rankings import Floats
from events_app.domain.match_facts import Demand, Fact, Home, Supply
from events_app.domain.match_grounds import Ground
from events_app.domain.match_parts import demand_fit
from events_app.domain.match_reasons import Part
from events_app.domain.matching import STANDARD, Weights
from events_app.domain.offers import CooperationForm
from events_app.domain.sectors import SECTORS
from events_app.reference.facts import facts
from events_app.reference.market import import_standing
from events_app.reference.partners import languages, partner
from events_app.reference.treaties import treaties_of
from events_app.solvers.match_arrays import part_arrays

KNOWN: Final = (Part.MARKET, Part.COMPLEMENTARITY, Part.POLICY, Part.ACCESS)
"""The parts of which something is known for any home country."""
STANDARD_WEIGHTS: Final = "standard weights"
NO_RESEARCH: Final = CooperationForm.EQUIPMENT
RANDOM, GDP, NEED, GRAVITY = "random", "GDP", "need fit", "gravity"
NEAREST_KM: Final = 100.0
"""Capitals nearer than this count as this far apart, so that gravity stays finite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a measurement may know: agreements and hours of `day`, patents of `patent_years`, the index of a year.

    `form` is what is offered: joint research only where research is measured. `has_ties` is False where the share of
    imports that come from the home country is what is measured.
    """

    day: date
    patent_years: str = "2016_2020"
    form: CooperationForm = NO_RESEARCH
    collaboration_year: int | None = None
    has_ties: bool = True


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one home country by method: rows are offers in the order of SECTORS, columns are `codes`."""

    codes: tuple[str, ...]
    by_method: Mapping[str, Floats]


def scores_of(home: str, setting: Setting, candidates: Collection[str]) -> Scores:
    """Every method's score of every sector's offer and every candidate, the home country left out."""
    ground = ground_of(home, setting, candidates)
    arrays = part_arrays(ground, developing_target=0.5)
    found = {STANDARD_WEIGHTS: arrays.scores(_weights(STANDARD))}
    for part in KNOWN:
        found[f"{part.value} alone"] = arrays.scores(_weights({part: 1}))
    for part in KNOWN:
        found[f"without {part.value}"] = arrays.scores(_weights({**STANDARD, part: 0}))
    for name, values in _baselines(ground).items():
        found[name] = np.broadcast_to(values, arrays.excluded.shape)
    return Scores(tuple(one.code for one in ground.partners), found)


def ground_of(home: str, setting: Setting, candidates: Collection[str]) -> Ground:
    """The ground of matching as `actions.matching` gathers it, without what only records of one's own could say."""
    advantages = tables.advantages(setting.patent_years)
    joint = tables.pairs(tables.INDEX, setting.collaboration_year)[home] if setting.collaboration_year else {}
    known = (partner(code, home=home, day=setting.day) for code in candidates if code != home)
    partners = tuple(
        replace(
            one,
            advantages=advantages.get(one.code, {}),
            collaboration=Fact(joint[one.code]) if one.code in joint else None,
            home_share=one.home_share if setting.has_ties else None,
        )
        for one in known
    )
    return Ground(
        today=setting.day,
        home=Home(code=home, advantages=advantages.get(home, {}), treaties=treaties_of(home, setting.day)),
        partners=partners,
        supplies=_supplies(home, setting.form),
    )


def _supplies(home: str, form: CooperationForm) -> tuple[Supply, ...]:
    return tuple(
        Supply(
            offer_id=UUID(int=number),
            company_id=UUID(int=number),
            sectors=(sector.code,),
            fields=sector.fields,
            forms=(form,),
            trl=9,
            languages=languages(home) | {"en"},
        )
        for number, sector in enumerate(SECTORS.values())
    )


def _weights(values: Mapping[Part, int]) -> Weights:
    """Weights of the known parts; the others count nothing."""
    return Weights(values={part: values.get(part, 0) if part in KNOWN else 0 for part in Part})


def _baselines(ground: Ground) -> dict[str, Floats]:
    """What a simple rule would say: nothing (random), size, need fit, gravity.

    Random is one score for all, which `rankings` reads as the mean over every order.
    """
    gdp = np.array([_gdp_usd(one.code) for one in ground.partners])
    km = np.array([np.nan if one.distance_km is None else one.distance_km for one in ground.partners])
    return {
        RANDOM: np.zeros(len(ground.partners)),
        GDP: gdp,
        NEED: np.stack([_met_by_sectors(one.code) for one in ground.partners], axis=1),
        GRAVITY: gdp / np.maximum(km, NEAREST_KM),
    }


@cache
def _met_by_sectors(code: str) -> Floats:
    """How well an offer of each sector fits what is needed: nobody's needs are on record for real.

    What a country or region mainly imports stands for them, a need for each sector.
    """
    demands = [
        Demand(need_id=UUID(int=number), sectors=(name,)) for number, name in enumerate(import_standing(code) or ())
    ]
    return np.array(
        [max((demand_fit(supply, one) for one in demands), default=0.0) for supply in _supplies(code, NO_RESEARCH)]
    )


def _gdp_usd(code: str) -> float:
    found = facts(code)
    return float(found.gdp_usd.value) if found and found.gdp_usd else np.nan
