"""Laying out halls and stands: rows, imports, single stands; merged, split, blocked, taken off; the plan made public.

Only what is free changes. Everything holds the lock of the edition's plan. Giving stands to applications is the
business of `stand_gifts`.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.cases import get_edition_of
from events_app.actions.history import line_of, record
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, FieldChange, HistoryLine, differences
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.stand_plans import Rows, free_number, laid_out
from events_app.domain.stands import (
    MOST_HALLS,
    Hall,
    HallInUse,
    HallTwice,
    NumberTwice,
    Stand,
    StandPlan,
    TooManyHalls,
    check_layout,
)
from events_app.storage import history, stands
from events_app.storage.database import transaction


async def lock_plan(edition_id: UUID, *, by: Asker) -> Edition:
    """Take the lock of a plan inside a transaction, for who may change it. Raises NotFound or NotAllowed."""
    edition = await get_edition_of(edition_id)
    require(by, Right.EDIT, Noun.ADMISSION, owner=edition.unit_id)
    await stands.lock_plan(edition_id)
    return edition


async def publish(edition_id: UUID, *, is_published: bool, by: Asker, now: datetime) -> StandPlan:
    """Show the plan with its confirmed exhibitors to everybody, or no longer. Raises NotFound or NotAllowed."""
    async with transaction():
        edition = await lock_plan(edition_id, by=by)
        old = await stands.get_plan(edition_id)
        new = replace(old, is_published=is_published)
        if new != old:
            await stands.set_plan(new)
            deed = Deed.PUBLISHED if is_published else Deed.UNPUBLISHED
            owner, label = edition.unit_id, edition.slug
            await record(deed, Noun.ADMISSION, edition_id, by=by, now=now, owner=owner, label=label)
    return await stands.get_plan(edition_id)


async def add_hall(hall: Hall, *, by: Asker, now: datetime) -> Hall:
    """Keep a new hall, the last of its edition. Raises NotFound, NotAllowed, HallTwice or TooManyHalls."""
    async with transaction():
        edition = await lock_plan(hall.edition_id, by=by)
        others = await stands.list_halls(hall.edition_id)
        _check_names(hall, others)
        kept = replace(hall, position=max((each.position for each in others), default=0) + 1)
        await stands.add_hall(kept)
        await _record(Deed.ADDED, None, kept, edition, by=by, now=now)
    return kept


async def change_hall(hall: Hall, *, by: Asker, now: datetime) -> Hall:
    """Keep what was changed in a hall; its stands must still lie inside.

    Raises NotFound, NotAllowed, ChangedMeanwhile, HallTwice or OutsideOfHall.
    """
    async with transaction():
        old = await stands.get_hall(hall.id)
        edition = await lock_plan(old.edition_id, by=by)
        new = replace(hall, edition_id=old.edition_id, position=old.position)
        _check_names(new, await stands.list_halls(old.edition_id))
        check_layout(new, await stands.list_stands(old.edition_id, hall_id=old.id))
        await stands.set_hall(new)
        await _record(Deed.CHANGED, old, new, edition, by=by, now=now)
    return await stands.get_hall(hall.id)


async def remove_hall(hall_id: UUID, *, by: Asker, now: datetime) -> None:
    """Take a hall without stands off the plan. Raises NotFound, NotAllowed or HallInUse."""
    async with transaction():
        old = await stands.get_hall(hall_id)
        edition = await lock_plan(old.edition_id, by=by)
        if await stands.list_stands(old.edition_id, hall_id=hall_id):
            raise HallInUse
        await stands.remove_hall(hall_id)
        await _record(Deed.REMOVED, old, None, edition, by=by, now=now)


async def add_rows(hall_id: UUID, rows: Rows, *, by: Asker, now: datetime) -> tuple[Stand, ...]:
    """Lay out rows of stands in a hall. Raises NotFound, NotAllowed, and what `laid_out` raises."""
    hall = await stands.get_hall(hall_id)
    async with transaction():
        edition = await lock_plan(hall.edition_id, by=by)
        all_there = await stands.list_stands(hall.edition_id)
        found = laid_out(rows, hall, tuple(each for each in all_there if each.hall_id == hall_id))
        found = tuple(replace(each, id=uuid4()) for each in found)
        await _keep_new(hall, found, all_there, edition, by=by, now=now)
    return found


async def add_stand(stand: Stand, *, by: Asker, now: datetime) -> Stand:
    """Put one more stand into a hall. Raises NotFound, NotAllowed, and what `check_layout` raises."""
    hall = await stands.get_hall(stand.hall_id)
    async with transaction():
        edition = await lock_plan(hall.edition_id, by=by)
        all_there = await stands.list_stands(hall.edition_id)
        kept = replace(stand, edition_id=hall.edition_id)
        await _keep_new(hall, (kept,), all_there, edition, by=by, now=now)
    return kept


async def add_plan(
    edition_id: UUID, plan: Iterable[tuple[Hall, tuple[Stand, ...]]], *, by: Asker, now: datetime
) -> int:
    """Keep halls with stands that came as a file, all or nothing; a hall that is there by name gets the stands.

    Returns how many stands are kept. Raises NotFound, NotAllowed, TooManyHalls, and what `check_layout` raises.
    """
    async with transaction():
        edition = await lock_plan(edition_id, by=by)
        known = {hall.name: hall for hall in await stands.list_halls(edition_id)}
        all_there = await stands.list_stands(edition_id)
        total = 0
        for hall, found in plan:
            kept = known.get(hall.name) or await add_hall(hall, by=by, now=now)
            placed = tuple(replace(each, hall_id=kept.id, edition_id=edition_id) for each in found)
            await _keep_new(kept, placed, all_there, edition, by=by, now=now)
            all_there = (*all_there, *placed)
            total += len(placed)
    return total


async def change_stand(
    stand_id: UUID, change: Callable[[Stand], Stand], *, version: int | None = None, by: Asker, now: datetime
) -> Stand:
    """Change a free stand: its number, place, size, kind, zone or pavilion.

    Raises NotFound, NotAllowed, ChangedMeanwhile, StandNotFree, and what `check_layout` raises.
    """

    def changed(old: Stand) -> Stand:
        old.check_free()
        return change(old)

    return await _turn(stand_id, changed, version=version, by=by, now=now)


async def block(stand_id: UUID, *, version: int | None = None, by: Asker, now: datetime) -> Stand:
    """Keep a free stand from everybody. Raises NotFound, NotAllowed, ChangedMeanwhile or StandNotFree."""
    return await _turn(stand_id, Stand.block, version=version, by=by, now=now)


async def unblock(stand_id: UUID, *, version: int | None = None, by: Asker, now: datetime) -> Stand:
    """Make a blocked stand available. Raises NotFound, NotAllowed, ChangedMeanwhile or StandNotFree."""
    return await _turn(stand_id, Stand.unblock, version=version, by=by, now=now)


async def merge(stand_id: UUID, other_id: UUID, *, by: Asker, now: datetime) -> Stand:
    """Make one stand of two free ones that lie wall to wall; the first keeps its number.

    Raises NotFound, NotAllowed, StandNotFree or NotMergeable.
    """
    async with transaction():
        old, edition = await locked(stand_id, by=by)
        other = await stands.get_stand(other_id)
        new = old.merge(other)
        await stands.remove_stands([other_id])
        await stands.set_stands([new])
        await history.add(
            stand_line(Deed.REMOVED, other, None, edition, by=by, now=now),
            stand_line(Deed.CHANGED, old, new, edition, by=by, now=now),
        )
    return await stands.get_stand(stand_id)


async def split(stand_id: UUID, at: int, *, along: bool, by: Asker, now: datetime) -> tuple[Stand, Stand]:
    """Make two free stands of one, cut `at` decimetres from its left wall or from its top one.

    Raises NotFound, NotAllowed, StandNotFree or NotSplittable.
    """
    async with transaction():
        old, edition = await locked(stand_id, by=by)
        taken = frozenset(each.number for each in await stands.list_stands(old.edition_id))
        first, second = old.split(at, along=along, number=free_number(old.number, taken), new_id=uuid4())
        await stands.set_stands([first])
        await stands.add_stands([second])
        await history.add(
            stand_line(Deed.CHANGED, old, first, edition, by=by, now=now),
            stand_line(Deed.ADDED, None, second, edition, by=by, now=now),
        )
    return await stands.get_stand(stand_id), second


async def remove(stand_id: UUID, *, by: Asker, now: datetime) -> None:
    """Take a free stand off the plan. Raises NotFound, NotAllowed or StandNotFree."""
    async with transaction():
        old, edition = await locked(stand_id, by=by)
        old.check_free()
        await stands.remove_stands([stand_id])
        await history.add(stand_line(Deed.REMOVED, old, None, edition, by=by, now=now))


async def locked(stand_id: UUID, *, by: Asker) -> tuple[Stand, Edition]:
    """A stand as it is under the lock of its plan, and its edition. Raises NotFound or NotAllowed."""
    edition = await lock_plan((await stands.get_stand(stand_id)).edition_id, by=by)
    return await stands.get_stand(stand_id), edition


def stand_line(
    deed: Deed, old: Stand | None, new: Stand | None, edition: Edition, *, by: Asker, now: datetime
) -> HistoryLine:
    """What the history says of one stand."""
    kept = new or old
    if kept is None:
        raise NotFound
    return line_of(
        deed,
        Noun.ADMISSION,
        kept.id,
        by=by,
        now=now,
        owner=edition.unit_id,
        label=f"{edition.slug} {kept.number}",
        changes=differences(old, new),
    )


async def _turn(
    stand_id: UUID, change: Callable[[Stand], Stand], *, version: int | None, by: Asker, now: datetime
) -> Stand:
    async with transaction():
        old, edition = await locked(stand_id, by=by)
        if version is not None and old.version != version:
            raise ChangedMeanwhile
        new = change(old)
        others = [each for each in await stands.list_stands(old.edition_id) if each.id != stand_id]
        if new.number in {each.number for each in others}:
            raise NumberTwice(number=new.number)
        hall = await stands.get_hall(new.hall_id)
        check_layout(hall, (new, *(each for each in others if each.hall_id == hall.id)))
        await stands.set_stands([new])
        await history.add(stand_line(Deed.CHANGED, old, new, edition, by=by, now=now))
    return await stands.get_stand(stand_id)


def _check_names(hall: Hall, halls: Iterable[Hall]) -> None:
    others = [each for each in halls if each.id != hall.id]
    if hall.name in {each.name for each in others}:
        raise HallTwice
    if len(others) >= MOST_HALLS:
        raise TooManyHalls(most=MOST_HALLS)


async def _keep_new(
    hall: Hall, found: tuple[Stand, ...], all_there: Iterable[Stand], edition: Edition, *, by: Asker, now: datetime
) -> None:
    """Keep new stands of a hall beside all that there are in the edition; told in one line of the history."""
    known = {each.number for each in all_there}
    for each in found:
        if each.number in known:
            raise NumberTwice(number=each.number)
    in_hall = [each for each in all_there if each.hall_id == hall.id]
    check_layout(hall, (*in_hall, *found))
    await stands.add_stands(found)
    changes = (FieldChange("stands", len(in_hall), len(in_hall) + len(found)),)
    label, owner = f"{edition.slug} {hall.name}", edition.unit_id
    await record(Deed.ADDED, Noun.ADMISSION, hall.id, by=by, now=now, owner=owner, label=label, changes=changes)


async def _record(
    deed: Deed, old: Hall | None, new: Hall | None, edition: Edition, *, by: Asker, now: datetime
) -> None:
    kept = new or old
    if kept is None:
        raise NotFound
    changes = differences(old, new)
    label, owner = f"{edition.slug} {kept.name}", edition.unit_id
    await record(deed, Noun.ADMISSION, kept.id, by=by, now=now, owner=owner, label=label, changes=changes)
