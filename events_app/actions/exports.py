"""Tables of what the asker may see, and the note in the history that they left the house."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from events_app.actions.history import record
from events_app.actions.imports import known_here, own_unit
from events_app.domain.exchange import table_of
from events_app.domain.exchange_editions import EDITIONS
from events_app.domain.exchange_organisations import table_of as table_of_organisations
from events_app.domain.exchange_projects import PROJECTS
from events_app.domain.history import Deed, FieldChange
from events_app.domain.organisations import Organisation
from events_app.domain.rights import Asker, Noun, Right, may, require, require_somewhere
from events_app.domain.tables import MOST_LINES, Table
from events_app.storage import desk_exhibitions, desk_projects, exhibitions, organisations, projects
from events_app.storage.database import transaction
from events_app.storage.desk_exhibitions import Wanted

AT_ONCE = 500
EVERY_EDITION = Wanted()


async def editions_table(wanted: Wanted, *, by: Asker) -> Table:
    """Editions that are wanted, within reach, up to MOST_LINES. Raises NotAllowed."""
    require_somewhere(by, Right.READ, Noun.EXHIBITION)
    slugs: list[str] = []
    after: tuple[date, UUID] | None = None
    while len(slugs) < MOST_LINES:
        rows = await desk_exhibitions.list_editions(_within(wanted, by), after=after, limit=AT_ONCE)
        slugs += [row.slug for row in rows]
        if len(rows) < AT_ONCE:
            break
        after = (rows[-1].days.first, rows[-1].id)
    found = [each for some in _parts(slugs) for each in await exhibitions.list_editions(some)]
    return table_of(EDITIONS, found, known=await known_here())


async def projects_table(*, by: Asker) -> Table:
    """Projects within reach. Raises NotAllowed."""
    require_somewhere(by, Right.READ, Noun.PROJECT)
    reach = None if may(by, Right.READ, Noun.PROJECT) else by.unit_ids
    rows = await desk_projects.list_projects(desk_projects.Wanted(unit_ids=reach), limit=MOST_LINES)
    found = [each for some in _parts([row.slug for row in rows]) for each in await projects.list_projects(some)]
    return table_of(PROJECTS, found, known=await known_here())


async def organisations_table(*, by: Asker) -> Table:
    """Organisations within reach. Raises NotAllowed."""
    require_somewhere(by, Right.READ, Noun.ORGANISATION)
    if not may(by, Right.READ, Noun.ORGANISATION):
        own = await organisations.list_by_id(each.organisation_id for each in by.memberships)
        return table_of_organisations(sorted(own.values(), key=lambda each: each.slug))
    found, after = list[Organisation](), ""
    while len(found) < MOST_LINES:
        some = await organisations.list_organisations(after=after, limit=AT_ONCE)
        found += some
        if len(some) < AT_ONCE:
            break
        after = some[-1].slug
    return table_of_organisations(found)


async def record_export(
    noun: Noun, *, count: int, label: str, by: Asker, now: datetime, owner: UUID | None = None
) -> None:
    """Keep in the history that so many objects left the house as a file; those of `owner`, else of the asker's unit."""
    whose = owner or own_unit(by)
    require(by, Right.READ, noun, owner=whose)
    changes = (FieldChange("count", None, count),)
    async with transaction():
        await record(Deed.EXPORTED, noun, None, by=by, now=now, owner=whose, label=label, changes=changes)


def _within(wanted: Wanted, by: Asker) -> Wanted:
    """What is wanted, in units that the asker may see."""
    if may(by, Right.READ, Noun.EXHIBITION):
        return wanted
    reach = by.unit_ids if wanted.unit_ids is None else by.unit_ids & wanted.unit_ids
    return replace(wanted, unit_ids=frozenset(reach))


def _parts(slugs: Sequence[str]) -> list[Sequence[str]]:
    return [slugs[start : start + AT_ONCE] for start in range(0, len(slugs), AT_ONCE)]
