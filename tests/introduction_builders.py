"""Builders of introductions; a test names only what it is about."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from events_app.actions import introductions as actions
from events_app.actions.matching import Place
from events_app.domain.introductions import WAITS_FOR, Introduction, Reply, Side
from events_app.domain.needs import Need
from events_app.domain.offers import Offer
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.rights import SYSTEM, Asker
from events_app.domain.texts import Text
from tests.builders import an_id
from tests.clients import NOW
from tests.need_builders import plant_need
from tests.offer_builders import ZONE, plant_offer
from tests.web.signing_in import a_member, an_organisation

PLACE = Place(home="CN")
COMPANY_NAME, PARTNER_NAME = "Zhaoqing Foundry", "Kisumu Institute"
WORDS = Text.of("en", "Both work on pumps for villages.", {"fr": "Tous deux travaillent sur des pompes."})


def an_introduction(**changes: Any) -> Introduction:
    """Build one that was proposed today."""
    introduction = Introduction(
        id=an_id("introduction"),
        offer_id=an_id("offer"),
        company_id=an_id("company"),
        country="KE",
        partner_id=an_id("partner"),
        proposed_by=an_id("officer"),
        proposed_at=NOW,
        expires_on=NOW.date() + WAITS_FOR,
    )
    return replace(introduction, **changes)


@dataclass(frozen=True)
class Sides:
    """A company with an approved offer, a partner organisation in Kenya with a need, and who answers for each."""

    company: Organisation
    owner: Asker
    offer: Offer
    partner: Organisation
    director: Asker
    need: Need


async def plant_sides(*, need: dict[str, Any] | None = None, **offer: Any) -> Sides:
    """Keep both sides; changes are fields of the contents of the offer and of the need."""
    company = await an_organisation(
        OrganisationKind.EXPORTER, "foundry", country="CN", name=Text.of("en", COMPANY_NAME, {"zh-Hans": "肇庆铸造"})
    )
    partner = await an_organisation(
        OrganisationKind.PARTNER, "kisumu", country="KE", name=Text.of("en", PARTNER_NAME), email="info@kisumu.example"
    )
    owner, owning = await a_member(Role.EXPORTER_OWNER, organisation=company, name="Chen Owner")
    director, directing = await a_member(Role.PARTNER_OWNER, organisation=partner, name="Achieng Director")
    return Sides(
        company=company,
        owner=Asker(owner, (owning,)),
        offer=await plant_offer(company, "pumps", now=NOW, **offer),
        partner=partner,
        director=Asker(director, (directing,)),
        need=await plant_need(partner, "pumps-wanted", now=NOW, **(need or {})),
    )


async def plant_introduction(sides: Sides, *, by: Asker = SYSTEM, now: datetime = NOW, **given: Any) -> Introduction:
    """Propose to bring them together."""
    asked: dict[str, Any] = {"country": "KE", "need_id": sides.need.id, "words": WORDS} | given
    return await actions.propose(sides.offer.slug, sides.partner.id, place=PLACE, by=by, now=now, zone=ZONE, **asked)


async def reply(introduction: Introduction, side: Side, given: Reply, **more: Any) -> Introduction:
    """Let a side answer."""
    how: dict[str, Any] = {"by": SYSTEM, "now": NOW, "zone": ZONE} | more
    return await actions.answer(introduction.id, side, given, **how)


async def plant_agreed(sides: Sides) -> Introduction:
    """An introduction that both sides agreed to."""
    introduction = await plant_introduction(sides)
    await reply(introduction, Side.COMPANY, Reply.YES)
    return await reply(introduction, Side.PARTNER, Reply.YES)
