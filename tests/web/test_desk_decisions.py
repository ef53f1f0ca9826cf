"""Deciding: shown before it is done, one case or many, with the letters as they will be read."""

from uuid import UUID

from events_app.domain.applications import ApplicationState, Move
from events_app.domain.organisations import Role
from events_app.storage import applications, jobs
from tests.clients import Client
from tests.queries import counted_queries
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of
from tests.web.test_desk_applications import LIST, a_case, at_desk

DECIDE = f"{LIST}/decide"
S = ApplicationState


async def decided(
    client: Client, move: Move, *cases: UUID, version: int | None = 2, **typed: str
) -> tuple[int, str, str]:
    """Send a decision about cases in the version named."""
    chosen = [f"{case}:{version}" if version else str(case) for case in cases]
    data = {"move": move.value, "case": chosen, "form_token": token_of(client)} | typed
    answer = await client.post(DECIDE, data=data)
    return answer.status_code, answer.headers.get("location", ""), answer.text


async def _mails() -> int:
    return sum(job.kind == "send_mail" for job in await jobs.list_jobs())


async def test_a_decision_is_shown_with_its_letter_before_it_is_made(client: Client) -> None:
    await at_desk(client)
    case = await a_case()
    before = await _mails()

    status, _, page = await decided(client, Move.RETURN, case.id)

    told = text_of(page)
    assert status == 200
    assert (await applications.get(case.id)).state is S.SUBMITTED
    assert await _mails() == before
    assert "1 application can be decided in this way. 1 letter goes out." in told
    assert "Please complete your application: Wind 2027" in told
    assert "Complete it and submit it again by 7 December 2026" in told


async def test_a_confirmed_decision_is_made_and_told(client: Client) -> None:
    await at_desk(client)
    case = await a_case()
    before = await _mails()

    missing = await decided(client, Move.RETURN, case.id, confirmed="1", reason=" ")
    status, location, _ = await decided(client, Move.RETURN, case.id, confirmed="1", reason="The licence.")

    assert missing[0] == 422
    assert "Give the reason: the company reads it." in text_of(missing[2])
    assert (status, location) == (303, f"{LIST}/{case.id}?done=decided")
    kept = await applications.get(case.id)
    assert (kept.state, kept.reason) == (S.RETURNED, "The licence.")
    assert await _mails() == before + 1


async def test_many_are_decided_at_once_and_what_cannot_be_is_said(client: Client) -> None:
    await at_desk(client)
    cases = [await a_case(f"maker-{letter}") for letter in "abc"]
    await decided(client, Move.REJECT, cases[0].id, confirmed="1", reason="No.")

    shown = await decided(client, Move.FIND_ELIGIBLE, *(case.id for case in cases), version=None)
    done = await decided(client, Move.FIND_ELIGIBLE, *(case.id for case in cases), version=None, confirmed="1")

    assert "2 applications can be decided in this way. 2 letters go out." in text_of(shown[2])
    assert "This cannot be done any more, or not yet" in text_of(shown[2])
    assert done[0] == 200
    assert "2 applications were decided. 1 was left as it is." in text_of(done[2])
    assert [(await applications.get(case.id)).state for case in cases] == [S.REJECTED, S.ELIGIBLE, S.ELIGIBLE]


async def test_a_preview_asks_the_database_as_often_for_three_cases_as_for_one(client: Client) -> None:
    await at_desk(client)
    cases = [await a_case(f"maker-{letter}") for letter in "abc"]
    await decided(client, Move.RETURN, cases[0].id)

    with counted_queries() as one:
        await decided(client, Move.RETURN, cases[0].id)
    with counted_queries() as three:
        shown = await decided(client, Move.RETURN, *(case.id for case in cases))

    assert "3 applications can be decided in this way. 3 letters go out." in text_of(shown[2])
    assert len(one) == len(three)


async def test_places_that_do_not_exist_are_not_offered(client: Client) -> None:
    await at_desk(client)
    cases = [await a_case(f"maker-{letter}") for letter in "abc"]
    await decided(client, Move.FIND_ELIGIBLE, *(case.id for case in cases), confirmed="1")

    done = await decided(client, Move.OFFER, *(case.id for case in cases), version=None, confirmed="1")

    assert "2 applications were decided. 1 was left as it is." in text_of(done[2])
    assert "No place is free that fits this application." in text_of(done[2])
    shown = await decided(client, Move.OFFER, cases[2].id, version=None)
    assert "0 applications can be decided in this way." in text_of(shown[2])


async def test_what_another_officer_has_decided_meanwhile_is_told(client: Client) -> None:
    await at_desk(client)
    case = await a_case()
    await decided(client, Move.FIND_ELIGIBLE, case.id, confirmed="1")
    status, _, page = await decided(client, Move.REJECT, case.id, confirmed="1", reason="No.", version=2)
    assert status == 409
    assert "Somebody else has changed this meanwhile." in text_of(page)
    assert (await applications.get(case.id)).state is S.ELIGIBLE


async def test_nothing_chosen_and_moves_of_others_lead_back(client: Client) -> None:
    await at_desk(client)
    case = await a_case()
    for data in (
        {"move": "reject"},
        {"move": "accept", "case": str(case.id)},
        {"move": "rubbish", "case": str(case.id)},
        {"move": "reject", "case": "rubbish"},
    ):
        answer = await client.post(DECIDE, data=data | {"form_token": token_of(client)})
        assert answer.headers["location"] == f"{LIST}?done=nothing"
    assert "Choose applications first" in text_of((await client.get(f"{LIST}?done=nothing")).text)
    gone = await client.post(DECIDE, data={"move": "reject", "case": str(UUID(int=1)), "form_token": token_of(client)})
    assert gone.status_code == 404


async def test_who_may_not_decide_decides_nothing(client: Client) -> None:
    await at_desk(client)
    case = await a_case()
    for role in (Role.AUDITOR, Role.UNIT_MANAGER, Role.EXPORTER_OWNER):
        await signed_in(client, role)
        assert (await decided(client, Move.FIND_ELIGIBLE, case.id, confirmed="1"))[0] == 403
    assert (await applications.get(case.id)).state is S.SUBMITTED
