"""`client` has a database of either kind with two public editions, a draft and two projects in it."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from httpx import AsyncClient

from events_app.domain.exhibitions import EditionStatus
from tests.builders import a_project, an_id
from tests.clients import opened_here
from tests.web.planting import a_fair, plant


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[AsyncClient]:
    editions = [
        a_fair("one-2027", date(2027, 4, 5)),
        a_fair("two-2027", date(2027, 5, 5), status=EditionStatus.DRAFT),
        a_fair("three-2027", date(2027, 6, 5)),
    ]
    public = [a_project(), a_project(id=an_id("inside"), slug="inside", milestones=(), is_public=False)]
    await plant(database_url, editions, public=public)
    async with opened_here(database_url) as opened:
        yield opened
