"""Domain values as JSON text and back, for the columns that hold a whole value.

Texts in several languages are written as [source, wordings, made_from]; days as "first/last".
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import msgspec

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus, Subject
from events_app.domain.countries import Scope
from events_app.domain.exhibitions import Days, OpeningHours, ParticipationMode
from events_app.domain.latest_changes import LatestChange
from events_app.domain.pictures import Picture
from events_app.domain.texts import Text
from events_app.domain.web_addresses import Online, OnlineKind

_TEXTS = ("title", "part", "city", "venue", "room", "description", "organiser", "reason")
_PLAIN = (
    "uid",
    "slug",
    "part_kind",
    "zone",
    "website",
    "dates_confirmed",
    "latitude",
    "longitude",
    "revision",
    "sequence",
)
_TUPLES = ("countries", "sectors", "fields", "groups", "languages")
_MOMENTS = ("starts_at", "ends_at", "applications_open_at", "applications_close_at", "created_at", "modified_at")


def dumps(value: object) -> str:
    """Write any JSON value, not escaped."""
    return msgspec.json.encode(value).decode()


def loads(text: str) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Read JSON that `dumps` wrote."""
    return msgspec.json.decode(text)


def text_json(text: Text) -> list[Any]:
    """Return a text as a JSON value."""
    return [text.source, dict(text.wordings), dict(text.made_from)]


def json_text(value: list[Any]) -> Text:
    """Read back `text_json`."""
    return Text(value[0], value[1], value[2])


def dump_text(text: Text) -> str:
    """Return a text as JSON text."""
    return dumps(text_json(text))


def load_text(column: str) -> Text:
    """Read back `dump_text`."""
    return json_text(loads(column))


def days_json(days: Iterable[Days]) -> list[str]:
    """Return ranges of days as "first/last"."""
    return [f"{d.first.isoformat()}/{d.last.isoformat()}" for d in days]


def json_days(value: Iterable[str]) -> tuple[Days, ...]:
    """Read back `days_json`."""
    return tuple(Days(*map(date.fromisoformat, text.split("/"))) for text in value)


def hours_json(hours: Iterable[OpeningHours]) -> list[list[str]]:
    """Return opening hours as [day, opens, closes]."""
    return [[h.day.isoformat(), h.opens.isoformat(), h.closes.isoformat()] for h in hours]


def json_hours(value: Iterable[list[str]]) -> tuple[OpeningHours, ...]:
    """Read back `hours_json`."""
    return tuple(
        OpeningHours(date.fromisoformat(day), time.fromisoformat(opens), time.fromisoformat(closes))
        for day, opens, closes in value
    )


def online_json(online: Online | None) -> list[Any] | None:
    """Return an online address as [address, kind, whether it is all there is]."""
    return [online.address, online.kind.value, online.is_only] if online else None


def json_online(value: list[Any] | None) -> Online | None:
    """Read back `online_json`."""
    return Online(address=value[0], kind=OnlineKind(value[1]), is_only=value[2]) if value else None


def picture_json(picture: Picture | None) -> list[Any] | None:
    """Return a picture as [digest, width, height, what it shows]."""
    return [picture.sha256, picture.width, picture.height, text_json(picture.alternative)] if picture else None


def json_picture(value: list[Any] | None) -> Picture | None:
    """Read back `picture_json`."""
    if not value:
        return None
    return Picture(sha256=value[0], width=value[1], height=value[2], alternative=json_text(value[3]))


def dump_entry(entry: CalendarEntry) -> str:
    """Return a whole calendar entry as JSON text."""
    body: dict[str, Any] = {name: getattr(entry, name) for name in (*_PLAIN, *_TUPLES)}
    body |= {name: text_json(getattr(entry, name)) for name in _TEXTS}
    for name in _MOMENTS:
        moment = getattr(entry, name)
        body[name] = moment.astimezone(UTC).isoformat() if moment else None
    body |= {
        "id": entry.id.hex,
        "subject_id": entry.subject_id.hex,
        "kind": entry.kind.value,
        "subject": entry.subject.value,
        "status": entry.status.value,
        "scope": entry.scope.value if entry.scope else None,
        "mode": entry.mode.value if entry.mode else None,
        "starts_on": entry.starts_on.isoformat(),
        "ends_on": entry.ends_on.isoformat(),
        "former_days": days_json(entry.former_days),
        "online": online_json(entry.online),
        "picture": picture_json(entry.picture),
        "latest_change": _change_json(entry.latest_change) if entry.latest_change else None,
        "removed_at": entry.removed_at.astimezone(UTC).isoformat() if entry.removed_at else None,
    }
    return dumps(body)


def load_entry(column: str) -> CalendarEntry:
    """Read back `dump_entry`, also of releases that kept less: what they did not know is not there."""
    body = loads(column)
    values: dict[str, Any] = {name: body[name] for name in _PLAIN}
    values |= {name: tuple(body[name]) for name in _TUPLES}
    values |= {name: json_text(body[name]) for name in _TEXTS}
    values |= {name: datetime.fromisoformat(body[name]) if body[name] else None for name in _MOMENTS}
    return CalendarEntry(
        id=UUID(body["id"]),
        subject_id=UUID(body["subject_id"]),
        kind=EntryKind(body["kind"]),
        subject=Subject(body["subject"]),
        status=EntryStatus(body["status"]),
        scope=Scope(body["scope"]) if body["scope"] else None,
        mode=ParticipationMode(body["mode"]) if body["mode"] else None,
        starts_on=date.fromisoformat(body["starts_on"]),
        ends_on=date.fromisoformat(body["ends_on"]),
        former_days=json_days(body["former_days"]),
        online=json_online(body.get("online")),
        picture=json_picture(body.get("picture")),
        latest_change=_json_change(body["latest_change"]) if body.get("latest_change") else None,
        removed_at=datetime.fromisoformat(body["removed_at"]) if body.get("removed_at") else None,
        **values,
    )


def _change_json(change: LatestChange) -> list[Any]:
    starts_at = change.starts_at.astimezone(UTC).isoformat() if change.starts_at else None
    days = days_json((change.days,))[0]
    return [change.at.astimezone(UTC).isoformat(), list(change.fields), days, starts_at, change.zone, change.status]


def _json_change(value: list[Any]) -> LatestChange:
    at, names, days, starts_at, zone, status = value
    return LatestChange(
        at=datetime.fromisoformat(at),
        fields=tuple(names),
        days=json_days((days,))[0],
        starts_at=datetime.fromisoformat(starts_at) if starts_at else None,
        zone=zone,
        status=status,
    )
