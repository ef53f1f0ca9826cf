"""Applications over a database in which editions and projects were planted, and eyes for their pages."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from events_app.actions import exhibitions, projects
from events_app.actions.context import Context
from events_app.actions.edition_pictures import set_picture
from events_app.domain.exhibitions import Days, Edition
from events_app.domain.projects import Project
from events_app.domain.rights import SYSTEM
from events_app.reference.groups import memberships
from events_app.storage.database import opened
from events_app.storage.engines import PooledSQLiteEngine
from events_app.storage.exhibitions import count_series
from tests.builders import a_series, a_text, an_edition, an_id
from tests.clients import NOW, Client, opened_client

CONTEXT = Context(uid_domain="events.example", memberships=memberships())


def a_fair(slug: str, first: date, days: int = 3, **changes: Any) -> Edition:  # noqa: ANN401 - fields of Edition
    """A published edition of its own id, named after its slug."""
    named = {"name": a_text(slug.replace("-", " ").title())}
    return an_edition(
        id=an_id(slug), slug=slug, days=Days(first, first + timedelta(days=days - 1)), **(named | changes)
    )


@asynccontextmanager
async def planted_client(
    url: str, editions: Iterable[Edition] = (), *, public: Iterable[Project] = (), **variables: str
) -> AsyncIterator[Client]:
    """A client of an application that has these editions and projects, beside what was planted before."""
    await plant(url, editions, public=public)
    async with opened_client(url, **variables) as client:
        yield client


async def plant(url: str, editions: Iterable[Edition] = (), *, public: Iterable[Project] = ()) -> None:
    """Keep these editions and projects."""
    async with opened(url):
        if not await count_series():
            await exhibitions.add_series(a_series(), by=SYSTEM, now=NOW)
        for edition in editions:
            await exhibitions.add_edition(edition, by=SYSTEM, context=CONTEXT, now=NOW)
        for project in public:
            await projects.add(project, by=SYSTEM, context=CONTEXT, now=NOW)


async def with_picture(names: dict[str, str], folder: Path) -> dict[str, str]:
    """Give a picture to the edition with this slug among its names, and return the names."""
    size, words = (1, 1), a_text("A hall.")
    told: dict[str, Any] = {"by": SYSTEM, "context": CONTEXT, "now": NOW}
    await set_picture(names["slug"], b"a picture", size, alternative=words, data_dir=folder, **told)
    return names


def listed(page: str) -> list[str]:
    """Slugs of the editions and projects in the lists of a page, in their order."""
    return re.findall(r'<h\d class="edition-name"><a href="/[\w-]+/(?:exhibitions|projects)/([^"]+)"', page)


def linked(page: str) -> list[str]:
    """Slugs of every edition and project that a page leads to, in their order."""
    return re.findall(r'href="/[\w-]+/(?:exhibitions|projects)/([^"]+)"', page)


def address_of(page: str, words: str) -> str:
    """Address of the first link whose words are these."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>{re.escape(words)}</a>', page)
    assert found, words
    return unescape(found.group(1))


def text_of(page: str) -> str:
    """What is read on a page, blanks evened out."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@contextmanager
def counted_queries(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that reaches the database engine inside of the block."""
    seen: list[str] = []
    run = PooledSQLiteEngine._run

    async def counting(engine: PooledSQLiteEngine, sql: str, args: Any) -> Any:  # noqa: ANN401 - as the engine's own
        seen.append(sql)
        return await run(engine, sql, args)

    with monkeypatch.context() as patched:
        patched.setattr(PooledSQLiteEngine, "_run", counting)
        yield seen
