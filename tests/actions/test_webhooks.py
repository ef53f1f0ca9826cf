"""Webhooks on both engines: told in the transaction of the change, sent signed, tried again, and never leaking."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from events_app.actions import exhibitions as edition_actions
from events_app.actions import jobs as job_actions
from events_app.actions import projects as project_actions
from events_app.actions import webhooks as actions
from events_app.domain.exhibitions import EditionStatus
from events_app.domain.jobs import Job, JobFailed, JobKind, JobNotRetriable, JobState
from events_app.domain.organisations import Membership, Organisation, OrganisationKind, Role
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.webhooks import Webhook, WebhookEvent, signed_headers
from events_app.storage import history, jobs, webhooks
from events_app.storage.database import Database, transaction
from tests.builders import a_project, a_series, a_text, an_edition, an_id
from tests.planting import context
from tests.queries import counted_queries
from tests.web.signing_in import an_organisation

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ALL = frozenset(WebhookEvent)


class Receiver:
    """Somebody else's server, as far as it matters: keeps what it gets and answers what it is told to."""

    def __init__(self, *answers: int | OSError) -> None:
        self.answers, self.got = list(answers), list[tuple[str, Mapping[str, str], bytes]]()

    async def __call__(self, address: str, headers: Mapping[str, str], body: bytes) -> int:
        self.got.append((address, headers, body))
        answer = self.answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer


async def listening(
    slug: str = "authority", kind: OrganisationKind = OrganisationKind.AUTHORITY, **changes: object
) -> tuple[Webhook, str]:
    organisation: Organisation = await an_organisation(kind, slug)
    webhook = Webhook(
        id=an_id(f"hook of {slug}"),
        organisation_id=organisation.id,
        address=f"https://{slug}.example/in",
        events=ALL,
        created_at=NOW,
    )
    return await actions.add(replace(webhook, **changes), by=SYSTEM, now=NOW)  # type: ignore[arg-type]


async def published(**changes: object) -> None:
    await edition_actions.add_series(a_series(), by=SYSTEM, now=NOW)
    await edition_actions.add_edition(an_edition(**changes), by=SYSTEM, context=context(), now=NOW)


async def due(now: datetime = NOW) -> Job:
    job = await job_actions.claim_next([JobKind.DELIVER_WEBHOOK], now=now)
    assert job is not None
    return job


def manager_of(organisation_id: UUID) -> Asker:
    membership = Membership(
        id=an_id("membership"),
        person_id=an_id("person"),
        organisation_id=organisation_id,
        organisation_kind=OrganisationKind.UNIT,
        role=Role.UNIT_MANAGER,
        created_at=NOW,
    )
    return Asker(None, (membership,))


async def test_a_webhook_is_read_back_without_its_secret_which_is_shown_once(database: Database) -> None:
    webhook, secret = await listening()

    assert await webhooks.get(webhook.id) == webhook
    assert await webhooks.get_secret(webhook.id) == secret
    assert secret.startswith("whsec_")
    (line,) = await history.list_lines(object_id=webhook.id, limit=5)
    assert secret not in repr(line)
    renewed = await actions.renew_secret(webhook.id, by=SYSTEM, now=NOW)
    assert await webhooks.get_secret(webhook.id) == renewed != secret


async def test_a_change_is_told_signed_and_logged(database: Database) -> None:
    webhook, secret = await listening()
    await published()
    receiver = Receiver(204)

    job = await due()
    await actions.deliver(job, send=receiver, now=NOW)
    await job_actions.confirm(job, now=NOW)

    ((address, headers, body),) = receiver.got
    assert address == webhook.address
    told = json.loads(body)
    assert (told["type"], told["timestamp"], told["data"]["slug"]) == (
        "edition.published",
        "2026-11-23T09:30:00Z",
        an_edition().slug,
    )
    assert headers == signed_headers(secret, message_id=str(job.id), body=body.decode(), now=NOW) | {
        "content-type": "application/json"
    }
    (sent,) = await webhooks.list_sent(webhook.id)
    assert (sent.state, sent.delivery.response_status, sent.delivery.event) == (
        JobState.DONE,
        204,
        WebhookEvent.EDITION_PUBLISHED,
    )
    assert await webhooks.list_last([webhook.id]) == {webhook.id: (NOW, JobState.DONE)}
    assert secret not in json.dumps(job.payload) + body.decode() + json.dumps(dict(headers))


async def test_each_move_of_an_edition_and_a_project_is_told(database: Database) -> None:
    webhook, _ = await listening()
    await published(status=EditionStatus.DRAFT)
    slug, moved = an_edition().slug, an_edition().days

    await edition_actions.publish(slug, by=SYSTEM, context=context(), now=NOW)
    await edition_actions.postpone(
        slug,
        replace(moved, last=moved.last + timedelta(days=1)),
        deadlines=(),
        note=a_text("Later"),
        by=SYSTEM,
        context=context(),
        now=NOW,
    )
    await edition_actions.cancel(slug, a_text("No hall"), by=SYSTEM, context=context(), now=NOW)
    await project_actions.add(a_project(), by=SYSTEM, context=context(), now=NOW)
    await project_actions.add(
        a_project(id=an_id("inner"), slug="inner", milestones=(), is_public=False),
        by=SYSTEM,
        context=context(),
        now=NOW,
    )

    assert sorted(sent.delivery.event.value for sent in await webhooks.list_sent(webhook.id)) == [
        "edition.cancelled",
        "edition.postponed",
        "edition.published",
        "project.changed",
    ]


async def test_what_was_rolled_back_is_never_told(database: Database) -> None:
    webhook, _ = await listening()

    async def broken() -> None:
        async with transaction():
            await published()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await broken()

    assert await webhooks.list_sent(webhook.id) == ()


async def test_a_unit_hears_of_its_own_and_others_of_what_they_chose(database: Database) -> None:
    unit, _ = await listening("delegations", OrganisationKind.UNIT)
    other, _ = await listening("home-fairs", OrganisationKind.UNIT)
    picky, _ = await listening(events=frozenset({WebhookEvent.PROJECT_CHANGED}))
    off, _ = await listening("partner", OrganisationKind.PARTNER, is_active=False)

    await published(unit_id=unit.organisation_id)

    assert [len(await webhooks.list_sent(each.id)) for each in (unit, other, picky, off)] == [1, 0, 0, 0]


async def test_a_failure_is_tried_again_and_a_person_may_ask_sooner(database: Database) -> None:
    webhook, _ = await listening()
    await published()
    receiver = Receiver(500, ConnectionRefusedError("refused"), 200)

    for reason, status in (("The receiver answered 500.", 500), ("refused", None)):
        job = await due()
        with pytest.raises(JobFailed) as failed:
            await actions.deliver(job, send=receiver, now=NOW)
        assert (failed.value.reason, failed.value.is_permanent) == (reason, False)
        await job_actions.report_failure(job, failed.value.reason, is_permanent=False, now=NOW)
        (sent,) = await webhooks.list_sent(webhook.id)
        assert (sent.state, sent.delivery.response_status, sent.last_error) == (JobState.FAILED, status, reason)
        await actions.retry(webhook.id, sent.delivery.id, by=SYSTEM, now=NOW)
    job = await due()
    await actions.deliver(job, send=receiver, now=NOW + timedelta(minutes=1))
    await job_actions.confirm(job, now=NOW)

    assert {headers["webhook-id"] for _, headers, _ in receiver.got} == {str(job.id)}
    assert len({body for _, _, body in receiver.got}) == 1
    assert receiver.got[0][1]["webhook-signature"] != receiver.got[2][1]["webhook-signature"]
    with pytest.raises(JobNotRetriable):
        await actions.retry(webhook.id, job.id, by=SYSTEM, now=NOW)


async def test_a_receiver_that_is_gone_is_told_nothing_more(database: Database) -> None:
    webhook, _ = await listening()
    await published()

    with pytest.raises(JobFailed) as failed:
        await actions.deliver(await due(), send=Receiver(410), now=NOW)

    assert failed.value.is_permanent
    assert not (await webhooks.get(webhook.id)).is_active


async def test_a_removed_webhook_takes_its_log_along_and_is_sent_nothing(database: Database) -> None:
    webhook, _ = await listening()
    await published()
    job = await due()

    await actions.remove(webhook.id, by=SYSTEM, now=NOW)
    receiver = Receiver()
    await actions.deliver(job, send=receiver, now=NOW)

    assert receiver.got == []
    with pytest.raises(NotFound):
        await webhooks.get(webhook.id)


async def test_a_log_goes_with_the_jobs_that_are_tidied_away(database: Database) -> None:
    webhook, _ = await listening()
    await published()
    await job_actions.confirm(await due(), now=NOW)

    await job_actions.tidy(now=NOW + timedelta(days=365))

    assert await webhooks.list_sent(webhook.id) == ()


async def test_a_manager_keeps_the_unit_s_own_webhooks_only(database: Database) -> None:
    webhook, _ = await listening("delegations", OrganisationKind.UNIT)
    own, foreign = manager_of(webhook.organisation_id), manager_of(an_id("other"))

    changed = await actions.change(replace(webhook, events=frozenset({WebhookEvent.EDITION_CHANGED})), by=own, now=NOW)
    assert await webhooks.get(webhook.id) == changed
    for refused in (
        actions.change(changed, by=foreign, now=NOW),
        actions.remove(webhook.id, by=foreign, now=NOW),
        actions.renew_secret(webhook.id, by=foreign, now=NOW),
        actions.retry(webhook.id, an_id("delivery"), by=foreign, now=NOW),
        actions.add(replace(webhook, id=an_id("new")), by=foreign, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            await refused
    with pytest.raises(ChangedMeanwhile):
        await actions.change(webhook, by=own, now=NOW)


async def test_lists_are_read_page_by_page_in_one_query(database: Database) -> None:
    webhook, _ = await listening()
    await published()
    for number in range(3):
        edition = an_edition(id=an_id(f"e{number}"), slug=f"edition-{number}")
        await edition_actions.add_edition(edition, by=SYSTEM, context=context(), now=NOW + timedelta(minutes=number))

    with counted_queries() as asked:
        every = await webhooks.list_sent(webhook.id)
    first = await webhooks.list_sent(webhook.id, limit=2)
    rest = await webhooks.list_sent(webhook.id, before=(first[-1].delivery.created_at, first[-1].delivery.id))

    assert (first + rest, len(every), len(asked)) == (every, 4, 1)
    assert await webhooks.list_webhooks(None) == (webhook,)
    assert await webhooks.list_webhooks(frozenset()) == ()
    assert await webhooks.list_webhooks(frozenset({webhook.organisation_id})) == (webhook,)
    assert await jobs.count_waiting(now=NOW + timedelta(hours=1)) == 4
