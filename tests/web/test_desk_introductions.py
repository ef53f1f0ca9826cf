"""Introductions at the desk: listed, read with both answers, withdrawn, lifted, and led on to a project."""

import pytest

from events_app.actions import introductions as actions
from events_app.domain.introductions import IntroductionState, Reply, Side
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.storage import introductions, projects
from tests.clients import NOW, Client
from tests.introduction_builders import (
    COMPANY_NAME,
    PARTNER_NAME,
    plant_agreed,
    plant_introduction,
    plant_sides,
    reply,
)
from tests.web.planting import counted_queries, text_of
from tests.web.signing_in import signed_in, token_of

HOME = "/en/desk/introductions"


async def test_the_list_is_filtered_and_asks_as_much_for_one_as_for_many(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    await signed_in(client, Role.OFFICER)
    assert "No introductions yet" in (await client.get(HOME)).text
    sides = await plant_sides()
    counts = []
    for number in (1, 22):
        for _ in range(number):
            introduction = await plant_introduction(sides)
            await actions.withdraw(introduction.id, by=SYSTEM, now=NOW)
        with counted_queries(monkeypatch) as seen:
            await client.get(HOME)
        counts.append(len(seen))

    page = (await client.get(HOME)).text

    assert counts[0] == counts[1]
    assert page.count('scope="row"') == 20
    assert "23 introductions" in text_of(page)
    following = page.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
    assert (await client.get(following)).text.count('scope="row"') == 3
    assert (await client.get(f"{HOME}?state=withdrawn&country=KE")).text.count('scope="row"') == 20
    for filters in ("state=agreed", "country=NP"):
        assert "Nothing is found with these filters" in (await client.get(f"{HOME}?{filters}")).text


async def test_officers_read_both_answers_with_their_words(client: Client) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    await reply(introduction, Side.COMPANY, Reply.LATER, words="After the fair.", by=sides.owner)
    await signed_in(client, Role.AUDITOR)

    page = text_of((await client.get(f"{HOME}/{introduction.id}")).text)

    for words in (COMPANY_NAME, PARTNER_NAME, "Later", "After the fair.", "Chen Owner", "No answer yet"):
        assert words in page, words
    assert "Withdraw the proposal" not in page, "an auditor only reads"


async def test_a_proposal_is_withdrawn_once(client: Client) -> None:
    introduction = await plant_introduction(await plant_sides())
    await signed_in(client, Role.OFFICER)
    path, form = f"{HOME}/{introduction.id}", {"form_token": token_of(client)}

    done = await client.post(f"{path}/withdraw", data=form)

    assert done.headers["location"] == f"{path}?done=withdrawn"
    assert "both sides are told" in (await client.get(f"{path}?done=withdrawn")).text
    again = await client.post(f"{path}/withdraw", data=form)
    assert (again.status_code, "does not wait for answers any more" in again.text) == (422, True)


async def test_an_exclusion_is_lifted_with_a_reason_and_matching_follows(client: Client) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    await signed_in(client, Role.OFFICER)
    path, form = f"{HOME}/{introduction.id}", {"form_token": token_of(client)}
    score = "/en/desk/matches/offers/pumps/KE"
    assert "This pair is not matched" not in (await client.get(score)).text
    await reply(introduction, Side.PARTNER, Reply.NO)
    assert "The partner has said no to this offer." in (await client.get(score)).text

    unexplained = await client.post(f"{path}/lift", data=form)
    done = await client.post(f"{path}/lift", data=form | {"reason": "They spoke."})

    assert (unexplained.status_code, 'id="reason-error"' in unexplained.text) == (422, True)
    assert done.headers["location"] == f"{path}?done=lifted"
    assert "They spoke." in (await client.get(path)).text
    assert "This pair is not matched" not in (await client.get(score)).text
    again = await client.post(f"{path}/lift", data=form | {"reason": "Once more."})
    assert again.status_code == 422


async def test_a_project_is_opened_from_an_agreed_introduction(client: Client) -> None:
    sides = await plant_sides()
    early = await plant_introduction(sides)
    await signed_in(client, Role.OFFICER)
    form = {"form_token": token_of(client)}
    refused = await client.post(f"{HOME}/{early.id}/project", data=form)
    assert (refused.status_code, await projects.find("pumps-ke")) == (422, None)
    await actions.withdraw(early.id, by=SYSTEM, now=NOW)
    agreed = await plant_agreed(sides)

    done = await client.post(f"{HOME}/{agreed.id}/project", data=form)

    assert done.headers["location"] == "/en/desk/projects/pumps-ke?done=added"
    page = await client.get("/en/desk/projects/pumps-ke")
    for name in (COMPANY_NAME, PARTNER_NAME):
        assert name in page.text
    assert f'href="{HOME}/{agreed.id}"' in page.text, "the project leads back"
    assert 'href="/en/desk/projects/pumps-ke"' in (await client.get(f"{HOME}/{agreed.id}")).text
    assert (await introductions.get(agreed.id)).state is IntroductionState.OPENED


async def test_others_do_not_come_in(client: Client) -> None:
    introduction = await plant_introduction(await plant_sides())
    for role in (Role.UNIT_MANAGER, Role.TRANSLATOR, Role.EXPORTER_OWNER, Role.PARTNER_OWNER):
        await signed_in(client, role)
        for path in (HOME, f"{HOME}/{introduction.id}"):
            assert (await client.get(path)).status_code == 403
    await signed_in(client, Role.UNIT_MANAGER)
    assert f'href="{HOME}"' not in (await client.get("/en/desk/matches")).text
