from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.glossary import Term
from events_app.domain.languages import LANGUAGES
from events_app.domain.texts import digest
from events_app.domain.translation_imports import Line
from events_app.domain.translations import units_of
from events_app.formats.po import (
    LARGEST_BYTES,
    NotPo,
    PoFile,
    PoUnit,
    lines_of,
    read,
    read_file,
    units_to_write,
    written,
)
from tests.builders import a_deadline, a_text, an_edition, an_id

HOSTILE = st.sampled_from(
    (
        *('"', "\\", '\\"', "\\n", "\n", "\n\n", "\r", "\t", " ", "\0", "\ufeff", "\ufdd0", "\ufdd0a"),
        *("\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\u200f", "\u202e"),
        *("\n#~ msgid", "msgstr", "#, fuzzy", "%(x)s", "中文", "العربية"),
    )
)
WORDS = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=60),
    st.lists(HOSTILE | st.text(max_size=3), min_size=1, max_size=8).map("".join),
).filter(lambda words: words and words == words.encode(errors="replace").decode())


@pytest.mark.parametrize("language", LANGUAGES)
@given(found=st.lists(st.tuples(WORDS, WORDS, st.booleans(), st.none() | WORDS), max_size=6))
def test_what_is_written_is_read_back(language: str, found: list[tuple[str, str, bool, str | None]]) -> None:
    units = [
        PoUnit(f"edition/fair-{number}/-/name{source}", source, wording, is_fuzzy, "2027-05-03 en", previous or "")
        for number, (source, wording, is_fuzzy, previous) in enumerate(found)
    ]

    content = written(units, language=language, title="Authority")

    assert written(units, language=language, title="Authority") == content
    if units:
        assert read_file(content) == PoFile(language, tuple(units))


@given(WORDS)
def test_a_note_never_becomes_anything_else(note: str) -> None:
    content = written([PoUnit("key", "Name", "Nom", note=note)], language="fr", title=note)

    (unit,) = read(content)

    assert (unit.context, unit.source, unit.translation, unit.is_fuzzy) == ("key", "Name", "Nom", False)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda words: f'msgid "{words}\nmsgstr "'.encode()))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        units = read(content)
    except NotPo:
        units = ()

    assert all(unit.translation for unit in units)


def test_units_go_out_with_the_source_they_were_made_from_the_deadline_and_the_terms() -> None:
    name = a_text("Light hall", fr="Salle").with_wording("en", "Light  hall 2026")
    edition = an_edition(name=name, summary=a_text("Lights", fr="Lumières"), deadlines=(a_deadline(),))
    now = datetime(2026, 4, 1, tzinfo=UTC)
    hall = Term(
        id=an_id("hall"),
        source_language="en",
        term="hall",
        language="fr",
        translation="hall",
        note="not:\nsalle",
        modified_at=now,
    )
    units = units_of(edition, "fr", now=now)[:2]

    found = tuple(units_to_write(units, previous={digest("Light hall"): "Light hall"}, terms=[hall]))

    outdated, current = (str(unit.key) for unit in units)
    assert found == (
        PoUnit(
            context=outdated,
            source="Light  hall 2026",
            translation="Salle",
            is_fuzzy=True,
            note="en → fr\n2026-05-15\nhall = hall (not: salle)",
            previous="Light hall",
        ),
        PoUnit(context=current, source="Lights", translation="Lumières", note="en → fr\n2026-05-15"),
    )
    assert read(written(found, language="fr", title="Authority")) == found


def test_what_is_not_translated_yet_is_left_out_and_lines_are_numbered() -> None:
    content = written(
        [PoUnit("a", "One"), PoUnit("b", "Two", "Deux"), PoUnit("c", "Three", "Troi", is_fuzzy=True)],
        language="fr",
        title="Authority",
    )

    lines = lines_of(read(content))

    first, fuzzy = (content.decode().splitlines().index(line) + 1 for line in ('msgctxt "b"', "#, fuzzy"))
    assert lines == (
        Line(number=first, key="b", source="Two", wording="Deux"),
        Line(number=fuzzy, key="c", source="Three", wording="Troi", is_unsure=True),
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"/etc/hostname", b"\xff\xfe\x00", b'msgid\n"broken', b"a" * (LARGEST_BYTES + 1), b'msgid "a"\n' * 60_001],
    ids=["empty", "path", "not-text", "broken", "large", "many"],
)
def test_what_is_no_po_file_is_refused(content: bytes) -> None:
    with pytest.raises(NotPo):
        read(content)
