"""Proposals for the plans of editions, and their lines."""

from piccolo.columns import UUID, ForeignKey, Integer, Real, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.applications import Application
from events_app.storage.tables.exhibitions import Edition
from events_app.storage.tables.people import Person


class Allotment(Table, tablename="allotment"):
    """Computations; `figures` are JSON."""

    id = UUID(primary_key=True)
    edition = ForeignKey(references=Edition)
    number = Integer()
    seed = Text()
    state = Varchar(length=16)
    attempt = Integer()
    aim = Varchar(length=16, null=True, default=None)
    fraction = Real()
    input_digest = Text()
    fault = Varchar(length=16, null=True, default=None)
    figures = Text(null=True, default=None)
    made_at = Timestamptz()
    made_by = ForeignKey(references=Person, null=True, default=None, index=True)
    seen_at = Timestamptz()
    finished_at = Timestamptz(null=True, default=None)


class AllotmentLine(Table, tablename="allotment_line"):
    """What a computation says of an application; `stands` are ids, `counts` numbers behind a reason, both JSON."""

    allotment = ForeignKey(references=Allotment)
    application = ForeignKey(references=Application, primary_key=True)
    stands = Text()
    choice = Integer(null=True, default=None)
    neighbours = Integer()
    extra_m2 = Integer()
    why = Varchar(length=16, null=True, default=None)
    counts = Text(null=True, default=None)
