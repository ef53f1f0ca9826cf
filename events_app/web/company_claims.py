"""Claims in the company's hands: begun from an application, written, proved by documents, submitted, withdrawn."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import claims as actions
from events_app.actions.files import Sent
from events_app.domain.applications import Application
from events_app.domain.claims import (
    CLAIM_EDITABLE,
    CLAIM_STATE_NAMES,
    LONGEST_WORDS,
    Claim,
    ClaimMove,
    CostLine,
    claim_moves_of,
)
from events_app.domain.documents import media_type_of
from events_app.domain.invoiced_supports import InvoicedSupport
from events_app.domain.money import Money
from events_app.domain.organisations import Organisation
from events_app.domain.papers import PAPER_STATUS_NAMES
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may
from events_app.domain.support_schemes import COST_NAMES, CostKind, SupportScheme
from events_app.edge.claim_words import CLAIM_RINGS, PAPER_RINGS
from events_app.edge.desk import Visit, see
from events_app.edge.downloads import headers_of
from events_app.edge.forms import Form, read_form
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.problems import problem_of
from events_app.i18n.numbers import minor_digits
from events_app.storage import applications, claims, documents, exhibitions, invoices, support_schemes
from events_app.storage.claims import Wanted
from events_app.storage.desk_exhibitions import list_names
from events_app.web.company import member_company
from events_app.web.company_applications import place_of
from events_app.web.desk_project_forms import money_of

PER_PAGE = 30


@get("/{slug:str}/claims", include_in_schema=False)
async def claims_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """List the company's claims."""
    company = await member_company(slug, visit.asker)
    query = visit.request.query_params
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await claims.list_claims(Wanted(company_id=company.id), after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, key_of) if before else page_after(rows, PER_PAGE, key_of, after=after)
    return visit.page(
        "company/claims.html",
        company=company,
        found=found,
        editions=await list_names(row.edition_id for row in found.items),
        schemes={scheme.id: scheme for scheme in await support_schemes.list_schemes()},
        state_names=CLAIM_STATE_NAMES,
        rings=CLAIM_RINGS,
    )


@get("/{slug:str}/applications/{application_id:uuid}/claims/{scheme_id:uuid}", include_in_schema=False)
async def new_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID], scheme_id: FromPath[UUID]
) -> Response[Any]:
    """Show the form of a new claim, or lead to the one that is there."""
    place = await place_of(visit, slug, application_id, Right.EDIT)
    made = [each for each in await claims.list_of_application(application_id) if each.scheme_id == scheme_id]
    if made:
        return see(f"company/{slug}/claims/{made[0].id}")
    scheme = await support_schemes.get(scheme_id)
    form = Form.of({"currency": scheme.cap.currency if scheme.cap else ""})
    return await _shown(visit, place.company, _case(place.application), scheme, None, form)


@post(
    "/{slug:str}/applications/{application_id:uuid}/claims/{scheme_id:uuid}", include_in_schema=False, status_code=200
)
async def begin(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID], scheme_id: FromPath[UUID]
) -> Response[Any]:
    """Keep a new claim as a draft."""
    place = await place_of(visit, slug, application_id, Right.EDIT)
    scheme = await support_schemes.get(scheme_id)
    form = await read_form(visit.request)
    write = _read(form, scheme)
    if write is not None:
        try:
            kept = await actions.begin(application_id, scheme_id, write, by=visit.asker, now=visit.now)
            return see(f"company/{slug}/claims/{kept.id}", done="saved")
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            form.problems["currency"] = problem_of(refusal)
    return await _shown(visit, place.company, _case(place.application), scheme, None, form)


@get("/{slug:str}/claims/{claim_id:uuid}", include_in_schema=False)
async def claim_page(visit: NamedDependency[Visit], *, slug: FromPath[str], claim_id: FromPath[UUID]) -> Response[str]:
    """Show a claim."""
    company, claim = await _own(visit, slug, claim_id)
    return await _claim(visit, company, claim, _filled(claim))


@post("/{slug:str}/claims/{claim_id:uuid}", include_in_schema=False, status_code=200)
async def write(visit: NamedDependency[Visit], *, slug: FromPath[str], claim_id: FromPath[UUID]) -> Response[Any]:
    """Keep what was written, and submit it where that was asked for."""
    company, claim = await _own(visit, slug, claim_id, Right.EDIT)
    form = await read_form(visit.request)
    written = _read(form, await support_schemes.get(claim.scheme_id))
    version = form.number("version", 1, 10**9)
    if written is None or version is None:
        return await _claim(visit, company, claim, form)
    try:
        kept = await actions.write(claim_id, written, version=version, by=visit.asker, now=visit.now)
        form.put("version", kept.version)
        if form.value("then") != "submit":
            return see(f"company/{slug}/claims/{claim_id}", done="saved")
        await actions.submit(claim_id, version=kept.version, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["currency"] = problem_of(refusal)
        return await _claim(visit, company, await claims.get(claim_id), form)
    return see(f"company/{slug}/claims/{claim_id}", done="submitted")


@post("/{slug:str}/claims/{claim_id:uuid}/withdraw", include_in_schema=False, status_code=200)
async def withdraw(visit: NamedDependency[Visit], *, slug: FromPath[str], claim_id: FromPath[UUID]) -> Response[Any]:
    """Take the claim back."""
    company, claim = await _own(visit, slug, claim_id, Right.EDIT)
    form = await read_form(visit.request)
    version = form.number("version", 1, 10**9) or claim.version
    try:
        await actions.withdraw(claim_id, version=version, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        shown = _filled(claim)
        shown.problems["main"] = problem_of(refusal)
        return await _claim(visit, company, claim, shown)
    return see(f"company/{slug}/claims/{claim_id}", done="withdrawn")


@post("/{slug:str}/claims/{claim_id:uuid}/evidence", include_in_schema=False, status_code=200)
async def send(visit: NamedDependency[Visit], *, slug: FromPath[str], claim_id: FromPath[UUID]) -> Response[Any]:
    """Keep a document for a kind of cost."""
    company, claim = await _own(visit, slug, claim_id, Right.EDIT)
    typed = await read_form(visit.request)
    settings = visit.settings
    cost = typed.choice("cost", CostKind)
    sent = await typed.file("file", most_bytes=settings.max_upload_bytes)
    if cost is not None and sent is not None:
        name, content = sent
        try:
            media_type = media_type_of(content, most_bytes=settings.max_upload_bytes)
            file = Sent(content=content, name=name, media_type=media_type)
            await actions.send_evidence(claim_id, cost, file, data_dir=settings.data_dir, by=visit.asker, now=visit.now)
            return see(f"company/{slug}/claims/{claim_id}", done="sent")
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            typed.problems["file"] = problem_of(refusal)
    form = _filled(claim)
    form.put("cost", typed.value("cost"))
    form.problems |= typed.problems
    return await _claim(visit, company, claim, form)


@post("/{slug:str}/claims/{claim_id:uuid}/evidence/{evidence_id:uuid}/remove", include_in_schema=False, status_code=200)
async def remove(
    visit: NamedDependency[Visit], *, slug: FromPath[str], claim_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Response[Any]:
    """Take a document back."""
    company, claim = await _own(visit, slug, claim_id, Right.EDIT)
    await read_form(visit.request)
    try:
        await actions.remove_evidence(claim_id, evidence_id, by=visit.asker, now=visit.now)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        form = _filled(claim)
        form.problems["file"] = problem_of(refusal)
        return await _claim(visit, company, claim, form)
    return see(f"company/{slug}/claims/{claim_id}", done="removed")


@get("/{slug:str}/claims/{claim_id:uuid}/evidence/{evidence_id:uuid}", include_in_schema=False)
async def download(
    visit: NamedDependency[Visit], *, slug: FromPath[str], claim_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Response[bytes]:
    """Hand out what the company sent."""
    await _own(visit, slug, claim_id)
    return await evidence_response(visit, claim_id, evidence_id)


async def evidence_response(visit: Visit, claim_id: UUID, document_id: UUID) -> Response[bytes]:
    """A document of a claim, as a download. Raises NotFound."""
    if await claims.find_evidence(claim_id, document_id) is None:
        raise NotFound
    document = await documents.get(document_id)
    content = await documents.get_file(visit.settings.data_dir, document)
    headers = {**headers_of(document), "Cache-Control": "no-store"}
    return Response(content, media_type=document.media_type, headers=headers)


def key_of(row: Claim) -> Cursor:
    """Where a claim stands in lists."""
    return Cursor(row.modified_at.date(), row.id)


def _case(application: Application | None) -> Application:
    if application is None:
        raise NotFound
    return application


async def _own(visit: Visit, slug: str, claim_id: UUID, right: Right = Right.READ) -> tuple[Organisation, Claim]:
    """A claim of this very company. Raises NotFound or NotAllowed."""
    company = await member_company(slug, visit.asker, right)
    claim = await claims.get(claim_id)
    if claim.company_id != company.id:
        raise NotFound
    return company, claim


def _filled(claim: Claim) -> Form:
    form = Form.of({"version": claim.version, "currency": claim.currency, "remarks": claim.remarks})
    for line in claim.lines:
        major = Decimal(line.amount_minor).scaleb(-minor_digits(claim.currency))
        form.put(f"amount-{line.kind}", format(major, "f"))
        form.put(f"words-{line.kind}", line.words)
    return form


def _read(form: Form, scheme: SupportScheme) -> Callable[[Claim], Claim] | None:
    """What the company wrote, to be put into its claim; None where something cannot be kept as it is."""
    currency = form.line("currency", required=True).upper()
    form.attempt("currency", lambda: Money(0, currency))
    remarks = form.words("remarks", most=LONGEST_WORDS)
    lines = []
    for kind in sorted(scheme.costs):
        name = f"amount-{kind}"
        form.put(f"{name}_currency", currency)
        amount = money_of(form, name)
        form.problems.pop(f"{name}_currency", None)
        words = form.line(f"words-{kind}")
        if amount is not None:
            minor = amount.amount_minor
            lines.append(
                form.attempt(name, lambda kind=kind, minor=minor, words=words: _line(kind, minor, words))  # type: ignore[misc]
            )
    if not form.is_good:
        return None
    found = tuple(line for line in lines if line)
    return lambda claim: replace(claim, currency=currency, lines=found, remarks=remarks)


def _line(kind: CostKind, amount_minor: int, words: str) -> CostLine:
    return CostLine(kind=kind, amount_minor=amount_minor, words=words)


async def _claim(visit: Visit, company: Organisation, claim: Claim, form: Form) -> Response[str]:
    application = await applications.get(claim.application_id)
    return await _shown(visit, company, application, await support_schemes.get(claim.scheme_id), claim, form)


async def _shown(  # noqa: PLR0917 - each by its place in the page
    visit: Visit,
    company: Organisation,
    application: Application,
    scheme: SupportScheme,
    claim: Claim | None,
    form: Form,
) -> Response[str]:
    may_edit = may(visit.asker, Right.EDIT, Noun.APPLICATION, owner=company.id)
    may_bind = may(visit.asker, Right.PUBLISH, Noun.APPLICATION, owner=company.id)
    drawn = await invoices.list_of_company(company.id, application.edition_id) if claim else ()
    return visit.page(
        "company/claim.html",
        status_code=200 if form.is_good else 422,
        company=company,
        application=application,
        edition=(await exhibitions.list_editions_by_id([application.edition_id]))[application.edition_id],
        scheme=scheme,
        claim=claim,
        invoiced=InvoicedSupport.of(drawn, scheme, claim.currency) if claim else None,
        form=form,
        costs=[(kind, COST_NAMES[kind]) for kind in CostKind if kind in scheme.costs],
        cost_names=COST_NAMES,
        money_of=Money,
        evidence=await claims.list_evidence(claim.id) if claim else (),
        files={each.id: each for each in await documents.list_of_object(claim.id)} if claim else {},
        state_names=CLAIM_STATE_NAMES,
        paper_status_names=PAPER_STATUS_NAMES,
        rings=CLAIM_RINGS,
        paper_rings=PAPER_RINGS,
        may_write=may_edit and (claim is None or claim.state in CLAIM_EDITABLE),
        may_bind=may_bind,
        may_withdraw=bool(claim) and may_bind and ClaimMove.WITHDRAW in claim_moves_of(claim, is_companys=True)
        if claim
        else False,
    )


ROUTES = (claims_page, new_page, begin, claim_page, write, withdraw, send, remove, download)
