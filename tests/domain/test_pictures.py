"""The picture of an edition: what it must say, and what follows from another one."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from events_app.domain.calendar import EntryKind, entries_of_edition, renewed
from events_app.domain.pictures import AlternativeMissing, digest_in
from events_app.domain.planning import copy_edition
from events_app.domain.texts import Text
from events_app.domain.translations import texts_of, with_unit, with_unit_confirmed
from tests.builders import DOMAIN, a_deadline, a_session, a_text, an_edition, an_entry, an_id
from tests.picture_builders import a_picture

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


def test_a_picture_says_something_to_those_who_do_not_see_it() -> None:
    with pytest.raises(AlternativeMissing):
        a_picture(alternative=Text.empty())


def test_its_address_is_that_of_its_content() -> None:
    picture = a_picture()

    assert picture.path == f"/pictures/{picture.sha256}.jpg"
    assert digest_in(f"{picture.sha256}.jpg") == picture.sha256


@pytest.mark.parametrize("name", ["", ".jpg", "ab.jpg", f"{'ab' * 32}.png", f"{'AB' * 32}.jpg", f"{'ab' * 32}.jpg\n"])
def test_other_names_are_no_addresses_of_pictures(name: str) -> None:
    assert digest_in(name) is None


def test_the_entry_of_the_edition_alone_has_it() -> None:
    edition = an_edition(picture=a_picture(), sessions=(a_session(),), deadlines=(a_deadline(),))

    found = {entry.kind: entry.picture for entry in entries_of_edition(edition, domain=DOMAIN)}

    assert found == {EntryKind.EXHIBITION: a_picture(), EntryKind.SESSION: None, EntryKind.DEADLINE: None}


def test_another_picture_is_another_revision_but_no_other_appointment() -> None:
    old = an_entry(picture=a_picture())

    other = renewed(old, replace(old, picture=a_picture(sha256="cd" * 32)), now=NOW)
    gone = renewed(old, replace(old, picture=None), now=NOW)
    same = renewed(old, replace(old, picture=a_picture()), now=NOW)

    assert [(each.revision, each.sequence, each.latest_change) for each in (other, gone)] == [(2, 0, None)] * 2
    assert same == old


def test_what_it_shows_is_translated_like_other_texts() -> None:
    edition = an_edition(picture=a_picture(alternative=a_text("A hall.")))
    ((key, _),) = [(key, text) for key, text in texts_of(edition) if key.field == "picture"]

    translated = with_unit(edition, key, "es", "Un pabellón.")

    assert translated.picture is not None
    assert translated.picture.alternative.wordings["es"] == "Un pabellón."
    assert replace(translated, picture=edition.picture) == edition
    assert with_unit_confirmed(translated, key, "es") == translated


def test_the_next_edition_gets_a_picture_of_its_own() -> None:
    last = an_edition(picture=a_picture())

    copied = copy_edition(last, first_day=date(2028, 10, 9), slug="next", new_id=lambda: an_id("copied"), now=NOW)

    assert copied.picture is None
