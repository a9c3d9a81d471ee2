"""Steps between a North and a South, written out in the tests."""

from __future__ import annotations

import random
from typing import Any

from servanda.records import Step
from servanda.roadmap.planner import Effort
from servanda.roadmap.problem import Problem, Task, sides_of

QUICK = Effort(2.0, 1.0, 0.5, 8, 1)


def task(id: str, way: str = "north>south", days: int = 10, **fields: Any) -> Task:
    """A step of ten days that costs one and brings one, for good, unless told otherwise."""
    obligor, _, recipient = way.partition(">")
    told = {"cost": 1.0, "value": 1.0, "irreversible": 1.0} | fields
    return Task(id=id, title=f"step {id}", obligor=obligor, recipient=recipient or None,
                duration=days, **told)  # fmt: skip


def problem(*tasks: Task, horizon: int = 100, **fields: Any) -> Problem:
    """A problem of some steps; every verifier can do one thing at a time."""
    capacity = dict.fromkeys(sorted({t.verifier for t in tasks if t.verifier}), 1)
    ordered = tuple(sorted(tasks, key=lambda one: one.id))
    told = {"capacity": capacity} | fields
    return Problem(tasks=ordered, sides=sides_of(ordered), horizon=horizon, **told)


def drawn(count: int, seed: int, horizon: int = 1095) -> Problem:
    """Steps drawn at random, of which the first half of any two may precede the second."""
    rng = random.Random(seed)
    tasks = []
    for number in range(count):
        before = [k for k in rng.sample(range(number), min(number, 2)) if rng.random() < 0.4]
        tasks.append(
            task(
                f"s{number:03}", rng.choice(["north>south", "south>north"]), rng.randint(5, 60),
                verification=rng.choice([0, 10, 30]), verifier=rng.choice(["monitor", None]),
                cost=rng.uniform(1, 9), value=rng.uniform(1, 9),
                irreversible=rng.choice([0.2, 0.5, 1.0]),
                after=tuple(f"s{k:03}" for k in before),
            )
        )  # fmt: skip
    return problem(*tasks, horizon=horizon)


def step(slug: str, way: str = "north>south", days: float = 10, **fields: Any) -> Step:
    """The same as a record."""
    obligor, _, recipient = way.partition(">")
    told = {"known": "2018-05-01", "cost": 1.0, "value": 1.0, "irreversible_share": 1.0} | fields
    return Step(id=f"step/{slug}", title=f"step {slug}", obligor=f"party/{obligor}",
                recipient=f"party/{recipient}" if recipient else None, duration_days=days,
                **told)  # fmt: skip
