"""Entering and editing projects: amounts in any currency, faults beside their fields, two editors at once."""

from dataclasses import replace
from typing import Any

import pytest

from events_app.actions import projects as actions
from events_app.domain.money import Money
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.projects import ContractKind, Party, PartyRole, ProjectKind, Stage
from events_app.domain.rights import SYSTEM
from events_app.storage.history import list_lines
from events_app.storage.projects import find, get
from tests.builders import a_project, a_text
from tests.clients import NOW, Client
from tests.planting import context, plant_projects
from tests.web.signing_in import an_organisation, signed_in, token_of

LIST = "/en/desk/projects"
NEW: dict[str, Any] = {
    "name-en": "Wind farm at Lamu",
    "name-fr": "Parc éolien de Lamu",
    "summary-en": "Fifty turbines.",
    "kind": "technology",
    "contract_kind": "licence",
    "countries": ["KE", "TZ"],
    "party-0": "Example Wind",
    "party-0-role": "licensor",
    "party-0-country": "CN",
    "sectors": "solar-energy",
    "fields": "1",
    "intended": "1 250 000,50",
    "intended_currency": "eur",
    "zone": "Africa/Nairobi",
}
SLUG = "solar-park-nakuru"


async def test_a_new_project_is_an_internal_idea_with_all_that_was_typed(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    answer = await client.post(f"{LIST}/new", data={**NEW, "form_token": token_of(client)})

    assert (answer.status_code, answer.headers["location"]) == (303, "/en/desk/projects/wind-farm-at-lamu?done=added")
    project = await get("wind-farm-at-lamu")
    assert (project.stage, project.is_public, project.kind) == (Stage.IDEA, False, ProjectKind.TECHNOLOGY)
    assert (project.contract_kind, project.countries) == (ContractKind.LICENCE, ("KE", "TZ"))
    assert project.parties == (Party(a_text("Example Wind"), PartyRole.LICENSOR, "CN"),)
    assert project.intended == Money(125_000_050, "EUR")
    assert dict(project.name.wordings) == {"en": "Wind farm at Lamu", "fr": "Parc éolien de Lamu"}
    assert (await client.get(answer.headers["location"])).status_code == 200


@pytest.mark.parametrize(
    ("typed", "currency", "money"),
    [
        ("1500", "JPY", Money(1_500, "JPY")),
        ("1500.25", "USD", Money(150_025, "USD")),
        ("1.234", "KWD", Money(1_234, "KWD")),
        ("0", "EUR", Money(0, "EUR")),
    ],
)
async def test_amounts_are_kept_in_the_minor_unit_of_their_currency(
    client: Client, typed: str, currency: str, money: Money
) -> None:
    await signed_in(client, Role.OFFICER)
    data = NEW | {"intended": typed, "intended_currency": currency, "form_token": token_of(client)}

    await client.post(f"{LIST}/new", data=data)

    assert (await get("wind-farm-at-lamu")).intended == money
    assert f'value="{typed}' in (await client.get(f"{LIST}/wind-farm-at-lamu/edit")).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"intended": "1.5", "intended_currency": "JPY"}, "intended"),
        ({"intended": "-1"}, "intended"),
        ({"intended": "much"}, "intended"),
        ({"intended_currency": ""}, "intended_currency"),
        ({"intended_currency": "E1"}, "intended_currency"),
        ({"name-en": ""}, "name-en"),
        ({"kind": "contracting"}, "contract_kind"),
        ({"countries": []}, "countries"),
        ({"countries": ["XX"]}, "countries"),
        ({"zone": "Mars/Olympus"}, "zone"),
    ],
)
async def test_a_fault_stands_beside_its_field(client: Client, wrong: dict[str, Any], field: str) -> None:
    await signed_in(client, Role.OFFICER)

    answer = await client.post(f"{LIST}/new", data={**NEW, **wrong, "form_token": token_of(client)})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'href="#{field}"' in answer.text
    assert "Fifty turbines." in answer.text
    assert await find("wind-farm-at-lamu") is None


async def test_a_unit_enters_projects_of_its_own_and_none_for_others(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "fairs")
    other = await an_organisation(OrganisationKind.UNIT, "others")
    await signed_in(client, Role.UNIT_OFFICER, organisation=unit)

    foreign = await client.post(f"{LIST}/new", data={**NEW, "unit": str(other.id), "form_token": token_of(client)})
    own = await client.post(f"{LIST}/new", data={**NEW, "unit": str(unit.id), "form_token": token_of(client)})

    assert (foreign.status_code, own.status_code) == (422, 303)
    assert (await get("wind-farm-at-lamu")).unit_id == unit.id


async def test_the_form_as_it_is_changes_nothing(client: Client) -> None:
    project = a_project(intended=Money(1_234_567, "KWD"), parties=(*a_project().parties,))
    await plant_projects(project)
    await signed_in(client, Role.OFFICER)

    await client.post(f"{LIST}/{SLUG}/edit", data=_as_it_is() | {"form_token": token_of(client)})

    assert await get(SLUG) == replace(project, modified_at=NOW)


async def test_an_edit_over_a_stale_copy_shows_both_versions_and_saves_on_the_second_try(client: Client) -> None:
    await plant_projects(a_project(intended=Money(1_234_567, "KWD")))
    await signed_in(client, Role.OFFICER)
    theirs = replace(await get(SLUG), summary=a_text("Theirs"))
    await actions.change(theirs, by=SYSTEM, context=context(), now=NOW)
    mine = _as_it_is() | {"summary-en": "Mine", "form_token": token_of(client)}

    first = await client.post(f"{LIST}/{SLUG}/edit", data=mine)
    kept = await get(SLUG)
    second = await client.post(f"{LIST}/{SLUG}/edit", data=mine | {"version": "2"})

    assert first.status_code == 409
    assert "Theirs" in first.text
    assert "Mine" in first.text
    assert 'name="version" value="2"' in first.text
    assert kept.summary == a_text("Theirs")
    assert second.status_code == 303
    assert (await get(SLUG)).summary.wordings["en"] == "Mine"


async def test_an_amount_of_a_signed_contract_is_not_lost_by_leaving_it_empty(client: Client) -> None:
    await plant_projects(a_project(signed=Money(100, "EUR")))
    await signed_in(client, Role.OFFICER)
    data = _as_it_is() | {"intended": "", "form_token": token_of(client)}

    refused = await client.post(f"{LIST}/{SLUG}/edit", data=data)
    told = await client.post(f"{LIST}/{SLUG}/edit", data=data | {"has_no_amount": "1"})

    assert refused.status_code == 422
    assert 'id="signed-error"' in refused.text
    assert told.status_code == 303
    assert ((await get(SLUG)).signed, (await get(SLUG)).has_no_amount) == (None, True)


async def test_a_change_is_in_the_history_with_before_and_after(client: Client) -> None:
    await plant_projects(a_project())
    membership = await signed_in(client, Role.OFFICER)

    data = _as_it_is() | {"summary-en": "New words", "has_no_amount": "1", "form_token": token_of(client)}
    await client.post(f"{LIST}/{SLUG}/edit", data=data)

    line = (await list_lines(object_id=a_project().id, limit=1))[0]
    assert line.person_id == membership.person_id
    assert "summary" in [change.name for change in line.changes]
    assert "New words" in (await client.get(f"{LIST}/{SLUG}")).text


def _as_it_is() -> dict[str, Any]:
    return {
        "version": "1",
        "name-en": "Solar park near Nakuru",
        "name-fr": "Parc solaire près de Nakuru",
        "summary-en": "A solar park of 40 MW, built and handed over.",
        "kind": "contracting",
        "contract_kind": "epc",
        "countries": ["KE"],
        "party-0": "Example Power Construction",
        "party-0-role": "contractor",
        "party-0-country": "CN",
        "party-1": "Example Energy Kenya",
        "party-1-role": "client",
        "party-1-country": "KE",
        "sectors": "solar-energy",
        "fields": "1",
        "intended": "1234.567",
        "intended_currency": "KWD",
        "zone": "Africa/Nairobi",
    }
