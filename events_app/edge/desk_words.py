"""Words of the desk for what the domain names: deeds, fields, effects, warnings; filters of its templates."""

from collections.abc import Callable, Iterable
from typing import Any

from events_app.domain.calendar import CalendarEntry
from events_app.domain.conflicts import Conflict
from events_app.domain.exhibitions import Days
from events_app.domain.history import DEED_NAMES
from events_app.domain.messages import P_, Message
from events_app.domain.organisations import ROLE_NAMES
from events_app.domain.previews import EFFECT_NAMES, FEATURE_NAMES
from events_app.domain.rights import Noun
from events_app.domain.texts import Text
from events_app.edge.paging import MomentCursor
from events_app.i18n import dates, zones
from events_app.i18n.catalogues import current_language

LONGEST_SHOWN = 300
NOUN_NAMES: dict[Noun, Message] = {
    Noun.EXHIBITION: P_("object of the history", "Edition or series"),
    Noun.PROJECT: P_("object of the history", "Project"),
    Noun.COUNTRY: P_("object of the history", "Country or region"),
    Noun.ORGANISATION: P_("object of the history", "Organisation"),
    Noun.PERSON: P_("object of the history", "Person"),
    Noun.HISTORY: P_("object of the history", "History"),
    Noun.JOB: P_("object of the history", "Mail or message"),
    Noun.IMPORT: P_("object of the history", "Import"),
    Noun.WEBHOOK: P_("object of the history", "Webhook"),
    Noun.FIGURES: P_("object of the history", "Figures"),
    Noun.ADMISSION: P_("object of the history", "Admission"),
    Noun.APPLICATION: P_("object of the history", "Application"),
    Noun.OFFER: P_("object of the history", "Technology offer"),
    Noun.SCHEME: P_("object of the history", "Support scheme"),
    Noun.NEED: P_("object of the history", "Need of a partner"),
    Noun.INDICATOR: P_("object of the history", "Indicator table"),
    Noun.MATCHING: P_("object of the history", "Weights of matching"),
    Noun.PROGRAMME: P_("object of the history", "Matching programme"),
    Noun.INTRODUCTION: P_("object of the history", "Introduction"),
    Noun.FEE: P_("object of the history", "Fees"),
    Noun.CLAIM: P_("object of the history", "Claim for support"),
    Noun.CATALOGUE: P_("object of the history", "Catalogue of technology offers"),
    Noun.DELEGATION: P_("object of the history", "Delegation"),
}
FIELD_NAMES: dict[str, Message] = {
    "slug": P_("field", "Address"),
    "name": P_("field", "Name"),
    "summary": P_("field", "Summary"),
    "country": P_("field", "Country or region"),
    "countries": P_("field", "Countries or regions"),
    "city": P_("field", "City"),
    "venue": P_("field", "Venue"),
    "zone": P_("field", "Time zone"),
    "days": P_("field", "Dates"),
    "scope": P_("field", "Domestic or overseas"),
    "mode": P_("field", "Taking part"),
    "sectors": P_("field", "Sectors"),
    "fields": P_("field", "Technology fields"),
    "halls": P_("field", "Halls"),
    "hours": P_("field", "Opening hours"),
    "organiser": P_("field", "Organiser"),
    "co_organisers": P_("field", "Co-organisers"),
    "website": P_("field", "Website"),
    "online": P_("field", "Taking part online"),
    "picture": P_("field", "Picture"),
    "is_only": P_("field", "Online only"),
    "status": P_("field", "Status"),
    "reason": P_("field", "Reason"),
    "former_days": P_("field", "Former dates"),
    "dates_confirmed": P_("field", "Dates confirmed"),
    "latitude": P_("field", "Latitude"),
    "longitude": P_("field", "Longitude"),
    "sessions": P_("field", "Programme"),
    "rules": P_("field", "Deadlines of the template"),
    "deadlines": P_("field", "Deadlines"),
    "staff": P_("field", "Staff"),
    "guests": P_("field", "Guests"),
    "source": P_("field", "Source"),
    "unit_id": P_("field", "Organising unit"),
    "series_id": P_("field", "Series"),
    "every_months": P_("field", "Months between editions"),
    "former_names": P_("field", "Former names"),
    "unit": P_("field", "Organising unit"),
    "kind": P_("field", "Kind"),
    "contract_kind": P_("field", "Legal form"),
    "stage": P_("field", "Stage"),
    "parties": P_("field", "Parties"),
    "milestones": P_("field", "Milestones"),
    "intended": P_("field", "Intended amount"),
    "signed": P_("field", "Signed amount"),
    "edition_slugs": P_("field", "Linked editions"),
    "is_public": P_("field", "Public"),
    "is_illustrative": P_("field", "Example"),
    "email": P_("field", "E-mail address"),
    "language": P_("field", "Language"),
    "needs_approval": P_("field", "Needs approval"),
    "closed_at": P_("field", "Closed"),
    "names": P_("field", "Names"),
    "memberships": P_("field", "Groups"),
    "focus": P_("field", "Priority of the authority"),
    "note": P_("field", "Note"),
    "developed_groups": P_("field", "Groups of developed countries and regions"),
    "always_developed": P_("field", "Always developed"),
    "always_developing": P_("field", "Always developing"),
    "organisation_id": P_("field", "Organisation"),
    "address": P_("field", "Address"),
    "events": P_("field", "Events"),
    "is_active": P_("field", "Turned on"),
    "number": P_("field", "Number of the case"),
    "authority": P_("field", "Deciding authority"),
    "submitted_on": P_("field", "Submitted on"),
    "decided_on": P_("field", "Decided on"),
    "decision": P_("field", "Decision"),
    "conditions": P_("field", "Conditions"),
    "documents": P_("field", "Documents"),
    "public_documents": P_("field", "Public documents"),
    "control": P_("field", "Export control"),
    "effective_on": P_("field", "In force since"),
    "has_no_amount": P_("field", "Contract without an amount"),
    "stage_before": P_("field", "Stage before"),
    "stage_reason": P_("field", "Reason"),
    "trade_name": P_("field", "Trade name"),
    "about": P_("field", "What the company does"),
    "registration_number": P_("field", "Registration number"),
    "founded": P_("field", "Founded in"),
    "size": P_("field", "Size of the company"),
    "languages": P_("field", "Languages"),
    "markets": P_("field", "Countries or regions sought"),
    "contacts": P_("field", "Contacts"),
    "certificates": P_("field", "Certificates"),
    "logo_id": P_("field", "Logo"),
    "state": P_("field", "State"),
    "valid_until": P_("field", "Approved until"),
    "title": P_("field", "Title"),
    "references": P_("field", "References"),
    "trl": P_("field", "Readiness level"),
    "in_use_since": P_("field", "In industrial use since"),
    "forms": P_("field", "Forms of cooperation"),
    "ip_rights": P_("field", "IP rights"),
    "export_class": P_("field", "Class of export control"),
    "control_number": P_("field", "Control number"),
    "licence_number": P_("field", "Number of the export licence"),
    "licence_until": P_("field", "Export licence until"),
    "price_from": P_("field", "Price from"),
    "price_to": P_("field", "Price to"),
    "visibility": P_("field", "Who sees it"),
    "door": P_("field", "Door"),
    "verdict": P_("field", "Answer of the door"),
    "stand": P_("field", "Stand"),
    "visitors": P_("field", "Visitors at the stand"),
    "day": P_("field", "Day"),
    "at": P_("field", "Time"),
    "rate_percent": P_("field", "Share of the costs"),
    "cap": P_("field", "At most"),
    "costs": P_("field", "Costs"),
    "scopes": P_("field", "Domestic or overseas"),
    "groups": P_("field", "Groups"),
    "sizes": P_("field", "Sizes of companies"),
    "valid_from": P_("field", "Valid from"),
    "year": P_("field", "Year"),
    "first_day": P_("field", "First day"),
    "last_day": P_("field", "Last day"),
    "edition_id": P_("field", "Edition"),
    "most_each": P_("field", "Countries or regions for each exporter"),
    "developing_each": P_("field", "Developing partners for each exporter"),
    "by_class": P_("field", "Balance by class of countries or regions"),
    "by_size": P_("field", "Balance by size of companies"),
    "price_step": P_("field", "Room for prices of bounds"),
    "forced": P_("field", "Forced pairs"),
    "seed": P_("field", "Seed of the lottery"),
    "accepted": P_("field", "Accepted pairs"),
    "pairs": P_("field", "Proposed pairs"),
    "proposed_stands": P_("field", "Applications with proposed stands"),
    "accepted_stands": P_("field", "Accepted stands"),
    "fault": P_("field", "Fault"),
    "document_ids": P_("field", "Documents"),
    "picture_ids": P_("field", "Pictures"),
    "file": P_("field", "File"),
    "new": P_("field", "New"),
    "changed": P_("field", "Changed"),
    "gone": P_("field", "No longer in the table"),
    "no_data": P_("field", "Without data"),
    "rows": P_("field", "Figures of a table"),
    "passport": P_("field", "Passport data"),
    "description": P_("field", "Trade description"),
    "pieces": P_("field", "Number of pieces"),
    "weight_g": P_("field", "Weight in grams"),
    "value": P_("field", "Value"),
    "hs_code": P_("field", "HS code"),
    "origin": P_("field", "Country or region of origin"),
    "serial": P_("field", "Marks and serial numbers"),
    "is_returning": P_("field", "Comes back"),
    "version": P_("field", "Version"),
}


def desk_filters(say: Callable[..., str], country: Callable[[str], str]) -> dict[str, Callable[..., Any]]:
    """Filters by name; `say` words a message, `country` names a country or region, both in the reader's language."""

    def field_name(name: str) -> str:
        return say(FIELD_NAMES[name]) if name in FIELD_NAMES else name.replace("_", " ")

    return {
        "zip": lambda one, two: list(zip(one, two, strict=True)),
        "role_name": ROLE_NAMES.__getitem__,
        "zone_choices": zone_choices,
        "conflict_words": lambda conflict: _conflict_words(conflict, say, country),
        "deed_name": DEED_NAMES.__getitem__,
        "noun_name": NOUN_NAMES.__getitem__,
        "moment_cursor": lambda line: str(MomentCursor(line.at, line.id)),
        "effect_name": EFFECT_NAMES.__getitem__,
        "feature_name": FEATURE_NAMES.__getitem__,
        "entry_line": lambda entry: _entry_line(entry, country),
        "field_name": field_name,
        "plainly": plainly,
    }


def _conflict_words(conflict: Conflict, say: Callable[..., str], country: Callable[[str], str]) -> str:
    """The sentence of a warning, its values worded by their types."""
    code = current_language.get()

    def in_words(name: str, value: object) -> str:
        match value:
            case Days():
                return dates.day_range(value.first, value.last, code)
            case Message():
                return say(value)
            case tuple():
                return ", ".join(str(item) for item in value)
            case str() if name == "country":
                return country(value)
            case _:
                return worded(value)

    return say(conflict.message, **{name: in_words(name, value) for name, value in conflict.params.items()})


def _entry_line(entry: CalendarEntry, country: Callable[[str], str]) -> str:
    """When and where an entry is, on one line."""
    code = current_language.get()
    if entry.starts_at is None:
        when = dates.day_range(entry.starts_on, entry.ends_on, code)
    else:
        when = dates.moment(entry.starts_at, entry.zone, code)
    places = (worded(text) for text in (entry.room, entry.venue, entry.city))
    return " · ".join(part for part in (when, *places, *map(country, entry.countries)) if part)


def zone_choices(names: Iterable[str]) -> list[tuple[str, str]]:
    """Zones to choose from: each with its city in the reader's words."""
    code = current_language.get()
    return [(name, f"{zones.zone_city(name, code)} – {name}" if "/" in name else name) for name in names]


def worded(value: object) -> str:
    """A text in the reader's language, or a value as it is."""
    return value.shown(current_language.get()).text if isinstance(value, Text) else str(value)


def plainly(value: object) -> str:
    """A plain value of the history on one line, cut where it is long."""
    match value:
        case None | "" | []:
            shown = "–"
        case True | False:
            shown = "✓" if value else "✗"
        case dict():
            shown = " · ".join(f"{key}: {plainly(item)}" for key, item in value.items())
        case list():
            shown = " · ".join(plainly(item) for item in value)
        case _:
            shown = str(value)
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]} …"
