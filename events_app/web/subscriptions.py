"""The subscribe page: a selection and a language become the permanent address of a feed, with a look at what it holds.

What stands at the address is the business of `feeds`; the words of a query are read in `edge.selections`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from markupsafe import Markup

from events_app.domain.calendar import KIND_NAMES, EntryKind, EntryStatus
from events_app.domain.countries import SCOPE_NAMES, Scope
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_, P_, Message
from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS, sector_name
from events_app.domain.selections import DEFAULT_KINDS, Selection
from events_app.edge.feed_addresses import parts_of
from events_app.edge.feed_names import feed_name
from events_app.edge.feed_options import OPTION_NAMES, WORDS, path_languages, written_duration
from events_app.edge.feed_previews import PROGRAM_NAMES, PreviewLine, Program, previewed, previewing
from events_app.edge.languages import language_of
from events_app.edge.pages import Pages, page
from events_app.edge.problems import Problem
from events_app.edge.selections import CONFIRMED, LONGEST_TEXT, OPEN, UNKNOWN, query_of
from events_app.edge.subscriptions import (
    ALARM_NAMES,
    CANCELLED_NAMES,
    DETAIL_NAMES,
    FALLBACK_NAMES,
    FORMAT_NAMES,
    FeedChoice,
    Subscription,
    dav_path,
    feed_path,
    read_choice,
)
from events_app.edge.tallies import ruler, year_counts
from events_app.formats.feed_options import Cancelled
from events_app.formats.qr_codes import scalable
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
PREVIEW_ZONES = (
    *("UTC", "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Sao_Paulo", "Europe/London"),
    *("Africa/Lagos", "Europe/Berlin", "Europe/Paris", "Africa/Cairo", "Africa/Johannesburg", "Africa/Nairobi"),
    *("Europe/Istanbul", "Europe/Moscow", "Asia/Riyadh", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka"),
    *("Asia/Bangkok", "Asia/Jakarta", "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney"),
)
"""Zones that the form offers for the preview; a script adds the reader's own, and an address may name any."""
UNSEEN = N_("Not shown by this program:")
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
    choice, problems = _choice(request, language, settings)
    program, zone, shown_problems = _reader(request, settings)
    held, catalogues = _held(choice), state.catalogues
    coming = replace(held, first_day=max(today, held.first_day or today)) if held else None
    entries = await selections.list_starting(coming, limit=SHOWN_ENTRIES) if coming else ()
    lines = previewed(entries, previewing(choice, settings, catalogues, now), program=program, zone=zone)
    form = await _form(state, choice, language, settings, today)
    names = {each: catalogues.translate(language, name) for each, name in PROGRAM_NAMES.items()}
    context: dict[str, Any] = {
        **form,
        **_offered(choice, form, catalogues, settings),
        **await ruler(state, language, year=today.year, current_month=today.month),
        "feed_languages": [LANGUAGES[code] for code in settings.languages],
        "further_languages": [*choice.options.languages[1:], "", ""][: max(2, len(choice.options.languages) - 1)],
        "count": await selections.count_up_to(held, COUNTED_ENTRIES) if held else 0,
        "counted_up_to": COUNTED_ENTRIES,
        "preview_is_empty": not entries,
        "preview": _preview(request, lines, choice.language, now),
        "programs": [Option(each, name, each is program) for each, name in names.items()],
        "preview_zone": zone,
        "zones": tuple(dict.fromkeys((zone, settings.home_zone, *PREVIEW_ZONES))),
        "knows_zone": bool(request.query_params.get("zone", "").strip()),
        "problems": {**problems, **shown_problems},
        "typed": {name: request.query_params.get(name, "").strip()[:LONGEST_TEXT] for name in TYPED},
        "is_indexed": not problems,
    }
    return page(request, "subscriptions/subscribe.html", now=now, **context)


ROUTES = (subscribe,)


def _choice(
    request: Request[Any, Any, Any], language: str, settings: Settings
) -> tuple[FeedChoice, Mapping[str, Problem]]:
    """What the form asks for: `language` is the first of the feed, those of `lang` follow it."""
    asked = request.query_params.get("language", "").strip()
    read = read_choice(request.query_params, offered=settings.languages)
    problems = dict(read.chosen.problems)
    if asked and asked not in settings.languages:
        problems["language"] = Problem(UNKNOWN, {"value": asked[:LONGEST_TEXT]})
        asked = ""
    further = read.options.languages or ((read.language,) if read.language else ())
    first = asked or (further[0] if further and "language" not in request.query_params else language)
    chain = tuple(dict.fromkeys((first, *further)))
    options = replace(read.options, languages=chain if len(chain) > 1 else ())
    selection = read.selection
    if set(selection.kinds) == set(DEFAULT_KINDS):
        # The form ticks them where nothing was asked for: the shortest address says the same.
        selection = replace(selection, kinds=())
    chosen = replace(read.chosen, selection=selection)
    return replace(read, chosen=chosen, options=options, language=chain[0]), problems


def _reader(request: Request[Any, Any, Any], settings: Settings) -> tuple[Program, str, Mapping[str, Problem]]:
    """For whom the preview is: the program and the zone, which are no part of the feed's address."""
    problems: dict[str, Problem] = {}
    program, zone = (request.query_params.get(name, "").strip() for name in ("program", "zone"))
    if program and program not in set(Program):
        problems["program"] = Problem(UNKNOWN, {"value": program[:LONGEST_TEXT]})
        program = ""
    if zone and not _is_zone(zone):
        problems["zone"] = Problem(UNKNOWN, {"value": zone[:LONGEST_TEXT]})
        zone = ""
    return Program(program or Program.ANY), zone or settings.home_zone, problems


def _is_zone(name: str) -> bool:
    """Whether the rules of time know it: browsers name some zones by older names that no list of ours has."""
    try:
        return ZoneInfo(name).key == name
    except (ValueError, KeyError, OSError):
        return False


def _words_of(choice: FeedChoice, ending: str) -> dict[str, tuple[str, ...]]:
    """The query for another format: those that are no iCalendar honour options of words alone."""
    refused = frozenset() if ending == ".jcal" else OPTION_NAMES - WORDS
    return {name: values for name, values in choice.query.items() if name not in refused}


def _values(form: Mapping[str, Any], choice: FeedChoice) -> dict[str, list[str]]:
    """Words of the values that stand in the address, where codes stand there."""
    lists = {
        "country": [*form["near_countries"], *form["far_countries"]],
        "kind": form["kinds"],
        "group": form["groups"],
        "sector": form["sectors"],
        "field": form["fields"],
        "scope": form["scopes"],
        "status": form["statuses"],
        "dates": form["dates"],
        "cancelled": form["cancelled"],
        "fallback": form["fallbacks"],
        "detail": form["details"],
        "alarm": form["alarms"],
    }
    named = {name: [option.name for option in options if option.is_chosen] for name, options in lists.items()}
    chain = choice.options.languages or (choice.language,)
    return named | {"language": [LANGUAGES[code].name for code in chain]}


def _held(choice: FeedChoice) -> Selection | None:
    """What the feed shows: without cancelled entries where they are taken out; None where nothing can be left."""
    selection = choice.selection
    if choice.cancelled is not Cancelled.DROP:
        return selection
    asked = selection.statuses or tuple(EntryStatus)
    left = tuple(status for status in asked if status is not EntryStatus.CANCELLED)
    return replace(selection, statuses=left) if left else None


def _offered(
    choice: FeedChoice, form: Mapping[str, Any], catalogues: Catalogues, settings: Settings
) -> dict[str, object]:
    """The feed of the choice, under each address that it has."""
    spoken = choice.language
    fed = path_languages(spoken, choice.options)
    path = feed_path(fed, "calendar.ics", choice.query)
    name = feed_name(choice.selection, spoken, catalogues=catalogues, settings=settings)
    subscription = Subscription(url=settings.address + path, name=name)
    return {
        "feed_language": LANGUAGES[spoken],
        "subscription": subscription,
        "parts": parts_of(settings.address, spoken, choice, _values(form, choice)),
        "qr": Markup(scalable(subscription.url)),  # noqa: S704 - modules of a code, nothing of what was typed
        "download": path,
        "formats": {
            feed_path(fed, f"calendar{end}", _words_of(choice, end)): name for end, name in FORMAT_NAMES.items()
        },
        "dav": settings.address + dav_path(choice, spoken),
        "news": feed_path(spoken, "changes.atom"),
        "calendar_query": query_of(choice.selection),
    }


def _preview(request: Request[Any, Any, Any], lines: Sequence[PreviewLine], language: str, now: datetime) -> Markup:
    """The next entries as the program shows them: in the feed's language, whatever that of the page is."""
    pages: Pages = request.app.state.pages
    reader = LANGUAGES[language_of(request)]
    told = {"reader": reader, "unseen": request.app.state.catalogues.translate(reader.code, UNSEEN)}
    with speaking(language):
        template = pages.environment.get_template("subscriptions/_preview.html")
        return Markup(template.render(lines=lines, language=LANGUAGES[language], year=now.year, **told))  # noqa: S704 - autoescaped


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
        "fallbacks": options(FALLBACK_NAMES, (choice.options.fallback,)),
        "details": options(DETAIL_NAMES, (choice.options.detail,)),
        "alarms": _alarms(choice, options),
        "has_reminders": choice.options.has_reminders,
        "has_todos": choice.options.has_todos,
    }


def _alarms(choice: FeedChoice, options: Callable[..., list[Option]]) -> list[Option]:
    """The alarms of the form, and the one that an address has beside them."""
    alarm = choice.options.alarm
    written = written_duration(alarm) if alarm is not None else ""
    offered = options(ALARM_NAMES, (written,))
    return offered if written in ALARM_NAMES else [*offered, Option(written, written, is_chosen=True)]


async def _countries(
    state: State, chosen: Sequence[str], language: str, settings: Settings, today: date
) -> tuple[list[Option], list[Option]]:
    """Countries and regions to tick (those with exhibitions from this year on, and those chosen), and all others."""
    counts = [(await year_counts(state, today.year + number)).by_country() for number in range(YEARS_AHEAD)]
    near = {code for count in counts for code in count} | set(chosen)
    overrides = tuple(sorted(settings.country_names.get(language, {}).items()))
    every = [Option(code, name, code in chosen) for code, name in country_choices(language, overrides, generation())]
    return [o for o in every if o.value in near], [o for o in every if o.value not in near]
