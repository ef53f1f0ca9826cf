"""Inviting to programme sessions, withdrawing, and telling guests what became of a session.

Whoever may edit an edition may invite to its sessions. Names and addresses stay out of the history, whose lines are
kept for ever: it says how many were invited or let go.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.history import record
from events_app.actions.mail import post_session
from events_app.domain.calendar import CalendarEntry, EntryKind, entry_id
from events_app.domain.exhibitions import AlreadyCancelled, Edition, EditionStatus, NotPublic
from events_app.domain.guests import MOST_AT_ONCE, MOST_GUESTS, Guest, SessionOver, TooManyAtOnce, TooManyGuests
from events_app.domain.history import Deed, FieldChange
from events_app.domain.invitations import Invitation
from events_app.domain.letters import Mailbox
from events_app.domain.people import RETENTION, Person
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, may, require
from events_app.storage import calendar, exhibitions, guests, people
from events_app.storage.database import transaction


@dataclass(frozen=True, slots=True)
class Invited:
    """How many were invited now, and how many of those asked for had been before."""

    now: int
    before: int


async def invite(
    slug: str, session_id: UUID, mailboxes: Sequence[Mailbox], *, language: str, by: Asker, now: datetime
) -> Invited:
    """Invite people to a session of a public edition; who is invited already is left as they are.

    People with an account that the asker may see are written to in their own language; the others in `language`.
    Raises NotFound, NotAllowed, NotPublic, AlreadyCancelled, SessionOver, TooManyAtOnce or TooManyGuests.
    """
    if len(mailboxes) > MOST_AT_ONCE:
        raise TooManyAtOnce(most=MOST_AT_ONCE)
    async with transaction():
        await exhibitions.lock_edition(slug)
        edition = await _editable(slug, session_id, by)
        told = await _invitation(edition, session_id, now)
        known = {guest.to.address: guest for guest in await guests.list_of_session(session_id)}
        again = [known[m.address] for m in mailboxes if m.address in known and not known[m.address].is_expected]
        added = [
            await _guest(edition, session_id, mailbox, told, language=language, by=by, now=now)
            for mailbox in mailboxes
            if mailbox.address not in known
        ]
        if len(known) + len(added) > MOST_GUESTS:
            raise TooManyGuests(most=MOST_GUESTS)
        await guests.add(added)
        for guest in added:
            await _post(guest, now=now)
        for guest in again:
            await _keep(guest.invite_again(told, now=now), now=now)
        count = len(added) + len(again)
        if count:
            await _record(Deed.INVITED, edition, FieldChange("guests", None, count), by=by, now=now)
    return Invited(count, len(mailboxes) - count)


async def withdraw(slug: str, session_id: UUID, guest_id: UUID, *, by: Asker, now: datetime) -> Guest:
    """Take an invitation back and tell the guest; one that was withdrawn already stays so.

    Raises NotFound or NotAllowed.
    """
    async with transaction():
        await exhibitions.lock_edition(slug)
        edition = await _editable(slug, session_id, by)
        guest = await guests.get(guest_id)
        if guest.session_id != session_id:
            raise NotFound
        after = guest.withdraw(now=now)
        if after != guest:
            await _keep(after, now=now)
            await _record(Deed.CHANGED, edition, FieldChange("guests", 1, None), by=by, now=now)
    return after


async def tell_guests(edition: Edition, *, now: datetime) -> None:
    """Tell guests what became of their sessions: called in the transaction that changed the edition and its entries.

    The guests of a session that is gone are forgotten once they are told.
    """
    invited = await guests.list_of_edition(edition.id)
    if not invited:
        return
    entries = {entry.id: entry for entry in await calendar.list_of_subject(edition.id)}
    for guest in invited:
        after = guest.follow(entries.get(entry_id(EntryKind.SESSION, guest.session_id)), now=now)
        if after != guest:
            await _keep(after, now=now)
    sessions = {session.id for session in edition.sessions}
    await guests.remove_(guest.id for guest in invited if guest.session_id not in sessions)


async def forget_guests(*, now: datetime) -> None:
    """Forget the guests of sessions that ended longer ago than names and addresses are kept."""
    await guests.remove_ended_before(now - RETENTION)


async def _editable(slug: str, session_id: UUID, by: Asker) -> Edition:
    edition = await exhibitions.get_edition(slug)
    require(by, Right.EDIT, Noun.EXHIBITION, owner=edition.unit_id)
    if all(session.id != session_id for session in edition.sessions):
        raise NotFound
    return edition


async def _invitation(edition: Edition, session_id: UUID, now: datetime) -> Invitation:
    if not edition.is_public:
        raise NotPublic
    if edition.status is EditionStatus.CANCELLED:
        raise AlreadyCancelled
    entry = await _entry(edition, session_id)
    if entry.ends_at is not None and entry.ends_at <= now:
        raise SessionOver
    return Invitation.of_entry(entry)


async def _entry(edition: Edition, session_id: UUID) -> CalendarEntry:
    wanted = entry_id(EntryKind.SESSION, session_id)
    found = [entry for entry in await calendar.list_of_subject(edition.id) if entry.id == wanted]
    if not found:
        raise NotFound
    return found[0]


async def _guest(
    edition: Edition, session_id: UUID, mailbox: Mailbox, told: Invitation, *, language: str, by: Asker, now: datetime
) -> Guest:
    guest = Guest(
        id=uuid4(),
        edition_id=edition.id,
        session_id=session_id,
        to=mailbox,
        language=language,
        told=replace(told, revised_at=now),
        told_at=now,
    )
    person = await people.find_by_email(mailbox.address)
    if person is None or not person.is_active or not await _may_see(person, by):
        return guest
    to = Mailbox(mailbox.address, person.name)
    return replace(guest, to=to, language=person.language, zone=person.zone, person_id=person.id)


async def _may_see(person: Person, by: Asker) -> bool:
    """Whether the asker may know that this person has an account: an address must not tell a stranger's name."""
    if may(by, Right.READ, Noun.PERSON):
        return True
    theirs = await people.list_memberships(person_ids=[person.id])
    return any(may(by, Right.READ, Noun.PERSON, owner=each.organisation_id) for each in theirs)


async def _keep(guest: Guest, *, now: datetime) -> None:
    await guests.set_(guest)
    await _post(guest, now=now)


async def _post(guest: Guest, *, now: datetime) -> None:
    await post_session(guest.letter_kind, guest.told, to=guest.to, language=guest.language, zone=guest.zone, now=now)


async def _record(deed: Deed, edition: Edition, *changes: FieldChange, by: Asker, now: datetime) -> None:
    owner, label = edition.unit_id, edition.slug
    await record(deed, Noun.EXHIBITION, edition.id, by=by, now=now, owner=owner, label=label, changes=changes)
