"""The demonstration of matching programmes: an invented country year with a computed proposal, nothing accepted."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

from events_app.actions import programmes, proposal_runs, proposals
from events_app.actions.matching import Place
from events_app.domain.programmes import CountryClass, CountryRule, Limits, Programme, ProgrammeKind, Rules
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text

SLUG: Final = "partner-countries"
NAME: Final[Mapping[str, str]] = {
    "en": "Partner countries",
    "zh-Hans": "伙伴国家年度计划",
    "fr": "Pays partenaires",
    "es": "Países socios",
    "ru": "Страны-партнёры",
    "ar": "البلدان الشريكة",
    "pt": "Países parceiros",
}
COUNTRIES: Final = (
    CountryRule("KE", 2, 4),
    CountryRule("TZ", 1, 3),
    CountryRule("ET", 0, 2),
    CountryRule("VN", 1, 3),
    CountryRule("TH", 0, 2),
    CountryRule("BR", 1, 3),
    CountryRule("KZ", 0, 2),
    CountryRule("EG", 0, 2),
    CountryRule("DE", 0, 3),
    CountryRule("FR", 0, 2),
)


async def load_demo_programme(namespace: UUID, place: Place, now: datetime, zone: str) -> None:
    """Plan the programme of next year and compute a proposal; `namespace` is that of its id."""
    year = now.year + 1
    shut = {place.home, *place.neither, *place.embargoed}
    programme = Programme(
        id=uuid5(namespace, "programme"),
        slug=SLUG,
        name=Text.of("en", f"{NAME['en']} {year}", {code: f"{name} {year}" for code, name in NAME.items()}),
        kind=ProgrammeKind.YEAR,
        year=year,
        first_day=date(year, 1, 1),
        last_day=date(year, 12, 31),
        rules=Rules(
            countries=tuple(one for one in COUNTRIES if one.code not in shut),
            most_each=2,
            developing_each=1,
            by_class={CountryClass.DEVELOPED: Limits(0, 4)},
            price_step=2,
        ),
        seed=f"{SLUG}-{year}",
        is_illustrative=True,
        created_at=now,
        modified_at=now,
    )
    await programmes.add(programme, by=SYSTEM, now=now)
    proposal = await proposals.propose(SLUG, by=SYSTEM, now=now)
    here = proposal_runs.Installation(place=place, zone=zone, clock=lambda: now)
    await proposal_runs.run(proposal.id, here)
