"""Names in addresses of the walk that are the same in every world, or mean something else under some addresses."""

from events_app.domain.sector_words import WordKind, word_id
from tests.builders import an_id
from tests.fee_builders import VAT

NAMES = {
    "subject": "edition",
    "rule_id": str(VAT),
    "line_id": str(an_id("walk line")),
    "page": "exhibitions",
    "scheme_id": str(an_id("walk scheme")),
    "word_key": str(word_id(WordKind.IMPORT, "ships")),
    "job_id": str(an_id("walk job")),
    "filter_id": str(an_id("walk filter")),
    "to": "contact",
    "claim_id": str(an_id("claim own")),
    "evidence_id": str(an_id("evidence own")),
    "introduction_id": str(an_id("introduction own")),
    "file_id": str(an_id("plan own")),
}
"""Parameters that are the same in every world."""


def names_under(path: str) -> dict[str, str]:
    """Names that mean something else under these addresses."""
    special = {
        "/api/v1/companies/{slug}/claims/": {"evidence_id": str(an_id("evidence api own"))},
        "/exchange/": {"file": "exhibitions.csv", "upload_id": str(an_id(f"upload {'calendars' in path}"))},
        "/indicators/": {"version_id": str(an_id("walk indicators")), "upload_id": str(an_id("walk figures"))},
        "/outcomes/": {"file": "by-edition.xlsx"},
        "/ledger/": {"file": "ledger.csv"},
        "/payments/": {"upload_id": str(an_id("walk bank"))},
        "/programmes/": {"file": "pairs.csv", "number": "1"},
    }
    return next((names for part, names in special.items() if part in path), {})
