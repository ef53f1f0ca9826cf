"""The form of a technology need, the same for a partner organisation and for the desk: filled, read back, kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from litestar import Response

from events_app.actions import needs as actions
from events_app.domain.companies import SPOKEN_LANGUAGES
from events_app.domain.needs import VISIBILITY_NAMES, BudgetOdd, Need, NeedContent, NeedIncomplete, NeedOver, Visibility
from events_app.domain.offers import FORM_NAMES, LONGEST_SUMMARY, LONGEST_TITLE, TRL_LEVELS, CooperationForm
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import ChangedMeanwhile, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may
from events_app.domain.sectors import FIELDS, SECTORS
from events_app.domain.texts import Text
from events_app.edge.desk import Visit, see
from events_app.edge.forms import REQUIRED, Form, read_form
from events_app.edge.offer_words import TRL_NAMES
from events_app.edge.problems import problem_of
from events_app.edge.slugs import slug_of
from events_app.i18n.sorting import sort_key
from events_app.reference import countries
from events_app.web.desk_exhibitions import country_choices
from events_app.web.offer_forms import put_range, read_range

DEEDS: Final = ("submit", "withdraw", "renew")
MOST_VERSIONS: Final = 10**9


@dataclass(frozen=True, slots=True)
class Place:
    """Whose need it is (None: the authority's), and which (None: a new one); `base` is the path of its list."""

    base: str
    partner: Organisation | None
    need: Need | None = None

    @property
    def path(self) -> str:
        """The path of the need, or of the list where it is new."""
        return f"{self.base}/{self.need.slug}" if self.need else self.base

    @property
    def content(self) -> NeedContent:
        """What the need says now; a new one is for the partner's own country or region."""
        if self.need:
            return self.need.content
        return NeedContent(country=self.partner.country if self.partner else "")


def form_page(visit: Visit, place: Place, form: Form | None = None) -> Response[str]:
    """Show the form as the need is now, or as it was typed."""
    shown = form or filled(place.content, place.need)
    return visit.page(
        "needs/edit.html",
        status_code=200 if shown.is_good else 422,
        place=place,
        need=place.need,
        partner=place.partner,
        form=shown,
        source=_source(place.content, visit.language),
        may_bind=may(visit.asker, Right.PUBLISH, Noun.NEED, owner=place.partner.id if place.partner else None),
        **_choices(visit),
    )


async def keep(visit: Visit, place: Place) -> Response[Any]:
    """Keep what the form says, and submit it where that was asked for; or show the form again with what is wrong."""
    form = await read_form(visit.request)
    read = read_content(form, place.content, visit.language, visit.today)
    version = form.number("version", 1, MOST_VERSIONS, required=place.need is not None)
    if read is None or not form.is_good:
        return form_page(visit, place, form)
    try:
        kept = await _kept(visit, place, *read, version or 0)
    except NotAllowed:
        raise
    except Refusal as refusal:
        if isinstance(refusal, ChangedMeanwhile) and place.need:
            form.put("version", place.need.version)
        form.problems["submit"] = problem_of(refusal)
        return form_page(visit, place, form)
    after = replace(place, need=kept)
    return await _submitted(visit, after, form) if form.value("then") == "submit" else see(after.path, done="saved")


async def act(visit: Visit, slug: str, form: Form) -> str:
    """Do what a button asks for: submit it, renew its approval, withdraw it; what is wrong is noted in the form."""
    deed = form.one_of("deed", DEEDS)
    try:
        match deed:
            case "submit":
                version = form.number("version", 1, MOST_VERSIONS)
                await actions.submit(slug, version=version, by=visit.asker, now=visit.now)
            case "withdraw":
                await actions.withdraw(slug, by=visit.asker, now=visit.now)
            case "renew":
                await actions.renew(slug, by=visit.asker, now=visit.now, zone=visit.settings.home_zone)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["deed"] = problem_of(refusal)
    return deed


def filled(content: NeedContent, need: Need | None = None) -> Form:
    """The form as the content is now."""
    form = Form.of(
        {
            "country": content.country,
            "sectors": content.sectors,
            "fields": [str(number) for number in content.fields],
            "forms": content.forms,
            "trl_from": content.trl_from,
            "languages": content.languages,
            "visibility": content.visibility,
            "wanted_until": need.wanted_until if need else None,
            "version": need.version if need else None,
        }
    )
    for name in ("title", "summary"):
        form.put_text(name, getattr(content, name))
    put_range(form, budget_from=content.budget_from, budget_to=content.budget_to)
    return form


def read_content(form: Form, old: NeedContent, language: str, today: date) -> tuple[NeedContent, date | None] | None:
    """What the form says, and the partner's last day. None where something of it cannot be right."""
    budget_from, budget_to = read_range(form, "budget_from", "budget_to", odd=BudgetOdd.message)
    fields: dict[str, Any] = {
        "country": form.one_of("country", countries.all_codes()),
        "title": form.text("title", old.title or Text.empty(language), required=True, most=LONGEST_TITLE),
        "summary": form.text("summary", old.summary or Text.empty(language), most=LONGEST_SUMMARY),
        "sectors": form.some_of("sectors", SECTORS),
        "fields": tuple(int(number) for number in form.some_of("fields", map(str, FIELDS))),
        "forms": tuple(CooperationForm(value) for value in form.some_of("forms", CooperationForm)),
        "trl_from": form.number("trl_from", TRL_LEVELS[0], TRL_LEVELS[-1]),
        "budget_from": budget_from,
        "budget_to": budget_to,
        "languages": form.some_of("languages", SPOKEN_LANGUAGES),
        "visibility": form.choice("visibility", Visibility) or old.visibility,
    }
    wanted_until = form.day("wanted_until")
    if wanted_until is not None and wanted_until < today:
        form.fail("wanted_until", NeedOver.message)
    return (replace(old, **fields), wanted_until) if form.is_good else None


async def _kept(visit: Visit, place: Place, content: NeedContent, wanted_until: date | None, version: int) -> Need:
    if place.need:
        return await actions.write(
            place.need.slug,
            content,
            wanted_until=wanted_until,
            version=version,
            by=visit.asker,
            now=visit.now,
            zone=visit.settings.home_zone,
        )
    return await actions.begin(
        place.partner.id if place.partner else None,
        content,
        slug=slug_of(content.title.shown(visit.language).text),
        wanted_until=wanted_until,
        by=visit.asker,
        now=visit.now,
    )


async def _submitted(visit: Visit, place: Place, form: Form) -> Response[Any]:
    """Submit what is kept; what a review needs and does not find is named beside its field."""
    if place.need is None:
        raise TypeError
    form.put("version", place.need.version)
    try:
        await actions.submit(place.need.slug, version=place.need.version, by=visit.asker, now=visit.now)
    except NeedIncomplete:
        source = _source(place.content, visit.language)
        for name in place.need.missing():
            form.fail(f"{name}-{source}" if name in {"title", "summary"} else name, REQUIRED)
        return form_page(visit, place, form)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["submit"] = problem_of(refusal)
        return form_page(visit, place, form)
    return see(place.path, done="submit")


def _choices(visit: Visit) -> Mapping[str, Any]:
    def by_name(code: str) -> Any:  # noqa: ANN401 - a key of the collation
        return sort_key(countries.language_name(code, visit.language), visit.language)

    return {
        "countries": country_choices(visit.language, visit.settings),
        "spoken": sorted(SPOKEN_LANGUAGES, key=by_name),
        "sectors": list(SECTORS),
        "fields": [(str(number), field.name) for number, field in FIELDS.items()],
        "levels": list(TRL_NAMES.items()),
        "cooperation_forms": list(FORM_NAMES.items()),
        "visibilities": list(VISIBILITY_NAMES.items()),
    }


def _source(content: NeedContent, language: str) -> str:
    return content.title.source if content.title else language
