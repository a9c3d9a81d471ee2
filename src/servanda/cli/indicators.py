"""Figures on how people live, out of the files in which they are published."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from servanda.errors import UsageError

from .options import read_day, today, write_out

app = typer.Typer(no_args_is_help=True)

DIMENSIONS = ("economic", "food", "health", "environmental", "personal", "community", "political")


@app.callback()
def indicators() -> None:
    """Indicators of how people live, in seven dimensions."""


@app.command()
def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV exports of the World "
                                                "Bank, FAOSTAT or UNICEF.")],
    area: Annotated[list[str], typer.Option("--area", metavar="CODE", help="Area as the file has "
                                            "it: PRK, or its name. More than one may be given.")],
    party: Annotated[str, typer.Option("--party", metavar="ID", help="Whose people they are: "
                                       "party/dprk.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Folder for "
                                         "indicator.csv and source.csv, to be added to a ledger.")],
    known: Annotated[
        str | None,
        typer.Option("--known", metavar="DAY", help="When the file was published; the day that it "
                     "names itself, when not given."),
    ] = None,
    dimension: Annotated[
        str | None,
        typer.Option("--dimension", metavar="NAME", help="For indicators whose code tells none."),
    ] = None,
) -> None:  # fmt: skip
    """Rows of kind indicator from export files, each with its vintage.

    Example: servanda indicators read API_NY.GDP.csv --area PRK --party party/dprk -o new
    """
    from servanda.desks.human_security.indicators.exports import read_export, rows_of

    if dimension is not None and dimension not in DIMENSIONS:
        raise UsageError(
            f"--dimension {dimension}: no such dimension", f"use {', '.join(DIMENSIONS)}"
        )
    rows: list[dict[str, Any]] = []
    sources: list[dict[str, Any]] = []
    unplaced: list[str] = []
    faults = 0
    for file in files:
        export = read_export(file)
        day = read_day(known).isoformat() if known else export.updated
        if day is None:
            raise UsageError(
                f"{file.name} does not say when it was published",
                "give the day with --known YYYY-MM-DD: it is the vintage of its figures",
            )
        source = f"source/{_slug(export.format.name)}-{day}-{_slug(file.stem)}"
        found, without = rows_of(export, party, area, day, source, dimension)
        unplaced += without
        for fault in export.faults:
            print(fault.line(), file=sys.stderr)
        faults += len(export.faults)
        if found:
            rows += found
            sources.append(
                {"id": source, "known": day, "publisher": export.format.publisher,
                 "title": f"[export file {file.name}]", "published": day,
                 "accessed": today().isoformat(), "check": "seen_primary"}
            )  # fmt: skip
    if unplaced:
        raise UsageError(
            f"no dimension is known for: {'; '.join(unplaced[:8])}",
            "say which with --dimension, one file at a time",
        )
    if not rows:
        raise UsageError(
            f"the files hold no figure for {', '.join(area)}", "name the area as the file has it"
        )
    write_out(_table(rows), output / "indicator.csv")
    write_out(_table(sources), output / "source.csv")
    print(f"{len(rows):,} figures of {len({row['name'] for row in rows}):,} indicators; now: "
          f"servanda add LEDGER {output / 'source.csv'} {output / 'indicator.csv'}")  # fmt: skip
    if faults:
        raise typer.Exit(1)


def _table(rows: list[dict[str, Any]]) -> str:
    told = io.StringIO()
    writer = csv.DictWriter(told, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return told.getvalue()


def _slug(text: str) -> str:
    return "-".join(
        "".join(c if c.isalnum() and c.isascii() else " " for c in text.casefold()).split()
    )
