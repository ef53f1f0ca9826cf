"""Folding and cutting texts for the search, by value in many languages and as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.search import LONGEST_TOKEN, MOST_QUERY_TOKENS, fold, query_tokens, tokens_of


def found(query: str, text: str) -> bool:
    """Whether the search would find `text`: each token asked begins a token kept."""
    kept = tokens_of([text])
    asked = query_tokens(query)
    return bool(asked) and all(any(token.startswith(word) for token in kept) for word in asked)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("hannover", "Hannover Messe 2027"),
        ("hann mes", "Hannover Messe 2027"),
        ("SAO PAULO", "São Paulo"),
        ("são", "SAO PAULO"),
        ("strasse", "Straße der Messe"),
        ("ярмарка", "Кантонская ЯРМАРКА"),
        ("елка", "Ёлка"),
        ("معرض الصين", "مَعْرِض الصّين للاستيراد"),
        ("اوروبا", "أوروبا"),
        ("广交会", "中国进出口商品交易会（广交会）"),
        ("会", "广交会"),
        ("进出口", "中国进出口商品交易会"),
        ("CIIE 进博", "中国国际进口博览会（进博会）CIIE"),
        ("メッセ", "幕張メッセ"),
        ("ﬁera", "Fiera Milano"),
        ("İstanbul", "istanbul"),
        ("2027", "Automechanika 2027"),
        ("oslo", "Øslo"),
    ],
)
def test_a_query_finds_what_its_reader_means(query: str, text: str) -> None:
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("annover", "Hannover"),
        ("口进", "进口"),
        ("出进", "中国进出口"),
        ("!?", "Hannover"),
        ("", "Hannover"),
        ("x y", "x"),
    ],
)
def test_a_query_does_not_find_what_it_does_not_say(query: str, text: str) -> None:
    assert not found(query, text)


@given(st.text(max_size=300))
def test_every_text_finds_itself_by_its_first_words(text: str) -> None:
    asked = query_tokens(text)

    assert not asked or found(text, text)
    assert len(asked) <= MOST_QUERY_TOKENS
    assert all(0 < len(token) <= LONGEST_TOKEN for token in tokens_of([text]))


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), max_size=30))
def test_case_makes_no_difference(text: str) -> None:
    assert fold(text.upper().lower()) == fold(text.lower().upper().lower())
