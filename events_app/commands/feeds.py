"""How feeds fare, from the command line: what the desk shows, and a check that reads every feed back."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import click

from events_app.console import settings_now, started
from events_app.domain.feed_fetches import FAMILY_NAMES, ClientFamily, FeedCheck, FetchCount
from events_app.edge.clock import system_clock
from events_app.feeds.checking import check_feeds
from events_app.i18n.catalogues import Catalogues, open_catalogues
from events_app.i18n.distances import distance_in_time
from events_app.i18n.locales import SOURCE_LANGUAGE
from events_app.settings import Settings, resource_dir
from events_app.storage import feed_fetches
from events_app.storage.feed_fetches import FeedRow, Wanted
from events_app.storage.migrating import list_pending

ENGLISH: Final = Catalogues({})
MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of the feeds."""

    checks: Sequence[FeedCheck]
    rows: Sequence[FeedRow]


@click.command("feeds")
@click.option("--check", "is_checked", is_flag=True, help="Read every feed back now, instead of what was found last.")
@click.option("--days", type=click.IntRange(1, 400), default=30, show_default=True, help="Days that are counted.")
def feeds(is_checked: bool, days: int) -> None:  # noqa: FBT001 - click passes options by name
    """Show how feeds fare: size, entries, languages, whether they read back, and who fetched them when.

    Exit code 1 where a feed was not read back without fault.
    """
    now = system_clock()
    found = asyncio.run(_found(settings_now(), now=now, days=days, is_checked=is_checked))
    for check in found.checks:
        fault = "" if check.is_well else f"  FAULT {check.fault or 'not every entry was read back'}"
        told = f"{check.entries:>6} entries  {check.read_back:>6} read back  {check.size_bytes:>9} bytes"
        click.echo(f"{check.path:<40} {check.language:<8} {told}{fault}")
    if not found.checks:
        click.echo("No feed was read back yet: --check does it now.")
    for row in found.rows:
        click.echo(f"{row.path}: {row.total.times} fetches in {', '.join(sorted(row.by_language))}")
        for family, count in sorted(row.by_family.items(), key=lambda item: item[1].last_at, reverse=True):
            click.echo(f"  {_last(family, count, now)}")
    if not all(check.is_well for check in found.checks):
        raise SystemExit(1)


def _last(family: ClientFamily, count: FetchCount, now: datetime) -> str:
    name = ENGLISH.translate(SOURCE_LANGUAGE, FAMILY_NAMES[family])
    return f"{name} last fetched {distance_in_time(count.last_at - now, SOURCE_LANGUAGE)} ({count.times} times)"


async def _found(settings: Settings, *, now: datetime, days: int, is_checked: bool) -> Found:
    async with started(settings) as database:
        if await list_pending(database, resource_dir("migrations")):
            raise click.ClickException("The database is not up to date: run `events-app migrate` first.")
        if is_checked:
            catalogues = open_catalogues(resource_dir("locales"), settings.languages)
            await check_feeds(settings, catalogues, now=now, is_anew=True)
        wanted = Wanted(since=(now - timedelta(days=days)).date())
        return Found(await feed_fetches.list_checks(), await feed_fetches.list_feeds(wanted, limit=MOST_SHOWN))
