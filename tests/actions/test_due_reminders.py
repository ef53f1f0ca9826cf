"""Reminders of travellers' deadlines on both engines: each goes out once, in the language of whoever gets it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from events_app.actions import delegations, due_reminders
from events_app.domain.delegations import Due, DueKind, Member
from events_app.domain.due_reminders import ReminderStep, reminders_due
from events_app.domain.history import Deed
from events_app.domain.letters import Letter
from events_app.domain.rights import SYSTEM
from events_app.edge.letters import LetterWriter
from events_app.edge.pages import open_pages
from events_app.settings import read
from events_app.storage import delegations as kept
from events_app.storage import due_reminders as noted
from events_app.storage import history, jobs
from events_app.storage.database import Database
from tests.actions.test_races import together
from tests.application_builders import a_company, plant_admission
from tests.builders import an_id
from tests.delegation_builders import a_member_of_delegation
from tests.web.planting import a_fair

DAY = date(2027, 3, 1)
FAIR = a_fair("wind-2027", date(2027, 5, 1), zone="Asia/Shanghai")
SOON = datetime(2027, 2, 14, 16, 1, tzinfo=UTC)
"""Fourteen days before in Shanghai."""
K, STEP = DueKind, ReminderStep
OPEN = (Due(K.VISA, DAY), Due(K.HOTEL, DAY + timedelta(days=200)), Due(K.FLIGHT, DAY, is_done=True))


def a_traveller(word: str, **changes: Any) -> Member:  # noqa: ANN401 - fields of a member
    given = {"id": an_id(word), "edition_id": FAIR.id, "name": word, "dues": OPEN}
    return a_member_of_delegation(**given | changes)


async def letters() -> list[Letter]:
    return [Letter.of(job.payload) for job in reversed(await jobs.list_jobs(limit=20))]


async def test_of_workers_at_once_one_reminds_and_each_step_of_a_day_goes_out_once(database: Database) -> None:
    await plant_admission(FAIR)
    ada = a_traveller("ADA", email="ada@people.example")
    await kept.add(ada)

    early = await due_reminders.remind(SOON - timedelta(minutes=2), days=14)
    found = await together(lambda _: due_reminders.remind(SOON, days=14))
    on_the_day = await due_reminders.remind(SOON + timedelta(days=14), days=14)
    late = [await due_reminders.remind(SOON + timedelta(days=15 + number), days=14) for number in range(2)]
    moved = replace(ada, dues=(Due(K.VISA, DAY + timedelta(days=20)),))
    await delegations.change(moved, by=SYSTEM, now=SOON)
    again = await due_reminders.remind(SOON + timedelta(days=20), days=14)

    assert (early, found.count(0), found.count(1), on_the_day, late, again) == (0, 7, 1, 0, [1, 0], 1)
    sent = await letters()
    assert [(each.kind.value, each.to.address, each.language) for each in sent] == [
        ("dues_near", "ada@people.example", "fr"),
        ("dues_over", "ada@people.example", "fr"),
        ("dues_near", "ada@people.example", "fr"),
    ]
    assert sent[0].params["dues"] == [["visa", "2027-03-01", ["ADA"]]]
    shown = [(each.reminder.step, each.reminder.day) for each in await noted.list_sent(ada.id)]
    assert shown == [(STEP.NEAR, DAY + timedelta(days=20)), (STEP.OVER, DAY), (STEP.NEAR, DAY)]
    deeds = [line.deed for line in await history.list_lines(object_id=ada.id)]
    assert deeds.count(Deed.REMINDED) == 3


async def test_a_company_is_told_of_its_people_in_one_letter_and_of_all_freight(sqlite_database: Database) -> None:
    await plant_admission(FAIR)
    company, owner = await a_company("lanyu")
    assert owner.person is not None
    dues = (Due(K.VISA, DAY), Due(K.FREIGHT, DAY))
    for word, email in (("ADA", ""), ("BO", ""), ("CY", "cy@people.example")):
        await kept.add(a_traveller(word, company_id=company.id, unit="", email=email, dues=dues))
    await kept.add(a_traveller("DAN"))

    assert await due_reminders.remind(SOON, days=14) == 6

    by_address = {letter.to.address: letter for letter in await letters()}
    assert by_address.keys() == {owner.person.email, "cy@people.example"}
    told = by_address[owner.person.email]
    assert told.params["dues"] == [
        ["freight", "2027-03-01", ["ADA", "BO", "CY"]],
        ["visa", "2027-03-01", ["ADA", "BO"]],
    ]
    assert by_address["cy@people.example"].params["dues"] == [["visa", "2027-03-01", ["CY"]]]
    assert await noted.list_sent(an_id("DAN")) == ()
    settings = read({"HOME_COUNTRY": "CN", "HOME_ZONE": "Asia/Shanghai", "BASE_URL": "https://fairs.example"})
    text = LetterWriter(open_pages(settings)).message(told, job_id=an_id("job"), written_at=SOON).text
    assert "Freight: 1 March 2027 – ADA, BO and CY\nVisa: 1 March 2027 – ADA and BO\n" in text
    assert "https://fairs.example/en/company/lanyu/delegations/wind-2027\n" in text


async def test_nobody_is_reminded_once_the_edition_is_over(sqlite_database: Database) -> None:
    await plant_admission(FAIR)
    await kept.add(a_traveller("ADA", email="ada@people.example"))

    assert await due_reminders.remind(datetime(2027, 6, 1, tzinfo=UTC), days=14) == 0


def test_what_is_open_is_due_from_so_many_days_before_and_after_its_day() -> None:
    found = {
        days: [each.step for each in reminders_due(a_traveller("ADA"), {}, DAY - timedelta(days=days), days=3)]
        for days in (4, 3, 0, -1)
    }

    assert found == {4: [], 3: [STEP.NEAR], 0: [STEP.NEAR], -1: [STEP.OVER]}
