"""What is kept of a plan that was computed once: the schedule, its bounds, other orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .baselines import baselines
from .exposure import STEP, free_bound, percent
from .planner import effort_of, plan
from .problem import Problem


def kept_plan(problem: Problem, judged: Mapping[str, Any]) -> dict[str, Any]:
    """Plan a problem, as plain values.

    Parameters
    ----------
    problem : Problem
        Free of faults.
    judged : mapping
        Parameters of the roadmap.

    Returns
    -------
    dict
        ``feasible``; ``starts`` in days; ``exposure`` and ``exposure_bound`` in percent of a
        stake; ``left_over``, whether that is what remains when all is done; ``makespan`` and its
        bound in days; ``baselines``.
    """
    found = plan(problem, effort_of(judged))
    return {
        "feasible": found.feasible,
        "starts": found.starts,
        "exposure": percent(found.exposure),
        "exposure_bound": percent(found.exposure_bound),
        "left_over": found.exposure - free_bound(problem) < STEP,
        "makespan": found.makespan,
        "makespan_bound": found.makespan_bound,
        "baselines": [
            {"name": one.name, "camp": list(one.camp), "exposure": percent(one.exposure),
             "makespan": one.makespan, "fits": one.fits, "starts": one.starts}
            for one in baselines(problem)
        ],
    }  # fmt: skip
