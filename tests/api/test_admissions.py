"""How editions admit, through the API: set by a merge patch, settled rules kept, what is not there named."""

from typing import Any

import pytest
from httpx import AsyncClient

from events_app.actions import admissions, exhibitions
from events_app.domain.admissions import Dimension, Quota
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.storage import admissions as stored
from tests.api.bearing import API, bearing, held, text
from tests.application_builders import a_company, a_fair_open_now, an_admission
from tests.builders import an_id
from tests.clients import NOW
from tests.planting import context

SLUG = "wind-2027"
AT = f"{API}/exhibitions/{SLUG}/admission"


async def a_fair(*, admits: bool = True) -> None:
    edition = a_fair_open_now()
    await exhibitions.add_edition(edition, by=SYSTEM, context=context(), now=NOW)
    if admits:
        await admissions.keep(edition.slug, an_admission(edition_id=edition.id), by=SYSTEM, now=NOW)


async def test_an_edition_begins_to_admit_and_is_changed(client: AsyncClient) -> None:
    await a_fair(admits=False)
    company, _ = await a_company("valves")
    officer = await bearing(Role.OFFICER)
    before = await client.get(AT, headers=officer)

    begun = await client.patch(
        AT,
        json={
            "stands": 40,
            "quotas": [
                {"dimension": "sector", "key": "industry", "stands": 12},
                {"dimension": "country", "key": "KE", "area": 90},
                {"dimension": "company", "key": company.slug, "stands": 2},
            ],
            "policy": "lottery",
            "seed": "2027",
            "terms": text("Be there."),
            "papers": [{"name": text("Extract")}],
            "costs": {"currency": "USD", "shell_per_m2": 40_000},
        },
        headers=held(officer, before.headers["etag"]),
    )

    assert (before.json()["version"], before.json()["stands"], begun.status_code) == (0, None, 200), begun.text
    kept = await stored.find(an_id(SLUG))
    assert kept is not None
    assert kept.quotas == (
        Quota(Dimension.SECTOR, "industry", 12),
        Quota(Dimension.COUNTRY, "KE", None, 90),
        Quota(Dimension.COMPANY, str(company.id), 2),
    )
    assert (kept.seed, kept.terms.shown("en").text, kept.terms_version) == ("2027", "Be there.", 1)
    assert (kept.costs.currency, kept.costs.shell_per_m2, len(kept.papers)) == ("USD", 40_000, 1)
    same = await client.patch(AT, json={"grace_minutes": 30}, headers=held(officer, begun.headers["etag"]))
    assert same.json() | {"grace_minutes": 0, "version": 1} == begun.json()
    stale = await client.patch(AT, json={"stands": 1}, headers=held(officer, begun.headers["etag"]))
    assert stale.status_code == 412


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"stands": -1, "grace_minutes": 9_999}, ["#/grace_minutes", "#/stands"]),
        ({"quotas": [{"dimension": "sector", "key": "magic"}]}, ["#/quotas/0/key"]),
        ({"quotas": [{"dimension": "company", "key": "nobody"}]}, ["#/quotas/0/key"]),
        ({"papers": [{"key": "other", "name": text("A")}]}, ["#/papers/0/key"]),
        ({"costs": {"currency": "dollars"}}, ["#/costs/currency"]),
    ],
)
async def test_what_cannot_be_is_named(client: AsyncClient, body: dict[str, Any], pointers: list[str]) -> None:
    await a_fair()

    answer = await client.patch(AT, json=body, headers=held(await bearing(Role.OFFICER), "*"))

    assert answer.status_code == 422
    assert sorted(error["pointer"] for error in answer.json()["errors"]) == pointers


async def test_room_is_needed_and_a_lottery_needs_its_number(client: AsyncClient) -> None:
    await a_fair()
    officer = held(await bearing(Role.OFFICER), "*")

    no_room = await client.patch(AT, json={"stands": None, "area": None}, headers=officer)
    no_seed = await client.patch(AT, json={"policy": "lottery", "seed": ""}, headers=officer)

    assert [answer.status_code for answer in (no_room, no_seed)] == [422, 422]
    assert [answer.json()["type"].rsplit(":", 1)[1] for answer in (no_room, no_seed)] == [
        "room-missing",
        "seed-missing",
    ]


async def test_companies_do_not_read_it(client: AsyncClient) -> None:
    await a_fair()

    assert (await client.get(AT, headers=await bearing(Role.EXPORTER_OWNER))).status_code == 404
    assert (await client.get(AT)).status_code in {401, 404}
