"""Baselines, tables and trials: what a plan is set beside and what is read off it."""

from __future__ import annotations

import pytest
from tests.roadmap.roadmap_world import QUICK, drawn, problem, task

pytest.importorskip("ortools")
pytest.importorskip("networkx")

from servanda.errors import UsageError
from servanda.parameters import Parameters
from servanda.roadmap import tables, trials
from servanda.roadmap.baselines import alternation, baselines, camps, one_side_first
from servanda.roadmap.exposure import largest, percent
from servanda.roadmap.planner import plan

JUDGED = Parameters().of("roadmap")


def turns(pairs: int):
    return problem(
        *(task(f"{n}{who}", way) for n in range(pairs)
          for who, way in (("a", "north>south"), ("b", "south>north"))),
        horizon=10 * 2 * pairs,
    )  # fmt: skip


def test_one_side_first_gives_all_before_it_gets_anything():
    first = one_side_first(turns(5), ("north",))
    assert percent(first.exposure) == 50.0
    assert {first.starts[id] for id in first.starts if id.endswith("a")} == {0}
    assert {first.starts[id] for id in first.starts if id.endswith("b")} == {10}


def test_what_the_first_side_has_to_wait_for_is_done_when_needed():
    steps = problem(task("a", after=("b",)), task("b", "south>north"), task("c", "south>north"))
    first = one_side_first(steps, ("north",))
    assert first.starts == {"a": 10, "b": 0, "c": 20}


def test_strict_alternation_takes_one_step_at_a_time():
    strict = alternation(turns(3), 1)
    assert sorted(strict.starts.values()) == [0, 10, 20, 30, 40, 50]
    assert percent(strict.exposure) == pytest.approx(100 / 6, abs=0.1)
    assert strict.fits


def test_alternation_beyond_the_horizon_is_marked_and_held_to_it_in_larger_turns():
    steps = drawn(16, 4, horizon=250)
    strict, *held = [b for b in baselines(steps) if b.name == "alternation"]
    assert not strict.fits
    assert strict.makespan > 250
    for baseline in held:
        assert baseline.batch > 1
        assert baseline.makespan <= 250


@pytest.mark.parametrize("seed", range(4))
def test_baselines_keep_precedence_and_verifiers(seed):
    steps = drawn(18, seed)
    for baseline in baselines(steps):
        starts = baseline.starts
        end = {t.id: starts[t.id] + t.length for t in steps.tasks}
        assert all(starts[t.id] >= end[b] for t in steps.tasks for b in t.after), baseline.name
        spans = [(starts[t.id] + t.duration, end[t.id]) for t in steps.tasks if t.verifier]
        assert all(sum(s <= at < e for s, e in spans) <= 1 for at, _ in spans), baseline.name
        assert baseline.exposure == largest(steps, starts)


@pytest.mark.parametrize("seed", range(4))
def test_a_plan_is_never_worse_than_a_baseline_that_keeps_the_horizon(seed):
    steps = drawn(14, seed)
    found = plan(steps, QUICK)
    kept = [b for b in baselines(steps) if b.fits and not any(t.together for t in steps.tasks)]
    assert all(found.exposure_bound <= baseline.exposure for baseline in kept)
    assert found.exposure <= min(baseline.exposure for baseline in kept) + 10


def test_three_sides_of_which_two_give_to_one_are_two_camps():
    steps = problem(task("a", "dprk>us"), task("b", "us>dprk"), task("c", "dprk>rok"),
                    task("d", "rok>dprk"), task("e", "sweden>us"))  # fmt: skip
    assert camps(steps) == [("dprk",), ("rok", "us")]


def test_three_sides_that_all_give_to_one_another_are_three_camps():
    steps = problem(*(task(way, way) for way in ("a>b", "b>c", "c>a")))
    assert camps(steps) == [("a",), ("b",), ("c",)]


def test_the_critical_path_is_the_longest_chain():
    steps = problem(task("a", days=5), task("b", "south>north", days=30),
                    task("c", days=7, verification=3, after=("b",)),
                    task("d", "south>north", after=("a",)))  # fmt: skip
    path = tables.critical_path(steps)
    assert path == ["b", "c"]
    assert tables.path_days(steps, path) == 40


def test_the_walk_away_table_says_what_is_lost_and_what_could_be_taken_back():
    steps = problem(
        task("freeze", "north>south", irreversible=0.25, breakout=30, detection=45),
        task("aid", "south>north", days=20),
    )
    rows = tables.walk_away(steps, {"freeze": 0, "aid": 0}, every=15)
    at = {(row["day"], row["side"]): row for row in rows}
    assert at[15, "south"]["exposure"] == 50.0 - 12.5
    assert at[15, "south"]["revocable"] == 37.5
    assert at[15, "south"]["undone"] == "freeze"
    assert at[15, "south"]["unseen"] is True
    assert at[15, "north"]["received"] == 0.0
    assert at[20, "north"]["exposure"] == 12.5 - 50.0


def test_readiness_says_when_a_verifier_is_first_needed_and_how_often_at_once():
    steps = problem(
        task("a", verification=10, verifier="agency"),
        task("b", "south>north", days=15, verification=10, verifier="agency"),
        capacity={"agency": 2},
    )
    (row,) = tables.readiness(steps, {"a": 0, "b": 0})
    assert row["first_day"] == 10
    assert row["first_step"] == "a"
    assert row["most_at_once"] == 2
    assert row["last_day"] == 25


def test_supply_names_who_could_help_and_by_which_day():
    steps = problem(
        task("talks", "sweden>south", supply="liaison"),
        task("site", verification=5, verifier="agency"),
        task("aid", "south>north", supply="exemption", suppliers=("france", "south")),
    )
    rows = tables.supply(steps, {"talks": 3, "site": 0, "aid": 7})
    assert [(row["day"], row["what"], row["parties"]) for row in rows] == [
        (3, "liaison", ["sweden"]),
        (7, "exemption", ["france"]),
        (10, "verification", ["agency"]),
    ]


def test_a_longer_horizon_never_leaves_more_exposure():
    rows = trials.by_horizon(turns(4), [0.125, 0.25, 0.5, 1.0], QUICK, lambda: None)
    exposures = [row["exposure"] for row in rows]
    assert exposures == sorted(exposures, reverse=True)
    assert exposures[0] == 50.0
    assert exposures[-1] == 12.5


def test_what_waited_for_a_dropped_step_waits_for_what_it_waited_for():
    steps = problem(task("a"), task("b", "south>north", after=("a",)), task("c", after=("b",)),
                    task("d", "south>north"))  # fmt: skip
    left = trials.without(steps, "b")
    assert [(t.id, t.after) for t in left.tasks] == [("a", ()), ("c", ("a",)), ("d", ())]
    with pytest.raises(UsageError, match="there is no step bb"):
        trials.without(steps, "bb")


def test_a_verifier_who_is_late_delays_what_it_verifies():
    steps = problem(task("a", verification=5, verifier="agency"), task("b", "south>north"))
    assert [t.verification for t in trials.delayed(steps, "agency", 60).tasks] == [65, 0]
    with pytest.raises(UsageError, match="verifies no step"):
        trials.delayed(steps, "nobody", 60)


def test_values_drawn_anew_are_drawn_the_same_each_time():
    steps = turns(4)
    base = plan(steps, QUICK).starts
    first, second = (
        trials.sensitivity(steps, base, JUDGED, QUICK, lambda: None, draws=3) for _ in range(2)
    )
    assert first == second
    assert first["draws"] == 3
    assert 0 <= first["same"] <= 3
    assert len(first["first"]) == 6
