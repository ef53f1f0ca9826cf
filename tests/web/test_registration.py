"""Registering a company: nobody learns who has an account, the link holds once, what was typed stays."""

from datetime import timedelta

import pytest

from events_app.actions import registrations as actions
from events_app.domain.letters import Letter
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.registrations import REGISTRATION_LASTS
from events_app.domain.sign_ins import LinkSpent
from events_app.storage import jobs, organisations, people
from tests.clients import NOW, Client, opened_client
from tests.web.filled_forms import fields_of
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, form_token_on

EMAIL = "li@valves.example"
WHOLE = {
    "company": "阀门 & <Sons>",
    "country": "CN",
    "name": "Li Wei",
    "password": "quiet-harbour-lantern-42",
    "zone": "Asia/Shanghai",
}


async def asked(client: Client, email: str = EMAIL) -> tuple[int, str, str]:
    token = await form_token_on(client, "/zh-Hans/register")
    answer = await client.post("/zh-Hans/register", data={"email": email, "form_token": token})
    return answer.status_code, answer.headers.get("location", ""), answer.text


async def letters() -> list[Letter]:
    """What the worker makes of the promises, and the letters that wait then."""
    found = await jobs.list_jobs()
    for job in found:
        if job.kind == "answer_registration":
            await actions.answer(job.payload["email"], language=job.payload["language"], now=NOW)
    return [Letter.of(job.payload) for job in await jobs.list_jobs() if job.kind == "send_mail"]


async def opened_link(client: Client) -> str:
    """Follow the link of the letter; return the token of the form."""
    await asked(client)
    (letter,) = await letters()
    led = await client.get(f"/zh-Hans/registration?token={letter.params['token']}")
    assert (led.status_code, led.headers["location"]) == (303, "/zh-Hans/registration")
    return await form_token_on(client, "/zh-Hans/registration")


async def test_a_company_registers_itself_and_its_person_answers_for_it(client: Client) -> None:
    assert "/zh-Hans/register" in (await client.get("/zh-Hans/sign-in")).text
    token = await opened_link(client)

    answer = await client.post("/zh-Hans/registration", data=WHOLE | {"form_token": token})

    assert answer.headers["location"] == "/zh-Hans/sign-in?done=registered&next=company"
    person = await people.find_by_email(EMAIL)
    assert person is not None
    assert (person.name, person.language, person.zone) == ("Li Wei", "zh-Hans", "Asia/Shanghai")
    (membership,) = await people.list_memberships(person_ids=[person.id])
    company = await organisations.get(membership.organisation_id)
    assert (membership.role, company.kind, company.country) == (Role.EXPORTER_OWNER, OrganisationKind.EXPORTER, "CN")
    assert dict(company.name.wordings) == {"zh-Hans": "阀门 & <Sons>"}
    again = await client.post("/zh-Hans/registration", data=WHOLE | {"form_token": token})
    assert again.status_code == 410


async def test_the_answer_is_the_same_with_and_without_an_account(client: Client) -> None:
    person, _ = await a_member(Role.EXPORTER_OWNER)
    with_account, without = await asked(client, person.email), await asked(client)
    assert with_account == without == (303, "/zh-Hans/register?done=sent", "")
    told = {letter.to.address: letter.kind.value for letter in await letters()}
    assert told == {person.email: "account_exists", EMAIL: "registration"}


async def test_what_is_no_address_is_said_and_many_attempts_have_to_wait(client: Client) -> None:
    status, _, page = await asked(client, "nobody")
    assert status == 422
    assert 'id="email-error"' in page
    for _ in range(5):
        await asked(client)
    status, _, page = await asked(client)
    assert status == 422
    assert "15" in text_of(page)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"company": " "}, "company"),
        ({"company": "!!!"}, "company"),
        ({"country": "XX"}, "country"),
        ({"name": ""}, "name"),
        ({"password": "short"}, "password"),
        ({"password": "password123"}, "password"),
        ({"zone": "Mars"}, "zone"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(client: Client, typed: dict[str, str], field: str) -> None:
    token = await opened_link(client)
    answer = await client.post("/zh-Hans/registration", data=WHOLE | typed | {"form_token": token})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    fields = fields_of(answer.text, "/registration")
    assert all(fields[name] == [value] for name, value in (WHOLE | typed).items() if name in {"company", "name"})
    assert await people.find_by_email(EMAIL) is None


async def test_a_link_holds_two_days_and_the_newest_alone(client: Client) -> None:
    for _ in range(2):
        await actions.answer(EMAIL, language="en", now=NOW)
    first, second = (Letter.of(job.payload).params["token"] for job in await jobs.list_jobs())
    held = set()
    for token in (first, second):
        try:
            await actions.find(token, now=NOW)
        except LinkSpent:
            continue
        held.add(token)
    assert len(held) == 1
    with pytest.raises(LinkSpent):
        await actions.find(held.pop(), now=NOW + REGISTRATION_LASTS)
    await actions.tidy(now=NOW + REGISTRATION_LASTS + timedelta(seconds=1))
    assert (await client.get("/en/registration?token=rubbish")).status_code == 303
    assert (await client.get("/en/registration")).status_code == 410


async def test_a_name_that_is_taken_gets_another_address(client: Client) -> None:
    await an_organisation(OrganisationKind.EXPORTER, "fa-men-sons")
    token = await opened_link(client)
    await client.post("/zh-Hans/registration", data=WHOLE | {"company": "Fa Men Sons", "form_token": token})
    assert (await organisations.get_by_slug("fa-men-sons-2")).name.wordings["zh-Hans"] == "Fa Men Sons"


async def test_an_authority_may_leave_it_to_invitations(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, REGISTRATION="invitation") as client:
        assert (await client.get("/en/register")).status_code == 404
        assert (await client.get("/en/registration")).status_code == 404
        assert "/en/register" not in (await client.get("/en/sign-in")).text
