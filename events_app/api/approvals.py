"""Approvals of editions: the cases within reach; recorded by who may publish, decided by the authority."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import approvals as actions
from events_app.api.bodies import patched, read_patch
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import Day, Line, Model, ShownText, Words
from events_app.api.operations import CURSOR, LIMIT, Operation, one_of
from events_app.domain.approvals import DECISION_NAMES, ApprovalCase, ApprovalDecision, needs_approval
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require, require_somewhere
from events_app.edge.paging import Cursor, page_after
from events_app.storage import approvals, exhibitions, organisations

FIELDS = ("number", "authority", "submitted_on", "decided_on", "decision", "conditions", "documents")


class ApprovalBody(Model):
    """What is recorded of the approval of an edition."""

    number: Line = Field(default="", description=N_("Number of the case; an approval must have one.").id)
    authority: Line = Field(default="", description=N_("Who decides.").id)
    submitted_on: Day | None = None
    decided_on: Day | None = Field(default=None, description=N_("Needed with every decision.").id)
    decision: ApprovalDecision = ApprovalDecision.PENDING
    conditions: Words = ""
    documents: Words = Field(default="", description=N_("Where the papers of the case are kept, in words.").id)

    @classmethod
    def of(cls, case: ApprovalCase) -> "ApprovalBody":
        """As it is recorded now."""
        return cls(**_fields(case))


class ApprovalLabels(Model):
    """Codes in words."""

    decision: str


class ApprovalView(Model):
    """The approval case of one edition; the version of none is 0.

    `is_needed`: the edition cannot open for applications before it is approved.
    """

    exhibition: str
    exhibition_name: ShownText
    number: str
    authority: str
    submitted_on: date | None
    decided_on: date | None
    decision: ApprovalDecision
    conditions: str
    documents: str
    is_needed: bool
    labels: ApprovalLabels
    version: int


@get("/approvals")
async def list_approvals(call: NamedDependency[Call]) -> Response[bytes]:
    """List approval cases within the reach of the token, by the first days of their editions."""
    by = call.by
    require_somewhere(by, Right.PUBLISH, Noun.EXHIBITION)
    form = call.query("decision", "cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    decisions = tuple(map(ApprovalDecision, chosen(form, "decision", list(ApprovalDecision)))) or (
        ApprovalDecision.PENDING,
    )
    answered(form)
    reach = None if may(by, Right.PUBLISH, Noun.EXHIBITION) else by.unit_ids
    cases = await approvals.list_cases(reach, decisions, after=cursor, limit=limit + 1)
    editions = await exhibitions.list_editions_by_id(case.edition_id for case in cases)

    def key(case: ApprovalCase) -> Cursor:
        return Cursor(editions[case.edition_id].days.first, case.edition_id)

    page = page_after(cases, limit, key, after=None)
    needed = await _needed(call, [editions[case.edition_id] for case in page.items])
    items = [_view(call, editions[case.edition_id], case, is_needed=case.edition_id in needed) for case in page.items]
    return call.page(items, after=page.next)


@get("/exhibitions/{slug:str}/approval")
async def get_approval(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show the approval case of an edition."""
    edition = await _edition(call, slug)
    return call.item(*await _item(call, edition, await _case(edition)))


@patch("/exhibitions/{slug:str}/approval")
async def change_approval(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Record a case, or decide it, by a merge patch; the first is made from version 0."""
    edition = await _edition(call, slug)
    old = await _case(edition)
    body = patched(ApprovalBody.of(old), await read_patch(call.request), ApprovalBody)
    call.version(old.version)
    case = ApprovalCase(edition_id=edition.id, version=old.version, **dict(body))
    kept = await actions.keep(slug, case, by=call.by, now=call.now)
    return call.changed(*await _item(call, edition, kept))


async def _edition(call: Call, slug: str) -> Edition:
    """The edition, whose approval the caller may record. Raises TokenMissing, NotFound or NotAllowed."""
    by = call.by
    edition = await exhibitions.get_edition(slug)
    if not edition.is_public and not may(by, Right.READ, Noun.EXHIBITION, owner=edition.unit_id):
        raise NotFound
    require(by, Right.PUBLISH, Noun.EXHIBITION, owner=edition.unit_id)
    return edition


async def _case(edition: Edition) -> ApprovalCase:
    return await approvals.find(edition.id) or ApprovalCase(edition_id=edition.id)


async def _needed(call: Call, editions: list[Edition]) -> set[UUID]:
    """Ids of those that cannot open for applications without an approval."""
    units = await organisations.list_by_id(edition.unit_id for edition in editions if edition.unit_id)
    return {
        edition.id
        for edition in editions
        if needs_approval(
            edition,
            kinds=call.settings.approval_for,
            unit_needs_it=bool(edition.unit_id and units[edition.unit_id].needs_approval),
        )
    }


async def _item(call: Call, edition: Edition, case: ApprovalCase) -> tuple[ApprovalView, int]:
    return _view(call, edition, case, is_needed=bool(await _needed(call, [edition]))), case.version


def _fields(case: ApprovalCase) -> dict[str, Any]:
    return {name: getattr(case, name) for name in FIELDS}


def _view(call: Call, edition: Edition, case: ApprovalCase, *, is_needed: bool) -> ApprovalView:
    return ApprovalView(
        **_fields(case),
        exhibition=edition.slug,
        exhibition_name=ShownText.in_(call.language, edition.name),
        is_needed=is_needed,
        labels=ApprovalLabels(decision=call.say(DECISION_NAMES[case.decision])),
        version=case.version,
    )


OPERATIONS = (
    Operation(
        handler=list_approvals,
        id="listApprovals",
        tag="exhibitions",
        summary=N_("List approval cases within the reach of the token, by the first days of their exhibitions."),
        gives=ApprovalView,
        is_page=True,
        query=(
            one_of("decision", N_("Where the case stands; without it, those that are pending."), ApprovalDecision),
            CURSOR,
            LIMIT,
        ),
        needs_token=True,
    ),
    Operation(
        handler=get_approval,
        id="getApproval",
        tag="exhibitions",
        summary=N_("Show the approval case of an exhibition."),
        gives=ApprovalView,
        needs_token=True,
    ),
    Operation(
        handler=change_approval,
        id="changeApproval",
        tag="exhibitions",
        summary=N_("Record the approval case of an exhibition by a merge patch; only the authority decides it."),
        gives=ApprovalView,
        reads=ApprovalBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"decision": "approved", "decided_on": "2026-11-20", "number": "2026/117"},
    ),
)
