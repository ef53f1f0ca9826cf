"""Proposals for plans as readers see them: lines beside the plan as it is now, filtered, ordered, drawn."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from events_app.actions.allotments import get_worth
from events_app.domain.allotments import (
    AIM_NAMES,
    ALLOTMENT_STATE_NAMES,
    CHOICE_WORDS,
    FAULT_WORDS,
    STANDING_NAMES,
    WHY_WORDS,
    Aim,
    AllotmentLine,
    AllotmentProposal,
    AllotmentState,
    Standing,
)
from events_app.domain.application_names import STAND_KIND_NAMES
from events_app.domain.applications import Application
from events_app.domain.organisations import Organisation
from events_app.domain.stands import STAND_STATE_NAMES, Hall, Stand
from events_app.domain.texts import Text
from events_app.edge.stand_drawings import PlanDrawing, drawn
from events_app.i18n.sorting import sort_key
from events_app.storage import allotments, applications, organisations

S = AllotmentState
WORDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "allotment_states": ALLOTMENT_STATE_NAMES,
        "allotment_rings": {
            S.QUEUED: "draft",
            S.RUNNING: "running",
            S.DONE: "open",
            S.STOPPED: "cancelled",
            S.FAILED: "cancelled",
            S.PARTLY_ACCEPTED: "provisional",
            S.ACCEPTED: "confirmed",
            S.DISCARDED: "held",
        },
        "standing_names": STANDING_NAMES,
        "standing_rings": {
            Standing.PROPOSED: "open",
            Standing.HELD: "confirmed",
            Standing.OVERTAKEN: "cancelled",
            Standing.UNPLACED: "provisional",
        },
        "aim_names": AIM_NAMES,
        "fault_words": FAULT_WORDS,
        "why_words": WHY_WORDS,
        "choice_words": CHOICE_WORDS,
        "kind_names": STAND_KIND_NAMES,
        "state_names": STAND_STATE_NAMES,
        "below_nought": {Aim.WASTE},
    }
)
"""What templates need to word a proposal."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its application and company, the stands that are on the plan still, and what it is worth now."""

    line: AllotmentLine
    application: Application
    company: Organisation
    stands: tuple[Stand, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class ShownAllotment:
    """All rows of a proposal, and the plan that they stand beside; `names` are those of companies by application."""

    rows: tuple[Row, ...]
    halls: tuple[Hall, ...]
    stands: tuple[Stand, ...]
    names: Mapping[UUID, Text]

    @property
    def proposed(self) -> tuple[UUID, ...]:
        """The applications whose lines can be accepted."""
        return tuple(row.application.id for row in self.rows if row.standing is Standing.PROPOSED)

    def counts(self) -> dict[Standing, int]:
        """How many rows there are of each kind."""
        return {each: sum(row.standing is each for row in self.rows) for each in Standing}

    def drawing(self, hall: Hall, language: str) -> PlanDrawing:
        """A hall with what is proposed marked, and everybody named who has a stand or is to get it."""
        owner = {
            stand.id: row.application.id
            for row in self.rows
            if row.standing is Standing.PROPOSED
            for stand in row.stands
            if stand.is_free
        }
        found = [
            replace(stand, application_id=owner.get(stand.id, stand.application_id))
            for stand in self.stands
            if stand.hall_id == hall.id
        ]
        return drawn(hall, found, self.names, language, chosen=frozenset(owner))


async def get_shown(proposal: AllotmentProposal) -> ShownAllotment:
    """A proposal with its lines, beside the plan as it is now."""
    lines = await allotments.list_lines(proposal.id)
    plan, worth = await get_worth(proposal.edition_id, lines)
    cases = {one.application.id: one.application for one in plan.exhibitors}
    gone = [line.application_id for line in lines if line.application_id not in cases]
    cases |= {case.id: case for case in await applications.list_by_id(gone)}
    companies = await organisations.list_by_id(case.company_id for case in cases.values())
    known = {stand.id: stand for stand in plan.stands}
    rows = tuple(
        Row(
            line,
            cases[line.application_id],
            companies[cases[line.application_id].company_id],
            tuple(sorted((known[each] for each in line.stand_ids if each in known), key=lambda stand: stand.number)),
            worth[line.application_id],
        )
        for line in lines
    )
    names = {case.id: companies[case.company_id].name for case in cases.values()}
    return ShownAllotment(rows, plan.halls, plan.stands, names)


def ordered(rows: Iterable[Row], standings: Collection[str], order: str, language: str) -> list[Row]:
    """The rows of these kinds, or all where none is named, in an order of `ORDERS`."""
    found = [row for row in rows if not standings or row.standing in standings]
    key = ORDERS.get(order, ORDERS["company"])
    return sorted(found, key=lambda row: (key(row), _name_key(row, language), row.application.number))


def _name_key(row: Row, language: str) -> Any:  # noqa: ANN401 - a key of the collation
    return sort_key(row.company.name.shown(language).text, language)


ORDERS: Final[Mapping[str, Callable[[Row], Any]]] = MappingProxyType(
    {
        "company": lambda _row: (),
        "standing": lambda row: (list(Standing).index(row.standing),),
        "stand": lambda row: (not row.stands, *(stand.number for stand in row.stands[:1])),
        "area": lambda row: (-row.application.wish.area,),
    }
)


def standing_values(given: Sequence[str]) -> frozenset[str]:
    """Those of these words that name what a line can be worth."""
    return frozenset(given) & frozenset(Standing)
