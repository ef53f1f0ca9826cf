"""Changes of stands in words: beside an invoice, and as the reason of the credit note that follows them."""

from collections.abc import Iterable

from events_app.domain.messages import N_
from events_app.domain.stand_changes import StandChange
from events_app.domain.texts import Text
from events_app.i18n.catalogues import Catalogues

AREA = N_("Stand %(stand)s: issued for %(before)s m², the stand now has %(after)s m².")
PRICE = N_("Stand %(stand)s: the zone or the price is not the one that was invoiced.")
GONE = N_("Stand %(stand)s: issued for %(before)s m², the application has this stand no more.")
ADDED = N_("Stand %(stand)s: %(after)s m², not on the invoice.")
WISH = N_("Issued for %(before)s m² that were wished; stands have been given since.")


def told(change: StandChange, catalogues: Catalogues, language: str) -> str:
    """One change as a sentence."""
    before, after = change.before, change.after
    if before is not None and not change.stand:
        message = WISH
    elif after is None:
        message = GONE
    elif before is None:
        message = ADDED
    else:
        message = PRICE if before.area_m2 == after.area_m2 else AREA
    return catalogues.translate(
        language,
        message,
        stand=change.stand,
        before=before.area_m2 if before else 0,
        after=after.area_m2 if after else 0,
    )


def reason_of(changes: Iterable[StandChange], catalogues: Catalogues, languages: Iterable[str]) -> Text:
    """Why an invoice is credited, in every language of the installation: whoever reads the credit note."""
    found = tuple(changes)
    source, *others = languages
    text = Text.of(source, " ".join(told(each, catalogues, source) for each in found))
    for language in others:
        text = text.with_wording(language, " ".join(told(each, catalogues, language) for each in found))
    return text
