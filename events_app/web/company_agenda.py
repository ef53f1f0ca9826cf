"""The agenda of a company: what is due and what it takes part in, as a page to print, and as a private feed."""

from itertools import groupby
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import private_feeds as actions
from events_app.domain.agendas import DUTY_NAMES
from events_app.domain.calendar import EntryStatus
from events_app.domain.exhibitions import DEADLINE_NAMES, SESSION_NAMES
from events_app.domain.organisations import Organisation
from events_app.domain.private_feeds import LONGEST_NAME, PrivateItem
from events_app.domain.refusals import Refusal
from events_app.edge.agendas import list_agenda
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.edge.subscriptions import feed_path
from events_app.storage import private_feeds
from events_app.web.company import member_company

PART_NAMES = {kind.value: name for names in (DUTY_NAMES, DEADLINE_NAMES, SESSION_NAMES) for kind, name in names.items()}


@get("/{slug:str}/agenda", include_in_schema=False)
async def agenda_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show what lies ahead, by month."""
    return await _shown(visit, await member_company(slug, visit.asker), Form())


@post("/{slug:str}/agenda", include_in_schema=False, status_code=200)
async def act(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Make an address for calendar programs, shown once, or take one back."""
    company = await member_company(slug, visit.asker)
    form = await read_form(visit.request)
    deed = form.one_of("deed", ("make", "revoke"))
    name = form.line("name", most=LONGEST_NAME)
    if not form.is_good:
        return await _shown(visit, company, form)
    try:
        if deed == "make":
            _, token = await actions.follow_agenda(company.id, name, by=visit.asker, now=visit.now)
            return await _shown(visit, company, Form(), token=token)
        await actions.revoke(form.identity("feed"), by=visit.asker, now=visit.now)
    except Refusal as refusal:
        form.problems["name"] = problem_of(refusal)
        return await _shown(visit, company, form)
    return see(f"company/{slug}/agenda", done="revoked")


async def _shown(visit: Visit, company: Organisation, form: Form, *, token: str = "") -> Response[str]:
    items = await list_agenda(company, settings=visit.settings, since=visit.today)
    ahead = [item for item in items if item.entry.status is not EntryStatus.CANCELLED]
    person = visit.asker.person_id
    return visit.page(
        "company/agenda.html",
        status_code=200 if form.is_good else 422,
        company=company,
        months=[(month, list(found)) for month, found in groupby(ahead, key=_month)],
        cancelled=[item for item in items if item.entry.status is EntryStatus.CANCELLED],
        part_names=PART_NAMES,
        form=form,
        feeds=await private_feeds.list_of_person(person, company_id=company.id) if person else (),
        feed=feed_path(visit.language, f"agenda/{token}.ics") if token else "",
    )


def _month(item: PrivateItem) -> tuple[int, int]:
    return item.entry.starts_on.year, item.entry.starts_on.month


ROUTES = (agenda_page, act)
