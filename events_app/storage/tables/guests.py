"""Guests of programme sessions."""

from piccolo.columns import UUID, ForeignKey, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.exhibitions import Edition
from events_app.storage.tables.people import Person


class SessionGuest(Table, tablename="session_guest"):
    """Who is invited to which session; `told` is the invitation as it was told last, as JSON.

    `session` is no foreign key: sessions are written anew whenever their edition is saved.
    """

    id = UUID(primary_key=True)
    edition = ForeignKey(references=Edition, index=True)
    session = UUID()
    email = Text()
    name = Text()
    language = Varchar(length=16)
    zone = Varchar(length=64)
    person = ForeignKey(references=Person, null=True, default=None, index=True)
    state = Varchar(length=16)
    told = Text()
    told_at = Timestamptz()
    ends_at = Timestamptz()
