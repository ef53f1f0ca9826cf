"""One application in the company's hands: written, saved and resumed, submitted, followed, answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import applications as actions
from events_app.domain.admissions import (
    POLICY_EXPLANATIONS,
    POLICY_NAMES,
    Admission,
    ExhibitsMissing,
    SectorNotShown,
    TermsNotAgreed,
    find_window,
    sectors_shown,
    window_of,
)
from events_app.domain.agendas import TOOK_OR_TAKES_PART
from events_app.domain.application_names import (
    ACTOR_NAMES,
    APPLICATION_STATE_NAMES,
    MOVE_NAMES,
    STAND_KIND_NAMES,
)
from events_app.domain.applications import (
    EDITABLE,
    FINAL,
    LARGEST_AREA,
    LONGEST_EXHIBITS,
    LONGEST_NEIGHBOURS,
    LONGEST_PREFERENCE,
    LONGEST_REASON,
    MOST_CO_EXHIBITORS,
    MOST_PREFERENCES,
    MOST_SIDES,
    MOST_STANDS,
    Actor,
    Application,
    ApplicationState,
    Move,
    StandKind,
    TooManyNamed,
    Wish,
    moves_of,
)
from events_app.domain.exhibitions import Edition
from events_app.domain.offers import Offer
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import ChangedMeanwhile, NotFound, Refusal
from events_app.domain.reports import REPORTING
from events_app.domain.rights import NotAllowed, Noun, Right, may
from events_app.domain.waiting_list import position_of, ranked
from events_app.edge.application_words import RINGS, SIDE_NAMES, stations, step_of, step_words
from events_app.edge.claim_words import claims_beside
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.papers import papers_of
from events_app.edge.problems import problem_of
from events_app.storage import admissions, applications, exhibitions, offers
from events_app.web.company import member_company

FIELD_OF: dict[type[Refusal], str] = {
    SectorNotShown: "sector",
    ExhibitsMissing: "exhibits",
    TermsNotAgreed: "terms",
    TooManyNamed: "co_exhibitors",
}
"""Beside which field a refusal of submitting is told; everything else stands at the top."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose form this is, and of which edition."""

    company: Organisation
    edition: Edition
    admission: Admission
    application: Application | None = None


@get("/{slug:str}/exhibitions/{edition_slug:str}/apply", include_in_schema=False)
async def apply_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str]
) -> Response[str]:
    """Show the form of a new application."""
    place = await _new_place(visit, slug, edition_slug)
    form = Form.of({"kind": StandKind.SHELL_SCHEME, "stands": 1, "area": 9, "open_sides": 1})
    try:
        window_of(place.edition, place.admission).check(visit.now)
    except Refusal as refusal:
        form.problems["submit"] = problem_of(refusal)
    return await _form(visit, place, form)


@post("/{slug:str}/exhibitions/{edition_slug:str}/apply", include_in_schema=False, status_code=200)
async def apply(visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str]) -> Response[Any]:
    """Keep a new application, and submit it where that was asked for."""
    place = await _new_place(visit, slug, edition_slug)
    form = await read_form(visit.request)
    write = _read(form, place, await offers.list_showable(place.company.id))
    if write is None:
        return await _form(visit, place, form)
    try:
        draft = await actions.begin(place.company.id, edition_slug, write, by=visit.asker, now=visit.now)
    except Refusal as refusal:
        form.problems[FIELD_OF.get(type(refusal), "submit")] = problem_of(refusal)
        return await _form(visit, place, form)
    return await _saved(visit, replace(place, application=draft), form)


@get("/{slug:str}/applications/{application_id:uuid}", include_in_schema=False)
async def application_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[str]:
    """Show a case: where it is, what is next, by when, who acts; the whole way, and what has happened."""
    return await shown_case(visit, await place_of(visit, slug, application_id))


@get("/{slug:str}/applications/{application_id:uuid}/edit", include_in_schema=False)
async def edit_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[Any]:
    """Show a draft or a returned case in its form."""
    place = await place_of(visit, slug, application_id, Right.EDIT)
    application = _of(place)
    if application.state not in EDITABLE:
        return see(_path(place))
    wish = application.wish
    form = Form.of(
        {
            "kind": wish.kind,
            "stands": wish.stands,
            "area": wish.area,
            "open_sides": wish.open_sides,
            "neighbours_wanted": wish.neighbours_wanted,
            "neighbours_refused": wish.neighbours_refused,
            "sector": application.sector,
            "exhibits": application.exhibits,
            "offers": [str(offer_id) for offer_id in application.offer_ids],
            "co_exhibitors": "\n".join(application.co_exhibitors),
            "remarks": application.remarks,
            "terms": application.terms_version == place.admission.terms_version,
            "version": application.version,
        }
    )
    for number, words in enumerate(wish.preferences, start=1):
        form.put(f"preference-{number}", words)
    return await _form(visit, place, form)


@post("/{slug:str}/applications/{application_id:uuid}/edit", include_in_schema=False, status_code=200)
async def edit(visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID]) -> Response[Any]:
    """Keep what was written, and submit it where that was asked for."""
    place = await place_of(visit, slug, application_id, Right.EDIT)
    form = await read_form(visit.request)
    write = _read(form, place, await offers.list_showable(place.company.id))
    version = form.number("version", 1, 10**9)
    if write is None or version is None:
        return await _form(visit, place, form)
    try:
        kept = await actions.write(application_id, write, version=version, by=visit.asker, now=visit.now)
    except Refusal as refusal:
        if isinstance(refusal, ChangedMeanwhile):
            form.put("version", _of(place).version)
        form.problems[FIELD_OF.get(type(refusal), "submit")] = problem_of(refusal)
        return await _form(visit, place, form)
    return await _saved(visit, replace(place, application=kept), form)


@get("/{slug:str}/applications/{application_id:uuid}/move/{name:str}", include_in_schema=False)
async def move_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID], name: FromPath[str]
) -> Response[str]:
    """Ask before the company is bound."""
    place = await place_of(visit, slug, application_id)
    return await _asked(visit, place, _move(name, place), Form.of({"version": _of(place).version}))


@post("/{slug:str}/applications/{application_id:uuid}/move/{name:str}", include_in_schema=False, status_code=200)
async def move(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID], name: FromPath[str]
) -> Response[Any]:
    """Accept or decline a place, or withdraw."""
    place = await place_of(visit, slug, application_id)
    form = await read_form(visit.request)
    made = _named(name)
    reason = form.words("reason", most=LONGEST_REASON)
    version = form.number("version", 1, 10**9)
    if not form.is_good:
        return await _asked(visit, place, _move(name, place), form)
    try:
        await actions.answer(application_id, made, reason=reason, version=version, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        fresh = await place_of(visit, slug, application_id)
        return await shown_case(visit, fresh, refusal)
    return see(_path(place), done=name)


async def _new_place(visit: Visit, slug: str, edition_slug: str) -> Place:
    company = await member_company(slug, visit.asker, Right.CREATE)
    edition = await exhibitions.get_edition(edition_slug)
    admission = await admissions.find(edition.id)
    if admission is None or not edition.is_public:
        raise NotFound
    return Place(company, edition, admission)


async def place_of(visit: Visit, slug: str, application_id: UUID, right: Right = Right.READ) -> Place:
    """A case of this very company. Raises NotFound or NotAllowed."""
    company = await member_company(slug, visit.asker, right)
    application = await applications.get(application_id)
    admission = await admissions.find(application.edition_id)
    if application.company_id != company.id or admission is None:
        raise NotFound
    edition = (await exhibitions.list_editions_by_id([application.edition_id]))[application.edition_id]
    return Place(company, edition, admission, application)


def _of(place: Place) -> Application:
    if place.application is None:
        raise NotFound
    return place.application


def _path(place: Place) -> str:
    return f"company/{place.company.slug}/applications/{_of(place).id}"


def _read(form: Form, place: Place, offered: Sequence[Offer]) -> Callable[[Application], Application] | None:
    """What the company wrote, to be put into its case; None where something cannot be kept as it is."""
    kind = form.choice("kind", StandKind)
    stands = form.number("stands", 1, MOST_STANDS, required=True)
    area = form.number("area", 1, LARGEST_AREA, required=True)
    sides = form.number("open_sides", 1, MOST_SIDES, required=True)
    preferences = [form.line(f"preference-{n}", most=LONGEST_PREFERENCE) for n in range(1, MOST_PREFERENCES + 1)]
    wanted, refused = (form.line(f"neighbours_{name}", most=LONGEST_NEIGHBOURS) for name in ("wanted", "refused"))
    sector = form.one_of("sector", sectors_shown(place.edition), required=False)
    exhibits = form.words("exhibits", most=LONGEST_EXHIBITS)
    shown = form.some_of("offers", [str(offer.id) for offer in offered])
    named = _co_exhibitors(form)
    remarks = form.words("remarks", most=LONGEST_EXHIBITS)
    terms = place.admission.terms_version if form.ticked("terms") or not place.admission.terms else 0
    if not form.is_good or kind is None or stands is None or area is None or sides is None:
        return None
    wish = Wish(
        kind=kind,
        stands=stands,
        area=area,
        open_sides=sides,
        preferences=tuple(words for words in preferences if words),
        neighbours_wanted=wanted,
        neighbours_refused=refused,
    )

    def write(application: Application) -> Application:
        return replace(
            application,
            wish=wish,
            sector=sector,
            exhibits=exhibits,
            offer_ids=tuple(map(UUID, shown)),
            co_exhibitors=named,
            remarks=remarks,
            terms_version=terms,
        )

    return write


def _co_exhibitors(form: Form) -> tuple[str, ...]:
    """Names, one on each line."""
    named = tuple(" ".join(line.split()) for line in form.words("co_exhibitors").splitlines() if line.strip())
    if len(named) > MOST_CO_EXHIBITORS:
        form.problems.setdefault("co_exhibitors", problem_of(TooManyNamed(most=MOST_CO_EXHIBITORS)))
    return named


async def _saved(visit: Visit, place: Place, form: Form) -> Response[Any]:
    """Go on after what was written is kept: to the case, or submit it first."""
    application = _of(place)
    if form.value("then") != "submit":
        return see(_path(place), done="saved")
    form.put("version", application.version)
    try:
        await actions.submit(application.id, version=application.version, by=visit.asker, now=visit.now)
    except Refusal as refusal:
        form.problems[FIELD_OF.get(type(refusal), "submit")] = problem_of(refusal)
        return await _form(visit, place, form)
    return see(_path(place), done="submit")


def _named(name: str) -> Move:
    found = next((move for move in Move if move.value == name and move in actions.BINDING - {Move.SUBMIT}), None)
    if found is None:
        raise NotFound
    return found


def _move(name: str, place: Place) -> Move:
    """The move of this name, if the case stands where it begins."""
    found = _named(name)
    if found not in moves_of(_of(place), Actor.COMPANY):
        raise NotFound
    return found


async def _form(visit: Visit, place: Place, form: Form) -> Response[str]:
    return visit.page(
        "company/apply.html",
        status_code=200 if form.is_good or visit.request.method == "GET" else 422,
        place=place,
        form=form,
        window=find_window(place.edition, place.admission),
        kinds=list(STAND_KIND_NAMES.items()),
        sides=list(SIDE_NAMES.items()),
        sectors=sectors_shown(place.edition),
        offered=[(str(offer.id), offer.content.title) for offer in await offers.list_showable(place.company.id)],
        preferences=range(1, MOST_PREFERENCES + 1),
        policy_names=POLICY_NAMES,
        policy_explanations=POLICY_EXPLANATIONS,
        may_submit=may(visit.asker, Right.PUBLISH, Noun.APPLICATION, owner=place.company.id),
        action=f"{_path(place)}/edit"
        if place.application
        else f"company/{place.company.slug}/exhibitions/{place.edition.slug}/apply",
    )


async def _asked(visit: Visit, place: Place, made: Move, form: Form) -> Response[str]:
    return visit.page(
        "company/move.html",
        status_code=200 if form.is_good else 422,
        place=place,
        move=made,
        name=MOVE_NAMES[made],
        form=form,
        step=step_of(_of(place), place.edition),
        may_bind=may(visit.asker, Right.PUBLISH, Noun.APPLICATION, owner=place.company.id),
    )


async def shown_case(
    visit: Visit, place: Place, refusal: Refusal | None = None, form: Form | None = None
) -> Response[str]:
    """The page of a case; with a refusal on top, or with what went wrong with a file."""
    application = _of(place)
    trail = await applications.list_steps(application.id)
    position, total = await _position(application, place.admission)
    may_bind = may(visit.asker, Right.PUBLISH, Noun.APPLICATION, owner=place.company.id)
    may_edit = may(visit.asker, Right.EDIT, Noun.APPLICATION, owner=place.company.id)
    return visit.page(
        "company/application.html",
        status_code=409 if refusal else 422 if form else 200,
        place=place,
        case=application,
        form=form or Form(),
        refusal=problem_of(refusal) if refusal else None,
        step=step_of(application, place.edition),
        stations=stations(application, trail),
        offered=await offers.list_by_id(application.offer_ids),
        trail=[(step, step_words(step)) for step in reversed(trail)],
        moves=[(made, MOVE_NAMES[made]) for made in moves_of(application, Actor.COMPANY) if made is not Move.SUBMIT],
        may_write=may_edit and (application.state not in FINAL or application.state is ApplicationState.REPORTED),
        may_edit=may_edit and application.state in EDITABLE,
        may_bind=may_bind,
        takes_part=application.state in TOOK_OR_TAKES_PART,
        position=position,
        total=total,
        may_report=application.state in REPORTING,
        **await claims_beside(application, place.edition, may_edit=may_edit),
        **await papers_of(application, place.admission),
        state_names=APPLICATION_STATE_NAMES,
        actor_names=ACTOR_NAMES,
        rings=RINGS,
        kind_names=STAND_KIND_NAMES,
        side_names=SIDE_NAMES,
        policy_names=POLICY_NAMES,
        policy_explanations=POLICY_EXPLANATIONS,
    )


async def _position(application: Application, admission: Admission) -> tuple[int, int]:
    """Place on the waiting list, and how many are on it; 0 where it is not on it."""
    if application.state is not ApplicationState.WAITING:
        return 0, 0
    waiting = await applications.list_waiting(application.edition_id)
    ledger = await applications.get_ledger(application.edition_id)
    return position_of(application.id, ranked(admission, ledger, waiting)), len(waiting)


ROUTES = (apply_page, apply, application_page, edit_page, edit, move_page, move)
