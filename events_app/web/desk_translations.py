"""The translations desk: what is missing or outdated in a language, side by side editing, PO files for agencies."""

from datetime import datetime, timedelta
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import exhibitions as actions
from events_app.actions.demo import context_of
from events_app.domain.diffs import Piece, diff
from events_app.domain.exhibitions import Edition
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_
from events_app.domain.readiness import readiness
from events_app.domain.refusals import Refusal
from events_app.domain.rights import Asker, NotAllowed, Noun, Right, may, may_somewhere
from events_app.domain.texts import digest
from events_app.domain.translations import (
    LONGEST_WORDING,
    STATE_NAMES,
    State,
    Unit,
    UnitKey,
    check_source,
    text_at,
    units_of,
    with_unit,
    with_unit_confirmed,
)
from events_app.edge.desk import UNKEPT, Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.problems import problem_of
from events_app.formats import po
from events_app.storage import exhibitions, history
from events_app.storage.desk_exhibitions import DeskEdition, Wanted, list_editions

PER_PAGE = 20
MOST_EXPORTED = 300
MOST_LINES = 200
PO_TYPE = "text/x-gettext-translation; charset=utf-8"
NOT_PO = N_("This is not a PO file, or it is too large.")
FILE_MISSING = N_("Choose a file.")


@get("/translations", include_in_schema=False)
async def translations_page(visit: NamedDependency[Visit]) -> Response[Any]:
    """List the coming editions with what is to be done in a language, those that open first on top."""
    languages = languages_of(visit.asker)
    if not languages:
        raise NotAllowed
    target = chosen_language(visit, languages)
    query = visit.request.query_params
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    wanted = Wanted(unit_ids=_reach(visit.asker), first_day=visit.today - timedelta(days=1))
    rows = await list_editions(wanted, after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, _key) if before else page_after(rows, PER_PAGE, _key, after=after)
    editions = await exhibitions.list_editions([row.slug for row in found.items])
    return visit.page(
        "desk/translations/list.html",
        target=target,
        targets=[(code, LANGUAGES[code].name) for code in languages],
        found=found,
        rows=[_row(each, target, visit.now) for each in editions],
        outcome=query.get("outcome", ""),
        problem=query.get("problem", ""),
    )


@get("/translations/export.po", include_in_schema=False)
async def export(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Everything of the coming editions that is to be translated into a language, as a PO file."""
    target = chosen_language(visit, languages_of(visit.asker))
    wanted = Wanted(unit_ids=_reach(visit.asker), first_day=visit.today)
    rows = await list_editions(wanted, limit=MOST_EXPORTED)
    editions = await exhibitions.list_editions([row.slug for row in rows])
    units = [
        po.PoUnit(
            context=str(unit.key),
            source=unit.source,
            translation=unit.wording,
            is_fuzzy=unit.state is State.OUTDATED,
            note=f"{edition.days.first.isoformat()} {unit.source_language}",
        )
        for edition in editions
        for unit in units_of(edition, target, now=visit.now)
    ]
    content = po.written(units, language=target, title=visit.settings.authority("en"))
    headers = dict(UNKEPT) | {"Content-Disposition": f'attachment; filename="editions-{target}.po"'}
    return Response(content, media_type=PO_TYPE, headers=headers)


@post("/translations/import", include_in_schema=False, status_code=303)
async def take(visit: NamedDependency[Visit]) -> Response[Any]:
    """Take the translations of a PO file; what cannot be taken is counted and left as it is."""
    languages = languages_of(visit.asker)
    if not languages:
        raise NotAllowed
    form = await read_form(visit.request)
    target = form.one_of("in", languages)
    file = form.files.get("file")
    content = await file.read() if file else b""
    if not content or not target:
        return see("desk/translations", problem="missing", **{"in": target})
    try:
        entries = po.read(content)
    except po.NotPo:
        return see("desk/translations", problem="not-po", **{"in": target})
    taken, left = await _take(visit, target, entries)
    return see("desk/translations", outcome=f"{taken}-{left}", **{"in": target})


@get("/translations/{slug:str}", include_in_schema=False)
async def edition_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Show the texts of an edition beside their translations."""
    target = chosen_language(visit, languages_of(visit.asker))
    edition = await _translatable(visit.asker, slug, target)
    form = Form.of({str(unit.key): unit.wording for unit in units_of(edition, target, now=visit.now)})
    return await _shown(visit, edition, target, form)


@post("/translations/{slug:str}", include_in_schema=False, status_code=200)
async def save(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep what was written, and what was said to have kept its meaning."""
    form = await read_form(visit.request)
    target = form.one_of("in", languages_of(visit.asker)) or chosen_language(visit, languages_of(visit.asker))
    edition = await _translatable(visit.asker, slug, target)
    known = units_of(edition, target, now=visit.now)

    def changed(current: Edition) -> Edition:
        for unit in known:
            current = _with_unit(current, form, unit, target)
        return current

    try:
        await actions.translate(
            slug, changed, language=target, by=visit.asker, context=context_of(visit.settings), now=visit.now
        )
    except Refusal as refusal:
        form.problems.setdefault("in", problem_of(refusal))
    if not form.is_good:
        return await _shown(visit, await exhibitions.get_edition(slug), target, form)
    return see(f"desk/translations/{slug}", done="saved", **{"in": target})


def languages_of(asker: Asker) -> tuple[str, ...]:
    """Languages that the asker may translate into, of some edition."""
    bound = {code for membership in asker.memberships for code in membership.languages}
    is_free = any(may(asker, Right.EDIT, Noun.EXHIBITION, owner=unit) for unit in (None, *asker.unit_ids))
    if not may_somewhere(asker, Right.TRANSLATE, Noun.EXHIBITION):
        return ()
    return tuple(code for code in LANGUAGES if is_free or code in bound)


def chosen_language(visit: Visit, languages: tuple[str, ...]) -> str:
    """The language to translate into: the one asked for, or the page's own, or the first. Raises NotAllowed."""
    for code in (visit.request.query_params.get("in", ""), visit.language, *languages):
        if code in languages:
            return code
    raise NotAllowed


def _with_unit(edition: Edition, form: Form, unit: Unit, target: str) -> Edition:
    """The edition with one unit as the form has it; a fault is noted beside its field."""
    name = str(unit.key)
    if name not in form.values:
        return edition
    wording = form.words(name, most=LONGEST_WORDING)
    try:
        if form.ticked(f"{name}-unchanged"):
            return with_unit_confirmed(edition, unit.key, target)
        if wording == unit.wording:
            return edition
        check_source(text_at(edition, unit.key), form.value(f"{name}-digest"))
        return with_unit(edition, unit.key, target, wording)
    except Refusal as refusal:
        form.problems[name] = problem_of(refusal)
        return edition


async def _take(visit: Visit, target: str, entries: tuple[po.PoUnit, ...]) -> tuple[int, int]:
    """Take entries, edition by edition; return how many were taken and how many were left."""
    by_edition: dict[str, list[tuple[UnitKey, po.PoUnit]]] = {}
    left = 0
    for entry in entries:
        try:
            key = UnitKey.parse(entry.context)
        except Refusal:
            left += 1
            continue
        if not entry.is_fuzzy:
            by_edition.setdefault(key.slug, []).append((key, entry))
    taken = 0
    for slug, found in by_edition.items():
        good = await _taken(visit, target, slug, found)
        taken += good
        left += len(found) - good
    return taken, left


async def _taken(visit: Visit, target: str, slug: str, found: list[tuple[UnitKey, po.PoUnit]]) -> int:
    """Take the entries of one edition whose sources are what they were; return how many."""
    good: set[UnitKey] = set()

    def changed(current: Edition) -> Edition:
        good.clear()
        for key, entry in found:
            try:
                check_source(text_at(current, key), digest(entry.source))
                current = with_unit(current, key, target, entry.translation)
            except Refusal:
                continue
            good.add(key)
        return current

    context = context_of(visit.settings)
    try:
        await actions.translate(slug, changed, language=target, by=visit.asker, context=context, now=visit.now)
    except Refusal:
        return 0
    return len(good)


def _row(edition: Edition, target: str, now: datetime) -> tuple[Edition, dict[State, int], float]:
    """An edition with how many of its texts stand how, and its readiness from 0 to 1."""
    states = [unit.state for unit in units_of(edition, target, now=now)]
    share = readiness(edition, (target,)).languages[target].share
    return edition, {state: states.count(state) for state in State}, share


async def _translatable(asker: Asker, slug: str, target: str) -> Edition:
    edition = await exhibitions.get_edition(slug)
    if not may(asker, Right.TRANSLATE, Noun.EXHIBITION, owner=edition.unit_id, language=target):
        raise NotAllowed
    return edition


async def _shown(visit: Visit, edition: Edition, target: str, form: Form) -> Response[Any]:
    units = units_of(edition, target, now=visit.now)
    former = await _former_sources(edition, units)
    return visit.page(
        "desk/translations/edition.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        target=LANGUAGES[target],
        targets=[(code, LANGUAGES[code].name) for code in languages_of(visit.asker)],
        units=[(unit, str(unit.key), former.get(unit.key, ())) for unit in units],
        state_names=STATE_NAMES,
        ready=readiness(edition, (target,)).languages[target].share,
        form=form,
    )


async def _former_sources(edition: Edition, units: tuple[Unit, ...]) -> dict[UnitKey, tuple[Piece, ...]]:
    """What changed in the source since an outdated translation was made, where the history still knows."""
    outdated = {unit.key.field: unit for unit in units if unit.state is State.OUTDATED and unit.key.part_id is None}
    found: dict[UnitKey, tuple[Piece, ...]] = {}
    if not outdated:
        return found
    for line in await history.list_lines(object_id=edition.id, limit=MOST_LINES):
        for change in line.changes:
            unit = outdated.get(change.name)
            for value in (change.before, change.after):
                old = value.get(unit.source_language, "") if unit and isinstance(value, dict) else ""
                if unit and old and digest(old) == unit.made_from:
                    found[unit.key] = diff(old, unit.source)
    return found


def _reach(asker: Asker) -> frozenset[Any] | None:
    """Units whose editions the asker sees; None for all."""
    return None if may(asker, Right.READ, Noun.EXHIBITION) else asker.unit_ids


def _key(row: DeskEdition) -> Cursor:
    return Cursor(row.days.first, row.id)


ROUTES = (translations_page, export, take, edition_page, save)
