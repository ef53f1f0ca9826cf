"""Letters: which mails there are, before they are worded in the receiver's language.

A letter goes into the outbox as plain values; `edge.letters` words it when it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Self
from uuid import UUID

from events_app.domain.jobs import SECRET, Job, JobKind
from events_app.domain.messages import P_, Message

SECRET_PARAMS: Final = frozenset({"token"})
"""Parameters that open a door: forgotten as soon as the letter is sent."""


class LetterKind(StrEnum):
    """What a letter is about."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a letter
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a letter
    ACCOUNT_EXISTS = "account_exists"
    EMAIL_CHANGED = "email_changed"
    ACCOUNT_LOCKED = "account_locked"
    SESSION_INVITATION = "session_invitation"
    SESSION_UPDATE = "session_update"
    SESSION_CANCEL = "session_cancel"
    EDITION_CANCELLED = "edition_cancelled"
    EDITION_POSTPONED = "edition_postponed"
    EDITION_MOVED = "edition_moved"
    REGISTRATION = "registration"
    APPLICATION_RECEIVED = "application_received"
    APPLICATION_RETURNED = "application_returned"
    APPLICATION_ELIGIBLE = "application_eligible"
    APPLICATION_REJECTED = "application_rejected"
    APPLICATION_LISTED = "application_listed"
    APPLICATION_EXPIRED = "application_expired"
    APPLICATION_WITHDRAWN = "application_withdrawn"
    PLACE_OFFERED = "place_offered"
    PLACE_ACCEPTED = "place_accepted"
    STAND_OFFERED = "stand_offered"
    STAND_EXPIRED = "stand_expired"
    PLACE_CONFIRMED = "place_confirmed"
    PAPER_REJECTED = "paper_rejected"
    CHANGE_GRANTED = "change_granted"
    CHANGE_REFUSED = "change_refused"
    OFFER_APPROVED = "offer_approved"
    OFFER_RETURNED = "offer_returned"
    OFFER_EXPIRES = "offer_expires"
    NEED_APPROVED = "need_approved"
    NEED_RETURNED = "need_returned"
    NEED_EXPIRES = "need_expires"
    COMPANY_ASKED = "company_asked"
    PARTNER_ASKED = "partner_asked"
    INTRODUCTION_DUE = "introduction_due"
    INTRODUCTION_AGREED = "introduction_agreed"
    INTRODUCTION_ENDED = "introduction_ended"
    ASKED_TO_APPLY = "asked_to_apply"
    INVOICE_ISSUED = "invoice_issued"
    PAYMENT_REMINDER = "payment_reminder"
    PAYMENT_RECEIVED = "payment_received"
    CREDIT_ISSUED = "credit_issued"
    CLAIM_RECEIVED = "claim_received"
    CLAIM_RETURNED = "claim_returned"
    CLAIM_APPROVED = "claim_approved"
    CLAIM_REFUSED = "claim_refused"
    CLAIM_PAID = "claim_paid"
    DUES_NEAR = "dues_near"
    DUES_OVER = "dues_over"


LETTER_NAMES: dict[LetterKind, Message] = {
    LetterKind.INVITATION: P_("letter", "Invitation to an organisation"),
    LetterKind.PASSWORD_RESET: P_("letter", "New password"),
    LetterKind.PASSWORD_CHANGED: P_("letter", "Password changed"),
    LetterKind.ACCOUNT_EXISTS: P_("letter", "Address given for an account"),
    LetterKind.EMAIL_CHANGED: P_("letter", "E-mail address changed"),
    LetterKind.ACCOUNT_LOCKED: P_("letter", "Failed attempts to sign in"),
    LetterKind.SESSION_INVITATION: P_("letter", "Invitation to a session"),
    LetterKind.SESSION_UPDATE: P_("letter", "Session changed"),
    LetterKind.SESSION_CANCEL: P_("letter", "Session cancelled"),
    LetterKind.EDITION_CANCELLED: P_("letter", "Edition cancelled"),
    LetterKind.EDITION_POSTPONED: P_("letter", "Edition postponed"),
    LetterKind.EDITION_MOVED: P_("letter", "Days of the edition changed"),
    LetterKind.REGISTRATION: P_("letter", "Link for registering a company"),
    LetterKind.APPLICATION_RECEIVED: P_("letter", "Application received"),
    LetterKind.APPLICATION_RETURNED: P_("letter", "Application returned for completion"),
    LetterKind.APPLICATION_ELIGIBLE: P_("letter", "Application found eligible"),
    LetterKind.APPLICATION_REJECTED: P_("letter", "Application rejected"),
    LetterKind.APPLICATION_LISTED: P_("letter", "Application on the waiting list"),
    LetterKind.APPLICATION_EXPIRED: P_("letter", "Application expired"),
    LetterKind.APPLICATION_WITHDRAWN: P_("letter", "Application withdrawn"),
    LetterKind.PLACE_OFFERED: P_("letter", "Place offered"),
    LetterKind.PLACE_ACCEPTED: P_("letter", "Place accepted"),
    LetterKind.STAND_OFFERED: P_("letter", "Stand offered"),
    LetterKind.STAND_EXPIRED: P_("letter", "Offer of a stand ended"),
    LetterKind.PLACE_CONFIRMED: P_("letter", "Place confirmed"),
    LetterKind.PAPER_REJECTED: P_("letter", "Document of an application rejected"),
    LetterKind.CHANGE_GRANTED: P_("letter", "Change to an application granted"),
    LetterKind.CHANGE_REFUSED: P_("letter", "Change to an application refused"),
    LetterKind.OFFER_APPROVED: P_("letter", "Technology offer approved"),
    LetterKind.OFFER_RETURNED: P_("letter", "Technology offer returned for changes"),
    LetterKind.OFFER_EXPIRES: P_("letter", "Approval of a technology offer ends"),
    LetterKind.NEED_APPROVED: P_("letter", "Technology need approved"),
    LetterKind.NEED_RETURNED: P_("letter", "Technology need returned for changes"),
    LetterKind.NEED_EXPIRES: P_("letter", "Approval of a technology need ends"),
    LetterKind.COMPANY_ASKED: P_("letter", "Introduction proposed to a company"),
    LetterKind.PARTNER_ASKED: P_("letter", "Introduction proposed to a partner organisation"),
    LetterKind.INTRODUCTION_DUE: P_("letter", "Answer to an introduction still wanted"),
    LetterKind.INTRODUCTION_AGREED: P_("letter", "Introduction agreed"),
    LetterKind.INTRODUCTION_ENDED: P_("letter", "Introduction ended"),
    LetterKind.ASKED_TO_APPLY: P_("letter", "Asked to apply for an edition"),
    LetterKind.INVOICE_ISSUED: P_("letter", "Invoice issued"),
    LetterKind.PAYMENT_REMINDER: P_("letter", "Reminder of a payment"),
    LetterKind.PAYMENT_RECEIVED: P_("letter", "Receipt of a payment"),
    LetterKind.CREDIT_ISSUED: P_("letter", "Credit note issued"),
    LetterKind.CLAIM_RECEIVED: P_("letter", "Claim for support received"),
    LetterKind.CLAIM_RETURNED: P_("letter", "Claim for support returned for completion"),
    LetterKind.CLAIM_APPROVED: P_("letter", "Claim for support approved"),
    LetterKind.CLAIM_REFUSED: P_("letter", "Claim for support refused"),
    LetterKind.CLAIM_PAID: P_("letter", "Support paid"),
    LetterKind.DUES_NEAR: P_("letter", "Deadlines of travellers are near"),
    LetterKind.DUES_OVER: P_("letter", "Deadlines of travellers are over"),
}
SESSION_LETTERS: Final = frozenset(
    {LetterKind.SESSION_INVITATION, LetterKind.SESSION_UPDATE, LetterKind.SESSION_CANCEL}
)
"""Letters that carry an invitation for calendar programs."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address, with the name of whose it is."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to one receiver.

    `params` is plain JSON: what the wording of this kind needs (`edge.letters` says what). `zone` is that of the
    receiver's clock; empty, it is the authority's.
    """

    kind: LetterKind
    to: Mailbox
    language: str
    zone: str = ""
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def payload(self) -> Mapping[str, Any]:
        """Return the letter as the payload of a job."""
        return {
            "letter": self.kind.value,
            "address": self.to.address,
            "name": self.to.name,
            "language": self.language,
            "zone": self.zone,
            "params": {name: value for name, value in self.params.items() if name not in SECRET_PARAMS},
            SECRET: {name: value for name, value in self.params.items() if name in SECRET_PARAMS},
        }

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        """Read back `payload`; of a letter that was sent the secrets are missing."""
        return cls(
            kind=LetterKind(payload["letter"]),
            to=Mailbox(payload["address"], payload["name"]),
            language=payload["language"],
            zone=payload["zone"],
            params={**payload["params"], **payload.get(SECRET, {})},
        )


def letter_job(letter: Letter, *, job_id: UUID, now: datetime, key: str = "") -> Job:
    """Return the job that sends a letter; with a `key` it is sent once, however often it is asked for."""
    return Job(id=job_id, kind=JobKind.SEND_MAIL, payload=letter.payload(), run_at=now, created_at=now, key=key)
