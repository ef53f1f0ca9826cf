"""Results of matching programmes counted and compared."""

from dataclasses import replace

from events_app.domain.companies import CompanySize
from events_app.domain.programmes import CountryClass
from events_app.domain.proposal_results import Unserved, Why, compare
from tests.builders import an_id
from tests.programme_builders import a_pair, a_result


def left(*companies: str) -> tuple[Unserved, ...]:
    return tuple(Unserved(an_id(company), Why.FULL) for company in companies)


def test_a_result_is_counted_by_country_class_and_size() -> None:
    result = a_result(a_pair("a", "DE"), a_pair("a", "KE"), a_pair("b", "KE", size=None))

    assert result.exporters == 2
    assert result.by_country() == {"DE": 1, "KE": 2}
    assert result.by_class() == {CountryClass.DEVELOPED: 1, CountryClass.DEVELOPING: 2}
    assert result.by_size() == {
        CompanySize.MICRO: 0,
        CompanySize.SMALL: 2,
        CompanySize.MEDIUM: 0,
        CompanySize.LARGE: 0,
        None: 1,
    }
    assert None not in a_result(a_pair("a", "DE")).by_size()


def test_two_results_are_compared_pair_by_pair() -> None:
    same, changed = a_pair("a", "DE"), a_pair("b", "KE")
    dearer = replace(changed, score=0.7)
    one = a_result(same, changed, a_pair("c", "KE"), unserved=left("x", "y"))
    other = a_result(dearer, same, a_pair("y", "KE"), unserved=left("x", "c"))

    found = compare(one, other)

    assert found.both == ((same, same), (changed, dearer))
    assert found.rescored == ((changed, dearer),)
    assert found.only_one == (a_pair("c", "KE"),)
    assert found.only_other == (a_pair("y", "KE"),)
    assert found.unserved_in_one == (an_id("y"),)
    assert found.unserved_in_other == (an_id("c"),)


def test_a_result_compared_with_itself_differs_nowhere() -> None:
    result = a_result(a_pair("a", "DE"), a_pair("b", "KE", score=None))

    found = compare(result, result)

    assert len(found.both) == 2
    assert (found.rescored, found.only_one, found.only_other, found.unserved_in_one) == ((), (), (), ())
