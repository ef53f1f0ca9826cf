from datetime import timedelta
from uuid import uuid4

import pytest

from events_app.actions.sign_ins import answer_reset
from events_app.credentials import passwords
from events_app.domain.jobs import JobKind
from events_app.domain.organisations import Role
from events_app.domain.people import Person
from events_app.domain.sign_ins import Credentials
from events_app.storage import jobs, people, sign_ins
from tests.clients import NOW, Client
from tests.web.planting import counted_queries
from tests.web.signing_in import a_member, enter, form_token_on, last_letter, signed_in, token_of

PASSWORD = "river-lantern-88"
NEW_PASSWORD = "orchard-compass-17"


async def a_person(email: str = "ana@unit.example") -> Person:
    person = Person(id=uuid4(), email=email, name="Ana Silva", created_at=NOW)
    await people.add(person, Credentials(person_id=person.id, password_hash=await passwords.hashed(PASSWORD)))
    return person


async def signing_in(client: Client, email: str, password: str, path: str = "/en/sign-in") -> tuple[int, str]:
    data = {"email": email, "password": password, "form_token": await form_token_on(client, path)}
    answer = await client.post(path, data=data)
    return answer.status_code, answer.text


async def test_who_signs_in_gets_a_new_session_that_scripts_cannot_read(client: Client) -> None:
    await a_person()
    data = {
        "email": " ANA@unit.example ",
        "password": PASSWORD,
        "form_token": await form_token_on(client, "/fr/sign-in"),
    }

    answer = await client.post("/fr/sign-in", data=data)

    cookie = answer.headers["set-cookie"]
    assert (answer.status_code, answer.headers["location"]) == (303, "/fr/desk")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_an_unknown_address_and_a_wrong_password_are_told_the_same(client: Client) -> None:
    await a_person()

    wrong, unknown = [
        await signing_in(client, email, "not-it-at-all") for email in ("ana@unit.example", "no@unit.example")
    ]

    assert (wrong[0], unknown[0]) == (422, 422)
    for _, text in (wrong, unknown):
        assert "The e-mail address or the password is not right." in text
    assert 'value="ana@unit.example"' in wrong[1]


async def test_after_many_failures_even_the_right_password_has_to_wait(client: Client) -> None:
    await a_person()
    for _ in range(12):
        await signing_in(client, "ana@unit.example", "not-it-at-all")

    status, text = await signing_in(client, "ana@unit.example", PASSWORD)

    assert status == 422
    assert "The e-mail address or the password is not right." not in text


async def test_nobody_is_sent_to_another_site_after_signing_in(client: Client) -> None:
    await a_person()
    path = "/en/sign-in?next=https://evil.example/"
    data = {"email": "ana@unit.example", "password": PASSWORD, "form_token": await form_token_on(client, path)}

    answer = await client.post(path, data=data)

    assert answer.headers["location"] == "/en/desk"


async def test_a_form_without_its_token_signs_nobody_in(client: Client) -> None:
    await a_person()

    answer = await client.post("/en/sign-in", data={"email": "ana@unit.example", "password": PASSWORD})

    assert answer.status_code == 403
    assert "session" not in answer.headers.get("set-cookie", "")


async def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(client: Client) -> None:
    person = await a_person()
    data = {"email": person.email, "form_token": await form_token_on(client, "/en/forgot-password")}

    sent = await client.post("/en/forgot-password", data=data)
    await answer_reset(person.email, now=NOW + timedelta(seconds=1))
    link = f"/en/reset-password?token={(await last_letter()).params['token']}"
    moved = await client.get(link)
    token = await form_token_on(client, moved.headers["location"])
    kept = await client.post("/en/reset-password", data={"password": NEW_PASSWORD, "form_token": token})
    entered = await signing_in(client, person.email, NEW_PASSWORD)
    again = await client.get((await client.get(link)).headers["location"])

    assert sent.headers["location"] == "/en/forgot-password?done=sent"
    assert "token" not in moved.headers["location"]
    assert kept.headers["location"] == "/en/sign-in?done=password"
    assert entered[0] == 303
    assert 'name="password"' not in again.text


async def test_an_address_without_an_account_is_told_the_same_and_gets_no_letter(client: Client) -> None:
    data = {"email": "no@unit.example", "form_token": await form_token_on(client, "/en/forgot-password")}

    answer = await client.post("/en/forgot-password", data=data)

    assert answer.headers["location"] == "/en/forgot-password?done=sent"
    await answer_reset("no@unit.example", now=NOW)
    assert [job.kind for job in await jobs.list_jobs()] == [JobKind.ANSWER_RESET]


async def test_signing_out_ends_the_session_on_the_server(client: Client) -> None:
    membership = await signed_in(client, Role.OFFICER)

    await client.post("/en/sign-out", data={"form_token": token_of(client)})

    assert await sign_ins.list_sessions(membership.person_id) == ()


async def test_a_session_ends_by_itself(client: Client) -> None:
    person, _ = await a_member(Role.OFFICER)
    await enter(client, person.id, now=NOW - timedelta(days=40))

    answer = await client.get("/en/desk")

    assert answer.headers["location"].startswith("/en/sign-in")


async def test_asking_for_a_new_password_does_the_same_work_whether_or_not_the_address_is_known(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await a_person()
    token = await form_token_on(client, "/en/forgot-password")
    work: list[list[str]] = []
    for email in (person.email, "nobody@unit.example"):
        with counted_queries(monkeypatch) as seen:
            await client.post("/en/forgot-password", data={"email": email, "form_token": token})
        work.append(seen)

    assert len(work[0]) > 0
    assert [statement.split(" VALUES")[0] for statement in work[0]] == [
        statement.split(" VALUES")[0] for statement in work[1]
    ]
    assert {job.kind for job in await jobs.list_jobs()} == {JobKind.ANSWER_RESET}
