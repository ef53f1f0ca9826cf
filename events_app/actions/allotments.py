"""Proposals for the plan of an edition: asked for, stopped, discarded, accepted in whole or in part; with history.

How one is computed is told in `actions.allotment_runs`. Accepting gives stands as an officer gives them, under the same
locks: `stand_gifts.give_all`.
"""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions import stand_gifts
from events_app.actions.history import record
from events_app.actions.places import lock_places
from events_app.domain.allotments import (
    MOST_ALLOTMENTS,
    AllotmentLine,
    AllotmentProposal,
    AllotmentUnderWay,
    LineOvertaken,
    LinesHeld,
    NobodyNeedsStands,
    Standing,
    TooManyAllotments,
    part_of,
    standings_of,
)
from events_app.domain.applications import TAKING_PART
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, FieldChange
from events_app.domain.jobs import Job, JobKind
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.stand_rules import Exhibitor
from events_app.domain.stands import Stand
from events_app.solvers.plan_problems import Plan, broken_by, is_asking, problem_of
from events_app.storage import allotments, applications, exhibitions, jobs, organisations, stands
from events_app.storage.database import transaction


async def propose(slug: str, *, by: Asker, now: datetime) -> AllotmentProposal:
    """Have a proposal computed for the plan and the applications of now.

    Raises NotFound, NotAllowed, NobodyNeedsStands, AllotmentUnderWay or TooManyAllotments.
    """
    async with transaction():
        edition = await _edition(slug, Right.EDIT, by=by)
        await stands.lock_plan(edition.id)
        given = await stands.count_given(edition.id)
        cases = await applications.list_of_edition(edition.id, TAKING_PART)
        if not any(is_asking(each, given.get(each.id, 0)) for each in cases):
            raise NobodyNeedsStands
        earlier = await allotments.list_allotments(edition.id, limit=1)
        if earlier and earlier[0].is_under_way:
            raise AllotmentUnderWay
        if earlier and earlier[0].number >= MOST_ALLOTMENTS:
            raise TooManyAllotments(most=MOST_ALLOTMENTS)
        number = earlier[0].number + 1 if earlier else 1
        proposal = AllotmentProposal(
            id=uuid4(),
            edition_id=edition.id,
            number=number,
            seed=f"{edition.slug}-{number}",
            made_at=now,
            made_by=by.person_id,
            seen_at=now,
        )
        await allotments.add(proposal)
        await jobs.add(_job(proposal, now=now))
        await record_move(Deed.CHANGED, edition, None, proposal, by=by, now=now)
    return proposal


async def stop(slug: str, number: int, *, by: Asker, now: datetime) -> AllotmentProposal:
    """Have a computation left; the worker notices within seconds. Raises NotFound, NotAllowed or NotStoppable."""
    async with transaction():
        edition, old = await _locked(slug, number, by=by)
        return await _moved(edition, old, old.stop(now=now), by=by, now=now)


async def discard(slug: str, number: int, *, by: Asker, now: datetime) -> AllotmentProposal:
    """Put a proposal away; stands that were given stay given. Raises NotFound, NotAllowed or NotDiscardable."""
    async with transaction():
        edition, old = await _locked(slug, number, by=by)
        return await _moved(edition, old, old.discard(now=now), by=by, now=now)


async def accept(
    slug: str, number: int, chosen: Collection[UUID] | None = None, *, by: Asker, now: datetime
) -> tuple[Stand, ...]:
    """Give the stands of these lines, or of all, and return the new ones. What is given already stays as it is.

    Every line is looked at again: its stands are free, the application needs them still, and no rule is broken beside
    what was given meanwhile. Raises NotFound, NotAllowed, NotAcceptable, NoLineChosen, NotInAllotment, LinesHeld,
    StandTaken, StandBlocked or LineOvertaken; then nothing is given.
    """
    async with transaction():
        edition = await _edition(slug, Right.DECIDE, by=by)
        await lock_places(edition.id)
        await stands.lock_plan(edition.id)
        old = await allotments.get(edition.id, number)
        lines = await allotments.list_lines(old.id)
        part = part_of(old, lines, chosen)
        plan = await get_plan(edition.id)
        new = await _given(edition, plan, part, by=by, now=now)
        after = {stand.id: stand for stand in (*plan.stands, *new)}
        worth = standings_of(lines, [one.application for one in plan.exhibitors], after.values())
        await _moved(edition, old, old.accept(worth.values()), new, by=by, now=now)
    return new


async def get_plan(edition_id: UUID) -> Plan:
    """The plan of an edition with all who have a place or a stand, known by every name of theirs."""
    placed = await applications.list_of_edition(edition_id, TAKING_PART)
    cases = {each.id: each for each in (*placed, *await stands.list_exhibiting(edition_id))}
    companies = await organisations.list_by_id(case.company_id for case in cases.values())
    names = {case.id: companies[case.company_id].name for case in cases.values()}
    return Plan(
        halls=await stands.list_halls(edition_id),
        stands=await stands.list_stands(edition_id),
        exhibitors=tuple(
            Exhibitor(case, names[case.id].wordings[names[case.id].source], tuple(names[case.id].wordings.values()))
            for case in cases.values()
        ),
    )


async def get_worth(edition_id: UUID, lines: Sequence[AllotmentLine]) -> tuple[Plan, dict[UUID, Standing]]:
    """The plan as it is now, and what each line is worth on it, by application."""
    plan = await get_plan(edition_id)
    return plan, await asyncio.to_thread(_worth, plan, lines)


async def record_move(
    deed: Deed,
    edition: Edition,
    old: AllotmentProposal | None,
    new: AllotmentProposal,
    given: Sequence[Stand] = (),
    *,
    by: Asker,
    now: datetime,
) -> None:
    """Write into the history what became of a proposal, with the numbers of the stands that were given."""
    changes = [FieldChange("state", old.state.value if old else None, new.state.value)]
    if new.fault:
        changes.append(FieldChange("fault", None, new.fault.value))
    if given:
        changes.append(FieldChange("accepted_stands", None, sorted(each.number for each in given)))
    if new.figures and (old is None or old.figures is None):
        changes.append(FieldChange("proposed_stands", None, new.figures.placed))
    await record(
        deed,
        Noun.ADMISSION,
        edition.id,
        by=by,
        now=now,
        owner=edition.unit_id,
        label=f"{edition.slug}/{new.number}",
        changes=tuple(change for change in changes if change.before != change.after),
    )


async def _given(
    edition: Edition, plan: Plan, part: Sequence[AllotmentLine], *, by: Asker, now: datetime
) -> tuple[Stand, ...]:
    """Give the stands of lines that nobody has given yet, under both locks."""
    worth = await asyncio.to_thread(_worth, plan, part)
    left = [line for line in part if worth[line.application_id] is not Standing.HELD]
    if not left:
        raise LinesHeld
    cases = {one.application.id: one.application for one in plan.exhibitors}
    names = {one.application.id: one.name for one in plan.exhibitors}
    known = {stand.id: stand for stand in plan.stands}
    gifts = []
    for line in left:
        wanted = [known[each] for each in line.stand_ids if each in known]
        new = [stand for stand in wanted if stand.application_id != line.application_id]
        for stand in new:
            # Says whose it is by now, or that it is blocked.
            stand.give(line.application_id, company=names.get(stand.application_id, "") if stand.application_id else "")
        if worth[line.application_id] is Standing.OVERTAKEN:
            raise LineOvertaken(company=await _company(line.application_id))
        gifts += [(stand, cases[line.application_id]) for stand in new]
    return await stand_gifts.give_all(edition, gifts, by=by, now=now)


def _worth(plan: Plan, lines: Sequence[AllotmentLine]) -> dict[UUID, Standing]:
    """What lines are worth on a plan; those that break a rule beside what is given there are overtaken."""
    found = standings_of(lines, [one.application for one in plan.exhibitors], plan.stands)
    proposed = [line for line in lines if found[line.application_id] is Standing.PROPOSED]
    broken = broken_by(problem_of(plan, seed=""), proposed) if proposed else ()
    return found | dict.fromkeys(broken, Standing.OVERTAKEN)


async def _company(application_id: UUID) -> str:
    """The name of the company of an application, in its own first language."""
    name = (await organisations.get((await applications.get(application_id)).company_id)).name
    return name.wordings[name.source]


async def _edition(slug: str, right: Right, *, by: Asker) -> Edition:
    edition = await exhibitions.get_edition(slug)
    require(by, right, Noun.ADMISSION, owner=edition.unit_id)
    return edition


async def _locked(slug: str, number: int, *, by: Asker) -> tuple[Edition, AllotmentProposal]:
    edition = await _edition(slug, Right.EDIT, by=by)
    return edition, await allotments.lock((await allotments.get(edition.id, number)).id)


async def _moved(
    edition: Edition,
    old: AllotmentProposal,
    new: AllotmentProposal,
    given: Sequence[Stand] = (),
    *,
    by: Asker,
    now: datetime,
) -> AllotmentProposal:
    if new != old and not await allotments.set_(new, before=old):
        raise ChangedMeanwhile
    await record_move(Deed.DECIDED if given else Deed.CHANGED, edition, old, new, given, by=by, now=now)
    return new


def _job(proposal: AllotmentProposal, *, now: datetime) -> Job:
    return Job(
        id=uuid4(),
        kind=JobKind.RUN_ALLOTMENT,
        payload={"allotment": str(proposal.id)},
        run_at=now,
        created_at=now,
        key=f"allotment:{proposal.id}",
    )
