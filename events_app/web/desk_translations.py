"""The translations desk: what is missing or outdated in a language, side by side editing, PO files for agencies."""

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import exhibitions as actions
from events_app.actions.demo import context_of
from events_app.domain.exhibitions import Edition
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.rights import Asker, NotAllowed, Noun, Right, may, may_somewhere
from events_app.domain.texts import digest
from events_app.domain.translations import (
    TRANSLATION_STATE_NAMES,
    TranslationState,
    Unit,
    confirmed,
    count_states,
    differing_pieces,
    readiness,
    translated,
    units_for,
    with_text,
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
LONGEST_WORDING = 20_000
PO_TYPE = "text/x-gettext-translation; charset=utf-8"
NOT_PO = N_("This is not a PO file, or it is too large.")
FILE_MISSING = N_("Choose a file.")
SEPARATOR = "|"


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
        rows=[(each, count_states(each, target), readiness(each, target)) for each in editions],
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
            context=f"{edition.slug}{SEPARATOR}{unit.key}",
            source=unit.source,
            translation=unit.text.wordings.get(target, ""),
            is_fuzzy=unit.state(target) is TranslationState.OUTDATED,
            note=f"{edition.days.first.isoformat()} {unit.text.source}",
        )
        for edition in editions
        for unit in units_for(edition, target)
    ]
    content = po.written(units, language=target, title=visit.settings.authority("en"))
    headers = dict(UNKEPT) | {"Content-Disposition": f'attachment; filename="editions-{target}.po"'}
    return Response(content, media_type=PO_TYPE, headers=headers)


@post("/translations/import", include_in_schema=False, status_code=303)
async def take(visit: NamedDependency[Visit]) -> Response[Any]:
    """Take the translations of a PO file; what cannot be taken is counted and left as it is."""
    form = await read_form(visit.request)
    target = form.one_of("in", languages_of(visit.asker))
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
    form = Form.of({unit.key: unit.text.wordings.get(target, "") for unit in units_for(edition, target)})
    return await _shown(visit, edition, target, form)


@post("/translations/{slug:str}", include_in_schema=False, status_code=200)
async def save(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep what was written, and what was said to have kept its meaning."""
    form = await read_form(visit.request)
    target = form.one_of("in", languages_of(visit.asker)) or chosen_language(visit, languages_of(visit.asker))
    edition = await _translatable(visit.asker, slug, target)
    known = {unit.key: unit for unit in units_for(edition, target)}

    def changed(current: Edition) -> Edition:
        for unit in known.values():
            current = _with_unit(current, form, unit, target)
        return current

    try:
        await actions.translate(
            slug, changed, language=target, by=visit.asker, context=context_of(visit.settings), now=visit.now
        )
    except Refusal as refusal:
        form.problems.setdefault(next(iter(known), "in"), problem_of(refusal))
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
    wording = form.words(unit.key, most=LONGEST_WORDING)
    if unit.key not in form.values:
        return edition
    try:
        if form.ticked(f"{unit.key}-unchanged"):
            return with_text(edition, unit.key, lambda text: confirmed(text, target))
        if wording == unit.text.wordings.get(target, ""):
            return edition
        made_from = form.value(f"{unit.key}-digest")
        return with_text(edition, unit.key, lambda text: translated(text, target, wording, source_digest=made_from))
    except InvalidValue as refusal:
        form.problems[unit.key] = problem_of(refusal)
        return edition


async def _take(visit: Visit, target: str, entries: tuple[po.PoUnit, ...]) -> tuple[int, int]:
    """Take entries, edition by edition; return how many were taken and how many were left."""
    by_edition: dict[str, list[po.PoUnit]] = {}
    for entry in entries:
        by_edition.setdefault(entry.context.partition(SEPARATOR)[0], []).append(entry)
    taken = left = 0
    for slug, found in by_edition.items():
        good: list[po.PoUnit] = []

        def changed(current: Edition, found: list[po.PoUnit] = found, good: list[po.PoUnit] = good) -> Edition:
            good.clear()
            for entry in found:
                key = entry.context.partition(SEPARATOR)[2]
                try:
                    current = with_text(
                        current,
                        key,
                        lambda text, entry=entry: translated(  # type: ignore[misc]
                            text, target, entry.translation, source_digest=digest(entry.source)
                        ),
                    )
                except InvalidValue:
                    continue
                if not entry.is_fuzzy:
                    good.append(entry)
            return current

        found[:] = [entry for entry in found if not entry.is_fuzzy]
        try:
            await actions.translate(
                slug, changed, language=target, by=visit.asker, context=context_of(visit.settings), now=visit.now
            )
        except Refusal:
            good.clear()
        taken += len(good)
        left += len(found) - len(good)
    return taken, left


async def _translatable(asker: Asker, slug: str, target: str) -> Edition:
    edition = await exhibitions.get_edition(slug)
    if not may(asker, Right.TRANSLATE, Noun.EXHIBITION, owner=edition.unit_id, language=target):
        raise NotAllowed
    return edition


async def _shown(visit: Visit, edition: Edition, target: str, form: Form) -> Response[Any]:
    units = units_for(edition, target)
    former = await _former_sources(edition, units, target)
    return visit.page(
        "desk/translations/edition.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        target=LANGUAGES[target],
        targets=[(code, LANGUAGES[code].name) for code in languages_of(visit.asker)],
        units=[(unit, unit.state(target), digest(unit.source), former.get(unit.key, ())) for unit in units],
        state_names=TRANSLATION_STATE_NAMES,
        ready=readiness(edition, target),
        form=form,
    )


async def _former_sources(
    edition: Edition, units: tuple[Unit, ...], target: str
) -> dict[str, tuple[tuple[str, str], ...]]:
    """What changed in the source since an outdated translation was made, where the history still knows."""
    outdated = {unit.key: unit for unit in units if unit.state(target) is TranslationState.OUTDATED}
    if not outdated:
        return {}
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for line in await history.list_lines(object_id=edition.id, limit=MOST_LINES):
        for change in line.changes:
            unit = outdated.get(change.name)
            for value in (change.before, change.after):
                old = value.get(unit.text.source, "") if unit and isinstance(value, dict) else ""
                if unit and old and digest(old) == unit.text.made_from.get(target):
                    found[unit.key] = differing_pieces(old, unit.source)
    return found


def _reach(asker: Asker) -> frozenset[Any] | None:
    """Units whose editions the asker sees; None for all."""
    return None if may(asker, Right.READ, Noun.EXHIBITION) else asker.unit_ids


def _key(row: DeskEdition) -> Cursor:
    return Cursor(row.days.first, row.id)


ROUTES = (translations_page, export, take, edition_page, save)
