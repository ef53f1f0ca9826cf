"""Matching programmes as they are kept, on both engines."""

from dataclasses import replace
from datetime import date

import pytest

from events_app.domain.programmes import Force, ProgrammeKind, ProgrammeState
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.texts import Text
from events_app.storage import programmes
from events_app.storage.database import Database, transaction
from events_app.storage.programmes import Wanted
from tests.builders import an_id
from tests.programme_builders import a_forced_pair, a_programme, whole_rules

pytestmark = pytest.mark.usefixtures("database")


async def test_a_programme_is_kept_as_it_is(database: Database) -> None:
    bare = a_programme()
    pairs = (a_forced_pair(by=an_id("officer")), a_forced_pair(code="DE", force=Force.MUST_NOT))
    whole = a_programme(
        id=an_id("whole"), slug="whole", rules=whole_rules(), forced=pairs, is_illustrative=True, year=2028
    )
    await programmes.add(bare)
    await programmes.add(whole)
    closed = replace(whole, state=ProgrammeState.CLOSED)
    await programmes.set_(closed)

    assert await programmes.get(bare.slug) == bare
    assert await programmes.get_by_id(whole.id) == replace(closed, version=2)
    async with transaction():
        assert await programmes.lock("whole") == replace(closed, version=2)
    assert await programmes.list_slugs("p") == {"partners-2027"}
    with pytest.raises(ChangedMeanwhile):
        await programmes.set_(closed)
    for unknown in (programmes.get("none"), programmes.get_by_id(an_id("none")), programmes.lock("none")):
        with pytest.raises(NotFound):
            await unknown


async def test_programmes_are_found_and_listed_by_their_first_day(database: Database) -> None:
    for number, (slug, kind) in enumerate((("old", "year"), ("mid", "season"), ("new", "season")), start=1):
        day = date(2027, number, 1)
        await programmes.add(
            a_programme(
                id=an_id(slug), slug=slug, kind=ProgrammeKind(kind), first_day=day, name=Text.of("en", f"Name {slug}")
            )
        )

    async def found(**wanted: object) -> list[str]:
        return [each.slug for each in await programmes.list_programmes(Wanted(**wanted))]  # type: ignore[arg-type]

    assert await found() == ["new", "mid", "old"]
    assert await found(kinds=(ProgrammeKind.SEASON,)) == ["new", "mid"]
    assert await found(states=(ProgrammeState.CLOSED,)) == []
    assert await found(words="name mi") == ["mid"]
    assert await programmes.count_programmes(Wanted(kinds=(ProgrammeKind.YEAR,))) == 1
    (after,) = await programmes.list_programmes(Wanted(), after=(date(2027, 2, 1), an_id("mid")))
    (before,) = await programmes.list_programmes(Wanted(), before=(date(2027, 2, 1), an_id("mid")))
    assert (after.slug, before.slug) == ("old", "new")
