"""Members and what they have to do: names, passports that end too early, deadlines of the edition or its template."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.countries import Scope
from events_app.domain.deadline_templates import DeadlineTemplate
from events_app.domain.delegation_days import dues_of, first_dues, goods_until, people_until, usual_days
from events_app.domain.delegations import (
    Due,
    DueKind,
    Member,
    MemberRole,
    NotLatin,
    NumberOdd,
    Passport,
    PassportStanding,
    PassportState,
    SenderMissing,
    TextTooLong,
    VisaState,
    erased_on,
    last_day_erased,
    months_after,
)
from events_app.domain.exhibitions import DeadlineKind, DeadlineRule
from events_app.domain.goods import DescriptionMissing, HsCodeWrong, Item, carnet_of, totals_of
from events_app.domain.money import Money
from events_app.domain.refusals import InvalidValue
from tests.builders import a_deadline, an_edition, an_id

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
S, K = PassportStanding, DueKind
MEMBER = Member(
    id=an_id("member"),
    edition_id=an_id("edition"),
    unit="Ministry of Trade",
    name="MOREAU ADA",
    role=MemberRole.HEAD,
    language="fr",
    created_at=NOW,
)
ITEM = Item(
    id=an_id("item"),
    edition_id=an_id("edition"),
    company_id=an_id("company"),
    number=1,
    description="Valve",
    pieces=1,
    weight_g=1,
    value=Money(100, "EUR"),
    origin="CN",
)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": "李明"}, NotLatin),
        ({"name": " "}, NotLatin),
        ({"unit": ""}, SenderMissing),
        ({"local_name": "李" * 121}, TextTooLong),
        ({"phone": "1" * 41}, TextTooLong),
    ],
)
def test_a_member_has_a_latin_name_and_somebody_who_sends_them(
    changes: dict[str, str], refusal: type[InvalidValue]
) -> None:
    replace(MEMBER, name="D’ÉTIENNE-NUÑEZ ZOË", local_name="张 三").check()
    with pytest.raises(refusal):
        replace(MEMBER, **changes).check()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expires", "country", "standing"),
    [
        (date(2026, 10, 14), "DE", S.EXPIRED),
        (date(2026, 10, 15), "DE", S.SHORT),
        (date(2027, 1, 14), "DE", S.SHORT),
        (date(2027, 1, 15), "DE", S.HOLDS),
        (date(2027, 1, 15), "KE", S.SHORT),
        (date(2027, 4, 15), "KE", S.HOLDS),
        (None, "KE", S.HOLDS),
    ],
)
def test_a_passport_holds_as_long_as_the_host_asks(
    expires: date | None, country: str, standing: PassportStanding
) -> None:
    assert Passport(number="X1234567", expires_on=expires).standing(date(2026, 10, 15), country) is standing
    assert Passport().standing(date(2026, 10, 15), country) is None


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 24))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and months_after(later.replace(day=1), 1).day == 1)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 3650))
def test_what_is_shown_as_the_day_of_erasing_is_the_day_of_erasing(last: date, days: int) -> None:
    assert last_day_erased(erased_on(last, days=days), days=days) == last


@pytest.mark.parametrize("number", ["E123", "E1234567 ", "E" * 21, "№12345"])
def test_a_number_that_can_be_none_is_refused(number: str) -> None:
    Passport(number="E12345678").check()
    with pytest.raises(NumberOdd):
        Passport(number=number).check()


def test_a_settled_visa_settles_its_deadline_and_only_when_it_changes() -> None:
    asked = replace(MEMBER, dues=(Due(K.VISA), Due(K.HOTEL)))

    granted = asked.with_visa(VisaState.GRANTED)

    assert granted.dues == (Due(K.VISA, is_done=True), Due(K.HOTEL))
    assert granted.with_visa(VisaState.REFUSED).dues == asked.dues
    by_hand = replace(asked, state=PassportState(visa=VisaState.APPLIED), dues=(Due(K.VISA, is_done=True),))
    assert by_hand.with_visa(VisaState.APPLIED).dues == by_hand.dues


def test_days_come_from_the_edition_then_the_template_then_from_what_is_usual() -> None:
    # 09:00 UTC in Shanghai; late enough in the evening there is the next day.
    set_by_edition = a_deadline(kind=DeadlineKind.VISA_LETTERS, at=datetime(2026, 7, 1, 17, 0, tzinfo=UTC))
    edition = an_edition(deadlines=(set_by_edition,))
    template = DeadlineTemplate(rules=(DeadlineRule(DeadlineKind.FREIGHT, 50, time(12)),))

    assert usual_days(edition, template) == {
        K.VISA: date(2026, 7, 2),
        K.FREIGHT: date(2026, 8, 23),
        K.HOTEL: date(2026, 8, 13),
        K.FLIGHT: date(2026, 9, 12),
    }
    assert (people_until(edition), goods_until(edition)) == (date(2026, 7, 2), date(2026, 10, 11))


def test_what_is_open_comes_first_and_says_whether_it_is_overdue() -> None:
    usual = usual_days(an_edition(), DeadlineTemplate())
    member = replace(MEMBER, dues=(Due(K.FLIGHT, date(2026, 7, 1)), Due(K.HOTEL, is_done=True), Due(K.FREIGHT)))

    found = dues_of(member, usual, date(2026, 7, 2))

    assert [(due.kind, due.is_overdue) for due in found] == [(K.FLIGHT, True), (K.FREIGHT, False), (K.HOTEL, False)]


def test_who_stays_at_home_needs_no_visa_and_who_brings_no_goods_no_freight() -> None:
    abroad, at_home = an_edition(), an_edition(scope=Scope.DOMESTIC)

    assert [due.kind for due in first_dues(abroad, has_company=True)] == list(DueKind)
    assert [due.kind for due in first_dues(at_home, has_company=False)] == [K.HOTEL, K.FLIGHT]


def test_goods_are_described_and_the_carnet_has_what_returns() -> None:
    with pytest.raises(DescriptionMissing):
        replace(ITEM, description=" ").check()
    with pytest.raises(HsCodeWrong):
        replace(ITEM, hs_code="848").check()
    stays = replace(ITEM, is_returning=False, value=Money(250, "CNY"))

    assert carnet_of((ITEM, stays)) == (ITEM,)
    assert totals_of((ITEM, stays, ITEM)) == {"EUR": 200, "CNY": 250}
