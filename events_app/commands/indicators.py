"""Tables of indicators into the database from the command line, by the rules of the desk."""

import asyncio
from pathlib import Path

import click

from events_app.actions import indicators
from events_app.actions.indicators import Proposal
from events_app.commands.exchange import ENGLISH, read_sheet, sentence_of
from events_app.console import settings_now, started
from events_app.domain.indicator_forms import KNOWN_FORMS, PLAIN, mapping_for
from events_app.domain.refusals import InvalidValue
from events_app.domain.rights import SYSTEM
from events_app.domain.tables import Sheet
from events_app.edge.clock import system_clock
from events_app.i18n.locales import SOURCE_LANGUAGE
from events_app.settings import Settings


@click.command("import-indicators")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--form",
    type=click.Choice([PLAIN, *KNOWN_FORMS]),
    default=PLAIN,
    show_default=True,
    help="What the columns of the file say: docs/indicators.md.",
)
@click.option("--code", default="", help="Of the table that gets a new version; needed for the plain form.")
@click.option("--title", default="", help="Of the table; without one that of the form, or the name of the file.")
@click.option("--dry-run", is_flag=True, help="Compare with what is in force, and keep nothing.")
def import_indicators(file: Path, form: str, code: str, title: str, dry_run: bool) -> None:  # noqa: FBT001 - click
    """Read a table of figures (CSV or XLSX) and keep all of it as a new version, or nothing.

    Exit code 1 where a line is wrong; each is told with its number and column.
    """
    known = KNOWN_FORMS.get(form)
    code = code or (known.code if known else "")
    title = title or (known.title.id if known else file.stem)
    sheet = read_sheet(file)
    try:
        done, is_kept = asyncio.run(_import(settings_now(), sheet, form, code, title, file.name, is_dry=dry_run))
    except InvalidValue as refusal:
        raise click.ClickException(ENGLISH.translate(SOURCE_LANGUAGE, refusal.message, **refusal.params)) from refusal
    for fault in done.reading.faults:
        click.echo(sentence_of(fault), err=True)
    found = done.comparison
    told = f"{len(found.new)} new, {len(found.changed)} changed, {len(found.gone)} gone, {found.unchanged} unchanged"
    click.echo(f"{told}, {done.reading.no_data} without data; {'kept' if is_kept else 'nothing kept'}")
    if done.reading.faults:
        raise SystemExit(1)


async def _import(  # noqa: PLR0917 - as the options come
    settings: Settings, sheet: Sheet, form: str, code: str, title: str, label: str, *, is_dry: bool
) -> tuple[Proposal, bool]:
    mapping = mapping_for(form, sheet.header)
    async with started(settings):
        proposal = await indicators.propose(sheet, mapping, code=code, title=title, by=SYSTEM)
        is_kept = proposal.is_applicable and not is_dry
        if is_kept:
            await indicators.apply(proposal, label=label, by=SYSTEM, now=system_clock())
    return proposal, is_kept
