"""Every operation of the API in one list; its contract as a document, and as a page for people."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.serialization import encode_json

from events_app.api import exhibitions, projects
from events_app.api.calls import JSON, Call, answered
from events_app.api.openapi import document
from events_app.api.operations import Operation
from events_app.edge import conditional

OPERATIONS: tuple[Operation, ...] = (*exhibitions.OPERATIONS, *projects.OPERATIONS)


@get("/openapi.json", include_in_schema=False)
async def openapi(call: NamedDependency[Call]) -> Response[bytes]:
    """The contract as OpenAPI 3.1, its words in the language of the call."""
    answered(call.query())
    content = encode_json(contract(call))
    return conditional.answer(call.request, content, media_type=JSON, cache_control="public, max-age=300")


def contract(call: Call) -> dict[str, Any]:
    """The document in the language of the call."""
    return document(OPERATIONS, say=call.say, settings=call.settings)


ROUTES: tuple[HTTPRouteHandler, ...] = (*(operation.handler for operation in OPERATIONS), openapi)
