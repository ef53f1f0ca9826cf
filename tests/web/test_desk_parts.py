from datetime import UTC, date, datetime

from events_app.domain.exhibitions import EditionStatus
from events_app.domain.organisations import Role
from events_app.domain.web_addresses import Online
from events_app.storage import exhibitions
from tests.clients import Client
from tests.planting import plant
from tests.web.planting import a_fair
from tests.web.signing_in import signed_in, token_of

DESK = "/en/desk/exhibitions/wind-2027"
SESSION = {
    "kind": "opening",
    "title-en": "Opening of the pavilion",
    "starts-day": "2027-06-08",
    "starts-time": "09:30",
    "ends": "10:15",
}
AT = {"at-day": "2027-03-01", "at-time": "17:00", "zone": "Europe/Berlin"}


async def a_draft(client: Client, role: Role = Role.OFFICER) -> None:
    await plant(a_fair("wind-2027", date(2027, 6, 7), status=EditionStatus.DRAFT))
    await signed_in(client, role)


async def sent(client: Client, path: str, **typed: str) -> tuple[int, str]:
    answer = await client.post(f"{DESK}/{path}", data=typed | {"form_token": token_of(client)})
    return answer.status_code, answer.text


async def test_a_session_is_kept_in_the_zone_of_the_venue_and_taken_off_again(client: Client) -> None:
    await a_draft(client)

    added = await sent(client, "sessions/new", version="1", **SESSION)
    (session,) = (await exhibitions.get_edition("wind-2027")).sessions
    removed = await sent(client, f"sessions/{session.id}", version="2", remove="yes")

    assert (added[0], removed[0]) == (303, 303)
    assert (session.starts_at, session.ends_at) == (
        datetime(2027, 6, 8, 7, 30, tzinfo=UTC),
        datetime(2027, 6, 8, 8, 15, tzinfo=UTC),
    )
    assert (await exhibitions.get_edition("wind-2027")).sessions == ()


async def test_faults_of_a_session_stand_beside_their_fields_and_what_was_typed_stays(client: Client) -> None:
    await a_draft(client)

    status, page = await sent(client, "sessions/new", version="1", **SESSION | {"starts-time": "25:00", "kind": "x"})

    assert status == 422
    assert 'id="starts-time-error"' in page
    assert 'value="Opening of the pavilion"' in page
    assert 'value="10:15"' in page


async def test_a_deadline_is_kept_and_the_template_adds_the_rest_once(client: Client) -> None:
    await a_draft(client)

    status, _ = await sent(client, "deadlines/new", version="1", kind="catalogue", **AT)
    one = (await exhibitions.get_edition("wind-2027")).deadlines
    await sent(client, "deadlines/template")
    more = (await exhibitions.get_edition("wind-2027")).deadlines
    await sent(client, "deadlines/template")
    again = (await exhibitions.get_edition("wind-2027")).deadlines

    assert (status, [each.kind.value for each in one]) == (303, ["catalogue"])
    assert len(more) > 1
    assert [each.kind for each in again] == [each.kind for each in more]
    assert list(more) == sorted(more, key=lambda each: each.at)


async def test_who_only_reads_changes_no_part(client: Client) -> None:
    await a_draft(client, Role.AUDITOR)

    answers = [await sent(client, path, version="1", **SESSION) for path in ("sessions/new", "deadlines/template")]

    assert [status for status, _ in answers] == [403, 403]


async def test_an_online_address_of_a_session_is_kept_and_a_fault_stands_beside_it(client: Client) -> None:
    await a_draft(client)
    online = {"online": "https://meet.example/opening", "online_kind": "meeting", "online_only": "1"}

    refused = await sent(client, "sessions/new", version="1", **SESSION | online | {"online": "http://x.example/<"})
    kept = await sent(client, "sessions/new", version="1", **SESSION | online)
    (session,) = (await exhibitions.get_edition("wind-2027")).sessions
    page = (await client.get(f"{DESK}/sessions/{session.id}")).text

    assert (refused[0], kept[0]) == (422, 303)
    assert 'id="online-error"' in refused[1]
    assert 'value="http://x.example/&lt;"' in refused[1]
    assert session.online == Online(address=online["online"], is_only=True)
    assert 'value="https://meet.example/opening"' in page
