"""The demonstration of a delegation: twelve members in several states, passports and goods. All of it is invented.

Passports are left out where the installation has no key to seal them with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from events_app.actions import delegations, goods
from events_app.actions.demo_badges import load_demo_badges
from events_app.credentials.sealing import Sealer
from events_app.domain.applications import TAKING_PART
from events_app.domain.delegations import Due, DueKind, Member, MemberRole, Passport, VisaState
from events_app.domain.exhibitions import Edition
from events_app.domain.goods import Item
from events_app.domain.money import Money
from events_app.domain.organisations import Organisation
from events_app.domain.rights import SYSTEM
from events_app.storage import applications, exhibitions, organisations

R, V, K = MemberRole, VisaState, DueKind
YEAR = timedelta(days=365)
NEAR = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Row:
    """One member: `sent_by` is the place of a company among those that take part, or the name of an office."""

    name: str
    local_name: str
    role: MemberRole
    sent_by: int | str
    language: str
    country: str = ""
    visa: VisaState | None = None
    holds: timedelta | None = None
    done: tuple[DueKind, ...] = ()
    is_late: bool = False
    has_contact: bool = True


ROWS = (
    Row("ZHOU YAN", "周燕", R.HEAD, "Trade Promotion Authority", "zh-Hans", "CN", V.NOT_NEEDED, 4 * YEAR, (K.HOTEL,)),
    Row("HADDAD LEILA", "ليلى حداد", R.OFFICIAL, "Ministry of Industry", "ar", "JO", V.GRANTED, 3 * YEAR, (K.FLIGHT,)),
    Row("DIOUF AWA", "", R.SPEAKER, "Chamber of Commerce of Dakar", "fr", "SN", V.APPLIED, 5 * YEAR),
    Row("MWANGI GRACE", "", R.SPEAKER, "Rift Valley Technology Centre", "en", "KE", V.REFUSED, 2 * YEAR, is_late=True),
    Row("SADYKOVA ALIYA", "Садыкова Алия", R.INTERPRETER, "Language Bureau", "ru", "KZ", V.NEEDED, NEAR),
    Row("SILVA RUI", "", R.PRESS, "Revista da Indústria", "pt", has_contact=False),
    Row("HE LAN", "何岚", R.EXHIBITOR, 0, "zh-Hans", "CN", V.NOT_NEEDED, 6 * YEAR, (K.HOTEL, K.FREIGHT)),
    Row("GU PING", "顾平", R.EXHIBITOR, 0, "zh-Hans", "CN", V.NOT_NEEDED, -NEAR),
    Row("TANG BO", "唐波", R.TECHNICIAN, 0, "zh-Hans", has_contact=False),
    Row("YE QING", "叶青", R.EXHIBITOR, 1, "zh-Hans", "CN", V.NOT_NEEDED, 3 * YEAR, (K.HOTEL, K.FLIGHT, K.FREIGHT)),
    Row("SHEN KAI", "沈凯", R.EXHIBITOR, 2, "zh-Hans", is_late=True),
    Row("PENG XIN", "", R.TECHNICIAN, 3, "zh-Hans"),
)
GOODS: tuple[tuple[int, str, int, int, int, str, bool], ...] = (
    (0, "Butterfly valve DN 200, cut open for display", 2, 93_000, 2_400_000, "848180", True),
    (0, "Valve actuator with control unit", 1, 18_500, 1_150_000, "850110", True),
    (0, "Leaflets in Chinese and English", 2_000, 60_000, 200_000, "491110", False),
    (1, "Model of a pump station, scale 1:20", 1, 41_000, 3_800_000, "902300", True),
    (1, "Display screens, 55 inches", 2, 36_400, 960_000, "852859", True),
)
"""Place of the company, description, pieces, grams, value in minor units, code, whether it comes back."""


async def load_demo_delegation(company: Organisation, sealer: Sealer, now: datetime) -> None:
    """Enter the delegation of the edition that this company takes part in, with badges for most of it."""
    own = [case for case in await applications.list_of_company(company.id) if case.state in TAKING_PART]
    if not own:
        return
    edition = (await exhibitions.list_editions_by_id([own[0].edition_id]))[own[0].edition_id]
    cases = await applications.list_of_edition(edition.id, TAKING_PART)
    known = await organisations.list_by_id(case.company_id for case in cases)
    others = sorted((each for each in known.values() if each.id != company.id), key=lambda each: each.slug)
    companies = [company, *others]
    members = [
        await _enter(edition, row, number, companies, sealer, now - timedelta(days=20 - number))
        for number, row in enumerate(ROWS)
        if isinstance(row.sent_by, str) or row.sent_by < len(companies)
    ]
    await load_demo_badges(edition, members, now)
    for number, (place, description, pieces, grams, value, code, returns) in enumerate(GOODS):
        if place < len(companies):
            item = Item(
                id=uuid5(edition.id, f"demo goods {number}"),
                edition_id=edition.id,
                company_id=companies[place].id,
                number=1,
                description=description,
                pieces=pieces,
                weight_g=grams,
                value=Money(value, "CNY"),
                hs_code=code,
                origin=companies[place].country or "CN",
                is_returning=returns,
            )
            await goods.add(item, by=SYSTEM, now=now - timedelta(days=5))


async def _enter(  # noqa: PLR0917 - of one row
    edition: Edition, row: Row, number: int, companies: Sequence[Organisation], sealer: Sealer, at: datetime
) -> UUID:
    is_company = isinstance(row.sent_by, int)
    member = Member(
        id=uuid5(edition.id, f"demo member {number}"),
        edition_id=edition.id,
        company_id=companies[row.sent_by].id if isinstance(row.sent_by, int) else None,
        unit=row.sent_by if isinstance(row.sent_by, str) else "",
        name=row.name,
        local_name=row.local_name,
        role=row.role,
        email=f"{row.name.split()[0].lower()}@delegation.example" if row.has_contact else "",
        phone="+86 10 5555 0100" if row.has_contact and is_company else "",
        language=row.language,
        dues=tuple(_due(kind, row, at.date()) for kind in DueKind if kind is not (K.VISA if is_company else K.FREIGHT)),
        created_at=at,
    )
    await delegations.add(member, by=SYSTEM, now=at)
    if sealer.has_key and row.holds is not None:
        passport = Passport(
            number=f"DEMO{number:05}",
            country=row.country,
            expires_on=edition.days.last + row.holds,
            born_on=date(1980 + number, 3, 1 + number),
        )
        await delegations.keep_passport(member.id, passport, row.visa, sealer=sealer, by=SYSTEM, now=at)
    return member.id


def _due(kind: DueKind, row: Row, entered: date) -> Due:
    """A late row has a day of its own for its hotel, shortly after it was entered."""
    own = entered + timedelta(days=3) if row.is_late and kind is DueKind.HOTEL else None
    return Due(kind, own, is_done=kind in row.done)
