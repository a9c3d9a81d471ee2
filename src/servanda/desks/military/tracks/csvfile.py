"""Positions from CSV, in batches, however long the file is."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

import numpy as np

from servanda.errors import DataError

from .positions import CRAFT, Flag, Positions, Tally, columns_of, positions, read_time

BATCH = 50_000
FEET = 0.3048
OTHER_NAMES = {
    "airplane": "fixed_wing", "aeroplane": "fixed_wing", "plane": "fixed_wing", "drone": "uav",
    "rotary_wing": "helicopter", "ship": "vessel",
}  # fmt: skip


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
    if "altitude" in columns and not {"altitude_m", "altitude_ft"} & columns.keys():
        tally.add(f"'{columns['altitude']}' states no unit and is not used",
                  "name it altitude_m or altitude_ft", severity="notice")  # fmt: skip
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
        lat, lon = self._number(row, "lat"), self._number(row, "lon")
        if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
            column = "lat" if lat is None or not math.isfinite(lat) else "lon"
            self.tally.add("holds no number", "give degrees, as 37.95", number, column=column)
            return
        if not is_position(lon, lat, number, self.tally):
            return
        time, flag = read_time(self._text(row, "time"), self.tz)
        if flag & Flag.NO_ZONE:
            self.tally.add("is a time without zone", "write it in UTC with Z, or give --tz",
                           number, column="time")  # fmt: skip
        feet = self._number(row, "altitude_ft")
        altitude = feet * FEET if feet is not None else self._number(row, "altitude_m")
        self.kept.append((
            number, self._text(row, "id") or "-", np.datetime64("NaT") if time is None else
            np.datetime64(time.replace(tzinfo=None), "ms"), lon, lat,
            math.nan if altitude is None else altitude, self._craft(row, number),
            self._text(row, "purpose").casefold(), self._number(row, "accuracy_m") or 0.0, flag,
        ))  # fmt: skip

    def batch(self) -> Positions:
        """What was taken in, as arrays."""
        row, id, time, lon, lat, altitude, craft, purpose, accuracy, flags = zip(
            *self.kept, strict=True
        )
        self.kept = []
        self.tally.kept += len(row)
        return positions(
            row, id, np.array(time, "datetime64[ms]"), np.array(lon), np.array(lat),
            altitude_m=altitude, craft=craft, purpose=purpose, accuracy_m=accuracy,
            flags=[int(flag) for flag in flags],
        )  # fmt: skip

    def _text(self, row: list[str], name: str) -> str:
        at = self.at.get(name)
        return row[at].strip() if at is not None and at < len(row) else ""

    def _number(self, row: list[str], name: str) -> float | None:
        text = self._text(row, name)
        try:
            return float(text) if text else None
        except ValueError:
            return None

    def _craft(self, row: list[str], number: int) -> str:
        return known_craft(self._text(row, "craft"), self.tally, number)


def known_craft(text: str, tally: Tally, number: int | None = None) -> str:
    """The class of craft in our words; one that is unknown is counted and counts as none."""
    craft = text.strip().casefold().replace("-", "_").replace(" ", "_")
    craft = OTHER_NAMES.get(craft, craft)
    if craft and craft not in CRAFT:
        tally.add("names no class of craft that is known", f"one of {', '.join(CRAFT)}", number,
                  column="craft", severity="notice")  # fmt: skip
        return ""
    return craft


def is_position(lon: float, lat: float, row: int, tally: Tally) -> bool:
    """Whether degrees are a position; what they are instead is counted."""
    if -90 <= lat <= 90 and -180 <= lon <= 180:
        return True
    if -90 <= lon <= 90 and -180 <= lat <= 180:
        tally.add("is beyond 90 degrees: latitude and longitude seem swapped",
                  "exchange the headings lat and lon", row, column="lat")  # fmt: skip
    else:
        tally.add("is beyond the globe", "give degrees on WGS 84, not metres of a grid", row,
                  column="lat" if abs(lat) > 90 else "lon")  # fmt: skip
    return False
