"""What came of exhibitions, at the desk: what was reported, rolled up, drawn, and as workbooks."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions.exports import record_export
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_, P_, Message
from events_app.domain.outcomes import Sum, rolled, together
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require_somewhere
from events_app.domain.tables import Column, Kind, Table, Value
from events_app.edge.desk import Visit
from events_app.edge.table_files import XLSX, table_file
from events_app.i18n.numbers import minor_digits
from events_app.reference import countries
from events_app.storage import exhibitions, organisations
from events_app.storage.figures import Counted
from events_app.storage.outcomes import list_partner_sums, list_sums
from events_app.web.charts import Bar, stacked
from events_app.web.desk_figures import read_period
from events_app.web.desk_reports import amounts_of

TITLES: Mapping[str, Message] = {
    "by-edition": N_("Reports of exhibitors by edition"),
    "by-series": N_("Reports of exhibitors by exhibition series"),
    "by-country": N_("Reports of exhibitors by country or region of the exhibition"),
    "by-partner": N_("Leads and memoranda by partner country or region"),
    "by-unit": N_("Reports of organising units by edition"),
}
LEADS, MEMORANDA = N_("Leads"), N_("Memoranda of understanding")
COLUMNS: tuple[tuple[Message, Kind], ...] = (
    (P_("column of reports", "Took part"), Kind.INTEGER),
    (P_("column of reports", "Reported"), Kind.INTEGER),
    (N_("Visitors at the stand"), Kind.INTEGER),
    (LEADS, Kind.INTEGER),
    (MEMORANDA, Kind.INTEGER),
    (N_("Satisfaction"), Kind.DECIMAL),
    (N_("Incidents of intellectual property"), Kind.INTEGER),
    (N_("Currency"), Kind.TEXT),
    (N_("Amount intended"), Kind.DECIMAL),
    (N_("Amount signed"), Kind.DECIMAL),
)
NAME = P_("column of reports", "Name")


@dataclass(frozen=True, slots=True)
class Rolled:
    """One table: lines with their names, where each leads, and bars of leads and memoranda."""

    name: str
    title: Message
    rows: tuple[tuple[str, str, Sum, tuple[Bar, ...]], ...]
    total: Sum

    @property
    def counts_reports(self) -> bool:
        """Whether its lines say who reported of how many."""
        return self.name != "by-partner"


@get("/outcomes", include_in_schema=False)
async def outcomes_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Show what was reported on the editions of a period: this year, unless another is chosen."""
    _open_to(visit)
    form, counted = read_period(visit.request, visit.asker, visit.today)
    units = await organisations.list_units() if may(visit.asker, Right.READ, Noun.FIGURES) else ()
    return visit.page(
        "desk/reports/outcomes.html",
        status_code=200 if form.is_good else 422,
        form=form,
        tables=await _tables(visit, counted) if form.is_good else (),
        units=[(unit.id, unit.name.shown(visit.language).text) for unit in units],
        years=range(counted.first.year - 1, counted.first.year + 2),
        query={"from": counted.first, "to": counted.last, "unit": form.value("unit")},
        marks=[("domestic", _say(visit, LEADS)), ("overseas", _say(visit, MEMORANDA))],
        amounts_of=amounts_of,
    )


@get("/outcomes/{file:str}", include_in_schema=False)
async def outcomes_file(visit: NamedDependency[Visit], *, file: FromPath[str]) -> Response[bytes]:
    """One table as a workbook, `{name}.xlsx`: a line for each name and currency."""
    _open_to(visit)
    name, _, kind = file.partition(".")
    form, counted = read_period(visit.request, visit.asker, visit.today)
    if name not in TITLES or kind != XLSX or not form.is_good:
        raise NotFound
    (rows,) = [each for each in await _tables(visit, counted) if each.name == name]
    table = _written(visit, rows)
    answer = await table_file(table, file, title=_say(visit, rows.title), language=visit.language)
    await record_export(Noun.FIGURES, count=len(table.rows), label=file, by=visit.asker, now=visit.now)
    return answer


def _open_to(visit: Visit) -> None:
    require_somewhere(visit.asker, Right.READ, Noun.FIGURES)


def _say(visit: Visit, message: Message) -> str:
    return str(visit.request.app.state.catalogues.translate(visit.language, message))


async def _tables(visit: Visit, counted: Counted) -> tuple[Rolled, ...]:
    found = await list_sums(counted, today=visit.today)
    taken = [each for each in found if each.exhibitors.asked or each.exhibitors.reported]
    series = {each.id: each.name for each in await exhibitions.list_series()} if taken else {}
    by_edition = {each.slug: (each.name.shown(visit.language).text, each.exhibitors) for each in taken}
    by_series = rolled((series[each.series_id].shown(visit.language).text, each.exhibitors) for each in taken)
    by_country = rolled((each.country, each.exhibitors) for each in taken)
    by_partner = await list_partner_sums(counted)
    by_unit = {each.slug: (each.name.shown(visit.language).text, each.unit) for each in found}
    return (
        _rolled(visit, "by-edition", by_edition, is_linked=True),
        _rolled(visit, "by-series", {key: (key, each) for key, each in by_series.items()}),
        _rolled(visit, "by-country", _named(visit, by_country)),
        _rolled(visit, "by-partner", _named(visit, by_partner)),
        _rolled(visit, "by-unit", by_unit, is_linked=True),
    )


def _named(visit: Visit, sums: Mapping[str, Sum]) -> dict[str, tuple[str, Sum]]:
    names = visit.settings.country_names
    return {code: (countries.name(code, visit.language, names), each) for code, each in sums.items()}


def _rolled(visit: Visit, name: str, sums: Mapping[str, tuple[str, Sum]], *, is_linked: bool = False) -> Rolled:
    most = max((each.leads + each.memoranda for _, each in sums.values()), default=0)
    is_mirrored = LANGUAGES[visit.language].direction == "rtl"

    def bars(each: Sum) -> tuple[Bar, ...]:
        return stacked({"domestic": each.leads, "overseas": each.memoranda}, most, is_mirrored=is_mirrored)

    rows = tuple((slug if is_linked else "", words, each, bars(each)) for slug, (words, each) in sums.items())
    return Rolled(name, TITLES[name], rows, together(each for _, each in sums.values()))


def _written(visit: Visit, rolled_up: Rolled) -> Table:
    columns = tuple(Column(_say(visit, words), kind) for words, kind in ((NAME, Kind.TEXT), *COLUMNS))
    return Table(columns, tuple(line for _, words, each, _ in rolled_up.rows for line in _lines(words, each)))


def _lines(words: str, each: Sum) -> list[tuple[Value, ...]]:
    """Counts stand in the first line alone, so that a column may be added up."""
    counts: tuple[Any, ...] = (each.asked, each.reported, each.visitors, each.leads, each.memoranda)
    mean = round(each.satisfaction, 2) if each.satisfaction is not None else None
    lines = []
    for number, amount in enumerate(amounts_of(each) or [None]):
        told = (*counts, mean, each.ip_incidents) if number == 0 else (None,) * 7
        paid: tuple[Value, ...] = (None, None, None)
        if amount:
            digits = minor_digits(amount.currency)
            major = [float(Decimal(each).scaleb(-digits)) for each in (amount.intended_minor, amount.signed_minor)]
            paid = (amount.currency, *major)
        lines.append((words, *told, *paid))
    return lines


ROUTES = (outcomes_page, outcomes_file)
