"""Introductions in the company's hands: what it may know before both agree, its answer, and the other side after."""

from datetime import date

import pytest

from events_app.actions import introductions as actions
from events_app.domain.introductions import IntroductionState, Reply, Side
from events_app.domain.needs import Visibility as NeedVisibility
from events_app.domain.offers import Visibility
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.storage import introductions, organisations
from tests.clients import NOW, Client
from tests.introduction_builders import PARTNER_NAME, WORDS, Sides, plant_introduction, plant_sides, reply
from tests.web.planting import counted_queries, text_of
from tests.web.signing_in import enter, signed_in, token_of

HOME = "/en/company/foundry/introductions"
HIDDEN = (PARTNER_NAME, "kisumu", "Achieng")


async def at_home(client: Client, sides: Sides) -> None:
    assert sides.owner.person
    await enter(client, sides.owner.person.id)


async def test_nothing_of_the_partner_is_told_before_both_agree(client: Client) -> None:
    sides = await plant_sides(visibility=Visibility.ORGANISERS)
    introduction = await plant_introduction(sides)
    await at_home(client, sides)
    path = f"{HOME}/{introduction.id}"

    for step in (None, (Side.PARTNER, Reply.YES), (Side.PARTNER, Reply.LATER), (Side.COMPANY, Reply.YES)):
        if step:
            await reply(introduction, *step, words="Kisumu says so.")
        for page in (HOME, path, f"{path}?done=yes", path.replace("/en/", "/ar/")):
            found = (await client.get(page)).text
            assert [word for word in HIDDEN if word.casefold() in found.casefold()] == [], (step, page)
    page = text_of((await client.get(path)).text)
    assert "A partner organisation (Kenya) and your offer" in page
    assert "Pumps for dry wells" in page, "exporters read the need"
    assert WORDS.shown("en").text in page


@pytest.mark.parametrize("end", ["no", "withdrawn", "lapsed"])
async def test_nor_is_it_told_when_it_does_not_come_about(client: Client, end: str) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    match end:
        case "no":
            await reply(introduction, Side.PARTNER, Reply.NO, words="Kisumu declines.")
        case "withdrawn":
            await actions.withdraw(introduction.id, by=SYSTEM, now=NOW)
        case _:
            await introductions.set_((await introductions.get(introduction.id)).lapse(date.max))
    await at_home(client, sides)

    for page in (HOME, f"{HOME}/{introduction.id}"):
        found = (await client.get(page)).text
        assert [word for word in HIDDEN if word.casefold() in found.casefold()] == []
        assert "The introduction does not come about" in found or end == "withdrawn"


async def test_the_page_of_a_match_does_not_tell_that_the_partner_said_no(client: Client) -> None:
    sides = await plant_sides()
    await reply(await plant_introduction(sides), Side.PARTNER, Reply.NO)
    await at_home(client, sides)

    page = text_of((await client.get("/en/company/foundry/matches/pumps/KE")).text)

    assert "An introduction was proposed here and did not come about." in page
    assert "has said no" not in page


async def test_a_need_for_organisers_alone_is_not_shown(client: Client) -> None:
    sides = await plant_sides(need={"visibility": NeedVisibility.ORGANISERS})
    introduction = await plant_introduction(sides)
    await at_home(client, sides)

    assert "dry wells" not in (await client.get(f"{HOME}/{introduction.id}")).text


async def test_after_both_agree_the_partner_and_its_contacts_are_shown(client: Client) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    await reply(introduction, Side.PARTNER, Reply.YES, words="Secret words.")
    await at_home(client, sides)
    form = {"form_token": token_of(client), "reply": "yes", "words": "Gladly."}

    answer = await client.post(f"{HOME}/{introduction.id}", data=form)

    assert answer.headers["location"] == f"{HOME}/{introduction.id}?done=yes"
    page = (await client.get(f"{HOME}/{introduction.id}?done=yes")).text
    assert sides.director.person
    for word in (PARTNER_NAME, "Achieng Director", sides.director.person.email, "info@kisumu.example"):
        assert word in page, word
    assert "Secret words." not in page
    kept = await introductions.get(introduction.id)
    assert (kept.state, kept.company_answer.words) == (IntroductionState.AGREED, "Gladly.")


async def test_an_offer_in_the_catalogue_is_said_to_be_there(client: Client) -> None:
    sides = await plant_sides(visibility=Visibility.PARTNERS)
    introduction = await plant_introduction(sides)
    await at_home(client, sides)

    assert "stand in the catalogue" in text_of((await client.get(f"{HOME}/{introduction.id}")).text)


async def test_what_is_wrong_is_said_beside_its_field(client: Client) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    await at_home(client, sides)
    token = {"form_token": token_of(client)}
    path = f"{HOME}/{introduction.id}"

    for typed in ({}, {"reply": "waiting"}, {"reply": "yes", "words": "x" * 2001}):
        answer = await client.post(path, data=token | typed)
        assert (answer.status_code, 'class="field-error"' in answer.text) == (422, True), typed
    await actions.withdraw(introduction.id, by=SYSTEM, now=NOW)
    late = await client.post(path, data=token | {"reply": "yes"})
    assert late.status_code == 422
    assert "does not wait for answers any more" in late.text


async def test_staff_read_and_do_not_answer_and_others_find_nothing(client: Client) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    await signed_in(client, Role.EXPORTER_STAFF, organisation=sides.company)
    path = f"{HOME}/{introduction.id}"
    page = await client.get(path)
    assert page.status_code == 200
    assert 'name="reply"' not in page.text
    assert "Only who is responsible for the organisation answers." in page.text
    assert (await client.post(path, data={"form_token": token_of(client), "reply": "yes"})).status_code == 403

    membership = await signed_in(client, Role.EXPORTER_OWNER)
    assert (await client.get(path)).status_code == 403
    slug = (await organisations.get(membership.organisation_id)).slug
    assert (await client.get(f"/en/company/{slug}/introductions/{introduction.id}")).status_code == 404
    posted = await client.post(
        f"/en/company/{slug}/introductions/{introduction.id}",
        data={"form_token": token_of(client), "reply": "yes"},
    )
    assert posted.status_code == 404


async def test_lists_are_filtered_and_ask_as_much_for_one_as_for_many(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sides = await plant_sides()
    await at_home(client, sides)
    assert "No introductions yet" in (await client.get(HOME)).text
    counts: list[int] = []
    for _ in range(2):
        for _ in range(1 if not counts else 8):
            introduction = await plant_introduction(sides)
            await actions.withdraw(introduction.id, by=SYSTEM, now=NOW)
        with counted_queries(monkeypatch) as seen:
            await client.get(HOME)
        counts.append(len(seen))
    await plant_introduction(sides)

    assert counts[0] == counts[1]
    assert (await client.get(HOME)).text.count('scope="row"') == 10
    assert (await client.get(f"{HOME}?state=proposed")).text.count('scope="row"') == 1
    assert "Nothing is found with these filters" in (await client.get(f"{HOME}?state=agreed")).text
