"""Partner needs through the actions, on both engines: written, reviewed, told of, renewed, reminded of."""

import asyncio
from datetime import timedelta

import pytest

from events_app.actions import needs as actions
from events_app.domain.jobs import JobKind
from events_app.domain.letters import Letter, LetterKind
from events_app.domain.needs import (
    MOST_NEEDS,
    NeedContent,
    NeedIncomplete,
    NeedNotRenewable,
    NeedNotReviewable,
    NeedState,
    TooManyNeeds,
    Visibility,
)
from events_app.domain.offers import HOLDS_FOR, REMINDED_BEFORE
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.texts import Text
from events_app.storage import history, jobs, needs
from events_app.storage.database import Database
from tests.clients import NOW
from tests.need_builders import a_need_content, a_partner, plant_need
from tests.offer_builders import WRITTEN, ZONE
from tests.web.signing_in import a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database")
TODAY = WRITTEN.date()


async def somebody(role: Role) -> Asker:
    person, membership = await a_member(role)
    return Asker(person, (membership,))


async def letters() -> list[LetterKind]:
    waiting = [job for job in await jobs.list_jobs(limit=50) if job.kind is JobKind.SEND_MAIL]
    return [Letter.of(job.payload).kind for job in waiting]


async def shown() -> list[str]:
    wanted = needs.Wanted(shown_to=(Visibility.PUBLIC,), today=TODAY)
    return [each.slug for each in await needs.list_needs(wanted)]


async def test_a_need_is_kept_as_it_was_written(database: Database) -> None:
    partner, asker = await a_partner()

    need = await actions.begin(
        partner.id, a_need_content(), slug="wells", wanted_until=TODAY, is_illustrative=True, by=asker, now=WRITTEN
    )

    assert await needs.get("wells") == need
    assert (need.content, need.wanted_until, need.is_illustrative) == (a_need_content(), TODAY, True)


async def test_names_in_addresses_are_kept_apart(database: Database) -> None:
    partner, asker = await a_partner()

    made = [
        (await actions.begin(partner.id, a_need_content(), slug=slug, by=asker, now=WRITTEN)).slug
        for slug in ("x", "x", "")
    ]
    of_country = await actions.begin(None, a_need_content(), slug="", by=SYSTEM, now=WRITTEN)

    assert made == ["x", "x-2", "wells"]
    assert of_country.slug == "ke"


async def test_the_way_from_a_draft_to_readers(database: Database) -> None:
    partner, asker = await a_partner()
    officer = await somebody(Role.OFFICER)
    need = await actions.begin(partner.id, a_need_content(), slug="wells", by=asker, now=WRITTEN)
    assert await shown() == []

    need = await actions.submit("wells", version=need.version, by=asker, now=WRITTEN)
    need = await actions.decide(
        "wells", is_approved=False, reason="How deep?", version=need.version, by=officer, now=WRITTEN, zone=ZONE
    )
    assert (need.state, await shown(), await letters()) == (NeedState.RETURNED, [], [LetterKind.NEED_RETURNED])
    newer = a_need_content(summary=Text.of("en", "Sixty metres deep."))
    need = await actions.write(
        "wells", newer, wanted_until=None, version=need.version, by=asker, now=WRITTEN, zone=ZONE
    )
    need = await actions.submit("wells", by=asker, now=WRITTEN)
    need = await actions.decide("wells", is_approved=True, by=officer, now=WRITTEN, zone=ZONE)

    assert (await needs.get("wells")).approved == newer
    assert await shown() == ["wells"]
    assert sorted(await letters()) == [LetterKind.NEED_APPROVED, LetterKind.NEED_RETURNED]
    lines = await history.list_lines(object_id=need.id, limit=20)
    assert sorted(line.deed.value for line in lines) == ["added", "changed", "changed", "changed", "decided", "decided"]
    assert {line.owner for line in lines} == {partner.id}
    await actions.withdraw("wells", by=asker, now=WRITTEN)
    assert await shown() == []


async def test_the_letter_says_what_has_to_be_changed_and_leads_to_the_need(database: Database) -> None:
    partner, asker = await a_partner()
    colleague, _ = await a_member(Role.PARTNER_STAFF, organisation=partner)
    await plant_need(partner, is_approved=False)

    await actions.decide(
        "dry-wells", is_approved=False, reason="How deep?", by=await somebody(Role.OFFICER), now=WRITTEN, zone=ZONE
    )

    (job,) = [job for job in await jobs.list_jobs(limit=50) if job.kind is JobKind.SEND_MAIL]
    letter = Letter.of(job.payload)
    assert asker.person is not None
    assert letter.to.address == asker.person.email != colleague.email, "who answers for the partner is written to"
    assert letter.params == {
        "title": {"en": "Pumps for dry wells", "fr": "Pompes pour puits secs"},
        "organisation": {"en": "Wells"},
        "path": "partner/wells/needs/dry-wells",
        "reason": {"en": "How deep?"},
    }


async def test_the_authority_writes_down_what_a_country_needs_and_nobody_is_written_to(database: Database) -> None:
    officer = await somebody(Role.OFFICER)
    need = await actions.begin(None, a_need_content(country="NP"), slug="np", by=officer, now=WRITTEN)
    await actions.submit("np", by=officer, now=WRITTEN)

    need = await actions.decide("np", is_approved=True, by=officer, now=WRITTEN, zone=ZONE)

    assert (need.organisation_id, await shown()) == (None, ["np"])
    assert await jobs.list_jobs(limit=50) == ()


async def test_rights_are_asked_in_the_actions(database: Database) -> None:
    partner, owner = await a_partner()
    person, membership = await a_member(Role.PARTNER_STAFF, organisation=partner)
    staff, (_, stranger) = Asker(person, (membership,)), await a_partner("others")
    others = [await somebody(role) for role in (Role.UNIT_MANAGER, Role.AUDITOR, Role.EXPORTER_OWNER)]

    need = await actions.begin(partner.id, a_need_content(), slug="wells", by=staff, now=WRITTEN)
    for asker in (stranger, *others):
        for owner_id in (partner.id, None):
            with pytest.raises(NotAllowed):
                await actions.begin(owner_id, a_need_content(), slug="y", by=asker, now=WRITTEN)
        with pytest.raises(NotAllowed):
            await actions.write("wells", NeedContent(), wanted_until=None, version=1, by=asker, now=WRITTEN, zone=ZONE)
    with pytest.raises(NotAllowed):
        await actions.submit("wells", by=staff, now=WRITTEN)
    with pytest.raises(NotAllowed):
        await actions.withdraw("wells", by=staff, now=WRITTEN)
    await actions.submit("wells", version=need.version, by=owner, now=WRITTEN)
    for asker in (owner, stranger, *others):
        with pytest.raises(NotAllowed):
            await actions.decide("wells", is_approved=True, by=asker, now=WRITTEN, zone=ZONE)


async def test_only_partner_organisations_have_needs(database: Database) -> None:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")

    with pytest.raises(NotFound):
        await actions.begin(company.id, a_need_content(), slug="x", by=SYSTEM, now=WRITTEN)


async def test_two_officers_decide_once(database: Database) -> None:
    partner, _ = await a_partner()
    need = await plant_need(partner, is_approved=False)
    one, two = [await somebody(Role.OFFICER) for _ in range(2)]

    outcomes = await asyncio.gather(
        actions.decide(need.slug, is_approved=True, by=one, now=NOW, zone=ZONE),
        actions.decide(need.slug, is_approved=False, reason="No.", by=two, now=NOW, zone=ZONE),
        return_exceptions=True,
    )

    refused = [each for each in outcomes if isinstance(each, Exception)]
    assert len(refused) == 1
    assert isinstance(refused[0], NeedNotReviewable | ChangedMeanwhile)
    assert len(await letters()) == 1


async def test_a_stale_or_incomplete_copy_is_refused(database: Database) -> None:
    _, asker = await a_partner()
    need = await actions.begin(asker.memberships[0].organisation_id, NeedContent(), slug="wells", by=asker, now=WRITTEN)

    with pytest.raises(NeedIncomplete):
        await actions.submit("wells", by=asker, now=WRITTEN)
    with pytest.raises(ChangedMeanwhile):
        await actions.submit("wells", version=need.version + 1, by=asker, now=WRITTEN)
    same = await actions.write(
        "wells", NeedContent(), wanted_until=None, version=need.version, by=asker, now=NOW, zone=ZONE
    )
    assert same == need, "nothing new, nothing changes"


async def test_a_reminder_is_sent_unless_the_approval_ends_another_day(database: Database) -> None:
    partner, owner = await a_partner()
    need = await plant_need(partner)
    assert need.valid_until is not None
    (job,) = [job for job in await jobs.list_jobs(limit=50) if job.kind is JobKind.REMIND_NEED]
    assert job.run_at.date() == need.valid_until - REMINDED_BEFORE

    await actions.remind(need.id, need.valid_until, now=job.run_at)
    assert LetterKind.NEED_EXPIRES in await letters()
    renewed = await actions.renew(need.slug, by=owner, now=job.run_at, zone=ZONE)
    assert renewed.valid_until == need.valid_until + HOLDS_FOR
    count = len(await letters())
    await actions.remind(need.id, need.valid_until, now=job.run_at)
    assert len(await letters()) == count
    sooner = need.valid_until + timedelta(days=90)
    await actions.write(
        need.slug,
        need.content,
        wanted_until=sooner,
        version=renewed.version,
        by=owner,
        now=job.run_at,
        zone=ZONE,
    )
    days = [job.payload["until"] for job in await jobs.list_jobs(limit=50) if job.kind is JobKind.REMIND_NEED]
    assert sorted(days) == [day.isoformat() for day in (need.valid_until, sooner, need.valid_until + HOLDS_FOR)]
    with pytest.raises(NeedNotRenewable):
        await actions.renew(need.slug, by=owner, now=job.run_at, zone=ZONE)


async def test_a_partner_has_an_end_of_needs_and_the_authority_none(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner, owner = await a_partner()
    assert MOST_NEEDS > 1
    monkeypatch.setattr(actions, "MOST_NEEDS", 1)
    await actions.begin(partner.id, a_need_content(), slug="x", by=owner, now=WRITTEN)

    with pytest.raises(TooManyNeeds):
        await actions.begin(partner.id, a_need_content(), slug="x", by=owner, now=WRITTEN)
    for number in range(2):
        kept = await actions.begin(None, a_need_content(), slug=f"y-{number}", by=SYSTEM, now=WRITTEN)
        assert kept.organisation_id is None
