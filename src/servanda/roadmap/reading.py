"""From the step records of a dossier to a problem in whole days."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import msgspec

from servanda.dossier import Dossier
from servanda.intake.faults import Fault
from servanda.records import Step, dates

from .faults import step_faults
from .problem import Problem, Task, sides_of

Values = Mapping[str, Mapping[str, float]]  # step id -> field of the record -> number


@dataclass(frozen=True, slots=True)
class Reading:
    """A problem, and what stood in its way.

    Attributes
    ----------
    problem : Problem
    faults : list of Fault
        When there are any, the problem cannot be planned.
    left_out : list of str
        In words: constraints that name steps nobody had put on record by then.
    """

    problem: Problem
    faults: list[Fault] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read(
    dossier: Dossier,
    start: date,
    horizon: int,
    judged: Mapping[str, Any],
    values: Values | None = None,
    ceiling: float | None = None,
) -> Reading:
    """Read the steps on record.

    Parameters
    ----------
    dossier : Dossier
    start : date
        Day 0 of the plan.
    horizon : int
        Days within which everything has to be verified.
    judged : mapping
        Parameters of the roadmap.
    values : mapping, optional
        Numbers to put in place of those of the records.
    ceiling : float, optional
        Percent of its stake beyond which no side may be exposed.
    """
    steps = [_valued(step, (values or {}).get(step.id)) for step in dossier.of(Step)]
    known = {step.id for step in steps}
    faults = step_faults(steps, dossier, start)
    left_out = [
        f"{step.id} {how} {other}, which was not on record by then"
        for step in steps
        for how, others in (("waits for", step.after), ("goes with", step.together))
        for other in others
        if other not in known
    ]
    tasks = tuple(_task(step, start, known) for step in steps)
    capacity = {
        task.verifier: _capacity(dossier, task.verifier, judged) for task in tasks if task.verifier
    }
    problem = Problem(
        tasks=tasks,
        sides=sides_of(tasks, (party.id for party in dossier.parties)),
        horizon=horizon,
        capacity=dict(sorted(capacity.items())),
        ceiling=ceiling,
    )
    if steps and not problem.sides:
        faults.append(
            Fault(
                file=dossier.name,
                column="recipient",
                what="no party both gives and receives, so there is nothing to balance",
                mend="say for whom each step is taken",
            )
        )
    return Reading(problem, faults, left_out)


def days_of(horizon: str, start: date) -> int | None:
    """Days of a horizon written as ``36m``, ``3y``, ``150w`` or ``1095d``; None when it is none.

    Examples
    --------
    >>> days_of("36m", date(2019, 3, 1)), days_of("2w", date(2019, 3, 1)), days_of("soon", date.min)
    (1096, 14, None)
    """
    number, unit = horizon[:-1], horizon[-1:]
    if not (number.isascii() and number.isdigit()) or len(number) > 5 or int(number) == 0:
        return None
    count = int(number)
    if unit in "dw":
        return count * (7 if unit == "w" else 1)
    if unit not in "my":
        return None
    months = start.year * 12 + start.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if year > 9990:
        return None
    first = date(year, month + 1, 1)
    return (first - start.replace(day=1)).days


def _valued(step: Step, numbers: Mapping[str, float] | None) -> Step:
    return msgspec.structs.replace(step, **numbers) if numbers else step


def _task(step: Step, start: date, known: set[str]) -> Task:
    """A step in whole days; what it names and nobody knows yet is left out."""
    within = math.floor(step.within_days)
    return Task(
        id=step.id,
        title=step.title,
        obligor=step.obligor,
        recipient=step.recipient,
        duration=math.ceil(step.duration_days),
        verification=math.ceil(step.verification_days),
        verifier=step.verifier,
        cost=step.cost,
        value=step.value,
        irreversible=step.irreversible_share,
        breakout=step.breakout_days,
        detection=step.detection_days,
        after=tuple(id for id in step.after if id in known),
        together=tuple((id, within) for id in step.together if id in known),
        earliest=_offset(step.not_before, step.zone, start, last=False),
        due=_offset(step.due, step.zone, start, last=True),
        objective=step.objective,
        supply=step.supply,
        suppliers=step.suppliers,
    )


def _offset(text: str | None, zone: str, start: date, *, last: bool) -> int | None:
    if text is None:
        return None
    span = dates.parse(text, zone)
    day = span.last_day if last else span.first_day
    return (day - start).days if last else max(0, (day - start).days)


def _capacity(dossier: Dossier, verifier: str, judged: Mapping[str, Any]) -> int:
    record = dossier.get(verifier)
    own = getattr(record, "verification_capacity", None)
    return int(own if own is not None else judged["verification"]["capacity"])


def day(start: date, offset: int) -> date:
    """The date of a day of the plan."""
    return start + timedelta(days=offset)
