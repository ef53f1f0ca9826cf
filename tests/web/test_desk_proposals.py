"""Proposals at the desk: progress, the result and its proof, parts accepted, files, two compared."""

import io
from dataclasses import replace

import openpyxl
import pytest

from events_app.actions import programmes as programme_actions
from events_app.actions import proposals as actions
from events_app.domain.history import Deed
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.programmes import Force
from events_app.domain.proposal_results import Bound, BoundKind, Why
from events_app.domain.proposals import Fault, ProposalState, Step
from events_app.domain.rights import SYSTEM, Noun
from events_app.domain.texts import Text
from events_app.storage import history, organisations, programmes, proposals
from tests.builders import an_id
from tests.clients import NOW, Client
from tests.offer_builders import plant_offer
from tests.programme_builders import a_pair, plant_done, plant_programme, the_rules
from tests.web.planting import text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

HOME = "/en/desk/programmes/partners-2027"
HERE = f"{HOME}/proposals/1"
PAIRS = (a_pair("pumps", "KE"), a_pair("valves", "DE", is_forced=True, score=None), a_pair("valves", "KE", score=0.25))


@pytest.fixture(autouse=True)
async def exporters(client: Client) -> None:
    """Exporters that results name."""
    for slug in ("pumps", "valves", "left"):
        await an_organisation(OrganisationKind.EXPORTER, slug, id=an_id(slug), name=Text.of("en", slug.title()))


async def test_a_computation_under_way_says_how_far_it_is_and_is_stopped(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await plant_programme()
    queued = await actions.propose("partners-2027", by=SYSTEM, now=NOW)
    page = (await client.get(HERE)).text
    assert "Waiting to be computed" in text_of(page)
    assert "data-watch" in page
    running = queued.take(now=NOW)
    await proposals.set_(running.advance(Step.FAIRNESS, 0.4, now=NOW), before=queued)

    page = text_of((await client.get(HERE)).text)
    assert "Giving each exporter its share" in page
    assert "40%" in page
    answer = await client.post(HERE, data={"form_token": token_of(client), "deed": "stop"})

    assert answer.headers["location"] == f"{HERE}?done=stop"
    assert (await proposals.get_by_id(queued.id)).state is ProposalState.STOPPED
    stopped = (await client.get(f"{HERE}?done=stop")).text
    assert "The computation is stopped." in text_of(stopped)
    assert "data-watch" not in stopped
    again = await client.post(HERE, data={"form_token": token_of(client), "deed": "stop"})
    assert "is not being computed any more" in text_of(again.text)


async def test_one_that_failed_says_why(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await plant_programme()
    queued = await actions.propose("partners-2027", by=SYSTEM, now=NOW)
    failed = queued.fail(
        Fault.INFEASIBLE,
        unreached=(Bound(BoundKind.MUST, "KE", an_id("valves")),),
        in_the_way=(Bound(BoundKind.CLASS_MOST, "developing"), Bound(BoundKind.MOST_EACH)),
        now=NOW,
    )
    await proposals.set_(failed, before=queued)

    page = text_of((await client.get(HERE)).text)

    for words in (
        "they contradict each other",
        "Has to be: Valves, Kenya",
        "At most so many matches of the class: Developing",
        "Countries or regions for one exporter: all exporters",
    ):
        assert words in page
    nothing = await client.post(HERE, data={"form_token": token_of(client), "deed": "all"})
    assert "There is nothing to accept" in text_of(nothing.text)


async def test_the_result_is_shown_by_country_exporter_and_who_is_left_out(client: Client) -> None:
    await signed_in(client, Role.AUDITOR)
    pumps = await organisations.get_by_slug("pumps")
    offer = await plant_offer(pumps, "wind-pumps", title=Text.of("en", "Wind pumps"))
    await plant_done(replace(PAIRS[0], offer_id=offer.id), *PAIRS[1:])

    page = text_of((await client.get(HERE)).text)

    for words in (
        "Wind pumps",
        "25",
        "Forced",
        "Places in Kenya: +4",
        "+3",
        "Has to be: Valves, Kenya: left out",
        "+10",
        "Germany: 1 of 2",
        "100.02",
        "spring",
    ):
        assert words in page, words
    assert page.index("Germany") < page.index("Kenya")
    by_exporter = text_of((await client.get(f"{HERE}?view=company")).text)
    assert by_exporter.index("Pumps") < by_exporter.index("Valves")
    left = text_of((await client.get(f"{HERE}?view=unserved")).text)
    assert "Left" in left
    assert "needs an export licence" in left
    assert 'name="deed" value="all"' not in (await client.get(HERE)).text
    assert (await client.get(f"{HERE}?view=nonsense&page=zzz")).status_code == 200
    assert (await client.get(f"{HOME}/proposals/9")).status_code == 404


async def test_some_pairs_are_accepted_by_ticks_and_then_all(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    proposal = await plant_done(*PAIRS, rules=the_rules(most_each=2))
    token = {"form_token": token_of(client)}
    ticked = f"{an_id('pumps').hex}:KE"

    for wrong in ([], ["zzz:KE"], [f"{an_id('pumps').hex}:DE"]):
        refused = await client.post(HERE, data=token | {"deed": "some", "pair": wrong})
        assert refused.status_code == 422
    some = await client.post(f"{HERE}?view=company&page=1", data=token | {"deed": "some", "pair": [ticked]})

    assert some.headers["location"] == f"{HERE}?done=some&page=1&view=company"
    assert [pair.key for pair in await proposals.list_accepted(an_id("pumps"))] == [PAIRS[0].key]
    page = (await client.get(HERE)).text
    assert "Accepted in part" in text_of(page)
    assert page.count('name="pair"') == 2
    assert (await client.post(HERE, data=token | {"deed": "all"})).headers["location"] == f"{HERE}?done=all"
    assert (await proposals.get_by_id(proposal.id)).state is ProposalState.ACCEPTED


async def test_pairs_that_do_not_fit_any_more_are_refused_by_name(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await plant_done(*PAIRS, rules=the_rules(most_each=2))
    smaller = replace(await programmes.get("partners-2027"), rules=the_rules(countries=the_rules().countries[1:]))
    await programme_actions.change("partners-2027", smaller, by=SYSTEM, now=NOW)

    refused = await client.post(HERE, data={"form_token": token_of(client), "deed": "all"})

    assert refused.status_code == 422
    assert "Pairs accepted before leave no room: Kenya has 0 places." in text_of(refused.text)
    assert await proposals.list_accepted(an_id("pumps")) == ()


async def test_pairs_leave_as_files_and_the_history_says_so(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await plant_done(*PAIRS)

    csv = await client.get(f"{HERE}/pairs.csv")
    xlsx = await client.get(f"{HERE}/pairs.xlsx")

    lines = csv.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "company,company_name,country,country_name,offer,score,size,forced,accepted"
    assert lines[1:] == [
        "valves,Valves,DE,Germany,,,small,yes,no",
        "pumps,Pumps,KE,Kenya,,0.5,small,no,no",
        "valves,Valves,KE,Kenya,,0.25,small,no,no",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.content)).active
    assert sheet is not None
    assert sheet["A2"].value == "valves"
    told = [line for line in await history.list_lines(limit=5) if line.deed is Deed.EXPORTED]
    assert {(line.noun, line.label) for line in told} == {
        (Noun.PROGRAMME, f"partners-2027/1/pairs.{kind}") for kind in ("csv", "xlsx")
    }
    for gone in ("pairs.pdf", "others.csv"):
        assert (await client.get(f"{HERE}/{gone}")).status_code == 404


async def test_two_proposals_are_compared(client: Client) -> None:
    await signed_in(client, Role.AUDITOR)
    assert (await client.get(f"{HOME}/compare")).status_code == 404
    await plant_done(*PAIRS)
    assert "Two proposals that are computed are needed." in text_of((await client.get(f"{HOME}/compare")).text)
    await plant_done(a_pair("pumps", "KE", score=0.75), a_pair("left", "DE"), number=2, why=Why.FULL, left="valves")

    page = text_of((await client.get(f"{HOME}/compare")).text)

    assert "Only in Proposal 1" in page
    assert "75" in page
    only_first = page[page.index("Only in Proposal 1") : page.index("Only in Proposal 2")]
    assert "Valves" in only_first
    assert "Left" not in only_first
    swapped = text_of((await client.get(f"{HOME}/compare?one=2&other=1")).text)
    assert swapped.index("Only in Proposal 2") < swapped.index("Only in Proposal 1")
    assert (await client.get(f"{HOME}/compare?one=77&other=x")).status_code == 200


async def test_only_who_may_decide_accepts(client: Client) -> None:
    await plant_done(*PAIRS)
    await programme_actions.force("partners-2027", an_id("left"), "KE", Force.MUST_NOT, reason="x", by=SYSTEM, now=NOW)
    for role in (Role.AUDITOR, Role.UNIT_MANAGER):
        await signed_in(client, role)
        answer = await client.post(HERE, data={"form_token": token_of(client), "deed": "all"})
        assert answer.status_code == 403
    assert await proposals.list_accepted(an_id("pumps")) == ()
