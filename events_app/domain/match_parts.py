"""The parts of a match score that compare technology: stated needs, the market, complementarity.

Each function takes what is known and gives a value from 0 to 1 with reasons, or None with the reason that nothing is
known. Nothing here reads a clock, a database or a random number: the same input gives the same score, in any order.
"""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from math import log10, sqrt
from types import MappingProxyType
from typing import Final, TypeVar

from events_app.domain.match_facts import MOST_MATURE, Circumstances, Demand, Fact, Home, Partner, Supply
from events_app.domain.match_reasons import (
    Distance,
    Dollars,
    Kind,
    Named,
    Part,
    PartScore,
    Reason,
    Share,
    Value,
    clipped,
    mean,
)
from events_app.domain.messages import N_, Message
from events_app.domain.offers import CooperationForm
from events_app.domain.sectors import FIELDS, SECTORS

T = TypeVar("T")
SAME_SECTOR: Final = 0.6
SAME_AREA: Final = 0.3
BRIDGED: Final = 0.5
FIELD_SHARE: Final = 0.6
"""How much fields count beside sectors in technology fit: they are the finer of the two."""
WITHOUT_WISHES: Final = 0.5
"""What a need is met by where technology fits and nothing else does."""
FORM_SHARE: Final = 0.25
MATURITY_SHARE: Final = 0.15
LANGUAGE_SHARE: Final = 0.1
LEVELS_TO_NOTHING: Final = 4
"""Levels of maturity below the one wanted at which it counts for nothing."""
WELL_MET: Final = 0.5

WEAKEST_PULL_USD_KM: Final = 1e6
STRONGEST_PULL_USD_KM: Final = 1e10
NEAREST_KM: Final = 100.0
"""Capitals nearer than this count as this far apart."""
LARGE_SHARE_PERCENT: Final = 25.0
SHRINKING_PERCENT: Final = -2.0
BOOMING_PERCENT: Final = 8.0
MARKET_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {"pull": 0.5, "demand": 0.2, "ties": 0.15, "industry": 0.1, "growth": 0.05}
)
COLLABORATION_AT_MOST: Final = 2.0
COLLABORATION_SHARE: Final = 0.25


@cache
def field_similarity(one: int, other: int) -> float:
    """How near two WIPO fields are: 1 the same, 0.6 bridged by a sector, 0.3 in the same of the five areas, else 0."""
    if one == other:
        return 1.0
    if any(one in sector.fields and other in sector.fields for sector in SECTORS.values()):
        return SAME_SECTOR
    return SAME_AREA if FIELDS[one].area == FIELDS[other].area else 0.0


@cache
def sector_similarity(one: str, other: str) -> float:
    """How near two sectors are: 1 the same, else half of the share of fields that they have in common (Jaccard)."""
    if one == other:
        return 1.0
    mine, theirs = set(SECTORS[one].fields), set(SECTORS[other].fields)
    return BRIDGED * len(mine & theirs) / len(mine | theirs)


def technology_fit(supply: Supply, demand: Demand) -> float:
    """How much of the technology wanted an offer covers: mean over what is wanted of the nearest that is offered.

    0.6 of it by fields and 0.4 by sectors; by one alone where the need names only that. 0 where it names neither.
    """
    fields = _covered(demand.fields, supply.fields, field_similarity)
    sectors = _covered(demand.sectors, supply.sectors, sector_similarity)
    found = mean({"fields": fields, "sectors": sectors}, {"fields": FIELD_SHARE, "sectors": 1 - FIELD_SHARE})
    return found or 0.0


def _covered(wanted: Collection[T], offered: Collection[T], similarity: Callable[[T, T], float]) -> float | None:
    if not wanted:
        return None
    near = [max((similarity(one, other) for other in offered), default=0.0) for one in wanted]
    return sum(near) / len(near)


def demand_fit(supply: Supply, demand: Demand) -> float:
    """How well an offer meets one need: technology x (0.5 + 0.25 form + 0.15 maturity + 0.1 language).

    Technology is the ground: what is of another field meets no need, however well the rest fits. A need that does not
    say what form, maturity or language it wants is met by any.
    """
    form = 1.0 if not demand.forms or set(demand.forms) & set(supply.forms) else 0.0
    language = 1.0 if not demand.languages or demand.languages & supply.languages else 0.0
    wishes = FORM_SHARE * form + MATURITY_SHARE * maturity_fit(supply, demand) + LANGUAGE_SHARE * language
    return technology_fit(supply, demand) * (WITHOUT_WISHES + wishes)


def maturity_fit(supply: Supply, demand: Demand) -> float:
    """1 where the offer is as mature as wanted (TRL, ISO 16290); a quarter less for each level below."""
    if demand.trl_from is None:
        return 1.0
    gap = demand.trl_from - (supply.trl or 0)
    return clipped(1 - gap / LEVELS_TO_NOTHING) if gap > 0 else 1.0


def need_fit(supply: Supply, circumstances: Circumstances) -> PartScore:
    """Fit with the stated need that the offer meets best.

    All needs are on record here, so that none is a known nothing (0) and not missing data; another need never lowers
    the value.
    """
    ranked = sorted(
        ((demand_fit(supply, demand), demand) for demand in circumstances.demands),
        key=lambda pair: (-pair[0], str(pair[1].need_id)),
    )
    if not ranked:
        return PartScore(Part.NEED, 0.0, (Reason(N_("No need of this country or region is on record.")),))
    fit, demand = ranked[0]
    if fit == 0:
        reason = Reason(
            N_("None of its stated needs (%(count)s) is about technology like this."), {"count": len(ranked)}
        )
        return PartScore(Part.NEED, 0.0, (reason,))
    return PartScore(Part.NEED, fit, tuple(_need_reasons(supply, demand)))


def _need_reasons(supply: Supply, demand: Demand) -> list[Reason]:
    need = Named(Kind.NEED, str(demand.need_id))
    technology = technology_fit(supply, demand)
    words = (
        N_("It meets the stated need “%(need)s”; the technology covers %(percent)s of what is wanted.")
        if technology >= WELL_MET
        else N_("It comes near the stated need “%(need)s”; the technology covers %(percent)s of what is wanted.")
    )
    reasons = [Reason(words, {"need": need, "percent": Share(technology)})]
    if demand.forms:
        shared = tuple(Named(Kind.FORM, form.value) for form in demand.forms if form in supply.forms)
        reasons.append(
            Reason(N_("Both sides want this form of cooperation: %(forms)s."), {"forms": shared})
            if shared
            else Reason(N_("The form of cooperation that is wanted is not offered."))
        )
    if demand.trl_from is not None and maturity_fit(supply, demand) < 1:
        params = {"wanted": demand.trl_from, "offered": supply.trl or 0}
        reasons.append(
            Reason(N_("It is less mature than wanted: level %(offered)s where %(wanted)s is asked for."), params)
        )
    if demand.languages and not demand.languages & supply.languages:
        reasons.append(Reason(N_("The company names none of the languages that the partner works in.")))
    return reasons


def market(supply: Supply, partner: Partner) -> PartScore:
    """How much of a market there is, of what is known: 0.5 pull, 0.2 demand, 0.15 ties, 0.1 industry, 0.05 growth.

    Pull: imports over the distance of the capitals, on a logarithmic scale from one million to ten billion dollars a
    kilometre: the gravity of trade (Tinbergen, 1962), weighed by what docs/matching-quality.md found. Demand: the place
    of the sector's goods among the imports listed, 1 for the first to 0.5 for the last, 0 where they are not listed.
    Ties: share of imports that come from the home country, full at 25 %. Industry: 1 where the sector stands among the
    industries listed. Growth: from -2 % to 8 %. An offer of several sectors counts with the best one. Source of the
    figures: the World Factbook, by the mapping of docs/matching-facts.md.
    """
    parts = {
        "demand": _demand(supply, partner),
        "pull": _pull(partner),
        "industry": _industry(supply, partner),
        "ties": _ties(partner),
        "growth": _growth(partner),
    }
    known = {name: part[0] for name, part in parts.items() if part}
    value = mean(known, MARKET_WEIGHTS)
    if value is None:
        return PartScore(Part.MARKET, None, (Reason(N_("No figures about this market are at hand.")),))
    return PartScore(Part.MARKET, value, tuple(part[1] for part in parts.values() if part))


Found = tuple[float, Reason] | None


def _demand(supply: Supply, partner: Partner) -> Found:
    if partner.import_standing is None:
        return None
    best = max(supply.sectors, key=lambda code: (partner.import_standing or {}).get(code, 0.0), default="")
    value = partner.import_standing.get(best, 0.0)
    fact = Fact(value, partner.imports_year, "factbook")
    if not value:
        return 0.0, Reason(N_("Goods of this sector are not among its main imports."), fact=fact)
    params = {"sector": Named(Kind.SECTOR, best)}
    return value, Reason(N_("Goods of the sector “%(sector)s” are among its main imports."), params, fact)


def pull_of(partner: Partner) -> float | None:
    """Imports over distance on a logarithmic scale, 0 to 1; None where either is not known."""
    if partner.imports_usd is None or partner.imports_usd.value <= 0 or partner.distance_km is None:
        return None
    scale = log10(STRONGEST_PULL_USD_KM / WEAKEST_PULL_USD_KM)
    pull = log10(partner.imports_usd.value) - log10(max(partner.distance_km, NEAREST_KM))
    return clipped((pull - log10(WEAKEST_PULL_USD_KM)) / scale)


def ties_of(partner: Partner) -> float | None:
    """Share of imports that come from the home country, full at 25 %; None where it is not known."""
    return None if partner.home_share is None else clipped(partner.home_share.value / LARGE_SHARE_PERCENT)


def growth_of(partner: Partner) -> float | None:
    """Growth between -2 and 8 %, 0 to 1; None where it is not known."""
    if partner.growth_percent is None:
        return None
    return clipped((partner.growth_percent.value - SHRINKING_PERCENT) / (BOOMING_PERCENT - SHRINKING_PERCENT))


def _pull(partner: Partner) -> Found:
    value = pull_of(partner)
    if value is None or partner.imports_usd is None or partner.distance_km is None:
        return None
    params: dict[str, Value] = {"usd": Dollars(partner.imports_usd.value), "distance": Distance(partner.distance_km)}
    words = N_("It imports %(usd)s a year, over a distance of %(distance)s.")
    return value, Reason(words, params, partner.imports_usd)


def _industry(supply: Supply, partner: Partner) -> Found:
    if partner.industry_sectors is None:
        return None
    there = next((code for code in supply.sectors if code in partner.industry_sectors), None)
    if there is None:
        return 0.0, Reason(N_("This sector is not among its main industries."), fact=Fact(0, None, "factbook"))
    params = {"sector": Named(Kind.SECTOR, there)}
    return 1.0, Reason(N_("“%(sector)s” is one of its main industries."), params, Fact(1, None, "factbook"))


def _ties(partner: Partner) -> Found:
    value = ties_of(partner)
    if value is None or partner.home_share is None:
        return None
    share = partner.home_share.value
    if not share:
        return 0.0, Reason(N_("Our country is not among its main suppliers."), fact=partner.home_share)
    words = N_("%(percent)s of its imports come from our country.")
    return value, Reason(words, {"percent": Share(share / 100)}, partner.home_share)


def _growth(partner: Partner) -> Found:
    value = growth_of(partner)
    if value is None or partner.growth_percent is None:
        return None
    percent = partner.growth_percent.value
    words = N_("Its economy changed by %(percent)s in a year.")
    return value, Reason(words, {"percent": Share(percent / 100)}, partner.growth_percent)


def complementarity(supply: Supply, partner: Partner, home: Home) -> PartScore:
    """How much technology complements: mean over the offer's fields of what the two sides are strong in.

    With h and p from 0 to 1, the revealed advantages of both sides (`match_facts.revealed_advantages`, moved from
    -1…1): export sqrt(h (1 - p)), home strong and partner weak; joint research sqrt(h p), both strong, a quarter of it
    by the index of collaboration (2 or more is full) where that is known. Joint research counts only where it is
    offered; the better of the two counts. None where patents are known for neither side's fields.
    """
    fields = [number for number in supply.fields if number in home.advantages and number in partner.advantages]
    if not fields:
        reason = Reason(N_("No patent figures that compare both sides in these fields are at hand."))
        return PartScore(Part.COMPLEMENTARITY, None, (reason,))
    exports = [sqrt(_strength(home, n) * (1 - _strength(partner, n))) for n in fields]
    joint = [sqrt(_strength(home, n) * _strength(partner, n)) for n in fields]
    export_value, joint_value = sum(exports) / len(fields), _with_collaboration(sum(joint) / len(fields), partner)
    best = fields[exports.index(max(exports))]
    if CooperationForm.JOINT_RESEARCH in supply.forms and joint_value > export_value:
        best = fields[joint.index(max(joint))]
        words = N_("Both sides are strong in “%(field)s”: ground for joint research.")
        return PartScore(Part.COMPLEMENTARITY, joint_value, _field_reasons(words, best, partner, home))
    words = (
        N_("Our country is strong in “%(field)s” and the partner less so: ground for export.")
        if export_value >= WELL_MET
        else N_("In “%(field)s” our country is hardly ahead of the partner.")
    )
    return PartScore(Part.COMPLEMENTARITY, export_value, _field_reasons(words, best, partner, home))


def _strength(side: Home | Partner, number: int) -> float:
    return (side.advantages[number].value + 1) / 2


def _with_collaboration(joint: float, partner: Partner) -> float:
    if partner.collaboration is None:
        return joint
    index = clipped(partner.collaboration.value / COLLABORATION_AT_MOST)
    return (1 - COLLABORATION_SHARE) * joint + COLLABORATION_SHARE * index


def _field_reasons(words: Message, number: int, partner: Partner, home: Home) -> tuple[Reason, ...]:
    mine, theirs = home.advantages[number], partner.advantages[number]
    figures = N_("Revealed technology advantage, from −1 to 1: ours %(ours)s, theirs %(theirs)s.")
    return (
        Reason(words, {"field": Named(Kind.FIELD, str(number))}),
        Reason(figures, {"ours": round(mine.value, 2), "theirs": round(theirs.value, 2)}, theirs),
    )


def maturity_of(trl: int | None, in_use_since: int | None) -> int | None:
    """Level of maturity of an offer: what is in industrial use is as mature as can be."""
    return MOST_MATURE if in_use_since is not None else trl
