"""The glossary of the translations desk: terms and how they are put into a language, with notes."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app.actions import translations as actions
from events_app.domain.glossary import LONGEST_NOTE, LONGEST_TERM, Term
from events_app.domain.languages import LANGUAGES
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may, require
from events_app.domain.search import fold
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.storage import translations
from events_app.web.desk_translations import chosen_language, languages_of

PER_PAGE = 100


@get("/translations/glossary", include_in_schema=False)
async def glossary_page(visit: NamedDependency[Visit]) -> Response[Any]:
    """List the terms of a language, with a form for a new one, or for the one that is to be changed."""
    target = chosen_language(visit, languages_of(visit.asker))
    form = Form.of({"source": "en" if target != "en" else "zh-Hans"})
    wanted = visit.request.query_params.get("term", "")
    if wanted:
        term = await _term(wanted)
        form = Form.of({"id": term.id, "source": term.source_language, "term": term.term})
        form.put("translation", term.translation)
        form.put("note", term.note)
    return await _shown(visit, target, form)


@post("/translations/glossary", include_in_schema=False, status_code=200)
async def keep(visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep a term, new or changed, or remove it."""
    languages = languages_of(visit.asker)
    if not languages:
        raise NotAllowed
    form = await read_form(visit.request)
    target = form.one_of("in", languages) or chosen_language(visit, languages)
    require(visit.asker, Right.TRANSLATE, Noun.EXHIBITION, language=target)
    deed = form.one_of("deed", ("keep", "remove"))
    if deed == "remove":
        await actions.remove_term((await _term(form.value("id"))).id, by=visit.asker, now=visit.now)
        return see("desk/translations/glossary", done="removed", **{"in": target})
    term = await _read(visit, form, target)
    if term is not None and form.is_good:
        try:
            await actions.keep_term(term, by=visit.asker, now=visit.now)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.problems["term"] = problem_of(refusal)
    if not form.is_good:
        return await _shown(visit, target, form)
    return see("desk/translations/glossary", done="saved", **{"in": target})


async def _term(text: str) -> Term:
    """Raises NotFound."""
    try:
        return await translations.get_term(UUID(text))
    except ValueError:
        raise NotFound from None


async def _read(visit: Visit, form: Form, target: str) -> Term | None:
    """The term that was typed, or None with the faults in the form."""
    old = await _term(form.value("id")) if form.value("id") else None
    source = form.one_of("source", LANGUAGES)
    words = form.line("term", required=True, most=LONGEST_TERM)
    translation = form.line("translation", required=True, most=LONGEST_TERM)
    note = form.words("note", most=LONGEST_NOTE)
    if not form.is_good:
        return None
    return form.attempt(
        "source",
        lambda: Term(
            id=old.id if old else uuid4(),
            source_language=source,
            term=words,
            language=target,
            translation=translation,
            note=note,
            modified_at=visit.now,
        ),
    )


async def _shown(visit: Visit, target: str, form: Form) -> Response[Any]:
    query = visit.request.query_params
    sought = fold(query.get("q", "")[:LONGEST_TERM])
    every = await translations.list_terms(target)
    found = [term for term in every if sought in fold(f"{term.term} {term.translation} {term.note}")]
    number = Form({"page": query.getall("page", [])}).number("page", 1, 10_000) or 1
    return visit.page(
        "desk/translations/glossary.html",
        status_code=200 if form.is_good else 422,
        form=form,
        target=LANGUAGES[target],
        targets=[(code, LANGUAGES[code].name) for code in languages_of(visit.asker)],
        terms=found[(number - 1) * PER_PAGE : number * PER_PAGE],
        count=len(found),
        number=number,
        last_number=max(1, -(-len(found) // PER_PAGE)),
        sought=query.get("q", ""),
        sources=[(code, language.name) for code, language in LANGUAGES.items() if code != target],
        may_write=may(visit.asker, Right.TRANSLATE, Noun.EXHIBITION, language=target),
    )


ROUTES = (glossary_page, keep)
