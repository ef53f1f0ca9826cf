"""What is done with a technology need through the API: a partner organisation's, or the authority's own.

Whether the caller may, and how the need is shown after it, is the business of the door.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from litestar.handlers import HTTPRouteHandler

from events_app.actions import needs as actions
from events_app.api.bodies import patched, read_patch
from events_app.api.calls import Call
from events_app.api.need_bodies import (
    BEGIN,
    CHANGE,
    EXAMPLE,
    RENEW,
    SUBMIT,
    WITHDRAW,
    WRITE,
    NeedBody,
    NewNeed,
    WorkingNeed,
)
from events_app.api.operations import Operation
from events_app.domain.messages import Message
from events_app.domain.needs import Need, NeedContent
from events_app.domain.organisations import Organisation
from events_app.edge.slugs import slug_of

Step = Callable[..., Awaitable[Need]]
STEPS: Final = {"submit": SUBMIT, "withdraw": WITHDRAW, "renew": RENEW}
"""Steps that a need makes, with what the contract says of each."""


async def begun(call: Call, body: NewNeed, owner: Organisation | None) -> Need:
    """Keep a new need as a draft; without a country or region it is for the partner organisation's own."""
    content = body.on(NeedContent(country=owner.country) if owner else NeedContent())
    return await actions.begin(
        owner.id if owner else None,
        content,
        slug=body.slug or slug_of(content.title.shown(content.title.source).text),
        wanted_until=body.wanted_until,
        by=call.by,
        now=call.now,
    )


async def changed(call: Call, need: Need) -> Need:
    """Keep what the merge patch of this request makes of the working copy, in place of the version that it names."""
    body = patched(NeedBody.of(need), await read_patch(call.request), NeedBody)
    version = call.version(need.version) or need.version
    body.check_day(call.today)
    return await actions.write(
        need.slug,
        body.on(need.content),
        wanted_until=body.wanted_until,
        version=version,
        by=call.by,
        now=call.now,
        zone=call.settings.home_zone,
    )


async def stepped(call: Call, need: Need, step: Step, **words: Any) -> Need:  # noqa: ANN401 - of each step
    """Make a step with the version that the request names."""
    return await step(need.slug, version=call.version(need.version), by=call.by, now=call.now, **words)


def writing(
    name: str, gives: type[WorkingNeed], *, begin: HTTPRouteHandler, change: HTTPRouteHandler, **steps: HTTPRouteHandler
) -> tuple[Operation, ...]:
    """The operations that write a need: `name` is what their ids call it, `steps` has a handler for each of STEPS."""
    return (
        Operation(
            handler=begin,
            id=f"begin{name}",
            tag="needs",
            summary=BEGIN,
            gives=gives,
            reads=NewNeed,
            needs_token=True,
            creates=True,
            example=EXAMPLE,
        ),
        Operation(
            handler=change,
            id=f"change{name}",
            tag="needs",
            summary=WRITE,
            gives=gives,
            reads=NeedBody,
            merges=True,
            needs_token=True,
            is_versioned=True,
            example=CHANGE,
        ),
        *(_step(f"{deed}{name}", steps[deed], summary, gives) for deed, summary in STEPS.items()),
    )


def _step(name: str, handler: HTTPRouteHandler, summary: Message, gives: type[WorkingNeed]) -> Operation:
    return Operation(
        handler=handler, id=name, tag="needs", summary=summary, gives=gives, needs_token=True, is_versioned=True
    )
