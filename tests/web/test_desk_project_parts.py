"""Stages, export control, milestones, linked editions and publishing of projects at the desk."""

from datetime import date

from events_app.domain.export_control import registration_id
from events_app.domain.money import Money
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.projects import ContractKind, ExportClass, ExportControl, ProjectKind, Stage
from events_app.storage.projects import get
from tests.builders import a_milestone, a_project
from tests.clients import Client
from tests.planting import plant, plant_projects
from tests.web.planting import a_fair
from tests.web.signing_in import an_organisation, signed_in, token_of

SLUG = "solar-park-nakuru"
PAGE = f"/en/desk/projects/{SLUG}"
RESTRICTED = ExportControl(export_class=ExportClass.RESTRICTED)


async def test_a_contract_is_signed_with_its_amount(client: Client) -> None:
    await plant_projects(a_project(stage=Stage.NEGOTIATION))
    await signed_in(client, Role.OFFICER)
    data = {"version": "1", "form_token": token_of(client)}

    without = await client.post(f"{PAGE}/stage/signed", data=data)
    signed = await client.post(f"{PAGE}/stage/signed", data=data | {"signed": "95000000", "signed_currency": "USD"})

    assert (without.status_code, 'id="signed-error"' in without.text) == (422, True)
    assert (signed.status_code, signed.headers["location"]) == (303, f"{PAGE}?done=moved")
    project = await get(SLUG)
    assert (project.stage, project.signed) == (Stage.SIGNED, Money(9_500_000_000, "USD"))


async def test_a_contract_in_force_gets_the_milestone_of_its_registration(client: Client) -> None:
    technology = {"kind": ProjectKind.TECHNOLOGY, "contract_kind": ContractKind.LICENCE, "milestones": ()}
    await plant_projects(a_project(**technology, signed=Money(1, "EUR")))
    await signed_in(client, Role.OFFICER)
    data = {"version": "1", "effective_on": "2026-11-20", "form_token": token_of(client)}

    await client.post(f"{PAGE}/stage/effective", data=data)

    project = await get(SLUG)
    (milestone,) = project.milestones
    assert (project.stage, project.effective_on) == (Stage.EFFECTIVE, date(2026, 11, 20))
    assert (milestone.id, milestone.planned_on) == (registration_id(project), date(2027, 1, 19))
    assert "Computed from the day on which the contract took effect" in (await client.get(PAGE)).text


async def test_restricted_technology_warns_and_stops_without_the_letter_of_intent(client: Client) -> None:
    await plant_projects(a_project(stage=Stage.NEGOTIATION, control=RESTRICTED))
    await signed_in(client, Role.OFFICER)
    token = token_of(client)

    asked = await client.get(f"{PAGE}/stage/signed")
    stopped = await client.post(
        f"{PAGE}/stage/signed", data={"version": "1", "has_no_amount": "1", "form_token": token}
    )
    await client.post(
        f"{PAGE}/export-control",
        data={"version": "1", "export_class": "restricted", "letter_of_intent": "LOI 7", "form_token": token},
    )
    signed = await client.post(f"{PAGE}/stage/signed", data={"version": "2", "has_no_amount": "1", "form_token": token})

    assert "a licence letter of intent is needed" in asked.text
    assert stopped.status_code == 422
    assert signed.status_code == 303


async def test_a_unit_classifies_once_and_the_authority_reclassifies(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "fairs")
    await plant_projects(a_project(stage=Stage.NEGOTIATION, unit_id=unit.id))
    await signed_in(client, Role.UNIT_MANAGER, organisation=unit)
    data = {"version": "1", "export_class": "prohibited", "form_token": token_of(client)}

    first = await client.post(f"{PAGE}/export-control", data=data)
    second = await client.post(f"{PAGE}/export-control", data=data | {"version": "2", "export_class": "free"})
    await signed_in(client, Role.OFFICER)
    third = await client.post(
        f"{PAGE}/export-control", data={"version": "2", "export_class": "free", "form_token": token_of(client)}
    )

    assert (first.status_code, second.status_code, third.status_code) == (303, 422, 303)
    assert (await get(SLUG)).control.export_class is ExportClass.FREE


async def test_a_move_over_a_stale_copy_is_refused(client: Client) -> None:
    await plant_projects(a_project(stage=Stage.NEGOTIATION))
    await signed_in(client, Role.OFFICER)
    token = token_of(client)
    control = {"version": "1", "export_class": "free", "form_token": token}
    await client.post(f"{PAGE}/export-control", data=control)

    answer = await client.post(f"{PAGE}/stage/signed", data={"version": "1", "has_no_amount": "1", "form_token": token})

    assert answer.status_code == 422
    assert "Somebody else has changed this meanwhile" in answer.text
    assert (await get(SLUG)).stage is Stage.NEGOTIATION


async def test_stages_that_cannot_be_reached_have_no_page(client: Client) -> None:
    await plant_projects(a_project(stage=Stage.NEGOTIATION))
    await signed_in(client, Role.OFFICER)

    assert (await client.get(f"{PAGE}/stage/closed")).status_code == 409
    assert (await client.get(f"{PAGE}/stage/nowhere")).status_code == 404


async def test_a_project_stops_with_its_reason_which_the_public_does_not_see(client: Client) -> None:
    await plant_projects(a_project())
    await signed_in(client, Role.OFFICER)
    data = {"version": "1", "form_token": token_of(client)}

    without = await client.post(f"{PAGE}/stage/suspended", data=data)
    await client.post(f"{PAGE}/stage/suspended", data=data | {"reason": "Partner under review"})

    assert 'id="reason-error"' in without.text
    assert (await get(SLUG)).stage is Stage.SUSPENDED
    assert "Partner under review" in (await client.get(PAGE)).text
    assert "Partner under review" not in (await client.get(f"/en/projects/{SLUG}")).text


async def test_milestones_are_added_changed_and_removed(client: Client) -> None:
    await plant_projects(a_project())
    await signed_in(client, Role.OFFICER)
    token = token_of(client)
    added = {"version": "1", "name-en": "Handover", "planned_on": "2027-06-01", "form_token": token}
    old = a_milestone()

    await client.post(f"{PAGE}/milestones/new", data=added)
    change = {"version": "2", "name-en": "In force", "planned_on": "2026-09-01", "actual_on": "2026-09-05"}
    await client.post(f"{PAGE}/milestones/{old.id}", data=change | {"form_token": token, "is_public": "1"})
    named = [(m.name.wordings["en"], m.on, m.is_public) for m in (await get(SLUG)).milestones]
    await client.post(f"{PAGE}/milestones/{old.id}", data={"version": "3", "remove": "1", "form_token": token})

    assert named == [("In force", date(2026, 9, 5), True), ("Handover", date(2027, 6, 1), False)]
    assert [m.name.wordings["en"] for m in (await get(SLUG)).milestones] == ["Handover"]
    assert (await client.get(f"{PAGE}/milestones/{old.id}")).status_code == 404


async def test_editions_are_linked_by_their_address(client: Client) -> None:
    await plant(a_fair("solar-2027", date(2027, 5, 3)))
    await plant_projects(a_project())
    await signed_in(client, Role.OFFICER)
    data = {"version": "1", "form_token": token_of(client)}

    unknown = await client.post(f"{PAGE}/editions", data=data | {"edition": "no-such-fair"})
    known = await client.post(f"{PAGE}/editions", data=data | {"edition": "/en/exhibitions/solar-2027"})

    assert (unknown.status_code, 'id="edition-error"' in unknown.text) == (422, True)
    assert known.status_code == 303
    assert (await get(SLUG)).edition_slugs == ("solar-2027",)


async def test_a_project_is_shown_to_the_public_and_taken_back(client: Client) -> None:
    await plant_projects(a_project(is_public=False))
    await signed_in(client, Role.OFFICER)
    token = token_of(client)

    before = (await client.get(f"/en/projects/{SLUG}")).status_code
    await client.post(f"{PAGE}/publish", data={"version": "1", "form_token": token})
    during = (await client.get(f"/en/projects/{SLUG}")).status_code
    await client.post(f"{PAGE}/unpublish", data={"version": "2", "form_token": token})
    after = (await client.get(f"/en/projects/{SLUG}")).status_code

    assert (before, during, after) == (404, 200, 404)
