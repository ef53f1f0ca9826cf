"""How translations stand, earlier wordings of sources, and the glossary."""

from piccolo.columns import UUID, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class SourceWording(Table, tablename="source_wording"):
    """Wordings of sources by their digest, kept when they were the present ones."""

    digest = Varchar(length=16, primary_key=True)
    wording = Text()
    language = Varchar(length=16)
    kept_at = Timestamptz()


class GlossaryTerm(Table, tablename="glossary_term"):
    """Terms, by pair of languages."""

    id = UUID(primary_key=True)
    source_language = Varchar(length=16)
    term = Text()
    language = Varchar(length=16)
    translation = Text()
    note = Text()
    modified_at = Timestamptz()


class TranslationState(Table, tablename="translation_state"):
    """One row for each object and language; its key is both, and Piccolo knows keys of one column only."""

    subject_id = UUID(primary_key=True)
    language = Varchar(length=16)
    subject = Varchar(length=16)
    slug = Text()
    name = Text()
    unit = UUID(null=True, default=None)
    missing = Integer()
    outdated = Integer()
    up_to_date = Integer()
    waiting = Integer()
    weight = Integer()
    weight_current = Integer()
    urgent_at = Timestamptz()
    ends_at = Timestamptz()
