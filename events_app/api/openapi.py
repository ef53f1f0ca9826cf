"""The contract as a document (OpenAPI 3.1), made from the operations and their models, in the reader's language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from events_app import __version__
from events_app.api.calls import JSON, ROOT
from events_app.api.fields import Model
from events_app.api.files import OCTETS
from events_app.api.operations import COUNTRY, TAGS, Operation, Parameter
from events_app.domain.idempotency import LONGEST_KEY
from events_app.domain.messages import N_, Message
from events_app.edge.languages import ASKED
from events_app.i18n.locales import SOURCE_LANGUAGE
from events_app.settings import Settings

PROBLEM_JSON = "application/problem+json"
MERGE_PATCH = "application/merge-patch+json"
NO_CONTENT = 204
REFERENCE = "#/components/schemas/"
ABOUT = N_(
    "Exhibitions and cooperation projects of a trade-promotion authority, for programs. Everything public is read "
    "without a token. A token is made on the page of one's account and does what its owner may do, within its scopes."
)
PROBLEMS: Mapping[int, Message] = {
    400: N_("The request cannot be read."),
    401: N_("A valid token is needed."),
    403: N_("The owner of the token, or the token itself, may not do this."),
    404: N_("There is nothing at this address, or nothing that the caller may see."),
    409: N_("A rule does not allow this now; the detail says which."),
    412: N_("Somebody else has changed the object meanwhile."),
    413: N_("The body is too large."),
    415: N_("The body is of another media type."),
    422: N_("Values cannot be used; each is named."),
    428: N_("If-Match is missing."),
    429: N_("Too many requests: wait as many seconds as Retry-After says."),
    503: N_("The service is out of reach for a moment; try again after Retry-After."),
}
UNCHANGED = N_("Nothing has changed since the version with this ETag.")
TOKEN = N_("A token made on the page of one's account.")
PAGE = N_("One page of a list.")
NEXT = N_("Address of the following page, or null.")
OK = N_("What was asked for.")
CREATED = N_("What was created; Location leads to it.")
ACCEPTED = N_("What was asked for is begun; Location leads to how far it is.")
GONE = N_("Done; there is nothing to show.")
WELL: Mapping[int, Message] = {200: OK, 201: CREATED, 202: ACCEPTED, 204: GONE}
FILE = {
    "type": "string",
    "format": "binary",
    "description": N_("Content of a file, as it is. Which kind it is, its content tells.").id,
}
FILE_NAME = "File"
DISPOSITION = N_("The file is always a download, under a name without a path.")
ETAG = N_("Version of the object, to be sent back as If-Match or If-None-Match.")
IF_MATCH = N_("ETag of the version that the change was made from; an asterisk for any.")
IF_NONE_MATCH = N_("ETag of the version that the caller has.")
KEY = N_("A key of your own, so that sending the request again creates nothing twice; kept for seven days.")
OFFERED = N_("Languages in which this installation speaks.")
LANGUAGE = N_("Language of labels and sentences; otherwise Accept-Language decides.")
SLUG = N_("Name of the object in addresses.")
ID = N_("Id, as lists name it.")
NUMBER = N_("Number of the proposal, from 1.")


class FieldFault(Model):
    """What is wrong with one value: `pointer` leads into the body (RFC 6901), `parameter` names one of the query."""

    pointer: str | None = None
    parameter: str | None = None
    detail: str


class Problem(Model):
    """Why something was not done (RFC 9457). `type` is stable, for programs; `title` and `detail` are for people."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[FieldFault, ...] = ()


Say = Callable[[Message], str]


def document(operations: Sequence[Operation], *, say: Say, settings: Settings, language: str) -> dict[str, Any]:
    """The whole document; `say` words a message for a reader of `language`.

    What models say of themselves is for programmers and in English: readers of other languages are spared a mixture.
    """
    schemas = _schemas(operations, say)
    if language != SOURCE_LANGUAGE:
        schemas = {name: _without(schema, "description") for name, schema in schemas.items()}
    schemas["OfferedLanguage"] = {"type": "string", "enum": list(settings.languages), "description": say(OFFERED)}
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        path = operation.path
        paths.setdefault(ROOT + path, {})[operation.method.lower()] = _operation(operation, say)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": settings.authority("en"),
            "version": __version__,
            "description": say(ABOUT),
            "license": {"name": "MIT", "identifier": "MIT"},
            "contact": {"email": settings.authority_email} if settings.authority_email else {"url": settings.address},
        },
        "servers": [{"url": settings.address}],
        "tags": [{"name": name, "description": say(title)} for name, title in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {_problem_name(status): _problem(say(about)) for status, about in PROBLEMS.items()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": say(TOKEN)}},
        },
    }


def _schemas(operations: Sequence[Operation], say: Say) -> dict[str, Any]:
    """Components for every model, their descriptions worded; each page and each patch is one more."""
    read = {operation.reads for operation in operations if operation.reads}
    given = {operation.gives for operation in operations if operation.gives} | {Problem}
    wanted: list[tuple[type[BaseModel], Literal["validation", "serialization"]]] = [
        *((model, "validation") for model in sorted(read, key=lambda model: model.__name__)),
        *((model, "serialization") for model in sorted(given, key=lambda model: model.__name__)),
    ]
    _, made = models_json_schema(wanted, ref_template=REFERENCE + "{model}")
    schemas: dict[str, Any] = made["$defs"]
    for name in sorted({operation.reads.__name__ for operation in operations if operation.reads and operation.merges}):
        _add_patch(schemas, name)
    for name in sorted({operation.gives.__name__ for operation in operations if operation.gives and operation.is_page}):
        schemas[_page_name(name)] = _page_of(name)
    schemas[FILE_NAME] = FILE
    worded = _worded(schemas, say)
    return {_public(name): schema for name, schema in sorted(worded.items())}


def _without(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != name}


def _public(name: str) -> str:
    """Name of a model in the contract: what is shown of a thing is called as the thing itself."""
    return name.removesuffix("View")


def _page_name(name: str) -> str:
    return f"{_public(name)}Page"


def _add_patch(schemas: dict[str, Any], name: str) -> None:
    """Turn the schema of an object into that of its merge patch (RFC 7396): nothing required, null where it may go."""
    whole = schemas[name]
    required = set(whole.pop("required", ()))
    properties: dict[str, Any] = {}
    for key, schema in whole["properties"].items():
        inner = _patch_of(schemas, schema)
        is_nullable = {"type": "null"} in inner.get("anyOf", ())
        properties[key] = inner if key in required or is_nullable else _or_null(inner)
    whole["properties"] = properties


def _patch_of(schemas: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A property of a patch: objects are merged, so theirs are patches too; lists are replaced whole."""
    if "anyOf" in schema:
        return {key: value for key, value in schema.items() if key not in {"anyOf", "default"}} | {
            "anyOf": [_patch_of(schemas, each) for each in schema["anyOf"]]
        }
    reference = schema.get("$ref", "")
    inner = reference.removeprefix(REFERENCE)
    if not reference or schemas[inner].get("type") != "object":
        plain = {key: value for key, value in schema.items() if key != "default"}
        if isinstance(each := plain.get("additionalProperties"), dict):
            plain["additionalProperties"] = _or_null(each)
        return plain
    if f"{inner}Patch" not in schemas:
        schemas[f"{inner}Patch"] = deepcopy(schemas[inner])
        _add_patch(schemas, f"{inner}Patch")
    return {key: value for key, value in schema.items() if key not in {"$ref", "default"}} | {
        "$ref": f"{reference}Patch"
    }


def _or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _page_of(name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": PAGE.id,
        "properties": {
            "items": {"type": "array", "items": {"$ref": REFERENCE + name}},
            "next": {"anyOf": [{"type": "string"}, {"type": "null"}], "description": NEXT.id},
        },
        "required": ["items", "next"],
        "additionalProperties": False,
    }


def _worded(value: Any, say: Say) -> Any:  # noqa: ANN401 - any part of a schema
    """The same schema with its descriptions worded and the titles that pydantic makes of names left out."""
    if isinstance(value, dict):
        return {
            key: _said(key, part, say) if isinstance(part, str) else _worded(part, say)
            for key, part in value.items()
            if not (key == "title" and isinstance(part, str))
        }
    if isinstance(value, list | tuple):
        return [_worded(part, say) for part in value]
    return value


def _said(key: str, value: str, say: Say) -> str:
    if key == "description":
        return say(Message(" ".join(value.split())))
    return REFERENCE + _public(value.removeprefix(REFERENCE)) if key == "$ref" else value


def _operation(operation: Operation, say: Say) -> dict[str, Any]:
    parameters = [_query(each, say) for each in operation.query]
    parameters.append(_query(Parameter(ASKED, LANGUAGE, {"$ref": f"{REFERENCE}OfferedLanguage"}), say))
    parameters += [_in_path(name, say) for name in operation.names_in_path]
    parameters += [_header(name, about, say, is_needed) for name, about, is_needed in _headers(operation)]
    told: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": say(operation.summary),
        "description": say(operation.summary),
        "security": [{"token": []}] if operation.needs_token else [{}, {"token": []}],
        "parameters": parameters,
        "responses": _responses(operation, say),
    }
    if operation.reads or operation.sends_file:
        name = _public(operation.reads.__name__) if operation.reads else FILE_NAME
        content: dict[str, Any] = {"schema": {"$ref": REFERENCE + name}}
        if operation.example is not None:
            content["example"] = operation.example
        types = (OCTETS,) if operation.sends_file else (MERGE_PATCH, JSON) if operation.merges else (JSON,)
        told["requestBody"] = {"required": True, "content": dict.fromkeys(types, content)}
    return told


def _headers(operation: Operation) -> Iterator[tuple[str, Message, bool]]:
    if operation.is_versioned:
        yield "If-Match", IF_MATCH, True
    if operation.needs_key or (operation.creates and not operation.is_secret):
        yield "Idempotency-Key", KEY, operation.needs_key
    if operation.method == "GET":
        yield "If-None-Match", IF_NONE_MATCH, False


def _query(parameter: Parameter, say: Say) -> dict[str, Any]:
    """A list is written with commas, or the name several times."""
    told: dict[str, Any] = {"name": parameter.name, "in": "query", "description": say(parameter.about)}
    if parameter.is_list:
        return told | {"style": "form", "explode": True, "schema": {"type": "array", "items": dict(parameter.schema)}}
    return told | {"schema": dict(parameter.schema)}


def _in_path(name: str, say: Say) -> dict[str, Any]:
    about: Message
    schema: dict[str, Any]
    about, schema = (ID, {"type": "string", "format": "uuid"}) if name.endswith("_id") else (SLUG, {"type": "string"})
    if name == "number":
        about, schema = NUMBER, {"type": "integer", "minimum": 1}
    if name == "code":
        about, schema = COUNTRY.about, dict(COUNTRY.schema)
    return {"name": name, "in": "path", "required": True, "description": say(about), "schema": schema}


def _header(name: str, about: Message, say: Say, is_needed: bool) -> dict[str, Any]:  # noqa: FBT001 - of its row
    schema: dict[str, Any] = {"type": "string"}
    if about is KEY:
        schema |= {"minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$"}
    return {"name": name, "in": "header", "required": is_needed, "description": say(about), "schema": schema}


def _responses(operation: Operation, say: Say) -> dict[str, Any]:
    """What it gives when all is well, and every way in which it says no."""
    well: dict[str, Any] = {"description": say(WELL[operation.status])}
    if operation.status != NO_CONTENT:
        headers = {"ETag": {"description": say(ETAG), "schema": {"type": "string"}}}
        if operation.creates:
            headers["Location"] = {"schema": {"type": "string"}}
        if operation.gives_file:
            headers["Content-Disposition"] = {"description": say(DISPOSITION), "schema": {"type": "string"}}
        media_type = OCTETS if operation.gives_file else JSON
        well |= {"headers": headers, "content": {media_type: {"schema": {"$ref": REFERENCE + _given(operation)}}}}
    answers: dict[str, Any] = {str(operation.status): well}
    if operation.method == "GET":
        answers["304"] = {"description": say(UNCHANGED)}
    for status in sorted(_refusals(operation)):
        answers[str(status)] = {"$ref": f"#/components/responses/{_problem_name(status)}"}
    return answers


def _given(operation: Operation) -> str:
    """Name of the schema of what it gives."""
    if operation.gives is None:
        return FILE_NAME
    return _page_name(operation.gives.__name__) if operation.is_page else _public(operation.gives.__name__)


def _refusals(operation: Operation) -> set[int]:
    statuses = {400, 401, 403, 422, 429, 503}
    if operation.names_in_path:
        statuses.add(404)
    if operation.method != "GET":
        statuses |= {409, 413}
    if operation.reads or operation.sends_file:
        statuses.add(415)
    if operation.is_versioned:
        statuses |= {412, 428}
    return statuses


def _problem_name(status: int) -> str:
    return f"Problem{status}"


def _problem(about: str) -> dict[str, Any]:
    return {"description": about, "content": {PROBLEM_JSON: {"schema": {"$ref": REFERENCE + "Problem"}}}}
