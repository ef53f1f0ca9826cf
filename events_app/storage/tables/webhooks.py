"""Webhooks of organisations and what was sent to them."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.people import Organisation


class Webhook(Table, tablename="webhook"):
    """Where organisations want to be told what, and with which secret it is signed."""

    id = UUID(primary_key=True)
    organisation = ForeignKey(references=Organisation, index=True)
    address = Varchar(length=500)
    events = Text()
    secret = Text(secret=True)
    is_active = Boolean()
    created_at = Timestamptz()
    version = Integer()


class WebhookDelivery(Table, tablename="webhook_delivery"):
    """Messages; each has the id of the job that sends it, and goes when that goes."""

    id = UUID(primary_key=True)
    webhook = ForeignKey(references=Webhook, index=True)
    event = Varchar(length=32)
    label = Text()
    body = Text()
    created_at = Timestamptz()
    response_status = Integer(null=True, default=None)
