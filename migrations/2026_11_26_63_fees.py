"""Fees: tax rules, price lists, invoices, the documents issued for them, payments, lines of the bank."""

from events_app.storage import database, ddl

STATEMENTS = (
    """
    CREATE TABLE tax_rule (
        id {uuid} PRIMARY KEY,
        name {text} NOT NULL,
        rate {integer} NOT NULL CHECK (rate >= 0 AND rate <= 10000),
        country {text} NOT NULL,
        valid_from {date},
        valid_until {date},
        source {text} NOT NULL,
        is_reverse_charge {boolean} NOT NULL,
        is_illustrative {boolean} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        version {integer} NOT NULL,
        CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from <= valid_until)
    )
    """,
    """
    CREATE TABLE price_list (
        edition {uuid} PRIMARY KEY REFERENCES edition (id) ON DELETE CASCADE,
        currency {text} NOT NULL,
        body {text} NOT NULL,
        version {integer} NOT NULL
    )
    """,
    """
    CREATE TABLE invoice (
        id {uuid} PRIMARY KEY,
        application {uuid} NOT NULL REFERENCES application (id),
        edition {uuid} NOT NULL REFERENCES edition (id),
        company {uuid} NOT NULL REFERENCES organisation (id),
        charge {text} NOT NULL,
        currency {text} NOT NULL,
        total {bigint} NOT NULL,
        number {text},
        issued_on {date},
        deposit {bigint} NOT NULL,
        deposit_due {date},
        balance_due {date},
        credited_share {integer} NOT NULL CHECK (credited_share >= 0 AND credited_share <= 10000),
        credited {bigint} NOT NULL,
        paid {bigint} NOT NULL CHECK (paid >= 0),
        reminded_for {date},
        reminded_step {integer} NOT NULL,
        state {text} NOT NULL
            CHECK (state IN ('draft', 'issued', 'partly_paid', 'paid', 'overpaid', 'credited')),
        next_due {date},
        words {text} NOT NULL,
        created_on {date} NOT NULL,
        created_at {timestamptz} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        version {integer} NOT NULL,
        CHECK (credited >= 0 AND credited <= total AND deposit >= 0 AND deposit <= total),
        CHECK ((state = 'draft') = (number IS NULL)),
        CHECK ((number IS NULL) = (issued_on IS NULL))
    )
    """,
    "CREATE UNIQUE INDEX invoice_number ON invoice (number)",
    "CREATE UNIQUE INDEX invoice_of_case ON invoice (application) WHERE credited_share < 10000",
    "CREATE INDEX invoice_application ON invoice (application)",
    "CREATE INDEX invoice_company ON invoice (company, created_on, id)",
    "CREATE INDEX invoice_edition ON invoice (edition, created_on, id)",
    "CREATE INDEX invoice_state ON invoice (state, created_on, id)",
    "CREATE INDEX invoice_created ON invoice (created_on, id)",
    "CREATE INDEX invoice_due ON invoice (next_due, id)",
    """
    CREATE TABLE payment (
        id {uuid} PRIMARY KEY,
        invoice {uuid} NOT NULL REFERENCES invoice (id),
        amount {bigint} NOT NULL CHECK (amount <> 0),
        currency {text} NOT NULL,
        received_on {date} NOT NULL,
        way {text} NOT NULL CHECK (way IN ('hand', 'bank', 'provider')),
        reference {text} NOT NULL,
        payer {text} NOT NULL,
        fingerprint {text},
        person {uuid},
        at {timestamptz} NOT NULL
    )
    """,
    "CREATE INDEX payment_invoice ON payment (invoice, at)",
    "CREATE UNIQUE INDEX payment_fingerprint ON payment (fingerprint)",
    """
    CREATE TABLE issued_document (
        id {uuid} PRIMARY KEY,
        invoice {uuid} NOT NULL REFERENCES invoice (id),
        kind {text} NOT NULL CHECK (kind IN ('invoice', 'credit_note', 'receipt')),
        series {text} NOT NULL,
        year {integer} NOT NULL,
        number {integer} NOT NULL CHECK (number > 0),
        issued_on {date} NOT NULL,
        amount {bigint} NOT NULL,
        statement {text} NOT NULL,
        issued_at {timestamptz} NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX issued_document_number ON issued_document (series, year, number)",
    "CREATE INDEX issued_document_invoice ON issued_document (invoice, issued_at)",
    """
    CREATE TABLE document_counter (
        series {text} NOT NULL,
        year {integer} NOT NULL,
        last {integer} NOT NULL,
        PRIMARY KEY (series, year)
    ) {without_rowid}
    """,
    """
    CREATE TABLE bank_line (
        id {uuid} PRIMARY KEY,
        fingerprint {text} NOT NULL UNIQUE,
        booked_on {date} NOT NULL,
        amount {bigint} NOT NULL,
        currency {text} NOT NULL,
        reference {text} NOT NULL,
        payer {text} NOT NULL,
        state {text} NOT NULL CHECK (state IN ('open', 'counted', 'set_aside')),
        payment {uuid} REFERENCES payment (id),
        imported_at {timestamptz} NOT NULL,
        CHECK ((state = 'counted') = (payment IS NOT NULL))
    )
    """,
    "CREATE INDEX bank_line_state ON bank_line (state, booked_on, id)",
    "CREATE INDEX bank_line_booked ON bank_line (booked_on, id)",
    "CREATE INDEX bank_line_payment ON bank_line (payment)",
    """
    CREATE TABLE upload_again (
        id {uuid} PRIMARY KEY,
        person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        kind {text} NOT NULL CHECK (kind IN ('exhibitions', 'projects', 'calendar', 'indicators', 'bank')),
        name {text} NOT NULL,
        language {text} NOT NULL,
        source {uuid} REFERENCES import_source (id) ON DELETE CASCADE,
        etag {text} NOT NULL,
        content {text} NOT NULL,
        created_at {timestamptz} NOT NULL
    )
    """,
    """
    INSERT INTO upload_again (id, person, kind, name, language, source, etag, content, created_at)
    SELECT id, person, kind, name, language, source, etag, content, created_at FROM upload
    """,
    "DROP TABLE upload",
    "ALTER TABLE upload_again RENAME TO upload",
    "CREATE INDEX upload_person ON upload (person, created_at)",
    "CREATE INDEX upload_created_at ON upload (created_at)",
    "CREATE INDEX upload_source ON upload (source)",
)
KEPT_SQLITE = tuple(
    f"""
    CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table}
    BEGIN SELECT RAISE(ABORT, 'what was issued or paid is never changed'); END
    """
    for table in ("issued_document", "payment")
    for deed in ("update", "delete")
)
KEPT_POSTGRES = (
    """
    CREATE FUNCTION fees_are_kept() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'what was issued or paid is never changed'; END $$
    """,
    *(
        f"""
        CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION fees_are_kept()
        """
        for table in ("issued_document", "payment")
    ),
)


async def forwards() -> None:
    """Make the tables, keep what was issued or paid from being changed, and let files of the bank wait as others do."""
    await ddl.run(*STATEMENTS, *(KEPT_POSTGRES if database.current().dialect == "postgres" else KEPT_SQLITE))
