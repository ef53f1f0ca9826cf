"""Technology offers, and what approved ones are found by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from events_app.domain.intellectual_property import IpKind, IpRight
from events_app.domain.money import Money
from events_app.domain.offers import MOST_OFFERS, Content, CooperationForm, Offer, OfferState, Visibility
from events_app.domain.projects import ExportClass
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.keyset import Chosen, Place, count_rows, list_rows
from events_app.storage.terms import terms_of, tokens_of_texts, with_approved_words, with_terms
from events_app.storage.values import dumps, json_text, loads, text_json

Row = dict[str, Any]
ALL = tuple(Visibility)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list; empty means no limit. `shown_to` asks for approved offers in force on `today` alone.

    With it everything is sought in the approved content, without it in the working copy.
    """

    company_id: UUID | None = None
    states: tuple[OfferState, ...] = ()
    shown_to: tuple[Visibility, ...] = ()
    today: date | None = None
    sector: str = ""
    field: int | None = None
    form: CooperationForm | None = None
    words: str = ""


async def get(slug: str) -> Offer:
    """Offer at `slug`; raises NotFound."""
    row = await tables.Offer.select().where(tables.Offer.slug == slug).first()
    if row is None:
        raise NotFound
    return _offer(row)


async def get_by_id(offer_id: UUID) -> Offer:
    """Offer by id; raises NotFound."""
    row = await tables.Offer.select().where(tables.Offer.id == offer_id).first()
    if row is None:
        raise NotFound
    return _offer(row)


async def list_by_id(ids: Iterable[UUID]) -> tuple[Offer, ...]:
    """Offers by their ids, by slug; unknown ids are left out."""
    wanted = list(set(ids))
    if not wanted:
        return ()
    table = tables.Offer
    return tuple(map(_offer, await table.select().where(table.id.is_in(wanted)).order_by(table.slug)))


async def list_slugs(beginning: str) -> frozenset[str]:
    """Slugs that begin so."""
    table = tables.Offer
    rows = await table.select(table.slug).where((table.slug >= beginning) & (table.slug < f"{beginning}\uffff"))
    return frozenset(row["slug"] for row in rows)


async def list_offers(
    wanted: Wanted, *, after: Place | None = None, before: Place | None = None, limit: int = 50
) -> tuple[Offer, ...]:
    """Offers, the latest first: by the day of approval where readers ask, else by that of the last change."""
    rows = await list_rows(
        "offer",
        "*",
        _chosen(wanted),
        column="approved_on" if wanted.shown_to else "changed_on",
        is_latest_first=True,
        after=after,
        before=before,
        limit=limit,
    )
    return tuple(map(_offer, rows))


async def list_showable(company_id: UUID) -> tuple[Offer, ...]:
    """Offers that a company can name in an application, the one changed last first."""
    states = tuple(state for state in OfferState if state is not OfferState.WITHDRAWN)
    return await list_offers(Wanted(company_id=company_id, states=states), limit=MOST_OFFERS)


async def list_matchable(today: date) -> tuple[Offer, ...]:
    """Every offer of an open company whose approval is in force, whoever may read it, by slug."""
    rows = await fetch(
        "SELECT * FROM offer WHERE state <> 'withdrawn' AND approved IS NOT NULL AND valid_until >= {} "
        "AND company IN (SELECT id FROM organisation WHERE closed_at IS NULL) ORDER BY slug",
        today,
    )
    return tuple(map(_offer, rows))


async def count_offers(wanted: Wanted, *, at_most: int = 1000) -> int:
    """How many offers there are of these, counted up to a bound."""
    return await count_rows("offer", _chosen(wanted), at_most=at_most)


async def get_mark(today: date) -> str:
    """What changes whenever the public offers do."""
    rows = await fetch(
        "SELECT COUNT(*) AS found, MAX(approved_at) AS latest FROM offer "
        "WHERE visibility = {} AND state <> {} AND valid_until >= {}",
        Visibility.PUBLIC.value,
        OfferState.WITHDRAWN.value,
        today,
    )
    return f"{rows[0]['found']} {rows[0]['latest']}"


async def add(offer: Offer) -> None:
    """Keep a new offer."""
    await tables.Offer.insert(tables.Offer(**_columns(offer)))
    await _add_terms(offer)


async def set_(offer: Offer) -> None:
    """Replace an offer with its terms, and raise its version. Raises ChangedMeanwhile."""
    table = tables.Offer
    columns: dict[Any, Any] = _columns(offer) | {"version": offer.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == offer.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile
    await tables.OfferTerm.delete().where(tables.OfferTerm.offer == offer.id)
    await _add_terms(offer)


async def _add_terms(offer: Offer) -> None:
    approved = offer.approved
    words = _tokens(approved) if approved else ()
    found = terms_of(_classes(offer.content), _classes(approved) if approved else (), words)
    if found:
        table = tables.OfferTerm
        await table.insert(*(table(term=term, offer=offer.id) for term in found))


def _chosen(wanted: Wanted) -> Chosen:
    chosen = Chosen().among("state", wanted.states)
    if wanted.company_id is not None:
        chosen = chosen.with_("company = {}", wanted.company_id)
    if wanted.shown_to:
        chosen = chosen.among("visibility", wanted.shown_to).with_("state <> {}", OfferState.WITHDRAWN.value)
        chosen = chosen.with_("valid_until >= {}", wanted.today)
    asked = (
        f"sector:{wanted.sector}" if wanted.sector else "",
        f"field:{wanted.field}" if wanted.field else "",
        f"form:{wanted.form.value}" if wanted.form else "",
    )
    chosen = with_terms(chosen, "offer", asked, is_approved=bool(wanted.shown_to))
    return with_approved_words(chosen, "offer", wanted.words) if wanted.shown_to else chosen.with_words(wanted.words)


def _classes(content: Content) -> set[str]:
    return {
        *(f"sector:{code}" for code in content.sectors),
        *(f"field:{number}" for number in content.fields),
        *(f"form:{form.value}" for form in content.forms),
    }


def _tokens(content: Content) -> list[str]:
    return tokens_of_texts(content.title, content.summary, content.references)


def _columns(offer: Offer) -> Row:
    approved = offer.approved
    return {
        "id": offer.id,
        "slug": offer.slug,
        "company": offer.company_id,
        "state": offer.state.value,
        "content": _dump(offer.content),
        "approved": _dump(approved) if approved else None,
        "visibility": approved.visibility.value if approved else None,
        "reason": offer.reason,
        "approved_at": offer.approved_at,
        "approved_on": offer.approved_at.date() if offer.approved_at else None,
        "valid_until": offer.valid_until,
        "is_illustrative": offer.is_illustrative,
        "created_at": offer.created_at,
        "modified_at": offer.modified_at,
        "changed_on": offer.modified_at.date(),
        "words": f" {' '.join(_tokens(offer.content))} ",
        "version": offer.version,
    }


def _offer(row: Row) -> Offer:
    return Offer(
        id=row["id"],
        slug=row["slug"],
        company_id=row["company"],
        content=_load(row["content"]),
        approved=_load(row["approved"]) if row["approved"] else None,
        state=OfferState(row["state"]),
        reason=row["reason"],
        approved_at=row["approved_at"],
        valid_until=row["valid_until"],
        is_illustrative=bool(row["is_illustrative"]),
        created_at=row["created_at"],
        modified_at=row["modified_at"],
        version=row["version"],
    )


def _dump(content: Content) -> str:
    return dumps(
        {
            "title": text_json(content.title),
            "summary": text_json(content.summary),
            "references": text_json(content.references),
            "sectors": content.sectors,
            "fields": content.fields,
            "trl": content.trl,
            "in_use_since": content.in_use_since,
            "forms": content.forms,
            "ip_rights": [
                {
                    "kind": right.kind,
                    "number": right.number,
                    "office": right.office,
                    "filed_on": right.filed_on,
                    "granted_on": right.granted_on,
                    "expires_on": right.expires_on,
                    "countries": right.countries,
                    "owner": right.owner,
                }
                for right in content.ip_rights
            ],
            "export_class": content.export_class,
            "control_number": content.control_number,
            "licence_number": content.licence_number,
            "licence_until": content.licence_until,
            "prices": [[m.amount_minor, m.currency] if m else None for m in (content.price_from, content.price_to)],
            "visibility": content.visibility,
            "document_ids": content.document_ids,
            "picture_ids": content.picture_ids,
        }
    )


def _load(column: str) -> Content:
    body = loads(column)
    price_from, price_to = (Money(*price) if price else None for price in body["prices"])
    return Content(
        title=json_text(body["title"]),
        summary=json_text(body["summary"]),
        references=json_text(body["references"]),
        sectors=tuple(body["sectors"]),
        fields=tuple(body["fields"]),
        trl=body["trl"],
        in_use_since=body["in_use_since"],
        forms=tuple(map(CooperationForm, body["forms"])),
        ip_rights=tuple(map(_right, body["ip_rights"])),
        export_class=ExportClass(body["export_class"]),
        control_number=body["control_number"],
        licence_number=body["licence_number"],
        licence_until=_day(body["licence_until"]),
        price_from=price_from,
        price_to=price_to,
        visibility=Visibility(body["visibility"]),
        document_ids=tuple(map(UUID, body["document_ids"])),
        picture_ids=tuple(map(UUID, body["picture_ids"])),
    )


def _right(body: Row) -> IpRight:
    return IpRight(
        kind=IpKind(body["kind"]),
        number=body["number"],
        office=body["office"],
        filed_on=_day(body["filed_on"]),
        granted_on=_day(body["granted_on"]),
        expires_on=_day(body["expires_on"]),
        countries=tuple(body["countries"]),
        owner=body["owner"],
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
