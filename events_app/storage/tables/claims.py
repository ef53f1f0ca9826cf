"""Tables of claims under support schemes."""

from piccolo.columns import UUID, BigInt, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.applications import Application
from events_app.storage.tables.exhibitions import Edition
from events_app.storage.tables.people import Organisation
from events_app.storage.tables.schemes import SupportScheme


class Claim(Table, tablename="claim"):
    """Claims; `lines` is kinds of cost, amounts and words as JSON, `claimed_minor` their sum."""

    id = UUID(primary_key=True)
    application = ForeignKey(references=Application)
    scheme = ForeignKey(references=SupportScheme)
    company = ForeignKey(references=Organisation)
    edition = ForeignKey(references=Edition)
    state = Varchar(length=16)
    currency = Varchar(length=3)
    lines = Text()
    claimed_minor = BigInt()
    granted_minor = BigInt(null=True, default=None)
    remarks = Text()
    reason = Text()
    submitted_at = Timestamptz(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    paid_on = Date(null=True, default=None)
    created_at = Timestamptz()
    modified_at = Timestamptz()
    changed_on = Date()
    version = Integer()


class ClaimEvidence(Table, tablename="claim_evidence"):
    """Documents sent for a claim, each with a status of its own; `cost` is the kind of cost that it proves."""

    document = UUID(primary_key=True)
    claim = ForeignKey(references=Claim)
    cost = Varchar(length=32)
    status = Varchar(length=16)
    reason = Text()
    received_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)
