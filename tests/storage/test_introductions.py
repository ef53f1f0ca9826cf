"""Introductions as they are kept, on both engines: whole, listed page by page, and what they exclude."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from events_app.actions import exhibitions
from events_app.domain.introductions import Answer, Introduction, IntroductionState, Reply, Side
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM
from events_app.storage import introductions, match_grounds
from events_app.storage.database import INTEGRITY_ERRORS, Database
from events_app.storage.introductions import Wanted
from tests.builders import a_series, an_id
from tests.clients import NOW
from tests.introduction_builders import WORDS, Sides, an_introduction, plant_sides
from tests.web.planting import CONTEXT, a_fair

pytestmark = pytest.mark.usefixtures("database")
S = IntroductionState
NO, YES = Answer(reply=Reply.NO, at=NOW, by=an_id("x"), words="Not now."), Answer(reply=Reply.YES, at=NOW)


async def kept(sides: Sides, word: str, **changes: object) -> Introduction:
    """Keep one of these sides."""
    ids = {"offer_id": sides.offer.id, "company_id": sides.company.id, "partner_id": sides.partner.id}
    introduction = an_introduction(**({"id": an_id(word)} | ids | changes))
    await introductions.add(introduction)
    return introduction


async def test_an_introduction_is_kept_as_it_is(database: Database) -> None:
    sides = await plant_sides()
    bare = await kept(sides, "bare", state=S.WITHDRAWN)
    full = await kept(
        sides,
        "full",
        need_id=sides.need.id,
        words=WORDS,
        state=S.DECLINED,
        company_answer=YES,
        partner_answer=NO,
        reminded_at=NOW,
        is_extended=True,
        lifted_at=NOW,
        lifted_by=an_id("y"),
        lift_reason="They spoke.",
    )
    opened = await kept(
        sides, "opened", state=S.OPENED, company_answer=YES, partner_answer=YES, project_slug="pumps-ke"
    )
    await introductions.set_(full)

    assert await introductions.get(bare.id) == bare
    assert await introductions.lock_(full.id) == replace(full, version=2)
    assert await introductions.find_by_project("pumps-ke") == opened
    assert await introductions.find_by_project("other") is None
    with pytest.raises(ChangedMeanwhile):
        await introductions.set_(full)
    for unknown in (introductions.get(an_id("none")), introductions.lock_(an_id("none"))):
        with pytest.raises(NotFound):
            await unknown


async def test_one_offer_and_one_partner_have_one_that_holds(database: Database) -> None:
    sides = await plant_sides()
    await kept(sides, "declined", state=S.DECLINED, partner_answer=NO)
    await kept(sides, "agreed", state=S.AGREED, company_answer=YES, partner_answer=YES)

    with pytest.raises(INTEGRITY_ERRORS):
        await kept(sides, "again")


@pytest.mark.parametrize(
    "changes",
    [
        {"state": S.AGREED, "company_answer": YES},
        {"state": S.DECLINED, "company_answer": YES, "partner_answer": YES},
        {"state": S.PROPOSED, "company_answer": NO},
        {"state": S.OPENED, "company_answer": YES, "partner_answer": YES},
        {"state": S.WITHDRAWN, "lifted_at": NOW},
    ],
)
async def test_the_database_refuses_what_cannot_be(database: Database, changes: dict[str, object]) -> None:
    sides = await plant_sides()

    with pytest.raises(INTEGRITY_ERRORS):
        await kept(sides, "odd", **changes)


async def test_lists_are_filtered_and_walked_page_by_page(database: Database) -> None:
    sides = await plant_sides()
    for number in range(4):
        await kept(
            sides,
            f"n{number}",
            state=S.LAPSED if number % 2 else S.WITHDRAWN,
            country="KE" if number < 3 else "NP",
            proposed_at=NOW - timedelta(days=number),
        )

    seen: list[Introduction] = []
    while rows := await introductions.list_introductions(
        Wanted(company_id=sides.company.id),
        after=(seen[-1].proposed_at.date(), seen[-1].id) if seen else None,
        limit=1,
    ):
        seen += rows
    back = await introductions.list_introductions(Wanted(), before=(seen[-1].proposed_at.date(), seen[-1].id), limit=1)

    assert [each.id for each in seen] == [an_id(f"n{number}") for number in range(4)]
    assert [each.id for each in back] == [an_id("n2")]
    counts = [
        await introductions.count_introductions(wanted)
        for wanted in (
            Wanted(states=(S.LAPSED,)),
            Wanted(country="NP"),
            Wanted(partner_id=sides.partner.id, country="KE"),
            Wanted(offer_id=sides.offer.id),
            Wanted(company_id=sides.partner.id),
            Wanted(partner_id=sides.company.id),
        )
    ]
    assert counts == [2, 1, 3, 4, 0, 0]


async def test_what_a_no_excludes_and_a_lift_gives_back(database: Database) -> None:
    sides = await plant_sides()
    before = await match_grounds.get_mark()
    by_company = await kept(sides, "c", state=S.DECLINED, company_answer=NO, partner_answer=YES)
    by_partner = await kept(sides, "p", state=S.DECLINED, partner_answer=NO)
    await kept(sides, "again", state=S.DECLINED, partner_answer=NO, country="NP", lifted_at=NOW)
    await kept(sides, "lapsed", state=S.LAPSED, country="TZ")

    declined, refused = await introductions.list_excluded()

    assert [set(declined), set(refused)] == [{(sides.company.id, "KE")}, {(sides.offer.id, "KE")}]
    assert await introductions.list_excluding(by_company, Side.COMPANY) == (by_company,)
    assert await introductions.list_excluding(by_company, Side.PARTNER) == (by_partner,)
    marked = await match_grounds.get_mark()
    await introductions.set_(by_company.lift("They spoke.", by=None, now=NOW))
    assert [set(each) for each in await introductions.list_excluded()] == [set(), {(sides.offer.id, "KE")}]
    assert len({before, marked, await match_grounds.get_mark()}) == 3


async def test_a_company_is_asked_to_apply_once_for_each_edition(database: Database) -> None:
    sides = await plant_sides()
    await exhibitions.add_series(a_series(), by=SYSTEM, now=NOW)
    fairs = [a_fair(f"fair-{n}", date(2027, 4, 5 + n), country="KE") for n in range(2)]
    for fair in fairs:
        await exhibitions.add_edition(fair, by=SYSTEM, context=CONTEXT, now=NOW)
    ids = [fair.id for fair in fairs]

    asked = [await introductions.add_invitation(sides.company.id, ids[0], at=NOW, person_id=None) for _ in range(2)]

    assert asked == [True, False]
    assert await introductions.list_invited(sides.company.id, ids) == {ids[0]}
    assert await introductions.list_invited(sides.partner.id, ids) == frozenset()
    assert await introductions.list_invited(sides.company.id, []) == frozenset()
