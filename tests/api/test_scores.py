"""Score sheets and scores through the API: criteria keep their keys, each officer scores for themselves."""

from typing import Any

import pytest
from httpx import AsyncClient

from events_app.actions import admissions, exhibitions
from events_app.domain.applications import Application
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.domain.scores import Criterion
from events_app.storage import admissions as stored
from tests.api.bearing import API, bearing, held, text
from tests.application_builders import a_company, a_fair_open_now, a_submitted, an_admission
from tests.builders import a_text, an_id
from tests.clients import NOW
from tests.planting import context

SLUG = "wind-2027"
SHEET = f"{API}/exhibitions/{SLUG}/score-sheet"
CRITERIA = (Criterion("novelty", a_text("Novelty", fr="Nouveauté"), 2), Criterion("export", a_text("Export")))


async def a_fair(criteria: tuple[Criterion, ...] = CRITERIA) -> None:
    """An edition that admits, with its criteria."""
    edition = a_fair_open_now()
    await exhibitions.add_edition(edition, by=SYSTEM, context=context(), now=NOW)
    await admissions.keep(edition.slug, an_admission(edition_id=edition.id, criteria=criteria), by=SYSTEM, now=NOW)


async def a_case() -> Application:
    company, asker = await a_company("valves")
    return await a_submitted(company, asker, slug=SLUG, now=NOW)


async def test_a_sheet_is_set_and_what_was_there_keeps_its_key(client: AsyncClient) -> None:
    await a_fair()
    officer = await bearing(Role.OFFICER)
    read = await client.get(f"{SHEET}?lang=fr", headers=officer)
    sheet = [
        {"name": text("Size")},
        {"key": "novelty", "name": {"source": "en", "wordings": {"en": "New", "fr": "Nouveauté"}}, "weight": 5},
    ]

    changed = await client.patch(SHEET, json={"criteria": sheet}, headers=held(officer, read.headers["etag"]))
    stale = await client.patch(SHEET, json={"criteria": []}, headers=held(officer, read.headers["etag"]))
    same = await client.patch(SHEET, json={}, headers=held(officer, changed.headers["etag"]))

    first = read.json()["criteria"]
    assert [(each["key"], each["name"]["shown"], each["weight"]) for each in first] == [
        ("novelty", "Nouveauté", 2),
        ("export", "Export", 1),
    ]
    size, novelty = changed.json()["criteria"]
    assert (changed.status_code, stale.status_code, same.json()["criteria"]) == (200, 412, changed.json()["criteria"])
    assert (novelty["key"], novelty["weight"], novelty["name"]["outdated"]) == ("novelty", 5, ["fr"])
    assert (len(size["key"]), size["weight"]) == (12, 1)
    kept = await stored.find(an_id(SLUG))
    assert kept is not None
    assert (kept.stands, [each.weight for each in kept.criteria]) == (10, [1, 5]), "how the edition admits stays"


@pytest.mark.parametrize(
    ("criteria", "pointers"),
    [
        ([{"key": "other", "name": text("Other")}], ["#/criteria/0/key"]),
        ([{"key": "export", "name": text("A")}, {"key": "export", "name": text("B")}], ["#/criteria/1/key"]),
        ([{"name": text("x" * 201), "weight": 101}], ["#/criteria/0/name", "#/criteria/0/weight"]),
        ([{"name": text("A")}] * 13, ["#/criteria"]),
    ],
)
async def test_what_cannot_be_is_named(client: AsyncClient, criteria: list[Any], pointers: list[str]) -> None:
    await a_fair()

    answer = await client.patch(SHEET, json={"criteria": criteria}, headers=held(await bearing(Role.OFFICER), "*"))

    assert answer.status_code == 422
    assert sorted(error["pointer"] for error in answer.json()["errors"]) == pointers


async def test_an_edition_that_does_not_admit_has_no_sheet_yet(client: AsyncClient) -> None:
    officer, at = await bearing(Role.OFFICER), f"{API}/exhibitions/two-2027/score-sheet"

    read = await client.get(at, headers=officer)
    refused = await client.patch(at, json={"criteria": [{"name": text("A")}]}, headers=held(officer, '"0"'))

    assert (read.status_code, read.json()["criteria"], read.json()["version"]) == (200, [], 0)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:events-app:refusal:room-missing")


async def test_officers_score_for_themselves_and_all_see_the_mean(client: AsyncClient) -> None:
    await a_fair()
    at = f"{API}/applications/{(await a_case()).id}/scores"
    one, two = await bearing(Role.OFFICER), await bearing(Role.OFFICER)

    first = await client.post(at, json={"scores": {"novelty": 10, "export": 3}}, headers=one)
    await client.post(at, json={"scores": {"novelty": 5}}, headers=two)
    seen = (await client.get(at, headers=await bearing(Role.AUDITOR))).json()
    again = (await client.post(at, json={"scores": {"export": 4}}, headers=one)).json()

    assert (first.status_code, first.json()["total"], first.json()["officers"]) == (200, 7.67, 1)
    assert [(each["key"], each["own"], each["mean"]) for each in seen["criteria"]] == [
        ("novelty", None, 7.5),
        ("export", None, 3.0),
    ]
    assert (seen["total"], seen["officers"]) == (6.0, 2)
    assert [(each["own"], each["mean"]) for each in again["criteria"]] == [(None, 5.0), (4, 4.0)]


async def test_scores_beside_the_sheet_and_of_strangers_are_refused(client: AsyncClient) -> None:
    await a_fair()
    case = await a_case()
    at, good = f"{API}/applications/{case.id}/scores", {"scores": {"export": 1}}
    officer = await bearing(Role.OFFICER)

    odd = await client.post(at, json={"scores": {"novelty": 11, "export": -1}}, headers=officer)
    unknown = await client.post(at, json={"scores": {"novelty": 1, "looks": 1}}, headers=officer)
    roles = (Role.AUDITOR, Role.UNIT_OFFICER, Role.EXPORTER_OWNER)
    tokens = [await bearing(role) for role in roles]
    given = [(await client.post(at, json=good, headers=token)).status_code for token in tokens]
    sheets = [(await client.patch(SHEET, json={}, headers=held(token, "*"))).status_code for token in tokens]

    assert sorted(error["pointer"] for error in odd.json()["errors"]) == ["#/scores/export", "#/scores/novelty"]
    assert [error["pointer"] for error in unknown.json()["errors"]] == ["#/scores/looks"]
    assert (given, sheets) == ([403, 404, 404], [403, 404, 404])
    assert (await client.get(at)).status_code == 401
    assert (await client.get(at, headers=officer)).json()["officers"] == 0
