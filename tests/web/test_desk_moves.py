from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from events_app.domain.calendar import EntryStatus
from events_app.domain.countries import Scope
from events_app.domain.exhibitions import Deadline, DeadlineKind, Edition, EditionStatus
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.storage import approvals, calendar, exhibitions
from tests.builders import a_text, an_id
from tests.clients import Client
from tests.planting import plant
from tests.web.filled_forms import fields_of
from tests.web.planting import a_fair
from tests.web.signing_in import an_organisation, signed_in, token_of

DESK = "/en/desk/exhibitions/wind-2027"
OPENING = Deadline(
    id=an_id("opening"),
    kind=DeadlineKind.APPLICATIONS_OPEN,
    at=datetime(2027, 1, 11, 8, tzinfo=UTC),
    zone="Europe/Berlin",
    note=a_text(""),
)


async def a_wind_fair(**changes: object) -> Edition:
    fair = replace(a_fair("wind-2027", date(2027, 6, 7), status=EditionStatus.DRAFT), **changes)  # type: ignore[arg-type]
    await plant(fair, domain="events.invalid")
    return fair


async def a_unit() -> Organisation:
    return await an_organisation(OrganisationKind.UNIT, "delegations", needs_approval=True)


async def sent(client: Client, path: str, **typed: str) -> tuple[int, str]:
    data = typed | {"form_token": token_of(client)}
    answer = await client.post(f"{DESK}/{path}", data=data)
    return answer.status_code, answer.headers.get("location", answer.text)


async def test_a_draft_is_published_and_taken_back(client: Client) -> None:
    await a_wind_fair()
    await signed_in(client, Role.OFFICER)

    published = await sent(client, "publish", version="1")
    public = (await client.get("/en/exhibitions/wind-2027")).status_code
    taken = await sent(client, "unpublish", version="2")
    gone = (await client.get("/en/exhibitions/wind-2027")).status_code

    assert published == (303, f"{DESK}?done=published")
    assert taken == (303, f"{DESK}?done=unpublished")
    assert (public, gone) == (200, 404)


async def test_publishing_a_stale_copy_is_refused(client: Client) -> None:
    await a_wind_fair()
    await signed_in(client, Role.OFFICER)
    await sent(client, "publish", version="1")

    status, _ = await sent(client, "unpublish", version="1")

    assert status in {409, 422}
    assert (await exhibitions.get_edition("wind-2027")).status is EditionStatus.PUBLISHED


async def test_an_edition_under_approval_opens_for_applications_only_when_it_is_approved(client: Client) -> None:
    unit = await a_unit()
    fair = await a_wind_fair(unit_id=unit.id, deadlines=(OPENING,))
    await signed_in(client, Role.UNIT_MANAGER, organisation=unit)

    refused = await sent(client, "publish", version="1")
    own = await sent(client, "approval", version="0", decision="approved", decided_on="2026-11-20", number="7")
    pending = await sent(client, "approval", version="0", decision="pending", submitted_on="2026-11-20", number="7")
    await signed_in(client, Role.OFFICER)
    approved = await sent(client, "approval", version="1", decision="approved", decided_on="2026-11-20", number="7")
    await signed_in(client, Role.UNIT_MANAGER, organisation=unit)
    published = await sent(client, "publish", version="1")
    case = await approvals.find(fair.id)

    assert refused[0] == 409
    assert "approv" in refused[1]
    assert own[0] in {403, 422}
    assert pending[0] == approved[0] == 303
    assert case is not None
    assert case.is_approved
    assert published == (303, f"{DESK}?done=published")


async def test_a_public_domestic_edition_cannot_be_made_overseas_around_the_approval(client: Client) -> None:
    unit = await a_unit()
    home = {"country": "CN", "zone": "Asia/Shanghai", "scope": Scope.DOMESTIC, "status": EditionStatus.PUBLISHED}
    await a_wind_fair(unit_id=unit.id, deadlines=(OPENING,), **home)
    await signed_in(client, Role.UNIT_MANAGER, organisation=unit)
    form = fields_of((await client.get(f"{DESK}/edit")).text, "/edit")
    form |= {"country": ["DE"], "zone": ["Europe/Berlin"], "confirmed": ["yes"]}

    answer = await client.post(f"{DESK}/edit", data=form)
    if answer.status_code == 200:
        answer = await client.post(f"{DESK}/edit", data=fields_of(answer.text, "/edit"))

    assert answer.status_code == 422
    assert (await exhibitions.get_edition("wind-2027")).country == "CN"


async def test_postponing_moves_the_days_and_keeps_the_identity_of_the_entry(client: Client) -> None:
    fair = await a_wind_fair(status=EditionStatus.PUBLISHED)
    await signed_in(client, Role.OFFICER)
    before = (await calendar.list_of_subject(fair.id))[0]
    typed = {"first": "2027-09-06", "last": "2027-09-08", "version": "1", "note-en": "The halls are being rebuilt."}

    done = await sent(client, "postpone", **typed)
    after = (await calendar.list_of_subject(fair.id))[0]

    assert done == (303, f"{DESK}?done=postponed")
    assert (after.uid, after.sequence, after.starts_on) == (before.uid, before.sequence + 1, date(2027, 9, 6))
    assert "The halls are being rebuilt." in (await client.get("/en/exhibitions/wind-2027")).text


async def test_cancelling_asks_for_a_reason_and_keeps_the_entry_as_cancelled(client: Client) -> None:
    fair = await a_wind_fair(status=EditionStatus.PUBLISHED)
    await signed_in(client, Role.OFFICER)

    without = await sent(client, "cancel", version="1")
    done = await sent(client, "cancel", version="1", **{"reason-en": "The venue is closed."})
    entry = (await calendar.list_of_subject(fair.id))[0]

    assert without[0] == 422
    assert done == (303, f"{DESK}?done=cancelled")
    assert entry.status is EntryStatus.CANCELLED
    assert (await exhibitions.get_edition("wind-2027")).status is EditionStatus.CANCELLED


async def test_a_copy_is_a_draft_with_every_date_moved(client: Client) -> None:
    await a_wind_fair(status=EditionStatus.PUBLISHED, deadlines=(OPENING,))
    await signed_in(client, Role.OFFICER)

    status, where = await sent(client, "copy", first="2028-06-05")
    copied = await exhibitions.get_edition(where.partition("?")[0].rsplit("/", 1)[1])

    assert (status, copied.status, copied.days.first) == (303, EditionStatus.DRAFT, date(2028, 6, 5))
    assert copied.deadlines[0].at.date() == date(2028, 1, 10)


@pytest.mark.parametrize("move", ["publish", "postpone", "cancel", "copy", "approval"])
async def test_who_only_reads_moves_nothing(client: Client, move: str) -> None:
    fair = await a_wind_fair()
    await signed_in(client, Role.AUDITOR)

    status, _ = await sent(client, move, version="1", first="2028-06-05", last="2028-06-06", **{"reason-en": "x"})

    assert status == 403
    assert (await exhibitions.get_edition("wind-2027")).version == fair.version
