"""Numbers, addresses and telephone numbers as countries write them; what is not known passes."""

from importlib import import_module

import pytest

from events_app.domain.companies import Address, AddressOdd, AddressPartMissing, NumberOdd, PhoneOdd
from events_app.reference.company_checks import (
    NUMBERS,
    address_faults,
    regions_of,
    registration_number,
    telephone_number,
)


@pytest.mark.parametrize(
    ("country", "written", "compact"),
    [
        ("CN", "9111 0000 6000 3734 1L", "91110000600037341L"),
        ("FR", "552 008 443", "552008443"),
        ("FR", "73282932000074", "73282932000074"),
        ("BR", "16.727.230/0001-97", "16727230000197"),
        ("RU", "1022200525819", "1022200525819"),
        ("KE", " P051 ", "P051"),
        ("", "anything", "anything"),
    ],
)
def test_a_number_is_kept_in_its_compact_form(country: str, written: str, compact: str) -> None:
    assert registration_number(country, written) == compact


@pytest.mark.parametrize(("country", "written"), [("CN", "91110000600037342L"), ("FR", "552008444"), ("BR", "123")])
def test_a_slip_is_found(country: str, written: str) -> None:
    with pytest.raises(NumberOdd):
        registration_number(country, written)


@pytest.mark.parametrize("name", sorted({name for names in NUMBERS.values() for name in names}))
def test_every_named_check_is_there(name: str) -> None:
    module = import_module(f"stdnum.{name}")

    assert module.is_valid("") is False
    assert callable(module.compact)


def test_an_address_is_checked_by_its_country() -> None:
    good = Address("1 Example Road", "Foshan", "Guangdong", "528000")

    assert address_faults("CN", good) == {}
    odd = address_faults("CN", Address("1 Example Road", "Foshan", "Guangdong", "12"))
    assert {name: type(fault) for name, fault in odd.items()} == {"postal_code": AddressOdd}
    lacking = address_faults("DE", Address("Messegelände"))
    assert {name: type(fault) for name, fault in lacking.items()} == {
        "locality": AddressPartMissing,
        "postal_code": AddressPartMissing,
    }


def test_a_region_may_be_written_in_any_language() -> None:
    assert address_faults("CN", Address("1 Example Road", "Foshan", "Canton", "528000")) == {}


def test_nothing_is_asked_of_an_empty_address_or_an_unknown_country() -> None:
    assert address_faults("CN", Address()) == {}
    assert address_faults("", Address("1 Example Road")) == {}
    assert address_faults("XX", Address("1 Example Road")) == {}
    assert regions_of("XX") == regions_of("") == ()
    assert "Guangdong Sheng" in regions_of("CN") or "广东省" in regions_of("CN")


def test_telephone_numbers_are_written_as_dialled_from_abroad() -> None:
    assert telephone_number("+495118900") == "+49 511 8900"
    assert telephone_number("") == ""
    for odd in ("0511 8900", "+49", "call us"):
        with pytest.raises(PhoneOdd):
            telephone_number(odd)
