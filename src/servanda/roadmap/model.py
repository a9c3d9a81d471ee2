"""The steps as a CP-SAT model: one cumulative constraint per side bounds its exposure.

In the cumulative of a side, each step it gives occupies [start, horizon] and each step it
receives occupies [0, verified], with what the step is worth as demand; the capacity is the
largest exposure plus all it will receive. OR-Tools is imported here, never on the brief's path.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ortools.sat.python import cp_model

from .exposure import PERCENT, STEP, UNITS, demands, free_bound
from .problem import Problem


@dataclass(slots=True)
class Model:
    """A CP-SAT model and its variables.

    Attributes
    ----------
    cp : CpModel
    starts : dict of str to IntVar
        Day on which each step starts.
    exposure : IntVar
        The largest exposure, in tenths of a percent of a stake.
    makespan : IntVar
        The day by which everything is verified.
    """

    cp: cp_model.CpModel
    starts: dict[str, cp_model.IntVar]
    exposure: cp_model.IntVar
    makespan: cp_model.IntVar


def build(problem: Problem) -> Model:
    """State precedence, pairs, windows, verifiers and exposure."""
    cp = cp_model.CpModel()
    end = problem.horizon
    starts = {}
    for task in problem.tasks:
        last = min(end, task.due if task.due is not None else end) - task.length
        first = max(0, task.earliest or 0)
        starts[task.id] = cp.new_int_var(min(first, max(last, 0)), max(last, 0), task.id)
        if last < first:
            cp.add_bool_or([])  # nothing satisfies an empty clause
    _order(cp, problem, starts)
    _verifiers(cp, problem, starts)
    exposure = _exposure(cp, problem, starts)
    makespan = cp.new_int_var(0, end, "makespan")
    for task in problem.tasks:
        cp.add(makespan >= starts[task.id] + task.length)
    return Model(cp, starts, exposure, makespan)


def _order(cp: cp_model.CpModel, problem: Problem, starts: dict[str, cp_model.IntVar]) -> None:
    lengths = {task.id: task.length for task in problem.tasks}
    for task in problem.tasks:
        for before in task.after:
            cp.add(starts[task.id] >= starts[before] + lengths[before])
        for other, within in task.together:
            cp.add(starts[task.id] - starts[other] <= within)
            cp.add(starts[other] - starts[task.id] <= within)


def _verifiers(cp: cp_model.CpModel, problem: Problem, starts: dict[str, cp_model.IntVar]) -> None:
    busy: dict[str, list[cp_model.IntervalVar]] = defaultdict(list)
    for task in problem.tasks:
        if task.verifier and task.verification:
            busy[task.verifier].append(
                cp.new_fixed_size_interval_var(
                    starts[task.id] + task.duration, task.verification, f"verify {task.id}"
                )
            )
    for verifier, intervals in busy.items():
        if len(intervals) > problem.capacity[verifier]:
            cp.add_cumulative(intervals, [1] * len(intervals), problem.capacity[verifier])


def _exposure(
    cp: cp_model.CpModel, problem: Problem, starts: dict[str, cp_model.IntVar]
) -> cp_model.IntVar:
    least = -(-free_bound(problem) // STEP)
    most = UNITS // STEP
    if problem.ceiling is not None:
        most = min(most, int(problem.ceiling * PERCENT / STEP + 1e-9))
        if most < least:
            cp.add_bool_or([])
    exposure = cp.new_int_var(least, max(most, least), "exposure")
    end = problem.horizon + 1  # one day more, so that what starts on the last day counts
    lengths = {task.id: task.length for task in problem.tasks}
    for demand in demands(problem).values():
        intervals, weights = [], []
        for id, weight in demand.given.items():
            if weight:
                size = cp.new_int_var(1, end, "")
                intervals.append(cp.new_interval_var(starts[id], size, end, ""))
                weights.append(weight)
        for id, weight in demand.received.items():
            if weight:
                verified = starts[id] + lengths[id]
                size = cp.new_int_var(0, problem.horizon, "")
                intervals.append(cp.new_interval_var(0, size, verified, ""))
                weights.append(weight)
        if intervals:
            cp.add_cumulative(intervals, weights, STEP * exposure + sum(demand.received.values()))
    return exposure
