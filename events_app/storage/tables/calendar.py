"""The calendar's projection, its index, its tallies and the public change log."""

from piccolo.columns import UUID, BigInt, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Entry(Table, tablename="entry"):
    """Calendar entries: the projection that pages and feeds read. `body` is the whole entry."""

    id = UUID(primary_key=True)
    kind = Varchar(length=16)
    subject = Varchar(length=16)
    subject_id = UUID()
    starts_on = Date()
    ends_on = Date()
    modified_at = Timestamptz()
    body = Text()


class Posting(Table, tablename="posting"):
    """Which entries are kept under which term, by day: the index behind every filter and the search."""

    term = Varchar(length=80, primary_key=True)
    starts_on = Date()
    entry = UUID()
    kind = Varchar(length=16)


class Tally(Table, tablename="tally"):
    """How many entries begin in a month, by kind, scope and country or region."""

    id = Varchar(length=64, primary_key=True)
    month = Date()
    kind = Varchar(length=16)
    scope = Varchar(length=16)
    country = Varchar(length=2)
    entries = BigInt()


class Change(Table, tablename="change"):
    """The public change log of editions and projects."""

    id = UUID(primary_key=True)
    subject = Varchar(length=16)
    subject_id = UUID()
    at = Timestamptz()
    aspects = Text()
    note = Text()


class CalendarState(Table, tablename="calendar_state"):
    """One row: how many times the calendar has changed, and when last."""

    id = Integer(primary_key=True)
    version = BigInt()
    changed_at = Timestamptz()
    words_version = BigInt()


class CalendarTurn(Table, tablename="calendar_turn"):
    """When time alone changes what feeds tell of an entry; the key of the table is both columns."""

    entry = UUID(primary_key=True)
    at = Timestamptz()


class CalendarLog(Table, tablename="calendar_log"):
    """The last change of each entry, by the version of the calendar that it made."""

    entry = UUID(primary_key=True)
    version = BigInt()
    gone_at = Timestamptz(null=True, default=None)
