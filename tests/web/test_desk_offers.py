"""Technology offers at the desk: what waits for review, deciding with words, and what partners see."""

import pytest

from events_app.actions import offers as actions
from events_app.domain.letters import LetterKind
from events_app.domain.offers import OfferState, Visibility
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.projects import ExportClass
from events_app.domain.rights import SYSTEM
from events_app.storage import offers
from tests.clients import NOW, Client
from tests.offer_builders import a_content, plant_offer
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, last_letter, signed_in, token_of

HOME = "/en/desk/offers"


async def a_shop() -> Organisation:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    await a_member(Role.EXPORTER_OWNER, organisation=company)
    return company


async def test_organisers_see_what_was_submitted_and_filter_it(client: Client) -> None:
    company = await a_shop()
    await actions.begin(company.id, a_content(), slug="draft", by=SYSTEM, now=NOW)
    await plant_offer(company, "waiting", is_approved=False)
    await plant_offer(company, "shown", sectors=("medical",))
    await signed_in(client, Role.OFFICER)

    every = (await client.get(HOME)).text
    assert f'href="{HOME}/waiting"' in every
    assert f'href="{HOME}/shown"' in every
    assert f'href="{HOME}/draft"' not in every
    waiting = (await client.get(f"{HOME}?state=in_review&q=valve&sector=industry&form=licence")).text
    assert f'href="{HOME}/waiting"' in waiting
    assert f'href="{HOME}/shown"' not in waiting
    assert f'href="{HOME}/shown"' in (await client.get(f"{HOME}?sector=medical")).text
    assert (await client.get(f"{HOME}/draft")).status_code == 404


async def test_an_officer_approves_and_the_company_is_told(client: Client) -> None:
    offer = await plant_offer(await a_shop(), is_approved=False, export_class=ExportClass.DUAL_USE)
    await signed_in(client, Role.OFFICER)
    page = text_of((await client.get(f"{HOME}/{offer.slug}")).text)
    assert "Look at this before you decide" in page
    assert "Dual use: an export licence is needed." in page

    answer = await client.post(
        f"{HOME}/{offer.slug}",
        data={"form_token": token_of(client), "decision": "approve", "version": str(offer.version)},
    )

    assert answer.headers["location"] == f"{HOME}/{offer.slug}?done=approve"
    assert (await offers.get(offer.slug)).state is OfferState.APPROVED
    letter = await last_letter()
    assert (letter.kind, letter.params["path"]) == (LetterKind.OFFER_APPROVED, f"company/valves/offers/{offer.slug}")
    assert "Decide" not in text_of((await client.get(f"{HOME}/{offer.slug}")).text)


async def test_returning_needs_words_and_a_second_decision_is_refused(client: Client) -> None:
    offer = await plant_offer(await a_shop(), is_approved=False)
    await signed_in(client, Role.ADMINISTRATOR)
    form = {"form_token": token_of(client), "decision": "return", "version": str(offer.version)}

    silent = await client.post(f"{HOME}/{offer.slug}", data=form)
    assert silent.status_code == 422
    assert "Say what has to be changed" in text_of(silent.text)
    done = await client.post(f"{HOME}/{offer.slug}", data=form | {"reason": "Which steel?"})
    assert done.headers["location"] == f"{HOME}/{offer.slug}?done=return"
    letter = await last_letter()
    assert (letter.kind, letter.params["reason"]) == (LetterKind.OFFER_RETURNED, {"en": "Which steel?"})
    late = await client.post(f"{HOME}/{offer.slug}", data=form | {"reason": "Again"})
    assert late.status_code == 422


async def test_a_decision_is_chosen(client: Client) -> None:
    offer = await plant_offer(await a_shop(), is_approved=False)
    await signed_in(client, Role.OFFICER)

    answer = await client.post(f"{HOME}/{offer.slug}", data={"form_token": token_of(client), "version": "2"})

    assert answer.status_code == 422
    assert 'id="decision-error"' in answer.text


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.UNIT_MANAGER, Role.UNIT_OFFICER])
async def test_others_read_and_do_not_decide(client: Client, role: Role) -> None:
    offer = await plant_offer(await a_shop(), is_approved=False)
    await signed_in(client, role)

    assert 'name="decision"' not in (await client.get(f"{HOME}/{offer.slug}")).text
    form = {"form_token": token_of(client), "decision": "approve", "version": str(offer.version)}
    assert (await client.post(f"{HOME}/{offer.slug}", data=form)).status_code == 403


async def test_partners_see_what_is_shown_to_them_and_nothing_else(client: Client) -> None:
    company = await a_shop()
    for visibility in Visibility:
        await plant_offer(company, visibility.value, visibility=visibility)
    waiting = await plant_offer(company, "waiting", is_approved=False)
    changed = await offers.get("public")
    newer = a_content(references=changed.content.summary.of("en", "A secret customer"))
    await actions.write("public", newer, version=changed.version, by=SYSTEM, now=NOW)
    await signed_in(client, Role.PARTNER_STAFF)

    page = (await client.get(HOME)).text

    assert [f'href="{HOME}/{each}"' in page for each in ("public", "partners", "organisers", waiting.slug)] == [
        True,
        True,
        False,
        False,
    ]
    assert "secret customer" not in (await client.get(f"{HOME}/public")).text
    for hidden in ("organisers", "waiting"):
        assert (await client.get(f"{HOME}/{hidden}")).status_code == 404


async def test_companies_and_translators_do_not_come_in(client: Client) -> None:
    for role in (Role.EXPORTER_OWNER, Role.TRANSLATOR):
        await signed_in(client, role)
        assert (await client.get(HOME)).status_code == 403
