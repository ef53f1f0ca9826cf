"""Bodies that programs send: read whole, checked whole, and every fault named by the place where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import orjson
from litestar import Request
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from events_app.api.fields import PROBLEM, Model
from events_app.domain.messages import N_, Message
from events_app.domain.refusals import InvalidValue
from events_app.edge.forms import NOT_A_CHOICE, REQUIRED
from events_app.edge.problems import FieldProblem, InvalidFields, Problem, UnreadableBody, WrongMediaType

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
UNKNOWN_NAME = N_("There is no field of this name.")
BOUNDS: Mapping[str, tuple[str, Message]] = {
    "greater_than_equal": ("ge", N_("This must be at least %(bound)s.")),
    "less_than_equal": ("le", N_("This must be at most %(bound)s.")),
    "string_too_long": ("max_length", N_("Use at most %(bound)s characters.")),
    "too_long": ("max_length", N_("These are too many: at most %(bound)s are taken.")),
}
WRONG_KIND: Mapping[str, Message] = {
    "missing": REQUIRED,
    "extra_forbidden": UNKNOWN_NAME,
    "float_type": N_("This must be a number."),
    "finite_number": N_("This must be a number."),
    "string_type": N_("This must be text."),
    "bool_type": N_("This must be true or false."),
    "int_type": N_("This must be a whole number."),
    "int_from_float": N_("This must be a whole number."),
    "list_type": N_("This must be a list."),
    "tuple_type": N_("This must be a list."),
    "dict_type": N_("This must be an object."),
    "model_type": N_("This must be an object."),
    "string_pattern_mismatch": N_("This is not written as it should be."),
    "uuid_parsing": N_("This is not written as it should be."),
    "enum": N_("This is not one of the choices."),
}

Body = TypeVar("Body", bound=Model)


async def read_body(request: Request[Any, Any, Any], model: type[Body], *, may_be_empty: bool = False) -> Body:
    """The body as a model. Raises WrongMediaType, UnreadableBody or InvalidFields."""
    content = await request.body()
    if may_be_empty and not content:
        content = b"{}"
    else:
        check_media_type(request, (JSON,))
    return parsed(content, model)


async def read_patch(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """A merge patch (RFC 7396). Raises WrongMediaType or UnreadableBody."""
    check_media_type(request, (MERGE_PATCH, JSON))
    return _object(await request.body())


def check_media_type(request: Request[Any, Any, Any], allowed: Iterable[str]) -> None:
    """Raise WrongMediaType unless the body says that it is one of these."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in set(allowed):
        raise WrongMediaType(types=", ".join(allowed))


def patched(now: Model, patch: Mapping[str, Any], model: type[Body]) -> Body:
    """What an object becomes: names given as null are removed or emptied, others replaced, objects merged.

    Raises InvalidFields.
    """
    return parsed(orjson.dumps(_merged(now.model_dump(mode="json"), patch)), model)


def parsed(content: bytes, model: type[Body]) -> Body:
    """JSON as a model. Raises UnreadableBody or InvalidFields."""
    _object(content)
    try:
        return model.model_validate_json(content)
    except ValidationError as invalid:
        raise InvalidFields(map(_problem, invalid.errors(include_url=False))) from None


class Faults:
    """Faults that are found after the body was read, such as names of things that are not there: told all at once."""

    def __init__(self) -> None:
        """None so far."""
        self._problems: list[FieldProblem] = []

    def add(self, pointer: Sequence[str | int], message: Message, **params: object) -> None:
        """Note what is wrong at a place of the body."""
        self._problems.append(FieldProblem(Problem(message, params), pointer=_pointer(pointer)))

    def check(self) -> None:
        """Raise InvalidFields where there are any."""
        if self._problems:
            raise InvalidFields(self._problems)


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise UnreadableBody from None
    if not isinstance(found, dict):
        raise UnreadableBody
    return found


def _merged(now: object, patch: object) -> object:
    """MergePatch of RFC 7396 §2."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(now) if isinstance(now, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merged(merged.get(name), value)
    return merged


def _pointer(location: Sequence[str | int]) -> str:
    """RFC 6901 §6: a pointer as the fragment of an address, with the two characters that need it escaped."""
    return "#" + "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in location)


def _problem(error: ErrorDetails) -> FieldProblem:
    location = [part for part in error["loc"] if part != "[key]"]
    return FieldProblem(_said(error), pointer=_pointer(location))


def _said(error: ErrorDetails) -> Problem:
    """The sentence for one error of pydantic's."""
    context, kind, value = error.get("ctx", {}), error["type"], str(error.get("input", ""))[:100]
    if kind == PROBLEM:
        problem: Problem = context[PROBLEM]
        return problem
    if kind == "literal_error":
        return Problem(NOT_A_CHOICE, {"value": value})
    if kind in BOUNDS:
        bound, message = BOUNDS[kind]
        return Problem(message, {"bound": context[bound]})
    return Problem(WRONG_KIND.get(kind, InvalidValue.message))
