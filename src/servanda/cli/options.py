"""Options that several commands share, and how they are read."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.errors import ServandaError, UsageError

if TYPE_CHECKING:
    from servanda.dossier import Dossier, Ledger
    from servanda.parameters import Parameters

Source = Annotated[
    str, typer.Argument(help="Shipped process (korea), data package or ledger folder.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="What was known at the end of this day, UTC."),
]
AtSize = Annotated[
    int | None,
    typer.Option("--at-size", metavar="N", help="Read only the first N entries of the log."),
]
Overrides = Annotated[
    Path | None,
    typer.Option("--parameters", metavar="FILE", help="TOML file of judgements to replace."),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here, not to stdout.")
]


def open_source(source: str) -> Ledger:
    """Open a SOURCE; a package whose rows have faults is refused, every fault listed."""
    from servanda.cli.faults import refuse_faults
    from servanda.dossier import open_ledger

    ledger = open_ledger(source)
    refuse_faults(ledger.faults, source)
    return ledger


def read_dossier(source: str, as_of: str | None, at_size: int | None) -> Dossier:
    """Fold a SOURCE as of a day (today, when none is given)."""
    return open_source(source).as_of(read_day(as_of), at_size)


def read_day(as_of: str | None) -> datetime.date:
    """The day of ``--as-of``; today, when it is not given."""
    from servanda.dossier import parse_day

    return today() if as_of is None else parse_day(as_of)


def today() -> datetime.date:
    """The present day, UTC: only the command line looks at the clock."""
    return datetime.datetime.now(datetime.UTC).date()


def read_parameters(path: Path | None) -> Parameters:
    """The shipped judgements, with a user's file over them."""
    from servanda.parameters import Parameters, read_overrides

    return Parameters(read_overrides(path) if path else None)


def write_out(text: str | bytes, output: Path | None) -> None:
    """Print a result, or write it to a file in one step.

    What steers a terminal or turns the direction of text is spelled out, whoever wrote it.
    """
    from servanda.intake.faults import visible

    data = "\n".join(map(visible, text.split("\n"))).encode() if isinstance(text, str) else text
    if output is None:
        sys.stdout.buffer.write(data if data.endswith(b"\n") else data + b"\n")
        sys.stdout.buffer.flush()
        return
    if output.is_dir():
        raise UsageError(f"{output} is a folder", "name a file in it with -o")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        if output.exists() and not output.is_file():
            output.write_bytes(data)  # a device or a pipe takes the bytes as they come
        else:
            _write_whole(data, output.resolve())
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError) as error:  # a loop of links is the latter
        why = error.strerror if isinstance(error, OSError) else error
        raise ServandaError(
            f"{output} could not be written: {why}", "choose another place with -o"
        ) from error
    print(f"wrote {output}", file=sys.stderr)


def _write_whole(data: bytes, place: Path) -> None:
    """Write a file whole or not at all."""
    beside = place.with_name(f".servanda-{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(place)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
