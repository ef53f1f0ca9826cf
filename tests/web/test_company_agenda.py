"""The agenda page: what lies ahead by month, and addresses for calendar programs, shown once and taken back."""

import re

from events_app.actions import applications as actions
from events_app.actions import decisions
from events_app.domain.applications import Move
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.storage import private_feeds
from tests.application_builders import a_fair_open_now, plant_admission, written
from tests.clients import NOW, Client
from tests.offer_builders import plant_offer
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, enter, signed_in, token_of

PAGE = "/en/company/valves/agenda"


async def test_an_empty_agenda_says_what_it_is_for(client: Client) -> None:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=company)
    await enter(client, person.id)

    assert "Nothing lies ahead." in text_of((await client.get(PAGE)).text)


async def test_it_lists_duties_exhibitions_and_approvals(client: Client) -> None:
    await plant_admission(a_fair_open_now(), stands=1)
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=company)
    await enter(client, person.id)
    draft = await actions.begin(company.id, "wind-2027", written(), by=SYSTEM, now=NOW)
    await plant_offer(company)

    before = text_of((await client.get(PAGE)).text)
    assert "Submit the application: " in before
    assert "Renew the technology offer: Control valves" in before
    await actions.submit(draft.id, version=1, by=SYSTEM, now=NOW)
    for move in (Move.FIND_ELIGIBLE, Move.OFFER):
        await decisions.decide(draft.id, move, by=SYSTEM, now=NOW)
    assert "Accept or decline the place: " in text_of((await client.get(PAGE)).text)
    await actions.answer(draft.id, Move.ACCEPT, by=SYSTEM, now=NOW)

    page = (await client.get(PAGE)).text
    assert "Accept or decline" not in text_of(page)
    assert 'href="/en/exhibitions/wind-2027"' in page
    assert "June 2027" in text_of(page)


async def test_an_address_is_shown_once_and_taken_back(client: Client) -> None:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    person, _ = await a_member(Role.EXPORTER_STAFF, organisation=company)
    await enter(client, person.id)

    made = await client.post(PAGE, data={"form_token": token_of(client), "deed": "make", "name": "Phone <1>"})

    assert made.headers["cache-control"] == "no-store"
    found = re.search(r"http://[^ <]*(/feeds/en/agenda/[\w-]{43}\.ics)", made.text)
    assert found
    assert (await client.get(found[1])).status_code == 200
    page = (await client.get(PAGE)).text
    assert found[1] not in page
    assert "Phone &lt;1&gt;" in page
    (feed,) = await private_feeds.list_of_person(person.id, company_id=company.id)
    gone = await client.post(PAGE, data={"form_token": token_of(client), "deed": "revoke", "feed": str(feed.id)})
    assert gone.headers["location"] == f"{PAGE}?done=revoked"
    assert (await client.get(found[1])).status_code == 410
    again = await client.post(PAGE, data={"form_token": token_of(client), "deed": "revoke", "feed": str(feed.id)})
    assert again.status_code in {404, 422}


async def test_strangers_and_forgeries_are_refused(client: Client) -> None:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=company)
    await enter(client, person.id)
    assert (await client.post(PAGE, data={"deed": "make"})).status_code == 403

    await signed_in(client, Role.EXPORTER_OWNER)

    assert (await client.get(PAGE)).status_code == 403
    assert (await client.post(PAGE, data={"form_token": token_of(client), "deed": "make"})).status_code == 403
