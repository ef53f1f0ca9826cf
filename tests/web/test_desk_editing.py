from dataclasses import replace
from datetime import date

from events_app.domain.exhibitions import Days, Edition, EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import calendar, exhibitions, history
from tests.clients import Client
from tests.planting import plant
from tests.web.filled_forms import fields_of
from tests.web.planting import a_fair
from tests.web.signing_in import an_organisation, signed_in

EDIT = "/en/desk/exhibitions/wind-2027/edit"


async def a_form(client: Client, **typed: str) -> dict[str, list[str]]:
    """The form of wind-2027 with other values typed into it."""
    return fields_of((await client.get(EDIT)).text, "/edit") | {name: [value] for name, value in typed.items()}


async def a_wind_fair(**changes: object) -> Edition:
    fair = replace(a_fair("wind-2027", date(2027, 6, 7)), **changes)  # type: ignore[arg-type]
    await plant(fair, domain="events.invalid")
    return fair


async def test_a_form_that_nobody_touched_changes_nothing_that_readers_see(client: Client) -> None:
    fair = await a_wind_fair()
    before = await calendar.list_of_subject(fair.id)
    await signed_in(client, Role.OFFICER)

    answer = await client.post(EDIT, data=await a_form(client))
    kept = await exhibitions.get_edition("wind-2027")

    assert answer.headers["location"] == "/en/desk/exhibitions/wind-2027?done=saved"
    assert await calendar.list_of_subject(fair.id) == before
    assert replace(kept, version=1, modified_at=fair.modified_at, latitude=None, longitude=None) == replace(
        fair, version=1, latitude=None, longitude=None
    )


async def test_a_public_edition_shows_what_subscribers_will_see_before_it_is_saved(client: Client) -> None:
    fair = await a_wind_fair()
    await signed_in(client, Role.OFFICER)
    form = await a_form(client, first="2027-06-14", last="2027-06-16")

    asked = await client.post(EDIT, data=form)
    before = await exhibitions.get_edition("wind-2027")
    done = await client.post(EDIT, data=fields_of(asked.text, "/edit") | {"note-en": ["Hall was double-booked."]})
    after = await exhibitions.get_edition("wind-2027")
    entry = (await calendar.list_of_subject(after.id))[0]

    assert asked.status_code == 200
    assert before.days == Days(date(2027, 6, 7), date(2027, 6, 9))
    assert done.headers["location"] == "/en/desk/exhibitions/wind-2027?done=saved"
    assert after.days == Days(date(2027, 6, 14), date(2027, 6, 16))
    assert (entry.subject_id, entry.sequence, entry.starts_on) == (fair.id, 1, date(2027, 6, 14))


async def test_the_second_of_two_editors_sees_both_versions_and_loses_nothing(client: Client) -> None:
    await a_wind_fair(status=EditionStatus.DRAFT)
    await signed_in(client, Role.OFFICER)
    mine, theirs = await a_form(client, source="Letter no. 1"), await a_form(client, source="Letter no. 2")

    await client.post(EDIT, data=theirs)
    told = await client.post(EDIT, data=mine)
    done = await client.post(EDIT, data=fields_of(told.text, "/edit"))

    assert told.status_code == 409
    assert "Letter no. 1" in told.text
    assert "Letter no. 2" in told.text
    assert done.status_code == 303
    assert (await exhibitions.get_edition("wind-2027")).source == "Letter no. 1"


async def test_faults_stand_beside_their_fields_and_nothing_is_kept(client: Client) -> None:
    fair = await a_wind_fair(status=EditionStatus.DRAFT)
    await signed_in(client, Role.OFFICER)
    typed = {"last": "2027-06-01", "country": "ZZ", "zone": "Mars/Base", "latitude": "91", "website": "javascript:x"}
    typed |= {"opens": "09:00+02:00", "closes": "18:00"}

    answer = await client.post(EDIT, data=await a_form(client, **typed))

    assert answer.status_code == 422
    for name in ("last", "country", "zone", "latitude", "website", "opens"):
        assert f'id="{name}-error"' in answer.text, name
    assert 'value="91"' in answer.text
    assert (await exhibitions.get_edition("wind-2027")).version == fair.version


async def test_what_changed_and_who_did_it_is_recorded(client: Client) -> None:
    fair = await a_wind_fair(status=EditionStatus.DRAFT)
    membership = await signed_in(client, Role.OFFICER)

    await client.post(EDIT, data=await a_form(client, source="Letter no. 7"))
    line = (await history.list_lines(object_id=fair.id, limit=1))[0]

    assert (line.person_id, line.deed.value) == (membership.person_id, "changed")
    assert ("source", "Letter no. 7") in [(change.name, change.after) for change in line.changes]


async def test_only_who_may_edit_this_edition_gets_its_form(client: Client) -> None:
    mine = await an_organisation(OrganisationKind.UNIT, "mine")
    theirs = await an_organisation(OrganisationKind.UNIT, "theirs")
    await a_wind_fair(unit_id=theirs.id)
    statuses = list[int]()

    await signed_in(client, Role.UNIT_OFFICER, organisation=theirs)
    form = await a_form(client, source="Letter no. 9")
    for role, organisation in ((Role.UNIT_OFFICER, mine), (Role.AUDITOR, None), (Role.EXPORTER_OWNER, None)):
        await signed_in(client, role, organisation=organisation)
        data = form | {"form_token": [client.form_token]}  # type: ignore[attr-defined]
        statuses += [(await client.get(EDIT)).status_code, (await client.post(EDIT, data=data)).status_code]

    assert set(statuses) <= {403, 404}
    assert (await exhibitions.get_edition("wind-2027")).source != "Letter no. 9"
