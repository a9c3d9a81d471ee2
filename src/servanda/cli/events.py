"""Machine-coded events as a second opinion: counts by pair and month."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.errors import UsageError

from .faults import SHOWN
from .options import (
    AsOf,
    AtSize,
    Output,
    Overrides,
    read_day,
    read_dossier,
    read_parameters,
    write_out,
)

if TYPE_CHECKING:
    from collections.abc import Callable

PICTURES = (".svg", ".png", ".html")
FORMS = {".csv": "csv", ".json": "json", ".txt": "text"}


class EventsFormat(StrEnum):
    """Forms of the counts."""

    text = "text"
    json = "json"
    csv = "csv"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(events)


def events(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILES...", help="GDELT 2, ICEWS, POLECAT or ACLED files (plain, "
                       "zip or gz), folders, or a pattern in quotes."),
    ],
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option("--pair", metavar="A B", help="Two parties of the process or countries; all "
                     "pairs of its principals, when not given."),
    ] = None,
    process: Annotated[
        str,
        typer.Option("--process", metavar="SOURCE", help="Whose parties and dated events: shipped "
                     "process, data package or ledger folder."),
    ] = "korea",
    as_of: AsOf = None,
    at_size: AtSize = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="First day of events.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Last day of events.")
    ] = None,
    sources: Annotated[
        int | None,
        typer.Option("--sources", metavar="N", help="How many sources an event must have (2)."),
    ] = None,
    form: Annotated[EventsFormat, typer.Option("--format", help="text, json or csv.")] = (
        EventsFormat.text
    ),
    output: Output = None,
    parameters: Overrides = None,
) -> None:  # fmt: skip
    """What machine-coded event data counted between two parties, month by month.

    A second opinion: counts of cooperation and conflict that a program read out of newspapers,
    with the process's own dates beside them. -o FILE.svg, FILE.png or FILE.html draws them;
    FILE.csv and FILE.json hold them. Rows that cannot be read are counted and listed; exit code 1
    says that there were some.

    Example: servanda events '2018*.export.CSV.zip' --pair ROK DPRK -o korea.svg
    """
    from servanda.brief.events import draw_events, render_events
    from servanda.desks.military.events.report import count_events

    suffix = output.suffix.casefold() if output is not None else ""
    if suffix not in ("", *PICTURES, *FORMS):
        raise UsageError(
            f"-o {output}: what should a {suffix} file hold?",
            f"end the name in {', '.join((*PICTURES, *FORMS))}",
        )
    first, last = (None if day is None else read_day(day) for day in (since, until))
    if first is not None and last is not None and first > last:
        raise UsageError(f"--since {first} lies after --until {last}", "exchange them")
    judged = read_parameters(parameters).of("desks.military.events")
    if sources is not None:
        if sources < 1:
            raise UsageError(f"--sources {sources}: an event has at least one", "give 1 or more")
        judged["least_sources"] = sources
    dossier = read_dossier(process, as_of, at_size)
    with _progress() as progress:
        told, faults = count_events(
            files, dossier, judged, pair=pair, since=first, until=last, progress=progress
        )
    if suffix in PICTURES:
        write_out(draw_events(told, suffix), output)
        write_out(render_events(told, form.value), None)
    else:
        write_out(render_events(told, FORMS.get(suffix, form.value)), output)
    for fault in faults[:SHOWN]:
        print(fault, file=sys.stderr)
    if len(faults) > SHOWN:
        print(f"… and {len(faults) - SHOWN:,} more", file=sys.stderr)
    if faults:
        raise typer.Exit(1)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar of the bytes read, on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    shown = Progress(TextColumn("reading events"), BarColumn(), DownloadColumn(),
                     TimeRemainingColumn(), console=Console(stderr=True), transient=True,
                     disable=not sys.stderr.isatty())  # fmt: skip
    with shown as bar:
        task = bar.add_task("", total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)
