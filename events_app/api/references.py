"""Names and ids in bodies that stand for other objects: each is looked up, and one out of reach is named as a fault."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from events_app.api.bodies import Faults
from events_app.api.calls import Call
from events_app.domain.messages import N_
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.edge.forms import NOT_A_CHOICE
from events_app.storage import organisations

SLUG_TAKEN = N_("Another one has this name in addresses already.")
UNKNOWN_NAME = N_("There is nothing of this name within your reach.")


class Part(Protocol):
    """A part of an object as it is sent."""

    @property
    def id(self) -> UUID | None:
        """Of a part that is there already."""


async def company_of(call: Call, slug: str, right: Right) -> Organisation:
    """The company, whose offers the caller may see. Raises TokenMissing, NotFound or NotAllowed."""
    return await _owner(call, slug, right, Noun.OFFER)


async def partner_of(call: Call, slug: str, right: Right) -> Organisation:
    """The partner organisation, whose needs the caller may see. Raises TokenMissing, NotFound or NotAllowed."""
    partner = await _owner(call, slug, right, Noun.NEED)
    if partner.kind is not OrganisationKind.PARTNER:
        raise NotFound
    return partner


async def _owner(call: Call, slug: str, right: Right, noun: Noun) -> Organisation:
    by = call.by
    found = await organisations.get_by_slug(slug)
    if not may(by, Right.READ, noun, owner=found.id):
        raise NotFound
    require(by, right, noun, owner=found.id)
    return found


async def unit_id_of(call: Call, slug: str | None, noun: Noun, faults: Faults) -> UUID | None:
    """Id of a unit in whose name the caller may keep such objects."""
    if slug is None:
        return None
    units = {unit.slug: unit.id for unit in await organisations.list_units()}
    if slug not in units or not may(call.by, Right.CREATE, noun, owner=units[slug]):
        faults.add(("unit",), UNKNOWN_NAME)
        return None
    return units[slug]


async def unit_slug_of(unit_id: UUID | None) -> str | None:
    """Slug of a unit."""
    return (await organisations.list_by_id([unit_id]))[unit_id].slug if unit_id else None


def check_parts(sent: Mapping[str, Sequence[Part]], known: Mapping[str, Iterable[UUID]], faults: Faults) -> None:
    """Let parts carry ids of this very object only, each once: a part of another could be taken over."""
    for name, parts in sent.items():
        free = set(known[name])
        for index, part in enumerate(parts):
            if part.id is not None and part.id not in free:
                faults.add((name, index, "id"), NOT_A_CHOICE, value=part.id)
            free.discard(part.id)
