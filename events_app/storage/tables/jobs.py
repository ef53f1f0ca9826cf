"""The outbox."""

from piccolo.columns import UUID, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Job(Table, tablename="job"):
    """Jobs: promised in a transaction, done after it. `run_at` is when a worker may take one."""

    id = UUID(primary_key=True)
    kind = Varchar(length=32)
    payload = Text()
    state = Varchar(length=16)
    attempts = Integer()
    run_at = Timestamptz()
    last_error = Text()
    created_at = Timestamptz()
    finished_at = Timestamptz(null=True, default=None)
    key = Text(null=True, default=None, unique=True)
