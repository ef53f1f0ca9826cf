from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.diffs import MOST_PIECES, Part, Piece, diff, pieces_of

KEPT, REMOVED, ADDED = Part.KEPT, Part.REMOVED, Part.ADDED
WORDS = st.text() | st.lists(st.sampled_from(["solar ", "days ", "2027", "展", "览", "معرض ", "\n", "。"])).map("".join)


def test_changed_words_are_told_as_whole_words() -> None:
    assert diff("Solar days 2027", "Solar weeks 2027") == (
        Piece(KEPT, "Solar "),
        Piece(REMOVED, "days"),
        Piece(ADDED, "weeks"),
        Piece(KEPT, " 2027"),
    )


def test_chinese_is_compared_character_by_character() -> None:
    assert diff("2026照明展览会", "2026照明博览会") == (
        Piece(KEPT, "2026照明"),
        Piece(REMOVED, "展"),
        Piece(ADDED, "博"),
        Piece(KEPT, "览会"),
    )


@given(WORDS, WORDS)
def test_the_pieces_make_both_wordings(old: str, new: str) -> None:
    found = diff(old, new)

    assert "".join(piece.text for piece in found if piece.part is not ADDED) == old
    assert "".join(piece.text for piece in found if piece.part is not REMOVED) == new
    assert all(piece.text for piece in found)


@given(WORDS)
def test_the_same_wording_is_kept_whole(wording: str) -> None:
    assert diff(wording, wording) == ((Piece(KEPT, wording),) if wording else ())
    assert "".join(pieces_of(wording)) == wording


def test_very_long_wordings_are_told_whole() -> None:
    old, new = "a " * MOST_PIECES, "b " * MOST_PIECES

    assert diff(old, new) == (Piece(REMOVED, old), Piece(ADDED, new))
