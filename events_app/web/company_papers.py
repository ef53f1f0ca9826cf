"""Documents of a case in the company's hands, and asking for a change after submitting."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import change_requests, papers
from events_app.actions.files import Sent
from events_app.domain.application_names import STAND_KIND_NAMES
from events_app.domain.applications import LARGEST_AREA, LONGEST_EXHIBITS, MOST_SIDES, MOST_STANDS, StandKind, Wish
from events_app.domain.change_requests import LONGEST_CHANGE, ChangeWordsMissing, may_change
from events_app.domain.documents import media_type_of
from events_app.domain.refusals import InvalidValue, NotFound, Refusal
from events_app.domain.rights import NotAllowed, Right
from events_app.edge.application_words import SIDE_NAMES
from events_app.edge.desk import Visit, see
from events_app.edge.downloads import headers_of
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.storage import documents
from events_app.storage import papers as stored
from events_app.web.company_applications import Place, place_of, shown_case


@post("/{slug:str}/applications/{application_id:uuid}/papers/{key:str}", include_in_schema=False, status_code=200)
async def send(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID], key: FromPath[str]
) -> Response[Any]:
    """Keep a file for one wanted document."""
    place = await place_of(visit, slug, application_id, Right.EDIT)
    form = await read_form(visit.request)
    settings = visit.settings
    sent = await form.file("file", most_bytes=settings.max_upload_bytes)
    form.put("paper", key)
    if sent is None:
        return await shown_case(visit, place, form=form)
    name, content = sent
    try:
        media_type = media_type_of(content, most_bytes=settings.max_upload_bytes)
        file = Sent(content=content, name=name, media_type=media_type)
        await papers.send(application_id, key, file, data_dir=settings.data_dir, by=visit.asker, now=visit.now)
    except (NotAllowed, NotFound):
        raise
    except InvalidValue as refusal:
        form.problems["file"] = problem_of(refusal)
        return await shown_case(visit, place, form=form)
    except Refusal as refusal:
        return await shown_case(visit, place, refusal)
    return see(_path(place), done="paper")


@get("/{slug:str}/applications/{application_id:uuid}/papers/{key:str}", include_in_schema=False)
async def download(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID], key: FromPath[str]
) -> Response[bytes]:
    """Hand out what the company sent."""
    await place_of(visit, slug, application_id)
    return await paper_response(visit, application_id, key)


@get("/{slug:str}/applications/{application_id:uuid}/change", include_in_schema=False)
async def change_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[Any]:
    """Show the form of a change, filled with the application as it is."""
    place = await place_of(visit, slug, application_id, Right.PUBLISH)
    application = place.application
    if application is None or not may_change(application):
        return see(_path(place))
    wish = application.wish
    form = Form.of(
        {
            "kind": wish.kind,
            "stands": wish.stands,
            "area": wish.area,
            "open_sides": wish.open_sides,
            "exhibits": application.exhibits,
        }
    )
    return _form(visit, place, form)


@post("/{slug:str}/applications/{application_id:uuid}/change", include_in_schema=False, status_code=200)
async def change(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[Any]:
    """Ask for the change."""
    place = await place_of(visit, slug, application_id, Right.PUBLISH)
    form = await read_form(visit.request)
    wish = _wish(form, place)
    exhibits = form.words("exhibits", most=LONGEST_EXHIBITS)
    words = form.words("words", most=LONGEST_CHANGE)
    if wish is None or not form.is_good:
        return _form(visit, place, form)
    try:
        await change_requests.request(application_id, wish, exhibits, words, by=visit.asker, now=visit.now)
    except ChangeWordsMissing as refusal:
        form.problems["words"] = problem_of(refusal)
        return _form(visit, place, form)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return await shown_case(visit, place, refusal)
    return see(_path(place), done="change")


@post(
    "/{slug:str}/applications/{application_id:uuid}/change/{request_id:uuid}/take-back",
    include_in_schema=False,
    status_code=200,
)
async def take_back(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID], request_id: FromPath[UUID]
) -> Response[Any]:
    """Take an open request back."""
    place = await place_of(visit, slug, application_id, Right.PUBLISH)
    await read_form(visit.request)
    if (await stored.get_request(request_id)).application_id != application_id:
        raise NotFound
    try:
        await change_requests.take_back(request_id, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return await shown_case(visit, place, refusal)
    return see(_path(place), done="taken-back")


async def paper_response(visit: Visit, application_id: UUID, key: str) -> Response[bytes]:
    """The file that was sent for one wanted document, as a download. Raises NotFound."""
    paper = await stored.find_paper(application_id, key)
    if paper is None:
        raise NotFound
    document = await documents.get(paper.document_id)
    content = await documents.get_file(visit.settings.data_dir, document)
    headers = {**headers_of(document), "Cache-Control": "no-store"}
    return Response(content, media_type=document.media_type, headers=headers)


def _path(place: Place) -> str:
    if place.application is None:
        raise NotFound
    return f"company/{place.company.slug}/applications/{place.application.id}"


def _wish(form: Form, place: Place) -> Wish | None:
    """The space that is asked for now; what the form does not name stays."""
    kind = form.choice("kind", StandKind)
    stands = form.number("stands", 1, MOST_STANDS, required=True)
    area = form.number("area", 1, LARGEST_AREA, required=True)
    sides = form.number("open_sides", 1, MOST_SIDES, required=True)
    if place.application is None or kind is None or stands is None or area is None or sides is None:
        return None
    old = place.application.wish
    return Wish(
        kind=kind,
        stands=stands,
        area=area,
        open_sides=sides,
        preferences=old.preferences,
        neighbours_wanted=old.neighbours_wanted,
        neighbours_refused=old.neighbours_refused,
    )


def _form(visit: Visit, place: Place, form: Form) -> Response[str]:
    return visit.page(
        "company/change.html",
        status_code=200 if form.is_good else 422,
        place=place,
        form=form,
        kinds=list(STAND_KIND_NAMES.items()),
        sides=list(SIDE_NAMES.items()),
    )


ROUTES = (send, download, change_page, change, take_back)
