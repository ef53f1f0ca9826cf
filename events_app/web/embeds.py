"""A selection as a page for other people's websites: the next entries, or a month, without cookies and scripts.

`theme`, `accent` and `density` choose how it looks, `most` how many entries it has (in a month: each week). With
`view=month` it is the month of the calendar's own page, `month` says which. Every site may frame this page, and this
page alone. With `sized`, for our own web component, a script of ours tells the frame's height to the page around.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from litestar import Request, Response, get
from litestar.datastructures import MultiDict
from litestar.di import NamedDependency

from events_app.domain.messages import N_
from events_app.domain.selections import Selection
from events_app.edge.feed_names import feed_name
from events_app.edge.feed_options import OPTION_NAMES
from events_app.edge.pages import address, page
from events_app.edge.problems import Problem
from events_app.edge.selections import UNKNOWN, query_of, read_selection
from events_app.edge.subscriptions import NAMES
from events_app.i18n import dates
from events_app.settings import Settings
from events_app.storage import selections
from events_app.web.calendar_month import beside, read_month, weeks_of, word_of

LOOKS: Final[Mapping[str, tuple[str, ...]]] = {
    "theme": ("auto", "light", "dark"),
    "accent": ("ink", "blue", "green", "red", "purple", "brown"),
    "density": ("normal", "compact"),
    "view": ("list", "month"),
}
"""Values of each name, the first where none is given; `embed.css` has a class for each."""
MOST: Final = "most"
MONTH: Final = "month"
SIZED: Final = "sized"
MOST_ENTRIES: Final = 50
ENTRIES: Final = 10
LONGEST_SHOWN: Final = 100
NAME_UNKNOWN: Final = N_("This name has no meaning here.")
NUMBER_WRONG: Final = N_("Give a number from 1 to %(most)s.")
CACHE_CONTROL: Final = "public, max-age=600"


@get("/calendar", include_in_schema=False)
async def embedded(
    request: Request[Any, Any, Any],
    *,
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """Show what is running or comes next; what of the query has no meaning is told in place of it (400)."""
    query = request.query_params
    chosen = read_selection(query)
    look, wrong = _look(query)
    problems = {**chosen.problems, **wrong, **_unknown(query)}
    selection = chosen.selection
    month, month_wrong = read_month(query.get(MONTH, "").strip() if look["view"] == MONTH else "", today)
    if month_wrong:
        problems[MONTH] = month_wrong
    headers = _headers(is_sized=query.get(SIZED) == "1", is_kept=not problems)
    return page(
        request,
        "embeds/calendar.html",
        now=now,
        status_code=400 if problems else 200,
        headers=headers,
        look=look,
        problems=problems,
        name=feed_name(selection, language, catalogues=request.app.state.catalogues, settings=settings),
        calendar_query=query_of(selection),
        is_sized=query.get(SIZED) == "1",
        **({} if problems else await _shown(query, selection, look, month, language, today)),
    )


async def _shown(  # noqa: PLR0917 - what a view depends on
    query: MultiDict[str], selection: Selection, look: Mapping[str, str], month: date, language: str, today: date
) -> dict[str, Any]:
    """What the view of this look shows."""
    most = _most(query) or ENTRIES
    if look["view"] != MONTH:
        coming = replace(selection, first_day=max(today, selection.first_day or today))
        return {"entries": await selections.list_starting(coming, limit=most)}
    weeks = await weeks_of(selection, month, language, most=most)
    return {
        "month": month,
        "today": today,
        "weeks": weeks,
        "weekend": dates.weekend(language),
        "is_empty": not any(week.lines for week in weeks),
        "ways": [(_month_href(query, language, each), each) if each else None for each in beside(month)],
        "present": None if month == today.replace(day=1) else _month_href(query, language, None),
        "opens_apart": True,
    }


def _month_href(query: MultiDict[str], language: str, month: date | None) -> str:
    """Address of the frame with another month, all else as it was asked for."""
    kept = {name: query.getall(name) for name in query if name != MONTH}
    return "/embed" + address(language, "calendar", kept | ({MONTH: word_of(month)} if month else {}))


def _headers(*, is_sized: bool, is_kept: bool) -> dict[str, str]:
    scripts = "script-src 'self'; " if is_sized else ""
    policy = f"default-src 'none'; style-src 'self'; {scripts}frame-ancestors *; base-uri 'none'; form-action 'none'"
    return {
        "Content-Security-Policy": policy,
        # What comes from elsewhere may be kept apart by its browser; this page is meant to be shown there.
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": CACHE_CONTROL if is_kept else "no-store",
        "X-Robots-Tag": "noindex",
    }


def _look(query: MultiDict[str]) -> tuple[dict[str, str], dict[str, Problem]]:
    look, problems = {}, dict[str, Problem]()
    for name, values in LOOKS.items():
        given = query.get(name, "").strip().lower()
        look[name] = given if given in values else values[0]
        if given and given not in values:
            problems[name] = Problem(UNKNOWN, {"value": given[:LONGEST_SHOWN]})
    if query.get(MOST, "").strip() and _most(query) is None:
        problems[MOST] = Problem(NUMBER_WRONG, {"most": MOST_ENTRIES})
    return look, problems


def _most(query: MultiDict[str]) -> int | None:
    given = query.get(MOST, "").strip()
    is_number = given.isascii() and given.isdecimal() and len(given) <= len(str(MOST_ENTRIES))
    return int(given) if is_number and 1 <= int(given) <= MOST_ENTRIES else None


def _unknown(query: MultiDict[str]) -> dict[str, Problem]:
    known = (NAMES - OPTION_NAMES) | set(LOOKS) | {MOST, SIZED} | ({MONTH} if query.get("view") == MONTH else set())
    unknown = sorted(set(query) - known)[:5]
    return {name[:LONGEST_SHOWN]: Problem(NAME_UNKNOWN, {}) for name in unknown}


ROUTES = (embedded,)
