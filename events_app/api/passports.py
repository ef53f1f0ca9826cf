"""Passports and visas of members: what is known without opening, kept sealed, and opened with a line in the history.

Organisers need `decide` on the delegation, companies `publish`, as on the pages.
"""

from typing import Final
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import delegations as actions
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered
from events_app.api.delegation_bodies import (
    OpenedPassport,
    Part,
    PassportBody,
    PassportLabels,
    PassportView,
    part_of_company,
    part_of_desk,
)
from events_app.api.delegations import DESK, OWN
from events_app.api.operations import Operation
from events_app.credentials.passport_states import with_states
from events_app.credentials.sealing import Sealer
from events_app.domain.delegations import PASSPORT_STANDING_NAMES, VISA_STATE_NAMES, Member, erased_on
from events_app.domain.messages import N_
from events_app.domain.rights import Right

OF_DESK: Final = f"{DESK}/{{member_id:uuid}}/passport"
OF_COMPANY: Final = f"{OWN}/{{member_id:uuid}}/passport"


@get(OF_DESK)
async def get_passport(
    call: NamedDependency[Call], *, slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[bytes]:
    """Tell what is known of a passport without opening it."""
    part = await part_of_desk(call, slug, Right.DECIDE)
    return _known(call, part, await part.member(member_id))


@put(OF_DESK)
async def keep_passport(
    call: NamedDependency[Call], *, slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[bytes]:
    """Seal and keep passport and visa, in place of those before."""
    return await _kept(call, await part_of_desk(call, slug, Right.DECIDE), member_id)


@post(f"{OF_DESK}/open", status_code=200)
async def open_passport(
    call: NamedDependency[Call], *, slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[bytes]:
    """Open a passport; the history says who did."""
    return await _opened(call, await part_of_desk(call, slug, Right.DECIDE), member_id)


@get(OF_COMPANY)
async def get_own_passport(
    call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[bytes]:
    """Tell a company what is known of a passport without opening it."""
    part = await part_of_company(call, slug, edition_slug, Right.PUBLISH)
    return _known(call, part, await part.member(member_id))


@put(OF_COMPANY)
async def keep_own_passport(
    call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[bytes]:
    """Seal and keep passport and visa of a company's member."""
    return await _kept(call, await part_of_company(call, slug, edition_slug, Right.PUBLISH), member_id)


@post(f"{OF_COMPANY}/open", status_code=200)
async def open_own_passport(
    call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[bytes]:
    """Open a passport of a company's member; the history says who did."""
    return await _opened(call, await part_of_company(call, slug, edition_slug, Right.PUBLISH), member_id)


def _known(call: Call, part: Part, member: Member) -> Response[bytes]:
    answered(call.query())
    return call.item(_view(call, part, member), member.version)


async def _kept(call: Call, part: Part, member_id: UUID) -> Response[bytes]:
    member = await part.member(member_id)
    body = await read_body(call.request, PassportBody)
    kept = await actions.keep_passport(
        member.id,
        body.passport,
        body.visa,
        version=call.version(member.version),
        sealer=Sealer(call.settings.secrets_keys),
        by=call.by,
        now=call.now,
    )
    return call.changed(_view(call, part, kept), kept.version)


async def _opened(call: Call, part: Part, member_id: UUID) -> Response[bytes]:
    member = await part.member(member_id)
    sealer = Sealer(call.settings.secrets_keys)
    (told,) = with_states([member], sealer=sealer)
    passport = await actions.read_passport(member.id, sealer=sealer, by=call.by, now=call.now)
    view = OpenedPassport(
        member=member.id,
        number=passport.number,
        country=passport.country,
        expires_on=passport.expires_on,
        born_on=passport.born_on,
        visa=told.visa,
        version=member.version,
    )
    return call.changed(view, member.version)


def _view(call: Call, part: Part, member: Member) -> PassportView:
    (told,) = with_states([member], sealer=Sealer(call.settings.secrets_keys))
    standing, visa = told.passport, told.visa
    return PassportView(
        member=member.id,
        is_entered=bool(member.sealed),
        standing=standing,
        visa=visa,
        erased_on=erased_on(part.edition.days.last, days=call.settings.passport_days),
        labels=PassportLabels(
            visa=call.say(VISA_STATE_NAMES[visa]) if visa else "",
            standing=call.say(PASSPORT_STANDING_NAMES[standing]) if standing else "",
        ),
        version=member.version,
    )


EXAMPLE: Final = {
    "number": "X00INVENTED",
    "country": "KE",
    "expires_on": "2031-05-01",
    "born_on": "1990-02-03",
    "visa": "applied",
}
KNOWN = N_("Show the state of a visa, and how the passport stood when it was entered, without opening it.")
KEEP = N_("Keep passport and visa of a member, sealed, in place of those before; what is left out is forgotten.")
OPEN = N_("Open the passport of a member; the history says who did.")
OPERATIONS = tuple(
    operation
    for known, keep, read, whose in (
        (get_passport, keep_passport, open_passport, "Member"),
        (get_own_passport, keep_own_passport, open_own_passport, "CompanyMember"),
    )
    for operation in (
        Operation(
            handler=known,
            id=f"get{whose}Passport",
            tag="delegations",
            summary=KNOWN,
            gives=PassportView,
            needs_token=True,
        ),
        Operation(
            handler=keep,
            id=f"keep{whose}Passport",
            tag="delegations",
            summary=KEEP,
            gives=PassportView,
            reads=PassportBody,
            needs_token=True,
            is_versioned=True,
            example=EXAMPLE,
        ),
        Operation(
            handler=read,
            id=f"open{whose}Passport",
            tag="delegations",
            summary=OPEN,
            gives=OpenedPassport,
            needs_token=True,
        ),
    )
)
