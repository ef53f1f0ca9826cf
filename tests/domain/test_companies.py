"""Profiles: what is missing for which aim, and what has expired."""

from datetime import date
from uuid import uuid4

import pytest

from events_app.domain.companies import SPOKEN_LANGUAGES, Address, Aim, Certificate, Contact, Profile, completeness
from tests.offer_builders import a_profile


def test_an_empty_profile_lacks_everything() -> None:
    found = completeness(Profile(company_id=uuid4()), has_offers=False)

    assert found.percent == 0
    assert [item.name for item in found.missing_for(Aim.APPLY)] == [
        "registration_number",
        "street",
        "contact-0",
        "size",
        "sectors",
    ]


def test_a_hundred_is_reached_only_when_nothing_is_missing() -> None:
    profile = a_profile(logo_id=uuid4())

    assert completeness(profile, has_offers=True).percent == 100
    assert completeness(profile, has_offers=False).percent == 90
    assert [item.name for item in completeness(profile, has_offers=False).missing_for(Aim.MATCH)] == ["offers"]
    assert completeness(profile, has_offers=False).missing_for(Aim.APPLY) == ()


def test_a_contact_without_an_address_to_write_to_is_not_enough() -> None:
    found = completeness(a_profile(contacts=(Contact("Li Na", phone="+86 10 5555 5555"),)), has_offers=True)

    assert "contact-0" in {item.name for item in found.missing_for(Aim.APPLY)}


@pytest.mark.parametrize("aim", Aim)
def test_every_aim_wants_something(aim: Aim) -> None:
    assert completeness(Profile(company_id=uuid4()), has_offers=False).missing_for(aim)


def test_a_certificate_holds_on_its_last_day() -> None:
    certificate = Certificate("ISO 9001", valid_until=date(2026, 11, 23))

    assert not certificate.has_expired(date(2026, 11, 23))
    assert certificate.has_expired(date(2026, 11, 24))
    assert not Certificate("ISO 9001").has_expired(date(2026, 11, 24))


def test_an_address_counts_when_any_part_is_written() -> None:
    assert not Address()
    assert Address(locality="Foshan")


def test_languages_are_named_once() -> None:
    assert len(set(SPOKEN_LANGUAGES)) == len(SPOKEN_LANGUAGES)
