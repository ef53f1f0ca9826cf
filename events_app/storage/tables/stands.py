"""Tables of halls and stands, and of plans."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Varchar
from piccolo.table import Table

from events_app.storage.tables.applications import Application
from events_app.storage.tables.exhibitions import Edition


class StandPlan(Table, tablename="stand_plan"):
    """Whether the plan of an edition is public; the row is the lock of its halls and stands."""

    edition = ForeignKey(references=Edition, primary_key=True)
    is_published = Boolean()
    version = Integer()


class Hall(Table, tablename="hall"):
    """Halls; lengths are decimetres."""

    id = UUID(primary_key=True)
    edition = ForeignKey(references=Edition, index=True)
    name = Text()
    gross_m2 = Integer()
    net_m2 = Integer()
    width = Integer()
    depth = Integer()
    position = Integer()
    version = Integer()


class Stand(Table, tablename="stand"):
    """Stands; lengths are decimetres."""

    id = UUID(primary_key=True)
    hall = ForeignKey(references=Hall, index=True)
    edition = ForeignKey(references=Edition)
    number = Text()
    x = Integer()
    y = Integer()
    width = Integer()
    depth = Integer()
    area_m2 = Integer()
    kind = Varchar(length=16)
    open_sides = Integer()
    zone = Text()
    pavilion = Text()
    state = Varchar(length=16)
    application = ForeignKey(references=Application, null=True, default=None, index=True)
    version = Integer()
