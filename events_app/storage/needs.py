"""Partner needs, and what approved ones are found by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from events_app.domain.money import Money
from events_app.domain.needs import Need, NeedContent, NeedState, Visibility
from events_app.domain.offers import CooperationForm
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.keyset import Chosen, Place, count_rows, list_rows
from events_app.storage.terms import terms_of, tokens_of_texts, with_approved_words, with_terms
from events_app.storage.values import dumps, json_text, loads, text_json

Row = dict[str, Any]


class Order(StrEnum):
    """In which order needs are listed. ENDING leaves out what was never approved."""

    CHANGED = "changed"
    WAITING = "waiting"
    ENDING = "ending"
    APPROVED = "approved"

    def day_of(self, need: Need) -> date:
        """The day of a need in this order: with its id it is the need's place in the list."""
        match self:
            case Order.ENDING if need.valid_until:
                return need.valid_until
            case Order.APPROVED if need.approved_at:
                return need.approved_at.date()
            case _:
                return need.modified_at.date()


COLUMNS: dict[Order, tuple[str, bool]] = {
    Order.CHANGED: ("changed_on", True),
    Order.WAITING: ("changed_on", False),
    Order.ENDING: ("valid_until", False),
    Order.APPROVED: ("approved_on", True),
}
"""The column of each order, and whether the latest comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list; empty means no limit. `shown_to` asks for approved needs in force on `today` alone.

    With it everything is sought in the approved content, and the one approved last comes first; without it in the
    working copy. `hides_drafts` leaves out the drafts of partner organisations.
    """

    organisation_id: UUID | None = None
    hides_drafts: bool = False
    states: tuple[NeedState, ...] = ()
    shown_to: tuple[Visibility, ...] = ()
    today: date | None = None
    country: str = ""
    sector: str = ""
    field: int | None = None
    form: CooperationForm | None = None
    words: str = ""
    order: Order = Order.CHANGED

    @property
    def by(self) -> Order:
        """The order of the list: that of readers is fixed."""
        return Order.APPROVED if self.shown_to else self.order


async def get(slug: str) -> Need:
    """Need at `slug`; raises NotFound."""
    row = await tables.Need.select().where(tables.Need.slug == slug).first()
    if row is None:
        raise NotFound
    return _need(row)


async def get_by_id(need_id: UUID) -> Need:
    """Need by id; raises NotFound."""
    row = await tables.Need.select().where(tables.Need.id == need_id).first()
    if row is None:
        raise NotFound
    return _need(row)


async def list_by_id(ids: Iterable[UUID]) -> tuple[Need, ...]:
    """Needs by their ids, by slug; unknown ids are left out."""
    wanted = list(set(ids))
    if not wanted:
        return ()
    table = tables.Need
    return tuple(map(_need, await table.select().where(table.id.is_in(wanted)).order_by(table.slug)))


async def list_slugs(beginning: str) -> frozenset[str]:
    """Slugs that begin so."""
    table = tables.Need
    rows = await table.select(table.slug).where((table.slug >= beginning) & (table.slug < f"{beginning}\uffff"))
    return frozenset(row["slug"] for row in rows)


async def list_needs(
    wanted: Wanted, *, after: Place | None = None, before: Place | None = None, limit: int = 50
) -> tuple[Need, ...]:
    """Needs in the order that is wanted."""
    column, is_latest_first = COLUMNS[wanted.by]
    rows = await list_rows(
        "need",
        "*",
        _chosen(wanted),
        column=column,
        is_latest_first=is_latest_first,
        after=after,
        before=before,
        limit=limit,
    )
    return tuple(map(_need, rows))


async def list_matchable(today: date) -> tuple[Need, ...]:
    """All approved needs in force, whatever their visibility, by slug: what matching works with."""
    rows = await fetch(
        "SELECT * FROM need WHERE approved IS NOT NULL AND state <> {} AND valid_until >= {} ORDER BY slug",
        NeedState.WITHDRAWN.value,
        today,
    )
    return tuple(map(_need, rows))


async def count_needs(wanted: Wanted, *, at_most: int = 1000) -> int:
    """How many needs there are of these, counted up to a bound."""
    return await count_rows("need", _chosen(wanted), at_most=at_most)


async def get_mark(today: date) -> str:
    """What changes whenever the public needs do."""
    rows = await fetch(
        "SELECT COUNT(*) AS found, MAX(approved_at) AS latest FROM need "
        "WHERE visibility = {} AND state <> {} AND valid_until >= {}",
        Visibility.PUBLIC.value,
        NeedState.WITHDRAWN.value,
        today,
    )
    return f"{rows[0]['found']} {rows[0]['latest']}"


async def add(need: Need) -> None:
    """Keep a new need."""
    await tables.Need.insert(tables.Need(**_columns(need)))
    await _add_terms(need)


async def set_(need: Need) -> None:
    """Replace a need with its terms, and raise its version. Raises ChangedMeanwhile."""
    table = tables.Need
    columns: dict[Any, Any] = _columns(need) | {"version": need.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == need.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile
    await tables.NeedTerm.delete().where(tables.NeedTerm.need == need.id)
    await _add_terms(need)


async def _add_terms(need: Need) -> None:
    approved = need.approved
    words = tokens_of_texts(approved.title, approved.summary) if approved else ()
    found = terms_of(_classes(need.content), _classes(approved) if approved else (), words)
    if found:
        table = tables.NeedTerm
        await table.insert(*(table(term=term, need=need.id) for term in found))


def _chosen(wanted: Wanted) -> Chosen:
    chosen = Chosen().among("state", wanted.states)
    if wanted.organisation_id is not None:
        chosen = chosen.with_("organisation = {}", wanted.organisation_id)
    if wanted.hides_drafts:
        chosen = chosen.with_("(state <> {} OR organisation IS NULL)", NeedState.DRAFT.value)
    if wanted.shown_to:
        chosen = chosen.among("visibility", wanted.shown_to).with_("state <> {}", NeedState.WITHDRAWN.value)
        chosen = chosen.with_("valid_until >= {}", wanted.today)
    elif wanted.order is Order.ENDING:
        chosen = chosen.with_("valid_until IS NOT NULL")
    asked = (
        f"country:{wanted.country}" if wanted.country else "",
        f"sector:{wanted.sector}" if wanted.sector else "",
        f"field:{wanted.field}" if wanted.field else "",
        f"form:{wanted.form.value}" if wanted.form else "",
    )
    chosen = with_terms(chosen, "need", asked, is_approved=bool(wanted.shown_to))
    return with_approved_words(chosen, "need", wanted.words) if wanted.shown_to else chosen.with_words(wanted.words)


def _classes(content: NeedContent) -> set[str]:
    return {
        *({f"country:{content.country}"} if content.country else ()),
        *(f"sector:{code}" for code in content.sectors),
        *(f"field:{number}" for number in content.fields),
        *(f"form:{form.value}" for form in content.forms),
    }


def _columns(need: Need) -> Row:
    approved = need.approved
    words = tokens_of_texts(need.content.title, need.content.summary)
    return {
        "id": need.id,
        "slug": need.slug,
        "organisation": need.organisation_id,
        "state": need.state.value,
        "content": _dump(need.content),
        "approved": _dump(approved) if approved else None,
        "visibility": approved.visibility.value if approved else None,
        "reason": need.reason,
        "approved_at": need.approved_at,
        "approved_on": need.approved_at.date() if need.approved_at else None,
        "valid_until": need.valid_until,
        "wanted_until": need.wanted_until,
        "is_illustrative": need.is_illustrative,
        "created_at": need.created_at,
        "modified_at": need.modified_at,
        "changed_on": need.modified_at.date(),
        "words": f" {' '.join(words)} ",
        "version": need.version,
    }


def _need(row: Row) -> Need:
    return Need(
        id=row["id"],
        slug=row["slug"],
        organisation_id=row["organisation"],
        content=_load(row["content"]),
        approved=_load(row["approved"]) if row["approved"] else None,
        state=NeedState(row["state"]),
        reason=row["reason"],
        approved_at=row["approved_at"],
        valid_until=row["valid_until"],
        wanted_until=row["wanted_until"],
        is_illustrative=bool(row["is_illustrative"]),
        created_at=row["created_at"],
        modified_at=row["modified_at"],
        version=row["version"],
    )


def _dump(content: NeedContent) -> str:
    return dumps(
        {
            "country": content.country,
            "title": text_json(content.title),
            "summary": text_json(content.summary),
            "sectors": content.sectors,
            "fields": content.fields,
            "forms": content.forms,
            "trl_from": content.trl_from,
            "budget": [[m.amount_minor, m.currency] if m else None for m in (content.budget_from, content.budget_to)],
            "languages": content.languages,
            "visibility": content.visibility,
        }
    )


def _load(column: str) -> NeedContent:
    body = loads(column)
    budget_from, budget_to = (Money(*amount) if amount else None for amount in body["budget"])
    return NeedContent(
        country=body["country"],
        title=json_text(body["title"]),
        summary=json_text(body["summary"]),
        sectors=tuple(body["sectors"]),
        fields=tuple(body["fields"]),
        forms=tuple(map(CooperationForm, body["forms"])),
        trl_from=body["trl_from"],
        budget_from=budget_from,
        budget_to=budget_to,
        languages=tuple(body["languages"]),
        visibility=Visibility(body["visibility"]),
    )
