"""Keeping what was rendered for feeds, so that no other process, and no later one, renders it again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from events_app.storage import feed_fragments
from events_app.storage.database import INTEGRITY_ERRORS, transaction
from events_app.storage.feed_fragments import Fragment, Style

AT_ONCE: Final = 500


async def keep(style: Style, fragments: Sequence[Fragment], *, now: datetime) -> None:
    """Keep fragments in batches, each whole or not at all; note that the style is in use.

    What is not kept is rendered again.
    """
    async with transaction():
        await feed_fragments.set_style_used(style, now=now)
        await feed_fragments.remove_old(style)
    for start in range(0, len(fragments), AT_ONCE):
        try:
            async with transaction():
                await feed_fragments.set_fragments(style, fragments[start : start + AT_ONCE])
        except INTEGRITY_ERRORS:
            # Another process has taken the style out.
            return
