"""What can be read off a plan: critical path, walk-away table, verification readiness, supply."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from .exposure import Curve, Starts, curve, demands, is_received, makespan, percent, stake
from .problem import Problem, Task

Row = dict[str, Any]


def critical_path(problem: Problem) -> list[str]:
    """The chain of steps that takes longest when each starts as soon as those before it allow.

    Returns
    -------
    list of str
        Ids in their order. The plan can be longer, for want of exposure or of verifiers, and
        never shorter than this chain.
    """
    import networkx as nx

    graph = nx.DiGraph()
    for task in problem.tasks:
        graph.add_edge("start", task.id, days=task.earliest or 0)
        graph.add_edge(task.id, "end", days=task.length)
        for before in task.after:
            graph.add_edge(before, task.id, days=problem.task(before).length)
    way: list[str] = nx.dag_longest_path(graph, weight="days")
    return [id for id in way if id not in ("start", "end")]


def path_days(problem: Problem, path: list[str]) -> int:
    """Days that a chain of steps takes, from the start of the plan."""
    day = 0
    for id in path:
        task = problem.task(id)
        day = max(day, task.earliest or 0) + task.length
    return day


def walk_away(problem: Problem, starts: Starts, every: int) -> list[Row]:
    """What each side would have lost, and could have taken back from it, if all stopped on a day.

    Parameters
    ----------
    problem : Problem
    starts : mapping of str to int
    every : int
        Days between rows; the last row is the day on which everything is verified.

    Returns
    -------
    list of dict
        ``day``, ``side``, and in percent of the side's stake: ``given`` and ``received`` (for
        good), ``exposure``, and ``revocable``: what was received and could be undone. ``undone``
        names the received step that could be undone first, with ``breakout`` and ``detection`` in
        days and ``unseen``, whether it would be undone before that is seen.
    """
    end = makespan(problem, starts)
    days = [*range(every, end, every), end]
    return [_left(problem, starts, side, day) for day in days for side in problem.sides]


def _left(problem: Problem, starts: Starts, side: str, day: int) -> Row:
    demand = demands(problem)[side]
    held = [
        task
        for task in problem.tasks
        if is_received(problem, task, side) and starts[task.id] + task.length <= day
    ]
    given = sum(weight for id, weight in demand.given.items() if starts[id] <= day)
    received = sum(demand.received[task.id] for task in held)
    whole = stake(problem, side) or 1.0
    open_to_undo = [task for task in held if task.irreversible < 1 and task.breakout is not None]
    first = min(open_to_undo, key=lambda task: (task.breakout, task.id), default=None)
    return {
        "day": day,
        "side": side,
        "given": percent(given),
        "received": percent(received),
        "exposure": percent(given - received),
        "revocable": round(
            100 * sum(task.value * (1 - task.irreversible) for task in held) / whole, 1
        ),
        **_undone(first),
    }


def _undone(task: Task | None) -> Row:
    if task is None:
        return {"undone": None, "breakout": None, "detection": None, "unseen": None}
    seen = task.detection
    return {
        "undone": task.id,
        "breakout": task.breakout,
        "detection": seen,
        "unseen": None if seen is None else float(task.breakout or 0) < seen,
    }


def readiness(problem: Problem, starts: Starts) -> list[Row]:
    """Which verifier has to be ready when, and for how many verifications at once.

    Returns
    -------
    list of dict
        One row per verifier, by the day on which it is first needed: ``verifier``, ``first_day``,
        ``first_step``, ``last_day``, ``most_at_once``, ``capacity``, ``days`` of work and
        ``steps``.
    """
    work: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for task in problem.tasks:
        if task.verifier:
            begin = starts[task.id] + task.duration
            work[task.verifier].append((begin, begin + task.verification, task.id))
    rows = []
    for verifier, spans in work.items():
        spans.sort()
        rows.append(
            {
                "verifier": verifier,
                "first_day": spans[0][0],
                "first_step": spans[0][2],
                "last_day": max(end for _, end, _ in spans),
                "most_at_once": max(
                    sum(s <= begin < max(e, s + 1) for s, e, _ in spans) for begin, _, _ in spans
                ),
                "capacity": problem.capacity[verifier],
                "days": sum(end - begin for begin, end, _ in spans),
                "steps": [id for _, _, id in spans],
            }
        )
    return sorted(rows, key=lambda row: (row["first_day"], row["verifier"]))


def supply(problem: Problem, starts: Starts) -> list[Row]:
    """What third parties could supply, by which day, for which step.

    A third party is whoever is no side of the bargain: it takes a step, verifies one, or is named
    as able to supply what the step needs.

    Returns
    -------
    list of dict
        ``step``, ``day`` on which the supply is needed, ``what`` (liaison, verification,
        exemption or assistance) and ``parties``.
    """
    rows = []
    for task in problem.tasks:
        begin = starts[task.id]
        named = [id for id in task.suppliers if id not in problem.sides]
        if task.obligor not in problem.sides:
            named = [task.obligor, *(id for id in named if id != task.obligor)]
        if named and task.supply:
            # who verifies is needed when there is something to verify, all others from the start
            day = begin + task.duration if task.supply == "verification" else begin
            rows.append({"step": task.id, "day": day, "what": task.supply, "parties": named})
        verifier = task.verifier
        if verifier and verifier not in problem.sides and task.supply != "verification":
            rows.append(
                {
                    "step": task.id,
                    "day": begin + task.duration,
                    "what": "verification",
                    "parties": [verifier],
                }
            )
    return sorted(rows, key=lambda row: (row["day"], row["what"], row["step"]))


def curves(problem: Problem, starts: Starts) -> dict[str, list[list[float]]]:
    """The exposure of each side, in percent of its stake, from each day on which it changes."""
    return {
        side: [[day, percent(level)] for day, level in _to_end(problem, starts, side)]
        for side in problem.sides
    }


def _to_end(problem: Problem, starts: Starts, side: str) -> Curve:
    found = curve(problem, starts, side)
    end = makespan(problem, starts)
    return found if found[-1][0] == end else [*found, (end, found[-1][1])]
