"""Editions at the desk: the list with filters and bulk actions, entering a new edition, and the page of one.

Changing an edition is next door in `desk_editing`, its programme and deadlines in `desk_parts`, the guests of
a session in `desk_guests`, staff in `desk_staff`, its status in `desk_moves`.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import exhibitions as actions
from events_app.actions.demo import context_of
from events_app.domain.approvals import DECISION_NAMES, needs_approval
from events_app.domain.countries import Scope
from events_app.domain.exhibitions import (
    DEADLINE_NAMES,
    EDITION_STATUS_NAMES,
    PARTICIPATION_NAMES,
    SESSION_NAMES,
    Days,
    Edition,
    EditionStatus,
    ParticipationMode,
    Series,
)
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_
from events_app.domain.planning import missing_deadlines
from events_app.domain.refusals import Refusal
from events_app.domain.rights import Asker, Noun, Right, may, require, require_somewhere
from events_app.domain.sectors import ALL_SECTORS, SECTORS
from events_app.domain.texts import Text
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.problems import problem_of
from events_app.edge.slugs import slug_of
from events_app.i18n.sorting import sort_key
from events_app.reference import countries
from events_app.settings import Settings
from events_app.storage import (
    approvals,
    calendar,
    deadline_templates,
    exhibitions,
    guests,
    history,
    organisations,
    staff,
)
from events_app.storage.desk_exhibitions import DeskEdition, Wanted, count_editions, list_editions
from events_app.storage.saved_filters import list_filters
from events_app.web.edition_forms import LONGEST_NAME, days_of, scope_in
from events_app.web.radar import conflicts_of

PER_PAGE = 30
COUNTED = 1_000
MOST_BULK = 100
MOST_LINES = 20
SLUG_TAKEN = N_("There is an edition with this name and year already: add what tells them apart.")
AnyRequest = Request[Any, Any, Any]


@get("/exhibitions", include_in_schema=False)
async def editions_page(
    visit: NamedDependency[Visit],
) -> Response[str]:
    """List the editions that the asker may see behind the public's."""
    require_somewhere(visit.asker, Right.READ, Noun.EXHIBITION)
    form, wanted = read_wanted(visit)
    after, before = (parse_cursor(visit.request.query_params.get(name)) for name in ("after", "before"))
    rows = await list_editions(wanted, after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, _key) if before else page_after(rows, PER_PAGE, _key, after=after)
    units = await organisations.list_by_id(row.unit_id for row in found.items if row.unit_id)
    query = {name: form.list(name) for name in ("status", "scope", "country", "unit", "q", "from", "to", "order")}
    return visit.page(
        "desk/exhibitions/list.html",
        form=form,
        found=found,
        count=await count_editions(wanted, at_most=COUNTED),
        counted_up_to=COUNTED,
        units=units,
        query=query,
        outcome=visit.request.query_params.get("outcome", ""),
        statuses=[(status, EDITION_STATUS_NAMES[status]) for status in EditionStatus],
        status_names=EDITION_STATUS_NAMES,
        countries=country_choices(visit.language, visit.settings),
        own_units=await units_for(visit.asker),
        saved=await list_filters(visit.asker.person_id, "exhibitions") if visit.asker.person_id else (),
        asked=visit.request.scope["query_string"].decode("ascii", "replace"),
        filter_outcome=visit.request.query_params.get("filter", ""),
    )


@post("/exhibitions/bulk", include_in_schema=False, status_code=303)
async def bulk(
    visit: NamedDependency[Visit],
) -> Response[Any]:
    """Do one thing to each chosen edition; what was refused is counted and told."""
    require_somewhere(visit.asker, Right.READ, Noun.EXHIBITION)
    form = await read_form(visit.request)
    deed = form.one_of("deed", ("publish", "unpublish", "confirm"))
    done = refused = 0
    for slug in form.list("edition")[:MOST_BULK]:
        try:
            await _one(deed, slug, visit.asker, visit.settings, visit.now)
            done += 1
        except Refusal:
            refused += 1
    return see("desk/exhibitions", outcome=f"{done}-{refused}")


async def _one(deed: str, slug: str, asker: Asker, settings: Settings, now: datetime) -> None:
    context = context_of(settings)
    if deed == "publish":
        await actions.publish(slug, by=asker, context=context, now=now)
    elif deed == "unpublish":
        await actions.unpublish(slug, by=asker, context=context, now=now)
    elif deed == "confirm":
        edition = await exhibitions.get_edition(slug)
        sure = replace(edition, dates_confirmed=True, modified_at=now)
        await actions.change_edition(sure, by=asker, context=context, now=now)


@get("/exhibitions/new", include_in_schema=False)
async def new_page(
    visit: NamedDependency[Visit],
) -> Response[str]:
    """Show the form of a new edition, with what can be known beforehand."""
    units = await units_for(visit.asker)
    form = Form.of(
        {
            "series": visit.request.query_params.get("series", ""),
            "mode": ParticipationMode.ORGANISED_DELEGATION,
            "unit": units[0].id if units and not visit.asker.has_authority_role else "",
            "source": visit.language,
            "template": True,
        }
    )
    return await _new(visit, form)


@post("/exhibitions/new", include_in_schema=False, status_code=200)
async def add(
    visit: NamedDependency[Visit],
) -> Response[Any]:
    """Keep a new edition as a draft, with the zone of its country and deadlines counted back from its opening."""
    form = await read_form(visit.request)
    edition, series = await _read_new(form, visit.asker, visit.language, visit.settings, visit.now)
    if edition is None or not form.is_good:
        return await _new(visit, form)
    if series is not None:
        await actions.add_series(series, by=visit.asker, now=visit.now)
    await actions.add_edition(edition, by=visit.asker, context=context_of(visit.settings), now=visit.now)
    return see(f"desk/exhibitions/{edition.slug}", done="added")


@get("/exhibitions/{slug:str}", include_in_schema=False)
async def edition_page(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[str]:
    """Show everything about one edition that the desk knows, and what can be done with it."""
    edition = await readable(slug, visit.asker)
    return await shown(visit, edition)


async def shown(visit: Visit, edition: Edition, refusal: Refusal | None = None) -> Response[str]:
    """The page of an edition; `refusal` says why something that was asked could not be done."""
    unit = await organisations.get(edition.unit_id) if edition.unit_id else None
    return visit.page(
        "desk/exhibitions/show.html",
        status_code=409 if refusal else 200,
        edition=edition,
        refusal=problem_of(refusal) if refusal else None,
        unit=unit,
        series=await exhibitions.get_series(edition.series_id),
        warnings=await conflicts_of(edition, visit.settings, visit.now),
        case=await approvals.find(edition.id),
        is_gated=needs_approval(
            edition, kinds=visit.settings.approval_for, unit_needs_it=bool(unit and unit.needs_approval)
        ),
        decision_names=DECISION_NAMES,
        status_names=EDITION_STATUS_NAMES,
        deadline_names=DEADLINE_NAMES,
        session_names=SESSION_NAMES,
        participation_names=PARTICIPATION_NAMES,
        entries={entry.id: entry for entry in await calendar.list_of_subject(edition.id)},
        guests=await guests.count_by_session(edition.id),
        staff=await staff.list_of_editions([edition.id]),
        lines=await history.list_lines(object_id=edition.id, limit=MOST_LINES),
        may_edit=may(visit.asker, Right.EDIT, Noun.EXHIBITION, owner=edition.unit_id),
        may_publish=may(visit.asker, Right.PUBLISH, Noun.EXHIBITION, owner=edition.unit_id),
    )


async def readable(slug: str, asker: Asker) -> Edition:
    """The edition, if the asker may see it at the desk. Raises NotFound or NotAllowed."""
    edition = await exhibitions.get_edition(slug)
    require(asker, Right.READ, Noun.EXHIBITION, owner=edition.unit_id)
    return edition


async def editable(slug: str, asker: Asker, right: Right = Right.EDIT) -> Edition:
    """The edition, if the asker may change it. Raises NotFound or NotAllowed."""
    edition = await exhibitions.get_edition(slug)
    require(asker, right, Noun.EXHIBITION, owner=edition.unit_id)
    return edition


async def units_for(asker: Asker) -> list[Any]:
    """Organising units in whose name the asker may keep editions."""
    return [
        unit for unit in await organisations.list_units() if may(asker, Right.CREATE, Noun.EXHIBITION, owner=unit.id)
    ]


def country_choices(language: str, settings: Settings) -> list[tuple[str, str]]:
    """Countries and regions to choose from, by name."""
    names = countries.names(language, settings.country_names)
    return sorted(names.items(), key=lambda pair: sort_key(pair[1], language))


def read_wanted(visit: Visit) -> tuple[Form, Wanted]:
    """The filters of the list, within what the asker may see."""
    query = visit.request.query_params
    form = Form(
        {name: query.getall(name, []) for name in ("status", "scope", "country", "unit", "q", "from", "to", "order")}
    )
    reach = None if may(visit.asker, Right.READ, Noun.EXHIBITION) else visit.asker.unit_ids
    if form.value("unit"):
        chosen = form.attempt("unit", lambda: form.identity("unit"))
        reach = frozenset({chosen} if chosen and (reach is None or chosen in reach) else ())
    since = form.day("from")
    return form, Wanted(
        unit_ids=reach,
        statuses=tuple(EditionStatus(value) for value in form.some_of("status", list(EditionStatus))),
        scopes=tuple(Scope(value) for value in form.some_of("scope", list(Scope))),
        country=form.one_of("country", countries.all_codes(), required=False),
        first_day=since or (None if form.value("q") or form.value("order") == "newest" else visit.today),
        last_day=form.day("to"),
        words=form.line("q"),
        newest_first=form.one_of("order", ("newest", "oldest"), required=False) == "newest",
    )


def _key(row: DeskEdition) -> Cursor:
    return Cursor(row.days.first, row.id)


async def _new(visit: Visit, form: Form) -> Response[str]:
    require(visit.asker, Right.CREATE, Noun.EXHIBITION, owner=next(iter(visit.asker.unit_ids), None))
    every = await exhibitions.list_series()
    return visit.page(
        "desk/exhibitions/new.html",
        status_code=200 if form.is_good else 422,
        form=form,
        series=sorted(
            ((series.slug, series.name.shown(visit.language).text) for series in every),
            key=lambda pair: sort_key(pair[1], visit.language),
        ),
        units=await units_for(visit.asker),
        countries=country_choices(visit.language, visit.settings),
        modes=list(PARTICIPATION_NAMES.items()),
        sectors=sector_choices(),
        source=form.value("source") or visit.language,
    )


async def _read_new(
    form: Form, asker: Asker, language: str, settings: Settings, now: datetime
) -> tuple[Edition | None, Series | None]:
    """The new edition, and its series where that is new too."""
    source = form.one_of("source", LANGUAGES, required=False) or language
    name, city, venue = (
        Text.of(source, form.line(field, required=field != "venue", most=LONGEST_NAME))
        for field in ("name", "city", "venue")
    )
    days = days_of(form)
    country = form.one_of("country", countries.all_codes())
    mode = form.choice("mode", ParticipationMode)
    unit = form.one_of("unit", [str(each.id) for each in await units_for(asker)], required=not asker.has_authority_role)
    known = await exhibitions.find_series(form.value("series")) if form.value("series") else None
    sectors = form.some_of("sectors", (*SECTORS, ALL_SECTORS))
    slug = await _free_slug(form, name.shown(source).text, days)
    if days is None or mode is None or not form.is_good:
        return None, None
    series = known or Series(id=uuid4(), slug=slug_of(name.shown(source).text), name=name, summary=Text.empty())
    edition = Edition(
        id=uuid4(),
        slug=slug,
        series_id=series.id,
        name=name,
        summary=Text.empty(source),
        organiser=Text.empty(source),
        reason=Text.empty(source),
        country=country,
        city=city,
        venue=venue,
        zone=next(iter(countries.zones(country)), settings.home_zone),
        days=days,
        scope=scope_in(country, settings),
        mode=mode,
        sectors=sectors,
        unit_id=UUID(unit) if unit else None,
        created_at=now,
        modified_at=now,
    )
    return await with_usual_deadlines(form, edition), None if known else series


async def with_usual_deadlines(form: Form, edition: Edition) -> Edition:
    """The edition with the deadlines of its unit's template that it lacks, where they are wanted."""
    if not form.ticked("template"):
        return edition
    template = await deadline_templates.get_in_force(edition.unit_id)
    added = missing_deadlines(template.rules, edition, new_id=uuid4)
    return replace(edition, deadlines=tuple(sorted((*edition.deadlines, *added), key=lambda each: each.at)))


async def _free_slug(form: Form, name: str, days: Days | None) -> str:
    """The name in addresses, with the year unless the name says it; one that is taken is the fault of the name."""
    slug = slug_of(name, "" if days is None or str(days.first.year) in name else days.first.year)
    if name and (not slug or await exhibitions.find_edition(slug)):
        form.fail("name", SLUG_TAKEN)
    return slug


def sector_choices() -> list[tuple[str, str]]:
    """Codes of the sectors; templates word them."""
    return [(code, code) for code in SECTORS]


ROUTES = (editions_page, bulk, new_page, add, edition_page)
