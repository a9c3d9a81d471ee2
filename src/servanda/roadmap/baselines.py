"""What a plan is set beside: one side first, and sides taking turns.

Both are made exact from the same steps. Precedence, windows and verifiers hold in both; pairs do
not, for to go together is what these ways lack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from .exposure import Starts, demands, largest, makespan
from .problem import Problem, Task

Camp = tuple[str, ...]


class Baseline(msgspec.Struct, frozen=True, kw_only=True):
    """Another order of the same steps.

    Attributes
    ----------
    name : str
        ``first`` (one camp gives all it has to give, then the others) or ``alternation``.
    camp : tuple of str
        Who goes first.
    batch : int
        How many steps a camp takes in one turn; 0 where there are no turns.
    exposure : int
        The largest, in units of a stake.
    makespan : int
        Days.
    fits : bool
        Whether it keeps the horizon and the due dates.
    starts : dict of str to int
    """

    name: str
    camp: Camp
    batch: int = 0
    exposure: int
    makespan: int
    fits: bool
    starts: dict[str, int]


def baselines(problem: Problem) -> list[Baseline]:
    """Each camp first; strict alternation; alternation in turns just large enough to fit.

    Parameters
    ----------
    problem : Problem
        Free of faults.
    """
    found = [one_side_first(problem, camp) for camp in camps(problem)]
    strict = alternation(problem, 1)
    found.append(strict)
    if not strict.fits:
        wider = [alternation(problem, batch) for batch in range(2, len(problem.tasks) + 1)]
        fitting = [baseline for baseline in wider if baseline.fits]
        found += fitting[:1]
    return found


def camps(problem: Problem) -> list[Camp]:
    """The sides in two camps that give to one another only; each for itself where there are none.

    Parameters
    ----------
    problem : Problem
    """
    gives: dict[str, set[str]] = {side: set() for side in problem.sides}
    for task in problem.tasks:
        if task.obligor in gives and task.recipient in gives:
            gives[task.obligor].add(str(task.recipient))
            gives[str(task.recipient)].add(task.obligor)
    camp: dict[str, int] = {}
    for first in problem.sides:
        ahead = [] if first in camp else [first]
        camp.setdefault(first, 0)
        while ahead:
            side = ahead.pop()
            for other in sorted(gives[side]):
                if other not in camp:
                    camp[other] = 1 - camp[side]
                    ahead.append(other)
                elif camp[other] == camp[side]:
                    return [(one,) for one in problem.sides]
    return [tuple(side for side in problem.sides if camp[side] == number) for number in (0, 1)]


def one_side_first(problem: Problem, camp: Camp) -> Baseline:
    """A camp takes all its steps, and only when all are verified do the others begin theirs.

    What a camp's step has to wait for is taken when it is needed, and third parties supply as
    soon as they can: else there would be no such order.
    """
    before = {task.id: task.after for task in problem.tasks}
    early = {
        task.id
        for task in problem.tasks
        if task.obligor in camp or task.obligor not in problem.sides
    }
    ahead = list(early)
    while ahead:
        for other in before[ahead.pop()]:
            if other not in early:
                early.add(other)
                ahead.append(other)
    placing = _Placing(problem)
    ordered = list(_in_order(problem))
    for task in ordered:
        if task.id in early:
            placing.put(task, 0)
    turn = max((placing.verified(task) for task in ordered if task.obligor in camp), default=0)
    for task in ordered:
        if task.id not in early:
            placing.put(task, turn)
    return _baseline(problem, "first", camp, 0, placing.starts)


def alternation(problem: Problem, batch: int) -> Baseline:
    """Camps take turns of so many steps, each when the turn before is verified.

    Within a turn the steps are chosen that leave the largest exposure smallest.
    """
    placing, turns = _Placing(problem), camps(problem)
    levels = _Levels(problem)
    left = {task.id: task for task in _in_order(problem)}
    now, passed, turn = 0, 0, 0
    while left:
        ready = [task for task in left.values() if placing.is_ready(task, now)]
        for task in [task for task in ready if task.obligor not in problem.sides]:
            placing.put(left.pop(task.id), now)
        mine = [task for task in ready if task.obligor in turns[turn] and task.id in left]
        taken: list[Task] = []
        while mine and len(taken) < batch:
            best = min(mine, key=lambda task: (levels.after(task), task.id))
            mine.remove(best)
            levels.take(best)
            placing.put(left.pop(best.id), now)
            taken.append(best)
        turn = (turn + 1) % len(turns)
        if taken:
            now, passed = max(map(placing.verified, taken)), 0
            continue
        passed += 1
        if passed == len(turns):  # all wait for what third parties have begun
            now, passed = placing.next_after(now), 0
    return _baseline(problem, "alternation", turns[0], batch, placing.starts)


class _Placing:
    """Steps put at the first day on which precedence, window and verifier allow."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.starts: dict[str, int] = {}
        self.lengths = {task.id: task.length for task in problem.tasks}
        self._busy: dict[str, list[tuple[int, int]]] = defaultdict(list)

    def put(self, task: Task, day: int) -> None:
        """Start a step as early as may be, and not before a day."""
        day = max(day, task.earliest or 0, *(self._end(id) for id in task.after), 0)
        if task.verifier and task.verification:
            busy = self._busy[task.verifier]
            capacity = self.problem.capacity[task.verifier]
            tried = sorted({day, *(end - task.duration for _, end in busy)})
            day = next(d for d in tried if d >= day and self._has_room(busy, d, task, capacity))
            busy.append((day + task.duration, day + task.length))
        self.starts[task.id] = day

    def verified(self, task: Task) -> int:
        """The day by which a step that was put is verified."""
        return self._end(task.id)

    def is_ready(self, task: Task, now: int) -> bool:
        """Whether all that a step waits for is verified by a day."""
        return all(id in self.starts and self._end(id) <= now for id in task.after)

    def next_after(self, now: int) -> int:
        """The next day on which something is verified."""
        return min(end for id in self.starts if (end := self._end(id)) > now)

    def _end(self, id: str) -> int:
        return self.starts[id] + self.lengths[id]

    @staticmethod
    def _has_room(busy: list[tuple[int, int]], day: int, task: Task, capacity: int) -> bool:
        begin, end = day + task.duration, day + task.length
        inside = [span for span in busy if span[0] < end and begin < span[1]]
        points = [begin, *(max(span[0], begin) for span in inside)]
        return all(sum(s <= at < e for s, e in inside) < capacity for at in points)


class _Levels:
    """How exposed each side is, as the turns go by."""

    def __init__(self, problem: Problem) -> None:
        self.demands = demands(problem)
        self.level = dict.fromkeys(problem.sides, 0)

    def after(self, task: Task) -> int:
        """The largest exposure, were a step taken and verified."""
        return max(level + self._change(side, task) for side, level in self.level.items())

    def take(self, task: Task) -> None:
        """Count a step."""
        for side in self.level:
            self.level[side] += self._change(side, task)

    def _change(self, side: str, task: Task) -> int:
        demand = self.demands[side]
        return demand.given.get(task.id, 0) - demand.received.get(task.id, 0)


def _in_order(problem: Problem) -> Iterator[Task]:
    """Steps so that each comes after those it waits for; by id where nothing decides."""
    left = list(problem.tasks)
    done: set[str] = set()
    while left:
        task = next(task for task in left if done.issuperset(task.after))
        left.remove(task)
        done.add(task.id)
        yield task


def _baseline(
    problem: Problem, name: str, camp: Iterable[str], batch: int, starts: Starts
) -> Baseline:
    late = any(
        task.due is not None and starts[task.id] + task.length > task.due for task in problem.tasks
    )
    span = makespan(problem, starts)
    return Baseline(
        name=name,
        camp=tuple(camp),
        batch=batch,
        exposure=largest(problem, starts),
        makespan=span,
        fits=span <= problem.horizon and not late,
        starts=dict(sorted(starts.items())),
    )
