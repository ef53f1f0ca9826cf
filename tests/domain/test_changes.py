"""The public change log: which aspects are named for which change, and that nothing internal is."""

from dataclasses import replace
from datetime import UTC, date, datetime

from events_app.domain.changes import ASPECT_NAMES, Aspect, AspectChange, edition_changes, project_changes
from events_app.domain.exhibitions import Days, EditionStatus
from events_app.domain.projects import Stage
from tests.builders import a_deadline, a_milestone, a_project, a_session, a_text, an_edition, an_id

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LATER = Days(date(2026, 11, 2), date(2026, 11, 5))
OLD_DAYS, NEW_DAYS = "2026-10-12/2026-10-15", "2026-11-02/2026-11-05"


def test_what_was_never_public_has_no_history() -> None:
    draft = an_edition(status=EditionStatus.DRAFT)

    assert edition_changes(None, draft) == ()
    assert edition_changes(draft, replace(draft, venue=a_text("Elsewhere"))) == ()
    assert edition_changes(draft, an_edition()) == (AspectChange(Aspect.ADDED),)


def test_an_unchanged_edition_has_no_changes() -> None:
    assert edition_changes(an_edition(), an_edition()) == ()


def test_moving_and_postponing_name_old_and_new_days() -> None:
    old = an_edition()

    assert edition_changes(old, replace(old, days=LATER)) == (AspectChange(Aspect.DAYS, OLD_DAYS, NEW_DAYS),)
    assert edition_changes(old, old.postpone(LATER, now=NOW)) == (AspectChange(Aspect.POSTPONED, OLD_DAYS, NEW_DAYS),)


def test_a_cancellation_is_one_change_with_its_reason() -> None:
    old = an_edition()

    changes = edition_changes(old, old.cancel(a_text("Why"), now=NOW))

    assert [change.aspect for change in changes] == [Aspect.CANCELLED]


def test_place_programme_certainty_and_wording_are_told_apart() -> None:
    old = an_edition(dates_confirmed=False)
    new = replace(
        old, venue=a_text("Hall"), sessions=(a_session(),), dates_confirmed=True, summary=a_text("Other words")
    )

    assert [change.aspect for change in edition_changes(old, new)] == [
        Aspect.CONFIRMED,
        Aspect.PLACE,
        Aspect.PROGRAMME,
        Aspect.WORDING,
    ]


def test_each_deadline_that_moved_came_or_went_is_named_with_its_moments() -> None:
    moved = a_deadline(at=datetime(2026, 5, 20, 9, 0, tzinfo=UTC))
    extra = a_deadline(id=an_id("extra"))

    changes = edition_changes(an_edition(deadlines=(a_deadline(),)), an_edition(deadlines=(moved, extra)))

    assert changes == (
        AspectChange(
            Aspect.DEADLINE,
            "2026-05-15T09:00:00+00:00[Asia/Shanghai]",
            "2026-05-20T09:00:00+00:00[Asia/Shanghai]",
            "applications_close",
        ),
        AspectChange(Aspect.DEADLINE, "", "2026-05-15T09:00:00+00:00[Asia/Shanghai]", "applications_close"),
    )


def test_a_project_tells_its_stage_and_public_milestones_only() -> None:
    old = a_project()
    secret = a_milestone(id=an_id("secret"), is_public=False)

    assert project_changes(old, replace(old, milestones=(*old.milestones, secret))) == ()
    assert project_changes(old, replace(old, stage=Stage.EFFECTIVE)) == (
        AspectChange(Aspect.STAGE, "signed", "effective"),
    )
    assert project_changes(a_project(is_public=False), old) == (AspectChange(Aspect.ADDED),)


def test_every_aspect_has_a_name() -> None:
    assert set(ASPECT_NAMES) == set(Aspect)
