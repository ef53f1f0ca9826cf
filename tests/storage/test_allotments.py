"""Proposals for plans and their lines as they are kept, on both engines."""

from datetime import timedelta

import pytest

from events_app.domain.allotments import Aim, AllotmentState, Fault
from events_app.domain.refusals import NotFound
from events_app.storage import allotments
from events_app.storage.database import INTEGRITY_ERRORS, transaction
from tests.allotment_builders import a_line, a_proposal, an_unplaced, plant_plan, the_figures
from tests.builders import an_id
from tests.clients import NOW

pytestmark = pytest.mark.usefixtures("database")


async def test_a_proposal_is_kept_as_it_is() -> None:
    edition, _, cases = await plant_plan("lanyu", "jinsha")
    bare = a_proposal(edition_id=edition.id)
    await allotments.add(bare)
    assert await allotments.get(edition.id, 1) == bare
    with pytest.raises(INTEGRITY_ERRORS):
        await allotments.add(a_proposal(id=an_id("second"), number=2, edition_id=edition.id))
    running = bare.take(now=NOW).advance(Aim.WASTE, 0.5, now=NOW)
    assert await allotments.set_(running, before=bare)
    assert await allotments.get_by_id(bare.id) == running
    done = running.finish(the_figures(gap=None), now=NOW)
    assert await allotments.set_(done, before=running)
    lines = (
        a_line("x", "A01", application_id=cases[0].id, choice=2, neighbours=1, extra_m2=3),
        an_unplaced(f"case {'jinsha'}"),
    )
    await allotments.add_lines(bare.id, lines)
    await allotments.add_lines(bare.id, [])
    second = a_proposal(id=an_id("second"), number=2, edition_id=edition.id, state=AllotmentState.FAILED)
    await allotments.add(second.fail(Fault.NOBODY, now=NOW))

    async with transaction():
        assert await allotments.lock(bare.id) == done
    assert set(await allotments.list_lines(bare.id)) == set(lines)
    assert await allotments.list_allotments(edition.id) == (second.fail(Fault.NOBODY, now=NOW), done)
    assert await allotments.list_allotments(an_id("none")) == ()
    for unknown in (
        allotments.get(edition.id, 3),
        allotments.get(edition.id, 10**9),
        allotments.get_by_id(an_id("no")),
        allotments.lock(an_id("no")),
    ):
        with pytest.raises(NotFound):
            await unknown


async def test_only_who_has_it_in_hand_moves_it_on() -> None:
    edition, _, _ = await plant_plan()
    bare = a_proposal(edition_id=edition.id)
    await allotments.add(bare)
    first = bare.take(now=NOW)
    await allotments.set_(first, before=bare)
    assert await allotments.list_lost(NOW + timedelta(seconds=1)) == (bare.id,)
    assert await allotments.list_lost(NOW) == ()
    second = first.take(now=NOW)

    assert await allotments.set_(second, before=first)
    assert not await allotments.set_(first.advance(Aim.WASTE, 0.5, now=NOW), before=first)
    assert await allotments.set_(second.stop(now=NOW), before=second)
    assert not await allotments.set_(second.finish(the_figures(), now=NOW), before=second)
