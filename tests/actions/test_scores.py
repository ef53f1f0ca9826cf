"""Scoring through the actions, on both engines."""

import pytest

from events_app.actions import scores as actions
from events_app.domain.applications import Application
from events_app.domain.organisations import Role
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed, SignInNeeded
from events_app.domain.scores import Criterion, ScoreOdd, sheet_of
from events_app.storage import scores
from events_app.storage.database import Database
from tests.application_builders import WITHIN, a_company, a_submitted, plant_admission
from tests.builders import a_text
from tests.web.signing_in import a_member

pytestmark = pytest.mark.usefixtures("database")
CRITERIA = (Criterion("novelty", a_text("Novelty"), 3), Criterion("market", a_text("Market"), 1))


async def a_case() -> tuple[Application, Asker]:
    await plant_admission(criteria=CRITERIA)
    company, asker = await a_company("valves")
    return await a_submitted(company, asker), asker


async def an_officer() -> Asker:
    person, membership = await a_member(Role.OFFICER)
    return Asker(person, (membership,))


async def test_each_officer_scores_for_themselves_and_may_think_again(database: Database) -> None:
    case, _ = await a_case()
    one, two = await an_officer(), await an_officer()

    await actions.give(case.id, {"novelty": 8, "market": 2}, by=one, now=WITHIN)
    await actions.give(case.id, {"novelty": 6}, by=two, now=WITHIN)
    await actions.give(case.id, {"novelty": 10}, by=one, now=WITHIN)

    sheet = sheet_of(CRITERIA, await scores.list_scores([case.id]))
    assert ({key: float(mean) for key, mean in sheet.means.items()}, sheet.officers) == ({"novelty": 8.0}, 2)
    await actions.give(case.id, {}, by=one, now=WITHIN)
    assert len(await scores.list_scores([case.id])) == 1
    assert await scores.list_scores([]) == ()


async def test_what_is_not_on_the_sheet_or_off_the_scale_is_refused(database: Database) -> None:
    case, asker = await a_case()
    officer = await an_officer()

    with pytest.raises(NotFound):
        await actions.give(case.id, {"beauty": 5}, by=officer, now=WITHIN)
    with pytest.raises(ScoreOdd):
        await actions.give(case.id, {"market": 11}, by=officer, now=WITHIN)
    with pytest.raises(NotAllowed):
        await actions.give(case.id, {"market": 5}, by=asker, now=WITHIN)
    with pytest.raises(SignInNeeded):
        await actions.give(case.id, {"market": 5}, by=SYSTEM, now=WITHIN)
    assert await scores.list_scores([case.id]) == ()
