"""Proposals for plans as the API shows them: progress, figures, and what is said of each application."""

from datetime import datetime
from uuid import UUID

from events_app.api.calls import Call
from events_app.api.fields import Model, ShownText
from events_app.domain.allotments import (
    AIM_NAMES,
    ALLOTMENT_STATE_NAMES,
    CHOICE_WORDS,
    FAULT_WORDS,
    STANDING_NAMES,
    WHY_WORDS,
    Aim,
    AllotmentFigures,
    AllotmentProposal,
    AllotmentState,
    Fault,
    Standing,
    Why,
)
from events_app.domain.exhibitions import Edition
from events_app.edge.allotment_pages import Row


class AllotmentAim(Model):
    """What is reached of an aim, the best that is possible (null: not known), and what choosing in turn reaches."""

    aim: Aim
    label: str
    value: int
    bound: int | None
    in_turn: int


class AllotmentResult(Model):
    """A proposal in numbers: `gap` is the part that may be missing of the first aim that is not proved.

    `asked` need stands; `cut` of them have more groups of stands than were looked at; `fixed` had theirs already.
    """

    asked: int
    placed: int
    placed_in_turn: int
    fixed: int
    cut: int
    is_proved: bool
    gap: float | None
    aims: tuple[AllotmentAim, ...]
    seconds: float


class AllotmentLabels(Model):
    """Codes in words; empty where there is no code."""

    state: str
    aim: str
    fault: str


class AllotmentView(Model):
    """A proposal of who gets which stands: `progress` is the part from 0 to 1 that is done, `aim` what it is busy with.

    Nothing of it changes a stand before it is accepted.
    """

    exhibition: str
    number: int
    state: AllotmentState
    aim: Aim | None
    progress: float
    fault: Fault | None
    result: AllotmentResult | None
    seed: str
    input_digest: str
    made_at: datetime
    finished_at: datetime | None
    labels: AllotmentLabels


class StandCounts(Model):
    """Numbers of stands behind a reason: of the kind, of the right size too, not given before, left, allowed.

    `earlier` of them went to applications that wait as long or longer.
    """

    of_kind: int
    fitting: int
    open: int
    left: int
    allowed: int
    earlier: int


class AllotmentLineLabels(Model):
    """Codes in words; `reason` says which wish is met, or why there are no stands."""

    standing: str
    reason: str


class AllotmentLineView(Model):
    """What a proposal says of an application: stands that it is to get beside those it has, or why it gets none.

    `choice` is the choice that all of them meet (0: none of them; null: none stated that the plan knows).
    """

    application: UUID
    company: str
    company_name: ShownText
    standing: Standing
    stands: tuple[UUID, ...]
    numbers: tuple[str, ...]
    choice: int | None
    neighbours: int
    extra_m2: int
    why: Why | None
    counts: StandCounts | None
    labels: AllotmentLineLabels


def allotment_view(call: Call, edition: Edition, proposal: AllotmentProposal) -> AllotmentView:
    """A proposal for the plan of this edition."""
    return AllotmentView(
        exhibition=edition.slug,
        number=proposal.number,
        state=proposal.state,
        aim=proposal.aim,
        progress=proposal.fraction,
        fault=proposal.fault,
        result=_result(call, proposal.figures) if proposal.figures else None,
        seed=proposal.seed,
        input_digest=proposal.input_digest,
        made_at=proposal.made_at,
        finished_at=proposal.finished_at,
        labels=AllotmentLabels(
            state=call.say(ALLOTMENT_STATE_NAMES[proposal.state]),
            aim=call.say(AIM_NAMES[proposal.aim]) if proposal.aim else "",
            fault=call.say(FAULT_WORDS[proposal.fault]) if proposal.fault else "",
        ),
    )


def line_view(call: Call, row: Row) -> AllotmentLineView:
    """A line beside the plan as it is now."""
    line = row.line
    reason = WHY_WORDS[line.why] if line.why else CHOICE_WORDS[line.choice]
    counts = {name: getattr(line.counts, name) for name in StandCounts.model_fields} if line.counts else None
    return AllotmentLineView(
        application=line.application_id,
        company=row.company.slug,
        company_name=ShownText.in_(call.language, row.company.name),
        standing=row.standing,
        stands=line.stand_ids,
        numbers=tuple(stand.number for stand in row.stands),
        choice=line.choice,
        neighbours=line.neighbours,
        extra_m2=line.extra_m2,
        why=line.why,
        counts=StandCounts(**counts) if counts else None,
        labels=AllotmentLineLabels(standing=call.say(STANDING_NAMES[row.standing]), reason=call.say(reason)),
    )


def _result(call: Call, figures: AllotmentFigures) -> AllotmentResult:
    return AllotmentResult(
        asked=figures.asked,
        placed=figures.placed,
        placed_in_turn=figures.placed_in_turn,
        fixed=figures.fixed,
        cut=figures.cut,
        is_proved=figures.is_proved,
        gap=figures.gap,
        aims=tuple(
            AllotmentAim(
                aim=one.aim, label=call.say(AIM_NAMES[one.aim]), value=one.value, bound=one.bound, in_turn=one.in_turn
            )
            for one in figures.aims
        ),
        seconds=figures.seconds,
    )
