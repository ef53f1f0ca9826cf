"""The translations desk: what waits in a language, side by side editing, PO files for agencies.

Editions with their sessions and deadlines, series, and projects with their milestones are translated alike.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import translations as actions
from events_app.actions.demo import context_of
from events_app.domain.diffs import Piece, diff
from events_app.domain.glossary import Term, terms_in
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_
from events_app.domain.readiness import TranslationState, readiness
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import Asker, NotAllowed, Noun, Right, may, may_somewhere
from events_app.domain.search import fold
from events_app.domain.translation_imports import Line
from events_app.domain.translations import (
    LONGEST_WORDING,
    STATE_NAMES,
    SUBJECT_NAMES,
    State,
    Translated,
    Unit,
    UnitKey,
    UnitNoun,
    check_source,
    text_at,
    units_of,
    with_unit,
    with_unit_confirmed,
)
from events_app.edge.desk import UNKEPT, Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.paging import MomentCursor, parse_moment_cursor
from events_app.edge.problems import problem_of
from events_app.formats import po
from events_app.storage import exhibitions, projects, translations
from events_app.storage.translations import NEVER, Waiting

PER_PAGE = 30
MOST_EXPORTED = 300
PO_TYPE = "text/x-gettext-translation; charset=utf-8"
NOT_PO = N_("This is not a PO file, or it is too large.")
FILE_MISSING = N_("Choose a file.")


@dataclass(frozen=True, slots=True)
class Hint:
    """A term of the glossary that occurs in a source; `is_missed`: the translation does not use its translation."""

    term: Term
    is_missed: bool


@get("/translations", include_in_schema=False)
async def translations_page(visit: NamedDependency[Visit]) -> Response[Any]:
    """List what waits in a language, what is needed next on top."""
    languages = languages_of(visit.asker)
    target = chosen_language(visit, languages)
    query = visit.request.query_params
    form = Form({"kind": query.getall("kind", [])})
    waiting = _waiting(visit, target, form.choice("kind", UnitNoun, required=False))
    after = parse_moment_cursor(query.get("after"))
    found = await translations.list_waiting(waiting, after=after, limit=PER_PAGE + 1)
    rows = found[:PER_PAGE]
    return visit.page(
        "desk/translations/list.html",
        form=form,
        target=target,
        targets=_named(languages),
        kinds=list(SUBJECT_NAMES.items()),
        kind_names=SUBJECT_NAMES,
        rows=rows,
        total=await translations.count_waiting(waiting),
        next=_cursor(rows[-1]) if len(found) > PER_PAGE else None,
        is_first=after is None,
        outcome=query.get("outcome", ""),
        problem=query.get("problem", ""),
    )


@get("/translations/export.po", include_in_schema=False)
async def export(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Everything that waits in a language, with what is translated of it, as a PO file."""
    target = chosen_language(visit, languages_of(visit.asker))
    waiting = await translations.list_waiting(_waiting(visit, target, None), limit=MOST_EXPORTED)
    values = await _values(waiting)
    units = [
        po.PoUnit(
            context=str(unit.key),
            source=unit.source,
            translation=unit.wording,
            is_fuzzy=unit.state is State.OUTDATED,
            note=unit.source_language,
        )
        for value in values
        for unit in units_of(value, target, now=visit.now)
    ]
    title = visit.settings.authority("en")
    content = await asyncio.to_thread(lambda: po.written(units, language=target, title=title))
    headers = dict(UNKEPT) | {"Content-Disposition": f'attachment; filename="texts-{target}.po"'}
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
        entries = await asyncio.to_thread(po.read, content)
    except po.NotPo:
        return see("desk/translations", problem="not-po", **{"in": target})
    lines = [
        Line(number=number, key=entry.context, source=entry.source, wording=entry.translation, is_unsure=entry.is_fuzzy)
        for number, entry in enumerate(entries, 1)
    ]
    context = context_of(visit.settings)
    report = await actions.import_units(lines, target, is_whole=False, by=visit.asker, context=context, now=visit.now)
    taken = report.taken + report.confirmed
    return see("desk/translations", outcome=f"{taken}-{len(report.faults)}", **{"in": target})


@get("/translations/{subject:str}/{slug:str}", include_in_schema=False)
async def texts_page(visit: NamedDependency[Visit], *, subject: FromPath[str], slug: FromPath[str]) -> Response[Any]:
    """Show the texts of an object beside their translations."""
    target = chosen_language(visit, languages_of(visit.asker))
    value = await _translatable(visit.asker, subject, slug, target)
    form = Form.of({str(unit.key): unit.wording for unit in units_of(value, target, now=visit.now)})
    return await _shown(visit, value, subject, target, form)


@post("/translations/{subject:str}/{slug:str}", include_in_schema=False, status_code=200)
async def save(visit: NamedDependency[Visit], *, subject: FromPath[str], slug: FromPath[str]) -> Response[Any]:
    """Keep what was written, and what was said to have kept its meaning."""
    form = await read_form(visit.request)
    target = form.one_of("in", languages_of(visit.asker)) or chosen_language(visit, languages_of(visit.asker))
    value = await _translatable(visit.asker, subject, slug, target)
    known = units_of(value, target, now=visit.now)

    def changed(current: Any) -> Any:  # noqa: ANN401 - an edition, series or project
        for unit in known:
            current = _with_unit(current, form, unit, target)
        return current

    try:
        await actions.change_texts(
            UnitNoun(subject),
            slug,
            changed,
            language=target,
            by=visit.asker,
            context=context_of(visit.settings),
            now=visit.now,
        )
    except Refusal as refusal:
        form.problems.setdefault("in", problem_of(refusal))
    if not form.is_good:
        fresh = await _value_at(UnitNoun(subject), slug)
        return await _shown(visit, fresh, subject, target, form)
    return see(f"desk/translations/{subject}/{slug}", done="saved", **{"in": target})


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


def _named(languages: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, LANGUAGES[code].name) for code in languages]


def _waiting(visit: Visit, target: str, subject: UnitNoun | None) -> Waiting:
    reach = None if may(visit.asker, Right.READ, Noun.EXHIBITION) else visit.asker.unit_ids
    return Waiting(language=target, since=visit.now, unit_ids=reach, subject=subject)


def _cursor(state: TranslationState) -> MomentCursor:
    return MomentCursor(state.urgent_at or NEVER, state.subject_id)


async def _values(states: Sequence[TranslationState]) -> list[Translated]:
    """The objects themselves, in the order of their states."""
    slugs = {noun: [state.slug for state in states if state.subject is noun] for noun in SUBJECT_NAMES}
    found: dict[UUID, Translated] = {}
    for edition in await exhibitions.list_editions(slugs[UnitNoun.EDITION]):
        found[edition.id] = edition
    for series in await exhibitions.list_series_at(slugs[UnitNoun.SERIES]):
        found[series.id] = series
    for project in await projects.list_projects(slugs[UnitNoun.PROJECT]):
        found[project.id] = project
    return [found[state.subject_id] for state in states if state.subject_id in found]


async def _value_at(subject: UnitNoun, slug: str) -> Translated:
    """Raises NotFound."""
    if subject is UnitNoun.EDITION:
        return await exhibitions.get_edition(slug)
    if subject is UnitNoun.PROJECT:
        return await projects.get(slug)
    series = await exhibitions.find_series(slug)
    if series is None:
        raise NotFound
    return series


async def _translatable(asker: Asker, subject: str, slug: str, target: str) -> Translated:
    """The object, if the asker may write it in this language. Raises NotFound or NotAllowed."""
    if subject not in {noun.value for noun in SUBJECT_NAMES}:
        raise NotFound
    value = await _value_at(UnitNoun(subject), slug)
    if not actions.may_translate(asker, value, target):
        raise NotAllowed
    return value


def _with_unit(value: Any, form: Form, unit: Unit, target: str) -> Any:  # noqa: ANN401 - an edition, series or project
    """The object with one unit as the form has it; a fault is noted beside its field."""
    name = str(unit.key)
    if name not in form.values:
        return value
    wording = form.words(name, most=LONGEST_WORDING)
    try:
        if form.ticked(f"{name}-unchanged"):
            return with_unit_confirmed(value, unit.key, target)
        if wording == unit.wording:
            return value
        check_source(text_at(value, unit.key), form.value(f"{name}-digest"))
        return with_unit(value, unit.key, target, wording)
    except Refusal as refusal:
        form.problems[name] = problem_of(refusal)
        return value


async def _shown(visit: Visit, value: Translated, subject: str, target: str, form: Form) -> Response[Any]:
    units = units_of(value, target, now=visit.now)
    former = await _former_sources(units)
    terms = await translations.list_terms(target)
    return visit.page(
        "desk/translations/texts.html",
        status_code=200 if form.is_good else 422,
        value=value,
        subject_name=SUBJECT_NAMES[UnitNoun(subject)],
        base=f"desk/translations/{subject}/{value.slug}",
        target=LANGUAGES[target],
        targets=_named(languages_of(visit.asker)),
        units=[(unit, str(unit.key), former.get(unit.key, ()), _hints(unit, terms)) for unit in units],
        state_names=STATE_NAMES,
        ready=readiness(value, (target,)).languages[target].share,
        form=form,
    )


def _hints(unit: Unit, terms: Iterable[Term]) -> list[Hint]:
    """Terms that occur in the source, and whether the translation, if there is one, leaves them out."""
    of_source = [term for term in terms if term.source_language == unit.source_language]
    wording = fold(unit.wording)
    return [
        Hint(term, bool(wording) and fold(term.translation) not in wording) for term in terms_in(unit.source, of_source)
    ]


async def _former_sources(units: tuple[Unit, ...]) -> dict[UnitKey, tuple[Piece, ...]]:
    """What changed in the source since an outdated translation was made, where that source was kept."""
    outdated = [unit for unit in units if unit.state is State.OUTDATED]
    kept = await translations.list_wordings(unit.made_from for unit in outdated)
    return {unit.key: diff(kept[unit.made_from], unit.source) for unit in outdated if unit.made_from in kept}


ROUTES = (translations_page, export, take, texts_page, save)
