"""What changed in a calendar since it was last read (RFC 6578), told from the log of the calendar.

A token names a version of the log and, where an answer was cut, the entry after which it goes on. It holds a mark, too,
of the calendar, its options, words and code: after an upgrade objects have other bytes although no entry changed,
and reading begins anew, as it does with the token of another calendar. What time alone changes stands in no log, so a
token says, too, up to which such moment its reader has seen everything.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from http import HTTPStatus
from typing import Final
from uuid import UUID
from xml.etree.ElementTree import Element

from events_app.feeds.caldav import check_data, responses
from events_app.feeds.dav_collections import CalendarObject, Reader, Resource
from events_app.feeds.dav_xml import DavError, dav, gone, multistatus
from events_app.feeds.marks import mark_of
from events_app.feeds.webdav import Versions, Wish, wish_of
from events_app.storage import calendar, calendar_log
from events_app.storage.calendar import State
from events_app.storage.calendar_log import LogPosition, Turn

PREFIX: Final = "urn:events-app:sync"
MARK_LETTERS: Final = 12
MOST_CHANGES: Final = 2_000
"""So many changes are told at once at most, whatever the client would take."""
BEGINNING, CHANGES = "all", "since"


@dataclass(frozen=True, slots=True)
class Token:
    """Where reading goes on: in the first reading of everything (`is_first`), or in the log; after `after`.

    `turn` is the last of the changes by time alone that the reader has seen.
    """

    version: int
    after: UUID | None = None
    is_first: bool = False
    turn: Turn | None = None

    def written(self, mark: str) -> str:
        """A URI, as the RFC wants it."""
        part = BEGINNING if self.is_first else CHANGES
        turn = f"{self.turn.at.isoformat()}/{self.turn.entry_id}" if self.turn else ""
        return f"{PREFIX}:{mark}:{part}:{self.version}:{self.after or ''}:{turn}"


@dataclass(frozen=True, slots=True)
class Part:
    """What is told at once, and the token of what follows; `is_cut`: there is more."""

    there: Sequence[CalendarObject]
    gone: Sequence[UUID]
    token: Token
    is_cut: bool


def versions_of(resource: Resource, reader: Reader) -> Versions:
    """Sync token and tag of a calendar as it is."""
    token = Token(reader.state.version, turn=reader.turn).written(short_mark(resource, reader.state))
    return Versions(token, token.removeprefix(f"{PREFIX}:"))


def short_mark(resource: Resource, state: State) -> str:
    """Enough to tell two apart: of words and code, and of what the calendar holds and how it looks."""
    key = resource.target.key if resource.target else ()
    whole = f"{mark_of(resource.speech.settings, state.words_version)}\0{key!r}"
    return blake2b(whole.encode(), digest_size=MARK_LETTERS // 2).hexdigest()


async def sync_collection(root: Element, resource: Resource, reader: Reader, *, depth: str) -> bytes:
    """Answer the report. Raises DavError: 400 for another level than 1, 403 (valid-sync-token) for a foreign token."""
    check_data(root)
    level = (root.findtext(dav("sync-level")) or depth).strip()
    if level != "1":
        raise DavError(HTTPStatus.BAD_REQUEST if level != "infinite" else HTTPStatus.FORBIDDEN)
    mark = short_mark(resource, reader.state)
    given = (root.findtext(dav("sync-token")) or "").strip()
    token = (
        read_token(given, mark, reader.state) if given else Token(reader.state.version, is_first=True, turn=reader.turn)
    )
    limit = _limit(root)
    part = await (
        _first(resource, reader, token, limit) if token.is_first else _changes(resource, reader, token, limit)
    )
    return await asyncio.to_thread(_written, resource, part, wish_of(root), mark)


def read_token(text: str, mark: str, state: State) -> Token:
    """Read a token of ours. Raises DavError (403, valid-sync-token) for another one, or one that holds no more."""
    head, _, rest = text.removeprefix(f"{PREFIX}:").partition(":")
    part, _, place = rest.partition(":")
    version, _, place = place.partition(":")
    after, _, turn = place.partition(":")
    try:
        token = Token(int(version), UUID(after) if after else None, part == BEGINNING, _turn(turn))
    except ValueError:
        token = None
    is_ours = token is not None and part in {BEGINNING, CHANGES} and token.written(head) == text
    if token is None or not is_ours or head != mark or not 0 <= token.version <= state.version:
        raise DavError(HTTPStatus.FORBIDDEN, dav("valid-sync-token"))
    return token


def _turn(text: str) -> Turn | None:
    """Raises ValueError for what is none."""
    at, _, entry_id = text.partition("/")
    return Turn(_aware(datetime.fromisoformat(at)), UUID(entry_id)) if text else None


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError
    return moment


async def _first(resource: Resource, reader: Reader, token: Token, limit: int | None) -> Part:
    """Everything there is, by id, so that a cut answer can go on. What changes meanwhile is told by the log later."""
    there = sorted(await reader.all(resource), key=lambda one: one.id)
    if token.after is not None:
        there = [one for one in there if one.id > str(token.after)]
    if limit is None or len(there) <= limit:
        return Part(there, (), Token(token.version, turn=token.turn), is_cut=False)
    there = there[:limit]
    return Part(there, (), replace(token, after=UUID(there[-1].id)), is_cut=True)


async def _changes(resource: Resource, reader: Reader, token: Token, limit: int | None) -> Part:
    if token == Token(reader.state.version, turn=reader.turn):
        return Part((), (), token, is_cut=False)
    most = min(limit or MOST_CHANGES, MOST_CHANGES)
    lines = await calendar_log.list_since(LogPosition(token.version, token.after), limit=most + 1)
    # What was written after the state was read belongs to the next reading.
    lines = tuple(line for line in lines if line.version <= reader.state.version)
    turned: tuple[Turn, ...] = ()
    if len(lines) <= most and token.turn != reader.turn:
        turned = await calendar_log.list_turns(token.turn, reader.now, limit=most - len(lines) + 1)
    is_cut = len(lines) + len(turned) > most
    lines, turned = lines[:most], turned[: most - len(lines)]
    ids = [line.entry_id for line in lines if line.gone_at is None] + [turn.entry_id for turn in turned]
    entries = await calendar.list_of_ids(ids)
    there = await reader.of_entries(resource, entries)
    # An entry keeps its kind, so those of kinds that are not in this calendar were never in it.
    kinds = resource.target.choice.selection.effective_kinds if resource.target else ()
    foreign = {entry.id for entry in entries if entry.kind not in kinds}
    told = dict.fromkeys([line.entry_id for line in lines] + ids)
    gone_ids = [entry_id for entry_id in told if str(entry_id) not in there and entry_id not in foreign]
    seen = turned[-1] if turned else token.turn
    after = Token(reader.state.version, turn=seen if is_cut else reader.turn)
    if is_cut and not turned and lines:
        after = Token(lines[-1].version, lines[-1].entry_id, turn=seen)
    return Part(tuple(there.values()), gone_ids, after, is_cut)


def _written(resource: Resource, part: Part, wish: Wish, mark: str) -> bytes:
    """Runs in a thread."""
    answers: list[Element | str] = [*responses(resource, part.there, wish)]
    answers += [gone(f"{resource.path}{entry_id}.ics") for entry_id in part.gone]
    if part.is_cut:
        answers.append(gone(resource.path, HTTPStatus.INSUFFICIENT_STORAGE, dav("number-of-matches-within-limits")))
    return multistatus(answers, sync_token=part.token.written(mark))


def _limit(root: Element) -> int | None:
    text = root.findtext(f"{dav('limit')}/{dav('nresults')}")
    if text is None:
        return None
    if not text.strip().isdecimal() or not 0 < int(text) <= 1_000_000:  # noqa: PLR2004 - more than there will be
        raise DavError(HTTPStatus.BAD_REQUEST)
    return int(text)
