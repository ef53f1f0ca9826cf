import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.formats.po import NotPo, PoUnit, read, written

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60)


@given(st.lists(st.tuples(WORDS, WORDS, st.booleans()), max_size=8))
def test_what_is_written_is_read_back(found: list[tuple[str, str, bool]]) -> None:
    units = [
        PoUnit(f"fair-{number}|name", source, wording, is_fuzzy, "2027-05-03 en")
        for number, (source, wording, is_fuzzy) in enumerate(found)
    ]

    content = written(units, language="zh-Hans", title="Authority")

    assert written(units, language="zh-Hans", title="Authority") == content
    if units:
        assert read(content) == tuple(units)


@pytest.mark.parametrize("content", [b"", b"/etc/hostname", b"\xff\xfe\x00", b'msgid\n"broken', b"a" * 1_000_001])
def test_what_is_no_po_file_is_refused(content: bytes) -> None:
    with pytest.raises(NotPo):
        read(content)
