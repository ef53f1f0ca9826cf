"""Webhooks at the desk: where organisations are told what, the log of what was sent, and the secret, shown once."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import webhooks as actions
from events_app.domain.history import FieldChange, differences
from events_app.domain.jobs import JOB_STATE_NAMES, JobNotRetriable
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Noun, Right, may, may_somewhere, require
from events_app.domain.webhooks import (
    LONGEST_ADDRESS,
    WEBHOOK_EVENT_NAMES,
    AddressNotSecure,
    Webhook,
    WebhookEvent,
    is_secure,
)
from events_app.edge.desk import Visit, see
from events_app.edge.forms import REQUIRED, Form, read_form
from events_app.edge.paging import MomentCursor, parse_moment_cursor
from events_app.i18n.sorting import sort_key
from events_app.storage import history, organisations, webhooks

PER_PAGE = 30
MOST_LINES = 20
MOST_ORGANISATIONS = 1_000


@get("/webhooks", include_in_schema=False)
async def list_page(*, visit: NamedDependency[Visit]) -> Response[str]:
    """List the webhooks of every organisation that the asker may see."""
    reach = _reach(visit)
    found = await webhooks.list_webhooks(reach)
    return visit.page(
        "desk/webhooks/list.html",
        rows=found,
        organisations=await organisations.list_by_id(webhook.organisation_id for webhook in found),
        last=await webhooks.list_last(webhook.id for webhook in found),
        event_names=WEBHOOK_EVENT_NAMES,
        state_names=JOB_STATE_NAMES,
        may_add=may_somewhere(visit.asker, Right.CREATE, Noun.WEBHOOK),
    )


@get("/webhooks/new", include_in_schema=False)
async def new_page(*, visit: NamedDependency[Visit]) -> Response[str]:
    """Show the form of a new webhook."""
    choices = await _organisations(visit)
    form = Form.of({"organisation": choices[0].id if len(choices) == 1 else "", "events": tuple(WebhookEvent)})
    return _new(visit, form, choices)


@post("/webhooks/new", include_in_schema=False, status_code=200)
async def add(*, visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep a new webhook and show its secret, this once."""
    choices = await _organisations(visit)
    form = await read_form(visit.request)
    organisation = form.one_of("organisation", [str(each.id) for each in choices])
    address, events = _read(form)
    if not form.is_good:
        return _new(visit, form, choices)
    webhook = Webhook(
        id=uuid4(), organisation_id=UUID(organisation), address=address, events=events, created_at=visit.now
    )
    kept, secret = await actions.add(webhook, by=visit.asker, now=visit.now)
    return visit.page("desk/webhooks/secret.html", webhook=kept, secret=secret)


@get("/webhooks/{webhook_id:uuid}", include_in_schema=False)
async def webhook_page(*, webhook_id: FromPath[UUID], visit: NamedDependency[Visit]) -> Response[str]:
    """Show a webhook with the log of what was sent to it."""
    webhook = await _readable(visit, webhook_id)
    form = Form.of(
        {
            "address": webhook.address,
            "events": webhook.events,
            "is_active": webhook.is_active,
            "version": webhook.version,
        }
    )
    return await _shown(visit, webhook, form)


@post("/webhooks/{webhook_id:uuid}", include_in_schema=False, status_code=200)
async def change(*, webhook_id: FromPath[UUID], visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep what was changed; over a stale copy, show both."""
    webhook = await _readable(visit, webhook_id, Right.EDIT)
    form = await read_form(visit.request)
    address, events = _read(form)
    version = form.number("version", 1, 1_000_000_000, required=True)
    if not form.is_good or version is None:
        return await _shown(visit, webhook, form)
    changed = Webhook(
        id=webhook.id,
        organisation_id=webhook.organisation_id,
        address=address,
        events=events,
        is_active=form.ticked("is_active"),
        created_at=webhook.created_at,
        version=version,
    )
    try:
        await actions.change(changed, by=visit.asker, now=visit.now)
    except ChangedMeanwhile:
        fresh = await webhooks.get(webhook_id)
        form.put("version", fresh.version)
        return await _shown(visit, fresh, form, both=differences(fresh, changed))
    return see(f"desk/webhooks/{webhook_id}", done="saved")


@post("/webhooks/{webhook_id:uuid}/secret", include_in_schema=False, status_code=200)
async def renew(*, webhook_id: FromPath[UUID], visit: NamedDependency[Visit]) -> Response[str]:
    """Make a new secret and show it, this once."""
    await read_form(visit.request)
    secret = await actions.renew_secret(webhook_id, by=visit.asker, now=visit.now)
    return visit.page("desk/webhooks/secret.html", webhook=await webhooks.get(webhook_id), secret=secret)


@post("/webhooks/{webhook_id:uuid}/remove", include_in_schema=False, status_code=303)
async def remove(*, webhook_id: FromPath[UUID], visit: NamedDependency[Visit]) -> Response[Any]:
    """Remove a webhook with its log."""
    await read_form(visit.request)
    await actions.remove(webhook_id, by=visit.asker, now=visit.now)
    return see("desk/webhooks", done="removed")


@post("/webhooks/{webhook_id:uuid}/deliveries/{delivery_id:uuid}/retry", include_in_schema=False, status_code=303)
async def retry(
    *, webhook_id: FromPath[UUID], delivery_id: FromPath[UUID], visit: NamedDependency[Visit]
) -> Response[Any]:
    """Have a failed message sent again at once."""
    await read_form(visit.request)
    try:
        await actions.retry(webhook_id, delivery_id, by=visit.asker, now=visit.now)
    except JobNotRetriable:
        return see(f"desk/webhooks/{webhook_id}", done="not-failed")
    return see(f"desk/webhooks/{webhook_id}", done="retried")


def _reach(visit: Visit) -> frozenset[UUID] | None:
    """Organisations whose webhooks the asker may see; None for all. Raises NotAllowed."""
    if may(visit.asker, Right.READ, Noun.WEBHOOK):
        return None
    owners = (membership.organisation_id for membership in visit.asker.memberships)
    reach = frozenset(owner for owner in owners if may(visit.asker, Right.READ, Noun.WEBHOOK, owner=owner))
    if not reach:
        require(visit.asker, Right.READ, Noun.WEBHOOK)
    return reach


async def _readable(visit: Visit, webhook_id: UUID, right: Right = Right.READ) -> Webhook:
    webhook = await webhooks.get(webhook_id)
    require(visit.asker, right, Noun.WEBHOOK, owner=webhook.organisation_id)
    return webhook


async def _organisations(visit: Visit) -> list[Organisation]:
    """Organisations that the asker may keep a webhook for, by name. Raises NotAllowed where there is none."""
    if may(visit.asker, Right.CREATE, Noun.WEBHOOK):
        every = [
            each for each in await organisations.list_organisations(limit=MOST_ORGANISATIONS) if not each.closed_at
        ]
    else:
        ids = [membership.organisation_id for membership in visit.asker.memberships]
        every = [
            each
            for each in (await organisations.list_by_id(ids)).values()
            if may(visit.asker, Right.CREATE, Noun.WEBHOOK, owner=each.id) and not each.closed_at
        ]
    if not every:
        require(visit.asker, Right.CREATE, Noun.WEBHOOK)
    return sorted(every, key=lambda each: sort_key(each.name.shown(visit.language).text, visit.language))


def _read(form: Form) -> tuple[str, frozenset[WebhookEvent]]:
    """Address and events as they were typed; what is wrong with them stands in the form."""
    address = form.line("address", required=True, most=LONGEST_ADDRESS)
    if address and not is_secure(address):
        form.fail("address", AddressNotSecure.message)
    events = frozenset(WebhookEvent(value) for value in form.some_of("events", list(WebhookEvent)))
    if not events:
        form.fail("events", REQUIRED)
    return address, events


def _new(visit: Visit, form: Form, choices: list[Organisation]) -> Response[str]:
    return visit.page(
        "desk/webhooks/new.html",
        status_code=200 if form.is_good else 422,
        form=form,
        organisations=[(each.id, each.name) for each in choices],
        events=list(WEBHOOK_EVENT_NAMES.items()),
    )


async def _shown(visit: Visit, webhook: Webhook, form: Form, *, both: tuple[FieldChange, ...] = ()) -> Response[str]:
    before = parse_moment_cursor(visit.request.query_params.get("before"))
    found = await webhooks.list_sent(webhook.id, before=before, limit=PER_PAGE + 1)
    shown = found[:PER_PAGE]
    return visit.page(
        "desk/webhooks/show.html",
        status_code=422 if not form.is_good else 409 if both else 200,
        webhook=webhook,
        organisation=await organisations.get(webhook.organisation_id),
        form=form,
        both=both,
        events=list(WEBHOOK_EVENT_NAMES.items()),
        event_names=WEBHOOK_EVENT_NAMES,
        state_names=JOB_STATE_NAMES,
        sent=shown,
        later=str(MomentCursor(shown[-1].delivery.created_at, shown[-1].delivery.id))
        if len(found) > PER_PAGE
        else None,
        is_first=before is None,
        lines=await history.list_lines(object_id=webhook.id, limit=MOST_LINES),
        is_open=may(visit.asker, Right.EDIT, Noun.WEBHOOK, owner=webhook.organisation_id),
    )


ROUTES = (list_page, new_page, add, webhook_page, change, renew, remove, retry)
