"""Arrays rank as the domain explains: pair by pair the same values, whatever is matched."""

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app.domain.companies import CompanySize
from events_app.domain.match_facts import Opening
from events_app.domain.match_grounds import Ground
from events_app.domain.match_reasons import Part
from events_app.domain.matching import Weights
from events_app.solvers.match_arrays import part_arrays
from tests.match_builders import (
    CODES,
    DAYS,
    DEMANDS,
    EXPERIENCES,
    HOMES,
    IDS,
    PARTNERS,
    SECTOR_CODES,
    SUPPLIES,
    TODAY,
    WEIGHTS,
    a_demand,
    a_home,
    a_partner,
    a_supply,
)

SIZES = st.sampled_from([None, *CompanySize])
OPENINGS = st.builds(Opening, edition_id=IDS, sectors=SECTOR_CODES, opens_on=DAYS)
GROUNDS = st.builds(
    Ground,
    today=st.just(TODAY),
    home=HOMES,
    partners=st.lists(PARTNERS, max_size=3, unique_by=lambda one: one.code).map(tuple),
    supplies=st.lists(
        st.builds(lambda supply, size: replace(supply, size=size), SUPPLIES, SIZES),
        max_size=3,
        unique_by=lambda one: one.offer_id,
    ).map(tuple),
    demands=st.dictionaries(CODES, st.lists(DEMANDS, max_size=2).map(tuple)),
    openings=st.dictionaries(CODES, st.lists(OPENINGS, max_size=2).map(tuple)),
    support=st.dictionaries(st.tuples(CODES, SIZES), st.floats(0, 1)),
    own=st.dictionaries(st.tuples(IDS, CODES), EXPERIENCES, max_size=8),
    authority=st.dictionaries(CODES, EXPERIENCES),
    declined=st.frozensets(st.tuples(IDS, CODES), max_size=8),
    refused=st.frozensets(st.tuples(IDS, CODES), max_size=8),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(GROUNDS, WEIGHTS)
def test_arrays_say_what_the_domain_says(ground: Ground, weights: Weights) -> None:
    found = part_arrays(ground, developing_target=weights.developing_target)
    scores = found.scores(weights)

    assert scores.shape == (len(ground.supplies), len(ground.partners))
    for row, supply in enumerate(ground.supplies):
        for column, partner in enumerate(ground.partners):
            pair = ground.match(supply, partner, weights)
            for part in pair.parts:
                expected = np.nan if part.value is None else part.value
                assert found.values[part.part][row, column] == pytest.approx(expected, nan_ok=True), part.part
            assert bool(pair.exclusions) == found.excluded[row, column]
            assert scores[row, column] == pytest.approx(np.nan if pair.score is None else pair.score, nan_ok=True)


def test_a_ground_by_hand() -> None:
    declined = UUID(int=7)
    ground = Ground(
        today=TODAY,
        home=a_home(),
        partners=(a_partner(), a_partner(code="CN"), a_partner(code="UG")),
        supplies=(a_supply(), a_supply(offer_id=UUID(int=1), company_id=declined)),
        demands={"UG": (a_demand(),)},
        declined=frozenset({(declined, "UG")}),
    )

    found = part_arrays(ground, developing_target=0.5)

    assert found.values[Part.NEED].tolist() == [[0, 0, 1], [0, 0, 1]]
    assert found.excluded.tolist() == [[False, True, False], [False, True, True]]


def test_nothing_to_match_is_an_empty_array() -> None:
    ground = Ground(today=TODAY, home=a_home(), partners=(), supplies=())
    assert part_arrays(ground, developing_target=0.5).scores(Weights()).shape == (0, 0)
