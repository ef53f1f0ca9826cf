"""Score sheets and comparison at the desk."""

import io

import openpyxl

from events_app.actions import applications as actions
from events_app.actions import scores as score_actions
from events_app.domain.applications import Application
from events_app.domain.organisations import Role
from events_app.domain.rights import Asker
from events_app.domain.scores import Criterion
from events_app.storage import admissions, scores
from tests.application_builders import a_company, a_fair_open_now, plant_admission, written
from tests.builders import a_text
from tests.clients import NOW, Client
from tests.web.planting import text_of
from tests.web.signing_in import a_member, enter, signed_in, token_of

HOME = "/en/desk/applications"
CRITERIA = (Criterion("novelty", a_text("Novelty"), 3), Criterion("market", a_text("Market"), 1))


async def a_case(word: str, exhibits: str = "Sensors") -> Application:
    company, asker = await a_company(word)
    draft = await actions.begin(company.id, "wind-2027", written(exhibits=exhibits), by=asker, now=NOW)
    return await actions.submit(draft.id, version=1, by=asker, now=NOW)


async def test_an_officer_scores_and_sees_the_mean_of_all(client: Client) -> None:
    await plant_admission(a_fair_open_now(), stands=3, criteria=CRITERIA)
    case = await a_case("valves")
    other, membership = await a_member(Role.OFFICER)
    await score_actions.give(case.id, {"novelty": 4}, by=Asker(other, (membership,)), now=NOW)
    await signed_in(client, Role.OFFICER)
    at = f"{HOME}/{case.id}/scores"
    form = {"form_token": token_of(client)}

    odd = await client.post(at, data=form | {"score-novelty": "12", "score-market": "x"})
    assert odd.status_code == 422
    assert 'id="score-novelty-error"' in odd.text
    assert 'id="score-market-error"' in odd.text
    assert 'value="12"' in odd.text
    done = await client.post(at, data=form | {"score-novelty": "8", "score-market": ""})
    assert done.headers["location"] == f"{HOME}/{case.id}?done=scored"
    page = await client.get(f"{HOME}/{case.id}?done=scored")
    assert "Your scores are kept." in text_of(page.text)
    assert "Score sheet: 6 2 officers" in text_of(page.text)
    assert 'value="8"' in page.text
    assert len(await scores.list_scores([case.id])) == 2


async def test_the_queue_and_the_workbook_have_the_scores(client: Client) -> None:
    await plant_admission(a_fair_open_now(), stands=3, criteria=CRITERIA)
    one, _ = await a_case("valves"), await a_case("pumps")
    await signed_in(client, Role.OFFICER)
    assert "Score" not in text_of((await client.get(HOME)).text)
    for given in ({"novelty": 4}, {"novelty": 7}):
        person, membership = await a_member(Role.OFFICER)
        await score_actions.give(one.id, given, by=Asker(person, (membership,)), now=NOW)

    page = text_of((await client.get(HOME)).text)
    answer = await client.get(f"{HOME}.xlsx")

    assert "Submitted 5.5" in page
    assert "Submitted –" in page
    (sheet,) = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    head, *rows = sheet.iter_rows(values_only=True)
    at = head.index("Score")
    assert sorted((row[2], row[at]) for row in rows if row[at] is not None) == [("Valves", 5.5)]


async def test_two_applications_stand_side_by_side(client: Client) -> None:
    edition = await plant_admission(a_fair_open_now(), stands=3, criteria=CRITERIA)
    one, two = await a_case("valves", "Valves of steel"), await a_case("pumps", "Pumps of bronze")
    await signed_in(client, Role.AUDITOR)

    alone = text_of((await client.get(f"{HOME}/{one.id}/compare")).text)
    assert "Valves of steel" in alone
    assert "Pumps of bronze" not in alone
    both = text_of((await client.get(f"{HOME}/{one.id}/compare?with={two.id}")).text)
    for words in ("Valves of steel", "Pumps of bronze", "Novelty", "weight 3"):
        assert words in both, words
    assert (await client.get(f"{HOME}/{one.id}/compare?with=nonsense")).status_code == 200
    kept = await admissions.find(edition.id)
    assert kept is not None
    assert kept.criteria == CRITERIA


async def test_cases_of_other_units_are_not_compared(client: Client) -> None:
    await plant_admission(a_fair_open_now(), stands=3)
    case = await a_case("valves")
    person, _ = await a_member(Role.UNIT_MANAGER)
    await enter(client, person.id)

    assert (await client.get(f"{HOME}/{case.id}/compare")).status_code == 403
