"""Sentences for people, named here and translated at the edge.

The domain says *which* sentence applies; `i18n` finds its words. The msgid is English.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A msgid with its gettext context, if it has one."""

    id: str
    context: str | None = None


def N_(msgid: str) -> Message:  # noqa: N802 - the name that extraction tools and translators know
    """Mark `msgid` for extraction."""
    return Message(msgid)


def P_(context: str, msgid: str) -> Message:  # noqa: N802 - pair of N_, with a context
    """Mark `msgid` for extraction under `context`, so that one English word may have several translations."""
    return Message(msgid, context)
