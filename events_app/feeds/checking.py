"""Feeds read back: each that is asked for, in every language, by a strict look and by our own reader.

A chore of the worker and a command do it; pages show what was found. It is read again when the calendar changes.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from litestar.datastructures import MultiDict

from events_app.actions import feed_fetches as actions
from events_app.domain.feed_fetches import FeedCheck
from events_app.domain.refusals import NotFound
from events_app.feeds import targets
from events_app.feeds.forms import ICAL
from events_app.feeds.rendering import Press
from events_app.feeds.targets import WHOLE, Speech, Target
from events_app.formats import ical_checks
from events_app.i18n.catalogues import Catalogues
from events_app.settings import Settings
from events_app.storage import calendar, feed_fetches

MOST_FEEDS: Final = 40
"""So many feeds are read back, the most wanted first, beside the whole calendar."""
WANTED_WITHIN: Final = timedelta(days=30)
LONGEST_FAULT: Final = 500


async def check_feeds(
    settings: Settings, catalogues: Catalogues, *, now: datetime, is_anew: bool = False
) -> tuple[FeedCheck, ...]:
    """Read feeds back that the calendar has changed since (all of them where `is_anew`); return what was found."""
    state = await calendar.get_state()
    version = state.version
    asked = await feed_fetches.list_paths(since=(now - WANTED_WITHIN).date(), limit=MOST_FEEDS)
    paths = dict.fromkeys([WHOLE + ICAL.ending, *(path for path in asked if path.endswith(ICAL.ending))])
    known = {(each.path, each.language): each for each in await feed_fetches.list_checks(tuple(paths))}
    press = Press(settings, catalogues)
    found: list[FeedCheck] = []
    for language in settings.languages:
        for path in paths:
            before = known.get((path, language))
            if before is not None and before.version == version and not is_anew:
                continue
            target = _target(Speech(language, catalogues, settings), path)
            if target is not None:
                found += await _checked(press, target, path, state=state, now=now)
    await press.settled()
    await actions.keep_checks(found)
    return tuple(found)


async def _checked(
    press: Press, target: Target, path: str, *, state: calendar.State, now: datetime
) -> Iterable[FeedCheck]:
    try:
        entries, name = await target.load()
    except NotFound:
        return ()
    feed = await press.printed(target.order(name, ICAL), entries, now=now, words_version=state.words_version)
    wrong, read = await asyncio.to_thread(_looked_at, feed.content)
    return (
        FeedCheck(
            path=path,
            language=target.speech.language,
            version=state.version,
            size_bytes=len(feed.content),
            entries=ical_checks.count_events(feed.content),
            read_back=read,
            fault="; ".join(wrong)[:LONGEST_FAULT],
            checked_at=now,
        ),
    )


def _looked_at(content: bytes) -> tuple[tuple[str, ...], int]:
    return ical_checks.faults(content), ical_checks.read_back(content)


def _target(speech: Speech, path: str) -> Target | None:
    """The feed of a path, without a query; None for what is no public feed."""
    kind, _, slug = path.removesuffix(ICAL.ending).partition("/")
    nothing: MultiDict[str] = MultiDict()
    if kind == WHOLE and not slug:
        return targets.of_selection(speech, nothing)
    of_kind = {
        "countries": targets.of_country,
        "exhibitions": targets.of_exhibition,
        "projects": targets.of_project,
        "series": targets.of_series,
    }.get(kind)
    try:
        return of_kind(speech, slug, nothing) if of_kind and slug else None
    except NotFound:
        return None
