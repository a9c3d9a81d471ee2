"""The plan keeps every constraint, and its exposure is what a recomputation by hand gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.roadmap.roadmap_world import QUICK, drawn, problem, task

pytest.importorskip("ortools")

from servanda.roadmap.exposure import curve, free_bound, percent
from servanda.roadmap.planner import plan


def exposure_by_hand(problem, starts, side, day) -> float:
    """E_p(t) as METHOD says it, in percent of the stake, from the numbers of the steps."""
    whole = sum(t.cost for t in problem.tasks if t.obligor == side)
    whole += sum(t.value for t in problem.tasks if t.recipient == side)
    given = sum(
        t.cost * t.irreversible for t in problem.tasks if t.obligor == side and starts[t.id] <= day
    )
    got = sum(
        t.value * t.irreversible
        for t in problem.tasks
        if t.recipient == side and starts[t.id] + t.duration + t.verification <= day
    )
    return 100 * (given - got) / whole


@pytest.mark.parametrize("seed", range(6))
def test_the_exposure_of_a_plan_is_what_a_recomputation_day_by_day_gives(seed):
    steps = drawn(14, seed)
    found = plan(steps, QUICK)
    assert found.feasible
    rounding = 0.005 * len(steps.tasks) + 1e-9
    worst = max(
        exposure_by_hand(steps, found.starts, side, day)
        for side in steps.sides
        for day in range(steps.horizon + 1)
    )
    assert percent(found.exposure) == pytest.approx(max(worst, 0), abs=rounding + 0.05)
    for side in steps.sides:
        for day, level in curve(steps, found.starts, side):
            by_hand = exposure_by_hand(steps, found.starts, side, day)
            assert level / 100 == pytest.approx(by_hand, abs=rounding)


@pytest.mark.parametrize("seed", range(6))
def test_a_plan_keeps_precedence_verifiers_and_horizon(seed):
    steps = drawn(14, seed)
    starts = plan(steps, QUICK).starts
    end = {t.id: starts[t.id] + t.length for t in steps.tasks}
    assert all(starts[t.id] >= end[before] for t in steps.tasks for before in t.after)
    assert max(end.values()) <= steps.horizon
    for day in range(steps.horizon):
        at_work = [
            t.id for t in steps.tasks if t.verifier and starts[t.id] + t.duration <= day < end[t.id]
        ]
        assert len(at_work) <= 1, (day, at_work)


def test_two_equal_gifts_are_made_one_day_together_or_one_after_the_other():
    steps = problem(task("a"), task("b", "south>north"))
    found = plan(steps, QUICK)
    # whoever goes second does so when the first is verified: half a stake is at risk for a while
    assert percent(found.exposure) == 50.0
    assert found.exposure == found.exposure_bound


def test_small_steps_in_turn_keep_the_exposure_small():
    steps = problem(*(task(f"{n}{who}", way) for n in range(5)
                      for who, way in (("a", "north>south"), ("b", "south>north"))))  # fmt: skip
    found = plan(steps, QUICK)
    assert percent(found.exposure) == 10.0  # one of five gifts, which are half of the stake


def test_a_smaller_exposure_is_preferred_to_an_earlier_end():
    tasks = [task(f"{n}{who}", way) for n in range(3)
             for who, way in (("a", "north>south"), ("b", "south>north"))]  # fmt: skip
    ample, tight = plan(problem(*tasks), QUICK), plan(problem(*tasks, horizon=10), QUICK)
    assert ample.exposure < tight.exposure
    assert ample.makespan > tight.makespan == 10


def test_what_can_be_taken_back_secures_nobody():
    lasting = problem(task("a"), task("b", "south>north"))
    revocable = problem(task("a"), task("b", "south>north", irreversible=0.0))
    assert free_bound(lasting) == 0
    assert percent(free_bound(revocable)) == 50.0
    assert percent(plan(revocable, QUICK).exposure) == 50.0


def test_windows_due_dates_and_pairs_are_kept():
    steps = problem(
        task("a", earliest=30),
        task("b", "south>north", together=(("a", 5),)),
        task("c", due=15),
        task("d", "south>north", after=("c",)),
    )
    starts = plan(steps, QUICK).starts
    assert starts["a"] >= 30
    assert abs(starts["b"] - starts["a"]) <= 5
    assert starts["c"] + 10 <= 15


def test_a_third_party_that_only_gives_is_no_side_and_secures_nobody():
    alone = problem(task("a"), task("b", "south>north"))
    aided = problem(*alone.tasks, task("c", "sweden>north", cost=50.0, value=50.0))
    assert aided.sides == ("north", "south")
    assert plan(aided, QUICK).exposure == plan(alone, QUICK).exposure


def test_the_same_steps_give_the_same_plan():
    steps = drawn(20, 3)
    assert plan(steps, QUICK) == plan(steps, QUICK)


def test_no_plan_is_said_to_exist_where_none_does():
    assert plan(problem(task("a", days=200), task("b", "south>north")), QUICK).feasible is False
    steps = problem(task("a"), task("b", "south>north"), ceiling=10.0)
    assert plan(steps, QUICK).feasible is False


STOPPED = """
import signal, threading
from roadmap_world import drawn
from servanda.roadmap.exposure import largest
from servanda.roadmap.planner import Effort, plan
steps = drawn(60, 1, horizon=1500)
threading.Timer(3.0, lambda: signal.raise_signal(signal.SIGINT)).start()
found = plan(steps, Effort(1e4, 1e4, 1e4, 8, 1))
assert found.stopped == "by hand"
assert found.feasible
assert largest(steps, found.starts) == found.exposure
assert found.exposure_bound <= found.exposure
"""


def test_a_plan_stopped_by_hand_is_the_best_until_then():
    """In a process of its own: the signal is for the main thread."""
    done = subprocess.run(
        [sys.executable, "-c", STOPPED], cwd=Path(__file__).parent, capture_output=True,
        text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_whoever_watches_is_told_stage_and_bound():
    told = []
    plan(drawn(25, 2), QUICK, lambda *seen: told.append(seen))
    assert {stage for stage, *_ in told} >= {"exposure", "makespan"}
