"""The demonstration of proposals for a plan: one that is computed, of which nothing is accepted yet."""

from datetime import datetime

from events_app.actions import allotment_runs, allotments
from events_app.domain.rights import SYSTEM
from events_app.storage import exhibitions, stands


async def load_demo_allotments(now: datetime) -> None:
    """Compute a proposal for each plan of the demonstration; outside of any transaction: the solver takes its time."""
    for edition in await exhibitions.list_with_windows():
        if await stands.list_halls(edition.id):
            proposal = await allotments.propose(edition.slug, by=SYSTEM, now=now)
            await allotment_runs.run(proposal.id, allotment_runs.Bench(clock=lambda: now))
