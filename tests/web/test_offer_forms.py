"""The form of an offer: what was kept fills it, and it gives back what was kept."""

from dataclasses import replace
from datetime import date

from events_app.domain.intellectual_property import IpKind, IpRight
from events_app.domain.money import Money
from events_app.domain.offers import Content, CooperationForm, Visibility
from events_app.domain.projects import ExportClass
from events_app.domain.texts import Text
from events_app.web.offer_forms import choices, filled, read_content
from tests.builders import an_id
from tests.offer_builders import a_content, a_right


def test_a_filled_form_gives_back_the_content() -> None:
    content = a_content(
        references=Text.of("en", "In Kenya since 2019."),
        in_use_since=2014,
        forms=(CooperationForm.LICENCE, CooperationForm.TRAINING),
        ip_rights=(a_right(), IpRight(kind=IpKind.KNOW_HOW, owner="Valves"), a_right(number="CN 2", countries=())),
        export_class=ExportClass.DUAL_USE,
        control_number="3A001",
        licence_number="L-1",
        licence_until=date(2027, 1, 31),
        price_from=Money(100_050, "EUR"),
        price_to=Money(200_000, "EUR"),
        visibility=Visibility.PARTNERS,
        document_ids=(an_id("document"),),
        picture_ids=(an_id("picture"),),
    )

    assert read_content(filled(content), content, "en") == content


def test_money_without_minor_units_stays_whole() -> None:
    content = a_content(price_from=Money(5_000, "JPY"))

    form = filled(content)

    assert form.value("price_from") == "5000"
    assert read_content(form, content, "en") == content


def test_a_price_without_a_currency_is_one_problem_of_the_currency() -> None:
    form = filled(replace(a_content(), price_from=Money(100, "EUR")))
    form.put("currency", "")

    assert read_content(form, a_content(), "en") is None
    assert set(form.problems) == {"currency"}


def test_there_is_always_one_empty_line_for_a_right() -> None:
    assert list(choices(filled(Content()), Content())["rights"]) == [0]
    assert list(choices(filled(a_content()), a_content())["rights"]) == [0, 1]
