"""Values of the indicators room for tests, and the published tables that lie beside the checkout."""

# ruff: noqa: ANN401 - the changes are fields of the classes
import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from events_app.domain.indicators import IndicatorTable, Measure
from tests.builders import an_id

SOURCE = "Office of Figures, table 7"
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HEADER = "country,counterpart,sector,field,indicator,value,unit,year,source,licence"


def a_measure(**changes: Any) -> Measure:
    values: dict[str, Any] = {
        "country": "NA",
        "indicator": "gerd_percent_gdp",
        "value": Decimal("0.35"),
        "unit": "% of GDP",
        "year": 2022,
        "source": SOURCE,
        "licence": "CC BY 4.0",
    }
    return Measure(**values | changes)


def a_table(**changes: Any) -> IndicatorTable:
    values: dict[str, Any] = {
        "id": an_id("indicator table"),
        "code": "research",
        "title": "Research",
        "source": SOURCE,
        "licence": "CC BY 4.0",
        "version": 1,
        "is_current": True,
        "rows": 1,
        "imported_at": AT,
    }
    return IndicatorTable(**values | changes)


def a_file(*lines: str) -> bytes:
    """A file in the documented form."""
    return "\n".join([HEADER, *lines, ""]).encode()


def a_line(country: str = "NA", value: str = "0.35", year: str = "2022", **changes: str) -> str:
    """One line of it."""
    parts = dict.fromkeys(HEADER.split(","), "") | {"country": country, "value": value, "year": year}
    parts |= {"indicator": "gerd_percent_gdp", "unit": "% of GDP", "source": '"Office of Figures, table 7"'}
    return ",".join((parts | {"licence": "CC BY 4.0"} | changes).values())


def published(name: str) -> bytes:
    """A published table, read where it lies: `shared/data` beside the checkout, or further up."""
    here = Path(__file__).resolve()
    file = next((f for p in here.parents if (f := p / "shared" / "data" / name).is_file()), None)
    if file is None and os.environ.get("CI"):
        pytest.fail(f"CI must have shared/data/{name} beside the checkout.")
    if file is None:
        pytest.skip(f"shared/data/{name} is not beside the checkout")
    return file.read_bytes()
