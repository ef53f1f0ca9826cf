"""Structured logs: one line per thing that happened, for a person (console) or a machine (JSON), on standard error.

What is logged about a request is said in `requests`; no line carries a query, a body, an address or a cookie.
"""

import logging
import re
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

import orjson
import structlog
from structlog.typing import Processor

from events_app.edge.clock import system_clock

# Without the values of local variables, which may be a reader's words.
TRACES = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))
QUIET_LIBRARIES = ("asyncio", "piccolo")


WITH_TRACE = frozenset({"exc_info", "exception", "stack", "stack_info"})
PLAIN = frozenset({int, float, bool})
WORD = re.compile(r"[!-~]*")
"""What needs no quotation marks: nothing in it could be taken for the end of the line or of the value."""


RequestFields = dict[str, object]
requests = structlog.get_logger("events_app.requests")


class _RequestLines:
    """How lines of requests are written: by structlog, until the logs are set up for a machine."""

    write: Callable[[RequestFields], None] | None = None
    threshold = logging.INFO


def tell_request(fields: RequestFields, *, is_detail: bool) -> None:
    """Log how a request ended, as a detail or for everybody.

    Most lines are these. Where no person looks on, each is written at once, in a third of the time that structlog takes
    to write the others in the same form.
    """
    level = logging.DEBUG if is_detail else logging.INFO
    if _RequestLines.write is None:
        requests.log(level, "request", **fields)
    elif level >= _RequestLines.threshold:
        _RequestLines.write(fields | {"event": "request", "level": "debug" if is_detail else "info"})


def configure_logs(*, log_format: str, level: str) -> None:
    """Set up structlog and the standard library's logging of this process; both write lines of the same form."""
    threshold = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    rendering = _rendering(log_format)
    structlog.configure(
        processors=[*shared, *rendering],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    _RequestLines.threshold, _RequestLines.write = threshold, _request_writer(log_format)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
        )
    )
    logging.basicConfig(handlers=[handler], level=threshold, force=True)
    for name in QUIET_LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)


def _request_writer(log_format: str) -> Callable[[RequestFields], None] | None:
    if log_format != "json" and sys.stderr.isatty():
        return None
    write = structlog.WriteLogger(sys.stderr).info
    shape = _json if log_format == "json" else _line

    def written(event: RequestFields) -> None:
        event["timestamp"] = system_clock().isoformat().replace("+00:00", "Z")
        write(shape(event))

    return written


def server_logs() -> dict[str, Any]:
    """Logging configuration for the server (dictConfig): its own lines go to the root handler."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "loggers": {"_granian": {"handlers": [], "propagate": True}},
    }


def _rendering(log_format: str) -> list[Processor]:
    if log_format == "json":
        return [TRACES, structlog.processors.JSONRenderer(serializer=_json)]
    # The rich traces print the values of local variables too.
    plain = structlog.dev.plain_traceback
    console = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
    return [console if sys.stderr.isatty() else _Plain(console)]


class _Plain:
    """Writes a line without colours and traces as the console renderer does, in a tenth of its time."""

    def __init__(self, console: Processor) -> None:
        self._console = console

    def __call__(self, logger: Any, name: str, event: MutableMapping[str, Any]) -> Any:  # noqa: ANN401 - structlog's
        return _line(event) if WITH_TRACE.isdisjoint(event) else self._console(logger, name, event)


def _line(event: MutableMapping[str, Any]) -> str:
    at, level, told = event.pop("timestamp", ""), event.pop("level", ""), event.pop("event", "")
    pairs = " ".join([f"{key}={_shown(event[key])}" for key in sorted(event)])
    return f"{at} [{level:9}] {told!s:30} {pairs}"


def _shown(value: object) -> str:
    if type(value) in PLAIN:
        return str(value)
    text = value if isinstance(value, str) else repr(value)
    return text if WORD.fullmatch(text) else repr(value)


def _json(event: Any, **options: Any) -> str:  # noqa: ANN401 - structlog's signature
    return orjson.dumps(event, default=options.get("default", str), option=orjson.OPT_NON_STR_KEYS).decode()
