"""Tables out of and into the database from the command line, by the rules of the desk."""

import asyncio
from pathlib import Path
from typing import Any

import click

from events_app.actions import exports, imports
from events_app.actions.demo import context_of
from events_app.console import settings_now, started
from events_app.domain.exchange import Report, Standing
from events_app.domain.languages import LANGUAGES
from events_app.domain.refusals import InvalidValue
from events_app.domain.rights import SYSTEM, Noun
from events_app.domain.tables import LARGEST_BYTES, Fault, Sheet, Table
from events_app.edge.clock import system_clock
from events_app.formats import csv_tables, xlsx_tables
from events_app.i18n.catalogues import Catalogues
from events_app.i18n.locales import SOURCE_LANGUAGE
from events_app.settings import Settings

ENGLISH = Catalogues({})
NOUNS = {"exhibitions": Noun.EXHIBITION, "projects": Noun.PROJECT, "organisations": Noun.ORGANISATION}
XLSX = ".xlsx"


@click.command("export")
@click.argument("noun", type=click.Choice(list(NOUNS)))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="File to write: .xlsx for a workbook, anything else for CSV.",
)
def export(noun: str, output: Path) -> None:
    """Write every one of NOUN as a table that `events-app import` reads back (organisations are written only)."""
    table = asyncio.run(_export(settings_now(), noun, output.name))
    if output.suffix.lower() == XLSX:
        output.write_bytes(xlsx_tables.written(table, title=noun.title(), language=SOURCE_LANGUAGE))
    else:
        output.write_bytes(csv_tables.written(table))
    click.echo(f"{len(table.rows)} lines", err=True)


@click.command("import")
@click.argument("noun", type=click.Choice([noun for noun in NOUNS if noun != "organisations"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, help="Of new texts.")
@click.option("--dry-run", is_flag=True, help="Check against every rule, and keep nothing.")
def import_(noun: str, file: Path, language: str, dry_run: bool) -> None:  # noqa: FBT001 - click passes options by name
    """Read a table of NOUN (CSV or XLSX) and keep all of it, or nothing.

    Exit code 1 where a line is wrong; each is told with its number and column.
    """
    report = asyncio.run(_import(settings_now(), noun, read_sheet(file), file.name, language, is_dry=dry_run))
    for fault in report.all_faults:
        click.echo(sentence_of(fault), err=True)
    told = ", ".join(f"{report.count(standing)} {standing.value}" for standing in Standing)
    click.echo(f"{told}; {'kept' if report.is_written else 'nothing kept'}")
    if report.all_faults:
        raise SystemExit(1)


async def _export(settings: Settings, noun: str, label: str) -> Table:
    async with started(settings):
        table = await _table(noun)
        now = system_clock()
        await exports.record_export(NOUNS[noun], count=len(table.rows), label=label, by=SYSTEM, now=now)
    return table


async def _table(noun: str) -> Table:
    if noun == "exhibitions":
        return await exports.editions_table(exports.EVERY_EDITION, by=SYSTEM)
    return await (exports.projects_table(by=SYSTEM) if noun == "projects" else exports.organisations_table(by=SYSTEM))


async def _import(
    settings: Settings, noun: str, sheet: Sheet, label: str, language: str, *, is_dry: bool
) -> Report[Any]:
    now = system_clock()
    propose = imports.propose_projects if noun == "projects" else imports.propose_editions
    async with started(settings):
        report: Report[Any] = await propose(sheet, language=language, by=SYSTEM, now=now)
        if not report.is_applicable:
            return report
        return await imports.apply(
            report, label=label, dry_run=is_dry, by=SYSTEM, context=context_of(settings), now=now
        )


def read_sheet(file: Path) -> Sheet:
    """The table in a file; what keeps it from being read ends the command."""
    if file.stat().st_size > LARGEST_BYTES:
        raise click.ClickException("The file is larger than 10 MB: divide it.")
    content = file.read_bytes()
    try:
        return xlsx_tables.read(content) if file.suffix.lower() == XLSX else csv_tables.read(content)
    except InvalidValue as refusal:
        raise click.ClickException(ENGLISH.translate(SOURCE_LANGUAGE, refusal.message, **refusal.params)) from refusal


def sentence_of(fault: Fault) -> str:
    """What is wrong, with its place."""
    place = f"line {fault.line}" + (f", {fault.column}" if fault.column else "")
    return f"{place}: {ENGLISH.translate(SOURCE_LANGUAGE, fault.message, **fault.params)}"
