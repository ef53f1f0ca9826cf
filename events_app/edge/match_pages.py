"""What pages about matches share, at the desk, for companies and for partners: naming, paging, one pair explained."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, Protocol, TypeVar

from litestar import Request

from events_app.actions.matching import supply_of
from events_app.domain.match_reasons import Part
from events_app.domain.matching import Match
from events_app.domain.needs import Need
from events_app.domain.needs import Visibility as NeedVisibility
from events_app.domain.offers import Offer
from events_app.domain.refusals import NotFound
from events_app.edge.match_tables import partners_of
from events_app.edge.match_words import PART_SOURCES, Naming, exclusions, named_ids, told, verdict
from events_app.edge.matching import matched
from events_app.reference import countries
from events_app.settings import Settings
from events_app.storage import companies, exhibitions, needs

Item = TypeVar("Item")
EVERYBODYS = frozenset(NeedVisibility)
COMPANIES = frozenset({NeedVisibility.PUBLIC, NeedVisibility.EXPORTERS})
PARTNERS = frozenset({NeedVisibility.PUBLIC})
PARTS_OF_PARTNERS: Final = (Part.NEED, Part.COMPLEMENTARITY, Part.PROTECTION, Part.ACCESS)
"""What partners read of a score: policy, markets and experience are the authority's own."""
MOST_OPENINGS = 5


class Reader(Protocol):
    """Who reads about matches, at a page or through the API."""

    @property
    def request(self) -> Request[Any, Any, Any]:
        """The request."""

    @property
    def today(self) -> date:
        """The day of the scores."""

    @property
    def language(self) -> str:
        """Language of the sentences."""

    @property
    def settings(self) -> Settings:
        """Of this installation."""


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Item]):
    """One page of a ranking that is computed as a whole, by number from 1; None: the list ends there."""

    items: tuple[Item, ...]
    number: int
    previous: int | None
    next: int | None
    count: int


def numbered_page(whole: Sequence[Item], written: str | None, size: int) -> Numbered[Item]:
    """The page that an address asks for; the first where it asks for none, the last where it asks for too much."""
    last = max(1, -(-len(whole) // size))
    asked = int(written) if written and written.isascii() and written.isdigit() and len(written) < 9 else 1  # noqa: PLR2004
    number = min(max(1, asked), last)
    items = tuple(whole[(number - 1) * size : number * size])
    return Numbered(
        items, number, number - 1 if number > 1 else None, number + 1 if number < last else None, len(whole)
    )


async def naming_of(
    matches: Iterable[Match], reader: Reader, seen: frozenset[NeedVisibility] = EVERYBODYS, own: Iterable[Need] = ()
) -> Naming:
    """Names of what the reasons of matches name; needs only as far as the reader may see them, and their `own`."""
    need_ids, edition_ids = named_ids(matches)
    found = {need.id: need for need in await needs.list_by_id(need_ids)}
    mine = {need.id for need in own}
    settings, language = reader.settings, reader.language
    catalogues = reader.request.app.state.catalogues
    return Naming(
        say=lambda message, **params: catalogues.translate(language, message, **params),
        country=lambda code: countries.name(code, language, settings.country_names),
        needs={
            key: need
            for key, need in found.items()
            if need.id in mine or (need.approved is not None and need.approved.visibility in seen)
        },
        editions=await exhibitions.list_editions_by_id(edition_ids),
    )


async def pair_context(
    reader: Reader,
    offer: Offer,
    code: str,
    *,
    seen: frozenset[NeedVisibility] = EVERYBODYS,
    parts: tuple[Part, ...] = tuple(Part),
    own: Iterable[Need] = (),
) -> dict[str, Any]:
    """One offer and one partner: the score, each part in words, what holds it back, its place. Raises NotFound."""
    found = await matched(reader.request.app.state, reader.settings, reader.today)
    if code not in found.columns:
        raise NotFound
    profile = await companies.find(offer.company_id)
    supply = supply_of(offer, profile, reader.today)
    match = found.pair(supply, found.ground.partners[found.columns[code]])
    naming = await naming_of([match], reader, seen, own)
    ranked = partners_of(found, supply) if offer.id in found.rows else ()
    openings = found.ground.openings.get(code, ())[:MOST_OPENINGS]
    editions = await exhibitions.list_editions_by_id(opening.edition_id for opening in openings)
    return {
        "offer": offer,
        "code": code,
        "match": match,
        "told": told(match, naming, parts),
        "losses": [(part, cost) for part, cost in match.losses if part.part in parts],
        "exclusions": exclusions(match, to_company=seen is COMPANIES),
        "verdict": verdict(match.score, is_excluded=bool(match.exclusions)),
        "place": next((one.place for one in ranked if one.partner.code == code), None),
        "out_of": len(ranked),
        "sources": PART_SOURCES,
        "weights": found.weights,
        "editions": sorted(editions.values(), key=lambda edition: (edition.days.first, edition.slug)),
        "needs": list(naming.needs.values()),
    }
