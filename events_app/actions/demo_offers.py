"""The demonstration of what companies offer: their profiles, and sixty invented offers in every state of review."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from events_app.actions import companies, offers
from events_app.domain.companies import Address, Certificate, CompanySize, Contact, Profile
from events_app.domain.intellectual_property import IpKind, IpRight
from events_app.domain.money import Money
from events_app.domain.offers import Content, CooperationForm, Offer, Visibility
from events_app.domain.organisations import Organisation
from events_app.domain.projects import ExportClass
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from events_app.reference import demo

Row = Mapping[str, Any]
DAY: Final = timedelta(days=1)
SIZES: Final = tuple(CompanySize)
MARKETS: Final = (("KE", "ET", "TZ"), ("KZ", "UZ", "RU"), ("BR", "PE", "CL"), ("SA", "AE", "EG"), ("TH", "VN", "ID"))
SPOKEN: Final = (("zh", "en"), ("zh", "en", "ru"), ("zh", "en", "es"), ("zh", "en", "ar"), ("zh", "en", "fr"))
WAITING: Final = 4
RETURNED: Final = 3
DRAFTS: Final = 3
DUAL_USE_FIELDS: Final = frozenset({9})
UNSURE: Final = frozenset({7, 19, 31})
"""Places in the list of offers whose class of export control nobody has looked up."""


async def load_demo_offers(home: Sequence[Organisation], now: datetime, zone: str) -> tuple[Offer, ...]:
    """Write a profile for each company but the last, and the offers: most approved, others in review or returned."""
    rows = {row["slug"]: row for row in demo.companies()}
    for number, company in enumerate(home[:-1]):
        profile = _profile(company, rows[company.slug], number)
        await companies.write(company.id, partial(_instead, profile), version=None, by=SYSTEM, now=now)
    known = {company.slug: company for company in home}
    found = demo.offers()
    kept = []
    for number, row in enumerate(found):
        company = known[row["company"]]
        content = _content(row, number, company, rows[company.slug]["sector"])
        slug, begun = f"{company.slug}-{number + 1}", now - 200 * DAY + number * 3 * DAY
        offer = await offers.begin(company.id, content, slug=slug, is_illustrative=True, by=SYSTEM, now=begun)
        kept.append(await _reviewed(offer, len(found) - number, begun, zone))
    return tuple(kept)


def _instead(new: Profile, _old: Profile) -> Profile:
    return new


async def _reviewed(offer: Offer, left: int, begun: datetime, zone: str) -> Offer:
    """The offer after what befell it: with few `left`, it is a draft, in review or returned."""
    if left <= DRAFTS:
        return offer
    offer = await offers.submit(offer.slug, by=SYSTEM, now=begun + DAY)
    if left <= DRAFTS + WAITING:
        return offer
    is_returned = left <= DRAFTS + WAITING + RETURNED
    reason = "Please say which of these rights hold abroad, and until when." if is_returned else ""
    return await offers.decide(
        offer.slug, is_approved=not is_returned, reason=reason, by=SYSTEM, now=begun + 2 * DAY, zone=zone
    )


def _content(row: Row, number: int, company: Organisation, sector: str) -> Content:
    is_dual = bool(DUAL_USE_FIELDS & set(row["fields"]))
    export_class = ExportClass.DUAL_USE if is_dual else ExportClass.FREE
    low = 20_000 * (1 + number % 9) * 100
    return Content(
        title=_text(row["title"]),
        summary=_text(row["summary"]),
        sectors=(sector,),
        fields=tuple(row["fields"]),
        trl=row["trl"],
        in_use_since=row.get("in_use_since"),
        forms=tuple(map(CooperationForm, row["forms"])),
        ip_rights=_rights(row, number, company),
        export_class=ExportClass.UNCLASSIFIED if number in UNSURE else export_class,
        price_from=Money(low, "USD") if number % 3 == 0 else None,
        price_to=Money(low * 5, "USD") if number % 6 == 0 else None,
        visibility=(Visibility.PARTNERS if number % 8 == 5 else Visibility.PUBLIC),  # noqa: PLR2004 - one of eight
    )


def _rights(row: Row, number: int, company: Organisation) -> tuple[IpRight, ...]:
    """A right of which each reader sees that it is an example: its number says so."""
    kinds = (IpKind.PATENT, IpKind.UTILITY_MODEL, IpKind.KNOW_HOW, IpKind.PATENT, IpKind.COPYRIGHT)
    kind = kinds[number % len(kinds)]
    owner = company.name.shown("en").text
    if kind in {IpKind.KNOW_HOW, IpKind.COPYRIGHT}:
        return (IpRight(kind=kind, owner=owner),)
    filed = date(int(row.get("in_use_since", 2021)), 3, 1 + number % 28)
    lasts = 20 if kind is IpKind.PATENT else 10
    right = IpRight(
        kind=kind,
        number=f"EXAMPLE-{number + 1:04}",
        office=company.country,
        filed_on=filed,
        granted_on=filed + 700 * DAY,
        expires_on=filed.replace(year=filed.year + lasts),
        countries=(company.country, *(("DE", "BR") if number % 2 else ())),
        owner=owner,
    )
    return (right,)


def _profile(company: Organisation, row: Row, number: int) -> Profile:
    name, place = company.name.shown("en").text, row["en"].split()[0]
    about = Text.of("en", f"{row['exhibits']}: design, manufacture and service.")
    contact = Contact(name="Li Na", position="Export", email=f"export@{company.slug}.example")
    certificate = Certificate(name="ISO 9001", issuer="Example Certification", number=f"Q-{number + 1:04}")
    return Profile(
        company_id=company.id,
        trade_name=Text.of("en", " ".join(name.split()[1:3])),
        about=about,
        address=Address(street=f"{10 + number} Example Road", locality=place, region="", postal_code=""),
        website=f"https://{company.slug}.example",
        founded=1978 + number % 40,
        size=SIZES[number % len(SIZES)],
        languages=SPOKEN[number % len(SPOKEN)],
        sectors=(row["sector"],),
        markets=MARKETS[number % len(MARKETS)],
        contacts=(contact,),
        certificates=(certificate,) if number % 2 == 0 else (),
    )


def _text(wordings: Mapping[str, str]) -> Text:
    return Text.of("en", wordings["en"], wordings)
