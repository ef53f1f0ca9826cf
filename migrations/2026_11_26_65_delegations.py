"""Members of delegations with their deadlines, and the goods that companies send."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE delegation_member (
        id {uuid} PRIMARY KEY,
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        company {uuid} REFERENCES organisation (id),
        unit {text} NOT NULL,
        name {text} NOT NULL,
        local_name {text} NOT NULL,
        words {text} NOT NULL,
        role {text} NOT NULL
            CHECK (role IN ('head', 'official', 'exhibitor', 'speaker', 'interpreter', 'technician', 'press')),
        email {text} NOT NULL,
        phone {text} NOT NULL,
        language {text} NOT NULL,
        visa {text} NOT NULL CHECK (visa IN ('', 'not_needed', 'needed', 'applied', 'granted', 'refused')),
        passport {text} NOT NULL CHECK (passport IN ('', 'holds', 'short', 'expired')),
        sealed {text} NOT NULL,
        created_at {timestamptz} NOT NULL,
        created_on {date} NOT NULL,
        version {integer} NOT NULL
    )
    """,
    "CREATE INDEX delegation_member_edition ON delegation_member (edition, name, id)",
    "CREATE INDEX delegation_member_latest ON delegation_member (edition, created_on, id)",
    "CREATE INDEX delegation_member_company ON delegation_member (company, edition)",
    """
    CREATE TABLE member_due (
        member {uuid} NOT NULL REFERENCES delegation_member (id) ON DELETE CASCADE,
        kind {text} NOT NULL CHECK (kind IN ('visa', 'freight', 'hotel', 'flight')),
        day {date},
        is_done {boolean} NOT NULL,
        PRIMARY KEY (member, kind)
    ) {without_rowid}
    """,
    """
    CREATE TABLE goods_item (
        id {uuid} PRIMARY KEY,
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        company {uuid} NOT NULL REFERENCES organisation (id),
        number {integer} NOT NULL CHECK (number > 0),
        description {text} NOT NULL,
        pieces {integer} NOT NULL CHECK (pieces > 0),
        weight_g {bigint} NOT NULL CHECK (weight_g >= 0),
        value_minor {bigint} NOT NULL CHECK (value_minor >= 0),
        currency {text} NOT NULL CHECK (length(currency) = 3),
        hs_code {text} NOT NULL,
        origin {text} NOT NULL,
        serial {text} NOT NULL,
        is_returning {boolean} NOT NULL,
        version {integer} NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX goods_item_number ON goods_item (edition, company, number)",
    "CREATE INDEX goods_item_company ON goods_item (company)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
