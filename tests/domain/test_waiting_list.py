"""Who gets a free place: four policies by value, and what holds for all of them whatever comes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.admissions import Admission, Dimension, Policy, Quota
from events_app.domain.applications import Space
from events_app.domain.waiting_list import (
    BlockKind,
    Claim,
    Ledger,
    PassedOver,
    draw_number,
    find_block,
    free_space,
    promote,
    ranked,
)
from tests.application_builders import WITHIN, an_admission
from tests.builders import an_id

NOTHING = Ledger()


def a_claim(
    word: str, place: int = 0, *, stands: int = 1, area: int = 9, sector: str = "ict", country: str = "CN"
) -> Claim:
    """Build a claim that has waited since the minute `place`."""
    return Claim(
        application_id=an_id(word),
        company_id=an_id(f"company {word}"),
        space=Space(stands, area),
        sector=sector,
        country=country,
        queued_at=WITHIN + timedelta(minutes=place),
        number=place,
    )


def _offered(admission: Admission, waiting: Sequence[Claim], ledger: Ledger = NOTHING) -> list[UUID]:
    return [claim.application_id for claim in promote(admission, ledger, waiting).offered]


def _ids(*words: str) -> list[UUID]:
    return [an_id(word) for word in words]


def test_strict_order_waits_for_whoever_is_first() -> None:
    waiting = (a_claim("a", 1), a_claim("b", 2, stands=3), a_claim("c", 3))
    admission = an_admission(stands=3)
    found = promote(admission, NOTHING, waiting)
    assert [claim.application_id for claim in found.offered] == _ids("a")
    assert found.passed_over == ()


def test_best_fit_fills_the_room_and_says_so_to_whom_it_passed_over() -> None:
    waiting = (a_claim("small", 1, area=9), a_claim("huge", 2, area=90), a_claim("large", 3, area=40))
    found = promote(an_admission(stands=None, area=45, policy=Policy.BEST_FIT), NOTHING, waiting)
    assert [claim.application_id for claim in found.offered] == _ids("large")
    assert set(found.passed_over) == {
        PassedOver(an_id("small"), BlockKind.BETTER_FIT),
        PassedOver(an_id("huge"), BlockKind.AREA),
    }


def test_a_lottery_can_be_drawn_again_by_anybody() -> None:
    waiting = tuple(a_claim(word, place) for place, word in enumerate("abcdefgh"))
    admission = an_admission(stands=3, policy=Policy.LOTTERY, seed="2026-04-01 09:00 37 12 5")
    by_hand = sorted(waiting, key=lambda c: sha256(f"{admission.seed}:{c.application_id}".encode()).hexdigest())
    assert _offered(admission, waiting) == [claim.application_id for claim in by_hand[:3]]
    assert draw_number("1", an_id("a")) != draw_number("2", an_id("a"))


def test_a_lottery_passes_over_who_was_drawn_earlier_and_does_not_fit_and_nobody_else() -> None:
    admission = an_admission(stands=2, policy=Policy.LOTTERY, seed="1")
    alone = tuple(a_claim(word, place) for place, word in enumerate("abcd"))
    first, *others = ranked(admission, NOTHING, alone)
    large = replace(first, space=Space(3, 27))

    found = promote(admission, NOTHING, (large, *others))

    assert list(found.offered) == others[:2]
    assert found.passed_over == (PassedOver(first.application_id, BlockKind.STANDS),)


def test_quota_balance_serves_the_emptiest_sector_first() -> None:
    quotas = (Quota(Dimension.SECTOR, "ict", stands=4), Quota(Dimension.SECTOR, "rail", stands=2))
    admission = an_admission(stands=4, quotas=quotas, policy=Policy.QUOTA_BALANCE)
    ledger = Ledger.of([a_claim("held", stands=2)])
    waiting = (a_claim("i1", 1), a_claim("none", 2, sector="power"), a_claim("r1", 3, sector="rail"), a_claim("i2", 4))
    found = promote(admission, ledger, waiting)
    assert [claim.application_id for claim in found.offered] == _ids("r1", "i1")
    assert set(found.passed_over) == {PassedOver(an_id("none"), BlockKind.EMPTIER_QUOTA)}


def test_what_does_not_fit_says_which_limit_it_meets() -> None:
    held = Ledger.of([a_claim("held", stands=2, area=50)])
    claim = a_claim("new", stands=2, area=50)
    assert find_block(an_admission(stands=4), held, claim) is None
    assert find_block(an_admission(stands=3), held, claim) is BlockKind.STANDS
    assert find_block(an_admission(stands=4, area=99), held, claim) is BlockKind.AREA
    assert find_block(an_admission(stands_per_company=1), held, claim) is BlockKind.COMPANY
    for dimension, key, block in (
        (Dimension.SECTOR, "ict", BlockKind.SECTOR),
        (Dimension.COUNTRY, "CN", BlockKind.COUNTRY),
        (Dimension.COMPANY, str(claim.company_id), BlockKind.COMPANY),
    ):
        assert find_block(an_admission(quotas=(Quota(dimension, key, stands=1),)), held, claim) is block
    assert find_block(an_admission(quotas=(Quota(Dimension.SECTOR, "rail", stands=0),)), held, claim) is None
    assert free_space(an_admission(stands=3), held) == (1, None)


def test_a_group_wish_is_given_whole_or_not_at_all() -> None:
    group = a_claim("group", 1, stands=4)
    assert _offered(an_admission(stands=3), (group,)) == []
    assert _offered(an_admission(stands=4), (group,)) == _ids("group")


claims = st.lists(
    st.builds(
        lambda n, stands, area, sector, country: (n, stands, area, sector, country),
        st.integers(0, 40),
        st.integers(1, 5),
        st.integers(1, 60),
        st.sampled_from(["ict", "rail", "power"]),
        st.sampled_from(["CN", "VN"]),
    ),
    max_size=14,
    unique_by=lambda given: given[0],
).map(
    lambda found: [
        a_claim(f"case {n}", n, stands=stands, area=area, sector=sector, country=country)
        for n, stands, area, sector, country in found
    ]
)
limits = st.one_of(st.none(), st.integers(0, 12))
quota_lists = st.lists(
    st.builds(Quota, st.just(Dimension.SECTOR), st.sampled_from(["ict", "rail", "power"]), limits, limits),
    max_size=3,
    unique_by=lambda quota: quota.key,
)
rules = st.builds(
    lambda stands, area, quotas, policy, most: an_admission(
        stands=stands, area=area, quotas=tuple(quotas), policy=policy, seed="7", stands_per_company=most
    ),
    st.integers(0, 14),
    st.one_of(st.none(), st.integers(0, 200)),
    quota_lists,
    st.sampled_from(Policy),
    st.one_of(st.none(), st.integers(1, 4)),
)


@given(rules, claims, st.integers(0, 5))
def test_no_policy_ever_oversells_or_leaves_a_place_that_somebody_fits(
    admission: Admission, waiting: list[Claim], held: int
) -> None:
    ledger = Ledger.of(a_claim(f"held {n}", stands=1, area=1) for n in range(min(held, admission.stands or 0)))
    found = promote(admission, ledger, waiting)
    for claim in found.offered:
        assert find_block(admission, ledger, claim) is None
        ledger = ledger.with_(claim)
    left = [claim for claim in waiting if claim not in found.offered]
    first_left = ranked(admission, ledger, left)[:1] if admission.policy is Policy.STRICT_ORDER else left
    assert all(find_block(admission, ledger, claim) is not None for claim in first_left)
    assert len({claim.application_id for claim in found.offered}) == len(found.offered)
    assert not {each.application_id for each in found.passed_over} & {c.application_id for c in found.offered}


@given(rules, claims)
def test_the_order_in_which_claims_are_read_changes_nothing(admission: Admission, waiting: list[Claim]) -> None:
    one, other = promote(admission, NOTHING, waiting), promote(admission, NOTHING, waiting[::-1])
    assert one.offered == other.offered
    assert set(one.passed_over) == set(other.passed_over)
    assert ranked(admission, NOTHING, waiting) == ranked(admission, NOTHING, waiting[::-1])
