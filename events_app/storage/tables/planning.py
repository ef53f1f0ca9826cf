"""What editions are planned by: templates of deadlines."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz
from piccolo.table import Table

from events_app.storage.tables.people import Organisation


class DeadlineTemplate(Table, tablename="deadline_template"):
    """Templates; `unit` is null for the authority's, `rules` as `domain.planning.format_template` writes them."""

    id = UUID(primary_key=True)
    unit = ForeignKey(references=Organisation, null=True, default=None, unique=True)
    rules = Text()
    modified_at = Timestamptz()
    version = Integer()
