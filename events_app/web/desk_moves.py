"""What befalls an edition: published, taken back, postponed, cancelled, copied, approved; and its preview."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import approvals as approval_actions
from events_app.actions import exhibitions as actions
from events_app.actions.demo import context_of
from events_app.domain.approvals import DECISION_NAMES, ApprovalCase, ApprovalDecision
from events_app.domain.exhibitions import Edition, EditionStatus
from events_app.domain.languages import LANGUAGES
from events_app.domain.planning import copy_edition, postponed_deadlines, suggest_first_day
from events_app.domain.refusals import ChangedMeanwhile, Refusal
from events_app.domain.rights import Noun, Right, may, require
from events_app.domain.texts import Text
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.pages import address, page
from events_app.edge.problems import problem_of
from events_app.edge.slugs import slug_of
from events_app.storage import approvals, exhibitions, guests
from events_app.web.desk_exhibitions import SLUG_TAKEN, editable, readable, shown, with_usual_deadlines
from events_app.web.edition_forms import days_of, source_language
from events_app.web.exhibitions import context_of_page

AnyRequest = Request[Any, Any, Any]


@post(
    ["/exhibitions/{slug:str}/publish", "/exhibitions/{slug:str}/unpublish"], include_in_schema=False, status_code=303
)
async def publish(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[Any]:
    """Show a draft to the public, or take an edition back."""
    edition = await editable(slug, visit.asker, Right.PUBLISH)
    form = await read_form(visit.request)
    version = form.number("version", 1, 10**9) or edition.version
    move = actions.publish if visit.request.scope["path"].endswith("/publish") else actions.unpublish
    try:
        await move(slug, version=version, by=visit.asker, context=context_of(visit.settings), now=visit.now)
    except Refusal as refusal:
        return await shown(visit, await exhibitions.get_edition(slug), refusal)
    return see(f"desk/exhibitions/{slug}", done="published" if move is actions.publish else "unpublished")


@get("/exhibitions/{slug:str}/postpone", include_in_schema=False)
async def postpone_page(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[str]:
    """Ask for the new days."""
    edition = await editable(slug, visit.asker, Right.PUBLISH)
    return await _asked(visit, "postpone", edition, Form.of({"version": edition.version}))


@post("/exhibitions/{slug:str}/postpone", include_in_schema=False, status_code=200)
async def postpone(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[Any]:
    """Move a public edition to new days; deadlines keep their distance to the opening."""
    edition = await editable(slug, visit.asker, Right.PUBLISH)
    form = await read_form(visit.request)
    days = days_of(form)
    note = _worded(form, "note", visit.language)
    if days is None or not form.is_good:
        return await _asked(visit, "postpone", edition, form)
    try:
        await actions.postpone(
            slug,
            days,
            deadlines=postponed_deadlines(edition, days.first, new_id=uuid4, now=visit.now),
            note=note,
            version=form.number("version", 1, 10**9),
            by=visit.asker,
            context=context_of(visit.settings),
            now=visit.now,
        )
    except Refusal as refusal:
        form.problems["first"] = problem_of(refusal)
        return await _asked(visit, "postpone", edition, form)
    return see(f"desk/exhibitions/{slug}", done="postponed")


@get("/exhibitions/{slug:str}/cancel", include_in_schema=False)
async def cancel_page(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[str]:
    """Ask for the reason."""
    edition = await editable(slug, visit.asker, Right.PUBLISH)
    return await _asked(visit, "cancel", edition, Form.of({"version": edition.version}))


@post("/exhibitions/{slug:str}/cancel", include_in_schema=False, status_code=200)
async def cancel(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[Any]:
    """Cancel a public edition, with the reason that readers see."""
    edition = await editable(slug, visit.asker, Right.PUBLISH)
    form = await read_form(visit.request)
    reason = _worded(form, "reason", visit.language)
    version = form.number("version", 1, 10**9)
    try:
        await actions.cancel(
            slug, reason, version=version, by=visit.asker, context=context_of(visit.settings), now=visit.now
        )
    except Refusal as refusal:
        form.problems[f"reason-{visit.language}"] = problem_of(refusal)
        return await _asked(visit, "cancel", edition, form)
    return see(f"desk/exhibitions/{slug}", done="cancelled")


@get("/exhibitions/{slug:str}/copy", include_in_schema=False)
async def copy_page(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[str]:
    """Ask for the first day of the next edition, with a day suggested by the rhythm of the series."""
    edition = await readable(slug, visit.asker)
    require(visit.asker, Right.CREATE, Noun.EXHIBITION, owner=edition.unit_id)
    series = await exhibitions.get_series(edition.series_id)
    form = Form.of({"first": suggest_first_day(series, edition), "template": not edition.deadlines})
    return await _asked(visit, "copy", edition, form)


@post("/exhibitions/{slug:str}/copy", include_in_schema=False, status_code=200)
async def copy(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[Any]:
    """Keep a draft of the next edition, with every date moved."""
    edition = await readable(slug, visit.asker)
    require(visit.asker, Right.CREATE, Noun.EXHIBITION, owner=edition.unit_id)
    form = await read_form(visit.request)
    first = form.day("first", required=True)
    if first is None:
        return await _asked(visit, "copy", edition, form)
    made = copy_edition(edition, first_day=first, slug="copy", new_id=uuid4, now=visit.now)
    name = made.name.shown(source_language(made, visit.language)).text
    made = replace(made, slug=slug_of(name, "" if str(first.year) in name else first.year))
    if not made.slug or await exhibitions.find_edition(made.slug):
        form.fail("first", SLUG_TAKEN)
        return await _asked(visit, "copy", edition, form)
    made = await with_usual_deadlines(form, made)
    await actions.add_edition(made, by=visit.asker, context=context_of(visit.settings), now=visit.now)
    return see(f"desk/exhibitions/{made.slug}", done="copied")


@get("/exhibitions/{slug:str}/approval", include_in_schema=False)
async def approval_page(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[str]:
    """Show the approval case."""
    edition = await editable(slug, visit.asker, Right.PUBLISH)
    case = await approvals.find(edition.id) or ApprovalCase(edition_id=edition.id)
    names = ("number", "authority", "submitted_on", "decided_on", "decision", "conditions", "documents", "version")
    form = Form.of({name: getattr(case, name) for name in names})
    return await _asked(visit, "approval", edition, form)


@post("/exhibitions/{slug:str}/approval", include_in_schema=False, status_code=200)
async def keep_approval(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[Any]:
    """Keep the approval case."""
    edition = await editable(slug, visit.asker, Right.PUBLISH)
    form = await read_form(visit.request)
    fields: dict[str, Any] = {name: form.line(name) for name in ("number", "authority")}
    fields |= {name: form.day(name) for name in ("submitted_on", "decided_on")}
    fields |= {name: form.words(name, most=5_000) for name in ("conditions", "documents")}
    fields["decision"] = form.choice("decision", ApprovalDecision) or ApprovalDecision.PENDING
    fields["version"] = form.number("version", 0, 10**9) or 0
    case = form.attempt("decided_on", lambda: ApprovalCase(edition_id=edition.id, **fields)) if form.is_good else None
    if case is None:
        return await _asked(visit, "approval", edition, form)
    try:
        await approval_actions.keep(slug, case, by=visit.asker, now=visit.now)
    except ChangedMeanwhile as refusal:
        form.problems["decision"] = problem_of(refusal)
        return await _asked(visit, "approval", edition, form)
    return see(f"desk/exhibitions/{slug}", done="approval")


@get("/exhibitions/{slug:str}/preview", include_in_schema=False)
async def preview_page(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
    state: State,
) -> Response[str]:
    """Show the edition as the public will see it, in the language of the address."""
    edition = await readable(slug, visit.asker)
    as_public = edition if edition.is_public else replace(edition, status=EditionStatus.PUBLISHED)
    context = await context_of_page(
        as_public, state=state, language=visit.language, now=visit.now, today=visit.today, settings=visit.settings
    )
    headers = {"Cache-Control": "no-store"}
    picture = address(visit.language, f"desk/exhibitions/{slug}/picture/file")
    told: dict[str, Any] = {**context, "is_indexed": False, "previewed": edition, "picture_address": picture}
    return page(visit.request, "desk/exhibitions/preview.html", now=visit.now, headers=headers, **told)


def _worded(form: Form, name: str, language: str) -> Text:
    """A note or reason: the language of the page is its source, the others are optional."""
    return Text.of(
        language, form.words(f"{name}-{language}"), {code: form.words(f"{name}-{code}") for code in LANGUAGES}
    )


async def _asked(visit: Visit, what: str, edition: Edition, form: Form) -> Response[str]:
    """Show one of the small forms."""
    return visit.page(
        f"desk/exhibitions/{what}.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        form=form,
        expected=sum((await guests.count_by_session(edition.id)).values()),
        source=visit.language,
        decisions=list(DECISION_NAMES.items()),
        may_decide=may(visit.asker, Right.DECIDE, Noun.EXHIBITION, owner=edition.unit_id),
    )


ROUTES = (
    publish,
    postpone_page,
    postpone,
    cancel_page,
    cancel,
    copy_page,
    copy,
    approval_page,
    keep_approval,
    preview_page,
)
