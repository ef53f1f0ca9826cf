"""Tables of reports after an edition."""

from piccolo.columns import UUID, BigInt, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.applications import Application
from events_app.storage.tables.exhibitions import Edition
from events_app.storage.tables.people import Organisation


class Report(Table, tablename="report"):
    """Versions of reports; `content` is what they say beyond the figures that are summed, as JSON."""

    id = UUID(primary_key=True)
    edition = ForeignKey(references=Edition)
    application = ForeignKey(references=Application, null=True, default=None)
    company = ForeignKey(references=Organisation, null=True, default=None)
    number = Integer()
    state = Varchar(length=16)
    visitors = Integer(null=True, default=None)
    leads = Integer(null=True, default=None)
    memoranda = Integer(null=True, default=None)
    satisfaction = Integer(null=True, default=None)
    ip_incidents = Integer(null=True, default=None)
    content = Text()
    created_at = Timestamptz()
    modified_at = Timestamptz()
    sent_at = Timestamptz(null=True, default=None)
    sent_on = Date(null=True, default=None)
    sent_by = UUID(null=True, default=None)
    version = Integer()


class ReportAmount(Table, tablename="report_amount"):
    """Amounts of what was sent, by currency."""

    report = ForeignKey(references=Report, primary_key=True)
    currency = Varchar(length=3)
    intended_minor = BigInt()
    signed_minor = BigInt()


class ReportLine(Table, tablename="report_line"):
    """What was sent about a partner country or region; one row for each line that names one."""

    id = UUID(primary_key=True)
    report = ForeignKey(references=Report)
    country = Varchar(length=8)
    leads = Integer()
    memoranda = Integer()
    currency = Varchar(length=3)
    intended_minor = BigInt()
    signed_minor = BigInt()


class ReportProject(Table, tablename="report_project"):
    """Which project came of which line."""

    line = UUID(primary_key=True)
    edition = ForeignKey(references=Edition)
    project_slug = Varchar(length=200)
    at = Timestamptz()
    person = UUID(null=True, default=None)
