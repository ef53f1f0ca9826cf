"""What exhibitors and units report after an edition: drafts, what was sent, and corrections as new versions.

An exhibitor reports on its case, a unit on its edition as a whole: the two are never added together. What is intended
and what is signed are kept apart, and amounts of different currencies too. docs/reports.md draws the states.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from events_app.domain.applications import ApplicationState, ReportMissing
from events_app.domain.messages import N_, P_, Message
from events_app.domain.money import Money
from events_app.domain.refusals import InvalidValue, Refusal

MOST_COUNTED: Final = 1_000_000
MOST_AMOUNTS: Final = 3
MOST_LINES: Final = 20
LONGEST_REPORT: Final = 10_000
LONGEST_PARTNER: Final = 200
MOST_MINOR: Final = 10**15
MARKS: Final = range(1, 6)
"""Marks of satisfaction: 1 is the worst, 5 the best."""
REPORTING: Final = frozenset({ApplicationState.TOOK_PART, ApplicationState.REPORTED})
"""States of cases whose companies took part, and so may report."""


class ReportState(StrEnum):
    """Where a version of a report stands: the one in force is CURRENT, earlier ones are REPLACED."""

    DRAFT = "draft"
    CURRENT = "current"
    REPLACED = "replaced"


REPORT_STATE_NAMES: dict[ReportState, Message] = {
    ReportState.DRAFT: P_("version of a report", "Draft"),
    ReportState.CURRENT: P_("version of a report", "Sent"),
    ReportState.REPLACED: P_("version of a report", "Replaced by a correction"),
}


class LinesExceed(InvalidValue):
    """Parts that are more than the whole."""

    message = N_("The lines by offer and country or region together are more than the whole: correct one of them.")


class LineEmpty(InvalidValue):
    """A line about neither an offer nor a country or region."""

    message = N_("Choose a technology offer, a country or region, or both for each line.")


class CurrencyTwice(InvalidValue):
    """Two amounts in one currency."""

    message = N_("Give each currency once.")


class FigureOdd(InvalidValue):
    """A figure that cannot be."""

    message = N_("This figure is out of range.")


class IncidentUntold(InvalidValue):
    """Incidents of intellectual property without a word about them."""

    message = N_("Say what happened to intellectual property.")


class NotReporting(Refusal):
    """A company that has not taken part, or an edition that has not begun."""

    message = N_("A report is written after taking part.")


class ReportGone(Refusal):
    """A draft that was sent meanwhile."""

    message = N_("This draft was sent already: a correction begins from what was sent.")


class NoProject(Refusal):
    """A line without a lead or memorandum, or that has led to a project already."""

    message = N_("A project is opened once, from a line with a lead or memorandum and a country or region.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What was intended and what was signed in one currency, in its minor units; neither contains the other."""

    currency: str
    intended_minor: int = 0
    signed_minor: int = 0

    def __post_init__(self) -> None:
        """Raise CurrencyUnknown or FigureOdd."""
        Money(0, self.currency)
        if not (0 <= self.intended_minor <= MOST_MINOR and 0 <= self.signed_minor <= MOST_MINOR):
            raise FigureOdd

    @property
    def intended(self) -> Money:
        """What memoranda and letters of intent say."""
        return Money(self.intended_minor, self.currency)

    @property
    def signed(self) -> Money:
        """What contracts say."""
        return Money(self.signed_minor, self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeLine:
    """A part of the whole: by technology offer, by the partners' country or region, or both.

    The id stays through corrections, so that a project that came of the line is found again.
    """

    id: UUID
    offer_id: UUID | None = None
    country: str = ""
    partner: str = ""
    leads: int = 0
    memoranda: int = 0
    amount: Amount | None = None

    def __post_init__(self) -> None:
        """Raise LineEmpty or FigureOdd."""
        if self.offer_id is None and not self.country:
            raise LineEmpty
        if not (0 <= self.leads <= MOST_COUNTED and 0 <= self.memoranda <= MOST_COUNTED):
            raise FigureOdd

    @property
    def may_lead_on(self) -> bool:
        """Whether a cooperation project can come of it."""
        return bool(self.country) and self.leads + self.memoranda > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a report says; None is not known, and not zero."""

    visitors: int | None = None
    leads: int | None = None
    memoranda: int | None = None
    amounts: tuple[Amount, ...] = ()
    satisfaction: int | None = None
    ip_incidents: int | None = None
    ip_words: str = ""
    text: str = ""
    lines: tuple[OutcomeLine, ...] = ()

    def __post_init__(self) -> None:
        """Raise FigureOdd or CurrencyTwice."""
        counts = (self.visitors, self.leads, self.memoranda, self.ip_incidents)
        if any(count is not None and not 0 <= count <= MOST_COUNTED for count in counts):
            raise FigureOdd
        if self.satisfaction is not None and self.satisfaction not in MARKS:
            raise FigureOdd
        if len({amount.currency for amount in self.amounts}) != len(self.amounts):
            raise CurrencyTwice

    def check(self) -> None:
        """What is sent has words, and parts that fit into the whole. Raises ReportMissing, IncidentUntold, LinesExceed.

        A whole that is not known bounds nothing.
        """
        if not self.text.strip():
            raise ReportMissing
        if self.ip_incidents and not self.ip_words.strip():
            raise IncidentUntold
        for name in ("leads", "memoranda"):
            whole = getattr(self, name)
            if whole is not None and sum(getattr(line, name) for line in self.lines) > whole:
                raise LinesExceed
        intended: Counter[str] = Counter()
        signed: Counter[str] = Counter()
        for line in self.lines:
            if line.amount:
                intended[line.amount.currency] += line.amount.intended_minor
                signed[line.amount.currency] += line.amount.signed_minor
        known = {amount.currency: amount for amount in self.amounts}
        for currency in intended.keys() | signed.keys():
            whole = known.get(currency, Amount(currency=currency))
            if intended[currency] > whole.intended_minor or signed[currency] > whole.signed_minor:
                raise LinesExceed


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One version of a report: of a company on its case, or (without either) of the unit on its edition.

    `number` counts the versions that were sent, from 1; a draft has the number that it will get.
    """

    id: UUID
    edition_id: UUID
    application_id: UUID | None = None
    company_id: UUID | None = None
    number: int = 1
    state: ReportState = ReportState.DRAFT
    outcome: Outcome = field(default_factory=Outcome)
    created_at: datetime
    modified_at: datetime
    sent_at: datetime | None = None
    sent_by: UUID | None = None
    version: int = field(default=1, compare=False)

    def rewrite(self, outcome: Outcome, *, now: datetime) -> Self:
        """Keep what was written so far. Raises ReportGone for what was sent."""
        if self.state is not ReportState.DRAFT:
            raise ReportGone
        return replace(self, outcome=outcome, modified_at=now)

    def send(self, *, by: UUID | None, now: datetime) -> Self:
        """Send a draft. Raises ReportGone, or what `Outcome.check` raises."""
        if self.state is not ReportState.DRAFT:
            raise ReportGone
        self.outcome.check()
        return replace(self, state=ReportState.CURRENT, sent_at=now, sent_by=by, modified_at=now)

    def replaced(self) -> Self:
        """The version as it is once a correction is sent: what it says stays."""
        return replace(self, state=ReportState.REPLACED)
