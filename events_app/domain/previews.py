"""What subscribers will see of a change, told before it is saved: the same rules that number calendar entries.

`domain.calendar` decides what raises SEQUENCE, `domain.changes` what the public change log says; here both are asked
about two copies of an edition, and nothing is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from events_app.domain.calendar import (
    MATERIAL_FIELDS,
    CalendarEntry,
    differing_fields,
    entries_of_edition,
    renewed,
)
from events_app.domain.changes import AspectChange, edition_changes
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import P_, Message


class Effect(StrEnum):
    """What happens to one entry in the calendars of subscribers."""

    ADDED = "added"
    MATERIAL = "material"
    WORDING = "wording"
    CALLED_OFF = "called_off"
    WITHDRAWN = "withdrawn"
    NOTHING = "nothing"


class Feature(StrEnum):
    """What of an entry differs, as people name it."""

    DATES = "dates"
    TIMES = "times"
    ZONE = "zone"
    PLACE = "place"
    ONLINE = "online"
    STATUS = "status"
    WORDING = "wording"


EFFECT_NAMES: dict[Effect, Message] = {
    Effect.ADDED: P_("change to a calendar entry", "New"),
    Effect.MATERIAL: P_("change to a calendar entry", "Date, time, place or status changes"),
    Effect.WORDING: P_("change to a calendar entry", "Wording only"),
    Effect.CALLED_OFF: P_("change to a calendar entry", "Marked as cancelled"),
    Effect.WITHDRAWN: P_("change to a calendar entry", "Disappears without a word"),
    Effect.NOTHING: P_("change to a calendar entry", "Unchanged"),
}
FEATURE_NAMES: dict[Feature, Message] = {
    Feature.DATES: P_("change", "Dates"),
    Feature.TIMES: P_("change", "Times"),
    Feature.ZONE: P_("change", "Time zone"),
    Feature.PLACE: P_("change", "Place"),
    Feature.ONLINE: P_("change", "Taking part online"),
    Feature.STATUS: P_("change", "Status"),
    Feature.WORDING: P_("change", "Wording"),
}
_FEATURES: Mapping[str, Feature] = {
    "starts_on": Feature.DATES,
    "ends_on": Feature.DATES,
    "starts_at": Feature.TIMES,
    "ends_at": Feature.TIMES,
    "zone": Feature.ZONE,
    "countries": Feature.PLACE,
    "city": Feature.PLACE,
    "venue": Feature.PLACE,
    "room": Feature.PLACE,
    "online": Feature.ONLINE,
    "status": Feature.STATUS,
}


@dataclass(frozen=True, slots=True)
class EntryPreview:
    """One entry before and after the change.

    `before` is None for a new entry, `after` for one that vanishes (the edition is not public any more); an entry that
    is called off has both. `fields` are the names of the fields that differ, `features` what people call them.
    """

    effect: Effect
    before: CalendarEntry | None
    after: CalendarEntry | None
    fields: frozenset[str] = frozenset()

    @property
    def features(self) -> tuple[Feature, ...]:
        """What differs, in the order of Feature; wording stands for all that raises no SEQUENCE."""
        found = {_FEATURES.get(field, Feature.WORDING) for field in self.fields}
        return tuple(feature for feature in Feature if feature in found)

    @property
    def entry(self) -> CalendarEntry:
        """The entry as it will be, or as it was where it vanishes: for its name and kind."""
        entry = self.after or self.before
        if entry is None:
            raise ValueError(self.effect)
        return entry


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change means to subscribers and to readers of the change log."""

    parts: tuple[EntryPreview, ...]
    aspects: tuple[AspectChange, ...]

    @property
    def is_seen(self) -> bool:
        """Whether anybody outside will see anything of it."""
        return bool(self.aspects) or any(part.effect is not Effect.NOTHING for part in self.parts)

    @property
    def is_material(self) -> bool:
        """Whether more than wording changes: an entry comes, goes, or gets another date, time, place or status."""
        return any(part.effect not in {Effect.NOTHING, Effect.WORDING} for part in self.parts)

    @property
    def counts(self) -> Mapping[Effect, int]:
        """How many entries each effect has, in the order of Effect; effects without any are left out."""
        found = [part.effect for part in self.parts]
        return {effect: found.count(effect) for effect in Effect if effect in found}


def preview(
    old: Edition,
    new: Edition,
    *,
    now: datetime,
    domain: str,
    published: Iterable[CalendarEntry] | None = None,
) -> Preview:
    """Tell what saving `new` over `old` does; `domain` is the right side of UIDs.

    `published` are the entries that subscribers hold now, where they were read: they know parts that were called off
    earlier, and the true numbers. Without them, they are what `old` gives.
    """
    held = entries_of_edition(old, domain=domain) if published is None else published
    before = {entry.id: entry for entry in held}
    after = {entry.id: entry for entry in entries_of_edition(new, domain=domain)}
    parts = [_part(before.get(key), entry, now) for key, entry in after.items()]
    parts += [_gone(entry, is_public=new.is_public, now=now) for key, entry in before.items() if key not in after]
    return Preview(tuple(parts), edition_changes(old, new))


def _part(before: CalendarEntry | None, made: CalendarEntry, now: datetime) -> EntryPreview:
    """An entry that stays or comes."""
    after = renewed(before, made, now=now)
    if before is None:
        return EntryPreview(Effect.ADDED, None, after)
    fields = differing_fields(before, made)
    if not fields:
        return EntryPreview(Effect.NOTHING, before, after)
    effect = Effect.MATERIAL if fields & MATERIAL_FIELDS else Effect.WORDING
    return EntryPreview(effect, before, after, fields)


def _gone(before: CalendarEntry, *, is_public: bool, now: datetime) -> EntryPreview:
    """An entry that its edition has no longer."""
    if not is_public:
        return EntryPreview(Effect.WITHDRAWN, before, None)
    after = before.calls_off(now=now)
    if after.revision == before.revision:
        return EntryPreview(Effect.NOTHING, before, after)
    return EntryPreview(Effect.CALLED_OFF, before, after, frozenset({"status"}))
