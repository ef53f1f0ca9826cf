"""Marks beside the words of claims and of their documents, and what the page of a case shows of its claims."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from events_app.actions.claims import may_help
from events_app.domain.applications import Application
from events_app.domain.claims import CLAIM_STATE_NAMES, CLAIMABLE, ClaimState
from events_app.domain.exhibitions import Edition
from events_app.domain.money import Money
from events_app.domain.papers import PaperStatus
from events_app.domain.refusals import Refusal
from events_app.domain.support_schemes import SchemeKind
from events_app.edge.problems import Problem, problem_of
from events_app.i18n.numbers import money
from events_app.storage import claims, companies, support_schemes

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


async def claims_beside(application: Application, edition: Edition, *, may_edit: bool) -> dict[str, Any]:
    """Claims of a case, and schemes under which the company may make one."""
    made = await claims.list_of_application(application.id)
    schemes = await support_schemes.list_schemes()
    taken = {each.scheme_id for each in made}
    may_claim = application.state in CLAIMABLE and may_edit
    profile = await companies.find(application.company_id) if may_claim else None
    open_ones = [each for each in schemes if each.kind is SchemeKind.GRANT and each.id not in taken]
    return {
        "claims": made,
        "schemes": {scheme.id: scheme for scheme in schemes},
        "claimable": [each for each in open_ones if may_claim and may_help(each, edition, profile)],
        "claim_rings": CLAIM_RINGS,
        "claim_state_names": CLAIM_STATE_NAMES,
    }


def worded(refusal: Refusal, language: str) -> Problem:
    """A refusal of a grant as a problem: amounts in the language of the reader, all else as it is."""
    found = problem_of(refusal)
    params = {
        name: money(value, language) if isinstance(value, Money) else value for name, value in found.params.items()
    }
    return Problem(found.message, params)
