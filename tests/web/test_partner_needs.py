"""Technology needs in the partner's hands: written, saved, submitted, changed, renewed and withdrawn."""

from datetime import timedelta

import pytest

from events_app.actions import needs as actions
from events_app.domain.needs import NeedState
from events_app.domain.offers import HOLDS_FOR
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.storage import needs
from tests.clients import NOW, Client
from tests.need_builders import a_need_content, plant_need
from tests.offer_builders import ZONE
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, enter, token_of

HOME = "/en/partner/wells/needs"
GOOD = {
    "country": "KE",
    "title-en": "Solar pumps",
    "title-fr": "Pompes solaires",
    "summary-en": "For wells of sixty metres.",
    "sectors": ["agriculture"],
    "fields": ["26"],
    "forms": ["equipment", "training"],
    "trl_from": "7",
    "budget_from": "50000",
    "budget_to": "90000.50",
    "currency": "usd",
    "languages": ["en", "sw"],
    "visibility": "public",
    "wanted_until": "2027-06-30",
    "then": "save",
}


async def at_home(client: Client, role: Role = Role.PARTNER_OWNER) -> Organisation:
    partner = await an_organisation(OrganisationKind.PARTNER, "wells", country="KE")
    person, _ = await a_member(role, organisation=partner)
    await enter(client, person.id)
    return partner


async def test_a_need_is_written_saved_and_shown(client: Client) -> None:
    await at_home(client)
    assert "No needs yet" in text_of((await client.get(HOME)).text)
    assert '<option value="KE" selected>' in (await client.get(f"{HOME}/new")).text

    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | GOOD)

    assert answer.headers["location"] == f"{HOME}/solar-pumps?done=saved"
    page = text_of((await client.get(f"{HOME}/solar-pumps?done=saved")).text)
    for words in (
        "Nothing is submitted yet.",
        "For wells of sixty metres.",
        "7 – prototype demonstrated in operation",
        "Kenya",
        "Training",
        "English and Swahili",
        "90,000.50",
        "30 June 2027",
        "Submit it for review when it is complete.",
    ):
        assert words in page, words
    assert (await needs.get("solar-pumps")).content.title.wordings["fr"] == "Pompes solaires"
    form = (await client.get(f"{HOME}/solar-pumps/edit")).text
    for value in ('value="90000.50"', 'value="USD"', 'value="2027-06-30"', 'value="Pompes solaires"'):
        assert value in form, value
    assert "Solar pumps" in text_of((await client.get(HOME)).text)


async def test_countries_and_languages_are_named_in_the_readers_language(client: Client) -> None:
    await at_home(client)

    page = (await client.get("/fr/partner/wells/needs/new")).text

    assert ">Tanzanie</option>" in page
    assert "swahili" in page
    assert 'name="title-fr"' in page.partition("<details")[0], "the reader's language comes first"


async def test_an_incomplete_need_is_kept_and_told_what_a_review_needs(client: Client) -> None:
    await at_home(client)
    short = {"country": "KE", "title-en": "Pumps", "visibility": "public", "then": "submit"}

    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | short)

    assert answer.status_code == 422
    for field in ("summary-en", "sectors", "forms"):
        assert f'id="{field}-error"' in answer.text, field
    assert (await needs.get("pumps")).state is NeedState.DRAFT
    assert f'action="{HOME}/pumps/edit"' in answer.text, "sent again, it is the same need"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title-en", "", "Fill this in."),
        ("country", "", "Fill this in."),
        ("country", "XX", "is not one of the choices"),
        ("sectors", "x", "is not one of the choices"),
        ("languages", "tlh", "is not one of the choices"),
        ("trl_from", "10", "This must be from 1 to 9."),
        ("budget_to", "1", "Both amounts are in one currency"),
        ("budget_from", "much", "is not a number"),
        ("currency", "", "Give the currency as three capital letters"),
        ("wanted_until", "soon", "is not a date"),
        ("wanted_until", "2026-11-01", "The last day of this need has passed"),
        ("visibility", "x", "is not one of the choices"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client: Client, field: str, typed: str, told: str
) -> None:
    partner = await at_home(client)

    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | GOOD | {field: typed})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert told in text_of(answer.text)
    assert "For wells of sixty metres." in answer.text
    assert await needs.count_needs(needs.Wanted(organisation_id=partner.id)) == 0


async def test_only_who_is_responsible_submits(client: Client) -> None:
    partner = await at_home(client, Role.PARTNER_STAFF)
    await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | GOOD)

    page = text_of((await client.get(f"{HOME}/solar-pumps")).text)
    assert "Only who is responsible for the organisation submits a need." in page
    refused = await client.post(f"{HOME}/solar-pumps", data={"form_token": token_of(client), "deed": "submit"})
    assert refused.status_code == 403
    sneaked = GOOD | {"version": "1", "then": "submit"}
    assert (
        await client.post(f"{HOME}/solar-pumps/edit", data={"form_token": token_of(client)} | sneaked)
    ).status_code == 403

    person, _ = await a_member(Role.PARTNER_OWNER, organisation=partner)
    await enter(client, person.id)
    form = {"form_token": token_of(client), "deed": "submit", "version": "1"}
    sent = await client.post(f"{HOME}/solar-pumps", data=form)
    assert sent.headers["location"] == f"{HOME}/solar-pumps?done=submit"
    assert "The need is in review." in text_of((await client.get(f"{HOME}/solar-pumps?done=submit")).text)
    stale = await client.post(f"{HOME}/solar-pumps", data=form)
    assert stale.status_code == 422


async def test_what_the_officer_writes_is_read_and_answered(client: Client) -> None:
    partner = await at_home(client)
    need = await plant_need(partner, is_approved=False)
    await actions.decide(need.slug, is_approved=False, reason="How deep?", by=SYSTEM, now=NOW, zone=ZONE)

    page = text_of((await client.get(f"{HOME}/{need.slug}")).text)
    assert "Message from the authority: How deep?" in page
    fresh = await needs.get(need.slug)
    answer = await client.post(
        f"{HOME}/{need.slug}/edit",
        data={"form_token": token_of(client)} | GOOD | {"version": str(fresh.version), "then": "submit"},
    )
    assert answer.headers["location"] == f"{HOME}/{need.slug}?done=submit"
    assert (await needs.get(need.slug)).state is NeedState.IN_REVIEW


async def test_a_changed_need_says_what_readers_see_meanwhile(client: Client) -> None:
    need = await plant_need(await at_home(client))
    await actions.write(
        need.slug,
        a_need_content(trl_from=8),
        wanted_until=None,
        version=need.version,
        by=SYSTEM,
        now=NOW,
        zone=ZONE,
    )

    page = await client.get(f"{HOME}/{need.slug}")

    assert "What was approved before is still shown." in text_of(page.text)
    assert f'href="/en/needs/{need.slug}"' in page.text


async def test_a_stale_copy_keeps_what_was_typed(client: Client) -> None:
    need = await plant_need(await at_home(client), is_approved=False)
    form = GOOD | {"version": "1", "title-en": "Mine"}

    answer = await client.post(f"{HOME}/{need.slug}/edit", data={"form_token": token_of(client)} | form)

    assert answer.status_code == 422
    assert 'value="Mine"' in answer.text
    assert f'name="version" value="{need.version}"' in answer.text


async def test_an_approval_is_renewed_near_its_end_and_a_need_withdrawn(client: Client) -> None:
    partner = await at_home(client)
    early = await plant_need(partner, "early", now=NOW - HOLDS_FOR + timedelta(days=20))
    await plant_need(partner, "late", now=NOW)
    over = await plant_need(partner, "over", now=NOW - timedelta(days=40), wanted_until=NOW.date() - timedelta(days=1))
    assert early.valid_until is not None
    assert over.valid_until is not None

    assert "Renew for a year" in text_of((await client.get(f"{HOME}/early")).text)
    assert "Renew for a year" not in text_of((await client.get(f"{HOME}/late")).text)
    assert "Your own last day has passed" in text_of((await client.get(f"{HOME}/over")).text)
    done = await client.post(f"{HOME}/early", data={"form_token": token_of(client), "deed": "renew"})
    assert done.headers["location"] == f"{HOME}/early?done=renew"
    assert (await needs.get("early")).valid_until == early.valid_until + HOLDS_FOR
    refused = await client.post(f"{HOME}/late", data={"form_token": token_of(client), "deed": "renew"})
    assert refused.status_code == 422
    gone = await client.post(f"{HOME}/late", data={"form_token": token_of(client), "deed": "withdraw"})
    assert gone.headers["location"] == f"{HOME}/late?done=withdraw"
    assert (await needs.get("late")).state is NeedState.WITHDRAWN


async def test_lists_are_filtered_and_paged(client: Client) -> None:
    partner = await at_home(client)
    for number in range(25):
        await plant_need(partner, f"need-{number}", is_approved=bool(number % 2), now=NOW - timedelta(days=number))

    first = await client.get(HOME)
    assert first.text.count('scope="row"') == 20
    assert "25 needs" in text_of(first.text)
    following = first.text.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
    assert (await client.get(following)).text.count('scope="row"') == 5
    assert (await client.get(f"{HOME}?state=approved")).text.count('scope="row"') == 12
    assert (await client.get(f"{HOME}?q=wells")).text.count('scope="row"') == 20
    assert "Nothing is found with these filters" in text_of((await client.get(f"{HOME}?q=nothing")).text)


async def test_another_partners_need_is_not_there(client: Client) -> None:
    await at_home(client)
    dams = await an_organisation(OrganisationKind.PARTNER, "dams", country="KE")
    need = await plant_need(dams, "dams")

    assert (await client.get(f"{HOME}/{need.slug}")).status_code == 404
    assert (await client.get(f"/en/partner/dams/needs/{need.slug}")).status_code == 403
    token = {"form_token": token_of(client)}
    assert (await client.post(f"{HOME}/{need.slug}/edit", data=token | GOOD)).status_code == 404
