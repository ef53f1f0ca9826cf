"""Matches through the API: scores for organisers, and what companies and partner organisations read of their own."""

from typing import Any

from httpx import AsyncClient

from events_app.domain.introductions import Reply, Side
from events_app.domain.match_reasons import Part
from events_app.domain.needs import Visibility as NeedVisibility
from events_app.domain.offers import Visibility
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.storage import introductions, match_weights
from tests.api.bearing import API, READ, Headers, bearing, held
from tests.clients import NOW
from tests.introduction_builders import an_introduction
from tests.need_builders import plant_need
from tests.offer_builders import plant_offer
from tests.web.signing_in import an_organisation

LIST, WEIGHTS = f"{API}/matches", f"{API}/matches/weights"
PUMPS: dict[str, Any] = {"country": "KE", "sectors": ("industry",), "fields": (27, 31), "now": NOW}


async def a_shop(slug: str = "valves") -> Organisation:
    return await an_organisation(OrganisationKind.EXPORTER, slug, country="CN")


async def pages_of(client: AsyncClient, address: str, headers: Headers) -> list[dict[str, Any]]:
    """Every item of a list, page by page."""
    items: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        page = (await client.get(following, headers=headers)).json()
        items, following = [*items, *page["items"]], page["next"]
    return items


async def test_scores_are_listed_best_first_and_narrowed_as_on_the_page(client: AsyncClient) -> None:
    await plant_offer(await a_shop(), now=NOW)
    await plant_offer(await a_shop("drugs"), "vaccines", sectors=("pharma",), fields=(16,), now=NOW)
    await plant_need(None, "valves-wanted", **PUMPS)
    officer = await bearing(Role.UNIT_OFFICER, READ)

    whole = await pages_of(client, f"{LIST}?group=EU&limit=20", officer)
    needed = await pages_of(client, f"{LIST}?show=needs&lang=fr", officer)
    alone = await pages_of(client, f"{LIST}?country=KE&sector=pharma&class=developing", officer)
    odd = await client.get(f"{LIST}?country=XX&size=vast&cursor=x&show=all", headers=officer)

    assert [item["place"] for item in whole] == list(range(1, 2 * 27 + 1))
    assert [item["score"] for item in whole] == sorted((item["score"] for item in whole), reverse=True)
    assert len({(item["company"], item["country"]) for item in whole}) == 2 * 27
    assert [(item["company"], item["country"]) for item in needed] == [("valves", "KE"), ("drugs", "KE")]
    assert needed[0]["labels"] == {"country": "Kenya", "verdict": "Correspondance moyenne"}
    assert [(item["offer"], item["place"]) for item in alone] == [("vaccines", 1)]
    assert sorted(error["parameter"] for error in odd.json()["errors"]) == ["country", "cursor", "show", "size"]


async def test_a_pair_is_explained_with_sources_and_years_and_says_why_it_is_excluded(client: AsyncClient) -> None:
    shop = await a_shop()
    offer = await plant_offer(shop, now=NOW)
    await plant_need(None, "valves-wanted", **PUMPS)
    officer, at = await bearing(Role.AUDITOR), f"{LIST}/offers/{offer.slug}"

    read = await client.get(f"{at}/KE?lang=fr", headers=officer)
    home = (await client.get(f"{at}/CN?lang=en", headers=officer)).json()

    pair = read.json()
    assert (pair["company"], pair["needs"], pair["weights_version"]) == ("valves", ["valves-wanted"], 0)
    assert [part["part"] for part in pair["parts"]] == [part.value for part in Part]
    assert abs(sum(part["brings"] for part in pair["parts"]) - pair["score"]) < 0.001
    figures = [reason for part in pair["parts"] for reason in part["reasons"] if reason["year"]]
    assert figures
    assert all(str(reason["year"]) in reason["source"] for reason in figures)
    assert "Pompes pour puits secs" in pair["parts"][0]["reasons"][0]["sentence"]
    assert (home["score"], home["exclusions"]) == (None, ["This is our own country."])
    assert (await client.get(f"{at}/XX", headers=officer)).status_code == 404


async def test_a_company_is_told_neither_hidden_needs_nor_what_a_partner_answered(client: AsyncClient) -> None:
    shop = await a_shop()
    offer = await plant_offer(shop, now=NOW)
    need = await plant_need(None, "secret", visibility=NeedVisibility.ORGANISERS, **PUMPS)
    partner = await an_organisation(OrganisationKind.PARTNER, "wells", country="PE")
    refused = an_introduction(offer_id=offer.id, company_id=shop.id, partner_id=partner.id, country="PE")
    token = await bearing(Role.EXPORTER_STAFF, READ, organisation=shop)
    at = f"{API}/companies/valves/matches"

    first = (await client.get(f"{at}?limit=1", headers=token)).json()
    pair = await client.get(f"{at}/{offer.slug}/KE", headers=token)
    others = (await client.get(LIST, headers=token), await client.get(f"{API}/companies/x/matches", headers=token))

    assert [(item["country"], item["offer"]) for item in first["items"]] == [("KE", offer.slug)]
    assert "a need that only organisers see" in " ".join(first["items"][0]["reasons"])
    assert need.content.title.shown("en").text not in pair.text
    assert (pair.json()["needs"], pair.json()["place"]) == ([], 1)
    assert [answer.status_code for answer in others] == [403, 404]
    await introductions.add(refused.answer(Side.PARTNER, Reply.NO, by=None, now=NOW, today=NOW.date()))
    told = (await client.get(f"{at}/{offer.slug}/PE", headers=token)).json()
    assert told["exclusions"] == ["An introduction was proposed here and did not come about."]


async def test_a_partner_reads_no_score_no_policy_and_no_offer_of_organisers(client: AsyncClient) -> None:
    partner = await an_organisation(OrganisationKind.PARTNER, "wells", country="KE")
    await plant_offer(await a_shop(), now=NOW)
    await plant_offer(await a_shop("drugs"), "vaccines", sectors=("pharma",), fields=(16,), now=NOW)
    await plant_offer(await a_shop("inner"), "inner", visibility=Visibility.ORGANISERS, now=NOW)
    hidden = NeedVisibility.ORGANISERS
    own = await plant_need(partner, "mine", sectors=("pharma",), fields=(16,), visibility=hidden, now=NOW)
    token, at = await bearing(Role.PARTNER_STAFF, organisation=partner), f"{API}/partners/wells/matches"

    listed = (await client.get(at, headers=token)).json()["items"]
    pair = await client.get(f"{at}/vaccines", headers=token)

    assert [item["offer"] for item in listed] == ["vaccines", "control-valves"]
    assert own.content.title.shown("en").text in " ".join(listed[0]["reasons"])
    assert listed[0].keys() == {"place", "offer", "offer_title", "company", "company_name", "reasons", "labels"}
    assert [part["part"] for part in pair.json()["parts"]] == ["need", "complementarity", "protection", "access"]
    assert not {"score", "share", "brings", "weights_version", "out_of"} & {*pair.json(), *pair.json()["parts"][0]}
    assert [one["offer"] for one in await pages_of(client, f"{at}?sector=pharma&limit=1", token)] == ["vaccines"]
    assert (await client.get(f"{at}/inner", headers=token)).status_code == 404


async def test_weights_are_put_in_force_by_a_patch_and_kept_by_version(client: AsyncClient) -> None:
    officer = await bearing(Role.OFFICER)
    read = await client.get(WEIGHTS, headers=officer)

    new = {"weights": {"need": 60}, "note": "More needs"}
    changed = await client.patch(WEIGHTS, json=new, headers=held(officer, read.headers["etag"]))
    stale = await client.patch(WEIGHTS, json={}, headers=held(officer, read.headers["etag"]))
    none = {part.value: 0 for part in Part}
    empty = await client.patch(WEIGHTS, json={"weights": none}, headers=held(officer, "*"))
    auditor = await client.patch(WEIGHTS, json={}, headers=held(await bearing(Role.AUDITOR), "*"))
    again = await client.patch(WEIGHTS, json={"developing_percent": 70}, headers=held(officer, changed.headers["etag"]))

    kept = await match_weights.get_current()
    assert (read.json()["version"], read.json()["versions"]) == (0, [])
    assert [answer.status_code for answer in (changed, stale, empty, auditor, again)] == [200, 412, 422, 403, 200]
    assert (kept.version, kept.values[Part.NEED], kept.values[Part.MARKET], kept.developing_percent) == (2, 60, 15, 70)
    assert [(one["version"], one["note"]) for one in again.json()["versions"]] == [(2, ""), (1, "More needs")]
