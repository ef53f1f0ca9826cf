"""How feeds fare at the desk: kinds of clients with their last fetch, faults, filters, pages."""

from datetime import timedelta

from events_app.actions import feed_fetches as actions
from events_app.domain.feed_fetches import ClientFamily, FeedCheck, FetchCount, FetchKey
from events_app.domain.organisations import Role
from tests.clients import NOW, Client
from tests.queries import counted_queries
from tests.web.signing_in import signed_in

GOOGLE = ClientFamily.GOOGLE


async def planted(count: int = 1, path: str = "exhibitions/fair-{:03}.ics") -> None:
    at = NOW - timedelta(hours=5)
    await actions.add(
        {FetchKey(path.format(number), "fr", GOOGLE, at.date()): FetchCount(3, at) for number in range(count)}
    )


async def test_organisers_read_who_fetched_what_when_and_what_was_found(client: Client) -> None:
    await signed_in(client, Role.UNIT_OFFICER)
    await planted()
    fault = "line 3: no content line of RFC 5545"
    await actions.keep_checks([FeedCheck("exhibitions/fair-000.ics", "fr", 1, 2_000, 5, 4, fault, NOW)])

    page = (await client.get("/en/desk/feeds")).text

    assert "Google last fetched 5 hours ago" in page
    assert "exhibitions/fair-000.ics" in page
    assert "only 4 entries were read back" in page
    assert fault in page


async def test_before_any_fetch_the_page_says_so_and_not_that_nothing_fits(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    before = (await client.get("/en/desk/feeds")).text
    before_narrowed = (await client.get("/en/desk/feeds?family=apple&words=x")).text
    await planted()
    after = (await client.get("/en/desk/feeds?family=apple")).text

    for page in (before, before_narrowed):
        assert "No feed was fetched in the last 30 days." in page
        assert "that fits this" not in page
        assert 'href="/en/subscribe"' in page
    assert "No feed was fetched that fits this." in after
    assert "in the last 30 days." not in after[after.index('<form method="get"') :]


async def test_the_list_is_filtered_and_goes_on_without_more_queries(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await planted(1)
    with counted_queries() as one:
        await client.get("/en/desk/feeds")
    await planted(60)
    with counted_queries() as many:
        first = (await client.get("/en/desk/feeds?order=path")).text
    second = (await client.get("/en/desk/feeds?order=path&after=0~exhibitions/fair-049.ics")).text

    assert len(many) == len(one)
    assert ("fair-049" in first, "fair-050" in first) == (True, False)
    assert (">exhibitions/fair-049" in second, ">exhibitions/fair-050" in second) == (False, True)
    assert "fair-007" not in (await client.get("/en/desk/feeds?words=fair-01")).text
    assert "No feed was fetched" in (await client.get("/en/desk/feeds?family=apple")).text
    assert (await client.get("/en/desk/feeds?family=x&order=y&after=%00~&feed_language=zz")).status_code == 200


async def test_nothing_stands_between_two_sentences_in_chinese(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    english = (await client.get("/en/desk/feeds")).text
    chinese = (await client.get("/zh-Hans/desk/feeds")).text

    assert "by kind of program. Neither" in english
    assert "。 " not in chinese
