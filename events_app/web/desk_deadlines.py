"""Templates of deadlines at the desk: what is counted back from an opening, with what it gives for an example day."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import deadline_templates as actions
from events_app.domain.deadline_templates import DeadlineTemplate
from events_app.domain.exhibitions import DEADLINE_NAMES, DeadlineKind, DeadlineRule
from events_app.domain.history import FieldChange, differences
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.planning import MOST_DAYS_BEFORE
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import Noun, Right, may, may_somewhere, require
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.i18n.sorting import sort_key
from events_app.storage import deadline_templates, history, organisations

EXAMPLE_AHEAD = timedelta(days=365)
USUAL_TIME = time(17, 0)
MOST_LINES = 20


@get("/deadlines", include_in_schema=False)
async def authority_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Show the authority's template, and which units have one of their own."""
    return await _page(visit, None)


@post("/deadlines", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep the authority's template, or show what it would give."""
    return await _decide(visit, None)


@get("/deadlines/{slug:str}", include_in_schema=False)
async def unit_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the template that holds for one unit."""
    return await _page(visit, await _unit(slug))


@post("/deadlines/{slug:str}", include_in_schema=False, status_code=200)
async def decide_for_unit(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep a template for one unit, or let the authority's hold for it again."""
    return await _decide(visit, await _unit(slug))


async def _page(visit: Visit, unit: Organisation | None) -> Response[str]:
    template = await deadline_templates.get_in_force(unit.id if unit else None)
    _check_readable(visit, unit)
    form = _filled(template, unit)
    asked = visit.request.query_params.get("opening")
    form.put("opening", asked or visit.today + EXAMPLE_AHEAD)
    return await _shown(visit, unit, form, template=template)


async def _decide(visit: Visit, unit: Organisation | None) -> Response[Any]:
    unit_id = unit.id if unit else None
    require(visit.asker, Right.DECIDE, Noun.EXHIBITION, owner=unit_id)
    form = await read_form(visit.request)
    deed = form.one_of("deed", ("save", "show", "reset"))
    if deed == "reset":
        await actions.reset(unit_id, by=visit.asker, now=visit.now)
        return see(_path(unit), done="reset")
    template = _read(form, unit)
    if template is None or not form.is_good or deed == "show":
        return await _shown(visit, unit, form, template=template)
    try:
        await actions.keep(template, by=visit.asker, now=visit.now)
    except ChangedMeanwhile:
        fresh = await deadline_templates.get_in_force(unit_id)
        form.put("version", fresh.version if fresh.unit_id == unit_id else 0)
        both = differences(fresh, replace(template, unit_id=fresh.unit_id))
        return await _shown(visit, unit, form, template=template, both=both)
    return see(_path(unit), done="saved", opening=form.value("opening"))


async def _unit(slug: str) -> Organisation:
    unit = await organisations.get_by_slug(slug)
    if unit.kind is not OrganisationKind.UNIT:
        raise NotFound
    return unit


def _check_readable(visit: Visit, unit: Organisation | None) -> None:
    """Raise NotAllowed: the authority's template holds for everybody at the desk, a unit's for the unit."""
    if unit or not may_somewhere(visit.asker, Right.READ, Noun.EXHIBITION):
        require(visit.asker, Right.READ, Noun.EXHIBITION, owner=unit.id if unit else None)


def _path(unit: Organisation | None) -> str:
    return f"desk/deadlines/{unit.slug}" if unit else "desk/deadlines"


def _filled(template: DeadlineTemplate, unit: Organisation | None) -> Form:
    is_own = template.unit_id == (unit.id if unit else None)
    form = Form.of({"version": template.version if is_own else 0})
    rules = {rule.kind: rule for rule in template.rules}
    for kind in DeadlineKind:
        rule = rules.get(kind)
        form.put(f"days-{kind.value}", rule.days_before if rule else None)
        form.put(f"at-{kind.value}", rule.at if rule else USUAL_TIME)
    return form


def _read(form: Form, unit: Organisation | None) -> DeadlineTemplate | None:
    """The template as it was typed; a kind without a number of days is not in it."""
    rules: list[DeadlineRule] = []
    for kind in DeadlineKind:
        days = form.number(f"days-{kind.value}", 0, MOST_DAYS_BEFORE)
        at = form.clock(f"at-{kind.value}", required=days is not None)
        if days is not None and at is not None:
            rules.append(DeadlineRule(kind, days, at))
    version = form.number("version", 0, 10**9) or 0
    form.day("opening")
    if not form.is_good:
        return None
    unit_id = unit.id if unit else None
    return form.attempt(
        f"days-{DeadlineKind.APPLICATIONS_OPEN.value}",
        lambda: DeadlineTemplate(unit_id=unit_id, rules=tuple(rules), version=version),
    )


async def _shown(
    visit: Visit,
    unit: Organisation | None,
    form: Form,
    *,
    template: DeadlineTemplate | None,
    both: tuple[FieldChange, ...] = (),
) -> Response[str]:
    opening = form.day("opening") or visit.today + EXAMPLE_AHEAD
    unit_id = unit.id if unit else None
    own = await deadline_templates.list_unit_ids()
    return visit.page(
        "desk/deadlines/show.html",
        status_code=422 if not form.is_good else 409 if both else 200,
        unit=unit,
        form=form,
        both=both,
        kinds=list(DEADLINE_NAMES.items()),
        most_days=MOST_DAYS_BEFORE,
        opening=opening,
        example=_example(template, opening),
        kind_names=DEADLINE_NAMES,
        is_saved=await deadline_templates.find(unit_id) is not None,
        units=[(each, each.id in own) for each in await _units(visit)],
        lines=await history.list_lines(object_id=DeadlineTemplate(unit_id=unit_id).id, limit=MOST_LINES),
        is_open=may(visit.asker, Right.DECIDE, Noun.EXHIBITION, owner=unit_id),
    )


def _example(template: DeadlineTemplate | None, opening: date) -> tuple[tuple[DeadlineRule, date], ...]:
    return template.due(opening) if template else ()


async def _units(visit: Visit) -> list[Organisation]:
    """Units whose templates the asker may see, by name."""
    seen = [
        unit
        for unit in await organisations.list_units()
        if may(visit.asker, Right.READ, Noun.EXHIBITION, owner=unit.id)
    ]
    return sorted(seen, key=lambda unit: sort_key(unit.name.shown(visit.language).text, visit.language))


ROUTES = (authority_page, decide, unit_page, decide_for_unit)
