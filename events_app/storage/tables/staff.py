"""Staff of editions."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Text
from piccolo.table import Table

from events_app.storage.tables.exhibitions import Edition
from events_app.storage.tables.people import Person


class StaffAssignment(Table, tablename="staff_assignment"):
    """Who works at which edition; without days of their own, on the days of the edition."""

    id = UUID(primary_key=True)
    edition = ForeignKey(references=Edition, index=True)
    person = ForeignKey(references=Person, index=True)
    task = Text()
    first_day = Date(null=True, default=None)
    last_day = Date(null=True, default=None)
    version = Integer()
