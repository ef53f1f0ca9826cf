"""Applications to exhibit: what a company asks for, and the moves that a case can make.

docs/applications.md draws the moves. Which places there are, and who is offered one, is the business of
`domain.admissions`; who may move what, that of `domain.rights`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue, Refusal

LONGEST_REASON: Final = 2_000
LONGEST_EXHIBITS: Final = 4_000
LONGEST_NEIGHBOURS: Final = 500
LONGEST_PREFERENCE: Final = 100
MOST_STANDS: Final = 50
LARGEST_AREA: Final = 10_000
MOST_PREFERENCES: Final = 3
MOST_SIDES: Final = 4
MOST_CO_EXHIBITORS: Final = 20


class ApplicationState(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ELIGIBLE = "eligible"
    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    STAND_OFFERED = "stand_offered"
    STAND_ACCEPTED = "stand_accepted"
    DEPOSIT_PAID = "deposit_paid"
    CONFIRMED = "confirmed"
    TOOK_PART = "took_part"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    EXPIRED = "expired"
    REJECTED = "rejected"
    NO_SHOW = "no_show"


class Move(StrEnum):
    """What can be done with a case."""

    SUBMIT = "submit"
    RETURN = "return"
    FIND_ELIGIBLE = "find_eligible"
    REJECT = "reject"
    PUT_ON_LIST = "put_on_list"
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    OFFER_STAND = "offer_stand"
    TAKE_STAND_BACK = "take_stand_back"
    ACCEPT_STAND = "accept_stand"
    ASK_OTHER_STAND = "ask_other_stand"
    DECLINE_STAND = "decline_stand"
    EXPIRE_STAND = "expire_stand"
    NOTE_DEPOSIT = "note_deposit"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"
    NOTE_PRESENCE = "note_presence"
    NOTE_ABSENCE = "note_absence"
    REPORT = "report"


class Actor(StrEnum):
    """Who acts: the company that applies, the organiser who decides, or the system itself."""

    COMPANY = "company"
    ORGANISER = "organiser"
    SYSTEM = "system"


class StandKind(StrEnum):
    """What is asked for: a stand with walls, or the floor alone."""

    SHELL_SCHEME = "shell_scheme"
    RAW_SPACE = "raw_space"


S, A = ApplicationState, Actor
PLACED: Final = frozenset({S.ACCEPTED, S.STAND_OFFERED, S.STAND_ACCEPTED, S.DEPOSIT_PAID})
"""States between the place that was accepted and its confirmation."""
TAKING_PART: Final = PLACED | {S.CONFIRMED}
"""States of who is going to take part."""


@dataclass(frozen=True, slots=True)
class MoveRule:
    """From where a move leads whither, who makes it, and whether it must say why.

    `is_apart`: it goes with something else that changes, a stand, a payment or a report, and is made together with that
    alone.
    """

    origins: frozenset[ApplicationState]
    to: ApplicationState
    actor: Actor
    needs_reason: bool = False
    is_apart: bool = False


MOVES: Mapping[Move, MoveRule] = MappingProxyType(
    {
        Move.SUBMIT: MoveRule(frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, A.COMPANY),
        Move.FIND_ELIGIBLE: MoveRule(frozenset({S.SUBMITTED}), S.ELIGIBLE, A.ORGANISER),
        Move.OFFER: MoveRule(frozenset({S.ELIGIBLE, S.WAITING}), S.OFFERED, A.ORGANISER),
        Move.PUT_ON_LIST: MoveRule(frozenset({S.ELIGIBLE}), S.WAITING, A.ORGANISER),
        Move.ACCEPT: MoveRule(frozenset({S.OFFERED}), S.ACCEPTED, A.COMPANY),
        Move.DECLINE: MoveRule(frozenset({S.OFFERED}), S.DECLINED, A.COMPANY),
        Move.EXPIRE: MoveRule(frozenset({S.OFFERED, S.RETURNED}), S.EXPIRED, A.SYSTEM),
        Move.OFFER_STAND: MoveRule(
            frozenset({S.ACCEPTED, S.DEPOSIT_PAID}), S.STAND_OFFERED, A.ORGANISER, is_apart=True
        ),
        Move.TAKE_STAND_BACK: MoveRule(
            frozenset({S.STAND_OFFERED, S.STAND_ACCEPTED}), S.ACCEPTED, A.ORGANISER, needs_reason=True, is_apart=True
        ),
        Move.ACCEPT_STAND: MoveRule(frozenset({S.STAND_OFFERED}), S.STAND_ACCEPTED, A.COMPANY, is_apart=True),
        Move.ASK_OTHER_STAND: MoveRule(
            frozenset({S.STAND_OFFERED}), S.ACCEPTED, A.COMPANY, needs_reason=True, is_apart=True
        ),
        Move.DECLINE_STAND: MoveRule(frozenset({S.STAND_OFFERED}), S.ACCEPTED, A.COMPANY, is_apart=True),
        Move.EXPIRE_STAND: MoveRule(frozenset({S.STAND_OFFERED}), S.ACCEPTED, A.SYSTEM, is_apart=True),
        Move.NOTE_DEPOSIT: MoveRule(frozenset({S.ACCEPTED, S.STAND_ACCEPTED}), S.DEPOSIT_PAID, A.SYSTEM, is_apart=True),
        Move.CONFIRM: MoveRule(frozenset({S.ACCEPTED, S.STAND_ACCEPTED, S.DEPOSIT_PAID}), S.CONFIRMED, A.ORGANISER),
        Move.NOTE_PRESENCE: MoveRule(frozenset({S.CONFIRMED}), S.TOOK_PART, A.ORGANISER),
        Move.NOTE_ABSENCE: MoveRule(frozenset({S.CONFIRMED}), S.NO_SHOW, A.ORGANISER),
        Move.REPORT: MoveRule(frozenset({S.TOOK_PART}), S.REPORTED, A.COMPANY, needs_reason=True, is_apart=True),
        Move.RETURN: MoveRule(frozenset({S.SUBMITTED}), S.RETURNED, A.ORGANISER, needs_reason=True),
        Move.REJECT: MoveRule(
            frozenset({S.SUBMITTED, S.ELIGIBLE, S.WAITING}), S.REJECTED, A.ORGANISER, needs_reason=True
        ),
        Move.WITHDRAW: MoveRule(
            frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED, S.ELIGIBLE, S.WAITING, S.CONFIRMED}) | PLACED,
            S.WITHDRAWN,
            A.COMPANY,
        ),
    }
)
HOLDING: Final = TAKING_PART | {S.OFFERED, S.TOOK_PART, S.REPORTED, S.NO_SHOW}
"""States that keep a place: nobody else can have it."""
FINAL: Final = frozenset({S.REPORTED, S.WITHDRAWN, S.DECLINED, S.EXPIRED, S.REJECTED, S.NO_SHOW})
"""States that no move leads out of."""
TERMED: Final = frozenset({S.OFFERED, S.RETURNED, S.STAND_OFFERED})
"""States in which the company has a term to answer in."""
EDITABLE: Final = frozenset({S.DRAFT, S.RETURNED})
"""States in which the company writes its application."""


class MoveImpossible(Refusal):
    """The case does not stand where this move begins."""

    message = N_("This cannot be done any more, or not yet: the application stands elsewhere.")


class ReasonNeeded(InvalidValue):
    """A move that tells the company no without saying why."""

    message = N_("Give the reason: the company reads it.")


class ReportMissing(InvalidValue):
    """A report without a word in it."""

    message = N_("Write what came of it.")


class PreferenceMissing(InvalidValue):
    """Another stand is asked for without a word on which."""

    message = N_("Write which stand or place you would rather have, and why.")


class OfferExpired(Refusal):
    """The offer was not answered in time."""

    message = N_("This offer has expired; the place goes to the next on the waiting list.")


class StandOfferExpired(Refusal):
    """The offer of a stand was not answered in time."""

    message = N_("The offer of this stand has expired. Your place stays yours.")


class NotEditable(Refusal):
    """What was submitted is not written any more."""

    message = N_("An application that was submitted is changed only after the organiser has returned it.")


class NotOverYet(Refusal):
    """Who took part is known on the first day of the edition at the earliest."""

    message = N_("This can be noted from the first day of the edition on.")


class StandsOutOfRange(InvalidValue):
    """Fewer stands than one, or more than anybody builds."""

    message = N_("Ask for one to %(most)s stands.")


class AreaOutOfRange(InvalidValue):
    """An area that no hall has."""

    message = N_("Give the net area in whole square metres, from 1 to %(most)s.")


class SidesOutOfRange(InvalidValue):
    """A stand has one to four open sides."""

    message = N_("A stand has one to four open sides.")


class TooManyNamed(InvalidValue):
    """More co-exhibitors than an application holds."""

    message = N_("Name at most %(most)s co-exhibitors.")


@dataclass(frozen=True, slots=True)
class Space:
    """Room at an exhibition: a number of stands, and their net area in whole square metres (without aisles)."""

    stands: int = 0
    area: int = 0

    def __add__(self, other: Self) -> Self:
        """Both together."""
        return type(self)(self.stands + other.stands, self.area + other.area)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a company asks for: stands and their net area together, and how they should lie.

    `preferences` are halls or places, the dearest first; `neighbours_wanted` and `neighbours_refused` name companies.
    """

    kind: StandKind = StandKind.SHELL_SCHEME
    stands: int = 1
    area: int = 9
    open_sides: int = 1
    preferences: tuple[str, ...] = ()
    neighbours_wanted: str = ""
    neighbours_refused: str = ""

    def __post_init__(self) -> None:
        """Raise StandsOutOfRange, AreaOutOfRange or SidesOutOfRange."""
        if not 1 <= self.stands <= MOST_STANDS:
            raise StandsOutOfRange(most=MOST_STANDS)
        if not 1 <= self.area <= LARGEST_AREA:
            raise AreaOutOfRange(most=LARGEST_AREA)
        if not 1 <= self.open_sides <= MOST_SIDES:
            raise SidesOutOfRange

    @property
    def space(self) -> Space:
        """The room that it takes."""
        return Space(self.stands, self.area)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One company's case for one edition.

    `number` counts the cases of the edition. `terms_version` is that of the conditions agreed to (0: none yet).
    `queued_at` is the moment since which it waits for a place; `due_at` the moment by which whoever is to act must have
    acted, where there is one: the end of an offer, or of a completion. `reason` is what the organiser told the company
    last, `report` the words of the report in force. `offer_ids` are its technology offers that it wants to show.
    """

    id: UUID
    edition_id: UUID
    company_id: UUID
    number: int = 0
    state: ApplicationState = ApplicationState.DRAFT
    wish: Wish = field(default_factory=Wish)
    sector: str = ""
    country: str = ""
    exhibits: str = ""
    offer_ids: tuple[UUID, ...] = ()
    co_exhibitors: tuple[str, ...] = ()
    remarks: str = ""
    terms_version: int = 0
    reason: str = ""
    report: str = ""
    submitted_at: datetime | None = None
    queued_at: datetime | None = None
    due_at: datetime | None = None
    created_at: datetime
    modified_at: datetime
    version: int = field(default=1, compare=False)

    def __post_init__(self) -> None:
        """Raise TooManyNamed."""
        if len(self.co_exhibitors) > MOST_CO_EXHIBITORS:
            raise TooManyNamed(most=MOST_CO_EXHIBITORS)

    @property
    def holds_place(self) -> bool:
        """Whether a place is kept for it."""
        return self.state in HOLDING

    def rewrite(self, new: Self, *, now: datetime) -> Self:
        """Take over what the company wrote. Raises NotEditable where it is not the company's to write."""
        if self.state not in EDITABLE:
            raise NotEditable
        return replace(
            self,
            wish=new.wish,
            sector=new.sector,
            exhibits=new.exhibits,
            offer_ids=new.offer_ids,
            co_exhibitors=new.co_exhibitors,
            remarks=new.remarks,
            terms_version=new.terms_version,
            modified_at=now,
        )

    def move(
        self,
        move: Move,
        *,
        reason: str = "",
        due_after: timedelta | None = None,
        first_day_began: bool = True,
        now: datetime,
    ) -> Self:
        """Make a move; gates beyond the case itself (window, room, rights) are asked before.

        `due_after`: how long whoever acts next has for it. `first_day_began`: whether the edition has begun.
        Raises MoveImpossible, ReasonNeeded, ReportMissing, PreferenceMissing, OfferExpired, StandOfferExpired or
        NotOverYet.
        """
        rule = MOVES[move]
        if self.state not in rule.origins:
            raise MoveImpossible
        told = reason.strip()[:LONGEST_REASON]
        if rule.needs_reason and not told:
            raise REASONS_MISSING.get(move, ReasonNeeded)
        if move in {Move.ACCEPT, Move.DECLINE} and self.is_overdue(now=now):
            raise OfferExpired
        if move is Move.ACCEPT_STAND and self.is_overdue(now=now):
            raise StandOfferExpired
        if move in {Move.EXPIRE, Move.EXPIRE_STAND} and not self.is_overdue(now=now):
            raise MoveImpossible
        if move in {Move.NOTE_PRESENCE, Move.NOTE_ABSENCE} and not first_day_began:
            raise NotOverYet
        return replace(
            self,
            state=rule.to,
            reason=told if rule.actor is Actor.ORGANISER else self.reason,
            report=told if move is Move.REPORT else self.report,
            submitted_at=now if move is Move.SUBMIT else self.submitted_at,
            queued_at=self.queued_at or now if rule.to is S.WAITING else self.queued_at,
            due_at=now + due_after if due_after is not None and rule.to in TERMED else None,
            modified_at=now,
        )

    def is_overdue(self, *, now: datetime) -> bool:
        """Whether the moment by which somebody had to act is over."""
        return self.due_at is not None and now > self.due_at


REASONS_MISSING: Final[Mapping[Move, type[InvalidValue]]] = MappingProxyType(
    {Move.REPORT: ReportMissing, Move.ASK_OTHER_STAND: PreferenceMissing}
)
"""What is said where a move needs words and has none, unless the organiser owes a reason."""


def moves_of(application: Application, actor: Actor) -> tuple[Move, ...]:
    """Moves that this actor can make by themselves with the case as it stands, in the order of the table."""
    return tuple(move for move in moves_by(actor) if application.state in MOVES[move].origins)


def moves_by(actor: Actor) -> tuple[Move, ...]:
    """Every move that is this actor's to make by itself, in the order of the table."""
    return tuple(move for move, rule in MOVES.items() if rule.actor is actor and not rule.is_apart)
