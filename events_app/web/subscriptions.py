"""The subscribe page: a selection and a language become the permanent address of a feed, with a look at what it holds.

What stands at the address is the business of `feeds`; the words of a query are read in `edge.selections`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from markupsafe import Markup

from events_app.domain.calendar import KIND_NAMES, CalendarEntry, EntryKind, EntryStatus
from events_app.domain.countries import SCOPE_NAMES, Scope
from events_app.domain.languages import LANGUAGES, Language
from events_app.domain.messages import P_, Message
from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS, sector_name
from events_app.domain.selections import Selection
from events_app.edge.feed_names import feed_name
from events_app.edge.pages import Pages, page
from events_app.edge.problems import Problem
from events_app.edge.selections import CONFIRMED, LONGEST_TEXT, OPEN, UNKNOWN, query_of
from events_app.edge.subscriptions import (
    CANCELLED_NAMES,
    FORMAT_NAMES,
    FeedChoice,
    Subscription,
    feed_path,
    read_choice,
)
from events_app.edge.tallies import ruler, year_counts
from events_app.formats.feed_options import Cancelled
from events_app.i18n.catalogues import Catalogues, speaking
from events_app.i18n.sorting import sort_key
from events_app.reference.groups import GROUPS
from events_app.reference.policies import generation
from events_app.settings import Settings
from events_app.storage import selections
from events_app.web.filters import STATUS_NAMES, country_choices

SHOWN_ENTRIES = 5
COUNTED_ENTRIES = 2_000
YEARS_AHEAD = 2
TYPED = ("q", "from", "to")
DATES_NAMES: Mapping[str, Message] = {
    "": P_("dates in a feed", "Confirmed or not"),
    CONFIRMED: P_("dates in a feed", "Only confirmed dates"),
    OPEN: P_("dates in a feed", "Only dates that are not confirmed"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of the form."""

    value: str
    name: str
    is_chosen: bool


@get("/subscribe", include_in_schema=False)
async def subscribe(
    request: Request[Any, Any, Any],
    *,
    state: State,
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """Show the form filled with the query, and what its choice gives; bad input is named beside its field."""
    choice = read_choice(request.query_params)
    spoken, language_problems = _feed_language(request, language, settings)
    problems = {**language_problems, **choice.chosen.problems}
    held = _held(choice)
    coming = replace(held, first_day=max(today, held.first_day or today)) if held else None
    entries = await selections.list_starting(coming, limit=SHOWN_ENTRIES) if coming else ()
    context: dict[str, Any] = {
        **await _form(state, choice, language, settings, today),
        **await ruler(state, language, year=today.year, current_month=today.month),
        "feed_language": LANGUAGES[spoken],
        "feed_languages": [LANGUAGES[code] for code in settings.languages],
        "subscription": _subscription(choice, spoken, request.app.state.catalogues, settings),
        "download": feed_path(spoken, "calendar.ics", choice.query),
        "formats": {feed_path(spoken, f"calendar{end}", choice.query): name for end, name in FORMAT_NAMES.items()},
        "news": feed_path(spoken, "changes.atom"),
        "count": await selections.count_up_to(held, COUNTED_ENTRIES) if held else 0,
        "counted_up_to": COUNTED_ENTRIES,
        "preview_is_empty": not entries,
        "preview": _preview(request, LANGUAGES[spoken], entries, now),
        "problems": problems,
        "typed": {name: request.query_params.get(name, "").strip()[:LONGEST_TEXT] for name in TYPED},
        "calendar_query": query_of(choice.selection),
        "is_indexed": not problems,
    }
    return page(request, "subscriptions/subscribe.html", now=now, **context)


ROUTES = (subscribe,)


def _feed_language(
    request: Request[Any, Any, Any], language: str, settings: Settings
) -> tuple[str, Mapping[str, Problem]]:
    """Language of the entries: the one asked for, or that of the page."""
    asked = request.query_params.get("language", "").strip() or language
    if asked in settings.languages:
        return asked, {}
    return language, {"language": Problem(UNKNOWN, {"value": asked[:LONGEST_TEXT]})}


def _held(choice: FeedChoice) -> Selection | None:
    """What the feed shows: without cancelled entries where they are taken out; None where nothing can be left."""
    selection = choice.selection
    if choice.cancelled is not Cancelled.DROP:
        return selection
    asked = selection.statuses or tuple(EntryStatus)
    left = tuple(status for status in asked if status is not EntryStatus.CANCELLED)
    return replace(selection, statuses=left) if left else None


def _subscription(choice: FeedChoice, language: str, catalogues: Catalogues, settings: Settings) -> Subscription:
    return Subscription(
        url=settings.address + feed_path(language, "calendar.ics", choice.query),
        name=feed_name(choice.selection, language, catalogues=catalogues, settings=settings),
    )


def _preview(
    request: Request[Any, Any, Any], language: Language, entries: Iterable[CalendarEntry], now: datetime
) -> Markup:
    """The next entries as the feed tells them: in its language, whatever that of the page is."""
    pages: Pages = request.app.state.pages
    with speaking(language.code):
        template = pages.environment.get_template("subscriptions/_preview.html")
        return Markup(template.render(entries=entries, now=now, language=language))  # noqa: S704 - autoescaped


async def _form(
    state: State, choice: FeedChoice, language: str, settings: Settings, today: date
) -> Mapping[str, object]:
    """Choices of the form, each list in the order of a reader of `language`."""
    catalogues: Catalogues = state.catalogues
    selection = choice.selection

    def options(names: Mapping[Any, Message], chosen: Iterable[object]) -> list[Option]:
        held = {str(value) for value in chosen}
        return [Option(str(key), catalogues.translate(language, name), str(key) in held) for key, name in names.items()]

    def ordered(found: list[Option]) -> list[Option]:
        return sorted(found, key=lambda option: sort_key(option.name, language))

    scopes = {
        scope: name for scope, name in SCOPE_NAMES.items() if scope is not Scope.SEPARATE or settings.separate_regions
    }
    sectors = {code: sector_name(code) for code in (*SECTORS, ALL_SECTORS)}
    dates = {None: "", True: CONFIRMED, False: OPEN}[selection.is_confirmed]
    near, far = await _countries(state, selection.countries, language, settings, today)
    return {
        "kinds": options({kind: KIND_NAMES[kind] for kind in EntryKind}, selection.effective_kinds),
        "scopes": options(scopes, selection.scopes),
        "near_countries": near,
        "far_countries": far,
        "groups": ordered(options({code: group.short_name for code, group in GROUPS.items()}, selection.groups)),
        "sectors": ordered(options(sectors, selection.sectors)),
        "fields": [o for o in options({n: f.name for n, f in FIELDS.items()}, selection.fields) if o.is_chosen],
        "statuses": [o for o in options(STATUS_NAMES, selection.statuses) if o.is_chosen],
        "dates": options(DATES_NAMES, (dates,)),
        "cancelled": options(CANCELLED_NAMES, (choice.cancelled,)),
    }


async def _countries(
    state: State, chosen: Sequence[str], language: str, settings: Settings, today: date
) -> tuple[list[Option], list[Option]]:
    """Countries and regions to tick (those with exhibitions from this year on, and those chosen), and all others."""
    counts = [(await year_counts(state, today.year + number)).by_country() for number in range(YEARS_AHEAD)]
    near = {code for count in counts for code in count} | set(chosen)
    overrides = tuple(sorted(settings.country_names.get(language, {}).items()))
    every = [Option(code, name, code in chosen) for code, name in country_choices(language, overrides, generation())]
    return [o for o in every if o.value in near], [o for o in every if o.value not in near]
