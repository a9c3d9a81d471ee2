"""Any file of positions, by its suffix and first lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from importlib import import_module
from pathlib import Path
from typing import Any

from servanda.errors import UsageError

from .cleaning import cleaned
from .positions import Positions, Tally

# Suffix, module, function; modules are imported when they are used.
READERS = {
    "csv": ("csvfile", "read_csv"),
    "parquet": ("parquetfile", "read_parquet"),
    "gpx": ("gpx", "read_gpx"),
    "ais": ("ais", "read_ais"),
    "adsb": ("adsb", "read_adsb"),
    "sbs": ("sbs", "read_sbs"),
}
SUFFIXES = {
    ".parquet": "parquet", ".geoparquet": "parquet", ".pq": "parquet", ".gpx": "gpx",
    ".nmea": "ais", ".ais": "ais", ".aivdm": "ais", ".adsb": "adsb", ".avr": "adsb",
    ".jsonl": "adsb", ".sbs": "sbs", ".bst": "sbs",
}  # fmt: skip
TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".log")
HEAD = 4096
# What the first lines of a text hold, in the order in which it is asked.
SIGNS = (
    ("ais", re.compile(rb"[!$]\w{2}VD[MO],\d")),
    ("sbs", re.compile(rb"^MSG,\d,", re.MULTILINE)),
    ("adsb", re.compile(rb"^[*]?[\d.]*[,; \t]*[0-9A-Fa-f]{28};?[,; \t]*[\d.]*\r?$", re.MULTILINE)),
)  # fmt: skip


def read_positions(path: Path, tally: Tally, tz: tzinfo | None = None) -> Iterator[Positions]:
    """Read positions in batches, as the file gives them.

    Parameters
    ----------
    path : Path
        See `SUFFIXES` for what is read; texts are told apart by their first lines.
    tally : Tally
        Takes the count of faults.
    tz : tzinfo, optional
        Zone of times that name none.

    Raises
    ------
    UsageError, DataError
        When the file is missing, of no kind that is read, or not what its name says.
    """
    module, function = READERS[kind_of(path)]
    yield from getattr(import_module(f".{module}", __package__), function)(path, tally, tz)


def read_tracks(
    path: Path, tally: Tally, parameters: Mapping[str, Any], tz: tzinfo | None = None
) -> Iterator[Positions]:
    """Read positions in batches, cut into stretches and flagged (see `cleaning`)."""
    yield from cleaned(read_positions(path, tally, tz), parameters, tally)


def kind_of(path: Path) -> str:
    """What sort of file it is: a name of `READERS`.

    Raises
    ------
    UsageError
        When it is missing or of no sort that is read.
    """
    if not path.is_file():
        raise UsageError(f"{path} is no file", "check its name")
    suffix = path.suffix.casefold()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if suffix not in TEXT_SUFFIXES:
        known = ", ".join((*TEXT_SUFFIXES, *SUFFIXES))
        raise UsageError(f"{path.name} is of no kind that is read", f"kinds: {known}")
    with path.open("rb") as data:
        head = data.read(HEAD)
    return next((kind for kind, sign in SIGNS if sign.search(head)), "csv")
