"""Partner needs as they are kept, on both engines: whole, found by what they say, in every order, page by page."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events_app.domain.needs import Need, NeedState, Visibility
from events_app.domain.offers import HOLDS_FOR, CooperationForm
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.texts import Text
from events_app.storage import needs
from events_app.storage.database import Database
from events_app.storage.needs import Order, Wanted
from tests.builders import an_id
from tests.need_builders import a_need, a_need_content
from tests.offer_builders import WRITTEN

pytestmark = pytest.mark.usefixtures("database")
TODAY = WRITTEN.date()
DAY = timedelta(days=1)


async def kept(slug: str, **changes: object) -> Need:
    """Keep a need of the authority."""
    need = a_need(**{"id": an_id(slug), "slug": slug, "organisation_id": None} | changes)
    await needs.add(need)
    return need


async def an_approved(slug: str, days_ago: int = 0, **changes: object) -> Need:
    """Keep an approved need of the authority."""
    then = WRITTEN - days_ago * DAY
    draft = a_need(content=a_need_content(**changes), wanted_until=None)
    approved = draft.submit(now=then).approve(now=then, today=then.date())
    return await kept(slug, **{name: getattr(approved, name) for name in COPIED})


COPIED = ("content", "approved", "state", "approved_at", "valid_until", "modified_at")


async def found(**wanted: object) -> list[str]:
    return [each.slug for each in await needs.list_needs(Wanted(**wanted))]  # type: ignore[arg-type]


async def test_a_need_is_kept_as_it_is(database: Database) -> None:
    bare = await kept("bare", content=replace(a_need_content(), budget_from=None, budget_to=None, trl_from=None))
    full = await an_approved("full")
    full = replace(full, wanted_until=TODAY + DAY, reason="How deep?", is_illustrative=True)
    await needs.set_(full)

    assert await needs.get("bare") == bare
    assert await needs.get("full") == replace(full, version=2)
    assert await needs.get_by_id(full.id) == replace(full, version=2)
    assert await needs.list_slugs("f") == {"full"}
    for unknown in (needs.get("none"), needs.get_by_id(an_id("none"))):
        with pytest.raises(NotFound):
            await unknown


async def test_a_stale_copy_is_refused(database: Database) -> None:
    need = await kept("wells")
    await needs.set_(need)

    with pytest.raises(ChangedMeanwhile):
        await needs.set_(need)


async def test_readers_find_by_what_was_approved_and_organisers_by_what_is_written(database: Database) -> None:
    need = await an_approved("wells")
    await needs.set_(
        need.write(
            a_need_content(
                country="TZ",
                sectors=("medical",),
                fields=(13,),
                forms=(CooperationForm.LICENCE,),
                title=Text.of("en", "Scanners"),
            ),
            now=WRITTEN,
        )
    )
    for_all = {"shown_to": (Visibility.PUBLIC,), "today": TODAY}

    for written, approved in (
        ({"country": "TZ"}, {"country": "KE"}),
        ({"sector": "medical"}, {"sector": "agriculture"}),
        ({"field": 13}, {"field": 26}),
        ({"form": CooperationForm.LICENCE}, {"form": CooperationForm.TRAINING}),
        ({"words": "scan"}, {"words": "puits VILL"}),
    ):
        assert await found(**written) == await found(**for_all, **approved) == ["wells"]
        assert await found(**approved) == await found(**for_all, **written) == []
    assert await found(**for_all, words="!?") == []
    assert await found(hides_drafts=True, states=(NeedState.DRAFT,)) == ["wells"]
    assert await found(organisation_id=an_id("partner")) == []


async def test_who_sees_it_and_until_when(database: Database) -> None:
    for visibility in Visibility:
        await an_approved(visibility.value, visibility=visibility)
    await kept("draft")

    both = (Visibility.PUBLIC, Visibility.EXPORTERS)
    assert await found(shown_to=(Visibility.PUBLIC,), today=TODAY) == ["public"]
    assert sorted(await found(shown_to=both, today=TODAY)) == ["exporters", "public"]
    assert await found(shown_to=(Visibility.PUBLIC,), today=TODAY + HOLDS_FOR) == ["public"]
    assert await found(shown_to=(Visibility.PUBLIC,), today=TODAY + HOLDS_FOR + DAY) == []
    assert await needs.count_needs(Wanted(shown_to=both, today=TODAY)) == 2
    before = await needs.get_mark(TODAY)
    await needs.set_((await needs.get("public")).withdraw(now=WRITTEN))
    assert await needs.get_mark(TODAY) != before
    assert await found(shown_to=(Visibility.PUBLIC,), today=TODAY) == []


async def test_matching_gets_all_that_is_approved_and_in_force(database: Database) -> None:
    shown = [await an_approved(f"b-{visibility.value}", visibility=visibility) for visibility in Visibility]
    changed = await an_approved("a-changed")
    await needs.set_(changed.write(a_need_content(trl_from=9), now=WRITTEN))
    await needs.set_((await an_approved("gone")).withdraw(now=WRITTEN))
    await an_approved("old", days_ago=400)
    await kept("draft")

    matchable = await needs.list_matchable(TODAY)

    assert matchable == (await needs.get("a-changed"), *sorted(shown, key=lambda need: need.slug))
    assert matchable[0].approved == changed.approved


@pytest.mark.parametrize(
    ("order", "slugs"),
    [
        (Order.CHANGED, ["draft", "new", "old"]),
        (Order.WAITING, ["old", "new", "draft"]),
        (Order.ENDING, ["old", "new"]),
        (Order.APPROVED, ["new", "old"]),
    ],
)
async def test_each_order_is_walked_page_by_page_without_a_gap(
    database: Database, order: Order, slugs: list[str]
) -> None:
    await an_approved("old", days_ago=90)
    await an_approved("new", days_ago=30)
    await kept("draft")
    wanted = Wanted(order=order, states=(NeedState.APPROVED,) if order is Order.APPROVED else ())

    seen: list[Need] = []
    while rows := await needs.list_needs(
        wanted, after=(order.day_of(seen[-1]), seen[-1].id) if seen else None, limit=1
    ):
        seen += rows
    back = await needs.list_needs(wanted, before=(order.day_of(seen[-1]), seen[-1].id), limit=1)

    assert [each.slug for each in seen] == slugs
    assert [each.slug for each in back] == [slugs[-2]]
