"""Structured logs: one line per thing that happened, for a person (console) or a machine (JSON), on standard error.

What is logged about a request is said in `requests`; no line carries a query, a body, an address or a cookie.
"""

import logging
import sys
from typing import Any

import orjson
import structlog
from structlog.typing import Processor

# Without the values of local variables, which may be a reader's words.
TRACES = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))
QUIET_LIBRARIES = ("asyncio", "piccolo")


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
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]


def _json(event: Any, **options: Any) -> str:  # noqa: ANN401 - structlog's signature
    return orjson.dumps(event, default=options.get("default", str), option=orjson.OPT_NON_STR_KEYS).decode()
