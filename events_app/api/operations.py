"""An operation of the API: its handler and all that is said of it, in one place: neither is without the other."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar.handlers import HTTPRouteHandler

from events_app.api.fields import Model
from events_app.domain.messages import N_, P_, Message

Schema = Mapping[str, Any]
_PARAMETER = re.compile(r"\{(\w+):\w+\}")

TAGS: Mapping[str, Message] = {
    "calendar": P_("part of the API", "Calendar"),
    "exhibitions": P_("part of the API", "Exhibitions"),
    "series": P_("part of the API", "Exhibition series"),
    "projects": P_("part of the API", "Cooperation projects"),
    "applications": P_("part of the API", "Applications to exhibit"),
    "stands": P_("part of the API", "Halls and stands"),
    "delegations": P_("part of the API", "Delegations and the door"),
    "profiles": P_("part of the API", "Profiles of companies"),
    "offers": P_("part of the API", "Technology offers"),
    "schemes": P_("part of the API", "Support schemes"),
    "fees": P_("part of the API", "Fees and invoices"),
    "claims": P_("part of the API", "Claims for support"),
    "reports": P_("part of the API", "Reports after an edition"),
    "needs": P_("part of the API", "Technology needs"),
    "matches": P_("part of the API", "Matches"),
    "programmes": P_("part of the API", "Matching programmes"),
    "introductions": P_("part of the API", "Introductions"),
    "countries": P_("part of the API", "Countries and regions"),
    "organisations": P_("part of the API", "Organisations"),
    "account": P_("part of the API", "Account"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query."""

    name: str
    about: Message
    schema: Schema
    is_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What a handler does, takes and gives.

    `reads` is the model of the body, `merges` says that the body is a merge patch of it, `gives` the model of the
    answer (None: 204, without one), `is_page` that it is a page of such; `needs_token` that nobody without one is
    served, `is_versioned` that If-Match must be sent, `creates` that it answers 201 and takes an Idempotency-Key; with
    `is_task` it answers 202, and what was asked for is done meanwhile. `is_secret`: the answer is kept nowhere, so
    there is no Idempotency-Key. `needs_key`: it must be sent with one, though it creates nothing. `sends_file`,
    `gives_file`: body or answer is the content of a file.
    """

    handler: HTTPRouteHandler
    id: str
    tag: str
    summary: Message
    gives: type[Model] | None = None
    is_page: bool = False
    query: tuple[Parameter, ...] = ()
    reads: type[Model] | None = None
    merges: bool = False
    needs_token: bool = False
    is_versioned: bool = False
    creates: bool = False
    is_task: bool = False
    is_secret: bool = False
    needs_key: bool = False
    sends_file: bool = False
    gives_file: bool = False
    example: object = None

    @property
    def path(self) -> str:
        """Path below the root of the API, with its parameters in braces: `/exhibitions/{slug}`."""
        path = next(iter(self.handler.paths))
        return _PARAMETER.sub(r"{\1}", path)

    @property
    def status(self) -> int:
        """Status of its answer where all is well."""
        if self.is_task:
            return 202
        if self.gives is None and not self.gives_file:
            return 204
        return 201 if self.creates else 200

    @property
    def names_in_path(self) -> tuple[str, ...]:
        """Parameters of the path."""
        return tuple(_PARAMETER.findall(next(iter(self.handler.paths))))

    @property
    def method(self) -> str:
        """Method in capitals."""
        return next(iter(self.handler.http_methods))


CURSOR = Parameter(
    "cursor", N_("Where the page begins: taken from “next” of the page before."), {"type": "string", "maxLength": 200}
)
LIMIT = Parameter(
    "limit",
    N_("How many items the page has at most."),
    {"type": "integer", "minimum": 1, "maximum": 100, "default": 25},
)
FIRST_DAY = Parameter("from", N_("First day of the period."), {"type": "string", "format": "date"})
LAST_DAY = Parameter("to", N_("Last day of the period."), {"type": "string", "format": "date"})
WORDS = Parameter("q", N_("Words sought in any language."), {"type": "string", "maxLength": 200})
COUNTRY = Parameter(
    "country", N_("Code of a country or region (ISO 3166-1 alpha-2)"), {"type": "string", "pattern": "^[A-Z]{2}$"}
)


def one_of(name: str, about: Message, values: Iterable[str], *, several: bool = True) -> Parameter:
    """A parameter that takes one or several of these codes."""
    return Parameter(name, about, {"type": "string", "enum": [str(value) for value in values]}, is_list=several)
