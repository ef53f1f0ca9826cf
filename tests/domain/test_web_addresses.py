"""Which addresses may become links on our pages, and what follows from one at which people take part online."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from events_app.domain.calendar import EntryKind, entries_of_edition, renewed
from events_app.domain.changes import Aspect, AspectChange, edition_changes
from events_app.domain.latest_changes import LatestChange
from events_app.domain.planning import copy_edition
from events_app.domain.previews import Effect, Feature, preview
from events_app.domain.web_addresses import LONGEST_ONLINE, Online, OnlineKind, OnlineNotAllowed, OnlineTooLong
from tests.builders import DOMAIN, a_deadline, a_session, an_edition, an_entry, an_id

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
ONLINE = Online(address="https://live.example/fair?room=1", kind=OnlineKind.STREAM)


@pytest.mark.parametrize(
    "address",
    [
        "https://live.example",
        "https://meet.live.example:8443/a/b;c=d?x=1&y=%E5%B1%95#t=0",
        "https://xn--fiqs8s.example/%E5%B1%95",
        "HTTPS://Live.Example/~fair/(1)/[2]",
    ],
)
def test_a_public_address_of_the_web_is_taken(address: str) -> None:
    assert Online(address=address).address == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://live.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https:/live.example",
        "https://live",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://moderator:secret@live.example/",
        "https://live.example@evil.example/",
        "https://live.example\\@evil.example/",
        "https://live.example/a b",
        "https://live.example/\r\nATTENDEE:mailto:x@evil.example",
        'https://live.example/"onclick="alert(1)',
        "https://live.example/<script>",
        "https://live.example:123456/",
        "https://-live.example/",
        "https://直播.example/",
        "https://live.example/\u202e",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(OnlineNotAllowed):
        Online(address=address)


def test_an_address_that_programs_would_cut_is_refused() -> None:
    longest = "https://live.example/".ljust(LONGEST_ONLINE, "a")

    assert Online(address=longest).address == longest
    with pytest.raises(OnlineTooLong):
        Online(address=longest + "a")


def test_readers_see_the_server_that_a_link_leads_to() -> None:
    assert [Online(address=f"https://live.example:8443{end}").host for end in ("", "/a?b", "?a/b", "#a")] == [
        "live.example:8443"
    ] * 4


def test_an_edition_and_a_session_have_addresses_of_their_own_and_a_deadline_has_none() -> None:
    own = Online(address="https://meet.example/forum")
    edition = an_edition(online=ONLINE, sessions=(a_session(online=own),), deadlines=(a_deadline(),))

    found = {entry.kind: entry.online for entry in entries_of_edition(edition, domain=DOMAIN)}

    assert found == {EntryKind.EXHIBITION: ONLINE, EntryKind.SESSION: own, EntryKind.DEADLINE: None}


def test_another_address_is_another_place_for_subscribers() -> None:
    old = an_entry()

    new = renewed(old, replace(old, online=ONLINE), now=NOW)

    assert (new.revision, new.sequence, new.modified_at) == (old.revision + 1, old.sequence + 1, NOW)
    assert isinstance(new.latest_change, LatestChange)
    assert new.latest_change.fields == ("online",)


def test_it_is_told_before_it_is_saved_and_in_the_change_log() -> None:
    old, new = an_edition(), an_edition(online=ONLINE)

    (part,) = preview(old, new, now=NOW, domain=DOMAIN).parts

    assert (part.effect, part.features) == (Effect.MATERIAL, (Feature.ONLINE,))
    assert edition_changes(old, new) == (AspectChange(Aspect.ONLINE),)


def test_the_next_edition_does_not_inherit_the_address_of_the_last() -> None:
    last = an_edition(online=ONLINE, sessions=(a_session(online=ONLINE),))

    copied = copy_edition(last, first_day=date(2028, 10, 9), slug="next", new_id=lambda: an_id("copied"), now=NOW)

    assert (copied.online, [session.online for session in copied.sessions]) == (None, [None])
