import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from events_app.formats.plaintext import for_xml, paragraph, single_line


def test_every_end_of_line_becomes_a_line_feed() -> None:
    assert paragraph("a\r\nb\rc\nd\ve\ff\x85g\u2028h\u2029i\x1cj\x1dk\x1el") == "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl"


def test_controls_go_and_tabs_emoji_and_marks_of_direction_stay() -> None:
    kept = "tab\there 👩‍🔬 🇰🇪 \u200fعربي\u200e \u2067x\u2069"

    assert paragraph(f"\x00\x07{kept}\x1b[31m\x7f\x9b") == f"{kept}[31m"


def test_an_unpaired_surrogate_becomes_the_replacement_character() -> None:
    assert paragraph("a\ud800b\udfffc") == "a\ufffdb\ufffdc"


def test_a_single_line_has_single_spaces() -> None:
    assert single_line("  Canton\r\n\tFair  2026\n") == "Canton Fair 2026"


def test_long_text_is_cut_with_an_ellipsis_and_never_after_a_joiner() -> None:
    assert single_line("x" * 20, limit=20) == "x" * 20
    assert single_line("x" * 21, limit=20) == "x" * 19 + "…"
    assert single_line("xx \u200dyyy", limit=5) == "xx…"


def test_xml_gets_no_character_that_it_forbids() -> None:
    assert for_xml("a\ufffeb\uffffc\x00") == "a\ufffdb\ufffdc"


@given(st.text())
def test_cleaned_text_is_clean_and_cleaning_again_changes_nothing(text: str) -> None:
    whole, line = paragraph(text), single_line(text, limit=50)

    assert whole.encode().decode() == whole
    assert {character for character in whole if unicodedata.category(character) in {"Cc", "Zl", "Zp"}} <= {"\n", "\t"}
    assert line.splitlines() in ([], [line])
    assert len(line) <= 50
    assert (paragraph(whole), single_line(line, limit=50)) == (whole, line)
