"""Webhooks: what an organisation is told at an address of its own, and how it knows that it was us.

Signed as the Standard Webhooks specification says (version 1 of its symmetric signatures): HMAC-SHA256 over the id, the
time and the body, with a secret that only the organisation and this installation know. A message says only what the
public may see.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from events_app.domain.changes import edition_changes, project_changes
from events_app.domain.exhibitions import Edition, EditionStatus
from events_app.domain.history import differences, plain
from events_app.domain.messages import N_, P_, Message
from events_app.domain.projects import Project
from events_app.domain.refusals import InvalidValue

LONGEST_ADDRESS = 500
SECRET_PREFIX = "whsec_"  # noqa: S105 - how a secret begins
SECRET_BYTES = 32


class WebhookEvent(StrEnum):
    """What can be told."""

    EDITION_PUBLISHED = "edition.published"
    EDITION_CHANGED = "edition.changed"
    EDITION_POSTPONED = "edition.postponed"
    EDITION_CANCELLED = "edition.cancelled"
    PROJECT_CHANGED = "project.changed"


WEBHOOK_EVENT_NAMES: dict[WebhookEvent, Message] = {
    WebhookEvent.EDITION_PUBLISHED: P_("webhook event", "An edition is published"),
    WebhookEvent.EDITION_CHANGED: P_("webhook event", "A published edition is changed"),
    WebhookEvent.EDITION_POSTPONED: P_("webhook event", "An edition is postponed"),
    WebhookEvent.EDITION_CANCELLED: P_("webhook event", "An edition is cancelled"),
    WebhookEvent.PROJECT_CHANGED: P_("webhook event", "A public project is added or changed"),
}


class AddressNotSecure(InvalidValue):
    """An address that is not one of https, or says more than where to go."""

    message = N_("Write a whole address that begins with https:// and has neither a name nor a password in it.")


class NoEventChosen(InvalidValue):
    """A webhook that would never be told anything."""

    message = N_("Choose at least one event.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where an organisation wants to be told what. Its secret is kept apart and shown once."""

    id: UUID
    organisation_id: UUID
    address: str
    events: frozenset[WebhookEvent]
    is_active: bool = True
    created_at: datetime
    version: int = 1

    def __post_init__(self) -> None:
        """Raise AddressNotSecure or NoEventChosen."""
        if not is_secure(self.address):
            raise AddressNotSecure
        if not self.events:
            raise NoEventChosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What happened, ready to be told: `owner` is the organising unit that it belongs to."""

    event: WebhookEvent
    owner: UUID | None
    label: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one webhook; `id` goes with every attempt and is that of the job that sends it."""

    id: UUID
    webhook_id: UUID
    event: WebhookEvent
    label: str
    body: str
    created_at: datetime
    response_status: int | None = None


def is_secure(address: str) -> bool:
    """Whether an address is a whole one of https without credentials or fragment."""
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    is_plain = address.isascii() and address.isprintable() and " " not in address and "\\" not in address
    return is_whole and is_plain and "@" not in parts.netloc and not parts.fragment and len(address) <= LONGEST_ADDRESS


def secret_of(raw: bytes) -> str:
    """A secret as receivers write it down."""
    return SECRET_PREFIX + base64.b64encode(raw).decode()


def signed_headers(secret: str, *, message_id: str, body: str, now: datetime) -> dict[str, str]:
    """The three headers of a message that is sent now; `body` is what is sent, byte for byte."""
    sent_at = str(int(now.timestamp()))
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signature = hmac.new(key, f"{message_id}.{sent_at}.{body}".encode(), hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": sent_at,
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }


def told_of_edition(old: Edition | None, new: Edition) -> Told | None:
    """What an edition's change tells; None where the public sees nothing of it."""
    if not new.is_public or (old is not None and not differences(old, new)):
        return None
    if old is None or not old.is_public:
        event = WebhookEvent.EDITION_PUBLISHED
    elif new.status is EditionStatus.CANCELLED and old.status is not EditionStatus.CANCELLED:
        event = WebhookEvent.EDITION_CANCELLED
    elif new.status is EditionStatus.POSTPONED and (old.status, old.days) != (new.status, new.days):
        event = WebhookEvent.EDITION_POSTPONED
    else:
        event = WebhookEvent.EDITION_CHANGED
    data = {
        "id": new.id,
        "slug": new.slug,
        "path": f"exhibitions/{new.slug}",
        "name": new.name,
        "status": new.status,
        "first_day": new.days.first,
        "last_day": new.days.last,
        "dates_confirmed": new.dates_confirmed,
        "zone": new.zone,
        "country": new.country,
        "city": new.city,
        "venue": new.venue,
        "reason": new.reason,
        "changed": list(dict.fromkeys(change.aspect for change in edition_changes(old, new))),
    }
    return Told(event=event, owner=new.unit_id, label=new.slug, data=plain(data))


def told_of_project(old: Project | None, new: Project) -> Told | None:
    """What a project's change tells; None where the public sees nothing of it."""
    if not new.is_public or (old is not None and not differences(old, new)):
        return None
    data = {
        "id": new.id,
        "slug": new.slug,
        "path": f"projects/{new.slug}",
        "name": new.name,
        "kind": new.kind,
        "stage": new.stage,
        "countries": new.countries,
        "changed": list(dict.fromkeys(change.aspect for change in project_changes(old, new))),
    }
    return Told(event=WebhookEvent.PROJECT_CHANGED, owner=new.unit_id, label=new.slug, data=plain(data))
