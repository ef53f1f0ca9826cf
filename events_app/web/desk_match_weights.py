"""Weights of matching at the desk: what each part counts, what a change would do to the ranking, and every version."""

import asyncio
from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app.actions import matching as actions
from events_app.domain.match_reasons import PART_NAMES, Part
from events_app.domain.matching import HIGHEST_WEIGHT, LONGEST_NOTE, STANDARD, Weights, WeightsEmpty
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Noun, Right, may, require, require_somewhere
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.match_previews import Preview, preview
from events_app.edge.matching import matched
from events_app.edge.problems import problem_of
from events_app.storage import match_weights, organisations, people


@get("/matches/weights", include_in_schema=False)
async def weights_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Show the weights in force, as a form for who may set them, and those before."""
    require_somewhere(visit.asker, Right.READ, Noun.MATCHING)
    return await _shown(visit, _filled(await match_weights.get_current()))


@post("/matches/weights", include_in_schema=False, status_code=200)
async def set_weights(visit: NamedDependency[Visit]) -> Response[Any]:
    """Show what other weights would change, or put them in force."""
    require(visit.asker, Right.EDIT, Noun.MATCHING)
    form = await read_form(visit.request)
    weights = _read(form)
    step = form.one_of("step", ("preview", "set"))
    if weights is None or not form.is_good:
        return await _shown(visit, form)
    if step == "preview":
        found = await matched(visit.request.app.state, visit.settings, visit.today)
        return await _shown(visit, form, await asyncio.to_thread(preview, found, weights))
    try:
        await actions.set_weights(weights, by=visit.asker, now=visit.now)
    except ChangedMeanwhile as refusal:
        form.problems["version"] = problem_of(refusal)
        form.put("version", (await match_weights.get_current()).version)
        return await _shown(visit, form)
    return see("desk/matches/weights", done="saved")


def _filled(weights: Weights) -> Form:
    values: dict[str, object] = {part.value: weights.values[part] for part in Part}
    return Form.of(values | {"developing_percent": weights.developing_percent, "version": weights.version})


def _read(form: Form) -> Weights | None:
    """The weights of a form; None where something of it cannot be right."""
    values = {part: form.number(part.value, 0, HIGHEST_WEIGHT, required=True) for part in Part}
    percent = form.number("developing_percent", 0, HIGHEST_WEIGHT, required=True)
    note = form.line("note", most=LONGEST_NOTE)
    version = form.number("version", 0, 10**9, required=True)
    if not form.is_good or percent is None or version is None:
        return None
    try:
        return Weights(
            version=version,
            values={part: value or 0 for part, value in values.items()},
            developing_percent=percent,
            note=note,
        )
    except WeightsEmpty as refusal:
        form.problems[Part.NEED.value] = problem_of(refusal)
        return None


async def _shown(visit: Visit, form: Form, changes: Preview | None = None) -> Response[str]:
    versions = await match_weights.list_versions()
    companies = await organisations.list_by_id(moved.company_id for moved in changes.moved) if changes else {}
    return visit.page(
        "desk/matches/weights.html",
        status_code=200 if form.is_good else 422,
        form=form,
        parts=list(Part),
        part_names=PART_NAMES,
        standard=replace(Weights(), values=STANDARD),
        versions=versions,
        people=await people.list_by_id({one.set_by for one in versions if one.set_by}),
        changes=changes,
        companies=companies,
        may_edit=may(visit.asker, Right.EDIT, Noun.MATCHING),
    )


ROUTES: tuple[Any, ...] = (weights_page, set_weights)
