"""Tables of companies: their profiles and their technology offers."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.people import Organisation


class CompanyProfile(Table, tablename="company_profile"):
    """What companies say of themselves; `details` is what is only read whole, as JSON."""

    company = ForeignKey(references=Organisation, primary_key=True)
    registration_number = Text()
    size = Varchar(length=16, null=True, default=None)
    region = Text()
    details = Text()
    logo = UUID(null=True, default=None)
    modified_at = Timestamptz()
    version = Integer()


class Offer(Table, tablename="offer"):
    """Technology offers; `content` and `approved` are whole contents as JSON."""

    id = UUID(primary_key=True)
    slug = Varchar(length=200, unique=True)
    company = ForeignKey(references=Organisation, index=True)
    state = Varchar(length=16)
    content = Text()
    approved = Text(null=True, default=None)
    visibility = Varchar(length=16, null=True, default=None)
    reason = Text()
    approved_at = Timestamptz(null=True, default=None)
    approved_on = Date(null=True, default=None)
    valid_until = Date(null=True, default=None)
    is_illustrative = Boolean()
    created_at = Timestamptz()
    modified_at = Timestamptz()
    changed_on = Date()
    words = Text()
    version = Integer()


class OfferTerm(Table, tablename="offer_term"):
    """What an offer is found by: `sector:…`, `field:…`, `form:…`, `w:…` as approved; with `~` as it is now."""

    term = Text(primary_key=True)
    offer = ForeignKey(references=Offer)
