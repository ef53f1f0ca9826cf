"""Feeds from the command line: one written to a file; how all fare, and a check that reads every feed back."""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import click
from litestar.datastructures import MultiDict

from events_app.console import settings_now, started, write_bytes
from events_app.domain.feed_fetches import FAMILY_NAMES, ClientFamily, FeedCheck, FetchCount
from events_app.domain.languages import LANGUAGES, chain_in
from events_app.edge.clock import system_clock
from events_app.edge.feed_options import ON
from events_app.edge.subscriptions import FeedChoice, read_choice
from events_app.feeds.calendar import selection_bytes
from events_app.feeds.checking import check_feeds
from events_app.i18n.catalogues import Catalogues, open_catalogues
from events_app.i18n.distances import distance_in_time
from events_app.i18n.locales import SOURCE_LANGUAGE
from events_app.settings import Settings, resource_dir
from events_app.storage import feed_fetches
from events_app.storage.database import Database
from events_app.storage.feed_fetches import FeedRow, Wanted
from events_app.storage.migrating import list_pending

ENGLISH: Final = Catalogues({})
MOST_SHOWN: Final = 50
SUBJECT: Final = re.compile(r"(exhibition|project)/[a-z0-9-]+")
COMPONENTS: Final = (b"\r\nBEGIN:VEVENT\r\n", b"\r\nBEGIN:VTODO\r\n")


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of the feeds."""

    checks: Sequence[FeedCheck]
    rows: Sequence[FeedRow]


class Languages(click.ParamType[tuple[str, ...]]):
    """A language, or a chain of languages to be tried in turn, as it stands in the address of a feed."""

    name = "languages"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The chain; what is none is refused."""
        chain = chain_in(str(value), tuple(LANGUAGES))
        if not chain:
            self.fail(f"{value!r} is not one of {', '.join(LANGUAGES)}, nor a chain of them, each once.", param, ctx)
        return chain


@click.command("feed")
@click.argument("languages", metavar="LANGUAGE[,LANGUAGE…]", type=Languages())
@click.option("--kind", multiple=True, metavar="KIND", help="exhibition, session, deadline or milestone.")
@click.option("--country", multiple=True, metavar="CODE", help="ISO 3166-1 code of a country or region.")
@click.option("--group", multiple=True, metavar="CODE", help="Group of countries, for example asean.")
@click.option("--sector", multiple=True, metavar="CODE", help="Sector, for example machinery.")
@click.option("--field", multiple=True, metavar="NUMBER", help="WIPO technology field, 1 to 35.")
@click.option("--scope", multiple=True, metavar="SCOPE", help="domestic, overseas or separate.")
@click.option("--status", multiple=True, metavar="STATUS", help="published, postponed or cancelled.")
@click.option("--dates", multiple=True, metavar="WHICH", help="confirmed or open.")
@click.option("--text", "q", multiple=True, metavar="WORDS", help="Words sought in names, places and texts.")
@click.option("--from", "from", multiple=True, metavar="DATE", help="First day, as 2027-04-30.")
@click.option("--to", multiple=True, metavar="DATE", help="Last day.")
@click.option("--lang", multiple=True, metavar="LANGUAGE", help="Languages tried in turn, before those of LANGUAGE.")
@click.option("--fallback", multiple=True, metavar="HOW", help="mark (default) or hide texts in none of the languages.")
@click.option("--cancelled", multiple=True, metavar="HOW", help="mark (default), status or drop cancelled entries.")
@click.option("--detail", multiple=True, metavar="HOW", help="plain (default), or full: HTML, place and facts as data.")
@click.option("--alarm", multiple=True, metavar="DURATION", help="An alarm so long before each entry: P7D, PT2H.")
@click.option("--reminder", is_flag=True, help="An alarm two weeks before applications close.")
@click.option("--todo", is_flag=True, help="Deadlines as tasks.")
@click.option("--subject", default="", metavar="KIND/SLUG", help="All entries of one exhibition/… or project/….")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File; standard output without.")
def feed(languages: tuple[str, ...], subject: str, output: Path | None, **query: Sequence[str] | bool) -> None:
    """Write a selection of the calendar as an iCalendar file in LANGUAGE, or in a chain of languages.

    Options may be given several times: one of their values must match, and each option that is given. Without any,
    the whole calendar is written, the same bytes that /feeds/LANGUAGE/calendar.ics gives; docs/feeds.md says what the
    options of a feed mean.
    """
    if subject and not SUBJECT.fullmatch(subject):
        raise click.UsageError("--subject is written as exhibition/slug or project/slug.")
    choice = read_choice(MultiDict(_pairs(query)), subject=subject, languages=languages)
    for name, problem in choice.chosen.problems.items():
        sentence = ENGLISH.translate(SOURCE_LANGUAGE, problem.message, **problem.params)
        raise click.UsageError(f"--{'text' if name == 'q' else name}: {sentence}")
    content = asyncio.run(_feed_bytes(settings_now(), choice))
    found = sum(content.count(begin) for begin in COMPONENTS)
    if subject and not found:
        raise click.ClickException(f"The public calendar has no {subject}.")
    write_bytes(content, output)
    click.echo(f"{found} entries", err=True)


def _pairs(query: Mapping[str, Sequence[str] | bool]) -> Iterator[tuple[str, str]]:
    """What was chosen, as it stands in a query."""
    for name, given in query.items():
        values = [ON] * given if isinstance(given, bool) else given
        yield from ((name, value) for value in values)


async def _feed_bytes(settings: Settings, choice: FeedChoice) -> bytes:
    catalogues = open_catalogues(resource_dir("locales"), settings.languages)
    async with started(settings) as database:
        await _require_migrated(database)
        return await selection_bytes(settings, catalogues, choice, now=system_clock())


async def _require_migrated(database: Database) -> None:
    if await list_pending(database, resource_dir("migrations")):
        raise click.ClickException("The database is not up to date: run `events-app migrate` first.")


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
        await _require_migrated(database)
        if is_checked:
            catalogues = open_catalogues(resource_dir("locales"), settings.languages)
            await check_feeds(settings, catalogues, now=now, is_anew=True)
        wanted = Wanted(since=(now - timedelta(days=days)).date())
        return Found(await feed_fetches.list_checks(), await feed_fetches.list_feeds(wanted, limit=MOST_SHOWN))
