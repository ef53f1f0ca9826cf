"""The tables, as Piccolo sees them: columns, keys and indexes, no behaviour.

The migrations make them; this module says how they are read and written. Texts in several languages, and lists that
are only ever read whole, are JSON in text columns (`values` converts them), so that both engines keep the same bytes.
"""

from piccolo.columns import (
    UUID,
    BigInt,
    Boolean,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
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


class Deadline(Table, tablename="deadline"):
    """Deadlines of editions."""

    id = UUID(primary_key=True)
    edition = ForeignKey(references=Edition, index=True)
    kind = Varchar(length=32)
    at = Timestamptz()
    zone = Varchar(length=64)
    note = Text()


class Project(Table, tablename="project"):
    """Cooperation projects."""

    id = UUID(primary_key=True)
    slug = Varchar(length=200, unique=True)
    name = Text()
    summary = Text()
    kind = Varchar(length=32)
    contract_kind = Varchar(length=32, null=True, default=None)
    stage = Varchar(length=16)
    details = Text()
    intended_minor = BigInt(null=True, default=None)
    intended_currency = Varchar(length=3, null=True, default=None)
    signed_minor = BigInt(null=True, default=None)
    signed_currency = Varchar(length=3, null=True, default=None)
    zone = Varchar(length=64)
    is_public = Boolean()
    is_illustrative = Boolean()
    source = Text()
    created_at = Timestamptz()
    modified_at = Timestamptz()


class ProjectCountry(Table, tablename="project_country"):
    """Partner countries or regions of projects."""

    id = UUID(primary_key=True)
    project = ForeignKey(references=Project, index=True)
    country = Varchar(length=2, index=True)


class ProjectEdition(Table, tablename="project_edition"):
    """Editions linked with projects."""

    id = UUID(primary_key=True)
    project = ForeignKey(references=Project, index=True)
    edition_slug = Varchar(length=200, index=True)


class Milestone(Table, tablename="milestone"):
    """Milestones of projects."""

    id = UUID(primary_key=True)
    project = ForeignKey(references=Project, index=True)
    name = Text()
    planned_on = Date()
    forecast_on = Date(null=True, default=None)
    actual_on = Date(null=True, default=None)
    is_public = Boolean()


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


TABLES: tuple[type[Table], ...] = (
    Series,
    Edition,
    Session,
    Deadline,
    Project,
    ProjectCountry,
    ProjectEdition,
    Milestone,
    Entry,
    Posting,
    Tally,
    Change,
    CalendarState,
)
