"""Translating: texts of one object, or a file of them; and the terms of the glossary.

Each re-reads the object under a lock and sets the wordings alone, so that two translators of one object, or a
translator and an organiser, never overwrite each other. Calendar, change log and history follow as with any change.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.actions import exhibitions, projects
from events_app.actions.context import Context
from events_app.actions.history import record
from events_app.actions.translation_states import keep_states
from events_app.domain.exhibitions import Series
from events_app.domain.glossary import Term, TermKnown
from events_app.domain.history import Deed, differences
from events_app.domain.projects import Project
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, NotAllowed, Noun, Right, may, require
from events_app.domain.translation_imports import Group, Line, Report, grouped, take
from events_app.domain.translations import (
    Kind,
    Translated,
    UnitNoun,
)
from events_app.storage import calendar, translations
from events_app.storage import exhibitions as kept_exhibitions
from events_app.storage import projects as kept_projects
from events_app.storage.database import transaction


async def import_units(
    lines: Sequence[Line],
    language: str,
    *,
    is_whole: bool,
    is_trial: bool = False,
    by: Asker,
    context: Context,
    now: datetime,
) -> Report:
    """Take the translations of a file; tell line by line what was not taken, and why.

    With `is_whole` nothing is written if any line is refused; otherwise what can be taken is. `is_trial` never writes.
    """
    groups, report = grouped(lines)
    if not is_whole and not is_trial:
        for group in groups:
            report += await _taken(group, language, by=by, context=context, now=now)
        return replace(report, is_kept=report.taken + report.confirmed > 0)
    async with transaction():
        for group in groups:
            report += await _looked_at(group, language, by=by)
        if is_trial or report.faults or not report.taken + report.confirmed:
            return replace(report, is_kept=False)
        for group in groups:
            await _take(group, language, by=by, context=context, now=now)
    return report


async def keep_term(term: Term, *, by: Asker, now: datetime) -> Term:
    """Keep a term, new or changed. Raises NotAllowed or TermKnown."""
    require(by, Right.TRANSLATE, Noun.EXHIBITION, language=term.language)
    new = replace(term, modified_at=now)
    async with transaction():
        known = await translations.find_term(term.source_language, term.term, term.language)
        if known is not None and known.id != term.id:
            raise TermKnown
        old = next((each for each in await translations.list_terms(term.language) if each.id == term.id), None)
        if old is None:
            await translations.add_term(new)
        else:
            await translations.set_term(new)
        await _record_term(Deed.CHANGED if old else Deed.ADDED, old, new, by=by, now=now)
    return new


async def remove_term(term_id: UUID, *, by: Asker, now: datetime) -> None:
    """Remove a term. Raises NotFound or NotAllowed."""
    async with transaction():
        old = await translations.get_term(term_id)
        require(by, Right.TRANSLATE, Noun.EXHIBITION, language=old.language)
        await translations.remove_term(term_id)
        await _record_term(Deed.REMOVED, old, None, by=by, now=now)


def may_translate(by: Asker, value: Translated, language: str) -> bool:
    """Whether the asker may write texts of a value in a language; series belong to the authority."""
    noun = Noun.PROJECT if isinstance(value, Project) else Noun.EXHIBITION
    owner = None if isinstance(value, Series) else value.unit_id
    return may(by, Right.TRANSLATE, noun, owner=owner, language=language)


async def _record_term(deed: Deed, old: Term | None, new: Term | None, *, by: Asker, now: datetime) -> None:
    term = new or old
    if term is not None:
        label = f"{term.term} ({term.source_language} → {term.language})"
        await record(deed, Noun.EXHIBITION, term.id, by=by, now=now, label=label, changes=differences(old, new))


async def _taken(group: Group, language: str, *, by: Asker, context: Context, now: datetime) -> Report:
    """Take what can be taken of one object; nothing of an object that cannot be found or is not the asker's."""
    try:
        return await _take(group, language, by=by, context=context, now=now)
    except (NotFound, NotAllowed) as refusal:
        return group.refused(refusal)


async def _take(group: Group, language: str, *, by: Asker, context: Context, now: datetime) -> Report:
    report = Report()

    def changed(value: Kind) -> Kind:
        nonlocal report
        value, report = take(value, group.lines, language)
        return value

    await change_texts(group.subject, group.slug, changed, language=language, by=by, context=context, now=now)
    return report


async def _looked_at(group: Group, language: str, *, by: Asker) -> Report:
    """What `_take` would do, with the object locked until the transaction ends."""
    try:
        value = await _locked(group.subject, group.slug)
    except NotFound as refusal:
        return group.refused(refusal)
    if not may_translate(by, value, language):
        return group.refused(NotAllowed())
    return take(value, group.lines, language)[1]


async def _locked(subject: UnitNoun, slug: str) -> Translated:
    """Raises NotFound."""
    if subject is UnitNoun.EDITION:
        await kept_exhibitions.lock_edition(slug)
        return await kept_exhibitions.get_edition(slug)
    if subject is UnitNoun.PROJECT:
        await kept_projects.lock_(slug)
        return await kept_projects.get(slug)
    return await _locked_series(slug)


async def _locked_series(slug: str) -> Series:
    await kept_exhibitions.lock_series(slug)
    series = await kept_exhibitions.find_series(slug)
    if series is None:
        raise NotFound
    return series


async def change_texts(
    subject: UnitNoun,
    slug: str,
    change: Callable[[Any], Any],
    *,
    language: str,
    by: Asker,
    context: Context,
    now: datetime,
) -> None:
    """Change the texts of an edition, series or project in one language, whatever others have saved of it meanwhile.

    `change` must touch nothing else. Raises NotFound, NotAllowed, or what `change` raises.
    """
    if subject is UnitNoun.EDITION:
        await exhibitions.translate(slug, change, language=language, by=by, context=context, now=now)
    elif subject is UnitNoun.PROJECT:
        await projects.translate(slug, change, language=language, by=by, context=context, now=now)
    else:
        await _translate_series(slug, change, language=language, by=by, now=now)


async def _translate_series(
    slug: str, change: Callable[[Series], Series], *, language: str, by: Asker, now: datetime
) -> None:
    """Series belong to the authority, whichever unit keeps their editions."""
    async with transaction():
        old = await _locked_series(slug)
        require(by, Right.TRANSLATE, Noun.EXHIBITION, language=language)
        new = change(old)
        if new == old:
            return
        await kept_exhibitions.set_series(new)
        await keep_states(new, old=old, now=now)
        await calendar.set_changed(now, in_words=True)
        changes = differences(old, new)
        await record(Deed.TRANSLATED, Noun.EXHIBITION, new.id, by=by, now=now, label=slug, changes=changes)
