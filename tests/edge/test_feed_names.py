from datetime import date

import pytest

from events_app.domain.calendar import EntryKind, EntryStatus
from events_app.domain.countries import Scope
from events_app.domain.selections import Selection
from events_app.edge.feed_names import feed_name
from events_app.i18n.catalogues import Catalogues
from tests.clients import settings_for

FAIRS = (EntryKind.EXHIBITION,)


@pytest.mark.parametrize(
    ("selection", "name"),
    [
        (Selection(), "Exhibitions and cooperation projects"),
        (Selection(kinds=FAIRS), "Exhibitions"),
        (Selection(kinds=FAIRS, scopes=(Scope.DOMESTIC,)), "Domestic exhibitions"),
        (Selection(kinds=FAIRS, scopes=(Scope.SEPARATE,)), "Exhibitions: Neither domestic nor overseas"),
        (Selection(scopes=(Scope.OVERSEAS,)), "Exhibitions and cooperation projects: Overseas"),
        (Selection(kinds=FAIRS, scopes=(Scope.DOMESTIC, Scope.SEPARATE)),
         "Exhibitions: Domestic and Neither domestic nor overseas"),
        (Selection(kinds=(EntryKind.DEADLINE, EntryKind.EXHIBITION)), "Exhibitions and Deadlines"),
        (Selection(kinds=FAIRS, countries=("DE", "MA")), "Exhibitions: Germany and Morocco"),
        (Selection(kinds=FAIRS, countries=("DE", "MA", "KE", "BR")), "Exhibitions: Germany, Morocco, Kenya and others"),
        (Selection(kinds=FAIRS, groups=("ASEAN",), sectors=("rail",), fields=(32,)),
         "Exhibitions: ASEAN; Rail and urban transit; Transport"),
        (Selection(kinds=FAIRS, statuses=(EntryStatus.POSTPONED,), is_confirmed=False),
         "Exhibitions: postponed; dates not confirmed"),
        (Selection(kinds=FAIRS, first_day=date(2027, 1, 1), last_day=date(2027, 6, 30), text="solar"),
         "Exhibitions: from 1 Jan 2027; until 30 Jun 2027; “solar”"),
    ],
)  # fmt: skip
def test_the_name_of_a_feed_says_what_was_chosen(selection: Selection, name: str) -> None:
    said = feed_name(selection, "en", catalogues=Catalogues({}), settings=settings_for(""))

    assert said == f"{name} – Trade Promotion Authority"
