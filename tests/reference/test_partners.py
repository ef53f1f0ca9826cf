"""A partner country or region as packages and our own files know it."""

import time
from collections.abc import Iterator
from datetime import date

import pytest

from events_app.domain.companies import SPOKEN_LANGUAGES
from events_app.domain.countries import DevelopmentRule
from events_app.domain.country_policies import Policies
from events_app.domain.match_facts import Fact, Partner, Treaty
from events_app.domain.sector_words import SectorWord, WordKind
from events_app.reference import policies
from events_app.reference.countries import all_codes
from events_app.reference.partners import agreements, languages, partner

TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def nothing_stays_decided() -> Iterator[None]:
    yield
    policies.use(policies.NOTHING_DECIDED)


def test_namibia_is_known_with_every_figure_and_its_year() -> None:
    assert partner("NA", home="CN", day=TODAY) == Partner(
        code="NA",
        is_developed=False,
        imports_usd=Fact(9_199_000_000.0, 2024, "factbook"),
        growth_percent=Fact(3.7, 2024, "factbook"),
        import_standing={
            "oil-gas": 1.0,
            "metallurgy-mining": 0.875,
            "power": 0.625,
            "solar-energy": 0.625,
            "automotive": 0.5,
        },
        imports_year=2023,
        industry_sectors=frozenset({"agriculture", "food", "metallurgy-mining"}),
        home_share=Fact(9.0, 2023, "factbook"),
        treaties=frozenset({Treaty.PCT, Treaty.MADRID, Treaty.ARIPO}),
        languages=frozenset({"en"}),
        distance_km=12_359.0,
        shared_hours=2.0,
    )


def test_what_no_source_knows_is_none_and_never_zero() -> None:
    found = partner("GF", home="CN", day=TODAY)

    assert (found.imports_usd, found.growth_percent, found.import_standing) == (None, None, None)
    assert (found.imports_year, found.industry_sectors, found.home_share) == (None, None, None)
    assert found.languages == {"fr"}


@pytest.mark.parametrize(
    ("one", "other", "day", "codes"),
    [
        ("CN", "JP", TODAY, ("CHINA-FTA", "RCEP")),
        ("JP", "CN", TODAY, ("CHINA-FTA", "RCEP")),
        ("CN", "KR", TODAY, ("APTA", "CHINA-FTA", "RCEP")),
        ("CN", "CH", TODAY, ("CHINA-FTA",)),
        ("CN", "DE", TODAY, ()),
        ("CH", "CL", TODAY, ()),  # both have an agreement with China, and none of these with each other
        ("JP", "AU", TODAY, ("CPTPP", "RCEP")),
        ("BR", "AR", TODAY, ("MERCOSUR",)),
        ("KE", "UG", TODAY, ("AFCFTA", "COMESA", "EAC")),
        ("FR", "DE", TODAY, ("EU",)),
        ("DE", "GB", date(2020, 1, 31), ("EU",)),
        ("DE", "GB", date(2020, 2, 1), ()),
        ("US", "MX", date(2020, 6, 30), ()),
        ("US", "MX", date(2020, 7, 1), ("USMCA",)),
        ("ZA", "AO", TODAY, ("AFCFTA",)),  # both in SADC, whose trade protocol binds only some
    ],
)
def test_agreements_are_those_that_both_have_with_each_other(
    one: str, other: str, day: date, codes: tuple[str, ...]
) -> None:
    assert agreements(one, other, day) == codes


@pytest.mark.parametrize(
    ("code", "spoken"),
    [
        ("CN", {"zh"}),
        ("HK", {"zh", "en"}),
        ("TW", {"zh"}),
        ("NO", {"nb"}),
        ("PH", {"en", "tl"}),
        ("CH", {"de", "fr", "it"}),
        ("RS", {"sr"}),
        ("AQ", set()),
    ],
)
def test_languages_are_named_as_in_profiles_of_companies(code: str, spoken: set[str]) -> None:
    assert languages(code) == spoken


def test_nearly_everybody_is_spoken_to_in_a_language_that_profiles_can_name() -> None:
    unspoken = [code for code in all_codes() if not languages(code) & set(SPOKEN_LANGUAGES)]

    assert unspoken == ["AQ", "BT", "BV", "FO", "GL", "HM", "MV", "TF"]


def test_the_class_follows_the_rule_in_force() -> None:
    assert partner("NO", home="CN", day=TODAY).is_developed
    assert not partner("SG", home="CN", day=TODAY).is_developed

    policies.use(Policies(rule=DevelopmentRule(always_developed=frozenset({"SG"})), version=1))

    assert partner("SG", home="CN", day=TODAY).is_developed


def test_decided_words_and_the_embargo_are_taken_as_given() -> None:
    decided = frozenset({SectorWord(WordKind.INDUSTRY, "mining", ("environment",))})

    found = partner("NA", home="CN", day=TODAY, overrides=decided, embargoed=frozenset({"NA", "FR"}))

    assert found.industry_sectors == frozenset({"agriculture", "food", "environment"})
    assert found.is_embargoed
    assert not partner("NA", home="CN", day=TODAY).is_embargoed


def test_everybody_is_known_at_once_the_second_time() -> None:
    first = [partner(code, home="CN", day=TODAY) for code in all_codes()]
    begun = time.perf_counter()

    second = [partner(code, home="CN", day=TODAY) for code in all_codes()]

    assert time.perf_counter() - begun < 0.2
    assert second == first
