"""Scores in words: reasons as sentences in the reader's language, with year and source of the figure behind each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from markupsafe import Markup

from events_app.domain.exhibitions import Edition
from events_app.domain.intellectual_property import IP_NAMES, IpKind
from events_app.domain.match_facts import Fact
from events_app.domain.match_reasons import Distance, Dollars, Kind, Named, Part, PartScore, Reason, Share, Value
from events_app.domain.matching import EXCLUSION_WORDS, Exclusion, Match
from events_app.domain.messages import N_, P_, Message
from events_app.domain.needs import Need
from events_app.domain.offers import FORM_NAMES, CooperationForm
from events_app.domain.sectors import FIELDS, sector_name
from events_app.i18n import dates, numbers
from events_app.i18n.catalogues import current_language
from events_app.reference.countries import language_name
from events_app.reference.groups import GROUPS, SOURCE_NAMES

HIGH: Final = 0.6
LOW: Final = 0.35
EXACT_BELOW: Final = 0.1
"""Shares below it are written with a decimal."""
VERDICTS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "excluded": P_("match", "Excluded"),
        "unknown": P_("match", "Too little is known"),
        "good": P_("match", "A good match"),
        "fair": P_("match", "A fair match"),
        "poor": P_("match", "A poor match"),
    }
)
OWN_RECORDS: Final = N_("Records of this system")
PART_SOURCES: Final[Mapping[Part, Message | None]] = MappingProxyType(
    {
        Part.NEED: OWN_RECORDS,
        Part.MARKET: None,
        Part.COMPLEMENTARITY: None,
        Part.POLICY: N_("Decisions of the authority; memberships as on the page of the country or region"),
        Part.PROTECTION: N_("IP rights as the company states them; treaties as compiled from WIPO and the offices"),
        Part.ACCESS: N_(
            "Calendar, profile and support schemes on record; positions and languages: World Factbook, CLDR"
        ),
        Part.HISTORY: OWN_RECORDS,
    }
)
"""What a part rests on beside the figures that its reasons name."""
CAME_TO_NOTHING: Final = N_("An introduction was proposed here and did not come about.")
UNSHOWN_NEED: Final = N_("a need that only organisers see")
FACTBOOK: Final = SOURCE_NAMES["factbook"]


@dataclass(frozen=True, slots=True)
class Worded:
    """A reason in words; `source` says where its figure comes from and for which year, or is empty."""

    words: Markup
    source: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A part for a page: its share of the weight, what it brings to the score, and its reasons."""

    part: Part
    value: float | None
    share: float
    brings: float
    reasons: tuple[Worded, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """What reasons name by an id: needs and editions, and how names and sentences are said."""

    say: Callable[..., str]
    country: Callable[[str], str]
    needs: Mapping[UUID, Need]
    editions: Mapping[UUID, Edition]


def verdict(score: float | None, *, is_excluded: bool = False) -> Message:
    """One word for a score."""
    if is_excluded:
        return VERDICTS["excluded"]
    if score is None:
        return VERDICTS["unknown"]
    return VERDICTS["good" if score >= HIGH else "fair" if score >= LOW else "poor"]


def told(match: Match, naming: Naming, parts: Iterable[Part] = tuple(Part)) -> tuple[Told, ...]:
    """Parts of a match in words."""
    wanted = frozenset(parts)
    return tuple(
        Told(
            part=one.part,
            value=one.value,
            share=match.share(one.part),
            brings=match.share(one.part) * (one.value or 0.0),
            reasons=tuple(worded(reason, naming) for reason in one.reasons),
        )
        for one in match.parts
        if one.part in wanted
    )


def strongest(match: Match, naming: Naming, *, most: int = 3, parts: Iterable[Part] = tuple(Part)) -> list[Worded]:
    """A reason of each of the parts that bring the most; what speaks against a match is none for it."""
    wanted = frozenset(parts)
    known = [one for one in match.parts if (one.value or 0) >= LOW and one.part in wanted and match.share(one.part)]
    ranked = sorted(known, key=lambda one: -(one.value or 0.0) * match.share(one.part))
    return [worded(_best_reason(one), naming) for one in ranked[:most]]


def _best_reason(part: PartScore) -> Reason:
    # Reasons with a name in them say more than "none".
    return next((reason for reason in part.reasons if reason.params), part.reasons[0])


def exclusions(match: Match, *, to_company: bool = False) -> tuple[Message, ...]:
    """Why a pair is out of the question; a company is not told what a partner has answered."""
    words = dict(EXCLUSION_WORDS) | ({Exclusion.DECLINED_BY_PARTNER: CAME_TO_NOTHING} if to_company else {})
    return tuple(words[one] for one in match.exclusions)


def named_ids(matches: Iterable[Match]) -> tuple[set[UUID], set[UUID]]:
    """Needs and editions that the reasons of matches name."""
    found: dict[Kind, set[UUID]] = {Kind.NEED: set(), Kind.EDITION: set()}
    for match in matches:
        for part in match.parts:
            for reason in part.reasons:
                for value in reason.params.values():
                    if isinstance(value, Named) and value.kind in found:
                        found[value.kind].add(UUID(value.code))
    return found[Kind.NEED], found[Kind.EDITION]


def worded(reason: Reason, naming: Naming) -> Worded:
    """A reason as a sentence, with its source."""
    params = {name: Markup.escape(_said(value, naming)) for name, value in reason.params.items()}
    # What stands in the sentence is escaped, the sentence itself is ours.
    words = Markup(naming.say(reason.words, **params))  # noqa: S704
    return Worded(words, source_of(reason.fact, naming) if reason.fact else "")


def source_of(fact: Fact, naming: Naming) -> str:
    """Where a figure comes from, and for which year."""
    source = naming.say(FACTBOOK) if fact.source == "factbook" else fact.source
    year = str(fact.year) if fact.year else ""
    return " · ".join(part for part in (source, year) if part)


def _said(value: Value, naming: Naming) -> str:
    code = current_language.get()
    match value:
        case tuple():
            said = numbers.lists([_name(one, naming) for one in value], code)
        case Named():
            said = _name(value, naming)
        case Share(ratio):
            said = numbers.percent(ratio, code, 0 if abs(ratio) >= EXACT_BELOW else 1)
        case Dollars(amount):
            said = f"{numbers.compact(amount, code)} USD"
        case Distance(km):
            said = f"{numbers.integer(round(km / 10) * 10, code)} km"
        case date():
            said = dates.day(value, code)
        case _:
            said = numbers.decimal(value, code)
    return said


def _name(named: Named, naming: Naming) -> str:
    return _NAMES[named.kind](named.code, naming)


def _need(code: str, naming: Naming) -> str:
    need = naming.needs.get(UUID(code))
    if need is None:
        return naming.say(UNSHOWN_NEED)
    return (need.approved or need.content).title.shown(current_language.get()).text


def _edition(code: str, naming: Naming) -> str:
    edition = naming.editions.get(UUID(code))
    return edition.name.shown(current_language.get()).text if edition else "–"


_NAMES: Final[Mapping[Kind, Callable[[str, Naming], str]]] = MappingProxyType(
    {
        Kind.COUNTRY: lambda code, naming: naming.country(code),
        Kind.SECTOR: lambda code, naming: naming.say(sector_name(code)),
        Kind.FIELD: lambda code, naming: naming.say(FIELDS[int(code)].name),
        Kind.FORM: lambda code, naming: naming.say(FORM_NAMES[CooperationForm(code)]),
        Kind.GROUP: lambda code, naming: naming.say(GROUPS[code].short_name),
        Kind.LANGUAGE: lambda code, _: language_name(code, current_language.get()),
        Kind.RIGHT: lambda code, naming: naming.say(IP_NAMES[IpKind(code)]),
        Kind.NEED: _need,
        Kind.EDITION: _edition,
    }
)


def fit(score: float | None) -> int:
    """Step of a score on the scale of five, 0 to 4."""
    return 0 if score is None else min(4, int(score * 5))
