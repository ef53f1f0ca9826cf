"""The one status word of a calendar entry at a given moment, for each noun that it may be said of.

Which word applies, `domain.calendar` works out. No two nouns share a word: it agrees with its noun in many languages.
"""

from collections.abc import Mapping
from enum import StrEnum

from events_app.domain.messages import P_, Message


class Standing(StrEnum):
    """Where an entry stands, as the legend of the calendar has it."""

    PROVISIONAL = "provisional"
    OPEN = "open"
    CONFIRMED = "confirmed"
    RUNNING = "running"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


EXHIBITION_STANDINGS: Mapping[Standing, Message] = {
    Standing.PROVISIONAL: P_("exhibition status", "Dates not confirmed"),
    Standing.OPEN: P_("exhibition status", "Open for applications"),
    Standing.CONFIRMED: P_("exhibition status", "Confirmed"),
    Standing.RUNNING: P_("exhibition status", "Running now"),
    Standing.HELD: P_("exhibition status", "Held"),
    Standing.POSTPONED: P_("exhibition status", "Postponed"),
    Standing.CANCELLED: P_("exhibition status", "Cancelled"),
}
SESSION_STANDINGS: Mapping[Standing, Message] = {
    Standing.PROVISIONAL: P_("session status", "Not confirmed"),
    Standing.CONFIRMED: P_("session status", "Confirmed"),
    Standing.RUNNING: P_("session status", "Today"),
    Standing.HELD: P_("session status", "Held"),
    Standing.POSTPONED: P_("session status", "Postponed"),
    Standing.CANCELLED: P_("session status", "Cancelled"),
}
DEADLINE_STANDINGS: Mapping[Standing, Message] = {
    Standing.PROVISIONAL: P_("deadline status", "Not confirmed"),
    Standing.CONFIRMED: P_("deadline status", "Confirmed"),
    Standing.RUNNING: P_("deadline status", "Today"),
    Standing.HELD: P_("deadline status", "Passed"),
    Standing.POSTPONED: P_("deadline status", "Moved"),
    Standing.CANCELLED: P_("deadline status", "No longer applies"),
}
MILESTONE_STANDINGS: Mapping[Standing, Message] = {
    Standing.PROVISIONAL: P_("milestone status", "Planned"),
    Standing.CONFIRMED: P_("milestone status", "Planned"),
    Standing.RUNNING: P_("milestone status", "Today"),
    Standing.HELD: P_("milestone status", "Date passed"),
    Standing.CANCELLED: P_("milestone status", "Called off"),
}
