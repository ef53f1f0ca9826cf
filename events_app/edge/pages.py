"""Pages: the one place where a template becomes an answer, and all that templates may call.

What a page shows, a door decides; how it is worded in the reader's language, `i18n`. Templates are read once, when
the process starts; rendering is synchronous and touches neither the database nor the clock.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response
from markupsafe import Markup

from events_app.domain.calendar import Subject
from events_app.domain.countries import SCOPE_NAMES
from events_app.domain.entry_names import part_name, standing_name
from events_app.domain.languages import LANGUAGES, Language
from events_app.domain.messages import N_, Message
from events_app.domain.sectors import sector_name
from events_app.domain.texts import Text
from events_app.edge.compiled_templates import compiled_templates
from events_app.edge.desk_words import desk_filters
from events_app.edge.sentences import install_sentences
from events_app.edge.static_files import static_url
from events_app.i18n import dates, distances, numbers, sorting, zones
from events_app.i18n.catalogues import Catalogues, current_language, open_catalogues
from events_app.reference import countries
from events_app.settings import Settings, resource_dir

MONTHS = range(1, 13)
TEMPLATE_ENDINGS = (".html", ".xml", ".txt")
NAMELESS = N_("Name to be announced")
"""Stands where a text has no wording at all: no title, link or heading is ever empty."""
FALLBACK = N_("No translation into this language yet: shown in %(language)s.")

ERROR_HEADINGS: Mapping[int, Message] = {
    400: N_("This request cannot be read"),
    403: N_("This page is closed to you"),
    404: N_("This page is not on the timetable"),
    405: N_("This address does not take such requests"),
    413: N_("What you sent is too large"),
    429: N_("Too many requests at once"),
    500: N_("Something went wrong on our side"),
    503: N_("The service is briefly unavailable"),
}
ERROR_EXPLANATIONS: Mapping[int, Message] = {
    400: N_("Part of the address or form is in a format that we cannot read. Check it and try again."),
    403: N_("You do not have access to this address. If you think you should, write to us."),
    404: N_(
        "The address may be mistyped, or the edition may have been renamed. Nothing is lost: held and cancelled "
        "editions keep their pages."
    ),
    405: N_("The page itself may well be there: open it from the calendar."),
    413: N_("Send less at once, or a smaller file."),
    429: N_("Wait a minute and try again. Calendar programs need to ask only once an hour."),
    500: N_("The fault is recorded and we will look at it. Please try again in a while."),
    503: N_("It will be back shortly. Calendars that you subscribed to keep what they have."),
}


@dataclass(frozen=True, slots=True)
class Pages:
    """The templates of one application, ready to render; kept as `app.state.pages`."""

    environment: Environment
    settings: Settings
    catalogues: Catalogues


@dataclass(frozen=True, slots=True)
class RulerMonth:
    """One month of the ruler below the masthead; without a `count` no figure is drawn."""

    month: int
    href: str
    count: int | None
    is_current: bool


def open_pages(settings: Settings, static: Callable[[str], str] = static_url) -> Pages:
    """Read every template; `static` gives the address of a file of web/static/.

    Raises jinja2.TemplateSyntaxError: a broken template is seen at start-up, not by a reader.
    """
    catalogues = open_catalogues(resource_dir("locales"), settings.languages)
    environment = Environment(
        loader=FileSystemLoader(resource_dir("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        # Values are not computed while compiling: what is compiled serves other settings too.
        optimized=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    environment.bytecode_cache = compiled_templates(environment)
    install_sentences(environment, catalogues)
    environment.filters.update(_filters(settings, catalogues))
    environment.globals.update(_globals(settings, static))
    for name in environment.list_templates(filter_func=lambda name: name.endswith(TEMPLATE_ENDINGS)):
        environment.get_template(name)
    return Pages(environment, settings, catalogues)


def page(
    request: Request[Any, Any, Any],
    template: str,
    *,
    now: datetime | None = None,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: object,
) -> Response[str]:
    """Render a template for the reader of `request`, in the language that the request speaks.

    Besides what `layout` needs, templates see `now` and `today` in the authority's own zone; `now` is aware and, if
    not given, what the application's clock says.
    """
    pages: Pages = request.app.state.pages
    moment: datetime = now or request.app.state.clock()
    language = LANGUAGES[current_language.get()]
    body = pages.environment.get_template(template).render(
        _surroundings(request, pages.settings, language, moment) | {"status_code": status_code} | context
    )
    return Response(
        body,
        media_type=MediaType.HTML,
        status_code=status_code,
        headers={"Content-Language": language.code} | dict(headers or {}),
    )


def error_page(
    request: Request[Any, Any, Any],
    status_code: int,
    *,
    now: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    explanation: str | None = None,
    **context: object,
) -> Response[str]:
    """Render the calm page that stands for an error.

    `explanation` (translated) says more than the status does. `sought` fills the search box; `suggestions` are
    calendar entries that the reader may have meant.
    """
    family = status_code if status_code in ERROR_HEADINGS else 500 if status_code >= 500 else 400  # noqa: PLR2004
    return page(
        request,
        "errors/error.html",
        now=now,
        status_code=status_code,
        headers=headers,
        **{"is_indexed": False, "sought": "", "suggestions": ()}
        | {"heading": ERROR_HEADINGS[family], "explanation": explanation or ERROR_EXPLANATIONS[family]}
        | context,
    )


def address(language: str, path: str = "", query: Mapping[str, object] | None = None) -> str:
    """Address of a page: `/{language}/{path}?query`, the same for the same choice.

    Names are sorted; a sequence repeats its name; None, False and empty values are left out; True is "1".
    """
    pairs = [(name, value) for name, given in sorted((query or {}).items()) for value in _values(given)]
    return f"/{language}/{quote(path, safe='/@:')}" + (f"?{urlencode(pairs)}" if pairs else "")


def path_within(path: str, languages: Iterable[str]) -> str:
    """Path below the language: `/en/exhibitions/x` -> `exhibitions/x`; empty for an address without a language."""
    first, _, rest = path.strip("/").partition("/")
    return rest if first in languages else ""


def _values(given: object) -> Iterable[str]:
    if given is None or given is False or given == "":
        return ()
    if given is True:
        return ("1",)
    if isinstance(given, Enum):
        return (str(given.value),)
    if isinstance(given, (tuple, list, set, frozenset)):
        items = sorted(given, key=str) if isinstance(given, (set, frozenset)) else given
        return tuple(value for item in items for value in _values(item))
    return (str(given),)


def _surroundings(
    request: Request[Any, Any, Any], settings: Settings, language: Language, now: datetime
) -> dict[str, object]:
    """What the layout needs on every page."""
    path = path_within(request.scope["path"], settings.languages)
    here = now.astimezone(ZoneInfo(settings.home_zone))
    return {
        "language": language,
        "languages": [LANGUAGES[code] for code in settings.languages],
        "authority": settings.authority(language.code),
        "path": path,
        "query": request.scope["query_string"].decode("ascii", "replace"),
        "canonical_query": {},
        "is_indexed": True,
        "now": here,
        "today": here.date(),
        "ruler": plain_ruler(language.code, here.date()),
        "ruler_year": here.year,
        "asker": None,
        "form_token_value": request.scope["state"].get("form_token", ""),
    }


def plain_ruler(language: str, today: date) -> tuple[RulerMonth, ...]:
    """Twelve months of the present year without figures, for pages that count nothing."""
    return tuple(
        RulerMonth(
            month,
            address(language, "calendar/month", {"month": f"{today.year}-{month:02}"}),
            None,
            is_current=month == today.month,
        )
        for month in MONTHS
    )


def _globals(settings: Settings, static: Callable[[str], str]) -> dict[str, Any]:
    def to(path: str = "", /, **query: object) -> str:
        return address(current_language.get(), path, query)

    def absolute(path: str) -> str:
        return settings.address + path

    return {
        "settings": settings,
        "static": static,
        "to": to,
        "address": address,
        "absolute": absolute,
        "standing_name": standing_name,
        "part_name": part_name,
        "scope_names": SCOPE_NAMES,
        "weekday_names": _spoken(dates.weekday_names, 0),
        "entry_address": lambda entry: to(
            f"{'projects' if entry.subject is Subject.PROJECT else 'exhibitions'}/{entry.slug}"
        ),
        "days_until": lambda at, zone, now: (in_zone(at, zone).date() - in_zone(now, zone).date()).days,
    }


def in_zone(at: datetime, zone: str) -> datetime:
    """Return the same moment on the clocks of an IANA zone."""
    return at.astimezone(ZoneInfo(zone))


def _spoken(function: Callable[..., Any], leading: int = 1) -> Callable[..., Any]:
    """Fill in the current language, which `function` takes after its `leading` first arguments."""

    def in_current_language(*args: object, **kwargs: object) -> Any:  # noqa: ANN401 - what the wrapped one returns
        return function(*args[:leading], current_language.get(), *args[leading:], **kwargs)

    return in_current_language


def _filters(settings: Settings, catalogues: Catalogues) -> dict[str, Callable[..., Any]]:
    def say(message: Message | str, /, **params: object) -> str:
        # A text that is worded already passes, so that a macro can take either.
        code = current_language.get()
        return message if isinstance(message, str) else catalogues.translate(code, message, **params)

    def country(code: str) -> str:
        return countries.name(code, current_language.get(), settings.country_names)

    one = (
        dates.day, dates.day_month, dates.weekday_day, dates.month_name, dates.month_under_day, dates.clock_time,
        distances.distance_in_days, distances.distance_in_time, sorting.sort_key,
        numbers.integer, numbers.decimal, numbers.percent, numbers.money, numbers.compact, numbers.area_m2,
        numbers.lists, zones.zone_city, countries.language_name,
    )  # fmt: skip
    two = (dates.day_range, dates.month, dates.clock_range, dates.moment, zones.zone_name)
    return (
        {function.__name__: _spoken(function, 1) for function in one}
        | {function.__name__: _spoken(function, 2) for function in two}
        | desk_filters(say, country)
        | {"say": say, "country": country, "sector": lambda code: say(sector_name(code)), "in_zone": in_zone}
        | _text_filters(say)
    )


def _text_filters(say: Callable[..., str]) -> dict[str, Callable[..., Any]]:
    """Filters of texts in several languages; each yields something even where there is no wording."""

    def plain(text: Text) -> str:
        return text.shown(current_language.get()).text or say(NAMELESS)

    def named(text: Text) -> Markup:
        shown = text.shown(current_language.get())
        if not shown.text:
            return Markup("{}").format(say(NAMELESS))
        return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(shown.language, shown.direction, shown.text)

    def fallback(text: Text) -> Markup:
        shown = text.shown(current_language.get())
        if not shown.is_fallback:
            return Markup()
        words = say(FALLBACK, language=countries.language_name(shown.language, current_language.get()))
        return Markup(
            ' <span class="fallback" title="{words}"><span aria-hidden="true">{code}</span>'
            '<span class="unseen">{words}</span></span>'
        ).format(words=words, code=shown.language)

    return {
        "plain": plain,
        "named": named,
        "fallback": fallback,
        "shown": lambda text: named(text) + fallback(text),
    }
