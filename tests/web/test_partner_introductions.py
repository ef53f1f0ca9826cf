"""Introductions in the partner's hands: what it may know before both agree, its answer, and the company after."""

from events_app.domain.introductions import IntroductionState, Reply, Side
from events_app.domain.offers import Visibility
from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import introductions
from tests.clients import NOW, Client
from tests.introduction_builders import COMPANY_NAME, Sides, plant_introduction, plant_sides, reply
from tests.need_builders import plant_need
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, enter, signed_in, token_of

HOME = "/en/partner/kisumu/introductions"
HIDDEN = (COMPANY_NAME, "肇庆", "foundry", "Chen Owner", "Control valves", "do not leak")


async def at_home(client: Client, sides: Sides) -> None:
    assert sides.director.person
    await enter(client, sides.director.person.id)


async def test_nothing_of_a_company_that_is_not_in_the_catalogue_is_told_before_both_agree(client: Client) -> None:
    sides = await plant_sides(visibility=Visibility.ORGANISERS)
    introduction = await plant_introduction(sides)
    await at_home(client, sides)
    path = f"{HOME}/{introduction.id}"

    for step in (None, (Side.COMPANY, Reply.YES), (Side.COMPANY, Reply.LATER), (Side.PARTNER, Reply.YES)):
        if step:
            await reply(introduction, *step, words="Zhaoqing Foundry says so.")
        for page in (HOME, path, f"{path}?done=yes", path.replace("/en/", "/zh-Hans/")):
            found = (await client.get(page)).text
            assert [word for word in HIDDEN if word.casefold() in found.casefold()] == [], (step, page)
    assert "It is shown to organisers only." in text_of((await client.get(path)).text)
    await reply(introduction, Side.COMPANY, Reply.NO)
    for page in (HOME, path):
        found = (await client.get(page)).text
        assert [word for word in HIDDEN if word.casefold() in found.casefold()] == []


async def test_what_the_catalogue_shows_is_said_honestly(client: Client) -> None:
    sides = await plant_sides(visibility=Visibility.PARTNERS)
    introduction = await plant_introduction(sides)
    await at_home(client, sides)

    page = (await client.get(f"{HOME}/{introduction.id}")).text

    assert f"The catalogue names who offers this: {COMPANY_NAME}" in text_of(page)
    assert 'href="/en/desk/offers/pumps"' in page
    assert "Chen Owner" not in page, "contacts only after both have agreed"
    assert sides.owner.person
    assert sides.owner.person.email not in page


async def test_after_both_agree_the_company_and_its_contacts_are_shown(client: Client) -> None:
    sides = await plant_sides(visibility=Visibility.ORGANISERS)
    introduction = await plant_introduction(sides)
    await reply(introduction, Side.COMPANY, Reply.YES)
    await at_home(client, sides)
    form = {"form_token": token_of(client), "reply": "yes"}

    answer = await client.post(f"{HOME}/{introduction.id}", data=form)

    assert answer.headers["location"] == f"{HOME}/{introduction.id}?done=yes"
    page = (await client.get(f"{HOME}/{introduction.id}?done=yes")).text
    assert sides.owner.person
    for word in (COMPANY_NAME, "Chen Owner", sides.owner.person.email, "Control valves"):
        assert word in page, word
    assert (await introductions.get(introduction.id)).state is IntroductionState.AGREED


async def test_a_need_of_the_authority_for_organisers_alone_is_not_shown(client: Client) -> None:
    sides = await plant_sides()
    inner = await plant_need(None, "inner", visibility="organisers", now=NOW)
    introduction = await plant_introduction(sides, need_id=inner.id)
    await at_home(client, sides)

    assert "dry wells" not in (await client.get(f"{HOME}/{introduction.id}")).text


async def test_only_who_works_for_the_organisation_answers(client: Client) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    path = f"{HOME}/{introduction.id}"
    others = await an_organisation(OrganisationKind.PARTNER, "nakuru", country="KE")

    await signed_in(client, Role.OFFICER)
    page = await client.get(path)
    assert (page.status_code, 'name="reply"' in page.text) == (200, False)
    refused = await client.post(path, data={"form_token": token_of(client), "reply": "yes"})
    assert refused.status_code == 422
    assert "Only who works for the organisation answers for it." in refused.text
    await signed_in(client, Role.PARTNER_STAFF, organisation=sides.partner)
    assert (await client.post(path, data={"form_token": token_of(client), "reply": "yes"})).status_code == 403
    person, _ = await a_member(Role.PARTNER_OWNER, organisation=others)
    await enter(client, person.id)
    assert (await client.get(path)).status_code == 403
    assert (await client.get(f"/en/partner/nakuru/introductions/{introduction.id}")).status_code == 404
    posted = await client.post(
        f"/en/partner/nakuru/introductions/{introduction.id}", data={"form_token": token_of(client), "reply": "yes"}
    )
    assert posted.status_code == 404
    assert (await introductions.get(introduction.id)).partner_answer.reply is Reply.WAITING


async def test_the_list_leads_to_each(client: Client) -> None:
    sides = await plant_sides(visibility=Visibility.ORGANISERS)
    await at_home(client, sides)
    assert "No introductions yet" in (await client.get(HOME)).text
    introduction = await plant_introduction(sides)

    page = (await client.get(HOME)).text

    assert f'href="{HOME}/{introduction.id}"' in page
    assert "A technology offer that is not public" in page
    assert "1 introduction" in text_of(page)
