"""Organisations, for programs with a token: the authority sees all of them, others their own."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import organisations as actions
from events_app.api.bodies import Faults, patched, read_body, read_patch
from events_app.api.calls import Call, answered
from events_app.api.fields import CountryCode, Model, Named, ShownText, Slug, Text
from events_app.api.operations import CURSOR, LIMIT, Operation, one_of
from events_app.api.references import SLUG_TAKEN
from events_app.domain.messages import N_
from events_app.domain.organisations import ORGANISATION_KIND_NAMES, Organisation, OrganisationKind
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require, require_somewhere
from events_app.edge.slugs import slug_of
from events_app.storage import organisations

EMAIL = r"^([^\s@\x00]+@[^\s@\x00]+)?$"


class OrganisationPatch(Model):
    """What is written of an organisation."""

    name: Named
    country: CountryCode | None = None
    email: str = Field(default="", max_length=254, pattern=EMAIL)
    needs_approval: bool = Field(
        default=False, description=N_("Its editions of the kinds under approval wait for an approval.").id
    )


class NewOrganisation(OrganisationPatch):
    """A new organisation."""

    kind: OrganisationKind
    slug: Slug | None = Field(default=None, description=N_("Name in addresses; null: made from the name.").id)


class OrganisationLabels(Model):
    """Codes in words."""

    kind: str
    country: str | None


class OrganisationView(Model):
    """The authority, an organising unit, an exporter or a partner organisation."""

    id: UUID
    slug: str
    kind: OrganisationKind
    name: ShownText
    country: str | None
    email: str
    needs_approval: bool
    created_at: datetime
    closed_at: datetime | None
    labels: OrganisationLabels
    version: int


@get("/organisations")
async def list_organisations(call: NamedDependency[Call]) -> Response[bytes]:
    """List the organisations within the reach of the token by their names in addresses."""
    require_somewhere(call.by, Right.READ, Noun.ORGANISATION)
    form = call.query("kind", "cursor", "limit")
    kind, limit, by = form.choice("kind", OrganisationKind, required=False), call.limit(form), call.by
    cursor = call.name_cursor(form)
    answered(form)
    if may(by, Right.READ, Noun.ORGANISATION):
        found = await organisations.list_organisations(kind=kind, after=cursor, limit=limit + 1)
    else:
        own = {each.organisation_id for each in by.memberships}
        readable = [each for each in own if may(by, Right.READ, Noun.ORGANISATION, owner=each)]
        known = sorted((await organisations.list_by_id(readable)).values(), key=lambda each: each.slug)
        found = tuple(each for each in known if each.slug > cursor and kind in {None, each.kind})
    following = found[limit - 1].slug if len(found) > limit else None
    return call.page([_shown(call, each) for each in found[:limit]], after=following)


@get("/organisations/{slug:str}")
async def get_organisation(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show one organisation."""
    organisation = await _readable(call, slug)
    return call.item(_shown(call, organisation), organisation.version)


@post("/organisations", status_code=201)
async def add_organisation(call: NamedDependency[Call]) -> Response[bytes]:
    """Keep a new organisation."""
    require(call.by, Right.CREATE, Noun.ORGANISATION)
    body = await read_body(call.request, NewOrganisation)

    async def create() -> tuple[Model, int, str]:
        name, faults = body.name.merged(), Faults()
        slug = body.slug or slug_of(name.shown(name.source).text)
        if not slug or await _is_taken(slug):
            faults.add(("slug",), SLUG_TAKEN)
        if body.kind is OrganisationKind.AUTHORITY:
            faults.add(("kind",), ONE_AUTHORITY)
        faults.check()
        blank = Organisation(id=uuid4(), slug=slug, kind=body.kind, name=name, created_at=call.now)
        made = await actions.add(_written(body, blank), by=call.by, now=call.now)
        return _shown(call, made), made.version, made.slug

    return await call.created("organisations", create)


@patch("/organisations/{slug:str}")
async def change_organisation(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Change an organisation by a merge patch."""
    organisation = await _readable(call, slug)
    require(call.by, Right.EDIT, Noun.ORGANISATION, owner=organisation.id)
    now = OrganisationPatch(
        name=Text.of(organisation.name),
        country=organisation.country or None,
        email=organisation.email,
        needs_approval=organisation.needs_approval,
    )
    body = patched(now, await read_patch(call.request), OrganisationPatch)
    version = call.version(organisation.version)
    new = replace(_written(body, organisation), version=version or organisation.version)
    saved = await actions.change(new, by=call.by, now=call.now)
    return call.changed(_shown(call, saved), saved.version)


async def _readable(call: Call, slug: str) -> Organisation:
    """The organisation, within reach. Raises TokenMissing or NotFound."""
    by = call.by
    organisation = await organisations.get_by_slug(slug)
    if not may(by, Right.READ, Noun.ORGANISATION, owner=organisation.id):
        raise NotFound
    return organisation


async def _is_taken(slug: str) -> bool:
    try:
        await organisations.get_by_slug(slug)
    except NotFound:
        return False
    return True


def _written(body: OrganisationPatch, organisation: Organisation) -> Organisation:
    return replace(
        organisation,
        name=body.name.merged(organisation.name),
        country=body.country or "",
        email=body.email,
        needs_approval=body.needs_approval,
    )


def _shown(call: Call, organisation: Organisation) -> OrganisationView:
    return OrganisationView(
        id=organisation.id,
        slug=organisation.slug,
        kind=organisation.kind,
        name=ShownText.in_(call.language, organisation.name),
        country=organisation.country or None,
        email=organisation.email,
        needs_approval=organisation.needs_approval,
        created_at=organisation.created_at,
        closed_at=organisation.closed_at,
        labels=OrganisationLabels(
            kind=call.say(ORGANISATION_KIND_NAMES[organisation.kind]),
            country=call.country(organisation.country) if organisation.country else None,
        ),
        version=organisation.version,
    )


ONE_AUTHORITY = N_("There is one authority in an installation.")
OPERATIONS = (
    Operation(
        handler=list_organisations,
        id="listOrganisations",
        tag="organisations",
        summary=N_("List the organisations within the reach of the token by their names in addresses."),
        gives=OrganisationView,
        is_page=True,
        query=(one_of("kind", N_("Kind of the organisation."), OrganisationKind, several=False), CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=get_organisation,
        id="getOrganisation",
        tag="organisations",
        summary=N_("Show one organisation."),
        gives=OrganisationView,
        needs_token=True,
    ),
    Operation(
        handler=add_organisation,
        id="addOrganisation",
        tag="organisations",
        summary=N_("Keep a new organisation."),
        gives=OrganisationView,
        reads=NewOrganisation,
        needs_token=True,
        creates=True,
        example={"kind": "unit", "name": {"source": "en", "wordings": {"en": "Machinery fairs"}}},
    ),
    Operation(
        handler=change_organisation,
        id="changeOrganisation",
        tag="organisations",
        summary=N_("Change an organisation by a merge patch."),
        gives=OrganisationView,
        reads=OrganisationPatch,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"email": "fairs@unit.example"},
    ),
)
