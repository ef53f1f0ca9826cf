import asyncio

import pytest

from events_app.feeds.keeping import Grouped, Kept, Shared


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    kept: Kept[str, bytes] = Kept(10, len)
    kept.keep("a", b"1234")
    kept.keep("b", b"1234")
    kept.find("a")
    kept.keep("c", b"1234")

    assert [kept.find(key) for key in "abc"] == [b"1234", None, b"1234"]


def test_a_value_larger_than_all_the_room_is_not_kept() -> None:
    kept: Kept[str, bytes] = Kept(10, len)
    kept.keep("a", b"12345678901")

    assert (kept.find("a"), len(kept)) == (None, 0)


def test_a_value_kept_again_counts_once() -> None:
    kept: Kept[str, bytes] = Kept(10, len)
    for _ in range(5):
        kept.keep("a", b"123456")
    kept.keep("b", b"1234")

    assert (kept.find("a"), kept.find("b")) == (b"123456", b"1234")


async def test_all_who_ask_at_once_wait_for_one_making() -> None:
    shared: Shared[str, int] = Shared()
    makings = 0

    async def make() -> int:
        nonlocal makings
        makings += 1
        await asyncio.sleep(0.01)
        return makings

    found = await asyncio.gather(*(shared.made("a", make) for _ in range(20)))
    later = await shared.made("a", make)

    assert (found, later) == ([1] * 20, 2)


async def test_one_who_leaves_does_not_stop_it_for_the_others() -> None:
    shared: Shared[str, str] = Shared()

    async def make() -> str:
        await asyncio.sleep(0.02)
        return "made"

    leaving = asyncio.create_task(shared.made("a", make))
    staying = asyncio.create_task(shared.made("a", make))
    await asyncio.sleep(0)
    leaving.cancel()

    assert await staying == "made"


async def test_a_failure_reaches_all_who_wait_and_is_not_kept() -> None:
    shared: Shared[str, str] = Shared()
    outcomes = iter([LookupError("no"), None])

    async def make() -> str:
        failure = next(outcomes)
        await asyncio.sleep(0)
        if failure:
            raise failure
        return "made"

    first = await asyncio.gather(*(shared.made("a", make) for _ in range(3)), return_exceptions=True)

    assert [type(error) for error in first] == [LookupError] * 3
    assert await shared.made("a", make) == "made"
    with pytest.raises(StopIteration):
        next(outcomes)


async def test_a_question_is_asked_anew_for_who_comes_after_it_began_and_once_for_all_of_them() -> None:
    began = 0

    async def ask() -> int:
        nonlocal began
        began += 1
        number = began
        await asyncio.sleep(0.01)
        return number

    grouped: Grouped[int] = Grouped(ask)
    first = [asyncio.create_task(grouped.asked()) for _ in range(3)]
    await asyncio.sleep(0.005)
    late = [asyncio.create_task(grouped.asked()) for _ in range(5)]
    late[0].cancel()

    assert await asyncio.gather(*first) == [1] * 3
    assert await asyncio.gather(*late[1:]) == [2] * 4
    assert await grouped.asked() == 3
