"""Proposals of matching programmes at the desk: how far they are, what they propose, compared, accepted, taken away."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import proposals as actions
from events_app.actions.exports import record_export
from events_app.domain.messages import P_
from events_app.domain.organisations import Organisation
from events_app.domain.programmes import Programme, ProgrammeState
from events_app.domain.proposal_results import PairKey, ProposedPair, Result, Unserved, compare
from events_app.domain.proposals import NotProposed, Proposal
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may, require, require_somewhere
from events_app.domain.tables import Column, Kind, Table
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.programme_words import WORDS
from events_app.edge.table_files import MEDIA_TYPES, table_file
from events_app.i18n.sorting import sort_key
from events_app.reference import countries
from events_app.storage import offers, organisations, programmes, proposals
from events_app.web.desk_programmes import BASE, told

PER_PAGE: Final = 100
MOST_COMPARED: Final = 200
DEEDS: Final = ("stop", "all", "some")
TABLE_NAME = P_("exported table", "Proposed pairs")
COLUMNS: Final = (
    Column("company"),
    Column("company_name"),
    Column("country"),
    Column("country_name"),
    Column("offer"),
    Column("score", Kind.DECIMAL),
    Column("size"),
    Column("forced"),
    Column("accepted"),
)


class View(StrEnum):
    """How the result is shown."""

    COUNTRY = "country"
    COMPANY = "company"
    UNSERVED = "unserved"


@get("/programmes/{slug:str}/proposals/{number:int}", include_in_schema=False)
async def proposal_page(visit: NamedDependency[Visit], *, slug: FromPath[str], number: FromPath[int]) -> Response[str]:
    """Show how far a proposal is, or what it proposes."""
    programme, proposal = await _found(visit, slug, number)
    return await _shown(visit, programme, proposal, Form())


@post("/programmes/{slug:str}/proposals/{number:int}", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit], *, slug: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """Stop the computation, or accept all or some of the pairs."""
    require(visit.asker, Right.EDIT, Noun.PROGRAMME)
    programme, proposal = await _found(visit, slug, number)
    form = await read_form(visit.request)
    deed = form.one_of("deed", DEEDS)
    if not form.is_good:
        return await _shown(visit, programme, proposal, form)
    try:
        if deed == "stop":
            await actions.stop(slug, number, by=visit.asker, now=visit.now)
        else:
            chosen = None if deed == "all" else [_key(value) for value in form.list("pair")]
            await actions.accept(slug, number, chosen, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["pair"] = told(refusal, visit)
        return await _shown(visit, *(await _found(visit, slug, number)), form)
    return see(f"{BASE}/{slug}/proposals/{number}", done=deed, **_place(visit))


@get("/programmes/{slug:str}/proposals/{number:int}/{file:str}", include_in_schema=False)
async def export(
    visit: NamedDependency[Visit], *, slug: FromPath[str], number: FromPath[int], file: FromPath[str]
) -> Response[bytes]:
    """The pairs as a file, `pairs.csv` or `pairs.xlsx`."""
    programme, proposal = await _found(visit, slug, number)
    name, _, kind = file.partition(".")
    if name != "pairs" or kind not in MEDIA_TYPES or proposal.result is None:
        raise NotFound
    table = await _table(visit, programme, proposal.result)
    words = str(visit.request.app.state.catalogues.translate(visit.language, TABLE_NAME))
    label = f"{slug}/{number}/{file}"
    answer = await table_file(table, f"{slug}-{number}.{kind}", title=words, language=visit.language)
    await record_export(Noun.PROGRAMME, count=len(table.rows), label=label, by=visit.asker, now=visit.now)
    return answer


@get("/programmes/{slug:str}/compare", include_in_schema=False)
async def compare_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Compare two proposals; without a choice the two newest that have a result."""
    require_somewhere(visit.asker, Right.READ, Noun.PROGRAMME)
    programme = await programmes.get(slug)
    every = [each for each in await proposals.list_proposals(programme.id) if not each.is_under_way]
    done = [each for each in every if each.finished_at and not each.fault and each.fraction == 1]
    form = Form({name: visit.request.query_params.getall(name, []) for name in ("one", "other")})
    numbers = [str(each.number) for each in done]
    for name, place in (("one", 1), ("other", 0)):
        if form.value(name) not in numbers and len(done) > place:
            form.put(name, done[place].number)
    pair = [await proposals.get(programme.id, int(form.value(name))) for name in ("one", "other")] if done[1:] else []
    one, other = (each.result for each in pair) if pair else (None, None)
    found = compare(one, other) if one and other else None
    shown = [each for pairs in (found.only_one, found.only_other) for each in pairs[:MOST_COMPARED]] if found else []
    named = {each.company_id for each in shown}
    if found:
        named |= {each.company_id for each, _ in found.rescored[:MOST_COMPARED]}
        named |= {*found.unserved_in_one[:MOST_COMPARED], *found.unserved_in_other[:MOST_COMPARED]}
    return visit.page(
        "desk/programmes/compare.html",
        programme=programme,
        form=form,
        done=done,
        pair=pair,
        one=one,
        other=other,
        found=found,
        most=MOST_COMPARED,
        companies=await organisations.list_by_id(named),
        **WORDS,
    )


async def _found(visit: Visit, slug: str, number: int) -> tuple[Programme, Proposal]:
    require_somewhere(visit.asker, Right.READ, Noun.PROGRAMME)
    programme = await programmes.get(slug)
    return programme, await proposals.get(programme.id, number)


def _key(value: str) -> PairKey:
    """The pair behind a tick, as the page wrote it. Raises NotProposed."""
    company, _, code = value.partition(":")
    try:
        return PairKey(UUID(company), code)
    except ValueError:
        raise NotProposed from None


def _place(visit: Visit) -> dict[str, str]:
    """Which part of the result was looked at."""
    query = visit.request.query_params
    return {name: str(query.get(name) or "") for name in ("view", "page")}


async def _shown(visit: Visit, programme: Programme, proposal: Proposal, form: Form) -> Response[str]:
    result = proposal.result
    companies = await _companies(result) if result else {}
    view = Form({"view": [visit.request.query_params.get("view", "")]}).choice("view", View, required=False)
    view = view or View.COUNTRY
    rows = _ordered(visit, result, view, companies) if result else ()
    pages = max(1, -(-len(rows) // PER_PAGE))
    number = min(_page_number(visit), pages)
    shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    led = await offers.list_by_id({each.offer_id for each in shown if isinstance(each, ProposedPair) and each.offer_id})
    is_open = programme.state is ProgrammeState.OPEN
    named = [one.company_id for one in (*proposal.unreached, *proposal.in_the_way) if one.company_id]
    return visit.page(
        "desk/programmes/proposal.html",
        status_code=200 if form.is_good else 422,
        programme=programme,
        proposal=proposal,
        result=result,
        form=form,
        view=view.value,
        rows=shown,
        page_number=number,
        pages=pages,
        companies=companies | await organisations.list_by_id(named),
        offers={offer.id: offer for offer in led},
        held={pair.key for pair in await proposals.list_accepted_of(programme)} if result else set(),
        may_stop=proposal.is_under_way and may(visit.asker, Right.EDIT, Noun.PROGRAMME),
        may_decide=is_open and result is not None and may(visit.asker, Right.DECIDE, Noun.PROGRAMME),
        **WORDS,
    )


def _page_number(visit: Visit) -> int:
    text = str(visit.request.query_params.get("page") or "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < len("100000") else 1


async def _companies(result: Result) -> dict[UUID, Organisation]:
    named = {one.company_id for one in result.pairs} | {one.company_id for one in result.unserved}
    return await organisations.list_by_id(
        named | {one.bound.company_id for one in result.prices if one.bound.company_id}
    )


def _ordered(
    visit: Visit, result: Result, view: View, companies: dict[UUID, Organisation]
) -> Sequence[ProposedPair | Unserved]:
    """The rows of a view by the names that its reader sees."""
    names = {key: sort_key(one.name.shown(visit.language).text, visit.language) for key, one in companies.items()}
    known = countries.names(visit.language, visit.settings.country_names)
    places = {code: sort_key(known.get(code, code), visit.language) for code in {one.code for one in result.pairs}}
    if view is View.UNSERVED:
        return sorted(result.unserved, key=lambda one: (one.why, names[one.company_id]))
    if view is View.COMPANY:
        return sorted(result.pairs, key=lambda one: (names[one.company_id], -(one.score or 0), one.code))
    return sorted(result.pairs, key=lambda one: (places[one.code], -(one.score or 0), names[one.company_id]))


async def _table(visit: Visit, programme: Programme, result: Result) -> Table:
    companies = await _companies(result)
    slugs = {
        each.id: each.slug for each in await offers.list_by_id({one.offer_id for one in result.pairs if one.offer_id})
    }
    held = {pair.key for pair in await proposals.list_accepted_of(programme)}
    names = countries.names(visit.language, visit.settings.country_names)
    rows = []
    for one in _ordered(visit, result, View.COUNTRY, companies):
        if isinstance(one, ProposedPair):
            company = companies[one.company_id]
            rows.append(
                (
                    company.slug,
                    company.name.shown(visit.language).text,
                    one.code,
                    names.get(one.code, one.code),
                    slugs.get(one.offer_id, "") if one.offer_id else "",
                    one.score,
                    one.size.value if one.size else "",
                    "yes" if one.is_forced else "no",
                    "yes" if one.key in held else "no",
                )
            )
    return Table(COLUMNS, tuple(rows))


ROUTES = (proposal_page, decide, export, compare_page)
