"""The profile of a company: shown with what is missing for what it wants to do, written in one form, with its logo."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import companies as actions
from events_app.actions.files import Sent
from events_app.domain.companies import (
    AIM_NAMES,
    EARLIEST_FOUNDED,
    LONGEST_ABOUT,
    LONGEST_PART,
    MOST_CERTIFICATES,
    MOST_CONTACTS,
    SIZE_NAMES,
    SPOKEN_LANGUAGES,
    Address,
    Certificate,
    CompanySize,
    Contact,
    NumberOdd,
    Profile,
    completeness,
)
from events_app.domain.messages import N_
from events_app.domain.organisations import Organisation
from events_app.domain.people import folded_email
from events_app.domain.refusals import ChangedMeanwhile, InvalidValue, NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.domain.sectors import SECTORS
from events_app.domain.texts import Text
from events_app.domain.web_addresses import check_website
from events_app.edge.desk import Visit, see
from events_app.edge.downloads import picture_headers
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.formats.pictures import MEDIA_TYPE, reduced
from events_app.i18n.sorting import sort_key
from events_app.reference import company_checks, countries
from events_app.storage import companies, documents, offers, organisations
from events_app.web.desk_exhibitions import country_choices

ADDRESS_PARTS: Final = ("street", "locality", "region", "postal_code")
CONTACT_PARTS: Final = ("name", "position", "email", "phone")
CERTIFICATE_PARTS: Final = ("name", "issuer", "number")
NAME_MISSING = N_("Give the name too.")


@get("/{slug:str}/profile", include_in_schema=False)
async def profile_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the profile, and what is missing for each aim."""
    return await _shown(visit, await _company(visit, slug), Form())


@get("/{slug:str}/profile/edit", include_in_schema=False)
async def edit_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the form as the profile is now."""
    company = await _company(visit, slug, Right.EDIT)
    profile = await companies.find(company.id)
    return await _form(visit, company, profile, _filled(profile))


@post("/{slug:str}/profile/edit", include_in_schema=False, status_code=200)
async def edit(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep the profile, if each part of it can be right."""
    company = await _company(visit, slug, Right.EDIT)
    old = await companies.find(company.id)
    form = await read_form(visit.request)
    change = await _read(form, visit, company, old or Profile(company_id=company.id))
    version = form.number("version", 0, 10**9)
    if change is None or version is None:
        return await _form(visit, company, old, form)
    try:
        await actions.write(company.id, change, version=version or None, by=visit.asker, now=visit.now)
    except ChangedMeanwhile as refusal:
        form.problems["version"] = problem_of(refusal)
        form.put("version", old.version if old else 0)
        return await _form(visit, company, old, form)
    return see(f"company/{slug}/profile", done="saved")


@post("/{slug:str}/profile/logo", include_in_schema=False, status_code=200)
async def set_logo(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep a picture as the logo, or take the logo away."""
    company = await _company(visit, slug, Right.EDIT)
    form = await read_form(visit.request)
    settings = visit.settings
    if form.value("deed") == "remove":
        await actions.remove_logo(company.id, data_dir=settings.data_dir, by=visit.asker, now=visit.now)
        return see(f"company/{slug}/profile", done="logo-removed")
    sent = await form.file("logo", most_bytes=settings.max_upload_bytes)
    if sent is None:
        return await _shown(visit, company, form)
    try:
        picture = await asyncio.to_thread(partial(reduced, sent[1], most=actions.LOGO_PIXELS))
    except InvalidValue as refusal:
        form.problems["logo"] = problem_of(refusal)
        return await _shown(visit, company, form)
    kept = Sent(content=picture, name="logo.png", media_type=MEDIA_TYPE)
    await actions.set_logo(company.id, kept, data_dir=settings.data_dir, by=visit.asker, now=visit.now)
    return see(f"company/{slug}/profile", done="logo")


@get("/{slug:str}/profile/logo", include_in_schema=False)
async def logo(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[bytes]:
    """Show the logo to who may read the profile."""
    company = await _company(visit, slug)
    profile = await companies.find(company.id)
    if profile is None or profile.logo_id is None:
        raise NotFound
    document = await documents.get(profile.logo_id)
    content = await documents.get_file(visit.settings.data_dir, document)
    headers = {**picture_headers(), "Cache-Control": "no-store"}
    return Response(content, media_type=document.media_type, headers=headers)


async def _company(visit: Visit, slug: str, right: Right = Right.READ) -> Organisation:
    """The company, if the asker may do this to it. Raises NotFound or NotAllowed."""
    company = await organisations.get_by_slug(slug)
    require(visit.asker, right, Noun.ORGANISATION, owner=company.id)
    return company


def _filled(profile: Profile | None) -> Form:
    if profile is None:
        return Form.of({"version": 0})
    form = Form.of(
        {
            "version": profile.version,
            "registration_number": profile.registration_number,
            "website": profile.website,
            "founded": profile.founded,
            "size": profile.size,
            "languages": profile.languages,
            "sectors": profile.sectors,
            "markets": profile.markets,
        }
    )
    form.put_text("trade_name", profile.trade_name)
    form.put_text("about", profile.about)
    for part in ADDRESS_PARTS:
        form.put(part, getattr(profile.address, part))
    for number, contact in enumerate(profile.contacts):
        for part in CONTACT_PARTS:
            form.put(f"contact-{number}-{part}", getattr(contact, part))
    for number, certificate in enumerate(profile.certificates):
        for part in (*CERTIFICATE_PARTS, "valid_until"):
            form.put(f"certificate-{number}-{part}", getattr(certificate, part))
    return form


async def _read(form: Form, visit: Visit, company: Organisation, old: Profile) -> Callable[[Profile], Profile] | None:
    """What the form says, to be put into the profile; None where something of it cannot be right."""
    website = form.line("website")
    form.attempt("website", lambda: check_website(website))
    fields: dict[str, Any] = {
        "trade_name": form.text("trade_name", old.trade_name or Text.empty(visit.language), most=LONGEST_PART),
        "about": form.text("about", old.about or Text.empty(visit.language), most=LONGEST_ABOUT),
        "website": website,
        "founded": form.number("founded", EARLIEST_FOUNDED, visit.today.year),
        "size": form.choice("size", CompanySize, required=False),
        "languages": form.some_of("languages", SPOKEN_LANGUAGES),
        "sectors": form.some_of("sectors", SECTORS),
        "markets": form.some_of("markets", countries.all_codes()),
        "contacts": tuple(_contacts(form)),
        "certificates": tuple(_certificates(form)),
    }
    fields |= await _checked(form, visit, company)
    return partial(replace, **fields) if form.is_good else None


async def _checked(form: Form, visit: Visit, company: Organisation) -> dict[str, Any]:
    """Registration number and address, as the country of the company writes them."""
    place = countries.name(company.country, visit.language, visit.settings.country_names) if company.country else ""
    number = form.line("registration_number", most=LONGEST_PART)
    if number:
        try:
            number = await asyncio.to_thread(company_checks.registration_number, company.country, number)
        except NumberOdd as refusal:
            form.fail("registration_number", refusal.message, country=place)
    address = Address(*(form.line(part, most=LONGEST_PART) for part in ADDRESS_PARTS))
    faults = await asyncio.to_thread(company_checks.address_faults, company.country, address)
    for part, fault in faults.items():
        form.fail(part, fault.message, country=place)
    return {"registration_number": number, "address": address}


def _contacts(form: Form) -> Iterator[Contact]:
    """Lines with something in them; each has a name, and ways to be reached that can be right."""
    for number in range(MOST_CONTACTS):
        begin = f"contact-{number}"
        parts = {part: form.line(f"{begin}-{part}", most=LONGEST_PART) for part in CONTACT_PARTS}
        if not any(parts.values()):
            continue
        if not parts["name"]:
            form.fail(f"{begin}-name", NAME_MISSING)
        if email := parts["email"]:
            parts["email"] = form.attempt(f"{begin}-email", partial(folded_email, email)) or email
        telephone = partial(company_checks.telephone_number, parts["phone"])
        parts["phone"] = form.attempt(f"{begin}-phone", telephone) or parts["phone"]
        yield Contact(**parts)


def _certificates(form: Form) -> Iterator[Certificate]:
    for number in range(MOST_CERTIFICATES):
        begin = f"certificate-{number}"
        parts = {part: form.line(f"{begin}-{part}", most=LONGEST_PART) for part in CERTIFICATE_PARTS}
        until = form.day(f"{begin}-valid_until")
        if not any(parts.values()) and until is None:
            continue
        if not parts["name"]:
            form.fail(f"{begin}-name", NAME_MISSING)
        yield Certificate(**parts, valid_until=until)


def _rows(form: Form, begin: str, there: int, most: int) -> range:
    """Numbers of the lines to show: what is there or was typed, and one more."""
    typed = [number for number in range(most) if form.value(f"{begin}-{number}-name")]
    return range(min(max([there, *(number + 1 for number in typed)]) + 1, most))


async def _form(visit: Visit, company: Organisation, profile: Profile | None, form: Form) -> Response[str]:
    def by_name(code: str) -> Any:  # noqa: ANN401 - a key of the collation
        return sort_key(countries.language_name(code, visit.language), visit.language)

    contacts, certificates = (profile.contacts, profile.certificates) if profile else ((), ())
    return visit.page(
        "company/profile_edit.html",
        status_code=200 if form.is_good else 422,
        company=company,
        form=form,
        source=profile.trade_name.source if profile and profile.trade_name else visit.language,
        about_source=profile.about.source if profile and profile.about else visit.language,
        sizes=list(SIZE_NAMES.items()),
        regions=await asyncio.to_thread(company_checks.regions_of, company.country),
        spoken=sorted(SPOKEN_LANGUAGES, key=by_name),
        sectors=list(SECTORS),
        countries=country_choices(visit.language, visit.settings),
        contacts=_rows(form, "contact", len(contacts), MOST_CONTACTS),
        certificates=_rows(form, "certificate", len(certificates), MOST_CERTIFICATES),
    )


async def _shown(visit: Visit, company: Organisation, form: Form) -> Response[str]:
    profile = await companies.find(company.id) or Profile(company_id=company.id)
    shown = offers.Wanted(company_id=company.id, shown_to=offers.ALL, today=visit.today)
    found = completeness(profile, has_offers=bool(await offers.count_offers(shown, at_most=1)))
    return visit.page(
        "company/profile.html",
        status_code=200 if form.is_good else 422,
        company=company,
        profile=profile,
        form=form,
        found=found,
        aims=[(aim, name, found.missing_for(aim)) for aim, name in AIM_NAMES.items()],
        size_names=SIZE_NAMES,
        may_edit=may(visit.asker, Right.EDIT, Noun.ORGANISATION, owner=company.id),
    )


ROUTES = (profile_page, edit_page, edit, set_logo, logo)
