"""Badges on both engines: made, printed, revoked; a badge opens once a day, whichever doors ask at the same moment."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from events_app.actions import badges
from events_app.domain.badges import (
    Answer,
    BadgesMadeMeanwhile,
    BadgeState,
    CodeMissing,
    NobodyChosen,
    Verdict,
)
from events_app.domain.history import Deed
from events_app.domain.idempotency import KeyUsedOtherwise
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.storage import badges as kept
from events_app.storage.database import Database, fetch
from tests.actions.test_races import together
from tests.badge_builders import a_token, at_the_door, plant_bearers
from tests.builders import an_edition, an_id
from tests.planting import plant

EDITION = an_edition(zone="Asia/Shanghai")
SLUG = EDITION.slug
LATE = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)
"""One minute before midnight in Shanghai."""
V = Verdict


async def deeds(member_id: UUID) -> list[str]:
    rows = await fetch("SELECT deed FROM history WHERE object_id = {}", member_id)
    return sorted(row["deed"] for row in rows)


async def test_of_many_doors_at_once_one_admits_and_the_others_name_it(database: Database) -> None:
    await plant(EDITION)
    (ada,) = await plant_bearers(EDITION.id, "MOREAU ADA")
    code = await a_token(SLUG, ada)

    answers = await together(lambda number: at_the_door(SLUG, code, f"scan {number}", door=f"Door {number}"))

    found = [answer for answer in answers if isinstance(answer, Answer)]
    assert sorted(answer.verdict for answer in found) == [V.ADMITTED] + [V.ALREADY] * 7
    assert len({answer.door for answer in found}) == 1
    assert await kept.count_admitted(EDITION.id, date(2026, 11, 23)) == {found[0].door: 1}
    assert (await deeds(ada.id)).count(Deed.ADMITTED) == 1


async def test_one_scan_sent_many_times_at_once_is_answered_the_same(database: Database) -> None:
    await plant(EDITION)
    (ada,) = await plant_bearers(EDITION.id, "MOREAU ADA")
    code = await a_token(SLUG, ada)

    answers = await together(lambda _: at_the_door(SLUG, code, "scan", door="B"))

    assert {getattr(answer, "verdict", answer) for answer in answers} == {V.ADMITTED}
    assert (await deeds(ada.id)).count(Deed.ADMITTED) == 1


async def test_a_badge_revoked_at_the_moment_of_the_scan_is_either_admitted_or_revoked(database: Database) -> None:
    await plant(EDITION)
    (ada,) = await plant_bearers(EDITION.id, "MOREAU ADA")
    code = await a_token(SLUG, ada)

    revoked, answer = await asyncio.gather(
        badges.revoke(SLUG, [ada.id], by=SYSTEM, now=LATE), at_the_door(SLUG, code, now=LATE)
    )

    admitted = await kept.count_admitted(EDITION.id, date(2026, 11, 23))
    assert (revoked, answer.verdict in {V.ADMITTED, V.REVOKED}) == (1, True)
    assert sum(admitted.values()) == (answer.verdict is V.ADMITTED)


async def test_a_badge_opens_once_on_each_day_by_the_clock_of_the_exhibition(database: Database) -> None:
    await plant(EDITION)
    (ada,) = await plant_bearers(EDITION.id, "MOREAU ADA")
    code = await a_token(SLUG, ada)
    minute = timedelta(minutes=1)

    said = [
        await at_the_door(SLUG, code, "a", now=LATE, door="B"),
        await at_the_door(SLUG, code, "b", now=LATE + minute / 2, door="C"),
        await at_the_door(SLUG, code, "c", now=LATE + minute, door="C"),
        # Kept by a device since yesterday: counts for the day of its scan, and is answered the same for ever.
        await at_the_door(SLUG, code, "d", now=LATE + 3 * minute, waited=2.5 * minute),
        await at_the_door(SLUG, code, "b", now=LATE + timedelta(days=1)),
    ]

    assert said == [
        Answer(V.ADMITTED, ada.id, LATE, "B"),
        Answer(V.ALREADY, ada.id, LATE, "B"),
        Answer(V.ADMITTED, ada.id, LATE + minute, "C"),
        Answer(V.ALREADY, ada.id, LATE, "B"),
        Answer(V.ALREADY, ada.id, LATE, "B"),
    ]


async def test_the_door_knows_revoked_unknown_and_foreign_badges(database: Database) -> None:
    other = an_edition(id=an_id("other"), slug="other-2027")
    await plant(EDITION, other)
    (ada,) = await plant_bearers(EDITION.id, "MOREAU ADA")
    (eva,) = await plant_bearers(other.id, "EVA")
    lost, foreign = await a_token(SLUG, ada), await a_token("other-2027", eva)
    code = await a_token(SLUG, ada)

    asked = [(lost, "a"), (f" {code}\n", "b"), ("nothing", "c"), (foreign, "d")]
    said = [(await at_the_door(SLUG, text, key)) for text, key in asked]

    assert [each.verdict for each in said] == [V.REVOKED, V.ADMITTED, V.UNKNOWN, V.ELSEWHERE]
    assert said[3] == Answer(V.ELSEWHERE)
    with pytest.raises(KeyUsedOtherwise):
        await at_the_door(SLUG, lost, "b")
    with pytest.raises(CodeMissing):
        await at_the_door(SLUG, " ", "e")
    assert code not in str(await fetch("SELECT * FROM badge")) + str(await fetch("SELECT * FROM door_answer"))
    assert await deeds(ada.id) == sorted([Deed.BADGE_MADE, Deed.BADGE_MADE, Deed.REFUSED, Deed.ADMITTED])


async def test_badges_go_from_made_to_printed_to_revoked_and_are_listed_by_state(database: Database) -> None:
    await plant(EDITION)
    ada, bo, cy = await plant_bearers(EDITION.id, "ADA", "BO", "CY")

    first = await badges.make(SLUG, [ada.id, bo.id], by=SYSTEM, now=LATE)
    of_bo = [each.badge.id for each in first if each.badge.member_id == bo.id]
    await badges.note_printed(SLUG, of_bo, by=SYSTEM, now=LATE)
    await badges.make(SLUG, [cy.id], by=SYSTEM, now=LATE)
    assert await badges.revoke(SLUG, [cy.id, ada.id, cy.id], by=SYSTEM, now=LATE) == 2
    await badges.make(SLUG, [ada.id], by=SYSTEM, now=LATE)

    listed = await kept.list_bearers(kept.Wanted(edition_id=EDITION.id), limit=5)
    assert [(each.name, each.state) for each in listed] == [
        ("ADA", BadgeState.MADE),
        ("BO", BadgeState.PRINTED),
        ("CY", BadgeState.REVOKED),
    ]
    assert await kept.count_states(EDITION.id) == {
        BadgeState.NONE: 0,
        BadgeState.MADE: 1,
        BadgeState.PRINTED: 1,
        BadgeState.REVOKED: 1,
    }
    revoked = kept.Wanted(edition_id=EDITION.id, states=(BadgeState.REVOKED, BadgeState.PRINTED))
    assert [each.id for each in await kept.list_bearers(revoked, limit=5)] == [bo.id, cy.id]
    by_name = kept.Wanted(edition_id=EDITION.id)
    assert [each.id for each in await kept.list_bearers(by_name, after=ada.id, limit=1)] == [bo.id]
    assert [each.id for each in await kept.list_bearers(by_name, before=cy.id, limit=5)] == [bo.id, ada.id]


async def test_badges_are_not_made_twice_from_one_page_nor_for_strangers(sqlite_database: Database) -> None:
    await plant(EDITION)
    (ada,) = await plant_bearers(EDITION.id, "ADA")
    await badges.make(SLUG, [ada.id], by=SYSTEM, now=LATE, as_of=LATE)

    with pytest.raises(BadgesMadeMeanwhile):
        await badges.make(SLUG, [ada.id], by=SYSTEM, now=LATE, as_of=LATE - timedelta(seconds=1))
    with pytest.raises(NobodyChosen):
        await badges.make(SLUG, [], by=SYSTEM, now=LATE)
    with pytest.raises(NotFound):
        await badges.make(SLUG, [ada.id, an_id("stranger")], by=SYSTEM, now=LATE)
    with pytest.raises(NotAllowed):
        await at_the_door_of_nobody()


async def at_the_door_of_nobody() -> None:
    await badges.revoke(SLUG, [an_id("stranger")], by=Asker(None), now=LATE)
