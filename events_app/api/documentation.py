"""Every operation of the API in one list; its contract as a document, and as a page for people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.serialization import encode_json

from events_app.api import (
    account,
    admissions,
    agenda_feeds,
    allotments,
    applications,
    approvals,
    asked_introductions,
    bank_lines,
    calendar,
    change_requests,
    charges,
    check_ins,
    claim_evidence,
    claims,
    countries,
    delegations,
    exhibitions,
    goods,
    halls,
    introductions,
    invoice_files,
    invoices,
    ledgers,
    logos,
    match_weights,
    matches,
    needs,
    offer_files,
    offers,
    organisations,
    own_matches,
    paper_files,
    papers,
    partner_needs,
    passports,
    payments,
    pictures,
    prices,
    profiles,
    programmes,
    projects,
    proposals,
    reports,
    scores,
    series,
    stand_changes,
    stands,
    support_schemes,
    tax_rules,
    visa_letters,
    written_applications,
    written_needs,
    written_offers,
)
from events_app.api.calls import JSON, Call, answered
from events_app.api.openapi import REFERENCE, document
from events_app.api.operations import TAGS, Operation
from events_app.domain.messages import Message
from events_app.domain.refusals import NotFound
from events_app.edge import conditional
from events_app.edge.pages import page
from events_app.edge.tallies import ruler
from events_app.settings import Settings

OPERATIONS: tuple[Operation, ...] = (
    *calendar.OPERATIONS,
    *exhibitions.OPERATIONS,
    *pictures.OPERATIONS,
    *approvals.OPERATIONS,
    *series.OPERATIONS,
    *projects.OPERATIONS,
    *applications.OPERATIONS,
    *written_applications.OPERATIONS,
    *change_requests.OPERATIONS,
    *papers.OPERATIONS,
    *paper_files.OPERATIONS,
    *agenda_feeds.OPERATIONS,
    *admissions.OPERATIONS,
    *halls.OPERATIONS,
    *stands.OPERATIONS,
    *allotments.OPERATIONS,
    *check_ins.OPERATIONS,
    *delegations.OPERATIONS,
    *passports.OPERATIONS,
    *goods.OPERATIONS,
    *visa_letters.OPERATIONS,
    *scores.OPERATIONS,
    *profiles.OPERATIONS,
    *logos.OPERATIONS,
    *offers.OPERATIONS,
    *written_offers.OPERATIONS,
    *offer_files.OPERATIONS,
    *support_schemes.OPERATIONS,
    *prices.OPERATIONS,
    *tax_rules.OPERATIONS,
    *charges.OPERATIONS,
    *invoices.OPERATIONS,
    *invoice_files.OPERATIONS,
    *stand_changes.OPERATIONS,
    *payments.OPERATIONS,
    *bank_lines.OPERATIONS,
    *ledgers.OPERATIONS,
    *claims.OPERATIONS,
    *claim_evidence.OPERATIONS,
    *reports.OPERATIONS,
    *needs.OPERATIONS,
    *partner_needs.OPERATIONS,
    *written_needs.OPERATIONS,
    *matches.OPERATIONS,
    *match_weights.OPERATIONS,
    *own_matches.OPERATIONS,
    *programmes.OPERATIONS,
    *proposals.OPERATIONS,
    *introductions.OPERATIONS,
    *asked_introductions.OPERATIONS,
    *countries.OPERATIONS,
    *organisations.OPERATIONS,
    *account.OPERATIONS,
)
KEPT = "public, max-age=300"


@dataclass(frozen=True, slots=True)
class Field:
    """One line about a parameter or a field: its type as JSON Schema names it, and what it means."""

    name: str
    kind: str
    is_needed: bool
    about: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the API with its operations."""

    tag: str
    title: Message
    operations: tuple[Operation, ...]


@get("/openapi.json", include_in_schema=False)
async def openapi(call: NamedDependency[Call]) -> Response[bytes]:
    """The contract as OpenAPI 3.1, its words in the language of the call."""
    answered(call.query())
    kept: dict[str, bytes] = call.request.app.state.setdefault("contracts", {})
    if call.language not in kept:
        told = document(OPERATIONS, say=call.say, settings=call.settings, language=call.language)
        kept[call.language] = encode_json(told)
    return conditional.answer(call.request, kept[call.language], media_type=JSON, cache_control=KEPT)


@get("/api", include_in_schema=False)
async def documentation_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """Show what holds for every operation, and lead to each: nothing is loaded from anywhere else."""
    contract = _contract((), state, language, settings)
    return page(
        request,
        "api/documentation.html",
        now=now,
        headers={"Cache-Control": KEPT},
        sections=[Section(tag, title, tuple(_of(tag))) for tag, title in TAGS.items()],
        **_told(contract),
        **await ruler(state, language, year=today.year, current_month=today.month),
    )


@get("/api/{tag:str}", include_in_schema=False)
async def part_page(
    request: Request[Any, Any, Any],
    *,
    tag: FromPath[str],
    state: State,
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """Show the operations of one part, with every object that they take and give."""
    if tag not in TAGS:
        raise NotFound
    section = Section(tag, TAGS[tag], tuple(_of(tag)))
    contract = _contract(section.operations, state, language, settings)
    told = {
        operation.id: contract["paths"][f"/api/v1{operation.path}"][operation.method.lower()]
        for operation in section.operations
    }
    return page(
        request,
        "api/part.html",
        now=now,
        headers={"Cache-Control": KEPT},
        section=section,
        told=told,
        parameters={name: tuple(_parameters(each)) for name, each in told.items()},
        name_of=_name_of,
        **_told(contract),
        **await ruler(state, language, year=today.year, current_month=today.month),
    )


def _contract(operations: tuple[Operation, ...], state: State, language: str, settings: Settings) -> dict[str, Any]:
    """The contract as far as it is about these operations."""

    def say(message: Message) -> str:
        return str(state.catalogues.translate(language, message))

    return document(operations, say=say, settings=settings, language=language)


def _told(contract: dict[str, Any]) -> dict[str, Any]:
    """What templates show of a contract: itself, its objects, and names that stand for a choice."""
    schemas = contract["components"]["schemas"]
    return {
        "contract": contract,
        "models": {
            name: (schema, tuple(_fields(schema))) for name, schema in schemas.items() if "properties" in schema
        },
        "choices": {name: schema["enum"] for name, schema in schemas.items() if "enum" in schema},
    }


def _of(tag: str) -> Iterator[Operation]:
    return (operation for operation in OPERATIONS if operation.tag == tag)


def _parameters(operation: dict[str, Any]) -> Iterator[Field]:
    for each in operation["parameters"]:
        kind = f"{each['in']}, {_kind(each['schema'])}"
        yield Field(each["name"], kind, bool(each.get("required")), each["description"])


def _fields(schema: dict[str, Any]) -> Iterator[Field]:
    for name, each in schema["properties"].items():
        yield Field(name, _kind(each), name in schema.get("required", ()), each.get("description", ""))


def _kind(schema: dict[str, Any]) -> str:
    """A type in one line, as programmers read it: `string (date)`, `Session[]`, `Money | null`."""
    if "$ref" in schema:
        return _name_of(schema)
    if "anyOf" in schema:
        return " | ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        inner = _kind(schema["items"])
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if isinstance(each := schema.get("additionalProperties"), dict):
        return f"{{string: {_kind(each)}}}"
    form = schema.get("format")
    return f"{schema.get('type', 'any')} ({form})" if form else str(schema.get("type", "any"))


def _name_of(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).removeprefix(REFERENCE)


ROUTES: tuple[HTTPRouteHandler, ...] = (*(operation.handler for operation in OPERATIONS), openapi)
PAGES = (documentation_page, part_page)
