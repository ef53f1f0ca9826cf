"""Saved filters of the desk's lists: kept under a name, and dropped."""

from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from events_app.actions import saved_filters as actions
from events_app.domain.refusals import Refusal
from events_app.domain.rights import Noun, Right, require_somewhere
from events_app.edge.desk import UNKEPT, Visit, see
from events_app.edge.forms import read_form
from events_app.edge.pages import address

PAGES = frozenset({"applications", "exhibitions", "projects"})
PLACES = frozenset({"after", "before", "outcome", "done", "filter", "case"})
"""Parts of a query that say where one is in a list, not what is listed."""


@post("/filters/{page:str}", include_in_schema=False, status_code=303)
async def keep(visit: NamedDependency[Visit], *, page: FromPath[str]) -> Response[Any]:
    """Keep the query that the list was shown with."""
    require_somewhere(visit.asker, Right.READ, Noun.EXHIBITION)
    form = await read_form(visit.request)
    chosen = form.one_of("page", PAGES) or "exhibitions"
    query = urlencode([(name, value) for name, value in parse_qsl(form.value("query")) if name not in PLACES])
    try:
        await actions.keep(page, form.line("name"), query, by=visit.asker, now=visit.now)
    except Refusal:
        return _back(visit, chosen, query, "refused")
    return _back(visit, chosen, query, "kept")


@post("/filters/{page:str}/{filter_id:uuid}", include_in_schema=False, status_code=303)
async def drop(visit: NamedDependency[Visit], *, page: FromPath[str], filter_id: FromPath[UUID]) -> Response[Any]:
    """Drop a filter of one's own."""
    require_somewhere(visit.asker, Right.READ, Noun.EXHIBITION)
    await read_form(visit.request)
    await actions.drop(filter_id, by=visit.asker)
    return see(f"desk/{page if page in PAGES else 'exhibitions'}")


def _back(visit: Visit, page: str, query: str, outcome: str) -> Response[Any]:
    target = address(visit.language, f"desk/{page}")
    return Redirect(f"{target}?{query}&filter={outcome}", status_code=303, headers=dict(UNKEPT))


ROUTES = (keep, drop)
