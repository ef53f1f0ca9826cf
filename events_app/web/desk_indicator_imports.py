"""A table of figures that came in: what its columns say, what it would change, kept whole or not at all."""

import asyncio
import re
from pathlib import PurePath
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import indicators as actions
from events_app.actions import uploads as upload_actions
from events_app.actions.indicators import NothingToKeep, Proposal
from events_app.domain.indicator_forms import KNOWN_FORMS, OTHER, PLAIN
from events_app.domain.indicator_mappings import PART_NAMES
from events_app.domain.indicators import INDICATOR_NAMES, LONGEST_CODE, check_code, check_title
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import ChangedMeanwhile, InvalidValue, NotFound
from events_app.domain.rights import Noun, Right, require
from events_app.domain.sectors import FIELDS
from events_app.domain.tables import LARGEST_BYTES, Sheet
from events_app.domain.uploads import Upload, UploadKind
from events_app.edge.desk import Visit, see
from events_app.edge.forms import REQUIRED, Form, read_form
from events_app.edge.problems import problem_of
from events_app.storage import uploads
from events_app.web.desk_imports import read_sheet
from events_app.web.indicator_forms import ROLES, filled, read_mapping

MOST_FAULTS_SHOWN = 200
MOST_SHOWN = 50
SAMPLE_LINES = 2
NAMELESS = "table"
"""Begins a code where the name of the file gives none."""
TOO_LARGE = N_("This file is larger than 10 MB. Divide it.")
FORM_NAMES: dict[str, Message] = {
    PLAIN: P_("form of an indicator table", "The form of this calendar: one line for each figure"),
    **{code: form.title for code, form in KNOWN_FORMS.items()},
    OTHER: P_("form of an indicator table", "Another table: I choose its columns"),
}


@get("/indicators/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Ask for a file."""
    require(visit.asker, Right.CREATE, Noun.INDICATOR)
    return _asked(visit, Form.of({"as": PLAIN}))


@post("/indicators/new", include_in_schema=False, status_code=200)
async def take(visit: NamedDependency[Visit]) -> Response[Any]:
    """Take a file; then show what it would do."""
    require(visit.asker, Right.CREATE, Noun.INDICATOR)
    form = await read_form(visit.request)
    known = form.one_of("as", FORM_NAMES)
    sent = await form.file("file", most_bytes=LARGEST_BYTES)
    if sent and not sent[1]:
        form.fail("file", REQUIRED)
    if sent and len(sent[1]) > LARGEST_BYTES:
        form.fail("file", TOO_LARGE)
    if sent is None or not form.is_good:
        return _asked(visit, form)
    name, content = sent
    upload = await upload_actions.keep(
        UploadKind.INDICATORS, name, content, language=visit.language, by=visit.asker, now=visit.now
    )
    return see(_path(upload), **{"as": known})


@get("/indicators/uploads/{upload_id:uuid}", include_in_schema=False)
async def preview_page(visit: NamedDependency[Visit], *, upload_id: FromPath[UUID]) -> Response[Any]:
    """Show what the columns are taken for, and what the file would change."""
    upload = await _waiting(visit, upload_id)
    form = Form()
    sheet = await _sheet(upload, form)
    if sheet is None:
        return _shown(visit, upload, None, form, None)
    asked = visit.request.query_params.get("as", PLAIN)
    form = filled(sheet.header, asked if asked in FORM_NAMES else OTHER)
    form.put("code", asked if asked in KNOWN_FORMS else _code_from(upload.name))
    known = KNOWN_FORMS.get(asked)
    title = str(visit.request.app.state.catalogues.translate(visit.language, known.title)) if known else ""
    form.put("title", title or PurePath(upload.name).stem)
    return _shown(visit, upload, sheet, form, await _proposal(visit, sheet, form))


@post("/indicators/uploads/{upload_id:uuid}", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit], *, upload_id: FromPath[UUID]) -> Response[Any]:
    """Compare anew with other columns, keep everything as a new version, or throw the file away."""
    upload = await _waiting(visit, upload_id)
    form = await read_form(visit.request)
    deed = form.one_of("deed", ("check", "keep", "discard"))
    if deed == "discard":
        await upload_actions.throw_away(upload, by=visit.asker)
        return see("desk/indicators", done="discarded")
    sheet = await _sheet(upload, form)
    proposal = await _proposal(visit, sheet, form) if sheet else None
    if proposal is None or deed != "keep":
        return _shown(visit, upload, sheet, form, proposal)
    try:
        version = await actions.apply(proposal, label=upload.name, by=visit.asker, now=visit.now)
    except (NothingToKeep, ChangedMeanwhile) as refusal:
        form.problems["deed"] = problem_of(refusal)
        return _shown(visit, upload, sheet, form, proposal)
    await upload_actions.throw_away(upload, by=visit.asker)
    return see(f"desk/indicators/{version.id}", done="kept")


async def _waiting(visit: Visit, upload_id: UUID) -> Upload:
    """A file of the asker's own that still waits for a decision. Raises NotAllowed or NotFound."""
    require(visit.asker, Right.CREATE, Noun.INDICATOR)
    if visit.asker.person_id is None:
        raise NotFound
    upload = await uploads.get(upload_id, visit.asker.person_id)
    if upload.kind is not UploadKind.INDICATORS or not upload.holds_at(visit.now):
        raise NotFound
    return upload


async def _sheet(upload: Upload, form: Form) -> Sheet | None:
    try:
        return await asyncio.to_thread(read_sheet, upload.content)
    except InvalidValue as refusal:
        form.problems["file"] = problem_of(refusal)
        return None


async def _proposal(visit: Visit, sheet: Sheet, form: Form) -> Proposal | None:
    """What would change; None where the form itself is wrong."""
    mapping = read_mapping(form, sheet.header)
    code = form.attempt("code", lambda: check_code(form.line("code")))
    title = form.attempt("title", lambda: check_title(form.line("title")))
    if code is None or title is None or not form.is_good:
        return None
    return await actions.propose(sheet, mapping, code=code, title=title, by=visit.asker)


def _code_from(name: str) -> str:
    """A code out of the name of a file."""
    code = "-".join(re.findall(r"[a-z0-9]+", PurePath(name).stem.lower()))
    try:
        return check_code(code)
    except InvalidValue:
        return f"{NAMELESS}-{code}"[:LONGEST_CODE].strip("-")


def _path(upload: Upload) -> str:
    return f"desk/indicators/uploads/{upload.id}"


def _asked(visit: Visit, form: Form) -> Response[str]:
    return visit.page(
        "desk/indicators/new.html",
        status_code=200 if form.is_good else 422,
        form=form,
        forms=list(FORM_NAMES.items()),
    )


def _shown(visit: Visit, upload: Upload, sheet: Sheet | None, form: Form, proposal: Proposal | None) -> Response[str]:
    faults = proposal.reading.faults if proposal else ()
    return visit.page(
        "desk/indicators/upload.html",
        status_code=200 if form.is_good else 422,
        upload=upload,
        base=_path(upload),
        sheet=sheet,
        samples=sheet.lines[:SAMPLE_LINES] if sheet else (),
        lines={line.number: line for line in sheet.lines} if sheet and faults else {},
        form=form,
        proposal=proposal,
        faults_shown=faults[:MOST_FAULTS_SHOWN],
        most_shown=MOST_SHOWN,
        forms=list(FORM_NAMES.items()),
        asked=visit.request.query_params.get("as", PLAIN),
        roles=ROLES,
        part_names=PART_NAMES,
        indicator_names=INDICATOR_NAMES,
        field_names={number: field.name for number, field in FIELDS.items()},
    )


ROUTES = (new_page, take, preview_page, decide)
