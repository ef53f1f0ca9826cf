"""Proposals for a plan at the desk: asked for, watched, stopped, shown beside the plan, accepted by ticks, refused."""

import pytest

from events_app.actions import allotments as actions
from events_app.actions import stand_gifts
from events_app.domain.allotments import Aim, AllotmentState, Fault, Why
from events_app.domain.applications import Application
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.domain.stands import Stand
from events_app.storage import allotments, stands
from tests.allotment_builders import an_unplaced, gives, plant_done, plant_plan
from tests.builders import an_id
from tests.clients import NOW, Client
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of

SLUG = "wind-2027"
HOME = f"/en/desk/exhibitions/{SLUG}/allotments"
HERE = f"{HOME}/1"
A = AllotmentState


async def planted(client: Client, role: Role = Role.OFFICER) -> tuple[tuple[Stand, ...], list[Application]]:
    """A proposal with two lines and somebody without stands."""
    edition, found, cases = await plant_plan("lanyu", "jinsha", "huaxi")
    line = gives(cases[0], found[0], choice=1, neighbours=1, extra_m2=2)
    unplaced = an_unplaced("case huaxi", Why.TAKEN)
    await plant_done(edition, line, gives(cases[1], found[1], choice=0), unplaced, gap=0.125, is_proved=False, cut=1)
    await signed_in(client, role)
    return found, cases


async def done(client: Client, path: str = HERE, **typed: object) -> tuple[int, str]:
    answer = await client.post(path, data=typed | {"form_token": token_of(client)})
    return answer.status_code, answer.headers.get("location", "") or text_of(answer.text)


async def test_a_proposal_is_asked_for_from_the_plan_watched_and_stopped(client: Client) -> None:
    edition, _, _ = await plant_plan("lanyu")
    await signed_in(client, Role.OFFICER)
    plan = (await client.get(f"/en/desk/exhibitions/{SLUG}/stands")).text
    assert f'action="{HOME}"' in plan
    assert "None has been computed yet." in text_of((await client.get(HOME)).text)

    assert await done(client, HOME) == (303, HERE)
    status, text = await done(client, HOME)
    assert (status, "wait for it, or stop it first" in text) == (409, True)
    page = (await client.get(HERE)).text
    assert "Waiting to be computed" in text_of(page)
    assert "data-watch" in page
    queued = await allotments.get(edition.id, 1)
    running = queued.take(now=NOW).advance(Aim.WASTE, 0.4, now=NOW)
    await allotments.set_(running, before=queued)
    text = text_of((await client.get(HERE)).text)
    assert "Area beyond what was asked for" in text
    assert "40%" in text
    assert await done(client, deed="stop") == (303, f"{HERE}?done=stop")
    status, text = await done(client, deed="stop")
    assert (status, "is not being computed any more" in text) == (409, True)
    assert await done(client, deed="discard") == (303, f"{HERE}?done=discard")
    assert (await allotments.get(edition.id, 1)).state is A.DISCARDED
    assert (await client.get(f"{HOME}/2")).status_code == 404


async def test_one_that_failed_says_why_and_without_anybody_none_is_begun(client: Client) -> None:
    edition, found, (case,) = await plant_plan("lanyu")
    await signed_in(client, Role.OFFICER)
    queued = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    await allotments.set_(queued.fail(Fault.TOO_LONG, now=NOW), before=queued)
    assert "longer, or more memory, than it may" in text_of((await client.get(HERE)).text)
    status, text = await done(client, deed="all")
    assert (status, "There is nothing to accept" in text) == (409, True)

    await stand_gifts.give(found[0].id, case.id, by=SYSTEM, now=NOW)
    status, text = await done(client, HOME)
    assert (status, "No application with a place needs a stand." in text) == (409, True)
    assert edition.slug == SLUG


async def test_it_is_drawn_and_told_as_a_table_with_reasons_and_its_proof(client: Client) -> None:
    _, (lanyu, _, _) = await planted(client, Role.AUDITOR)

    page = (await client.get(HERE)).text

    assert page.count('class="stand stand-yours"') == 3  # two stands and the key
    assert 'aria-label="Stand A01, 9 m², Proposed, Lanyu"' in page.replace("\u00a0", " ")
    text = text_of(page).replace("\u00a0", " ")
    for words in (
        "First choice, beside a wanted neighbour, 2 m² more than asked for",
        "No choice could be met",
        "Others have what would fit. 4 of the plan fit, 2 of them were not given before, 0 are left.",
        "at most 12.5% may be missing",
        "For 1 application not every group of stands was looked at.",
        "Placed if each chose in turn",
        "Area beyond what was asked for 3 m² 3 m² 0 m²",
    ):
        assert words in text, words
    assert 'name="line"' not in page
    assert 'name="deed"' not in page
    unplaced = (await client.get(HERE, params={"standing": "unplaced", "order": "area"})).text
    assert unplaced.count('<th scope="row"><a') == 1
    by_stand = text_of((await client.get(HERE, params={"order": "stand", "page": "zzz"})).text)
    table = by_stand[by_stand.index("What is asked") :]
    assert table.index("Lanyu") < table.index("Jinsha") < table.index("Huaxi")
    assert str(lanyu.id) in page


async def test_lines_are_accepted_by_ticks_and_then_all_that_are_left(client: Client) -> None:
    found, (lanyu, jinsha, huaxi) = await planted(client)

    for wrong, words in (([], "at least one"), (["x"], "no stands for"), ([str(huaxi.id)], "no stands for")):
        status, text = await done(client, deed="some", line=wrong)
        assert (status, words in text) == (409, True), text
    assert await done(client, f"{HERE}?order=area", deed="some", line=[str(lanyu.id)]) == (
        303,
        f"{HERE}?done=some&order=area",
    )
    page = (await client.get(HERE)).text
    assert page.count('name="line"') == 1
    assert "Accepted in part" in text_of(page)
    assert await done(client, deed="all") == (303, f"{HERE}?done=all")
    assert await stands.count_given(an_id(SLUG)) == {lanyu.id: 1, jinsha.id: 1}
    status, text = await done(client, deed="all")
    assert (status, "Somebody has accepted this already" in text) == (409, True)
    assert {each.id for each in await stands.list_of_application(lanyu.id)} == {found[0].id}


async def test_what_somebody_else_has_by_now_is_told_and_left_out_of_all(client: Client) -> None:
    found, (lanyu, jinsha, huaxi) = await planted(client)
    await stand_gifts.give(found[0].id, huaxi.id, by=SYSTEM, now=NOW)

    status, text = await done(client, deed="some", line=[str(lanyu.id), str(jinsha.id)])
    assert (status, "Stand A01 belongs to Huaxi by now." in text) == (409, True)
    page = text_of((await client.get(HERE)).text)
    assert "No longer possible" in page
    assert await done(client, deed="all") == (303, f"{HERE}?done=all")
    assert await stands.count_given(an_id(SLUG)) == {huaxi.id: 1, jinsha.id: 1}


@pytest.mark.parametrize("deed", ["discard", "all"])
async def test_who_only_reads_decides_nothing(client: Client, deed: str) -> None:
    await planted(client, Role.AUDITOR)

    assert (await done(client, deed=deed))[0] == 403
    assert (await done(client, HOME))[0] == 403
    assert await stands.count_given(an_id(SLUG)) == {}
