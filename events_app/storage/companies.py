"""Profiles of companies."""

from datetime import date
from typing import Any
from uuid import UUID

from events_app.domain.companies import Address, Certificate, CompanySize, Contact, Profile
from events_app.domain.refusals import ChangedMeanwhile
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import dumps, json_text, loads, text_json

Row = dict[str, Any]


async def find(company_id: UUID) -> Profile | None:
    """Profile of a company, if one was written."""
    table = tables.CompanyProfile
    row = await table.select().where(table.company == company_id).first()
    return _profile(row) if row else None


async def list_offering() -> dict[UUID, Profile]:
    """Profiles, by company, of those with an approved offer whose organisation is open."""
    rows = await fetch(
        "SELECT * FROM company_profile WHERE company IN (SELECT company FROM offer WHERE approved IS NOT NULL) "
        "AND company IN (SELECT id FROM organisation WHERE closed_at IS NULL)"
    )
    return {row["company"]: _profile(row) for row in rows}


async def list_with_number(registration_number: str, *, limit: int = 5) -> tuple[UUID, ...]:
    """Ids of companies that gave this registration number."""
    if not registration_number:
        return ()
    table = tables.CompanyProfile
    rows = await table.select(table.company).where(table.registration_number == registration_number).limit(limit)
    return tuple(row["company"] for row in rows)


async def add(profile: Profile) -> None:
    """Keep a first profile; a second at the same time fails by its key."""
    await tables.CompanyProfile.insert(tables.CompanyProfile(**_columns(profile)))


async def set_(profile: Profile) -> None:
    """Replace a profile and raise its version. Raises ChangedMeanwhile."""
    table = tables.CompanyProfile
    columns: dict[Any, Any] = _columns(profile) | {"version": profile.version + 1}
    identity = columns.pop("company")
    at_its_version = (table.company == identity) & (table.version == profile.version)
    if not await table.update(columns).where(at_its_version).returning(table.company):
        raise ChangedMeanwhile


def _columns(profile: Profile) -> Row:
    return {
        "company": profile.company_id,
        "registration_number": profile.registration_number,
        "size": profile.size.value if profile.size else None,
        "region": profile.address.region,
        "details": dumps(
            {
                "trade_name": text_json(profile.trade_name),
                "about": text_json(profile.about),
                "address": [profile.address.street, profile.address.locality, profile.address.postal_code],
                "website": profile.website,
                "founded": profile.founded,
                "languages": profile.languages,
                "sectors": profile.sectors,
                "markets": profile.markets,
                "contacts": [[c.name, c.position, c.email, c.phone] for c in profile.contacts],
                "certificates": [
                    [c.name, c.issuer, c.number, c.valid_until.isoformat() if c.valid_until else None]
                    for c in profile.certificates
                ],
            }
        ),
        "logo": profile.logo_id,
        "modified_at": profile.modified_at,
        "version": profile.version,
    }


def _profile(row: Row) -> Profile:
    details = loads(row["details"])
    street, locality, postal_code = details["address"]
    return Profile(
        company_id=row["company"],
        trade_name=json_text(details["trade_name"]),
        about=json_text(details["about"]),
        registration_number=row["registration_number"],
        address=Address(street, locality, row["region"], postal_code),
        website=details["website"],
        founded=details["founded"],
        size=CompanySize(row["size"]) if row["size"] else None,
        languages=tuple(details["languages"]),
        sectors=tuple(details["sectors"]),
        markets=tuple(details["markets"]),
        contacts=tuple(Contact(*values) for values in details["contacts"]),
        certificates=tuple(
            Certificate(name, issuer, number, date.fromisoformat(until) if until else None)
            for name, issuer, number, until in details["certificates"]
        ),
        logo_id=row["logo"],
        modified_at=row["modified_at"],
        version=row["version"],
    )
