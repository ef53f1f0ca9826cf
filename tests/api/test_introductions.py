"""Introductions through the API: proposed and led on by officers, answered by each side, revealed when both agree."""

from dataclasses import replace
from typing import Any

import pytest
from httpx import AsyncClient

from events_app.domain.introductions import Introduction, Reply, Side
from events_app.domain.offers import Visibility
from events_app.domain.organisations import Role
from events_app.storage import introductions, projects
from tests.api.bearing import API, READ, bearing, held, text
from tests.introduction_builders import (
    COMPANY_NAME,
    PARTNER_NAME,
    plant_introduction,
    plant_sides,
    reply,
)

LIST = f"{API}/introductions"
OF_COMPANY, OF_PARTNER = f"{API}/companies/foundry/introductions", f"{API}/partners/kisumu/introductions"


async def test_an_introduction_is_proposed_agreed_and_led_to_a_project(client: AsyncClient) -> None:
    sides = await plant_sides()
    officer, key = await bearing(Role.OFFICER), {"Idempotency-Key": "one"}
    company = await bearing(Role.EXPORTER_OWNER, organisation=sides.company)
    partner = await bearing(Role.PARTNER_OWNER, organisation=sides.partner)
    body = {"offer": "pumps", "partner": "kisumu", "need": "pumps-wanted", "words": text("Both work on pumps.")}

    made = await client.post(LIST, json=body, headers=officer | key)
    again = await client.post(LIST, json=body, headers=officer | key)
    twice = await client.post(LIST, json=body, headers=officer)
    one = made.headers["location"]
    early = await client.post(f"{one}/project", headers=officer)
    identity = made.json()["id"]
    for at, token in ((OF_COMPANY, company), (OF_PARTNER, partner)):
        await client.post(f"{at}/{identity}/answer", json={"reply": "yes", "words": "Soon."}, headers=token)
    agreed = (await client.get(f"{one}?lang=en", headers=officer)).json()
    opened = await client.post(f"{one}/project", headers=officer)
    late = await client.post(f"{one}/withdraw", headers=held(officer, opened.headers["etag"]))

    assert (made.status_code, again.json()["id"], twice.status_code, early.status_code) == (201, identity, 409, 409)
    assert (made.json()["need"], made.json()["partner"], made.json()["country"]) == ("pumps-wanted", "kisumu", "KE")
    assert (agreed["state"], agreed["company_answer"]["words"], agreed["partner_answer"]["label"]) == (
        "agreed",
        "Soon.",
        "Yes",
    )
    assert opened.json()["state"] == "opened"
    assert not (await projects.get(opened.json()["project"])).is_public
    assert late.status_code == 409


@pytest.mark.parametrize("given", [Reply.YES, Reply.LATER])
async def test_a_side_is_not_told_that_the_other_has_answered(client: AsyncClient, given: Reply) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    for side, at, token in (
        (Side.PARTNER, OF_COMPANY, await bearing(Role.EXPORTER_STAFF, organisation=sides.company)),
        (Side.COMPANY, OF_PARTNER, await bearing(Role.PARTNER_STAFF, organisation=sides.partner)),
    ):
        path = f"{at}/{introduction.id}"
        before = [await client.get(each, headers=token) for each in (path, at)]
        fresh = await introductions.get(introduction.id)
        await reply(introduction, side, given, words="Between us.")
        after = [await client.get(each, headers=token) for each in (path, at)]
        await introductions.set_(_unanswered(fresh, (await introductions.get(introduction.id)).version))

        known = [_without_last_day(answer.json()) for answer in before]
        assert [_without_last_day(answer.json()) for answer in after] == known
        if given is Reply.YES:
            assert [answer.headers["etag"] for answer in after] == [answer.headers["etag"] for answer in before]
        assert "Between us." not in after[0].text


async def test_each_side_reads_what_it_may_until_both_agree(client: AsyncClient) -> None:
    sides = await plant_sides()
    waiting = await plant_introduction(sides)
    company = await bearing(Role.EXPORTER_STAFF, organisation=sides.company)
    partner = await bearing(Role.PARTNER_STAFF, organisation=sides.partner)

    own, theirs = [
        (await client.get(f"{at}/{waiting.id}?lang=en", headers=token))
        for at, token in ((OF_COMPANY, company), (OF_PARTNER, partner))
    ]
    staff = await client.post(f"{OF_COMPANY}/{waiting.id}/answer", json={"reply": "yes"}, headers=company)
    foreign = await client.get(f"{API}/companies/foundry/introductions", headers=partner)
    desk = await client.get(LIST, headers=company)
    await reply(waiting, Side.COMPANY, Reply.YES)
    await reply(waiting, Side.PARTNER, Reply.YES)
    revealed = (await client.get(f"{OF_COMPANY}/{waiting.id}?lang=en", headers=company)).json()

    assert PARTNER_NAME not in own.text
    assert (own.json()["other"], own.json()["need"]["title"]["shown"]) == (None, "Pumps for dry wells")
    assert own.json()["labels"]["next"] == "Your answer is wanted: yes, later or no."
    assert not {"version", "partner", "partner_answer", "proposed_at"} & own.json().keys()
    assert (theirs.json()["company"], theirs.json()["other"], theirs.json()["may_answer"]) == ("foundry", None, False)
    assert [answer.status_code for answer in (staff, foreign, desk)] == [403, 404, 403]
    assert revealed["other"]["name"]["shown"] == PARTNER_NAME
    assert "Achieng Director" in [contact["name"] for contact in revealed["other"]["contacts"]]


async def test_an_offer_of_organisers_stays_nameless_for_the_partner(client: AsyncClient) -> None:
    sides = await plant_sides(visibility=Visibility.ORGANISERS)
    waiting = await plant_introduction(sides)
    partner = await bearing(Role.PARTNER_OWNER, organisation=sides.partner)

    read = await client.get(f"{OF_PARTNER}/{waiting.id}", headers=partner)
    listed = await client.get(OF_PARTNER, headers=partner)

    body = read.json()
    assert [body[name] for name in ("offer", "offer_title", "offer_summary", "company", "other")] == [None] * 5
    assert body["sectors"]
    for answer in (read, listed):
        assert COMPANY_NAME not in answer.text
        assert sides.offer.content.title.shown("en").text not in answer.text


async def test_nobody_answers_for_others_and_an_exclusion_is_lifted_with_a_reason(client: AsyncClient) -> None:
    sides = await plant_sides()
    waiting = await plant_introduction(sides)
    officer = await bearing(Role.OFFICER)
    partner = await bearing(Role.PARTNER_OWNER, organisation=sides.partner)
    at, one = f"{OF_PARTNER}/{waiting.id}/answer", f"{LIST}/{waiting.id}"

    for_others = await client.post(at, json={"reply": "no"}, headers=officer)
    reader = await bearing(Role.PARTNER_OWNER, READ, organisation=sides.partner)
    reading = await client.post(at, json={"reply": "no"}, headers=reader)
    odd = await client.post(at, json={"reply": "waiting"}, headers=partner)
    no = await client.post(at, json={"reply": "no"}, headers=partner)
    listed = (await client.get(f"{LIST}?state=declined&country=KE", headers=officer)).json()["items"]
    excluded = (await client.get(one, headers=officer)).json()["excludes"]
    lifted = await client.post(f"{one}/lift", json={"reason": "Another product."}, headers=officer)
    again = await client.post(f"{one}/lift", json={"reason": "Another product."}, headers=officer)

    assert [answer.status_code for answer in (for_others, reading, odd, no)] == [409, 403, 422, 200]
    assert (no.json()["state"], [item["id"] for item in listed], excluded) == ("declined", [str(waiting.id)], "partner")
    assert (lifted.json()["excludes"], lifted.json()["lift_reason"]) == (None, "Another product.")
    assert again.status_code == 409


async def test_what_a_proposal_names_is_there_and_reveals_nobody(client: AsyncClient) -> None:
    await plant_sides()
    officer = await bearing(Role.OFFICER)
    body = {"offer": "pumps", "partner": "kisumu"}

    odd = await client.post(LIST, json={"offer": "x", "partner": "foundry", "need": "x"}, headers=officer)
    telling = await client.post(LIST, json=body | {"words": text(f"Meet {PARTNER_NAME}!")}, headers=officer)
    auditor = await client.post(LIST, json=body, headers=await bearing(Role.AUDITOR))

    assert [error["pointer"] for error in odd.json()["errors"]] == ["#/offer", "#/need", "#/partner"]
    assert (telling.status_code, auditor.status_code) == (422, 403)
    assert PARTNER_NAME in telling.json()["detail"]


def _unanswered(fresh: Introduction, version: int) -> Introduction:
    """The introduction as it was, at the version that it has now."""
    return replace(fresh, version=version)


def _without_last_day(body: dict[str, Any]) -> dict[str, Any]:
    """What is read, but for the last day, which a “later” moves for both."""
    items = [{**item, "expires_on": ""} for item in body["items"]] if "items" in body else []
    return {**body, "expires_on": "", "items": items}
