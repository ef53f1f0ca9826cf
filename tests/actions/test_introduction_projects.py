"""The project that comes of an introduction, and companies asked to apply, on both engines."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from events_app.actions import admissions, exhibitions
from events_app.actions.apply_invitations import AskedAlready, ask_to_apply
from events_app.actions.introduction_projects import open_project
from events_app.domain.admissions import NotTakingApplications, WindowClosed
from events_app.domain.exhibitions import DeadlineKind, Edition
from events_app.domain.history import Deed
from events_app.domain.introductions import IntroductionState, NotAgreed
from events_app.domain.jobs import JobKind
from events_app.domain.letters import Letter, LetterKind
from events_app.domain.offers import CooperationForm
from events_app.domain.organisations import Role
from events_app.domain.projects import ContractKind, ExportClass, Party, PartyRole, ProjectKind, Stage
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed, Noun
from events_app.storage import history, introductions, jobs, projects
from events_app.storage.database import Database
from tests.application_builders import an_admission
from tests.builders import a_deadline, a_series, an_id
from tests.clients import NOW
from tests.introduction_builders import plant_agreed, plant_introduction, plant_sides
from tests.offer_builders import ZONE
from tests.web.planting import CONTEXT, a_fair
from tests.web.signing_in import a_member

pytestmark = pytest.mark.usefixtures("database")


async def somebody(role: Role) -> Asker:
    person, membership = await a_member(role)
    return Asker(person, (membership,))


async def test_a_project_is_opened_once_with_both_sides_as_parties(database: Database) -> None:
    sides = await plant_sides(forms=(CooperationForm.LICENCE, CooperationForm.TRAINING), export_class=ExportClass.FREE)
    introduction = await plant_agreed(sides)
    officer = await somebody(Role.OFFICER)

    opened, project = await open_project(introduction.id, by=officer, context=CONTEXT, now=NOW, zone=ZONE)

    assert opened == await introductions.get(introduction.id)
    assert (opened.state, opened.project_slug) == (IntroductionState.OPENED, "pumps-ke")
    assert await projects.get("pumps-ke") == project
    assert (project.kind, project.contract_kind) == (ProjectKind.TRAINING, ContractKind.TRAINING), "what both name"
    assert project.parties == (
        Party(sides.company.name, PartyRole.SUPPLIER, "CN"),
        Party(sides.partner.name, PartyRole.CLIENT, "KE"),
    )
    content = sides.offer.content
    assert (project.name, project.summary, project.sectors, project.fields) == (
        content.title,
        content.summary,
        content.sectors,
        content.fields,
    )
    assert (project.countries, project.stage, project.is_public) == (("KE",), Stage.CONTACT, False)
    assert project.control.export_class is ExportClass.FREE
    with pytest.raises(NotAgreed):
        await open_project(introduction.id, by=officer, context=CONTEXT, now=NOW, zone=ZONE)
    lines = await history.list_lines(object_id=introduction.id)
    (line,) = [line for line in lines if line.person_id == officer.person_id]
    assert {change.name: change.after for change in line.changes} == {"state": "opened", "project": "pumps-ke"}


async def test_two_officers_open_one_project(database: Database) -> None:
    introduction = await plant_agreed(await plant_sides())

    outcomes = await asyncio.gather(
        *(open_project(introduction.id, by=SYSTEM, context=CONTEXT, now=NOW, zone=ZONE) for _ in range(2)),
        return_exceptions=True,
    )

    assert [type(each) for each in outcomes if isinstance(each, Exception)] == [NotAgreed]
    assert await projects.find("pumps-ke-2") is None


async def test_nothing_is_opened_before_both_agree_nor_by_others(database: Database) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)

    with pytest.raises(NotAgreed):
        await open_project(introduction.id, by=SYSTEM, context=CONTEXT, now=NOW, zone=ZONE)
    for asker in (sides.owner, sides.director, await somebody(Role.UNIT_MANAGER), await somebody(Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            await open_project(introduction.id, by=asker, context=CONTEXT, now=NOW, zone=ZONE)
    assert await projects.find("pumps-ke") is None


async def plant_fair(slug: str = "fair", *, closes: datetime | None = None) -> Edition:
    """Keep an edition in Kenya that takes applications until the end of the year, or that day."""
    deadlines = (
        a_deadline(id=an_id(f"open {slug}"), kind=DeadlineKind.APPLICATIONS_OPEN, at=datetime(2026, 10, 1, tzinfo=UTC)),
        a_deadline(
            id=an_id(f"close {slug}"),
            kind=DeadlineKind.APPLICATIONS_CLOSE,
            at=closes or datetime(2026, 12, 31, tzinfo=UTC),
        ),
    )
    fair = a_fair(slug, date(2027, 4, 5), country="KE", deadlines=deadlines)
    await exhibitions.add_edition(fair, by=SYSTEM, context=CONTEXT, now=NOW)
    await admissions.keep(slug, an_admission(edition_id=fair.id), by=SYSTEM, now=NOW)
    return fair


async def asked() -> list[Letter]:
    waiting = [Letter.of(job.payload) for job in await jobs.list_jobs(limit=50) if job.kind is JobKind.SEND_MAIL]
    return [letter for letter in waiting if letter.kind is LetterKind.ASKED_TO_APPLY]


async def test_a_company_is_asked_to_apply_once(database: Database) -> None:
    sides = await plant_sides()
    await exhibitions.add_series(a_series(), by=SYSTEM, now=NOW)
    fair = await plant_fair()
    officer = await somebody(Role.OFFICER)

    outcomes = await asyncio.gather(
        *(ask_to_apply(sides.company.id, fair.slug, by=officer, now=NOW) for _ in range(2)), return_exceptions=True
    )

    assert sorted(type(each).__name__ for each in outcomes) == ["AskedAlready", "NoneType"]
    (letter,) = await asked()
    assert sides.owner.person
    assert letter.to.address == sides.owner.person.email
    assert letter.params["path"] == "company/foundry/exhibitions/fair/apply"
    (line,) = await history.list_lines(noun=Noun.ADMISSION, deed=Deed.INVITED)
    assert (line.object_id, line.label, line.person_id) == (fair.id, "fair foundry", officer.person_id)
    with pytest.raises(AskedAlready):
        await ask_to_apply(sides.company.id, fair.slug, by=officer, now=NOW)


async def test_nobody_is_asked_where_no_applications_are_taken_nor_by_others(database: Database) -> None:
    sides = await plant_sides()
    await exhibitions.add_series(a_series(), by=SYSTEM, now=NOW)
    await plant_fair("over", closes=datetime(2026, 11, 1, tzinfo=UTC))
    await exhibitions.add_edition(a_fair("bare", date(2027, 4, 5), country="KE"), by=SYSTEM, context=CONTEXT, now=NOW)

    for slug, refusal in (("over", WindowClosed), ("bare", NotTakingApplications), ("none", NotFound)):
        with pytest.raises(refusal):
            await ask_to_apply(sides.company.id, slug, by=SYSTEM, now=NOW)
    with pytest.raises(NotFound):
        await ask_to_apply(sides.partner.id, "over", by=SYSTEM, now=NOW)
    for asker in (sides.owner, await somebody(Role.UNIT_OFFICER), await somebody(Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            await ask_to_apply(sides.company.id, "over", by=asker, now=NOW)
    assert await asked() == []
