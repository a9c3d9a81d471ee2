"""Roadmaps: the order of steps in which no side is far ahead, others beside it, and stress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from servanda.errors import UsageError

from .options import (
    AsOf,
    AtSize,
    Output,
    Overrides,
    Source,
    open_source,
    read_parameters,
    today,
    write_out,
)
from .reading import Format, TableFormat

if TYPE_CHECKING:
    from servanda.dossier import Dossier
    from servanda.roadmap.planner import Effort, Schedule, Watch
    from servanda.roadmap.problem import Problem

app = typer.Typer(no_args_is_help=True)

PICTURES = (".svg", ".png")
LONGEST_S = 86_400
LATE_DAYS = 90  # by how much a verifier is late where nothing is said

Start = Annotated[
    str | None,
    typer.Option("--start", metavar="DAY", help="First day of the plan; that of --as-of, or "
                 "today, when not given. What was known by then is used."),
]  # fmt: skip
Horizon = Annotated[
    str,
    typer.Option("--horizon", metavar="SPAN", help="Everything is verified within 36m, 3y, 150w or "
                 "1095d."),
]  # fmt: skip
Ceiling = Annotated[
    float | None,
    typer.Option("--ceiling", metavar="PERCENT", help="No side may be exposed by more than this "
                 "share of its stake."),
]  # fmt: skip
Own = Annotated[
    Path | None,
    typer.Option("--values", metavar="FILE", help='Own numbers: TOML with ["step/…"] and cost, '
                 "value, irreversible_share, duration_days …"),
]  # fmt: skip
Seconds = Annotated[
    float | None,
    typer.Option("--seconds", metavar="S", help="Limit on the clock; without it effort is counted "
                 "so that every run gives the same plan."),
]  # fmt: skip


class Asked(NamedTuple):
    """What the options come to."""

    dossier: Dossier
    problem: Problem
    start: date
    judged: dict[str, Any]
    effort: Effort
    left_out: list[str]


@app.callback()
def roadmap() -> None:
    """Roadmaps: who does what when, so that no side is far ahead of the others."""


@app.command()
def plan(
    source: Source,
    start: Start = None,
    horizon: Horizon = "36m",
    as_of: AsOf = None,
    at_size: AtSize = None,
    ceiling: Ceiling = None,
    values: Own = None,
    seconds: Seconds = None,
    curve: Annotated[
        bool, typer.Option("--curve", help="Also: the exposure that other horizons leave.")
    ] = False,
    sensitivity: Annotated[
        bool,
        typer.Option("--sensitivity", help="Also: how often the first steps stay the same when "
                     "the judged values are drawn anew."),
    ] = False,
    form: Format = TableFormat.text,
    output: Output = None,
    parameters: Overrides = None,
) -> None:  # fmt: skip
    """Order the steps on record; -o plan.svg or plan.png draws schedule and exposure.

    Example: servanda roadmap plan korea --start 2019-03-01 --horizon 36m -o plan.svg
    """
    from servanda.brief.roadmap import draw_plan, render_plan

    asked = _asked(source, start, horizon, as_of, at_size, ceiling, values, seconds, parameters)
    with _progress() as watch:
        found, told = _plan(asked, watch)
        if found.feasible:
            told |= _trials(asked, found, watch, curve=curve, sensitivity=sensitivity)
    if found.feasible and output is not None and output.suffix.lower() in PICTURES:
        write_out(draw_plan(told, output.suffix.lower()), output)
        output = None
    write_out(render_plan(told, form.value), output)
    if not found.feasible:
        raise typer.Exit(1)


@app.command()
def compare(
    source: Source,
    start: Start = None,
    horizon: Horizon = "36m",
    as_of: AsOf = None,
    at_size: AtSize = None,
    ceiling: Ceiling = None,
    values: Own = None,
    seconds: Seconds = None,
    form: Format = TableFormat.text,
    output: Output = None,
    parameters: Overrides = None,
) -> None:
    """The plan beside one side first and beside sides taking turns."""
    from servanda.brief.roadmap import render_compare

    asked = _asked(source, start, horizon, as_of, at_size, ceiling, values, seconds, parameters)
    with _progress() as watch:
        found, told = _plan(asked, watch)
    write_out(render_compare(told, form.value), output)
    if not found.feasible:
        raise typer.Exit(1)


@app.command()
def stress(
    source: Source,
    start: Start = None,
    horizon: Horizon = "36m",
    as_of: AsOf = None,
    at_size: AtSize = None,
    drop: Annotated[
        list[str] | None,
        typer.Option("--drop", metavar="STEP", help="Replan without this step."),
    ] = None,
    delay: Annotated[
        list[str] | None,
        typer.Option("--delay", metavar="VERIFIER=DAYS", help="Replan with each of its "
                     "verifications longer by so many days."),
    ] = None,
    ceiling: Ceiling = None,
    values: Own = None,
    seconds: Seconds = None,
    form: Format = TableFormat.text,
    output: Output = None,
    parameters: Overrides = None,
) -> None:  # fmt: skip
    """Drop a step or delay a verifier, and replan.

    Without --drop and --delay each step of the critical path is dropped in turn, and each verifier
    that is no side delayed by 90 days.
    """
    from servanda.brief.roadmap import render_stress
    from servanda.roadmap.planner import effort_of
    from servanda.roadmap.planner import plan as order
    from servanda.roadmap.reading import day
    from servanda.roadmap.trials import compared

    asked = _asked(source, start, horizon, as_of, at_size, ceiling, values, seconds, parameters)
    with _progress() as watch:
        found, told = _plan(asked, watch)
        rows = []
        if found.feasible:
            again = effort_of(asked.judged, replan=True)
            for what, problem in _shaken(asked, told, drop or [], delay or []):
                after = order(problem, again, watch(what))
                row = {"what": what, **compared(found, after)}
                row["done_by"] = (
                    day(asked.start, after.makespan).isoformat() if after.feasible else None
                )
                row["conflict"] = [] if after.feasible else _why(asked, problem)
                rows.append(row)
                if after.stopped == "by hand":
                    break
    write_out(render_stress({"plan": told, "trials": rows}, form.value), output)
    if not found.feasible:
        raise typer.Exit(1)


def _asked(
    source: str,
    start: str | None,
    horizon: str,
    as_of: str | None,
    at_size: int | None,
    ceiling: float | None,
    values: Path | None,
    seconds: float | None,
    parameters: Path | None,
) -> Asked:
    from servanda.records import Step
    from servanda.roadmap.planner import effort_of
    from servanda.roadmap.reading import days_of, read
    from servanda.roadmap.values import read_values

    begin, known = _days(start, as_of)
    span = days_of(horizon, begin)
    wrong = []
    if span is None:
        wrong.append(f"--horizon {horizon}: write 36m, 3y, 150w or 1095d")
    if ceiling is not None and not 0 <= ceiling <= 100:
        wrong.append(f"--ceiling {ceiling:g}: it must lie between 0 and 100 percent")
    if seconds is not None and not 0 < seconds <= LONGEST_S:
        wrong.append(f"--seconds {seconds:g}: it must lie between 0 and {LONGEST_S:,}")
    if wrong or span is None:
        raise UsageError("; ".join(wrong), "see 'servanda roadmap plan --help'")
    dossier = open_source(source).as_of(known, at_size)
    steps = [step.id for step in dossier.of(Step)]
    if not steps:
        raise UsageError(
            f"{dossier.name} has no steps on record by {known}",
            "add records of kind step ('servanda template step'), or ask for a later day",
        )
    own, faults = read_values(values, steps) if values else ({}, [])
    judged = read_parameters(parameters).of("roadmap")
    reading = read(dossier, begin, span, judged, own, ceiling)
    faults = [*faults, *reading.faults]
    if faults:
        for fault in faults:
            print(fault.line(), file=sys.stderr)
        count = f"{len(faults)} faults" if len(faults) > 1 else "a fault"
        print(f"servanda: no plan: {count} in the steps; mend and ask again", file=sys.stderr)
        raise typer.Exit(1)
    effort = effort_of(judged)._replace(seconds=seconds)
    return Asked(dossier, reading.problem, begin, judged, effort, reading.left_out)


def _days(start: str | None, as_of: str | None) -> tuple[date, date]:
    """First day of the plan, and the day by whose end its steps were known."""
    from servanda.dossier import parse_day

    def day(name: str, text: str) -> date:
        try:
            return parse_day(text)
        except UsageError as error:
            raise UsageError(f"{name}: {error.message}", error.mend) from None

    known = day("--as-of", as_of) if as_of else None
    begin = day("--start", start) if start else known or today()
    return begin, known or begin


def _plan(asked: Asked, watch: Callable[[str], Watch]) -> tuple[Schedule, dict[str, Any]]:
    from servanda.roadmap.baselines import baselines
    from servanda.roadmap.planner import plan as order
    from servanda.roadmap.report import plan_report, summary

    found = order(asked.problem, asked.effort, watch("plan"))
    name = asked.dossier.name_of
    head = {
        "process": asked.dossier.name,
        "as_of": asked.dossier.as_of.isoformat(),
        "left_out": asked.left_out,
    }
    if not found.feasible:
        why = [] if found.feasible is None else _why(asked, asked.problem)
        return found, head | summary(asked.problem, found, asked.start, name) | {"conflict": why}
    others = baselines(asked.problem)
    return found, head | plan_report(asked.problem, found, others, asked.start, asked.judged, name)


def _why(asked: Asked, problem: Problem) -> list[str]:
    from servanda.roadmap.conflict import conflict

    return conflict(problem, asked.start, asked.dossier.name_of)


def _trials(
    asked: Asked,
    found: Schedule,
    watch: Callable[[str], Watch],
    *,
    curve: bool,
    sensitivity: bool,
) -> dict[str, Any]:
    from servanda.roadmap.planner import effort_of
    from servanda.roadmap.trials import by_horizon
    from servanda.roadmap.trials import sensitivity as redrawn

    again = effort_of(asked.judged, replan=True)
    told: dict[str, Any] = {}
    if curve:
        tell = watch("other horizons")
        told["by_horizon"] = by_horizon(
            asked.problem, asked.judged["curve"]["shares"], again, lambda: tell("", 0, 0, 0)
        )
    if sensitivity:
        tell = watch("values drawn anew")
        told["sensitivity"] = redrawn(
            asked.problem, found.starts, asked.judged, again, lambda: tell("", 0, 0, 0)
        )
    return told


def _shaken(
    asked: Asked, told: dict[str, Any], drop: Sequence[str], delay: Sequence[str]
) -> Iterator[tuple[str, Problem]]:
    from servanda.roadmap.trials import delayed, without

    problem, name = asked.problem, asked.dossier.name_of
    late = [_late(text) for text in delay]
    if not drop and not late:
        drop = told["critical_path"]["steps"]
        late = [
            (verifier, LATE_DAYS)
            for verifier in sorted({task.verifier for task in problem.tasks if task.verifier})
            if verifier not in problem.sides
        ]
    shaken = [(f"without {problem.task(id).title}" if _has(problem, id) else id,
               without(problem, id)) for id in drop]  # fmt: skip
    shaken += [
        (f"{name(verifier)} takes {days} days longer", delayed(problem, verifier, days))
        for verifier, days in late
    ]
    yield from shaken


def _has(problem: Problem, id: str) -> bool:
    return any(task.id == id for task in problem.tasks)


def _late(text: str) -> tuple[str, int]:
    verifier, _, days = text.partition("=")
    if not days.isascii() or not days.isdigit() or not 0 < int(days) <= 10_000:
        raise UsageError(
            f"--delay {text}: no days", "write the verifier and days, such as party/iaea=90"
        )
    return verifier, int(days)


@contextmanager
def _progress() -> Iterator[Callable[[str], Watch]]:
    """Tells on a terminal what a search is at; Ctrl-C keeps the best plan found."""
    from rich.console import Console

    console = Console(stderr=True)
    if not sys.stderr.isatty():
        yield lambda _what: lambda *_seen: None
        return
    with console.status("planning", spinner="line") as status:

        def watch(what: str) -> Watch:
            def tell(stage: str, best: float, bound: float, seconds: float) -> None:
                known = f": {best:g}, bound {bound:g}" if not isnan(best) else ""
                status.update(f"{what}, {stage}{known} ({seconds:.0f} s; Ctrl-C keeps the best)")

            return tell

        yield watch
