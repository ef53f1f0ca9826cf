"""Webhooks with their secrets, which leave this room only to sign, and the log of what was sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.domain.jobs import RETRIABLE_STATES, JobState
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.webhooks import Delivery, Webhook, WebhookEvent
from events_app.storage import tables
from events_app.storage.database import fetch

COLUMNS = "id, organisation, address, events, is_active, created_at, version"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """A message with how far its sending is: `run_at` is when it is tried next, if it is."""

    delivery: Delivery
    state: JobState
    attempts: int
    last_error: str
    run_at: datetime

    @property
    def is_retriable(self) -> bool:
        """Whether a person may have it sent again."""
        return self.state in RETRIABLE_STATES


async def get(webhook_id: UUID) -> Webhook:
    """Webhook by id; raises NotFound."""
    rows = await fetch(f"SELECT {COLUMNS} FROM webhook WHERE id = {{}}", webhook_id)  # noqa: S608
    if not rows:
        raise NotFound
    return _webhook(rows[0])


async def get_secret(webhook_id: UUID) -> str:
    """Secret of a webhook, for signing and nothing else; raises NotFound."""
    rows = await fetch("SELECT secret FROM webhook WHERE id = {}", webhook_id)
    if not rows:
        raise NotFound
    return str(rows[0]["secret"])


async def list_webhooks(organisation_ids: frozenset[UUID] | None, *, limit: int = 200) -> tuple[Webhook, ...]:
    """Webhooks of these organisations (None: of all), by organisation and age."""
    if organisation_ids is not None and not organisation_ids:
        return ()
    places = ", ".join("{}" for _ in organisation_ids or ())
    where = "" if organisation_ids is None else f"WHERE organisation IN ({places})"
    sql = f"SELECT {COLUMNS} FROM webhook {where} ORDER BY organisation, created_at, id LIMIT {{}}"  # noqa: S608
    return tuple(map(_webhook, await fetch(sql, *sorted(organisation_ids or ()), limit)))


async def list_listening(event: WebhookEvent, *, owner: UUID | None) -> tuple[UUID, ...]:
    """Ids of the webhooks that are to be told: a unit's hear of what is its own, all others of everything."""
    rows = await fetch(
        "SELECT w.id AS id FROM webhook AS w JOIN organisation AS o ON o.id = w.organisation "
        "WHERE w.is_active = {} AND o.closed_at IS NULL AND (o.kind <> 'unit' OR o.id = {}) AND w.events LIKE {} "
        "ORDER BY w.created_at, w.id",
        True,
        owner,
        f"% {event.value} %",
    )
    return tuple(row["id"] for row in rows)


async def add(webhook: Webhook, secret: str) -> None:
    """Keep a new webhook."""
    await tables.Webhook.insert(tables.Webhook(**_columns(webhook), secret=secret))


async def set_(webhook: Webhook) -> None:
    """Replace a webhook, not its secret, and raise its version. Raises NotFound or ChangedMeanwhile."""
    table = tables.Webhook
    columns: dict[Any, Any] = _columns(webhook) | {"version": webhook.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == webhook.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile if await table.exists().where(table.id == identity) else NotFound


async def set_secret(webhook_id: UUID, secret: str) -> None:
    """Replace the secret: what is sent from now on is signed with the new one."""
    await tables.Webhook.update({tables.Webhook.secret: secret}).where(tables.Webhook.id == webhook_id)


async def set_inactive(webhook_id: UUID) -> None:
    """Tell a webhook nothing more, until somebody turns it on again."""
    await fetch("UPDATE webhook SET is_active = {}, version = version + 1 WHERE id = {}", False, webhook_id)


async def remove(webhook_id: UUID) -> None:
    """Remove a webhook with its log; what waits to be sent to it is not sent any more."""
    await tables.Webhook.delete().where(tables.Webhook.id == webhook_id)


async def add_delivery(delivery: Delivery) -> None:
    """Keep a message, after the job that sends it."""
    await tables.WebhookDelivery.insert(
        tables.WebhookDelivery(
            id=delivery.id,
            webhook=delivery.webhook_id,
            event=delivery.event.value,
            label=delivery.label,
            body=delivery.body,
            created_at=delivery.created_at,
        )
    )


async def find_delivery(delivery_id: UUID) -> Delivery | None:
    """Message by id; None where it went with its webhook."""
    row = await tables.WebhookDelivery.select().where(tables.WebhookDelivery.id == delivery_id).first()
    return _delivery(row) if row else None


async def set_response(delivery_id: UUID, status: int | None) -> None:
    """Keep what the receiver answered at the last attempt; None where it did not."""
    table = tables.WebhookDelivery
    await table.update({table.response_status: status}).where(table.id == delivery_id)


async def list_sent(
    webhook_id: UUID, *, before: tuple[datetime, UUID] | None = None, limit: int = 50
) -> tuple[Sent, ...]:
    """Messages to a webhook, newest first; `before` is the (created_at, id) of the last one already seen."""
    where, args = "d.webhook = {}", [webhook_id]
    if before is not None:
        where += " AND (d.created_at, d.id) < ({}, {})"
        args += before  # type: ignore[arg-type]
    rows = await fetch(
        "SELECT d.id AS id, d.webhook AS webhook, d.event AS event, d.label AS label, d.body AS body, "  # noqa: S608
        "d.created_at AS created_at, d.response_status AS response_status, j.state AS state, "
        "j.attempts AS attempts, j.last_error AS last_error, j.run_at AS run_at "
        f"FROM webhook_delivery AS d JOIN job AS j ON j.id = d.id WHERE {where} "
        "ORDER BY d.created_at DESC, d.id DESC LIMIT {}",
        *args,
        limit,
    )
    return tuple(
        Sent(_delivery(row), JobState(row["state"]), row["attempts"], row["last_error"], row["run_at"]) for row in rows
    )


async def list_last(webhook_ids: Iterable[UUID]) -> dict[UUID, tuple[datetime, JobState]]:
    """When the newest message to each webhook was made, and how far its sending is."""
    ids = sorted(set(webhook_ids))
    if not ids:
        return {}
    places = ", ".join("{}" for _ in ids)
    rows = await fetch(
        "SELECT d.webhook AS webhook, d.created_at AS created_at, j.state AS state FROM webhook_delivery AS d "  # noqa: S608
        f"JOIN job AS j ON j.id = d.id WHERE d.webhook IN ({places}) AND NOT EXISTS (SELECT 1 FROM webhook_delivery "
        "AS later WHERE later.webhook = d.webhook AND (later.created_at, later.id) > (d.created_at, d.id))",
        *ids,
    )
    return {row["webhook"]: (row["created_at"], JobState(row["state"])) for row in rows}


def _columns(webhook: Webhook) -> Row:
    return {
        "id": webhook.id,
        "organisation": webhook.organisation_id,
        "address": webhook.address,
        "events": f" {' '.join(sorted(webhook.events))} ",
        "is_active": webhook.is_active,
        "created_at": webhook.created_at,
        "version": webhook.version,
    }


def _webhook(row: Row) -> Webhook:
    return Webhook(
        id=row["id"],
        organisation_id=row["organisation"],
        address=row["address"],
        events=frozenset(map(WebhookEvent, row["events"].split())),
        is_active=bool(row["is_active"]),
        created_at=row["created_at"],
        version=row["version"],
    )


def _delivery(row: Row) -> Delivery:
    return Delivery(
        id=row["id"],
        webhook_id=row["webhook"],
        event=WebhookEvent(row["event"]),
        label=row["label"],
        body=row["body"],
        created_at=row["created_at"],
        response_status=row["response_status"],
    )
