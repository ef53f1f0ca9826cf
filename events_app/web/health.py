"""Two questions of whoever runs the service: does the process live, and can it serve? In English, for machines.

Neither leaves a line in the log when all is well (`edge.requests`), nor may anybody keep the answer.
"""

import asyncio

import structlog
from litestar import MediaType, Response, get
from litestar.datastructures import State

from events_app.settings import resource_dir
from events_app.storage.database import Database
from events_app.storage.migrating import list_pending

ANSWER_WITHIN_S = 5.0
NEVER_KEPT = {"Cache-Control": "no-store"}
READY = "ready\n"
UNAVAILABLE = 503

log = structlog.get_logger("events_app.health")


@get("/healthz", include_in_schema=False)
async def healthz() -> Response[str]:
    """200 while the process answers at all."""
    return Response("alive\n", media_type=MediaType.TEXT, headers=NEVER_KEPT)


@get("/readyz", include_in_schema=False)
async def readyz(state: State) -> Response[str]:
    """200 where the database answers within 5 seconds and has every migration; 503 with the reason otherwise."""
    reason = await _reason_not_ready(state.database)
    if reason:
        return Response(f"{reason}\n", media_type=MediaType.TEXT, headers=NEVER_KEPT, status_code=UNAVAILABLE)
    return Response(READY, media_type=MediaType.TEXT, headers=NEVER_KEPT)


async def _reason_not_ready(database: Database) -> str:
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            waiting = await list_pending(database, resource_dir("migrations"))
    except Exception as error:  # noqa: BLE001 - whatever the driver raises, the answer is the same: not ready
        # The error may name hosts and users: it is for the log, not for whoever asks.
        log.warning("database not reachable", error=f"{type(error).__name__}: {error}")
        return "database not reachable"
    return f"migrations not run: {', '.join(waiting)}" if waiting else ""


ROUTES = (healthz, readyz)
