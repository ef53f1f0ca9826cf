"""A company's own pages: its applications with what is next, its deadlines, and which exhibitions are open to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions.claims import may_help
from events_app.domain.admissions import POLICY_NAMES, Admission, Window, find_window
from events_app.domain.application_names import ACTOR_NAMES, APPLICATION_STATE_NAMES, STAND_KIND_NAMES
from events_app.domain.applications import (
    FINAL,
    LARGEST_AREA,
    TAKING_PART,
    Actor,
    Application,
    ApplicationState,
    StandKind,
    Wish,
)
from events_app.domain.eligibility import Rule, rules_of
from events_app.domain.exhibitions import DEADLINE_NAMES, DeadlineKind, Edition
from events_app.domain.messages import Message
from events_app.domain.next_steps import NextStep
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.rights import Asker, Noun, Right, may, require
from events_app.domain.sectors import ALL_SECTORS, SECTORS
from events_app.domain.support_schemes import COST_NAMES, SCHEME_NAMES, Estimate, SupportScheme, estimate
from events_app.edge.application_words import RINGS, step_of
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.reference import countries
from events_app.storage import admissions, applications, companies, exhibitions, organisations, support_schemes
from events_app.storage.desk_applications import Wanted, count_applications, list_applications

PER_PAGE = 20
USUAL_AREA = 9
COUNTED = 1_000
MOST_DUES = 20
STATES_OF: dict[str, tuple[ApplicationState, ...]] = {
    "open": tuple(state for state in ApplicationState if state not in FINAL),
    "over": tuple(state for state in ApplicationState if state in FINAL),
}
"""What the filter of a company's list stands for."""


@dataclass(frozen=True, slots=True)
class Case:
    """One row of a company's list."""

    application: Application
    edition: Edition
    step: NextStep


@dataclass(frozen=True, slots=True)
class Due:
    """Something that the company has to do by a moment, told in a zone."""

    at: datetime
    zone: str
    words: Message
    edition: Edition
    application: Application


@dataclass(frozen=True, slots=True)
class Opening:
    """An exhibition that admits, and what the company meets of its rules; without a window it takes nothing now."""

    edition: Edition
    admission: Admission
    window: Window | None
    rules: tuple[Rule, ...]
    schemes: tuple[SupportScheme, ...] = ()
    estimate: Estimate | None = None

    @property
    def is_open(self) -> bool:
        """Whether the company may apply now."""
        return all(rule.is_met for rule in self.rules)


@get("/", include_in_schema=False)
async def companies_page(visit: NamedDependency[Visit]) -> Response[Any]:
    """Lead to the company of whoever is signed in; `exhibition` in the query leads on to applying to it."""
    own = await list_companies(visit.asker)
    slug = visit.request.query_params.get("exhibition", "")
    if not own:
        return see("account")
    if len(own) == 1:
        path = f"company/{own[0].slug}"
        return see(f"{path}/exhibitions/{slug}/apply" if slug and await exhibitions.find_edition(slug) else path)
    return visit.page("company/choose.html", companies=own, exhibition=slug)


@get("/{slug:str}", include_in_schema=False)
async def company_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """List the company's applications, and what is due."""
    company = await member_company(slug, visit.asker)
    form = Form({"show": visit.request.query_params.getall("show", [])})
    shown = form.one_of("show", STATES_OF, required=False)
    wanted = Wanted(company_id=company.id, states=STATES_OF.get(shown, ()))
    after, before = (parse_cursor(visit.request.query_params.get(name)) for name in ("after", "before"))
    rows = await list_applications(wanted, after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, _key) if before else page_after(rows, PER_PAGE, _key, after=after)
    return visit.page(
        "company/show.html",
        company=company,
        form=form,
        found=found,
        cases=await _cases(found.items),
        count=await count_applications(wanted, at_most=COUNTED),
        query={"show": shown},
        dues=await list_dues(company, now=visit.now),
        may_apply=may(visit.asker, Right.CREATE, Noun.APPLICATION, owner=company.id),
        state_names=APPLICATION_STATE_NAMES,
        actor_names=ACTOR_NAMES,
        rings=RINGS,
    )


@get("/{slug:str}/exhibitions", include_in_schema=False)
async def exhibitions_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """List the exhibitions that admit, with each rule that the company meets or does not meet."""
    company = await member_company(slug, visit.asker)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in ("sector", "country", "open", "kind", "area")})
    wish = _wish_of(form)
    sector = form.one_of("sector", SECTORS, required=False)
    country = form.one_of("country", countries.all_codes(), required=False)
    every = await list_openings(company, now=visit.now, wish=wish)
    found = [
        opening
        for opening in every
        if (not sector or {sector, ALL_SECTORS} & set(opening.edition.sectors))
        and (not country or opening.edition.country == country)
        and (opening.is_open or not form.ticked("open"))
    ]
    return visit.page(
        "company/exhibitions.html",
        company=company,
        form=form,
        openings=found,
        total=len(every),
        countries=sorted({opening.edition.country for opening in every}),
        sectors=[code for code in SECTORS if any(code in opening.edition.sectors for opening in every)],
        policy_names=POLICY_NAMES,
        kinds=list(STAND_KIND_NAMES.items()),
        cost_names=COST_NAMES,
        scheme_names=SCHEME_NAMES,
        may_apply=may(visit.asker, Right.CREATE, Noun.APPLICATION, owner=company.id),
    )


async def member_company(slug: str, asker: Asker, right: Right = Right.READ) -> Organisation:
    """The company, if the asker may do this for it. Raises NotFound or NotAllowed."""
    company = await organisations.get_by_slug(slug)
    require(asker, right, Noun.APPLICATION, owner=company.id)
    return company


async def list_companies(asker: Asker) -> list[Organisation]:
    """Companies that the asker works for."""
    ids = [m.organisation_id for m in asker.memberships if m.organisation_kind is OrganisationKind.EXPORTER]
    found = await organisations.list_by_id(ids)
    return sorted(found.values(), key=lambda company: company.slug)


async def list_openings(company: Organisation, *, now: datetime, wish: Wish | None) -> list[Opening]:
    """Exhibitions ahead that admit, soonest first, with what such a wish would cost, if there is one."""
    ahead = await exhibitions.list_admitting(now.date())
    admitting = await admissions.list_by_edition(edition.id for edition in ahead)
    own = await applications.list_of_company(company.id)
    profile = await companies.find(company.id)
    schemes = await support_schemes.list_schemes(valid_on=now.date())
    found = []
    for edition in ahead:
        admission = admitting[edition.id]
        mine = [each for each in own if each.edition_id == edition.id]
        window = find_window(edition, admission)
        rules = rules_of(edition, admission, company, mine, now=now)
        helping = tuple(each for each in schemes if may_help(each, edition, profile))
        costs = estimate(admission.costs, wish, helping) if wish else None
        found.append(Opening(edition, admission, window, rules, helping, costs))
    return found


def _wish_of(form: Form) -> Wish | None:
    """What is estimated for, if it was typed well; what is empty is filled, what is wrong stays as it was typed."""
    for name, usual in (("kind", StandKind.SHELL_SCHEME), ("area", USUAL_AREA)):
        if not form.value(name).strip():
            form.put(name, usual)
    kind, area = form.choice("kind", StandKind), form.number("area", 1, LARGEST_AREA)
    return Wish(kind=kind, area=area) if kind and area else None


async def list_dues(company: Organisation, *, now: datetime) -> list[Due]:
    """What the company has to do next: answers that are waited for, deadlines of exhibitions that it takes part in."""
    open_cases = [each for each in await applications.list_of_company(company.id) if each.state not in FINAL]
    found: list[Due] = []
    for case in await _cases(open_cases):
        edition, application = case.edition, case.application
        if case.step.by is not None and case.step.actor is Actor.COMPANY and application.due_at is not None:
            found.append(Due(case.step.by, edition.zone, case.step.words, edition, application))
        if application.state in TAKING_PART:
            found += [
                Due(each.at, each.zone, DEADLINE_NAMES[each.kind], edition, application)
                for each in edition.deadlines
                if each.at >= now and each.kind not in {DeadlineKind.APPLICATIONS_OPEN, DeadlineKind.APPLICATIONS_CLOSE}
            ]
    return sorted(found, key=lambda due: due.at)[:MOST_DUES]


async def _cases(found: Iterable[Application]) -> list[Case]:
    rows = list(found)
    editions = await exhibitions.list_editions_by_id(row.edition_id for row in rows)
    return [Case(row, editions[row.edition_id], step_of(row, editions[row.edition_id])) for row in rows]


def _key(row: Application) -> Cursor:
    return Cursor(row.modified_at.date(), row.id)


ROUTES = (companies_page, company_page, exhibitions_page)
