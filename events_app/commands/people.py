"""Accounts from the command line: the first administrator cannot be invited by anybody."""

import asyncio

import click

from events_app.actions.people import create_administrator
from events_app.console import settings_now, started
from events_app.domain.languages import LANGUAGES
from events_app.domain.refusals import Refusal
from events_app.domain.texts import Text
from events_app.edge.clock import system_clock
from events_app.i18n.catalogues import Catalogues
from events_app.i18n.locales import SOURCE_LANGUAGE
from events_app.settings import Settings, resource_dir
from events_app.storage.migrating import migrate

ENGLISH = Catalogues({})


@click.command("create-admin")
@click.argument("email")
@click.option("--name", required=True, help="Name of the person, as others see it.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@click.password_option(help="Asked for, unless given; better not given where others see what you type.")
def create_admin(email: str, name: str, language: str, password: str) -> None:
    """Make an account that may do everything, for EMAIL."""
    settings = settings_now()
    try:
        asyncio.run(_create(settings, email, name, language, password))
    except Refusal as refusal:
        sentence = ENGLISH.translate(SOURCE_LANGUAGE, refusal.message, **refusal.params)
        raise click.ClickException(sentence) from refusal
    click.echo(f"Sign in at {settings.address}/{language}/sign-in")


async def _create(settings: Settings, email: str, name: str, language: str, password: str) -> None:
    async with started(settings) as database:
        await migrate(database, resource_dir("migrations"))
        await create_administrator(
            email,
            name,
            password,
            language=language,
            zone=settings.home_zone,
            authority=Text.of("en", settings.authority("en"), dict(settings.authority_name)),
            now=system_clock(),
        )
