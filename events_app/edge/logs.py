"""Structured logs: one line per thing that happened, for a person (console) or a machine (JSON), on standard error.

What is logged about a request is said in `requests`; no line carries a query, a body, an address or a cookie.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import orjson
import structlog
from structlog.typing import Processor

# Without the values of local variables, which may be a reader's words.
TRACES = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))
QUIET_LIBRARIES = ("asyncio", "piccolo")


WITH_TRACE = frozenset({"exc_info", "exception", "stack", "stack_info"})
PLAIN = frozenset({int, float, bool})
WORD = re.compile(r"[!-~]*")
"""What needs no quotation marks: nothing in it could be taken for the end of the line or of the value."""


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
        if not WITH_TRACE.isdisjoint(event):
            return self._console(logger, name, event)
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
