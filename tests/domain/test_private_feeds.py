"""What an internal calendar holds beside the public one, where it leads, and what is said of it."""

from dataclasses import replace
from datetime import timedelta

from events_app.domain.calendar import entries_of_edition, entries_of_project
from events_app.domain.exhibitions import EditionStatus
from events_app.domain.private_feeds import (
    PRIVATE_KIND_NAMES,
    Notice,
    PrivateKind,
    internal_items_of_edition,
    internal_items_of_project,
)
from tests.builders import a_milestone, a_private_feed, a_project, a_session, an_edition, an_id
from tests.clients import NOW

DOMAIN = "events.example"


def test_a_draft_stands_in_the_internal_calendar_alone_unconfirmed_and_leads_to_the_desk() -> None:
    draft = an_edition(status=EditionStatus.DRAFT, sessions=(a_session(),))

    items = internal_items_of_edition(draft, domain=DOMAIN)

    assert entries_of_edition(draft, domain=DOMAIN) == ()
    assert len(items) == 2
    assert {(item.entry.dates_confirmed, item.path, item.notice) for item in items} == {
        (False, f"desk/exhibitions/{draft.slug}", Notice.DRAFT)
    }


def test_a_public_edition_is_the_same_entry_in_both() -> None:
    edition = an_edition()

    items = internal_items_of_edition(edition, domain=DOMAIN)

    assert tuple(item.entry for item in items) == entries_of_edition(edition, domain=DOMAIN)
    assert {(item.path, item.notice) for item in items} == {(f"exhibitions/{edition.slug}", None)}


def test_internal_milestones_are_added_and_lead_to_where_they_are_seen() -> None:
    shown, hidden = a_milestone(), a_milestone(id=an_id("hidden"), is_public=False)
    project = a_project(milestones=(shown, hidden))

    items = internal_items_of_project(project, domain=DOMAIN)

    assert len(entries_of_project(project, domain=DOMAIN)) == 1
    assert {(item.path, item.notice) for item in items} == {
        (f"projects/{project.slug}", None),
        (f"desk/projects/{project.slug}", Notice.INTERNAL),
    }


def test_of_a_project_that_is_not_public_every_milestone_is_internal() -> None:
    project = a_project(milestones=(a_milestone(),), is_public=False)

    items = internal_items_of_project(project, domain=DOMAIN)

    assert [(item.path, item.notice) for item in items] == [(f"desk/projects/{project.slug}", Notice.INTERNAL)]


def test_a_feed_is_revoked_once() -> None:
    gone = a_private_feed().revoke(now=NOW)

    assert gone.revoke(now=NOW + timedelta(days=1)) == gone == replace(a_private_feed(), revoked_at=NOW)


def test_every_kind_has_a_name() -> None:
    assert set(PRIVATE_KIND_NAMES) == set(PrivateKind)
