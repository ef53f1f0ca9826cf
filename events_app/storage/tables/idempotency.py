"""What programs were answered under keys of their own."""

from piccolo.columns import UUID, ForeignKey, Text, Timestamptz
from piccolo.table import Table

from events_app.storage.tables.people import Person


class IdempotencyKey(Table, tablename="idempotency_key"):
    """Keys with the request they came with and its answer."""

    id = UUID(primary_key=True)
    person = ForeignKey(references=Person)
    key = Text()
    fingerprint = Text()
    answer = Text()
    created_at = Timestamptz()
