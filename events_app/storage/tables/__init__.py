"""The tables, as Piccolo sees them: columns, keys and indexes, no behaviour; one module per noun.

The migrations make them; these modules say how they are read and written. Texts in several languages, and lists that
are only ever read whole, are JSON in text columns (`values` converts them), so that both engines keep the same bytes.
"""

from piccolo.table import Table

from events_app.storage.tables.calendar import CalendarState, Change, Entry, Posting, Tally
from events_app.storage.tables.exhibitions import Deadline, Edition, Series, Session
from events_app.storage.tables.projects import Milestone, Project, ProjectCountry, ProjectEdition

TABLES: tuple[type[Table], ...] = (
    Series,
    Edition,
    Session,
    Deadline,
    Project,
    ProjectCountry,
    ProjectEdition,
    Milestone,
    Entry,
    Posting,
    Tally,
    Change,
    CalendarState,
)

__all__ = [
    "TABLES",
    "CalendarState",
    "Change",
    "Deadline",
    "Edition",
    "Entry",
    "Milestone",
    "Posting",
    "Project",
    "ProjectCountry",
    "ProjectEdition",
    "Series",
    "Session",
    "Tally",
]
