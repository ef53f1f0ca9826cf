"""The form of a matching programme: filled, countries added to it, read back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import uuid4

from events_app.domain.companies import CompanySize
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.programmes import (
    LONGEST_SEED,
    MOST_EACH,
    MOST_PLACES,
    YEARS,
    CountriesMissing,
    CountryClass,
    CountryRule,
    Limits,
    Programme,
    ProgrammeDaysOdd,
    ProgrammeKind,
    ProgrammeNameMissing,
    Rules,
    SeedMissing,
    SubjectMissing,
)
from events_app.domain.refusals import InvalidValue
from events_app.domain.sectors import ALL_SECTORS, SECTORS
from events_app.domain.texts import Text
from events_app.edge.desk import Visit
from events_app.edge.forms import REQUIRED, Form
from events_app.edge.problems import problem_of
from events_app.edge.slugs import slug_of
from events_app.reference.countries import all_codes, un_region
from events_app.reference.groups import GROUPS, members_of
from events_app.storage import exhibitions, needs

LONGEST_NAME: Final = 200
MOST_ROWS: Final = 260
MOST_VERSIONS: Final = 10**9
NEEDS: Final = "needs"
NO_SUCH_EDITION = N_("No exhibition is at this address.")
NOTHING_ADDED = N_("All of these are in the table already.")
FIELD_OF: Final[dict[type[InvalidValue], str]] = {
    ProgrammeDaysOdd: "last_day",
    SeedMissing: "seed",
    CountriesMissing: "add",
}
CLASSES: Final[tuple[CountryClass | CompanySize, ...]] = (*CountryClass, *CompanySize)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table of countries: its number in the names of fields, and its country or region."""

    number: int
    code: str


def blank_form() -> Form:
    """The form of a new programme, with a seed that nobody could foresee."""
    return Form.of({"kind": ProgrammeKind.YEAR, "most_each": 1, "price_step": 1, "seed": uuid4().hex[:12], "rows": 0})


async def filled_form(programme: Programme) -> Form:
    """The form as the programme is now."""
    rules = programme.rules
    form = Form.of(
        {
            "version": programme.version,
            "kind": programme.kind,
            "year": programme.year,
            "first_day": programme.first_day,
            "last_day": programme.last_day,
            "most_each": rules.most_each,
            "developing_each": rules.developing_each or None,
            "price_step": rules.price_step,
            "sectors": rules.sectors,
            "seed": programme.seed,
        }
    )
    form.put_text("name", programme.name)
    if programme.edition_id is not None:
        edition = (await exhibitions.list_editions_by_id([programme.edition_id]))[programme.edition_id]
        form.put("edition", edition.slug)
    for name, limits in [(str(each), one) for held in (rules.by_class, rules.by_size) for each, one in held.items()]:
        form.put(f"least-{name}", limits.least or None)
        form.put(f"most-{name}", limits.most)
    _put_rows(form, [(one.code, str(one.floor), str(one.capacity)) for one in rules.countries])
    return form


def rows_of(form: Form) -> tuple[Row, ...]:
    """The rows of the table, those left out excepted."""
    count = min(int(form.value("rows")), MOST_ROWS) if form.value("rows").isdecimal() else 0
    known = frozenset(all_codes())
    numbered = ((number, form.value(f"code-{number}")) for number in range(count))
    return tuple(Row(number, code) for number, code in numbered if code in known and not form.ticked(f"gone-{number}"))


async def add_rows(form: Form, visit: Visit) -> None:
    """Add the countries or regions that were chosen, each with the places that were typed beside the choice."""
    floor = form.number("add_floor", 0, MOST_PLACES) or 0
    capacity = form.number("add_capacity", 1, MOST_PLACES, required=True)
    codes = await _chosen(form, visit)
    if capacity is None or not form.is_good:
        return
    kept = [
        (row.code, form.value(f"floor-{row.number}"), form.value(f"capacity-{row.number}")) for row in rows_of(form)
    ]
    there = {code for code, _, _ in kept}
    new = [code for code in codes if code not in there]
    if not new:
        form.fail("add", NOTHING_ADDED)
    _put_rows(form, [*kept, *((code, str(floor), str(capacity)) for code in new)])


async def read_programme(form: Form, old: Programme | None, visit: Visit) -> Programme | None:
    """What the form says; None where something of it cannot be right."""
    kind = form.choice("kind", ProgrammeKind) or ProgrammeKind.YEAR
    edition = await _edition(form, kind)
    year = form.number("year", YEARS[0], YEARS[-1], required=kind is not ProgrammeKind.EDITION)
    first, last = _days(form, edition, year)
    name = form.text("name", old.name if old else Text.empty(visit.language), required=True, most=LONGEST_NAME)
    rules = _rules(form)
    fields: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "edition_id": edition.id if edition else None,
        "year": year if kind is not ProgrammeKind.EDITION else None,
        "rules": rules,
        "seed": form.line("seed", required=True, most=LONGEST_SEED),
        "version": form.number("version", 1, MOST_VERSIONS) or 1,
    }
    if not form.is_good or rules is None or first is None or last is None:
        return None
    fields |= {"first_day": first, "last_day": last}
    try:
        if old is not None:
            return replace(old, **fields)
        slug = slug_of(name.shown("en").text) or f"programme-{first.year}"
        return Programme(id=uuid4(), slug=slug, created_at=visit.now, modified_at=visit.now, **fields)
    except (ProgrammeDaysOdd, SeedMissing, ProgrammeNameMissing, SubjectMissing) as refusal:
        form.problems[FIELD_OF.get(type(refusal), f"name-{visit.language}")] = problem_of(refusal)
        return None


async def _edition(form: Form, kind: ProgrammeKind) -> Edition | None:
    if kind is not ProgrammeKind.EDITION:
        return None
    slug = form.line("edition", required=True)
    edition = await exhibitions.find_edition(slug) if slug else None
    if slug and edition is None:
        form.fail("edition", NO_SUCH_EDITION)
    return edition


def _days(form: Form, edition: Edition | None, year: int | None) -> tuple[date | None, date | None]:
    """The days typed; without any, those of the exhibition, or the whole year."""
    first, last = form.day("first_day"), form.day("last_day")
    if first is None and last is None and (edition or year):
        return (edition.days.first, edition.days.last) if edition else (date(year or 1, 1, 1), date(year or 1, 12, 31))
    if (first is None or last is None) and form.is_good:
        form.fail("last_day" if last is None else "first_day", REQUIRED)
    return first, last


def _rules(form: Form) -> Rules | None:
    countries = [found for row in rows_of(form) if (found := _country(form, row))]
    limits = {each: _limits(form, each.value) for each in CLASSES}
    most_each = form.number("most_each", 1, MOST_EACH, required=True) or 1
    developing = form.number("developing_each", 0, most_each) or 0
    step = form.number("price_step", 1, MOST_EACH, required=True) or 1
    sectors = form.some_of("sectors", SECTORS)
    if not form.is_good:
        return None
    return form.attempt(
        "add",
        lambda: Rules(
            countries=tuple(countries),
            most_each=most_each,
            developing_each=developing,
            by_class={each: limits[each] for each in CountryClass},
            by_size={each: limits[each] for each in CompanySize},
            sectors=tuple(one for one in sectors if one != ALL_SECTORS),
            price_step=step,
        ),
    )


def _country(form: Form, row: Row) -> CountryRule | None:
    floor = form.number(f"floor-{row.number}", 0, MOST_PLACES) or 0
    capacity = form.number(f"capacity-{row.number}", 1, MOST_PLACES, required=True)
    if capacity is None:
        return None
    return form.attempt(f"floor-{row.number}", lambda: CountryRule(row.code, floor, capacity))


def _limits(form: Form, name: str) -> Limits:
    least, most = form.number(f"least-{name}", 0, MOST_VERSIONS) or 0, form.number(f"most-{name}", 0, MOST_VERSIONS)
    return form.attempt(f"most-{name}", lambda: Limits(least, most)) or Limits()


async def _chosen(form: Form, visit: Visit) -> Iterable[str]:
    """Codes behind a choice: `needs`, `group:…`, `region:…` or `country:…`; our own is never a partner."""
    kind, _, code = form.line("add", required=True).partition(":")
    if kind == NEEDS:
        found = {(need.approved or need.content).country for need in await needs.list_matchable(visit.today)}
    elif kind == "group" and code in GROUPS:
        found = set(members_of(code, visit.today))
    elif kind == "region":
        found = {each for each in all_codes() if un_region(each) == code}
    else:
        found = {code}
    shut = {visit.settings.home_country, *visit.settings.separate_regions}
    return sorted(found & {*all_codes()} - shut)


def _put_rows(form: Form, rows: list[tuple[str, str, str]]) -> None:
    form.put("rows", len(rows))
    for number, values in enumerate(rows):
        for name, value in zip(("code", "floor", "capacity"), values, strict=True):
            form.put(f"{name}-{number}", value)
        form.put(f"gone-{number}", None)
