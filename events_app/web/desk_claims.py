"""Claims under support schemes at the desk: the list, its workbook, one claim, decisions about it and its documents."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import claims as actions
from events_app.actions.exports import record_export
from events_app.domain.claims import (
    CLAIM_MOVE_NAMES,
    CLAIM_STATE_NAMES,
    LONGEST_WORDS,
    Claim,
    ClaimMove,
    ClaimReasonNeeded,
    ClaimState,
    GrantTooHigh,
    SupportInvoiced,
    claim_moves_of,
)
from events_app.domain.invoiced_supports import InvoicedSupport
from events_app.domain.messages import N_, P_, Message
from events_app.domain.money import Money
from events_app.domain.papers import PAPER_STATUS_NAMES, PaperStatus
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may, require
from events_app.domain.support_schemes import COST_NAMES
from events_app.domain.tables import Column, Kind, Table
from events_app.edge.claim_words import CLAIM_RINGS, PAPER_RINGS, worded
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.paging import page_after, page_before, parse_cursor
from events_app.edge.problems import problem_of
from events_app.edge.table_files import table_file
from events_app.i18n.numbers import minor_digits
from events_app.storage import claims, documents, exhibitions, invoices, organisations, support_schemes
from events_app.storage.claims import Wanted
from events_app.storage.desk_exhibitions import list_names
from events_app.web.company_claims import evidence_response, key_of
from events_app.web.desk_project_forms import money_of

PER_PAGE, COUNTED, MOST_ROWS = 30, 1_000, 10_000
FILTERS = ("state", "scheme", "order")
SHOWN = tuple(state for state in ClaimState if state is not ClaimState.DRAFT)
FIELD_OF: dict[type[Refusal], str] = {GrantTooHigh: "granted", SupportInvoiced: "granted", ClaimReasonNeeded: "reason"}
TITLE = P_("exported table", "Claims for support")
COLUMNS: tuple[tuple[Message, Kind], ...] = (
    (N_("Company"), Kind.TEXT),
    (N_("Exhibition"), Kind.TEXT),
    (N_("Support scheme"), Kind.TEXT),
    (N_("Status"), Kind.TEXT),
    (N_("Currency"), Kind.TEXT),
    (N_("Claimed"), Kind.DECIMAL),
    (N_("Granted"), Kind.DECIMAL),
    (P_("column of claims", "Submitted (UTC)"), Kind.MOMENT),
    (P_("column of claims", "Decided (UTC)"), Kind.MOMENT),
    (P_("claim", "Paid on"), Kind.DAY),
)


@get("/claims", include_in_schema=False)
async def claims_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List submitted claims."""
    require(visit.asker, Right.READ, Noun.CLAIM)
    form, wanted = _wanted(visit)
    query = visit.request.query_params
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await claims.list_claims(wanted, after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, key_of) if before else page_after(rows, PER_PAGE, key_of, after=after)
    schemes = {scheme.id: scheme for scheme in await support_schemes.list_schemes()}

    def say(message: Message) -> str:
        return str(visit.request.app.state.catalogues.translate(visit.language, message))

    return visit.page(
        "desk/claims/list.html",
        form=form,
        query={name: form.value(name) for name in FILTERS},
        found=found,
        count=await claims.count_claims(wanted, at_most=COUNTED),
        counted_up_to=COUNTED,
        companies=await organisations.list_by_id(row.company_id for row in found.items),
        editions=await list_names(row.edition_id for row in found.items),
        schemes=schemes,
        choices=[(str(key), scheme.name.shown(visit.language).text) for key, scheme in schemes.items()],
        states=[(state.value, say(CLAIM_STATE_NAMES[state])) for state in SHOWN],
        state_names=CLAIM_STATE_NAMES,
        rings=CLAIM_RINGS,
    )


@get("/claims.xlsx", include_in_schema=False)
async def workbook(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The list as a workbook, as it is filtered."""
    require(visit.asker, Right.READ, Noun.CLAIM)
    _, wanted = _wanted(visit)
    table = await _table(visit, wanted)
    title = str(visit.request.app.state.catalogues.translate(visit.language, TITLE))
    name = f"claims-{visit.today.isoformat()}.xlsx"
    answer = await table_file(table, name, title=title, language=visit.language)
    await record_export(Noun.CLAIM, count=len(table.rows), label="claims.xlsx", by=visit.asker, now=visit.now)
    return answer


@get("/claims/{claim_id:uuid}", include_in_schema=False)
async def claim_page(visit: NamedDependency[Visit], *, claim_id: FromPath[UUID]) -> Response[str]:
    """Show one claim."""
    claim = await _readable(visit, claim_id)
    return await _shown(visit, claim, Form.of({"version": claim.version}))


@post("/claims/{claim_id:uuid}", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit], *, claim_id: FromPath[UUID]) -> Response[Any]:
    """Return, approve or refuse the claim, or note its payment."""
    require(visit.asker, Right.DECIDE, Noun.CLAIM)
    claim = await _readable(visit, claim_id)
    form = await read_form(visit.request)
    move = form.choice("move", ClaimMove)
    reason = form.words("reason", most=LONGEST_WORDS)
    version = form.number("version", 1, 10**9)
    form.put("granted_currency", claim.currency)
    granted = money_of(form, "granted")
    if move is None or not form.is_good:
        return await _shown(visit, claim, form)
    try:
        await actions.decide(
            claim_id,
            move,
            granted_minor=granted.amount_minor if granted else None,
            reason=reason,
            version=version,
            by=visit.asker,
            now=visit.now,
            today=visit.today,
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        form.problems[FIELD_OF.get(type(refusal), "main")] = worded(refusal, visit.language)
        return await _shown(visit, await claims.get(claim_id), form)
    return see(f"desk/claims/{claim_id}", done="decided")


@post("/claims/{claim_id:uuid}/evidence/{evidence_id:uuid}", include_in_schema=False, status_code=200)
async def decide_evidence(
    visit: NamedDependency[Visit], *, claim_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Response[Any]:
    """Accept or reject a document."""
    require(visit.asker, Right.DECIDE, Noun.CLAIM)
    claim = await _readable(visit, claim_id)
    form = await read_form(visit.request)
    status = form.choice("status", PaperStatus)
    reason = form.words("reason", most=LONGEST_WORDS)
    form.put("version", claim.version)
    if status is None or not form.is_good:
        return await _shown(visit, claim, form)
    try:
        await actions.decide_evidence(claim_id, evidence_id, status, reason=reason, by=visit.asker, now=visit.now)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        form.problems["main"] = problem_of(refusal)
        return await _shown(visit, claim, form)
    return see(f"desk/claims/{claim_id}", done="document")


@get("/claims/{claim_id:uuid}/evidence/{evidence_id:uuid}", include_in_schema=False)
async def download(
    visit: NamedDependency[Visit], *, claim_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Response[bytes]:
    """Hand out what the company sent."""
    await _readable(visit, claim_id)
    return await evidence_response(visit, claim_id, evidence_id)


async def _readable(visit: Visit, claim_id: UUID) -> Claim:
    """A claim that was submitted once. Raises NotFound or NotAllowed."""
    require(visit.asker, Right.READ, Noun.CLAIM)
    claim = await claims.get(claim_id)
    if claim.state is ClaimState.DRAFT:
        raise NotFound
    return claim


def _wanted(visit: Visit) -> tuple[Form, Wanted]:
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in FILTERS})
    state = form.one_of("state", SHOWN, required=False)
    scheme = form.attempt("scheme", lambda: form.identity("scheme")) if form.value("scheme") else None
    is_oldest_first = form.one_of("order", ("newest", "oldest"), required=False) == "oldest"
    states = (ClaimState(state),) if state else ()
    return form, Wanted(scheme_id=scheme, states=states, is_oldest_first=is_oldest_first)


async def _shown(visit: Visit, claim: Claim, form: Form) -> Response[str]:
    scheme = await support_schemes.get(claim.scheme_id)
    drawn = await invoices.list_of_company(claim.company_id, claim.edition_id)
    return visit.page(
        "desk/claims/show.html",
        status_code=200 if form.is_good else 422,
        claim=claim,
        form=form,
        company=await organisations.get(claim.company_id),
        edition=(await exhibitions.list_editions_by_id([claim.edition_id]))[claim.edition_id],
        scheme=scheme,
        invoiced=InvoicedSupport.of(drawn, scheme, claim.currency),
        evidence=await claims.list_evidence(claim.id),
        files={each.id: each for each in await documents.list_of_object(claim.id)},
        money_of=Money,
        cost_names=COST_NAMES,
        state_names=CLAIM_STATE_NAMES,
        paper_status_names=PAPER_STATUS_NAMES,
        rings=CLAIM_RINGS,
        paper_rings=PAPER_RINGS,
        may_decide=may(visit.asker, Right.DECIDE, Noun.CLAIM),
        moves=[(move, CLAIM_MOVE_NAMES[move]) for move in reversed(claim_moves_of(claim, is_companys=False))],
    )


async def _table(visit: Visit, wanted: Wanted) -> Table:
    def say(message: Message) -> str:
        return str(visit.request.app.state.catalogues.translate(visit.language, message))

    def major(minor: int | None, currency: str) -> float | None:
        return None if minor is None else float(Decimal(minor).scaleb(-minor_digits(currency)))

    rows = await claims.list_claims(wanted, limit=MOST_ROWS)
    companies = await organisations.list_by_id(row.company_id for row in rows)
    editions = await list_names(row.edition_id for row in rows)
    schemes = {scheme.id: scheme for scheme in await support_schemes.list_schemes()}
    return Table(
        tuple(Column(say(name), kind) for name, kind in COLUMNS),
        tuple(
            (
                companies[row.company_id].name.shown(visit.language).text,
                editions[row.edition_id][1].shown(visit.language).text,
                schemes[row.scheme_id].name.shown(visit.language).text,
                say(CLAIM_STATE_NAMES[row.state]),
                row.currency,
                major(row.claimed.amount_minor, row.currency),
                major(row.granted_minor, row.currency),
                row.submitted_at,
                row.decided_at,
                row.paid_on,
            )
            for row in rows
        ),
    )


ROUTES = (claims_page, workbook, claim_page, decide, decide_evidence, download)
