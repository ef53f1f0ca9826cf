"""The private feed as programs that we did not write read it: what is in it, what leaves it, who may keep it."""

from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from events_app.actions import agendas, decisions, exhibitions
from events_app.actions import applications as actions
from events_app.domain.applications import Application, Move
from events_app.domain.rights import SYSTEM, Asker
from events_app.storage import agenda_feeds
from tests.application_builders import a_company, a_fair_open_now, plant_admission, written
from tests.builders import a_session, a_text
from tests.clients import NOW, Client, opened_client
from tests.formats.readers import needs_node, only, read_with_icalendar, read_with_node, read_with_vobject
from tests.offer_builders import plant_offer
from tests.planting import context

SLUG = "wind-2027"


@pytest.fixture
async def client(sqlite_url: str):  # type: ignore[no-untyped-def]  # noqa: ANN201 - a generator of one client
    async with opened_client(sqlite_url) as opened:
        yield opened


async def at_home() -> tuple[Asker, Application, str]:
    """A company with a place offered, an approved offer, and the token of its feed."""
    opening = datetime(2027, 6, 7, 8, tzinfo=UTC)
    session = a_session(starts_at=opening, ends_at=opening + timedelta(hours=1))
    await plant_admission(a_fair_open_now(sessions=(session,)), stands=3)
    company, asker = await a_company("valves")
    draft = await actions.begin(company.id, SLUG, written(), by=asker, now=NOW)
    await actions.submit(draft.id, version=1, by=asker, now=NOW)
    await decisions.decide(draft.id, Move.FIND_ELIGIBLE, by=SYSTEM, now=NOW)
    case = await decisions.decide(draft.id, Move.OFFER, by=SYSTEM, now=NOW)
    await plant_offer(company)
    _, token = await agendas.make(company.id, "Phone", by=asker, now=NOW)
    return asker, case, token


async def test_it_holds_what_is_due_and_nothing_of_others(client: Client) -> None:
    _, case, token = await at_home()

    answer = await client.get(f"/feeds/en/agenda/{token}.ics")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"] == "private, max-age=600"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "set-cookie" not in answer.headers
    events = {event["uid"]: event for event in read_with_icalendar(answer.content)}
    due = next(event for uid, event in events.items() if uid.startswith(f"duty_answer-{case.id}"))
    assert case.due_at is not None
    assert due["start"] == case.due_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert due["summary"].startswith("Accept or decline the place: ")
    assert [uid.partition("-")[0] for uid in sorted(events)] == ["duty_answer", "duty_renew"]
    assert token not in answer.text


@needs_node
@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar"])
async def test_every_reader_finds_the_same_in_each_language(client: Client, language: str) -> None:
    asker, case, token = await at_home()
    await actions.answer(case.id, Move.ACCEPT, by=asker, now=NOW)

    content = (await client.get(f"/feeds/{language}/agenda/{token}.ics")).content

    compared = ("uid", "start", "summary", "sequence", "status")
    ours = only(read_with_icalendar(content), compared)
    assert only(read_with_vobject(content), compared) == ours
    (by_node,) = read_with_node([content])
    for reader in ("icalJs", "nodeIcal"):
        assert only(by_node[reader]["events"], compared) == ours, reader
    assert len(ours) == 3, "the exhibition, its session, and the approval of the offer"


async def test_what_is_done_leaves_and_what_moves_keeps_its_name(client: Client) -> None:
    asker, case, token = await at_home()
    first = (await client.get(f"/feeds/en/agenda/{token}.ics")).text
    await actions.answer(case.id, Move.ACCEPT, by=asker, now=NOW)

    second = await client.get(f"/feeds/en/agenda/{token}.ics")

    assert "duty_answer" in first
    assert "duty_answer" not in second.text
    events = {event["uid"]: event for event in read_with_icalendar(second.content)}
    exhibition = await client.get(f"/feeds/en/exhibitions/{SLUG}.ics")
    public = {event["uid"] for event in read_with_icalendar(exhibition.content)}
    taken = events.keys() & public
    assert taken, "entries of the exhibition bear the names of the public feed"
    assert not any("Applications close" in event["summary"] for event in events.values())
    await exhibitions.cancel(SLUG, a_text("Storm."), by=SYSTEM, context=context(), now=NOW + timedelta(hours=1))
    third = (await client.get(f"/feeds/en/agenda/{token}.ics")).text
    assert "Cancelled: " in third


async def test_asking_again_costs_nothing_and_a_change_is_told(client: Client) -> None:
    asker, case, token = await at_home()
    address = f"/feeds/en/agenda/{token}.ics"
    etag = (await client.get(address)).headers["etag"]

    assert (await client.get(address, headers={"If-None-Match": etag})).status_code == 304
    await actions.answer(case.id, Move.DECLINE, by=asker, now=NOW)
    assert (await client.get(address, headers={"If-None-Match": etag})).status_code == 200


async def test_taken_back_it_is_gone_and_unknown_it_was_never_there(client: Client) -> None:
    asker, _, token = await at_home()
    assert asker.person_id is not None
    company_id = asker.memberships[0].organisation_id
    (feed,) = await agenda_feeds.list_of_person(asker.person_id, company_id)
    await agendas.revoke(feed.id, by=asker, now=NOW)

    gone = await client.get(f"/feeds/fr/agenda/{token}.ics")

    assert gone.status_code == 410
    assert gone.headers["cache-control"] == "private, no-store"
    for unknown in ("x" * 43, token.swapcase(), "", "x" * 101):
        assert (await client.get(f"/feeds/en/agenda/{unknown}.ics")).status_code == 404, unknown
    assert (await client.get(f"/feeds/en/agenda/{token}")).status_code == 404


async def test_no_log_holds_the_token(client: Client) -> None:
    _, _, token = await at_home()

    with capture_logs() as lines:
        await client.get(f"/feeds/en/agenda/{token}.ics")
        await client.get(f"/feeds/en/agenda/{token}/x")
        await client.get(f"/feeds/xx/agenda/{token}.ics")

    assert len([line for line in lines if line["event"] == "request"]) >= 3
    assert token not in str(lines)
