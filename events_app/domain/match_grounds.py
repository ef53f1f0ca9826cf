"""Everything that matching rests on, gathered for one day: the offers, the partners, and what lies between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from events_app.domain.companies import CompanySize
from events_app.domain.match_facts import Circumstances, Demand, Experience, Home, Opening, Partner, Supply
from events_app.domain.matching import Match, Weights, match

NOTHING_SEEN = Experience()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is matched on `today`: values by country or region code, by company, and by both.

    `support` is (code, size of the company) -> highest share of costs that a scheme may pay. `declined` are pairs
    (company, code) that the company has said no to, `refused` pairs (offer, code) that the partner has.
    """

    today: date
    home: Home
    partners: tuple[Partner, ...]
    supplies: tuple[Supply, ...]
    demands: Mapping[str, tuple[Demand, ...]] = field(default_factory=dict)
    openings: Mapping[str, tuple[Opening, ...]] = field(default_factory=dict)
    support: Mapping[tuple[str, CompanySize | None], float] = field(default_factory=dict)
    own: Mapping[tuple[UUID, str], Experience] = field(default_factory=dict)
    authority: Mapping[str, Experience] = field(default_factory=dict)
    declined: frozenset[tuple[UUID, str]] = frozenset()
    refused: frozenset[tuple[UUID, str]] = frozenset()

    def circumstances(self, supply: Supply, code: str) -> Circumstances:
        """What holds for one offer and one partner."""
        return Circumstances(
            today=self.today,
            demands=self.demands.get(code, ()),
            openings=self.openings.get(code, ()),
            support_share=self.support.get((code, supply.size)),
            own=self.own.get((supply.company_id, code), NOTHING_SEEN),
            authority=self.authority.get(code, NOTHING_SEEN),
            is_declined_by_company=(supply.company_id, code) in self.declined,
            is_declined_by_partner=(supply.offer_id, code) in self.refused,
        )

    def match(self, supply: Supply, partner: Partner, weights: Weights) -> Match:
        """Score one pair, with its reasons."""
        return match(supply, partner, self.home, self.circumstances(supply, partner.code), weights=weights)
