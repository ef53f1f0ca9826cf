"""Terms that something with a working copy and an approved content is found by, in a table `<noun>_term` of its own.

As approved: `sector:…`, `w:…` and the like; as it is written now: the same with `~` before it.
"""

from collections.abc import Iterable
from typing import Final

from events_app.domain.search import query_tokens, tokens_of
from events_app.domain.texts import Text
from events_app.storage.keyset import Chosen

MOST_WORDS: Final = 1_000
"""Words under which one thing is found."""


def terms_of(written: Iterable[str], approved: Iterable[str], words: Iterable[str]) -> list[str]:
    """All terms of one thing: its classes as written, as approved, and the words of what was approved."""
    return sorted({*(f"~{term}" for term in written), *approved, *(f"w:{word}" for word in [*words][:MOST_WORDS])})


def tokens_of_texts(*texts: Text) -> list[str]:
    """Words of texts in all their languages, sorted."""
    return sorted(tokens_of(wording for text in texts for wording in text.wordings.values()))


def with_terms(chosen: Chosen, noun: str, terms: Iterable[str], *, is_approved: bool) -> Chosen:
    """What has all of these classes: in what was approved, or in what is written now. Empty terms ask for nothing."""
    for term in filter(None, terms):
        named = term if is_approved else f"~{term}"
        chosen = chosen.with_(f"id IN (SELECT {noun} FROM {noun}_term WHERE term = {{}})", named)  # noqa: S608 - ours
    return chosen


def with_approved_words(chosen: Chosen, noun: str, words: str) -> Chosen:
    """What has, in what was approved, for each of these words one that begins so."""
    tokens = query_tokens(words)
    if words and not tokens:
        return chosen.with_("1 = 0")
    for token in tokens:
        begins = f"id IN (SELECT {noun} FROM {noun}_term WHERE term >= {{}} AND term < {{}})"  # noqa: S608 - ours
        chosen = chosen.with_(begins, f"w:{token}", f"w:{token}\uffff")
    return chosen
