"""Proposals of matching programmes: asked for, stopped, accepted in whole or in part, and taken back; with history.

How one is computed is told in `actions.proposal_runs`. Nothing that it says holds before an officer accepts it here.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from events_app.actions.history import record
from events_app.domain.history import Deed, FieldChange
from events_app.domain.jobs import Job, JobKind
from events_app.domain.programmes import Programme
from events_app.domain.proposal_results import PairKey
from events_app.domain.proposals import (
    MOST_PROPOSALS,
    AcceptedPair,
    NotProposed,
    Proposal,
    ProposalUnderWay,
    TakingBackUnexplained,
    TooManyProposals,
    check_fit,
    part_of,
)
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import jobs, match_weights, organisations, programmes, proposals
from events_app.storage.database import transaction

MOST_TOLD: Final = 200
"""Pairs that a line of the history names one by one; of more it tells the number, and the pairs tell the rest."""


async def propose(slug: str, *, by: Asker, now: datetime) -> Proposal:
    """Have a proposal computed, under the rules and weights of now.

    Raises NotFound, NotAllowed, ProgrammeClosed, ProposalUnderWay or TooManyProposals.
    """
    require(by, Right.EDIT, Noun.PROGRAMME)
    async with transaction():
        programme = await programmes.lock(slug)
        programme.check_open()
        earlier = await proposals.list_proposals(programme.id, limit=1)
        if earlier and earlier[0].is_under_way:
            raise ProposalUnderWay
        if earlier and earlier[0].number >= MOST_PROPOSALS:
            raise TooManyProposals(most=MOST_PROPOSALS)
        proposal = Proposal(
            id=uuid4(),
            programme_id=programme.id,
            number=earlier[0].number + 1 if earlier else 1,
            rules=programme.rules,
            forced=programme.forced,
            seed=programme.seed,
            weights_version=(await match_weights.get_current()).version,
            made_at=now,
            made_by=by.person_id,
            seen_at=now,
        )
        await proposals.add(proposal)
        await jobs.add(_job(proposal, now=now))
        await _record(Deed.CHANGED, programme, proposal, *_moved(None, proposal), by=by, now=now)
    return proposal


async def stop(slug: str, number: int, *, by: Asker, now: datetime) -> Proposal:
    """Have a computation left; the worker notices within seconds. Raises NotFound, NotAllowed or NotStoppable."""
    require(by, Right.EDIT, Noun.PROGRAMME)
    async with transaction():
        programme = await programmes.get(slug)
        old = await proposals.lock((await proposals.get(programme.id, number)).id)
        new = old.stop(now=now)
        await _set(new, old)
        await _record(Deed.CHANGED, programme, new, *_moved(old, new), by=by, now=now)
    return new


async def accept(
    slug: str, number: int, chosen: Collection[PairKey] | None = None, *, by: Asker, now: datetime
) -> tuple[AcceptedPair, ...]:
    """Let pairs of a proposal hold: those chosen, or all. What holds already stays as it is. Returns the new ones.

    Raises NotFound, NotAllowed, ProgrammeClosed, NotAcceptable, NothingChosen, NotProposed, PlacesTaken, ShareTaken or
    PairForbidden; then none of them holds.
    """
    require(by, Right.DECIDE, Noun.PROGRAMME)
    async with transaction():
        programme = await programmes.lock(slug)
        old = await proposals.get(programme.id, number)
        part = part_of(old, chosen)
        held = {pair.key for pair in await proposals.list_accepted_of(programme)}
        check_fit(programme, held, [pair.key for pair in part])
        new = tuple(
            AcceptedPair(
                programme_id=programme.id,
                company_id=pair.company_id,
                code=pair.code,
                offer_id=pair.offer_id,
                score=pair.score,
                proposal_id=old.id,
                accepted_by=by.person_id,
                accepted_at=now,
            )
            for pair in part
            if pair.key not in held
        )
        await proposals.add_accepted(new)
        decided = old.accept({*held, *(pair.key for pair in new)})
        await _set(decided, old)
        named = FieldChange("accepted", None, await _told(new))
        await _record(Deed.DECIDED, programme, decided, *_moved(old, decided), named, by=by, now=now)
    return new


async def take_back(slug: str, company_id: UUID, code: str, *, reason: str, by: Asker, now: datetime) -> None:
    """Let an accepted pair hold no longer, with the reason.

    Raises NotFound, NotAllowed, ProgrammeClosed, TakingBackUnexplained or NotProposed.
    """
    require(by, Right.DECIDE, Noun.PROGRAMME)
    if not reason.strip():
        raise TakingBackUnexplained
    async with transaction():
        programme = await programmes.lock(slug)
        programme.check_open()
        accepted = await proposals.list_accepted_of(programme)
        gone = next((pair for pair in accepted if pair.key == (company_id, code)), None)
        if gone is None:
            raise NotProposed
        await proposals.remove_accepted(programme.id, company_id, code)
        old = await proposals.get_by_id(gone.proposal_id)
        new = old.accept({pair.key for pair in accepted if pair is not gone})
        await _set(new, old)
        changes = (FieldChange("accepted", await _told([gone]), None), FieldChange("reason", None, reason.strip()))
        await _record(Deed.DECIDED, programme, new, *_moved(old, new), *changes, by=by, now=now)


def _job(proposal: Proposal, *, now: datetime) -> Job:
    return Job(
        id=uuid4(),
        kind=JobKind.RUN_PROPOSAL,
        payload={"proposal": str(proposal.id)},
        run_at=now,
        created_at=now,
        key=f"proposal:{proposal.id}",
    )


async def _set(new: Proposal, old: Proposal) -> None:
    if new != old and not await proposals.set_(new, before=old):
        raise ChangedMeanwhile


async def _told(pairs: Iterable[AcceptedPair]) -> list[str] | int:
    """Pairs as the history names them: slug of the company and code; only their number where they are many."""
    pairs = tuple(pairs)
    if len(pairs) > MOST_TOLD:
        return len(pairs)
    known = await organisations.list_by_id({pair.company_id for pair in pairs})
    return [f"{known[pair.company_id].slug}: {pair.code}" for pair in pairs]


def _moved(old: Proposal | None, new: Proposal) -> tuple[FieldChange, ...]:
    if old is not None and old.state is new.state:
        return ()
    return (FieldChange("state", old.state.value if old else None, new.state.value),)


async def _record(
    deed: Deed, programme: Programme, proposal: Proposal, *changes: FieldChange, by: Asker, now: datetime
) -> None:
    label = f"{programme.slug}/{proposal.number}"
    await record(deed, Noun.PROGRAMME, programme.id, by=by, now=now, label=label, changes=changes)
