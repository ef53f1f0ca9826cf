"""Builders of what other publishers say."""

# ruff: noqa: ANN401 - as in tests/builders.py
from dataclasses import replace
from datetime import date
from typing import Any

from events_app.domain.exhibitions import Days
from events_app.domain.imports import Candidate, Source
from tests.builders import CREATED_AT, an_id


def a_candidate(**changes: Any) -> Candidate:
    """Build what a publisher says of `builders.an_edition()`."""
    candidate = Candidate(
        uid="2026@fair.example",
        title="LIGHT + BUILDING 2026",
        days=Days(date(2026, 10, 12), date(2026, 10, 15)),
        location="Messe Frankfurt, Frankfurt am Main, Germany",
    )
    return replace(candidate, **changes)


def a_source(**changes: Any) -> Source:
    source = Source(
        id=an_id("source"), address="https://fair.example/all.ics", name="Fair Company", created_at=CREATED_AT
    )
    return replace(source, **changes)
