"""What a subscriber wants a feed to look like, as one value: it stands in the address, and in the key of what is kept.

What the feed holds is chosen beside it, by a selection; how the words are read from an address, in `edge.feed_options`.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Cancelled(StrEnum):
    """What a subscriber wants to see of cancelled entries.

    MARK says so in the title, STATUS sets STATUS:CANCELLED (which Google hides and Apple strikes through), DROP leaves
    them out: the caller asks `is_shown` before it renders.
    """

    MARK = "mark"
    STATUS = "status"
    DROP = "drop"


class Fallback(StrEnum):
    """What becomes of texts that are in none of the languages asked for.

    MARK shows them and says in which language they are, HIDE leaves them out, but for names: an entry without a title
    would be none.
    """

    MARK = "mark"
    HIDE = "hide"


class Detail(StrEnum):
    """PLAIN is what every program reads; FULL adds properties of RFC 7986, RFC 9073 and RFC 9253 for those that can."""

    PLAIN = "plain"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The choice of a subscriber.

    `languages` is a chain of two or more languages to try in turn, the feed's own first; empty where only the language
    of the address is wished, which then falls back as its declared chain says. `alarm` is how long before an entry
    begins a program shall remind of it; `has_reminders` asks for one two weeks before applications close; `has_todos`
    makes tasks of deadlines.
    """

    languages: tuple[str, ...] = ()
    cancelled: Cancelled = Cancelled.MARK
    fallback: Fallback = Fallback.MARK
    detail: Detail = Detail.PLAIN
    alarm: timedelta | None = None
    has_reminders: bool = False
    has_todos: bool = False

    @property
    def mark(self) -> str:
        """All of it in a few letters, to tell renderings apart by."""
        alarm = "" if self.alarm is None else str(int(self.alarm.total_seconds()))
        switches = f"{self.has_reminders:d}{self.has_todos:d}"
        return "|".join((",".join(self.languages), self.cancelled, self.fallback, self.detail, alarm, switches))


PLAINEST = Options()
