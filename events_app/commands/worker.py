"""The worker as a process of its own, for installations with WORKER=apart."""

import asyncio
import signal

import click

from events_app.console import settings_now, started
from events_app.edge.logs import configure_logs
from events_app.edge.pages import open_pages
from events_app.settings import Settings, resource_dir
from events_app.storage.migrating import list_pending
from events_app.worker import open_worker


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def worker(*, once: bool) -> None:
    """Send mails and do other jobs of the outbox until Ctrl-C. Any number may run at once."""
    settings = settings_now()
    configure_logs(log_format=settings.log_format, level=settings.log_level)
    asyncio.run(_work(settings, is_once=once))


async def _work(settings: Settings, *, is_once: bool) -> None:
    async with started(settings) as database:
        if await list_pending(database, resource_dir("migrations")):
            raise click.ClickException("The database is not up to date: run `events-app migrate` first.")
        opened = open_worker(open_pages(settings))
        if is_once:
            click.echo(f"{await opened.work_off()} attempts")
            return
        stop = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        click.echo("Working    Ctrl-C ends it")
        await opened.run(stop)
    click.echo("Stopped")
