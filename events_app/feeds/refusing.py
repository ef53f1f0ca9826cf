"""A query of a feed that cannot be understood, refused by name in the language of the feed.

Public and private feeds and the news refuse alike: one that silently holds something else would be believed for years.
"""

from collections.abc import Mapping
from http import HTTPStatus
from itertools import islice
from typing import Any, Final

from litestar import Request, Response
from litestar.datastructures import MultiDict
from litestar.serialization import encode_json

from events_app.domain.messages import N_, Message
from events_app.edge.pages import ERROR_HEADINGS
from events_app.edge.problems import Problem
from events_app.edge.refusals import PROBLEM_JSON
from events_app.feeds.targets import Speech

NAME_UNKNOWN: Final = N_("This name has no meaning here. Names that have one: %(names)s.")
PROBLEM_LINE: Final = N_("%(name)s: %(problem)s")
TEXT: Final = "text/plain"
MOST_TOLD: Final = 12
"""So many unknown names are told at most: a refusal is no longer than what it refuses."""
LONGEST_NAME: Final = 100


def problems_in(
    query: MultiDict[str], speech: Speech, names: frozenset[str], problems: Mapping[str, Problem]
) -> dict[str, str]:
    """What is wrong with a query, by name: what could not be read, and names other than those that mean something."""
    known = ", ".join(sorted(names))
    foreign = dict.fromkeys(name for name in query if name not in names)
    unknown = {name: _said(speech, NAME_UNKNOWN, names=known) for name in islice(foreign, MOST_TOLD)}
    return unknown | {
        name: _said(speech, problem.message, **problem.params) for name, problem in problems.items() if name in names
    }


def refused(request: Request[Any, Any, Any], speech: Speech, problems: Mapping[str, str]) -> Response[bytes]:
    """The answer 400, as problem details (RFC 9457) for programs that wish them and as lines of text for others."""
    status = HTTPStatus.BAD_REQUEST
    title = _said(speech, ERROR_HEADINGS[status])
    headers = {"Cache-Control": "no-store", "Content-Language": speech.language}
    wished = request.accept.best_match([TEXT, PROBLEM_JSON, "application/json"])
    if wished in {PROBLEM_JSON, "application/json"}:
        errors = [{"name": name[:LONGEST_NAME], "detail": problem} for name, problem in problems.items()]
        body = {"type": "urn:events-app:refusal:query-not-understood", "title": title, "status": status.value}
        content = encode_json(body | {"errors": errors})
        return Response(content, status_code=status, media_type=PROBLEM_JSON, headers=headers)
    lines = [
        _said(speech, PROBLEM_LINE, name=name[:LONGEST_NAME], problem=problem) for name, problem in problems.items()
    ]
    text = "\n".join([title, *lines, ""])
    return Response(text.encode(), status_code=status, media_type=TEXT, headers=headers)


def _said(speech: Speech, message: Message, **params: object) -> str:
    return speech.catalogues.translate(speech.language, message, **params)
