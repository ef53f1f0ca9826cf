"""The application: every door by name, what stands before them, and what is open while it runs.

Nothing is decided here but composition. The server calls `from_environment` in each worker process.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from inspect import iscoroutinefunction
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from events_app.api import documentation
from events_app.api.calls import ROOT as API_ROOT
from events_app.api.calls import provide_call
from events_app.edge.addresses import OneAddress
from events_app.edge.asgi import BeforeRouter, HTTPApp
from events_app.edge.bearers import provide_caller
from events_app.edge.clock import Clock, provide_now, provide_today, system_clock
from events_app.edge.compression import Compression
from events_app.edge.desk import provide_visit
from events_app.edge.feed_fetches import counting, tally_of, written_in_batches
from events_app.edge.heads import HeadAsGet, OptionsOfAll
from events_app.edge.languages import Speaking, front_door, in_an_offered_language, provide_language
from events_app.edge.limits import BodyLimit, RateLimit
from events_app.edge.logs import configure_logs
from events_app.edge.pages import open_pages
from events_app.edge.policies import forget_policies, keep_policies, read_policies
from events_app.edge.refusals import EXCEPTION_HANDLERS, Answering
from events_app.edge.requests import NumberedLines, RequestLog
from events_app.edge.security import SecurityHeaders
from events_app.edge.sessions import note_refusal, provide_asker, provide_form_secret
from events_app.edge.static_files import static_file, static_url
from events_app.feeds import calendar as calendar_feeds
from events_app.feeds import changes as change_feeds
from events_app.feeds import dav, private_feeds
from events_app.feeds.answers import press_of
from events_app.feeds.doors import KeptFeeds, Told
from events_app.reference.preloading import preload
from events_app.reference.zones import use_shipped_rules
from events_app.settings import Settings, environment, read
from events_app.storage.database import open_database
from events_app.web import doors
from events_app.worker import open_worker, running

# Doors for everybody, whatever they speak, and doors under /{language}/…
ROUTE_HANDLERS: tuple[ControllerRouterHandler, ...] = (*doors.ROOT, front_door, static_file)
PAGES: tuple[ControllerRouterHandler, ...] = (*doors.PAGES, *documentation.PAGES)
# Doors under /feeds/{language}/…
FEEDS = (*calendar_feeds.ROUTES, *change_feeds.ROUTES, *private_feeds.ROUTES)

# Doors under /api/v1/…, for programs with or without a token.
API: tuple[ControllerRouterHandler, ...] = (*documentation.ROUTES,)
# `asker` is there, or nobody comes in.
SIGNED_IN: Mapping[str, Callable[..., Any]] = {"asker": provide_asker, "visit": provide_visit}


def create_app(
    settings: Settings, *, clock: Clock = system_clock, with_worker: bool = False, told: Told | None = None
) -> Litestar:
    """Compose the application. `clock` is the only source of `now` behind the doors; a worker runs where asked for.

    `told` is called for every answer to who reads a feed, in place of counting them.
    """
    app = Litestar(
        route_handlers=[
            *ROUTE_HANDLERS,
            *_under_language("/{language_code:str}", PAGES),
            *_for_people("/{language_code:str}", doors.SIGN_IN, {"form_secret": provide_form_secret}),
            *_for_people("/{language_code:str}/desk", doors.DESK, SIGNED_IN),
            *_for_people("/{language_code:str}/account", doors.ACCOUNT, SIGNED_IN),
            *_for_people("/{language_code:str}/company", doors.COMPANY, SIGNED_IN),
            *_for_people("/{language_code:str}/partner", doors.PARTNER, SIGNED_IN),
            *_under_language("/feeds/{language_code:str}", FEEDS),
            *dav.ROUTES,
            *_under_language("/embed/{language_code:str}", doors.EMBEDDED),
            _for_programs(),
        ],
        dependencies={
            "language": Provide(provide_language, sync_to_thread=False),
            "now": Provide(provide_now, sync_to_thread=False),
            "today": Provide(provide_today, sync_to_thread=False),
            "settings": Provide(_provide_settings, sync_to_thread=False),
        },
        exception_handlers=EXCEPTION_HANDLERS,
        after_exception=[note_refusal],
        lifespan=[_open, _work] if with_worker else [_open],
        request_max_body_size=None,  # `BodyLimit` knows which bodies may be larger
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
    furnish(app, settings, clock=clock, told=told)
    return app


def furnish(app: Litestar, settings: Settings, *, clock: Clock = system_clock, told: Told | None = None) -> None:
    """Give composed doors their settings: the state, begun anew, and the edge before the router.

    No door depends on settings before it is asked, and composing a thousand of them takes far longer than this.
    """
    pages = open_pages(settings, static_url)
    app.state = State({"settings": settings, "clock": clock, "pages": pages, "catalogues": pages.catalogues})
    router = app.asgi_handler.router if isinstance(app.asgi_handler, BeforeRouter) else app.asgi_handler
    edge = partial(_behind_the_edge, settings=settings, told=told or counting(app))
    app.asgi_handler = BeforeRouter(router, edge)


def from_environment() -> Litestar:
    """The application of a worker process, set from the environment, with its logs set up."""
    use_shipped_rules()
    settings = read(environment())
    configure_logs(log_format=settings.log_format, level=settings.log_level)
    app = create_app(settings, with_worker=settings.worker == "inside")
    # What is composed stays. To go over it again, as the collector of garbage would, stops all answers for 250 ms.
    gc.freeze()
    return app


def _behind_the_edge(router: HTTPApp, settings: Settings, told: Told) -> HTTPApp:
    """Put the edge before the router, the outermost last; feeds that are kept are answered before most of it.

    Not Litestar's `middleware`, which runs behind the router: a 404, a 405 and a HEAD would pass it by.
    """
    inner: HTTPApp = Compression(OptionsOfAll(router))
    inner = BodyLimit(inner, most_bytes=settings.max_body_bytes, most_upload_bytes=settings.max_upload_bytes)
    limit = RateLimit(inner, requests_per_minute=settings.requests_per_minute)
    inner = OneAddress(limit, languages=settings.languages)
    inner = Answering(inner)
    inner = Speaking(inner, offered=settings.languages, default=settings.default_language)
    inner = HeadAsGet(inner)
    secured = SecurityHeaders(inner, is_https=settings.is_https)
    return RequestLog(KeptFeeds(NumberedLines(secured), limit=limit, fields=secured.headers, told=told))


def _under_language(path: str, handlers: Sequence[ControllerRouterHandler]) -> list[Router]:
    guards = [in_an_offered_language]
    return [Router(path=path, route_handlers=handlers, guards=guards, before_request=keep_policies)] if handlers else []


def _for_people(
    path: str, handlers: Sequence[ControllerRouterHandler], dependencies: Mapping[str, Callable[..., Any]]
) -> list[Router]:
    """Doors that ask who is there, or that open a form."""
    provided = {
        name: Provide(provider) if iscoroutinefunction(provider) else Provide(provider, sync_to_thread=False)
        for name, provider in dependencies.items()
    }
    if not handlers:
        return []
    guards = [in_an_offered_language]
    return [
        Router(
            path=path,
            route_handlers=handlers,
            guards=guards,
            dependencies=provided,
            before_request=keep_policies,
        )
    ]


def _for_programs() -> Router:
    dependencies = {"caller": Provide(provide_caller), "call": Provide(provide_call, sync_to_thread=False)}
    return Router(path=API_ROOT, route_handlers=API, dependencies=dependencies, before_request=keep_policies)


@asynccontextmanager
async def _open(app: Litestar) -> AsyncIterator[None]:
    """Keep the database open while the application runs; look facts up early, beside the first requests."""
    settings: Settings = app.state.settings
    database = open_database(settings.storage_url)
    await database.start()
    app.state.database = database
    await read_policies()
    warming = asyncio.create_task(asyncio.to_thread(preload, settings.languages))
    try:
        async with written_in_batches(tally_of(app.state)):
            yield
    finally:
        await warming
        await press_of(app).settled()
        forget_policies()
        await database.close()


@asynccontextmanager
async def _work(app: Litestar) -> AsyncIterator[None]:
    """Do the jobs of the outbox beside the requests, with the database of `_open`."""
    async with running(open_worker(app.state.pages, clock=app.state.clock)):
        yield


def _provide_settings(state: State) -> Settings:
    settings: Settings = state.settings
    return settings
