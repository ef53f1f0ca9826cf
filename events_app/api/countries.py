"""Countries and regions: names, classes and groups for everybody; what the authority decides, for who may."""

from dataclasses import replace
from datetime import date
from typing import Any

from litestar import Response, get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field, model_validator

from events_app.actions import countries as actions
from events_app.api.bodies import Faults, patched, read_patch
from events_app.api.calls import Call, answered
from events_app.api.fields import Day, LanguageTag, Line, Model, Words, checked
from events_app.api.operations import CURSOR, LIMIT, Operation, one_of
from events_app.domain.countries import DEVELOPMENT_NAMES, DevelopmentClass, development_class
from events_app.domain.country_policies import CountryPolicy, Spell
from events_app.domain.country_policies import Focus as DomainFocus
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.edge.policies import read_policies
from events_app.reference import countries, groups
from events_app.reference.policies import in_force
from events_app.storage import country_policies


class Focus(Model):
    """How much the authority minds a country or region: first, second or third priority, from when to when, and why."""

    priority: int = Field(ge=1, le=3)
    since: Day | None = None
    until: Day | None = None
    reason: Line = ""

    @model_validator(mode="after")
    def _in_order(self) -> "Focus":
        checked(lambda: DomainFocus(self.priority, self.since, self.until, self.reason))
        return self


class MembershipSpell(Model):
    """From the first day to the last; null where no beginning or no end is known."""

    since: Day | None = None
    until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "MembershipSpell":
        checked(lambda: Spell(self.since, self.until))
        return self


class CountryPatch(Model):
    """What the authority decides about a country or region.

    `memberships` says for a group when the country or region belongs to it, in place of what is known from elsewhere;
    an empty list says that it does not.
    """

    names: dict[LanguageTag, Line] = Field(
        default_factory=dict, description=N_("Names used here, by language, instead of the usual ones.").id
    )
    memberships: dict[str, tuple[MembershipSpell, ...]] = Field(default_factory=dict)
    focus: Focus | None = None
    note: Words = ""


class CountryDecision(CountryPatch):
    """What the authority has decided about a country or region."""


class CountryLabels(Model):
    """Codes in words."""

    name: str
    development_class: str


class Country(Model):
    """A country or region.

    `decided` is null for who may not see what the authority has decided; `version` counts those decisions.
    """

    code: str
    name: str
    development_class: DevelopmentClass
    groups: tuple[str, ...]
    zones: tuple[str, ...]
    currencies: tuple[str, ...]
    languages: tuple[str, ...]
    decided: CountryDecision | None
    labels: CountryLabels
    version: int


@get("/countries")
async def list_countries(call: NamedDependency[Call]) -> Response[bytes]:
    """List countries and regions by their codes."""
    form = call.query("group", "class", "cursor", "limit")
    group = form.one_of("group", groups.GROUPS, required=False)
    wanted = form.choice("class", DevelopmentClass, required=False)
    limit = call.limit(form)
    cursor = call.name_cursor(form)
    answered(form)
    codes = groups.members_of(group, call.today) if group else frozenset(countries.all_codes())
    classes = {code: _class(code, call.today) for code in codes}
    rest = [code for code in sorted(codes) if code > cursor and (wanted is None or classes[code] is wanted)]
    policies = {policy.code: policy for policy in await country_policies.list_policies()}
    items = [_shown(call, policies.get(code, CountryPolicy(code=code))) for code in rest[:limit]]
    return call.page(items, after=rest[limit - 1] if len(rest) > limit else None)


@get("/countries/{code:str}")
async def get_country(call: NamedDependency[Call], *, code: FromPath[str]) -> Response[bytes]:
    """Show one country or region by its code (ISO 3166-1 alpha-2)."""
    policy = await country_policies.get(_known(code))
    return call.item(_shown(call, policy), policy.version)


@patch("/countries/{code:str}")
async def change_country(call: NamedDependency[Call], *, code: FromPath[str]) -> Response[bytes]:
    """Change what the authority decides about a country or region, by a merge patch."""
    require(call.by, Right.EDIT, Noun.COUNTRY)
    policy = await country_policies.get(_known(code))
    body = patched(_decision(policy), await read_patch(call.request), CountryPatch)
    version = call.version(policy.version)
    memberships = {
        name: tuple(Spell(each.since, each.until) for each in spells) for name, spells in body.memberships.items()
    }
    faults = Faults()
    for name in memberships.keys() - groups.GROUPS.keys():
        faults.add(("memberships", name), UNKNOWN_GROUP)
    faults.check()
    focus = body.focus
    written: dict[str, Any] = {
        "names": body.names,
        "memberships": memberships,
        "focus": DomainFocus(focus.priority, focus.since, focus.until, focus.reason) if focus else None,
        "note": body.note,
        "version": policy.version if version is None else version,
    }
    saved = await actions.decide(replace(policy, **written), by=call.by, now=call.now)
    await read_policies()
    return call.changed(_shown(call, saved), saved.version)


def _known(code: str) -> str:
    if code not in countries.all_codes():
        raise NotFound
    return code


def _class(code: str, day: date) -> DevelopmentClass:
    return development_class(code, day=day, memberships=groups.memberships(), rule=in_force().rule)


def _decision(policy: CountryPolicy) -> CountryDecision:
    focus = policy.focus
    return CountryDecision(
        names=dict(policy.names),
        memberships={
            name: tuple(MembershipSpell(since=spell.since, until=spell.until) for spell in spells)
            for name, spells in policy.memberships.items()
        },
        focus=Focus(priority=focus.priority, since=focus.since, until=focus.until, reason=focus.reason)
        if focus
        else None,
        note=policy.note,
    )


def _shown(call: Call, policy: CountryPolicy) -> Country:
    code = policy.code
    found = _class(code, call.today)
    name = call.country(code)
    return Country(
        code=code,
        name=name,
        development_class=found,
        groups=groups.groups_of(code, call.today),
        zones=countries.zones(code),
        currencies=countries.currencies(code, call.today),
        languages=countries.languages(code),
        decided=_decision(policy) if may(call.caller, Right.READ, Noun.COUNTRY) else None,
        labels=CountryLabels(name=name, development_class=call.say(DEVELOPMENT_NAMES[found])),
        version=policy.version,
    )


UNKNOWN_GROUP = N_("There is no such group of countries or regions.")
OPERATIONS = (
    Operation(
        handler=list_countries,
        id="listCountries",
        tag="countries",
        summary=N_("List countries and regions by their codes."),
        gives=Country,
        is_page=True,
        query=(
            one_of("group", N_("Group of countries or regions."), groups.GROUPS, several=False),
            one_of("class", N_("Developed or developing."), DevelopmentClass, several=False),
            CURSOR,
            LIMIT,
        ),
    ),
    Operation(
        handler=get_country,
        id="getCountry",
        tag="countries",
        summary=N_("Show one country or region by its code (ISO 3166-1 alpha-2)."),
        gives=Country,
    ),
    Operation(
        handler=change_country,
        id="changeCountry",
        tag="countries",
        summary=N_("Change what the authority decides about a country or region, by a merge patch."),
        gives=Country,
        reads=CountryPatch,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"focus": {"priority": 1, "since": "2027-01-01", "reason": "Joint programme"}},
    ),
)
