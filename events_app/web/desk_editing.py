"""Changing an edition at the desk: one form, and before a public edition is saved, what subscribers will see of it."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import exhibitions as actions
from events_app.actions.demo import context_of
from events_app.domain.approvals import ApprovalMissing
from events_app.domain.exhibitions import PARTICIPATION_NAMES, Edition
from events_app.domain.history import differences
from events_app.domain.languages import LANGUAGES
from events_app.domain.previews import Preview, preview
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.sectors import FIELDS
from events_app.domain.texts import Text
from events_app.domain.web_addresses import ONLINE_NAMES
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.reference.zones import all_zones
from events_app.storage import calendar, exhibitions
from events_app.web.desk_exhibitions import country_choices, editable, sector_choices, units_for
from events_app.web.edition_forms import changed, filled, source_language
from events_app.web.radar import conflicts_of

CONFIRMED = "confirmed"
AnyRequest = Request[Any, Any, Any]


@get("/exhibitions/{slug:str}/edit", include_in_schema=False)
async def edit_page(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[str]:
    """Show the form as the edition is now."""
    edition = await editable(slug, visit.asker)
    return await _form(visit, edition, filled(edition))


@post("/exhibitions/{slug:str}/edit", include_in_schema=False, status_code=200)
async def edit(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[Any]:
    """Save; of a public edition only after showing what subscribers will see; over a stale copy, show both."""
    old = await editable(slug, visit.asker)
    form = await read_form(visit.request)
    unit_ids = tuple(unit.id for unit in await units_for(visit.asker))
    new = changed(form, old, settings=visit.settings, unit_ids=unit_ids, now=visit.now)
    if not form.is_good:
        return await _form(visit, old, form)
    if new.version != old.version:
        return await _conflict(visit, old, new, form)
    published = await calendar.list_of_subject(old.id)
    seen = preview(old, new, now=visit.now, domain=visit.settings.uid_domain, published=published)
    if old.is_public and seen.is_seen and not form.ticked(CONFIRMED):
        return await _confirm(visit, old, new, seen, form)
    note = Text.of(
        visit.language, form.line(f"note-{visit.language}"), {code: form.line(f"note-{code}") for code in LANGUAGES}
    )
    try:
        await actions.change_edition(new, note=note, by=visit.asker, context=context_of(visit.settings), now=visit.now)
    except ChangedMeanwhile:
        fresh = await exhibitions.get_edition(slug)
        return await _conflict(visit, fresh, new, form)
    except ApprovalMissing as refusal:
        form.problems["mode"] = problem_of(refusal)
        return await _form(visit, old, form)
    return see(f"desk/exhibitions/{slug}", done="saved")


async def _form(visit: Visit, edition: Edition, form: Form, **context: object) -> Response[str]:
    told: Mapping[str, object] = {
        "edition": edition,
        "form": form,
        "source": source_language(edition, visit.language),
        "countries": country_choices(visit.language, visit.settings),
        "zones": all_zones(),
        "modes": list(PARTICIPATION_NAMES.items()),
        "online_kinds": list(ONLINE_NAMES.items()),
        "sectors": sector_choices(),
        "fields": [(number, field.name) for number, field in FIELDS.items()],
        "units": await units_for(visit.asker),
        "warnings": await conflicts_of(edition, visit.settings, visit.now),
        "both": (),
    }
    status_code = 200 if form.is_good and not context.get("both") else 409 if form.is_good else 422
    both: dict[str, Any] = {**told, **context}
    return visit.page("desk/exhibitions/edit.html", status_code=status_code, **both)


async def _conflict(visit: Visit, fresh: Edition, mine: Edition, form: Form) -> Response[str]:
    """Show what somebody else saved beside what was typed; saving again takes what is in the form."""
    form.put("version", fresh.version)
    both = differences(fresh, mine)
    return await _form(visit, fresh, form, both=both)


async def _confirm(visit: Visit, old: Edition, new: Edition, seen: Preview, form: Form) -> Response[str]:
    """What subscribers will see, with room for a note to them."""
    return visit.page(
        "desk/exhibitions/confirm.html",
        edition=new,
        old=old,
        seen=seen,
        form=form,
        warnings=await conflicts_of(new, visit.settings, visit.now),
        kept=[(name, value) for name, values in form.values.items() for value in values if name != "form_token"],
    )


ROUTES = (edit_page, edit)
