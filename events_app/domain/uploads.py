"""Files sent for an import: kept for a short while, so that somebody can look before anything happens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

KEPT_FOR = timedelta(hours=2)
"""How long a file waits for a decision."""


class UploadKind(StrEnum):
    """What is in the file."""

    EXHIBITIONS = "exhibitions"
    PROJECTS = "projects"
    CALENDAR = "calendar"
    INDICATORS = "indicators"
    BANK = "bank"


TABLES = frozenset({UploadKind.EXHIBITIONS, UploadKind.PROJECTS})
"""Kinds whose lines become objects of the calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file; `source_id` is that of the publisher whose calendar it is, `etag` the mark of its server for it.

    `language` is that of texts which do not say theirs.
    """

    id: UUID
    person_id: UUID
    kind: UploadKind
    name: str
    language: str
    source_id: UUID | None = None
    etag: str = ""
    content: bytes
    created_at: datetime

    def holds_at(self, now: datetime) -> bool:
        """Whether it still waits."""
        return now - self.created_at < KEPT_FOR
