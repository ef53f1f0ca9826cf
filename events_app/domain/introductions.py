"""Introductions: an officer proposes to bring an exporter and a partner organisation together, and both are asked.

Nothing of one side is told to the other before both have said yes. A no keeps the pair out of matching until an officer
lifts it. docs/introductions.md draws the states.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from events_app.domain.messages import N_, P_, Message
from events_app.domain.offers import CooperationForm, Offer, Visibility
from events_app.domain.projects import ContractKind, PartyRole, ProjectKind
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.texts import Text

WAITS_FOR: Final = timedelta(days=30)
LATER_GIVES: Final = timedelta(days=60)
REMINDED_BEFORE: Final = timedelta(days=7)
LONGEST_WORDS: Final = 2_000
SEEN_BY_PARTNERS: Final = frozenset({Visibility.PUBLIC, Visibility.PARTNERS})


class Side(StrEnum):
    """Who answers."""

    COMPANY = "company"
    PARTNER = "partner"


SIDE_NAMES: dict[Side, Message] = {
    Side.COMPANY: P_("side of an introduction", "The company"),
    Side.PARTNER: P_("side of an introduction", "The partner organisation"),
}


class Reply(StrEnum):
    """What a side says. WAITING is nothing yet."""

    WAITING = "waiting"
    YES = "yes"
    LATER = "later"
    NO = "no"


REPLY_NAMES: dict[Reply, Message] = {
    Reply.WAITING: P_("answer to an introduction", "No answer yet"),
    Reply.YES: P_("answer to an introduction", "Yes"),
    Reply.LATER: P_("answer to an introduction", "Later"),
    Reply.NO: P_("answer to an introduction", "No"),
}
ANSWERS: Final = (Reply.YES, Reply.LATER, Reply.NO)


class IntroductionState(StrEnum):
    """Where an introduction stands. OPENED has led to a cooperation project."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    OPENED = "opened"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


STATE_NAMES: dict[IntroductionState, Message] = {
    IntroductionState.PROPOSED: P_("state of an introduction", "Waiting for answers"),
    IntroductionState.AGREED: P_("state of an introduction", "Agreed by both sides"),
    IntroductionState.OPENED: P_("state of an introduction", "Cooperation project opened"),
    IntroductionState.DECLINED: P_("state of an introduction", "Declined"),
    IntroductionState.LAPSED: P_("state of an introduction", "Not answered in time"),
    IntroductionState.WITHDRAWN: P_("state of an introduction", "Withdrawn"),
}
REVEALED: Final = frozenset({IntroductionState.AGREED, IntroductionState.OPENED})
"""States in which each side knows the other."""
HOLDING: Final = REVEALED | {IntroductionState.PROPOSED}
"""States beside which the same offer is not proposed to the same partner once more."""


class IntroductionOver(Refusal):
    """An answer, or a withdrawal, after the introduction has come to its end."""

    message = N_("This introduction does not wait for answers any more.")


class AnswerTooLate(Refusal):
    """An answer after the last day."""

    message = N_("The last day for an answer has passed.")


class AnswerForOthers(Refusal):
    """An officer, who may write needs for partner organisations, answers in their place."""

    message = N_("Only who works for the organisation answers for it.")


class NotAgreed(Refusal):
    """A project of two sides that have not both said yes, or that have one already."""

    message = N_("A project is opened once, after both sides have agreed.")


class NotDeclined(Refusal):
    """An exclusion that is not there, or is lifted already."""

    message = N_("No answer of this introduction keeps the pair out of matching.")


class LiftUnexplained(InvalidValue):
    """An exclusion lifted without words."""

    message = N_("Say why the exclusion is lifted: it stays on record.")


class AlreadyIntroduced(Refusal):
    """The same offer and the same partner organisation once more."""

    message = N_("This offer and this partner organisation are introduced already, or are being asked.")


class PairExcluded(Refusal):
    """A pair that is out of the question in matching."""

    message = N_("This pair is excluded from matching, so it is not introduced.")


class PartnerElsewhere(InvalidValue):
    """A partner organisation, or a need, of another country or region."""

    message = N_("Choose a partner organisation, and a need of it or of the authority, of this country or region.")


class WordsReveal(InvalidValue):
    """Words for both sides that name one of them."""

    message = N_("Both sides read these words before they agree: do not name “%(name)s”.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one side has said; its words are for officers alone."""

    reply: Reply = Reply.WAITING
    at: datetime | None = None
    by: UUID | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """One offer of a company and one partner organisation in `country`, and what both say.

    `words` are the officer's, for both sides; `expires_on` is the last day for answers, `is_extended` says that a
    "later" has moved it. `lifted_at`, `lifted_by` and `lift_reason` tell of an exclusion that holds no longer.
    """

    id: UUID
    offer_id: UUID
    company_id: UUID
    country: str
    partner_id: UUID
    need_id: UUID | None = None
    state: IntroductionState = IntroductionState.PROPOSED
    company_answer: Answer = field(default_factory=Answer)
    partner_answer: Answer = field(default_factory=Answer)
    words: Text = field(default_factory=Text.empty)
    proposed_by: UUID | None
    proposed_at: datetime
    reminded_at: datetime | None = None
    expires_on: date
    is_extended: bool = False
    project_slug: str | None = None
    lifted_at: datetime | None = None
    lifted_by: UUID | None = None
    lift_reason: str = ""
    version: int = 1

    @property
    def is_revealed(self) -> bool:
        """Whether each side may know the other."""
        return self.state in REVEALED

    @property
    def excludes(self) -> Side | None:
        """The side whose no keeps the pair out of matching."""
        if self.state is not IntroductionState.DECLINED or self.lifted_at is not None:
            return None
        return next((side for side in Side if self.answer_of(side).reply is Reply.NO), None)

    def answer_of(self, side: Side) -> Answer:
        """What this side has said."""
        return self.company_answer if side is Side.COMPANY else self.partner_answer

    def takes_answers(self, today: date) -> bool:
        """Whether it waits for answers."""
        return self.state is IntroductionState.PROPOSED and today <= self.expires_on

    def answer(self, side: Side, reply: Reply, *, words: str = "", by: UUID | None, now: datetime, today: date) -> Self:
        """Let a side answer, or answer anew while nothing is decided. Raises IntroductionOver or AnswerTooLate.

        The second yes agrees, any no declines; the first "later" moves the last day once.
        """
        self._check_proposed()
        if today > self.expires_on:
            raise AnswerTooLate
        given = Answer(reply=reply, at=now, by=by, words=words.strip())
        new = replace(self, company_answer=given) if side is Side.COMPANY else replace(self, partner_answer=given)
        if reply is Reply.NO:
            return replace(new, state=IntroductionState.DECLINED)
        if all(new.answer_of(each).reply is Reply.YES for each in Side):
            return replace(new, state=IntroductionState.AGREED)
        if reply is Reply.LATER and not self.is_extended:
            return replace(new, expires_on=self.expires_on + LATER_GIVES, is_extended=True)
        return new

    def withdraw(self) -> Self:
        """Take the proposal back, while nothing is decided. Raises IntroductionOver."""
        self._check_proposed()
        return replace(self, state=IntroductionState.WITHDRAWN)

    def lapse(self, today: date) -> Self:
        """End it where its last day has passed without both answers; otherwise nothing changes."""
        if self.state is not IntroductionState.PROPOSED or today <= self.expires_on:
            return self
        return replace(self, state=IntroductionState.LAPSED)

    def open_project(self, slug: str) -> Self:
        """Note the project that came of it. Raises NotAgreed."""
        if self.state is not IntroductionState.AGREED:
            raise NotAgreed
        return replace(self, state=IntroductionState.OPENED, project_slug=slug)

    def lift(self, reason: str, *, by: UUID | None, now: datetime) -> Self:
        """Let the pair be matched again. Raises NotDeclined or LiftUnexplained."""
        if self.excludes is None:
            raise NotDeclined
        if not reason.strip():
            raise LiftUnexplained
        return replace(self, lifted_at=now, lifted_by=by, lift_reason=reason.strip())

    def _check_proposed(self) -> None:
        if self.state is not IntroductionState.PROPOSED:
            raise IntroductionOver


def is_seen_by_partners(offer: Offer, today: date) -> bool:
    """Whether partner organisations read this offer, and whose it is, in the catalogue anyway."""
    return offer.is_shown(today) and offer.approved is not None and offer.approved.visibility in SEEN_BY_PARTNERS


def check_words(words: Text, names: Iterable[Text]) -> None:
    """Raise WordsReveal where words for both sides name one of them, in whatever language."""
    said = " ".join(words.wordings.values()).casefold()
    for name in names:
        for wording in name.wordings.values():
            if wording.strip() and wording.strip().casefold() in said:
                raise WordsReveal(name=wording.strip())


@dataclass(frozen=True, slots=True)
class Undertaking:
    """The kind of project and contract that a form of cooperation leads to, and what the two sides are in it."""

    kind: ProjectKind
    contract: ContractKind | None
    company: PartyRole
    partner: PartyRole


K, C, R = ProjectKind, ContractKind, PartyRole
UNDERTAKINGS: Final[Mapping[CooperationForm, Undertaking]] = MappingProxyType(
    {
        CooperationForm.LICENCE: Undertaking(K.TECHNOLOGY, C.LICENCE, R.LICENSOR, R.LICENSEE),
        CooperationForm.ASSIGNMENT: Undertaking(K.TECHNOLOGY, C.ASSIGNMENT, R.LICENSOR, R.LICENSEE),
        CooperationForm.KNOW_HOW: Undertaking(K.TECHNOLOGY, C.KNOW_HOW, R.LICENSOR, R.LICENSEE),
        CooperationForm.EQUIPMENT: Undertaking(K.CONTRACTING, None, R.SUPPLIER, R.CLIENT),
        CooperationForm.CONTRACT_PROJECT: Undertaking(K.CONTRACTING, None, R.CONTRACTOR, R.CLIENT),
        CooperationForm.JOINT_VENTURE: Undertaking(K.TECHNOLOGY, None, R.SPONSOR, R.SPONSOR),
        CooperationForm.CO_PRODUCTION: Undertaking(K.TECHNOLOGY, C.CO_PRODUCTION, R.SUPPLIER, R.CLIENT),
        CooperationForm.JOINT_RESEARCH: Undertaking(
            K.RESEARCH, C.JOINT_RESEARCH, R.RESEARCH_PARTNER, R.RESEARCH_PARTNER
        ),
        CooperationForm.TECHNICAL_SERVICE: Undertaking(K.TECHNOLOGY, C.TECHNICAL_SERVICE, R.SUPPLIER, R.CLIENT),
        CooperationForm.TRAINING: Undertaking(K.TRAINING, C.TRAINING, R.SUPPLIER, R.CLIENT),
    }
)


def undertaking_of(offered: tuple[CooperationForm, ...], sought: tuple[CooperationForm, ...]) -> Undertaking:
    """What two sides begin with: the first form offered that is sought too, or else the first offered."""
    form = next((each for each in offered if each in sought), next(iter(offered), CooperationForm.EQUIPMENT))
    return UNDERTAKINGS[form]
