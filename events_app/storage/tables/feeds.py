"""What feeds are joined from: rendered entries, by style."""

from piccolo.columns import UUID, Text, Timestamptz, Varchar
from piccolo.table import Table


class FeedStyle(Table, tablename="feed_style"):
    """A way of rendering: format, language, variant; `mark` stands for words and code that it was rendered with."""

    id = UUID(primary_key=True)
    form = Varchar(length=16)
    language = Varchar(length=16)
    variant = Varchar(length=200)
    mark = Varchar(length=64)
    used_at = Timestamptz()


class FeedFragment(Table, tablename="feed_fragment"):
    """One entry rendered in one style; an empty body says that it is not shown there."""

    style = UUID(primary_key=True)
    entry = UUID()
    modified_at = Timestamptz()
    zone = Varchar(length=64)
    turned_at = Timestamptz(null=True, default=None)
    turns_at = Timestamptz(null=True, default=None)
    body = Text()
