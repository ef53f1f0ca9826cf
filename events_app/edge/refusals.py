"""How this site says no: a refusal or a failure becomes a status, and words in the reader's language.

People get a page, programs that call the API problem details (RFC 9457), calendar programs two lines of plain text.
The words for each status stand beside the page, in `pages`; a refusal brings its own. Nothing of the inside is shown.
"""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.serialization import encode_json
from litestar.types import ExceptionHandlersMap, HTTPScope, HTTPSendMessage

from events_app.domain.idempotency import KeyNotAllowed
from events_app.domain.messages import N_, Message
from events_app.domain.refusals import ChangedMeanwhile, InvalidValue, NotFound, Refusal
from events_app.domain.rights import NotAllowed, SignInNeeded
from events_app.domain.sign_ins import SecondFactorMissing
from events_app.edge.asgi import HTTPApp, HTTPReceive, HTTPSend, request_of, respond
from events_app.edge.languages import language_of
from events_app.edge.pages import ERROR_EXPLANATIONS, ERROR_HEADINGS, address, error_page
from events_app.edge.problems import FieldProblem, InvalidFields, UnreadableBody, VersionMissing, WrongMediaType
from events_app.edge.requests import request_id_of, written_path
from events_app.i18n.catalogues import Catalogues

PROBLEM_JSON = "application/problem+json"
SERVER_FAULT = 500
RETRY_AFTER_S = "30"
UNKEPT = {"Cache-Control": "no-store"}
# The database or another server is out of reach for now; nothing is wrong with the request or with the program.
OUT_OF_REACH = (ConnectionError, TimeoutError)

OF_PROGRAMS: Mapping[type[Refusal], int] = {
    UnreadableBody: HTTPStatus.BAD_REQUEST,
    KeyNotAllowed: HTTPStatus.BAD_REQUEST,  # of Idempotency-Key
    WrongMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    VersionMissing: HTTPStatus.PRECONDITION_REQUIRED,
}
HEADINGS: Mapping[int, Message] = {
    **ERROR_HEADINGS,
    409: N_("This is not possible now"),
    412: N_("This is not possible now"),
    422: N_("Please check what you entered"),
}
FAULT_EXPLANATION = N_("The fault is recorded under the number %(number)s. Please try again in a while.")

log = structlog.get_logger("events_app.refusals")


def status_of(error: Exception) -> int:  # noqa: PLR0911 - one line for each kind of error
    """HTTP status of a refusal or failure."""
    match error:
        case NotFound():
            return HTTPStatus.NOT_FOUND
        case SignInNeeded():
            return HTTPStatus.UNAUTHORIZED
        case NotAllowed() | SecondFactorMissing():
            return HTTPStatus.FORBIDDEN
        case UnreadableBody() | WrongMediaType() | VersionMissing() | KeyNotAllowed():
            return OF_PROGRAMS[type(error)]
        case InvalidValue():
            return HTTPStatus.UNPROCESSABLE_ENTITY
        case Refusal():
            return HTTPStatus.CONFLICT
        case HTTPException():
            return error.status_code
        case _ if isinstance(error, OUT_OF_REACH):
            return HTTPStatus.SERVICE_UNAVAILABLE
        case _:
            return SERVER_FAULT


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Answer an error as this kind of asker reads it. Failures of the program are logged with their trace."""
    door = request.scope["path"].lstrip("/").partition("/")[0]
    status = status_of(error)
    if door == "api" and isinstance(error, ChangedMeanwhile):
        status = HTTPStatus.PRECONDITION_FAILED  # of If-Match (RFC 9110 §13.1.1)
    if status >= SERVER_FAULT:
        log.error("request failed", method=request.method, path=written_path(request.scope), exc_info=error)
    headers = _headers(error, status)
    heading, explanation = _words(request, error, status)
    if door == "api":
        return _problem(request, error, status, (heading, explanation), headers)
    if door == "feeds":
        return Response(f"{heading}\n{explanation}\n", status_code=status, media_type="text/plain", headers=headers)
    if sent_to_sign_in := _to_sign_in(request, error):
        return sent_to_sign_in
    try:
        return error_page(
            request,
            status,
            now=request.app.state.clock(),
            headers=headers,
            explanation=explanation,
            heading=HEADINGS[_family(status)],
        )
    except Exception:
        # A page that cannot be drawn must not hide the first error.
        log.exception("error page failed")
        return Response(f"{heading}\n{explanation}\n", status_code=status, media_type="text/plain", headers=headers)


def _to_sign_in(request: Request[Any, Any, Any], error: Exception) -> Response[Any] | None:
    """Where a person goes who is not signed in as far as a page takes it; then back to the page, if it was read."""
    language = language_of(request)
    if isinstance(error, SecondFactorMissing):
        return Redirect(address(language, "account/second-factor"), status_code=303, headers=UNKEPT)
    if not isinstance(error, SignInNeeded):
        return None
    path = request.scope["path"].strip("/").partition("/")[2] if request.method in {"GET", "HEAD"} else ""
    return Redirect(address(language, "sign-in", {"next": path}), status_code=303, headers=UNKEPT)


EXCEPTION_HANDLERS: ExceptionHandlersMap = {Exception: answer}


class Answering:
    """ASGI middleware: answers what is raised outside of the router (limits, languages) as the router would."""

    def __init__(self, app: HTTPApp) -> None:
        """Needs no settings."""
        self.app = app

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Answer unless an answer is under way already; then log, and let the server cut the connection."""
        is_under_way = False

        async def sending(message: HTTPSendMessage) -> None:
            nonlocal is_under_way
            is_under_way = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            if is_under_way:
                log.exception("answer broken off", path=written_path(scope))
                raise
            await respond(answer(request_of(scope, receive, send), error), scope, receive, send)


def _words(request: Request[Any, Any, Any], error: Exception, status: int) -> tuple[str, str]:
    catalogues: Catalogues = request.app.state.catalogues
    language = language_of(request)
    family = _family(status)
    heading = catalogues.translate(language, HEADINGS[family])
    # A plain NotFound says no more than its status; every other refusal explains itself.
    if isinstance(error, Refusal) and type(error) is not NotFound:
        return heading, catalogues.translate(language, error.message, **error.params)
    if family == SERVER_FAULT:
        return heading, catalogues.translate(language, FAULT_EXPLANATION, number=request_id_of(request))
    return heading, catalogues.translate(language, ERROR_EXPLANATIONS.get(family, ERROR_EXPLANATIONS[400]))


def _family(status: int) -> int:
    return status if status in HEADINGS else SERVER_FAULT if status >= SERVER_FAULT else int(HTTPStatus.BAD_REQUEST)


def _headers(error: Exception, status: int) -> dict[str, str]:
    """What the error says itself; HEAD is allowed wherever GET is (`heads`), and nobody keeps an error."""
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, HTTPException) and error.headers:
        headers |= {name.title(): value for name, value in error.headers.items()}
    if allowed := headers.get("Allow"):
        headers["Allow"] = re.sub(r"\bGET\b", "GET, HEAD", allowed)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.setdefault("Retry-After", RETRY_AFTER_S)
    return headers


def _problem(
    request: Request[Any, Any, Any], error: Exception, status: int, words: tuple[str, str], headers: Mapping[str, str]
) -> Response[bytes]:
    body: dict[str, object] = {
        "type": _problem_type(error),
        "title": words[0],
        "status": status,
        "detail": words[1],
        "instance": f"urn:request:{request_id_of(request)}",
    }
    if isinstance(error, InvalidFields):
        body["errors"] = [_field_problem(request, each) for each in error.problems]
    if status == HTTPStatus.UNAUTHORIZED and "Www-Authenticate" not in headers:
        # RFC 6750 §3: a token that was sent and does not hold is told apart from none.
        fault = ', error="invalid_token"' if "authorization" in request.headers else ""
        headers = {**headers, "WWW-Authenticate": f'Bearer realm="api"{fault}'}
    return Response(encode_json(body), status_code=status, media_type=PROBLEM_JSON, headers=dict(headers))


def _field_problem(request: Request[Any, Any, Any], each: FieldProblem) -> dict[str, str]:
    catalogues: Catalogues = request.app.state.catalogues
    place = {"pointer": each.pointer} if each.pointer else {"parameter": each.parameter}
    return place | {"detail": catalogues.translate(language_of(request), each.problem.message, **each.problem.params)}


def _problem_type(error: Exception) -> str:
    """A stable name for programs: the refusal's class in kebab case; else the status says it all (RFC 9457 §4.2.1)."""
    if not isinstance(error, Refusal) or type(error) is NotFound:
        return "about:blank"
    return "urn:events-app:refusal:" + re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
