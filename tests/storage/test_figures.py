"""Figures grouped by the database, the same on both engines."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from events_app.domain.countries import Scope
from events_app.domain.exhibitions import Days, Edition, EditionStatus
from events_app.domain.figures import Count
from events_app.domain.organisations import OrganisationKind
from events_app.domain.projects import Stage
from events_app.storage.database import Database
from events_app.storage.figures import (
    Counted,
    EditionKey,
    count_editions_by,
    count_editions_by_sector,
    count_projects_by_stage,
)
from tests.builders import a_milestone, a_project, an_edition, an_id
from tests.planting import plant, plant_projects
from tests.web.signing_in import an_organisation

YEAR = Counted(date(2026, 1, 1), date(2026, 12, 31))


def _edition(word: str, first: date, **changes: object) -> Edition:
    return replace(
        an_edition(id=an_id(word), slug=word, days=Days(first, first + timedelta(days=2))),
        **changes,  # type: ignore[arg-type]
    )


async def _planted() -> UUID:
    unit = await an_organisation(OrganisationKind.UNIT, "home-fairs")
    await plant(
        _edition("one", date(2026, 1, 1), sectors=("rail", "power"), unit_id=unit.id),
        _edition("two", date(2026, 1, 31), country="FR", sectors=("rail",)),
        _edition("three", date(2026, 12, 31), country="CN", scope=Scope.DOMESTIC, sectors=()),
        _edition("four", date(2026, 5, 1), country="CN", scope=Scope.DOMESTIC, status=EditionStatus.DRAFT),
        _edition("before", date(2025, 12, 31)),
        _edition("after", date(2027, 1, 1)),
    )
    return unit.id


async def test_editions_of_a_period_are_counted_by_month_country_and_status(database: Database) -> None:
    await _planted()

    assert await count_editions_by(EditionKey.MONTH, YEAR) == (
        Count("2026-01", "overseas", 2),
        Count("2026-05", "domestic", 1),
        Count("2026-12", "domestic", 1),
    )
    assert await count_editions_by(EditionKey.YEAR, YEAR) == (
        Count("2026", "domestic", 2),
        Count("2026", "overseas", 2),
    )
    assert await count_editions_by(EditionKey.COUNTRY, YEAR) == (
        Count("CN", "domestic", 2),
        Count("DE", "overseas", 1),
        Count("FR", "overseas", 1),
    )
    assert await count_editions_by(EditionKey.STATUS, YEAR) == (
        Count("draft", "domestic", 1),
        Count("published", "domestic", 1),
        Count("published", "overseas", 2),
    )
    assert await count_editions_by(EditionKey.ALL, YEAR) == (Count("", "domestic", 2), Count("", "overseas", 2))


async def test_an_edition_counts_in_each_of_its_sectors_and_without_any_under_none(database: Database) -> None:
    await _planted()

    assert await count_editions_by_sector(Counted(date(2026, 1, 1), date(2026, 1, 31))) == (
        Count("power", "overseas", 1),
        Count("rail", "overseas", 2),
    )
    assert Count("", "domestic", 1) in await count_editions_by_sector(YEAR)


async def test_a_unit_sees_its_own_editions_and_nobody_without_a_unit_any(database: Database) -> None:
    unit_id = await _planted()

    assert await count_editions_by(EditionKey.ALL, replace(YEAR, unit_ids=frozenset({unit_id}))) == (
        Count("", "overseas", 1),
    )
    assert await count_editions_by(EditionKey.ALL, replace(YEAR, unit_ids=frozenset())) == ()


async def test_projects_are_counted_by_stage_and_class_of_partners(database: Database) -> None:
    await plant_projects(
        *(
            replace(
                a_project(id=an_id(word), slug=word, milestones=()), countries=countries, stage=stage, is_public=False
            )
            for word, countries, stage in (
                ("one", ("KE", "TZ"), Stage.SIGNED),
                ("two", ("DE", "FR"), Stage.SIGNED),
                ("three", ("DE", "KE"), Stage.SIGNED),
                ("four", (), Stage.IDEA),
            )
        )
    )

    assert await count_projects_by_stage(YEAR, developed={"DE", "FR"}) == (
        Count("idea", "none", 1),
        Count("signed", "both", 1),
        Count("signed", "developed", 1),
        Count("signed", "developing", 1),
    )
    assert await count_projects_by_stage(replace(YEAR, unit_ids=frozenset({an_id("unit")})), developed=()) == ()


async def test_a_project_belongs_to_its_contract_or_first_milestone_or_entry(database: Database) -> None:
    late, early = (
        a_milestone(id=an_id(word), planned_on=date(2027, 1, 1), actual_on=actual)
        for word, actual in (("late", None), ("early", date(2025, 12, 31)))
    )
    await plant_projects(
        *(
            replace(a_project(id=an_id(word), slug=word, milestones=milestones), stage=stage, effective_on=effective_on)
            for word, milestones, stage, effective_on in (
                ("contract", (replace(late, id=an_id("other")),), Stage.EFFECTIVE, date(2026, 12, 31)),
                ("milestone", (late, early), Stage.SIGNED, None),
                ("entered", (), Stage.IDEA, None),
            )
        )
    )

    found = {
        year: [
            each.key
            for each in await count_projects_by_stage(Counted(date(year, 1, 1), date(year, 12, 31)), developed=())
        ]
        for year in (2025, 2026, 2027)
    }
    assert found == {2025: ["signed"], 2026: ["effective", "idea"], 2027: []}
