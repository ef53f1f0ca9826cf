"""Indicator tables and their figures."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.people import Person


class IndicatorTable(Table, tablename="indicator_table"):
    """Versions of tables; code and version are unique together, and one of each code at most is current."""

    id = UUID(primary_key=True)
    code = Varchar(length=64)
    title = Text()
    source = Text()
    licence = Text()
    version = Integer()
    is_current = Boolean()
    rows = Integer()
    no_data = Integer()
    imported_at = Timestamptz()
    imported_by = ForeignKey(references=Person, null=True, default=None)


class IndicatorMeasure(Table, tablename="indicator_measure"):
    """Figures; `value` is a decimal number as text, `field` 0 and empty texts stand for all of them.

    `position` is the place in the file, unique in each version.
    """

    id = UUID(primary_key=True)
    version = ForeignKey(references=IndicatorTable)
    position = Integer()
    country = Varchar(length=2)
    counterpart = Varchar(length=2)
    sector = Varchar(length=32)
    field = Integer()
    indicator = Varchar(length=64)
    value = Text()
    unit = Text()
    year = Integer()
    source = Text()
    licence = Text()
