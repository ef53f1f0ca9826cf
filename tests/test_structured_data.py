"""Linked data of real pages and feeds: each is one document that schema.org's vocabulary holds, in every language."""

import json
import re
from datetime import date

from events_app.domain.exhibitions import Days, EditionStatus
from tests.builders import a_deadline, a_session, a_text
from tests.formats.readers import needs_schema, strangers_to_schema
from tests.web.planting import a_fair, planted_client

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@needs_schema
async def test_pages_and_feeds_speak_the_vocabulary(sqlite_url: str) -> None:
    fairs = [
        a_fair("plain", date(2027, 3, 1)),
        a_fair("full", date(2027, 4, 5), sessions=(a_session(),), deadlines=(a_deadline(),)),
        a_fair("off", date(2027, 5, 1), status=EditionStatus.CANCELLED, reason=a_text("No hall.")),
        a_fair(
            "moved",
            date(2027, 6, 1),
            status=EditionStatus.POSTPONED,
            former_days=(Days(date(2027, 2, 1), date(2027, 2, 3)),),
        ),
    ]
    documents: dict[str, object] = {}
    async with planted_client(sqlite_url, fairs) as client:
        series = re.findall(r'href="/en/(series/[^"]+)"', (await client.get("/en/exhibitions/full")).text)[0]
        for path in ("", series, *(f"exhibitions/{fair.slug}" for fair in fairs)):
            for language in ("en", "ar", "zh-Hans"):
                scripts = SCRIPT.findall((await client.get(f"/{language}/{path}")).text)
                assert len(scripts) == 1, path
                documents[f"{language}/{path}"] = json.loads(scripts[0])
        feed = (
            await client.get("/feeds/fr/calendar.jcal?detail=full&kind=exhibition&kind=deadline&kind=session")
        ).json()
    for number, event in enumerate(part for part in feed[2] if part[0] == "vevent"):
        told = [values[0] for name, _, _, *values in event[1] if name == "structured-data"]
        assert len(told) == 1
        documents[f"feed {number}"] = json.loads(told[0])

    assert strangers_to_schema(documents) == {name: [] for name in documents}
    assert len(documents) > 20
