"""Words for imports and industries as values."""

import pytest

from events_app.domain.sector_words import SectorWord, UnknownSector, WordKind, word_id


def test_sectors_stand_in_the_order_of_the_calendar_once_each() -> None:
    word = SectorWord(WordKind.IMPORT, "cars", ("rail", "automotive", "rail"))

    assert word.sectors == ("automotive", "rail")
    assert word == SectorWord(WordKind.IMPORT, "cars", ("automotive", "rail"))


@pytest.mark.parametrize("sector", ["ships", "comprehensive", ""])
def test_a_sector_that_is_none_of_the_calendar_is_refused(sector: str) -> None:
    with pytest.raises(UnknownSector):
        SectorWord(WordKind.IMPORT, "ships", (sector,))


def test_ids_are_the_same_each_time_and_differ_by_kind_and_word() -> None:
    ids = {word_id(kind, item) for kind in WordKind for item in ("coal", "gold", "coal")}

    assert len(ids) == 4
    assert str(word_id(WordKind.IMPORT, "ships")) == "728ef820-584f-517e-8c5e-d620c30cb8a9"
