from datetime import UTC, date, datetime

from events_app.domain.exhibitions import EditionStatus
from events_app.domain.organisations import Role
from events_app.storage import guests, jobs
from tests.builders import a_session, a_text
from tests.clients import Client
from tests.planting import plant
from tests.web.filled_forms import fields_of
from tests.web.planting import a_fair, text_of
from tests.web.signing_in import signed_in, token_of

OPENING = a_session(
    title=a_text("Opening of the <pavilion>"),
    starts_at=datetime(2027, 6, 8, 7, 30, tzinfo=UTC),
    ends_at=datetime(2027, 6, 8, 8, 15, tzinfo=UTC),
)
EDITION = "/en/desk/exhibitions/wind-2027"
PAGE = f"{EDITION}/sessions/{OPENING.id}/guests"
PEOPLE = "ana@company.example\nEva Sá <eva@company.example>"


async def a_page(client: Client, role: Role = Role.OFFICER, status: EditionStatus = EditionStatus.PUBLISHED) -> None:
    await plant(a_fair("wind-2027", date(2027, 6, 7), status=status, sessions=(OPENING,)))
    await signed_in(client, role)


async def sent(client: Client, path: str = PAGE, **typed: str) -> tuple[int, str, str]:
    answer = await client.post(path, data=typed | {"form_token": token_of(client)})
    return answer.status_code, answer.headers.get("location", ""), answer.text


async def test_people_are_invited_listed_and_withdrawn(client: Client) -> None:
    await a_page(client)
    empty = (await client.get(PAGE)).text
    fields = fields_of(empty, "/guests")

    status, location, _ = await sent(client, people=PEOPLE, language="fr")
    page = text_of((await client.get(location)).text)
    ana, _ = await guests.list_of_session(OPENING.id)
    withdrawn = await sent(client, f"{PAGE}/{ana.id}/withdraw")
    after = text_of((await client.get(withdrawn[1])).text)

    assert (status, withdrawn[0]) == (303, 303)
    assert fields["language"] == ["en"]
    assert "Nobody is invited yet." in text_of(empty)
    assert "2 people are invited." in page
    assert "Eva Sá eva@company.example French Invited" in page
    assert "Invitation withdrawn" in after
    assert len(await jobs.list_jobs()) == 3


async def test_a_wrong_line_invites_nobody_and_loses_nothing(client: Client) -> None:
    await a_page(client)

    status, _, page = await sent(client, people=f"{PEOPLE}\n<b>nobody</b>", language="xx")

    assert status == 422
    assert 'id="people-error"' in page
    assert 'id="language-error"' in page
    assert "Line 3" in page
    assert fields_of(page, "/guests")["people"] == [f"{PEOPLE}\n<b>nobody</b>"]
    assert "<b>nobody" not in page
    assert await guests.list_of_session(OPENING.id) == ()


async def test_who_was_invited_before_is_told_apart(client: Client) -> None:
    await a_page(client)

    await sent(client, people="ana@company.example", language="en")
    _, location, _ = await sent(client, people=PEOPLE, language="en")

    assert "1 person is invited. 1 had been invited before." in text_of((await client.get(location)).text)


async def test_nobody_is_invited_to_a_draft(client: Client) -> None:
    await a_page(client, status=EditionStatus.DRAFT)

    page = (await client.get(PAGE)).text
    status, _, refused = await sent(client, people=PEOPLE, language="en")

    assert "Publish the edition first" in page
    assert 'name="people"' not in page
    assert (status, "This edition is not public yet." in refused) == (422, True)


async def test_the_edition_counts_guests_and_leads_to_them(client: Client) -> None:
    await a_page(client)
    before = (await client.get(EDITION)).text
    await sent(client, people=PEOPLE, language="en")

    after = (await client.get(EDITION)).text

    assert f'<a href="{PAGE}">Invite</a>' in before
    assert f'<a href="{PAGE}">2<span' in after
    assert PAGE in (await client.get(f"{EDITION}/sessions/{OPENING.id}")).text


async def test_who_moves_a_session_or_its_edition_knows_that_guests_are_told(client: Client) -> None:
    await a_page(client)
    pages = {path: f"{EDITION}/{path}" for path in (f"sessions/{OPENING.id}", "postpone", "cancel")}
    before = {path: text_of((await client.get(address)).text) for path, address in pages.items()}
    await sent(client, people=PEOPLE, language="en")

    after = {path: text_of((await client.get(address)).text) for path, address in pages.items()}

    assert ["by mail" in page for page in before.values()] == [False, False, False]
    assert "2 guests are told of a new time or place by mail." in after[f"sessions/{OPENING.id}"]
    assert all(
        "2 guests of the programme are told by mail that it is called off." in after[path]
        for path in ("postpone", "cancel")
    )


async def test_who_may_not_edit_sees_and_invites_nobody(client: Client) -> None:
    await a_page(client, Role.AUDITOR)

    seen = await client.get(PAGE)
    sent_by = await sent(client, people=PEOPLE, language="en")

    assert (seen.status_code, sent_by[0]) == (403, 403)
    assert PAGE not in (await client.get(EDITION)).text


async def test_a_session_that_is_not_there_has_no_guests(client: Client) -> None:
    await a_page(client)

    assert (await client.get(PAGE.replace(str(OPENING.id), "00000000-0000-4000-8000-000000000000"))).status_code == 404
