"""Private calendar feeds of a company's agenda: one's own, made with an address that is shown once, and taken back."""

from datetime import datetime
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import private_feeds as actions
from events_app.api.applications import company_of
from events_app.api.bodies import read_body
from events_app.api.calls import ROOT, Call, answered
from events_app.api.fields import WITHOUT_NUL, Model
from events_app.api.operations import Operation
from events_app.domain.messages import N_
from events_app.domain.private_feeds import LONGEST_NAME, PrivateFeed
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Right
from events_app.edge.subscriptions import feed_path
from events_app.storage import private_feeds


class NewAgendaFeed(Model):
    """A feed to be made."""

    name: str = Field(
        default="",
        max_length=LONGEST_NAME,
        pattern=WITHOUT_NUL,
        description=N_("By which its owner tells it from others, such as the device that reads it.").id,
    )


class AgendaFeedView(Model):
    """A private feed that holds; its address is kept nowhere."""

    id: UUID
    name: str
    created_at: datetime


class MadeAgendaFeed(AgendaFeedView):
    """A private feed that was just made, with its address, which is never shown again."""

    address: str


@get("/companies/{slug:str}/agenda/feeds")
async def list_feeds(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List the caller's own feeds of a company's agenda, the newest first."""
    company = await company_of(call, slug, Right.READ)
    answered(call.query())
    return call.page([_view(feed) for feed in await _own(call, company.id)])


@post("/companies/{slug:str}/agenda/feeds", status_code=201)
async def make_feed(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Make a feed; its address is in this answer alone, and in no memory of idempotency keys."""
    company = await company_of(call, slug, Right.READ)
    body = await read_body(call.request, NewAgendaFeed)
    feed, token = await actions.follow_agenda(company.id, " ".join(body.name.split()), by=call.by, now=call.now)
    address = call.settings.address + feed_path(call.language, f"agenda/{token}.ics")
    made = MadeAgendaFeed(**dict(_view(feed)), address=address)
    answer = call.changed(made, 1)
    answer.status_code = 201
    answer.headers["Location"] = f"{ROOT}/companies/{slug}/agenda/feeds/{feed.id}"
    return answer


@get("/companies/{slug:str}/agenda/feeds/{feed_id:uuid}")
async def get_feed(call: NamedDependency[Call], *, slug: FromPath[str], feed_id: FromPath[UUID]) -> Response[bytes]:
    """Show one feed that holds, without its address."""
    company = await company_of(call, slug, Right.READ)
    return call.item(_view(await _feed(call, company.id, feed_id)), 1)


@delete("/companies/{slug:str}/agenda/feeds/{feed_id:uuid}", status_code=204)
async def revoke_feed(call: NamedDependency[Call], *, slug: FromPath[str], feed_id: FromPath[UUID]) -> None:
    """Take a feed back: its address answers 410 from now on."""
    company = await company_of(call, slug, Right.READ)
    answered(call.query())
    feed = await _feed(call, company.id, feed_id)
    await actions.revoke(feed.id, by=call.by, now=call.now)


async def _own(call: Call, company_id: UUID) -> tuple[PrivateFeed, ...]:
    person_id = call.by.person_id
    return await private_feeds.list_of_person(person_id, company_id=company_id) if person_id else ()


async def _feed(call: Call, company_id: UUID, feed_id: UUID) -> PrivateFeed:
    """A feed of the caller's own that holds. Raises NotFound."""
    for feed in await _own(call, company_id):
        if feed.id == feed_id:
            return feed
    raise NotFound


def _view(feed: PrivateFeed) -> AgendaFeedView:
    return AgendaFeedView(id=feed.id, name=feed.name, created_at=feed.created_at)


OPERATIONS = (
    Operation(
        handler=list_feeds,
        id="listAgendaFeeds",
        tag="applications",
        summary=N_("List one’s own private calendar feeds of a company’s agenda, the newest first."),
        gives=AgendaFeedView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=make_feed,
        id="makeAgendaFeed",
        tag="applications",
        summary=N_("Make a private calendar feed of a company’s agenda; its address is shown in this answer alone."),
        gives=MadeAgendaFeed,
        reads=NewAgendaFeed,
        needs_token=True,
        creates=True,
        is_secret=True,
        example={"name": "Telephone"},
    ),
    Operation(
        handler=get_feed,
        id="getAgendaFeed",
        tag="applications",
        summary=N_("Show a private calendar feed that holds, without its address."),
        gives=AgendaFeedView,
        needs_token=True,
    ),
    Operation(
        handler=revoke_feed,
        id="revokeAgendaFeed",
        tag="applications",
        summary=N_("Take a private calendar feed back: its address answers 410 from now on."),
        needs_token=True,
    ),
)
