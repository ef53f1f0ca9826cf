"""One application in the company's hands: written, kept, refused with the reason beside the field, answered."""

from datetime import timedelta
from uuid import UUID

import pytest

from events_app.actions import applications as actions
from events_app.actions import decisions
from events_app.domain.admissions import Policy
from events_app.domain.applications import ApplicationState, Move, StandKind
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.storage import applications
from tests.application_builders import TERMS, a_company, a_fair_open_now, a_submitted, plant_admission, written
from tests.clients import NOW, Client
from tests.web.filled_forms import fields_of
from tests.web.planting import text_of
from tests.web.signing_in import enter, token_of
from tests.web.test_company import HOME, at_home

APPLY = f"{HOME}/exhibitions/wind-2027/apply"
S, M = ApplicationState, Move
WHOLE = {
    "kind": "raw_space",
    "stands": "2",
    "area": "36",
    "open_sides": "2",
    "preference-1": "Hall 3",
    "preference-2": "Hall 5",
    "neighbours_wanted": "Pumps Ltd",
    "neighbours_refused": "Valves & <Sons>",
    "sector": "ict",
    "exhibits": "Sensors for bridges\nand tunnels",
    "co_exhibitors": "Alpha\n\n Beta  Ltd ",
    "remarks": "We need 380 V.",
}


async def sent(client: Client, path: str, **typed: str) -> tuple[int, str, str]:
    answer = await client.post(path, data=typed | {"form_token": token_of(client)})
    return answer.status_code, answer.headers.get("location", ""), answer.text


async def applied(client: Client, **changes: str) -> UUID:
    status, location, page = await sent(client, APPLY, **(WHOLE | {"then": "submit"} | changes))
    assert status == 303, text_of(page)
    return UUID(location.split("?")[0].rsplit("/", 1)[1])


async def test_what_was_written_is_kept_and_resumed(client: Client) -> None:
    await at_home(client)

    case = await applied(client, then="save")

    kept = await applications.get(case)
    assert (kept.state, kept.wish.kind, kept.wish.stands, kept.wish.area) == (S.DRAFT, StandKind.RAW_SPACE, 2, 36)
    assert kept.wish.preferences == ("Hall 3", "Hall 5")
    assert kept.co_exhibitors == ("Alpha", "Beta Ltd")
    page = (await client.get(f"{HOME}/applications/{case}/edit")).text
    fields = fields_of(page, f"/applications/{case}/edit")
    assert {name: fields[name] for name in ("stands", "preference-2", "exhibits", "version")} == {
        "stands": ["2"],
        "preference-2": ["Hall 5"],
        "exhibits": ["Sensors for bridges\nand tunnels"],
        "version": ["1"],
    }
    told = text_of((await client.get(f"{HOME}/applications/{case}?done=saved")).text)
    assert "Saved. Nothing is submitted yet." in told
    assert "Valves & <Sons>" in told


async def test_a_case_is_submitted_and_says_where_it_stands(client: Client) -> None:
    await at_home(client)
    case = await applied(client)

    page = (await client.get(f"{HOME}/applications/{case}?done=submit")).text

    told = text_of(page)
    assert (await applications.get(case)).state is S.SUBMITTED
    assert "The organiser checks whether the application meets the conditions" in told
    assert "2 stands" in told
    assert 'aria-current="step"' in page
    assert f"{HOME}/applications/{case}/edit" not in page
    assert (await client.get(f"{HOME}/applications/{case}/edit")).headers["location"] == f"{HOME}/applications/{case}"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"stands": "0"}, "stands", "This must be from 1 to 50."),
        ({"area": "many"}, "area", "“many” is not a number."),
        ({"kind": "tent"}, "kind", "“tent” is not one of the choices."),
        ({"sector": "mining"}, "sector", "“mining” is not one of the choices."),
        ({"co_exhibitors": "x\n" * 21}, "co_exhibitors", "Name at most 20 co-exhibitors."),
        ({"exhibits": "x" * 4001}, "exhibits", "Use at most 4000 characters."),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    client: Client, typed: dict[str, str], field: str, words: str
) -> None:
    asker = await at_home(client)

    status, _, page = await sent(client, APPLY, **(WHOLE | {"then": "save"} | typed))

    assert status == 422
    assert f'id="{field}-error"' in page
    assert words in text_of(page)
    assert fields_of(page, "/apply")["remarks"] == ["We need 380 V."]
    assert await applications.list_of_company(asker.memberships[0].organisation_id) == ()


async def test_what_is_missing_for_submitting_is_said_and_the_draft_is_kept(client: Client) -> None:
    await plant_admission(a_fair_open_now(), terms=TERMS)
    company, owner = await a_company("valves")
    assert owner.person is not None
    await enter(client, owner.person.id)

    for typed, field, words in (
        ({"sector": ""}, "sector", "Choose a sector of this edition."),
        ({"exhibits": " "}, "exhibits", "Say what your company will show."),
        ({}, "terms", "Agree to the conditions of participation, as they are now."),
    ):
        own = await applications.list_of_company(company.id)
        path = f"{HOME}/applications/{own[0].id}/edit" if own else APPLY
        version = {"version": str(own[0].version)} if own else {}
        status, _, page = await sent(client, path, **(WHOLE | {"then": "submit"} | version | typed))
        assert status == 422
        assert f'id="{field}-error"' in page
        assert words in text_of(page)
    (draft,) = await applications.list_of_company(company.id)
    assert draft.state is S.DRAFT
    status, location, _ = await sent(
        client,
        f"{HOME}/applications/{draft.id}/edit",
        **(WHOLE | {"then": "submit", "terms": "1", "version": str(draft.version)}),
    )
    assert (status, location) == (303, f"{HOME}/applications/{draft.id}?done=submit")


async def test_a_window_that_has_just_closed_is_told_with_what_was_typed(client: Client) -> None:
    fair = a_fair_open_now()
    opens, closes = fair.deadlines
    await plant_admission(
        a_fair_open_now(
            deadlines=(
                opens,
                type(closes)(
                    id=closes.id, kind=closes.kind, at=NOW - timedelta(seconds=1), zone="UTC", note=closes.note
                ),
            )
        )
    )
    _, owner = await a_company("valves")
    assert owner.person is not None
    await enter(client, owner.person.id)

    assert "Applications are closed." in text_of((await client.get(APPLY)).text)
    status, _, page = await sent(client, APPLY, **WHOLE)
    assert status == 422
    assert "Applications are closed." in text_of(page)
    assert fields_of(page, "/apply")["remarks"] == ["We need 380 V."]


async def test_an_offer_is_accepted_after_being_asked(client: Client) -> None:
    await at_home(client)
    case = await applied(client, stands="1")
    for move in (M.FIND_ELIGIBLE, M.OFFER):
        await decisions.decide(case, move, by=SYSTEM, now=NOW)
    here = f"{HOME}/applications/{case}"

    page = (await client.get(here)).text
    asked = (await client.get(f"{here}/move/accept")).text
    version = fields_of(asked, "/move/accept")["version"][0]
    status, location, _ = await sent(client, f"{here}/move/accept", version=version)

    assert f"{here}/move/decline" in page
    assert "Your company takes the place and answers for it." in text_of(asked)
    assert (status, location) == (303, f"{here}?done=accept")
    assert (await applications.get(case)).state is S.ACCEPTED
    assert (await client.get(f"{here}/move/accept")).status_code == 404
    again = await sent(client, f"{here}/move/accept", version=version)
    assert again[0] == 409
    assert "Somebody else has changed this meanwhile." in text_of(again[2])


async def test_reports_are_next_door_and_unknown_moves_are_nowhere(client: Client) -> None:
    await at_home(client)
    case = await applied(client, stands="1")
    here = f"{HOME}/applications/{case}"
    for move, now in (
        (M.FIND_ELIGIBLE, NOW),
        (M.OFFER, NOW),
    ):
        await decisions.decide(case, move, by=SYSTEM, now=now)
    await sent(client, f"{here}/move/accept")
    await decisions.decide(case, M.CONFIRM, by=SYSTEM, now=NOW)
    await decisions.decide(case, M.NOTE_PRESENCE, by=SYSTEM, now=NOW + timedelta(days=300))

    assert f"{here}/report" in (await client.get(here)).text
    for name in ("offer", "submit", "report", "rubbish", "confirm"):
        assert (await client.get(f"{here}/move/{name}")).status_code == 404
        assert (await sent(client, f"{here}/move/{name}"))[0] == 404


async def test_colleagues_write_and_only_who_answers_for_the_company_submits(client: Client) -> None:
    await at_home(client, Role.EXPORTER_STAFF)

    page = (await client.get(APPLY)).text
    status, _, _ = await sent(client, APPLY, **(WHOLE | {"then": "submit"}))
    assert 'value="submit"' not in page
    assert "Only who is responsible for the company submits an application." in text_of(page)
    assert status == 422
    case = await applied_by_colleague(client)
    assert (await applications.get(case)).state is S.DRAFT
    assert (await sent(client, f"{HOME}/applications/{case}/move/accept"))[0] == 403


async def applied_by_colleague(client: Client) -> UUID:
    """The case that a colleague has written."""
    page = (await client.get(HOME)).text
    return UUID(page.split("/applications/")[1][:36])


async def test_nobody_reads_the_case_of_another_company_by_its_address(client: Client) -> None:
    await at_home(client)
    company, owner = await a_company("stranger")
    case = await a_submitted(company, owner, slug="wind-2027", now=NOW)

    assert (await client.get(f"{HOME}/applications/{case.id}")).status_code == 404
    assert (await client.get(f"/en/company/stranger/applications/{case.id}")).status_code == 403
    assert (await sent(client, f"{HOME}/applications/{case.id}/move/withdraw"))[0] == 404
    assert (await sent(client, f"{HOME}/applications/{case.id}/edit", **WHOLE, version="1"))[0] == 404
    assert (await applications.get(case.id)).state is S.SUBMITTED


async def test_a_waiting_company_sees_its_place_and_the_rule(client: Client) -> None:
    await plant_admission(a_fair_open_now(), stands=1, policy=Policy.LOTTERY, seed="37 12 5")
    company, owner = await a_company("valves")
    cases = []
    for number in range(3):
        other, asker = await a_company(f"other-{number}")
        cases.append(await a_submitted(other, asker, slug="wind-2027", now=NOW))
    mine = await a_submitted(company, owner, slug="wind-2027", now=NOW)
    for case in (*cases, mine):
        await decisions.decide(case.id, M.FIND_ELIGIBLE, by=SYSTEM, now=NOW)
        await decisions.decide(case.id, M.PUT_ON_LIST, by=SYSTEM, now=NOW)
    assert owner.person is not None
    await enter(client, owner.person.id)

    told = text_of((await client.get(f"{HOME}/applications/{mine.id}")).text)

    assert "of 3 as things are" in told
    assert "Number of the lottery: 37 12 5" in told


async def test_a_stale_form_is_told_and_can_be_sent_again(client: Client) -> None:
    asker = await at_home(client)
    case = await applied(client, then="save")
    await actions.write(case, written(remarks="By a colleague"), version=1, by=asker, now=NOW)
    path = f"{HOME}/applications/{case}/edit"
    status, _, page = await sent(client, path, **WHOLE, version="1", then="save")
    fields = fields_of(page, "/edit")
    assert status == 422
    assert "Somebody else has changed this meanwhile." in text_of(page)
    assert (fields["remarks"], fields["version"]) == (["We need 380 V."], ["2"])
    assert (await sent(client, path, **WHOLE, version="2", then="save"))[0] == 303


async def test_a_form_without_its_token_changes_nothing(client: Client) -> None:
    await at_home(client)
    assert (await client.post(APPLY, data=WHOLE)).status_code == 403
