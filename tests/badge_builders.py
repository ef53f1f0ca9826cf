"""Builders of members with badges; a test names only what it is about."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.actions import badges
from events_app.domain.badges import Answer, Scan
from events_app.domain.delegations import Member, MemberRole
from events_app.domain.rights import SYSTEM
from events_app.storage import delegations
from tests.builders import an_id
from tests.clients import NOW


def a_bearer(edition_id: UUID, name: str = "MOREAU ADA", **changes: Any) -> Member:
    """Build a member of a delegation."""
    member = Member(
        id=an_id(f"member {name} {edition_id}"),
        edition_id=edition_id,
        unit="Ministry",
        name=name,
        role=MemberRole.OFFICIAL,
        language="fr",
        created_at=NOW,
    )
    return replace(member, **changes)


async def plant_bearers(edition_id: UUID, *names: str, **changes: Any) -> tuple[Member, ...]:
    """Keep members of a delegation, whether their company takes part or not."""
    made = tuple(a_bearer(edition_id, name, **changes) for name in names)
    for member in made:
        await delegations.add(member)
    return made


async def a_token(slug: str, member: Member, *, now: datetime = NOW) -> str:
    """Make a badge; return its code."""
    (new,) = await badges.make(slug, [member.id], by=SYSTEM, now=now)
    return new.token


async def at_the_door(slug: str, code: str, key: str = "one", *, now: datetime = NOW, **scan: Any) -> Answer:
    """Scan a badge."""
    return await badges.check_in(slug, Scan(code=code, key=key, **scan), by=SYSTEM, now=now)
