"""Entering and editing a project at the desk: one form for both; over a stale copy, both versions are shown."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import projects as actions
from events_app.actions.demo import context_of
from events_app.domain.exhibitions import zone_of
from events_app.domain.history import FieldChange, differences
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_
from events_app.domain.money import Money
from events_app.domain.projects import (
    CONTRACT_NAMES,
    PROJECT_NAMES,
    ROLE_NAMES,
    ContractKind,
    Party,
    PartyRole,
    Project,
    ProjectKind,
    Stage,
)
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Noun, Right, require
from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS
from events_app.domain.stages import SignedAmountMissing
from events_app.domain.texts import Text
from events_app.edge.desk import Visit, see
from events_app.edge.forms import REQUIRED, Form, read_form
from events_app.edge.problems import problem_of
from events_app.edge.slugs import slug_of
from events_app.i18n.numbers import minor_digits
from events_app.reference.countries import all_codes
from events_app.reference.zones import all_zones
from events_app.storage import projects
from events_app.web.desk_projects import country_choices, editable, units_for

LONGEST_NAME = 300
LONGEST_SUMMARY = 10_000
EMPTY_PARTIES = 2
MOST_PARTIES = 40
MOST_MINOR = 10**17
SLUG_TAKEN = N_("There is a project with this name already: add what tells them apart.")
CURRENCY_MISSING = N_("Give the currency as three capital letters, for example EUR.")
TOO_FINE = N_("This currency has %(digits)s decimal places.")
AMOUNT_ODD = N_("An amount cannot be negative or larger than any contract.")


@get("/projects/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Show the form of a new project."""
    form = Form.of({"zone": visit.settings.home_zone, "kind": ProjectKind.TECHNOLOGY})
    units = await units_for(visit.asker)
    form.put("unit", units[0].id if units and not visit.asker.has_authority_role else "")
    return await _form(visit, None, form)


@post("/projects/new", include_in_schema=False, status_code=200)
async def add(visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep a new, internal project as an idea."""
    form = await read_form(visit.request)
    blank = _blank(visit)
    project = _changed(form, blank, [str(unit.id) for unit in await units_for(visit.asker)], visit)
    if form.is_good:
        slug = slug_of(project.name.shown(visit.language).text)
        if not slug or await projects.find(slug):
            form.fail(f"name-{visit.language}", SLUG_TAKEN)
        project = replace(project, slug=slug or "project")
    if not form.is_good:
        return await _form(visit, None, form)
    await actions.add(project, by=visit.asker, context=context_of(visit.settings), now=visit.now)
    return see(f"desk/projects/{project.slug}", done="added")


@get("/projects/{slug:str}/edit", include_in_schema=False)
async def edit_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the form as the project is now."""
    project = await editable(slug, visit.asker)
    return await _form(visit, project, filled(project))


@post("/projects/{slug:str}/edit", include_in_schema=False, status_code=200)
async def edit(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Save; over a stale copy, show both."""
    old = await editable(slug, visit.asker)
    form = await read_form(visit.request)
    new = _changed(form, old, [str(unit.id) for unit in await units_for(visit.asker)], visit)
    if not form.is_good:
        return await _form(visit, old, form)
    try:
        await actions.change(new, by=visit.asker, context=context_of(visit.settings), now=visit.now)
    except SignedAmountMissing as refusal:
        form.problems["signed"] = problem_of(refusal)
        return await _form(visit, old, form)
    except ChangedMeanwhile:
        fresh = await projects.get(slug)
        form.put("version", fresh.version)
        return await _form(visit, fresh, form, both=differences(fresh, new))
    return see(f"desk/projects/{slug}", done="saved")


def filled(project: Project) -> Form:
    """The form as the project is now."""
    form = Form.of(
        {
            "version": project.version,
            "kind": project.kind,
            "contract_kind": project.contract_kind,
            "countries": project.countries,
            "sectors": project.sectors,
            "fields": [str(number) for number in project.fields],
            "zone": project.zone,
            "unit": project.unit_id or "",
            "source": project.source,
            "has_no_amount": project.has_no_amount,
        }
    )
    for name, money in (("intended", project.intended), ("signed", project.signed)):
        form.put(name, _major(money) if money else None)
        form.put(f"{name}_currency", money.currency if money else None)
    form.put_text("name", project.name)
    form.put_text("summary", project.summary)
    for number, party in enumerate(project.parties):
        form.put(f"party-{number}-role", party.role)
        form.put(f"party-{number}-country", party.country)
        form.put(f"party-{number}", party.name.shown(party.name.source).text)
    return form


def money_of(form: Form, name: str) -> Money | None:
    """An amount in major units and its currency, in the currency's minor units; none where no amount is given."""
    major, currency = form.decimal(name), form.line(f"{name}_currency").upper()
    if major is None:
        return None
    if not currency:
        form.fail(f"{name}_currency", CURRENCY_MISSING)
        return None
    digits = minor_digits(currency)
    minor = major.scaleb(digits)
    if minor != minor.to_integral_value():
        form.fail(name, TOO_FINE, digits=digits)
        return None
    if not 0 <= minor < MOST_MINOR:
        form.fail(name, AMOUNT_ODD)
        return None
    return form.attempt(f"{name}_currency", lambda: Money(int(minor), currency))


def source_of(project: Project | None, language: str) -> str:
    """Language in which a project's texts are written first."""
    return project.name.source if project and project.name else language


def _major(money: Money) -> str:
    return format(Decimal(money.amount_minor).scaleb(-minor_digits(money.currency)), "f")


def _blank(visit: Visit) -> Project:
    moment: datetime = visit.now
    return Project(
        id=uuid4(),
        slug="new",
        name=Text.empty(visit.language),
        summary=Text.empty(visit.language),
        kind=ProjectKind.TECHNOLOGY,
        contract_kind=None,
        stage=Stage.IDEA,
        countries=(),
        parties=(),
        sectors=(),
        fields=(),
        milestones=(),
        zone=visit.settings.home_zone,
        is_public=False,
        created_at=moment,
        modified_at=moment,
    )


def _changed(form: Form, project: Project, unit_ids: list[str], visit: Visit) -> Project:
    """The project with what the form says; where something is wrong, it is as it was."""
    zone = form.value("zone") or project.zone
    form.attempt("zone", lambda: zone_of(zone))
    kind = form.choice("kind", ProjectKind) or project.kind
    unit = form.one_of("unit", unit_ids, required=not visit.asker.has_authority_role)
    fields: dict[str, Any] = {
        "name": form.text("name", project.name, required=True, most=LONGEST_NAME),
        "summary": form.text("summary", project.summary, most=LONGEST_SUMMARY),
        "kind": kind,
        "contract_kind": form.choice("contract_kind", ContractKind, required=False),
        "countries": form.some_of("countries", all_codes()),
        "parties": _parties(form, project, visit.language),
        "sectors": form.some_of("sectors", (*SECTORS, ALL_SECTORS)),
        "fields": tuple(int(number) for number in form.some_of("fields", map(str, FIELDS))),
        "intended": money_of(form, "intended"),
        "signed": money_of(form, "signed"),
        "zone": zone,
        "unit_id": UUID(unit) if unit else None,
        "source": form.line("source"),
        "version": form.number("version", 1, 10**9) or project.version,
    }
    fields["has_no_amount"] = fields["signed"] is None and form.ticked("has_no_amount")
    if not fields["countries"]:
        form.fail("countries", REQUIRED)
    if not form.is_good:
        return project
    changed = form.attempt("contract_kind", lambda: replace(project, **fields, modified_at=visit.now))
    return changed or project


def _parties(form: Form, project: Project, language: str) -> tuple[Party, ...]:
    """Lines of the form with a name; the name of a party that was there keeps its translations."""
    found: list[Party] = []
    for number in range(MOST_PARTIES):
        name = form.line(f"party-{number}", most=LONGEST_NAME)
        if not name:
            continue
        role = form.choice(f"party-{number}-role", PartyRole)
        country = form.one_of(f"party-{number}-country", all_codes())
        old = project.parties[number].name if number < len(project.parties) else Text.empty(language)
        text = old.with_wording(old.source, name) if old else Text.of(language, name)
        if role and country:
            found.append(Party(text, role, country))
    return tuple(found)


def _lines_of_parties(project: Project | None, form: Form) -> range:
    typed = max((number for number in range(MOST_PARTIES) if form.value(f"party-{number}")), default=-1) + 1
    return range(min(max(typed, len(project.parties) if project else 0) + EMPTY_PARTIES, MOST_PARTIES))


async def _form(
    visit: Visit, project: Project | None, form: Form, *, both: tuple[FieldChange, ...] = ()
) -> Response[str]:
    if project is None:
        require(visit.asker, Right.CREATE, Noun.PROJECT, owner=next(iter(visit.asker.unit_ids), None))
    return visit.page(
        "desk/projects/edit.html",
        status_code=422 if not form.is_good else 409 if both else 200,
        project=project,
        form=form,
        both=both,
        source=source_of(project, visit.language if visit.language in LANGUAGES else "en"),
        countries=country_choices(visit.language, visit.settings),
        zones=all_zones(),
        kinds=list(PROJECT_NAMES.items()),
        contract_kinds=list(CONTRACT_NAMES.items()),
        roles=list(ROLE_NAMES.items()),
        parties=_lines_of_parties(project, form),
        sectors=list(SECTORS),
        fields=[(number, field.name) for number, field in FIELDS.items()],
        units=await units_for(visit.asker),
    )


ROUTES = (new_page, add, edit_page, edit)
