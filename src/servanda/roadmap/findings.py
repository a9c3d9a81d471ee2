"""``roadmap.exposure``: what a plan of the steps on record would have bounded, for the brief.

The plan is a derived result, looked up here: the brief does not order steps. It starts on the
day of the brief; since a plan is in days from its start, the same steps on record give the same
plan on any day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from servanda.commitments.words import named
from servanda.derived import Need, Result, digest, look_up
from servanda.dossier import Dossier, Trail
from servanda.parameters import Parameters
from servanda.records import Finding, Step
from servanda.words import capital, count, join

from .problem import Problem
from .reading import Reading, read
from .tables import curves, supply

ROOM = "roadmap"
WHAT = "roadmap-plan"
CODE = tuple(
    f"servanda.roadmap.{module}"
    for module in ("baselines", "exposure", "kept", "model", "planner", "problem")
)
DAYS_PER_MONTH = 365.25 / 12
SUPPLIES = {
    "liaison": "liaison", "verification": "verification", "exemption": "exemptions",
    "assistance": "assistance",
}  # fmt: skip
NAMED = 4  # third parties named for each kind of supply
FIRST = 3  # steps named in the sentence


def needs(dossier: Dossier, parameters: Parameters) -> Iterator[Need]:
    """The plan that `roadmap_findings` looks up."""
    judged = parameters.of(ROOM)
    reading = _reading(dossier, judged)
    if reading is not None and not reading.faults:
        yield _need(reading.problem, judged)


def roadmap_findings(dossier: Dossier, parameters: Parameters) -> Iterator[Finding]:
    """``roadmap.exposure``, where enough steps are on record."""
    judged = parameters.of(ROOM)
    reading = _reading(dossier, judged)
    if reading is None:
        return
    trail = Trail(dossier)
    trail.use_all(dossier.of(Step))
    for task in reading.problem.tasks:
        trail.names([task.obligor, *filter(None, (task.recipient, task.verifier)), *task.suppliers])
    steps = count(len(reading.problem.tasks), "step", "steps")
    if reading.faults:
        said = f"The {steps} on record cannot be ordered: servanda roadmap plan tells why."
        yield _finding(trail, said, None, {}, ())
        return
    told = look_up(_need(reading.problem, judged))
    if told is None:
        said = f"A plan of {steps} was not computed: run servanda derive."
        yield _finding(trail, said, None, {"not_computed": 1}, ())
        return
    yield _planned(trail, reading, told)


def _reading(dossier: Dossier, judged: Mapping[str, Any]) -> Reading | None:
    """The steps on record, where there are enough of them between at least two sides."""
    table = judged["brief"]
    if len(dossier.of(Step)) < table["fewest_steps"]:
        return None
    horizon = round(table["horizon_months"] * DAYS_PER_MONTH)
    reading = read(dossier, dossier.as_of, horizon, judged)
    return reading if len(reading.problem.sides) > 1 else None


def _need(problem: Problem, judged: Mapping[str, Any]) -> Need:
    def compute() -> Result:
        from .kept import kept_plan

        return kept_plan(problem, judged)

    return Need(WHAT, digest(problem, judged["search"], CODE), compute)


def _planned(trail: Trail, reading: Reading, told: Result) -> Finding:
    problem, dossier = reading.problem, trail.dossier
    months = round(problem.horizon / DAYS_PER_MONTH)
    steps = count(len(problem.tasks), "step", "steps")
    if not told["feasible"]:
        sentence = (
            f"The {steps} on record cannot all be carried out and verified within "
            f"{count(months, 'month', 'months')}: servanda roadmap plan tells which of them "
            "contradict one another."
        )
        return _finding(trail, sentence, None, {"feasible": told["feasible"]}, ())
    starts = told["starts"]
    supplies = _supplies(trail, problem, starts)
    first = [one for one in told["baselines"] if one["name"] == "first"]
    rows = tuple(_row(trail, problem, id, starts) for id in _by_start(problem, starts))
    sentence = " ".join(
        [
            _bounded(trail, told, first, steps, months),
            _begins(rows, told),
            _supplied(supplies),
            *_left_out(reading),
        ]
    )
    parts = {
        "steps": len(problem.tasks),
        "horizon_days": problem.horizon,
        "exposure_bound": told["exposure_bound"],
        "makespan_days": told["makespan"],
        "makespan_bound_days": told["makespan_bound"],
        "sides": {side: trail.name(side) for side in problem.sides},
        "baselines": [
            {**{k: one[k] for k in ("name", "exposure", "fits")}, "camp": trail.names(one["camp"]),
             "makespan_days": one["makespan"]}
            for one in told["baselines"]
        ],
        "curves": {
            "plan": _dated(trail, problem, starts),
            **{
                f"{join(trail.names(one['camp']))} first": _dated(trail, problem, one["starts"])
                for one in first
            },
        },
        "supplies": supplies,
        "left_out": reading.left_out,
        "starts_on": dossier.as_of.isoformat(),
    }  # fmt: skip
    return _finding(trail, sentence, told["exposure"], parts, rows, low=told["exposure_bound"])


def _finding(
    trail: Trail,
    sentence: str,
    value: float | None,
    parts: dict[str, Any],
    series: tuple[dict[str, Any], ...],
    low: float | None = None,
) -> Finding:
    return Finding(
        id="roadmap.exposure",
        objective="outlook",
        sentence=sentence,
        value=value,
        low=low,
        high=value,
        unit="percent of a side’s stake",
        basis="modelled" if value is not None else "absent",
        cites=trail.cites,
        method="roadmap",
        parts={"not_computed": 0} | parts,
        series=series,
    )


def _dated(trail: Trail, problem: Problem, starts: Mapping[str, int]) -> dict[str, list[list[Any]]]:
    on = trail.dossier.as_of
    return {
        side: [[(on + timedelta(days=int(day))).isoformat(), level] for day, level in points]
        for side, points in curves(problem, starts).items()
    }


def _by_start(problem: Problem, starts: Mapping[str, int]) -> list[str]:
    lengths = {task.id: task.length for task in problem.tasks}
    return sorted(starts, key=lambda id: (starts[id], starts[id] + lengths[id], id))


def _row(trail: Trail, problem: Problem, id: str, starts: Mapping[str, int]) -> dict[str, Any]:
    task, begin, on = problem.task(id), starts[id], trail.dossier.as_of
    sides = set(problem.sides)
    helpers = [task.obligor] if task.obligor not in sides else []
    helpers += [one for one in (*task.suppliers, task.verifier) if one and one not in sides]
    return {
        "step": id,
        "title": task.title,
        "by": trail.name(task.obligor),
        "by_id": task.obligor,
        "starts": (on + timedelta(days=begin)).isoformat(),
        "done": (on + timedelta(days=begin + task.duration)).isoformat(),
        "verified": (on + timedelta(days=begin + task.length)).isoformat(),
        "verifier": trail.name(task.verifier) if task.verifier else None,
        "supply": task.supply,
        "third_parties": trail.names(dict.fromkeys(helpers)),
    }


def _supplies(
    trail: Trail, problem: Problem, starts: Mapping[str, int]
) -> dict[str, dict[str, Any]]:
    """Of each kind of supply: the day it is first needed, and third parties that could give it."""
    found: dict[str, dict[str, Any]] = {}
    for row in supply(problem, starts):
        kind = found.setdefault(
            row["what"], {"first_day": row["day"], "first_step": row["step"], "parties": []}
        )
        names = trail.names(row["parties"])
        kind["parties"] += [name for name in names if name not in kind["parties"]]
    return found


def _bounded(trail: Trail, told: Result, first: Sequence[Result], steps: str, months: int) -> str:
    exposure, bound = told["exposure"], told["exposure_bound"]
    proven = (
        "no order of them does better"
        if exposure - bound < 0.1
        else f"no order of them can do better than {bound:g} %"
    )
    others = join(
        [
            f"{one['exposure']:g} % if {join([named(trail, side) for side in one['camp']])} "
            "went first"
            for one in first
        ]
    )
    kept = (
        f"{exposure:g} % of its stake, which is what is left over when all is done"
        if told["left_over"]
        else f"{exposure:g} % of its stake"
    )
    said = (
        f"Of {steps} on record a plan of {count(months, 'month', 'months')} keeps what any side "
        f"has given for good beyond what it has received to {kept}, and "
        f"{proven}"
    )
    return f"{said}; it would be {others}." if others else f"{said}."


def _begins(rows: Sequence[Mapping[str, Any]], told: Result) -> str:
    opening = join([f"{row['title'].rstrip('.')} ({row['by']})" for row in rows[:FIRST]])
    lasts = max(round(told["makespan"] / DAYS_PER_MONTH), 1)
    return (
        f"It would begin with {opening}, and all would be verified "
        f"{count(lasts, 'month', 'months')} later."
    )


def _supplied(supplies: Mapping[str, Mapping[str, Any]]) -> str:
    if not supplies:
        return "No third party is named as able to supply anything."
    told = []
    for what, row in supplies.items():
        parties = row["parties"]
        more = len(parties) - NAMED
        named = join([*parties[:NAMED], f"{more} more"] if more > 0 else parties)
        month = int(row["first_day"] // DAYS_PER_MONTH) + 1
        told.append(f"{SUPPLIES[what]} from month {month} on ({named})")
    return f"{capital('third parties')} could supply {join(told)}."


def _left_out(reading: Reading) -> list[str]:
    left = len(reading.left_out)
    if not left:
        return []
    return [f"{capital(count(left, 'tie', 'ties'))} to steps that nobody had proposed by then "
            f"{'is' if left == 1 else 'are'} left out."]  # fmt: skip
