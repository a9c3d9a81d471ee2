"""The command that computes what the brief only looks up."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import AsOf, AtSize, Overrides, Source, open_source, read_day, read_parameters

if TYPE_CHECKING:
    from servanda.derived import Need
    from servanda.errors import DataError


def register(app: typer.Typer) -> None:
    """Add the command of this module to the application."""
    app.command()(derive)


def derive(
    source: Source,
    as_of: AsOf = None,
    at_size: AtSize = None,
    parameters: Overrides = None,
    every_day: Annotated[
        bool, typer.Option("--every-day", help="For every day on which something became known.")
    ] = False,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="Keep here, not in the cache; with "
                     "--every-day, what is no longer needed is removed from it."),
    ] = None,
) -> None:  # fmt: skip
    """Compute and keep the long results that the brief of a day rests on."""
    from rich.console import Console
    from rich.progress import track

    from servanda.derived import compute, look_up
    from servanda.records import dates
    from servanda.surveys import needs

    ledger, judged = open_source(source), read_parameters(parameters)
    days = [read_day(as_of)]
    if every_day:
        days = sorted(
            {dates.known_day(row.known) for row in ledger.versions(at_size) if row.kind != "source"}
        )
    console = Console(stderr=True)
    wanted: dict[str, Need] = {}
    refused: list[DataError] = []
    for day in track(days, "reading", console=console, disable=len(days) < 2, transient=True):
        for need in needs(ledger.as_of(day, at_size), judged, refused):
            wanted.setdefault(need.file, need)
    missing = [
        need
        for need in wanted.values()
        if (look_up(need) is None if into is None else not (into / need.file).is_file())
    ]
    quiet = not missing or not sys.stderr.isatty()
    for need in track(missing, "computing", console=console, disable=quiet, transient=True):
        compute(need, into)
    if into is not None and every_day:
        for file in set(into.glob("*.json")) - {into / name for name in wanted}:
            file.unlink()
    print(f"{len(wanted):,} results needed, {len(missing):,} computed now")
    told = list(dict.fromkeys(fault.diagnostics() for fault in refused))
    if told:
        print("\n".join(told), file=sys.stderr)
        raise typer.Exit(1)
