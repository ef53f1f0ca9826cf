"""Whose token this is, and what it may do."""

from litestar import Response, get
from litestar.di import NamedDependency

from events_app.api.calls import Call, answered
from events_app.api.fields import Model
from events_app.api.operations import Operation
from events_app.domain.messages import N_
from events_app.domain.organisations import ROLE_NAMES, Role
from events_app.domain.rights import TokenScope
from events_app.storage import organisations


class HeldRole(Model):
    """What the person is in an organisation."""

    organisation: str
    role: Role
    label: str
    languages: tuple[str, ...]


class Account(Model):
    """The owner of the token, and the scopes within which it may be used."""

    name: str
    email: str
    language: str
    zone: str
    scopes: tuple[TokenScope, ...]
    roles: tuple[HeldRole, ...]


@get("/account")
async def get_account(call: NamedDependency[Call]) -> Response[bytes]:
    """Show whose token this is, and what it may be used for."""
    answered(call.query())
    by = call.by
    names = await organisations.list_by_id(each.organisation_id for each in by.memberships)
    roles = tuple(
        HeldRole(
            organisation=names[each.organisation_id].slug,
            role=each.role,
            label=call.say(ROLE_NAMES[each.role]),
            languages=each.languages,
        )
        for each in by.memberships
    )
    person = by.person
    return call.item(
        Account(
            name=person.name if person else "",
            email=person.email if person else "",
            language=person.language if person else "",
            zone=person.zone if person else "",
            scopes=tuple(sorted(by.scopes or ())),
            roles=roles,
        ),
        1,
    )


OPERATIONS = (
    Operation(
        handler=get_account,
        id="getAccount",
        tag="account",
        summary=N_("Show whose token this is, and what it may be used for."),
        gives=Account,
        needs_token=True,
    ),
)
