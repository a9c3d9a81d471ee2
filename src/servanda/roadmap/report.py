"""A plan with all that is read off it, as plain values: for the terminal, for JSON, for charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from .baselines import Baseline
from .exposure import curve, free_bound, percent
from .planner import Schedule
from .problem import Problem, Task
from .reading import day as on_day
from .tables import critical_path, curves, path_days, readiness, supply, walk_away

Told = dict[str, Any]
Name = Callable[[str], str]
ALL_AT_ONCE = "alternation"


def plan_report(
    problem: Problem,
    found: Schedule,
    others: Sequence[Baseline],
    start: date,
    judged: Mapping[str, Any],
    name: Name,
) -> Told:
    """What a plan says.

    Parameters
    ----------
    problem : Problem
    found : Schedule
        A feasible one.
    others : sequence of Baseline
        What it is set beside.
    start : date
        Day 0.
    judged : mapping
        Parameters of the roadmap.
    name : callable
        Party id to the party's name.

    Returns
    -------
    dict
        ``steps`` by start; ``exposure`` and its bounds in percent of a stake; ``makespan_days``;
        ``curves`` and ``worst`` by side; ``critical_path``; ``walk_away``, ``readiness``,
        ``supply``; ``baselines``. Days are ISO dates.
    """
    starts = found.starts
    path = critical_path(problem)
    return {
        **summary(problem, found, start, name),
        "steps": [
            _step(task, starts, start, name, task.id in path)
            for task in sorted(problem.tasks, key=lambda task: (starts[task.id], task.id))
        ],
        "critical_path": {"steps": path, "days": path_days(problem, path)},
        "curves": dated_curves(problem, starts, start, name),
        "worst": [_worst(problem, starts, side, start, name) for side in problem.sides],
        "walk_away": [
            _dated(row, start, name, ("day",))
            for row in walk_away(problem, starts, judged["walk_away"]["every_days"])
        ],
        "readiness": [
            _dated(row, start, name, ("first_day", "last_day"))
            for row in readiness(problem, starts)
        ],
        "supply": [_dated(row, start, name, ("day",)) for row in supply(problem, starts)],
        "baselines": [beside(problem, other, start, name) for other in others],
    }


def summary(problem: Problem, found: Schedule, start: date, name: Name) -> Told:
    """Exposure and makespan of a plan, each with its bound, and whether both are proven."""
    exposure, bound = percent(found.exposure), percent(found.exposure_bound)
    return {
        "feasible": found.feasible,
        "stopped": found.stopped,
        "start": start.isoformat(),
        "horizon_days": problem.horizon,
        "horizon": on_day(start, problem.horizon).isoformat(),
        "sides": [{"id": side, "name": name(side)} for side in problem.sides],
        "exposure": exposure,
        "exposure_bound": bound,
        "exposure_gap": round(exposure - bound, 1),
        "exposure_proven": exposure - bound < 0.1,  # exposures are told apart by that much
        "free_bound": percent(free_bound(problem)),
        "makespan_days": found.makespan,
        "makespan_bound_days": found.makespan_bound,
        "makespan_proven": found.makespan == found.makespan_bound,
        "done_by": on_day(start, found.makespan).isoformat(),
    }


def beside(problem: Problem, other: Baseline, start: date, name: Name) -> Told:
    """Another order of the same steps, with its exposure curves."""
    return {
        "name": other.name,
        "camp": [name(side) for side in other.camp],
        "batch": other.batch,
        "exposure": percent(other.exposure),
        "makespan_days": other.makespan,
        "done_by": on_day(start, other.makespan).isoformat(),
        "fits": other.fits,
        "curves": dated_curves(problem, other.starts, start, name),
    }


def dated_curves(problem: Problem, starts: Mapping[str, int], start: date, name: Name) -> Told:
    """Per side, the day and the exposure from that day on, in percent of the side's stake."""
    return {
        name(side): [[on_day(start, int(offset)).isoformat(), level] for offset, level in points]
        for side, points in curves(problem, starts).items()
    }


def _worst(problem: Problem, starts: Mapping[str, int], side: str, start: date, name: Name) -> Told:
    offset, level = max(curve(problem, starts, side), key=lambda point: (point[1], -point[0]))
    return {
        "side": name(side),
        "exposure": percent(level),
        "day": on_day(start, offset).isoformat(),
    }


def _step(task: Task, starts: Mapping[str, int], start: date, name: Name, critical: bool) -> Told:
    begin = starts[task.id]
    return {
        "step": task.id,
        "title": task.title,
        "by": name(task.obligor),
        "for": name(task.recipient) if task.recipient else None,
        "starts": on_day(start, begin).isoformat(),
        "done": on_day(start, begin + task.duration).isoformat(),
        "verified": on_day(start, begin + task.length).isoformat(),
        "verifier": name(task.verifier) if task.verifier else None,
        "objective": task.objective,
        "cost": task.cost,
        "value": task.value,
        "irreversible_share": task.irreversible,
        "after": list(task.after),
        "critical": critical,
    }


def _dated(row: Told, start: date, name: Name, days: Sequence[str]) -> Told:
    """A row with dates for days and names for parties."""
    told = dict(row)
    for key in days:
        told[key] = on_day(start, row[key]).isoformat()
    for key in ("side", "verifier"):
        if key in told:
            told[key] = name(told[key])
    if "parties" in told:
        told["parties"] = [name(party) for party in told["parties"]]
    return told
