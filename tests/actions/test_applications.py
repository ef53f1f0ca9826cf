"""Cases from the first word to the last, through the actions of both sides, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events_app.actions import admissions as rules
from events_app.actions import applications as actions
from events_app.actions import decisions, places, reports
from events_app.actions import exhibitions as editions
from events_app.domain.admissions import (
    ExhibitsMissing,
    LimitReached,
    NoPlaceFree,
    NotOpenYet,
    NotTakingApplications,
    Policy,
    RulesAreSettled,
    SectorNotShown,
    TermsNotAgreed,
    WindowClosed,
)
from events_app.domain.application_steps import NoteMissing
from events_app.domain.applications import (
    Actor,
    Application,
    ApplicationState,
    Move,
    MoveImpossible,
    NotEditable,
    NotOverYet,
    OfferExpired,
    ReasonNeeded,
)
from events_app.domain.letters import Letter
from events_app.domain.organisations import OrganisationClosed, OrganisationKind, Role
from events_app.domain.refusals import ChangedMeanwhile, NotFound, Refusal
from events_app.domain.reports import Outcome
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.texts import Text
from events_app.domain.waiting_list import BlockKind
from events_app.storage import applications as kept
from events_app.storage import history, jobs, organisations
from events_app.storage.database import Database
from events_app.storage.desk_applications import Wanted, count_applications, list_applications
from tests.application_builders import (
    CLOSES,
    OPENS,
    TERMS,
    WITHIN,
    a_company,
    a_submitted,
    an_admission,
    plant_admission,
    written,
)
from tests.builders import a_text, an_edition
from tests.planting import context, plant
from tests.web.signing_in import a_member, an_organisation

SLUG = an_edition().slug
M, S = Move, ApplicationState
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FAIR = WITHIN.replace(month=10, day=13)


async def _eligible(word: str, **changes: object) -> tuple[Application, Asker]:
    company, owner = await a_company(word)
    case = await a_submitted(company, owner, **changes)  # type: ignore[arg-type]
    return await decisions.decide(case.id, M.FIND_ELIGIBLE, by=SYSTEM, now=WITHIN), owner


async def _listed(word: str, minute: int, **changes: object) -> tuple[Application, Asker]:
    case, owner = await _eligible(word, **changes)
    moved = await decisions.decide(case.id, M.PUT_ON_LIST, by=SYSTEM, now=WITHIN + timedelta(minutes=minute))
    return moved, owner


async def _state(case: Application) -> ApplicationState:
    return (await kept.get(case.id)).state


async def _letters() -> list[str]:
    found = [Letter.of(job.payload) for job in await jobs.list_jobs() if job.kind == "send_mail"]
    return sorted(letter.kind.value for letter in found)


async def test_a_case_goes_from_draft_to_report(database: Database) -> None:
    await plant_admission(stands=1)
    company, owner = await a_company("bridge-sensors")

    case = await a_submitted(company, owner)
    assert (case.state, case.number, case.submitted_at) == (S.SUBMITTED, 1, WITHIN)
    case = await decisions.decide(case.id, M.FIND_ELIGIBLE, by=SYSTEM, now=WITHIN + HOUR)
    case = await decisions.decide(case.id, M.OFFER, by=SYSTEM, now=WITHIN + 2 * HOUR)
    assert case.due_at == WITHIN + 2 * HOUR + timedelta(days=14)
    await actions.answer(case.id, M.ACCEPT, by=owner, now=WITHIN + DAY)
    await decisions.decide(case.id, M.CONFIRM, by=SYSTEM, now=WITHIN + 2 * DAY)
    with pytest.raises(NotOverYet):
        await decisions.decide(case.id, M.NOTE_PRESENCE, by=SYSTEM, now=WITHIN + 2 * DAY)
    await decisions.decide(case.id, M.NOTE_PRESENCE, by=SYSTEM, now=FAIR)
    draft = await reports.write(case.id, Outcome(text="Two contracts."), version=None, by=owner, now=FAIR + DAY)
    await reports.send(draft.id, version=1, by=owner, now=FAIR + DAY)

    found = await kept.get(case.id)
    assert (found.state, found.report) == (S.REPORTED, "Two contracts.")
    trail = await kept.list_steps(case.id)
    assert [(step.move, step.actor) for step in trail] == [
        (M.SUBMIT, Actor.COMPANY),
        (M.FIND_ELIGIBLE, Actor.ORGANISER),
        (M.OFFER, Actor.ORGANISER),
        (M.ACCEPT, Actor.COMPANY),
        (M.CONFIRM, Actor.ORGANISER),
        (M.NOTE_PRESENCE, Actor.ORGANISER),
        (M.REPORT, Actor.COMPANY),
    ]
    assert await _letters() == [
        "application_eligible",
        "application_received",
        "place_accepted",
        "place_confirmed",
        "place_offered",
    ]
    assert len(await history.list_lines(object_id=case.id, limit=50)) == 10


async def test_letters_say_what_is_needed_in_the_words_of_the_edition(database: Database) -> None:
    await plant_admission()
    company, owner = await a_company("bridge-sensors")
    officer, membership = await a_member(Role.OFFICER)
    case = await a_submitted(company, owner)

    await decisions.decide(
        case.id, M.RETURN, reason="The licence is missing.", by=Asker(officer, (membership,)), now=WITHIN + DAY
    )

    returned = next(
        found
        for found in (Letter.of(job.payload) for job in await jobs.list_jobs() if job.kind == "send_mail")
        if found.kind == "application_returned"
    )
    assert owner.person is not None
    assert returned.to.address == owner.person.email
    assert returned.params["title"]["zh-Hans"] == "2026照明与建筑展"
    assert returned.params["reason"] == {"en": "The licence is missing."}
    assert returned.params["expires_at"] == (WITHIN + 15 * DAY).isoformat()
    assert returned.params["path"] == f"company/bridge-sensors/applications/{case.id}"


async def test_applications_are_taken_within_the_window_alone(database: Database) -> None:
    await plant_admission(grace_minutes=10)
    company, owner = await a_company("bridge-sensors")
    instant = timedelta(microseconds=1)

    with pytest.raises(NotOpenYet):
        await actions.begin(company.id, SLUG, written(), by=owner, now=OPENS - instant)
    draft = await actions.begin(company.id, SLUG, written(), by=owner, now=OPENS)
    with pytest.raises(WindowClosed):
        await actions.submit(draft.id, version=1, by=owner, now=CLOSES + timedelta(minutes=10) + instant)
    late = await actions.submit(draft.id, version=1, by=owner, now=CLOSES + timedelta(minutes=10))
    assert late.state is S.SUBMITTED


async def test_editions_that_admit_nobody_take_nothing(database: Database) -> None:
    await plant(an_edition())
    company, owner = await a_company("bridge-sensors")
    with pytest.raises(NotTakingApplications):
        await actions.begin(company.id, SLUG, written(), by=owner, now=WITHIN)
    with pytest.raises(NotFound):
        await actions.begin(company.id, "nowhere", written(), by=owner, now=WITHIN)


async def test_what_is_missing_is_asked_for_and_nothing_is_lost(database: Database) -> None:
    await plant_admission(terms=TERMS)
    company, owner = await a_company("bridge-sensors")
    wrong = written(sector="mining", exhibits="", terms_version=0)
    draft = await actions.begin(company.id, SLUG, wrong, by=owner, now=WITHIN)

    for changes, error in (
        ({"sector": "mining"}, SectorNotShown),
        ({"sector": ""}, SectorNotShown),
        ({"sector": "ict", "exhibits": ""}, ExhibitsMissing),
        ({"exhibits": "Drones", "terms_version": 0}, TermsNotAgreed),
    ):
        draft = await actions.write(draft.id, written(**changes), version=draft.version, by=owner, now=WITHIN)
        with pytest.raises(error):
            await actions.submit(draft.id, version=draft.version, by=owner, now=WITHIN)
    draft = await actions.write(draft.id, written(), version=draft.version, by=owner, now=WITHIN)
    submitted = await actions.submit(draft.id, version=draft.version, by=owner, now=WITHIN)
    assert submitted.state is S.SUBMITTED


async def test_new_conditions_ask_for_a_new_agreement(database: Database) -> None:
    edition = await plant_admission(terms=TERMS)
    company, owner = await a_company("bridge-sensors")
    draft = await actions.begin(company.id, SLUG, written(), by=owner, now=WITHIN)
    changed = an_admission(edition_id=edition.id, terms=a_text("Who takes part pays twice."), version=1)

    assert (await rules.keep(SLUG, changed, by=SYSTEM, now=WITHIN)).terms_version == 2

    with pytest.raises(TermsNotAgreed):
        await actions.submit(draft.id, version=1, by=owner, now=WITHIN)


async def test_a_company_has_as_many_open_cases_as_it_may(database: Database) -> None:
    await plant_admission()
    company, owner = await a_company("bridge-sensors")
    case = await a_submitted(company, owner)
    with pytest.raises(LimitReached):
        await actions.begin(company.id, SLUG, written(), by=owner, now=WITHIN)
    await actions.answer(case.id, M.WITHDRAW, by=owner, now=WITHIN)
    assert (await a_submitted(company, owner)).number == 2


async def test_returned_cases_are_completed_and_submitted_again_even_after_the_window(database: Database) -> None:
    await plant_admission()
    company, owner = await a_company("bridge-sensors")
    case = await a_submitted(company, owner, now=CLOSES)
    with pytest.raises(ReasonNeeded):
        await decisions.decide(case.id, M.RETURN, by=SYSTEM, now=CLOSES + DAY)
    with pytest.raises(NotEditable):
        await actions.write(case.id, written(), version=2, by=owner, now=CLOSES + DAY)
    case = await decisions.decide(case.id, M.RETURN, reason="The licence.", by=SYSTEM, now=CLOSES + DAY)

    found = await kept.get(case.id)
    changed = await actions.write(
        case.id, written(remarks="Licence 12"), version=found.version, by=owner, now=CLOSES + 2 * DAY
    )
    again = await actions.submit(case.id, version=changed.version, by=owner, now=CLOSES + 3 * DAY)

    assert (again.state, again.remarks, again.due_at) == (S.SUBMITTED, "Licence 12", None)


async def test_only_who_may_bind_the_company_binds_it_and_nobody_elses_case_is_seen(database: Database) -> None:
    await plant_admission()
    company, owner = await a_company("bridge-sensors")
    _, stranger = await a_company("stranger")
    person, membership = await a_member(Role.EXPORTER_STAFF, organisation=company)
    staff = Asker(person, (membership,))
    draft = await actions.begin(company.id, SLUG, written(), by=staff, now=WITHIN)

    for asker in (staff, stranger):
        with pytest.raises(NotAllowed):
            await actions.submit(draft.id, version=1, by=asker, now=WITHIN)
    for asker in (stranger, Asker(None)):
        with pytest.raises(NotAllowed):
            await actions.write(draft.id, written(), version=1, by=asker, now=WITHIN)
        with pytest.raises(NotAllowed):
            await actions.begin(company.id, SLUG, written(), by=asker, now=WITHIN)
    with pytest.raises(NotAllowed):
        await decisions.decide(draft.id, M.FIND_ELIGIBLE, by=owner, now=WITHIN)
    withdrawn = await actions.answer(draft.id, M.WITHDRAW, by=staff, now=WITHIN)
    assert withdrawn.state is S.WITHDRAWN
    assert await _letters() == []


async def test_units_decide_about_their_own_editions_alone(database: Database) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "east")
    other = await an_organisation(OrganisationKind.UNIT, "west")
    edition = await plant_admission()
    await editions.change_edition(replace(edition, unit_id=unit.id), by=SYSTEM, context=context(), now=WITHIN)
    company, owner = await a_company("bridge-sensors")
    case = await a_submitted(company, owner)
    askers = {}
    for organisation, role in ((unit, Role.UNIT_OFFICER), (other, Role.UNIT_MANAGER), (None, Role.AUDITOR)):
        person, membership = await a_member(role, organisation=organisation)
        askers[role] = Asker(person, (membership,))

    for role in (Role.UNIT_MANAGER, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            await decisions.decide(case.id, M.FIND_ELIGIBLE, by=askers[role], now=WITHIN)
        with pytest.raises(NotAllowed):
            await decisions.add_note(case.id, "Seen.", by=askers[role], now=WITHIN)
        with pytest.raises(NotAllowed):
            await rules.keep(SLUG, an_admission(edition_id=edition.id, version=1), by=askers[role], now=WITHIN)
    await decisions.decide(case.id, M.FIND_ELIGIBLE, by=askers[Role.UNIT_OFFICER], now=WITHIN)
    with pytest.raises(NoteMissing):
        await decisions.add_note(case.id, " ", by=askers[Role.UNIT_OFFICER], now=WITHIN)
    await decisions.add_note(case.id, "Seen.", by=askers[Role.UNIT_OFFICER], now=WITHIN)

    assert [note.text for note in await kept.list_notes(case.id)] == ["Seen."]
    assert await count_applications(Wanted(unit_ids=frozenset({unit.id}))) == 1
    assert await count_applications(Wanted(unit_ids=frozenset({other.id}))) == 0
    assert await count_applications(Wanted(unit_ids=frozenset())) == 0


async def test_closed_companies_and_others_than_exporters_do_not_apply(database: Database) -> None:
    await plant_admission()
    company, owner = await a_company("bridge-sensors")
    await organisations.set_(company.close(now=WITHIN))
    with pytest.raises(OrganisationClosed):
        await actions.begin(company.id, SLUG, written(), by=owner, now=WITHIN)
    unit = await an_organisation(OrganisationKind.UNIT, "unit")
    with pytest.raises(NotFound):
        await actions.begin(unit.id, SLUG, written(), by=SYSTEM, now=WITHIN)


async def test_no_more_is_offered_than_there_is(database: Database) -> None:
    await plant_admission(stands=2)
    first, _ = await _eligible("first", stands=2)
    second, _ = await _eligible("second")
    await decisions.decide(first.id, M.OFFER, by=SYSTEM, now=WITHIN)
    with pytest.raises(NoPlaceFree):
        await decisions.decide(second.id, M.OFFER, by=SYSTEM, now=WITHIN)
    assert await _state(second) is S.ELIGIBLE


async def test_a_place_that_becomes_free_goes_to_the_next_and_the_reasons_stay(database: Database) -> None:
    await plant_admission(stands=2, policy=Policy.BEST_FIT)
    holder, owner = await _eligible("holder", stands=2)
    await decisions.decide(holder.id, M.OFFER, by=SYSTEM, now=WITHIN)
    small, _ = await _listed("small", 1)
    huge, _ = await _listed("huge", 2, stands=3)
    fitting, _ = await _listed("fitting", 3, stands=2, area=30)
    assert [await _state(case) for case in (small, huge, fitting)] == [S.WAITING] * 3

    await actions.answer(holder.id, M.DECLINE, reason="No budget.", by=owner, now=WITHIN + DAY)

    assert [await _state(case) for case in (holder, small, huge, fitting)] == [
        S.DECLINED,
        S.WAITING,
        S.WAITING,
        S.OFFERED,
    ]
    assert [step.why for step in await kept.list_steps(small.id) if step.why] == [BlockKind.BETTER_FIT]
    assert [step.why for step in await kept.list_steps(huge.id) if step.why] == [BlockKind.STANDS]
    (offered,) = [step for step in await kept.list_steps(fitting.id) if step.move is M.OFFER]
    assert (offered.actor, offered.person_id) == (Actor.SYSTEM, None)


async def test_the_waiting_list_is_served_at_once_where_a_place_is_free(database: Database) -> None:
    await plant_admission(stands=1)
    case, _ = await _listed("only", 0)
    assert await _state(case) is S.OFFERED


async def test_what_expires_goes_to_the_next_by_itself(database: Database) -> None:
    edition = await plant_admission(stands=1, offer_days=3)
    late, owner = await _listed("late", 0)
    queued, _ = await _listed("queued", 1)
    (job,) = [job for job in await jobs.list_jobs() if job.kind == "fill_places"]
    assert job.run_at == WITHIN + timedelta(days=3)

    assert await places.fill(edition.id, now=job.run_at) == 0
    with pytest.raises(OfferExpired):
        await actions.answer(late.id, M.ACCEPT, by=owner, now=job.run_at + timedelta(seconds=1))
    assert await places.fill(edition.id, now=job.run_at + timedelta(seconds=1)) == 2

    assert [await _state(case) for case in (late, queued)] == [S.EXPIRED, S.OFFERED]
    with pytest.raises(MoveImpossible):
        await actions.answer(late.id, M.ACCEPT, by=owner, now=job.run_at + DAY)
    assert "application_expired" in await _letters()


async def test_more_room_goes_to_who_waits_and_settled_rules_stay(database: Database) -> None:
    edition = await plant_admission(stands=1)
    await _listed("first", 0)
    queued, _ = await _listed("queued", 1)
    wider = an_admission(edition_id=edition.id, stands=2, version=1)
    with pytest.raises(RulesAreSettled):
        await rules.keep(SLUG, replace(wider, policy=Policy.LOTTERY, seed="7"), by=SYSTEM, now=WITHIN)
    with pytest.raises(ChangedMeanwhile):
        await rules.keep(SLUG, replace(wider, version=4), by=SYSTEM, now=WITHIN)

    await rules.keep(SLUG, wider, by=SYSTEM, now=WITHIN)

    assert await _state(queued) is S.OFFERED


async def test_less_room_than_is_taken_takes_nothing_away(database: Database) -> None:
    edition = await plant_admission(stands=2)
    case, owner = await _listed("first", 0, stands=2)
    await rules.keep(SLUG, an_admission(edition_id=edition.id, stands=1, version=1), by=SYSTEM, now=WITHIN)
    assert (await actions.answer(case.id, M.ACCEPT, by=owner, now=WITHIN)).state is S.ACCEPTED
    other, _ = await _eligible("other")
    with pytest.raises(NoPlaceFree):
        await decisions.decide(other.id, M.OFFER, by=SYSTEM, now=WITHIN)


async def test_a_cancelled_edition_gives_no_places(database: Database) -> None:
    edition = await plant_admission(stands=1)
    holder, owner = await _listed("holder", 0)
    queued, _ = await _listed("queued", 1)
    await editions.cancel(SLUG, Text.of("en", "The hall burnt down."), by=SYSTEM, context=context(), now=WITHIN)
    await actions.answer(holder.id, M.DECLINE, by=owner, now=WITHIN)
    assert await places.fill(edition.id, now=WITHIN) == 0
    assert await _state(queued) is S.WAITING


async def test_a_stale_copy_changes_nothing_and_drafts_are_not_the_organisers(database: Database) -> None:
    await plant_admission()
    company, owner = await a_company("bridge-sensors")
    draft = await actions.begin(company.id, SLUG, written(), by=owner, now=WITHIN)
    await actions.write(draft.id, written(exhibits="Drones"), version=1, by=owner, now=WITHIN)
    with pytest.raises(ChangedMeanwhile):
        await actions.write(draft.id, written(exhibits="Kites"), version=1, by=owner, now=WITHIN)
    with pytest.raises(ChangedMeanwhile):
        await actions.submit(draft.id, version=1, by=owner, now=WITHIN)
    with pytest.raises(NotFound):
        await decisions.decide(draft.id, M.REJECT, reason="No.", by=SYSTEM, now=WITHIN)
    submitted = await actions.submit(draft.id, version=2, by=owner, now=WITHIN)
    with pytest.raises(ChangedMeanwhile):
        await decisions.decide(submitted.id, M.FIND_ELIGIBLE, version=2, by=SYSTEM, now=WITHIN)
    assert (await kept.get(draft.id)).exhibits == "Drones"


@pytest.mark.parametrize("move", [M.OFFER, M.EXPIRE, M.ACCEPT, M.CONFIRM])
async def test_nobody_makes_the_moves_of_the_other_side(database: Database, move: Move) -> None:
    await plant_admission()
    company, owner = await a_company("bridge-sensors")
    case = await a_submitted(company, owner)
    with pytest.raises(Refusal):
        await actions.answer(case.id, move, by=owner, now=WITHIN)
    if move not in {M.OFFER, M.CONFIRM}:
        with pytest.raises(NotFound):
            await decisions.decide(case.id, move, by=SYSTEM, now=WITHIN)
    assert await _state(case) is S.SUBMITTED


async def test_the_queue_is_filtered_and_paged(database: Database) -> None:
    await plant_admission(stands=50)
    for number in range(5):
        await _eligible(f"maker-{'abcde'[number]}", sector="power" if number % 2 else "ict")
    company, owner = await a_company("drafting")
    await actions.begin(company.id, SLUG, written(), by=owner, now=WITHIN)

    assert await count_applications(Wanted()) == 5
    assert await count_applications(Wanted(sector="power")) == 2
    assert await count_applications(Wanted(states=(S.SUBMITTED,))) == 0
    assert await count_applications(Wanted(words="maker d")) == 1
    first = await list_applications(Wanted(), limit=3)
    edge = (first[-1].modified_at.date(), first[-1].id)
    rest = await list_applications(Wanted(), after=edge, limit=3)
    assert len({case.id for case in (*first, *rest)}) == 5
    back = await list_applications(Wanted(), before=(rest[0].modified_at.date(), rest[0].id), limit=9)
    assert [case.id for case in back] == [case.id for case in reversed(first)]
