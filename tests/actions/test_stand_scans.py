"""Badges at stands on both engines: counted once for a stand and a day, whoever asks, and however often."""

from datetime import UTC, date, datetime, timedelta

import pytest

from events_app.actions import badges, decisions, exhibitions, stand_gifts, stand_scans
from events_app.domain.applications import Move, Wish
from events_app.domain.badges import Answer, Scan, Verdict
from events_app.domain.history import Deed
from events_app.domain.idempotency import KeyUsedOtherwise
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.stands import Stand
from events_app.storage import history
from events_app.storage import stand_scans as kept
from events_app.storage.database import Database
from tests.actions.test_races import together
from tests.application_builders import WITHIN, a_company, plant_admission
from tests.badge_builders import a_token, plant_bearers
from tests.builders import an_id
from tests.planting import context
from tests.stand_builders import an_accepted, plant_hall
from tests.web.planting import a_fair

FAIR = a_fair("wind-2027", date(2026, 11, 23), days=2, zone="Asia/Shanghai")
LATE = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)
"""One minute before midnight in Shanghai."""
DAY = date(2026, 11, 23)
V = Verdict


async def stands_of(word: str, *places: int) -> tuple[tuple[Stand, ...], Asker]:
    """Stands of a company that are its own for good, and who works for it."""
    await plant_admission(FAIR)
    _, found = await plant_hall(FAIR)
    company, owner = await a_company(word)
    case = await an_accepted(company, FAIR, wish=Wish(stands=len(places), area=9 * len(places)))
    for place in places:
        await stand_gifts.give(found[place].id, case.id, by=SYSTEM, now=WITHIN)
    return found, owner


async def at_stand(stand: Stand, code: str, key: str, *, by: Asker = SYSTEM, now: datetime = LATE) -> Answer:
    return await stand_scans.scan(stand.id, Scan(code=code, key=key), by=by, now=now)


async def test_of_many_scans_of_one_badge_at_once_one_counts(database: Database) -> None:
    (stand, *_), _ = await stands_of("lanyu", 0)
    (ada,) = await plant_bearers(FAIR.id, "ADA")
    code = await a_token(FAIR.slug, ada)

    answers = await together(lambda number: at_stand(stand, code, f"scan {number}"))
    again = await together(lambda _: at_stand(stand, code, "scan 3"))

    said = [answer.verdict for answer in answers if isinstance(answer, Answer)]
    assert sorted(said) == [V.ADMITTED] + [V.ALREADY] * 7
    first = next(each for each, answer in enumerate(answers) if getattr(answer, "verdict", None) is V.ADMITTED)
    again = await together(lambda _: at_stand(stand, code, f"scan {first}"))
    assert {getattr(answer, "verdict", answer) for answer in again} == {V.ADMITTED}
    assert [*(await kept.count_scanned(FAIR.id)).values()] == [{"A01": 1}]
    deeds = [line.deed for line in await history.list_lines(object_id=ada.id)]
    assert deeds.count(Deed.SCANNED) == 1


async def test_a_badge_counts_at_each_stand_on_each_day_by_the_clock_of_the_exhibition(database: Database) -> None:
    (a01, a02, *_), _ = await stands_of("lanyu", 0, 1)
    (ada,) = await plant_bearers(FAIR.id, "ADA")
    code, minute = await a_token(FAIR.slug, ada), timedelta(minutes=1)

    said = [
        await at_stand(a01, code, "a"),
        await at_stand(a02, code, "b"),
        await at_stand(a01, code, "c", now=LATE + minute),
        await at_stand(a01, code, "d", now=LATE + minute),
    ]

    assert [each.verdict for each in said] == [V.ADMITTED, V.ADMITTED, V.ADMITTED, V.ALREADY]
    assert (said[3].member_id, said[3].at) == (ada.id, LATE + minute)
    counted = {day: found for (_, day), found in (await kept.count_scanned(FAIR.id)).items()}
    assert counted == {DAY: {"A01": 1, "A02": 1}, DAY + timedelta(days=1): {"A01": 1}}
    with pytest.raises(KeyUsedOtherwise):
        await at_stand(a02, code, "a")


async def test_a_stand_knows_revoked_unknown_and_foreign_badges_and_what_it_counted_stays(
    sqlite_database: Database,
) -> None:
    (stand, *_), _ = await stands_of("lanyu", 0)
    other = a_fair("other-2027", DAY)
    await exhibitions.add_edition(other, by=SYSTEM, context=context(), now=WITHIN)
    (ada,) = await plant_bearers(FAIR.id, "ADA")
    (eva,) = await plant_bearers(other.id, "EVA")
    code, foreign = await a_token(FAIR.slug, ada), await a_token("other-2027", eva)

    before = await at_stand(stand, code, "a")
    await badges.revoke(FAIR.slug, [ada.id], by=SYSTEM, now=LATE)
    said = [await at_stand(stand, *asked) for asked in [(code, "a"), (code, "b"), ("nothing", "c"), (foreign, "d")]]

    assert [each.verdict for each in (before, *said)] == [V.ADMITTED, V.ADMITTED, V.REVOKED, V.UNKNOWN, V.ELSEWHERE]
    assert said[3].member_id is None
    with pytest.raises(KeyUsedOtherwise):
        await at_stand(stand, foreign, "a")


async def test_a_company_scans_at_its_own_stand_once_it_is_confirmed(sqlite_database: Database) -> None:
    (a01, a02, *_), owner = await stands_of("lanyu", 0)
    _, stranger = await a_company("jinsha")
    with pytest.raises(NotAllowed):
        await at_stand(a01, "code", "early", by=owner)
    await decisions.decide(an_id("case lanyu"), Move.CONFIRM, by=SYSTEM, now=WITHIN)

    assert (await at_stand(a01, "code", "a", by=owner)).verdict is V.UNKNOWN
    for stand, by, refused in ((a01, stranger, NotAllowed), (a02, owner, NotAllowed), (a02, SYSTEM, NotFound)):
        with pytest.raises(refused):
            await at_stand(stand, "code", "b", by=by)
