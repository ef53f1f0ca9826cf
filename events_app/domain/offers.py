"""Technology offers: what a company has to give, with its rights, its class in export control, and who may see it.

What the public reads is what an officer has approved: an offer keeps its working copy and, beside it, the content that
was approved last. Changing an approved offer makes a new working copy; readers see the approved one until the next
review. An approval holds for a year and is renewed.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from events_app.domain.intellectual_property import IpRight
from events_app.domain.messages import N_, P_, Message
from events_app.domain.money import Money
from events_app.domain.projects import ExportClass
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.texts import Text

TRL_LEVELS: Final = range(1, 10)
EARLIEST_USE: Final = 1900
LATEST_USE: Final = 2200
HOLDS_FOR: Final = timedelta(days=365)
RENEWABLE_BEFORE: Final = timedelta(days=60)
REMINDED_BEFORE: Final = timedelta(days=30)
MOST_OFFERS: Final = 200
LONGEST_TITLE: Final = 200
LONGEST_SUMMARY: Final = 5_000
LONGEST_NUMBER: Final = 200


class CooperationForm(StrEnum):
    """How a company would work together with a partner."""

    LICENCE = "licence"
    ASSIGNMENT = "assignment"
    KNOW_HOW = "know_how"
    EQUIPMENT = "equipment"
    CONTRACT_PROJECT = "contract_project"
    JOINT_VENTURE = "joint_venture"
    CO_PRODUCTION = "co_production"
    JOINT_RESEARCH = "joint_research"
    TECHNICAL_SERVICE = "technical_service"
    TRAINING = "training"


FORM_NAMES: dict[CooperationForm, Message] = {
    CooperationForm.LICENCE: P_("form of cooperation", "Licence"),
    CooperationForm.ASSIGNMENT: P_("form of cooperation", "Assignment of rights"),
    CooperationForm.KNOW_HOW: P_("form of cooperation", "Transfer of know-how"),
    CooperationForm.EQUIPMENT: P_("form of cooperation", "Sale of equipment"),
    CooperationForm.CONTRACT_PROJECT: P_("form of cooperation", "Contract project"),
    CooperationForm.JOINT_VENTURE: P_("form of cooperation", "Joint venture"),
    CooperationForm.CO_PRODUCTION: P_("form of cooperation", "Co-production"),
    CooperationForm.JOINT_RESEARCH: P_("form of cooperation", "Joint research and development"),
    CooperationForm.TECHNICAL_SERVICE: P_("form of cooperation", "Technical service"),
    CooperationForm.TRAINING: P_("form of cooperation", "Training"),
}


class Visibility(StrEnum):
    """Who may read an approved offer; organisers and the company always may."""

    PUBLIC = "public"
    PARTNERS = "partners"
    ORGANISERS = "organisers"


VISIBILITY_NAMES: dict[Visibility, Message] = {
    Visibility.PUBLIC: P_("who sees an offer", "Everybody"),
    Visibility.PARTNERS: P_("who sees an offer", "Partner organisations that are signed in"),
    Visibility.ORGANISERS: P_("who sees an offer", "Organisers only"),
}


class OfferState(StrEnum):
    """Where the working copy of an offer stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


OFFER_STATE_NAMES: dict[OfferState, Message] = {
    OfferState.DRAFT: P_("state of an offer", "Draft"),
    OfferState.IN_REVIEW: P_("state of an offer", "In review"),
    OfferState.RETURNED: P_("state of an offer", "Returned for changes"),
    OfferState.APPROVED: P_("state of an offer", "Approved"),
    OfferState.WITHDRAWN: P_("state of an offer", "Withdrawn"),
}


class OfferIncomplete(InvalidValue):
    """An offer is submitted with something missing; `missing_in` says what."""

    message = N_("Some of what a review needs is missing: it is named beside the fields.")


class OfferProhibited(InvalidValue):
    """An offer of technology that may not be exported."""

    message = N_("This technology is prohibited from export: it cannot be offered.")


class OfferNotReviewable(Refusal):
    """A decision about an offer that nobody submitted, or that somebody has decided on already."""

    message = N_("This offer is not in review: somebody has decided on it, or the company took it back.")


class ReturnUnexplained(InvalidValue):
    """An offer returned without words."""

    message = N_("Say what has to be changed: the company reads it.")


class OfferNotRenewable(Refusal):
    """An offer whose approval does not end soon, or that was never approved."""

    message = N_("An offer is renewed in the last 60 days of its approval, or after it.")


class PricesOdd(InvalidValue):
    """Two prices that make no range."""

    message = N_("Both prices are in one currency, and the second is not the lower one.")


class TooManyOffers(Refusal):
    """A company with more offers than it may have."""

    message = N_("A company has at most %(most)s offers here.")


def check_prices(low: Money | None, high: Money | None) -> None:
    """Raise PricesOdd unless one is not given, or both make a range."""
    if low and high and (low.currency != high.currency or low.amount_minor > high.amount_minor):
        raise PricesOdd


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an offer says. `trl` is a technology readiness level (ISO 16290); `in_use_since` a year."""

    title: Text = field(default_factory=Text.empty)
    summary: Text = field(default_factory=Text.empty)
    references: Text = field(default_factory=Text.empty)
    sectors: tuple[str, ...] = ()
    fields: tuple[int, ...] = ()
    trl: int | None = None
    in_use_since: int | None = None
    forms: tuple[CooperationForm, ...] = ()
    ip_rights: tuple[IpRight, ...] = ()
    export_class: ExportClass = ExportClass.UNCLASSIFIED
    control_number: str = ""
    licence_number: str = ""
    licence_until: date | None = None
    price_from: Money | None = None
    price_to: Money | None = None
    visibility: Visibility = Visibility.PUBLIC
    document_ids: tuple[UUID, ...] = ()
    picture_ids: tuple[UUID, ...] = ()

    def missing(self) -> tuple[str, ...]:
        """Names of what a review needs and what is not there."""
        there = {
            "title": self.title,
            "summary": self.summary,
            "sectors": self.sectors,
            "fields": self.fields,
            "trl": self.trl is not None or self.in_use_since is not None,
            "forms": self.forms,
        }
        return tuple(name for name, value in there.items() if not value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A technology offer of a company: the working copy, and what was approved last."""

    id: UUID
    slug: str
    company_id: UUID
    content: Content
    approved: Content | None = None
    state: OfferState = OfferState.DRAFT
    reason: str = ""
    approved_at: datetime | None = None
    valid_until: date | None = None
    is_illustrative: bool = False
    created_at: datetime
    modified_at: datetime
    version: int = 1

    def is_shown(self, today: date) -> bool:
        """Whether readers of its visibility see the approved content."""
        is_held = self.approved is not None and self.state is not OfferState.WITHDRAWN
        return is_held and self.valid_until is not None and today <= self.valid_until

    def has_expired(self, today: date) -> bool:
        """Whether an approval has ended."""
        return self.valid_until is not None and today > self.valid_until

    def is_renewable(self, today: date) -> bool:
        """Whether the approval may be renewed now."""
        if self.state is not OfferState.APPROVED or self.valid_until is None:
            return False
        return today >= self.valid_until - RENEWABLE_BEFORE

    def write(self, content: Content, *, now: datetime) -> Self:
        """New content in the working copy; nothing new, nothing changes. What is approved stays for readers."""
        if content == self.content and self.state is not OfferState.WITHDRAWN:
            return self
        return replace(self._taken_up(), content=content, state=OfferState.DRAFT, modified_at=now)

    def submit(self, *, now: datetime) -> Self:
        """Ask for a review. Raises OfferIncomplete or OfferProhibited."""
        if self.content.missing():
            raise OfferIncomplete
        if self.content.export_class is ExportClass.PROHIBITED:
            raise OfferProhibited
        return replace(self._taken_up(), state=OfferState.IN_REVIEW, reason="", modified_at=now)

    def approve(self, *, now: datetime, today: date) -> Self:
        """Show the working copy to its readers for a year. Raises OfferNotReviewable."""
        self._check_in_review()
        return replace(
            self,
            state=OfferState.APPROVED,
            approved=self.content,
            approved_at=now,
            valid_until=today + HOLDS_FOR,
            reason="",
            modified_at=now,
        )

    def send_back(self, reason: str, *, now: datetime) -> Self:
        """Return it to the company with words. Raises OfferNotReviewable or ReturnUnexplained."""
        self._check_in_review()
        if not reason.strip():
            raise ReturnUnexplained
        return replace(self, state=OfferState.RETURNED, reason=reason.strip(), modified_at=now)

    def withdraw(self, *, now: datetime) -> Self:
        """Show it to nobody any more."""
        return replace(self, state=OfferState.WITHDRAWN, modified_at=now)

    def renew(self, *, now: datetime, today: date) -> Self:
        """Let the approval hold for another year, from its end or from today if that was earlier.

        Raises OfferNotRenewable.
        """
        if not self.is_renewable(today) or self.valid_until is None:
            raise OfferNotRenewable
        return replace(self, valid_until=max(today, self.valid_until) + HOLDS_FOR, modified_at=now)

    def _taken_up(self) -> Self:
        """Itself; what was withdrawn comes back without its approval: readers see it after a new review only."""
        if self.state is not OfferState.WITHDRAWN:
            return self
        return replace(self, approved=None, approved_at=None, valid_until=None)

    def _check_in_review(self) -> None:
        if self.state is not OfferState.IN_REVIEW:
            raise OfferNotReviewable
