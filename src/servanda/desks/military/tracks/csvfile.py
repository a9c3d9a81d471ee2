"""Positions from CSV, in batches, however long the file is."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

import numpy as np

from servanda.errors import DataError

from .places import FEET, known_craft, tell_unit_of_altitude, where_no_position
from .positions import Flag, Positions, Tally, columns_of, positions, read_time

BATCH = 50_000


def read_csv(path: Path, tally: Tally, tz: tzinfo | None = None) -> Iterator[Positions]:
    """Read positions from CSV.

    Parameters
    ----------
    path : Path
        UTF-8, headings in the first row; ``-`` is not read.
    tally : Tally
        Takes the count of faults.
    tz : tzinfo, optional
        Zone of times that name none.

    Raises
    ------
    DataError
        When there are no headings for latitude and longitude, or the file is no text.
    """
    csv.field_size_limit(1_000_000)
    with path.open(encoding="utf-8-sig", newline="", errors="strict") as lines:
        try:
            yield from _batches(path, csv.reader(lines, _dialect(lines)), tally, tz)
        except UnicodeDecodeError as error:
            raise DataError(f"{path} is no UTF-8 text", "save it as CSV in UTF-8") from error
        except csv.Error as error:
            tally.add(f"cannot be read on: {error}", "correct the file; what came before was read")


def _dialect(lines: object) -> type[csv.Dialect]:
    head = lines.readline()  # type: ignore[attr-defined]
    lines.seek(0)  # type: ignore[attr-defined]

    class Found(csv.excel):
        delimiter = max(",;\t", key=head.count)

    return Found


def _batches(
    path: Path, rows: Iterator[list[str]], tally: Tally, tz: tzinfo | None
) -> Iterator[Positions]:
    heads = next(rows, None)
    if not heads:
        raise DataError(f"{path} is empty", "give id, time, lat, lon in its first row")
    columns = columns_of(heads)
    missing = [name for name in ("lat", "lon") if name not in columns]
    if missing:
        raise DataError(
            f"{path} has no column {' nor '.join(missing)}",
            f"name columns id, time, lat, lon; it has: {', '.join(heads)[:200]}",
        )
    tell_unit_of_altitude(columns, tally)
    taker = _Taker({name: heads.index(head) for name, head in columns.items()}, tally, tz)
    for number, row in enumerate(rows, 2):
        taker.take(number, row)
        if len(taker.kept) >= BATCH:
            yield taker.batch()
    if taker.kept:
        yield taker.batch()


class _Taker:
    """Turns rows into positions."""

    def __init__(self, at: dict[str, int], tally: Tally, tz: tzinfo | None) -> None:
        self.at, self.tally, self.tz = at, tally, tz
        self.kept: list[tuple[object, ...]] = []

    def take(self, number: int, row: list[str]) -> None:
        """Take a row in, or count what is wrong with it."""
        if not row:
            return
        self.tally.read += 1
        time, flag = read_time(self._text(row, "time"), self.tz)
        if flag & Flag.NO_ZONE:
            self.tally.add("is a time without zone", "write it in UTC with Z, or give --tz",
                           number, column="time")  # fmt: skip
        feet = self._number(row, "altitude_ft")
        altitude = self._number(row, "altitude_m") if math.isnan(feet) else feet * FEET
        self.kept.append((
            number, self._text(row, "id") or "-", np.datetime64("NaT") if time is None else
            np.datetime64(time.replace(tzinfo=None), "ms"), self._number(row, "lon"),
            self._number(row, "lat"), altitude,
            known_craft(self._text(row, "craft"), self.tally, number),
            self._text(row, "purpose").casefold(), self._number(row, "accuracy_m"), int(flag),
        ))  # fmt: skip

    def batch(self) -> Positions:
        """What was taken in, as arrays."""
        row, id, time, lon, lat, altitude, craft, purpose, accuracy, flags = zip(
            *self.kept, strict=True
        )
        self.kept = []
        found = positions(
            row, id, np.array(time, "datetime64[ms]"), np.array(lon), np.array(lat),
            altitude_m=altitude, craft=craft, purpose=purpose, accuracy_m=accuracy, flags=flags,
        )  # fmt: skip
        found = found.take(~where_no_position(found.lon, found.lat, found.row, self.tally))
        self.tally.kept += len(found)
        return found

    def _text(self, row: list[str], name: str) -> str:
        at = self.at.get(name)
        return row[at].strip() if at is not None and at < len(row) else ""

    def _number(self, row: list[str], name: str) -> float:
        text = self._text(row, name)
        try:
            return float(text) if text else math.nan
        except ValueError:
            return math.nan
