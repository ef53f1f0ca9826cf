"""The demonstration of halls and stands: one edition with two halls, some stands given, offered and confirmed.

Halls, sizes and who stands where are invented; docs/demo-data.md says so.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid5

from events_app.actions import stand_gifts, stands
from events_app.domain.applications import TAKING_PART, Application, ApplicationState, Move
from events_app.domain.exhibitions import Edition
from events_app.domain.rights import SYSTEM
from events_app.domain.stand_plans import Numbering, Rows
from events_app.domain.stands import Hall, Stand
from events_app.storage import applications

SIDE, AREA = 30, 9
"""A stand of three by three metres."""
GIVEN = 5
"""Cases that have stands; the others are for the proposal (`demo_allotments`)."""
MAIN = Rows(rows=6, per_row=10, width=SIDE, depth=SIDE, aisle=30, x=30, y=30, zone="A")
PAVILION = Rows(
    rows=2,
    per_row=4,
    width=40,
    depth=SIDE,
    aisle=30,
    x=30,
    y=30,
    numbering=Numbering.HUNDREDS,
    prefix="5-",
    zone="B",
    pavilion="Green technology",
)


async def load_demo_stands(edition: Edition, now: datetime) -> None:
    """Lay out two halls, and give stands to who takes part: confirmed, offered and held ones."""
    at = now - timedelta(days=2)
    halls = [
        Hall(
            id=uuid5(edition.id, f"demo {name}"),
            edition_id=edition.id,
            name=name,
            gross_m2=width * depth // 100,
            net_m2=width * depth // 250,
            width=width,
            depth=depth,
        )
        for name, width, depth in (("Hall 4", 360, 330), ("Hall 5", 240, 120))
    ]
    for hall in halls:
        await stands.add_hall(hall, by=SYSTEM, now=at)
    found = await stands.add_rows(halls[0].id, MAIN, by=SYSTEM, now=at)
    await stands.add_rows(halls[1].id, PAVILION, by=SYSTEM, now=at)
    rows = [found[start : start + MAIN.per_row] for start in range(0, len(found), MAIN.per_row)]
    for stand in rows[-1][-2:]:
        await stands.block(stand.id, by=SYSTEM, now=at)
    cases = await applications.list_of_edition(edition.id, TAKING_PART)
    for case, row in zip(cases[:GIVEN], rows, strict=False):
        stand = await _sized(case, row, at)
        await stand_gifts.give(stand.id, case.id, by=SYSTEM, now=at)
    offered = [each for each in cases if each.state is ApplicationState.ACCEPTED][:2]
    for case in offered:
        await stand_gifts.offer(case.id, by=SYSTEM, now=at)
    for case in offered[:1]:
        await stand_gifts.answer(case.id, Move.ACCEPT_STAND, by=SYSTEM, now=at + timedelta(hours=5))
    await stands.publish(edition.id, is_published=True, by=SYSTEM, now=at)


async def _sized(case: Application, row: tuple[Stand, ...], at: datetime) -> Stand:
    """As many stands of a row in one as the case asks for, of its kind."""
    first = row[0]
    for other in row[1 : -(-case.wish.area // AREA)]:
        first = await stands.merge(first.id, other.id, by=SYSTEM, now=at)
    kind = case.wish.kind
    return await stands.change_stand(first.id, lambda old: replace(old, kind=kind), by=SYSTEM, now=at)
