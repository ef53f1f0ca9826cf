"""Proposals through the actions, on both engines: asked for, computed, stopped, accepted in parts, taken back."""

import asyncio
from datetime import timedelta

import pytest

from events_app.actions import programmes as programme_actions
from events_app.actions import proposal_runs
from events_app.actions import proposals as actions
from events_app.domain.companies import CompanySize
from events_app.domain.jobs import JobKind
from events_app.domain.organisations import Role
from events_app.domain.programmes import CountryRule, Force, ProgrammeClosed, Rules
from events_app.domain.projects import ExportClass
from events_app.domain.proposal_results import Bound, BoundKind, PairKey
from events_app.domain.proposals import (
    LOST_AFTER,
    MOST_ATTEMPTS,
    Fault,
    NotAcceptable,
    NothingChosen,
    NotProposed,
    NotStoppable,
    PairForbidden,
    Proposal,
    ProposalState,
    ProposalUnderWay,
    TakingBackUnexplained,
)
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.solvers.running import AssignmentRun, Limits
from events_app.storage import history, jobs, programmes, proposals
from events_app.storage.database import Database
from tests.builders import an_id
from tests.clients import NOW
from tests.programme_builders import here, plant_exporter, plant_programme, the_rules
from tests.web.signing_in import a_member

pytestmark = pytest.mark.usefixtures("database")
SLUG = "partners-2027"
ONE_EACH = Rules(countries=(CountryRule("KE", 1, 2), CountryRule("DE", 1, 2)))


async def computed() -> Proposal:
    """A proposal, computed."""
    proposal = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    await proposal_runs.run(proposal.id, here())
    return await proposals.get_by_id(proposal.id)


async def planted(*slugs: str, rules: Rules = ONE_EACH) -> None:
    for slug in slugs:
        await plant_exporter(slug)
    await plant_programme(rules=rules)


def keys_of(proposal: Proposal) -> list[PairKey]:
    assert proposal.result is not None
    return [pair.key for pair in proposal.result.pairs]


async def told() -> list[tuple[str, str, dict[str, object]]]:
    lines = await history.list_lines(object_id=an_id("programme"), limit=20)
    return [(line.deed.value, line.label, {each.name: each.after for each in line.changes}) for line in lines]


async def test_a_proposal_is_queued_computed_and_kept_with_its_proof(database: Database) -> None:
    await planted("valves", "pumps", "lamps")
    await plant_exporter("lasers", size=CompanySize.LARGE, export_class=ExportClass.DUAL_USE)

    queued = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    (job,) = [job for job in await jobs.list_jobs() if job.kind is JobKind.RUN_PROPOSAL]
    await proposal_runs.run(queued.id, here())
    done = await proposals.get(an_id("programme"), 1)

    assert job.payload == {"proposal": str(queued.id)}
    assert (done.state, done.attempt, done.fault, done.finished_at) == (ProposalState.DONE, 1, None, NOW)
    assert len(done.input_digest) == 64
    result = done.result
    assert result is not None
    assert {pair.company_id for pair in result.pairs} == {an_id(slug) for slug in ("valves", "pumps", "lamps")}
    assert set(result.by_country()) == {"KE", "DE"}
    assert all(pair.offer_id is not None and pair.score is not None for pair in result.pairs)
    assert [each.company_id for each in result.unserved] == [an_id("lasers")]
    assert result.score <= result.score_bound
    assert dict(result.levels)["fairness"] == 3
    assert result.developed == ("DE",)
    for moved in ({"state": "queued"}, {"state": "done", "pairs": 3}):
        assert ("changed", "partners-2027/1", moved) in await told()
    await proposal_runs.run(queued.id, here())  # a job that is done twice changes nothing
    assert await proposals.get_by_id(queued.id) == done


async def test_the_same_input_gives_the_same_result(database: Database) -> None:
    await planted("valves", "pumps", "lamps")

    one, other = await computed(), await computed()

    assert one.input_digest == other.input_digest
    assert keys_of(one) == keys_of(other)
    assert (one.number, other.number) == (1, 2)


async def test_only_one_is_under_way_and_none_of_a_closed_programme(database: Database) -> None:
    await planted("valves")
    first = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    with pytest.raises(ProposalUnderWay):
        await actions.propose(SLUG, by=SYSTEM, now=NOW)

    await actions.stop(SLUG, first.number, by=SYSTEM, now=NOW)
    second = await actions.propose(SLUG, by=SYSTEM, now=NOW)

    assert second.number == 2
    await actions.stop(SLUG, 2, by=SYSTEM, now=NOW)
    await programme_actions.close(SLUG, by=SYSTEM, now=NOW)
    with pytest.raises(ProgrammeClosed):
        await actions.propose(SLUG, by=SYSTEM, now=NOW)


async def test_what_cannot_be_is_told_with_what_is_in_the_way(database: Database) -> None:
    await planted("valves")
    await plant_exporter("lasers", export_class=ExportClass.DUAL_USE)
    await programme_actions.force(SLUG, an_id("lasers"), "KE", Force.MUST, reason="Wished.", by=SYSTEM, now=NOW)

    failed = await computed()

    assert (failed.state, failed.fault) == (ProposalState.FAILED, Fault.INFEASIBLE)
    assert failed.unreached == (Bound(BoundKind.MUST, "KE", an_id("lasers")),)
    assert failed.in_the_way == (Bound(BoundKind.EXCLUDED, "", an_id("lasers")),)
    with pytest.raises(NotAcceptable):
        await actions.accept(SLUG, 1, by=SYSTEM, now=NOW)


async def test_without_offers_there_is_nothing_to_compute(database: Database) -> None:
    await planted("valves", rules=the_rules(sectors=("rail",)))

    failed = await computed()

    assert (failed.state, failed.fault) == (ProposalState.FAILED, Fault.NO_EXPORTERS)


async def test_what_takes_too_long_is_ended_and_told(database: Database) -> None:
    await planted("valves")
    proposal = await actions.propose(SLUG, by=SYSTEM, now=NOW)

    await proposal_runs.run(proposal.id, here(limits=Limits(seconds=0.01)))

    failed = await proposals.get_by_id(proposal.id)
    assert (failed.state, failed.fault) == (ProposalState.FAILED, Fault.TOO_LONG)


async def test_a_computation_that_is_stopped_while_it_runs_leaves_no_result(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await planted("valves")
    proposal = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    pids: list[int] = []
    watched = proposal_runs._watched

    async def stopped_meanwhile(solve: AssignmentRun, *given: object) -> None:
        pids.append(solve.pid)
        await actions.stop(SLUG, 1, by=SYSTEM, now=NOW)
        await watched(solve, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(proposal_runs, "_watched", stopped_meanwhile)
    await proposal_runs.run(proposal.id, here())

    stopped = await proposals.get_by_id(proposal.id)
    assert (stopped.state, stopped.result) == (ProposalState.STOPPED, None)
    assert len(pids) == 1
    with pytest.raises(NotStoppable):
        await actions.stop(SLUG, 1, by=SYSTEM, now=NOW)


async def test_a_proposal_whose_worker_died_is_taken_again_and_given_up_in_the_end(database: Database) -> None:
    await planted("valves")
    proposal = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    dead = proposal
    for _ in range(MOST_ATTEMPTS - 1):  # workers that took it and died
        before, dead = dead, dead.take(now=NOW)
        await proposals.set_(dead, before=before)

    await proposal_runs.run(proposal.id, here())
    done = await proposals.get_by_id(proposal.id)
    assert (done.state, done.attempt) == (ProposalState.DONE, MOST_ATTEMPTS)

    hopeless = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    for _ in range(MOST_ATTEMPTS):
        before, hopeless = hopeless, hopeless.take(now=NOW)
        await proposals.set_(hopeless, before=before)
    await proposal_runs.run(hopeless.id, here())
    assert (await proposals.get_by_id(hopeless.id)).fault is Fault.WORKER_DIED


async def test_what_nobody_computes_any_more_is_told_as_failed(database: Database) -> None:
    await planted("valves")
    proposal = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    await proposals.set_(proposal.take(now=NOW), before=proposal)

    assert await proposal_runs.fail_lost(now=NOW + LOST_AFTER) == 0
    assert await proposal_runs.fail_lost(now=NOW + LOST_AFTER + timedelta(seconds=1)) == 1

    assert (await proposals.get_by_id(proposal.id)).fault is Fault.WORKER_DIED


async def test_two_officers_accept_different_parts_at_once(database: Database) -> None:
    await planted("valves", "pumps", "lamps", "rails")
    proposal = await computed()
    keys = keys_of(proposal)
    officers = [Asker(person, (membership,)) for person, membership in [await a_member(Role.OFFICER) for _ in range(4)]]

    accepted = await asyncio.gather(
        *(
            actions.accept(SLUG, 1, part, by=officer, now=NOW)
            for part, officer in zip((keys[:2], keys[2:], keys[1:3], keys), officers, strict=True)
        )
    )

    held = await proposals.list_accepted_of(await programmes.get(SLUG))
    assert sorted(pair.key for pair in held) == sorted(keys)
    assert sorted(pair.key for part in accepted for pair in part) == sorted(keys)  # each once, by one of them
    assert (await proposals.get_by_id(proposal.id)).state is ProposalState.ACCEPTED
    decided = [line for line in await told() if line[0] == "decided"]
    assert sum(len(line[2]["accepted"]) for line in decided) == 4  # type: ignore[arg-type, misc]


async def test_parts_of_two_proposals_never_overfill_a_country(database: Database) -> None:
    await planted("valves", "pumps", rules=Rules(countries=(CountryRule("KE", 0, 1),)))
    first = await computed()
    (kept,) = keys_of(first)
    await programme_actions.force(SLUG, kept.company_id, "KE", Force.MUST_NOT, reason="No.", by=SYSTEM, now=NOW)
    second = await computed()
    (other,) = keys_of(second)
    await programme_actions.release(SLUG, kept.company_id, "KE", by=SYSTEM, now=NOW)

    outcomes = await asyncio.gather(
        actions.accept(SLUG, 1, by=SYSTEM, now=NOW),
        actions.accept(SLUG, 2, by=SYSTEM, now=NOW),
        return_exceptions=True,
    )

    assert kept != other
    assert sorted(type(each).__name__ for each in outcomes) == ["PlacesTaken", "tuple"]
    assert len(await proposals.list_accepted_of(await programmes.get(SLUG))) == 1


async def test_a_part_is_accepted_and_the_rest_later(database: Database) -> None:
    await planted("valves", "pumps")
    keys = keys_of(await computed())
    for chosen, refusal in (([], NothingChosen), ([PairKey(an_id("x"), "KE")], NotProposed)):
        with pytest.raises(refusal):
            await actions.accept(SLUG, 1, chosen, by=SYSTEM, now=NOW)

    (first,) = await actions.accept(SLUG, 1, keys[:1], by=SYSTEM, now=NOW)

    assert (first.key, first.accepted_at) == (keys[0], NOW)
    assert (await proposals.get(an_id("programme"), 1)).state is ProposalState.PARTLY_ACCEPTED
    assert await proposals.list_accepted(keys[0].company_id) == (first,)
    await programme_actions.force(
        SLUG, keys[1].company_id, keys[1].code, Force.MUST_NOT, reason="No.", by=SYSTEM, now=NOW
    )
    with pytest.raises(PairForbidden):
        await actions.accept(SLUG, 1, by=SYSTEM, now=NOW)
    again = await computed()
    assert keys[0] in keys_of(again)  # what was accepted is proposed again
    assert keys[1] not in keys_of(again)


async def test_an_accepted_pair_is_taken_back_with_a_reason(database: Database) -> None:
    await planted("valves", "pumps")
    keys = keys_of(await computed())
    await actions.accept(SLUG, 1, by=SYSTEM, now=NOW)
    company, code = keys[0]
    with pytest.raises(TakingBackUnexplained):
        await actions.take_back(SLUG, company, code, reason=" ", by=SYSTEM, now=NOW)

    await actions.take_back(SLUG, company, code, reason="The company withdrew.", by=SYSTEM, now=NOW)

    assert (await proposals.get(an_id("programme"), 1)).state is ProposalState.PARTLY_ACCEPTED
    assert [pair.key for pair in await proposals.list_accepted_of(await programmes.get(SLUG))] == keys[1:]
    taken_back = {"state": "partly_accepted", "accepted": None, "reason": "The company withdrew."}
    assert ("decided", "partners-2027/1", taken_back) in await told()
    with pytest.raises(NotProposed):
        await actions.take_back(SLUG, company, code, reason="Again.", by=SYSTEM, now=NOW)


async def test_only_who_may_decide_accepts(database: Database) -> None:
    await planted("valves")
    await computed()
    for role in (Role.AUDITOR, Role.UNIT_MANAGER, Role.EXPORTER_OWNER):
        person, membership = await a_member(role)
        asker = Asker(person, (membership,))
        for attempt in (
            actions.propose(SLUG, by=asker, now=NOW),
            actions.stop(SLUG, 1, by=asker, now=NOW),
            actions.accept(SLUG, 1, by=asker, now=NOW),
            actions.take_back(SLUG, an_id("valves"), "KE", reason="x", by=asker, now=NOW),
        ):
            with pytest.raises(NotAllowed):
                await attempt
