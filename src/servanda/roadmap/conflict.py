"""Why no plan exists: a smallest set of constraints that cannot all hold, in words.

Every constraint gets a literal; the solver names literals that suffice for the contradiction, and
a deletion filter leaves out each one without which the rest still contradict. What remains is
minimal: drop any one and a plan exists for the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from ortools.sat.python import cp_model

from servanda.words import days as in_days
from servanda.words import join

from .exposure import PERCENT, demands
from .problem import Problem

Name = Callable[[str], str]


def conflict(problem: Problem, start: date, name: Name, effort: float = 10.0) -> list[str]:
    """The smallest conflicting set of constraints, one sentence each.

    Parameters
    ----------
    problem : Problem
        One without a plan.
    start : date
        Day 0, for the dates in the sentences.
    name : callable
        Party id to the party's name.
    effort : float
        Deterministic seconds for each trial.

    Returns
    -------
    list of str
        Empty when a plan exists after all, or when nothing could be shown.
    """
    model = _Model(problem, start, name)
    core = model.core(range(len(model.words)), effort)
    if core is None:
        return []
    for literal in list(core):
        if literal not in core:
            continue  # a smaller core left it out already
        smaller = model.core([kept for kept in core if kept != literal], effort)
        if smaller is not None:
            core = smaller
    return [model.words[literal] for literal in core]


class _Model:
    """The steps again, each constraint under a literal of its own."""

    def __init__(self, problem: Problem, start: date, name: Name) -> None:
        self.problem, self.start, self.name = problem, start, name
        self.cp = cp_model.CpModel()
        self.words: list[str] = []
        self.literals: list[Any] = []
        self.titles = {task.id: task.title for task in problem.tasks}
        long = sum(task.length for task in problem.tasks)
        late = max((task.earliest or 0 for task in problem.tasks), default=0)
        self.end = max(problem.horizon, long + late) + 1
        self.starts = {task.id: self.cp.new_int_var(0, self.end, task.id) for task in problem.tasks}
        self._times()
        self._order()
        self._verifiers()
        self._ceiling()

    def core(self, allowed: Iterable[int], effort: float) -> list[int] | None:
        """Literals that suffice for a contradiction; None when there is none."""
        allowed = list(allowed)
        self.cp.clear_assumptions()
        self.cp.add_assumptions([self.literals[number] for number in allowed])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = effort
        if solver.solve(self.cp) != cp_model.INFEASIBLE:
            return None
        named = set(solver.sufficient_assumptions_for_infeasibility())
        core = [number for number in allowed if self.literals[number].index in named]
        return core or allowed

    def _literal(self, words: str) -> Any:
        literal = self.cp.new_bool_var(f"c{len(self.words)}")
        self.words.append(words)
        self.literals.append(literal)
        return literal

    def _say(self, id: str) -> str:
        return f"“{self.titles[id]}”"

    def _date(self, offset: int) -> str:
        from servanda.records import dates

        return dates.say((self.start + timedelta(days=offset)).isoformat())

    def _times(self) -> None:
        horizon = self.problem.horizon
        for task in self.problem.tasks:
            start, what = self.starts[task.id], self._say(task.id)
            literal = self._literal(
                f"{what} takes {in_days(task.length)} until it is verified and has to be verified "
                f"by the horizon, {self._date(horizon)}."
            )
            self.cp.add(start + task.length <= horizon).only_enforce_if(literal)
            if task.due is not None:
                literal = self._literal(
                    f"{what} takes {in_days(task.length)} until it is verified and is due by "
                    f"{self._date(task.due)}."
                )
                self.cp.add(start + task.length <= task.due).only_enforce_if(literal)
            if task.earliest:
                literal = self._literal(f"{what} cannot start before {self._date(task.earliest)}.")
                self.cp.add(start >= task.earliest).only_enforce_if(literal)

    def _order(self) -> None:
        lengths = {task.id: task.length for task in self.problem.tasks}
        for task in self.problem.tasks:
            for before in task.after:
                literal = self._literal(
                    f"{self._say(task.id)} starts only when {self._say(before)} is verified, "
                    f"which takes {in_days(lengths[before])}."
                )
                self.cp.add(
                    self.starts[task.id] >= self.starts[before] + lengths[before]
                ).only_enforce_if(literal)
            for other, within in task.together:
                apart = f"within {in_days(within)} of each other" if within else "on the same day"
                literal = self._literal(
                    f"{self._say(task.id)} and {self._say(other)} start {apart}."
                )
                gap = self.starts[task.id] - self.starts[other]
                self.cp.add(gap <= within).only_enforce_if(literal)
                self.cp.add(gap >= -within).only_enforce_if(literal)

    def _verifiers(self) -> None:
        busy: dict[str, list[Any]] = defaultdict(list)
        for task in self.problem.tasks:
            if task.verifier and task.verification:
                busy[task.verifier].append(task)
        for verifier, tasks in busy.items():
            capacity = self.problem.capacity[verifier]
            if len(tasks) <= capacity:
                continue
            literal = self._literal(
                f"{self.name(verifier)} can carry out {capacity} "
                f"{'verification' if capacity == 1 else 'verifications'} at once and is asked for "
                f"{len(tasks)}: {join([self._say(task.id) for task in tasks])}."
            )
            intervals = [
                self.cp.new_optional_fixed_size_interval_var(
                    self.starts[task.id] + task.duration, task.verification, literal, ""
                )
                for task in tasks
            ]
            self.cp.add_cumulative(intervals, [1] * len(intervals), capacity)

    def _ceiling(self) -> None:
        ceiling = self.problem.ceiling
        if ceiling is None:
            return
        lengths: Mapping[str, int] = {task.id: task.length for task in self.problem.tasks}
        most = int(ceiling * PERCENT + 1e-9)
        for side, demand in demands(self.problem).items():
            literal = self._literal(
                f"{self.name(side)} may never be exposed by more than {ceiling:g} % of its stake."
            )
            if most < max(0, demand.net):  # whatever the order
                self.cp.add_bool_or([literal.negated()])
                continue
            intervals, weights = [], []
            end = self.end * 2
            for id, weight in demand.given.items():
                size = self.cp.new_int_var(1, end, "")
                intervals.append(
                    self.cp.new_optional_interval_var(self.starts[id], size, end, literal, "")
                )
                weights.append(weight)
            for id, weight in demand.received.items():
                size = self.cp.new_int_var(0, end, "")
                intervals.append(
                    self.cp.new_optional_interval_var(
                        0, size, self.starts[id] + lengths[id], literal, ""
                    )
                )
                weights.append(weight)
            self.cp.add_cumulative(intervals, weights, most + sum(demand.received.values()))
