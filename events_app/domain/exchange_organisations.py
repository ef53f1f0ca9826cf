"""Organisations as lines of a table. They are told only: inviting and closing are acts of their own (`actions.people`).

Importing them will want a `Mapped` like those of editions and projects, and an action that adds and changes them.
"""

from collections.abc import Iterable

from events_app.domain.exchange import Cells
from events_app.domain.exchange_cells import NO, YES
from events_app.domain.languages import LANGUAGES
from events_app.domain.organisations import Organisation
from events_app.domain.tables import Column, Kind, Table

COLUMNS: tuple[Column, ...] = (
    Column("id"),
    Column("slug"),
    Column("kind"),
    *(Column(f"name_{language}") for language in LANGUAGES),
    Column("country"),
    Column("email"),
    Column("needs_approval"),
    Column("created_at_utc", Kind.MOMENT),
    Column("closed_at_utc", Kind.MOMENT),
)


def table_of(organisations: Iterable[Organisation]) -> Table:
    """Write organisations as a table."""
    return Table(COLUMNS, tuple(map(_row, organisations)))


def _row(organisation: Organisation) -> Cells:
    return (
        str(organisation.id),
        organisation.slug,
        organisation.kind.value,
        *(organisation.name.wordings.get(language) for language in LANGUAGES),
        organisation.country or None,
        organisation.email or None,
        YES if organisation.needs_approval else NO,
        organisation.created_at,
        organisation.closed_at,
    )
