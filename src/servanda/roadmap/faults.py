"""What keeps steps from being ordered at all, every fault at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from servanda.dossier import Dossier
from servanda.intake.faults import Fault
from servanda.records import Party, Step, dates


def step_faults(steps: Sequence[Step], dossier: Dossier, start: date) -> list[Fault]:
    """Faults of the steps of a dossier.

    Parameters
    ----------
    steps : sequence of Step
    dossier : Dossier
        Where the parties are.
    start : date
        Day 0 of the plan.

    Returns
    -------
    list of Fault
        Each names the step, the field, what is wrong and how to mend it.
    """
    place = f"{dossier.name}, step"
    parties = {party.id for party in dossier.of(Party)}
    found = [
        Fault(file=place, column=column, what=f"{step.id}: {what}", mend=mend)
        for step in steps
        for column, what, mend in (
            *_parties(step, parties),
            *_numbers(step),
            *_windows(step, start),
        )
    ]
    graph = {step.id: step.after for step in steps}
    for way in cycles(graph):
        found.append(
            Fault(
                file=place,
                column="after",
                what=f"steps wait for one another in a circle: {' after '.join(way)}",
                mend="take out the one that need not wait",
            )
        )
    return found


def cycles(after: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Circles in which steps wait for one another, each closed, until none is left.

    Examples
    --------
    >>> cycles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a", "d"]})
    [['a', 'b', 'c', 'a'], ['d', 'd']]
    """
    graph = {id: [other for other in others if other in after] for id, others in after.items()}
    found = []
    while True:
        sorter = TopologicalSorter(graph)
        try:
            sorter.prepare()
        except CycleError as error:
            way = list(error.args[1])[::-1]  # each waits for the next
            found.append(_from_least(way))
            for id, other in pairwise(way):
                graph[id] = [kept for kept in graph[id] if kept != other]
        else:
            return sorted(found)


def _from_least(way: list[str]) -> list[str]:
    ring = way[:-1]
    at = ring.index(min(ring))
    return [*ring[at:], *ring[:at], ring[at]]


def _parties(step: Step, parties: set[str]) -> Iterator[tuple[str, str, str]]:
    named = [("obligor", step.obligor), ("recipient", step.recipient), ("verifier", step.verifier)]
    for column, party in (*named, *(("suppliers", id) for id in step.suppliers)):
        if party is not None and party not in parties:
            yield (
                column,
                f"{party} is no party on record by then",
                "add the party, give it an earlier known, or correct the id",
            )
    if step.obligor == step.recipient:
        yield "recipient", "obligor and recipient are the same", "say for whom the step is taken"


def _numbers(step: Step) -> Iterator[tuple[str, str, str]]:
    """What a record cannot hold and a file of values may."""
    for column in ("duration_days", "verification_days", "cost", "value", "within_days"):
        number = getattr(step, column)
        if not 0 <= number < float("inf"):
            yield column, f"{column} {number:g} is no number from 0 up", "write 0 or more"
    if not 0 <= step.irreversible_share <= 1:
        yield (
            "irreversible_share",
            f"irreversible_share {step.irreversible_share:g} is no share",
            "write a number from 0 to 1",
        )


def _windows(step: Step, start: date) -> Iterator[tuple[str, str, str]]:
    if step.due is None:
        return
    due = dates.parse(step.due, step.zone).last_day
    if due < start:
        yield (
            "due",
            f"due {step.due} is before the plan starts on {start}",
            "start earlier, or take out the step or its due date",
        )
    if step.not_before and due < dates.parse(step.not_before, step.zone).first_day:
        yield (
            "due",
            f"due {step.due} is before not_before {step.not_before}",
            "correct one of the two",
        )
