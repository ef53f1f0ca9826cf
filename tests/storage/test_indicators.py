"""Versions of tables and their figures, on both engines."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from events_app.domain.indicators import IndicatorTable, Measure
from events_app.domain.refusals import NotFound
from events_app.storage import indicators
from events_app.storage.database import INTEGRITY_ERRORS, Database
from events_app.storage.indicators import Wanted
from tests.builders import an_id
from tests.indicator_builders import AT, a_measure, a_table

pytestmark = pytest.mark.usefixtures("database")
PAIR = a_measure(country="DE", counterpart="NA", indicator="collaboration_index", unit="index", value=Decimal("1.32"))
FIELDS = [a_measure(country="KE", field=number, sector="rail", indicator="patents") for number in (1, 35)]
EVERY = [PAIR, a_measure(), *FIELDS]


async def plant(*measures: Measure, **changes: object) -> IndicatorTable:
    table = a_table(rows=len(measures), **changes)
    await indicators.add(table, measures)
    return table


async def test_figures_come_back_as_they_were_kept(database: Database) -> None:
    tiny = a_measure(country="FR", value=Decimal("-0.000000000000123"), unit="µ–ü", source="来源")

    table = await plant(*EVERY, tiny, no_data=3)

    assert await indicators.list_all_measures(table.id) == (*EVERY, tiny)
    assert await indicators.get(table.id) == table
    assert await indicators.find_current("research") == table
    assert await indicators.find_current("other") is None
    with pytest.raises(NotFound):
        await indicators.get(an_id("none"))


async def test_more_figures_than_one_statement_holds_keep_their_order(database: Database) -> None:
    many = [a_measure(field=field, year=year) for year in range(1990, 2025) for field in range(1, 36)]

    table = await plant(*many)

    assert len(many) > 2 * indicators.MEASURES_AT_ONCE
    assert await indicators.list_all_measures(table.id) == tuple(many)


async def test_figures_of_a_version_are_found_by_country_field_and_indicator(database: Database) -> None:
    table = await plant(*EVERY)
    await plant(a_measure(country="FR"), id=an_id("another"), code="another")

    async def found(**wanted: object) -> list[int]:
        asked = Wanted(version_id=table.id, **wanted)  # type: ignore[arg-type]
        rows = await indicators.list_measures(asked)
        assert await indicators.count_measures(asked, at_most=100) == len(rows)
        return [place for place, _ in rows]

    assert await found() == [0, 1, 2, 3]
    assert await found(country="NA") == [0, 1]
    assert await found(country="KE", field=35) == [3]
    assert await found(indicator="collaboration_index") == [0]
    assert await found(country="FR") == []
    assert await indicators.list_choices(table.id) == (
        ("DE", "KE", "NA"),
        (1, 35),
        ("collaboration_index", "gerd_percent_gdp", "patents"),
    )


async def test_pages_lie_before_and_after_a_place(database: Database) -> None:
    wanted = Wanted(version_id=(await plant(*EVERY)).id)

    after = await indicators.list_measures(wanted, after=0, limit=2)
    before = await indicators.list_measures(wanted, before=3, limit=2)

    assert after == ((1, EVERY[1]), (2, EVERY[2]))
    assert before == ((2, EVERY[2]), (1, EVERY[1]))


async def test_one_version_of_a_table_is_in_force(database: Database) -> None:
    old = await plant(a_measure(value=Decimal(1)))
    await indicators.set_current("research", None)
    new = await plant(a_measure(value=Decimal(2)), id=an_id("second"), version=2)

    assert await indicators.list_versions("research") == (new, replace(old, is_current=False))
    assert [each.value for each in await indicators.list_current()] == [Decimal(2)]
    await indicators.set_current("research", old.id)
    assert await indicators.find_current("research") == old
    assert [each.value for each in await indicators.list_current()] == [Decimal(1)]
    await indicators.set_current("research", None)
    assert await indicators.find_current("research") is None
    assert await indicators.list_current() == ()


async def test_two_versions_in_force_or_with_one_number_are_refused(database: Database) -> None:
    await plant(a_measure())

    with pytest.raises(INTEGRITY_ERRORS):
        await plant(a_measure(), id=an_id("second"), version=2)
    with pytest.raises(INTEGRITY_ERRORS):
        await plant(a_measure(), id=an_id("second"), is_current=False)


async def test_two_figures_about_the_same_are_refused(database: Database) -> None:
    with pytest.raises(INTEGRITY_ERRORS):
        await plant(a_measure(), a_measure(value=Decimal(3)))


async def test_a_version_is_removed_with_its_figures(database: Database) -> None:
    kept = await plant(a_measure())
    gone = await plant(*EVERY, id=an_id("gone"), code="gone")

    await indicators.remove(gone.id)

    assert await indicators.list_versions() == (kept,)
    assert await indicators.list_all_measures(gone.id) == ()
    assert await indicators.list_all_measures(kept.id) == (a_measure(),)


async def test_the_latest_year_of_each_key_is_current_unless_all_are_asked_for(database: Database) -> None:
    years = [a_measure(year=year, value=Decimal(year)) for year in (2022, 2010, 2021)]
    await plant(*years, *FIELDS)

    assert await indicators.list_current(["gerd_percent_gdp"]) == (years[0],)
    assert await indicators.list_current(["gerd_percent_gdp"], year=2010) == (years[1],)
    assert await indicators.list_current(["gerd_percent_gdp"], latest=False) == (years[1], years[2], years[0])
    assert await indicators.list_current() == (*FIELDS, years[0])
    assert await indicators.list_current(["nothing"]) == ()
    assert await indicators.list_current(["patents", "nothing"]) == tuple(FIELDS)


async def test_of_two_tables_about_the_same_the_one_imported_last_counts(database: Database) -> None:
    later = {"code": "a", "imported_at": AT + timedelta(days=1)}
    await plant(a_measure(value=Decimal(2)), a_measure(year=2005), id=an_id("later"), **later)
    await plant(a_measure(value=Decimal(1)), a_measure(year=2023, country="KE"), code="b")

    assert await indicators.list_current() == (a_measure(year=2023, country="KE"), a_measure(value=Decimal(2)))


async def test_the_mark_changes_whenever_what_is_current_does(database: Database) -> None:
    marks = [await indicators.get_mark()]
    old = await plant(a_measure())
    marks.append(await indicators.get_mark())
    await plant(a_measure(), id=an_id("other"), code="other")
    marks.append(await indicators.get_mark())
    await indicators.set_current("research", None)
    marks.append(await indicators.get_mark())
    new = await plant(a_measure(value=Decimal(9)), id=an_id("second"), version=2)
    marks.append(await indicators.get_mark())

    assert len(set(marks)) == 5
    await indicators.set_current("research", old.id)
    assert await indicators.get_mark() == marks[2]
    await indicators.remove(new.id)
    assert await indicators.get_mark() == marks[2]
