"""The same steps under other circumstances: other horizons, without a step, other values."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import msgspec

from servanda.errors import UsageError

from .exposure import percent
from .planner import Effort, Schedule, plan
from .problem import Problem, Task, sides_of

Row = dict[str, Any]
Done = Callable[[], None]


def by_horizon(problem: Problem, shares: Iterable[float], effort: Effort, done: Done) -> list[Row]:
    """The largest exposure that each horizon leaves.

    Parameters
    ----------
    problem : Problem
    shares : iterable of float
        Horizons as shares of the problem's.
    effort : Effort
        For each.
    done : callable
        Called when one is through.

    Returns
    -------
    list of dict
        ``days``, ``feasible`` and in percent of a stake ``exposure`` and its ``bound``. A plan
        for a shorter horizon is one for a longer horizon too, so that the curve never rises.
    """
    rows: list[Row] = []
    best: float | None = None
    for days in sorted({max(1, round(problem.horizon * share)) for share in shares}):
        found = plan(msgspec.structs.replace(problem, horizon=days), effort)
        done()
        if found.feasible:
            own = percent(found.exposure)
            best = own if best is None else min(best, own)
        rows.append(
            {
                "days": days,
                "feasible": found.feasible or best is not None,
                "exposure": best,
                "bound": percent(found.exposure_bound) if found.feasible else None,
            }
        )
        if found.stopped == "by hand":
            break
    return rows


def without(problem: Problem, dropped: str) -> Problem:
    """The problem without a step: what waited for it waits for what it waited for.

    Raises
    ------
    UsageError
        When there is no such step.
    """
    lost = _known(problem, dropped)
    tasks = tuple(
        msgspec.structs.replace(
            task,
            after=tuple(dict.fromkeys(_inherited(task.after, lost))),
            together=tuple(pair for pair in task.together if pair[0] != dropped),
        )
        for task in problem.tasks
        if task.id != dropped
    )
    return msgspec.structs.replace(problem, tasks=tasks, sides=sides_of(tasks, problem.sides))


def _inherited(after: tuple[str, ...], lost: Task) -> Iterator[str]:
    for id in after:
        yield from lost.after if id == lost.id else (id,)


def delayed(problem: Problem, verifier: str, days: int) -> Problem:
    """The problem with each verification of one verifier longer by so many days.

    Raises
    ------
    UsageError
        When it verifies nothing.
    """
    verifiers = sorted({task.verifier for task in problem.tasks if task.verifier})
    if verifier not in verifiers:
        raise UsageError(
            f"{verifier} verifies no step of this plan", f"verifiers: {', '.join(verifiers)}"
        )
    tasks = tuple(
        msgspec.structs.replace(task, verification=task.verification + days)
        if task.verifier == verifier
        else task
        for task in problem.tasks
    )
    return msgspec.structs.replace(problem, tasks=tasks)


def sensitivity(
    problem: Problem,
    base: Mapping[str, int],
    judged: Mapping[str, Any],
    effort: Effort,
    done: Done,
    draws: int | None = None,
) -> Row:
    """How often the first steps stay the same when the judged values are drawn anew.

    Parameters
    ----------
    problem : Problem
    base : mapping of str to int
        The plan that the draws are compared with.
    judged : mapping
        Parameters of the roadmap.
    effort : Effort
        For each draw.
    done : callable
        Called when one is through.
    draws : int, optional
        How many; as the parameters say when not given.

    Returns
    -------
    dict
        ``draws``; ``first``, the first steps of the plan; ``same``, the draws in which they are
        the same set; ``kept``, how many of them stay on average; ``often``, for each step the
        draws in which it is among the first; ``exposure_low`` and ``exposure_high`` over the
        draws, in percent.
    """
    table = judged["sensitivity"]
    count = table["first_steps"]
    first = first_steps(problem, base, count)
    spread = math.log(table["factor"])
    rng = random.Random(judged["search"]["seed"])
    often: dict[str, int] = {}
    exposures: list[float] = []
    same = kept = 0
    for _ in range(draws if draws is not None else table["draws"]):
        tasks = tuple(_redrawn(task, rng, spread) for task in problem.tasks)
        found = plan(msgspec.structs.replace(problem, tasks=tasks), effort)
        done()
        if not found.feasible:
            continue
        own = first_steps(problem, found.starts, count)
        same += set(own) == set(first)
        kept += len(set(own) & set(first))
        exposures.append(percent(found.exposure))
        for id in own:
            often[id] = often.get(id, 0) + 1
        if found.stopped == "by hand":
            break
    return {
        "draws": len(exposures),
        "first": first,
        "same": same,
        "kept": round(kept / len(exposures), 1) if exposures else None,
        "often": dict(sorted(often.items(), key=lambda item: (-item[1], item[0]))),
        "exposure_low": min(exposures, default=None),
        "exposure_high": max(exposures, default=None),
    }


def first_steps(problem: Problem, starts: Mapping[str, int], count: int) -> list[str]:
    """The steps that start first; of those that start together, the soonest verified."""
    lengths = {task.id: task.length for task in problem.tasks}
    return sorted(starts, key=lambda id: (starts[id], starts[id] + lengths[id], id))[:count]


def _redrawn(task: Task, rng: random.Random, spread: float) -> Task:
    cost, value = (math.exp(rng.uniform(-spread, spread)) for _ in range(2))
    return msgspec.structs.replace(task, cost=task.cost * cost, value=task.value * value)


def compared(before: Schedule, after: Schedule) -> Row:
    """What a change of circumstances does to a plan.

    Returns
    -------
    dict
        ``feasible``, ``exposure`` and ``exposure_before`` in percent, ``makespan`` and
        ``makespan_before`` in days, and ``moved``: the steps that start on another day.
    """
    return {
        "feasible": after.feasible,
        "exposure": percent(after.exposure) if after.feasible else None,
        "exposure_before": percent(before.exposure),
        "makespan": after.makespan if after.feasible else None,
        "makespan_before": before.makespan,
        "moved": {
            id: [before.starts[id], day]
            for id, day in after.starts.items()
            if id in before.starts and before.starts[id] != day
        },
    }


def _known(problem: Problem, id: str) -> Task:
    for task in problem.tasks:
        if task.id == id:
            return task
    near = get_close_matches(id, [task.id for task in problem.tasks], 3, 0.3)
    raise UsageError(
        f"there is no step {id} in this plan",
        f"did you mean {', '.join(near)}?" if near else "see 'roadmap plan --format json'",
    )
