"""The form of a technology offer: filled from its content, and read back into it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from events_app.domain.intellectual_property import (
    IP_NAMES,
    MOST_RIGHTS,
    IpDatesOdd,
    IpKind,
    IpNumberMissing,
    IpRight,
    parse_codes,
)
from events_app.domain.messages import Message
from events_app.domain.money import Money
from events_app.domain.offers import (
    EARLIEST_USE,
    FORM_NAMES,
    LATEST_USE,
    LONGEST_NUMBER,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    TRL_LEVELS,
    VISIBILITY_NAMES,
    Content,
    CooperationForm,
    PricesOdd,
    Visibility,
)
from events_app.domain.projects import EXPORT_CLASS_NAMES, ExportClass
from events_app.domain.refusals import InvalidValue
from events_app.domain.sectors import FIELDS, SECTORS
from events_app.domain.texts import Text
from events_app.edge.forms import REQUIRED, Form
from events_app.edge.offer_words import TRL_NAMES
from events_app.edge.problems import problem_of
from events_app.i18n.numbers import minor_digits
from events_app.reference.countries import all_codes
from events_app.web.desk_project_forms import money_of

EMPTY_RIGHTS: Final = 1
RIGHT_LINES: Final = ("number", "office", "owner")
RIGHT_DAYS: Final = ("filed_on", "granted_on", "expires_on")


def filled(content: Content) -> Form:
    """The form as the content is now."""
    form = Form.of(
        {
            "sectors": content.sectors,
            "fields": [str(number) for number in content.fields],
            "trl": content.trl,
            "in_use_since": content.in_use_since,
            "forms": content.forms,
            "export_class": content.export_class,
            "control_number": content.control_number,
            "licence_number": content.licence_number,
            "licence_until": content.licence_until,
            "visibility": content.visibility,
        }
    )
    for name in ("title", "summary", "references"):
        form.put_text(name, getattr(content, name))
    put_range(form, price_from=content.price_from, price_to=content.price_to)
    for number, right in enumerate(content.ip_rights):
        begin = f"right-{number}"
        form.put(f"{begin}-kind", right.kind)
        form.put(f"{begin}-countries", ", ".join(right.countries))
        for name in (*RIGHT_LINES, *RIGHT_DAYS):
            form.put(f"{begin}-{name}", getattr(right, name))
    return form


def read_content(form: Form, old: Content, language: str) -> Content | None:
    """What the form says; its files stay as they are. None where something of it cannot be right."""
    texts = {name: _blank(getattr(old, name), language) for name in ("title", "summary", "references")}
    price_from, price_to = read_range(form, "price_from", "price_to", odd=PricesOdd.message)
    fields: dict[str, Any] = {
        "title": form.text("title", texts["title"], required=True, most=LONGEST_TITLE),
        "summary": form.text("summary", texts["summary"], most=LONGEST_SUMMARY),
        "references": form.text("references", texts["references"], most=LONGEST_SUMMARY),
        "sectors": form.some_of("sectors", SECTORS),
        "fields": tuple(int(number) for number in form.some_of("fields", map(str, FIELDS))),
        "trl": form.number("trl", TRL_LEVELS[0], TRL_LEVELS[-1]),
        "in_use_since": form.number("in_use_since", EARLIEST_USE, LATEST_USE),
        "forms": tuple(CooperationForm(value) for value in form.some_of("forms", CooperationForm)),
        "ip_rights": tuple(_rights(form)),
        "export_class": form.choice("export_class", ExportClass) or old.export_class,
        "control_number": form.line("control_number", most=LONGEST_NUMBER),
        "licence_number": form.line("licence_number", most=LONGEST_NUMBER),
        "licence_until": form.day("licence_until"),
        "price_from": price_from,
        "price_to": price_to,
        "visibility": form.choice("visibility", Visibility) or old.visibility,
    }
    return replace(old, **fields) if form.is_good else None


def choices(form: Form, content: Content) -> Mapping[str, Any]:
    """What there is to choose from, and how many lines of rights the form shows."""
    typed = [number + 1 for number in range(MOST_RIGHTS) if form.value(f"right-{number}-kind")]
    lines = min(max([len(content.ip_rights), *typed]) + EMPTY_RIGHTS, MOST_RIGHTS)
    return {
        "sectors": list(SECTORS),
        "fields": [(str(number), field.name) for number, field in FIELDS.items()],
        "levels": list(TRL_NAMES.items()),
        "cooperation_forms": list(FORM_NAMES.items()),
        "ip_kinds": list(IP_NAMES.items()),
        "export_classes": list(EXPORT_CLASS_NAMES.items()),
        "visibilities": list(VISIBILITY_NAMES.items()),
        "rights": range(lines),
    }


def _blank(text: Text, language: str) -> Text:
    return text or Text.empty(language)


def put_range(form: Form, **amounts: Money | None) -> None:
    """Fill the fields of amounts by their names, and the one of their currency."""
    for name, money in amounts.items():
        if money:
            form.put(name, format(Decimal(money.amount_minor).scaleb(-minor_digits(money.currency)), "f"))
            form.put("currency", money.currency)


def read_range(form: Form, least: str, most: str, *, odd: Message) -> tuple[Money | None, Money | None]:
    """Two amounts in the one currency of the form; `odd` is what is wrong where the second is the lower one."""
    for name in (least, most):
        form.put(f"{name}_currency", form.value("currency"))
    low, high = (money_of(form, name) for name in (least, most))
    for name in (least, most):
        if problem := form.problems.pop(f"{name}_currency", None):
            form.problems.setdefault("currency", problem)
    if low and high and (low.currency != high.currency or low.amount_minor > high.amount_minor):
        form.fail(most, odd)
        return None, None
    return low, high


def _rights(form: Form) -> Iterator[IpRight]:
    known = frozenset(all_codes())
    for number in range(MOST_RIGHTS):
        begin = f"right-{number}"
        lines = {name: form.line(f"{begin}-{name}", most=LONGEST_NUMBER) for name in RIGHT_LINES}
        days = {name: form.day(f"{begin}-{name}") for name in RIGHT_DAYS}
        written = form.line(f"{begin}-countries")
        codes = form.attempt(f"{begin}-countries", lambda line=written: parse_codes(line, known)) or ()  # type: ignore[misc]
        kind = form.choice(f"{begin}-kind", IpKind, required=False)
        if kind is None:
            if any(lines.values()) or any(days.values()) or written:
                form.fail(f"{begin}-kind", REQUIRED)
            continue
        try:
            yield IpRight(kind=kind, countries=codes, **lines, **days)  # type: ignore[arg-type]
        except (IpNumberMissing, IpDatesOdd) as refusal:
            _note(form, begin, refusal)


def _note(form: Form, begin: str, refusal: InvalidValue) -> None:
    field = "number" if isinstance(refusal, IpNumberMissing) else "granted_on"
    form.problems.setdefault(f"{begin}-{field}", problem_of(refusal))
