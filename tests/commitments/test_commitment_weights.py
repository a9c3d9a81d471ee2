"""What a report weighs, and what counts only once."""

from __future__ import annotations

import pytest
from tests.dossiers_in_place import report

from servanda.commitments import Weights, weigh
from servanda.parameters import Parameters

WEIGHTS = Weights.of(Parameters().of("commitments")["weights"])


def codes(*reports):
    return [item.code for item in weigh(reports, WEIGHTS)]


@pytest.mark.parametrize(
    ("code", "weight"),
    [("A1", 0.9215), ("B2", 0.7225), ("C3", 0.455), ("D4", 0.175), ("E5", 0.0), ("F1", 0.0),
     ("A6", 0.0)],
)  # fmt: skip
def test_the_weight_is_source_times_information(code, weight):
    assert WEIGHTS.weight(code) == pytest.approx(weight)


def test_a_given_1_becomes_2_without_a_second_origin():
    assert codes(report("2018-05-24", 3, "B1")) == ["B2"]


def test_a_second_independent_origin_keeps_the_1_and_both_enter_once():
    first = report("2018-05-24", 3, "C1", observer="party/monitor")
    second = report("2018-05-24", 3, "B3", observer="party/imagery")
    (item,) = weigh([first, second], WEIGHTS)
    assert item.code == "B1"
    assert item.ids == tuple(sorted((first.id, second.id)))


def test_a_report_marked_as_confirming_enters_once_with_what_it_confirms():
    first = report("2018-05-24", 3, "C3", origin="visit", observer="party/monitor")
    second = report("2018-05-24", 3, "B2", origin="visit", confirms=True)
    assert codes(first, second) == ["B1"]


def test_an_agency_does_not_confirm_its_own_state():
    said = report("2018-05-24", 3, "C1", observer="party/north")
    again = report("2018-05-24", 3, "C3", observer="party/news")
    of_north = {"party/news": frozenset(("party/news", "party/north"))}
    share = lambda observer: of_north.get(observer, frozenset((observer,)))  # noqa: E731
    assert [item.code for item in weigh([said, again], WEIGHTS, share)] == ["C2", "C3"]


def test_a_rumour_confirms_nothing():
    first = report("2018-05-24", 3, "B1", observer="party/monitor")
    rumour = report("2018-05-24", 3, "D2", observer="party/imagery")
    assert codes(first, rumour) == ["B2", "D2"]


def test_reports_of_other_days_do_not_confirm():
    first = report("2018-05-24", 3, "B1", observer="party/monitor")
    later = report("2018-06-24", 3, "B2", observer="party/imagery")
    assert codes(first, later) == ["B2", "B2"]


def test_one_origin_counts_once_at_its_largest_weight():
    told = [report("2018-05-24", 3, code, origin="kcna-2018-05-24") for code in ("C3", "B3", "E3")]
    assert codes(*told) == ["B3"]


def test_two_independent_reports_that_claim_nothing_are_both_pooled():
    assert codes(report("2018-05-24", 3, "C3"), report("2018-05-24", 3, "C3")) == ["C3", "C3"]


def test_an_observation_is_never_younger_than_its_publication():
    (item,) = weigh([report("2018-10", 2, "B2", known="2018-10-15")], WEIGHTS)
    assert item.day.isoformat() == "2018-10-15"


def test_the_order_of_reports_does_not_matter():
    told = [
        report("2018-05-24", 3, "C1", observer="party/monitor"),
        report("2018-05-24", 3, "B3"),
        report("2018-05-24", 0, "B2", origin="visit"),
        report("2018-05-24", 3, "B2", origin="visit"),
    ]
    assert weigh(told, WEIGHTS) == weigh(told[::-1], WEIGHTS)
