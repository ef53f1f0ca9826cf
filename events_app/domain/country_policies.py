"""What the authority decides about countries and regions: names, groups, focus and notes, and the line between classes.

Facts come from `reference`; what is decided here stands before them. A policy says for a group when the country or
region belongs to it, in place of everything that is known about the two from elsewhere; no spell says that it does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from types import MappingProxyType

from events_app.domain.countries import DEFAULT_DEVELOPMENT_RULE, DevelopmentRule, Membership
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue

SOURCE = "operator"
"""`source` of memberships that the authority has set."""
PRIORITIES = (1, 2, 3)
PRIORITY_NAMES: dict[int, Message] = {
    1: P_("priority of a country or region", "First"),
    2: P_("priority of a country or region", "Second"),
    3: P_("priority of a country or region", "Third"),
}


class EndsBeforeItBegins(InvalidValue):
    """A spell whose last day lies before its first."""

    message = N_("The last day lies before the first.")


class SpellsOverlap(InvalidValue):
    """Two spells in one group that share days."""

    message = N_("Two spells of membership overlap.")


class UnknownPriority(InvalidValue):
    """A priority that is none of the three."""

    message = N_("Choose the first, second or third priority.")


@dataclass(frozen=True, slots=True, order=True)
class Spell:
    """From the first day to the last, both included; None where no beginning or no end is known."""

    since: date | None
    until: date | None

    def __post_init__(self) -> None:
        """Raise EndsBeforeItBegins."""
        if self.since and self.until and self.until < self.since:
            raise EndsBeforeItBegins

    def overlaps(self, other: "Spell") -> bool:
        """Whether a day belongs to both."""
        begins = max(self.since or date.min, other.since or date.min)
        return begins <= min(self.until or date.max, other.until or date.max)


@dataclass(frozen=True, slots=True)
class Focus:
    """How much the authority minds a country or region, from when to when, and why."""

    priority: int
    since: date | None = None
    until: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """Raise UnknownPriority or EndsBeforeItBegins."""
        if self.priority not in PRIORITIES:
            raise UnknownPriority
        Spell(self.since, self.until)

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryPolicy:
    """What was decided about one country or region; `names` by language, `memberships` by group."""

    code: str
    names: Mapping[str, str] = field(default_factory=dict)
    memberships: Mapping[str, tuple[Spell, ...]] = field(default_factory=dict)
    focus: Focus | None = None
    note: str = ""
    modified_at: datetime | None = None
    version: int = 0

    def __post_init__(self) -> None:
        """Put what was given in order; raise SpellsOverlap."""
        names = {language: name.strip() for language, name in sorted(self.names.items()) if name.strip()}
        kept = {group: _sorted(spells) for group, spells in sorted(self.memberships.items())}
        for spells in kept.values():
            if any(one.overlaps(other) for one, other in pairwise(spells)):
                raise SpellsOverlap
        object.__setattr__(self, "names", MappingProxyType(names))
        object.__setattr__(self, "memberships", MappingProxyType(kept))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is decided."""
        return not (self.names or self.memberships or self.focus or self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRule:
    """The rule for development classes as it is kept, with the version of the copy."""

    rule: DevelopmentRule = DEFAULT_DEVELOPMENT_RULE
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """Everything decided, as readers need it: `names` is language -> code -> name; `version` rises with each change."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    memberships: Mapping[tuple[str, str], tuple[Spell, ...]] = field(default_factory=dict)
    rule: DevelopmentRule = DEFAULT_DEVELOPMENT_RULE
    version: int = 0

    def applied_to(self, shipped: Iterable[Membership]) -> tuple[Membership, ...]:
        """Memberships from elsewhere with what was decided in place of them, by group, code and first day."""
        decided = [
            Membership(group, code, spell.since, spell.until, SOURCE)
            for (group, code), spells in self.memberships.items()
            for spell in spells
        ]
        left = [spell for spell in shipped if (spell.group, spell.country) not in self.memberships]
        return tuple(sorted((*left, *decided), key=lambda spell: (spell.group, spell.country, spell.since or date.min)))


def policies_of(kept: Iterable[CountryPolicy], rule: KeptRule, *, version: int) -> Policies:
    """Gather what was decided about every country or region."""
    names: dict[str, dict[str, str]] = {}
    memberships: dict[tuple[str, str], tuple[Spell, ...]] = {}
    for policy in kept:
        for language, name in policy.names.items():
            names.setdefault(language, {})[policy.code] = name
        for group, spells in policy.memberships.items():
            memberships[group, policy.code] = spells
    return Policies(names=names, memberships=memberships, rule=rule.rule, version=version)


def _sorted(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    return tuple(sorted(spells, key=lambda spell: (spell.since or date.min, spell.until or date.max)))
