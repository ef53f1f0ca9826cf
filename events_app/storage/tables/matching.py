"""Matching."""

from piccolo.columns import UUID, Integer, Text, Timestamptz
from piccolo.table import Table


class MatchWeights(Table, tablename="match_weights"):
    """Weights of matching; rows are never changed."""

    version = Integer(primary_key=True)
    parts = Text()
    developing_percent = Integer()
    note = Text()
    set_at = Timestamptz()
    set_by = UUID(null=True, default=None)
