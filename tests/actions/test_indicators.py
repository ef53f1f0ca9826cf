"""Indicator tables through the actions, on both engines: kept whole or not at all, put in and out of force."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from events_app.actions import indicators as actions
from events_app.actions.indicators import NothingToKeep, Proposal
from events_app.domain.history import Deed
from events_app.domain.indicator_mappings import documented
from events_app.domain.indicators import Comparison, IndicatorTable, TableCodeOdd, TableIsCurrent, TableTitleMissing
from events_app.domain.organisations import Role
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.formats import csv_tables
from events_app.storage import history, indicators
from events_app.storage.database import Database
from tests.builders import an_id
from tests.clients import NOW
from tests.indicator_builders import SOURCE, a_file, a_line, a_measure
from tests.web.signing_in import a_member

pytestmark = pytest.mark.usefixtures("database")


async def an_asker(role: Role) -> Asker:
    person, membership = await a_member(role)
    return Asker(person, (membership,))


async def proposed(*lines: str, by: Asker = SYSTEM, code: str = "research", title: str = "Research") -> Proposal:
    sheet = csv_tables.read(a_file(*lines))
    return await actions.propose(sheet, documented(sheet.header), code=code, title=title, by=by)


async def imported(*lines: str, by: Asker = SYSTEM, code: str = "research") -> IndicatorTable:
    return await actions.apply(await proposed(*lines, by=by, code=code), label="figures.csv", by=by, now=NOW)


async def told() -> list[tuple[Deed, str, dict[str, object]]]:
    lines = await history.list_lines()
    return [(line.deed, line.label, {change.name: change.after for change in line.changes}) for line in lines]


async def test_a_file_becomes_the_version_in_force(database: Database) -> None:
    officer = await an_asker(Role.OFFICER)

    version = await imported(a_line(), a_line("KE", ""), a_line("DE", source="Other"), by=officer)

    assert version == IndicatorTable(
        id=version.id,
        code="research",
        title="Research",
        source=f"{SOURCE} · Other",
        licence="CC BY 4.0",
        version=1,
        is_current=True,
        rows=2,
        no_data=1,
        imported_at=NOW,
        imported_by=officer.person_id,
    )
    assert await indicators.get(version.id) == version
    assert await indicators.list_current() == (a_measure(country="DE", source="Other"), a_measure())
    assert await told() == [(Deed.IMPORTED, "research 1", {"file": "figures.csv", "new": 2, "no_data": 1})]


async def test_a_proposal_says_what_would_change_and_keeps_nothing(database: Database) -> None:
    base = await imported(a_line(), a_line("KE", "1"), a_line("DE", "2"))

    proposal = await proposed(a_line(), a_line("KE", "1.5"), a_line("FR", "3"))

    changed = (a_measure(country="KE", value=Decimal(1)), a_measure(country="KE", value=Decimal("1.5")))
    assert proposal.base == base
    assert proposal.is_applicable
    assert proposal.comparison == Comparison(
        new=(a_measure(country="FR", value=Decimal(3)),),
        changed=(changed,),
        gone=(a_measure(country="DE", value=Decimal(2)),),
        unchanged=1,
    )
    assert await indicators.list_versions() == (base,)


async def test_a_second_import_makes_a_version_and_the_first_stays(database: Database) -> None:
    first = await imported(a_line())

    second = await imported(a_line(value="0.4"), a_line("KE", "1"))

    assert (second.version, second.is_current) == (2, True)
    assert await indicators.list_versions("research") == (second, replace(first, is_current=False))
    assert await indicators.list_all_measures(first.id) == (a_measure(),)
    assert (Deed.IMPORTED, "research 2", {"file": "figures.csv", "new": 1, "changed": 1}) in await told()


@pytest.mark.parametrize(
    "lines", [(a_line(), a_line("XX")), (), (a_line(value=""),)], ids=["faulty", "none", "no data"]
)
async def test_nothing_is_half_kept(database: Database, lines: tuple[str, ...]) -> None:
    base = await imported(a_line())
    before = await told()

    with pytest.raises(NothingToKeep):
        await imported(*lines)

    assert await indicators.list_versions() == (base,)
    assert await told() == before


async def test_a_file_that_says_what_is_in_force_is_nothing_to_keep(database: Database) -> None:
    await imported(a_line(), a_line("KE", "1"))

    with pytest.raises(NothingToKeep):
        await imported(a_line("KEN", "1.0"), a_line())


async def test_a_proposal_made_before_another_import_is_refused(database: Database) -> None:
    stale = await proposed(a_line(value="7"))
    kept = await imported(a_line())

    with pytest.raises(ChangedMeanwhile):
        await actions.apply(stale, label="", by=SYSTEM, now=NOW)

    assert await indicators.list_versions() == (kept,)


async def test_of_two_imports_at_once_one_is_kept(database: Database) -> None:
    proposals = [await proposed(a_line(value=value)) for value in ("1", "2")]

    done = await asyncio.gather(
        *(actions.apply(each, label="", by=SYSTEM, now=NOW) for each in proposals), return_exceptions=True
    )

    kept = [each for each in done if isinstance(each, IndicatorTable)]
    assert [type(each) for each in done if each not in kept] == [ChangedMeanwhile]
    assert await indicators.list_versions() == tuple(kept)
    assert len(await indicators.list_all_measures(kept[0].id)) == 1


async def test_an_old_version_comes_into_force_again_and_out_of_it(database: Database) -> None:
    first, second = await imported(a_line()), await imported(a_line(value="9"))
    mark = await indicators.get_mark()

    again = await actions.make_current(first.id, by=SYSTEM, now=NOW)

    assert again == first
    assert await indicators.list_current() == (a_measure(),)
    assert await indicators.get_mark() != mark
    assert (Deed.CHANGED, "research 1", {"version": 1}) in await told()
    assert await actions.make_current(first.id, by=SYSTEM, now=NOW) == first
    assert len(await told()) == 3
    await actions.retire(first.id, by=SYSTEM, now=NOW)
    await actions.retire(second.id, by=SYSTEM, now=NOW)
    assert await indicators.list_current() == ()
    assert [(deed, label) for deed, label, _ in await told() if deed is Deed.WITHDRAWN] == [
        (Deed.WITHDRAWN, "research 1")
    ]
    third = await imported(a_line(value="10"))
    assert third.version == 3


async def test_only_a_version_out_of_force_is_removed(database: Database) -> None:
    first, second = await imported(a_line()), await imported(a_line(value="9"))
    with pytest.raises(TableIsCurrent):
        await actions.remove(second.id, by=SYSTEM, now=NOW)

    await actions.remove(first.id, by=SYSTEM, now=NOW)

    assert await indicators.list_versions() == (second,)
    assert (Deed.REMOVED, "research 1", {"rows": None}) in await told()
    for act in (actions.remove, actions.make_current, actions.retire):
        with pytest.raises(NotFound):
            await act(first.id, by=SYSTEM, now=NOW)


async def test_a_table_needs_a_code_and_a_title(database: Database) -> None:
    with pytest.raises(TableCodeOdd):
        await proposed(a_line(), code="A table")
    with pytest.raises(TableTitleMissing):
        await proposed(a_line(), title=" ")


async def test_each_role_does_what_the_matrix_says(database: Database) -> None:
    version, proposal = await imported(a_line()), await proposed(a_line(value="3"))

    for role in Role:
        asker = await an_asker(role)
        works = role in {Role.ADMINISTRATOR, Role.OFFICER}
        for act, is_allowed in (
            (lambda by: proposed(a_line(), by=by), works),
            (lambda by: actions.make_current(version.id, by=by, now=NOW), works),
            (lambda by: actions.remove(an_id("none"), by=by, now=NOW), role is Role.ADMINISTRATOR),
        ):
            try:
                await act(asker)
                was_allowed = True
            except NotFound:
                was_allowed = True
            except NotAllowed:
                was_allowed = False
            assert (role, was_allowed) == (role, is_allowed)
        if not works:
            with pytest.raises(NotAllowed):
                await actions.apply(proposal, label="", by=asker, now=NOW)
            with pytest.raises(NotAllowed):
                await actions.retire(version.id, by=asker, now=NOW)
