"""Import and export at the desk: tables that leave as files, files and addresses that come in to be looked at.

What would become of a table is shown in `desk_imports`, of a calendar in `desk_calendars`; nothing is kept before that.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import exports
from events_app.actions import imports as actions
from events_app.actions import uploads as upload_actions
from events_app.actions.exports import record_export
from events_app.actions.imports import require_import
from events_app.domain.exhibitions import EDITION_STATUS_NAMES, EditionStatus
from events_app.domain.imports import Source
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import Noun, Right, may, require_somewhere
from events_app.domain.tables import LARGEST_BYTES, Table
from events_app.domain.uploads import UploadKind
from events_app.edge.desk import Visit, see
from events_app.edge.forms import REQUIRED, Form, read_form
from events_app.edge.problems import problem_of
from events_app.edge.table_files import MEDIA_TYPES, table_file
from events_app.fetching.addresses import networks
from events_app.fetching.requests import CALENDARS, Rules
from events_app.fetching.requests import get as fetch
from events_app.storage import imports
from events_app.web.desk_exhibitions import read_wanted

NOT_MODIFIED = 304
FILE_PREFIX = "file:"
EXPORTS: dict[str, tuple[Noun, Message]] = {
    "exhibitions": (Noun.EXHIBITION, P_("exported table", "Editions")),
    "projects": (Noun.PROJECT, P_("exported table", "Projects")),
    "organisations": (Noun.ORGANISATION, P_("exported table", "Organisations")),
}
UPLOAD_NAMES: dict[UploadKind, Message] = {
    UploadKind.EXHIBITIONS: P_("imported file", "A table of editions (CSV or XLSX)"),
    UploadKind.PROJECTS: P_("imported file", "A table of projects (CSV or XLSX)"),
    UploadKind.CALENDAR: P_("imported file", "A calendar (iCalendar)"),
}
TOO_LARGE = N_("This file is larger than 10 MB. Divide it.")
UNCHANGED = N_("Nothing has changed there since it was fetched last.")


@get("/exchange", include_in_schema=False)
async def exchange_page(visit: NamedDependency[Visit]) -> Response[Any]:
    """Show what can leave and what can come in."""
    return await _shown(visit, Form.of({"kind": UploadKind.EXHIBITIONS, "language": visit.language}))


@post("/exchange", include_in_schema=False, status_code=200)
async def take(visit: NamedDependency[Visit]) -> Response[Any]:
    """Take a file, or fetch a calendar from an address; then show what it would do."""
    require_import(visit.asker)
    form = await read_form(visit.request)
    deed = form.one_of("deed", ("file", "address", "again"))
    try:
        if deed == "file":
            return await _file(visit, form)
        if deed in {"address", "again"}:
            return await _address(visit, form, deed)
    except Refusal as refusal:
        form.problems.setdefault("address" if deed != "file" else "file", problem_of(refusal))
    return await _shown(visit, form)


@get("/exchange/{file:str}", include_in_schema=False)
async def export(visit: NamedDependency[Visit], *, file: FromPath[str]) -> Response[bytes]:
    """One table as a file, `{name}.csv` or `{name}.xlsx`; editions as they are filtered on their list."""
    require_somewhere(visit.asker, Right.READ, Noun.IMPORT)
    name, _, kind = file.partition(".")
    if name not in EXPORTS or kind not in MEDIA_TYPES:
        raise NotFound
    noun, title = EXPORTS[name]
    require_somewhere(visit.asker, Right.READ, noun)
    table = await _table(visit, name)
    words = str(visit.request.app.state.catalogues.translate(visit.language, title))
    named = f"{name}-{visit.today.isoformat()}.{kind}"
    answer = await table_file(table, named, title=words, language=visit.language)
    await record_export(noun, count=len(table.rows), label=file, by=visit.asker, now=visit.now)
    return answer


async def _table(visit: Visit, name: str) -> Table:
    if name == "organisations":
        return await exports.organisations_table(by=visit.asker)
    if name == "projects":
        return await exports.projects_table(by=visit.asker)
    form, wanted = read_wanted(visit)
    return await exports.editions_table(replace(wanted, first_day=form.day("from")), by=visit.asker)


async def _file(visit: Visit, form: Form) -> Response[Any]:
    kind = form.one_of("kind", UPLOAD_NAMES)
    language = form.one_of("language", LANGUAGES)
    file = form.files.get("file")
    content = await file.read() if file else b""
    if not content:
        form.fail("file", REQUIRED)
    if len(content) > LARGEST_BYTES:
        form.fail("file", TOO_LARGE)
    if file is None or not form.is_good:
        return await _shown(visit, form)
    name = file.filename or kind
    source = await _source(visit, "", name) if kind == UploadKind.CALENDAR else None
    upload = await upload_actions.keep(
        UploadKind(kind),
        name,
        content,
        language=language,
        source_id=source.id if source else None,
        by=visit.asker,
        now=visit.now,
    )
    return see(f"desk/exchange/{'calendars' if source else 'tables'}/{upload.id}")


async def _address(visit: Visit, form: Form, deed: str) -> Response[Any]:
    """Fetch a calendar; one that has not changed since is told so, and not shown again."""
    known = await imports.get_source(_id(form)) if deed == "again" else None
    address = known.address if known else form.line("address", required=True)
    language = form.one_of("language", LANGUAGES, required=False) or visit.language
    if not form.is_good:
        return await _shown(visit, form)
    source = known or await _source(visit, address, form.line("name", most=200) or address)
    rules = Rules(allow=networks(visit.settings.fetch_networks))
    headers = {"If-None-Match": source.etag} if source.etag else {}
    answer = await fetch(source.address, accept=CALENDARS, headers=headers, rules=rules)
    source = await actions.note_fetch(
        source, etag=answer.headers.get("etag", source.etag), by=visit.asker, now=visit.now
    )
    if answer.status == NOT_MODIFIED:
        form.fail("address", UNCHANGED)
        return await _shown(visit, form)
    upload = await upload_actions.keep(
        UploadKind.CALENDAR,
        source.name,
        answer.body,
        language=language,
        source_id=source.id,
        by=visit.asker,
        now=visit.now,
    )
    return see(f"desk/exchange/calendars/{upload.id}")


async def _source(visit: Visit, address: str, name: str) -> Source:
    """The publisher at an address; without one, of a file of this name, which each unit has for itself."""
    unit = None if visit.asker.has_authority_role else next(iter(sorted(visit.asker.unit_ids)), None)
    address = address or f"{FILE_PREFIX}{unit or ''}/{name}"
    source = Source(id=uuid4(), address=address, name=name, unit_id=unit, created_at=visit.now)
    return await actions.add_source(source, by=visit.asker, now=visit.now)


def _id(form: Form) -> UUID:
    try:
        return UUID(form.value("source"))
    except ValueError:
        raise NotFound from None


async def _shown(visit: Visit, form: Form) -> Response[Any]:
    require_somewhere(visit.asker, Right.READ, Noun.IMPORT)
    reach = None if may(visit.asker, Right.READ, Noun.IMPORT) else visit.asker.unit_ids
    may_import = any(may(visit.asker, Right.CREATE, Noun.IMPORT, owner=unit) for unit in (None, *visit.asker.unit_ids))
    return visit.page(
        "desk/exchange/show.html",
        status_code=200 if form.is_good else 422,
        form=form,
        exports=[(name, title) for name, (noun, title) in EXPORTS.items() if _may_read(visit, noun)],
        kinds=list(UPLOAD_NAMES.items()),
        sources=await imports.list_sources(reach),
        statuses=[(status, EDITION_STATUS_NAMES[status]) for status in EditionStatus],
        may_import=may_import,
        file_prefix=FILE_PREFIX,
    )


def _may_read(visit: Visit, noun: Noun) -> bool:
    return any(may(visit.asker, Right.READ, noun, owner=each) for each in (None, *_own(visit)))


def _own(visit: Visit) -> list[UUID]:
    return [membership.organisation_id for membership in visit.asker.memberships]


ROUTES = (exchange_page, take, export)
