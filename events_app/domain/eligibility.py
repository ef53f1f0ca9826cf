"""Whether a company may apply to an edition, rule by rule, so that each can be shown with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from events_app.domain.admissions import (
    Admission,
    LimitReached,
    NotOpenYet,
    NotTakingApplications,
    WindowClosed,
    window_of,
)
from events_app.domain.applications import FINAL, Application
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_, Message
from events_app.domain.organisations import Organisation, OrganisationKind


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it asks, and whether the company meets it now."""

    words: Message
    is_met: bool


TAKES = N_("The edition takes applications here.")
TAKES_NONE = NotTakingApplications.message
IS_OPEN = N_("Applications are open.")
NOT_OPEN_YET = NotOpenYet.message
CLOSED = WindowClosed.message
IS_EXPORTER = N_("Your company is registered as an exporter.")
IS_NO_EXPORTER = N_("Your company is not registered as an exporter, or is closed.")
HAS_ROOM_LEFT = N_("Your company has fewer applications for this edition than it may have.")
HAS_NONE_LEFT = LimitReached.message
NAMES_COUNTRY = N_("Your company’s profile names its country or region.")
NAMES_NONE = N_("Your company’s profile does not name its country or region.")


def rules_of(
    edition: Edition, admission: Admission | None, company: Organisation, own: Iterable[Application], *, now: datetime
) -> tuple[Rule, ...]:
    """Every rule for this company and edition; it may apply where all are met."""
    try:
        window = window_of(edition, admission)
    except NotTakingApplications:
        return (Rule(TAKES_NONE, is_met=False),)
    try:
        window.check(now)
        opening = Rule(IS_OPEN, is_met=True)
    except NotOpenYet:
        opening = Rule(NOT_OPEN_YET, is_met=False)
    except WindowClosed:
        opening = Rule(CLOSED, is_met=False)
    most = admission.applications_per_company if admission else 0
    return (
        Rule(TAKES, is_met=True),
        opening,
        _rule(company.kind is OrganisationKind.EXPORTER and company.closed_at is None, IS_EXPORTER, IS_NO_EXPORTER),
        _rule(bool(company.country), NAMES_COUNTRY, NAMES_NONE),
        _rule(count_open(own) < most, HAS_ROOM_LEFT, HAS_NONE_LEFT),
    )


def _rule(is_met: bool, met: Message, unmet: Message) -> Rule:  # noqa: FBT001 - reads as the question that it answers
    return Rule(met if is_met else unmet, is_met=is_met)


def count_open(applications: Iterable[Application]) -> int:
    """How many of these cases are not over."""
    return sum(application.state not in FINAL for application in applications)
