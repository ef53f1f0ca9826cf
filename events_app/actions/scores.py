"""Scoring applications: each officer for themselves, for organisers alone."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from events_app.actions.cases import get_edition_of
from events_app.actions.history import record
from events_app.domain.applications import ApplicationState
from events_app.domain.history import Deed, FieldChange
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, SignInNeeded, require
from events_app.domain.scores import Score
from events_app.storage import admissions, applications, scores
from events_app.storage.database import transaction


async def give(application_id: UUID, given: Mapping[str, int], *, by: Asker, now: datetime) -> None:
    """Keep what the asker gives, by criterion, in place of what they gave before; none takes it back.

    Raises NotFound, NotAllowed, SignInNeeded or ScoreOdd.
    """
    if by.person_id is None:
        raise SignInNeeded
    async with transaction():
        application = await applications.get(application_id)
        edition = await get_edition_of(application.edition_id)
        require(by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
        admission = await admissions.find(edition.id)
        known = {each.key for each in admission.criteria} if admission else set()
        if application.state is ApplicationState.DRAFT or not known.issuperset(given):
            raise NotFound
        kept = [
            Score(application_id=application_id, criterion=key, person_id=by.person_id, value=value, at=now)
            for key, value in given.items()
        ]
        await scores.set_scores(application_id, by.person_id, kept)
        label = f"{edition.slug} {application.number}"
        change = FieldChange("scores", None, dict(given))
        await record(
            Deed.CHANGED,
            Noun.ADMISSION,
            application.id,
            by=by,
            now=now,
            owner=edition.unit_id,
            label=label,
            changes=(change,),
        )
