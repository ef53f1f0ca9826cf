"""How an edition admits: kept with quotas and conditions, refused beside the field, changed by its organisers alone."""

import pytest

from events_app.domain.admissions import Dimension, Policy, Quota
from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import admissions
from tests.application_builders import a_company, a_fair_open_now
from tests.builders import an_id
from tests.clients import Client
from tests.planting import plant
from tests.web.filled_forms import fields_of
from tests.web.planting import text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

PATH = "/en/desk/exhibitions/wind-2027/admission"
EDITION = an_id("wind-2027")
WHOLE = {
    "stands": "40",
    "area": "900",
    "stands_per_company": "3",
    "applications_per_company": "2",
    "grace_minutes": "10",
    "offer_days": "7",
    "completion_days": "5",
    "policy": "lottery",
    "seed": "37 12 5",
    "quotas-sector": "ict: 12 / 240\n\npower: -, 100",
    "quotas-country": "vn: 3",
    "terms-source": "en",
    "terms-en": "Who takes part pays.",
    "terms-fr": "Qui participe paie.",
    "version": "0",
}


async def at_edition(client: Client, role: Role = Role.OFFICER) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "east")
    await plant(a_fair_open_now(unit_id=unit.id))
    await signed_in(client, role, organisation=unit if role is Role.UNIT_OFFICER else None)


async def sent(client: Client, **typed: str) -> tuple[int, str, str]:
    answer = await client.post(PATH, data=WHOLE | typed | {"form_token": token_of(client)})
    return answer.status_code, answer.headers.get("location", ""), answer.text


async def test_everything_is_kept_and_shown_again(client: Client) -> None:
    await at_edition(client, Role.UNIT_OFFICER)
    company, _ = await a_company("valves")

    status, location, _ = await sent(client, **{"quotas-company": "valves: 2"})

    assert (status, location) == (303, f"{PATH}?done=saved")
    kept = await admissions.find(EDITION)
    assert kept is not None
    assert (kept.stands, kept.area, kept.policy, kept.seed) == (40, 900, Policy.LOTTERY, "37 12 5")
    assert (kept.grace_minutes, kept.offer_days, kept.completion_days) == (10, 7, 5)
    assert set(kept.quotas) == {
        Quota(Dimension.SECTOR, "ict", 12, 240),
        Quota(Dimension.SECTOR, "power", None, 100),
        Quota(Dimension.COUNTRY, "VN", 3),
        Quota(Dimension.COMPANY, str(company.id), 2),
    }
    assert dict(kept.terms.wordings) == {"en": "Who takes part pays.", "fr": "Qui participe paie."}
    fields = fields_of((await client.get(PATH)).text, "/admission")
    assert fields["quotas-company"] == ["valves: 2"]
    assert fields["quotas-sector"] == ["ict: 12 / 240\npower: - / 100"]
    again = await sent(client, **{name: values[0] for name, values in fields.items() if name != "form_token"})
    assert again[0] == 303


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"stands": "", "area": ""}, "stands", "Say how many stands there are, or how much net area."),
        ({"stands": "-3"}, "stands", "This must be from 0 to 10000."),
        ({"offer_days": ""}, "offer_days", "Fill this in."),
        ({"seed": " "}, "seed", "A lottery needs the number that it is drawn with"),
        ({"quotas-sector": "ict twelve"}, "quotas-sector", "“ict twelve” is no quota"),
        ({"quotas-sector": "magic: 3"}, "quotas-sector", "“magic” is not known here."),
        ({"quotas-sector": "ict: 3\nict: 4"}, "quotas-sector", "There are two quotas for the same"),
        ({"quotas-country": "XQ: 3"}, "quotas-country", "“XQ” is not known here."),
        ({"quotas-company": "nobody: 3"}, "quotas-company", "“nobody” is not known here."),
        ({"policy": "favours"}, "policy", "“favours” is not one of the choices."),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(
    client: Client, typed: dict[str, str], field: str, words: str
) -> None:
    await at_edition(client)
    status, _, page = await sent(client, **typed)
    assert status == 422
    assert f'id="{field}-error"' in page
    assert words in text_of(page)
    assert fields_of(page, "/admission")["terms-fr"] == ["Qui participe paie."]
    assert await admissions.find(EDITION) is None


async def test_a_stale_copy_is_told(client: Client) -> None:
    await at_edition(client)
    await sent(client)
    status, _, page = await sent(client, stands="50")
    assert status == 422
    assert "Somebody else has changed this meanwhile." in text_of(page)
    assert fields_of(page, "/admission")["version"] == ["1"]
    assert (await sent(client, stands="50", version="1"))[0] == 303


async def test_only_its_organisers_change_it(client: Client) -> None:
    await at_edition(client)
    for role, reads in ((Role.AUDITOR, 200), (Role.UNIT_MANAGER, 403), (Role.EXPORTER_OWNER, 403)):
        await signed_in(client, role)
        assert (await client.get(PATH)).status_code == reads
        assert (await sent(client))[0] == 403
    assert await admissions.find(EDITION) is None


async def test_an_edition_without_a_window_says_what_is_missing(client: Client) -> None:
    await plant(a_fair_open_now(deadlines=()))
    await signed_in(client, Role.OFFICER)
    assert "This edition takes no applications yet." in text_of((await client.get(PATH)).text)
