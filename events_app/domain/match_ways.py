"""The parts of a match score about the way to a partner: policy, protection of rights, access, own experience."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from events_app.domain.intellectual_property import UNREGISTERED, IpKind, IpRight
from events_app.domain.match_facts import REGIONAL_OFFICES, Circumstances, Home, Partner, Supply, Treaty
from events_app.domain.match_reasons import Distance, Kind, Named, Part, PartScore, Reason, Share, Value, clipped, mean
from events_app.domain.messages import N_, Message
from events_app.domain.sectors import ALL_SECTORS

POLICY_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType({"focus": 0.5, "balance": 0.25, "agreement": 0.25})
FOCUS_VALUES: Final[Mapping[int | None, float]] = MappingProxyType({1: 1.0, 2: 0.8, 3: 0.6, None: 0.2})
EVEN: Final = 0.5
HIGH: Final = 0.6
LOW: Final = 0.4

HELD: Final = 1.0
REGIONAL: Final = 0.9
APPLIED_FOR: Final = 0.8
PRIORITY_OPEN: Final = 0.7
PCT_OPEN: Final = 0.7
MADRID_OPEN: Final = 0.6
BY_LAW: Final = 0.6
BY_CONTRACT: Final = 0.3
AT_HOME_ONLY: Final = 0.1
MARKS: Final = frozenset({IpKind.TRADE_MARK, IpKind.DESIGN})
PCT_OFFICE: Final = frozenset({"WO", "IB"})
PCT_TIME: Final = timedelta(days=913)
"""30 months from the priority date, Patent Cooperation Treaty, articles 22 and 39."""
PATENT_PRIORITY: Final = timedelta(days=365)
MARK_PRIORITY: Final = timedelta(days=182)
"""Twelve months for patents and utility models, six for designs and trade marks: Paris Convention, article 4C."""

ACCESS_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {"edition": 0.35, "language": 0.25, "distance": 0.15, "support": 0.15, "hours": 0.1}
)
LINGUA_FRANCA: Final = "en"
BY_LINGUA_FRANCA: Final = 0.5
OTHER_EDITION: Final = 0.4
WORKING_HOURS: Final = 8.0
FARTHEST_KM: Final = 20_015.0
"""Half of the circumference of the Earth: two points lie no farther apart."""
FULL_SUPPORT: Final = 0.5


def policy(partner: Partner, home: Home, *, developing_target: float) -> PartScore:
    """What the authority's policy says: 0.5 focus + 0.25 balance + 0.25 agreements, of what is known.

    Focus: 1, 0.8 or 0.6 for a country or region of first, second or third priority on the day, 0.2 for others. Balance:
    0.5 plus what the partner's class lacks to the share that is aimed at (`developing_target`) in own editions and
    projects abroad: article 8 of the Opinions on encouraging technology export (2009) asks for developed and developing
    partners both. Agreements: 1 where an agreement on trade is in force with the home country, else 0.
    """
    balance = _balance(partner, home, developing_target)
    known = {
        "focus": FOCUS_VALUES[partner.focus],
        "balance": balance,
        "agreement": 1.0 if partner.agreements else 0.0,
    }
    reasons = [Reason(_FOCUS_WORDS[partner.focus])]
    if balance is not None and balance > HIGH:
        reasons.append(Reason(_LACKING[partner.is_developed], {"share": Share(_share(partner, home))}))
    elif balance is not None and balance < LOW:
        reasons.append(Reason(_PLENTY[partner.is_developed], {"share": Share(_share(partner, home))}))
    groups = tuple(Named(Kind.GROUP, code) for code in partner.agreements)
    reasons.append(
        Reason(N_("Trade agreements with our country are in force: %(groups)s."), {"groups": groups})
        if groups
        else Reason(N_("No trade agreement with our country is on record."))
    )
    return PartScore(Part.POLICY, mean(known, POLICY_WEIGHTS), tuple(reasons))


_FOCUS_WORDS: Final[Mapping[int | None, Message]] = MappingProxyType(
    {
        1: N_("A country or region of first priority."),
        2: N_("A country or region of second priority."),
        3: N_("A country or region of third priority."),
        None: N_("Not among the countries and regions in focus."),
    }
)
_LACKING: Final = {
    True: N_("Developed partners are fewer than aimed at: %(share)s of our exhibitions and projects abroad."),
    False: N_("Developing partners are fewer than aimed at: %(share)s of our exhibitions and projects abroad."),
}
_PLENTY: Final = {
    True: N_("Developed partners are more than aimed at: %(share)s of our exhibitions and projects abroad."),
    False: N_("Developing partners are more than aimed at: %(share)s of our exhibitions and projects abroad."),
}


def _share(partner: Partner, home: Home) -> float:
    developing = home.developing_share or 0.0
    return 1 - developing if partner.is_developed else developing


def _balance(partner: Partner, home: Home, developing_target: float) -> float | None:
    if home.developing_share is None:
        return None
    target = 1 - developing_target if partner.is_developed else developing_target
    return clipped(EVEN + target - _share(partner, home))


def protection(supply: Supply, partner: Partner, home: Home, today: date) -> PartScore:
    """How well the offer's rights are or can be protected there: the best of them.

    1 in force there; 0.9 granted by a regional office that covers it; 0.8 applied for there; 0.7 reachable by an open
    priority period (Paris Convention, article 4) or an international application (PCT, 30 months); 0.6 for marks by the
    Madrid Protocol and for copyright by the Berne Convention; 0.3 for know-how, by contract alone; 0.1 where a right is
    held elsewhere only and the time to extend it is over. None where the offer names no right that has not ended.
    """
    rights = [right for right in supply.ip_rights if right.expires_on is None or right.expires_on >= today]
    if not rights:
        return PartScore(Part.PROTECTION, None, (Reason(N_("The offer names no right in force or applied for.")),))
    found = [_reach(right, partner, home, today) for right in rights]
    value, words, right = max(found, key=lambda one: (one[0], one[2].kind.value, one[2].number))
    reasons = [Reason(words, {"right": Named(Kind.RIGHT, right.kind.value)})]
    return PartScore(Part.PROTECTION, value, tuple(reasons))


Reach = tuple[float, Message, IpRight]


def _reach(right: IpRight, partner: Partner, home: Home, today: date) -> Reach:
    """What one right is worth there, and the sentence about it."""
    if right.kind in UNREGISTERED:
        return _unregistered(right)
    is_granted = right.is_in_force(today)
    if partner.code in {*right.countries, right.office}:
        if is_granted:
            return HELD, N_("A right is in force there (%(right)s)."), right
        return APPLIED_FOR, N_("A right has been applied for there (%(right)s)."), right
    if REGIONAL_OFFICES.get(right.office) in partner.treaties:
        if is_granted:
            return REGIONAL, N_("A regional office that covers it has granted a right (%(right)s)."), right
        return APPLIED_FOR, N_("A right has been applied for at a regional office that covers it (%(right)s)."), right
    return _extendable(right, partner, home, today)


def _unregistered(right: IpRight) -> Reach:
    if right.kind is IpKind.COPYRIGHT:
        return BY_LAW, N_("Copyright is protected there by the Berne Convention (%(right)s)."), right
    return BY_CONTRACT, N_("Only contracts protect this there (%(right)s)."), right


def _extendable(right: IpRight, partner: Partner, home: Home, today: date) -> Reach:
    is_mark = right.kind in MARKS
    age = today - right.filed_on if right.filed_on else None
    if age is not None and age <= (MARK_PRIORITY if is_mark else PATENT_PRIORITY):
        return PRIORITY_OPEN, N_("It can still be applied for there with priority (%(right)s)."), right
    is_international = right.office in PCT_OFFICE and Treaty.PCT in partner.treaties and not is_mark
    if is_international and age is not None and age <= PCT_TIME:
        return PCT_OPEN, N_("The international application can still be continued there (%(right)s)."), right
    if right.kind is IpKind.TRADE_MARK and Treaty.MADRID in partner.treaties & home.treaties:
        return MADRID_OPEN, N_("The mark can be extended there under the Madrid Protocol (%(right)s)."), right
    return AT_HOME_ONLY, N_("It is not protected there, and the time to extend it is over (%(right)s)."), right


def access(supply: Supply, partner: Partner, circumstances: Circumstances) -> PartScore:
    """How easily one gets there: 0.35 edition, 0.25 language, 0.15 distance, 0.15 support, 0.1 hours, of what is known.

    Edition: 1 where one of the offer's sectors, or of all sectors, opens there within twelve months, 0.4 for another,
    0 for none. Language: 1 where the company speaks one that is official there, 0.5 where it speaks English, else 0.
    Distance: 1 minus the great circle between the capitals over half the Earth's circumference. Support: the share of
    costs that a scheme may pay, full at a half. Hours: common working hours over eight.
    """
    parts = {
        "edition": _edition(supply, circumstances),
        "language": _language(supply, partner),
        "distance": _distance(partner),
        "support": _support(circumstances),
        "hours": _hours(partner),
    }
    value = mean({name: part[0] for name, part in parts.items() if part}, ACCESS_WEIGHTS)
    return PartScore(Part.ACCESS, value, tuple(part[1] for part in parts.values() if part))


Found = tuple[float, Reason] | None


def _edition(supply: Supply, circumstances: Circumstances) -> Found:
    fitting = [one for one in circumstances.openings if {*supply.sectors, ALL_SECTORS} & {*one.sectors}]
    if not circumstances.openings:
        return 0.0, Reason(N_("No exhibition of the calendar opens there within twelve months."))
    first = min(fitting or circumstances.openings, key=lambda one: (one.opens_on, str(one.edition_id)))
    params: dict[str, Value] = {"edition": Named(Kind.EDITION, str(first.edition_id)), "day": first.opens_on}
    if fitting:
        return 1.0, Reason(N_("An exhibition for it opens there on %(day)s: %(edition)s."), params)
    return OTHER_EDITION, Reason(N_("An exhibition of another sector opens there on %(day)s: %(edition)s."), params)


def _language(supply: Supply, partner: Partner) -> Found:
    if not supply.languages or not partner.languages:
        return None
    shared = sorted(supply.languages & partner.languages)
    if shared:
        named = tuple(Named(Kind.LANGUAGE, code) for code in shared)
        return 1.0, Reason(
            N_("The company speaks a language of the country or region: %(languages)s."), {"languages": named}
        )
    if LINGUA_FRANCA in supply.languages:
        return BY_LINGUA_FRANCA, Reason(N_("The company speaks none of its official languages, but English."))
    return 0.0, Reason(N_("The company speaks none of its official languages."))


def distance_of(partner: Partner) -> float | None:
    """1 minus the distance over the farthest there is; None where it is not known."""
    return None if partner.distance_km is None else clipped(1 - partner.distance_km / FARTHEST_KM)


def hours_of(partner: Partner) -> float | None:
    """Working hours in common over eight; None where they are not known."""
    return None if partner.shared_hours is None else clipped(partner.shared_hours / WORKING_HOURS)


def support_of(share: float | None) -> float:
    """Share of costs that a scheme may pay, full at a half; 0 where none applies."""
    return clipped((share or 0.0) / FULL_SUPPORT)


def _distance(partner: Partner) -> Found:
    value = distance_of(partner)
    if value is None or partner.distance_km is None:
        return None
    words = N_("The capitals lie %(distance)s apart.")
    return value, Reason(words, {"distance": Distance(partner.distance_km)})


def _support(circumstances: Circumstances) -> Found:
    if circumstances.support_share is None:
        return 0.0, Reason(N_("No support scheme on record applies there."))
    value = support_of(circumstances.support_share)
    words = N_("A support scheme may pay up to %(percent)s of the costs that it names.")
    return value, Reason(words, {"percent": Share(circumstances.support_share)})


def _hours(partner: Partner) -> Found:
    value = hours_of(partner)
    if value is None or partner.shared_hours is None:
        return None
    words = N_("Working hours in common: %(hours)s a day.")
    return value, Reason(words, {"hours": round(partner.shared_hours, 1)})


def history(circumstances: Circumstances) -> PartScore:
    """How it went before: (1 + good) / (2 + good + bad), Laplace's rule of succession.

    What the company itself has seen counts twice: it is part of what all have seen.

    None without any experience: the weight of this part is high, so that what was seen outweighs figures about whole
    countries, and goes to the other parts where nothing was seen.
    """
    whole = circumstances.own + circumstances.authority
    if not whole.good + whole.bad:
        return PartScore(Part.HISTORY, None, (Reason(N_("Neither the company nor we have been active there before.")),))
    value = (1 + whole.good) / (2 + whole.good + whole.bad)
    reasons = []
    if circumstances.own.good + circumstances.own.bad:
        params = {"good": circumstances.own.good, "bad": circumstances.own.bad}
        reasons.append(Reason(N_("The company’s own exhibitions there: went well %(good)s, did not %(bad)s."), params))
    if circumstances.authority.good + circumstances.authority.bad:
        params = {"good": circumstances.authority.good, "bad": circumstances.authority.bad}
        reasons.append(
            Reason(N_("Exhibitions and projects of all there: went well %(good)s, did not %(bad)s."), params)
        )
    return PartScore(Part.HISTORY, value, tuple(reasons))
