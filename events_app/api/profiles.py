"""The profile of a company: read with what is missing for what it wants to do, changed with a token."""

import asyncio
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from litestar import Response, get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import companies as actions
from events_app.api.bodies import Faults, patched, read_patch
from events_app.api.calls import Call
from events_app.api.fields import Model, ShownText
from events_app.api.operations import Operation
from events_app.api.profile_bodies import Address, Certificate, Contact, ProfileBody, written_of
from events_app.domain.companies import (
    EARLIEST_FOUNDED,
    SIZE_NAMES,
    Aim,
    CompanySize,
    NumberOdd,
    PhoneOdd,
    Profile,
    completeness,
)
from events_app.domain.messages import N_
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.edge.forms import OUT_OF_RANGE
from events_app.reference import company_checks
from events_app.storage import companies, offers, organisations


class MissingPart(Model):
    """Something that a profile lacks: its name, in words, and what a company wants to do that needs it."""

    name: str
    words: str
    aims: tuple[Aim, ...]


class CompletenessView(Model):
    """How much of a profile is there; `percent` is 100 only where nothing is missing."""

    percent: int
    missing: tuple[MissingPart, ...]


class ProfileLabels(Model):
    """Codes in words."""

    country: str | None
    size: str | None


class ProfileView(Model):
    """What a company says of itself. `country` is that of the organisation; the version of none is 0."""

    company: str
    company_name: ShownText
    country: str | None
    trade_name: ShownText
    about: ShownText
    registration_number: str
    address: Address
    website: str
    founded: int | None
    size: CompanySize | None
    languages: tuple[str, ...]
    sectors: tuple[str, ...]
    markets: tuple[str, ...]
    contacts: tuple[Contact, ...]
    certificates: tuple[Certificate, ...]
    has_logo: bool
    completeness: CompletenessView
    labels: ProfileLabels
    modified_at: datetime | None
    version: int


@get("/companies/{slug:str}/profile")
async def get_profile(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show the profile of a company, and what is missing."""
    return call.item(*await item_of(call, await company_of(call, slug, Right.READ)))


@patch("/companies/{slug:str}/profile")
async def change_profile(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Change the profile of a company by a merge patch; the first one is made from nothing."""
    company = await company_of(call, slug, Right.EDIT)
    old = await companies.find(company.id)
    now = old or Profile(company_id=company.id)
    body = patched(ProfileBody.of(now), await read_patch(call.request), ProfileBody)
    call.version(old.version if old else 0)
    place = call.country(company.country) if company.country else ""
    fields = await asyncio.to_thread(_checked, company.country, place, body, now, call.today)
    await actions.write(
        company.id, partial(replace, **fields), version=old.version if old else None, by=call.by, now=call.now
    )
    return call.changed(*await item_of(call, company))


async def company_of(call: Call, slug: str, right: Right) -> Organisation:
    """The company, within reach. Raises TokenMissing, NotFound or NotAllowed."""
    by = call.by
    company = await organisations.get_by_slug(slug)
    if not may(by, Right.READ, Noun.ORGANISATION, owner=company.id):
        raise NotFound
    require(by, right, Noun.ORGANISATION, owner=company.id)
    return company


def _checked(country: str, place: str, body: ProfileBody, old: Profile, today: date) -> dict[str, Any]:
    """Fields of the profile, as the country of the company, `place` in words, writes them. Raises InvalidFields."""
    faults, fields = Faults(), body.fields_on(old)
    if body.founded is not None and body.founded > today.year:
        faults.add(("founded",), OUT_OF_RANGE, least=EARLIEST_FOUNDED, most=today.year)
    if body.registration_number:
        try:
            fields["registration_number"] = company_checks.registration_number(country, body.registration_number)
        except NumberOdd as refusal:
            faults.add(("registration_number",), refusal.message, country=place)
    for part, fault in company_checks.address_faults(country, fields["address"]).items():
        faults.add(("address", part), fault.message, country=place)
    contacts = []
    for number, contact in enumerate(fields["contacts"]):
        try:
            contacts.append(replace(contact, phone=company_checks.telephone_number(contact.phone)))
        except PhoneOdd as refusal:
            faults.add(("contacts", number, "phone"), refusal.message)
    faults.check()
    return fields | {"contacts": tuple(contacts)}


async def item_of(call: Call, company: Organisation) -> tuple[ProfileView, int]:
    """The profile as it is shown, with its version."""
    profile = await companies.find(company.id)
    shown = offers.Wanted(company_id=company.id, shown_to=offers.ALL, today=call.today)
    has_offers = bool(await offers.count_offers(shown, at_most=1))
    view = _view(call, company, profile or Profile(company_id=company.id, version=0), has_offers=has_offers)
    return view, view.version


def _view(call: Call, company: Organisation, profile: Profile, *, has_offers: bool) -> ProfileView:
    found = completeness(profile, has_offers=has_offers)
    return ProfileView(
        **written_of(profile),
        company=company.slug,
        company_name=ShownText.in_(call.language, company.name),
        country=company.country or None,
        trade_name=ShownText.in_(call.language, profile.trade_name),
        about=ShownText.in_(call.language, profile.about),
        has_logo=profile.logo_id is not None,
        completeness=CompletenessView(
            percent=found.percent,
            missing=tuple(
                MissingPart(name=item.name, words=call.say(item.words), aims=tuple(sorted(item.aims)))
                for item in found.items
                if not item.is_there
            ),
        ),
        labels=ProfileLabels(
            country=call.country(company.country) if company.country else None,
            size=call.say(SIZE_NAMES[profile.size]) if profile.size else None,
        ),
        modified_at=profile.modified_at,
        version=profile.version,
    )


OPERATIONS = (
    Operation(
        handler=get_profile,
        id="getProfile",
        tag="profiles",
        summary=N_("Show the profile of a company, and what is missing for what it wants to do."),
        gives=ProfileView,
        needs_token=True,
    ),
    Operation(
        handler=change_profile,
        id="changeProfile",
        tag="profiles",
        summary=N_(
            "Change the profile of a company by a merge patch; numbers and addresses are checked by its country."
        ),
        gives=ProfileView,
        reads=ProfileBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"size": "small", "markets": ["KE"], "contacts": [{"name": "Li Na", "email": "export@valves.example"}]},
    ),
)
