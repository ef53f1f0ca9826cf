"""What matching knows: an offer as it is compared, a partner country or region, what it needs, and the day's openings.

Values only; where they come from is for `reference` (facts from packages), `storage` (own records and indicator tables)
and `actions.matching`, which gathers them. A figure that nobody states is None, never zero.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from events_app.domain.companies import CompanySize
from events_app.domain.intellectual_property import IpRight
from events_app.domain.offers import CooperationForm
from events_app.domain.projects import ExportClass

MOST_MATURE: Final = 9


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with the year that it is for and the key of its source."""

    value: float
    year: int | None = None
    source: str = ""


class Treaty(StrEnum):
    """Ways to protect a right in another country or region.

    PCT: Patent Cooperation Treaty (1970). MADRID: Madrid Protocol (1989), for trade marks. The rest are regional patent
    offices: European, Eurasian, ARIPO (Harare Protocol) and OAPI (Bangui Agreement).
    """

    PCT = "pct"
    MADRID = "madrid"
    EPO = "epo"
    EAPO = "eapo"
    ARIPO = "aripo"
    OAPI = "oapi"


REGIONAL_OFFICES: Mapping[str, Treaty] = MappingProxyType(
    {"EP": Treaty.EPO, "EA": Treaty.EAPO, "AP": Treaty.ARIPO, "OA": Treaty.OAPI}
)
"""Regional offices by their codes in WIPO Standard ST.3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """An offer as it is compared, with what its company brings. `languages` are ISO 639-1 codes, `trl` 1 to 9."""

    offer_id: UUID
    company_id: UUID
    sectors: tuple[str, ...]
    fields: tuple[int, ...]
    forms: tuple[CooperationForm, ...]
    trl: int | None
    languages: frozenset[str] = frozenset()
    size: CompanySize | None = None
    ip_rights: tuple[IpRight, ...] = ()
    export_class: ExportClass = ExportClass.UNCLASSIFIED
    is_licensed: bool = False
    is_shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A stated need of a partner country or region; empty fields mean that the need does not say."""

    need_id: UUID
    sectors: tuple[str, ...] = ()
    fields: tuple[int, ...] = ()
    forms: tuple[CooperationForm, ...] = ()
    trl_from: int | None = None
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """What is known about a partner country or region.

    `imports_usd` goods and services in current dollars; `growth_percent` real growth; `import_standing` sector -> 0 to
    1 by the place of its goods among the imports that are listed (None: no list); `home_share` per cent of imports that
    come from the home country, 0 where partners are listed without it (None: no list); `advantages` WIPO field ->
    revealed advantage from -1 to 1; `collaboration` index of joint publications with the home country, 1 as expected.
    """

    code: str
    is_developed: bool
    imports_usd: Fact | None = None
    growth_percent: Fact | None = None
    import_standing: Mapping[str, float] | None = None
    imports_year: int | None = None
    industry_sectors: frozenset[str] | None = None
    home_share: Fact | None = None
    advantages: Mapping[int, Fact] = field(default_factory=dict)
    collaboration: Fact | None = None
    focus: int | None = None
    agreements: tuple[str, ...] = ()
    treaties: frozenset[Treaty] = frozenset()
    languages: frozenset[str] = frozenset()
    distance_km: float | None = None
    shared_hours: float | None = None
    is_embargoed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The same of the home country; `developing_share` is that of its own editions and projects abroad, 0 to 1."""

    code: str
    advantages: Mapping[int, Fact] = field(default_factory=dict)
    treaties: frozenset[Treaty] = frozenset()
    developing_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An edition in the partner country or region that opens within twelve months."""

    edition_id: UUID
    sectors: tuple[str, ...]
    opens_on: date


@dataclass(frozen=True, slots=True)
class Experience:
    """How often it went well and how often not: exhibitions, meetings, projects there."""

    good: int = 0
    bad: int = 0

    def __add__(self, other: "Experience") -> "Experience":
        """Both together."""
        return Experience(self.good + other.good, self.bad + other.bad)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What holds for one offer and one partner on a day, beside what both are.

    `support_share` is the highest share of its costs that a support scheme may pay for an exhibition there, 0 to 1;
    `authority` what all exhibitors and projects have seen there, the company's own included.
    """

    today: date
    demands: tuple[Demand, ...] = ()
    openings: tuple[Opening, ...] = ()
    support_share: float | None = None
    own: Experience = Experience()
    authority: Experience = Experience()
    is_declined_by_company: bool = False
    is_declined_by_partner: bool = False


def standing(place: int, of: int) -> float:
    """Strength of the item at `place` (from 0) in a ranked list of `of` items: 1 for the first, 0.5 for the last."""
    return 1.0 if of <= 1 else 1 - 0.5 * place / (of - 1)


def revealed_advantages(families: Mapping[tuple[str, int], float]) -> dict[tuple[str, int], float]:
    """Symmetric revealed technology advantage of each (country, field), from -1 to 1, out of counts of patent families.

    RTA = (P_cf / P_c) / (P_f / P), the share of the field at home over its share everywhere (Soete, 1987; after
    Balassa, 1965); (RTA - 1) / (RTA + 1) makes it symmetric (Laursen, 2015). Only pairs with a count are compared: what
    has none is no data and gets no value; a counted zero is -1. Countries or fields without any family get none.
    """
    by_country: dict[str, float] = defaultdict(float)
    by_field: dict[int, float] = defaultdict(float)
    for (country, number), count in families.items():
        by_country[country] += count
        by_field[number] += count
    whole = sum(by_country.values())
    found = {}
    for (country, number), count in families.items():
        if by_country[country] > 0 and by_field[number] > 0:
            advantage = (count / by_country[country]) / (by_field[number] / whole)
            found[country, number] = (advantage - 1) / (advantage + 1)
    return found
