"""Public technology offers: a list with filters and words, the page of each, its pictures, documents and logo.

Only what an officer has approved for everybody, and what has not expired, is here: to readers nothing else exists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.datastructures import MultiDict, State
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.offers import FORM_NAMES, Content, CooperationForm, Offer, Visibility
from events_app.domain.refusals import NotFound
from events_app.domain.sectors import FIELDS, SECTORS
from events_app.edge.downloads import picture_headers
from events_app.edge.offer_files import file_response
from events_app.edge.offer_words import by_approval, facts_of
from events_app.edge.pages import address, page
from events_app.edge.paging import page_after, page_before, parse_cursor
from events_app.edge.tallies import ruler
from events_app.i18n.catalogues import Catalogues
from events_app.i18n.sorting import sort_key
from events_app.settings import Settings
from events_app.storage import companies, documents, offers, organisations
from events_app.web.filters import KEPT_BRIEFLY

PER_PAGE = 24
COUNTED = 1_000
LONGEST_WORDS = 200
PUBLIC = (Visibility.PUBLIC,)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reader chose in the list; empty means no limit."""

    sector: str = ""
    field: str = ""
    form: str = ""
    q: str = ""

    def query(self, **changes: object) -> dict[str, object]:
        """Return the choice as a query, with some of it changed."""
        return {name: getattr(self, name) for name in ("sector", "field", "form", "q")} | changes

    def wanted(self, today: date) -> offers.Wanted:
        """The same, as the list asks the database."""
        return offers.Wanted(
            shown_to=PUBLIC,
            today=today,
            sector=self.sector,
            field=int(self.field) if self.field else None,
            form=CooperationForm(self.form) if self.form else None,
            words=self.q,
        )


@get("/offers", include_in_schema=False)
async def offers_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[str]:
    """Show the public offers that a reader chose, the one approved last first."""
    query = request.query_params
    chosen = _read(query)
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await offers.list_offers(chosen.wanted(today), after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, by_approval) if before else page_after(rows, PER_PAGE, by_approval, after=after)
    choices = _choices(language, state.catalogues)
    return page(
        request,
        "offers/list.html",
        now=now,
        headers=KEPT_BRIEFLY,
        found=found,
        contents={row.id: row.approved for row in found.items},
        companies=await organisations.list_by_id(row.company_id for row in found.items),
        count=await offers.count_offers(chosen.wanted(today), at_most=COUNTED),
        chosen=chosen,
        choices=choices,
        taken=_taken(chosen, choices, language),
        form_names=FORM_NAMES,
        is_indexed=not any(chosen.query().values()) and not (after or before),
        **await ruler(state, language, year=today.year, current_month=today.month),
    )


@get("/offers/{slug:str}", include_in_schema=False)
async def offer_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    slug: FromPath[str],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[str]:
    """Show one public offer, as it was approved."""
    offer, content = await _public(slug, today)
    others = offers.Wanted(company_id=offer.company_id, shown_to=PUBLIC, today=today)
    return page(
        request,
        "offers/show.html",
        now=now,
        headers=KEPT_BRIEFLY,
        company=await organisations.get(offer.company_id),
        profile=await companies.find(offer.company_id),
        files={each.id: each for each in await documents.list_of_object(offer.id)},
        others=[each for each in await offers.list_offers(others, limit=6) if each.id != offer.id],
        **facts_of(offer, content, today),
        **await ruler(state, language, year=today.year, current_month=today.month),
    )


@get("/offers/{slug:str}/files/{document_id:uuid}", include_in_schema=False)
async def offer_file(
    *,
    slug: FromPath[str],
    document_id: FromPath[UUID],
    settings: NamedDependency[Settings],
    today: NamedDependency[date],
) -> Response[bytes]:
    """Hand out a picture or a document of a public offer."""
    offer, content = await _public(slug, today)
    kept = KEPT_BRIEFLY["Cache-Control"]
    return await file_response(settings.data_dir, offer, content, document_id, cache_control=kept)


@get("/offers/{slug:str}/logo", include_in_schema=False)
async def offer_logo(
    *, slug: FromPath[str], settings: NamedDependency[Settings], today: NamedDependency[date]
) -> Response[bytes]:
    """Show the logo of the company of a public offer."""
    offer, _ = await _public(slug, today)
    profile = await companies.find(offer.company_id)
    if profile is None or profile.logo_id is None:
        raise NotFound
    document = await documents.get(profile.logo_id)
    body = await documents.get_file(settings.data_dir, document)
    return Response(body, media_type=document.media_type, headers={**picture_headers(), **KEPT_BRIEFLY})


async def _public(slug: str, today: date) -> tuple[Offer, Content]:
    offer = await offers.get(slug)
    if not offer.is_shown(today) or offer.approved is None or offer.approved.visibility is not Visibility.PUBLIC:
        raise NotFound
    return offer, offer.approved


def _read(query: MultiDict[str]) -> Chosen:
    """Read the choice from an address; a value that is none of the choices counts as not given."""

    def one(name: str, allowed: Sequence[str]) -> str:
        value = str(query.get(name, "")).strip()
        return value if value in allowed else ""

    return Chosen(
        sector=one("sector", list(SECTORS)),
        field=one("field", [str(number) for number in FIELDS]),
        form=one("form", [form.value for form in CooperationForm]),
        q=" ".join(str(query.get("q", "")).split())[:LONGEST_WORDS],
    )


def _choices(language: str, catalogues: Catalogues) -> Mapping[str, list[tuple[str, str]]]:
    def sorted_by_name(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted(pairs, key=lambda pair: sort_key(pair[1], language))

    say = catalogues.translate
    return {
        "sector": sorted_by_name([(code, say(language, sector.name)) for code, sector in SECTORS.items()]),
        "field": sorted_by_name([(str(number), say(language, field.name)) for number, field in FIELDS.items()]),
        "form": [(form.value, say(language, name)) for form, name in FORM_NAMES.items()],
    }


def _taken(chosen: Chosen, choices: Mapping[str, list[tuple[str, str]]], language: str) -> list[tuple[str, str]]:
    """What was chosen in words, each with the address of the list without it."""
    words = {name: dict(options).get(str(chosen.query()[name]), "") for name, options in choices.items()}
    words["q"] = chosen.q
    return [(said, address(language, "offers", chosen.query(**{name: ""}))) for name, said in words.items() if said]


ROUTES = (offers_page, offer_page, offer_file, offer_logo)
