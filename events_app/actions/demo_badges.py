"""The demonstration of badges and the door: members with badges in every state, and an edition with its attendance.

Names of people, badges, check-ins and counted visitors are invented; docs/demo-data.md says so.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID, uuid5

from events_app.actions import attendance, badges, delegations
from events_app.domain.attendance import days_of
from events_app.domain.badges import Scan
from events_app.domain.delegations import Member, MemberRole
from events_app.domain.exhibitions import Edition, moment_in
from events_app.domain.organisations import Organisation
from events_app.domain.rights import SYSTEM

MINUTE = timedelta(minutes=1)
OFFICIALS = (
    ("SHEN HAO", "沈昊", MemberRole.HEAD),
    ("TANG LIN", "唐琳", MemberRole.OFFICIAL),
    ("YOUSSEF MARIAM", "مريم يوسف", MemberRole.INTERPRETER),
    ("ORLOVA DARIA", "Орлова Дарья", MemberRole.INTERPRETER),
    ("MOREAU CLAIRE", "", MemberRole.PRESS),
)
EXHIBITORS = (
    ("HE LAN", "何岚"),
    ("GU PING", "顾平"),
    ("LUO JIA", "罗佳"),
    ("PENG BO", "彭博"),
    ("DING YUE", "丁悦"),
    ("FANG RUI", "方锐"),
    ("QIAN MO", "钱墨"),
    ("SUN KE", "孙珂"),
)
DOORS = ("A", "B")
UNIT = "Export Promotion Authority"


async def load_demo_badges(edition: Edition, members: Sequence[UUID], now: datetime) -> None:
    """An edition ahead: badges printed, made without a sheet, revoked, and members without any."""
    at = now - timedelta(days=1)
    made = await badges.make(edition.slug, members[:9], by=SYSTEM, now=at)
    await badges.note_printed(edition.slug, [each.badge.id for each in made[:7]], by=SYSTEM, now=at)
    await badges.revoke(edition.slug, members[:1], by=SYSTEM, now=at + MINUTE)


async def load_demo_attendance(edition: Edition, companies: Sequence[Organisation]) -> None:
    """An edition that is over: its members came on most days, and its companies counted their visitors."""
    first = moment_in(edition.zone, edition.days.first, time(8, 30))
    members = await _members(edition, companies, first - timedelta(days=20))
    made = await badges.make(edition.slug, members, by=SYSTEM, now=first - timedelta(days=5))
    for number, day in enumerate(days_of(edition.days)):
        opens = moment_in(edition.zone, day, time(8, 30))
        for place, new in enumerate(made):
            if (place + number) % 4:
                at = opens + (place + 1) * 3 * MINUTE
                scan = Scan(code=new.token, key=f"{new.badge.id} {day.isoformat()}", door=DOORS[place % 2])
                await badges.check_in(edition.slug, scan, by=SYSTEM, now=at)
        visitors = {
            (company.id, day): 40 + 17 * place % 60 + 9 * number
            for place, company in enumerate(companies)
            if place != number
        }
        await attendance.note_visitors(edition.slug, visitors, by=SYSTEM, now=opens + timedelta(hours=9))


async def _members(edition: Edition, companies: Sequence[Organisation], at: datetime) -> list[UUID]:
    """Keep five who come for the authority, and one or two of each company; return their ids."""
    exhibitors = [(name, local, MemberRole.EXHIBITOR) for name, local in EXHIBITORS]
    found: list[UUID] = []
    for place, (name, local, role) in enumerate((*OFFICIALS, *exhibitors)):
        company = companies[(place - len(OFFICIALS)) % len(companies)] if role is MemberRole.EXHIBITOR else None
        member = Member(
            id=uuid5(edition.id, f"demo member {name}"),
            edition_id=edition.id,
            company_id=company.id if company else None,
            unit="" if company else UNIT,
            name=name,
            local_name=local,
            role=role,
            language="en",
            created_at=at,
        )
        await delegations.add(member, by=SYSTEM, now=at)
        found.append(member.id)
    return found
