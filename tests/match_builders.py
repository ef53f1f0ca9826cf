"""Builders and strategies of matching; a test names only what it is about."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from events_app.domain.companies import CompanySize
from events_app.domain.intellectual_property import UNREGISTERED, IpKind, IpRight
from events_app.domain.match_facts import (
    Circumstances,
    Demand,
    Experience,
    Fact,
    Home,
    Opening,
    Partner,
    Supply,
    Treaty,
)
from events_app.domain.match_reasons import Part
from events_app.domain.matching import Weights
from events_app.domain.offers import CooperationForm
from events_app.domain.projects import ExportClass
from events_app.domain.sectors import FIELDS, SECTORS
from tests.builders import an_id

TODAY = date(2027, 4, 5)
PUMPS = (27, 31)


def a_supply(**changes: Any) -> Supply:
    """Build an offer of pumps for export."""
    supply = Supply(
        offer_id=an_id("offer"),
        company_id=an_id("company"),
        sectors=("industry",),
        fields=PUMPS,
        forms=(CooperationForm.EQUIPMENT, CooperationForm.LICENCE),
        trl=9,
        languages=frozenset({"zh", "en"}),
        size=CompanySize.SMALL,
    )
    return replace(supply, **changes)


def a_demand(**changes: Any) -> Demand:
    """Build a need for exactly these pumps."""
    return replace(Demand(need_id=an_id("need"), sectors=("industry",), fields=PUMPS), **changes)


def a_partner(**changes: Any) -> Partner:
    """Build a partner about which much is known."""
    partner = Partner(
        code="KE",
        is_developed=False,
        imports_usd=Fact(22e9, 2023, "factbook"),
        growth_percent=Fact(4.5, 2024, "factbook"),
        import_standing={"oil-gas": 1.0, "food": 0.75, "textiles": 0.5},
        imports_year=2023,
        industry_sectors=frozenset({"construction", "ict"}),
        home_share=Fact(22, 2023, "factbook"),
        advantages={27: Fact(-0.5, 2020, "families"), 31: Fact(-1, 2020, "families")},
        languages=frozenset({"en", "sw"}),
        distance_km=9_200.0,
        shared_hours=3.0,
    )
    return replace(partner, **changes)


def a_home(**changes: Any) -> Home:
    """Build the home country, strong in pumps."""
    advantages = {27: Fact(0.5, 2020, "families"), 31: Fact(0.2, 2020, "families")}
    return replace(Home(code="CN", advantages=advantages, treaties=frozenset({Treaty.PCT, Treaty.MADRID})), **changes)


def circumstances(**changes: Any) -> Circumstances:
    """Build a day on which nothing else is known."""
    return replace(Circumstances(today=TODAY), **changes)


SECTOR_CODES = st.lists(st.sampled_from(sorted(SECTORS)), unique=True, max_size=4).map(tuple)
FIELD_NUMBERS = st.lists(st.sampled_from(sorted(FIELDS)), unique=True, max_size=5).map(tuple)
FORMS = st.lists(st.sampled_from(list(CooperationForm)), unique=True, max_size=3).map(tuple)
LANGUAGES = st.frozensets(st.sampled_from(["en", "zh", "sw", "fr", "ar"]))
CODES = st.sampled_from(["KE", "DE", "BR", "CN", "VN"])
UNIT = st.floats(-1, 1)
FACTS = st.builds(Fact, UNIT, st.just(2020), st.just("families"))
ADVANTAGES = st.dictionaries(st.sampled_from(sorted(FIELDS)), FACTS, max_size=10)
DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))
IDS = st.integers(0, 8).map(lambda number: UUID(int=number))


@st.composite
def rights(draw: st.DrawFn) -> IpRight:
    """Any right."""
    kind = draw(st.sampled_from(list(IpKind)))
    filed, granted, expires = sorted(draw(st.lists(DAYS, min_size=3, max_size=3)))
    return IpRight(
        kind=kind,
        number="" if kind in UNREGISTERED else "1",
        office=draw(st.sampled_from(["CN", "KE", "DE", "EP", "AP", "WO", ""])),
        filed_on=draw(st.sampled_from([None, filed])),
        granted_on=draw(st.sampled_from([None, granted])),
        expires_on=draw(st.sampled_from([None, expires])),
        countries=tuple(draw(st.frozensets(CODES))),
    )


SUPPLIES = st.builds(
    Supply,
    offer_id=IDS,
    company_id=IDS,
    sectors=SECTOR_CODES,
    fields=FIELD_NUMBERS,
    forms=FORMS,
    trl=st.none() | st.integers(1, 9),
    languages=LANGUAGES,
    ip_rights=st.lists(rights(), max_size=3).map(tuple),
    export_class=st.sampled_from(list(ExportClass)),
    is_licensed=st.booleans(),
    is_shown=st.booleans(),
)
DEMANDS = st.builds(
    Demand,
    need_id=IDS,
    sectors=SECTOR_CODES,
    fields=FIELD_NUMBERS,
    forms=FORMS,
    trl_from=st.none() | st.integers(1, 9),
    languages=LANGUAGES,
)
PARTNERS = st.builds(
    Partner,
    code=CODES,
    is_developed=st.booleans(),
    imports_usd=st.none() | st.builds(Fact, st.floats(0, 1e13)),
    growth_percent=st.none() | st.builds(Fact, st.floats(-30, 60)),
    import_standing=st.none() | st.dictionaries(st.sampled_from(sorted(SECTORS)), st.floats(0.5, 1), max_size=5),
    industry_sectors=st.none() | st.frozensets(st.sampled_from(sorted(SECTORS)), max_size=5),
    home_share=st.none() | st.builds(Fact, st.floats(0, 100)),
    advantages=ADVANTAGES,
    collaboration=st.none() | st.builds(Fact, st.floats(0, 6)),
    focus=st.sampled_from([None, 1, 2, 3]),
    agreements=st.lists(st.sampled_from(["RCEP", "EU"]), unique=True).map(tuple),
    treaties=st.frozensets(st.sampled_from(list(Treaty))),
    languages=LANGUAGES,
    distance_km=st.none() | st.floats(0, 20_015),
    shared_hours=st.none() | st.floats(0, 8),
    is_embargoed=st.booleans(),
)
HOMES = st.builds(
    Home,
    code=st.just("CN"),
    advantages=ADVANTAGES,
    treaties=st.frozensets(st.sampled_from(list(Treaty))),
    developing_share=st.none() | st.floats(0, 1),
)
EXPERIENCES = st.builds(Experience, st.integers(0, 20), st.integers(0, 20))
CIRCUMSTANCES = st.builds(
    Circumstances,
    today=st.just(TODAY),
    demands=st.lists(DEMANDS, max_size=4).map(tuple),
    openings=st.lists(st.builds(Opening, edition_id=IDS, sectors=SECTOR_CODES, opens_on=DAYS), max_size=3).map(tuple),
    support_share=st.none() | st.floats(0, 1),
    own=EXPERIENCES,
    authority=EXPERIENCES,
    is_declined_by_company=st.booleans(),
    is_declined_by_partner=st.booleans(),
)
WEIGHTS = st.builds(
    Weights,
    values=st.fixed_dictionaries({part: st.integers(0, 100) for part in Part}).filter(lambda kept: any(kept.values())),
    developing_percent=st.integers(0, 100),
)
