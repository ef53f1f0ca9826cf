"""Partner needs: what a country, or an organisation in it, seeks, who may read it, and until when it is wanted.

Reviewed as technology offers are: readers see the content that an officer approved last. An approval holds for a year,
and never longer than the partner wants it. What the authority wrote down itself belongs to no organisation.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from events_app.domain.messages import N_, P_, Message
from events_app.domain.money import Money
from events_app.domain.offers import HOLDS_FOR, RENEWABLE_BEFORE, CooperationForm
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.texts import Text

MOST_NEEDS: Final = 200


class Visibility(StrEnum):
    """Who may read an approved need; organisers and the partner always may."""

    PUBLIC = "public"
    EXPORTERS = "exporters"
    ORGANISERS = "organisers"


VISIBILITY_NAMES: dict[Visibility, Message] = {
    Visibility.PUBLIC: P_("who sees a need", "Everybody"),
    Visibility.EXPORTERS: P_("who sees a need", "Exporters that are signed in"),
    Visibility.ORGANISERS: P_("who sees a need", "Organisers only"),
}


class NeedState(StrEnum):
    """Where the working copy of a need stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


NEED_STATE_NAMES: dict[NeedState, Message] = {
    NeedState.DRAFT: P_("state of a need", "Draft"),
    NeedState.IN_REVIEW: P_("state of a need", "In review"),
    NeedState.RETURNED: P_("state of a need", "Returned for changes"),
    NeedState.APPROVED: P_("state of a need", "Approved"),
    NeedState.WITHDRAWN: P_("state of a need", "Withdrawn"),
}


class NeedIncomplete(InvalidValue):
    """A need is submitted with something missing; `missing` says what."""

    message = N_("Some of what a review needs is missing: it is named beside the fields.")


class BudgetOdd(InvalidValue):
    """A budget of two currencies, or one that ends below its beginning."""

    message = N_("Both amounts are in one currency, and the second is not the lower one.")


class NeedOver(InvalidValue):
    """A need whose last day has passed."""

    message = N_("The last day of this need has passed: give a later one.")


class NeedNotReviewable(Refusal):
    """A decision about a need that nobody submitted, or that somebody has decided on already."""

    message = N_("This need is not in review: somebody has decided on it, or the partner took it back.")


class NeedReturnUnexplained(InvalidValue):
    """A need returned without words."""

    message = N_("Say what has to be changed: the partner reads it.")


class NeedNotRenewable(Refusal):
    """A need whose approval does not end soon, that was never approved, or that is not wanted any longer."""

    message = N_("A need is renewed in the last 60 days of its approval, or after it, and not beyond its last day.")


class TooManyNeeds(Refusal):
    """A partner organisation with more needs than it may have."""

    message = N_("A partner organisation has at most %(most)s needs here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedContent:
    """What a need says. `trl_from` is the least readiness level wanted (1–9, ISO 16290); `fields` are WIPO's.

    `languages` are those in which the partner can work. Raises BudgetOdd.
    """

    country: str = ""
    title: Text = field(default_factory=Text.empty)
    summary: Text = field(default_factory=Text.empty)
    sectors: tuple[str, ...] = ()
    fields: tuple[int, ...] = ()
    forms: tuple[CooperationForm, ...] = ()
    trl_from: int | None = None
    budget_from: Money | None = None
    budget_to: Money | None = None
    languages: tuple[str, ...] = ()
    visibility: Visibility = Visibility.PUBLIC

    def __post_init__(self) -> None:
        """Check the budget."""
        low, high = self.budget_from, self.budget_to
        if low and high and (low.currency != high.currency or low.amount_minor > high.amount_minor):
            raise BudgetOdd

    def missing(self) -> tuple[str, ...]:
        """Names of what a review needs and what is not there."""
        needed = ("country", "title", "summary", "sectors", "forms")
        return tuple(name for name in needed if not getattr(self, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A need of a partner organisation, or of a country: the working copy, and what was approved last.

    `wanted_until` is the partner's own last day: no approval holds beyond it.
    """

    id: UUID
    slug: str
    organisation_id: UUID | None
    content: NeedContent
    approved: NeedContent | None = None
    state: NeedState = NeedState.DRAFT
    reason: str = ""
    approved_at: datetime | None = None
    valid_until: date | None = None
    wanted_until: date | None = None
    is_illustrative: bool = False
    created_at: datetime
    modified_at: datetime
    version: int = 1

    def missing(self) -> tuple[str, ...]:
        """Names of what a review of the working copy needs and what is not there."""
        return self.content.missing()

    def is_shown(self, today: date) -> bool:
        """Whether readers of its visibility see the approved content."""
        return self.approved is not None and self.valid_until is not None and today <= self.valid_until

    def has_expired(self, today: date) -> bool:
        """Whether an approval has ended."""
        return self.valid_until is not None and today > self.valid_until

    def is_renewable(self, today: date) -> bool:
        """Whether renewing the approval now would let it hold longer."""
        if self.state is not NeedState.APPROVED or self.valid_until is None:
            return False
        is_soon = today >= self.valid_until - RENEWABLE_BEFORE
        return is_soon and self._holding_until(max(today, self.valid_until)) > max(today, self.valid_until)

    def write(self, content: NeedContent, *, now: datetime) -> Self:
        """New content in the working copy; nothing new, nothing changes. What is approved stays for readers."""
        if content == self.content and self.state is not NeedState.WITHDRAWN:
            return self
        return replace(self, content=content, state=NeedState.DRAFT, modified_at=now)

    def want_until(self, last_day: date | None, *, now: datetime) -> Self:
        """The partner's own last day, without a review: an earlier one ends an approval, a later one lets it renew."""
        if last_day == self.wanted_until:
            return self
        found = replace(self, wanted_until=last_day, modified_at=now)
        if last_day is None or self.valid_until is None:
            return found
        return replace(found, valid_until=min(self.valid_until, last_day))

    def submit(self, *, now: datetime) -> Self:
        """Ask for a review. Raises NeedIncomplete."""
        if self.missing():
            raise NeedIncomplete
        return replace(self, state=NeedState.IN_REVIEW, reason="", modified_at=now)

    def approve(self, *, now: datetime, today: date) -> Self:
        """Show the working copy to its readers, for a year at most. Raises NeedNotReviewable or NeedOver."""
        self._check_in_review()
        if self.wanted_until is not None and self.wanted_until < today:
            raise NeedOver
        return replace(
            self,
            state=NeedState.APPROVED,
            approved=self.content,
            approved_at=now,
            valid_until=self._holding_until(today),
            reason="",
            modified_at=now,
        )

    def send_back(self, reason: str, *, now: datetime) -> Self:
        """Return it to the partner with words. Raises NeedNotReviewable or NeedReturnUnexplained."""
        self._check_in_review()
        if not reason.strip():
            raise NeedReturnUnexplained
        return replace(self, state=NeedState.RETURNED, reason=reason.strip(), modified_at=now)

    def withdraw(self, *, now: datetime) -> Self:
        """Show it to nobody any more: what was approved is forgotten, so that it comes back only by a new review."""
        gone = replace(self, approved=None, approved_at=None, valid_until=None)
        return replace(gone, state=NeedState.WITHDRAWN, modified_at=now)

    def renew(self, *, now: datetime, today: date) -> Self:
        """Let the approval hold for another year at most, from its end or from today if that was earlier.

        Raises NeedNotRenewable.
        """
        if not self.is_renewable(today) or self.valid_until is None:
            raise NeedNotRenewable
        return replace(self, valid_until=self._holding_until(max(today, self.valid_until)), modified_at=now)

    def _holding_until(self, begin: date) -> date:
        """The end of an approval that holds from a day."""
        return min(begin + HOLDS_FOR, self.wanted_until or date.max)

    def _check_in_review(self) -> None:
        if self.state is not NeedState.IN_REVIEW:
            raise NeedNotReviewable
