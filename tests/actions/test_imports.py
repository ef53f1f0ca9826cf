"""Imports on both engines: everything at once or nothing, by the rules of any other change, and known again."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from events_app.actions import imports as actions
from events_app.actions.exports import record_export
from events_app.domain.duplicates import Reason
from events_app.domain.exchange import Report, Standing, table_of
from events_app.domain.exchange_editions import EDITIONS, StatusHasItsOwnMove
from events_app.domain.exchange_projects import PROJECTS
from events_app.domain.exhibitions import Days, Edition, EditionStatus
from events_app.domain.history import Deed, FieldChange
from events_app.domain.imports import identity_of, taken_over
from events_app.domain.organisations import Membership, OrganisationKind, Role
from events_app.domain.projects import Project
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import SYSTEM, Asker, NotAllowed, Noun
from events_app.domain.stages import SignedAmountMissing
from events_app.domain.tables import Fault, Line, Sheet
from events_app.formats import csv_tables
from events_app.storage import calendar, exhibitions, history, imports, projects
from events_app.storage.database import Database
from tests.builders import a_project, a_session, a_text, an_edition, an_id
from tests.import_builders import a_candidate, a_source
from tests.planting import context, plant, plant_projects
from tests.queries import counted_queries

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NEW = {
    "slug": "fair-2027",
    "series": "light-and-building",
    "name_en": "Fair 2027",
    "country": "FR",
    "zone": "Europe/Paris",
    "first_day": "2027-04-05",
    "last_day": "2027-04-08",
    "scope": "overseas",
    "mode": "independent",
    "status": "published",
}
CHANGE = {"slug": "light-and-building-2026", "last_day": "2026-10-16"}


def a_sheet(*lines: dict[str, str]) -> Sheet:
    header = tuple(dict.fromkeys(name for line in lines for name in line))
    return Sheet(header, tuple(Line(number, line) for number, line in enumerate(lines, 2)))


async def proposed(*lines: dict[str, str], by: Asker = SYSTEM) -> Report[Edition]:
    return await actions.propose_editions(a_sheet(*lines), language="en", by=by, now=NOW)


async def proposed_projects(*lines: dict[str, str], by: Asker = SYSTEM) -> Report[Project]:
    return await actions.propose_projects(a_sheet(*lines), language="en", by=by, now=NOW)


def an_asker(role: Role, kind: OrganisationKind = OrganisationKind.AUTHORITY) -> Asker:
    membership = Membership(
        id=an_id("membership"),
        person_id=an_id("person"),
        organisation_id=an_id("organisation"),
        organisation_kind=kind,
        role=role,
        created_at=NOW,
    )
    return Asker(None, (membership,))


async def test_a_file_is_imported_whole_through_calendar_and_history(database: Database) -> None:
    await plant(an_edition())
    report = await proposed(NEW, CHANGE)
    version = await calendar.get_state()

    done = await actions.apply(report, label="fairs.csv", by=SYSTEM, context=context(), now=NOW)

    assert done == replace(report, is_written=True)
    assert [proposal.standing for proposal in done.proposals] == [Standing.NEW, Standing.CHANGED]
    new = await exhibitions.get_edition("fair-2027")
    assert (new.status, new.name, new.days) == (
        EditionStatus.PUBLISHED,
        a_text("Fair 2027"),
        Days(date(2027, 4, 5), date(2027, 4, 8)),
    )
    assert (await exhibitions.get_edition("light-and-building-2026")).days.last == date(2026, 10, 16)
    assert await calendar.get_state() != version
    lines = await history.list_lines(noun=Noun.EXHIBITION, limit=20)
    (line,) = [line for line in lines if line.deed is Deed.IMPORTED]
    assert (line.label, line.changes) == (
        "fairs.csv",
        (FieldChange("new", None, 1), FieldChange("changed", None, 1)),
    )


async def test_a_dry_run_says_the_same_and_writes_nothing(database: Database) -> None:
    await plant(an_edition())
    report = await proposed(NEW, CHANGE)
    version = await calendar.get_state()

    assert await actions.apply(report, dry_run=True, by=SYSTEM, context=context(), now=NOW) == report

    assert await exhibitions.find_edition("fair-2027") is None
    assert await exhibitions.get_edition("light-and-building-2026") == an_edition()
    assert await calendar.get_state() == version


async def test_one_line_that_an_action_refuses_takes_back_all(database: Database) -> None:
    await plant(an_edition())
    report = await proposed(NEW, CHANGE)
    edition = await exhibitions.get_edition("light-and-building-2026")
    await exhibitions.set_edition(replace(edition, source="changed meanwhile"))

    done = await actions.apply(report, by=SYSTEM, context=context(), now=NOW)

    assert not done.is_written
    assert done.all_faults == (Fault(3, "", ChangedMeanwhile.message),)
    assert done.proposals[0] == report.proposals[0]
    assert await exhibitions.find_edition("fair-2027") is None


async def test_a_slug_that_somebody_takes_meanwhile_is_a_fault(database: Database) -> None:
    await plant()
    report = await proposed(NEW)
    await exhibitions.add_edition(an_edition(slug="fair-2027"))

    done = await actions.apply(report, by=SYSTEM, context=context(), now=NOW)

    assert done.all_faults == (Fault(2, "", ChangedMeanwhile.message),)
    assert (await exhibitions.get_edition("fair-2027")).name == an_edition().name


async def test_what_has_faults_or_nothing_to_keep_is_not_applied(database: Database) -> None:
    await plant(an_edition())

    for lines in ([{**NEW, "country": "XX"}, CHANGE], [{"slug": "light-and-building-2026"}]):
        with pytest.raises(actions.NothingToImport):
            await actions.apply(await proposed(*lines), by=SYSTEM, context=context(), now=NOW)
    assert await exhibitions.get_edition("light-and-building-2026") == an_edition()


async def test_only_who_may_import_may(database: Database) -> None:
    await plant(an_edition())
    report = await proposed(CHANGE)

    for role in (Role.AUDITOR, Role.TRANSLATOR):
        asker = an_asker(role) if role is Role.AUDITOR else Asker(None)
        with pytest.raises(NotAllowed):
            await proposed(CHANGE, by=asker)
        with pytest.raises(NotAllowed):
            await actions.apply(report, by=asker, context=context(), now=NOW)
        with pytest.raises(NotAllowed):
            await actions.find_candidates(a_source(), [a_candidate()], by=asker, now=NOW)
        with pytest.raises(NotAllowed):
            await actions.add_source(a_source(), by=asker, now=NOW)


async def test_a_unit_officer_changes_nothing_of_others(database: Database) -> None:
    await plant(an_edition())
    officer = an_asker(Role.UNIT_OFFICER, OrganisationKind.UNIT)

    report = await proposed(CHANGE, by=officer)
    smuggled = await actions.apply(await proposed(CHANGE), by=officer, context=context(), now=NOW)

    assert report.all_faults == (Fault(2, "", NotAllowed.message),)
    assert report.proposals[0].differences == ()
    assert smuggled.all_faults == (Fault(2, "", NotAllowed.message),)
    assert await exhibitions.get_edition("light-and-building-2026") == an_edition()


async def test_projects_are_imported_by_the_same_rules(database: Database) -> None:
    await plant(an_edition())
    await plant_projects(a_project())
    change = {"slug": "solar-park-nakuru", "zone": "Africa/Kampala", "edition_slugs": "light-and-building-2026"}
    new = {"slug": "wind", "name_en": "Wind", "kind": "contracting", "zone": "Africa/Nairobi", "stage": "signed"}

    officer = an_asker(Role.OFFICER)
    refused = await actions.apply(
        await proposed_projects(change, new, by=officer), by=officer, context=context(), now=NOW
    )
    done = await actions.apply(
        await proposed_projects(change, {**new, "stage": "idea"}, by=officer), by=officer, context=context(), now=NOW
    )

    assert refused.all_faults == (Fault(3, "", SignedAmountMissing.message),)
    assert done.is_written
    changed = await projects.get("solar-park-nakuru")
    assert (changed.zone, changed.edition_slugs) == ("Africa/Kampala", ("light-and-building-2026",))
    assert (await projects.get("wind")).name == a_text("Wind")


async def test_everything_exported_comes_back_unchanged(database: Database) -> None:
    await plant(an_edition(sessions=(a_session(),)))
    await plant_projects(a_project())
    known = await actions.known_here()

    editions = table_of(EDITIONS, [await exhibitions.get_edition("light-and-building-2026")], known=known)
    kept = table_of(PROJECTS, [await projects.get("solar-park-nakuru")], known=known)

    for report in (
        await actions.propose_editions(
            csv_tables.read(csv_tables.written(editions)), language="fr", by=SYSTEM, now=NOW
        ),
        await actions.propose_projects(csv_tables.read(csv_tables.written(kept)), language="fr", by=SYSTEM, now=NOW),
    ):
        assert [proposal.standing for proposal in report.proposals] == [Standing.UNCHANGED]
        assert (report.all_faults, report.unknown_columns) == ((), ())


async def test_comparing_costs_the_same_for_one_line_and_for_thirty(database: Database) -> None:
    await plant(*(an_edition(id=an_id(str(number)), slug=f"fair-{number}") for number in range(30)))

    with counted_queries() as one:
        await proposed({"slug": "fair-1", "source": "x"})
    with counted_queries() as thirty:
        await proposed(*({"slug": f"fair-{number}", "source": "x"} for number in range(30)))

    assert len(one) == len(thirty)


async def test_an_event_becomes_an_edition_and_is_known_again(database: Database) -> None:
    await plant(an_edition(status=EditionStatus.DRAFT))
    source = await actions.add_source(a_source(), by=SYSTEM, now=NOW)
    candidate = a_candidate(sequence=1)

    (first,) = await actions.find_candidates(source, [candidate], by=SYSTEM, now=NOW)
    assert (first.edition, first.duplicates[0].slug) == (None, "light-and-building-2026")
    assert Reason.SAME_TITLE in first.duplicates[0].reasons
    edition = taken_over(an_edition(id=an_id("taken"), slug="taken-2026"), candidate, source=source.address, now=NOW)
    identity = identity_of(candidate, source_id=source.id, edition_id=edition.id, now=NOW)
    proposal = actions.proposal_of(candidate, edition, old=None, identity=identity, now=NOW)
    report = Report(noun=Noun.EXHIBITION, proposals=(proposal,))
    assert (await actions.apply(report, by=SYSTEM, context=context(), now=NOW)).is_written

    moved = replace(candidate, title="Another title", days=Days(date(2027, 5, 3), date(2027, 5, 6)), sequence=2)
    (again,) = await actions.find_candidates(source, [moved], by=SYSTEM, now=NOW)
    old = await exhibitions.get_edition("taken-2026")
    assert (again.edition, again.is_older, again.duplicates) == (old, False, ())
    follow = actions.proposal_of(
        moved, old, old=old, identity=identity_of(moved, source_id=source.id, edition_id=old.id, now=NOW), now=NOW
    )
    assert follow.standing is Standing.CHANGED
    report = Report(noun=Noun.EXHIBITION, proposals=(follow,))
    assert (await actions.apply(report, by=SYSTEM, context=context(), now=NOW)).is_written

    changed = await exhibitions.get_edition("taken-2026")
    assert (changed.days, changed.name) == (moved.days, a_text("LIGHT + BUILDING 2026"))
    (stale,) = await actions.find_candidates(source, [candidate], by=SYSTEM, now=NOW)
    assert stale.is_older


async def test_a_person_says_that_an_event_is_an_edition_that_is_here(database: Database) -> None:
    await plant(an_edition())
    source = await actions.add_source(a_source(), by=SYSTEM, now=NOW)
    candidate, old = a_candidate(), await exhibitions.get_edition("light-and-building-2026")
    identity = identity_of(candidate, source_id=source.id, edition_id=old.id, now=NOW)
    proposal = actions.proposal_of(candidate, old, old=old, identity=identity, now=NOW)
    report = Report(noun=Noun.EXHIBITION, proposals=(proposal,))

    assert proposal.standing is Standing.UNCHANGED
    officer = an_asker(Role.UNIT_OFFICER, OrganisationKind.UNIT)
    with pytest.raises(NotAllowed):
        await actions.apply(report, by=officer, context=context(), now=NOW)
    assert (await actions.apply(report, by=SYSTEM, context=context(), now=NOW)).is_written

    (found,) = await actions.find_candidates(source, [candidate], by=SYSTEM, now=NOW)
    assert (found.edition, found.duplicates) == (old, ())


async def test_an_export_is_told_in_the_history(database: Database) -> None:
    await record_export(Noun.PROJECT, count=7, label="projects.csv", by=SYSTEM, now=NOW)

    (line,) = await history.list_lines(noun=Noun.PROJECT)
    assert (line.deed, line.label, line.changes) == (Deed.EXPORTED, "projects.csv", (FieldChange("count", None, 7),))
    with pytest.raises(NotAllowed):
        await record_export(Noun.PROJECT, count=1, label="x", by=Asker(None), now=NOW)


async def test_drafts_of_others_are_not_told_as_duplicates(database: Database) -> None:
    await plant(an_edition(status=EditionStatus.DRAFT))
    officer = an_asker(Role.UNIT_OFFICER, OrganisationKind.UNIT)

    own = a_source(unit_id=an_id("organisation"))

    (found,) = await actions.find_candidates(own, [a_candidate()], by=officer, now=NOW)
    (seen,) = await actions.find_candidates(a_source(), [a_candidate()], by=SYSTEM, now=NOW)

    assert (len(found.duplicates), len(seen.duplicates)) == (0, 1)


async def test_a_proposal_cannot_change_a_status(database: Database) -> None:
    await plant(an_edition())
    old = await exhibitions.get_edition("light-and-building-2026")
    report = await proposed(CHANGE)
    value = replace(old, status=EditionStatus.CANCELLED, reason=a_text("No."))
    report = replace(report, proposals=(replace(report.proposals[0], value=value),))

    done = await actions.apply(report, by=SYSTEM, context=context(), now=NOW)

    assert done.all_faults == (Fault(2, "", StatusHasItsOwnMove.message),)


async def test_a_source_is_kept_once_and_its_last_fetch_noted(database: Database) -> None:
    source = await actions.add_source(a_source(), by=SYSTEM, now=NOW)
    same = await actions.add_source(a_source(id=an_id("second")), by=SYSTEM, now=NOW)

    noted = await actions.note_fetch(source, etag='"x"', by=SYSTEM, now=NOW)

    assert same == source
    assert noted == replace(source, etag='"x"', fetched_at=NOW, version=2)
    assert await imports.get_source(source.id) == noted
