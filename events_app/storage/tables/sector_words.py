"""What the authority decided of words for imports and industries."""

from piccolo.columns import UUID, Integer, Text, Timestamptz
from piccolo.table import Table


class SectorWord(Table, tablename="sector_word"):
    """Sectors decided for one word."""

    id = UUID(primary_key=True)
    kind = Text()
    item = Text()
    sectors = Text()
    modified_at = Timestamptz()
    version = Integer()
