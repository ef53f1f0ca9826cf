"""Webhooks: kept by organisations, told in the transaction of what happened, delivered by the worker.

Which address may be reached at all is decided by whoever sends (`fetching`), not here.
"""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from events_app.actions.history import record
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, differences
from events_app.domain.jobs import Job, JobFailed, JobKind
from events_app.domain.projects import Project
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.webhooks import (
    SECRET_BYTES,
    Delivery,
    Told,
    Webhook,
    secret_of,
    signed_headers,
    told_of_edition,
    told_of_project,
)
from events_app.storage import jobs, organisations, webhooks
from events_app.storage.database import transaction

DELIVERY = "delivery"
"""Name in a job's payload of the message's id."""
Send = Callable[[str, Mapping[str, str], bytes], Awaitable[int]]
"""Sends a body with headers by POST to an address and returns the status; raises OSError where nobody answers."""


async def add(webhook: Webhook, *, by: Asker, now: datetime) -> tuple[Webhook, str]:
    """Keep a new webhook; return it with its secret, which is never shown again."""
    require(by, Right.CREATE, Noun.WEBHOOK, owner=webhook.organisation_id)
    secret = secret_of(secrets.token_bytes(SECRET_BYTES))
    async with transaction():
        await organisations.get(webhook.organisation_id)
        await webhooks.add(webhook, secret)
        await _record(Deed.ADDED, None, webhook, by=by, now=now)
    return webhook, secret


async def change(webhook: Webhook, *, by: Asker, now: datetime) -> Webhook:
    """Replace a webhook by a changed one of the same organisation. Raises NotFound, NotAllowed or ChangedMeanwhile."""
    async with transaction():
        old = await webhooks.get(webhook.id)
        require(by, Right.EDIT, Noun.WEBHOOK, owner=old.organisation_id)
        new = replace(webhook, organisation_id=old.organisation_id, created_at=old.created_at)
        await webhooks.set_(new)
        await _record(Deed.CHANGED, old, new, by=by, now=now)
    return replace(new, version=new.version + 1)


async def renew_secret(webhook_id: UUID, *, by: Asker, now: datetime) -> str:
    """Give a webhook a new secret and return it, once."""
    secret = secret_of(secrets.token_bytes(SECRET_BYTES))
    async with transaction():
        webhook = await webhooks.get(webhook_id)
        require(by, Right.EDIT, Noun.WEBHOOK, owner=webhook.organisation_id)
        await webhooks.set_secret(webhook_id, secret)
        await _record(Deed.TOKEN_MADE, None, webhook, by=by, now=now)
    return secret


async def remove(webhook_id: UUID, *, by: Asker, now: datetime) -> None:
    """Remove a webhook; what waits to be sent to it is not sent any more."""
    async with transaction():
        webhook = await webhooks.get(webhook_id)
        require(by, Right.EDIT, Noun.WEBHOOK, owner=webhook.organisation_id)
        await webhooks.remove(webhook_id)
        await _record(Deed.REMOVED, webhook, None, by=by, now=now)


async def retry(webhook_id: UUID, delivery_id: UUID, *, by: Asker, now: datetime) -> None:
    """Have a failed message sent again at once. Raises NotFound, NotAllowed or JobNotRetriable."""
    async with transaction():
        webhook = await webhooks.get(webhook_id)
        require(by, Right.EDIT, Noun.WEBHOOK, owner=webhook.organisation_id)
        delivery = await webhooks.find_delivery(delivery_id)
        if delivery is None or delivery.webhook_id != webhook_id:
            raise NotFound
        failed = await jobs.lock(delivery_id)
        await jobs.set_(failed.retry(now=now), before=failed)
        await record(
            Deed.RETRIED,
            Noun.WEBHOOK,
            webhook_id,
            by=by,
            now=now,
            owner=webhook.organisation_id,
            label=str(delivery_id),
        )


async def tell_of_edition(old: Edition | None, new: Edition, *, now: datetime) -> None:
    """Tell who listens that an edition has changed: called inside the transaction of the change."""
    await _tell(told_of_edition(old, new), now=now)


async def tell_of_project(old: Project | None, new: Project, *, now: datetime) -> None:
    """Tell who listens that a project has changed: called inside the transaction of the change."""
    await _tell(told_of_project(old, new), now=now)


async def deliver(job: Job, *, send: Send, now: datetime) -> None:
    """Send the message of a job. Raises JobFailed unless the receiver took it; one that is gone is told no more."""
    delivery = await webhooks.find_delivery(UUID(job.payload[DELIVERY]))
    if delivery is None:
        return
    webhook = await webhooks.get(delivery.webhook_id)
    if not webhook.is_active:
        raise JobFailed("The webhook is turned off.", is_permanent=True)
    headers = signed_headers(
        await webhooks.get_secret(webhook.id), message_id=str(delivery.id), body=delivery.body, now=now
    ) | {"content-type": "application/json"}
    try:
        status = await send(webhook.address, headers, delivery.body.encode())
    except OSError as error:
        await webhooks.set_response(delivery.id, None)
        raise JobFailed(str(error) or type(error).__name__, is_permanent=False) from error
    await webhooks.set_response(delivery.id, status)
    if status == HTTPStatus.GONE:
        await webhooks.set_inactive(webhook.id)
        raise JobFailed("The receiver is gone (410): the webhook is turned off.", is_permanent=True)
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise JobFailed(f"The receiver answered {status}.", is_permanent=False)


async def _tell(told: Told | None, *, now: datetime) -> None:
    if told is None:
        return
    for webhook_id in await webhooks.list_listening(told.event, owner=told.owner):
        delivery = Delivery(
            id=uuid4(),
            webhook_id=webhook_id,
            event=told.event,
            label=told.label,
            body=_body(told, now),
            created_at=now,
        )
        await jobs.add(
            Job(
                id=delivery.id,
                kind=JobKind.DELIVER_WEBHOOK,
                payload={DELIVERY: str(delivery.id)},
                run_at=now,
                created_at=now,
            )
        )
        await webhooks.add_delivery(delivery)


def _body(told: Told, now: datetime) -> str:
    body: dict[str, Any] = {
        "type": told.event.value,
        "timestamp": now.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "data": dict(told.data),
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


async def _record(deed: Deed, old: Webhook | None, new: Webhook | None, *, by: Asker, now: datetime) -> None:
    known = new or old
    if known is None:
        return
    changes = differences(old, new) if deed is not Deed.TOKEN_MADE else ()
    owner = known.organisation_id
    await record(deed, Noun.WEBHOOK, known.id, by=by, now=now, owner=owner, label=known.address, changes=changes)
