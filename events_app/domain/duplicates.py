"""Editions that a candidate may be a copy of: by days, place and title, scored with the reasons, left to a person.

Titles and places are compared by their tokens (`domain.search`), so case, accents and scripts do not matter. Years and
the words that every fair carries say nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from events_app.domain.exhibitions import Days, Edition
from events_app.domain.imports import Candidate
from events_app.domain.messages import P_, Message
from events_app.domain.search import tokens_of
from events_app.domain.texts import Text

LEAST_SCORE = 50
MOST_DUPLICATES = 5
NEAR_DAYS = 31
"""Dates move by weeks between the first announcement and the last; further apart it is another edition."""

_TITLE_POINTS = 55
_SAME_TITLE, _SIMILAR_TITLE = 0.99, 0.5
_SAME_DAYS_POINTS, _OVERLAP_POINTS, _NEAR_POINTS = 25, 20, 5
_CITY_POINTS, _VENUE_POINTS, _WEBSITE_POINTS = 15, 5, 20
_MOST = 100

_EMPTY_WORDS = tokens_of(
    (
        "st nd rd th edition the a an of and for in at international world global",
        "expo exposition exhibition fair trade show week congress",
        "édition salon foire internationale le la les de des du et pour",
        "edición feria exposición internacional del y para feira exposição e",
        "выставка международная мировая и معرض الدولي دولي",
        "国际 博览会 展览会 展会 交易会 会 展 届 第",
    )
)


class Reason(StrEnum):
    """Why two may be the same."""

    SAME_TITLE = "same_title"
    SIMILAR_TITLE = "similar_title"
    SAME_DAYS = "same_days"
    DAYS_OVERLAP = "days_overlap"
    DAYS_NEAR = "days_near"
    SAME_CITY = "same_city"
    SAME_VENUE = "same_venue"
    SAME_WEBSITE = "same_website"


REASON_NAMES: dict[Reason, Message] = {
    Reason.SAME_TITLE: P_("duplicate", "Same title"),
    Reason.SIMILAR_TITLE: P_("duplicate", "Similar title"),
    Reason.SAME_DAYS: P_("duplicate", "Same days"),
    Reason.DAYS_OVERLAP: P_("duplicate", "Days overlap"),
    Reason.DAYS_NEAR: P_("duplicate", "Within a month"),
    Reason.SAME_CITY: P_("duplicate", "Same city"),
    Reason.SAME_VENUE: P_("duplicate", "Same venue"),
    Reason.SAME_WEBSITE: P_("duplicate", "Same website"),
}


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An edition that a candidate may be; `score` is out of 100."""

    edition_id: UUID
    slug: str
    score: int
    reasons: tuple[Reason, ...]


def likely_duplicates(candidate: Candidate, editions: Iterable[Edition]) -> tuple[Duplicate, ...]:
    """Editions that the candidate may be, likeliest first. Days further apart than a month are never the same."""
    found = [duplicate for edition in editions if (duplicate := _compared(candidate, edition))]
    return tuple(sorted(found, key=lambda one: (-one.score, one.slug))[:MOST_DUPLICATES])


def title_likeness(first: str, second: str) -> float:
    """From 0 to 1: how much of what distinguishes the one title stands in the other (Dice's coefficient)."""
    one, other = _distinctive(first), _distinctive(second)
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def _compared(candidate: Candidate, edition: Edition) -> Duplicate | None:
    days = _days(candidate.days, edition.days)
    if days is None:
        return None
    points, reasons = days
    likeness = max((title_likeness(candidate.title, name) for name in edition.name.wordings.values()), default=0.0)
    score = points
    found = []
    if likeness >= _SIMILAR_TITLE:
        score += round(_TITLE_POINTS * likeness)
        found.append(Reason.SAME_TITLE if likeness >= _SAME_TITLE else Reason.SIMILAR_TITLE)
    found.append(reasons)
    if _stands_in(edition.city, candidate.location):
        score += _CITY_POINTS
        found.append(Reason.SAME_CITY)
    if _stands_in(edition.venue, candidate.location):
        score += _VENUE_POINTS
        found.append(Reason.SAME_VENUE)
    if candidate.url and _bare(candidate.url) == _bare(edition.website):
        score += _WEBSITE_POINTS
        found.append(Reason.SAME_WEBSITE)
    if score < LEAST_SCORE:
        return None
    return Duplicate(edition.id, edition.slug, min(score, _MOST), tuple(found))


def _days(one: Days, other: Days) -> tuple[int, Reason] | None:
    if one == other:
        return _SAME_DAYS_POINTS, Reason.SAME_DAYS
    gap = max((one.first - other.last).days, (other.first - one.last).days)
    if gap <= 0:
        return _OVERLAP_POINTS, Reason.DAYS_OVERLAP
    return (_NEAR_POINTS, Reason.DAYS_NEAR) if gap <= NEAR_DAYS else None


@lru_cache(maxsize=4096)
def _distinctive(title: str) -> frozenset[str]:
    """Tokens without numbers and empty words; all of them where nothing else is left."""
    tokens = tokens_of((title,))
    words = frozenset(token for token in tokens if not any(sign.isdecimal() for sign in token))
    return (words - _EMPTY_WORDS) or words or tokens


def _stands_in(place: Text, location: str) -> bool:
    """Whether a wording of the place stands in the location, word for word."""
    said = tokens_of((location,))
    return any((tokens := tokens_of((wording,))) and tokens <= said for wording in place.wordings.values())


def _bare(address: str) -> str:
    """An address without what does not distinguish it."""
    bare = address.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare.partition("#")[0].rstrip("/")
