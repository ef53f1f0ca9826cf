"""Translating on both engines: one text, a file of them, by two at once; and what is kept beside."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from events_app.actions import exhibitions, projects, translation_states
from events_app.actions import translations as actions
from events_app.domain.calendar import EntryKind
from events_app.domain.exhibitions import Edition
from events_app.domain.glossary import Term, TermKnown
from events_app.domain.history import Deed
from events_app.domain.languages import LANGUAGES
from events_app.domain.organisations import Membership, OrganisationKind, Role
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.texts import digest
from events_app.domain.translation_imports import Line, Report, UnitTwice
from events_app.domain.translations import (
    PlaceholdersDiffer,
    SourceChanged,
    State,
    UnitKey,
    UnitNoun,
    UnitUnknown,
    WordingMissing,
    check_source,
    text_at,
    texts_of,
    units_of,
    with_unit,
    with_unit_confirmed,
)
from events_app.formats import po
from events_app.storage import calendar, history, translations
from events_app.storage import exhibitions as kept
from events_app.storage import projects as kept_projects
from events_app.storage.database import Database, fetch
from events_app.storage.translations import Waiting
from tests.builders import MODIFIED_AT, a_deadline, a_project, a_series, a_session, an_edition, an_id
from tests.planting import context, plant, plant_projects

NOW = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
EDITION = an_edition(sessions=(a_session(),), deadlines=(a_deadline(),))
SERIES = a_series()
PROJECT = a_project()
NAME, SUMMARY, CITY = (
    UnitKey(UnitNoun.EDITION, EDITION.id, EDITION.slug, None, f) for f in ("name", "summary", "city")
)
NOTE = UnitKey(UnitNoun.DEADLINE, EDITION.id, EDITION.slug, an_id("deadline"), "note")
PARTY = UnitKey(UnitNoun.PROJECT, PROJECT.id, PROJECT.slug, None, "parties.1")
FORMER = UnitKey(UnitNoun.SERIES, SERIES.id, SERIES.slug, None, "summary")


def _asker(role: Role, *languages: str, unit_id: UUID | None = None) -> Asker:
    membership = Membership(
        id=an_id("membership"),
        person_id=an_id("person"),
        organisation_id=unit_id or an_id("authority"),
        organisation_kind=OrganisationKind.UNIT if unit_id else OrganisationKind.AUTHORITY,
        role=role,
        languages=languages,
        created_at=NOW,
    )
    return Asker(None, (membership,))


TRANSLATOR = _asker(Role.TRANSLATOR, "fr", "ar")


async def _translate(key: UnitKey, wording: str, *, language: str = "fr", source: str, by: Asker = TRANSLATOR) -> None:
    def changed(value: Any) -> Any:  # noqa: ANN401 - an edition, series or project
        check_source(text_at(value, key), digest(source))
        return with_unit(value, key, language, wording)

    await actions.change_texts(key.subject, key.slug, changed, language=language, by=by, context=context(), now=NOW)


async def _confirm(key: UnitKey, language: str, source_digest: str) -> None:
    def changed(value: Any) -> Any:  # noqa: ANN401 - as above
        check_source(text_at(value, key), source_digest)
        return with_unit_confirmed(value, key, language)

    await actions.change_texts(
        key.subject, key.slug, changed, language=language, by=TRANSLATOR, context=context(), now=NOW
    )


async def _import(
    lines: Sequence[Line],
    *,
    language: str = "fr",
    is_whole: bool = True,
    is_trial: bool = False,
    by: Asker = TRANSLATOR,
) -> Report:
    return await actions.import_units(
        lines, language, is_whole=is_whole, is_trial=is_trial, by=by, context=context(), now=NOW
    )


def _line(number: int, key: UnitKey, source: str, wording: str) -> Line:
    return Line(number=number, key=str(key), source=source, wording=wording)


async def _edition() -> Edition:
    return await kept.get_edition(EDITION.slug)


async def test_a_translation_reaches_subscribers_the_history_and_the_lists(database: Database) -> None:
    await plant(EDITION)

    await _translate(
        SUMMARY, "Éclairage et bâtiment.", source="Lighting, electrical engineering and building automation."
    )

    edition = await _edition()
    assert edition == replace(
        EDITION, summary=EDITION.summary.with_wording("fr", "Éclairage et bâtiment."), modified_at=NOW
    )
    (line,) = [line for line in await history.list_lines(object_id=EDITION.id) if line.deed is Deed.TRANSLATED]
    assert [change.name for change in line.changes] == ["summary"]
    entry = next(each for each in await calendar.list_of_subject(EDITION.id) if each.kind is EntryKind.EXHIBITION)
    assert (entry.description.wordings["fr"], entry.revision, entry.sequence) == ("Éclairage et bâtiment.", 2, 0)
    states = {state.language: state for state in (await translations.list_states([EDITION.id]))[EDITION.id]}
    assert (states["fr"].missing, states["fr"].current) == (5, 3)
    assert states.keys() == LANGUAGES.keys()


async def test_parts_projects_and_series_are_translated_too(database: Database) -> None:
    await plant(EDITION)
    await plant_projects(PROJECT)

    await _translate(NOTE, "Liste d’attente.", source="Late applications go on a waiting list.")
    await _translate(PARTY, "Énergie du Kenya", source="Example Energy Kenya")
    await _translate(FORMER, "Éclairage.", source="Lighting and building technology.")

    assert (await _edition()).deadlines[0].note.wordings["fr"] == "Liste d’attente."
    assert (await kept_projects.get(PROJECT.slug)).parties[1].name.wordings["fr"] == "Énergie du Kenya"
    assert (await kept.get_series(SERIES.id)).summary.wordings["fr"] == "Éclairage."
    for found in (PROJECT.id, SERIES.id):
        assert Deed.TRANSLATED in {line.deed for line in await history.list_lines(object_id=found)}


async def test_translators_write_only_their_languages_and_units_only_what_is_theirs(database: Database) -> None:
    await plant(EDITION)
    await plant_projects(PROJECT)
    stranger = _asker(Role.UNIT_OFFICER, unit_id=an_id("unit"))

    for key, source in ((NAME, "Light and Building 2026"), (PARTY, "Example Energy Kenya")):
        with pytest.raises(NotAllowed):
            await _translate(key, "Имя", language="ru", source=source)
        with pytest.raises(NotAllowed):
            await _translate(key, "Nom", source=source, by=stranger)
    with pytest.raises(NotAllowed):
        await _translate(FORMER, "Nom", source="Lighting and building technology.", by=stranger)
    assert (await _edition()) == EDITION


async def test_a_translation_of_an_earlier_source_or_of_nothing_is_refused(database: Database) -> None:
    await plant(EDITION)

    with pytest.raises(SourceChanged):
        await _translate(NAME, "Lumière", source="Light 2026")
    with pytest.raises(UnitUnknown):
        await _translate(replace(NOTE, part_id=an_id("gone")), "Note", source="")
    with pytest.raises(NotFound):
        await _translate(replace(NAME, slug="gone"), "Note", source="")
    with pytest.raises(NotFound):
        await _translate(replace(FORMER, slug="gone"), "Note", source="")


async def test_a_changed_source_can_be_shown_and_the_translation_confirmed(database: Database) -> None:
    await plant(EDITION)
    changed = replace(EDITION, name=EDITION.name.with_wording("en", "Light + Building 2026"))
    await exhibitions.change_edition(changed, by=SYSTEM, context=context(), now=NOW)
    unit = units_of(await _edition(), "fr", now=NOW)[0]

    was = await translations.find_wording(unit.made_from)
    entries = await calendar.list_of_subject(EDITION.id)
    await _confirm(NAME, "fr", unit.digest)

    assert (unit.state, was) == (State.OUTDATED, "Light and Building 2026")
    name = (await _edition()).name
    assert (name.is_outdated("fr"), name.is_outdated("zh-Hans")) == (False, True)
    assert [each.revision for each in await calendar.list_of_subject(EDITION.id)] == [e.revision for e in entries]
    with pytest.raises(SourceChanged):
        await _confirm(NAME, "fr", unit.made_from)
    with pytest.raises(WordingMissing):
        await _confirm(NAME, "ar", unit.digest)


async def test_nothing_is_written_where_nothing_changes(database: Database) -> None:
    await plant(EDITION)
    await plant_projects(PROJECT)
    before = len(await history.list_lines(limit=100))

    await _translate(NAME, "Lumière et bâtiment 2026", source="Light and Building 2026")
    key = UnitKey(UnitNoun.PROJECT, PROJECT.id, PROJECT.slug, None, "name")
    await _translate(key, "Parc solaire près de Nakuru", source="Solar park near Nakuru")
    series = UnitKey(UnitNoun.SERIES, SERIES.id, SERIES.slug, None, "name")
    await _translate(series, "Lumière et bâtiment", source="Light and Building")

    assert len(await history.list_lines(limit=100)) == before
    assert ((await _edition()).version, (await _edition()).modified_at) == (1, MODIFIED_AT)


async def test_translators_at_once_never_overwrite_each_other(database: Database) -> None:
    await plant(EDITION)
    await plant_projects(PROJECT)
    languages = [code for code in LANGUAGES if code != "en"]
    keys = {NAME: "Light and Building 2026", CITY: "Frankfurt am Main", PARTY: "Example Energy Kenya"}
    keys |= {FORMER: "Lighting and building technology."}

    await asyncio.gather(
        *(
            _translate(key, f"{key.field} {language}", language=language, source=source, by=SYSTEM)
            for language in languages
            for key, source in keys.items()
        )
    )

    values = (await _edition(), await kept_projects.get(PROJECT.slug), await kept.get_series(SERIES.id))
    texts = {key: text for value in values for key, text in texts_of(value)}
    for key, source in keys.items():
        wordings = {language: f"{key.field} {language}" for language in languages}
        assert texts[key].wordings == wordings | {"en": source}


async def test_a_file_goes_out_and_comes_back_in_every_language(database: Database) -> None:
    await plant(EDITION)
    await plant_projects(PROJECT)

    for language in (code for code in LANGUAGES if code != "en"):
        values = (await _edition(), await kept_projects.get(PROJECT.slug), await kept.get_series(SERIES.id))
        units = [unit for value in values for unit in units_of(value, language, now=NOW)]
        content = po.written(
            [po.PoUnit(str(unit.key), unit.source, f"{unit.source} — {language} «؟。»") for unit in units],
            language=language,
            title="Authority",
        )

        report = await _import(po.lines_of(po.read(content)), language=language, by=SYSTEM)

        assert report == Report(taken=len(units))
        values = (await _edition(), await kept_projects.get(PROJECT.slug), await kept.get_series(SERIES.id))
        for unit in (unit for value in values for unit in units_of(value, language, now=NOW)):
            assert (unit.state, unit.wording) == (State.CURRENT, f"{unit.source} — {language} «؟。»")


async def _a_mixed_file() -> tuple[Line, ...]:
    """One new, one as it is, one confirmed, one unsure, one empty; seven that cannot be taken."""
    changed = replace(EDITION, city=EDITION.city.with_wording("fr", "Francfort").with_wording("en", "Frankfurt"))
    await plant(changed, an_edition(id=an_id("theirs"), slug="theirs", unit_id=None))
    await plant_projects(PROJECT)
    long = "Lighting, electrical engineering and building automation."
    return (
        _line(1, SUMMARY, long, "Éclairage"),
        _line(2, NAME, "Light and Building 2026", "Lumière et bâtiment 2026"),
        _line(3, CITY, "Frankfurt", "Francfort"),
        replace(_line(4, NOTE, "Late applications go on a waiting list.", "Liste"), is_unsure=True),
        _line(5, PARTY, "Example Energy Kenya", " "),
        replace(_line(6, NAME, "x", "y"), key="nothing"),
        _line(7, replace(NAME, field="venue"), "Messe", "Foire"),
        _line(8, replace(NAME, slug="gone"), "x", "y"),
        _line(9, replace(NAME, field="organiser"), "Fair Company Ltd", "Foire %(x)s"),
        _line(10, replace(NAME, field="co_organisers.7"), "x", "y"),
        _line(11, SUMMARY, long, "Autre"),
        _line(12, replace(FORMER, slug="no-series"), "x", "y"),
    )


def _told(report: Report) -> list[tuple[int, type[Exception], str]]:
    return [(fault.line.number, type(fault.refusal), fault.present) for fault in report.faults]


FAULTS = [
    (6, UnitUnknown, ""),
    (7, SourceChanged, "Messe Frankfurt"),
    (8, NotFound, ""),
    (9, PlaceholdersDiffer, "Fair Company Ltd"),
    (10, UnitUnknown, ""),
    (11, UnitTwice, ""),
    (12, NotFound, ""),
]


async def test_line_by_line_what_can_be_taken_is_and_the_rest_is_told(database: Database) -> None:
    lines = await _a_mixed_file()

    report = await _import(lines, is_whole=False)

    assert replace(report, faults=()) == Report(taken=1, confirmed=1, same=1, unfinished=2)
    assert _told(report) == FAULTS
    edition = await _edition()
    assert (edition.summary.wordings["fr"], edition.city.is_outdated("fr"), edition.version) == ("Éclairage", False, 2)


@pytest.mark.parametrize(("is_whole", "is_trial"), [(True, False), (True, True), (False, True)])
async def test_a_whole_file_with_faults_or_a_trial_writes_nothing(
    database: Database,
    is_whole: bool,  # noqa: FBT001
    is_trial: bool,  # noqa: FBT001
) -> None:
    lines = await _a_mixed_file()
    before = await _edition()

    report = await _import(lines, is_whole=is_whole, is_trial=is_trial)

    assert replace(report, faults=()) == Report(taken=1, confirmed=1, same=1, unfinished=2, is_kept=False)
    assert _told(report) == FAULTS
    assert await _edition() == before


async def test_a_file_of_things_that_belong_to_others_is_refused_line_by_line(database: Database) -> None:
    await plant(EDITION)
    lines = (_line(1, NAME, "Light and Building 2026", "Nom"), _line(2, CITY, "Frankfurt am Main", "Ville"))
    stranger = _asker(Role.UNIT_OFFICER, unit_id=an_id("unit"))

    for is_whole in (True, False):
        report = await _import(lines, by=stranger, is_whole=is_whole)

        assert not report.is_kept
        assert [(fault.line, type(fault.refusal)) for fault in report.faults] == [(each, NotAllowed) for each in lines]
    assert await _edition() == EDITION


async def test_states_of_what_was_there_before_and_of_passed_deadlines_are_renewed(database: Database) -> None:
    await plant(EDITION)
    await plant_projects(PROJECT)
    waiting = Waiting(language="ar", since=NOW)
    before = await translations.list_waiting(waiting)
    await fetch("DELETE FROM translation_state")

    assert await translation_states.renew_states(now=NOW, limit=2) == 2
    assert await translation_states.renew_states(now=NOW) == 1
    assert await translation_states.renew_states(now=NOW) == 0
    assert await translations.list_waiting(waiting) == before
    assert [state.slug for state in before] == [EDITION.slug, PROJECT.slug, SERIES.slug]

    later = datetime(2026, 6, 1, tzinfo=UTC)
    assert await translation_states.renew_states(now=later) == 1
    (state,) = [s for s in await translations.list_waiting(waiting) if s.subject is UnitNoun.EDITION]
    assert state.urgent_at == datetime(2026, 10, 11, 22, 0, tzinfo=UTC)
    assert await translation_states.renew_states(now=later) == 0


async def test_terms_are_kept_by_who_translates_into_their_language(database: Database) -> None:
    term = Term(
        id=an_id("hall"), source_language="en", term="hall", language="fr", translation="hall", modified_at=MODIFIED_AT
    )
    assert await actions.keep_term(term, by=TRANSLATOR, now=NOW) == replace(term, modified_at=NOW)
    changed = replace(term, translation="pavillon")
    await actions.keep_term(changed, by=TRANSLATOR, now=NOW)

    assert await translations.list_terms("fr") == (replace(changed, modified_at=NOW),)
    with pytest.raises(TermKnown):
        await actions.keep_term(replace(term, id=an_id("other")), by=TRANSLATOR, now=NOW)
    for refused in (_asker(Role.TRANSLATOR, "ru"), _asker(Role.UNIT_OFFICER, unit_id=an_id("unit"))):
        with pytest.raises(NotAllowed):
            await actions.keep_term(term, by=refused, now=NOW)
        with pytest.raises(NotAllowed):
            await actions.remove_term(term.id, by=refused, now=NOW)

    await actions.remove_term(term.id, by=TRANSLATOR, now=NOW)

    assert await translations.list_terms("fr") == ()
    deeds = sorted(line.deed for line in await history.list_lines(object_id=term.id))
    assert deeds == [Deed.ADDED, Deed.CHANGED, Deed.REMOVED]


async def test_an_internal_project_is_translated_without_being_shown(database: Database) -> None:
    await plant_projects(replace(PROJECT, is_public=False))

    await _translate(PARTY, "Énergie", source="Example Energy Kenya")

    assert await calendar.list_of_subject(PROJECT.id) == ()
    assert (await projects.change(await kept_projects.get(PROJECT.slug), by=SYSTEM, context=context(), now=NOW)).version


async def test_renewing_many_leaves_most_of_the_time_to_whoever_asks_for_pages(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plant(EDITION)
    await plant_projects(PROJECT)
    await fetch("DELETE FROM translation_state")
    rests_s: list[float] = []
    sleep = asyncio.sleep

    async def rest(seconds: float) -> None:
        rests_s.append(seconds)
        await sleep(0)

    monkeypatch.setattr(translation_states, "AT_ONCE", 1)
    monkeypatch.setattr(asyncio, "sleep", rest)
    clock = asyncio.get_running_loop().time
    began = clock()
    renewed = await translation_states.renew_states(now=NOW)
    took_s = clock() - began

    assert len(rests_s) == renewed == 3
    assert 0 < sum(rests_s) <= took_s * translation_states.RESTS
