"""Private feeds: the agenda of a company for one person, at an address that only that person knows.

The address is the key (256 bits of chance, kept as a digest), so nobody else may keep the answer, no search engine may
name it, and no log holds it (`edge.requests`). Taken back, it answers 410: programs stop asking then.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import agendas as actions
from events_app.domain.agendas import DUTY_NAMES, KEPT_FOR, AgendaItem, FeedRevoked
from events_app.domain.messages import P_
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.edge.agendas import list_agenda
from events_app.edge.compression import GZIP
from events_app.edge.feed_names import feed_description
from events_app.edge.feed_wordings import wording_of
from events_app.edge.pages import address
from events_app.feeds.answers import send
from events_app.feeds.forms import ICAL
from events_app.feeds.rendering import Feed
from events_app.formats.entry_words import FeedContext
from events_app.formats.ical import FeedHead, calendar, event, zones_of
from events_app.formats.vtimezone import FIRST_YEAR
from events_app.i18n.catalogues import Catalogues
from events_app.settings import Settings

CACHE_CONTROL: Final = "private, max-age=600"
NAME: Final = P_("name of a private calendar feed", "Agenda: %(company)s")
LONGEST_TOKEN: Final = 100
UNKEPT: Final = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}


@get("/agenda/{file:str}", include_in_schema=False)
async def agenda(
    request: Request[Any, Any, Any],
    *,
    language: NamedDependency[str],
    file: FromPath[str],
    settings: NamedDependency[Settings],
    today: NamedDependency[date],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The agenda behind a token, or 410 where the token was taken back."""
    token = file.removesuffix(ICAL.ending)
    if token == file or not 0 < len(token) <= LONGEST_TOKEN:
        raise NotFound
    catalogues: Catalogues = request.app.state.catalogues
    try:
        _, company = await actions.open_feed(token)
    except FeedRevoked as refusal:
        words = catalogues.translate(language, refusal.message)
        return Response(f"{words}\n".encode(), status_code=410, media_type="text/plain", headers=UNKEPT)
    items = await list_agenda(company, settings=settings, since=today - KEPT_FOR)
    feed = await asyncio.to_thread(_made, items, company, _Speech(language, settings, catalogues, now))
    answer = send(
        request,
        feed,
        media_type=ICAL.media_type,
        file_name=f"agenda-{company.slug}{ICAL.ending}",
        # What leaves an agenda changes it without a later moment: only the ETag tells.
        last_modified=None,
        cache_control=CACHE_CONTROL,
    )
    answer.headers["X-Robots-Tag"] = UNKEPT["X-Robots-Tag"]
    return answer


@dataclass(frozen=True, slots=True)
class _Speech:
    language: str
    settings: Settings
    catalogues: Catalogues
    now: datetime


def _made(items: Sequence[AgendaItem], company: Organisation, speech: _Speech) -> Feed:
    """Render the feed. Runs in a thread: shares nothing."""
    language, settings, catalogues = speech.language, speech.settings, speech.catalogues
    plain = wording_of(language, catalogues=catalogues, settings=settings)
    duties = {duty.value: catalogues.translate(language, name) for duty, name in DUTY_NAMES.items()}
    wording = replace(plain, part_names={**plain.part_names, **duties})
    entries = [item.entry for item in items]
    paths = {item.entry.uid: item.path for item in items}
    context = FeedContext(
        language=language,
        wording=wording,
        page=lambda entry: settings.address + address(language, paths[entry.uid]),
        now=speech.now,
    )
    page = settings.address + address(language, f"company/{company.slug}/agenda")
    head = FeedHead(
        name=catalogues.translate(language, NAME, company=company.name.shown(language).text),
        description=feed_description(language, catalogues=catalogues, settings=settings),
        language=language,
        url=page,
        page=page,
        zone=settings.home_zone,
        modified_at=max((entry.modified_at for entry in entries), default=None),
        since_year=min((entry.starts_on.year for entry in entries), default=FIRST_YEAR),
    )
    feed = Feed.of(calendar(head, [event(entry, context) for entry in entries], zones_of(entries)))
    return feed.with_packed(GZIP) if feed.is_packable else feed


ROUTES = (agenda,)
