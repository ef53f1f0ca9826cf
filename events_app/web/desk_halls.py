"""Laying out halls at the desk: a hall, rows of stands from a few numbers, one stand, and plans that come as files."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import stands as actions
from events_app.domain.application_names import STAND_KIND_NAMES
from events_app.domain.applications import StandKind
from events_app.domain.exhibitions import Edition
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import NotAllowed, Right
from events_app.domain.stand_plans import MOST_PER_ROW, MOST_ROWS, NUMBERING_NAMES, Numbering, Rows
from events_app.domain.stands import (
    LARGEST_HALL,
    LONGEST_HALL,
    LONGEST_NUMBER,
    LONGEST_SIDE,
    LONGEST_ZONE,
    Hall,
    HallAreas,
    HallTwice,
    NumberTwice,
    Stand,
)
from events_app.edge.application_words import SIDE_NAMES
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.edge.stand_drawings import PlanDrawing, drawn
from events_app.formats.stand_plans import MOST_BYTES, ReadPlan, read_plan
from events_app.storage import stands
from events_app.web.desk_stands import edition_at

NEW = "new"
FIELD_OF: dict[type[Refusal], str] = {HallTwice: "name", HallAreas: "net_m2", NumberTwice: "number"}


@get("/exhibitions/{slug:str}/halls/{hall:str}", include_in_schema=False)
async def hall_page(visit: NamedDependency[Visit], *, slug: FromPath[str], hall: FromPath[str]) -> Response[str]:
    """Show the form of a hall, or of a new one."""
    edition = await edition_at(visit, slug, Right.EDIT)
    found = await _hall(edition, hall)
    fields = ("name", "gross_m2", "net_m2", "width", "depth", "version")
    form = Form.of({field: getattr(found, field) for field in fields} if found else {})
    return _hall_form(visit, edition, form, found)


@post("/exhibitions/{slug:str}/halls/{hall:str}", include_in_schema=False, status_code=200)
async def keep_hall(visit: NamedDependency[Visit], *, slug: FromPath[str], hall: FromPath[str]) -> Response[Any]:
    """Keep a hall, or take it off the plan."""
    edition = await edition_at(visit, slug, Right.EDIT)
    old = await _hall(edition, hall)
    form = await read_form(visit.request)
    try:
        if old and form.ticked("remove"):
            await actions.remove_hall(old.id, by=visit.asker, now=visit.now)
            return see(f"desk/exhibitions/{slug}/stands", done="saved")
        found = _read_hall(form, edition, old)
        if found is None:
            return _hall_form(visit, edition, form, old)
        change = actions.change_hall if old else actions.add_hall
        kept = await change(found, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems[FIELD_OF.get(type(refusal), "width")] = problem_of(refusal)
        return _hall_form(visit, edition, form, old)
    return see(f"desk/exhibitions/{slug}/stands", hall=str(kept.id), done="saved")


@get("/exhibitions/{slug:str}/halls/{hall_id:uuid}/rows", include_in_schema=False)
async def rows_page(visit: NamedDependency[Visit], *, slug: FromPath[str], hall_id: FromPath[UUID]) -> Response[str]:
    """Show the form that rows of stands are made from."""
    edition = await edition_at(visit, slug, Right.EDIT)
    hall = await _hall(edition, str(hall_id))
    given = {"rows": 4, "per_row": 10, "width": 30, "depth": 30, "aisle": 30, "x": 30, "y": 30, "first_row": 1}
    form = Form.of(given | {"back_to_back": True, "numbering": Numbering.LETTERS, "kind": StandKind.SHELL_SCHEME})
    return _rows_form(visit, edition, form, hall)


@post("/exhibitions/{slug:str}/halls/{hall_id:uuid}/rows", include_in_schema=False, status_code=200)
async def lay_out(visit: NamedDependency[Visit], *, slug: FromPath[str], hall_id: FromPath[UUID]) -> Response[Any]:
    """Lay out rows of stands."""
    edition = await edition_at(visit, slug, Right.EDIT)
    hall = await _hall(edition, str(hall_id))
    form = await read_form(visit.request)
    rows = _read_rows(form)
    if rows is None:
        return _rows_form(visit, edition, form, hall)
    try:
        await actions.add_rows(hall_id, rows, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["rows"] = problem_of(refusal)
        return _rows_form(visit, edition, form, hall)
    return see(f"desk/exhibitions/{slug}/stands", hall=str(hall_id), done="saved")


@get("/exhibitions/{slug:str}/stands/{stand_id:uuid}/edit", include_in_schema=False)
async def stand_page(visit: NamedDependency[Visit], *, slug: FromPath[str], stand_id: FromPath[UUID]) -> Response[str]:
    """Show the form of a stand."""
    edition = await edition_at(visit, slug, Right.EDIT)
    stand = await _stand(edition, stand_id)
    fields = ("number", "x", "y", "width", "depth", "area_m2", "kind", "open_sides", "zone", "pavilion", "version")
    return _stand_form(visit, edition, Form.of({field: getattr(stand, field) for field in fields}), stand)


@post("/exhibitions/{slug:str}/stands/{stand_id:uuid}/edit", include_in_schema=False, status_code=200)
async def keep_stand(visit: NamedDependency[Visit], *, slug: FromPath[str], stand_id: FromPath[UUID]) -> Response[Any]:
    """Keep a stand that is free."""
    edition = await edition_at(visit, slug, Right.EDIT)
    stand = await _stand(edition, stand_id)
    form = await read_form(visit.request)
    values = _read_stand(form)
    if not form.is_good:
        return _stand_form(visit, edition, form, stand)
    version = values.pop("version")
    try:
        await actions.change_stand(
            stand_id, lambda old: replace(old, **values), version=version, by=visit.asker, now=visit.now
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems[FIELD_OF.get(type(refusal), "x")] = problem_of(refusal)
        form.put("version", stand.version)
        return _stand_form(visit, edition, form, stand)
    return see(f"desk/exhibitions/{slug}/stands", stand=str(stand_id), done="saved")


@get("/exhibitions/{slug:str}/plan-import", include_in_schema=False)
async def import_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the form that a plan is imported with."""
    edition = await edition_at(visit, slug, Right.EDIT)
    return _import_form(visit, edition, Form(), None)


@post("/exhibitions/{slug:str}/plan-import", include_in_schema=False, status_code=200)
async def import_plan(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Read a plan and show it; keep it where that was asked for."""
    edition = await edition_at(visit, slug, Right.EDIT)
    form = await read_form(visit.request)
    if form.files.get("file") and form.files["file"].filename:
        sent = await form.file("file", most_bytes=MOST_BYTES)
        form.put("plan", sent[1].decode("utf-8-sig", errors="replace").replace("\0", "") if sent else "")
    name = form.line("name", most=LONGEST_HALL)
    plan = read_plan(form.words("plan", most=MOST_BYTES).encode(), edition.id, name=name)
    if form.value("then") != "keep" or plan.faults or not form.is_good:
        return _import_form(visit, edition, form, plan)
    try:
        await actions.add_plan(edition.id, plan.halls, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["plan"] = problem_of(refusal)
        return _import_form(visit, edition, form, plan)
    return see(f"desk/exhibitions/{slug}/stands", done="imported")


async def _hall(edition: Edition, name: str) -> Hall | None:
    """The hall of this id, of this edition; none for a new one. Raises NotFound."""
    if name == NEW:
        return None
    try:
        hall = await stands.get_hall(UUID(name))
    except ValueError:
        raise NotFound from None
    if hall.edition_id != edition.id:
        raise NotFound
    return hall


async def _stand(edition: Edition, stand_id: UUID) -> Stand:
    stand = await stands.get_stand(stand_id)
    if stand.edition_id != edition.id:
        raise NotFound
    return stand


def _read_hall(form: Form, edition: Edition, old: Hall | None) -> Hall | None:
    name = form.line("name", required=True, most=LONGEST_HALL)
    areas = {field: form.number(field, 0, LARGEST_HALL, required=True) for field in ("gross_m2", "net_m2")}
    sides = {field: form.number(field, 1, LONGEST_SIDE, required=True) for field in ("width", "depth")}
    version = form.number("version", 1, 10**9) or 1
    if not form.is_good:
        return None
    numbers: dict[str, Any] = areas | sides
    identity = old.id if old else uuid4()
    return form.attempt(
        "net_m2", lambda: Hall(id=identity, edition_id=edition.id, name=name, version=version, **numbers)
    )


def _read_rows(form: Form) -> Rows | None:
    numbers: dict[str, Any] = {
        "rows": form.number("rows", 1, MOST_ROWS, required=True),
        "per_row": form.number("per_row", 1, MOST_PER_ROW, required=True),
        "first_row": form.number("first_row", 1, 1_000, required=True),
        **{field: form.number(field, 1, LONGEST_SIDE, required=True) for field in ("width", "depth")},
        **{field: form.number(field, 0, LONGEST_SIDE, required=True) for field in ("aisle", "x", "y")},
    }
    numbering, kind = form.choice("numbering", Numbering), form.choice("kind", StandKind)
    words: dict[str, Any] = {field: form.line(field, most=LONGEST_ZONE) for field in ("zone", "pavilion")}
    prefix = form.line("prefix", most=LONGEST_NUMBER // 2)
    if not form.is_good or numbering is None or kind is None:
        return None
    is_paired = form.ticked("back_to_back")
    return form.attempt(
        "rows",
        lambda: Rows(numbering=numbering, kind=kind, prefix=prefix, is_back_to_back=is_paired, **words, **numbers),
    )


def _read_stand(form: Form) -> dict[str, Any]:
    return {
        "number": form.line("number", required=True, most=LONGEST_NUMBER),
        **{field: form.number(field, 0, LONGEST_SIDE, required=True) for field in ("x", "y")},
        **{field: form.number(field, 1, LONGEST_SIDE, required=True) for field in ("width", "depth")},
        "area_m2": form.number("area_m2", 1, LARGEST_HALL, required=True),
        "kind": form.choice("kind", StandKind),
        "open_sides": form.number("open_sides", 1, 4, required=True),
        **{field: form.line(field, most=LONGEST_ZONE) for field in ("zone", "pavilion")},
        "version": form.number("version", 1, 10**9),
    }


def _status(form: Form) -> int:
    return 200 if form.is_good else 422


def _hall_form(visit: Visit, edition: Edition, form: Form, hall: Hall | None) -> Response[str]:
    return visit.page("desk/stands/hall.html", status_code=_status(form), edition=edition, form=form, hall=hall)


def _rows_form(visit: Visit, edition: Edition, form: Form, hall: Hall | None) -> Response[str]:
    return visit.page(
        "desk/stands/rows.html",
        status_code=_status(form),
        edition=edition,
        form=form,
        hall=hall,
        kinds=list(STAND_KIND_NAMES.items()),
        numberings=list(NUMBERING_NAMES.items()),
    )


def _stand_form(visit: Visit, edition: Edition, form: Form, stand: Stand) -> Response[str]:
    return visit.page(
        "desk/stands/stand.html",
        status_code=_status(form),
        edition=edition,
        form=form,
        stand=stand,
        kinds=list(STAND_KIND_NAMES.items()),
        sides=list(SIDE_NAMES.items()),
    )


def _import_form(visit: Visit, edition: Edition, form: Form, plan: ReadPlan | None) -> Response[str]:
    drawings: list[PlanDrawing] = []
    if plan is not None:
        drawings = [drawn(hall, found, {}, visit.language) for hall, found in plan.halls]
    return visit.page(
        "desk/stands/import.html",
        status_code=422 if plan and (plan.faults or form.problems) else 200,
        edition=edition,
        form=form,
        plan=plan,
        drawings=drawings,
    )


ROUTES = (
    hall_page,
    keep_hall,
    rows_page,
    lay_out,
    stand_page,
    keep_stand,
    import_page,
    import_plan,
)
