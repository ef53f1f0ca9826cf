"""Words for imports and industries at the desk: which sectors each means, as shipped or as the authority decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import sector_words as actions
from events_app.domain.history import FieldChange
from events_app.domain.messages import P_, Message
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import Noun, Right, may, require, require_somewhere
from events_app.domain.search import fold
from events_app.domain.sector_words import WORD_KIND_NAMES, KeptWord, SectorWord, WordKind, word_id
from events_app.domain.sectors import SECTORS
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.i18n.sorting import sort_key
from events_app.reference import countries, factbook, market
from events_app.storage import history, sector_words

PER_PAGE = 100
MOST_LINES = 20
MOST_VERSIONS = 1_000_000_000
FILTERS = ("q", "kind", "sector", "standing", "page")


class WordStanding(StrEnum):
    """Who said what a word means."""

    UNDECIDED = "undecided"
    SHIPPED = "shipped"
    CHANGED = "changed"


STANDING_NAMES: Mapping[WordStanding, Message] = {
    WordStanding.UNDECIDED: P_("standing of a word", "Undecided"),
    WordStanding.SHIPPED: P_("standing of a word", "Shipped"),
    WordStanding.CHANGED: P_("standing of a word", "Decided by the authority"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRow:
    """One word with its sectors in force; None where nothing is said. `named_by` counts countries and regions."""

    kind: WordKind
    item: str
    sectors: tuple[str, ...] | None
    kept: KeptWord | None
    named_by: int

    @property
    def id(self) -> UUID:
        """Its id in addresses."""
        return word_id(self.kind, self.item)

    @property
    def standing(self) -> WordStanding:
        """Who said what it means."""
        if self.kept:
            return WordStanding.CHANGED
        return WordStanding.UNDECIDED if self.sectors is None else WordStanding.SHIPPED


@get("/sector-words", include_in_schema=False)
async def list_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List every word that the Factbook uses, those that most countries and regions are named with first."""
    require_somewhere(visit.asker, Right.READ, Noun.INDICATOR)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in FILTERS})
    found = _chosen(form, _rows(await sector_words.list_kept()))
    last_number = max(1, -(-len(found) // PER_PAGE))
    number = min(form.number("page", 1, 10_000) or 1, last_number)
    return visit.page(
        "desk/sector_words/list.html",
        form=form,
        rows=found[(number - 1) * PER_PAGE : number * PER_PAGE],
        count=len(found),
        number=number,
        last_number=last_number,
        chosen={name: form.value(name) for name in FILTERS if name != "page" and form.value(name)},
        kind_names=WORD_KIND_NAMES,
        standing_names=STANDING_NAMES,
        sectors=list(SECTORS),
    )


@get("/sector-words/{word_key:uuid}", include_in_schema=False)
async def word_page(visit: NamedDependency[Visit], *, word_key: FromPath[UUID]) -> Response[str]:
    """Show a word: its sectors in a form for those who may decide, who names it, and what was decided before."""
    require_somewhere(visit.asker, Right.READ, Noun.INDICATOR)
    row = await _row(word_key)
    return await _shown(visit, row, _filled(row))


@post("/sector-words/{word_key:uuid}", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit], *, word_key: FromPath[UUID]) -> Response[Any]:
    """Keep the sectors of a word; over a stale copy, show both."""
    require(visit.asker, Right.EDIT, Noun.INDICATOR)
    row = await _row(word_key)
    form = await read_form(visit.request)
    chosen = form.some_of("sectors", SECTORS)
    version = form.number("version", 0, MOST_VERSIONS) or 0
    if not form.is_good:
        return await _shown(visit, row, form)
    word = SectorWord(row.kind, row.item, tuple(chosen))
    try:
        await actions.decide(word, version=version, by=visit.asker, now=visit.now)
    except ChangedMeanwhile:
        return await _both(visit, word_key, form, word.sectors)
    return see(f"desk/sector-words/{word_key}", done="saved")


@post("/sector-words/{word_key:uuid}/reset", include_in_schema=False, status_code=200)
async def reset(visit: NamedDependency[Visit], *, word_key: FromPath[UUID]) -> Response[Any]:
    """Leave a word to what is shipped; over a stale copy, show both."""
    require(visit.asker, Right.EDIT, Noun.INDICATOR)
    row = await _row(word_key)
    form = await read_form(visit.request)
    version = form.number("version", 0, MOST_VERSIONS) or 0
    try:
        await actions.reset(row.kind, row.item, version=version, by=visit.asker, now=visit.now)
    except ChangedMeanwhile:
        shipped = market.shipped(row.kind, row.item) or ()
        form.put("sectors", shipped)
        return await _both(visit, word_key, form, shipped)
    return see(f"desk/sector-words/{word_key}", done="reset")


async def _row(word_key: UUID) -> WordRow:
    """The word of an id: one that the Factbook uses, or one decided before. Raises NotFound."""
    for row in _rows(await sector_words.list_kept()):
        if row.id == word_key:
            return row
    raise NotFound


def _rows(kept: Iterable[KeptWord]) -> list[WordRow]:
    """Every word that the Factbook uses or that was decided, the most used first."""
    decided = {(each.word.kind, each.word.item): each for each in kept}
    met = {(kind, item): count for kind in WordKind for item, count in market.items_met(kind).items()}
    overrides = frozenset(each.word for each in decided.values())
    rows = [
        WordRow(
            kind=kind,
            item=item,
            sectors=market.sectors_of(kind, item, overrides),
            kept=decided.get((kind, item)),
            named_by=met.get((kind, item), 0),
        )
        for kind, item in dict.fromkeys((*met, *decided))
    ]
    return sorted(rows, key=lambda row: (-row.named_by, row.item.casefold(), row.kind))


def _chosen(form: Form, rows: Iterable[WordRow]) -> list[WordRow]:
    """Rows that meet every filter; what is no choice is no filter."""
    kind, sector, standing = (form.value(name) for name in ("kind", "sector", "standing"))
    sought = fold(form.value("q"))
    return [
        row
        for row in rows
        if (kind not in set(WordKind) or row.kind == kind)
        and (sector not in SECTORS or sector in (row.sectors or ()))
        and (standing not in set(WordStanding) or row.standing == standing)
        and sought in fold(row.item)
    ]


def _filled(row: WordRow) -> Form:
    return Form.of({"sectors": row.sectors or (), "version": row.kept.version if row.kept else 0})


async def _both(visit: Visit, word_key: UUID, form: Form, typed: tuple[str, ...]) -> Response[str]:
    """The form as it was typed over what is kept now, with where they differ."""
    fresh = await _row(word_key)
    form.put("version", fresh.kept.version if fresh.kept else 0)
    return await _shown(visit, fresh, form, both=(FieldChange("sectors", list(fresh.sectors or ()), list(typed)),))


async def _shown(visit: Visit, row: WordRow, form: Form, *, both: tuple[FieldChange, ...] = ()) -> Response[str]:
    names = [
        countries.name(code, visit.language, visit.settings.country_names)
        for code in factbook.codes()
        if (listing := market.listing_of(row.kind, code)) and row.item in listing.items
    ]
    return visit.page(
        "desk/sector_words/show.html",
        status_code=422 if not form.is_good else 409 if both else 200,
        row=row,
        form=form,
        both=both,
        shipped=market.shipped(row.kind, row.item),
        kind_names=WORD_KIND_NAMES,
        standing_names=STANDING_NAMES,
        sectors=list(SECTORS),
        places=sorted(names, key=lambda name: sort_key(name, visit.language)),
        lines=await history.list_lines(object_id=row.id, limit=MOST_LINES),
        is_open=may(visit.asker, Right.EDIT, Noun.INDICATOR),
    )


ROUTES = (list_page, word_page, decide, reset)
