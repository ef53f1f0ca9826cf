"""Countries and regions: all of them with what is coming there, and the page of each.

Facts come from `reference`, each with its year and its source; what is not known is said to be unknown. People always
read "country or region".
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from events_app.domain.calendar import EntryKind
from events_app.domain.countries import DEVELOPMENT_NAMES, Membership, development_class
from events_app.domain.needs import Need, Visibility
from events_app.domain.refusals import NotFound
from events_app.domain.selections import Selection
from events_app.edge.pages import address, page
from events_app.edge.subscriptions import feed_path
from events_app.edge.tallies import ruler, year_counts
from events_app.i18n.catalogues import Catalogues
from events_app.i18n.names import currency_name
from events_app.i18n.sorting import sort_key
from events_app.i18n.zones import utc_offset
from events_app.reference import countries, facts, groups, public_holidays
from events_app.reference.policies import in_force
from events_app.settings import Settings
from events_app.storage import needs, projects, selections
from events_app.web.charts import Drawing, empty_drawing, mark_of, year_scale
from events_app.web.filters import KEPT_BRIEFLY
from events_app.web.projects import rows_of

REGIONS = ("002", "019", "142", "150", "009", None)
"""M49 codes in the order shown; None for what lies in no region."""
YEARS_AHEAD = 4
SHOWN = 12
MOST_BARS = 60
COUNTED = 999
HOLIDAYS_AHEAD = timedelta(days=183)
MOST_CLOCKS = 6
YEAR_OF_DAYS = 366


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the index: a country or region and how many exhibitions begin there from this month on."""

    code: str
    name: str
    exhibitions: int


@dataclass(frozen=True, slots=True)
class Clock:
    """A zone that stands for all of a country's or region's with the same time now.

    `changes_on` is the next day, within a year, on which its clocks are set, and `then` the offset from there on.
    """

    zone: str
    changes_on: date | None
    then: str


@get("/countries", include_in_schema=False)
async def countries_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """Show every country or region by region of the United Nations, or those of one group, or with exhibitions only."""
    group = groups.GROUPS.get(str(request.query_params.get("group", "")).upper())
    is_held = request.query_params.get("held") == "1"
    counts = await _coming_by_country(state, today)
    codes = groups.members_of(group.code, today) if group else frozenset(countries.all_codes())
    places = [
        Place(code, countries.name(code, language, settings.country_names), counts[code])
        for code in codes
        if counts[code] or not is_held
    ]
    months: dict[str, Any] = await ruler(state, language, year=today.year, current_month=today.month)
    return page(
        request,
        "countries/list.html",
        now=now,
        headers=KEPT_BRIEFLY,
        regions=_by_region(places, language),
        found=len(places),
        group=group,
        groups=_named_groups(language, state.catalogues),
        is_held=is_held,
        is_indexed=group is None and not is_held,
        **months,
    )


@get("/countries/{code:str}", include_in_schema=False)
async def country_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    code: FromPath[str],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
    settings: NamedDependency[Settings],
) -> Response[str] | Redirect:
    """Show one country or region by its ISO 3166-1 alpha-2 code; a code in small letters leads to the page."""
    if code.upper() not in countries.all_codes():
        raise NotFound
    if code != code.upper():
        return Redirect(address(language, f"countries/{code.upper()}"), status_code=308)
    there = Selection(kinds=(EntryKind.EXHIBITION,), countries=(code,))
    upcoming = replace(there, first_day=today)
    coming = await selections.list_starting(upcoming, limit=SHOWN)
    year = coming[0].starts_on.year if coming else today.year
    months: dict[str, Any] = await ruler(state, language, year=today.year, current_month=today.month)
    return page(
        request,
        "countries/show.html",
        now=now,
        headers=KEPT_BRIEFLY,
        code=code,
        running=await selections.list_on(there, today, limit=SHOWN),
        coming=coming,
        count=await selections.count_up_to(upcoming, COUNTED),
        counted=COUNTED,
        year=year,
        strip=await _strip(there, year, today, language),
        needs=await _needs(code, today),
        projects=rows_of(await projects.list_public_with_country(code), today=today, language=language),
        clocks=clocks_of(code, now),
        feed=feed_path(language, f"countries/{code}.ics"),
        **_facts(code, today, language, settings),
        **months,
    )


async def _needs(code: str, today: date) -> Sequence[Need]:
    """What everybody may read that is sought there, approved last first."""
    return await needs.list_needs(needs.Wanted(country=code, shown_to=(Visibility.PUBLIC,), today=today), limit=SHOWN)


def clocks_of(code: str, now: datetime) -> tuple[Clock, ...]:
    """The times of day in a country or region: one zone, the most populous, for each offset that holds now."""
    found: dict[str, str] = {}
    for zone in countries.zones(code):
        found.setdefault(utc_offset(zone, now), zone)
    return tuple(_clock(zone, now) for zone in list(found.values())[:MOST_CLOCKS])


def _clock(zone: str, now: datetime) -> Clock:
    present = utc_offset(zone, now)
    noon = now.astimezone(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    for days in range(1, YEAR_OF_DAYS):
        moment = noon + timedelta(days=days)
        if utc_offset(zone, moment) != present:
            return Clock(zone, moment.astimezone(ZoneInfo(zone)).date(), utc_offset(zone, moment))
    return Clock(zone, None, "")


def _facts(code: str, today: date, language: str, settings: Settings) -> dict[str, Any]:
    known = facts.facts(code)
    spells = [spell for spell in groups.memberships() if spell.country == code and spell.holds_on(today)]
    rule_class = development_class(code, day=today, memberships=groups.memberships(), rule=in_force().rule)
    return {
        "known": known,
        "source_names": groups.SOURCE_NAMES,
        "partners": _partners(known, language, settings),
        "languages_spoken": [countries.language_name(tag, language) for tag in countries.languages(code)],
        "currencies": [(currency, currency_name(currency, language)) for currency in countries.currencies(code, today)],
        "region": countries.un_region(code),
        "development": DEVELOPMENT_NAMES[rule_class],
        "spells": [(groups.GROUPS[spell.group], spell) for spell in _once(spells)],
        "holidays": public_holidays.upcoming(code, today, today + HOLIDAYS_AHEAD, language),
    }


def _partners(known: facts.CountryFacts | None, language: str, settings: Settings) -> list[tuple[str, str, Any]]:
    """Import partners as (code or "", name, share or None), named in the reader's language where they have a code."""
    if known is None or known.import_partners is None:
        return []
    return [
        (
            partner.country or "",
            countries.name(partner.country, language, settings.country_names) if partner.country else partner.name,
            partner.share_percent / 100 if partner.share_percent is not None else None,
        )
        for partner in known.import_partners.partners
    ]


def _once(spells: Sequence[Membership]) -> list[Membership]:
    """One spell for each group, the present one."""
    return list({spell.group: spell for spell in spells}.values())


async def _strip(there: Selection, year: int, today: date, language: str) -> Drawing | None:
    """The year with its editions drawn, if there is any."""
    in_year = replace(there, first_day=date(year, 1, 1), last_day=date(year, 12, 31))
    scale = year_scale(year, language)
    entries = await selections.list_starting(in_year, limit=MOST_BARS)
    bars = [scale.bar(entry.starts_on, entry.ends_on, mark_of(entry)) for entry in entries]
    return replace(empty_drawing(scale, today), bars=tuple(bar for bar in bars if bar)) if bars else None


async def _coming_by_country(state: State, today: date) -> Counter[str]:
    """Exhibitions that begin in this month or later, by country or region."""
    found: Counter[str] = Counter()
    for year in range(today.year, today.year + YEARS_AHEAD):
        found.update((await year_counts(state, year)).by_country(since=today if year == today.year else None))
    return found


def _by_region(places: Sequence[Place], language: str) -> list[tuple[str | None, list[Place]]]:
    """(M49 code, its places in the reader's order), without empty regions."""
    ordered = sorted(places, key=lambda place: sort_key(place.name, language))
    found = [(region, [place for place in ordered if countries.un_region(place.code) == region]) for region in REGIONS]
    return [(region, within) for region, within in found if within]


def _named_groups(language: str, catalogues: Catalogues) -> list[tuple[str, str]]:
    names: Mapping[str, str] = {
        code: catalogues.translate(language, group.short_name) for code, group in groups.GROUPS.items()
    }
    return sorted(names.items(), key=lambda pair: sort_key(pair[1], language))


ROUTES = (countries_page, country_page)
