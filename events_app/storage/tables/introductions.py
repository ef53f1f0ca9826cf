"""Tables of introductions, and of companies that were asked to apply for an edition."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.companies import Offer
from events_app.storage.tables.exhibitions import Edition
from events_app.storage.tables.needs import Need
from events_app.storage.tables.people import Organisation


class Introduction(Table, tablename="introduction"):
    """Introductions; `words` is a text in several languages as JSON."""

    id = UUID(primary_key=True)
    offer = ForeignKey(references=Offer)
    company = ForeignKey(references=Organisation)
    country = Varchar(length=8)
    partner = ForeignKey(references=Organisation)
    need = ForeignKey(references=Need, null=True, default=None)
    state = Varchar(length=16)
    company_reply = Varchar(length=16)
    company_at = Timestamptz(null=True, default=None)
    company_by = UUID(null=True, default=None)
    company_words = Text()
    partner_reply = Varchar(length=16)
    partner_at = Timestamptz(null=True, default=None)
    partner_by = UUID(null=True, default=None)
    partner_words = Text()
    words = Text()
    proposed_by = UUID(null=True, default=None)
    proposed_at = Timestamptz()
    proposed_on = Date()
    reminded_at = Timestamptz(null=True, default=None)
    expires_on = Date()
    is_extended = Boolean()
    project_slug = Varchar(length=200, null=True, default=None)
    lifted_at = Timestamptz(null=True, default=None)
    lifted_by = UUID(null=True, default=None)
    lift_reason = Text()
    version = Integer()


class ApplyInvitation(Table, tablename="apply_invitation"):
    """Which company was asked to apply for which edition, when and by whom."""

    company = ForeignKey(references=Organisation, primary_key=True)
    edition = ForeignKey(references=Edition)
    at = Timestamptz()
    person = UUID(null=True, default=None)
