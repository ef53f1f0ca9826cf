"""Members of a delegation, for organisers and for the company that sends them; passports lie in `passports`."""

from dataclasses import replace
from typing import Final
from uuid import UUID, uuid4

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import delegations as actions
from events_app.api.bodies import Faults, patched, read_body, read_patch
from events_app.api.calls import Call, answered, chosen
from events_app.api.delegation_bodies import (
    MemberBody,
    MemberView,
    OwnMemberBody,
    Part,
    body_of,
    companies_of,
    member_views,
    own_body_of,
    part_of_company,
    part_of_desk,
    sender_of,
)
from events_app.api.fields import Model
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, one_of
from events_app.domain.delegations import Member, MemberRole
from events_app.domain.messages import N_
from events_app.domain.rights import Right
from events_app.edge.paging import Cursor, page_after
from events_app.storage.desk_delegations import Order, Wanted, list_members

DESK: Final = "/exhibitions/{slug:str}/delegation"
OWN: Final = "/companies/{slug:str}/delegations/{edition_slug:str}/members"


@get(DESK)
async def list_delegation(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List the members of a delegation, those entered first before the others."""
    return await _page(call, await part_of_desk(call, slug, Right.READ))


@post(DESK, status_code=201)
async def add(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Keep a new member."""
    part = await part_of_desk(call, slug, Right.EDIT)
    return await _added(call, part, await read_body(call.request, MemberBody))


@get(f"{DESK}/{{member_id:uuid}}")
async def get_member(call: NamedDependency[Call], *, slug: FromPath[str], member_id: FromPath[UUID]) -> Response[bytes]:
    """Show a member."""
    part = await part_of_desk(call, slug, Right.READ)
    return call.item(*await _item(call, part, await part.member(member_id)))


@patch(f"{DESK}/{{member_id:uuid}}")
async def change(call: NamedDependency[Call], *, slug: FromPath[str], member_id: FromPath[UUID]) -> Response[bytes]:
    """Change a member by a merge patch."""
    part = await part_of_desk(call, slug, Right.EDIT)
    old = await part.member(member_id)
    companies = await companies_of([old])
    before = body_of(old, companies[old.company_id] if old.company_id else None)
    return await _changed(call, part, old, patched(before, await read_patch(call.request), MemberBody))


@delete(f"{DESK}/{{member_id:uuid}}", status_code=204)
async def remove(call: NamedDependency[Call], *, slug: FromPath[str], member_id: FromPath[UUID]) -> None:
    """Take a member out of the delegation."""
    await _remove(call, await part_of_desk(call, slug, Right.EDIT), member_id)


@get(OWN)
async def list_own(call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str]) -> Response[bytes]:
    """List whom a company sends, those entered first before the others."""
    return await _page(call, await part_of_company(call, slug, edition_slug, Right.READ))


@post(OWN, status_code=201)
async def add_own(call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str]) -> Response[bytes]:
    """Keep a new member of a company."""
    part = await part_of_company(call, slug, edition_slug, Right.EDIT)
    return await _added(call, part, await read_body(call.request, OwnMemberBody))


@get(f"{OWN}/{{member_id:uuid}}")
async def get_own(
    call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[bytes]:
    """Show a member of a company."""
    part = await part_of_company(call, slug, edition_slug, Right.READ)
    return call.item(*await _item(call, part, await part.member(member_id)))


@patch(f"{OWN}/{{member_id:uuid}}")
async def change_own(
    call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[bytes]:
    """Change a member of a company by a merge patch."""
    part = await part_of_company(call, slug, edition_slug, Right.EDIT)
    old = await part.member(member_id)
    return await _changed(call, part, old, patched(own_body_of(old), await read_patch(call.request), OwnMemberBody))


@delete(f"{OWN}/{{member_id:uuid}}", status_code=204)
async def remove_own(
    call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str], member_id: FromPath[UUID]
) -> None:
    """Take a member of a company out of the delegation."""
    await _remove(call, await part_of_company(call, slug, edition_slug, Right.EDIT), member_id)


async def _page(call: Call, part: Part) -> Response[bytes]:
    form = call.query("role", "q", "cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    wanted = Wanted(
        edition_id=part.edition.id,
        company_id=part.company_id,
        roles=tuple(map(MemberRole, chosen(form, "role", list(MemberRole)))),
        words=form.line("q", most=200),
        today=call.now.date(),
        order=Order.OLDEST,
    )
    answered(form)
    rows = await list_members(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, lambda row: Cursor(row.created_at.date(), row.id), after=None)
    return call.page(await member_views(call, part, page.items), after=page.next)


async def _item(call: Call, part: Part, member: Member) -> tuple[MemberView, int]:
    (view,) = await member_views(call, part, [member])
    return view, member.version


async def _added(call: Call, part: Part, body: OwnMemberBody) -> Response[bytes]:
    faults = Faults()
    fields = body.put_into(call, faults)
    company_id, unit = part.company_id, ""
    if isinstance(body, MemberBody):
        company_id, unit = await sender_of(body, part, None, faults), body.unit
    faults.check()
    dues = body.dues_for(part.edition, has_company=company_id is not None)

    async def create() -> tuple[Model, int, str]:
        new = Member(
            id=uuid4(),
            edition_id=part.edition.id,
            company_id=company_id,
            unit=unit,
            dues=dues,
            created_at=call.now,
            **fields,
        )
        kept = await actions.add(new, by=call.by, now=call.now)
        return *await _item(call, part, kept), str(kept.id)

    return await call.created(part.members, create)


async def _changed(call: Call, part: Part, old: Member, body: OwnMemberBody) -> Response[bytes]:
    version = call.version(old.version) or old.version
    faults = Faults()
    fields = body.put_into(call, faults)
    if isinstance(body, MemberBody):
        fields |= {"company_id": await sender_of(body, part, old, faults), "unit": body.unit}
    faults.check()
    company_id = fields.get("company_id", old.company_id)
    dues = body.dues_for(part.edition, has_company=company_id is not None)
    new = replace(old, **fields, dues=dues, version=version)
    return call.changed(*await _item(call, part, await actions.change(new, by=call.by, now=call.now)))


async def _remove(call: Call, part: Part, member_id: UUID) -> None:
    member = await part.member(member_id)
    answered(call.query())
    await actions.remove(member.id, version=call.version(member.version), by=call.by, now=call.now)


ROLE = one_of("role", N_("Role in the delegation."), MemberRole)
EXAMPLE: Final = {
    "name": "MOREAU ADA",
    "role": "exhibitor",
    "email": "ada@valves.example",
    "language": "fr",
    "dues": [{"kind": "visa", "day": "2027-01-15"}, {"kind": "hotel"}],
}
OPERATIONS = (
    Operation(
        handler=list_delegation,
        id="listDelegation",
        tag="delegations",
        summary=N_("List the members of a delegation, without passports and visas."),
        gives=MemberView,
        is_page=True,
        needs_token=True,
        query=(ROLE, WORDS, CURSOR, LIMIT),
    ),
    Operation(
        handler=add,
        id="addMember",
        tag="delegations",
        summary=N_("Enter a member of a delegation, sent by a company that takes part or by an office."),
        gives=MemberView,
        reads=MemberBody,
        needs_token=True,
        creates=True,
        example=EXAMPLE | {"role": "official", "unit": "Ministry of Trade"},
    ),
    Operation(
        handler=get_member,
        id="getMember",
        tag="delegations",
        summary=N_("Show a member of a delegation, without passport and visa."),
        gives=MemberView,
        needs_token=True,
    ),
    Operation(
        handler=change,
        id="changeMember",
        tag="delegations",
        summary=N_("Change a member of a delegation by a merge patch."),
        gives=MemberView,
        reads=MemberBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"phone": "+254 20 0000000", "dues": [{"kind": "flight", "is_done": True}]},
    ),
    Operation(
        handler=remove,
        id="removeMember",
        tag="delegations",
        summary=N_("Take a member out of a delegation, with passport, deadlines and badges."),
        needs_token=True,
        is_versioned=True,
    ),
    Operation(
        handler=list_own,
        id="listCompanyMembers",
        tag="delegations",
        summary=N_("List whom a company sends to an exhibition, without passports and visas."),
        gives=MemberView,
        is_page=True,
        needs_token=True,
        query=(ROLE, WORDS, CURSOR, LIMIT),
    ),
    Operation(
        handler=add_own,
        id="addCompanyMember",
        tag="delegations",
        summary=N_("Enter somebody whom a company sends to an exhibition that it takes part in."),
        gives=MemberView,
        reads=OwnMemberBody,
        needs_token=True,
        creates=True,
        example=EXAMPLE,
    ),
    Operation(
        handler=get_own,
        id="getCompanyMember",
        tag="delegations",
        summary=N_("Show somebody whom a company sends to an exhibition, without passport and visa."),
        gives=MemberView,
        needs_token=True,
    ),
    Operation(
        handler=change_own,
        id="changeCompanyMember",
        tag="delegations",
        summary=N_("Change, by a merge patch, somebody whom a company sends to an exhibition."),
        gives=MemberView,
        reads=OwnMemberBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"role": "technician"},
    ),
    Operation(
        handler=remove_own,
        id="removeCompanyMember",
        tag="delegations",
        summary=N_("Take somebody whom a company sends out of the delegation, with passport, deadlines and badges."),
        needs_token=True,
        is_versioned=True,
    ),
)
