"""Introductions through the actions, on both engines: asked, answered, told of, excluded, lifted, lapsed."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from events_app.actions import introductions as actions
from events_app.actions.matching import Place, gather
from events_app.domain.introductions import (
    LATER_GIVES,
    WAITS_FOR,
    AlreadyIntroduced,
    AnswerForOthers,
    AnswerTooLate,
    IntroductionOver,
    IntroductionState,
    NotDeclined,
    PairExcluded,
    PartnerElsewhere,
    Reply,
    Side,
    WordsReveal,
)
from events_app.domain.jobs import JobKind
from events_app.domain.letters import Letter, LetterKind
from events_app.domain.needs import Visibility as NeedVisibility
from events_app.domain.offers import Visibility
from events_app.domain.organisations import Organisation, OrganisationClosed, OrganisationKind, Role
from events_app.domain.projects import ExportClass
from events_app.domain.rights import SYSTEM, Asker, NotAllowed, Noun
from events_app.domain.texts import Text
from events_app.edge.letters import LetterWriter
from events_app.edge.pages import open_pages
from events_app.storage import history, introductions, jobs, organisations
from events_app.storage.database import Database
from events_app.worker import introductions_handler
from tests.builders import an_id
from tests.clients import NOW, settings_for
from tests.introduction_builders import (
    COMPANY_NAME,
    PARTNER_NAME,
    PLACE,
    WORDS,
    Sides,
    plant_agreed,
    plant_introduction,
    plant_sides,
    reply,
)
from tests.offer_builders import ZONE, plant_offer
from tests.web.signing_in import a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database")
S, K = IntroductionState, LetterKind
TODAY = NOW.date()


async def somebody(role: Role, organisation: Organisation | None = None) -> Asker:
    person, membership = await a_member(role, organisation=organisation)
    return Asker(person, (membership,))


async def letters() -> list[tuple[LetterKind, Letter]]:
    found = [job for job in await jobs.list_jobs(limit=100) if job.kind is JobKind.SEND_MAIL]
    read = [Letter.of(job.payload) for job in found]
    return [(letter.kind, letter) for letter in read if letter.kind.value.startswith(("company_", "partner_", "intro"))]


async def told(sides: Sides) -> list[tuple[str, LetterKind]]:
    """Which side was written what."""
    owner, director = sides.owner.person, sides.director.person
    assert owner is not None
    assert director is not None
    whose = {owner.email: "company", director.email: "partner"}
    return sorted((whose[letter.to.address], kind) for kind, letter in await letters())


def worded(letter: Letter, language: str = "en") -> str:
    """Everything that a letter says, as text and as HTML."""
    writer = LetterWriter(open_pages(settings_for("sqlite:////nowhere.sqlite")))
    message = writer.message(replace(letter, language=language), job_id=an_id("job"), written_at=NOW)
    return f"{message.subject}\n{message.text}\n{message.html}"


async def test_both_sides_are_asked_and_neither_is_told_of_the_other(database: Database) -> None:
    sides = await plant_sides(visibility=Visibility.ORGANISERS)
    officer = await somebody(Role.OFFICER)

    introduction = await plant_introduction(sides, by=officer)

    assert await introductions.get(introduction.id) == introduction
    assert (introduction.state, introduction.proposed_by) == (S.PROPOSED, officer.person_id)
    assert introduction.expires_on == TODAY + WAITS_FOR
    assert await told(sides) == [("company", K.COMPANY_ASKED), ("partner", K.PARTNER_ASKED)]
    for kind, letter in await letters():
        hidden = [PARTNER_NAME, "kisumu", "Achieng"] if kind is K.COMPANY_ASKED else [COMPANY_NAME, "肇庆", "foundry"]
        hidden += ["Control valves"] if kind is K.PARTNER_ASKED else []
        for language in ("en", "zh-Hans", "ar"):
            said = worded(letter, language)
            assert [word for word in hidden if word.casefold() in said.casefold()] == [], kind
            assert str(introduction.id) in said
    lines = await history.list_lines(noun=Noun.INTRODUCTION)
    assert [(line.deed, line.label, line.person_id) for line in lines] == [("added", "pumps KE", officer.person_id)]


async def test_a_letter_says_as_much_as_the_reader_may_see_anyway(database: Database) -> None:
    sides = await plant_sides(visibility=Visibility.PARTNERS)
    await plant_introduction(sides)
    said = {kind: worded(letter) for kind, letter in await letters()}

    assert "Control valves" in said[K.PARTNER_ASKED], "partners read the offer in the catalogue"
    assert "Pumps for dry wells" in said[K.COMPANY_ASKED], "companies read the need"
    assert "Kenya" in said[K.COMPANY_ASKED]
    assert WORDS.shown("en").text in said[K.COMPANY_ASKED]
    assert WORDS.shown("en").text in said[K.PARTNER_ASKED]


async def test_a_need_for_organisers_alone_is_not_told(database: Database) -> None:
    sides = await plant_sides(need={"visibility": NeedVisibility.ORGANISERS})
    await plant_introduction(sides)

    assert ["dry wells" in worded(letter) for _, letter in await letters()] == [False, False]


async def test_after_the_second_yes_each_is_told_of_the_other(database: Database) -> None:
    sides = await plant_sides(visibility=Visibility.ORGANISERS)
    introduction = await plant_introduction(sides)

    first = await reply(introduction, Side.COMPANY, Reply.YES, by=sides.owner, words="Gladly.")
    assert (first.state, len(await letters())) == (S.PROPOSED, 2), "a first yes is told to nobody"
    second = await reply(introduction, Side.PARTNER, Reply.YES, by=sides.director)

    assert second.state is S.AGREED
    agreed = [letter for kind, letter in await letters() if kind is K.INTRODUCTION_AGREED]
    assert sides.owner.person
    assert sides.director.person
    to_company = next(letter for letter in agreed if letter.to.address == sides.owner.person.email)
    to_partner = next(letter for letter in agreed if letter.to.address == sides.director.person.email)
    for word in (PARTNER_NAME, "Achieng Director", sides.director.person.email, "info@kisumu.example"):
        assert word in worded(to_company)
    for word in (COMPANY_NAME, "Chen Owner", sides.owner.person.email, "Control valves"):
        assert word in worded(to_partner)
    assert not any("Gladly." in worded(letter) for _, letter in await letters()), "words are for officers alone"


async def test_a_no_excludes_the_pair_until_it_is_lifted(database: Database) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    await reply(introduction, Side.COMPANY, Reply.NO, by=sides.owner)

    ground = await gather(PLACE, today=TODAY)
    assert [set(ground.declined), set(ground.refused)] == [{(sides.company.id, "KE")}, set()]
    assert ("partner", K.INTRODUCTION_ENDED) in await told(sides)
    assert ("company", K.INTRODUCTION_ENDED) not in await told(sides), "who said no knows"
    with pytest.raises(PairExcluded):
        await plant_introduction(sides)
    officer = await somebody(Role.OFFICER)
    await actions.lift(introduction.id, "They spoke.", by=officer, now=NOW)
    assert (await gather(PLACE, today=TODAY)).declined == frozenset()
    with pytest.raises(NotDeclined):
        await actions.lift(introduction.id, "Once more.", by=officer, now=NOW)

    again = await plant_introduction(sides)
    await reply(again, Side.PARTNER, Reply.NO, by=sides.director)
    ground = await gather(PLACE, today=TODAY)
    assert [set(ground.declined), set(ground.refused)] == [set(), {(sides.offer.id, "KE")}]


async def test_a_lift_frees_the_pair_of_every_no(database: Database) -> None:
    sides = await plant_sides()
    other = await an_organisation(OrganisationKind.PARTNER, "nakuru", country="KE")
    both = [
        await plant_introduction(sides),
        await plant_introduction(replace(sides, partner=other), need_id=None),
    ]
    for each in both:
        await reply(each, Side.COMPANY, Reply.NO)

    lifted = await actions.lift(both[0].id, "They spoke.", by=SYSTEM, now=NOW)

    assert {each.id for each in lifted} == {each.id for each in both}
    assert (await gather(PLACE, today=TODAY)).declined == frozenset()


async def test_what_is_out_of_the_question_is_not_proposed(database: Database) -> None:
    sides = await plant_sides()
    abroad = await an_organisation(OrganisationKind.PARTNER, "dar", country="TZ")
    closed = await an_organisation(OrganisationKind.PARTNER, "closed", country="KE")
    await organisations.set_(closed.close(now=NOW))
    unlicensed = await plant_sides_of(sides, export_class=ExportClass.RESTRICTED)

    async def refused(refusal: type[Exception], asking: Awaitable[object]) -> None:
        with pytest.raises(refusal):
            await asking

    await refused(PartnerElsewhere, plant_introduction(replace(sides, partner=abroad)))
    await refused(PartnerElsewhere, plant_introduction(replace(sides, partner=sides.company)))
    await refused(PartnerElsewhere, plant_introduction(sides, need_id=an_id("none")))
    await refused(OrganisationClosed, plant_introduction(replace(sides, partner=closed), need_id=None))
    await refused(PairExcluded, plant_introduction(unlicensed))
    await refused(WordsReveal, plant_introduction(sides, words=Text.of("en", f"Ask {PARTNER_NAME}.")))
    embargoed = Place(home="CN", embargoed=frozenset({"KE"}))
    asked = actions.propose(
        sides.offer.slug,
        sides.partner.id,
        country="KE",
        words=WORDS,
        place=embargoed,
        by=SYSTEM,
        now=NOW,
        zone=ZONE,
    )
    await refused(PairExcluded, asked)
    assert await letters() == []
    await plant_introduction(sides, words=Text.of("en", f"{COMPANY_NAME} stands in the catalogue."))
    await refused(AlreadyIntroduced, plant_introduction(sides))


async def plant_sides_of(sides: Sides, **offer: Any) -> Sides:  # noqa: ANN401 - fields of its content
    """The same sides with another offer."""
    return replace(sides, offer=await plant_offer(sides.company, "other", now=NOW, **offer))


async def test_rights_are_asked_for_each_side_and_object(database: Database) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    staff = [
        await somebody(Role.EXPORTER_STAFF, sides.company),
        await somebody(Role.PARTNER_STAFF, sides.partner),
    ]
    outsiders = [await somebody(role) for role in (*Role,) if role not in {Role.ADMINISTRATOR, Role.OFFICER}]

    for asker in (*staff, *outsiders, sides.owner, sides.director):
        for deed in (
            plant_introduction(sides, by=asker),
            actions.withdraw(introduction.id, by=asker, now=NOW),
            actions.lift(introduction.id, "x", by=asker, now=NOW),
        ):
            with pytest.raises(NotAllowed):
                await deed
    for asker in (*staff, *outsiders):
        for side in Side:
            with pytest.raises(NotAllowed):
                await reply(introduction, side, Reply.YES, by=asker)
    officer = await somebody(Role.OFFICER)
    with pytest.raises(NotAllowed):
        await reply(introduction, Side.COMPANY, Reply.YES, by=officer)
    with pytest.raises(AnswerForOthers):
        await reply(introduction, Side.PARTNER, Reply.YES, by=officer)
    for asker, side in ((sides.owner, Side.PARTNER), (sides.director, Side.COMPANY)):
        with pytest.raises(NotAllowed):
            await reply(introduction, side, Reply.YES, by=asker)
    assert await introductions.get(introduction.id) == introduction


async def test_two_answers_at_once_agree_once(database: Database) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)

    outcomes = await asyncio.gather(
        reply(introduction, Side.COMPANY, Reply.YES, by=sides.owner),
        reply(introduction, Side.PARTNER, Reply.YES, by=sides.director),
    )

    assert sorted(each.state for each in outcomes) == [S.AGREED, S.PROPOSED]
    assert (await introductions.get(introduction.id)).state is S.AGREED
    agreed = [each for each in await told(sides) if each[1] is K.INTRODUCTION_AGREED]
    assert agreed == [("company", K.INTRODUCTION_AGREED), ("partner", K.INTRODUCTION_AGREED)]


async def test_a_yes_and_a_no_at_once_decline(database: Database) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)

    outcomes = await asyncio.gather(
        reply(introduction, Side.COMPANY, Reply.YES),
        reply(introduction, Side.PARTNER, Reply.NO),
        return_exceptions=True,
    )

    assert [type(each) for each in outcomes if isinstance(each, Exception)] in ([], [IntroductionOver])
    assert (await introductions.get(introduction.id)).state is S.DECLINED
    assert K.INTRODUCTION_AGREED not in {kind for kind, _ in await letters()}


async def test_two_officers_propose_once(database: Database) -> None:
    sides = await plant_sides()

    outcomes = await asyncio.gather(*(plant_introduction(sides) for _ in range(2)), return_exceptions=True)

    assert [type(each) for each in outcomes if isinstance(each, Exception)] == [AlreadyIntroduced]
    assert len(await letters()) == 2


async def test_who_has_not_answered_is_reminded_and_then_it_lapses(database: Database) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    last = introduction.expires_on
    await reply(introduction, Side.COMPANY, Reply.YES)
    days = await watched()
    assert days == [last - timedelta(days=7), last + timedelta(days=1)]

    for _ in range(2):
        await actions.watch(introduction.id, last, now=at(days[0]), zone=ZONE)
    assert await told(sides) == [
        ("company", K.COMPANY_ASKED),
        ("partner", K.INTRODUCTION_DUE),
        ("partner", K.PARTNER_ASKED),
    ]
    for _ in range(2):
        await actions.watch(introduction.id, last, now=at(days[1]), zone=ZONE)
    kept = await introductions.get(introduction.id)
    assert (kept.state, kept.reminded_at) == (S.LAPSED, at(days[0]))
    assert [each for each in await told(sides) if each[1] is K.INTRODUCTION_ENDED] == [
        ("company", K.INTRODUCTION_ENDED),
        ("partner", K.INTRODUCTION_ENDED),
    ]
    with pytest.raises(IntroductionOver):
        await reply(introduction, Side.PARTNER, Reply.YES, now=at(days[1]))


async def test_the_worker_ends_what_nobody_answered(database: Database) -> None:
    introduction = await plant_introduction(await plant_sides())
    waiting = [job for job in await jobs.list_jobs(limit=100) if job.kind is JobKind.WATCH_INTRODUCTION]

    for job in sorted(waiting, key=lambda job: job.run_at):
        await introductions_handler(lambda at=job.run_at: at, ZONE)(job)  # type: ignore[misc]

    assert (await introductions.get(introduction.id)).state is S.LAPSED


async def test_later_moves_the_last_day_once(database: Database) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    last = introduction.expires_on

    await reply(introduction, Side.PARTNER, Reply.LATER)
    later = await reply(introduction, Side.COMPANY, Reply.LATER)

    assert later.expires_on == last + LATER_GIVES
    await actions.watch(introduction.id, last, now=at(last + timedelta(days=1)), zone=ZONE)
    assert (await introductions.get(introduction.id)).state is S.PROPOSED, "the old last day does not hold"
    assert later.expires_on + timedelta(days=1) in await watched()
    await actions.watch(introduction.id, later.expires_on, now=at(later.expires_on - timedelta(days=7)), zone=ZONE)
    due = [each for each in await told(sides) if each[1] is K.INTRODUCTION_DUE]
    assert due == [("company", K.INTRODUCTION_DUE), ("partner", K.INTRODUCTION_DUE)]
    with pytest.raises(AnswerTooLate):
        await reply(introduction, Side.COMPANY, Reply.YES, now=at(later.expires_on + timedelta(days=1)))


async def test_what_was_taken_back_is_told_to_both_and_what_was_agreed_is_not_taken_back(database: Database) -> None:
    sides = await plant_sides()
    introduction = await plant_introduction(sides)
    await actions.withdraw(introduction.id, by=await somebody(Role.OFFICER), now=NOW)
    ended = [each for each in await told(sides) if each[1] is K.INTRODUCTION_ENDED]
    assert ended == [("company", K.INTRODUCTION_ENDED), ("partner", K.INTRODUCTION_ENDED)]

    agreed = await plant_agreed(sides)
    with pytest.raises(IntroductionOver):
        await actions.withdraw(agreed.id, by=SYSTEM, now=NOW)
    lines = await history.list_lines(object_id=agreed.id)
    assert {change.name for line in lines for change in line.changes} >= {"state", "company_answer", "partner_answer"}


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), ZoneInfo(ZONE))


async def watched() -> list[date]:
    """Days on which the worker looks at an introduction."""
    found = [job for job in await jobs.list_jobs(limit=100) if job.kind is JobKind.WATCH_INTRODUCTION]
    return sorted(job.run_at.astimezone(ZoneInfo(ZONE)).date() for job in found)
