"""The form of a report: what is typed comes back as it was kept."""

from dataclasses import replace

from events_app.web.report_forms import filled, lines_shown, read_outcome
from tests.builders import an_id
from tests.report_builders import LINE, USD, an_outcome


def test_what_is_kept_is_read_back_as_it_is() -> None:
    line = replace(LINE, offer_id=an_id("offer"), amount=USD)
    outcome = an_outcome(lines=(line,), ip_incidents=1, ip_words="Copied.")

    assert read_outcome(filled(outcome, 3), {str(an_id("offer"))}, {"KE"}) == outcome


def test_what_is_wrong_stands_beside_its_field() -> None:
    form = filled(an_outcome(), 1)
    form.put("line-1-country", "XX")
    form.put("amount-1-signed", "0.001")

    assert read_outcome(form, set(), {"KE"}) is None
    assert set(form.problems) == {"line-1-country", "amount-1-signed"}
    assert lines_shown(form) == range(1, 5)
