"""Builders of members and goods; a test names only what it is about."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from events_app.domain.applications import ApplicationState
from events_app.domain.delegations import Member, MemberRole
from events_app.domain.goods import Item
from events_app.domain.money import Money
from events_app.storage import applications, delegations, goods
from tests.application_builders import an_application
from tests.builders import an_id

ENTERED = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


def a_member_of_delegation(**changes: Any) -> Member:
    """Build the head of a delegation, sent by a ministry."""
    member = Member(
        id=an_id("member"),
        edition_id=an_id("edition"),
        unit="Ministry of Trade",
        name="MOREAU ADA",
        role=MemberRole.HEAD,
        language="fr",
        created_at=ENTERED,
    )
    return replace(member, **changes)


def an_item(**changes: Any) -> Item:
    """Build a valve that comes back."""
    item = Item(
        id=an_id("item"),
        edition_id=an_id("edition"),
        company_id=an_id("company"),
        number=1,
        description="Butterfly valve DN 200",
        pieces=2,
        weight_g=46_500,
        value=Money(120_000, "EUR"),
        hs_code="848180",
        origin="CN",
        serial="LY-1, LY-2",
    )
    return replace(item, **changes)


async def plant_part(edition_id: UUID, company_id: UUID, *, number: int = 3) -> None:
    """Give a company a place in an edition."""
    case = an_application(
        id=an_id(f"place {edition_id} {company_id}"),
        edition_id=edition_id,
        company_id=company_id,
        number=number,
        state=ApplicationState.ACCEPTED,
    )
    await applications.add(case, company_words=())


async def plant_delegation(name: str, edition_id: UUID, company_id: UUID) -> tuple[dict[str, str], dict[str, str]]:
    """Two members and two kinds of goods of a company that takes part: one of each for the desk, one for the company.

    Returns the names of both in addresses.
    """
    await plant_part(edition_id, company_id)
    found = []
    for number, whose in enumerate(("desk", "company"), start=1):
        ids = {"edition_id": edition_id, "company_id": company_id}
        member = a_member_of_delegation(id=an_id(f"member {whose} {name}"), **ids)
        item = an_item(id=an_id(f"item {whose} {name}"), number=number, **ids)
        await delegations.add(member)
        await goods.add(item)
        found.append({"member_id": str(member.id), "item_id": str(item.id)})
    return found[0], found[1]
