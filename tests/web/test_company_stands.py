"""The offered stand in the company's hands: seen on the plan, accepted, another asked for, declined; and in public."""

import pytest

from events_app.actions import decisions, stand_gifts
from events_app.actions import stands as actions
from events_app.domain.applications import Application, ApplicationState, Move
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.storage import applications, stands
from tests.application_builders import a_fair_open_now, plant_admission
from tests.clients import NOW, Client
from tests.stand_builders import an_accepted, plant_hall
from tests.web.planting import text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

S = ApplicationState


async def offered(client: Client, role: Role = Role.EXPORTER_OWNER) -> Application:
    """A case whose stand A01 is offered, with somebody of the company signed in."""
    edition = await plant_admission(a_fair_open_now())
    _, found = await plant_hall(edition)
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    case = await an_accepted(company, edition)
    await stand_gifts.give(found[0].id, case.id, by=SYSTEM, now=NOW)
    await signed_in(client, role, organisation=company)
    await stand_gifts.offer(case.id, by=SYSTEM, now=NOW)
    return await applications.get(case.id)


def at(case: Application) -> str:
    return f"/en/company/valves/applications/{case.id}/stand"


async def sent(client: Client, case: Application, **typed: str) -> tuple[int, str]:
    answer = await client.post(at(case), data={"version": str(case.version)} | typed | {"form_token": token_of(client)})
    return answer.status_code, text_of(answer.text)


async def test_the_stand_is_shown_on_the_plan_and_accepted(client: Client) -> None:
    case = await offered(client)
    page = (await client.get(at(case))).text
    assert page.count('class="stand stand-yours"') == 2  # on the plan and in the legend
    assert at(case) in (await client.get(at(case).removesuffix("/stand"))).text

    assert (await sent(client, case, move="accept_stand"))[0] == 303

    assert (await applications.get(case.id)).state is S.STAND_ACCEPTED
    assert 'value="accept_stand"' not in (await client.get(at(case))).text
    assert (await sent(client, case, move="accept_stand"))[0] == 409


@pytest.mark.parametrize("move", ["ask_other_stand", "decline_stand"])
async def test_another_is_asked_for_with_words_or_none_is_taken(client: Client, move: str) -> None:
    case = await offered(client)
    if move == "ask_other_stand":
        status, text = await sent(client, case, move=move)
        assert (status, "which stand or place you would rather have" in text) == (422, True)

    assert (await sent(client, case, move=move, words="By the entrance."))[0] == 303

    assert (await applications.get(case.id)).state is S.ACCEPTED
    assert await stands.list_of_application(case.id) == ()
    assert "No stand is offered to you yet" in text_of((await client.get(at(case))).text)
    assert "By the entrance." in (await client.get(at(case).removesuffix("/stand"))).text


async def test_a_colleague_sees_the_stand_and_cannot_answer(client: Client) -> None:
    case = await offered(client, Role.EXPORTER_STAFF)

    assert "Only who is responsible" in text_of((await client.get(at(case))).text)
    assert (await sent(client, case, move="accept_stand"))[0] == 403
    assert (await applications.get(case.id)).state is S.STAND_OFFERED


async def test_the_public_sees_confirmed_exhibitors_once_the_plan_is_published(client: Client) -> None:
    case = await offered(client)
    await sent(client, case, move="accept_stand")
    public = "/en/exhibitions/wind-2027"
    await actions.publish(case.edition_id, is_published=True, by=SYSTEM, now=NOW)
    assert "Valves" not in (await client.get(public)).text.partition('id="halls"')[2]

    await decisions.decide(case.id, Move.CONFIRM, by=SYSTEM, now=NOW)

    shown = (await client.get(public)).text.partition('id="halls"')[2]
    assert "Valves" in shown
    assert shown.count('class="stand stand-taken"') == 2
    await actions.publish(case.edition_id, is_published=False, by=SYSTEM, now=NOW)
    assert 'id="halls"' not in (await client.get(public)).text
