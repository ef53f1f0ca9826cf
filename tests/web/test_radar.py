from dataclasses import replace
from datetime import date

import pytest

from events_app.domain.exhibitions import EditionStatus
from events_app.web.radar import conflicts_of
from tests.clients import NOW, Client, settings_for
from tests.planting import plant
from tests.web.planting import a_fair

SETTINGS = settings_for("sqlite:///none.db")


async def kinds(slug_day: date) -> set[str]:
    found = await conflicts_of(a_fair("wind-2027", slug_day), SETTINGS, NOW)
    return {conflict.message.id for conflict in found}


@pytest.mark.usefixtures("client")
async def test_a_holiday_of_the_host_and_another_edition_are_warned_of() -> None:
    quiet = await kinds(date(2027, 6, 15))
    await plant(a_fair("sun-2027", date(2027, 6, 15), status=EditionStatus.DRAFT))
    crowded = await kinds(date(2027, 6, 15))
    unity_day = await kinds(date(2027, 10, 2))

    assert crowded - quiet
    assert unity_day - quiet


async def test_an_edition_that_is_over_or_alone_is_not_warned_of(client: Client) -> None:
    over = a_fair("wind-2026", date(2026, 10, 2))
    await plant(over)

    assert await conflicts_of(over, SETTINGS, NOW) == ()
    own = replace(a_fair("sun-2027", date(2027, 6, 15)))
    before = await conflicts_of(own, SETTINGS, NOW)
    await client.get("/en/calendar")
    assert await conflicts_of(own, SETTINGS, NOW) == before
