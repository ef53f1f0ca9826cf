"""Reports after an edition, of exhibitors and of units: written, sent, corrected, and their sums."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import reports as actions
from events_app.api.applications import case_of
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered
from events_app.api.fields import MOST_MINOR, CountryCode, Line, Model, Words
from events_app.api.operations import CURSOR, LIMIT, Operation
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.outcomes import Sum
from events_app.domain.refusals import NotFound
from events_app.domain.reports import (
    MOST_AMOUNTS,
    MOST_COUNTED,
    MOST_LINES,
    REPORT_STATE_NAMES,
    Amount,
    Outcome,
    OutcomeLine,
    Report,
    ReportState,
)
from events_app.domain.rights import Noun, Right, may, require
from events_app.edge.paging import Cursor, page_after
from events_app.storage import exhibitions, organisations, outcomes, reports

Count = Field(default=None, ge=0, le=MOST_COUNTED)
Minor = Field(default=0, ge=0, le=MOST_MINOR)


class AmountBody(Model):
    """What was intended and what was signed in one currency, in minor units; neither contains the other."""

    currency: str = Field(pattern="^[A-Z]{3}$", examples=["EUR"])
    intended_minor: int = Minor
    signed_minor: int = Minor


class LineBody(Model):
    """A part of the whole, by technology offer, by the partners' country or region, or both."""

    id: UUID | None = None
    offer: UUID | None = None
    country: CountryCode | None = None
    partner: Line = ""
    leads: int = Field(default=0, ge=0, le=MOST_COUNTED)
    memoranda: int = Field(default=0, ge=0, le=MOST_COUNTED)
    amount: AmountBody | None = None


class OutcomeBody(Model):
    """What a report says; null is not known, and not zero."""

    visitors: int | None = Count
    leads: int | None = Count
    memoranda: int | None = Count
    amounts: tuple[AmountBody, ...] = Field(default=(), max_length=MOST_AMOUNTS)
    satisfaction: int | None = Field(default=None, ge=1, le=5)
    ip_incidents: int | None = Count
    ip_words: Words = ""
    text: Words = ""
    lines: tuple[LineBody, ...] = Field(default=(), max_length=MOST_LINES)

    @property
    def kept(self) -> Outcome:
        """As it is kept."""
        lines = tuple(
            OutcomeLine(
                id=line.id or uuid4(),
                offer_id=line.offer,
                country=line.country or "",
                partner=line.partner,
                leads=line.leads,
                memoranda=line.memoranda,
                amount=Amount(**line.amount.model_dump()) if line.amount else None,
            )
            for line in self.lines
        )
        amounts = tuple(Amount(**amount.model_dump()) for amount in self.amounts)
        plain: dict[str, Any] = self.model_dump(exclude={"lines", "amounts"})
        return Outcome(**plain, amounts=amounts, lines=lines)


class WrittenReport(Model):
    """A draft, and whether it is sent at once."""

    outcome: OutcomeBody
    send: bool = False


class ReportLabels(Model):
    """Codes in words."""

    state: str


class ReportView(Model):
    """One version of a report; without a company it is that of the unit."""

    id: UUID
    exhibition: str
    application: UUID | None
    company: str | None
    number: int
    state: ReportState
    outcome: OutcomeBody
    sent_at: datetime | None
    modified_at: datetime
    labels: ReportLabels
    version: int


class SumView(Model):
    """What exhibitors reported on an edition together: `reported` of `asked`; amounts per currency."""

    exhibition: str
    asked: int
    reported: int
    visitors: int
    leads: int
    memoranda: int
    satisfaction: float | None
    ip_incidents: int
    amounts: tuple[AmountBody, ...]


@get("/companies/{slug:str}/applications/{application_id:uuid}/reports")
async def list_own(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[bytes]:
    """List every version of a company's report, the latest first."""
    case = await case_of(call, slug, application_id, Right.READ)
    answered(call.query())
    return call.page(await _views(await reports.list_versions(case.edition_id, case.id), call))


@post("/companies/{slug:str}/applications/{application_id:uuid}/reports", status_code=200)
async def write_own(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[bytes]:
    """Keep a company's draft, and send it where the body says so."""
    case = await case_of(call, slug, application_id, Right.EDIT)
    body = await read_body(call.request, WrittenReport)
    version = await _draft_version(case.edition_id, case.id)
    kept = await actions.write(case.id, body.outcome.kept, version=version, by=call.by, now=call.now)
    return await _kept(call, kept, is_sent=body.send)


@get("/exhibitions/{slug:str}/reports")
async def list_all(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List what exhibitors of an edition have sent, as it is in force, the latest first."""
    edition = await _readable(call, slug)
    form = call.query("cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    answered(form)
    rows = await reports.list_current(edition.id, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, lambda row: Cursor((row.sent_at or row.modified_at).date(), row.id), after=None)
    return call.page(await _views(page.items, call), after=page.next)


@get("/exhibitions/{slug:str}/outcome")
async def get_outcome(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show what exhibitors of an edition reported together."""
    edition = await _readable(call, slug)
    return call.item(_sum(edition, await outcomes.get_sum(edition.id)), 1)


@post("/exhibitions/{slug:str}/report", status_code=200)
async def write_of_unit(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Keep the unit's draft about its edition, and send it where the body says so."""
    edition = await _readable(call, slug)
    require(call.by, Right.EDIT, Noun.ADMISSION, owner=edition.unit_id)
    body = await read_body(call.request, WrittenReport)
    version = await _draft_version(edition.id, None)
    kept = await actions.write_of_unit(slug, body.outcome.kept, version=version, by=call.by, now=call.now)
    return await _kept(call, kept, is_sent=body.send)


async def _readable(call: Call, slug: str) -> Edition:
    edition = await exhibitions.get_edition(slug)
    if not may(call.by, Right.READ, Noun.ADMISSION, owner=edition.unit_id):
        raise NotFound
    return edition


async def _draft_version(edition_id: UUID, application_id: UUID | None) -> int | None:
    versions = await reports.list_versions(edition_id, application_id)
    return next((each.version for each in versions if each.state is ReportState.DRAFT), None)


async def _kept(call: Call, kept: Report, *, is_sent: bool) -> Response[bytes]:
    if is_sent:
        kept = await actions.send(kept.id, version=kept.version, by=call.by, now=call.now)
    (view,) = await _views([kept], call)
    return call.changed(view, kept.version)


async def _views(found: list[Report] | tuple[Report, ...], call: Call) -> list[ReportView]:
    editions = await exhibitions.list_editions_by_id(each.edition_id for each in found)
    companies = await organisations.list_by_id(each.company_id for each in found if each.company_id)
    return [
        ReportView(
            id=each.id,
            exhibition=editions[each.edition_id].slug,
            application=each.application_id,
            company=companies[each.company_id].slug if each.company_id else None,
            number=each.number,
            state=each.state,
            outcome=_outcome(each.outcome),
            sent_at=each.sent_at,
            modified_at=each.modified_at,
            labels=ReportLabels(state=call.say(REPORT_STATE_NAMES[each.state])),
            version=each.version,
        )
        for each in found
    ]


def _outcome(outcome: Outcome) -> OutcomeBody:
    plain = {name: getattr(outcome, name) for name in OutcomeBody.model_fields if name not in {"amounts", "lines"}}
    lines = tuple(
        LineBody(
            id=line.id,
            offer=line.offer_id,
            country=line.country or None,
            partner=line.partner,
            leads=line.leads,
            memoranda=line.memoranda,
            amount=_amount(line.amount) if line.amount else None,
        )
        for line in outcome.lines
    )
    return OutcomeBody(**plain, amounts=tuple(map(_amount, outcome.amounts)), lines=lines)


def _amount(amount: Amount) -> AmountBody:
    return AmountBody(currency=amount.currency, intended_minor=amount.intended_minor, signed_minor=amount.signed_minor)


def _sum(edition: Edition, total: Sum) -> SumView:
    return SumView(
        exhibition=edition.slug,
        asked=total.asked,
        reported=total.reported,
        visitors=total.visitors,
        leads=total.leads,
        memoranda=total.memoranda,
        satisfaction=total.satisfaction,
        ip_incidents=total.ip_incidents,
        amounts=tuple(
            AmountBody(currency=code, intended_minor=pair[0], signed_minor=pair[1])
            for code, pair in total.amounts.items()
        ),
    )


EXAMPLE = {
    "outcome": {
        "visitors": 240,
        "leads": 12,
        "memoranda": 2,
        "amounts": [{"currency": "USD", "intended_minor": 20_000_000, "signed_minor": 4_000_000}],
        "satisfaction": 4,
        "ip_incidents": 0,
        "text": "Two memoranda of understanding, one order for a trial plant.",
        "lines": [{"country": "KE", "leads": 5, "memoranda": 1}],
    },
    "send": True,
}
OPERATIONS = (
    Operation(
        handler=list_own,
        id="listCompanyReports",
        tag="reports",
        summary=N_("List every version of a company’s report on an application, the latest first."),
        gives=ReportView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=write_own,
        id="writeCompanyReport",
        tag="reports",
        summary=N_("Keep a company’s report as a draft, or send it; what was sent before stays as a version."),
        gives=ReportView,
        reads=WrittenReport,
        needs_token=True,
        example=EXAMPLE,
    ),
    Operation(
        handler=list_all,
        id="listReports",
        tag="reports",
        summary=N_("List the reports of an edition’s exhibitors that are in force, the latest first."),
        gives=ReportView,
        is_page=True,
        query=(CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=get_outcome,
        id="getOutcome",
        tag="reports",
        summary=N_("Show what exhibitors of an edition reported together, per currency, and how many of how many did."),
        gives=SumView,
        needs_token=True,
    ),
    Operation(
        handler=write_of_unit,
        id="writeUnitReport",
        tag="reports",
        summary=N_("Keep the report of an organising unit on its edition as a draft, or send it."),
        gives=ReportView,
        reads=WrittenReport,
        needs_token=True,
        example=EXAMPLE,
    ),
)
