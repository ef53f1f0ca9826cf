"""Builders of proposals for the plan of an edition; a test names only what it is about."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from dataclasses import replace
from datetime import datetime
from typing import Any

from events_app.actions import allotment_runs
from events_app.actions import allotments as actions
from events_app.domain.allotments import (
    Aim,
    AimFigure,
    AllotmentFigures,
    AllotmentLine,
    AllotmentProposal,
    Counts,
    Why,
)
from events_app.domain.applications import Application
from events_app.domain.exhibitions import Edition
from events_app.domain.rights import SYSTEM
from events_app.domain.stands import Stand
from events_app.solvers.running import Limits
from events_app.storage import allotments
from tests.application_builders import a_company, a_fair_open_now, plant_admission
from tests.builders import an_id
from tests.clients import NOW
from tests.stand_builders import an_accepted, plant_hall


def a_proposal(**changes: Any) -> AllotmentProposal:
    """Build a proposal that waits to be computed."""
    proposal = AllotmentProposal(
        id=an_id("allotment"), edition_id=an_id("wind-2027"), number=1, seed="wind", made_at=NOW, seen_at=NOW
    )
    return replace(proposal, **changes)


def the_figures(**changes: Any) -> AllotmentFigures:
    """Build figures of a proposal that is proved."""
    figures = AllotmentFigures(
        aims=(AimFigure(Aim.PLACED, 2, 2, 1), AimFigure(Aim.WASTE, -3, -3, 0), AimFigure(Aim.LOTTERY, -9, None, -7)),
        asked=3,
        placed=2,
        placed_in_turn=1,
        fixed=0,
        cut=0,
        is_proved=True,
        gap=0.0,
        seconds=0.25,
    )
    return replace(figures, **changes)


def a_line(word: str, *numbers: str, **changes: Any) -> AllotmentLine:
    """Build a line that gives stands of these numbers."""
    line = AllotmentLine(application_id=an_id(word), stand_ids=tuple(an_id(f"stand {number}") for number in numbers))
    return replace(line, **changes)


def an_unplaced(word: str, why: Why = Why.TAKEN) -> AllotmentLine:
    """Build a line without stands."""
    return AllotmentLine(application_id=an_id(word), why=why, counts=Counts(of_kind=20, fitting=4, open=2))


def bench(**changes: Any) -> allotment_runs.Bench:
    """What computations of tests work with: a clock that stands still."""

    def clock() -> datetime:
        return NOW

    return replace(allotment_runs.Bench(clock=clock, saved_every_s=0.05, limits=Limits(seconds=60)), **changes)


async def plant_plan(
    *words: str, edition: Edition | None = None, **changes: Any
) -> tuple[Edition, tuple[Stand, ...], list[Application]]:
    """Keep twenty stands of an edition, a new one where none is given, and a case with a place for each company."""
    edition = edition or await plant_admission(a_fair_open_now())
    _, found = await plant_hall(edition)
    cases = []
    for number, word in enumerate(words, start=1):
        company, _ = await a_company(word)
        cases.append(await an_accepted(company, edition, number, **changes))
    return edition, found, cases


async def plant_done(edition: Edition, *lines: AllotmentLine, **changes: Any) -> AllotmentProposal:
    """Keep a computed proposal with these lines."""
    queued = await actions.propose(edition.slug, by=SYSTEM, now=NOW)
    done = queued.take(now=NOW).finish(the_figures(**changes), now=NOW)
    await allotments.set_(done, before=queued)
    await allotments.add_lines(done.id, lines)
    return done


def gives(case: Application, *stands: Stand, **changes: Any) -> AllotmentLine:
    """Build a line that gives these stands to a case."""
    line = AllotmentLine(application_id=case.id, stand_ids=tuple(each.id for each in stands))
    return replace(line, **changes)
