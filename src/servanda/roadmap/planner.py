"""Ordering the steps: the smallest largest exposure first, then the shortest makespan.

Effort is counted in OR-Tools' deterministic time and strategies take turns one by one, so that the
same problem gives the same plan on every run: of several that run at once, the first to find one
of many equal plans would win. A limit in seconds on the clock gives that up for speed. Ctrl-C
stops a search and keeps the best plan found.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec
from ortools.sat.python import cp_model

from .exposure import STEP, largest, makespan
from .model import Model, build
from .problem import Problem

FEASIBLE = (cp_model.OPTIMAL, cp_model.FEASIBLE)
LOOK_EVERY_S = 0.1

Watch = Callable[[str, float, float, float], None]  # stage, best, bound, seconds


class Effort(NamedTuple):
    """How much is spent on a plan.

    Attributes
    ----------
    exposure, makespan, tidy : float
        Deterministic seconds for each stage.
    workers, seed : int
        Strategies interleaved, and the seed of each.
    seconds : float or None
        Limit on the clock for all stages together, in place of the deterministic one.
    """

    exposure: float
    makespan: float
    tidy: float
    workers: int
    seed: int
    seconds: float | None = None


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """What the planner found.

    Attributes
    ----------
    starts : dict of str to int
        Day on which each step starts; empty when no plan exists.
    exposure : int
        Largest exposure, in units of a stake.
    exposure_bound : int
        No plan can be below this.
    makespan, makespan_bound : int
        Days; the bound holds for plans of no more than this exposure.
    stopped : str
        ``""``, ``by hand`` or ``by the clock``.
    feasible : bool or None
        None when the search ended before anything was found or ruled out.
    """

    starts: dict[str, int] = {}
    exposure: int = 0
    exposure_bound: int = 0
    makespan: int = 0
    makespan_bound: int = 0
    stopped: str = ""
    feasible: bool | None = None


def effort_of(judged: Mapping[str, Any], *, replan: bool = False) -> Effort:
    """The effort that the parameters allow for a plan, or for one of many replans."""
    search = judged["search"]
    if replan:
        each = search["replan"]
        return Effort(each, each / 2, each / 4, search["workers"], search["seed"])
    return Effort(*(search[name] for name in ("exposure", "makespan", "tidy", "workers", "seed")))


def plan(problem: Problem, effort: Effort, watch: Watch | None = None) -> Schedule:
    """Order the steps.

    Parameters
    ----------
    problem : Problem
        Free of faults (`servanda.roadmap.faults`).
    effort : Effort
    watch : callable, optional
        Told now and then: stage, best value, bound, seconds since the start.

    Returns
    -------
    Schedule
        With ``feasible`` False when no plan exists.
    """
    search = _Search(effort, watch)
    first = build(problem)
    found = search.run(first, "a first plan", effort.exposure)
    if found is None:
        return Schedule(feasible=False if search.infeasible else None, stopped=search.stopped)
    model = build(problem)
    model.cp.minimize(model.exposure)
    _hint(model, found)
    best = search.run(model, "exposure", effort.exposure) or found
    bound = max(search.bound(model.exposure), 0) * STEP
    kept = -(-largest(problem, best) // STEP)
    model = build(problem)
    model.cp.add(model.exposure <= kept)
    model.cp.minimize(model.makespan)
    _hint(model, best)
    best = search.run(model, "makespan", effort.makespan) or best
    span = makespan(problem, best)
    span_bound = search.bound(model.makespan)
    model = build(problem)
    model.cp.add(model.exposure <= kept)
    model.cp.add(model.makespan <= span)
    model.cp.minimize(sum(model.starts.values()))
    _hint(model, best)
    best = search.run(model, "early starts", effort.tidy) or best
    exposure = largest(problem, best)
    return Schedule(
        starts=dict(sorted(best.items())),
        exposure=exposure,
        exposure_bound=min(bound, exposure),
        makespan=span,
        makespan_bound=min(span_bound, span),
        stopped=search.stopped,
        feasible=True,
    )


def _hint(model: Model, starts: Mapping[str, int]) -> None:
    for id, variable in model.starts.items():
        model.cp.add_hint(variable, starts[id])


class _Search:
    """Runs one stage after another; once stopped by hand, runs no more."""

    def __init__(self, effort: Effort, watch: Watch | None) -> None:
        self.effort = effort
        self.watch = watch
        self.began = time.monotonic()
        self.stopped = ""
        self.infeasible = False
        self._bound: float | None = None

    def run(self, model: Model, stage: str, effort: float) -> dict[str, int] | None:
        """The best starts of one stage; None when none were found."""
        self._bound = None
        if self.stopped == "by hand":
            return None
        solver = self._solver(stage, effort)
        if solver is None:
            self.stopped = "by the clock"
            return None
        status = self._solve(solver, model.cp, stage)
        self.infeasible = status == cp_model.INFEASIBLE
        if status != cp_model.OPTIMAL and self.effort.seconds is not None and not self.stopped:
            self.stopped = "by the clock"
        if status not in FEASIBLE:
            return None
        if model.cp.has_objective():
            self._bound = solver.best_objective_bound
        return {id: solver.value(variable) for id, variable in model.starts.items()}

    def bound(self, variable: cp_model.IntVar) -> int:
        """The bound of the last stage, at least the lower end of its variable."""
        least = variable.proto.domain[0]
        if self._bound is None:
            return int(least)
        return max(int(least), round(self._bound))

    def _solver(self, stage: str, effort: float) -> cp_model.CpSolver | None:
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.effort.seed
        solver.parameters.num_workers = self.effort.workers
        solver.parameters.catch_sigint_signal = False
        if self.effort.seconds is None:
            solver.parameters.interleave_search = True
            solver.parameters.interleave_batch_size = 1
            solver.parameters.max_deterministic_time = effort
            return solver
        whole = self.effort.exposure + self.effort.makespan + self.effort.tidy
        left = self.effort.seconds - (time.monotonic() - self.began)
        share = self.effort.seconds * effort / whole
        if stage == "early starts":
            share = left
        if min(share, left) <= 0:
            return None
        solver.parameters.max_time_in_seconds = min(share, left)
        return solver

    def _solve(self, solver: cp_model.CpSolver, cp: cp_model.CpModel, stage: str) -> Any:
        """Solve in a thread of its own, so that Ctrl-C reaches us and not the solver."""
        status: list[Any] = []
        done, told = threading.Event(), _Told(self, stage)

        def solve() -> None:
            try:
                status.append(solver.solve(cp, told))
            finally:
                done.set()

        threading.Thread(target=solve).start()
        # not join(): interrupted, it takes a thread for ended that still runs
        while not done.is_set():
            try:
                done.wait(LOOK_EVERY_S)
                told.show()
            except KeyboardInterrupt:
                self.stopped = "by hand"
                solver.stop_search()
        return status[0] if status else cp_model.UNKNOWN


class _Told(cp_model.CpSolverSolutionCallback):
    """Keeps the best value and bound of a stage, to be shown by the thread that waits."""

    def __init__(self, search: _Search, stage: str) -> None:
        super().__init__()
        self._search, self._stage = search, stage
        self._best: tuple[float, float] | None = None

    def on_solution_callback(self) -> None:
        """Called by the solver at every better solution."""
        self._best = (self.objective_value, self.best_objective_bound)

    def show(self) -> None:
        """Tell whoever watches."""
        if self._search.watch:
            best, bound = self._best or (float("nan"), float("nan"))
            self._search.watch(self._stage, best, bound, time.monotonic() - self._search.began)
