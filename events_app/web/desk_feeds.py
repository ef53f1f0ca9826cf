"""How feeds fare, for organisers: who fetches them by kind of client, and whether they were read back without fault.

Figures of public feeds belong to nobody, so everybody who reads figures reads all of them. Nothing is rendered here:
`feeds.checking` reads feeds back beside the requests.
"""

from datetime import timedelta
from typing import Any, Final

from litestar import Response, get
from litestar.datastructures import MultiDict
from litestar.di import NamedDependency

from events_app.domain.feed_fetches import FAMILY_NAMES, ClientFamily, FeedCheck
from events_app.domain.messages import P_, Message
from events_app.domain.rights import Noun, Right, require_somewhere
from events_app.edge.desk import Visit
from events_app.edge.forms import Form
from events_app.storage import feed_fetches
from events_app.storage.feed_fetches import After, FeedRow, Order, Wanted

PER_PAGE: Final = 50
DAYS: Final = 30
LONGEST_WORDS: Final = 100
ORDER_NAMES: Final[dict[Order, Message]] = {
    Order.LAST: P_("order of feeds", "Last fetched first"),
    Order.TIMES: P_("order of feeds", "Most fetched first"),
    Order.PATH: P_("order of feeds", "By address"),
}


@get("/feeds", include_in_schema=False)
async def feeds_page(*, visit: NamedDependency[Visit]) -> Response[str]:
    """List the feeds that were fetched in the last days, by kind of client, with what reading them back found."""
    require_somewhere(visit.asker, Right.READ, Noun.FIGURES)
    query: MultiDict[Any] = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in ("family", "feed_language", "words", "order")})
    order = form.choice("order", Order, required=False) or Order.LAST
    language = form.value("feed_language")
    since = visit.today - timedelta(days=DAYS)
    wanted = Wanted(
        since=since,
        family=form.choice("family", ClientFamily, required=False),
        language=language if language in visit.settings.languages else "",
        words=form.value("words").strip()[:LONGEST_WORDS],
    )
    after = _read_after(query.get("after"))
    found = await feed_fetches.list_feeds(wanted, order=order, after=after, limit=PER_PAGE + 1)
    rows = found[:PER_PAGE]
    checks = await feed_fetches.list_checks([row.path for row in rows])
    families = await feed_fetches.list_families(since)
    return visit.page(
        "desk/feeds/list.html",
        form=form,
        rows=rows,
        checks=_by_path(checks),
        families=sorted(families.items(), key=lambda item: item[1].last_at, reverse=True),
        family_names=FAMILY_NAMES,
        order_names=ORDER_NAMES,
        order=order,
        days=DAYS,
        is_first=after is None,
        later=_after(rows[-1], order) if len(found) > PER_PAGE else None,
    )


def _by_path(checks: tuple[FeedCheck, ...]) -> dict[str, list[FeedCheck]]:
    found: dict[str, list[FeedCheck]] = {}
    for check in checks:
        found.setdefault(check.path, []).append(check)
    return found


def _after(row: FeedRow, order: Order) -> str:
    values = {Order.LAST: int(row.total.last_at.timestamp()), Order.TIMES: row.total.times}
    return f"{values.get(order, 0)}~{row.path}"


def _read_after(text: str | None) -> After | None:
    """Read the place between two rows; None for what is none, so that a mangled address shows page one."""
    value, mark, path = (text or "").partition("~")
    return After(int(value), path) if mark and value.isascii() and value.isdecimal() and len(value) <= 18 else None  # noqa: PLR2004 - digits


ROUTES = (feeds_page,)
