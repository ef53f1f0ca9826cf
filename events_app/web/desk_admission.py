"""How an edition admits, at the desk: its room and quotas, limits, the rule of the waiting list, the conditions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import admissions as actions
from events_app.domain.admissions import (
    DIMENSION_NAMES,
    LONGEST_GRACE_MINUTES,
    LONGEST_OFFER_DAYS,
    LONGEST_SEED,
    POLICY_EXPLANATIONS,
    POLICY_NAMES,
    Admission,
    Dimension,
    Policy,
    Quota,
    QuotaTwice,
    RoomMissing,
    RulesAreSettled,
    SeedMissing,
    TooManyQuotas,
    find_window,
)
from events_app.domain.application_names import APPLICATION_STATE_NAMES
from events_app.domain.applications import ApplicationState
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.papers import LONGEST_PAPER_NAME, MOST_PAPERS, WantedPaper
from events_app.domain.refusals import InvalidValue, NotFound, Refusal
from events_app.domain.rights import Noun, Right, require
from events_app.domain.scores import LONGEST_CRITERION, MOST_CRITERIA, MOST_WEIGHT, Criterion
from events_app.domain.sectors import SECTORS
from events_app.domain.support_schemes import Costs
from events_app.domain.texts import Text
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.i18n.numbers import minor_digits
from events_app.reference import countries
from events_app.storage import admissions, applications, exhibitions, organisations
from events_app.web.desk_exhibitions import country_choices
from events_app.web.desk_project_forms import money_of

MOST_STANDS = 10_000
LARGEST_AREA = 1_000_000
MOST_PER_COMPANY = 1_000
MOST_CASES = 20
EMPTY_PAPERS = 2
COSTS = ("shell_per_m2", "raw_per_m2", "building_per_m2", "registration", "freight", "travel")
LINE = re.compile(r"(?P<key>\S+)\s*[:=]\s*(?P<stands>\d{1,5}|-)(?:\s*[/,]\s*(?P<area>\d{1,7}|-))?")
LINE_WRONG = N_("“%(line)s” is no quota: write a code, a colon, stands and, after a stroke, square metres.")
KEY_UNKNOWN = N_("“%(key)s” is not known here.")
FIELD_OF: dict[type[Refusal], str] = {
    RoomMissing: "stands",
    SeedMissing: "seed",
    TooManyQuotas: "quotas-sector",
    QuotaTwice: "quotas-sector",
    RulesAreSettled: "policy",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What is taken, and how many cases stand where."""

    stands: int
    area: int
    by_state: dict[ApplicationState, int]


@get("/exhibitions/{slug:str}/admission", include_in_schema=False)
async def admission_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show how an edition admits, in its form."""
    edition = await _edition(visit, slug, Right.READ)
    found = await admissions.find(edition.id)
    return await _form(visit, edition, await _filled(found, visit.language), found)


@post("/exhibitions/{slug:str}/admission", include_in_schema=False, status_code=200)
async def keep(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep how an edition admits."""
    edition = await _edition(visit, slug, Right.EDIT)
    found = await admissions.find(edition.id)
    form = await read_form(visit.request)
    admission = await _read(form, edition, found, visit.language)
    if admission is None:
        return await _form(visit, edition, form, found)
    try:
        await actions.keep(slug, admission, by=visit.asker, now=visit.now)
    except Refusal as refusal:
        form.problems[FIELD_OF.get(type(refusal), "stands")] = problem_of(refusal)
        form.put("version", found.version if found else 0)
        return await _form(visit, edition, form, found)
    return see(f"desk/exhibitions/{slug}/admission", done="saved")


async def _edition(visit: Visit, slug: str, right: Right) -> Edition:
    edition = await exhibitions.get_edition(slug)
    require(visit.asker, right, Noun.ADMISSION, owner=edition.unit_id)
    return edition


async def _filled(found: Admission | None, language: str) -> Form:
    if found is None:
        return Form.of(
            {
                "applications_per_company": 1,
                "grace_minutes": 0,
                "offer_days": 14,
                "completion_days": 14,
                "policy": Policy.STRICT_ORDER,
                "terms-source": language,
                "version": 0,
            }
        )
    form = Form.of(
        {
            "stands": found.stands,
            "area": found.area,
            "stands_per_company": found.stands_per_company,
            "applications_per_company": found.applications_per_company,
            "grace_minutes": found.grace_minutes,
            "offer_days": found.offer_days,
            "completion_days": found.completion_days,
            "policy": found.policy,
            "seed": found.seed,
            "version": found.version,
        }
    )
    form.put_text("terms", found.terms)
    _fill_lines(form, found)
    named = await organisations.list_by_id(UUID(q.key) for q in found.quotas if q.dimension is Dimension.COMPANY)
    names = {str(each.id): each.slug for each in named.values()}
    for dimension in Dimension:
        lines = [_line(quota, names) for quota in found.quotas if quota.dimension is dimension]
        form.put(f"quotas-{dimension.value}", "\n".join(lines))
    return form


def _fill_lines(form: Form, found: Admission) -> None:
    """Costs, documents and criteria."""
    form.put("currency", found.costs.currency)
    for name in COSTS:
        amount: int | None = getattr(found.costs, name)
        if amount is not None:
            form.put(name, format(Decimal(amount).scaleb(-minor_digits(found.costs.currency)), "f"))
    for number, paper in enumerate(found.papers):
        form.put(f"paper-{number}-key", paper.key)
        form.put(f"paper-{number}-required", paper.is_required)
        form.put_text(f"paper-{number}", paper.name)
    for number, criterion in enumerate(found.criteria):
        form.put(f"criterion-{number}-key", criterion.key)
        form.put(f"criterion-{number}-weight", criterion.weight)
        form.put_text(f"criterion-{number}", criterion.name)


def _line(quota: Quota, names: dict[str, str]) -> str:
    stands, area = ("-" if value is None else str(value) for value in (quota.stands, quota.area))
    return f"{names.get(quota.key, quota.key)}: {stands}" + ("" if quota.area is None else f" / {area}")


async def _read(form: Form, edition: Edition, found: Admission | None, language: str) -> Admission | None:
    quotas = [quota for dimension in Dimension for quota in await _quotas(form, dimension)]
    old = found.terms if found else Text.empty(language)
    values: dict[str, Any] = {
        "stands": form.number("stands", 0, MOST_STANDS),
        "area": form.number("area", 0, LARGEST_AREA),
        "stands_per_company": form.number("stands_per_company", 1, MOST_PER_COMPANY),
        "applications_per_company": form.number("applications_per_company", 1, MOST_CASES, required=True),
        "grace_minutes": form.number("grace_minutes", 0, LONGEST_GRACE_MINUTES, required=True),
        "offer_days": form.number("offer_days", 1, LONGEST_OFFER_DAYS, required=True),
        "completion_days": form.number("completion_days", 1, LONGEST_OFFER_DAYS, required=True),
        "policy": form.choice("policy", Policy),
        "seed": form.line("seed", most=LONGEST_SEED),
        "terms": form.text("terms", old),
        "costs": _costs(form),
        "criteria": tuple(_criteria(form, found.criteria if found else (), language)),
        "papers": tuple(_papers(form, found.papers if found else (), language)),
        "version": form.number("version", 0, 10**9, required=True),
    }
    if not form.is_good:
        return None
    try:
        return Admission(edition_id=edition.id, quotas=tuple(quotas), **values)
    except InvalidValue as refusal:
        form.problems[FIELD_OF.get(type(refusal), "stands")] = problem_of(refusal)
        return None


def _costs(form: Form) -> Costs:
    """Amounts in the one currency of the form."""
    found: dict[str, int] = {}
    for name in COSTS:
        form.put(f"{name}_currency", form.value("currency"))
        money = money_of(form, name)
        if problem := form.problems.pop(f"{name}_currency", None):
            form.problems.setdefault("currency", problem)
        if money is not None:
            found[name] = money.amount_minor
    return Costs(currency=form.line("currency").upper() if found else "", **found)


def _criteria(form: Form, old: tuple[Criterion, ...], language: str) -> Iterator[Criterion]:
    """Lines with a name; a line that was there keeps its key, by which scores are known."""
    known = {each.key: each.name for each in old}
    for number in range(MOST_CRITERIA):
        field = f"criterion-{number}"
        key = form.value(f"{field}-key")
        before = known.get(key)
        name = form.text(field, before or Text.empty(language), most=LONGEST_CRITERION)
        weight = form.number(f"{field}-weight", 1, MOST_WEIGHT)
        if name:
            yield Criterion(key if before else uuid4().hex[:12], name, weight or 1)


def _papers(form: Form, old: tuple[WantedPaper, ...], language: str) -> Iterator[WantedPaper]:
    """Lines with a name; a line that was there keeps its key, by which what was sent is known."""
    known = {each.key: each.name for each in old}
    for number in range(MOST_PAPERS):
        field = f"paper-{number}"
        key = form.value(f"{field}-key")
        before = known.get(key)
        name = form.text(field, before or Text.empty(language), most=LONGEST_PAPER_NAME)
        if name:
            is_required = form.ticked(f"{field}-required")
            yield WantedPaper(key if before else uuid4().hex[:12], name, is_required)


async def _quotas(form: Form, dimension: Dimension) -> list[Quota]:
    """The lines of one field, `key: stands / area`, with a stroke for no limit."""
    field = f"quotas-{dimension.value}"
    found: list[Quota] = []
    for line in form.words(field).splitlines():
        if not line.strip():
            continue
        match = LINE.fullmatch(line.strip())
        if match is None:
            form.fail(field, LINE_WRONG, line=line.strip()[:100])
            continue
        key = await _key(match["key"], dimension)
        if key is None:
            form.fail(field, KEY_UNKNOWN, key=match["key"][:100])
            continue
        stands, area = (None if text in {None, "-"} else int(text) for text in (match["stands"], match["area"]))
        found.append(Quota(dimension, key, stands, area))
    return found


async def _key(text: str, dimension: Dimension) -> str | None:
    if dimension is Dimension.SECTOR:
        return text if text in SECTORS else None
    if dimension is Dimension.COUNTRY:
        return text.upper() if text.upper() in countries.all_codes() else None
    try:
        return str((await organisations.get_by_slug(text)).id)
    except NotFound:
        return None


async def _form(visit: Visit, edition: Edition, form: Form, found: Admission | None) -> Response[str]:
    ledger = await applications.get_ledger(edition.id)
    by_state = await applications.count_by_state(edition.id)
    return visit.page(
        "desk/applications/admission.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        admission=found,
        form=form,
        window=find_window(edition, found),
        counts=Counts(
            ledger.total.stands, ledger.total.area, {s: by_state[s] for s in ApplicationState if s in by_state}
        ),
        policies=[(policy, POLICY_NAMES[policy]) for policy in Policy],
        policy_explanations=POLICY_EXPLANATIONS,
        dimensions=[(dimension, DIMENSION_NAMES[dimension]) for dimension in Dimension],
        criteria=range(min(len(found.criteria if found else ()) + EMPTY_PAPERS, MOST_CRITERIA)),
        papers=range(min(len(found.papers if found else ()) + EMPTY_PAPERS, MOST_PAPERS)),
        sectors=list(SECTORS),
        countries=country_choices(visit.language, visit.settings),
        state_names=APPLICATION_STATE_NAMES,
        source=found.terms.source if found and found.terms else visit.language,
    )


ROUTES = (admission_page, keep)
