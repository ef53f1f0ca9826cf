"""Changes after submitting, on both engines: one open at a time, decided once, never beyond what is free."""

import asyncio

import pytest

from events_app.actions import applications as actions
from events_app.actions import change_requests as changes
from events_app.actions import decisions
from events_app.domain.admissions import NoPlaceFree
from events_app.domain.applications import Application, ApplicationState, Move, Wish
from events_app.domain.change_requests import ChangeDecided, ChangeImpossible, ChangeOpenAlready, ChangeState
from events_app.domain.jobs import JobKind
from events_app.domain.letters import Letter, LetterKind
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.storage import applications, jobs, papers
from events_app.storage.database import Database
from tests.application_builders import WITHIN, a_company, a_submitted, plant_admission

pytestmark = pytest.mark.usefixtures("database")
G, R = ChangeState.GRANTED, ChangeState.REFUSED


async def accepted(word: str) -> tuple[Application, Asker]:
    company, asker = await a_company(word)
    case = await a_submitted(company, asker)
    for move in (Move.FIND_ELIGIBLE, Move.OFFER):
        await decisions.decide(case.id, move, by=SYSTEM, now=WITHIN)
    return await actions.answer(case.id, Move.ACCEPT, by=asker, now=WITHIN), asker


async def asked(case: Application, by: Asker, stands: int) -> Application:
    await changes.request(case.id, Wish(stands=stands, area=9 * stands), "Machines", "Larger.", by=by, now=WITHIN)
    return case


async def test_what_is_granted_is_the_application_and_is_told(database: Database) -> None:
    await plant_admission(stands=3)
    case, asker = await accepted("valves")
    await asked(case, asker, 3)
    (request,) = await papers.list_requests(case.id)

    await changes.decide(case.id, request.id, G, answer="Gladly.", by=SYSTEM, now=WITHIN)

    kept = await applications.get(case.id)
    assert (kept.wish.stands, kept.wish.area, kept.exhibits, kept.state) == (
        3,
        27,
        "Machines",
        ApplicationState.ACCEPTED,
    )
    assert (await applications.get_ledger(case.edition_id)).total.stands == 3
    kinds = [Letter.of(job.payload).kind for job in await jobs.list_jobs(limit=50) if job.kind is JobKind.SEND_MAIL]
    assert LetterKind.CHANGE_GRANTED in kinds
    assert (await papers.list_requests(case.id))[0].answer == "Gladly."


async def test_more_than_is_free_is_not_granted_and_nothing_changes(database: Database) -> None:
    await plant_admission(stands=3)
    case, asker = await accepted("valves")
    await accepted("pumps")
    await asked(case, asker, 3)
    (request,) = await papers.list_requests(case.id)

    with pytest.raises(NoPlaceFree):
        await changes.decide(case.id, request.id, G, by=SYSTEM, now=WITHIN)

    assert (await applications.get(case.id)).wish.stands == 1
    assert (await papers.get_request(request.id)).state is ChangeState.OPEN
    assert await papers.list_with_open_request([case.id]) == {case.id}


async def test_two_changes_at_once_never_oversell(database: Database) -> None:
    await plant_admission(stands=3)
    one, two = await accepted("valves"), await accepted("pumps")
    for case, asker in (one, two):
        await asked(case, asker, 2)
    requests = [(await papers.list_requests(case.id))[0] for case, _ in (one, two)]

    outcomes = await asyncio.gather(
        *(changes.decide(each.application_id, each.id, G, by=SYSTEM, now=WITHIN) for each in requests),
        return_exceptions=True,
    )

    assert sorted(type(each).__name__ for each in outcomes) == ["Application", "NoPlaceFree"]
    assert (await applications.get_ledger(one[0].edition_id)).total.stands == 3


async def test_what_becomes_smaller_gives_its_place_to_who_waits(database: Database) -> None:
    await plant_admission(stands=2)
    company, asker = await a_company("valves")
    case = await a_submitted(company, asker, stands=2)
    for move in (Move.FIND_ELIGIBLE, Move.OFFER):
        await decisions.decide(case.id, move, by=SYSTEM, now=WITHIN)
    case = await actions.answer(case.id, Move.ACCEPT, by=asker, now=WITHIN)
    other, by_other = await a_company("pumps")
    waits = await a_submitted(other, by_other)
    for move in (Move.FIND_ELIGIBLE, Move.PUT_ON_LIST):
        await decisions.decide(waits.id, move, by=SYSTEM, now=WITHIN)
    assert (await applications.get(waits.id)).state is ApplicationState.WAITING
    await asked(case, asker, 1)
    (request,) = await papers.list_requests(case.id)

    await changes.decide(case.id, request.id, G, by=SYSTEM, now=WITHIN)

    assert (await applications.get(waits.id)).state is ApplicationState.OFFERED


async def test_one_is_open_at_a_time_and_decided_once(database: Database) -> None:
    await plant_admission()
    case, asker = await accepted("valves")
    await asked(case, asker, 2)
    with pytest.raises(ChangeOpenAlready):
        await asked(case, asker, 3)
    (request,) = await papers.list_requests(case.id)

    await changes.take_back(request.id, by=asker, now=WITHIN)
    for state in (G, R):
        with pytest.raises(ChangeDecided):
            await changes.decide(case.id, request.id, state, answer="No.", by=SYSTEM, now=WITHIN)
    with pytest.raises(ChangeDecided):
        await changes.take_back(request.id, by=asker, now=WITHIN)
    await asked(case, asker, 3)
    assert len(await papers.list_requests(case.id)) == 2


async def test_rights_and_the_end_of_a_case_are_asked_for(database: Database) -> None:
    await plant_admission()
    case, asker = await accepted("valves")
    other, stranger = await accepted("pumps")
    with pytest.raises(NotAllowed):
        await asked(case, stranger, 2)
    await asked(case, asker, 2)
    (request,) = await papers.list_requests(case.id)
    with pytest.raises(NotAllowed):
        await changes.decide(case.id, request.id, G, by=asker, now=WITHIN)
    with pytest.raises(NotFound):
        await changes.decide(other.id, request.id, G, by=SYSTEM, now=WITHIN)
    with pytest.raises(NotAllowed):
        await changes.take_back(request.id, by=stranger, now=WITHIN)

    await actions.answer(case.id, Move.WITHDRAW, by=asker, now=WITHIN)

    with pytest.raises(ChangeImpossible):
        await changes.decide(case.id, request.id, G, by=SYSTEM, now=WITHIN)
    with pytest.raises(ChangeImpossible):
        await asked(case, asker, 3)
