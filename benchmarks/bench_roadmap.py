"""Plans of 40 and of 200 steps beside one side first and alternation, after a set time."""

from __future__ import annotations

import random
import sys
import time
from datetime import date

from benchmarks.timing import machine
from servanda.dossier import open_ledger
from servanda.parameters import Parameters
from servanda.roadmap.baselines import baselines
from servanda.roadmap.exposure import percent
from servanda.roadmap.planner import effort_of, plan
from servanda.roadmap.problem import Problem, Task, sides_of
from servanda.roadmap.reading import read

START = date(2019, 3, 1)
JUDGED = Parameters().of("roadmap")


def main(small_s: float = 10.0, large_s: float = 60.0) -> None:
    """Plan the Korean steps for some seconds, then 200 steps drawn at random."""
    print(f"Roadmap\n  {machine('servanda', 'ortools', 'networkx')}")
    korea = read(open_ledger("korea").as_of(START), START, 1096, JUDGED).problem
    _measure(f"{len(korea.tasks)} steps of the Korean process", korea, small_s)
    _measure("200 steps drawn at random", drawn(200, 1), large_s)


def _measure(name: str, problem: Problem, seconds: float) -> None:
    began = time.perf_counter()
    found = plan(problem, effort_of(JUDGED)._replace(seconds=seconds))
    took = time.perf_counter() - began
    others = baselines(problem)
    first = min(percent(one.exposure) for one in others if one.name == "first")
    held = [one for one in others if one.name == "alternation" and one.fits]
    exposure, bound = percent(found.exposure), percent(found.exposure_bound)
    print(f"  {name}, {took:.1f} s of {seconds:.0f} s allowed")
    print(f"    exposure {exposure:g} %, bound {bound:g} %, gap {exposure - bound:.1f}; "
          f"makespan {found.makespan} d, bound {found.makespan_bound} d")  # fmt: skip
    print(f"    one side first {first:g} %: ratio {first / max(exposure, 0.1):.1f}")
    if held:
        other = percent(held[0].exposure)
        print(f"    alternation held to the horizon ({held[0].batch} at a time) {other:g} %: "
              f"ratio {other / max(exposure, 0.1):.1f}")  # fmt: skip
    else:
        strict = next(one for one in others if one.name == "alternation")
        print(f"    no alternation keeps the horizon; a strict one comes to "
              f"{percent(strict.exposure):g} % in {strict.makespan} d")  # fmt: skip


def drawn(count: int, seed: int) -> Problem:
    """Steps between three sides with four verifiers, and a horizon of ten years."""
    rng = random.Random(seed)
    sides = ("a", "b", "c")
    tasks = []
    for number in range(count):
        giver, taker = rng.sample(sides, 2)
        before = [k for k in rng.sample(range(number), min(number, 2)) if rng.random() < 0.3]
        tasks.append(
            Task(
                id=f"s{number:03}", title=f"step {number}", obligor=giver, recipient=taker,
                duration=rng.randint(10, 120), verification=rng.choice([0, 10, 30]),
                verifier=rng.choice(["v1", "v2", "v3", "v4"]), cost=rng.uniform(1, 9),
                value=rng.uniform(1, 9), irreversible=rng.choice([0.2, 0.5, 0.8, 1.0]),
                after=tuple(f"s{k:03}" for k in before),
            )
        )  # fmt: skip
    capacity = dict.fromkeys(("v1", "v2", "v3", "v4"), 2)
    return Problem(tasks=tuple(tasks), sides=sides_of(tasks), horizon=3650, capacity=capacity)


if __name__ == "__main__":
    main(*(float(argument) for argument in sys.argv[1:]))
