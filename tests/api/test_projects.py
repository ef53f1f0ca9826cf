"""Projects through the API: what is internal stays inside; stages move by their rules."""

import pytest
from httpx import AsyncClient

from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import projects
from tests.api.bearing import API, bearing, held, text
from tests.web.signing_in import an_organisation

LIST = f"{API}/projects"
BODY = {
    "name": text("Biogas plants"),
    "kind": "technology",
    "contract_kind": "licence",
    "countries": ["KE"],
    "parties": [{"name": {"source": "ja", "wordings": {"ja": "株式会社例"}}, "role": "licensor", "country": "JP"}],
    "milestones": [
        {"name": text("Study"), "planned_on": "2027-06-30"},
        {"name": text("Inner step"), "planned_on": "2027-05-30", "is_public": False},
    ],
    "intended": {"amount_minor": 12_500_000, "currency": "EUR"},
    "zone": "Africa/Nairobi",
    "control": {"export_class": "restricted", "note": "Ask the ministry."},
}


async def test_a_project_is_entered_and_shown_inside_whole_and_outside_in_part(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)

    made = await client.post(LIST, json=BODY, headers=headers)
    path = made.headers["location"]
    hidden = await client.get(path)
    shown = await client.post(f"{path}/publish", headers=held(headers, made.headers["etag"]))
    public = await client.get(path)

    assert (made.status_code, hidden.status_code, shown.status_code) == (201, 404, 200)
    assert made.json()["control"]["note"] == "Ask the ministry."
    assert [each["name"]["shown"] for each in made.json()["milestones"]] == ["Study", "Inner step"]
    told = public.json()
    assert (told["control"], told["stage_reason"]) == (None, None)
    assert [each["name"]["shown"] for each in told["milestones"]] == ["Study"]
    assert "Inner step" not in public.text
    assert told["parties"][0]["name"]["shown"] == "株式会社例"


async def test_internal_projects_are_listed_within_reach(client: AsyncClient) -> None:
    own = await an_organisation(OrganisationKind.UNIT, "own-unit")
    headers = await bearing(Role.UNIT_OFFICER, organisation=own)
    await client.post(LIST, json=BODY | {"unit": "own-unit"}, headers=headers)

    public = await client.get(LIST)
    nobody = await client.get(f"{LIST}?internal=true")
    unit = await client.get(f"{LIST}?internal=true", headers=headers)
    authority = await client.get(f"{LIST}?internal=true", headers=await bearing(Role.AUDITOR))

    assert [item["slug"] for item in public.json()["items"]] == ["solar-park-nakuru"]
    assert nobody.status_code == 401
    assert [item["slug"] for item in unit.json()["items"]] == ["biogas-plants"]
    assert {item["slug"] for item in authority.json()["items"]} == {"biogas-plants", "inside"}


async def test_a_stage_is_moved_by_its_own_operation_with_what_it_needs(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    made = await client.post(LIST, json=BODY | {"control": {"export_class": "free"}}, headers=headers)
    path, etag = made.headers["location"], made.headers["etag"]

    leap = await client.post(f"{path}/stage", json={"stage": "signed"}, headers=held(headers, etag))
    for stage in ("contact", "negotiation"):
        etag = (await client.post(f"{path}/stage", json={"stage": stage}, headers=held(headers, etag))).headers["etag"]
    unpriced = await client.post(f"{path}/stage", json={"stage": "signed"}, headers=held(headers, etag))
    signed = {"stage": "signed", "signed": {"amount_minor": 900_000, "currency": "EUR"}}
    done = await client.post(f"{path}/stage", json=signed, headers=held(headers, etag))

    assert [leap.status_code, unpriced.status_code, done.status_code] == [409, 422, 200]
    assert (done.json()["stage"], done.json()["signed"]["currency"]) == ("signed", "EUR")


async def test_export_control_stops_a_contract_here_too(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    made = await client.post(LIST, json=BODY | {"control": {"export_class": "prohibited"}}, headers=headers)
    path, etag = made.headers["location"], made.headers["etag"]
    for stage in ("contact", "negotiation"):
        etag = (await client.post(f"{path}/stage", json={"stage": stage}, headers=held(headers, etag))).headers["etag"]

    move = {"stage": "signed", "has_no_amount": True}
    answer = await client.post(f"{path}/stage", json=move, headers=held(headers, etag))

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:events-app:refusal:export-prohibited")


async def test_a_project_is_changed_by_a_merge_patch(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    before = await client.get(f"{LIST}/solar-park-nakuru", headers=headers)
    patch = {"intended": {"amount_minor": 5, "currency": "KES"}, "exhibitions": ["one-2027"], "note": text("New.")}

    after = await client.patch(f"{LIST}/solar-park-nakuru", json=patch, headers=held(headers, before.headers["etag"]))

    assert after.status_code == 200
    told, was = after.json(), before.json()
    differing = {name for name in told if told[name] != was[name]}
    assert differing == {"intended", "exhibitions", "version", "modified_at"}
    assert told["milestones"] == was["milestones"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"contract_kind": "epc"}, "#"),
        ({"countries": []}, "#/countries"),
        ({"intended": {"amount_minor": -1, "currency": "EUR"}}, "#/intended/amount_minor"),
        ({"intended": {"amount_minor": 1, "currency": "euro"}}, "#/intended/currency"),
        ({"exhibitions": ["nowhere"]}, "#/exhibitions/0"),
        ({"sectors": ["wizardry"]}, "#/sectors/0"),
        ({"name": {"source": "en", "wordings": {"en": "a\0b"}}}, "#/name/wordings/en"),
    ],
)
async def test_what_cannot_be_is_named_by_its_place(
    change: dict[str, object], pointer: str, client: AsyncClient
) -> None:
    answer = await client.post(LIST, json=BODY | change, headers=await bearing(Role.OFFICER))

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert await projects.find("biogas-plants") is None


async def test_a_draft_of_another_unit_is_not_found_by_linking_it(client: AsyncClient) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "own-unit")
    headers = await bearing(Role.UNIT_OFFICER, organisation=unit)

    answer = await client.post(LIST, json=BODY | {"unit": "own-unit", "exhibitions": ["two-2027"]}, headers=headers)

    assert answer.json()["errors"][0]["pointer"] == "#/exhibitions/0"
