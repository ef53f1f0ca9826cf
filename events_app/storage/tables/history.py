"""The history of every object: only ever added to."""

from piccolo.columns import UUID, Text, Timestamptz, Varchar
from piccolo.table import Table


class History(Table, tablename="history"):
    """Who did what to which object, when, with what before and after."""

    id = UUID(primary_key=True)
    at = Timestamptz()
    person = UUID(null=True, default=None)
    noun = Varchar(length=16)
    object_id = UUID(null=True, default=None)
    owner = UUID(null=True, default=None)
    deed = Varchar(length=32)
    label = Text()
    changes = Text()
