"""The form that says what columns are, filled and read back."""

import pytest

from events_app.domain.indicator_forms import KNOWN_FORMS, PLAIN, mapping_for
from events_app.domain.indicator_mappings import Mapping, Part, ValueColumn
from events_app.domain.indicators import COLUMNS
from events_app.edge.forms import Form
from events_app.web.indicator_forms import filled, read_mapping


@pytest.mark.parametrize("code", KNOWN_FORMS)
def test_a_known_form_comes_back_as_it_was_filled_in(code: str) -> None:
    known = KNOWN_FORMS[code].mapping
    header = ("", "before", *sorted(known.named), "after")
    form = filled(header, code)

    found = read_mapping(form, header)

    assert form.problems == {}
    assert found.columns == known.columns
    assert found.constants == known.constants
    assert set(found.values) == set(known.values)
    assert found.words == known.words


def test_the_documented_form_comes_back_too() -> None:
    header = tuple(column.name for column in COLUMNS)

    assert read_mapping(filled(header, PLAIN), header) == mapping_for(PLAIN, header)


def test_a_form_is_read_field_by_field() -> None:
    form = Form.of(
        {
            "role-0": "country",
            "role-1": "value",
            "indicator-1": "x_y",
            "year-1": "2020",
            "unit-0": "not of a value",
            "unit": " % ",
            "words": "All = fields = x_all\r\n\nOther=x_other",
            "left_out": "WLD\n\n  European Union ",
        }
    )

    assert read_mapping(form, ("iso", "v", "more")) == Mapping(
        columns={Part.COUNTRY: "iso"},
        constants={Part.UNIT: "%"},
        values=(ValueColumn(column="v", indicator="x_y", year="2020"),),
        words={"All = fields": "x_all", "Other": "x_other"},
        left_out=frozenset({"WLD", "European Union"}),
    )
    assert form.is_good
