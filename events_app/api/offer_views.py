"""What an offer says, as the API shows it: to its readers what was approved, to its company the working copy."""

from datetime import date
from typing import Any

from events_app.api.calls import Call
from events_app.api.fields import Model, Money, ShownText
from events_app.domain.intellectual_property import IP_NAMES, IpKind
from events_app.domain.offers import FORM_NAMES, Content, CooperationForm, Visibility
from events_app.domain.projects import EXPORT_CLASS_NAMES, ExportClass
from events_app.domain.sectors import sector_name


class ShownIpRight(Model):
    """A right that the technology rests on. `office` is where it is registered (WIPO Standard ST.3)."""

    kind: IpKind
    kind_label: str
    number: str
    office: str
    filed_on: date | None
    granted_on: date | None
    expires_on: date | None
    countries: tuple[str, ...]
    owner: str


class OfferLabels(Model):
    """Codes in words."""

    sectors: tuple[str, ...]
    forms: tuple[str, ...]
    export_class: str


class ContentView(Model):
    """What an offer says. `trl` is a technology readiness level (ISO 16290)."""

    title: ShownText
    summary: ShownText
    references: ShownText
    sectors: tuple[str, ...]
    fields: tuple[int, ...]
    trl: int | None
    in_use_since: int | None
    forms: tuple[CooperationForm, ...]
    ip_rights: tuple[ShownIpRight, ...]
    export_class: ExportClass
    control_number: str
    price_from: Money | None
    price_to: Money | None
    visibility: Visibility
    labels: OfferLabels


def shown_content(call: Call, content: Content) -> dict[str, Any]:
    """The fields of a `ContentView`."""
    return {
        "title": ShownText.in_(call.language, content.title),
        "summary": ShownText.in_(call.language, content.summary),
        "references": ShownText.in_(call.language, content.references),
        "sectors": content.sectors,
        "fields": content.fields,
        "trl": content.trl,
        "in_use_since": content.in_use_since,
        "forms": content.forms,
        "ip_rights": _rights(call, content),
        "export_class": content.export_class,
        "control_number": content.control_number,
        "price_from": Money.of(content.price_from),
        "price_to": Money.of(content.price_to),
        "visibility": content.visibility,
        "labels": OfferLabels(
            sectors=tuple(call.say(sector_name(code)) for code in content.sectors),
            forms=tuple(call.say(FORM_NAMES[form]) for form in content.forms),
            export_class=call.say(EXPORT_CLASS_NAMES[content.export_class]),
        ),
    }


def _rights(call: Call, content: Content) -> tuple[ShownIpRight, ...]:
    return tuple(
        ShownIpRight(
            kind=right.kind,
            kind_label=call.say(IP_NAMES[right.kind]),
            number=right.number,
            office=right.office,
            filed_on=right.filed_on,
            granted_on=right.granted_on,
            expires_on=right.expires_on,
            countries=right.countries,
            owner=right.owner,
        )
        for right in content.ip_rights
    )
