"""Reports at the desk: on one edition, one exhibitor's with its versions, the unit's own, and projects from them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import reports as actions
from events_app.actions.demo import context_of
from events_app.actions.report_projects import open_project
from events_app.domain.exhibitions import Edition
from events_app.domain.outcomes import Sum
from events_app.domain.refusals import InvalidValue, NotFound, Refusal
from events_app.domain.reports import MOST_AMOUNTS, REPORT_STATE_NAMES, Amount, Outcome, Report, ReportState
from events_app.domain.rights import NotAllowed, Noun, Right, may, require
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.problems import problem_of
from events_app.storage import exhibitions, offers, organisations, outcomes, reports
from events_app.web.desk_exhibitions import country_choices
from events_app.web.report_forms import FIELD_OF, filled, lines_shown, read_outcome

PER_PAGE = 50


@get("/exhibitions/{slug:str}/reports", include_in_schema=False)
async def edition_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show what was reported on an edition."""
    edition = await exhibitions.get_edition(slug)
    require(visit.asker, Right.READ, Noun.ADMISSION, owner=edition.unit_id)
    versions = await reports.list_versions(edition.id, None)
    draft = next((each for each in versions if each.state is ReportState.DRAFT), None)
    last = draft or next(iter(versions), None)
    form = filled(last.outcome if last else Outcome(), draft.version if draft else None)
    return await _edition(visit, edition, versions, form)


@post("/exhibitions/{slug:str}/reports", include_in_schema=False, status_code=200)
async def write(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep the unit's draft, and send it where that was asked for."""
    edition = await exhibitions.get_edition(slug)
    require(visit.asker, Right.EDIT, Noun.ADMISSION, owner=edition.unit_id)
    form = await read_form(visit.request)
    versions = await reports.list_versions(edition.id, None)
    named = {str(line.offer_id) for each in versions for line in each.outcome.lines if line.offer_id}
    outcome = read_outcome(form, named, {code for code, _ in country_choices(visit.language, visit.settings)})
    version = form.number("version", 1, 10**9)
    if outcome is not None and form.is_good:
        try:
            kept = await actions.write_of_unit(slug, outcome, version=version, by=visit.asker, now=visit.now)
            form.put("version", kept.version)
            if form.value("then") != "send":
                return see(f"desk/exhibitions/{slug}/reports", done="saved")
            await actions.send(kept.id, version=kept.version, by=visit.asker, now=visit.now)
            return see(f"desk/exhibitions/{slug}/reports", done="sent")
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            field = FIELD_OF.get(type(refusal), "text") if isinstance(refusal, InvalidValue) else "main"
            form.problems[field] = problem_of(refusal)
    return await _edition(visit, edition, await reports.list_versions(edition.id, None), form)


@get("/reports/{report_id:uuid}", include_in_schema=False)
async def report_page(visit: NamedDependency[Visit], *, report_id: FromPath[UUID]) -> Response[str]:
    """Show one report with its earlier versions."""
    report, edition = await _readable(visit, report_id)
    return await _report(visit, report, edition, Form())


@post("/reports/{report_id:uuid}/lines/{line_id:uuid}/project", include_in_schema=False, status_code=200)
async def to_project(
    visit: NamedDependency[Visit], *, report_id: FromPath[UUID], line_id: FromPath[UUID]
) -> Response[Any]:
    """Open an internal cooperation project from a lead or memorandum."""
    report, edition = await _readable(visit, report_id)
    require(visit.asker, Right.CREATE, Noun.PROJECT, owner=edition.unit_id)
    form = await read_form(visit.request)
    settings = visit.settings
    try:
        project = await open_project(
            report_id, line_id, by=visit.asker, context=context_of(settings), now=visit.now, zone=settings.home_zone
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        form.problems["main"] = problem_of(refusal)
        return await _report(visit, report, edition, form)
    return see(f"desk/projects/{project.slug}", done="added")


def amounts_of(total: Sum) -> list[Amount]:
    """The amounts of a sum, one for each currency."""
    return [
        Amount(currency=code, intended_minor=intended, signed_minor=signed)
        for code, (intended, signed) in total.amounts.items()
    ]


async def _readable(visit: Visit, report_id: UUID) -> tuple[Report, Edition]:
    """A report that was sent, and its edition. Raises NotFound or NotAllowed."""
    report = await reports.get(report_id)
    edition = (await exhibitions.list_editions_by_id([report.edition_id]))[report.edition_id]
    require(visit.asker, Right.READ, Noun.ADMISSION, owner=edition.unit_id)
    if report.state is ReportState.DRAFT:
        raise NotFound
    return report, edition


async def _report(visit: Visit, report: Report, edition: Edition, form: Form) -> Response[str]:
    versions = await reports.list_versions(edition.id, report.application_id)
    sent = [each for each in versions if each.state is not ReportState.DRAFT]
    return visit.page(
        "desk/reports/show.html",
        status_code=200 if form.is_good else 409,
        edition=edition,
        company=await organisations.get(report.company_id) if report.company_id else None,
        versions=sent,
        form=form,
        **await _beside(visit, edition, sent),
    )


async def _beside(visit: Visit, edition: Edition, sent: list[Report]) -> dict[str, Any]:
    lines = [line for each in sent for line in each.outcome.lines]
    found = await offers.list_by_id({line.offer_id for line in lines if line.offer_id})
    return {
        "offers": {offer.id: offer for offer in found},
        "projects": await reports.list_projects(line.id for line in lines),
        "state_names": REPORT_STATE_NAMES,
        "may_open": may(visit.asker, Right.CREATE, Noun.PROJECT, owner=edition.unit_id),
    }


async def _edition(visit: Visit, edition: Edition, versions: tuple[Report, ...], form: Form) -> Response[str]:
    query = visit.request.query_params
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await reports.list_current(edition.id, after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, _key) if before else page_after(rows, PER_PAGE, _key, after=after)
    sent = [each for each in versions if each.state is not ReportState.DRAFT]
    beside = await _beside(visit, edition, sent)
    owner, has_begun = edition.unit_id, visit.today >= edition.days.first
    return visit.page(
        "desk/reports/edition.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        total=await outcomes.get_sum(edition.id),
        amounts_of=amounts_of,
        found=found,
        companies=await organisations.list_by_id(row.company_id for row in found.items if row.company_id),
        sent=sent,
        form=form,
        offered=[(str(key), offer.content.title.shown(visit.language).text) for key, offer in beside["offers"].items()],
        countries=country_choices(visit.language, visit.settings),
        lines=lines_shown(form),
        amounts=range(1, MOST_AMOUNTS + 1),
        may_write=has_begun and may(visit.asker, Right.EDIT, Noun.ADMISSION, owner=owner),
        may_send=may(visit.asker, Right.DECIDE, Noun.ADMISSION, owner=owner),
        **beside,
    )


def _key(row: Report) -> Cursor:
    return Cursor((row.sent_at or row.modified_at).date(), row.id)


ROUTES = (edition_page, write, report_page, to_project)
