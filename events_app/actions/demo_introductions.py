"""The demonstration of introductions: one waits for answers, one is agreed, one partner has said no."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from events_app.actions import introductions
from events_app.actions.matching import Place
from events_app.domain.introductions import Introduction, Reply, Side
from events_app.domain.organisations import Organisation
from events_app.domain.projects import ExportClass
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from events_app.storage import needs, offers, organisations

DAY: Final = timedelta(days=1)
ASKED: Final = (
    ("rift-valley-centre", "geothermal-steam-control", ()),
    ("maputo-corridor", "rail-wagon-bearings", ((Side.COMPANY, Reply.YES), (Side.PARTNER, Reply.YES))),
    ("mekong-agro-centre", "", ((Side.PARTNER, Reply.NO),)),
)
"""Which partner is asked, about which need, and who says what."""
WORDS: Final = Text.of(
    "en",
    "The offer is close to what is sought, and both sides can work in English.",
    {"zh-Hans": "该项目与所需技术相近，双方均可使用英语工作。"},
)


async def load_demo_introductions(
    company: Organisation, place: Place, namespace: UUID, now: datetime, zone: str
) -> tuple[Introduction, ...]:
    """Ask about the company's first offer that may go abroad; the ids are the same at each load."""
    shown = [offer for offer in await offers.list_matchable(now.date()) if offer.company_id == company.id]
    free = [offer for offer in shown if offer.approved and offer.approved.export_class is ExportClass.FREE]
    kept = []
    for slug, need_slug, said in ASKED:
        partner = await organisations.get_by_slug(slug)
        if not free or partner.country in {place.home, *place.neither, *place.embargoed}:
            continue
        introduction = await introductions.propose(
            free[0].slug,
            partner.id,
            country=partner.country,
            need_id=(await needs.get(need_slug)).id if need_slug else None,
            words=WORDS,
            introduction_id=uuid5(namespace, f"introduction {slug}"),
            place=place,
            by=SYSTEM,
            now=now - 3 * DAY,
            zone=zone,
        )
        for side, reply in said:
            introduction = await introductions.answer(introduction.id, side, reply, by=SYSTEM, now=now - DAY, zone=zone)
        kept.append(introduction)
    return tuple(kept)
