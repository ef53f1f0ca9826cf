"""Feeds of any selection, and of one exhibition, series, project, country or region, in every format of `forms`.

A feed that was made is kept on the `shelf` until something in it changes, and its address is then answered before the
router (`doors`). A query
that cannot be understood is refused by name: a feed that silently holds something else would be believed for years.
"""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.refusals import NotFound
from events_app.edge.compression import PACKED_BY_DOOR
from events_app.edge.languages import languages_of
from events_app.edge.subscriptions import FeedChoice
from events_app.feeds import targets
from events_app.feeds.answers import CACHE_CONTROL, NOT_FOR_LONG, answered, press_of, shelf_of
from events_app.feeds.forms import FORMS, ICAL, Form
from events_app.feeds.refusing import problems_in, refused
from events_app.feeds.rendering import Feed, Press
from events_app.feeds.shelf import ADDRESS, Shelf, Wanted
from events_app.feeds.targets import WHOLE, Speech, Target
from events_app.i18n.catalogues import Catalogues
from events_app.settings import Settings
from events_app.storage import calendar


@get([f"/{WHOLE}{ending}" for ending in FORMS], include_in_schema=False)
async def of_selection(request: Request[Any, Any, Any], language: NamedDependency[str]) -> Response[bytes]:
    """Every entry of the selection in the query."""
    _, form = _named(request.url.path.rpartition("/")[2])
    return await _answer(request, targets.of_selection(_speech(request, language), request.query_params), form)


@get("/countries/{file:str}", include_in_schema=False)
async def of_country(
    request: Request[Any, Any, Any], language: NamedDependency[str], file: FromPath[str]
) -> Response[bytes]:
    """Every entry in a country or region."""
    code, form = _named(file)
    return await _answer(request, targets.of_country(_speech(request, language), code, request.query_params), form)


@get("/exhibitions/{file:str}", include_in_schema=False)
async def of_exhibition(
    request: Request[Any, Any, Any], language: NamedDependency[str], file: FromPath[str]
) -> Response[bytes]:
    """An exhibition with its programme and deadlines."""
    slug, form = _named(file)
    return await _answer(request, targets.of_exhibition(_speech(request, language), slug, request.query_params), form)


@get("/projects/{file:str}", include_in_schema=False)
async def of_project(
    request: Request[Any, Any, Any], language: NamedDependency[str], file: FromPath[str]
) -> Response[bytes]:
    """The public milestones of a project."""
    slug, form = _named(file)
    return await _answer(request, targets.of_project(_speech(request, language), slug, request.query_params), form)


@get("/series/{file:str}", include_in_schema=False)
async def of_series(
    request: Request[Any, Any, Any], language: NamedDependency[str], file: FromPath[str]
) -> Response[bytes]:
    """Every public edition of a series."""
    slug, form = _named(file)
    return await _answer(request, targets.of_series(_speech(request, language), slug, request.query_params), form)


ROUTES = (of_selection, of_country, of_exhibition, of_project, of_series)


async def selection_bytes(settings: Settings, catalogues: Catalogues, choice: FeedChoice, *, now: datetime) -> bytes:
    """Make the feed of a choice with a language, the same bytes that its address gives; the database is open."""
    speech = Speech(choice.language, catalogues, settings, choice.options.languages)
    target = targets.of_choice(speech, choice)
    press, state = Press(settings, catalogues, keeps=False), await Shelf().state()
    return (await _made(press, target, ICAL, state=state, now=now)).content


def _named(file: str) -> tuple[str, Form]:
    """What a file's name says before its ending, and the format; raises NotFound for another name."""
    stem, point, ending = file.rpartition(".")
    form = FORMS.get(point + ending)
    if not stem or form is None:
        raise NotFound
    return stem, form


def _speech(request: Request[Any, Any, Any], language: str) -> Speech:
    state = request.app.state
    return Speech(language, state.catalogues, state.settings, languages_of(request))


async def _answer(request: Request[Any, Any, Any], target: Target, form: Form) -> Response[bytes]:
    problems = problems_in(request.query_params, target.speech, target.names_of(form), target.problems)
    if problems:
        return refused(request, target.speech, problems)
    press, shelf, now = press_of(request.app), shelf_of(request.app), request.app.state.clock()
    wanted = Wanted(
        key=(form.ending, *target.key),
        language=target.speech.language,
        file_name=target.path.replace("/", "-") + form.ending,
        make=lambda state: _made(press, target, form, state=state, now=now),
        holds=target.holds,
        is_told_by_selection=target.is_told_by_selection,
    )
    kept, is_good = await shelf.made(wanted, now=now)
    state = request.scope["state"]
    if is_good and ADDRESS in state:
        shelf.addresses.keep(state[ADDRESS], wanted.key)
    state[PACKED_BY_DOOR] = True
    answer = answered(
        kept,
        accept_encoding=request.headers.get("accept-encoding", ""),
        if_none_match=",".join(request.headers.getall("if-none-match", [])),
        if_modified_since=request.headers.get("if-modified-since", ""),
        cache_control=CACHE_CONTROL if is_good else NOT_FOR_LONG,
    )
    if answer.wanted:
        press.start(shelf.pack(kept, answer.wanted))
    return Response(answer.body, status_code=answer.status, headers=dict(answer.fields))


async def _made(press: Press, target: Target, form: Form, *, state: calendar.State, now: datetime) -> Feed:
    """Make the feed; `state` was asked for before the entries are read, so that nothing newer is taken for older."""
    if target.is_told_by_selection:
        source, name = target.choice.selection, target.speech.name(target.choice.selection)
        return await press.printed(target.order(name, form), source, now=now, words_version=state.words_version)
    entries, name = await target.load()
    return await press.printed(target.order(name, form), entries, now=now, words_version=state.words_version)
