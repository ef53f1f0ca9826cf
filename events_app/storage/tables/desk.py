"""What the desk keeps beside the calendar: approval cases and saved filters."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.people import Person


class Approval(Table, tablename="approval"):
    """Approval cases, one for an edition."""

    edition = UUID(primary_key=True)
    number = Text()
    authority = Text()
    submitted_on = Date(null=True, default=None)
    decided_on = Date(null=True, default=None)
    decision = Varchar(length=16)
    conditions = Text()
    documents = Text()
    version = Integer()


class SavedFilter(Table, tablename="saved_filter"):
    """Filters of lists that people keep under a name."""

    id = UUID(primary_key=True)
    person = ForeignKey(references=Person, index=True)
    page = Varchar(length=64)
    name = Text()
    query = Text()
    created_at = Timestamptz()
