"""One's own private calendar feeds: agendas, saved selections and internal calendars; made and taken back."""

from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import MultiDict
from litestar.di import NamedDependency

from events_app.actions import private_feeds as actions
from events_app.domain.organisations import OrganisationKind
from events_app.domain.private_feeds import (
    LONGEST_NAME,
    LONGEST_QUERY,
    PRIVATE_KIND_NAMES,
    PrivateFeed,
    PrivateKind,
)
from events_app.domain.refusals import Refusal
from events_app.domain.rights import Noun, Right, may
from events_app.edge.desk import Visit, see
from events_app.edge.feed_names import feed_name
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.edge.selections import query_of
from events_app.edge.subscriptions import feed_path, read_choice, saved_dav_path
from events_app.storage import organisations, private_feeds

ALL_UNITS = "all"


@get("/feeds", include_in_schema=False)
async def feeds_page(visit: NamedDependency[Visit]) -> Response[Any]:
    """Show the feeds that there are, and a form for the selection in the query."""
    query = query_of(read_choice(visit.request.query_params).selection)
    form = Form({"query": [urlencode(query, doseq=True)[:LONGEST_QUERY]]})
    return await _shown(visit, form)


@post("/feeds", include_in_schema=False, status_code=200)
async def act(visit: NamedDependency[Visit]) -> Response[Any]:
    """Make an address, shown once, or take one back."""
    form = await read_form(visit.request)
    deed = form.one_of("deed", ("save", "open", "follow", "revoke"))
    name = form.line("name", most=LONGEST_NAME)
    if not form.is_good:
        return await _shown(visit, form)
    try:
        if deed == "revoke":
            await actions.revoke(form.identity("feed"), by=visit.asker, now=visit.now)
            return see("account/feeds", done="revoked")
        made, token = await _made(visit, form, deed, name)
    except Refusal as refusal:
        form.problems["name"] = problem_of(refusal)
        return await _shown(visit, form)
    feed = feed_path(visit.language, f"{made.kind.value}/{token}.ics")
    dav = saved_dav_path(visit.language, token) if made.kind is PrivateKind.SAVED else ""
    return await _shown(visit, Form(), feed=feed, dav=dav)


async def _made(visit: Visit, form: Form, deed: str, name: str) -> tuple[PrivateFeed, str]:
    """Make what the form asks for."""
    if deed == "save":
        selection = read_choice(MultiDict(parse_qsl(form.value("query")[:LONGEST_QUERY]))).selection
        query = urlencode(query_of(selection), doseq=True)
        return await actions.save_selection(query, name, by=visit.asker, now=visit.now)
    if deed == "follow":
        return await actions.follow_agenda(form.identity("company"), name, by=visit.asker, now=visit.now)
    unit = None if form.value("unit") == ALL_UNITS else form.identity("unit")
    return await actions.open_calendar(unit, name, by=visit.asker, now=visit.now)


async def _shown(visit: Visit, form: Form, *, feed: str = "", dav: str = "") -> Response[Any]:
    person_id = visit.asker.person_id
    query = form.value("query")
    selection = read_choice(MultiDict(parse_qsl(query))).selection
    catalogues = visit.request.app.state.catalogues
    feeds = await private_feeds.list_of_person(person_id) if person_id else ()
    owner_ids = {each.id: owner for each in feeds if (owner := each.company_id or each.unit_id)}
    owners = await organisations.list_by_id(owner_ids.values())
    return visit.page(
        "account/feeds.html",
        status_code=200 if form.is_good else 422,
        form=form,
        feed=feed,
        dav=dav,
        kind_names=PRIVATE_KIND_NAMES,
        feeds=[(each, owners[owner_ids[each.id]] if each.id in owner_ids else None) for each in feeds],
        companies=await _companies(visit),
        query=query,
        selection_name=feed_name(selection, visit.language, catalogues=catalogues, settings=visit.settings),
        units=await _units(visit),
        reads_all=may(visit.asker, Right.READ, Noun.EXHIBITION) and may(visit.asker, Right.READ, Noun.PROJECT),
    )


async def _companies(visit: Visit) -> list[tuple[UUID, Any]]:
    """Companies whose agenda the asker may read, with their names."""
    ids = [m.organisation_id for m in visit.asker.memberships if m.organisation_kind is OrganisationKind.EXPORTER]
    known = await organisations.list_by_id(ids)
    return [
        (company.id, company.name)
        for company in sorted(known.values(), key=lambda each: each.slug)
        if company.closed_at is None and may(visit.asker, Right.READ, Noun.APPLICATION, owner=company.id)
    ]


async def _units(visit: Visit) -> list[tuple[UUID, Any]]:
    """Units whose internal calendar the asker may read, with their names."""
    known = await organisations.list_units() if visit.asker.is_organiser else ()
    return [
        (unit.id, unit.name)
        for unit in known
        if all(may(visit.asker, Right.READ, noun, owner=unit.id) for noun in (Noun.EXHIBITION, Noun.PROJECT))
    ]


ROUTES = (feeds_page, act)
