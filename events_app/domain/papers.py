"""Documents that an edition wants of its applicants, each with a status of its own."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from events_app.domain.applications import FINAL, Application, ApplicationState
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.texts import Text

MOST_PAPERS: Final = 12
LONGEST_PAPER_NAME: Final = 200
LONGEST_PAPER_REASON: Final = 2_000


class PaperStatus(StrEnum):
    """Where one document stands."""

    MISSING = "missing"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


PAPER_STATUS_NAMES: dict[PaperStatus, Message] = {
    PaperStatus.MISSING: P_("status of a document", "Missing"),
    PaperStatus.RECEIVED: P_("status of a document", "Received"),
    PaperStatus.ACCEPTED: P_("status of a document", "Accepted"),
    PaperStatus.REJECTED: P_("status of a document", "Rejected"),
}


class PaperUnexplained(InvalidValue):
    """A document rejected without words."""

    message = N_("Say why the document is rejected: the company reads it.")


class PaperNotThere(Refusal):
    """A decision about a document that was not sent, or that was replaced meanwhile."""

    message = N_("This document was not sent, or another one was sent meanwhile: look again.")


class CaseOver(Refusal):
    """Nothing is sent for a case that has ended."""

    message = N_("This application has ended.")


@dataclass(frozen=True, slots=True)
class WantedPaper:
    """A document that an edition wants; `key` stays when its name changes."""

    key: str
    name: Text
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a company sent for one of them; a later file takes the place of an earlier one."""

    application_id: UUID
    key: str
    document_id: UUID
    status: PaperStatus = PaperStatus.RECEIVED
    reason: str = ""
    received_at: datetime
    decided_at: datetime | None = None

    def decide(self, status: PaperStatus, *, document_id: UUID, reason: str, now: datetime) -> Self:
        """Accept or reject it. Raises PaperNotThere where it is another file, or PaperUnexplained."""
        if document_id != self.document_id:
            raise PaperNotThere
        if status is PaperStatus.REJECTED and not reason.strip():
            raise PaperUnexplained
        return replace(self, status=status, reason=reason.strip(), decided_at=now)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One wanted document with what there is of it."""

    wanted: WantedPaper
    paper: Paper | None

    @property
    def status(self) -> PaperStatus:
        """Missing, or what the paper says."""
        return self.paper.status if self.paper else PaperStatus.MISSING

    @property
    def is_open(self) -> bool:
        """Whether the company has to send something."""
        return self.wanted.is_required and self.status in {PaperStatus.MISSING, PaperStatus.REJECTED}


def lines_of(wanted: tuple[WantedPaper, ...], papers: tuple[Paper, ...]) -> tuple[PaperLine, ...]:
    """Every wanted document in the order of the edition."""
    known = {paper.key: paper for paper in papers}
    return tuple(PaperLine(each, known.get(each.key)) for each in wanted)


def check_sendable(application: Application) -> None:
    """Raise CaseOver where nothing is sent any more."""
    if application.state in FINAL and application.state is not ApplicationState.REPORTED:
        raise CaseOver
