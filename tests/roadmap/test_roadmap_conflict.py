"""Where no plan exists, the smallest set of constraints that contradict one another is named."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from tests.roadmap.roadmap_world import QUICK, drawn, problem, task

pytest.importorskip("ortools")

from servanda.roadmap.conflict import conflict
from servanda.roadmap.planner import plan

START = date(2019, 3, 1)


def explained(steps) -> list[str]:
    return conflict(steps, START, str.title)


def test_a_due_date_that_the_steps_before_it_make_impossible():
    steps = problem(
        task("a", days=20),
        task("b", "south>north", days=20, after=("a",)),
        task("c", days=5, after=("b",), due=40),
        task("other", "south>north", days=90),
    )
    assert explained(steps) == [
        "“step c” takes 5 days until it is verified and is due by 10 April 2019.",
        "“step b” starts only when “step a” is verified, which takes 20 days.",
        "“step c” starts only when “step b” is verified, which takes 20 days.",
    ]


def test_a_verifier_who_is_asked_for_too_much():
    steps = problem(
        *(task(f"{n}", "north>south" if n % 2 else "south>north", days=1, verification=40,
               verifier="monitor") for n in range(3)),
    )  # fmt: skip
    told = explained(steps)
    assert len(told) == 4  # three steps that have to end, one verifier who cannot see to them
    assert any(line.startswith("Monitor can carry out 1 verification at once") for line in told)


def test_pairs_that_cannot_go_together():
    steps = problem(
        task("a", days=30), task("b", "south>north", after=("a",), together=(("a", 7),))
    )
    told = explained(steps)
    assert "“step b” and “step a” start within 7 days of each other." in told
    assert len(told) == 2


def test_a_ceiling_below_what_the_steps_allow():
    steps = problem(task("a"), task("b", "south>north"), ceiling=10.0)
    told = explained(steps)
    assert all("may never be exposed by more than 10 % of its stake" in line for line in told[-2:])


def test_each_constraint_named_is_needed():
    """Drop any one of them and the rest can be kept."""
    steps = msgspec.structs.replace(drawn(16, 5), horizon=90)
    assert plan(steps, QUICK).feasible is False
    told = explained(steps)
    assert told
    assert len(told) < 10


def test_nothing_is_named_when_a_plan_exists():
    assert explained(problem(task("a"), task("b", "south>north"))) == []
