"""Positions from BaseStation lines (`MSG,3,…`), the text output of ADS-B receivers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

import numpy as np

from servanda.errors import DataError

from .places import FEET, where_no_position
from .positions import Flag, Positions, Tally, positions, read_time

BATCH = 50_000
FIELDS = 16  # up to the longitude
AIRBORNE = "3"


def read_sbs(path: Path, tally: Tally, tz: tzinfo | None = None) -> Iterator[Positions]:
    """Read airborne positions; their times are the receiver's local ones and name no zone.

    Raises
    ------
    DataError
        When no line is of the sort.
    """
    kept: list[tuple[object, ...]] = []
    seen = False
    with path.open(encoding="ascii", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            cells = line.strip().split(",")
            if cells[0] != "MSG":
                continue
            seen = True
            if len(cells) < FIELDS:
                tally.add("is cut off", "copy the log again", number)
            elif cells[1] == AIRBORNE and (cells[14] or cells[15]):
                kept.append(_row(number, cells, tally, tz))
            if len(kept) >= BATCH:
                yield _batch(kept, tally)
                kept = []
    if not seen:
        raise DataError(f"{path} holds no BaseStation line", "give lines like MSG,3,1,1,71BE05,…")
    if kept:
        yield _batch(kept, tally)


def _row(number: int, cells: list[str], tally: Tally, tz: tzinfo | None) -> tuple[object, ...]:
    tally.read += 1
    time, flag = read_time(f"{cells[6].replace('/', '-')} {cells[7]}", tz)
    if flag & Flag.NO_ZONE:
        tally.add("is a time without zone", "give the receiver's zone with --tz", number,
                  column="time")  # fmt: skip
    return (number, cells[4].lower(),
            np.datetime64("NaT") if time is None else np.datetime64(time.replace(tzinfo=None)),
            _number(cells[15]), _number(cells[14]), _number(cells[11]) * FEET,
            int(flag))  # fmt: skip


def _batch(kept: list[tuple[object, ...]], tally: Tally) -> Positions:
    row, id, time, lon, lat, altitude, flags = zip(*kept, strict=True)
    found = positions(row, id, np.array(time, "datetime64[ms]"), np.array(lon, float),
                      np.array(lat, float), altitude_m=altitude, flags=flags)  # fmt: skip
    found = found.take(~where_no_position(found.lon, found.lat, found.row, tally))
    tally.kept += len(found)
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
