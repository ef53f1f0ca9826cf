"""Badges made, and the door: whoever may edit the delegation of an edition makes badges and lets members in."""

from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.history import record
from events_app.credentials import tokens
from events_app.domain.badges import Answer, Badge, CheckIn, answer_of
from events_app.domain.history import Deed
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import badges, delegations, exhibitions
from events_app.storage.database import transaction


async def make(slug: str, member_id: UUID, *, by: Asker, now: datetime) -> str:
    """Make a badge, which revokes the one before; return its token, which is not kept.

    Raises NotFound or NotAllowed.
    """
    token = tokens.new_token()
    async with transaction():
        await exhibitions.lock_edition(slug)
        edition = await exhibitions.get_edition(slug)
        require(by, Right.EDIT, Noun.DELEGATION, owner=edition.unit_id)
        if (await delegations.get(member_id)).edition_id != edition.id:
            raise NotFound
        badge = Badge(id=uuid4(), edition_id=edition.id, member_id=member_id, digest=tokens.digest(token), made_at=now)
        await badges.add(badge)
        owner = edition.unit_id
        await record(Deed.TOKEN_MADE, Noun.DELEGATION, member_id, by=by, now=now, owner=owner, label=edition.slug)
    return token


async def check_in(slug: str, code: str, *, key: str, by: Asker, now: datetime) -> Answer:
    """Let a member in, once; the same `key` gets the same answer again. Raises NotFound or NotAllowed."""
    async with transaction():
        edition = await exhibitions.get_edition(slug)
        require(by, Right.EDIT, Noun.DELEGATION, owner=edition.unit_id)
        badge = await badges.lock(tokens.digest(code.strip()), edition.id)
        is_new = False
        if badge is not None and badge.revoked_at is None:
            is_new = await badges.add_check_in(CheckIn(badge.member_id, edition.id, now, key))
        kept = await badges.find_check_in(badge.member_id) if badge else None
    return answer_of(badge, kept, key=key, is_new=is_new)
