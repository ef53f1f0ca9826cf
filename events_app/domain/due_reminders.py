"""Reminders of what is still open for a traveller: once some days before its day, and once when the day is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from events_app.domain.delegation_days import dues_of
from events_app.domain.delegations import DueKind, Member
from events_app.domain.exhibitions import EditionStatus
from events_app.domain.messages import P_, Message

REMINDED_OF = (EditionStatus.PUBLISHED, EditionStatus.POSTPONED)
"""Editions whose travellers are reminded, until their last day."""


class ReminderStep(StrEnum):
    """Which of the two reminders of a day."""

    NEAR = "near"
    OVER = "over"


STEP_NAMES: Mapping[ReminderStep, Message] = MappingProxyType(
    {
        ReminderStep.NEAR: P_("reminder of a deadline", "Before the day"),
        ReminderStep.OVER: P_("reminder of a deadline", "After the day"),
    }
)


@dataclass(frozen=True, slots=True)
class DueReminder:
    """One reminder. A deadline that moves to another day is reminded of again."""

    member_id: UUID
    kind: DueKind
    day: date
    step: ReminderStep


@dataclass(frozen=True, slots=True)
class SentReminder:
    """A reminder that went out."""

    reminder: DueReminder
    at: datetime


def reminders_due(member: Member, usual: Mapping[DueKind, date], today: date, *, days: int) -> tuple[DueReminder, ...]:
    """What a member is to be reminded of today, whether it was done before or not; `days` before each day."""
    return tuple(
        DueReminder(member.id, due.kind, due.day, ReminderStep.OVER if due.is_overdue else ReminderStep.NEAR)
        for due in dues_of(member, usual, today)
        if not due.is_done and (due.is_overdue or (due.day - today).days <= days)
    )
