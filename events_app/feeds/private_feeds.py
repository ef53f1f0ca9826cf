"""Private feeds of people, in every format: `/feeds/{language}/saved/{token}.ics` and `…/unit/{token}.ics`.

They are targets as public feeds are, and take the same options. The address is the key: nobody else may keep the
answer, no log holds it (`edge.requests`), and what is made of an internal calendar is kept nowhere.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import parse_qsl

from litestar import Request, Response, get
from litestar.datastructures import MultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import private_feeds as actions
from events_app.domain.messages import P_
from events_app.domain.private_feeds import (
    KEPT_FOR,
    PrivateFeed,
    PrivateFeedRevoked,
    PrivateKind,
    internal_entries_of_edition,
    internal_entries_of_project,
)
from events_app.domain.refusals import NotFound
from events_app.domain.selections import Selection
from events_app.edge.feed_options import OPTION_NAMES
from events_app.edge.languages import languages_of
from events_app.edge.subscriptions import read_choice
from events_app.feeds.answers import press_of, send
from events_app.feeds.forms import FORMS
from events_app.feeds.rendering import Press
from events_app.feeds.targets import Contents, Speech, Target
from events_app.i18n.catalogues import Catalogues
from events_app.settings import Settings
from events_app.storage import organisations, private_feeds, selections

CACHE_CONTROL: Final = "private, max-age=600"
UNKEPT: Final = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}
UNIT_NAME: Final = P_("name of a private calendar feed", "Internal calendar: %(unit)s")
LONGEST_TOKEN: Final = 100
MOST_EDITIONS: Final = 1_000
MOST_PROJECTS: Final = 300


@get(["/saved/{file:str}", "/unit/{file:str}"], include_in_schema=False)
async def private(
    request: Request[Any, Any, Any],
    *,
    language: NamedDependency[str],
    file: FromPath[str],
    settings: NamedDependency[Settings],
    today: NamedDependency[date],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The feed behind a token, or 410 where the token was taken back."""
    kind = PrivateKind(request.url.path.split("/")[3])
    token, point, ending = file.rpartition(".")
    form = FORMS.get(point + ending)
    if form is None or not 0 < len(token) <= LONGEST_TOKEN:
        raise NotFound
    catalogues: Catalogues = request.app.state.catalogues
    try:
        feed = await actions.open_feed(kind, token)
    except PrivateFeedRevoked as refusal:
        return _gone(catalogues.translate(language, refusal.message))
    target = _target(Speech(language, catalogues, settings, languages_of(request)), feed, request.query_params, today)
    entries, name = await target.load()
    # Entries of an internal calendar come into no store that others are served from.
    press = press_of(request.app) if kind is PrivateKind.SAVED else Press(settings, catalogues, keeps=False)
    # The address that the feed names as its own has no secret in it.
    order = replace(target.order(feed.name or name, form), url=settings.address)
    answer = send(
        request,
        await press.printed(order, entries, now=now),
        media_type=form.media_type,
        file_name=f"{kind.value}{form.ending}",
        # What leaves a selection changes it without a later moment: only the ETag tells.
        last_modified=None,
        cache_control=CACHE_CONTROL,
    )
    answer.headers["X-Robots-Tag"] = UNKEPT["X-Robots-Tag"]
    return answer


def _gone(words: str) -> Response[bytes]:
    return Response(f"{words}\n".encode(), status_code=410, media_type="text/plain", headers=UNKEPT)


def _target(speech: Speech, feed: PrivateFeed, query: MultiDict[str], today: date) -> Target:
    """What the feed holds, with the options of the query."""
    asked = [(key, value) for key, value in query.multi_items() if key in OPTION_NAMES]
    speech, options = speech.read(MultiDict(asked))
    saved = read_choice(MultiDict(parse_qsl(feed.query)))
    choice = replace(options, chosen=replace(options.chosen, selection=saved.selection))

    async def load() -> Contents:
        if feed.kind is PrivateKind.SAVED:
            return await selections.list_all(choice.selection), speech.name(choice.selection)
        return await _internal(speech, feed, today)

    page = "account/feeds"
    return Target(speech=speech, path=feed.kind.value, page=page, names=OPTION_NAMES, choice=choice, load=load)


async def _internal(speech: Speech, feed: PrivateFeed, today: date) -> Contents:
    """Everything that a unit keeps, drafts and internal milestones too, by day."""
    units = None if feed.unit_id is None else (feed.unit_id,)
    domain = speech.settings.uid_domain
    editions = await private_feeds.list_editions_within(units, since=today - KEPT_FOR, limit=MOST_EDITIONS)
    projects = await private_feeds.list_projects_within(units, limit=MOST_PROJECTS)
    entries = [entry for edition in editions for entry in internal_entries_of_edition(edition, domain=domain)]
    entries += [entry for project in projects for entry in internal_entries_of_project(project, domain=domain)]
    since = today - KEPT_FOR
    shown = tuple(sorted((e for e in entries if e.ends_on >= since), key=lambda e: (e.starts_on, e.uid)))
    if feed.unit_id is None:
        return shown, speech.name(Selection())
    unit = (await organisations.get(feed.unit_id)).name.shown(speech.language).text
    return shown, speech.catalogues.translate(speech.language, UNIT_NAME, unit=unit)


ROUTES = (private,)
