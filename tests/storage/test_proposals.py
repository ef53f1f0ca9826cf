"""Proposals and accepted pairs as they are kept, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events_app.domain.organisations import OrganisationKind
from events_app.domain.programmes import Force
from events_app.domain.proposal_results import Bound, BoundKind
from events_app.domain.proposals import AcceptedPair, Fault, ProposalState, Step
from events_app.domain.refusals import NotFound
from events_app.storage import programmes, proposals
from events_app.storage.database import INTEGRITY_ERRORS, Database, transaction
from tests.builders import an_id
from tests.clients import NOW
from tests.programme_builders import a_forced_pair, a_pair, a_programme, a_proposal, a_result, whole_rules
from tests.web.signing_in import an_organisation

pytestmark = pytest.mark.usefixtures("database")


async def test_a_proposal_is_kept_as_it_is(database: Database) -> None:
    await programmes.add(a_programme())
    bare = a_proposal()
    await proposals.add(bare)
    assert await proposals.get(bare.programme_id, 1) == bare
    running = bare.take(now=NOW)
    failed = running.fail(
        Fault.INFEASIBLE,
        unreached=(Bound(BoundKind.MUST, "KE", an_id("valves")),),
        in_the_way=(Bound(BoundKind.CAPACITY, "KE"), Bound(BoundKind.EXCLUDED)),
        now=NOW,
    )
    assert await proposals.set_(failed, before=bare)
    result = a_result(
        a_pair("a", "KE", offer_id=an_id("offer"), is_forced=True), a_pair("b", "DE", score=None, size=None)
    )
    second = a_proposal(
        id=an_id("second"), number=2, rules=whole_rules(), forced=(a_forced_pair(force=Force.MUST_NOT),), seed="x"
    )
    await proposals.add(second)
    done = replace(second.take(now=NOW), input_digest="ab").finish(result, now=NOW)
    assert await proposals.set_(done, before=second)

    assert await proposals.get_by_id(bare.id) == failed
    assert await proposals.get(bare.programme_id, 2) == done
    async with transaction():
        assert await proposals.lock(second.id) == done
    assert await proposals.list_proposals(bare.programme_id) == (replace(done, result=None), failed)
    assert await proposals.list_latest([bare.programme_id, an_id("none")]) == {bare.programme_id: ProposalState.DONE}
    for unknown in (proposals.get(bare.programme_id, 3), proposals.get_by_id(an_id("no")), proposals.lock(an_id("no"))):
        with pytest.raises(NotFound):
            await unknown


async def test_only_who_has_it_in_hand_moves_it_on(database: Database) -> None:
    await programmes.add(a_programme())
    await proposals.add(a_proposal())
    first = a_proposal().take(now=NOW)
    await proposals.set_(first, before=a_proposal())
    second = first.take(now=NOW)

    assert await proposals.set_(second, before=first)
    assert not await proposals.set_(first.advance(Step.SCORE, 0.5, now=NOW), before=first)
    assert await proposals.set_(second.stop(now=NOW), before=second)
    assert not await proposals.set_(second.finish(a_result(), now=NOW), before=second)
    assert (await proposals.get_by_id(first.id)).state is ProposalState.STOPPED


async def test_one_proposal_of_a_programme_is_under_way(database: Database) -> None:
    await programmes.add(a_programme())
    await proposals.add(a_proposal())

    with pytest.raises(INTEGRITY_ERRORS):
        await proposals.add(a_proposal(id=an_id("second"), number=2))


async def test_those_are_lost_that_were_taken_and_show_no_sign_of_life(database: Database) -> None:
    await programmes.add(a_programme())
    await proposals.add(a_proposal())
    later = NOW + timedelta(seconds=1)
    assert await proposals.list_lost(later) == ()

    await proposals.set_(a_proposal().take(now=NOW), before=a_proposal())

    assert await proposals.list_lost(later) == (an_id("proposal"),)
    assert await proposals.list_lost(NOW) == ()


async def test_accepted_pairs_are_kept_once_and_read_by_programme_and_company(database: Database) -> None:
    await programmes.add(a_programme())
    await proposals.add(a_proposal())
    for slug in ("a", "b"):
        await an_organisation(OrganisationKind.EXPORTER, slug, id=an_id(slug))
    first = AcceptedPair(
        programme_id=an_id("programme"),
        company_id=an_id("a"),
        code="KE",
        offer_id=None,
        score=0.25,
        proposal_id=an_id("proposal"),
        accepted_by=None,
        accepted_at=NOW,
    )
    second = replace(first, code="DE", accepted_at=NOW + timedelta(hours=1), score=None)
    third = replace(first, company_id=an_id("b"))
    await proposals.add_accepted([first, second])
    await proposals.add_accepted([replace(first, score=0.5), third])
    await proposals.add_accepted([])

    assert set(await proposals.list_accepted_of(a_programme())) == {first, second, third}
    assert await proposals.list_accepted(an_id("a")) == (second, first)
    assert await proposals.list_accepted(an_id("a"), limit=1) == (second,)
    assert await proposals.count_accepted([an_id("programme"), an_id("none")]) == {an_id("programme"): 3}
    assert await proposals.count_accepted([]) == {} == await proposals.list_latest([])
    assert await proposals.remove_accepted(an_id("programme"), an_id("a"), "KE")
    assert not await proposals.remove_accepted(an_id("programme"), an_id("a"), "KE")
    assert await proposals.list_accepted(an_id("a")) == (second,)
