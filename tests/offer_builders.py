"""Builders of profiles and technology offers; a test names only what it is about."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from events_app.actions import offers as actions
from events_app.domain.companies import Address, CompanySize, Contact, Profile
from events_app.domain.intellectual_property import IpKind, IpRight
from events_app.domain.money import Money
from events_app.domain.offers import Content, CooperationForm, Offer, Visibility
from events_app.domain.organisations import Organisation
from events_app.domain.projects import ExportClass
from events_app.domain.rights import SYSTEM
from events_app.domain.support_schemes import CostKind, SupportScheme
from events_app.domain.texts import Text
from tests.builders import an_id

WRITTEN = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
ZONE = "Asia/Shanghai"


def a_profile(**changes: Any) -> Profile:
    """Build a profile in which nothing is missing but logo and offers."""
    profile = Profile(
        company_id=an_id("company"),
        trade_name=Text.of("en", "Valves"),
        about=Text.of("en", "Makes valves."),
        registration_number="91110000600037341L",
        address=Address("1 Example Road", "Foshan", "Guangdong", "528000"),
        size=CompanySize.SMALL,
        languages=("zh", "en"),
        sectors=("industry",),
        markets=("KE", "DE"),
        contacts=(Contact("Li Na", "Export", "export@valves.example", "+86 757 8888 8888"),),
        modified_at=WRITTEN,
    )
    return replace(profile, **changes)


def a_right(**changes: Any) -> IpRight:
    """Build a patent in force."""
    right = IpRight(
        kind=IpKind.PATENT,
        number="CN 1",
        office="CN",
        filed_on=date(2015, 3, 1),
        granted_on=date(2017, 3, 1),
        expires_on=date(2035, 3, 1),
        countries=("CN", "DE"),
        owner="Valves",
    )
    return replace(right, **changes)


def a_content(**changes: Any) -> Content:
    """Build a content that can be reviewed, public when approved."""
    content = Content(
        title=Text.of("en", "Control valves", {"ar": "صمامات تحكم"}),
        summary=Text.of("en", "Valves that do not leak."),
        sectors=("industry",),
        fields=(31,),
        trl=9,
        forms=(CooperationForm.LICENCE,),
        ip_rights=(a_right(),),
        export_class=ExportClass.FREE,
        visibility=Visibility.PUBLIC,
    )
    return replace(content, **changes)


def an_offer(**changes: Any) -> Offer:
    """Build a draft that can be submitted."""
    offer = Offer(
        id=an_id("offer"),
        slug="control-valves",
        company_id=an_id("company"),
        content=a_content(),
        created_at=WRITTEN,
        modified_at=WRITTEN,
    )
    return replace(offer, **changes)


def a_scheme(**changes: Any) -> SupportScheme:
    """Build a grant of half of space and registration, of at most 5,000 US dollars, for anybody and anywhere."""
    scheme = SupportScheme(
        id=an_id("scheme"),
        name=Text.of("en", "Small exhibitors", {"zh-Hans": "中小企业参展补助"}),
        summary=Text.empty(),
        rate_percent=50,
        cap=Money(500_000, "USD"),
        costs=frozenset({CostKind.SPACE, CostKind.REGISTRATION}),
        modified_at=WRITTEN,
    )
    return replace(scheme, **changes)


async def plant_offer(
    company: Organisation,
    slug: str = "control-valves",
    *,
    now: datetime = WRITTEN,
    is_approved: bool = True,
    **changes: Any,
) -> Offer:
    """Keep an offer of a company, approved or in review."""
    offer = await actions.begin(company.id, a_content(**changes), slug=slug, by=SYSTEM, now=now)
    offer = await actions.submit(offer.slug, by=SYSTEM, now=now)
    if is_approved:
        offer = await actions.decide(offer.slug, is_approved=True, by=SYSTEM, now=now, zone=ZONE)
    return offer
