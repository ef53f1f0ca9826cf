"""Public projects, read once per version of the calendar: lists show and filter all of them at once.

Asking costs one small query (the version); every change of a project raises it. The page of one project reads its own.
"""

from litestar.datastructures import State

from events_app.domain.projects import Project
from events_app.storage import calendar, projects


async def public_projects(state: State) -> tuple[Project, ...]:
    """Every public project, the one changed last first."""
    version = (await calendar.get_state()).version
    kept: tuple[int, tuple[Project, ...]] | None = state.get("public_projects")
    if kept is None or kept[0] != version:
        kept = (version, await projects.list_public())
        state["public_projects"] = kept
    return kept[1]
