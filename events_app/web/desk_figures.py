"""Figures at the desk: editions of a period by month, region, sector and status; projects by stage and partners.

Each table is a page's section with a drawing in its last column, and a file to download.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.countries import SCOPE_NAMES, Scope, developed_on
from events_app.domain.exhibitions import EDITION_STATUS_NAMES
from events_app.domain.figures import YEARS_AT_MOST, Count, FigureRow, FigureTable, PartnerClass, crossed, spans
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_, P_, Message
from events_app.domain.projects import STAGE_NAMES
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, may, may_somewhere, require
from events_app.domain.sectors import ALL_SECTORS, SECTORS, sector_name
from events_app.domain.tables import Column, Kind, Table, Value
from events_app.edge.desk import desk_page
from events_app.edge.forms import Form
from events_app.edge.table_files import MEDIA_TYPES, table_file
from events_app.i18n import dates
from events_app.reference import countries, groups
from events_app.reference.policies import in_force
from events_app.settings import Settings
from events_app.storage import organisations
from events_app.storage.figures import (
    Counted,
    EditionKey,
    count_editions_by,
    count_editions_by_sector,
    count_projects_by_stage,
)
from events_app.web.charts import Bar, stacked

REGIONS = ("002", "019", "142", "150", "009")
"""M49 codes in the order shown."""
PARTNER_NAMES: dict[PartnerClass, Message] = {
    PartnerClass.DEVELOPED: P_("class of a project's partners", "Developed"),
    PartnerClass.DEVELOPING: P_("class of a project's partners", "Developing"),
    PartnerClass.BOTH: P_("class of a project's partners", "Both"),
    PartnerClass.NONE: P_("class of a project's partners", "No partner named"),
}
TITLES: dict[str, Message] = {
    "editions-by-month": N_("Editions by the month in which they begin"),
    "editions-by-region": N_("Editions by region of the world"),
    "editions-by-sector": N_("Editions by sector"),
    "editions-by-status": N_("Editions by status"),
    "projects-by-stage": N_("Projects by stage and class of the partners’ countries or regions"),
}
HEADS: dict[str, Message] = {
    "editions-by-month": N_("Month"),
    "editions-by-region": N_("Region of the world"),
    "editions-by-sector": N_("Sector"),
    "editions-by-status": N_("Status"),
    "projects-by-stage": N_("Stage"),
}
NO_SECTOR = N_("No sector named")
ELSEWHERE = N_("Elsewhere")
TOTAL = P_("last line of a table", "Total")
EACH_ONCE = N_("Editions, each counted once")
WRONG_ORDER = N_("The last day lies before the first.")
TOO_LONG = N_("A period may have at most %(most)s years.")
# Names of fills, as the calendar's bars have them.
FILLS: Mapping[str, str] = {
    Scope.DOMESTIC: "domestic",
    Scope.OVERSEAS: "overseas",
    Scope.SEPARATE: "separate",
    PartnerClass.DEVELOPED: "domestic",
    PartnerClass.DEVELOPING: "overseas",
    PartnerClass.BOTH: "separate",
    PartnerClass.NONE: "cancelled",
}
Words = Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class Worded:
    """A table in a reader's words: `rows` are label, counts, total and bars; `total` is the last line."""

    name: str
    title: str
    head: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[int, ...], int, tuple[Bar, ...]], ...]
    total: tuple[str, tuple[int, ...], int]

    def table(self) -> Table:
        """Head, lines and total, for a file."""
        first, *others = self.head
        columns = (Column(first), *(Column(words, Kind.INTEGER) for words in others))
        lines = [_line(label, counts, total) for label, counts, total, _ in self.rows]
        return Table(columns, (*lines, _line(*self.total)))


def _line(label: str, counts: tuple[int, ...], total: int) -> tuple[Value, ...]:
    return (label, *counts, total)


@get("/figures", include_in_schema=False)
async def figures_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    asker: NamedDependency[Asker],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
    language: NamedDependency[str],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """Show every table for a period: this year, unless another is chosen."""
    _open_to(asker)
    form, counted = read_period(request, asker, today)
    tables = await _tables(counted, today, settings) if form.is_good else {}
    units = await organisations.list_units() if may(asker, Right.READ, Noun.FIGURES) else ()
    return desk_page(
        request,
        "desk/figures/show.html",
        asker=asker,
        now=now,
        status_code=200 if form.is_good else 422,
        form=form,
        first=counted.first,
        last=counted.last,
        unit=form.value("unit"),
        units=[(unit.id, unit.name) for unit in units],
        tables=[_worded(name, table, state, language) for name, table in tables.items()],
        query={"from": counted.first, "to": counted.last, "unit": form.value("unit")},
    )


@get("/figures/{file:str}", include_in_schema=False)
async def figures_file(
    request: Request[Any, Any, Any],
    *,
    file: FromPath[str],
    state: State,
    asker: NamedDependency[Asker],
    today: NamedDependency[date],
    language: NamedDependency[str],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    """One table as a file, `{name}.csv` or `{name}.xlsx`."""
    _open_to(asker)
    name, _, kind = file.partition(".")
    form, counted = read_period(request, asker, today)
    if name not in TITLES or kind not in MEDIA_TYPES or not form.is_good:
        raise NotFound
    tables = await _tables(counted, today, settings)
    worded = _worded(name, tables[name], state, language)
    return await table_file(worded.table(), file, title=worded.title, language=language)


def read_period(request: Request[Any, Any, Any], asker: Asker, today: date) -> tuple[Form, Counted]:
    """The period and unit chosen, within what the asker may see; the form has what is wrong with them."""
    query = request.query_params
    form = Form({name: query.getall(name, []) for name in ("from", "to", "unit")})
    first = form.day("from") or date(today.year, 1, 1)
    last = form.day("to") or date(first.year, 12, 31)
    if last < first:
        form.fail("to", WRONG_ORDER)
    elif last.year - first.year >= YEARS_AT_MOST:
        form.fail("to", TOO_LONG, most=YEARS_AT_MOST)
    reach = None if may(asker, Right.READ, Noun.FIGURES) else asker.unit_ids
    if form.value("unit"):
        chosen = form.attempt("unit", lambda: form.identity("unit"))
        reach = frozenset({chosen} if chosen and (reach is None or chosen in reach) else ())
    for name, day in (("from", first), ("to", last)):
        if name not in form.problems:
            form.put(name, day)
    return form, Counted(first, last, reach)


def _open_to(asker: Asker) -> None:
    """Raise NotAllowed where no role of the asker's opens figures."""
    if not may_somewhere(asker, Right.READ, Noun.FIGURES):
        require(asker, Right.READ, Noun.FIGURES)


async def _tables(counted: Counted, today: date, settings: Settings) -> dict[str, FigureTable]:
    scopes = [scope.value for scope in Scope if scope is not Scope.SEPARATE or settings.separate_regions]
    periods = spans(counted.first, counted.last)
    by_years = len(periods[0]) == len("2027")
    times = await count_editions_by(EditionKey.YEAR if by_years else EditionKey.MONTH, counted)
    places = await count_editions_by(EditionKey.COUNTRY, counted)
    by_region: Counter[tuple[str, str]] = Counter()
    for each in places:
        by_region[countries.un_region(each.key) or "", each.mark] += each.number
    sectors = await count_editions_by_sector(counted)
    known = [code for code in (*SECTORS, ALL_SECTORS, "") if any(each.key == code for each in sectors)]
    developed = developed_on(today, memberships=groups.memberships(), rule=in_force().rule)
    stages = await count_projects_by_stage(counted, developed=developed)
    return {
        "editions-by-month": crossed(times, rows=periods, columns=scopes),
        "editions-by-region": crossed(
            [Count(key, mark, number) for (key, mark), number in by_region.items()], rows=REGIONS, columns=scopes
        ),
        "editions-by-sector": crossed(sectors, rows=known, columns=scopes, once=times),
        "editions-by-status": crossed(
            await count_editions_by(EditionKey.STATUS, counted), rows=tuple(EDITION_STATUS_NAMES), columns=scopes
        ),
        "projects-by-stage": crossed(stages, rows=tuple(STAGE_NAMES), columns=tuple(PartnerClass)),
    }


def _worded(name: str, table: FigureTable, state: State, language: str) -> Worded:
    """Put a table into the reader's words."""

    def say(message: Message) -> str:
        return str(state.catalogues.translate(language, message))

    label = _labels(name, language, say)
    is_mirrored = LANGUAGES[language].direction == "rtl"
    columns = [(FILLS[mark], say(_mark_name(mark))) for mark in table.columns]

    def bars(row: FigureRow) -> tuple[Bar, ...]:
        drawn = dict(zip([fill for fill, _ in columns], row.counts, strict=True))
        return stacked(drawn, table.most, is_mirrored=is_mirrored)

    total = table.totals
    return Worded(
        name,
        say(TITLES[name]),
        (say(HEADS[name]), *(words for _, words in columns), say(TOTAL)),
        tuple(columns),
        tuple((label(row.key), row.counts, row.total, bars(row)) for row in table.rows),
        (say(EACH_ONCE if table.once is not None else TOTAL), total.counts, total.total),
    )


def _mark_name(mark: str) -> Message:
    return SCOPE_NAMES[Scope(mark)] if mark in tuple(Scope) else PARTNER_NAMES[PartnerClass(mark)]


def _labels(name: str, language: str, say: Words) -> Callable[[str], str]:
    names: Mapping[str, Message] = {}
    match name:
        case "editions-by-month":
            return lambda key: dates.month(int(key[:4]), int(key[5:]), language) if "-" in key else key
        case "editions-by-region":
            return lambda key: countries.name(key, language) if key else say(ELSEWHERE)
        case "editions-by-sector":
            return lambda key: say(sector_name(key) if key else NO_SECTOR)
        case "editions-by-status":
            names = {status.value: words for status, words in EDITION_STATUS_NAMES.items()}
        case _:
            names = {stage.value: words for stage, words in STAGE_NAMES.items()}
    return lambda key: say(names[key])


ROUTES = (figures_page, figures_file)
