"""Today at the desk: what waits, what falls due, what changed; in one screen."""

from datetime import timedelta
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from events_app.domain.exhibitions import DEADLINE_NAMES, EDITION_STATUS_NAMES, DeadlineKind, EditionStatus
from events_app.domain.history import Deed
from events_app.domain.rights import Asker, Noun, Right, may, may_somewhere
from events_app.edge.desk import Visit, see
from events_app.storage import history, people
from events_app.storage.desk_exhibitions import (
    Wanted,
    count_by_status,
    count_editions,
    list_deadlines,
    list_editions,
    list_names,
)

AHEAD = timedelta(days=14)
SOON = timedelta(days=120)
MOST_DEADLINES = 12
MOST_DRAFTS = 8
MOST_LINES = 12
QUIET_DEEDS = frozenset({Deed.SIGNED_IN, Deed.SIGNED_OUT, Deed.SIGN_IN_FAILED, Deed.REFUSED, Deed.EXPORTED})


@get("/", include_in_schema=False)
async def today_page(
    visit: NamedDependency[Visit],
) -> Response[Any]:
    """Show what waits for the asker; who has no work at the desk, their company, their partner or their account."""
    if not may_somewhere(visit.asker, Right.READ, Noun.EXHIBITION):
        return see(_elsewhere(visit.asker))
    reach = None if may(visit.asker, Right.READ, Noun.EXHIBITION) else visit.asker.unit_ids
    drafts = Wanted(unit_ids=reach, statuses=(EditionStatus.DRAFT,), first_day=visit.today, last_day=visit.today + SOON)
    deadlines = await list_deadlines(reach, visit.now, visit.now + AHEAD, limit=MOST_DEADLINES)
    lines = [
        line
        for line in await history.list_lines(owners=reach, limit=MOST_LINES * 8)
        if line.deed not in QUIET_DEEDS and line.noun in {Noun.EXHIBITION, Noun.PROJECT}
    ]
    editions = await list_names([line.object_id for line in lines if line.object_id])
    lines = [line for line in lines if line.noun is Noun.PROJECT or line.object_id in editions][:MOST_LINES]
    known = await people.list_by_id(line.person_id for line in lines if line.person_id)
    return visit.page(
        "desk/today.html",
        counts=await count_by_status(reach, visit.today),
        status_names=EDITION_STATUS_NAMES,
        statuses=list(EditionStatus),
        unconfirmed=await count_editions(Wanted(unit_ids=reach, first_day=visit.today, is_unconfirmed=True)),
        deadlines=deadlines,
        deadline_names={kind.value: DEADLINE_NAMES[kind] for kind in DeadlineKind},
        drafts=await list_editions(drafts, limit=MOST_DRAFTS),
        lines=lines,
        people=known,
        editions=editions,
    )


def _elsewhere(asker: Asker) -> str:
    """Where those begin who have no work at the desk."""
    if may_somewhere(asker, Right.READ, Noun.APPLICATION):
        return "company"
    return "partner" if may_somewhere(asker, Right.READ, Noun.NEED) else "account"


ROUTES = (today_page,)
