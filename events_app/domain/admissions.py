"""Admission to an edition: its room and quotas, its window, and the rule of its waiting list.

Who is offered a place next is computed in `domain.waiting_list`.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from events_app.domain.applications import Move
from events_app.domain.exhibitions import DeadlineKind, Edition, EditionStatus, ParticipationMode
from events_app.domain.messages import N_, P_, Message
from events_app.domain.papers import WantedPaper
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.scores import Criterion
from events_app.domain.sectors import ALL_SECTORS, SECTORS
from events_app.domain.support_schemes import Costs
from events_app.domain.texts import Text

LONGEST_GRACE_MINUTES: Final = 24 * 60
LONGEST_OFFER_DAYS: Final = 90
MOST_QUOTAS: Final = 60
LONGEST_SEED: Final = 200


class Policy(StrEnum):
    """The rule by which free places go to the waiting list."""

    STRICT_ORDER = "strict_order"
    BEST_FIT = "best_fit"
    LOTTERY = "lottery"
    QUOTA_BALANCE = "quota_balance"


class Dimension(StrEnum):
    """What a quota counts by."""

    SECTOR = "sector"
    COUNTRY = "country"
    COMPANY = "company"


POLICY_NAMES: dict[Policy, Message] = {
    Policy.STRICT_ORDER: P_("waiting list", "Strict order"),
    Policy.BEST_FIT: P_("waiting list", "Best fit"),
    Policy.LOTTERY: P_("waiting list", "Lottery"),
    Policy.QUOTA_BALANCE: P_("waiting list", "Quota balance"),
}
POLICY_EXPLANATIONS: dict[Policy, Message] = {
    Policy.STRICT_ORDER: N_(
        "Free places go to whoever has waited longest. While the first needs more room than is free, "
        "nobody is preferred."
    ),
    Policy.BEST_FIT: N_("Free places go to whoever fills them best; among equals, to whoever has waited longest."),
    Policy.LOTTERY: N_(
        "The order is drawn with a published number, so that anybody can check it; who does not fit is passed over."
    ),
    Policy.QUOTA_BALANCE: N_(
        "Free places go to the sector whose quota is emptiest; within it, to whoever has waited longest."
    ),
}
DIMENSION_NAMES: dict[Dimension, Message] = {
    Dimension.SECTOR: P_("quota", "Sector"),
    Dimension.COUNTRY: P_("quota", "Country or region"),
    Dimension.COMPANY: P_("quota", "Company"),
}


class RoomMissing(InvalidValue):
    """An admission that limits neither stands nor area."""

    message = N_("Say how many stands there are, or how much net area.")


class OutOfRange(InvalidValue):
    """A number that no edition has."""

    message = N_("This must be from %(least)s to %(most)s.")


class SeedMissing(InvalidValue):
    """A lottery without the number that makes it checkable."""

    message = N_("A lottery needs the number that it is drawn with, published before anybody applies.")


class TooManyQuotas(InvalidValue):
    """More quotas than anybody can follow."""

    message = N_("Set at most %(most)s quotas.")


class QuotaTwice(InvalidValue):
    """Two quotas for one thing."""

    message = N_("There are two quotas for the same sector, country, region or company.")


class RulesAreSettled(Refusal):
    """The rule of the waiting list is what applicants relied upon."""

    message = N_(
        "Somebody waits already: the rule of the waiting list and its lottery number stay as they were published."
    )


class NoPlaceFree(Refusal):
    """An offer that would promise a place which does not exist."""

    message = N_("No place is free that fits this application.")


class NotOpenYet(Refusal):
    """Before the window."""

    message = N_("Applications are not open yet.")


class WindowClosed(Refusal):
    """After the window and its grace."""

    message = N_("Applications are closed.")


class NotTakingApplications(Refusal):
    """An edition that takes no applications here at all."""

    message = N_("This edition takes no applications here.")


class LimitReached(Refusal):
    """As many applications as one company may have for this edition."""

    message = N_("Your company has as many applications for this edition as it may have.")


class SectorNotShown(InvalidValue):
    """A sector that the edition is not about."""

    message = N_("Choose a sector of this edition.")


class TermsNotAgreed(InvalidValue):
    """Submitting without agreeing to the conditions in force."""

    message = N_("Agree to the conditions of participation, as they are now.")


class ExhibitsMissing(InvalidValue):
    """An application that does not say what will be shown."""

    message = N_("Say what your company will show.")


@dataclass(frozen=True, slots=True)
class Quota:
    """A ceiling for one sector, country or company: stands and net area (m²); None is no limit."""

    dimension: Dimension
    key: str
    stands: int | None = None
    area: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """How applications are admitted to an edition.

    `stands` and `area` (net m²) are the room there is; None is no limit, at least one is set. `per_company` limits are
    stands together and open applications. `grace_minutes` are added to the closing moment by the server, and said.
    `offer_days` is how long an offer holds, `completion_days` how long a returned application waits. `seed` is the
    published number of a lottery. `terms` are the conditions of participation; `terms_version` rises when they change.
    `papers` are documents that applicants send, `costs` what taking part is expected to cost,
    `criteria` what officers score applications by.
    """

    edition_id: UUID
    stands: int | None = None
    area: int | None = None
    quotas: tuple[Quota, ...] = ()
    stands_per_company: int | None = None
    applications_per_company: int = 1
    grace_minutes: int = 0
    offer_days: int = 14
    completion_days: int = 14
    policy: Policy = Policy.STRICT_ORDER
    seed: str = ""
    terms: Text = field(default_factory=Text.empty)
    terms_version: int = 1
    papers: tuple[WantedPaper, ...] = ()
    costs: Costs = field(default_factory=Costs)
    criteria: tuple[Criterion, ...] = ()
    version: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        """Raise RoomMissing, OutOfRange, SeedMissing, TooManyQuotas or QuotaTwice."""
        if self.stands is None and self.area is None:
            raise RoomMissing
        bounds = (
            (self.stands, 0, 10_000),
            (self.area, 0, 1_000_000),
            (self.stands_per_company, 1, 1_000),
            (self.applications_per_company, 1, 20),
            (self.grace_minutes, 0, LONGEST_GRACE_MINUTES),
            (self.offer_days, 1, LONGEST_OFFER_DAYS),
            (self.completion_days, 1, LONGEST_OFFER_DAYS),
        )
        for value, least, most in bounds:
            if value is not None and not least <= value <= most:
                raise OutOfRange(least=least, most=most)
        if self.policy is Policy.LOTTERY and not self.seed.strip():
            raise SeedMissing
        if len(self.quotas) > MOST_QUOTAS:
            raise TooManyQuotas(most=MOST_QUOTAS)
        if len({(quota.dimension, quota.key) for quota in self.quotas}) < len(self.quotas):
            raise QuotaTwice

    def term_after(self, move: Move) -> timedelta | None:
        """How long the company has to act after a move, where it has a term."""
        days = {
            Move.OFFER: self.offer_days,
            Move.OFFER_STAND: self.offer_days,
            Move.RETURN: self.completion_days,
        }.get(move)
        return None if days is None else timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Window:
    """When applications are taken: from `opens_at` to `closes_at`, both included, as told in `zone`; then the grace."""

    opens_at: datetime
    closes_at: datetime
    zone: str
    grace: timedelta = timedelta()

    def holds_at(self, now: datetime) -> bool:
        """Whether applications are taken."""
        return self.opens_at <= now <= self.closes_at + self.grace

    def check(self, now: datetime) -> None:
        """Raise NotOpenYet or WindowClosed. The clock is the server's."""
        if now < self.opens_at:
            raise NotOpenYet
        if now > self.closes_at + self.grace:
            raise WindowClosed


def window_of(edition: Edition, admission: Admission | None) -> Window:
    """The window of an edition. Raises NotTakingApplications where it has none, is cancelled or admits nobody."""
    opens, closes = (
        edition.deadline(kind) for kind in (DeadlineKind.APPLICATIONS_OPEN, DeadlineKind.APPLICATIONS_CLOSE)
    )
    is_on = edition.is_public and edition.status is not EditionStatus.CANCELLED
    if (
        admission is None
        or opens is None
        or closes is None
        or not is_on
        or edition.mode is ParticipationMode.INDEPENDENT
    ):
        raise NotTakingApplications
    return Window(opens.at, closes.at, closes.zone, timedelta(minutes=admission.grace_minutes))


def find_window(edition: Edition, admission: Admission | None) -> Window | None:
    """The window of an edition, or None where it takes no applications here."""
    try:
        return window_of(edition, admission)
    except NotTakingApplications:
        return None


def sectors_shown(edition: Edition) -> tuple[str, ...]:
    """Sectors among which applicants choose: those of the edition, or all where it shows all or names none."""
    return tuple(SECTORS) if ALL_SECTORS in edition.sectors or not edition.sectors else edition.sectors
