"""Every operation of the API in one list; its contract as a document, and as a page for people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.serialization import encode_json

from events_app.api import (
    account,
    admissions,
    applications,
    calendar,
    change_requests,
    countries,
    exhibitions,
    invoices,
    needs,
    offers,
    organisations,
    papers,
    prices,
    profiles,
    projects,
    scores,
    series,
    support_schemes,
    written_applications,
    written_offers,
)
from events_app.api.calls import JSON, Call, answered
from events_app.api.openapi import REFERENCE, document
from events_app.api.operations import TAGS, Operation
from events_app.domain.messages import Message
from events_app.edge import conditional
from events_app.edge.pages import page
from events_app.edge.tallies import ruler
from events_app.settings import Settings

OPERATIONS: tuple[Operation, ...] = (
    *calendar.OPERATIONS,
    *exhibitions.OPERATIONS,
    *series.OPERATIONS,
    *projects.OPERATIONS,
    *applications.OPERATIONS,
    *written_applications.OPERATIONS,
    *change_requests.OPERATIONS,
    *papers.OPERATIONS,
    *admissions.OPERATIONS,
    *scores.OPERATIONS,
    *profiles.OPERATIONS,
    *offers.OPERATIONS,
    *written_offers.OPERATIONS,
    *support_schemes.OPERATIONS,
    *prices.OPERATIONS,
    *invoices.OPERATIONS,
    *needs.OPERATIONS,
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
    """Show the whole contract as a page: nothing is loaded from anywhere else."""

    def say(message: Message) -> str:
        return str(state.catalogues.translate(language, message))

    contract = document(OPERATIONS, say=say, settings=settings, language=language)
    schemas = contract["components"]["schemas"]
    told = {
        operation.id: contract["paths"][f"/api/v1{operation.path}"][operation.method.lower()]
        for operation in OPERATIONS
    }
    return page(
        request,
        "api/documentation.html",
        now=now,
        headers={"Cache-Control": KEPT},
        contract=contract,
        sections=[Section(tag, title, tuple(_of(tag))) for tag, title in TAGS.items()],
        told=told,
        parameters={name: tuple(_parameters(each)) for name, each in told.items()},
        models={name: (schema, tuple(_fields(schema))) for name, schema in schemas.items() if "properties" in schema},
        choices={name: schema["enum"] for name, schema in schemas.items() if "enum" in schema},
        name_of=_name_of,
        **await ruler(state, language, year=today.year, current_month=today.month),
    )


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
PAGES = (documentation_page,)
