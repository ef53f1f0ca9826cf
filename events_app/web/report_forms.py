"""The form of a report, for companies and units: figures, amounts by currency, lines by offer and country or region."""

from decimal import Decimal
from uuid import UUID, uuid4

from events_app.domain.applications import ReportMissing
from events_app.domain.messages import N_, Message
from events_app.domain.refusals import InvalidValue
from events_app.domain.reports import (
    LONGEST_PARTNER,
    LONGEST_REPORT,
    MARKS,
    MOST_AMOUNTS,
    MOST_COUNTED,
    MOST_LINES,
    Amount,
    IncidentUntold,
    Outcome,
    OutcomeLine,
)
from events_app.edge.forms import Form
from events_app.i18n.numbers import minor_digits
from events_app.web.desk_project_forms import money_of

COUNTS = ("visitors", "leads", "memoranda", "ip_incidents")
EMPTY_LINES = 3
"""Lines that are offered beside those that are filled."""
FIELD_OF: dict[type[InvalidValue], str] = {ReportMissing: "text", IncidentUntold: "ip_words"}


def filled(outcome: Outcome, version: int | None) -> Form:
    """The form as a report is now."""
    form = Form.of({name: getattr(outcome, name) for name in (*COUNTS, "satisfaction", "ip_words", "text")})
    form.put("version", version)
    for number, amount in enumerate(outcome.amounts, start=1):
        _put_amount(form, f"amount-{number}", amount)
    for number, line in enumerate(outcome.lines, start=1):
        name = f"line-{number}"
        values = {"id": line.id, "offer": line.offer_id, "country": line.country, "partner": line.partner}
        for key, value in (values | {"leads": line.leads or None, "memoranda": line.memoranda or None}).items():
            form.put(f"{name}-{key}", value)
        if line.amount:
            _put_amount(form, name, line.amount)
    return form


def lines_shown(form: Form) -> range:
    """Numbers of the lines that the form shows: those with something in them, and a few more."""
    used = [number for number in range(1, MOST_LINES + 1) if _is_used(form, number)]
    return range(1, min(max(used, default=0) + EMPTY_LINES, MOST_LINES) + 1)


def read_outcome(form: Form, offers: set[str], countries: set[str]) -> Outcome | None:
    """What was written; None where something of it cannot be kept."""
    counts = {name: form.number(name, 0, MOST_COUNTED) for name in COUNTS}
    satisfaction = form.number("satisfaction", MARKS[0], MARKS[-1])
    ip_words = form.words("ip_words", most=LONGEST_REPORT)
    text = form.words("text", most=LONGEST_REPORT)
    amounts = [_amount(form, f"amount-{number}") for number in range(1, MOST_AMOUNTS + 1)]
    lines = [_line(form, n, offers, countries) for n in range(1, MOST_LINES + 1) if _is_used(form, n)]
    if not form.is_good:
        return None
    return form.attempt(
        "amount-1-currency",
        lambda: Outcome(
            **counts,
            amounts=tuple(amount for amount in amounts if amount),
            satisfaction=satisfaction,
            ip_words=ip_words,
            text=text,
            lines=tuple(line for line in lines if line),
        ),
    )


def labels(form: Form) -> dict[str, Message]:
    """Words for the fields of lines, for the list of what was wrong."""
    return {name: N_("Lines by offer and country or region") for name in form.problems if name.startswith("line-")}


def _is_used(form: Form, number: int) -> bool:
    names = ("offer", "country", "partner", "leads", "memoranda", "intended", "signed")
    return any(form.value(f"line-{number}-{name}").strip() for name in names)


def _amount(form: Form, name: str) -> Amount | None:
    """Both amounts in one currency; none where neither is given."""
    currency = f"{name}-currency"
    for part in ("intended", "signed"):
        form.put(f"{name}-{part}_currency", form.value(currency))
    intended, signed = (money_of(form, f"{name}-{part}") for part in ("intended", "signed"))
    for part in ("intended", "signed"):
        problem = form.problems.pop(f"{name}-{part}_currency", None)
        if problem:
            form.problems.setdefault(currency, problem)
    given = intended or signed
    if given is None:
        return None
    return form.attempt(
        f"{name}-intended",
        lambda: Amount(
            currency=given.currency,
            intended_minor=intended.amount_minor if intended else 0,
            signed_minor=signed.amount_minor if signed else 0,
        ),
    )


def _line(form: Form, number: int, offers: set[str], countries: set[str]) -> OutcomeLine | None:
    name = f"line-{number}"
    offer = form.one_of(f"{name}-offer", offers, required=False)
    country = form.one_of(f"{name}-country", countries, required=False)
    partner = form.line(f"{name}-partner", most=LONGEST_PARTNER)
    leads, memoranda = (form.number(f"{name}-{part}", 0, MOST_COUNTED) for part in ("leads", "memoranda"))
    amount = _amount(form, name)
    identity = form.attempt(name, lambda: form.identity(f"{name}-id")) if form.value(f"{name}-id") else uuid4()
    if identity is None:
        return None
    return form.attempt(
        f"{name}-country",
        lambda: OutcomeLine(
            id=identity,
            offer_id=UUID(offer) if offer else None,
            country=country,
            partner=partner,
            leads=leads or 0,
            memoranda=memoranda or 0,
            amount=amount,
        ),
    )


def _put_amount(form: Form, name: str, amount: Amount) -> None:
    form.put(f"{name}-currency", amount.currency)
    for part, minor in (("intended", amount.intended_minor), ("signed", amount.signed_minor)):
        if minor:
            form.put(f"{name}-{part}", format(Decimal(minor).scaleb(-minor_digits(amount.currency)), "f"))
