"""Whether likeness of wording would add to need fit: BM25 over offers and needs of the demonstration.

Both are invented, so this is a test by construction and no evidence from life: the fields that an offer and a need name
are hidden, and the truth is the share of a need's fields that an offer names. No text has the sectors of both sides; in
the second question it has the first of the need's fields too, as a need that names its fields loosely would.

BM25 (Robertson and Zaragoza, "The probabilistic relevance framework", 2009) counts words in common, weighted by how
rare they are. It knows no meaning: across languages it sees only names and numbers.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Any, Final
from uuid import UUID

import numpy as np

from benchmarks.matching.rankings import Floats, ndcg
from events_app.domain.match_facts import Demand, Supply
from events_app.domain.match_parts import technology_fit
from events_app.reference import demo

SATURATION, LENGTH = 1.2, 0.75
"""k1 and b, the usual values."""
ENGLISH: Final = "en"
SHARES: Final = (0.1, 0.25, 0.5)
"""How much of the mixed score the wording makes up."""
_WORD: Final = re.compile(r"[\u4e00-\u9fff]+|[^\W\u4e00-\u9fff]+")


def words(text: str) -> list[str]:
    """Words in small letters; Chinese, which is written without spaces, in pairs of characters."""
    found = []
    for run in _WORD.findall(text.lower()):
        is_chinese = "\u4e00" <= run[0] <= "\u9fff" and len(run) > 1
        found += [run[start : start + 2] for start in range(len(run) - 1)] if is_chinese else [run]
    return found


def bm25(queries: Sequence[str], documents: Sequence[str]) -> Floats:
    """Queries x documents: BM25 of each document, 0 where no word is shared."""
    counts = [Counter(words(text)) for text in documents]
    lengths = np.array([sum(one.values()) for one in counts], dtype=float)
    norms = SATURATION * (1 - LENGTH + LENGTH * lengths / max(lengths.mean(), 1))
    within = Counter(word for one in counts for word in one)
    found = np.zeros((len(queries), len(documents)))
    for row, query in enumerate(queries):
        for word in {word for word in words(query) if word in within}:
            rarity = log(1 + (len(documents) - within[word] + 0.5) / (within[word] + 0.5))
            often = np.array([one[word] for one in counts], dtype=float)
            found[row] += rarity * often * (SATURATION + 1) / (often + norms)
    return found


def measure(needs: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, dict[str, float]]]:
    """Mean NDCG@10 by question and method, with how many needs are in it; `needs` are rows of the demonstration."""
    offers, rows = demo.offers(), list(needs)
    sector_of = {one["slug"]: one["sector"] for one in demo.companies()}
    supplies = [_supply(number, row, sector_of[row["company"]]) for number, row in enumerate(offers)]
    found = {}
    for asked in sorted({language for row in rows for language in row["title"]}):
        for offered in sorted({ENGLISH, asked}) if asked != ENGLISH else sorted(offers[0]["title"]):
            chosen = [row for row in rows if asked in row["title"]]
            text = bm25([_text(row, asked) for row in chosen], [_text(row, offered) for row in offers])
            found[f"needs in {asked}, offers in {offered}"] = (len(chosen), _judged(chosen, supplies, text))
    english = [row for row in rows if len(row["fields"]) > 1]
    text = bm25([_text(row, ENGLISH) for row in english], [_text(row, ENGLISH) for row in offers])
    found["one field told, both in en"] = (len(english), _judged(english, supplies, text, fields_told=1))
    return found


def _text(row: Mapping[str, Any], language: str) -> str:
    return f"{row['title'][language]} {row['summary'].get(language, '')}"


def _supply(number: int, row: Mapping[str, Any], sector: str) -> Supply:
    return Supply(
        offer_id=UUID(int=number),
        company_id=UUID(int=number),
        sectors=(sector,),
        fields=tuple(row["fields"]),
        forms=(),
        trl=None,
    )


def _judged(
    needs: Sequence[Mapping[str, Any]], supplies: Sequence[Supply], text: Floats, *, fields_told: int = 0
) -> dict[str, float]:
    """Mean over needs of every method's NDCG@10; needs that no offer meets are left out."""
    found: dict[str, list[float]] = {}
    for row, likeness in zip(needs, text, strict=True):
        gains = [len({*row["fields"]} & {*one.fields}) / len(row["fields"]) for one in supplies]
        if not any(gains):
            continue
        told = Demand(need_id=UUID(int=0), sectors=tuple(row["sectors"]), fields=tuple(row["fields"][:fields_told]))
        fit = np.array([technology_fit(one, told) for one in supplies])
        near = likeness / max(likeness.max(), 1e-9)
        methods = {"random": np.zeros(len(supplies)), "no text": fit, "text alone": near}
        methods |= {f"with {100 * share:.0f} % text": (1 - share) * fit + share * near for share in SHARES}
        for name, scores in methods.items():
            found.setdefault(name, []).append(ndcg(gains, scores))
    return {name: float(np.mean(values)) for name, values in found.items()}


def print_wordings() -> None:
    """Print what likeness of wording adds; says so where the demonstration has no needs."""
    file = demo.DATA / "needs.json"
    if not file.is_file():
        print("\nWordings are left out: the demonstration has no needs.")
        return
    found = measure(json.loads(file.read_text(encoding="utf-8"))["needs"])
    methods = next(iter(found.values()))[1]
    print(f"\n{'wordings, mean NDCG@10':36}" + "".join(f"{name:>16}" for name in methods))
    for question, (count, judged) in found.items():
        print(f"  {f'{question} ({count})':34}" + "".join(f"{value:16.2f}" for value in judged.values()))
