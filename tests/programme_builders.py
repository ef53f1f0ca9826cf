"""Builders of matching programmes and proposals; a test names only what it is about."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from events_app.actions import companies as company_actions
from events_app.actions import programmes as actions
from events_app.actions import proposal_runs
from events_app.actions.matching import Place
from events_app.domain.companies import CompanySize
from events_app.domain.matching import Exclusion
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.programmes import (
    CountryClass,
    CountryRule,
    Force,
    ForcedPair,
    Limits,
    Programme,
    ProgrammeKind,
    Rules,
)
from events_app.domain.proposal_results import (
    Bound,
    BoundKind,
    Price,
    ProposedPair,
    Result,
    Shortfall,
    Unserved,
    Why,
)
from events_app.domain.proposals import Proposal
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from events_app.storage import programmes, proposals
from tests.builders import an_id
from tests.clients import NOW
from tests.offer_builders import ZONE, a_profile, plant_offer
from tests.web.signing_in import an_organisation

PLACE = Place(home="CN")


def the_rules(**changes: Any) -> Rules:
    """Build rules: two places in Kenya, one in Germany, each exporter to one country."""
    return replace(Rules(countries=(CountryRule("KE", 0, 2), CountryRule("DE", 0, 1))), **changes)


def a_programme(**changes: Any) -> Programme:
    """Build the country year 2027."""
    programme = Programme(
        id=an_id("programme"),
        slug="partners-2027",
        name=Text.of("en", "Partner countries 2027", {"fr": "Pays partenaires 2027"}),
        kind=ProgrammeKind.YEAR,
        year=2027,
        first_day=date(2027, 1, 1),
        last_day=date(2027, 12, 31),
        rules=the_rules(),
        seed="spring",
        created_at=NOW,
        modified_at=NOW,
    )
    return replace(programme, **changes)


def a_forced_pair(**changes: Any) -> ForcedPair:
    """Build a pair that has to be."""
    pair = ForcedPair(
        company_id=an_id("valves"), code="KE", force=Force.MUST, reason="Invited by the minister.", by=None, at=NOW
    )
    return replace(pair, **changes)


def a_pair(company: str, code: str, **changes: Any) -> ProposedPair:
    """Build a proposed pair."""
    return replace(ProposedPair(an_id(company), code, None, 0.5, CompanySize.SMALL), **changes)


def a_result(*pairs: ProposedPair, **changes: Any) -> Result:
    """Build a result with something in every part."""
    result = Result(
        pairs=pairs,
        unserved=(Unserved(an_id("left"), Why.EXCLUDED, 0, CompanySize.LARGE, (Exclusion.UNLICENSED,)),),
        shortfalls=(Shortfall("DE", 2, 1),),
        prices=(
            Price(bound=Bound(BoundKind.CAPACITY, "KE"), step=4, exporters=3, matches=3, floors=0, score=1.5),
            Price(
                bound=Bound(BoundKind.MUST, "KE", an_id("valves")), step=1, exporters=0, matches=0, floors=0, score=0.1
            ),
        ),
        levels=(("fairness", 2), ("score", 10_000)),
        score=1.0,
        score_bound=1.0002,
        developed=("DE",),
        seconds=0.25,
    )
    return replace(result, **changes)


def a_proposal(**changes: Any) -> Proposal:
    """Build a proposal that waits to be computed."""
    proposal = Proposal(
        id=an_id("proposal"),
        programme_id=an_id("programme"),
        number=1,
        rules=the_rules(),
        seed="spring",
        weights_version=0,
        made_at=NOW,
        seen_at=NOW,
    )
    return replace(proposal, **changes)


def whole_rules() -> Rules:
    """Rules in which everything is said."""
    return the_rules(
        most_each=2,
        developing_each=1,
        by_class={CountryClass.DEVELOPED: Limits(1, 5)},
        by_size={CompanySize.MICRO: Limits(0, 3), CompanySize.LARGE: Limits(1)},
        sectors=("industry",),
        price_step=4,
    )


def here(**changes: Any) -> proposal_runs.Installation:
    """What computations know of the installation of tests."""
    clock: Callable[[], datetime] = lambda: NOW  # noqa: E731 - stands still
    return replace(proposal_runs.Installation(place=PLACE, zone=ZONE, clock=clock, saved_every_s=0.05), **changes)


async def plant_exporter(slug: str, *, size: CompanySize = CompanySize.SMALL, **content: Any) -> Organisation:
    """Keep a company with a profile and an approved offer."""
    company = await an_organisation(OrganisationKind.EXPORTER, slug, id=an_id(slug), country="CN")
    profile = a_profile(company_id=company.id, size=size)
    await company_actions.write(company.id, lambda _old: profile, version=None, by=SYSTEM, now=NOW)
    await plant_offer(company, slug, now=NOW, **content)
    return company


async def plant_programme(**changes: Any) -> Programme:
    """Keep a programme."""
    return await actions.add(a_programme(**changes), by=SYSTEM, now=NOW)


async def plant_done(
    *pairs: ProposedPair, number: int = 1, why: Why | None = None, left: str = "left", **changes: Any
) -> Proposal:
    """Keep a computed proposal with these pairs; the first with its programme, to which the changes belong."""
    if number == 1:
        await plant_programme(**changes)
    rules = (await programmes.get_by_id(an_id("programme"))).rules
    queued = a_proposal(id=an_id(f"proposal {number}"), number=number, rules=rules)
    await proposals.add(queued)
    unserved = {"unserved": (Unserved(an_id(left), why, 2, CompanySize.SMALL),)} if why else {}
    done = queued.take(now=NOW).finish(a_result(*pairs, **unserved), now=NOW)
    await proposals.set_(done, before=queued)
    return done
