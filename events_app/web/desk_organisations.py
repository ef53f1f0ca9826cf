"""Organisations and their people at the desk: listed, entered, changed; members invited and let go."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import organisations as actions
from events_app.actions import people as people_actions
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_
from events_app.domain.organisations import (
    ORGANISATION_KIND_NAMES,
    ROLE_NAMES,
    ROLES_OF,
    Organisation,
    OrganisationKind,
    Role,
)
from events_app.domain.people import folded_email
from events_app.domain.refusals import ChangedMeanwhile, InvalidValue, NotFound, Refusal
from events_app.domain.rights import Noun, Right, may, require, require_somewhere
from events_app.domain.texts import Text
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.edge.slugs import slug_of
from events_app.reference.countries import all_codes
from events_app.storage import history, organisations, people, sign_ins
from events_app.web.desk_exhibitions import country_choices

PER_PAGE = 40
MOST_LINES = 20
SLUG_TAKEN = N_("There is an organisation with this name already: add what tells them apart.")


@get("/organisations", include_in_schema=False)
async def organisations_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List organisations: all for the authority, one's own for others."""
    require_somewhere(visit.asker, Right.READ, Noun.ORGANISATION)
    query = visit.request.query_params
    form = Form({"kind": query.getall("kind", [])})
    kind = form.choice("kind", OrganisationKind, required=False)
    if may(visit.asker, Right.READ, Noun.ORGANISATION):
        rows = await organisations.list_organisations(kind=kind, after=query.get("after", ""), limit=PER_PAGE + 1)
    else:
        own = await organisations.list_by_id(each.organisation_id for each in visit.asker.memberships)
        rows = tuple(sorted(own.values(), key=lambda each: each.slug))
    return visit.page(
        "desk/organisations/list.html",
        form=form,
        rows=rows[:PER_PAGE],
        next=rows[PER_PAGE - 1].slug if len(rows) > PER_PAGE else "",
        kinds=list(ORGANISATION_KIND_NAMES.items()),
        kind_names=ORGANISATION_KIND_NAMES,
        chosen=query.get("kind", ""),
    )


@get("/organisations/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Show the form of a new organisation."""
    require(visit.asker, Right.CREATE, Noun.ORGANISATION)
    return _form(visit, None, Form.of({"kind": OrganisationKind.UNIT, "needs_approval": True}))


@post("/organisations/new", include_in_schema=False, status_code=200)
async def add(visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep a new organisation."""
    require(visit.asker, Right.CREATE, Noun.ORGANISATION)
    form = await read_form(visit.request)
    kind = form.choice("kind", OrganisationKind)
    name = form.text("name", Text.empty(visit.language), required=True, most=200)
    slug = slug_of(name.shown(visit.language).text)
    made = _read(
        form, Organisation(id=uuid4(), slug=slug, kind=kind or OrganisationKind.UNIT, name=name, created_at=visit.now)
    )
    if form.is_good and (not slug or await _is_taken(slug)):
        form.fail(f"name-{name.source}", SLUG_TAKEN)
    if not form.is_good:
        return _form(visit, None, form)
    await actions.add(made, by=visit.asker, now=visit.now)
    return see(f"desk/organisations/{made.slug}", done="saved")


@get("/organisations/{slug:str}", include_in_schema=False)
async def organisation_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show an organisation with its people."""
    return await _shown(visit, await _readable(visit, slug), Form.of({"language": visit.language}))


@post("/organisations/{slug:str}", include_in_schema=False, status_code=200)
async def act(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Invite somebody, take an invitation back, let a member go, or close the organisation."""
    organisation = await _readable(visit, slug)
    form = await read_form(visit.request)
    deed = form.one_of("deed", ("invite", "take-back", "let-go", "close"))
    try:
        if deed == "invite":
            await _invite(visit, organisation, form)
        elif deed == "take-back":
            await people_actions.take_back_invitation(form.value("invitation"), by=visit.asker, now=visit.now)
        elif deed == "let-go":
            membership, person = form.identity("membership"), form.identity("person")
            await people_actions.remove_membership(membership, person, by=visit.asker, now=visit.now)
        elif deed == "close":
            await actions.close(organisation.id, by=visit.asker, now=visit.now)
    except InvalidValue as refusal:
        form.problems.setdefault("email" if deed == "invite" else "deed", problem_of(refusal))
    except Refusal as refusal:
        form.problems.setdefault("deed", problem_of(refusal))
    if not form.is_good:
        return await _shown(visit, organisation, form)
    return see(f"desk/organisations/{slug}", done=deed)


@get("/organisations/{slug:str}/edit", include_in_schema=False)
async def edit_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the form of an organisation."""
    organisation = await organisations.get_by_slug(slug)
    require(visit.asker, Right.EDIT, Noun.ORGANISATION, owner=organisation.id)
    form = Form.of(
        {
            "version": organisation.version,
            "kind": organisation.kind,
            "country": organisation.country,
            "email": organisation.email,
            "needs_approval": organisation.needs_approval,
        }
    )
    form.put_text("name", organisation.name)
    return _form(visit, organisation, form)


@post("/organisations/{slug:str}/edit", include_in_schema=False, status_code=200)
async def edit(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep a changed organisation."""
    old = await organisations.get_by_slug(slug)
    require(visit.asker, Right.EDIT, Noun.ORGANISATION, owner=old.id)
    form = await read_form(visit.request)
    new = replace(_read(form, old), name=form.text("name", old.name, required=True, most=200))
    if not may(visit.asker, Right.EDIT, Noun.ORGANISATION):
        new = replace(new, needs_approval=old.needs_approval)
    new = replace(new, version=form.number("version", 1, 10**9) or old.version)
    if form.is_good:
        try:
            await actions.change(new, by=visit.asker, now=visit.now)
        except ChangedMeanwhile as refusal:
            form.problems["version"] = problem_of(refusal)
            form.put("version", old.version)
    if not form.is_good:
        return _form(visit, old, form)
    return see(f"desk/organisations/{slug}", done="saved")


async def _invite(visit: Visit, organisation: Organisation, form: Form) -> None:
    email = form.line("email", required=True)
    role = form.choice("role", Role)
    languages = form.some_of("languages", LANGUAGES)
    language = form.one_of("language", LANGUAGES, required=False) or visit.language
    form.attempt("email", lambda: folded_email(email))
    if role and form.is_good:
        await people_actions.invite(
            email, organisation.id, role, languages=languages, language=language, by=visit.asker, now=visit.now
        )


def _read(form: Form, organisation: Organisation) -> Organisation:
    """What the form says beside the name."""
    email = form.line("email")
    email = (form.attempt("email", lambda: folded_email(email)) or "") if email else ""
    country = form.one_of("country", all_codes(), required=False)
    return replace(organisation, country=country, email=email, needs_approval=form.ticked("needs_approval"))


async def _readable(visit: Visit, slug: str) -> Organisation:
    organisation = await organisations.get_by_slug(slug)
    require(visit.asker, Right.READ, Noun.ORGANISATION, owner=organisation.id)
    return organisation


async def _is_taken(slug: str) -> bool:
    try:
        await organisations.get_by_slug(slug)
    except NotFound:
        return False
    return True


async def _shown(visit: Visit, organisation: Organisation, form: Form) -> Response[str]:
    members = await people.list_memberships(organisation_ids=[organisation.id])
    manages = may(visit.asker, Right.MANAGE, Noun.PERSON, owner=organisation.id)
    invitations = await sign_ins.list_invitations(organisation.id) if manages else ()
    return visit.page(
        "desk/organisations/show.html",
        status_code=200 if form.is_good else 422,
        organisation=organisation,
        members=members,
        people=await people.list_by_id(each.person_id for each in members),
        invitations=[each for each in invitations if each.used_at is None and each.expires_at > visit.now],
        manages=manages,
        may_edit=may(visit.asker, Right.EDIT, Noun.ORGANISATION, owner=organisation.id),
        may_close=may(visit.asker, Right.MANAGE, Noun.ORGANISATION) and organisation.closed_at is None,
        roles=[(role, ROLE_NAMES[role]) for role in ROLES_OF[organisation.kind]],
        kind_names=ORGANISATION_KIND_NAMES,
        lines=await history.list_lines(object_id=organisation.id, limit=MOST_LINES),
        form=form,
    )


def _form(visit: Visit, organisation: Organisation | None, form: Form) -> Response[str]:
    return visit.page(
        "desk/organisations/edit.html",
        status_code=200 if form.is_good else 422,
        organisation=organisation,
        form=form,
        kinds=list(ORGANISATION_KIND_NAMES.items()),
        countries=country_choices(visit.language, visit.settings),
        source=organisation.name.source if organisation else visit.language,
        is_authority=may(visit.asker, Right.EDIT, Noun.ORGANISATION),
    )


ROUTES = (organisations_page, new_page, add, organisation_page, act, edit_page, edit)
