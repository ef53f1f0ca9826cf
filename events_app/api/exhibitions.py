"""Editions: read by everybody, drafts by who may; entered, changed and moved with a token."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import exhibitions as actions
from events_app.api.bodies import Faults, patched, read_body, read_patch
from events_app.api.calls import Call, answered, chosen
from events_app.api.exhibition_bodies import (
    Cancellation,
    ExhibitionBody,
    ExhibitionPatch,
    NewExhibition,
    Postponement,
)
from events_app.api.exhibition_views import Exhibition, shown
from events_app.api.fields import Model
from events_app.api.operations import COUNTRY, CURSOR, FIRST_DAY, LAST_DAY, LIMIT, WORDS, Operation, one_of
from events_app.api.references import SLUG_TAKEN, UNKNOWN_NAME, check_parts, unit_id_of, unit_slug_of
from events_app.domain.countries import Scope
from events_app.domain.exhibitions import Days, Edition, EditionStatus, Series
from events_app.domain.messages import N_
from events_app.domain.planning import postponed_deadlines
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.domain.texts import Text as DomainText
from events_app.edge.forms import Form
from events_app.edge.paging import Cursor, page_after
from events_app.edge.slugs import slug_of
from events_app.reference.countries import all_codes
from events_app.storage import exhibitions
from events_app.storage.desk_exhibitions import DeskEdition, Wanted, list_editions

PUBLIC = tuple(status for status in EditionStatus if status is not EditionStatus.DRAFT)
Move = Callable[..., Awaitable[Edition]]


@get("/exhibitions")
async def list_exhibitions(call: NamedDependency[Call]) -> Response[bytes]:
    """List editions by their first days; drafts within the reach of the token, if they are asked for."""
    form = call.query("status", "scope", "country", "q", "from", "to", "order", "cursor", "limit")
    wanted, limit, cursor = _wanted(call, form), call.limit(form), call.cursor(form)
    answered(form)
    rows = await list_editions(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, _key, after=None)
    found = {edition.slug: edition for edition in await exhibitions.list_editions([row.slug for row in page.items])}
    items = await shown(call, [found[row.slug] for row in page.items if row.slug in found])
    return call.page(items, after=page.next)


@get("/exhibitions/{slug:str}")
async def get_exhibition(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show one edition."""
    edition = await _readable(call, slug)
    return call.item(*await _item(call, edition))


@post("/exhibitions", status_code=201)
async def add_exhibition(call: NamedDependency[Call]) -> Response[bytes]:
    """Keep a new edition as a draft."""
    require(call.by, Right.CREATE, Noun.EXHIBITION, owner=next(iter(call.by.unit_ids), None))
    body = await read_body(call.request, NewExhibition)

    async def create() -> tuple[Model, int, str]:
        edition, series = await _new(call, body)
        if series is not None:
            await actions.add_series(series, by=call.by, now=call.now)
        await actions.add_edition(edition, by=call.by, context=call.context, now=call.now)
        return *await _item(call, edition), edition.slug

    return await call.created("exhibitions", create)


@patch("/exhibitions/{slug:str}")
async def change_exhibition(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Change an edition by a merge patch; of a public one, subscribers are told."""
    edition = await held(call, slug, Right.EDIT)
    changes = await read_patch(call.request)
    now = ExhibitionBody.of(edition, await unit_slug_of(edition.unit_id))
    body = patched(now, changes, ExhibitionPatch)
    version = call.version(edition.version)
    faults = Faults()
    _check_parts(body, edition, faults)
    unit_id = await unit_id_of(call, body.unit, Noun.EXHIBITION, faults)
    faults.check()
    new = body.on(edition, unit_id=unit_id, settings=call.settings, now=call.now)
    note = body.note.merged()
    saved = await actions.change_edition(
        replace(new, version=version or edition.version), note=note, by=call.by, context=call.context, now=call.now
    )
    return call.changed(*await _item(call, saved))


@post("/exhibitions/{slug:str}/publish", status_code=200)
async def publish_exhibition(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show a draft to the public."""
    return await _moved(call, slug, actions.publish)


@post("/exhibitions/{slug:str}/unpublish", status_code=200)
async def unpublish_exhibition(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Take an edition back to a draft."""
    return await _moved(call, slug, actions.unpublish)


@post("/exhibitions/{slug:str}/postpone", status_code=200)
async def postpone_exhibition(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Move a public edition to other days."""
    edition = await held(call, slug, Right.PUBLISH)
    body = await read_body(call.request, Postponement)
    days = Days(body.first_day, body.last_day)
    deadlines = postponed_deadlines(edition, days.first, new_id=uuid4, now=call.now)
    return await _moved(call, slug, actions.postpone, days=days, deadlines=deadlines, note=body.note.merged())


@post("/exhibitions/{slug:str}/cancel", status_code=200)
async def cancel_exhibition(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Cancel a public edition, for a reason."""
    await held(call, slug, Right.PUBLISH)
    body = await read_body(call.request, Cancellation)
    return await _moved(call, slug, actions.cancel, reason=body.reason.merged())


def _wanted(call: Call, form: Form) -> Wanted:
    """What the query asks for: public ones for everybody, drafts within reach."""
    statuses = tuple(map(EditionStatus, chosen(form, "status", list(EditionStatus))))
    reach = None
    if EditionStatus.DRAFT in statuses:
        reach = None if may(call.by, Right.READ, Noun.EXHIBITION) else call.by.unit_ids
    return Wanted(
        unit_ids=reach,
        statuses=statuses or PUBLIC,
        scopes=tuple(map(Scope, chosen(form, "scope", list(Scope)))),
        country=form.one_of("country", all_codes(), required=False),
        first_day=form.day("from"),
        last_day=form.day("to"),
        words=form.line("q", most=200),
        newest_first=form.one_of("order", ("oldest", "newest"), required=False) == "newest",
    )


def _key(row: DeskEdition) -> Cursor:
    return Cursor(row.days.first, row.id)


async def _item(call: Call, edition: Edition) -> tuple[Exhibition, int]:
    return (await shown(call, [edition]))[0], edition.version


async def _readable(call: Call, slug: str) -> Edition:
    """The edition, if it is public or the caller may see drafts of its unit. Raises NotFound."""
    edition = await exhibitions.get_edition(slug)
    if not edition.is_public and not may(call.caller, Right.READ, Noun.EXHIBITION, owner=edition.unit_id):
        raise NotFound
    return edition


async def held(call: Call, slug: str, right: Right) -> Edition:
    """The edition, if the caller has a right to it. Raises SignInNeeded, NotFound or NotAllowed."""
    by = call.by
    edition = await _readable(call, slug)
    require(by, right, Noun.EXHIBITION, owner=edition.unit_id)
    return edition


async def _moved(call: Call, slug: str, move: Move, **words: Any) -> Response[bytes]:  # noqa: ANN401 - of each move
    edition = await held(call, slug, Right.PUBLISH)
    version = call.version(edition.version)
    saved = await move(slug, **words, version=version, by=call.by, context=call.context, now=call.now)
    return call.changed(*await _item(call, saved))


def _check_parts(body: ExhibitionBody, edition: Edition, faults: Faults) -> None:
    check_parts(
        {"sessions": body.sessions, "deadlines": body.deadlines},
        {"sessions": (each.id for each in edition.sessions), "deadlines": (each.id for each in edition.deadlines)},
        faults,
    )


async def _new(call: Call, body: NewExhibition) -> tuple[Edition, Series | None]:
    """The new edition, and its series where that is new too. Raises InvalidFields."""
    faults, name = Faults(), body.name.merged()
    words = name.shown(name.source).text
    slug = body.slug or slug_of(words, "" if str(body.first_day.year) in words else body.first_day.year)
    if not slug or await exhibitions.find_edition(slug):
        faults.add(("slug",), SLUG_TAKEN)
    known = await exhibitions.find_series(body.series or slug_of(words))
    if body.series and known is None:
        faults.add(("series",), UNKNOWN_NAME)
    if not body.series and (known or not slug_of(words)):
        faults.add(("series",), SLUG_TAKEN)
    series = known or Series(id=uuid4(), slug=slug_of(words), name=name, summary=NO_WORDS)
    blank = _blank(call, body, slug, series)
    _check_parts(body, blank, faults)
    unit_id = await unit_id_of(call, body.unit, Noun.EXHIBITION, faults)
    faults.check()
    return body.on(blank, unit_id=unit_id, settings=call.settings, now=call.now), None if known else series


def _blank(call: Call, body: NewExhibition, slug: str, series: Series) -> Edition:
    return Edition(
        id=uuid4(),
        slug=slug,
        series_id=series.id,
        name=NO_WORDS,
        summary=NO_WORDS,
        city=NO_WORDS,
        venue=NO_WORDS,
        organiser=NO_WORDS,
        reason=DomainText.empty(body.name.source),
        country=body.country,
        zone=body.zone,
        days=Days(body.first_day, body.last_day),
        scope=Scope.DOMESTIC,
        mode=body.mode,
        sectors=(),
        created_at=call.now,
        modified_at=call.now,
    )


NO_WORDS = DomainText.empty()
EXAMPLE = {
    "name": {"source": "en", "wordings": {"en": "Hannover Messe 2027", "zh-Hans": "2027年汉诺威工业博览会"}},
    "country": "DE",
    "city": {"source": "en", "wordings": {"en": "Hannover"}},
    "zone": "Europe/Berlin",
    "first_day": "2027-04-05",
    "last_day": "2027-04-09",
    "mode": "organised_delegation",
    "sectors": ["industry"],
}
OPERATIONS = (
    Operation(
        handler=list_exhibitions,
        id="listExhibitions",
        tag="exhibitions",
        summary=N_("List editions by their first days; drafts within the reach of the token, if they are asked for."),
        gives=Exhibition,
        is_page=True,
        query=(
            one_of("status", N_("Status of the edition; without it, all that are public."), EditionStatus),
            one_of("scope", N_("Where it lies for the authority."), Scope),
            COUNTRY,
            WORDS,
            FIRST_DAY,
            LAST_DAY,
            one_of("order", N_("Which come first."), ("oldest", "newest"), several=False),
            CURSOR,
            LIMIT,
        ),
    ),
    Operation(
        handler=get_exhibition,
        id="getExhibition",
        tag="exhibitions",
        summary=N_("Show one edition."),
        gives=Exhibition,
    ),
    Operation(
        handler=add_exhibition,
        id="addExhibition",
        tag="exhibitions",
        summary=N_("Keep a new edition as a draft."),
        gives=Exhibition,
        reads=NewExhibition,
        needs_token=True,
        creates=True,
        example=EXAMPLE,
    ),
    Operation(
        handler=change_exhibition,
        id="changeExhibition",
        tag="exhibitions",
        summary=N_("Change an edition by a merge patch; of a public one, subscribers are told."),
        gives=Exhibition,
        reads=ExhibitionPatch,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"venue": {"wordings": {"en": "Hall 4"}}, "note": {"source": "en", "wordings": {"en": "New hall."}}},
    ),
    Operation(
        handler=publish_exhibition,
        id="publishExhibition",
        tag="exhibitions",
        summary=N_("Show a draft to the public."),
        gives=Exhibition,
        needs_token=True,
        is_versioned=True,
    ),
    Operation(
        handler=unpublish_exhibition,
        id="unpublishExhibition",
        tag="exhibitions",
        summary=N_("Take an edition back to a draft."),
        gives=Exhibition,
        needs_token=True,
        is_versioned=True,
    ),
    Operation(
        handler=postpone_exhibition,
        id="postponeExhibition",
        tag="exhibitions",
        summary=N_("Move a public edition to other days; deadlines keep their distance to the opening."),
        gives=Exhibition,
        reads=Postponement,
        needs_token=True,
        is_versioned=True,
        example={"first_day": "2027-05-10", "last_day": "2027-05-13"},
    ),
    Operation(
        handler=cancel_exhibition,
        id="cancelExhibition",
        tag="exhibitions",
        summary=N_("Cancel a public edition, with the reason that readers see."),
        gives=Exhibition,
        reads=Cancellation,
        needs_token=True,
        is_versioned=True,
        example={"reason": {"source": "en", "wordings": {"en": "The venue is closed for repairs."}}},
    ),
)
