"""Claims under support schemes, from both sides. Documents lie in `claim_evidence`."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import claims as actions
from events_app.api.applications import case_of, company_of
from events_app.api.bodies import Faults, patched, read_body, read_patch
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import MOST_MINOR, Line, Model, Money, Words
from events_app.api.operations import CURSOR, LIMIT, Operation, one_of
from events_app.domain.claims import (
    CLAIM_STATE_NAMES,
    Claim,
    ClaimMove,
    ClaimState,
    CostLine,
    GrantTooHigh,
    SupportInvoiced,
)
from events_app.domain.invoiced_supports import InvoicedSupport
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, require
from events_app.domain.support_schemes import CostKind
from events_app.edge.claim_words import worded
from events_app.edge.paging import Cursor, page_after
from events_app.storage import claims, exhibitions, invoices, organisations, support_schemes
from events_app.storage.claims import Wanted

SHOWN = tuple(state for state in ClaimState if state is not ClaimState.DRAFT)


class CostBody(Model):
    """What one kind of cost came to, in minor units of the claim's currency."""

    kind: CostKind
    amount_minor: int = Field(ge=1, le=MOST_MINOR)
    words: Line = ""


class ClaimBody(Model):
    """What a company writes."""

    currency: str = Field(pattern="^[A-Z]{3}$", examples=["USD"])
    costs: tuple[CostBody, ...] = ()
    remarks: Words = ""

    def write(self) -> Callable[[Claim], Claim]:
        """Put it into a claim."""
        lines = tuple(CostLine(kind=cost.kind, amount_minor=cost.amount_minor, words=cost.words) for cost in self.costs)
        return lambda claim: replace(claim, currency=self.currency, lines=lines, remarks=self.remarks)


class NewClaim(ClaimBody):
    """A claim under a scheme."""

    scheme: UUID


class ClaimAnswer(Model):
    """What a company does with its claim."""

    move: Literal["submit", "withdraw"]


class ClaimDecision(Model):
    """What an officer does with a claim."""

    move: Literal["return", "approve", "refuse", "pay"]
    granted_minor: int | None = Field(
        default=None, ge=1, le=MOST_MINOR, description=N_("Null grants all that the scheme pays.").id
    )
    reason: Words = Field(default="", description=N_("Needed to return or refuse; the company reads it.").id)


class ClaimLabels(Model):
    """Codes in words."""

    state: str


class ClaimView(ClaimBody):
    """A claim of a company for an application under a scheme."""

    id: UUID
    application: UUID
    scheme: UUID
    company: str
    exhibition: str
    state: ClaimState
    claimed: Money | None
    at_most: Money | None = Field(description=N_("What the scheme pays for these costs at most.").id)
    invoiced: Money | None = Field(
        description=N_(
            "What invoices and their drafts carry under this scheme already; null where they carry nothing."
        ).id
    )
    left: Money | None = Field(description=N_("What may be granted beside the invoices at most.").id)
    granted: Money | None
    reason: str
    submitted_at: datetime | None
    decided_at: datetime | None
    paid_on: date | None
    labels: ClaimLabels
    version: int


@get("/companies/{slug:str}/claims")
async def list_own(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List a company's claims, the one changed last first."""
    company = await company_of(call, slug, Right.READ)
    return await _page(call, Wanted(company_id=company.id), tuple(ClaimState))


@get("/companies/{slug:str}/claims/{claim_id:uuid}")
async def get_own(call: NamedDependency[Call], *, slug: FromPath[str], claim_id: FromPath[UUID]) -> Response[bytes]:
    """Show a company's claim."""
    return call.item(*await _item(call, await own_claim(call, slug, claim_id, Right.READ)))


@post("/companies/{slug:str}/applications/{application_id:uuid}/claims", status_code=201)
async def add_claim(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[bytes]:
    """Begin a claim of an application under a scheme."""
    case = await case_of(call, slug, application_id, Right.EDIT)
    body = await read_body(call.request, NewClaim)

    async def create() -> tuple[Model, int, str]:
        kept = await actions.begin(case.id, body.scheme, body.write(), by=call.by, now=call.now)
        view, version = await _item(call, kept)
        return view, version, str(kept.id)

    return await call.created(f"companies/{slug}/claims", create)


@patch("/companies/{slug:str}/claims/{claim_id:uuid}")
async def change(call: NamedDependency[Call], *, slug: FromPath[str], claim_id: FromPath[UUID]) -> Response[bytes]:
    """Change a draft or a returned claim by a merge patch."""
    old = await own_claim(call, slug, claim_id, Right.EDIT)
    body = patched(_body_of(old), await read_patch(call.request), ClaimBody)
    version = call.version(old.version) or old.version
    kept = await actions.write(claim_id, body.write(), version=version, by=call.by, now=call.now)
    return call.changed(*await _item(call, kept))


@post("/companies/{slug:str}/claims/{claim_id:uuid}/answer", status_code=200)
async def answer(call: NamedDependency[Call], *, slug: FromPath[str], claim_id: FromPath[UUID]) -> Response[bytes]:
    """Submit or withdraw a company's claim."""
    claim = await own_claim(call, slug, claim_id, Right.PUBLISH)
    body = await read_body(call.request, ClaimAnswer)
    version = call.version(claim.version) or claim.version
    move = actions.submit if body.move == "submit" else actions.withdraw
    return call.changed(*await _item(call, await move(claim_id, version=version, by=call.by, now=call.now)))


@get("/claims")
async def list_all(call: NamedDependency[Call]) -> Response[bytes]:
    """List submitted claims, the one changed last first."""
    require(call.by, Right.READ, Noun.CLAIM)
    return await _page(call, Wanted(), SHOWN)


@get("/claims/{claim_id:uuid}")
async def get_claim(call: NamedDependency[Call], *, claim_id: FromPath[UUID]) -> Response[bytes]:
    """Show a submitted claim."""
    return call.item(*await _item(call, await submitted_claim(call, claim_id)))


@post("/claims/{claim_id:uuid}/decision", status_code=200)
async def decide(call: NamedDependency[Call], *, claim_id: FromPath[UUID]) -> Response[bytes]:
    """Return, approve or refuse a claim, or note its payment; the company is told."""
    claim = await submitted_claim(call, claim_id)
    require(call.by, Right.DECIDE, Noun.CLAIM)
    body = await read_body(call.request, ClaimDecision)
    version = call.version(claim.version)
    try:
        kept = await actions.decide(
            claim_id,
            ClaimMove(body.move),
            granted_minor=body.granted_minor,
            reason=body.reason,
            version=version,
            by=call.by,
            now=call.now,
            today=call.today,
        )
    except (GrantTooHigh, SupportInvoiced) as refusal:
        faults, told = Faults(), worded(refusal, call.language)
        faults.add(("granted_minor",), told.message, **told.params)
        faults.check()
        raise
    return call.changed(*await _item(call, kept))


async def own_claim(call: Call, slug: str, claim_id: UUID, right: Right) -> Claim:
    """A claim of the company, within reach. Raises TokenMissing, NotFound or NotAllowed."""
    company = await company_of(call, slug, right)
    claim = await claims.get(claim_id)
    if claim.company_id != company.id:
        raise NotFound
    return claim


async def submitted_claim(call: Call, claim_id: UUID) -> Claim:
    """A claim that was submitted once. Raises TokenMissing, NotFound or NotAllowed."""
    require(call.by, Right.READ, Noun.CLAIM)
    claim = await claims.get(claim_id)
    if claim.state is ClaimState.DRAFT:
        raise NotFound
    return claim


async def _page(call: Call, wanted: Wanted, states: tuple[ClaimState, ...]) -> Response[bytes]:
    form = call.query("state", "cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    wanted = replace(wanted, states=tuple(map(ClaimState, chosen(form, "state", list(states)))))
    answered(form)
    rows = await claims.list_claims(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, lambda row: Cursor(row.modified_at.date(), row.id), after=None)
    return call.page(await _views(call, page.items), after=page.next)


def _body_of(claim: Claim) -> ClaimBody:
    """A claim as a company would write it."""
    costs = tuple(CostBody(kind=line.kind, amount_minor=line.amount_minor, words=line.words) for line in claim.lines)
    return ClaimBody(currency=claim.currency, costs=costs, remarks=claim.remarks)


async def _item(call: Call, claim: Claim) -> tuple[ClaimView, int]:
    (view,) = await _views(call, [claim])
    return view, claim.version


async def _views(call: Call, found: Iterable[Claim]) -> list[ClaimView]:
    rows = list(found)
    editions = await exhibitions.list_editions_by_id(row.edition_id for row in rows)
    companies = await organisations.list_by_id(row.company_id for row in rows)
    schemes = {scheme.id: scheme for scheme in await support_schemes.list_schemes()}
    drawn = await invoices.list_of_claims(rows)
    return [
        ClaimView(
            id=row.id,
            application=row.application_id,
            scheme=row.scheme_id,
            company=companies[row.company_id].slug,
            exhibition=editions[row.edition_id].slug,
            state=row.state,
            currency=row.currency,
            costs=_body_of(row).costs,
            remarks=row.remarks,
            claimed=Money.of(row.claimed),
            at_most=Money.of(row.most(schemes[row.scheme_id])),
            invoiced=Money.of(carried.amount) if carried.paid else None,
            left=Money.of(row.left(schemes[row.scheme_id], carried)),
            granted=Money.of(row.granted),
            reason=row.reason,
            submitted_at=row.submitted_at,
            decided_at=row.decided_at,
            paid_on=row.paid_on,
            labels=ClaimLabels(state=call.say(CLAIM_STATE_NAMES[row.state])),
            version=row.version,
        )
        for row in rows
        for carried in [InvoicedSupport.of(drawn[row.id], schemes[row.scheme_id], row.currency)]
    ]


STATE = N_("Where the claim stands.")
OPERATIONS = (
    Operation(
        handler=list_own,
        id="listCompanyClaims",
        tag="claims",
        summary=N_("List a company’s claims for support, the one changed last first."),
        gives=ClaimView,
        is_page=True,
        query=(one_of("state", STATE, ClaimState), CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=get_own,
        id="getCompanyClaim",
        tag="claims",
        summary=N_("Show a company’s claim for support."),
        gives=ClaimView,
        needs_token=True,
    ),
    Operation(
        handler=add_claim,
        id="addClaim",
        tag="claims",
        summary=N_("Begin a claim of an application under a support scheme."),
        gives=ClaimView,
        reads=NewClaim,
        needs_token=True,
        creates=True,
        example={
            "scheme": "0190163d-8694-739b-aea5-966c26f8ad91",
            "currency": "USD",
            "costs": [{"kind": "space", "amount_minor": 342_000}],
        },
    ),
    Operation(
        handler=change,
        id="changeClaim",
        tag="claims",
        summary=N_("Change a company’s draft or returned claim for support by a merge patch."),
        gives=ClaimView,
        reads=ClaimBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"remarks": "Stand of 18 m²."},
    ),
    Operation(
        handler=answer,
        id="answerClaim",
        tag="claims",
        summary=N_("Submit or withdraw a company’s claim for support."),
        gives=ClaimView,
        reads=ClaimAnswer,
        needs_token=True,
        is_versioned=True,
        example={"move": "submit"},
    ),
    Operation(
        handler=list_all,
        id="listClaims",
        tag="claims",
        summary=N_("List submitted claims for support, the one changed last first."),
        gives=ClaimView,
        is_page=True,
        query=(one_of("state", STATE, SHOWN), CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=get_claim,
        id="getClaim",
        tag="claims",
        summary=N_("Show a submitted claim for support."),
        gives=ClaimView,
        needs_token=True,
    ),
    Operation(
        handler=decide,
        id="decideClaim",
        tag="claims",
        summary=N_("Return, approve or refuse a claim for support, or note its payment; the company is told."),
        gives=ClaimView,
        reads=ClaimDecision,
        needs_token=True,
        is_versioned=True,
        example={"move": "approve", "granted_minor": 150_000},
    ),
)
