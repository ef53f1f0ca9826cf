"""Files of figures that are known by their columns: what each column says, ready to be looked at and changed.

The five published tables come from the Science & Engineering Indicators of the National Center for Science and
Engineering Statistics (US National Science Foundation); docs/indicators.md says which of their tables they are.
"""

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from events_app.domain.indicator_mappings import Mapping, Part, ValueColumn, documented
from events_app.domain.messages import P_, Message

PLAIN: Final = "plain"
OTHER: Final = "other"
LICENCE: Final = "CC BY-SA"
PUBLISHER: Final = "US NSF/NCSES, Science & Engineering Indicators"
_YEAR_COLUMN = re.compile(r"[a-z]{0,2}_?((?:19|20)\d\d)", re.ASCII | re.IGNORECASE)
_COUNTRY_COLUMNS = ("country", "iso3", "iso2", "iso", "country_code", "iso3_a")


@dataclass(frozen=True, slots=True)
class KnownForm:
    """A file of one publisher; `code` and `title` are those proposed for the table."""

    code: str
    title: Message
    mapping: Mapping

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a file has all columns that are read."""
        return self.mapping.named <= set(header)


def _by_year(first: int, last: int) -> tuple[ValueColumn, ...]:
    return tuple(ValueColumn(column=f"y{year}", year=str(year)) for year in range(first, last + 1))


def _said(indicator: str, unit: str, tables: str) -> dict[Part, str]:
    return {
        Part.INDICATOR: indicator,
        Part.UNIT: unit,
        Part.SOURCE: f"{PUBLISHER}, {tables}",
        Part.LICENCE: LICENCE,
    }


_PAIR: Final = {Part.COUNTRY: "iso3_a", Part.COUNTERPART: "iso3_b"}
_THEN_AND_NOW: Final = (ValueColumn(column="y2003", year="2003"), ValueColumn(column="y2022", year="2022"))

KNOWN_FORMS: Final[MappingOf[str, KnownForm]] = {
    form.code: form
    for form in (
        KnownForm(
            "patent-families",
            P_("indicator table", "Patent families by technology field"),
            Mapping(
                columns={Part.COUNTRY: "iso3", Part.FIELD: "wipo_field_no"},
                constants=_said("patent_families", "families", "tables 5818–5855"),
                values=_by_year(2016, 2020),
            ),
        ),
        KnownForm(
            "pct-applications",
            P_("indicator table", "PCT applications by technology area"),
            Mapping(
                columns={Part.COUNTRY: "iso3", Part.INDICATOR: "sector"},
                constants=_said("pct_applications", "applications", "tables 10558–10563"),
                values=_by_year(2018, 2022),
                words={
                    "All fields": "pct_applications",
                    "Electrical engineering": "pct_applications_electrical",
                    "Instruments": "pct_applications_instruments",
                    "Chemistry": "pct_applications_chemistry",
                    "Mechanical engineering": "pct_applications_mechanical",
                    "Other fields": "pct_applications_other",
                },
            ),
        ),
        KnownForm(
            "gerd",
            P_("indicator table", "Expenditure on research and development"),
            Mapping(
                columns={Part.COUNTRY: "iso3", Part.YEAR: "year"},
                constants={Part.SOURCE: f"{PUBLISHER}, table 6304", Part.LICENCE: LICENCE},
                values=(
                    ValueColumn(column="gerd_million_ppp_usd", indicator="gerd_ppp_million", unit="million PPP USD"),
                    ValueColumn(column="gerd_pct_gdp", indicator="gerd_percent_gdp", unit="% of GDP"),
                ),
            ),
        ),
        KnownForm(
            "collaboration-index",
            P_("indicator table", "Index of collaboration in publications, by pair"),
            Mapping(
                columns=_PAIR, constants=_said("collaboration_index", "index", "table 10006"), values=_THEN_AND_NOW
            ),
        ),
        KnownForm(
            "coauthored-publications",
            P_("indicator table", "Publications written together, by pair"),
            Mapping(
                columns=_PAIR,
                constants=_said("coauthored_publications", "publications", "table 10003"),
                values=_THEN_AND_NOW,
            ),
        ),
    )
}


def mapping_for(form: str, header: Sequence[str]) -> Mapping:
    """The mapping to begin with: that of a known form, the documented one, or what names of columns suggest."""
    if form in KNOWN_FORMS:
        return KNOWN_FORMS[form].mapping
    return documented(header) if form == PLAIN else _suggested(header)


def _suggested(header: Sequence[str]) -> Mapping:
    """Years as names of columns make a wide table; parts are known by their own names."""
    columns = {part: part.value for part in Part if part.value in header}
    country = next((name for name in _COUNTRY_COLUMNS if name in header), None)
    if country:
        columns[Part.COUNTRY] = country
    found = [(name, _YEAR_COLUMN.fullmatch(name)) for name in header]
    values = tuple(ValueColumn(column=name, year=match[1]) for name, match in found if match)
    return Mapping(columns=columns, values=values or tuple(ValueColumn(column=n) for n in header if n == "value"))
