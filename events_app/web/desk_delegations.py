"""The delegation of an edition at the desk: the list with its filters, as a workbook, and its members one by one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import delegations as actions
from events_app.actions.delegations import may_open
from events_app.actions.exports import record_export
from events_app.credentials.passport_states import with_states
from events_app.credentials.sealing import Sealer
from events_app.domain.delegation_days import dues_of, usual_days
from events_app.domain.delegations import (
    DUE_KIND_NAMES,
    MEMBER_ROLE_NAMES,
    MOST_MEMBERS,
    PASSPORT_STANDING_NAMES,
    VISA_STATE_NAMES,
    DueKind,
    Member,
    MemberRole,
    Passport,
    VisaState,
    erased_on,
)
from events_app.domain.exhibitions import Edition
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import P_, Message
from events_app.domain.rights import Noun, Right, may, require
from events_app.domain.tables import Column, Kind, Table
from events_app.edge.delegation_lists import narrowed
from events_app.edge.desk import Visit
from events_app.edge.forms import Form
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.table_files import table_file
from events_app.reference import countries
from events_app.storage import deadline_templates, delegations, exhibitions, organisations
from events_app.storage.desk_delegations import (
    LACK_NAMES,
    OF_PASSPORTS,
    Lack,
    Order,
    Wanted,
    count_members,
    list_members,
)
from events_app.storage.keyset import Place as Edge
from events_app.web.delegation_forms import (
    Place,
    member_page,
    open_passport,
    passport_page,
    remove_member,
    save_member,
    save_passport,
)

PER_PAGE = 30
FILTERS = ("company", "role", "visa", "lack", "q", "order")
NO_COMPANY = "none"
TITLE = P_("exported table", "Delegation")
COLUMNS: tuple[tuple[Message, Kind], ...] = (
    (P_("column of a delegation", "Name"), Kind.TEXT),
    (P_("column of a delegation", "Name in own script"), Kind.TEXT),
    (P_("column of a delegation", "Role"), Kind.TEXT),
    (P_("column of a delegation", "Company or office"), Kind.TEXT),
    (P_("column of a delegation", "E-mail"), Kind.TEXT),
    (P_("column of a delegation", "Telephone"), Kind.TEXT),
    (P_("column of a delegation", "Language"), Kind.TEXT),
)
OPEN_DUE = P_("column of a delegation", "%(what)s, still open by")
PASSPORT_COLUMNS: tuple[tuple[Message, Kind], ...] = (
    (P_("column of a delegation", "Passport number"), Kind.TEXT),
    (P_("column of a delegation", "Issued by"), Kind.TEXT),
    (P_("column of a delegation", "Valid until"), Kind.DAY),
    (P_("column of a delegation", "Date of birth"), Kind.DAY),
    (P_("column of a delegation", "Visa"), Kind.TEXT),
)
VISA_RINGS = {
    VisaState.NOT_NEEDED: "confirmed",
    VisaState.NEEDED: "open",
    VisaState.APPLIED: "running",
    VisaState.GRANTED: "confirmed",
    VisaState.REFUSED: "cancelled",
}
PASSPORT_RINGS = {"holds": "confirmed", "short": "provisional", "expired": "cancelled"}


@get("/exhibitions/{slug:str}/delegation", include_in_schema=False)
async def delegation_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """List the members of the delegation of an edition."""
    place = await desk_place(visit, slug, Right.READ)
    form, wanted, usual = await _read_wanted(visit, place.edition)
    query = visit.request.query_params
    after, before = [await _edge(wanted, parse_cursor(query.get(name))) for name in ("after", "before")]
    rows = await list_members(wanted, after=after, before=before, limit=PER_PAGE + 1)
    if may_open(visit.asker, place.edition, None):
        rows = with_states(rows, sealer=Sealer(visit.settings.secrets_keys))
    after_day = parse_cursor(query.get("after")) if after else None
    found = page_before(rows, PER_PAGE, _key) if before else page_after(rows, PER_PAGE, _key, after=after_day)
    present = await organisations.list_by_id(await delegations.list_company_ids(place.edition.id))
    return visit.page(
        "desk/delegations/list.html",
        place=place,
        edition=place.edition,
        form=form,
        found=found,
        count=await count_members(wanted, at_most=MOST_MEMBERS),
        companies=present,
        dues={member.id: dues_of(member, usual, visit.today) for member in found.items},
        query={name: form.list(name) for name in FILTERS},
        may_edit=may(visit.asker, Right.EDIT, Noun.DELEGATION, owner=place.edition.unit_id),
        may_open=may_open(visit.asker, place.edition, None),
        no_company=NO_COMPANY,
        erased=erased_on(place.edition.days.last, days=visit.settings.passport_days),
        has_key=Sealer(visit.settings.secrets_keys).has_key,
        **words_of_members(),
    )


@get("/exhibitions/{slug:str}/delegation.xlsx", include_in_schema=False)
async def workbook(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[bytes]:
    """The list as a workbook, as it is filtered; with passports only where asked for, each with its line."""
    place = await desk_place(visit, slug, Right.READ)
    with_passports = visit.request.query_params.get("passports") == "1"
    if with_passports:
        require(visit.asker, Right.DECIDE, Noun.DELEGATION, owner=place.edition.unit_id)
    _, wanted, usual = await _read_wanted(visit, place.edition)
    members = await list_members(wanted, limit=MOST_MEMBERS)
    opened: Mapping[UUID, Passport] | None = None
    if with_passports:
        sealer = Sealer(visit.settings.secrets_keys)
        members = with_states(members, sealer=sealer)
        opened = await actions.read_passports(members, sealer=sealer, by=visit.asker, now=visit.now)
    table = await _table(visit, members, usual, opened)
    return await sent_workbook(visit, place.edition, table, TITLE, "delegation")


@get("/exhibitions/{slug:str}/delegation/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the form of a new member."""
    return await member_page(visit, await desk_place(visit, slug), None)


@post("/exhibitions/{slug:str}/delegation/new", include_in_schema=False, status_code=200)
async def add(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep a new member."""
    return await save_member(visit, await desk_place(visit, slug), None)


@get("/exhibitions/{slug:str}/delegation/{member_id:uuid}", include_in_schema=False)
async def edit_page(visit: NamedDependency[Visit], *, slug: FromPath[str], member_id: FromPath[UUID]) -> Response[str]:
    """Show a member in their form."""
    place = await desk_place(visit, slug)
    return await member_page(visit, place, await place.member(member_id))


@post("/exhibitions/{slug:str}/delegation/{member_id:uuid}", include_in_schema=False, status_code=200)
async def edit(visit: NamedDependency[Visit], *, slug: FromPath[str], member_id: FromPath[UUID]) -> Response[Any]:
    """Keep a changed member."""
    place = await desk_place(visit, slug)
    return await save_member(visit, place, await place.member(member_id))


@post("/exhibitions/{slug:str}/delegation/{member_id:uuid}/remove", include_in_schema=False, status_code=200)
async def remove(visit: NamedDependency[Visit], *, slug: FromPath[str], member_id: FromPath[UUID]) -> Response[Any]:
    """Take a member out of the delegation."""
    place = await desk_place(visit, slug)
    return await remove_member(visit, place, await place.member(member_id))


@get("/exhibitions/{slug:str}/delegation/{member_id:uuid}/passport", include_in_schema=False)
async def passport(visit: NamedDependency[Visit], *, slug: FromPath[str], member_id: FromPath[UUID]) -> Response[str]:
    """Show what is known of a passport without opening it."""
    place = await desk_place(visit, slug, Right.DECIDE)
    return passport_page(visit, place, await place.member(member_id))


@post("/exhibitions/{slug:str}/delegation/{member_id:uuid}/passport", include_in_schema=False, status_code=200)
async def keep_passport(
    visit: NamedDependency[Visit], *, slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[Any]:
    """Keep passport and visa."""
    place = await desk_place(visit, slug, Right.DECIDE)
    return await save_passport(visit, place, await place.member(member_id))


@post("/exhibitions/{slug:str}/delegation/{member_id:uuid}/passport/open", include_in_schema=False, status_code=200)
async def show_passport(
    visit: NamedDependency[Visit], *, slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[Any]:
    """Open a passport; the history says who did."""
    place = await desk_place(visit, slug, Right.DECIDE)
    return await open_passport(visit, place, await place.member(member_id))


async def desk_place(visit: Visit, slug: str, right: Right = Right.EDIT) -> Place:
    """The whole delegation of an edition, within reach. Raises NotFound or NotAllowed."""
    edition = await exhibitions.get_edition(slug)
    require(visit.asker, right, Noun.DELEGATION, owner=edition.unit_id)
    return Place(edition)


def words_of_members() -> dict[str, Any]:
    """What lists of members are worded with."""
    return {
        "role_names": MEMBER_ROLE_NAMES,
        "visa_names": VISA_STATE_NAMES,
        "visa_rings": VISA_RINGS,
        "standing_names": PASSPORT_STANDING_NAMES,
        "standing_rings": PASSPORT_RINGS,
        "due_names": DUE_KIND_NAMES,
        "lack_names": LACK_NAMES,
        "of_passports": OF_PASSPORTS,
    }


async def sent_workbook(visit: Visit, edition: Edition, table: Table, title: Message, name: str) -> Response[bytes]:
    """A table as a workbook, and the note in the history that it left the house."""
    label = f"{name}-{edition.slug}.xlsx"
    answer = await table_file(table, label, title=say(visit, title), language=visit.language)
    await record_export(
        Noun.DELEGATION, count=len(table.rows), label=label, by=visit.asker, now=visit.now, owner=edition.unit_id
    )
    return answer


def say(visit: Visit, message: Message, **params: object) -> str:
    """A sentence in the language of the visit."""
    return str(visit.request.app.state.catalogues.translate(visit.language, message, **params))


async def _read_wanted(visit: Visit, edition: Edition) -> tuple[Form, Wanted, Mapping[DueKind, Any]]:
    """The filters of the list, within what the asker may see, and the usual days."""
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in FILTERS})
    usual = usual_days(edition, await deadline_templates.get_in_force(edition.unit_id))
    company = form.value("company")
    is_open = may_open(visit.asker, edition, None)
    lacks = tuple(Lack(value) for value in form.some_of("lack", Lack))
    wanted = Wanted(
        edition_id=edition.id,
        company_id=form.attempt("company", lambda: form.identity("company")) if company not in {"", "none"} else None,
        is_without_company=company == NO_COMPANY,
        roles=tuple(MemberRole(value) for value in form.some_of("role", MemberRole)),
        lacks=lacks if is_open else tuple(lack for lack in lacks if lack not in OF_PASSPORTS),
        words=form.line("q"),
        today=visit.today,
        past=tuple(kind for kind, day in usual.items() if day < visit.today),
        order=form.choice("order", Order, required=False) or Order.NAME,
    )
    visas = tuple(VisaState(value) for value in form.some_of("visa", VisaState)) if is_open else ()
    return form, await narrowed(wanted, visas, sealer=Sealer(visit.settings.secrets_keys)), usual


async def _edge(wanted: Wanted, cursor: Cursor | None) -> Edge | None:
    """The place that a cursor means; by name it is that of its member, and none where they are gone."""
    if cursor is None or wanted.order is not Order.NAME:
        return cursor
    found = await delegations.list_by_id([cursor.id])
    return (found[0].name, cursor.id) if found else None


async def _table(
    visit: Visit, members: tuple[Member, ...], usual: Mapping[DueKind, Any], opened: Mapping[UUID, Passport] | None
) -> Table:
    companies = await organisations.list_by_id(member.company_id for member in members if member.company_id)
    columns = [Column(say(visit, name), kind) for name, kind in COLUMNS]
    columns += [Column(say(visit, OPEN_DUE, what=say(visit, name)), Kind.DAY) for name in DUE_KIND_NAMES.values()]
    if opened is not None:
        columns += [Column(say(visit, name), kind) for name, kind in PASSPORT_COLUMNS]
    rows = []
    for member in members:
        company = companies.get(member.company_id) if member.company_id else None
        by_kind = {due.kind: due.day for due in dues_of(member, usual, visit.today) if not due.is_done}
        row: list[Any] = [
            member.name,
            member.local_name,
            say(visit, MEMBER_ROLE_NAMES[member.role]),
            company.name.shown(visit.language).text if company else member.unit,
            member.email,
            member.phone,
            LANGUAGES[member.language].name,
            *(by_kind.get(kind) for kind in DUE_KIND_NAMES),
        ]
        rows.append(tuple(row + (_opened(visit, member, opened[member.id]) if opened is not None else [])))
    return Table(tuple(columns), tuple(rows))


def _opened(visit: Visit, member: Member, passport: Passport) -> list[Any]:
    issuer = countries.name(passport.country, visit.language, visit.settings.country_names) if passport.country else ""
    visa = say(visit, VISA_STATE_NAMES[member.visa]) if member.visa else ""
    return [passport.number, issuer, passport.expires_on, passport.born_on, visa]


def _key(row: Member) -> Cursor:
    return Cursor(row.created_at.date(), row.id)


ROUTES = (
    delegation_page,
    workbook,
    new_page,
    add,
    edit_page,
    edit,
    remove,
    passport,
    keep_passport,
    show_passport,
)
