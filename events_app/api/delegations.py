"""The delegation of an edition through the API: who travels and what is still to be done, never passports or visas."""

from datetime import date
from typing import Final
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import Model
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, one_of
from events_app.domain.delegation_days import DueOn, dues_of, usual_days
from events_app.domain.delegations import DUE_KIND_NAMES, MEMBER_ROLE_NAMES, DueKind, Member, MemberRole
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may
from events_app.edge.paging import Cursor, page_after
from events_app.storage import deadline_templates, exhibitions, organisations
from events_app.storage.desk_delegations import Order, Wanted, list_members

PLAIN: Final = ("id", "unit", "name", "local_name", "role", "email", "phone", "language", "version")


class DueLabels(Model):
    """Codes in words."""

    kind: str


class DueView(Model):
    """A deadline of a member on the day that counts: their own, or the usual one of the exhibition."""

    kind: DueKind
    day: date
    is_done: bool
    is_overdue: bool
    labels: DueLabels


class MemberLabels(Model):
    """Codes in words."""

    role: str


class MemberView(Model):
    """A member of a delegation; `company` is the slug of the one that sends them, else `unit` says who does."""

    id: UUID
    exhibition: str
    company: str | None
    unit: str
    name: str
    local_name: str
    role: MemberRole
    email: str
    phone: str
    language: str
    dues: tuple[DueView, ...]
    labels: MemberLabels
    version: int


@get("/exhibitions/{slug:str}/delegation")
async def list_delegation(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List the members of a delegation, those entered first before the others."""
    by = call.by
    edition = await exhibitions.get_edition(slug)
    if not may(by, Right.READ, Noun.DELEGATION, owner=edition.unit_id):
        raise NotFound
    form = call.query("role", "q", "cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    today = call.now.date()
    wanted = Wanted(
        edition_id=edition.id,
        roles=tuple(map(MemberRole, chosen(form, "role", list(MemberRole)))),
        words=form.line("q", most=200),
        today=today,
        order=Order.OLDEST,
    )
    answered(form)
    rows = await list_members(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, lambda row: Cursor(row.created_at.date(), row.id), after=None)
    usual = usual_days(edition, await deadline_templates.get_in_force(edition.unit_id))
    companies = await organisations.list_by_id(row.company_id for row in page.items if row.company_id)

    views = [
        _view(call, row, edition, companies.get(row.company_id) if row.company_id else None, dues_of(row, usual, today))
        for row in page.items
    ]
    return call.page(views, after=page.next)


def _view(
    call: Call, member: Member, edition: Edition, company: Organisation | None, dues: tuple[DueOn, ...]
) -> MemberView:
    return MemberView(
        **{name: getattr(member, name) for name in PLAIN},
        exhibition=edition.slug,
        company=company.slug if company else None,
        dues=tuple(
            DueView(
                kind=due.kind,
                day=due.day,
                is_done=due.is_done,
                is_overdue=due.is_overdue,
                labels=DueLabels(kind=call.say(DUE_KIND_NAMES[due.kind])),
            )
            for due in dues
        ),
        labels=MemberLabels(role=call.say(MEMBER_ROLE_NAMES[member.role])),
    )


OPERATIONS = (
    Operation(
        handler=list_delegation,
        id="listDelegation",
        tag="delegations",
        summary=N_("List the members of a delegation, without passports and visas."),
        gives=MemberView,
        is_page=True,
        needs_token=True,
        query=(one_of("role", N_("Role in the delegation."), MemberRole), WORDS, CURSOR, LIMIT),
    ),
)
