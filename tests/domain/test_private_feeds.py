"""What an internal calendar holds beside the public one."""

from dataclasses import replace

from events_app.domain.calendar import entries_of_edition, entries_of_project
from events_app.domain.exhibitions import EditionStatus
from events_app.domain.private_feeds import internal_entries_of_edition, internal_entries_of_project
from tests.builders import a_project, an_edition

DOMAIN = "events.example"


def test_a_draft_stands_in_the_internal_calendar_alone_and_unconfirmed() -> None:
    draft = replace(an_edition(), status=EditionStatus.DRAFT)

    assert entries_of_edition(draft, domain=DOMAIN) == ()
    assert [entry.dates_confirmed for entry in internal_entries_of_edition(draft, domain=DOMAIN)][:1] == [False]


def test_a_public_edition_is_the_same_entry_in_both() -> None:
    edition = an_edition()

    assert internal_entries_of_edition(edition, domain=DOMAIN) == entries_of_edition(edition, domain=DOMAIN)


def test_internal_milestones_are_added() -> None:
    project = a_project()
    hidden = replace(project, milestones=tuple(replace(each, is_public=False) for each in project.milestones))

    assert entries_of_project(hidden, domain=DOMAIN) == ()
    assert len(internal_entries_of_project(hidden, domain=DOMAIN)) == len(project.milestones)
