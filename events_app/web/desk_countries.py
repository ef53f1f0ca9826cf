"""Countries and regions at the desk: what the authority decides about each, and the line between classes.

Names, groups and focus take effect at once, on public pages and in the calendar.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import countries as actions
from events_app.domain.countries import DEVELOPMENT_NAMES, DevelopmentClass, DevelopmentRule, Membership, developed_on
from events_app.domain.country_policies import (
    PRIORITIES,
    PRIORITY_NAMES,
    CountryPolicy,
    Focus,
    KeptRule,
    Spell,
)
from events_app.domain.history import FieldChange, differences
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.domain.search import fold
from events_app.edge.desk import Visit, see
from events_app.edge.forms import REQUIRED, Form, read_form
from events_app.edge.policies import read_policies
from events_app.i18n.sorting import sort_key
from events_app.reference import countries, groups
from events_app.reference.policies import in_force
from events_app.storage import country_policies, history

LONGEST_NAME = 120
LONGEST_REASON = 500
LONGEST_NOTE = 5_000
EMPTY_SPELLS = 3
MOST_SPELLS = 40
MOST_LINES = 20
FILTERS = ("q", "group", "region", "focus", "decided")
REGIONS = ("002", "019", "142", "150", "009")
MEMBER, NO_MEMBER = "member", "none"
UNKNOWN_PLACES = N_("Not known as countries or regions: %(names)s")


@dataclass(frozen=True, slots=True)
class CountryRow:
    """One line of the list; `policy` is empty where nothing is decided."""

    code: str
    name: str
    region: str | None
    is_developed: bool
    policy: CountryPolicy

    def is_in_focus(self, day: date) -> bool:
        """Whether the authority minds it particularly on this day."""
        return self.policy.focus is not None and self.policy.focus.holds_on(day)


@get("/countries", include_in_schema=False)
async def list_page(*, visit: NamedDependency[Visit]) -> Response[str]:
    """List countries and regions with what is decided about each."""
    require(visit.asker, Right.READ, Noun.COUNTRY)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in FILTERS})
    kept = {policy.code: policy for policy in await country_policies.list_policies() if not policy.is_empty}
    rows = _chosen(form, _rows(visit, kept), visit.today)
    return visit.page(
        "desk/countries/list.html",
        form=form,
        rows=sorted(rows, key=lambda row: sort_key(row.name, visit.language)),
        groups=[(code, group.short_name) for code, group in groups.GROUPS.items()],
        regions=REGIONS,
        priorities=[(str(number), PRIORITY_NAMES[number]) for number in PRIORITIES],
        priority_names=PRIORITY_NAMES,
        development_names=DEVELOPMENT_NAMES,
        is_open=may(visit.asker, Right.EDIT, Noun.COUNTRY),
    )


@get("/countries/{code:str}", include_in_schema=False)
async def country_page(*, code: FromPath[str], visit: NamedDependency[Visit]) -> Response[str]:
    """Show what is decided about one country or region, in a form for those who may change it."""
    require(visit.asker, Right.READ, Noun.COUNTRY)
    policy = await country_policies.get(_known(code))
    return await _form(visit, policy, _filled(policy))


@post("/countries/{code:str}", include_in_schema=False, status_code=200)
async def decide(*, code: FromPath[str], visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep what was decided; over a stale copy, show both."""
    require(visit.asker, Right.EDIT, Noun.COUNTRY)
    form = await read_form(visit.request)
    policy = _read(form, _known(code), visit.settings.languages)
    if policy is None:
        return await _form(visit, await country_policies.get(code), form)
    try:
        await actions.decide(policy, by=visit.asker, now=visit.now)
    except ChangedMeanwhile:
        fresh = await country_policies.get(code)
        form.put("version", fresh.version)
        return await _form(visit, fresh, form, both=differences(fresh, policy))
    await read_policies()
    return see(f"desk/countries/{code}", done="saved")


@get("/countries/rule", include_in_schema=False)
async def rule_page(*, visit: NamedDependency[Visit]) -> Response[str]:
    """Show where the line between developed and developing runs."""
    require(visit.asker, Right.READ, Noun.COUNTRY)
    kept = await country_policies.get_rule()
    return await _rule_form(visit, _filled_rule(visit, kept))


@post("/countries/rule", include_in_schema=False, status_code=200)
async def decide_rule(*, visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep the line; over a stale copy, show both."""
    require(visit.asker, Right.EDIT, Noun.COUNTRY)
    form = await read_form(visit.request)
    rule = DevelopmentRule(
        frozenset(form.some_of("groups", groups.GROUPS)), _places(form, "developed"), _places(form, "developing")
    )
    kept = KeptRule(rule=rule, version=form.number("version", 0, 1_000_000_000) or 0)
    if not form.is_good:
        return await _rule_form(visit, form)
    try:
        await actions.decide_rule(kept, by=visit.asker, now=visit.now)
    except ChangedMeanwhile:
        fresh = await country_policies.get_rule()
        form.put("version", fresh.version)
        return await _rule_form(visit, form, both=differences(fresh.rule, rule))
    await read_policies()
    return see("desk/countries/rule", done="saved")


def _known(code: str) -> str:
    if code not in countries.all_codes():
        raise NotFound
    return code


def _rows(visit: Visit, kept: dict[str, CountryPolicy]) -> list[CountryRow]:
    developed = developed_on(visit.today, memberships=groups.memberships(), rule=in_force().rule)
    names = countries.names(visit.language, visit.settings.country_names)
    return [
        CountryRow(code, name, countries.un_region(code), code in developed, kept.get(code, CountryPolicy(code=code)))
        for code, name in names.items()
    ]


def _chosen(form: Form, rows: Iterable[CountryRow], today: date) -> list[CountryRow]:
    """Rows that meet every filter; what is no choice is no filter."""
    group, region, focus, words = (form.value(name) for name in ("group", "region", "focus", "q"))
    members = groups.members_of(group, today) if group in groups.GROUPS else None
    sought = fold(words)
    return [
        row
        for row in rows
        if (members is None or row.code in members)
        and (region not in REGIONS or row.region == region)
        and (not focus or (row.policy.focus is not None and focus in {"any", str(row.policy.focus.priority)}))
        and (not form.ticked("decided") or not row.policy.is_empty)
        and (not sought or sought in fold(row.name) or words.strip().upper() == row.code)
    ]


def _filled(policy: CountryPolicy) -> Form:
    """The form of a policy as it is kept."""
    focus = policy.focus
    values: dict[str, object] = {
        "version": policy.version,
        "note": policy.note,
        "priority": focus.priority if focus else "",
        "focus-since": focus.since if focus else None,
        "focus-until": focus.until if focus else None,
        "focus-reason": focus.reason if focus else "",
    }
    values |= {f"name-{language}": policy.names.get(language, "") for language in LANGUAGES}
    lines = [(group, spell) for group, spells in policy.memberships.items() for spell in (spells or (None,))]
    for number, (group, spell) in enumerate(lines):
        values |= {f"group-{number}": group, f"holds-{number}": MEMBER if spell else NO_MEMBER}
        if spell:
            values |= {f"since-{number}": spell.since, f"until-{number}": spell.until}
    return Form.of(values | {"spells": len(lines) + EMPTY_SPELLS})


def _read(form: Form, code: str, languages: Iterable[str]) -> CountryPolicy | None:
    """The policy that was typed, or None with the faults in the form."""
    names = {language: form.line(f"name-{language}", most=LONGEST_NAME) for language in languages}
    memberships = _read_memberships(form)
    focus = _read_focus(form)
    note = form.words("note", most=LONGEST_NOTE)
    version = form.number("version", 0, 1_000_000_000) or 0
    if not form.is_good:
        return None
    return form.attempt(
        "group-0",
        lambda: CountryPolicy(code=code, names=names, memberships=memberships, focus=focus, note=note, version=version),
    )


def _read_memberships(form: Form) -> dict[str, tuple[Spell, ...]]:
    found: dict[str, list[Spell]] = {}
    for number in range(min(form.number("spells", 0, MOST_SPELLS) or 0, MOST_SPELLS)):
        group = form.one_of(f"group-{number}", groups.GROUPS, required=False)
        since, until = form.day(f"since-{number}"), form.day(f"until-{number}")
        if not group:
            if since or until:
                form.fail(f"group-{number}", REQUIRED)
            continue
        spells = found.setdefault(group, [])
        if form.value(f"holds-{number}") != NO_MEMBER:
            spell = form.attempt(f"until-{number}", lambda since=since, until=until: Spell(since, until))  # type: ignore[misc]
            if spell:
                spells.append(spell)
    return {group: tuple(spells) for group, spells in found.items()}


def _read_focus(form: Form) -> Focus | None:
    since, until = form.day("focus-since"), form.day("focus-until")
    reason = form.line("focus-reason", most=LONGEST_REASON)
    priority = form.one_of("priority", [str(number) for number in PRIORITIES], required=bool(since or until or reason))
    if not priority:
        return None
    return form.attempt("focus-until", lambda: Focus(int(priority), since, until, reason))


def _filled_rule(visit: Visit, kept: KeptRule) -> Form:
    def named(codes: Iterable[str]) -> str:
        names = [countries.name(code, visit.language, visit.settings.country_names) for code in codes]
        return "\n".join(sorted(names, key=lambda name: sort_key(name, visit.language)))

    return Form.of(
        {
            "groups": kept.rule.developed_groups,
            "developed": named(kept.rule.always_developed),
            "developing": named(kept.rule.always_developing),
            "version": kept.version,
        }
    )


def _places(form: Form, name: str) -> frozenset[str]:
    """Codes of countries or regions written one on a line, by code or by name in any language."""
    lines = [line.strip() for line in form.words(name, most=LONGEST_NOTE).split("\n") if line.strip()]
    decided = {fold(text): code for texts in in_force().names.values() for code, text in texts.items()}
    found = {line: decided.get(fold(line)) or countries.find_code(line) for line in lines}
    unknown = [line for line, code in found.items() if code is None]
    if unknown:
        form.fail(name, UNKNOWN_PLACES, names=", ".join(unknown[:5]))
    return frozenset(code for code in found.values() if code)


async def _form(
    visit: Visit, policy: CountryPolicy, form: Form, *, both: tuple[FieldChange, ...] = ()
) -> Response[str]:
    code = policy.code
    shipped = [spell for spell in groups.shipped_memberships() if spell.country == code]
    return visit.page(
        "desk/countries/show.html",
        status_code=422 if not form.is_good else 409 if both else 200,
        code=code,
        policy=policy,
        form=form,
        both=both,
        spells=min(form.number("spells", 0, MOST_SPELLS) or EMPTY_SPELLS, MOST_SPELLS),
        shipped=_by_group(shipped),
        groups=[(key, group.short_name) for key, group in groups.GROUPS.items()],
        group_names={key: group.short_name for key, group in groups.GROUPS.items()},
        source_names=groups.SOURCE_NAMES,
        settled={
            language: visit.settings.country_names.get(language, {}).get(code) or countries.shipped_name(code, language)
            for language in visit.settings.languages
        },
        priorities=[(str(number), PRIORITY_NAMES[number]) for number in PRIORITIES],
        priority_names=PRIORITY_NAMES,
        lines=await history.list_lines(object_id=actions.history_id(code), limit=MOST_LINES),
        is_open=may(visit.asker, Right.EDIT, Noun.COUNTRY),
    )


async def _rule_form(visit: Visit, form: Form, *, both: tuple[FieldChange, ...] = ()) -> Response[str]:
    developed = developed_on(visit.today, memberships=groups.memberships(), rule=in_force().rule)
    return visit.page(
        "desk/countries/rule.html",
        status_code=422 if not form.is_good else 409 if both else 200,
        form=form,
        both=both,
        groups=[(key, group.short_name) for key, group in groups.GROUPS.items()],
        developed=sorted(
            (countries.name(code, visit.language, visit.settings.country_names) for code in developed),
            key=lambda name: sort_key(name, visit.language),
        ),
        development_name=DEVELOPMENT_NAMES[DevelopmentClass.DEVELOPED],
        lines=await history.list_lines(object_id=actions.history_id(actions.RULE), limit=MOST_LINES),
        is_open=may(visit.asker, Right.EDIT, Noun.COUNTRY),
    )


def _by_group(spells: Iterable[Membership]) -> list[tuple[str, list[Membership]]]:
    found: dict[str, list[Membership]] = {}
    for spell in spells:
        found.setdefault(spell.group, []).append(spell)
    return list(found.items())


ROUTES = (list_page, rule_page, decide_rule, country_page, decide)
