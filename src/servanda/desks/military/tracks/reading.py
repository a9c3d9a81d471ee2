"""Any file of positions, by its suffix and first bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from importlib import import_module
from pathlib import Path

from servanda.errors import UsageError

from .positions import Positions, Tally

# Suffix, module, function; modules are imported when they are used.
READERS = (((".csv", ".tsv", ".txt"), "csvfile", "read_csv"),)


def read_positions(path: Path, tally: Tally, tz: tzinfo | None = None) -> Iterator[Positions]:
    """Read positions in batches.

    Parameters
    ----------
    path : Path
        See `READERS` for what is read.
    tally : Tally
        Takes the count of faults.
    tz : tzinfo, optional
        Zone of times that name none.

    Raises
    ------
    UsageError, DataError
        When the file is missing, of no kind that is read, or not what its name says.
    """
    if not path.is_file():
        raise UsageError(f"{path} is no file", "check its name")
    suffix = path.suffix.casefold()
    for suffixes, module, function in READERS:
        if suffix in suffixes:
            read = getattr(import_module(f".{module}", __package__), function)
            yield from read(path, tally, tz)
            return
    known = ", ".join(suffix for suffixes, *_ in READERS for suffix in suffixes)
    raise UsageError(f"{path.name} is of no kind that is read", f"kinds: {known}")
