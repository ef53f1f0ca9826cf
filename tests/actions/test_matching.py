"""What matching rests on, gathered from both engines, and weights that nobody overwrites."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from events_app.actions import admissions, exhibitions, matching, projects
from events_app.actions.matching import Place
from events_app.domain.applications import ApplicationState
from events_app.domain.companies import CompanySize
from events_app.domain.country_policies import CountryPolicy, Focus
from events_app.domain.match_facts import Experience
from events_app.domain.match_reasons import Part
from events_app.domain.matching import STANDARD, Weights
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.projects import ExportClass, Stage
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.storage import (
    applications,
    companies,
    country_policies,
    indicators,
    match_grounds,
    match_weights,
    support_schemes,
)
from events_app.storage.database import Database
from tests.application_builders import an_admission, an_application
from tests.builders import a_project, a_series, an_id
from tests.clients import NOW
from tests.indicator_builders import a_measure, a_table
from tests.need_builders import plant_need
from tests.offer_builders import a_profile, a_scheme, plant_offer
from tests.web.planting import CONTEXT, a_fair
from tests.web.signing_in import a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()
HOME = Place(home="CN", neither=frozenset({"HK"}), embargoed=frozenset({"KP"}))


async def test_an_offer_comes_with_what_its_company_brings() -> None:
    shop = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    await companies.add(a_profile(company_id=shop.id, languages=("zh", "en"), size=CompanySize.SMALL))
    offer = await plant_offer(shop, now=NOW, trl=5, in_use_since=2019, export_class=ExportClass.RESTRICTED)
    await plant_offer(shop, "unseen", is_approved=False, now=NOW)

    ground = await matching.gather(HOME, today=TODAY)

    (supply,) = ground.supplies
    assert (supply.offer_id, supply.company_id, supply.trl) == (offer.id, shop.id, 9)
    assert (supply.languages, supply.size) == (frozenset({"zh", "en"}), CompanySize.SMALL)
    assert (supply.is_licensed, supply.is_shown) == (False, True)
    later = await matching.gather(HOME, today=TODAY + timedelta(days=366))
    assert later.supplies == ()


async def test_partners_are_all_but_those_that_are_neither() -> None:
    ground = await matching.gather(HOME, today=TODAY)

    codes = {partner.code for partner in ground.partners}
    assert {"KE", "DE", "KP", "CN"} <= codes
    assert "HK" not in codes
    assert [partner.code for partner in ground.partners if partner.is_embargoed] == ["KP"]


async def test_needs_fairs_and_schemes_stand_by_country() -> None:
    need = await plant_need(None, "pumps", country="KE", now=NOW)
    await exhibitions.add_series(a_series(), by=SYSTEM, now=NOW)
    soon = a_fair("soon", TODAY + timedelta(days=100), country="KE", sectors=("industry",))
    late = a_fair("late", TODAY + timedelta(days=400), country="KE")
    for fair in (soon, late):
        await exhibitions.add_edition(fair, by=SYSTEM, context=CONTEXT, now=NOW)
    await support_schemes.add(
        a_scheme(countries=frozenset({"KE"}), sizes=frozenset({CompanySize.SMALL}), rate_percent=40)
    )

    ground = await matching.gather(HOME, today=TODAY)

    assert [demand.need_id for demand in ground.demands["KE"]] == [need.id]
    assert [(one.edition_id, one.sectors) for one in ground.openings["KE"]] == [(soon.id, ("industry",))]
    assert ground.support["KE", CompanySize.SMALL] == 0.4
    assert ("KE", CompanySize.LARGE) not in ground.support
    assert ground.support["KE", None] == 0.4


async def test_experience_is_what_happened() -> None:
    shop = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    await exhibitions.add_series(a_series(), by=SYSTEM, now=NOW)
    for number, state in enumerate((ApplicationState.REPORTED, ApplicationState.NO_SHOW, ApplicationState.REJECTED)):
        fair = a_fair(f"fair-{number}", TODAY - timedelta(days=100 + number), country="KE")
        await exhibitions.add_edition(fair, by=SYSTEM, context=CONTEXT, now=NOW)
        await admissions.keep(fair.slug, an_admission(edition_id=fair.id), by=SYSTEM, now=NOW)
        case = an_application(id=an_id(fair.slug), edition_id=fair.id, company_id=shop.id, state=state)
        await applications.add(case, company_words=())
    for number, stage in enumerate((Stage.CLOSED, Stage.TERMINATED, Stage.IDEA)):
        project = a_project(
            id=an_id(f"p{number}"), slug=f"p{number}", stage=stage, countries=("KE", "UG"), milestones=()
        )
        await projects.add(project, by=SYSTEM, context=CONTEXT, now=NOW)

    ground = await matching.gather(HOME, today=TODAY)

    assert ground.own == {(shop.id, "KE"): Experience(1, 1)}
    assert ground.authority["KE"] == Experience(2, 2)
    assert ground.authority["UG"] == Experience(1, 1)
    assert ground.home.developing_share == 1.0


async def test_indicators_become_advantages_and_ties() -> None:
    def families(country: str, field: int, count: int) -> object:
        return a_measure(
            country=country, field=field, indicator="patent_families", value=Decimal(count), unit="families", year=2020
        )

    counts = [families("CN", 1, 30), families("CN", 2, 10), families("DE", 1, 10), families("DE", 2, 30)]
    await indicators.add(a_table(id=an_id("families"), code="families"), counts)  # type: ignore[arg-type]
    await indicators.set_current("families", an_id("families"))
    pair = a_measure(
        country="DE", counterpart="CN", field=None, indicator="collaboration_index", value=Decimal("0.8"), year=2022
    )
    await indicators.add(a_table(id=an_id("pairs"), code="pairs"), [pair])
    await indicators.set_current("pairs", an_id("pairs"))

    ground = await matching.gather(HOME, today=TODAY)

    (germany,) = [one for one in ground.partners if one.code == "DE"]
    assert ground.home.advantages[1].value == pytest.approx(0.2)
    assert germany.advantages[1].value == pytest.approx(-1 / 3)
    assert germany.advantages[1].year == 2020
    assert germany.collaboration is not None
    assert (germany.collaboration.value, germany.collaboration.year) == (0.8, 2022)


async def test_focus_holds_on_the_day() -> None:
    for code, until in (("KE", None), ("UG", TODAY - timedelta(days=1))):
        await country_policies.set_(CountryPolicy(code=code, focus=Focus(1, until=until), modified_at=NOW))

    ground = await matching.gather(HOME, today=TODAY)

    assert {one.code: one.focus for one in ground.partners if one.focus} == {"KE": 1}


async def test_the_mark_moves_with_everything_that_counts() -> None:
    shop = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    seen = [await match_grounds.get_mark()]
    await plant_offer(shop, now=NOW)
    seen.append(await match_grounds.get_mark())
    await plant_need(None, "pumps", country="KE", now=NOW)
    seen.append(await match_grounds.get_mark())
    await companies.add(a_profile(company_id=shop.id))
    seen.append(await match_grounds.get_mark())
    await matching.set_weights(Weights(), by=SYSTEM, now=NOW)
    seen.append(await match_grounds.get_mark())
    await indicators.add(a_table(), [a_measure()])
    await indicators.set_current(a_table().code, a_table().id)
    seen.append(await match_grounds.get_mark())

    assert len(set(seen)) == len(seen)
    assert await match_grounds.get_mark() == seen[-1]


async def test_weights_are_versions_and_a_stale_one_is_refused() -> None:
    assert await match_weights.get_current() == Weights()
    heavier = replace(Weights(), values=dict(STANDARD) | {Part.NEED: 60}, note="More needs")

    kept = await matching.set_weights(heavier, by=SYSTEM, now=NOW)

    assert (kept.version, await match_weights.get_current()) == (1, kept)
    assert await match_weights.get(0) == Weights()
    with pytest.raises(ChangedMeanwhile):
        await matching.set_weights(heavier, by=SYSTEM, now=NOW)
    with pytest.raises(NotFound):
        await match_weights.get(7)
    await matching.set_weights(replace(kept, note="Again"), by=SYSTEM, now=NOW)
    assert [one.version for one in await match_weights.list_versions()] == [2, 1]


async def test_of_two_that_set_weights_at_once_one_is_told(database: Database) -> None:
    answers = await asyncio.gather(
        *(matching.set_weights(Weights(note=str(number)), by=SYSTEM, now=NOW) for number in range(5)),
        return_exceptions=True,
    )

    assert sum(isinstance(one, Weights) for one in answers) == 1
    assert all(isinstance(one, (Weights, ChangedMeanwhile)) for one in answers)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.UNIT_MANAGER, Role.EXPORTER_OWNER, Role.PARTNER_OWNER])
async def test_only_officers_set_weights(role: Role) -> None:
    person, membership = await a_member(role)

    with pytest.raises(NotAllowed):
        await matching.set_weights(Weights(), by=Asker(person, (membership,)), now=NOW)


def test_years_are_days() -> None:
    assert date(2026, 3, 1) + matching.YEAR == date(2027, 3, 1)
