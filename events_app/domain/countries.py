"""Rules about countries and regions: who belongs to which group on a day, development class, home and away.

Codes are ISO 3166-1 alpha-2, upper case. Everything that these rules need comes as an argument: the facts themselves
(names, memberships, currencies …) are read by `reference`, and what an operator decides lives in the settings.
People always read "country or region".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from events_app.domain.messages import P_, Message


@dataclass(frozen=True, slots=True)
class Membership:
    """One spell of a country or region in a group.

    `since` and `until` are the first and the last day, both included. `since` is None where the source states a
    membership and no date: it then counts on every day up to `until`. `until` is None while no end is known. A country
    that left and came back has two spells. `source` is the key of the place that states it.
    """

    group: str
    country: str
    since: date | None
    until: date | None
    source: str

    def holds_on(self, day: date) -> bool:
        """Whether `day` falls into this spell."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def members_on(memberships: Iterable[Membership], group: str, day: date) -> frozenset[str]:
    """Codes of the members of `group` on `day`."""
    return frozenset(spell.country for spell in memberships if spell.group == group and spell.holds_on(day))


def groups_on(memberships: Iterable[Membership], country: str, day: date) -> frozenset[str]:
    """Codes of the groups that `country` belongs to on `day`."""
    return frozenset(spell.group for spell in memberships if spell.country == country and spell.holds_on(day))


class DevelopmentClass(StrEnum):
    """Developed or developing, for the balance between partners that a technology-export authority keeps.

    The class exists because article 8 of the Chinese Opinions on encouraging technology export (Ministry of Commerce
    and Ministry of Science and Technology, 2009) asks for two things at once: more cooperation with developed
    countries and stronger cooperation with developing ones. Whoever reports on that needs every partner in one of two
    classes. The Opinions list no countries, and neither does the United Nations for this purpose, so the line is drawn
    by a `DevelopmentRule` that the operator edits.
    """

    DEVELOPED = "developed"
    DEVELOPING = "developing"


DEVELOPMENT_NAMES: dict[DevelopmentClass, Message] = {
    DevelopmentClass.DEVELOPED: P_("development class of a country or region", "Developed"),
    DevelopmentClass.DEVELOPING: P_("development class of a country or region", "Developing"),
}


@dataclass(frozen=True, slots=True)
class DevelopmentRule:
    """Where the line between developed and developing runs.

    A country or region listed in `always_developing` is developing; else one listed in `always_developed`, or a member
    on the day of any of `developed_groups`, is developed; all others are developing. The default takes the OECD and the
    EU, and names the five European microstates that belong to neither. It makes no choice about the members of the OECD
    that also count themselves among the G-77, nor about regions without membership of their own: an operator who sees
    them otherwise lists them.
    """

    developed_groups: frozenset[str] = frozenset({"OECD", "EU"})
    always_developed: frozenset[str] = frozenset({"AD", "LI", "MC", "SM", "VA"})
    always_developing: frozenset[str] = frozenset()


DEFAULT_DEVELOPMENT_RULE = DevelopmentRule()


def development_class(
    country: str,
    *,
    day: date,
    memberships: Iterable[Membership],
    rule: DevelopmentRule = DEFAULT_DEVELOPMENT_RULE,
) -> DevelopmentClass:
    """Class of `country` on `day`; the class changes when a membership named by the rule begins or ends."""
    if country in rule.always_developing:
        return DevelopmentClass.DEVELOPING
    if country in rule.always_developed or groups_on(memberships, country, day) & rule.developed_groups:
        return DevelopmentClass.DEVELOPED
    return DevelopmentClass.DEVELOPING


def developed_on(
    day: date, *, memberships: Iterable[Membership], rule: DevelopmentRule = DEFAULT_DEVELOPMENT_RULE
) -> frozenset[str]:
    """Codes of every country or region that is developed on `day`: what `development_class` says, for all at once."""
    members = {spell.country for spell in memberships if spell.group in rule.developed_groups and spell.holds_on(day)}
    return (rule.always_developed | members) - rule.always_developing


class Scope(StrEnum):
    """Where an exhibition takes place, seen from the authority's home country.

    SEPARATE is for regions that count as neither: they are not abroad, yet the rules for exhibitions at home do not
    apply there either. For a Chinese authority these are Hong Kong, Macao and Taiwan.
    """

    DOMESTIC = "domestic"
    OVERSEAS = "overseas"
    SEPARATE = "separate"


SCOPE_NAMES: dict[Scope, Message] = {
    Scope.DOMESTIC: P_("scope of an exhibition", "Domestic"),
    Scope.OVERSEAS: P_("scope of an exhibition", "Overseas"),
    Scope.SEPARATE: P_("scope of an exhibition", "Neither domestic nor overseas"),
}


def scope_of(country: str, home_country: str, neither: frozenset[str] = frozenset()) -> Scope:
    """Scope of `country` for an authority at home in `home_country`; `neither` lists the SEPARATE regions.

    The home country is domestic even where `neither` lists it.
    """
    if country == home_country:
        return Scope.DOMESTIC
    return Scope.SEPARATE if country in neither else Scope.OVERSEAS
