"""The kinds of pages behind the sign-in, one address of each, and how one signs in."""

from collections.abc import Mapping

from playwright.async_api import Page

EDITION = "hannover-messe-2028"
"""A draft of the demo."""
PUBLIC = "desk/exhibitions/mwc-bcn-2027"
GUESTS = "desk/exhibitions/hannover-messe-2027/sessions/19cfb9f0-a5a9-5947-89d7-d21f3eb10e10/guests"
"""A session of the demo, whose ids are the same each time."""
SHIPS = "728ef820-584f-517e-8c5e-d620c30cb8a9"
"""The word for an import."""
PROGRAMME = "desk/programmes/partner-countries"
"""The programme of the demo, with one proposal."""
PROPOSED = "858ab664-cbb4-5d38-abb8-b3cb00f1ebcb"
AGREED = "6b5ead5c-b1e8-5e0b-aa17-f0c231e3c933"
DECLINED = "2938d839-c3a0-5319-8f1e-fc39f85a98d1"
"""Introductions of the demo."""
STANDS = "desk/exhibitions/cisce-2027"
HALL = "d3b5b6be-15d3-5e77-ac94-bfa306110e8c"
"""The edition of the demo that has halls, and the first of them."""
INVOICE = "3184acfc-be66-575c-9913-b2c6df7d92f7"
DRAFT = "44c6acf5-14db-5f4f-9479-0db6b90401dc"
"""Invoices of the demo."""
HELD = "desk/exhibitions/facim-2026"
"""An edition of the demo that is over, with check-ins."""
MEMBER = "7804836b-08dd-5f5c-8bd1-1260aa1acb28"
ITEM = "3b4f5843-1abf-5c01-b0fe-628d1b3ac560"
OWN = "company/lanyu-valve/delegations/cisce-2027"
"""A member of its delegation with goods of the same company, and the company's own pages about both."""
DESK_PAGES: Mapping[str, str] = {
    "today": "desk",
    "editions": "desk/exhibitions",
    "editions with filters": "desk/exhibitions?status=draft&q=hannover&order=newest",
    "editions without a find": "desk/exhibitions?q=zzzz",
    "new edition": "desk/exhibitions/new",
    "draft": f"desk/exhibitions/{EDITION}",
    "public edition": PUBLIC,
    "editing": f"desk/exhibitions/{EDITION}/edit",
    "preview": f"desk/exhibitions/{EDITION}/preview",
    "postponing": f"{PUBLIC}/postpone",
    "cancelling": f"{PUBLIC}/cancel",
    "copying": f"{PUBLIC}/copy",
    "approval": f"desk/exhibitions/{EDITION}/approval",
    "picture": "desk/exhibitions/hannover-messe-2027/picture",
    "new session": f"desk/exhibitions/{EDITION}/sessions/new",
    "new deadline": f"desk/exhibitions/{EDITION}/deadlines/new",
    "guests": GUESTS,
    "new assignment": f"desk/exhibitions/{EDITION}/staff/new",
    "deadline templates": "desk/deadlines",
    "deadlines of a unit": "desk/deadlines/delegations",
    "projects": "desk/projects",
    "project": "desk/projects/aswan-solar-plant",
    "halls and stands": f"{STANDS}/stands",
    "halls and stands with filters": f"{STANDS}/stands?state=held&order=area",
    "proposed allotments": f"{STANDS}/allotments",
    "proposed allotment": f"{STANDS}/allotments/1",
    "proposed allotment with filters": f"{STANDS}/allotments/1?standing=unplaced&order=area",
    "new hall": f"{STANDS}/halls/new",
    "rows of stands": f"{STANDS}/halls/{HALL}/rows",
    "importing a plan": f"{STANDS}/plan-import",
    "badges": f"{STANDS}/badges",
    "badges with filters": f"{STANDS}/badges?state=printed&role=exhibitor&order=latest",
    "check-in": f"{STANDS}/check-in",
    "attendance": f"{HELD}/attendance",
    "visitors of a company": "company/guandu-copper/exhibitions/facim-2026/visitors",
    "delegation": f"{STANDS}/delegation",
    "delegation with filters": f"{STANDS}/delegation?visa=needed&lack=validity&order=newest",
    "new member": f"{STANDS}/delegation/new",
    "member": f"{STANDS}/delegation/{MEMBER}",
    "passport that is over": f"{STANDS}/delegation/{MEMBER}/passport",
    "letters to the consulate": f"{STANDS}/delegation/letters",
    "goods of a company": f"{STANDS}/goods?company=d0b05edf-9289-53c4-969e-1d0571bb1de3&list=carnet",
    "goods": f"{STANDS}/goods/{ITEM}",
    "delegation of a company": OWN,
    "member of a company": f"{OWN}/members/{MEMBER}",
    "new goods of a company": f"{OWN}/goods/new",
    "technology offers": "desk/offers",
    "matches": "desk/matches",
    "weights of matching": "desk/matches/weights",
    "matches of a country": "desk/matches/countries/KE",
    "matches of an offer": "desk/matches/offers/lanyu-valve-1",
    "a match": "desk/matches/offers/lanyu-valve-1/KE",
    "introductions": "desk/introductions?state=declined",
    "an introduction": f"desk/introductions/{PROPOSED}",
    "an introduction that was declined": f"desk/introductions/{DECLINED}",
    "introductions of a partner": "partner/rift-valley-centre/introductions",
    "an introduction of a partner": f"partner/rift-valley-centre/introductions/{PROPOSED}",
    "an introduction that a partner agreed to": f"partner/maputo-corridor/introductions/{AGREED}",
    "technology needs": "desk/needs",
    "technology needs with filters": "desk/needs?state=approved&order=ending&country=KE",
    "new technology need": "desk/needs/new",
    "need in review": "desk/needs/solar-pumps-dry-wells",
    "need of the authority": "desk/needs/glacier-lake-monitoring",
    "needs of a partner": "partner/rift-valley-centre/needs",
    "need returned to a partner": "partner/rift-valley-centre/needs/milk-cooling-off-grid",
    "editing a need": "partner/rift-valley-centre/needs/milk-cooling-off-grid/edit",
    "matching programmes": "desk/programmes",
    "new matching programme": "desk/programmes/new",
    "matching programme": PROGRAMME,
    "editing a matching programme": f"{PROGRAMME}/edit",
    "proposal": f"{PROGRAMME}/proposals/1",
    "proposal by exporter": f"{PROGRAMME}/proposals/1?view=company",
    "proposal without matches": f"{PROGRAMME}/proposals/1?view=unserved",
    "comparing proposals": f"{PROGRAMME}/compare",
    "claims for support": "desk/claims",
    "what came of exhibitions": "desk/outcomes",
    "reports of an edition": f"{PUBLIC}/reports",
    "support schemes": "desk/schemes",
    "invoices": "desk/invoices?order=oldest",
    "ledger": "desk/ledger",
    "lines of the bank": "desk/payments",
    "sending a file of the bank": "desk/payments/new",
    "tax rules": "desk/taxes",
    "new tax rule": "desk/taxes/new",
    "fees of an edition": f"{STANDS}/fees",
    "an invoice": f"desk/invoices/{INVOICE}",
    "draft of an invoice": f"desk/invoices/{DRAFT}",
    "new support scheme": "desk/schemes/new",
    "indicators": "desk/indicators",
    "sending a table of indicators": "desk/indicators/new",
    "offer in review": "desk/offers/jinsha-turbine-56",
    "profile of a company": "company/lanyu-valve/profile",
    "editing a profile": "company/lanyu-valve/profile/edit",
    "translations": "desk/translations",
    "texts of a project": "desk/translations/project/aswan-solar-plant?in=pt",
    "glossary": "desk/translations/glossary?in=fr",
    "import and export": "desk/exchange",
    "mail": "desk/mail",
    "webhooks": "desk/webhooks",
    "organisations": "desk/organisations",
    "organisation": "desk/organisations/delegations",
    "new organisation": "desk/organisations/new",
    "history": "desk/history",
    "account": "account",
    "second factor": "account/second-factor",
    "countries": "desk/countries",
    "figures": "desk/figures",
    "feeds": "desk/feeds",
    "private feeds": "account/feeds",
    "words for sectors": "desk/sector-words?standing=undecided",
    "one word for sectors": f"desk/sector-words/{SHIPS}",
}
OPEN_PAGES: Mapping[str, str] = {
    "sign-in": "sign-in",
    "forgotten password": "forgot-password",
    "spent link": "reset-password",
    "spent invitation": "invitation",
    "registering": "register",
    "spent registration": "registration",
}
"""Pages with forms for people who are not signed in."""


async def sign_in(page: Page, email: str, password: str, language: str = "en") -> None:
    """Sign in through the form."""
    await page.goto(f"/{language}/sign-in")
    await page.fill("#email", email)
    await page.fill("#password", password)
    await page.press("#password", "Enter")
    await page.wait_for_url("**/desk")
