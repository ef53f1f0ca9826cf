"""One call of the API: who calls, what the query asks, and how an answer goes out.

Every object carries an ETag that begins with its version, `"7.…"`: what follows tells one language, reach and set of
labels from another. If-Match is compared by the version alone, so that a change may follow a reading in any language.
"""

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.di import NamedDependency
from pydantic import TypeAdapter

from events_app.actions import idempotency
from events_app.actions.context import Context
from events_app.actions.demo import context_of
from events_app.api.fields import Model
from events_app.domain.idempotency import KeptAnswer
from events_app.domain.messages import N_, Message
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker
from events_app.edge import conditional
from events_app.edge.bearers import signed_in
from events_app.edge.forms import NOT_A_CHOICE, REQUIRED, Form
from events_app.edge.languages import ASKED
from events_app.edge.paging import Cursor, parse_cursor
from events_app.edge.problems import FieldProblem, InvalidFields, Problem, VersionMissing
from events_app.i18n.catalogues import Catalogues
from events_app.reference import countries
from events_app.settings import Settings

ROOT = "/api/v1"
JSON = "application/json"
MOST_PER_PAGE = 100
PER_PAGE = 25
PUBLIC = "public, max-age=60"
VARYING = {"Vary": "Authorization"}
OWN = "private, no-cache"
WORDS = "q"
LONGEST_CURSOR = 200
NOT_A_CURSOR = N_("A cursor is taken from “next” of the page before.")
UNKNOWN_PARAMETER = N_("There is no parameter of this name.")
_VERSION = re.compile(r'(?:W/)?"(\d{1,9})(?:\.[^"]*)?"')

Value = TypeVar("Value")
Item = TypeVar("Item", bound=Model)


class Page(Model, Generic[Item]):
    """One page of a list; `next` is the address of the following one, or null."""

    items: tuple[Item, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Call:
    """What nearly every operation needs. `caller` may be nobody."""

    request: Request[Any, Any, Any]
    caller: Asker
    now: datetime
    today: date
    language: str
    settings: Settings

    @property
    def by(self) -> Asker:
        """Who calls with a token. Raises TokenMissing."""
        return signed_in(self.caller)

    @property
    def context(self) -> Context:
        """What actions need to know."""
        return context_of(self.settings)

    def say(self, message: Message, **params: object) -> str:
        """A sentence or label in the language of the call."""
        catalogues: Catalogues = self.request.app.state.catalogues
        return catalogues.translate(self.language, message, **params)

    def country(self, code: str) -> str:
        """Name of a country or region in the language of the call."""
        return countries.name(code, self.language, self.settings.country_names)

    def query(self, *names: str) -> Form:
        """The query, read field by field; `answered` tells of its faults."""
        given = self.request.query_params
        form = Form({name: given.getall(name, []) for name in given})
        for name in given:
            if name not in {*names, ASKED}:
                form.fail(name, UNKNOWN_PARAMETER)
            elif name != WORDS and not form.value(name).strip():
                form.fail(name, REQUIRED)
        return form

    def cursor(self, form: Form) -> Cursor | None:
        """Where the page begins; one that no page gave is a fault, and never page one again."""
        cursor = parse_cursor(form.value("cursor"))
        if form.value("cursor") and cursor is None:
            form.fail("cursor", NOT_A_CURSOR)
        return cursor

    def limit(self, form: Form) -> int:
        """How many items a page shall have."""
        return form.number("limit", 1, MOST_PER_PAGE) or PER_PAGE

    def name_cursor(self, form: Form) -> str:
        """As `cursor`, of a list in the order of names or codes."""
        cursor = form.value("cursor")
        if len(cursor) > LONGEST_CURSOR:
            form.fail("cursor", NOT_A_CURSOR)
        return cursor

    def version(self, now: int) -> int | None:
        """The version that a change was made from; None for any. Raises VersionMissing or ChangedMeanwhile."""
        given = ",".join(self.request.headers.getall("if-match", []))
        if not given.strip():
            raise VersionMissing
        if given.strip() == "*":
            return None
        if now not in map(int, _VERSION.findall(given)):
            raise ChangedMeanwhile
        return now

    def item(self, item: Model, version: int) -> Response[bytes]:
        """An object that was asked for, or that a change led to."""
        content = item.model_dump_json().encode()
        etag = etag_of(content, version)
        return conditional.answer(
            self.request, content, media_type=JSON, cache_control=self._keeping, etag=etag, headers=VARYING
        )

    def changed(self, item: Model, version: int) -> Response[bytes]:
        """An object as it is after a change; nobody keeps the answer of a POST or PATCH."""
        content = item.model_dump_json().encode()
        headers = {"ETag": etag_of(content, version), "Cache-Control": "no-store"}
        return Response(content, media_type=JSON, headers=headers)

    def file(self, content: bytes, *, media_type: str, etag: str, headers: Mapping[str, str]) -> Response[bytes]:
        """The content of a file, or 304 where the caller has it."""
        return conditional.answer(
            self.request,
            content,
            media_type=media_type,
            cache_control=self._keeping,
            etag=etag,
            headers={**headers, **VARYING},
        )

    def page(self, items: Sequence[Item], *, after: object = None) -> Response[bytes]:
        """A page of a list; `after` is the cursor of the next one."""
        following = None
        if after is not None:
            pairs = [(name, value) for name, value in self.request.query_params.multi_items() if name != "cursor"]
            following = f"{self.request.scope['path']}?{urlencode([*pairs, ('cursor', str(after))])}"
        content = _PAGES.dump_json({"items": items, "next": following})
        headers = VARYING | ({"Link": f'<{following}>; rel="next"'} if following else {})
        return conditional.answer(self.request, content, media_type=JSON, cache_control=self._keeping, headers=headers)

    async def created(
        self,
        path: str,
        create: Callable[[], Awaitable[tuple[Model, int, str]]],
        *,
        status: int = 201,
        asked: Sequence[str] = (),
    ) -> Response[bytes]:
        """Create an object, once for each Idempotency-Key; `create` gives it with its version and its slug.

        `status` is 202 where it is begun, and done after the answer; `asked` is what the query says of the object.
        """
        content = await self.request.body()
        told = (self.request.method, path, *asked)
        fingerprint = sha256(b"\0".join((*(part.encode() for part in told), content))).hexdigest()

        async def made() -> KeptAnswer:
            item, version, slug = await create()
            body = item.model_dump_json()
            return KeptAnswer(status, f"{ROOT}/{path}/{slug}", etag_of(body.encode(), version), body)

        key = self.request.headers.get("idempotency-key")
        answer = await idempotency.once(key, fingerprint, made, by=self.by, now=self.now)
        headers = {"Location": answer.location, "ETag": answer.etag, "Cache-Control": "no-store"}
        return Response(answer.body.encode(), status_code=answer.status, media_type=JSON, headers=headers)

    @property
    def _keeping(self) -> str:
        return PUBLIC if self.caller.person is None else OWN


_PAGES: TypeAdapter[Mapping[str, object]] = TypeAdapter(dict[str, Any])


def provide_call(  # noqa: PLR0917 - each comes by its name
    request: Request[Any, Any, Any],
    caller: NamedDependency[Asker],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
    language: NamedDependency[str],
    settings: NamedDependency[Settings],
) -> Call:
    """Dependency `call`. Raises InvalidFields for a language that this installation does not offer."""
    asked = request.query_params.getall(ASKED, [])
    if asked and asked[-1] not in settings.languages:
        raise InvalidFields([FieldProblem(Problem(NOT_A_CHOICE, {"value": asked[-1][:100]}), parameter=ASKED)])
    return Call(request, caller, now, today, language, settings)


def answered(form: Form) -> None:
    """Raise InvalidFields where something of the query cannot be used."""
    if not form.is_good:
        raise InvalidFields(FieldProblem(problem, parameter=name) for name, problem in form.problems.items())


def etag_of(content: bytes, version: int) -> str:
    """ETag that begins with the version."""
    return f'"{version}.{conditional.strong_etag(content)[1:17]}"'


def chosen(form: Form, name: str, allowed: Collection[str]) -> tuple[str, ...]:
    """Values of a name, given several times or parted by commas."""
    given = [value.strip() for values in form.list(name) for value in values.split(",") if value.strip()]
    form.values[name] = given
    return form.some_of(name, allowed)
