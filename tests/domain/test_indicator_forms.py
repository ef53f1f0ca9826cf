"""Known files are read as their publishers wrote them; others begin with what their columns suggest."""

from collections import Counter
from decimal import Decimal

import pytest

from events_app.domain.indicator_forms import KNOWN_FORMS, OTHER, PLAIN, mapping_for
from events_app.domain.indicator_mappings import Mapping, Part, ValueColumn, documented, measures_of
from events_app.domain.indicators import INDICATOR_NAMES, Key
from events_app.formats import csv_tables
from events_app.reference.countries import iso_codes
from tests.indicator_builders import published

FILES = {
    "patent-families": ("patent_families_wipo35_country.csv", 6480, 36),
    "pct-applications": ("pct_applications_sector_country.csv", 3255, 121),
    "gerd": ("gerd_country.csv", 140, 70),
    "collaboration-index": ("index_of_collaboration_pairs.csv", 4140, 46),
    "coauthored-publications": ("coauthored_publications_pairs.csv", 4140, 46),
}


@pytest.mark.parametrize("form", KNOWN_FORMS)
def test_a_published_table_is_read_as_it_is(form: str) -> None:
    name, figures, countries = FILES[form]
    sheet = csv_tables.read(published(name))

    reading = measures_of(sheet, mapping_for(form, sheet.header), countries=iso_codes())

    assert KNOWN_FORMS[form].fits(sheet.header)
    assert (reading.faults, reading.no_data) == ((), 0)
    assert len(reading.measures) == figures
    assert len({measure.country for measure in reading.measures}) == countries
    assert {measure.indicator for measure in reading.measures} <= INDICATOR_NAMES.keys()


def test_single_figures_of_the_published_tables() -> None:
    found: dict[Key, tuple[Decimal, str]] = {}
    for form, (name, _, _) in FILES.items():
        sheet = csv_tables.read(published(name))
        reading = measures_of(sheet, mapping_for(form, sheet.header), countries=iso_codes())
        found |= {measure.key: (measure.value, measure.unit) for measure in reading.measures}

    assert found[Key("AR", "", "", 0, "patent_families", 2016)] == (Decimal(88), "families")
    assert found[Key("AR", "", "", 2, "patent_families", 2017)] == (Decimal(1), "families")
    assert found[Key("CA", "MX", "", 0, "collaboration_index", 2022)] == (Decimal("1.05"), "index")
    assert found[Key("CA", "US", "", 0, "coauthored_publications", 2003)] == (Decimal(9985), "publications")
    assert found[Key("AL", "", "", 0, "pct_applications_instruments", 2022)] == (Decimal(1), "applications")
    assert found[Key("CU", "", "", 0, "gerd_percent_gdp", 2011)] == (Decimal("0.27"), "% of GDP")
    assert found[Key("CA", "", "", 0, "gerd_ppp_million", 2019)] == (Decimal("30312.7"), "million PPP USD")
    names = Counter(key.indicator for key in found)
    assert names["gerd_ppp_million"] == names["gerd_percent_gdp"] == 70


def test_a_plain_file_begins_with_the_documented_form() -> None:
    header = ("country", "year", "value", "notes")

    assert mapping_for(PLAIN, header) == documented(header)


def test_another_file_begins_with_what_its_columns_suggest() -> None:
    assert mapping_for(OTHER, ("iso3", "name", "2019", "y2020", "sum_2019_2020", "unit")) == Mapping(
        columns={Part.COUNTRY: "iso3", Part.UNIT: "unit"},
        values=(ValueColumn(column="2019", year="2019"), ValueColumn(column="y2020", year="2020")),
    )
    assert mapping_for(OTHER, ("a", "value")) == Mapping(values=(ValueColumn(column="value"),))
    assert mapping_for(OTHER, ()) == Mapping()
