"""docs/rights.md says what the matrix says."""

from pathlib import Path

from events_app.domain.organisations import Role
from events_app.domain.rights import MATRIX, Noun, Right

PAGE = Path(__file__).parents[2] / "docs" / "rights.md"


def test_the_written_matrix_is_the_one_that_is_asked() -> None:
    lines = [line.strip("|").split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if "|" in line]
    rows = {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines if len(cells) == len(Noun) + 1}

    assert rows["role"] == [noun.value for noun in Noun]
    for role in Role:
        assert [_rights(cell) for cell in rows[role.value]] == [MATRIX[role].get(noun, frozenset()) for noun in Noun]


def _rights(cell: str) -> frozenset[Right]:
    if cell == "all":
        return frozenset(Right)
    return frozenset() if cell == "–" else frozenset(map(Right, cell.split(", ")))
