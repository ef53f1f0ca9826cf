"""What subscribers would see of a change. That saving does just that is proven in tests/actions/test_previews.py."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from events_app.domain.calendar import EntryKind, entries_of_edition
from events_app.domain.changes import Aspect, AspectChange
from events_app.domain.exhibitions import Days, Edition, EditionStatus, OpeningHours
from events_app.domain.previews import Effect, Feature, Preview, preview
from events_app.domain.texts import Text
from tests.builders import DOMAIN, a_deadline, a_session, a_text, an_edition

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


def seen(old: Edition, new: Edition) -> Preview:
    return preview(old, new, now=NOW, domain=DOMAIN)


def whole(**changes: object) -> Edition:
    return an_edition(sessions=(a_session(),), deadlines=(a_deadline(),), **changes)


def effects(found: Preview) -> dict[EntryKind, tuple[Effect, tuple[Feature, ...]]]:
    return {part.entry.kind: (part.effect, part.features) for part in found.parts}


def test_nothing_changed_is_nothing_seen() -> None:
    found = seen(whole(), whole(modified_at=NOW, source="https://fair.example/new"))

    assert found.counts == {Effect.NOTHING: 3}
    assert (found.is_seen, found.is_material, found.aspects) == (False, False, ())


def test_a_typo_is_wording_only() -> None:
    found = seen(whole(), whole(summary=a_text("Light, electricity and automation.")))

    assert effects(found) == {
        EntryKind.EXHIBITION: (Effect.WORDING, (Feature.WORDING,)),
        EntryKind.SESSION: (Effect.NOTHING, ()),
        EntryKind.DEADLINE: (Effect.NOTHING, ()),
    }
    assert (found.is_seen, found.is_material) == (True, False)
    assert [(part.after and part.after.sequence) for part in found.parts] == [0, 0, 0]


def test_a_new_hall_and_other_words_are_material_for_each_entry() -> None:
    found = seen(whole(), whole(venue=a_text("Hall 11"), name=a_text("Light 2026")))

    assert found.counts == {Effect.MATERIAL: 3}
    assert found.parts[0].features == (Feature.PLACE, Feature.WORDING)
    assert [(part.after and part.after.sequence) for part in found.parts] == [1, 1, 1]
    assert found.is_material


def test_a_later_session_is_told_with_before_and_after() -> None:
    later = a_session(
        starts_at=a_session().starts_at + timedelta(days=1), ends_at=a_session().ends_at + timedelta(days=1)
    )

    found = seen(whole(), an_edition(sessions=(later,), deadlines=(a_deadline(),)))

    part = found.parts[1]
    assert (part.effect, part.features) == (Effect.MATERIAL, (Feature.DATES, Feature.TIMES))
    assert part.before is not None
    assert part.after is not None
    assert (part.before.starts_at, part.after.starts_at) == (a_session().starts_at, later.starts_at)
    assert found.counts == {Effect.MATERIAL: 1, Effect.NOTHING: 2}
    assert found.aspects == (AspectChange(Aspect.PROGRAMME),)


def test_parts_come_and_go() -> None:
    found = seen(an_edition(sessions=(a_session(),)), an_edition(deadlines=(a_deadline(),)))

    assert effects(found) == {
        # The window for applications is part of the exhibition's own entry.
        EntryKind.EXHIBITION: (Effect.WORDING, (Feature.WORDING,)),
        EntryKind.DEADLINE: (Effect.ADDED, ()),
        EntryKind.SESSION: (Effect.CALLED_OFF, (Feature.STATUS,)),
    }
    assert found.is_material


def test_a_postponement_moves_the_exhibition_and_calls_its_sessions_off() -> None:
    moved = replace(whole().postpone(Days(date(2026, 11, 2), date(2026, 11, 5)), now=NOW), deadlines=(a_deadline(),))

    assert effects(seen(whole(), moved)) == {
        EntryKind.EXHIBITION: (Effect.MATERIAL, (Feature.DATES, Feature.STATUS, Feature.WORDING)),
        EntryKind.DEADLINE: (Effect.MATERIAL, (Feature.STATUS,)),
        EntryKind.SESSION: (Effect.CALLED_OFF, (Feature.STATUS,)),
    }


def test_an_edition_taken_back_vanishes_and_a_published_one_is_new() -> None:
    draft = whole(status=EditionStatus.DRAFT)

    assert seen(whole(), draft).counts == {Effect.WITHDRAWN: 3}
    assert seen(draft, whole()).counts == {Effect.ADDED: 3}
    assert seen(draft, draft).is_seen is False


def test_hours_stand_in_the_change_log_though_no_entry_has_them() -> None:
    found = seen(whole(), whole(hours=(OpeningHours(date(2026, 10, 12), time(9), time(18)),)))

    assert found.counts == {Effect.NOTHING: 3}
    assert found.aspects == (AspectChange(Aspect.HOURS),)
    assert (found.is_seen, found.is_material) == (True, False)


def test_a_part_called_off_earlier_and_taken_up_again_is_material_for_those_who_hold_it() -> None:
    held = [
        entry if entry.kind is EntryKind.EXHIBITION else entry.calls_off(now=NOW)
        for entry in entries_of_edition(an_edition(sessions=(a_session(),)), domain=DOMAIN)
    ]

    found = preview(an_edition(), an_edition(sessions=(a_session(),)), now=NOW, domain=DOMAIN, published=held)
    left = preview(an_edition(), an_edition(), now=NOW, domain=DOMAIN, published=held)

    assert effects(found)[EntryKind.SESSION] == (Effect.MATERIAL, (Feature.STATUS,))
    assert effects(left)[EntryKind.SESSION] == (Effect.NOTHING, ())
    assert left.is_seen is False


def test_a_cancellation_is_material_everywhere() -> None:
    cancelled = whole().cancel(a_text("The halls are closed."), now=NOW)

    found = seen(whole(reason=Text.empty()), cancelled)

    assert found.counts == {Effect.MATERIAL: 3}
    assert {aspect.aspect for aspect in found.aspects} == {Aspect.CANCELLED}
