"""Calendars of other publishers, and what became of their events."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.exhibitions import Edition
from events_app.storage.tables.people import Organisation, Person


class ImportSource(Table, tablename="import_source"):
    """Sources, each with an address of its own."""

    id = UUID(primary_key=True)
    address = Text(unique=True)
    name = Text()
    unit = ForeignKey(references=Organisation, null=True, default=None)
    etag = Text()
    fetched_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz()
    version = Integer()


class ImportedIdentity(Table, tablename="imported_identity"):
    """Which edition an event is; source and UID are unique together."""

    id = UUID(primary_key=True)
    source = ForeignKey(references=ImportSource)
    uid = Text()
    edition = ForeignKey(references=Edition, index=True)
    sequence = Integer()
    changed_at = Timestamptz(null=True, default=None)
    imported_at = Timestamptz()


class Upload(Table, tablename="upload"):
    """Files sent for an import that wait for a decision."""

    id = UUID(primary_key=True)
    person = ForeignKey(references=Person, index=True)
    kind = Varchar(length=16)
    name = Text()
    language = Varchar(length=16)
    source = ForeignKey(references=ImportSource, null=True)
    etag = Text()
    content = Text()
    created_at = Timestamptz()
