from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import history, organisations, people
from tests.clients import Client
from tests.web.signing_in import a_member, an_organisation, form_token_on, last_letter, signed_in, token_of

LIST = "/en/desk/organisations"
PASSWORD = "river-lantern-88"


async def test_the_authority_enters_a_unit_and_a_name_is_taken_once(client: Client) -> None:
    await signed_in(client, Role.ADMINISTRATOR)
    data = {"kind": "unit", "name-en": "Delegations Abroad", "country": "", "form_token": token_of(client)}

    made = await client.post(f"{LIST}/new", data=data | {"needs_approval": "yes"})
    again = await client.post(f"{LIST}/new", data=data)
    kept = await organisations.get_by_slug("delegations-abroad")

    assert made.headers["location"] == f"{LIST}/delegations-abroad?done=saved"
    assert (kept.kind, kept.needs_approval) == (OrganisationKind.UNIT, True)
    assert again.status_code == 422
    assert "There is an organisation with this name already" in again.text
    assert 'value="Delegations Abroad"' in again.text


async def test_a_manager_changes_the_address_of_the_unit_but_not_its_approvals(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "delegations", needs_approval=True)
    await signed_in(client, Role.UNIT_MANAGER, organisation=unit)
    data = {"version": str(unit.version), "name-en": "Delegations", "email": "Unit@Unit.example", "country": ""}

    answer = await client.post(f"{LIST}/delegations/edit", data=data | {"form_token": token_of(client)})
    stale = await client.post(f"{LIST}/delegations/edit", data=data | {"form_token": token_of(client)})
    kept = await organisations.get(unit.id)

    assert answer.status_code == 303
    assert (kept.email, kept.needs_approval) == ("unit@unit.example", True)
    assert stale.status_code == 422


async def test_others_see_their_own_organisation_alone(client: Client) -> None:
    mine = await an_organisation(OrganisationKind.UNIT, "mine")
    await an_organisation(OrganisationKind.UNIT, "theirs")
    await signed_in(client, Role.UNIT_OFFICER, organisation=mine)

    page = (await client.get(LIST)).text
    answers = [(await client.get(f"{LIST}/{path}")).status_code for path in ("mine", "theirs", "theirs/edit", "new")]

    assert f'"{LIST}/mine"' in page
    assert f'"{LIST}/theirs"' not in page
    assert answers == [200, 403, 403, 403]


async def test_an_invitation_makes_an_account_with_the_role_and_works_once(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "delegations")
    await signed_in(client, Role.UNIT_MANAGER, organisation=unit)
    data = {"deed": "invite", "email": "ana@unit.example", "role": "unit_officer", "language": "fr"}

    sent = await client.post(f"{LIST}/delegations", data=data | {"form_token": token_of(client)})
    letter = await last_letter()
    client.cookies.clear()
    moved = await client.get(f"/fr/invitation?token={letter.params['token']}")
    where = moved.headers["location"]
    filled = {"name": "Ana Silva", "password": PASSWORD, "form_token": await form_token_on(client, where)}
    taken = await client.post("/fr/invitation", data=filled)
    again = await client.post("/fr/invitation", data=filled)
    person = await people.find_by_email("ana@unit.example")
    assert person is not None
    roles = [each.role for each in await people.list_memberships(person_ids=[person.id])]

    assert sent.headers["location"] == f"{LIST}/delegations?done=invite"
    assert (letter.to.address, letter.language) == ("ana@unit.example", "fr")
    assert (taken.status_code, person.name, person.language, roles) == (303, "Ana Silva", "fr", [Role.UNIT_OFFICER])
    assert again.status_code != 303


async def test_an_address_or_role_that_cannot_be_is_told_beside_the_form_and_kept(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "delegations")
    await signed_in(client, Role.UNIT_MANAGER, organisation=unit)
    data = {"deed": "invite", "email": "not an address", "role": "unit_officer", "form_token": token_of(client)}

    wrong = await client.post(f"{LIST}/delegations", data=data)
    foreign = await client.post(f"{LIST}/delegations", data=data | {"email": "a@b.example", "role": "administrator"})

    assert (wrong.status_code, foreign.status_code) == (422, 422)
    assert 'value="not an address"' in wrong.text
    assert 'id="email-error"' in wrong.text


async def test_a_member_is_let_go_by_the_manager_and_not_by_an_officer(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "delegations")
    other, membership = await a_member(Role.UNIT_OFFICER, organisation=unit)
    data = {"deed": "let-go", "membership": str(membership.id), "person": str(other.id)}

    await signed_in(client, Role.UNIT_OFFICER, organisation=unit)
    refused = await client.post(f"{LIST}/delegations", data=data | {"form_token": token_of(client)})
    held = await people.list_memberships(person_ids=[other.id])
    await signed_in(client, Role.UNIT_MANAGER, organisation=unit)
    done = await client.post(f"{LIST}/delegations", data=data | {"form_token": token_of(client)})

    assert (refused.status_code, len(held)) == (422, 1)
    assert done.headers["location"] == f"{LIST}/delegations?done=let-go"
    assert await people.list_memberships(person_ids=[other.id]) == ()


async def test_roles_of_a_closed_organisation_give_no_rights(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "delegations")
    await signed_in(client, Role.ADMINISTRATOR)

    await client.post(f"{LIST}/delegations", data={"deed": "close", "form_token": token_of(client)})
    await signed_in(client, Role.UNIT_MANAGER, organisation=unit)
    answer = await client.get("/en/desk/exhibitions/new")
    line = (await history.list_lines(object_id=unit.id, limit=1))[0]

    assert answer.status_code == 403
    assert (line.deed.value, line.label) == ("closed", "delegations")
