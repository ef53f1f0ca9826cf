"""The log of mails: states, pages, and trying again; no letter's secret is ever shown."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from events_app.domain.jobs import Job, JobKind, JobState
from events_app.domain.letters import Letter, LetterKind, Mailbox, letter_job
from events_app.domain.organisations import Role
from events_app.edge.paging import MomentCursor, parse_moment_cursor
from events_app.storage import jobs
from tests.builders import an_id
from tests.clients import NOW, Client
from tests.queries import counted_queries
from tests.web.signing_in import signed_in, token_of


def a_mail(number: int, **changes: object) -> Job:
    letter = Letter(
        kind=LetterKind.PASSWORD_RESET,
        to=Mailbox(f"person{number:03}@people.example", f"Person {number:03}"),
        language="en",
        params={"token": "opens-the-door"},
    )
    job = letter_job(letter, job_id=an_id(f"mail {number}"), now=NOW + timedelta(seconds=number))
    return replace(job, **changes)  # type: ignore[arg-type]


async def kept(number: int, state: JobState = JobState.WAITING) -> Job:
    waiting = a_mail(number)
    job = waiting
    if state is not JobState.WAITING:
        job = waiting.claim(now=NOW)
    if state is JobState.DONE:
        job = job.succeed(now=NOW)
    if state in {JobState.FAILED, JobState.GIVEN_UP}:
        job = job.fail("550 no such mailbox", is_permanent=state is JobState.GIVEN_UP, now=NOW)
    await jobs.add(job)
    return job


def receivers(page: str) -> list[str]:
    return re.findall(r"person(\d{3})@people\.example", page)


async def test_mails_are_listed_newest_first_with_state_and_error_and_without_secrets(client: Client) -> None:
    await signed_in(client, Role.AUDITOR)
    await kept(1, JobState.DONE)
    await kept(2, JobState.GIVEN_UP)
    await jobs.add(Job(id=an_id("hook"), kind=JobKind.DELIVER_WEBHOOK, run_at=NOW, created_at=NOW))

    page = (await client.get("/en/desk/mail")).text

    assert receivers(page) == ["002", "001"]
    assert "550 no such mailbox" in page
    assert "New password" in page
    assert "opens-the-door" not in page
    assert "/retry" not in page


async def test_the_list_is_filtered_by_state(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    for number, state in enumerate((JobState.DONE, JobState.FAILED, JobState.GIVEN_UP, JobState.WAITING)):
        await kept(number, state)

    assert receivers((await client.get("/en/desk/mail?state=failed")).text) == ["001"]
    assert receivers((await client.get("/en/desk/mail?state=failed&state=given_up")).text) == ["002", "001"]
    assert receivers((await client.get("/en/desk/mail?state=nonsense")).text) == ["003", "002", "001", "000"]
    assert "There is no such mail." in (await client.get("/en/desk/mail?state=running")).text


async def test_pages_follow_one_another_without_gap_and_cost_the_same(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await kept(0)
    with counted_queries() as one:
        await client.get("/en/desk/mail")
    for number in range(1, 60):
        await kept(number)

    with counted_queries() as many:
        first = (await client.get("/en/desk/mail")).text
    (later,) = re.findall(r'href="(/en/desk/mail\?before=[^"]+)"', first)
    second = (await client.get(later)).text

    assert receivers(first) + receivers(second) == [f"{number:03}" for number in range(59, -1, -1)]
    assert len(one) == len(many)


async def test_what_failed_is_tried_again_and_what_was_sent_is_not(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    failed, done = await kept(1, JobState.GIVEN_UP), await kept(2, JobState.DONE)

    async def again(job_id: UUID) -> str:
        data = {"form_token": token_of(client)}
        answer = await client.post(f"/en/desk/mail/{job_id}/retry", data=data)
        return f"{answer.status_code} {answer.headers.get('location')}"

    assert await again(failed.id) == "303 /en/desk/mail?done=retried"
    assert (await jobs.get(failed.id)).state is JobState.WAITING
    assert await again(done.id) == "303 /en/desk/mail?done=not-failed"
    assert (await jobs.get(done.id)).state is JobState.DONE
    assert (await again(an_id("nothing"))).startswith("404")
    assert (await client.post(f"/en/desk/mail/{failed.id}/retry")).status_code == 403


@pytest.mark.parametrize("role", [Role.UNIT_MANAGER, Role.TRANSLATOR, Role.PARTNER_OWNER])
async def test_other_roles_do_not_see_mails(client: Client, role: Role) -> None:
    await signed_in(client, role)
    failed = await kept(1, JobState.FAILED)

    assert (await client.get("/en/desk/mail")).status_code == 403
    answer = await client.post(f"/en/desk/mail/{failed.id}/retry", data={"form_token": token_of(client)})
    assert answer.status_code == 403


async def test_an_auditor_tries_nothing_again(client: Client) -> None:
    await signed_in(client, Role.AUDITOR)
    failed = await kept(1, JobState.FAILED)

    answer = await client.post(f"/en/desk/mail/{failed.id}/retry", data={"form_token": token_of(client)})

    assert (answer.status_code, (await jobs.get(failed.id)).state) == (403, JobState.FAILED)


def test_a_cursor_of_a_log_is_read_back_and_anything_else_is_none() -> None:
    cursor = MomentCursor(NOW + timedelta(microseconds=7), an_id("row"))

    assert parse_moment_cursor(str(cursor)) == cursor
    for text in (None, "", "x", "1-2", f"{'f' * 40}-{an_id('row').hex}", "-", "zz-" + an_id("row").hex):
        assert parse_moment_cursor(text) is None
