"""Builders of members and goods; a test names only what it is about."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from events_app.credentials.passport_states import sealed_state
from events_app.credentials.sealing import Sealer, new_key
from events_app.domain.applications import ApplicationState
from events_app.domain.delegations import Member, MemberRole, PassportStanding, PassportState, VisaState
from events_app.domain.goods import Item
from events_app.domain.money import Money
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.storage import applications, delegations, goods
from tests.application_builders import a_fair_open_now, an_application, plant_admission
from tests.builders import an_id
from tests.clients import Client, opened_client
from tests.web.planting import text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

KEY = new_key()
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


def a_sealed_state(member_id: UUID, visa: VisaState | None, standing: PassportStanding | None = None) -> str:
    """Seal where visa and passport of a member stand, with the key of the tests."""
    return sealed_state(PassportState(visa=visa, standing=standing), member_id, sealer=Sealer((KEY,)))


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
    """Members and goods of a company that takes part: one of each for the desk and the company, and for their APIs.

    Returns the names of both sides in addresses.
    """
    await plant_part(edition_id, company_id)
    found: list[dict[str, str]] = []
    for number, whose in enumerate(("desk", "company", "api_desk", "api_company"), start=1):
        ids = {"edition_id": edition_id, "company_id": company_id}
        member = a_member_of_delegation(id=an_id(f"member {whose} {name}"), **ids)
        item = an_item(id=an_id(f"item {whose} {name}"), number=number, **ids)
        await delegations.add(member)
        await goods.add(item)
        found.append({"member_id": str(member.id), "item_id": str(item.id)})
    of_desk, of_company, *of_api = found
    api_desk, api_company = ({f"api_{key}": value for key, value in each.items()} for each in of_api)
    return of_desk | api_desk, of_company | api_company


@asynccontextmanager
async def at_delegation(
    url: str, role: Role, *, own: str = "valves", **changes: Any
) -> AsyncIterator[tuple[Client, Organisation]]:
    """A client with a key for passports, somebody signed in, and a company that has a place in an edition of next June.

    Who works for a company works for that one; `changes` are those of the edition.
    """
    async with opened_client(url) as client:
        # Set here and not by variables: so the application need not be composed anew.
        state = client.app.state
        state.settings = replace(state.settings, secrets_keys=(KEY,), authority_email="fairs@authority.example")
        edition = a_fair_open_now(**changes)
        await plant_admission(edition)
        company = await an_organisation(OrganisationKind.EXPORTER, own, country="CN")
        await plant_part(edition.id, company.id)
        is_theirs = role in {Role.EXPORTER_OWNER, Role.EXPORTER_STAFF}
        await signed_in(client, role, organisation=company if is_theirs else None)
        yield client, company


async def sent(client: Client, path: str, **typed: str) -> tuple[int, str]:
    """Status, and where it leads or what it says."""
    answer = await client.post(path, data=typed | {"form_token": token_of(client)})
    return answer.status_code, answer.headers.get("location", "") or text_of(answer.text)
