"""Technology offers in the company's hands: written, saved, submitted, changed, renewed and withdrawn."""

from datetime import timedelta

import pytest

from events_app.actions import offers as actions
from events_app.domain.offers import HOLDS_FOR, OfferState
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.storage import offers
from tests.clients import NOW, Client
from tests.offer_builders import ZONE, a_content, plant_offer
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, enter, token_of

HOME = "/en/company/valves/offers"
GOOD = {
    "title-en": "Control valves",
    "title-zh-Hans": "控制阀",
    "summary-en": "Valves that do not leak.",
    "sectors": ["industry"],
    "fields": ["31"],
    "trl": "9",
    "in_use_since": "2014",
    "forms": ["licence", "training"],
    "right-0-kind": "patent",
    "right-0-number": "CN 1",
    "right-0-office": "CN",
    "right-0-filed_on": "2015-03-01",
    "right-0-granted_on": "2017-03-01",
    "right-0-expires_on": "2035-03-01",
    "right-0-countries": "cn, de",
    "export_class": "restricted",
    "price_from": "1000",
    "price_to": "5000.50",
    "currency": "eur",
    "visibility": "public",
    "then": "save",
}


async def at_home(client: Client, role: Role = Role.EXPORTER_OWNER) -> Organisation:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    person, _ = await a_member(role, organisation=company)
    await enter(client, person.id)
    return company


async def test_an_offer_is_written_saved_and_shown(client: Client) -> None:
    await at_home(client)
    assert "No offers yet" in text_of((await client.get(HOME)).text)

    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | GOOD)

    assert answer.headers["location"] == f"{HOME}/control-valves?done=saved"
    page = text_of((await client.get(f"{HOME}/control-valves?done=saved")).text)
    for words in (
        "Nothing is submitted yet.",
        "Valves that do not leak.",
        "9 – proven in operation",
        "In industrial use since 2014",
        "Training",
        "China and Germany",
        "in force",
        "Restricted: negotiations need a licence letter of intent first.",
        "Submit it for review when it is complete.",
    ):
        assert words in page, words
    assert "5,000.50" in page
    kept = await offers.get("control-valves")
    assert kept.content.title.wordings["zh-Hans"] == "控制阀"
    form = (await client.get(f"{HOME}/control-valves/edit")).text
    for value in ('value="CN, DE"', 'value="5000.50"', 'value="EUR"', 'name="right-1-kind"'):
        assert value in form, value
    assert "Control valves" in text_of((await client.get(HOME)).text)


async def test_an_incomplete_offer_is_kept_and_told_what_a_review_needs(client: Client) -> None:
    await at_home(client)

    answer = await client.post(
        f"{HOME}/new", data={"form_token": token_of(client), "title-en": "Valves", "then": "submit"} | SHORT
    )

    assert answer.status_code == 422
    for field in ("summary-en", "sectors", "fields", "trl", "forms"):
        assert f'id="{field}-error"' in answer.text, field
    kept = await offers.get("valves")
    assert kept.state is OfferState.DRAFT
    assert f'action="{HOME}/valves/edit"' in answer.text, "sent again, it is the same offer"


SHORT = {"export_class": "free", "visibility": "public"}


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title-en", "", "Fill this in."),
        ("trl", "10", "This must be from 1 to 9."),
        ("in_use_since", "long", "is not a number"),
        ("right-0-number", "", "Give the number of the application or of the right."),
        ("right-0-countries", "CN, XX", "“XX” is not the two-letter code"),
        ("right-0-kind", "", "Fill this in."),
        ("price_to", "1", "Both prices are in one currency"),
        ("currency", "", "Give the currency as three capital letters"),
        ("currency", "E1", "three capital letters"),
        ("price_from", "cheap", "is not a number"),
        ("licence_until", "tomorrow", "is not a date"),
        ("export_class", "x", "is not one of the choices"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client: Client, field: str, typed: str, told: str
) -> None:
    company = await at_home(client)

    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | GOOD | {field: typed})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert told in text_of(answer.text)
    assert "Valves that do not leak." in answer.text
    assert await offers.count_offers(offers.Wanted(company_id=company.id)) == 0


async def test_dates_of_a_right_in_the_wrong_order_are_told(client: Client) -> None:
    await at_home(client)

    wrong = GOOD | {"right-0-granted_on": "2014-01-01"}
    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | wrong)

    assert 'id="right-0-granted_on-error"' in answer.text


async def test_only_who_is_responsible_submits(client: Client) -> None:
    company = await at_home(client, Role.EXPORTER_STAFF)

    await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | GOOD)
    page = text_of((await client.get(f"{HOME}/control-valves")).text)
    assert "Only who is responsible for the company submits an offer." in page
    refused = await client.post(f"{HOME}/control-valves", data={"form_token": token_of(client), "deed": "submit"})
    assert refused.status_code == 403

    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=company)
    await enter(client, person.id)
    sent = await client.post(
        f"{HOME}/control-valves", data={"form_token": token_of(client), "deed": "submit", "version": "1"}
    )
    assert sent.headers["location"] == f"{HOME}/control-valves?done=submit"
    assert "The offer is in review." in text_of((await client.get(f"{HOME}/control-valves?done=submit")).text)


async def test_what_the_officer_writes_is_read_and_answered(client: Client) -> None:
    company = await at_home(client)
    offer = await plant_offer(company, is_approved=False)
    await actions.decide(offer.slug, is_approved=False, reason="Which steel?", by=SYSTEM, now=NOW, zone=ZONE)

    page = text_of((await client.get(f"{HOME}/{offer.slug}")).text)
    assert "Message from the authority: Which steel?" in page
    fresh = await offers.get(offer.slug)
    answer = await client.post(
        f"{HOME}/{offer.slug}/edit",
        data={"form_token": token_of(client)} | GOOD | {"version": str(fresh.version), "then": "submit"},
    )
    assert answer.headers["location"] == f"{HOME}/{offer.slug}?done=submit"
    assert (await offers.get(offer.slug)).state is OfferState.IN_REVIEW


async def test_a_changed_offer_says_what_readers_see_meanwhile(client: Client) -> None:
    company = await at_home(client)
    offer = await plant_offer(company)
    await actions.write(offer.slug, a_content(trl=8), version=offer.version, by=SYSTEM, now=NOW)

    page = await client.get(f"{HOME}/{offer.slug}")

    assert "What was approved before is still shown." in text_of(page.text)
    assert f'href="/en/offers/{offer.slug}"' in page.text


async def test_a_stale_copy_keeps_what_was_typed(client: Client) -> None:
    company = await at_home(client)
    offer = await plant_offer(company, is_approved=False)

    answer = await client.post(
        f"{HOME}/{offer.slug}/edit", data={"form_token": token_of(client)} | GOOD | {"version": "1", "title-en": "Mine"}
    )

    assert answer.status_code == 422
    assert 'value="Mine"' in answer.text
    assert f'name="version" value="{offer.version}"' in answer.text


async def test_an_approval_is_renewed_near_its_end_and_an_offer_withdrawn(client: Client) -> None:
    company = await at_home(client)
    early = await plant_offer(company, "early", now=NOW - HOLDS_FOR + timedelta(days=20))
    late = await plant_offer(company, "late", now=NOW)
    assert early.valid_until is not None

    assert "Renew for a year" in text_of((await client.get(f"{HOME}/early")).text)
    assert "Renew for a year" not in text_of((await client.get(f"{HOME}/late")).text)
    done = await client.post(f"{HOME}/early", data={"form_token": token_of(client), "deed": "renew"})
    assert done.headers["location"] == f"{HOME}/early?done=renew"
    assert (await offers.get("early")).valid_until == early.valid_until + HOLDS_FOR
    refused = await client.post(f"{HOME}/late", data={"form_token": token_of(client), "deed": "renew"})
    assert refused.status_code == 422
    gone = await client.post(f"{HOME}/late", data={"form_token": token_of(client), "deed": "withdraw"})
    assert gone.headers["location"] == f"{HOME}/late?done=withdraw"
    assert (await offers.get(late.slug)).state is OfferState.WITHDRAWN


async def test_lists_are_filtered_and_paged(client: Client) -> None:
    company = await at_home(client)
    for number in range(25):
        await plant_offer(company, f"offer-{number}", is_approved=bool(number % 2), now=NOW - timedelta(days=number))

    first = await client.get(HOME)
    assert first.text.count('scope="row"') == 20
    assert "25 offers" in text_of(first.text)
    assert (await client.get(f"{HOME}?state=approved")).text.count('scope="row"') == 12
    assert "Nothing is found with these filters" in text_of((await client.get(f"{HOME}?q=nothing")).text)


async def test_another_companys_offer_is_not_there(client: Client) -> None:
    await at_home(client)
    pumps = await an_organisation(OrganisationKind.EXPORTER, "pumps", country="CN")
    offer = await plant_offer(pumps, "pumps")

    assert (await client.get(f"{HOME}/{offer.slug}")).status_code == 404
    assert (await client.get(f"/en/company/pumps/offers/{offer.slug}")).status_code == 403
    token = {"form_token": token_of(client)}
    assert (await client.post(f"{HOME}/{offer.slug}/edit", data=token | GOOD)).status_code == 404
