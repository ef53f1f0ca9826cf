"""Technology offers through the actions, on both engines: written, reviewed, shown, found, renewed, reminded of."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from events_app.actions import offer_files as files
from events_app.actions import offers as actions
from events_app.actions.files import Sent
from events_app.domain.documents import TooManyFiles
from events_app.domain.jobs import JobKind
from events_app.domain.letters import Letter, LetterKind
from events_app.domain.offers import (
    HOLDS_FOR,
    MOST_OFFERS,
    REMINDED_BEFORE,
    Content,
    CooperationForm,
    Offer,
    OfferNotRenewable,
    OfferNotReviewable,
    OfferState,
    TooManyOffers,
    Visibility,
)
from events_app.domain.organisations import Organisation, Role
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.texts import Text
from events_app.storage import documents, history, jobs, offers
from events_app.storage.database import Database
from tests.application_builders import a_company
from tests.clients import NOW
from tests.offer_builders import WRITTEN, ZONE, a_content, plant_offer
from tests.web.signing_in import a_member

pytestmark = pytest.mark.usefixtures("database")
TODAY = WRITTEN.date()


async def an_officer() -> Asker:
    person, membership = await a_member(Role.OFFICER)
    return Asker(person, (membership,))


async def letters() -> list[LetterKind]:
    waiting = [job for job in await jobs.list_jobs(limit=50) if job.kind is JobKind.SEND_MAIL]
    return [Letter.of(job.payload).kind for job in waiting]


async def shown(**wanted: object) -> list[str]:
    given = {"shown_to": (Visibility.PUBLIC,), "today": TODAY} | wanted
    return [each.slug for each in await offers.list_offers(offers.Wanted(**given))]  # type: ignore[arg-type]


async def test_an_offer_is_kept_as_it_was_written(database: Database) -> None:
    company, asker = await a_company("valves")

    offer = await actions.begin(company.id, a_content(), slug="valves", by=asker, now=WRITTEN)

    assert await offers.get("valves") == offer
    assert offer.content == a_content()
    assert [each.slug for each in await offers.list_by_id([offer.id])] == ["valves"]


async def test_names_in_addresses_are_kept_apart(database: Database) -> None:
    company, asker = await a_company("valves")

    made = [(await actions.begin(company.id, a_content(), slug="x", by=asker, now=WRITTEN)).slug for _ in range(3)]
    nameless = await actions.begin(company.id, a_content(), slug="", by=asker, now=WRITTEN)

    assert made == ["x", "x-2", "x-3"]
    assert nameless.slug == "valves"


async def test_the_way_from_a_draft_to_readers(database: Database) -> None:
    company, asker = await a_company("valves")
    officer = await an_officer()
    offer = await actions.begin(company.id, a_content(), slug="valves", by=asker, now=WRITTEN)
    assert await shown() == []

    offer = await actions.submit("valves", version=offer.version, by=asker, now=WRITTEN)
    offer = await actions.decide(
        "valves", is_approved=False, reason="Which ones?", version=offer.version, by=officer, now=WRITTEN, zone=ZONE
    )
    assert (offer.state, await shown(), await letters()) == (OfferState.RETURNED, [], [LetterKind.OFFER_RETURNED])
    newer = a_content(summary=Text.of("en", "Valves of steel."))
    offer = await actions.write("valves", newer, version=offer.version, by=asker, now=WRITTEN)
    offer = await actions.submit("valves", by=asker, now=WRITTEN)
    offer = await actions.decide("valves", is_approved=True, by=officer, now=WRITTEN, zone=ZONE)

    assert (await offers.get("valves")).approved == newer
    assert await shown() == ["valves"]
    assert sorted(await letters()) == [LetterKind.OFFER_APPROVED, LetterKind.OFFER_RETURNED]
    deeds = [line.deed.value for line in await history.list_lines(object_id=offer.id, limit=20)]
    assert sorted(deeds) == ["added", "changed", "changed", "changed", "decided", "decided"]
    await actions.withdraw("valves", by=asker, now=WRITTEN)
    assert await shown() == []


async def test_readers_find_by_what_was_approved_and_organisers_by_what_is_written(database: Database) -> None:
    company, asker = await a_company("valves")
    offer = await plant_offer(company)
    changed = replace(
        offer.content, sectors=("medical",), forms=(CooperationForm.TRAINING,), title=Text.of("en", "Hearts")
    )
    await actions.write(offer.slug, changed, version=offer.version, by=asker, now=WRITTEN)

    assert await shown(sector="industry") == await shown(field=31) == await shown(words="VALV leak") == [offer.slug]
    assert await shown(words="صمام") == await shown(form=CooperationForm.LICENCE) == [offer.slug]
    assert await shown(sector="medical") == await shown(words="hearts") == await shown(words="!?") == []
    found = await offers.list_offers(offers.Wanted(sector="medical", words="heart"))
    assert [each.slug for each in found] == [offer.slug]
    assert await offers.list_offers(offers.Wanted(sector="industry")) == ()


async def test_who_sees_it_and_until_when(database: Database) -> None:
    company, _ = await a_company("valves")
    for visibility in Visibility:
        await plant_offer(company, visibility.value, visibility=visibility)

    assert await shown() == ["public"]
    assert sorted(await shown(shown_to=(Visibility.PUBLIC, Visibility.PARTNERS))) == ["partners", "public"]
    assert await shown(today=TODAY + HOLDS_FOR) == ["public"]
    assert await shown(today=TODAY + HOLDS_FOR + timedelta(days=1)) == []
    before = await offers.get_mark(TODAY)
    await actions.withdraw("public", by=SYSTEM, now=NOW)
    assert await offers.get_mark(TODAY) != before


async def test_lists_are_walked_page_by_page_without_a_gap(database: Database) -> None:
    company, _ = await a_company("valves")
    for number in range(7):
        await plant_offer(company, f"offer-{number}", now=WRITTEN + timedelta(days=number // 2))
    wanted = offers.Wanted(shown_to=(Visibility.PUBLIC,), today=TODAY)

    seen: list[Offer] = []
    while page := await offers.list_offers(
        wanted, after=(seen[-1].approved_at.date(), seen[-1].id) if seen and seen[-1].approved_at else None, limit=2
    ):
        seen += page
    back = await offers.list_offers(wanted, before=(date(2026, 11, 1), seen[-1].id), limit=2)

    assert len({each.id for each in seen}) == len(seen) == 7
    days = [each.approved_at.date() for each in seen if each.approved_at]
    assert days == sorted(days, reverse=True)
    assert [each.id for each in back] == [seen[-2].id, seen[-3].id]


async def test_two_officers_decide_once(database: Database) -> None:
    company, _ = await a_company("valves")
    offer = await plant_offer(company, is_approved=False)
    one, two = await an_officer(), await an_officer()

    outcomes = await asyncio.gather(
        actions.decide(offer.slug, is_approved=True, by=one, now=NOW, zone=ZONE),
        actions.decide(offer.slug, is_approved=False, reason="No.", by=two, now=NOW, zone=ZONE),
        return_exceptions=True,
    )

    refused = [each for each in outcomes if isinstance(each, Exception)]
    assert len(refused) == 1
    assert isinstance(refused[0], OfferNotReviewable | ChangedMeanwhile)
    assert len(await letters()) == 1


async def test_rights_are_asked_in_the_actions(database: Database) -> None:
    company, owner = await a_company("valves")
    person, membership = await a_member(Role.EXPORTER_STAFF, organisation=company)
    staff, (_, stranger) = Asker(person, (membership,)), await a_company("pumps")
    person, membership = await a_member(Role.UNIT_MANAGER)
    manager = Asker(person, (membership,))

    offer = await actions.begin(company.id, a_content(), slug="valves", by=staff, now=WRITTEN)
    with pytest.raises(NotAllowed):
        await actions.submit("valves", by=staff, now=WRITTEN)
    with pytest.raises(NotAllowed):
        await actions.write("valves", Content(), version=1, by=stranger, now=WRITTEN)
    with pytest.raises(NotAllowed):
        await actions.begin(company.id, a_content(), slug="y", by=stranger, now=WRITTEN)
    await actions.submit("valves", version=offer.version, by=owner, now=WRITTEN)
    for asker in (owner, manager, stranger):
        with pytest.raises(NotAllowed):
            await actions.decide("valves", is_approved=True, by=asker, now=WRITTEN, zone=ZONE)
    with pytest.raises(NotAllowed):
        await actions.withdraw("valves", by=staff, now=WRITTEN)
    with pytest.raises(NotAllowed):
        await files.attach(
            "valves",
            Sent(content=b"x", name="x.pdf", media_type="application/pdf"),
            is_picture=False,
            data_dir=Path(),
            by=stranger,
            now=WRITTEN,
        )


async def test_a_reminder_is_sent_unless_the_approval_was_renewed_meanwhile(database: Database) -> None:
    company, owner = await a_company("valves")
    offer = await plant_offer(company)
    assert offer.valid_until is not None
    (job,) = [job for job in await jobs.list_jobs(limit=50) if job.kind is JobKind.REMIND_OFFER]
    assert job.run_at.date() == offer.valid_until - REMINDED_BEFORE

    await actions.remind(offer.id, offer.valid_until, now=job.run_at)
    assert LetterKind.OFFER_EXPIRES in await letters()
    renewed = await actions.renew(offer.slug, by=owner, now=job.run_at, zone=ZONE)
    assert renewed.valid_until == offer.valid_until + HOLDS_FOR
    count = len(await letters())
    await actions.remind(offer.id, offer.valid_until, now=job.run_at)
    assert len(await letters()) == count
    assert len([job for job in await jobs.list_jobs(limit=50) if job.kind is JobKind.REMIND_OFFER]) == 2
    with pytest.raises(OfferNotRenewable):
        await actions.renew(offer.slug, by=owner, now=job.run_at, zone=ZONE)


async def test_a_company_has_an_end_of_offers(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    company, owner = await a_company("valves")
    assert MOST_OFFERS > 2
    monkeypatch.setattr(actions, "MOST_OFFERS", 2)
    for _ in range(2):
        await actions.begin(company.id, a_content(), slug="x", by=owner, now=WRITTEN)

    with pytest.raises(TooManyOffers):
        await actions.begin(company.id, a_content(), slug="x", by=owner, now=WRITTEN)


async def _attached(company: Organisation, slug: str, by: Asker, folder: Path, *, is_picture: bool) -> str:
    sent = Sent(content=b"x" if is_picture else b"y", name="a.png", media_type="image/png")
    document = await files.attach(slug, sent, is_picture=is_picture, data_dir=folder, by=by, now=WRITTEN)
    assert document.owner == company.id
    return str(document.id)


async def test_files_are_reviewed_with_the_rest(database: Database, tmp_path: Path) -> None:
    company, owner = await a_company("valves")
    offer = await plant_offer(company)
    picture = await _attached(company, offer.slug, owner, tmp_path, is_picture=True)

    fresh = await offers.get(offer.slug)
    assert ([str(each) for each in fresh.content.picture_ids], fresh.state) == ([picture], OfferState.DRAFT)
    assert fresh.approved is not None
    assert fresh.approved.picture_ids == ()
    await actions.submit(offer.slug, by=owner, now=WRITTEN)
    approved = await actions.decide(offer.slug, is_approved=True, by=SYSTEM, now=WRITTEN, zone=ZONE)
    await files.remove(offer.slug, approved.content.picture_ids[0], data_dir=tmp_path, by=owner, now=WRITTEN)
    assert len(await documents.list_of_object(offer.id)) == 1, "readers still see it"
    await actions.submit(offer.slug, by=owner, now=WRITTEN)
    await actions.decide(offer.slug, is_approved=True, by=SYSTEM, now=WRITTEN, zone=ZONE)
    assert await documents.list_of_object(offer.id) == ()


async def test_a_file_that_nobody_approved_goes_at_once_and_there_is_an_end(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, owner = await a_company("valves")
    offer = await actions.begin(company.id, a_content(), slug="valves", by=owner, now=WRITTEN)
    monkeypatch.setattr(files, "MOST_FILES", 1)
    await _attached(company, "valves", owner, tmp_path, is_picture=False)

    with pytest.raises(TooManyFiles):
        await _attached(company, "valves", owner, tmp_path, is_picture=True)
    (kept,) = await documents.list_of_object(offer.id)
    await files.remove("valves", kept.id, data_dir=tmp_path, by=owner, now=WRITTEN)
    assert await documents.list_of_object(offer.id) == ()
    with pytest.raises(NotFound):
        await files.remove("valves", kept.id, data_dir=tmp_path, by=owner, now=WRITTEN)
