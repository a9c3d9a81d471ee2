"""What a planner is given: steps in days from the start, sides, verifiers, a horizon."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One step, in whole days.

    Attributes
    ----------
    id, title : str
    obligor : str
        Who takes it.
    recipient : str or None
        For whom; None when nobody in particular.
    duration, verification : int
        Days to carry out, and then to verify.
    verifier : str or None
    cost, value : float
        To the giver and to the receiver, in any unit that is the same for all of one side.
    irreversible : float
        The share that cannot be undone.
    breakout, detection : float or None
        Days to undo it, and until that would be seen.
    after : tuple of str
        Steps that must be verified before this one starts.
    together : tuple of (str, int)
        Steps that must start at most so many days before or after this one.
    earliest, due : int or None
        First day on which it may start; last day by which it has to be verified.
    objective, supply : str or None
    suppliers : tuple of str
        Third parties that could supply what it needs (``supply``).
    """

    id: str
    title: str
    obligor: str
    recipient: str | None = None
    duration: int
    verification: int = 0
    verifier: str | None = None
    cost: float
    value: float
    irreversible: float = 0.0
    breakout: float | None = None
    detection: float | None = None
    after: tuple[str, ...] = ()
    together: tuple[tuple[str, int], ...] = ()
    earliest: int | None = None
    due: int | None = None
    objective: str | None = None
    supply: str | None = None
    suppliers: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """Days from its start until it is verified."""
        return self.duration + self.verification


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Steps to be ordered.

    Attributes
    ----------
    tasks : tuple of Task
        Sorted by id.
    sides : tuple of str
        The parties to the bargain: those that both give and receive. Whoever only gives supplies
        the others, and no bound is put on its exposure.
    horizon : int
        Days within which every step has to be verified.
    capacity : dict of str to int
        How many verifications each verifier can carry out at once.
    ceiling : float or None
        Percent of its stake beyond which no side may be exposed; None when there is no limit.
    """

    tasks: tuple[Task, ...]
    sides: tuple[str, ...]
    horizon: int
    capacity: dict[str, int] = {}
    ceiling: float | None = None

    def task(self, id: str) -> Task:
        """The step with an id."""
        return next(task for task in self.tasks if task.id == id)


def sides_of(tasks: Iterable[Task], order: Iterable[str] = ()) -> tuple[str, ...]:
    """The parties that both give and receive, in a given order, then by id.

    Parameters
    ----------
    tasks : iterable of Task
    order : iterable of str
        Parties in the process's order.
    """
    tasks = list(tasks)
    both = {task.obligor for task in tasks} & {task.recipient for task in tasks if task.recipient}
    first = [party for party in order if party in both]
    return (*first, *sorted(both - set(first)))
