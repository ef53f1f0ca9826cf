"""Tables of what partners seek."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.people import Organisation


class Need(Table, tablename="need"):
    """Partner needs; `content` and `approved` are whole contents as JSON."""

    id = UUID(primary_key=True)
    slug = Varchar(length=200, unique=True)
    organisation = ForeignKey(references=Organisation, null=True, default=None, index=True)
    state = Varchar(length=16)
    content = Text()
    approved = Text(null=True, default=None)
    visibility = Varchar(length=16, null=True, default=None)
    reason = Text()
    approved_at = Timestamptz(null=True, default=None)
    approved_on = Date(null=True, default=None)
    valid_until = Date(null=True, default=None)
    wanted_until = Date(null=True, default=None)
    is_illustrative = Boolean()
    created_at = Timestamptz()
    modified_at = Timestamptz()
    changed_on = Date()
    words = Text()
    version = Integer()


class NeedTerm(Table, tablename="need_term"):
    """What a need is found by: `country:…`, `sector:…`, `form:…`, `w:…` as approved; with `~` as it is now."""

    term = Text(primary_key=True)
    need = ForeignKey(references=Need)
