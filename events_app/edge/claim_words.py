"""Marks beside the words of claims and of their documents."""

from collections.abc import Mapping
from types import MappingProxyType

from events_app.domain.claims import ClaimState
from events_app.domain.papers import PaperStatus

CLAIM_RINGS: Mapping[ClaimState, str] = MappingProxyType(
    {
        ClaimState.DRAFT: "draft",
        ClaimState.SUBMITTED: "open",
        ClaimState.RETURNED: "draft",
        ClaimState.APPROVED: "confirmed",
        ClaimState.REFUSED: "cancelled",
        ClaimState.PAID: "confirmed",
        ClaimState.WITHDRAWN: "cancelled",
    }
)
PAPER_RINGS: Mapping[PaperStatus, str] = MappingProxyType(
    {
        PaperStatus.MISSING: "draft",
        PaperStatus.RECEIVED: "open",
        PaperStatus.ACCEPTED: "confirmed",
        PaperStatus.REJECTED: "cancelled",
    }
)
