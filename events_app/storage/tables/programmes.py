"""Matching programmes."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Real, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.companies import Offer
from events_app.storage.tables.exhibitions import Edition
from events_app.storage.tables.people import Organisation, Person


class Programme(Table, tablename="programme"):
    """Matching programmes; `rules` and `forced` are JSON."""

    id = UUID(primary_key=True)
    slug = Varchar(length=200, unique=True)
    name = Text()
    kind = Varchar(length=16)
    edition = ForeignKey(references=Edition, null=True, default=None, index=True)
    year = Integer(null=True, default=None)
    first_day = Date()
    last_day = Date()
    rules = Text()
    forced = Text()
    seed = Text()
    state = Varchar(length=16)
    is_illustrative = Boolean()
    created_at = Timestamptz()
    modified_at = Timestamptz()
    words = Text()
    version = Integer()


class Proposal(Table, tablename="proposal"):
    """Computations; `conditions` are the rules, forced pairs and seed of their moment, `result` the answer, as JSON."""

    id = UUID(primary_key=True)
    programme = ForeignKey(references=Programme)
    number = Integer()
    state = Varchar(length=16)
    conditions = Text()
    weights_version = Integer()
    attempt = Integer()
    step = Varchar(length=16)
    fraction = Real()
    input_digest = Text()
    fault = Varchar(length=16, null=True, default=None)
    fault_at = Text()
    result = Text(null=True, default=None)
    made_at = Timestamptz()
    made_by = ForeignKey(references=Person, null=True, default=None)
    seen_at = Timestamptz()
    finished_at = Timestamptz(null=True, default=None)


class AcceptedPair(Table, tablename="accepted_pair"):
    """What officers decided; one row for an exporter and a country or region in a programme."""

    programme = ForeignKey(references=Programme)
    company = ForeignKey(references=Organisation)
    country = Varchar(length=2, primary_key=True)
    offer = ForeignKey(references=Offer, null=True, default=None, index=True)
    score = Real(null=True, default=None)
    proposal = ForeignKey(references=Proposal, index=True)
    accepted_by = ForeignKey(references=Person, null=True, default=None)
    accepted_at = Timestamptz()
