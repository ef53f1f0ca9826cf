"""Organisations as lines."""

from events_app.domain.exchange_organisations import table_of
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.formats import csv_tables
from tests.builders import CREATED_AT, a_text, an_id


def test_an_organisation_is_told_in_every_language() -> None:
    unit = Organisation(
        id=an_id("unit"),
        slug="fair-unit",
        kind=OrganisationKind.UNIT,
        name=a_text("=Fair unit", zh_Hans="展览处"),
        country="CN",
        needs_approval=True,
        created_at=CREATED_AT,
    )

    (line,) = csv_tables.read(csv_tables.written(table_of([unit]))).lines

    assert {name: cell for name, cell in line.cells.items() if cell} == {
        "id": str(unit.id),
        "slug": "fair-unit",
        "kind": "unit",
        "name_en": "=Fair unit",
        "name_zh-Hans": "展览处",
        "country": "CN",
        "needs_approval": "yes",
        "created_at_utc": "2026-01-12 08:30:00+00:00",
    }
