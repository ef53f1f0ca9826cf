"""The form of a member: what is wrong stands beside its field, what was typed stays."""

from events_app.domain.delegations import Due, DueKind
from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import delegations
from events_app.storage.database import fetch
from tests.delegation_builders import at_delegation, sent
from tests.web.signing_in import an_organisation, token_of

PATH = "/en/desk/exhibitions/wind-2027/delegation"
TYPED = {"name": "Moreau Ada", "role": "head", "unit": "Ministry", "language": "fr"}


async def test_faults_stand_beside_their_fields(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.OFFICER) as (client, _):
        stranger = await an_organisation(OrganisationKind.EXPORTER, "stranger")
        for changes, words in (
            ({"name": "李明"}, "Write this name in Latin letters"),
            ({"name": ""}, "Fill this in."),
            ({"unit": ""}, "Choose the company, or write which office"),
            ({"email": "ada"}, "E-mail address: "),
            ({"company": str(stranger.id)}, "is not one of the choices"),
            ({"due-hotel": "open", "due-hotel-day": "soon"}, "is not a date"),
        ):
            answer = await client.post(f"{PATH}/new", data=TYPED | changes | {"form_token": token_of(client)})
            assert (answer.status_code, words in answer.text) == (422, True), words
            assert 'aria-invalid="true"' in answer.text
        assert await fetch("SELECT id FROM delegation_member") == []


async def test_a_member_is_changed_from_the_version_that_was_read_and_taken_out(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.OFFICER) as (client, _):
        await sent(client, f"{PATH}/new", **TYPED)
        (row,) = await fetch("SELECT id FROM delegation_member")
        here = f"{PATH}/{row['id']}"
        assert 'value="MOREAU ADA"' in (await client.get(here)).text

        changed = TYPED | {"phone": "+33 1", "due-hotel": "done", "due-flight": "open", "due-flight-day": "2027-05-01"}
        assert (await sent(client, here, **changed, version="1"))[0] == 303
        status, text = await sent(client, here, **changed, version="1")
        assert (status, "Somebody else has changed this meanwhile" in text) == (422, True)

        kept = await delegations.get(row["id"])
        assert kept.phone == "+33 1"
        assert {due.kind: (str(due.day), due.is_done) for due in kept.dues} == {
            DueKind.HOTEL: ("None", True),
            DueKind.FLIGHT: ("2027-05-01", False),
        }
        assert Due(DueKind.HOTEL, is_done=True) in kept.dues
        assert (await sent(client, f"{here}/remove"))[0] == 303
        assert (await client.get(here)).status_code == 404


async def test_a_passport_number_that_can_be_none_is_refused(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.OFFICER) as (client, _):
        await sent(client, f"{PATH}/new", **TYPED)
        (row,) = await fetch("SELECT id FROM delegation_member")

        status, text = await sent(client, f"{PATH}/{row['id']}/passport", number="12", version="1")

        assert (status, "A passport number has 5 to 20 letters and digits." in text) == (422, True)
