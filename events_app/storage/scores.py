"""What officers gave applications."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from events_app.domain.scores import Score
from events_app.storage import tables


async def list_scores(application_ids: Iterable[UUID]) -> tuple[Score, ...]:
    """Scores of several applications, the oldest first."""
    wanted = list(set(application_ids))
    if not wanted:
        return ()
    table = tables.ApplicationScore
    rows = await table.select().where(table.application.is_in(wanted)).order_by(table.at, table.id)
    return tuple(
        Score(
            application_id=row["application"],
            criterion=row["criterion"],
            person_id=row["person"],
            value=row["value"],
            at=row["at"],
        )
        for row in rows
    )


async def set_scores(application_id: UUID, person_id: UUID, scores: Iterable[Score]) -> None:
    """Keep what one officer gives an application, in place of what they gave before."""
    table = tables.ApplicationScore
    await table.delete().where((table.application == application_id) & (table.person == person_id))
    rows = [
        table(
            id=uuid4(),
            application=score.application_id,
            criterion=score.criterion,
            person=score.person_id,
            value=score.value,
            at=score.at,
        )
        for score in scores
    ]
    if rows:
        await table.insert(*rows)
