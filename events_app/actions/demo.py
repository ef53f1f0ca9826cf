"""Loading the demonstration into an empty database, as an organiser would have entered it."""

from collections.abc import Callable
from datetime import datetime

from events_app.actions import exhibitions, projects
from events_app.actions.context import Context
from events_app.domain.rights import SYSTEM
from events_app.reference import demo
from events_app.reference.groups import memberships
from events_app.settings import Settings
from events_app.storage import exhibitions as stored
from events_app.storage.database import transaction


def context_of(settings: Settings) -> Context:
    """What actions need to know of this installation."""
    return Context(uid_domain=settings.uid_domain, memberships=memberships())


async def load_demo(
    settings: Settings,
    now: datetime,
    *,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> bool:
    """Load the demonstration; False, and nothing done, where there is any exhibition series already.

    All or nothing. `on_progress` is told how many of how many records are kept. Editions are first published and then
    postponed or cancelled at the moments that the demonstration names, so that change log and SEQUENCE tell a history.
    """
    context = context_of(settings)
    async with transaction():
        if await stored.count_series():
            return False
        data = demo.load(settings.home_country, settings.separate_regions, now)
        total = len(data.series) + len(data.editions) + len(data.projects)
        for number, series in enumerate(data.series, start=1):
            await exhibitions.add_series(series, by=SYSTEM, now=now)
            on_progress(number, total)
        for number, edition in enumerate(data.editions, start=len(data.series) + 1):
            await exhibitions.add_edition(edition, by=SYSTEM, context=context, now=edition.created_at)
            on_progress(number, total)
        for number, project in enumerate(data.projects, start=total - len(data.projects) + 1):
            await projects.add(project, by=SYSTEM, context=context, now=project.created_at)
            on_progress(number, total)
        await _befall(data, context)
    return True


async def _befall(data: demo.DemoData, context: Context) -> None:
    """What happened to editions after they were published."""
    for slug, postponed in data.postponements.items():
        await exhibitions.postpone(
            slug,
            postponed.days,
            deadlines=postponed.deadlines,
            note=postponed.note,
            by=SYSTEM,
            context=context,
            now=postponed.at,
        )
    for slug, cancelled in data.cancellations.items():
        await exhibitions.cancel(slug, cancelled.reason, by=SYSTEM, context=context, now=cancelled.at)
