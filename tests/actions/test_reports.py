"""Reports: drafts, sending, corrections that keep what was sent, and projects that come of them; on both engines."""

from dataclasses import replace

import pytest

from events_app.actions import reports as actions
from events_app.actions.report_projects import open_project
from events_app.domain.applications import ApplicationState, ReportMissing
from events_app.domain.outcomes import Sum
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.reports import NoProject, Outcome, ReportGone, ReportState
from events_app.domain.rights import SYSTEM, NotAllowed
from events_app.storage import applications, exhibitions, outcomes, reports
from events_app.storage.figures import Counted
from tests.report_builders import AFTER, LINE, USD, a_case_that_took_part, an_outcome
from tests.web.planting import CONTEXT

pytestmark = pytest.mark.usefixtures("database")


async def test_a_report_is_resumed_sent_and_corrected_by_a_new_version() -> None:
    case, _, by = await a_case_that_took_part()
    bare = await actions.write(case.id, Outcome(), version=None, by=by, now=AFTER)
    with pytest.raises(ReportMissing):
        await actions.send(bare.id, version=1, by=by, now=AFTER)
    draft = await actions.write(case.id, an_outcome(), version=1, by=by, now=AFTER)
    with pytest.raises(ChangedMeanwhile):
        await actions.write(case.id, an_outcome(), version=1, by=by, now=AFTER)
    first = await actions.send(draft.id, version=draft.version, by=by, now=AFTER)
    with pytest.raises(ReportGone):
        await actions.send(first.id, version=first.version, by=by, now=AFTER)
    moved = await applications.get(case.id)
    assert (moved.state, moved.report) == (ApplicationState.REPORTED, "One order.")

    fixed = await actions.write(case.id, an_outcome(leads=9, text="Two orders."), version=None, by=by, now=AFTER)
    await actions.send(fixed.id, version=fixed.version, by=by, now=AFTER)

    versions = await reports.list_versions(case.edition_id, case.id)
    assert [(each.number, each.state, each.outcome.leads) for each in versions] == [
        (2, ReportState.CURRENT, 9),
        (1, ReportState.REPLACED, 5),
    ]
    assert versions[1].outcome == an_outcome()
    assert (await applications.get(case.id)).report == "Two orders."
    total = await outcomes.get_sum(case.edition_id)
    assert total == Sum(1, 1, 40, 9, 1, 4, 1, 0, {"USD": (USD.intended_minor, USD.signed_minor)})


async def test_sums_are_of_what_is_in_force_and_units_stand_apart() -> None:
    case, _, by = await a_case_that_took_part()
    edition = (await exhibitions.list_editions_by_id([case.edition_id]))[case.edition_id]
    draft = await actions.write(case.id, an_outcome(), version=None, by=by, now=AFTER)
    counted = Counted(edition.days.first, edition.days.last)
    (before,) = await outcomes.list_sums(counted, today=AFTER.date())
    assert before.exhibitors == Sum(asked=1)
    await actions.send(draft.id, version=1, by=by, now=AFTER)
    unit = await actions.write_of_unit(edition.slug, an_outcome(visitors=900), version=None, by=SYSTEM, now=AFTER)
    await actions.send(unit.id, version=1, by=SYSTEM, now=AFTER)

    (found,) = await outcomes.list_sums(counted, today=AFTER.date())

    assert (found.exhibitors.reported, found.exhibitors.asked, found.exhibitors.visitors) == (1, 1, 40)
    assert (found.unit.reported, found.unit.visitors) == (1, 900)
    assert await outcomes.list_partner_sums(counted) == {"KE": Sum(leads=2, memoranda=1)}


async def test_a_project_is_opened_once_with_company_country_and_edition() -> None:
    case, company, by = await a_case_that_took_part()
    draft = await actions.write(case.id, an_outcome(), version=None, by=by, now=AFTER)
    sent = await actions.send(draft.id, version=1, by=by, now=AFTER)
    with pytest.raises(NotAllowed):
        await open_project(sent.id, LINE.id, by=by, context=CONTEXT, now=AFTER, zone="UTC")

    project = await open_project(sent.id, LINE.id, by=SYSTEM, context=CONTEXT, now=AFTER, zone="UTC")

    assert project.countries == ("KE",)
    assert [party.name.shown("en").text for party in project.parties] == [company.name.shown("en").text, "Rift Works"]
    assert project.edition_slugs == ("light-and-building-2026",)
    assert not project.is_public
    assert await reports.list_projects([LINE.id]) == {LINE.id: project.slug}
    with pytest.raises(NoProject):
        await open_project(sent.id, LINE.id, by=SYSTEM, context=CONTEXT, now=AFTER, zone="UTC")


async def test_staff_write_and_do_not_send() -> None:
    case, _, by = await a_case_that_took_part()
    draft = await actions.write(case.id, an_outcome(), version=None, by=by, now=AFTER)

    with pytest.raises(NotAllowed):
        await actions.send(draft.id, version=1, by=replace(by, memberships=()), now=AFTER)
