from datetime import date

from events_app.domain.exhibitions import Days, EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import staff
from tests.builders import an_id
from tests.clients import Client
from tests.planting import plant
from tests.web.filled_forms import fields_of
from tests.web.planting import a_fair, text_of
from tests.web.signing_in import a_member, an_organisation, signed_in, token_of

WIND = "/en/desk/exhibitions/wind-2027"
SUN = "/en/desk/exhibitions/sun-2027"


async def two_editions(client: Client, role: Role = Role.UNIT_OFFICER) -> str:
    """Two editions in one week, the client signed in; return the id of a colleague."""
    unit = await an_organisation(OrganisationKind.UNIT, "east")
    await plant(
        *(
            a_fair(slug, date(2027, 6, 7), status=EditionStatus.DRAFT, unit_id=unit.id)
            for slug in ("wind-2027", "sun-2027")
        )
    )
    await signed_in(client, role, organisation=unit if role is Role.UNIT_OFFICER else None)
    colleague, _ = await a_member(Role.UNIT_OFFICER, organisation=unit, name="Chen <Yu>")
    await a_member(Role.EXPORTER_OWNER, name="Stranger")
    return str(colleague.id)


async def sent(client: Client, path: str, **typed: str) -> tuple[int, str, str]:
    answer = await client.post(path, data=typed | {"form_token": token_of(client)})
    return answer.status_code, answer.headers.get("location", ""), answer.text


async def test_a_person_at_two_editions_at_once_is_warned_of_and_not_refused(client: Client) -> None:
    person = await two_editions(client)

    first = await sent(client, f"{WIND}/staff/new", person=person, task="Stand manager")
    quiet = text_of((await client.get(WIND)).text)
    second = await sent(client, f"{SUN}/staff/new", person=person, task="Interpreter", first="2027-06-08")
    pages = [text_of((await client.get(path)).text) for path in (WIND, SUN)]

    assert (first[0], second[0]) == (303, 303)
    assert "Same staff" not in quiet
    assert "Chen <Yu> Stand manager all days" in quiet
    assert all("Same staff at the same time, travel included (Chen <Yu>): " in page for page in pages)
    assert [each.days for each in await staff.list_of_editions([an_id("sun-2027")])] == [
        Days(date(2027, 6, 8), date(2027, 6, 8))
    ]


async def test_the_form_knows_the_people_and_what_was_kept(client: Client) -> None:
    person = await two_editions(client)
    await sent(client, f"{WIND}/staff/new", person=person, task="Stand manager", first="2027-06-08", last="2027-06-09")
    (kept,) = await staff.list_of_editions([an_id("wind-2027")])

    page = (await client.get(f"{WIND}/staff/{kept.id}")).text
    fields = fields_of(page, f"/staff/{kept.id}")
    changed = await sent(client, f"{WIND}/staff/{kept.id}", **{name: found[-1] for name, found in fields.items()})
    removed = await sent(client, f"{WIND}/staff/{kept.id}", remove="1")

    assert "Chen &lt;Yu&gt;" in page
    assert "Stranger" not in page
    assert (fields["task"], fields["first"], fields["last"]) == (["Stand manager"], ["2027-06-08"], ["2027-06-09"])
    assert (changed[0], removed[0]) == (303, 303)
    assert await staff.list_of_editions([an_id("wind-2027")]) == ()


async def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(client: Client) -> None:
    person = await two_editions(client)

    path = f"{WIND}/staff/new"
    nobody = await sent(client, path, person="", task="Stand manager", last="2027-06-08")
    backwards = await sent(client, path, person=person, first="2027-06-09", last="2027-06-08")
    far = await sent(client, path, person=person, first="2029-06-09")

    assert [status for status, *_ in (nobody, backwards, far)] == [422, 422, 422]
    assert all(f'id="{name}-error"' in nobody[2] for name in ("person", "first"))
    assert 'value="Stand manager"' in nobody[2]
    assert 'id="last-error"' in backwards[2]
    assert "These days lie far from those of the edition" in far[2]
    assert await staff.list_of_editions([an_id("wind-2027")]) == ()


async def test_over_a_stale_copy_nothing_is_overwritten(client: Client) -> None:
    person = await two_editions(client)
    await sent(client, f"{WIND}/staff/new", person=person, task="Stand manager")
    (kept,) = await staff.list_of_editions([an_id("wind-2027")])
    path = f"{WIND}/staff/{kept.id}"
    await sent(client, path, person=person, task="Driver", version="1")

    status, _, page = await sent(client, path, person=person, task="Interpreter", version="1")

    assert (status, 'value="Interpreter"' in page) == (422, True)
    assert [each.task for each in await staff.list_of_editions([an_id("wind-2027")])] == ["Driver"]


async def test_who_only_reads_sees_staff_and_changes_nothing(client: Client) -> None:
    person = await two_editions(client, Role.AUDITOR)

    seen = await client.get(f"{WIND}/staff/new")
    status, *_ = await sent(client, f"{WIND}/staff/new", person=person)

    assert (seen.status_code, status) == (403, 403)
    assert "Nobody is assigned yet." in (await client.get(WIND)).text
