"""A table that came in, line by line as it would be kept: looked at, checked, kept whole or not at all."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import imports as actions
from events_app.actions import uploads as upload_actions
from events_app.actions.demo import context_of
from events_app.actions.imports import NothingToImport, require_import
from events_app.domain.exchange import STANDING_NAMES, Report, Standing
from events_app.domain.refusals import InvalidValue, NotFound
from events_app.domain.tables import Sheet
from events_app.domain.uploads import TABLES, Upload, UploadKind
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.formats import csv_tables, xlsx_tables
from events_app.storage import uploads
from events_app.web.desk_exchange import UPLOAD_NAMES

PER_PAGE = 100
ZIP = b"PK\x03\x04"
"""How an XLSX file begins."""


@get("/exchange/tables/{upload_id:uuid}", include_in_schema=False)
async def preview_page(visit: NamedDependency[Visit], *, upload_id: FromPath[UUID]) -> Response[Any]:
    """Show what would become of each line."""
    upload = await waiting(visit, upload_id)
    form = Form()
    report = await _report(visit, upload, form)
    return _shown(visit, upload, report, form)


@post("/exchange/tables/{upload_id:uuid}", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit], *, upload_id: FromPath[UUID]) -> Response[Any]:
    """Check the lines against every rule, keep all of them, or throw the file away."""
    upload = await waiting(visit, upload_id)
    form = await read_form(visit.request)
    deed = form.one_of("deed", ("check", "import", "discard"))
    if deed == "discard":
        await upload_actions.throw_away(upload, by=visit.asker)
        return see("desk/exchange", done="discarded")
    report = await _report(visit, upload, form)
    if report is None or not form.is_good:
        return _shown(visit, upload, report, form)
    try:
        report = await actions.apply(
            report,
            label=upload.name,
            dry_run=deed == "check",
            by=visit.asker,
            context=context_of(visit.settings),
            now=visit.now,
        )
    except NothingToImport as refusal:
        form.problems["deed"] = problem_of(refusal)
    if report.is_written:
        await upload_actions.throw_away(upload, by=visit.asker)
        counts = f"{report.count(Standing.NEW)}-{report.count(Standing.CHANGED)}"
        return see("desk/exchange", done="imported", counts=counts)
    return _shown(visit, upload, report, form, is_checked=not form.problems and not report.all_faults)


async def waiting(visit: Visit, upload_id: UUID, *, is_calendar: bool = False) -> Upload:
    """A file of the asker's own that still waits for a decision. Raises NotAllowed or NotFound."""
    require_import(visit.asker)
    if visit.asker.person_id is None:
        raise NotFound
    upload = await uploads.get(upload_id, visit.asker.person_id)
    wanted = {UploadKind.CALENDAR} if is_calendar else TABLES
    if not upload.holds_at(visit.now) or upload.kind not in wanted:
        raise NotFound
    return upload


async def _report(visit: Visit, upload: Upload, form: Form) -> Report[Any] | None:
    """The comparison with what is there now; None where the file is no table."""
    try:
        sheet = await asyncio.to_thread(read_sheet, upload.content)
    except InvalidValue as refusal:
        form.problems["file"] = problem_of(refusal)
        return None
    propose = actions.propose_projects if upload.kind is UploadKind.PROJECTS else actions.propose_editions
    return await propose(sheet, language=upload.language, by=visit.asker, now=visit.now)


def read_sheet(content: bytes) -> Sheet:
    """CSV or XLSX, whichever it is. Raises TableUnreadable or TableTooLarge."""
    return xlsx_tables.read(content) if content.startswith(ZIP) else csv_tables.read(content)


def _shown(
    visit: Visit, upload: Upload, report: Report[Any] | None, form: Form, *, is_checked: bool = False
) -> Response[Any]:
    """The report, a page of lines at a time; the faulty ones come first."""
    only = visit.request.query_params.get("only", "")
    lines = [] if report is None else [p for p in report.proposals if only in {"", p.standing.value}]
    lines.sort(key=lambda proposal: (proposal.standing is not Standing.FAULTY, proposal.line))
    number = Form({"page": visit.request.query_params.getall("page", [])}).number("page", 1, 10_000) or 1
    return visit.page(
        "desk/exchange/table.html",
        status_code=200 if form.is_good else 422,
        upload=upload,
        report=report,
        form=form,
        is_checked=is_checked,
        lines=lines[(number - 1) * PER_PAGE : number * PER_PAGE],
        number=number,
        last_number=max(1, -(-len(lines) // PER_PAGE)),
        only=only,
        counts=[(standing, report.count(standing)) for standing in Standing] if report else [],
        standing_names=STANDING_NAMES,
        kind_name=UPLOAD_NAMES[upload.kind],
        base=f"desk/exchange/tables/{upload.id}",
    )


ROUTES = (preview_page, decide)
