"""Admissions, applications, their trail and notes."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.exhibitions import Edition
from events_app.storage.tables.people import Organisation, Person


class Admission(Table, tablename="admission"):
    """How an edition admits; `last_number` is that of its latest case."""

    edition = ForeignKey(references=Edition, primary_key=True)
    stands = Integer(null=True, default=None)
    area = Integer(null=True, default=None)
    quotas = Text()
    stands_per_company = Integer(null=True, default=None)
    applications_per_company = Integer()
    grace_minutes = Integer()
    offer_days = Integer()
    completion_days = Integer()
    policy = Varchar(length=16)
    seed = Text()
    terms = Text()
    terms_version = Integer()
    papers = Text()
    costs = Text()
    criteria = Text()
    last_number = Integer()
    version = Integer()


class Application(Table, tablename="application"):
    """Cases; `wish` is what is wanted beyond stands and area, as JSON."""

    id = UUID(primary_key=True)
    edition = ForeignKey(references=Edition, index=True)
    company = ForeignKey(references=Organisation, index=True)
    number = Integer()
    state = Varchar(length=16)
    stands = Integer()
    area = Integer()
    wish = Text()
    sector = Text()
    country = Varchar(length=2)
    exhibits = Text()
    offers = Text()
    co_exhibitors = Text()
    remarks = Text()
    terms_version = Integer()
    reason = Text()
    report = Text()
    submitted_at = Timestamptz(null=True, default=None)
    queued_at = Timestamptz(null=True, default=None)
    due_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz()
    modified_at = Timestamptz()
    changed_on = Date()
    words = Text()
    version = Integer()


class ApplicationStep(Table, tablename="application_step"):
    """Trails of cases."""

    id = UUID(primary_key=True)
    application = ForeignKey(references=Application, index=True)
    at = Timestamptz()
    actor = Varchar(length=16)
    move = Varchar(length=32, null=True, default=None)
    why = Varchar(length=32, null=True, default=None)
    reason = Text()
    person = ForeignKey(references=Person, null=True, default=None)


class ApplicationNote(Table, tablename="application_note"):
    """Notes among organisers."""

    id = UUID(primary_key=True)
    application = ForeignKey(references=Application, index=True)
    at = Timestamptz()
    person = ForeignKey(references=Person, null=True, default=None)
    text = Text()


class ApplicationPaper(Table, tablename="application_paper"):
    """Documents that companies sent for their cases; `paper` is the key of the wanted document."""

    id = UUID(primary_key=True)
    application = ForeignKey(references=Application, index=True)
    paper = Text()
    document = UUID()
    status = Varchar(length=16)
    reason = Text()
    received_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)


class ChangeRequest(Table, tablename="change_request"):
    """Changes that companies asked for after submitting; `wish` is a whole wish as JSON."""

    id = UUID(primary_key=True)
    application = ForeignKey(references=Application, index=True)
    wish = Text()
    exhibits = Text()
    words = Text()
    state = Varchar(length=16)
    answer = Text()
    asked_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)


class ApplicationScore(Table, tablename="application_score"):
    """What officers gave applications, by criterion."""

    id = UUID(primary_key=True)
    application = ForeignKey(references=Application, index=True)
    criterion = Text()
    person = ForeignKey(references=Person)
    value = Integer()
    at = Timestamptz()
