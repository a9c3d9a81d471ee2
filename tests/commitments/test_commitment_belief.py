"""Belief about a commitment to deliver: the method's reference values, and what always holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.commitments.belief import START, Report, age, belief, path, pool

A1, B2, B3, C3 = 0.95 * 0.97, 0.85 * 0.85, 0.85 * 0.65, 0.70 * 0.65
APRIL = date(2018, 4, 21)
SITE = [
    Report(date(2018, 5, 24), 3, C3),
    Report(date(2018, 10, 15), 2, B3),
    Report(date(2022, 3, 11), 1, B2),
    Report(date(2022, 5, 20), 0, B2),
]

days = st.dates(date(2018, 1, 1), date(2024, 12, 31))
reports = st.builds(
    Report,
    day=days,
    level=st.integers(0, 3),
    weight=st.floats(0.0, 0.99),
    weak=st.booleans(),
)


@pytest.mark.parametrize(
    ("day", "masses", "theta"),
    [
        (date(2019, 2, 21), [0.182, 0.000, 0.489, 0.157], 0.172),
        (date(2022, 6, 1), [0.719, 0.185, 0.012, 0.004], 0.080),
    ],
)
def test_the_reference_values_of_the_method(day, masses, theta):
    held = belief(APRIL, [r for r in SITE if r.day <= day], day)
    assert [round(mass, 3) for mass in held.masses] == masses
    assert round(held.theta, 3) == theta


def test_contradiction_on_one_day_becomes_doubt():
    day = date(2018, 6, 1)
    held = belief(APRIL, [Report(day, 0, A1), Report(day, 3, C3)], day)
    assert [round(mass, 3) for mass in held.masses] == [0.543, 0.0, 0.0, 0.036]
    assert round(held.theta, 3) == 0.421


def test_at_conclusion_nothing_is_done():
    assert belief(APRIL, [], APRIL) == START
    assert START.level == 0


def test_half_of_what_is_known_is_unknown_after_the_half_life():
    held = age(START, 2 * 365.25, 2.0)
    assert held.masses[0] == pytest.approx(0.5)
    assert held.theta == pytest.approx(0.5)


def test_what_cannot_be_undone_does_not_age_but_not_begun_does():
    done = belief(APRIL, [Report(date(2018, 7, 27), 3, A1)], date(2038, 7, 27), lasting=True)
    assert done.level == 3
    assert done.masses[3] == pytest.approx(A1)
    assert done.masses[0] < 0.001


def test_rumours_together_carry_half_at_most():
    rumours = [Report(date(2018, 5, day), 3, 0.425, weak=True) for day in range(1, 29)]
    held = belief(APRIL, rumours, date(2018, 5, 28))
    assert held.masses[3] <= 0.5 + 1e-9
    one_day = belief(APRIL, [r._replace(day=date(2018, 5, 1)) for r in rumours], date(2018, 5, 1))
    assert one_day.masses[3] == pytest.approx(0.5)


def test_a_score_runs_from_what_is_believed_to_that_with_all_the_unknown_done():
    held = belief(APRIL, SITE[:2], date(2019, 2, 21))
    low, high = held.score
    assert low == pytest.approx(100 * (2 * 0.489 + 3 * 0.157) / 3, abs=0.1)
    assert high - low == pytest.approx(100 * held.theta)


@given(st.lists(reports, max_size=8), days)
def test_masses_add_up_to_one(told, day):
    held = belief(APRIL, [r for r in told if r.day <= day], max(day, APRIL))
    assert all(mass >= 0.0 for mass in held.masses)
    assert sum(held.masses) + held.theta == pytest.approx(1.0)
    assert held.weak <= 0.5 + 1e-9


@given(st.lists(reports, max_size=6), st.randoms())
def test_the_order_of_reports_does_not_matter(told, chance):
    shuffled = list(told)
    chance.shuffle(shuffled)
    end = date(2025, 1, 1)
    assert belief(APRIL, told, end) == belief(APRIL, shuffled, end)


@given(st.lists(reports, max_size=6), reports)
def test_a_report_of_no_weight_changes_nothing(told, extra):
    end = date(2025, 1, 1)
    silent = extra._replace(weight=0.0)
    assert belief(APRIL, [*told, silent], end) == belief(APRIL, told, end)


@given(st.lists(reports, min_size=1, max_size=4))
def test_a_path_ends_where_belief_does(told):
    *_, (day, held) = path(APRIL, told)
    assert belief(APRIL, told, day) == held


@given(st.integers(0, 3), st.floats(0.01, 0.99), st.integers(0, 3000))
def test_a_report_never_lowers_the_belief_in_what_it_says(level, weight, later):
    before = age(START, later, 2.0)
    after = pool(before, [Report(APRIL + timedelta(days=later), level, weight)])
    assert after.masses[level] >= before.masses[level] - 1e-12
