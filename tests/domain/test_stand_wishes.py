"""What the free words of an application mean on a plan."""

import pytest

from events_app.domain.stand_wishes import Choice, NamedPlaces, Wished
from tests.builders import an_id
from tests.stand_builders import a_hall, a_stand

HALLS = (a_hall(), a_hall(id=an_id("hall 42"), name="Hall 42"))
STANDS = (
    a_stand(zone="A", pavilion="Green technology"),
    a_stand(number="7", zone="Gold", x=30),
    a_stand(number="B-07", zone="Gold", x=60),
    a_stand(number="A02", hall_id=an_id("hall 42"), zone="A"),
)
PLACES = NamedPlaces(HALLS, STANDS)


def stand(number: str) -> Choice:
    return Choice(Wished.STAND, an_id(f"stand {number}"))


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("A01", stand("A01")),
        ("stand a01, please", stand("A01")),
        ("Hall 4, A01", stand("A01")),
        ("hall 4", Choice(Wished.HALL, an_id("hall"))),
        ("Hall 42 near the door", Choice(Wished.HALL, an_id("hall 42"))),
        ("Hall 42, A01", Choice(Wished.HALL, an_id("hall 42"))),
        ("b-07", stand("B-07")),
        ("stand 7", stand("7")),
        ("Hall 4: 7", stand("7")),
        ("7 metres from the door", None),
        ("Zone A", Choice(Wished.ZONE, "A")),
        ("зона A", Choice(Wished.ZONE, "A")),
        ("near a cafe", None),
        ("somewhere in gold, at the front", Choice(Wished.ZONE, "Gold")),
        ("", None),
        ("by the entrance", None),
    ],
)
def test_a_choice_is_the_smallest_place_that_is_named(text: str, choice: Choice | None) -> None:
    assert PLACES.choice_in(text) == choice


def test_a_pavilion_is_named_by_a_choice() -> None:
    assert PLACES.pavilion_in(["Hall 4", "Pavilion Green Technology"]) == "Green technology"
    assert not PLACES.pavilion_in(["green stands"])
