"""The form of a programme: what it shows is what it keeps, and rows that are left out are gone."""

from events_app.domain.organisations import Role
from events_app.domain.programmes import CountryRule
from events_app.edge.forms import Form
from events_app.storage import programmes
from events_app.web.programme_forms import MOST_ROWS, Row, blank_form, rows_of
from tests.clients import Client
from tests.programme_builders import plant_programme, whole_rules
from tests.web.filled_forms import fields_of
from tests.web.signing_in import signed_in


def test_a_new_programme_gets_a_seed_that_nobody_knew() -> None:
    one, other = blank_form(), blank_form()

    assert one.value("seed")
    assert one.value("seed") != other.value("seed")
    assert (one.value("kind"), one.value("most_each"), rows_of(one)) == ("year", "1", ())


def test_rows_are_countries_that_are_not_left_out() -> None:
    form = Form.of({"rows": 4, "code-0": "KE", "code-1": "DE", "gone-1": True, "code-2": "QQ", "code-3": "VN"})

    assert rows_of(form) == (Row(0, "KE"), Row(3, "VN"))
    assert rows_of(Form.of({"rows": "many", "code-0": "KE"})) == ()
    assert rows_of(Form.of({"rows": MOST_ROWS + 9, f"code-{MOST_ROWS + 1}": "KE"})) == ()


async def test_what_is_shown_and_saved_again_changes_nothing(client: Client) -> None:
    programme = await plant_programme(rules=whole_rules())
    await signed_in(client, Role.OFFICER)
    path = f"/en/desk/programmes/{programme.slug}/edit"
    fields = fields_of((await client.get(path)).text, path)

    answer = await client.post(path, data=fields | {"deed": ["save"]})

    assert answer.status_code == 303, answer.text
    kept = await programmes.get(programme.slug)
    assert kept.rules == programme.rules
    assert (kept.name, kept.seed, kept.first_day, kept.last_day) == (
        programme.name,
        programme.seed,
        programme.first_day,
        programme.last_day,
    )


async def test_a_row_that_is_left_out_is_gone(client: Client) -> None:
    programme = await plant_programme(rules=whole_rules())
    await signed_in(client, Role.OFFICER)
    path = f"/en/desk/programmes/{programme.slug}/edit"
    fields = fields_of((await client.get(path)).text, path)

    await client.post(path, data=fields | {"deed": ["save"], "gone-0": ["1"]})

    left = [rule.code for rule in programme.rules.countries][1:]
    kept = (await programmes.get(programme.slug)).rules.countries
    assert [rule.code for rule in kept] == left
    assert all(isinstance(rule, CountryRule) for rule in kept)
