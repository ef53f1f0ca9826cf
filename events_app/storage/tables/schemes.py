"""Support schemes."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class SupportScheme(Table, tablename="support_scheme"):
    """Support schemes; `rules` is whom and what they are for, as JSON."""

    id = UUID(primary_key=True)
    name = Text()
    summary = Text()
    kind = Varchar(length=16)
    rules = Text()
    valid_from = Date(null=True, default=None)
    valid_until = Date(null=True, default=None)
    source = Text()
    is_illustrative = Boolean()
    modified_at = Timestamptz()
    version = Integer()
