"""The demonstration of needs: twenty countries, every state of review, all marked as examples."""

from collections import Counter
from datetime import UTC, datetime

from events_app.actions.demo import load_demo, load_demo_desk
from events_app.domain.companies import SPOKEN_LANGUAGES
from events_app.domain.languages import LANGUAGES
from events_app.domain.needs import NeedState, Visibility
from events_app.domain.organisations import OrganisationKind
from events_app.domain.sectors import FIELDS, SECTORS
from events_app.reference import demo
from events_app.reference.countries import all_codes
from events_app.storage import jobs, needs, organisations
from events_app.storage.database import Database
from tests.actions.test_demo import settings

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def test_needs_of_twenty_countries_are_in_every_state_of_review(sqlite_database: Database) -> None:
    await load_demo(settings(), NOW)
    await load_demo_desk(settings(), NOW)

    kept = await needs.list_needs(needs.Wanted(), limit=100)

    assert len(kept) == 25
    assert len({need.content.country for need in kept}) == 20
    states = Counter(need.state for need in kept)
    assert set(NeedState) - set(states) == {NeedState.WITHDRAWN}
    assert states[NeedState.APPROVED] == 20
    assert {need.content.visibility for need in kept} == set(Visibility)
    assert all(need.is_illustrative and not need.missing() for need in kept)
    partners = await organisations.list_by_id(need.organisation_id for need in kept if need.organisation_id)
    assert {partner.kind for partner in partners.values()} == {OrganisationKind.PARTNER}
    assert len(partners) == 8
    (centre,) = [partner.id for partner in partners.values() if partner.slug == "rift-valley-centre"]
    own = [need for need in kept if need.organisation_id == centre]
    assert len({need.state for need in own}) == len(own) == 3
    assert all(partners[need.organisation_id].country == need.content.country for need in kept if need.organisation_id)
    assert len(await needs.list_matchable(NOW.date())) == 20
    assert [job for job in await jobs.list_jobs(limit=500) if job.kind == "send_mail"] == []


def test_each_need_says_only_what_there_is() -> None:
    rows = demo.needs()

    assert {row["country"] for row in rows} <= set(all_codes())
    assert {code for row in rows for code in row["sectors"]} <= set(SECTORS)
    assert {number for row in rows for number in row["fields"]} <= set(FIELDS)
    assert {code for row in rows for code in row["languages"]} <= set(SPOKEN_LANGUAGES)
    assert {code for row in rows for code in row["title"]} == set(LANGUAGES) - {"zh-Hans"}
    assert all(row["title"].keys() == row["summary"].keys() and "en" in row["title"] for row in rows)


def test_a_country_that_speaks_an_interface_language_is_asked_in_it() -> None:
    spoken = {
        "SN": "fr",
        "CI": "fr",
        "PE": "es",
        "AR": "es",
        "BR": "pt",
        "MZ": "pt",
        "KZ": "ru",
        "EG": "ar",
        "IQ": "ar",
    }

    for row in demo.needs():
        if language := spoken.get(row["country"]):
            assert language in row["title"], row["slug"]
