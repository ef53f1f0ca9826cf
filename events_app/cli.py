"""The command line: what an operator can do without a browser.

Exit codes: 0 done, 1 a check failed or something was refused (one sentence says what), 2 wrong usage.
"""

import asyncio
import errno
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from jinja2 import TemplateError

from events_app import __version__
from events_app.actions.demo import DEMO_EMAILS, load_demo, load_demo_desk
from events_app.commands.exchange import export, import_
from events_app.commands.feeds import feed, feeds
from events_app.commands.indicators import import_indicators
from events_app.commands.people import create_admin
from events_app.commands.worker import worker
from events_app.console import masked, settings_now, started, write_bytes
from events_app.credentials.sealing import Sealer, new_key
from events_app.domain.languages import LANGUAGES
from events_app.edge.clock import system_clock
from events_app.edge.logs import configure_logs, server_logs
from events_app.edge.pages import open_pages
from events_app.edge.static_files import static_url
from events_app.formats.pdf import missing_families
from events_app.i18n.locales import SOURCE_LANGUAGE
from events_app.reference import demo as demo_facts
from events_app.reference.countries import all_codes
from events_app.reference.zones import use_shipped_rules
from events_app.settings import (
    VARIABLES,
    Settings,
    SettingsInvalid,
    environment,
    put_defaults,
    read,
    resource_dir,
)
from events_app.storage.migrating import list_pending
from events_app.storage.migrating import migrate as run_migrations

APPLICATION = "events_app.app:from_environment"
STOP_WITHIN_S = 10
DEMO_KEY = "demo-secrets.key"
DEMO_ACCOUNTS = "demo-accounts.txt"
GNU_MO_HEAD = struct.Struct("<III")  # magic number, revision, number of sentences; Babel writes little-endian


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="events-app")
def main() -> None:
    """Exhibitions and cooperation projects of a trade-promotion authority: public calendar and feeds.

    Everything is set by environment variables; `events-app doctor` lists and checks them. A newcomer begins with
    `events-app demo`.
    """
    use_shipped_rules()


main.add_command(create_admin)
main.add_command(export)
main.add_command(feed)
main.add_command(feeds)
main.add_command(import_)
main.add_command(import_indicators)
main.add_command(worker)


@main.command()
def serve() -> None:
    """Migrate the database, then serve until Ctrl-C."""
    settings = settings_now()
    _check_port(settings)
    asyncio.run(_migrate(settings))
    _serve(settings, [f"Calendar   {settings.address}/"])


@main.command()
def migrate() -> None:
    """Bring the database to the present schema. Safe to repeat, and from several machines at once."""
    asyncio.run(_migrate(settings_now()))


@main.command()
def demo() -> None:
    """Serve real exhibitions under a fictional authority: what a newcomer should see first.

    Variables that are set win over the demo's own. Data are loaded only into an empty database.
    """
    put_defaults(demo_facts.profile())
    put_defaults({"SECRETS_KEY": _demo_key(settings_now())})
    settings = settings_now()
    _check_port(settings)
    asyncio.run(_prepare_demo(settings))
    _serve(settings, _demo_addresses(settings))


@main.command()
def doctor() -> None:
    """Show every variable, and check that all is in place; exit 1 where something is not."""
    environ = environment()
    for variable in VARIABLES:
        given = environ.get(variable.name, "").strip()
        shown = "***" if given and variable.is_secret else masked(given or variable.default or "")
        value = shown or "–"
        click.echo(f"{variable.name:<20} {value:<32} {'environment' if given else 'default':<12} {variable.meaning}")
    click.echo()
    checks = list(_checks(environ))
    for check in checks:
        click.echo(f"{'ok' if check.is_well else 'FAULT':<6} {check.subject:<12} {check.finding}")
    if not all(check.is_well for check in checks):
        raise SystemExit(1)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that `doctor` looked at."""

    subject: str
    finding: str
    is_well: bool = True


def _checks(environ: Mapping[str, str]) -> Iterator[Check]:
    try:
        settings = read(environ)
    except SettingsInvalid as invalid:
        for name, fault in invalid.faults.items():
            yield Check("settings", f"{name} {fault}", is_well=False)
        return
    yield Check("settings", "every variable can be used")
    yield _database_check(settings)
    yield _templates_check(settings)
    yield _catalogues_check(settings)
    yield _mail_check(settings)
    yield _embargo_check(settings)
    yield _secrets_check(settings)
    yield _fonts_check()
    yield Check("time zones", f"tzdata {version('tzdata')}")


def _database_check(settings: Settings) -> Check:
    if not settings.database_url and not Path(settings.storage_url.removeprefix("sqlite:///")).exists():
        return Check("database", f"no file in {settings.data_dir} yet: run `events-app migrate`", is_well=False)
    try:
        waiting = asyncio.run(_waiting(settings))
    except click.ClickException as refused:
        return Check("database", refused.message, is_well=False)
    if waiting:
        return Check("database", f"{len(waiting)} migration(s) to run: `events-app migrate`", is_well=False)
    return Check("database", f"reachable and up to date: {masked(settings.storage_url)}")


def _embargo_check(settings: Settings) -> Check:
    unknown = sorted(settings.embargo - set(all_codes()))
    if unknown:
        return Check("embargo", f"EMBARGO lists no countries or regions: {', '.join(unknown)}", is_well=False)
    return Check("embargo", ", ".join(sorted(settings.embargo)) or "nobody is left out of matching")


async def _waiting(settings: Settings) -> tuple[str, ...]:
    async with started(settings) as database:
        return await list_pending(database, resource_dir("migrations"))


def _mail_check(settings: Settings) -> Check:
    where = f"{settings.smtp_host}, port {settings.smtp_port}" if settings.smtp_host else settings.data_dir / "mail"
    by = "the server process" if settings.worker == "inside" else "`events-app worker`"
    return Check("mail", f"from {settings.mail_sender} to {where}, by {by}")


def _templates_check(settings: Settings) -> Check:
    folder = resource_dir("templates")
    if not (folder / "layout.html").is_file():
        return Check("templates", f"not found in {folder}", is_well=False)
    try:
        open_pages(settings, static_url)
    except TemplateError as error:
        return Check("templates", f"{error.__class__.__name__}: {error}", is_well=False)
    return Check("templates", str(folder))


def _secrets_check(settings: Settings) -> Check:
    """Without a key nothing is lost: passport data are not taken."""
    if not settings.secrets_keys:
        return Check("passports", "not taken: SECRETS_KEY is not set")
    sealer = Sealer(settings.secrets_keys)
    is_well = sealer.open("doctor", sealer.seal("doctor", {"try": "1"})) == {"try": "1"}
    return Check("passports", f"sealed with the first of {len(settings.secrets_keys)} key(s)", is_well=is_well)


def _fonts_check() -> Check:
    """Sheets come out without these fonts too, with boxes for letters: told, no fault."""
    missing = missing_families()
    if missing:
        return Check("fonts", f"PDF sheets need {', '.join(missing)} (Debian: fonts-noto-core, fonts-noto-cjk)")
    return Check("fonts", "every script of PDF sheets has its letters")


def _catalogues_check(settings: Settings) -> Check:
    """English is in the sources; each other language must say as many sentences as the fullest."""
    folder = resource_dir("locales")
    counts = {code: _sentences(folder, code) for code in settings.languages if code != SOURCE_LANGUAGE}
    fullest = max(counts.values(), default=0)
    lacking = [f"{code} {count}" for code, count in counts.items() if not count or count < fullest]
    if lacking:
        return Check("catalogues", f"not complete in {folder}: {', '.join(lacking)} of {fullest}", is_well=False)
    return Check("catalogues", f"{len(counts)} languages beside English, {fullest} sentences each")


def _sentences(folder: Path, code: str) -> int:
    """Number of sentences in a compiled catalogue; 0 where there is none."""
    path = folder / LANGUAGES[code].catalogue / "LC_MESSAGES" / "messages.mo"
    if not path.is_file():
        return 0
    with path.open("rb") as file:
        return int(GNU_MO_HEAD.unpack(file.read(GNU_MO_HEAD.size))[2])


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


async def _migrate(settings: Settings) -> None:
    async with started(settings) as database:
        began = time.perf_counter()
        ran = await run_migrations(database, resource_dir("migrations"))
    if ran:
        click.echo(f"Database   {len(ran)} migration(s) in {time.perf_counter() - began:.1f} s: {', '.join(ran)}")
    else:
        click.echo("Database   up to date")


async def _prepare_demo(settings: Settings) -> None:
    await _migrate(settings)
    async with started(settings):
        began = time.perf_counter()
        loaded = await load_demo(settings, system_clock(), on_progress=_show_progress)
        password = await load_demo_desk(settings, system_clock()) if loaded else None
    took = f"loaded in {time.perf_counter() - began:.1f} s" if loaded else "the database has data already"
    click.echo(f"Demo data  {took}")
    if password:
        note = settings.data_dir / DEMO_ACCOUNTS
        write_bytes((chr(10).join((*DEMO_EMAILS, f"password: {password}")) + chr(10)).encode(), note)
        click.echo(f"Accounts   {DEMO_EMAILS[0]} and others, password {password} (kept in {note})")


def _demo_key(settings: Settings) -> str:
    """The key of this demonstration, made at its first start and kept beside its data."""
    file = settings.data_dir / DEMO_KEY
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        key = new_key()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(key, encoding="ascii")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    return key


def _show_progress(done: int, total: int) -> None:
    """Tell a person who waits; a file or a pipe is told the end alone."""
    if sys.stdout.isatty():
        click.echo(f"\rDemo data  {done} of {total}\r", nl=False)


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
