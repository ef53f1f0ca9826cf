"""Webhooks at the desk: kept by whom they belong to, the secret shown once, what failed sent again."""

import re
from uuid import UUID

import pytest

from events_app.actions import jobs as job_actions
from events_app.actions import webhooks as actions
from events_app.domain.history import differences
from events_app.domain.jobs import JobKind, JobState
from events_app.domain.organisations import Membership, Role
from events_app.domain.rights import SYSTEM
from events_app.domain.webhooks import Webhook, WebhookEvent
from events_app.storage import jobs, webhooks
from tests.builders import an_edition, an_id
from tests.clients import NOW, Client
from tests.planting import plant
from tests.queries import counted_queries
from tests.web.signing_in import signed_in, token_of

ADDRESS = "https://hooks.example/in"


async def kept(organisation_id: UUID, word: str = "hook") -> tuple[Webhook, str]:
    webhook = Webhook(
        id=an_id(word),
        organisation_id=organisation_id,
        address=f"https://{word}.example/in",
        events=frozenset(WebhookEvent),
        created_at=NOW,
    )
    return await actions.add(webhook, by=SYSTEM, now=NOW)


async def posted(client: Client, path: str, **fields: object) -> tuple[int, str]:
    answer = await client.post(f"/en/desk/webhooks{path}", data=fields | {"form_token": token_of(client)})
    return answer.status_code, answer.headers.get("location") or answer.text


async def manager(client: Client) -> Membership:
    return await signed_in(client, Role.UNIT_MANAGER)


async def test_a_new_webhook_shows_its_secret_once(client: Client) -> None:
    unit = (await manager(client)).organisation_id

    form = (await client.get("/en/desk/webhooks/new")).text
    assert f'value="{unit}" selected' in form
    status, page = await posted(
        client, "/new", organisation=unit, address=ADDRESS, events=["edition.changed", "edition.cancelled"]
    )

    (webhook,) = await webhooks.list_webhooks(frozenset({unit}))
    secret = await webhooks.get_secret(webhook.id)
    assert (status, secret in page) == (200, True)
    assert (webhook.address, webhook.events) == (
        ADDRESS,
        frozenset({WebhookEvent.EDITION_CHANGED, WebhookEvent.EDITION_CANCELLED}),
    )
    for path in ("", f"/{webhook.id}"):
        shown = (await client.get(f"/en/desk/webhooks{path}")).text
        assert (ADDRESS in shown, secret in shown) == (True, False)


async def test_faults_stand_beside_their_fields(client: Client) -> None:
    unit = (await manager(client)).organisation_id

    status, page = await posted(client, "/new", organisation=unit, address="http://hooks.example/in")

    assert status == 422
    assert all(f'id="{name}-error"' in page for name in ("address", "events"))
    assert 'value="http://hooks.example/in"' in page
    status, page = await posted(client, "/new", organisation=an_id("other"), address=ADDRESS, events="edition.changed")
    assert (status, 'id="organisation-error"' in page) == (422, True)
    assert await webhooks.list_webhooks(None) == ()


async def test_a_change_is_kept_and_a_stale_one_shown_beside_it(client: Client) -> None:
    webhook, _ = await kept((await manager(client)).organisation_id)
    fields = {"address": ADDRESS, "events": "edition.changed", "version": "1"}

    assert await posted(client, f"/{webhook.id}", **fields) == (
        303,
        f"/en/desk/webhooks/{webhook.id}?done=saved",
    )
    now = await webhooks.get(webhook.id)
    assert [change.name for change in differences(webhook, now)] == ["address", "events", "is_active"]
    status, page = await posted(client, f"/{webhook.id}", **fields | {"address": "https://other.example/"})
    assert (status, "Somebody else has saved this meanwhile" in page) == (409, True)
    assert (await webhooks.get(webhook.id)).address == ADDRESS
    status, _ = await posted(client, f"/{webhook.id}", **fields | {"address": ""})
    assert status == 422


async def test_a_secret_is_renewed_and_a_webhook_removed(client: Client) -> None:
    webhook, old = await kept((await manager(client)).organisation_id)

    status, page = await posted(client, f"/{webhook.id}/secret")
    new = await webhooks.get_secret(webhook.id)
    assert (status, new in page, new == old) == (200, True, False)
    assert await posted(client, f"/{webhook.id}/remove") == (303, "/en/desk/webhooks?done=removed")
    assert await webhooks.list_webhooks(None) == ()


async def test_what_failed_is_shown_and_sent_again(client: Client) -> None:
    await signed_in(client, Role.ADMINISTRATOR)
    webhook, _ = await kept((await signed_in(client, Role.ADMINISTRATOR)).organisation_id)
    await plant(an_edition())
    job = await job_actions.claim_next([JobKind.DELIVER_WEBHOOK], now=NOW)
    assert job is not None
    await webhooks.set_response(job.id, 500)
    await job_actions.report_failure(job, "The receiver answered 500.", is_permanent=True, now=NOW)

    page = (await client.get(f"/en/desk/webhooks/{webhook.id}")).text
    assert "The receiver answered 500." in page
    assert an_edition().slug in page
    path = f"/{webhook.id}/deliveries/{job.id}/retry"
    assert f"/en/desk/webhooks{path}" in page
    assert await posted(client, path) == (303, f"/en/desk/webhooks/{webhook.id}?done=retried")
    assert (await jobs.get(job.id)).state is JobState.WAITING
    assert await posted(client, path) == (303, f"/en/desk/webhooks/{webhook.id}?done=not-failed")
    assert (await posted(client, f"/{webhook.id}/deliveries/{an_id('x')}/retry"))[0] == 404


async def test_nobody_reaches_a_foreign_webhook(client: Client) -> None:
    webhook, _ = await kept((await manager(client)).organisation_id)
    await manager(client)

    assert ADDRESS not in (await client.get("/en/desk/webhooks")).text
    assert "hook.example" not in (await client.get("/en/desk/webhooks")).text
    assert (await client.get(f"/en/desk/webhooks/{webhook.id}")).status_code == 403
    for path in ("", "/secret", "/remove", f"/deliveries/{an_id('x')}/retry"):
        fields = {"address": ADDRESS, "events": "edition.changed", "version": "1"}
        assert (await posted(client, f"/{webhook.id}{path}", **fields))[0] == 403
    assert await webhooks.list_webhooks(None) == (webhook,)


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.TRANSLATOR, Role.EXPORTER_STAFF])
async def test_other_roles_see_no_webhooks(client: Client, role: Role) -> None:
    await signed_in(client, role)

    assert (await client.get("/en/desk/webhooks")).status_code == 403
    assert (await client.get("/en/desk/webhooks/new")).status_code == 403


async def test_an_officer_of_the_authority_reads_all_and_changes_none(client: Client) -> None:
    webhook, _ = await kept((await manager(client)).organisation_id)
    await signed_in(client, Role.OFFICER)

    page = (await client.get(f"/en/desk/webhooks/{webhook.id}")).text
    assert ("hook.example" in page, "<form method" in re.sub(r"(?s).*<main", "", page)) == (True, False)
    assert (await posted(client, f"/{webhook.id}/remove"))[0] == 403
    assert (await client.get("/en/desk/webhooks/new")).status_code == 403


async def test_the_list_asks_the_database_as_often_whatever_there_is(client: Client) -> None:
    unit = (await manager(client)).organisation_id
    await kept(unit, "first")
    with counted_queries() as one:
        await client.get("/en/desk/webhooks")
    for number in range(30):
        await kept(unit, f"hook{number}")
    await plant(an_edition(unit_id=unit))
    with counted_queries() as many:
        page = (await client.get("/en/desk/webhooks")).text

    assert (len(one), page.count(".example/in")) == (len(many), 31)


async def test_messages_follow_page_by_page_without_gap(client: Client) -> None:
    webhook, _ = await kept((await signed_in(client, Role.ADMINISTRATOR)).organisation_id)
    await plant(*(an_edition(id=an_id(f"e{number}"), slug=f"edition-{number:02}") for number in range(40)))

    def told(page: str) -> list[str]:
        return re.findall(r'<td><bdi dir="ltr">(edition-\d\d)</bdi>', page)

    first = (await client.get(f"/en/desk/webhooks/{webhook.id}")).text
    (later,) = re.findall(r'href="([^"]+\?before=[^"]+)"', first)
    second = (await client.get(later)).text

    assert (len(told(first)), len(told(second))) == (30, 10)
    assert sorted(told(first) + told(second)) == [f"edition-{number:02}" for number in range(40)]


async def test_a_form_without_its_token_is_refused(client: Client) -> None:
    webhook, _ = await kept((await manager(client)).organisation_id)

    for path in ("/new", f"/{webhook.id}", f"/{webhook.id}/secret", f"/{webhook.id}/remove"):
        assert (await client.post(f"/en/desk/webhooks{path}", data={})).status_code == 403
