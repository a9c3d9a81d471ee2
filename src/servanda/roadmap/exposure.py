"""Exposure: what a side has irrevocably given less what it has irrevocably received.

E_p(t) = sum of c irr over p's steps started by t - sum of v irr over steps to p verified by t,
in hundredths of a percent of p's stake. What can be taken back secures nobody; giving counts from
its start, receiving from its verification. Only steps between sides count as received: what a
third party supplies is welcome, and secures no side against another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .problem import Problem, Task

UNITS = 10_000  # of one whole stake: hundredths of a percent
STEP = 10  # the planner tells exposures apart by a tenth of a percent
PERCENT = UNITS / 100

Starts = Mapping[str, int]  # day on which each step starts
Curve = list[tuple[int, int]]  # day, exposure from that day on


class Demand(NamedTuple):
    """What each step gives and brings one side, in units of its stake."""

    given: dict[str, int]
    received: dict[str, int]

    @property
    def net(self) -> int:
        """Exposure when everything is done."""
        return sum(self.given.values()) - sum(self.received.values())


def stake(problem: Problem, side: str) -> float:
    """All that a side has at stake: what it gives, at its cost, and receives, at its value."""
    gives = sum(task.cost for task in problem.tasks if task.obligor == side)
    return gives + sum(task.value for task in problem.tasks if is_received(problem, task, side))


def is_received(problem: Problem, task: Task, side: str) -> bool:
    """Whether a step is one that another side takes for this one."""
    return task.recipient == side and task.obligor in problem.sides


def demands(problem: Problem) -> dict[str, Demand]:
    """What each step gives and brings each side of the bargain."""
    found = {}
    for side in problem.sides:
        unit = UNITS / (stake(problem, side) or 1.0)
        found[side] = Demand(
            {
                task.id: round(task.cost * task.irreversible * unit)
                for task in problem.tasks
                if task.obligor == side
            },
            {
                task.id: round(task.value * task.irreversible * unit)
                for task in problem.tasks
                if is_received(problem, task, side)
            },
        )
    return found


def free_bound(problem: Problem) -> int:
    """What some side is exposed to in the end, whatever the order: a bound that costs nothing."""
    return max(0, *(demand.net for demand in demands(problem).values()), 0)


def curve(problem: Problem, starts: Starts, side: str) -> Curve:
    """The exposure of a side from the start of each day on which it changes.

    Parameters
    ----------
    problem : Problem
    starts : mapping of str to int
        The schedule.
    side : str

    Returns
    -------
    list of (int, int)
        Day, and exposure in units of the stake from that day on; the first day is 0.
    """
    demand = demands(problem)[side]
    changes: dict[int, int] = {0: 0}
    for task in problem.tasks:
        if demand.given.get(task.id):
            day = starts[task.id]
            changes[day] = changes.get(day, 0) + demand.given[task.id]
        if demand.received.get(task.id):
            day = starts[task.id] + task.length
            changes[day] = changes.get(day, 0) - demand.received[task.id]
    level, found = 0, Curve()
    for day in sorted(changes):
        level += changes[day]
        if not found or found[-1][1] != level:
            found.append((day, level))
    return found


def largest(problem: Problem, starts: Starts) -> int:
    """The largest exposure of any side on any day, in units of its stake; never below zero."""
    return max(
        (level for side in problem.sides for _, level in curve(problem, starts, side)), default=0
    )


def makespan(problem: Problem, starts: Starts) -> int:
    """The day by which everything is verified."""
    return max((starts[task.id] + task.length for task in problem.tasks), default=0)


def percent(units: float) -> float:
    """Units of a stake as a percentage, to a tenth."""
    return round(units / PERCENT, 1) + 0.0
