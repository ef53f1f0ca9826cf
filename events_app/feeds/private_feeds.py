"""Private feeds of people, in every format: `/feeds/{language}/{kind}/{token}.ics`, an address that nobody else knows.

Agendas of companies, saved selections and internal calendars are targets as public feeds are, and take the same
options. The address is the key: nobody else may keep the answer, no log holds it (`edge.requests`), and what is made of
an agenda or an internal calendar is kept nowhere. Taken back, it answers 410: programs stop asking then.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import parse_qsl
from uuid import UUID

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
    internal_items_of_edition,
    internal_items_of_project,
)
from events_app.domain.refusals import NotFound
from events_app.domain.selections import Selection
from events_app.edge.agendas import list_agenda
from events_app.edge.feed_options import OPTION_NAMES
from events_app.edge.languages import languages_of
from events_app.edge.subscriptions import FeedChoice, read_choice
from events_app.feeds import targets
from events_app.feeds.answers import press_of, send, shelf_of
from events_app.feeds.forms import FORMS, Form
from events_app.feeds.refusing import problems_in, refused
from events_app.feeds.rendering import Feed, Press
from events_app.feeds.targets import Speech, Target
from events_app.settings import Settings
from events_app.storage import organisations, private_feeds

CACHE_CONTROL: Final = "private, max-age=600"
UNKEPT: Final = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}
AGENDA_NAME: Final = P_("name of a private calendar feed", "Agenda: %(company)s")
UNIT_NAME: Final = P_("name of a private calendar feed", "Internal calendar: %(unit)s")
LONGEST_TOKEN: Final = 100
MOST_EDITIONS: Final = 1_000
MOST_PROJECTS: Final = 300


@get([f"/{kind.value}/{{file:str}}" for kind in PrivateKind], include_in_schema=False)
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
    speech = Speech(language, request.app.state.catalogues, settings, languages_of(request))
    speech, choice = speech.read(request.query_params)
    try:
        feed = await actions.open_feed(kind, token)
    except PrivateFeedRevoked as refusal:
        return _gone(speech, refusal)
    problems = problems_in(request.query_params, speech, OPTION_NAMES & form.options, choice.chosen.problems)
    if problems:
        return refused(request, speech, problems)
    target = await _target(speech, choice, feed, today)
    answer = send(
        request,
        await _made(request, target, feed, form, now=now),
        media_type=form.media_type,
        file_name=f"{kind.value}{form.ending}",
        language=speech.language,
        # What leaves a feed changes it without a later moment: only the ETag tells.
        last_modified=None,
        cache_control=CACHE_CONTROL,
    )
    answer.headers["X-Robots-Tag"] = UNKEPT["X-Robots-Tag"]
    return answer


def _gone(speech: Speech, refusal: PrivateFeedRevoked) -> Response[bytes]:
    words = speech.catalogues.translate(speech.language, refusal.message)
    headers = UNKEPT | {"Content-Language": speech.language}
    return Response(f"{words}\n".encode(), status_code=410, media_type="text/plain", headers=headers)


async def _made(
    request: Request[Any, Any, Any], target: Target, feed: PrivateFeed, form: Form, *, now: datetime
) -> Feed:
    """Make it; what the public does not see comes into no store that others are served from."""
    order = target.order(feed.name, form)
    # The feed names no address of its own, since that is a secret; what tells it from others has none in it.
    order = replace(order, url="", own_name=f"{order.page}#{feed.id}")
    if target.is_told_by_selection:
        selection, state = target.choice.selection, await shelf_of(request.app).state()
        order = replace(order, name=feed.name or target.speech.name(selection))
        return await press_of(request.app).printed(order, selection, now=now, words_version=state.words_version)
    entries, name = await target.load()
    press = Press(request.app.state.settings, request.app.state.catalogues, keeps=False)
    return await press.printed(replace(order, name=feed.name or name), entries, now=now)


async def _target(speech: Speech, choice: FeedChoice, feed: PrivateFeed, today: date) -> Target:
    """What the feed holds, with the options of the query."""
    if feed.company_id is not None:
        return await _agenda(speech, choice, feed.company_id, today)
    if feed.kind is PrivateKind.UNIT:
        return await _internal(speech, choice, feed.unit_id, today)
    saved = read_choice(MultiDict(parse_qsl(feed.query))).chosen
    return targets.of_choice(speech, replace(choice, chosen=saved))


async def _agenda(speech: Speech, choice: FeedChoice, company_id: UUID, today: date) -> Target:
    """What a company has to do and what it takes part in."""
    company = await organisations.get(company_id)
    items = await list_agenda(company, settings=speech.settings, since=today - KEPT_FOR)
    called = company.name.shown(speech.languages or speech.language).text
    name = speech.catalogues.translate(speech.language, AGENDA_NAME, company=called)
    return targets.of_items(speech, choice, items, page=f"company/{company.slug}/agenda", name=name)


async def _internal(speech: Speech, choice: FeedChoice, unit_id: UUID | None, today: date) -> Target:
    """Everything that a unit keeps, or all units do, drafts and internal milestones too, by day."""
    units, since = None if unit_id is None else (unit_id,), today - KEPT_FOR
    domain = speech.settings.uid_domain
    editions = await private_feeds.list_editions_within(units, since=since, limit=MOST_EDITIONS)
    projects = await private_feeds.list_projects_within(units, limit=MOST_PROJECTS)
    items = [item for edition in editions for item in internal_items_of_edition(edition, domain=domain)]
    items += [item for project in projects for item in internal_items_of_project(project, domain=domain)]
    shown = (item for item in items if item.entry.ends_on >= since)
    ordered = sorted(shown, key=lambda item: (item.entry.starts_on, item.entry.uid))
    name = speech.name(Selection())
    if unit_id is not None:
        called = (await organisations.get(unit_id)).name.shown(speech.languages or speech.language).text
        name = speech.catalogues.translate(speech.language, UNIT_NAME, unit=called)
    return targets.of_items(speech, choice, ordered, page="account/feeds", name=name)


ROUTES = (private,)
