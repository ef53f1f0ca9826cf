"""The tables as Piccolo sees them and as the migrations made them."""

import pytest
from piccolo.table import Table

from events_app.storage.database import Database
from events_app.storage.tables import TABLES


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.tablename)
async def test_every_column_that_piccolo_knows_exists(database: Database, table: type[Table]) -> None:
    assert await table.select() == []
