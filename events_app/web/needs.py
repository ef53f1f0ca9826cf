"""Public technology needs: a list with filters and words, and the page of each.

Only what an officer has approved for everybody, and what is still in force, is here: to readers nothing else exists.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.datastructures import MultiDict, State
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.needs import Need, NeedContent, Visibility
from events_app.domain.offers import FORM_NAMES, CooperationForm
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.sectors import FIELDS, SECTORS
from events_app.edge.need_words import facts_of
from events_app.edge.pages import address, page
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.tallies import ruler
from events_app.i18n.catalogues import Catalogues
from events_app.i18n.sorting import sort_key
from events_app.reference import countries
from events_app.settings import Settings
from events_app.storage import needs, organisations
from events_app.web.desk_exhibitions import country_choices
from events_app.web.filters import KEPT_BRIEFLY

PER_PAGE = 24
COUNTED = 1_000
LONGEST_WORDS = 200
PUBLIC = (Visibility.PUBLIC,)
MORE = 5
"""Other needs of the same country beside one."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reader chose in the list; empty means no limit."""

    country: str = ""
    sector: str = ""
    field: str = ""
    form: str = ""
    q: str = ""

    def query(self, **changes: object) -> dict[str, object]:
        """Return the choice as a query, with some of it changed."""
        return {name: getattr(self, name) for name in ("country", "sector", "field", "form", "q")} | changes

    def wanted(self, today: date, shown_to: tuple[Visibility, ...] = PUBLIC) -> needs.Wanted:
        """The same, as the list asks the database."""
        return needs.Wanted(
            shown_to=shown_to,
            today=today,
            country=self.country,
            sector=self.sector,
            field=int(self.field) if self.field else None,
            form=CooperationForm(self.form) if self.form else None,
            words=self.q,
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """In which language and of which installation somebody reads lists."""

    language: str
    catalogues: Catalogues
    settings: Settings


@get("/needs", include_in_schema=False)
async def needs_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """Show the public needs that a reader chose, the one approved last first."""
    reader = Reader(language, state.catalogues, settings)
    found = await list_shown(request.query_params, reader, today=today, shown_to=PUBLIC, path="needs")
    return page(
        request,
        "needs/list.html",
        now=now,
        headers=KEPT_BRIEFLY,
        **found,
        **await ruler(state, language, year=today.year, current_month=today.month),
    )


@get("/needs/{slug:str}", include_in_schema=False)
async def need_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    slug: FromPath[str],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[str]:
    """Show one public need, as it was approved."""
    need, content = await get_shown(slug, today, PUBLIC)
    others = needs.Wanted(country=content.country, shown_to=PUBLIC, today=today)
    return page(
        request,
        "needs/show.html",
        now=now,
        headers=KEPT_BRIEFLY,
        partner=await get_partner(need),
        others=[each for each in await needs.list_needs(others, limit=MORE + 1) if each.id != need.id][:MORE],
        **facts_of(need, content, today),
        **await ruler(state, language, year=today.year, current_month=today.month),
    )


async def list_shown(
    query: MultiDict[str], reader: Reader, *, today: date, shown_to: tuple[Visibility, ...], path: str
) -> dict[str, Any]:
    """What a list of needs shows to those who see these: one page of it, and the filters."""
    chosen = _read(query)
    wanted = chosen.wanted(today, shown_to)
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await needs.list_needs(wanted, after=after, before=before, limit=PER_PAGE + 1)
    key = _by_approval
    found = page_before(rows, PER_PAGE, key) if before else page_after(rows, PER_PAGE, key, after=after)
    choices = _choices(reader)
    return {
        "found": found,
        "contents": {row.id: row.approved for row in found.items},
        "partners": await list_partners(found.items),
        "count": await needs.count_needs(wanted, at_most=COUNTED),
        "chosen": chosen,
        "choices": choices,
        "taken": _taken(chosen, choices, reader.language, path),
        "form_names": FORM_NAMES,
        "is_indexed": path == "needs" and not any(chosen.query().values()) and not (after or before),
    }


async def get_shown(slug: str, today: date, shown_to: tuple[Visibility, ...]) -> tuple[Need, NeedContent]:
    """A need in force that these see, with what was approved of it. Raises NotFound."""
    need = await needs.get(slug)
    if not need.is_shown(today) or need.approved is None or need.approved.visibility not in shown_to:
        raise NotFound
    return need, need.approved


async def get_partner(need: Need) -> Organisation | None:
    """The partner organisation whose need it is."""
    return await organisations.get(need.organisation_id) if need.organisation_id else None


async def list_partners(rows: Iterable[Need]) -> Mapping[UUID, Organisation]:
    """The partner organisations of needs, in one query."""
    return await organisations.list_by_id(row.organisation_id for row in rows if row.organisation_id)


def _read(query: MultiDict[str]) -> Chosen:
    """Read the choice from an address; a value that is none of the choices counts as not given."""

    def one(name: str, allowed: Sequence[str]) -> str:
        value = str(query.get(name, "")).strip()
        return value if value in allowed else ""

    return Chosen(
        country=one("country", list(countries.all_codes())),
        sector=one("sector", list(SECTORS)),
        field=one("field", [str(number) for number in FIELDS]),
        form=one("form", [form.value for form in CooperationForm]),
        q=" ".join(str(query.get("q", "")).split())[:LONGEST_WORDS],
    )


def _choices(reader: Reader) -> Mapping[str, list[tuple[str, str]]]:
    language, say = reader.language, reader.catalogues.translate

    def sorted_by_name(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted(pairs, key=lambda pair: sort_key(pair[1], language))

    return {
        "country": country_choices(language, reader.settings),
        "sector": sorted_by_name([(code, say(language, sector.name)) for code, sector in SECTORS.items()]),
        "field": sorted_by_name([(str(number), say(language, field.name)) for number, field in FIELDS.items()]),
        "form": [(form.value, say(language, name)) for form, name in FORM_NAMES.items()],
    }


def _taken(
    chosen: Chosen, choices: Mapping[str, list[tuple[str, str]]], language: str, path: str
) -> list[tuple[str, str]]:
    """What was chosen in words, each with the address of the list without it."""
    words = {name: dict(options).get(str(chosen.query()[name]), "") for name, options in choices.items()}
    words["q"] = chosen.q
    return [(said, address(language, path, chosen.query(**{name: ""}))) for name, said in words.items() if said]


def _by_approval(need: Need) -> Cursor:
    return Cursor(needs.Order.APPROVED.day_of(need), need.id)


ROUTES = (needs_page, need_page)
