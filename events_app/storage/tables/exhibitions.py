"""Series and editions with their parts."""

from piccolo.columns import UUID, Boolean, Date, DoublePrecision, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Series(Table, tablename="series"):
    """Exhibition series."""

    id = UUID(primary_key=True)
    slug = Varchar(length=200, unique=True)
    name = Text()
    summary = Text()
    former_names = Text()
    every_months = Integer(null=True, default=None)
    website = Text()


class Edition(Table, tablename="edition"):
    """Editions of series."""

    id = UUID(primary_key=True)
    slug = Varchar(length=200, unique=True)
    series = ForeignKey(references=Series, index=True)
    name = Text()
    summary = Text()
    country = Varchar(length=2)
    city = Text()
    venue = Text()
    zone = Varchar(length=64)
    first_day = Date()
    last_day = Date()
    scope = Varchar(length=16)
    mode = Varchar(length=32)
    organiser = Text()
    website = Text()
    status = Varchar(length=16)
    reason = Text()
    dates_confirmed = Boolean()
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)
    details = Text()
    source = Text()
    created_at = Timestamptz()
    modified_at = Timestamptz()
    unit = UUID(null=True, default=None)
    version = Integer()
    words = Text()
    online = Text()
    picture = Text()


class Session(Table, tablename="session"):
    """Programme sessions of editions."""

    id = UUID(primary_key=True)
    edition = ForeignKey(references=Edition, index=True)
    kind = Varchar(length=16)
    title = Text()
    starts_at = Timestamptz()
    ends_at = Timestamptz()
    room = Text()
    languages = Text()
    online = Text()


class Deadline(Table, tablename="deadline"):
    """Deadlines of editions."""

    id = UUID(primary_key=True)
    edition = ForeignKey(references=Edition, index=True)
    kind = Varchar(length=32)
    at = Timestamptz()
    zone = Varchar(length=64)
    note = Text()
