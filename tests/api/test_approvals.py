"""Approvals through the API: what waits is listed, a unit records, the authority decides."""

from dataclasses import replace
from datetime import UTC, date, datetime

from httpx import AsyncClient

from events_app.actions import exhibitions as actions
from events_app.domain.exhibitions import Deadline, DeadlineKind, EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from tests.api.bearing import API, READ, Headers, bearing, held
from tests.builders import a_text, an_id
from tests.clients import NOW
from tests.planting import context
from tests.web.planting import a_fair
from tests.web.signing_in import an_organisation

AT, LIST = f"{API}/exhibitions/wind-2027/approval", f"{API}/approvals"
OPENING = Deadline(
    id=an_id("opening"),
    kind=DeadlineKind.APPLICATIONS_OPEN,
    at=datetime(2027, 1, 11, 8, tzinfo=UTC),
    zone="Europe/Berlin",
    note=a_text(""),
)
APPROVED = {"decision": "approved", "decided_on": "2026-11-20", "number": "2026/117"}


async def a_unit() -> Headers:
    """Who keeps a draft under approval, for a unit that needs it."""
    unit = await an_organisation(OrganisationKind.UNIT, "delegations", needs_approval=True)
    fair = a_fair("wind-2027", date(2027, 6, 7), status=EditionStatus.DRAFT, unit_id=unit.id)
    await actions.add_edition(replace(fair, deadlines=(OPENING,)), by=SYSTEM, context=context(), now=NOW)
    return await bearing(Role.UNIT_MANAGER, organisation=unit)


async def test_a_unit_records_the_authority_decides_and_the_edition_opens(client: AsyncClient) -> None:
    unit, officer = await a_unit(), await bearing(Role.OFFICER)
    publish = f"{API}/exhibitions/wind-2027/publish"

    none = await client.get(AT, headers=unit)
    shut = await client.post(publish, headers=held(unit, "*"))
    own = await client.patch(AT, json=APPROVED, headers=held(unit, none.headers["etag"]))
    kept = await client.patch(AT, json={"submitted_on": "2026-11-01"}, headers=held(unit, none.headers["etag"]))
    waiting = (await client.get(f"{LIST}?lang=en", headers=officer)).json()["items"]
    stale = await client.patch(AT, json=APPROVED, headers=held(officer, none.headers["etag"]))
    decided = await client.patch(AT, json=APPROVED, headers=held(officer, kept.headers["etag"]))
    opened = await client.post(publish, headers=held(unit, "*"))

    assert (none.json()["version"], none.json()["is_needed"], none.json()["decision"]) == (0, True, "pending")
    assert (shut.status_code, shut.json()["type"]) == (409, "urn:events-app:refusal:approval-missing")
    assert (own.status_code, kept.status_code, kept.json()["version"]) == (403, 200, 1)
    assert [(each["exhibition"], each["labels"]["decision"]) for each in waiting] == [("wind-2027", "Pending")]
    assert (stale.status_code, decided.status_code, decided.json()["number"]) == (412, 200, "2026/117")
    assert decided.json()["submitted_on"] == "2026-11-01", "what is not named stays"
    assert opened.status_code == 200
    assert (await client.get(LIST, headers=officer)).json()["items"] == []
    assert len((await client.get(f"{LIST}?decision=approved,refused", headers=unit)).json()["items"]) == 1


async def test_a_decision_needs_its_day_and_an_approval_its_number(client: AsyncClient) -> None:
    await a_unit()
    officer = held(await bearing(Role.OFFICER), "*")

    answers = [
        await client.patch(AT, json=body, headers=officer)
        for body in (
            APPROVED | {"number": ""},
            {"decision": "refused"},
            APPROVED | {"submitted_on": "2026-11-21"},
            {"decision": "maybe"},
        )
    ]

    assert [each.status_code for each in answers] == [422] * 4
    assert [each.json()["type"].rpartition(":")[2] for each in answers] == [
        "case-number-missing",
        "decision-day-missing",
        "decided-before-submitted",
        "invalid-fields",
    ]


async def test_cases_of_others_are_not_there_and_lists_follow(client: AsyncClient) -> None:
    unit = await a_unit()
    other, auditor, company = [await bearing(role) for role in (Role.UNIT_MANAGER, Role.AUDITOR, Role.EXPORTER_OWNER)]
    officer = held(await bearing(Role.OFFICER), "*")
    for slug in ("wind-2027", "one-2027"):
        await client.patch(f"{API}/exhibitions/{slug}/approval", json={"number": "7"}, headers=officer)

    first = (await client.get(f"{LIST}?limit=1", headers=officer)).json()
    second = (await client.get(first["next"], headers=officer)).json()

    assert [page["items"][0]["exhibition"] for page in (first, second)] == ["one-2027", "wind-2027"]
    assert second["next"] is None
    assert (await client.get(LIST, headers=other)).json()["items"] == []
    assert len((await client.get(LIST, headers=unit)).json()["items"]) == 1
    assert [(await client.get(AT, headers=each)).status_code for each in (other, auditor, company)] == [404, 403, 404]
    assert [(await client.get(LIST, headers=each)).status_code for each in (auditor, company)] == [403, 403]
    reader = await bearing(Role.OFFICER, READ)
    assert (await client.patch(AT, json={"number": "8"}, headers=held(reader, "*"))).status_code == 403
