"""Pages about the service itself: what it is, where its data come from, accessibility, privacy.

They say what holds for every installation; who runs this one comes from the settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency

from events_app import __version__
from events_app.domain.messages import N_, Message
from events_app.edge.pages import page
from events_app.edge.tallies import ruler


@dataclass(frozen=True, slots=True)
class Source:
    """Something that this service knows, from whom, and under which terms it may be shown."""

    what: Message
    who: Message
    terms: Message


PUBLIC_DOMAIN = N_("Public domain")
SOURCES: tuple[Source, ...] = (
    Source(
        N_("Dates, places and organisers of exhibitions"),
        N_("Organisers’ announcements and published calendars; each exhibition page names its own source"),
        N_("Facts; names and marks belong to their owners"),
    ),
    Source(
        N_("Cooperation projects"),
        N_("The parties, through the publishing authority; projects marked as illustrative are invented"),
        N_("Facts"),
    ),
    Source(
        N_("Names of countries, languages and currencies; how dates and numbers are written"),
        N_("Unicode Common Locale Data Repository (CLDR)"),
        N_("Unicode licence"),
    ),
    Source(
        N_("Codes of countries and regions"),
        N_("ISO 3166-1, as published by Debian’s iso-codes"),
        N_("LGPL 2.1 or later"),
    ),
    Source(
        N_("Regions of the world"),
        N_("United Nations Statistics Division, standard M49"),
        N_("Free to use with this mention"),
    ),
    Source(
        N_("Economy, trade partners, industries and most memberships"),
        N_("The World Factbook, edition of 2024–25, Central Intelligence Agency of the United States"),
        PUBLIC_DOMAIN,
    ),
    Source(
        N_("Other groups of countries and regions"),
        N_("Compiled by hand from the sites of the organisations; each spell of membership has its dates"),
        N_("Facts"),
    ),
    Source(N_("Public holidays"), N_("The open-source collection “holidays” for Python"), N_("MIT licence")),
    Source(N_("Time zones and their changes"), N_("Time Zone Database of the IANA"), PUBLIC_DOMAIN),
    Source(
        N_("The 35 fields of technology"),
        N_("World Intellectual Property Organization, IPC–Technology Concordance"),
        N_("Free to use with this mention"),
    ),
)

# Path of each page below the language, and its template.
PAGES: Mapping[str, str] = {
    "about": "about/about.html",
    "sources": "about/sources.html",
    "accessibility": "about/accessibility.html",
    "privacy": "about/privacy.html",
}


@get([f"/{path}" for path in PAGES], include_in_schema=False)
async def about_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[str]:
    """Show the page that the end of the path names."""
    name = request.scope["path"].rpartition("/")[2]
    months = await ruler(state, language, year=today.year, current_month=today.month)
    context: dict[str, Any] = {"sources": SOURCES, "version": __version__, **months}
    return page(request, PAGES[name], now=now, **context)


ROUTES = (about_page,)
