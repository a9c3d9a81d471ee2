"""Conditions that a user sets, for a terminal or for cron."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import (
    AsOf,
    AtSize,
    Output,
    Overrides,
    Source,
    read_dossier,
    read_parameters,
    write_out,
)
from .reading import Format, TableFormat

MET = 10  # exit code: a condition is met; 1 to 3 are taken by faults


def register(app: typer.Typer) -> None:
    """Add the command of this module to the application."""
    app.command()(watch)


def watch(
    source: Source,
    as_of: AsOf = None,
    at_size: AtSize = None,
    conditions: Annotated[
        Path | None,
        typer.Option("--conditions", metavar="FILE", help="TOML file of what to watch."),
    ] = None,
    form: Format = TableFormat.text,
    output: Output = None,
    parameters: Overrides = None,
) -> None:
    """What to watch: which conditions are met, and the dates of the next 30, 90 and 180 days.

    Exit code 0: no condition is met; 10: at least one is (for cron); 1: the file has faults.
    """
    from servanda.assessment.conditions import read_conditions, shipped
    from servanda.assessment.watch import deadlines, evaluate, row_of
    from servanda.brief.watching import render_watch
    from servanda.surveys import survey

    watched = read_conditions(conditions) if conditions else shipped()
    dossier = read_dossier(source, as_of, at_size)
    judged = read_parameters(parameters)
    values = {}
    if any(one.kind == "finding" for one in watched):
        values = {finding.id: finding for finding in survey(dossier, judged)}
    rows = [row_of(one) for one in evaluate(dossier, watched, values)]
    told = render_watch(
        dossier.name, dossier.as_of.isoformat(), rows, deadlines(dossier), form.value
    )
    write_out(told, output)
    if any(row["state"] == "met" for row in rows):
        raise typer.Exit(MET)
