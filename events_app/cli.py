"""The command line: what an operator can do without a browser.

Exit codes: 0 done, 1 a check failed or something was refused (one sentence says what), 2 wrong usage.
"""

import asyncio
import errno
import re
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import asyncpg  # type: ignore[import-untyped]
import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from events_app import __version__
from events_app.actions.demo import load_demo
from events_app.domain.languages import LANGUAGES
from events_app.edge.clock import system_clock
from events_app.edge.logs import configure_logs, server_logs
from events_app.reference import demo as demo_facts
from events_app.settings import Settings, SettingsInvalid, environment, put_defaults, read, resource_dir
from events_app.storage.database import Database, open_database
from events_app.storage.migrating import migrate as run_migrations

APPLICATION = "events_app.app:from_environment"
STOP_WITHIN_S = 10
DATABASE_ERRORS = (OSError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="events-app")
def main() -> None:
    """Exhibitions and cooperation projects of a trade-promotion authority: public calendar and feeds.

    Everything is set by environment variables; `events-app doctor` lists and checks them. A newcomer begins with
    `events-app demo`.
    """


@main.command()
def serve() -> None:
    """Migrate the database, then serve until Ctrl-C."""
    settings = _settings()
    _check_port(settings)
    asyncio.run(_migrate(settings))
    _serve(settings, [f"Calendar   {settings.address}/"])


@main.command()
def migrate() -> None:
    """Bring the database to the present schema. Safe to repeat, and from several machines at once."""
    asyncio.run(_migrate(_settings()))


@main.command()
def demo() -> None:
    """Serve real exhibitions under a fictional authority: what a newcomer should see first.

    Variables that are set win over the demo's own. Data are loaded only into an empty database.
    """
    put_defaults(demo_facts.profile())
    settings = _settings()
    _check_port(settings)
    asyncio.run(_prepare_demo(settings))
    _serve(settings, _demo_addresses(settings))


def masked(value: str) -> str:
    """The value of a variable without the password of an address."""
    return re.sub(r"(?<=://)([^:/@]*):[^@]*@", r"\1:***@", re.sub(r"(password=)[^&]*", r"\1***", value))


def _settings() -> Settings:
    try:
        return read(environment())
    except SettingsInvalid as invalid:
        faults = "\n".join(f"  {name} {fault}" for name, fault in invalid.faults.items())
        raise click.ClickException(f"These variables cannot be used:\n{faults}") from invalid


def _check_port(settings: Settings) -> None:
    """Refuse a port that is taken before anything else is done: the server would share it (SO_REUSEPORT) in silence."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = "another program uses it. Stop that one, or set PORT to another number."
        elif error.errno == errno.EACCES:
            reason = "this user may not open it. Set PORT to a number above 1023."
        else:
            reason = f"{error.strerror}. Set HOST to an address of this machine."
        raise click.ClickException(f"Cannot listen on {settings.host}, port {settings.port}: {reason}") from error


@asynccontextmanager
async def _started(settings: Settings) -> AsyncIterator[Database]:
    """Open the database. What keeps it from opening becomes one sentence."""
    try:
        if not settings.database_url:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        database = open_database(settings.storage_url)
        await database.start()
    except DATABASE_ERRORS as error:
        raise click.ClickException(_why_not_open(settings, error)) from error
    try:
        yield database
    finally:
        await database.close()


def _why_not_open(settings: Settings, error: BaseException) -> str:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    if not settings.database_url:
        return (
            f"DATA_DIR {settings.data_dir.resolve()} cannot hold the database: {reason}. Name a folder you may write."
        )
    return f"The database at {masked(settings.database_url)} cannot be opened: {reason}. Check DATABASE_URL."


async def _migrate(settings: Settings) -> None:
    async with _started(settings) as database:
        began = time.perf_counter()
        ran = await run_migrations(database, resource_dir("migrations"))
    if ran:
        click.echo(f"Database   {len(ran)} migration(s) in {time.perf_counter() - began:.1f} s: {', '.join(ran)}")
    else:
        click.echo("Database   up to date")


async def _prepare_demo(settings: Settings) -> None:
    await _migrate(settings)
    async with _started(settings):
        click.echo("Demo data  …", nl=False)
        began = time.perf_counter()
        loaded = await load_demo(settings, system_clock())
        took = f"loaded in {time.perf_counter() - began:.1f} s" if loaded else "there already"
        click.echo(f"\rDemo data  {took}")


def _demo_addresses(settings: Settings) -> list[str]:
    lines = [f"Calendar   {settings.address}/"]
    lines += [f"           {settings.address}/{code}/  {LANGUAGES[code].name}" for code in settings.languages]
    return [*lines, f"Feed       {settings.address}/feeds/{settings.default_language}/calendar.ics"]


def _serve(settings: Settings, addresses: Sequence[str]) -> None:
    """Serve until a signal; exit 1 only where a worker failed by itself."""
    configure_logs(log_format=settings.log_format, level=settings.log_level)
    is_debug = settings.log_level == "debug"
    server = Server(
        APPLICATION,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        factory=True,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN_S,
        log_level=LogLevels.debug if is_debug else LogLevels.warning,
        log_dictconfig=server_logs(),
    )
    server.on_startup(_saying([*addresses, "Stop       Ctrl-C"]))
    try:
        server.serve()
    except SystemExit:
        # Ctrl-C reaches the workers too; one that is gone before it was told to is no failure then.
        if not server.interrupt_signal:
            raise
    click.echo("Stopped")


def _saying(lines: Sequence[str]) -> Callable[[], None]:
    def say() -> None:
        for line in lines:
            click.echo(line)

    return say
