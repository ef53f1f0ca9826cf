"""The plan at the desk: drawn and as a table, every deed through its form, what is told beside, and who may."""

from uuid import UUID

import pytest

from events_app.actions import stand_gifts
from events_app.domain.applications import ApplicationState, StandKind, Wish
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.domain.stands import Stand, StandState
from events_app.storage import applications, stands
from tests.application_builders import a_company, a_fair_open_now, plant_admission
from tests.builders import an_id
from tests.clients import NOW, Client
from tests.stand_builders import an_accepted, plant_hall
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of

PATH = "/en/desk/exhibitions/wind-2027/stands"
T = StandState


async def at_plan(client: Client, role: Role = Role.OFFICER) -> tuple[Stand, ...]:
    edition = await plant_admission(a_fair_open_now())
    _, found = await plant_hall(edition)
    await signed_in(client, role)
    return found


async def a_case(word: str, number: int = 1, **changes: object) -> UUID:
    company, _ = await a_company(word)
    case = await an_accepted(company, a_fair_open_now(), number, **changes)
    return case.id


async def done(client: Client, path: str, **typed: str) -> tuple[int, str]:
    answer = await client.post(f"{PATH}/{path}", data=typed | {"form_token": token_of(client)})
    return answer.status_code, answer.headers.get("location", "") or text_of(answer.text)


async def test_the_plan_is_drawn_and_told_as_a_table(client: Client) -> None:
    found = await at_plan(client)
    case_id = await a_case("lanyu")
    await stand_gifts.give(found[0].id, case_id, by=SYSTEM, now=NOW)

    page = (await client.get(PATH)).text

    assert page.count('<a class="stand stand-') == len(found)
    assert 'class="stand stand-held"' in page
    assert 'aria-label="Stand A01, 9 m², Held, Lanyu"' in page.replace("\u00a0", " ")
    assert f'href="{PATH}?stand={found[0].id}#stand"' in page
    assert page.count('<th scope="row"><a') == len(found)
    narrowed = (await client.get(PATH, params={"state": "held", "order": "area"})).text
    assert narrowed.count('<th scope="row"><a') == 1
    assert text_of((await client.get(PATH, params={"stand": str(found[0].id)})).text).count("Take the stand away") == 1


async def test_stands_are_held_offered_and_taken_away(client: Client) -> None:
    found = await at_plan(client)
    case_id = await a_case("lanyu")

    status, location = await done(client, f"{found[0].id}/give", application=str(case_id), version="1")
    assert (status, "done=give" in location) == (303, True)
    status, _ = await done(client, f"offer/{case_id}", stand=str(found[0].id))
    assert status == 303
    status, text = await done(client, f"{found[0].id}/take-away")
    assert (status, "Give the reason" in text) == (409, True)
    status, _ = await done(client, f"{found[0].id}/take-away", reason="The hall is smaller.")
    assert status == 303
    assert (await applications.get(case_id)).state is ApplicationState.ACCEPTED
    assert (await stands.get_stand(found[0].id)).is_free


async def test_remarks_are_shown_before_a_stand_is_held_all_the_same(client: Client) -> None:
    found = await at_plan(client)
    case_id = await a_case("lanyu", wish=Wish(kind=StandKind.RAW_SPACE, area=40))

    status, text = await done(client, f"{found[0].id}/give", application=str(case_id), version="1")
    assert status == 422
    assert "another kind" in text
    assert "asked for 40 m²" in text
    assert (await stands.get_stand(found[0].id)).is_free
    status, _ = await done(client, f"{found[0].id}/give", application=str(case_id), version="1", sure="1")
    assert status == 303
    page = await client.get(PATH, params={"stand": str(found[0].id)})
    assert "another kind" in text_of(page.text)


async def test_who_comes_second_is_told_whose_the_stand_is(client: Client) -> None:
    found = await at_plan(client)
    first, second = await a_case("lanyu"), await a_case("jinsha", 2)
    await stand_gifts.give(found[0].id, first, by=SYSTEM, now=NOW)

    status, text = await done(client, f"{found[0].id}/give", application=str(second), version="1")

    assert (status, "belongs to Lanyu by now" in text) == (409, True)


async def test_stands_are_cut_joined_blocked_and_removed(client: Client) -> None:
    found = await at_plan(client)

    for path, typed in (
        (f"{found[0].id}/merge", {"other": str(found[1].id)}),
        (f"{found[2].id}/split", {"at": "15", "along": "width"}),
        (f"{found[3].id}/block", {}),
        (f"{found[4].id}/remove", {}),
    ):
        status, location = await done(client, path, **typed)
        assert (status, "done=" in location) == (303, True), path
    numbers = {each.number: each for each in await stands.list_stands(an_id("wind-2027"))}
    assert numbers["A01"].area_m2 == 18
    assert "A03a" in numbers
    assert numbers["A04"].state is T.BLOCKED
    assert "A05" not in numbers
    assert (await done(client, f"{found[3].id}/free"))[0] == 303
    status, text = await done(client, f"{found[0].id}/merge", other=str(found[9].id))
    assert (status, "make one rectangle" in text) == (409, True)
    assert (await done(client, f"{found[0].id}/paint"))[0] == 404


async def test_two_stands_are_swapped(client: Client) -> None:
    found = await at_plan(client)
    case_id = await a_case("lanyu")
    await stand_gifts.give(found[0].id, case_id, by=SYSTEM, now=NOW)

    assert (await done(client, f"{found[0].id}/swap", other=str(found[6].id)))[0] == 303
    assert (await stands.get_stand(found[6].id)).application_id == case_id


async def test_the_plan_is_published_and_taken_back(client: Client) -> None:
    await at_plan(client)

    for word, is_published in (("yes", True), ("no", False)):
        assert (await done(client, "publish", published=word))[0] == 303
        assert (await stands.get_plan(an_id("wind-2027"))).is_published is is_published


@pytest.mark.parametrize("role", [Role.AUDITOR])
async def test_who_only_reads_sees_no_forms(client: Client, role: Role) -> None:
    found = await at_plan(client, role)

    page = await client.get(PATH, params={"stand": str(found[0].id)})

    assert page.status_code == 200
    assert f"{found[0].id}/give" not in page.text
    assert (await done(client, f"{found[0].id}/block"))[0] == 403
