"""Positions from AIS: NMEA sentences as receivers write them, one or several a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Any

import numpy as np

from servanda.errors import DataError, UsageError

from .places import where_no_position
from .positions import Flag, Positions, Tally, positions, read_time

BATCH = 20_000
OPEN_MESSAGES = 1000  # first parts that wait for the rest
MOVING = frozenset((1, 2, 3, 18, 19, 27))
AIRCRAFT = 9
STANDING = frozenset((4, 21))
SENTENCE = re.compile(rb"[!$]\w{2}VD[MO],(\d),(\d),(\d?),([^,]*),[^,]*,\d?\*[0-9A-Fa-f]{2}")
STARTED = re.compile(rb"[!$]\w{2}VD[MO],")
TAG_TIME = re.compile(rb"\\[^\\]*?\bc:(\d{9,13})[^\\]*\\")
AFTER = re.compile(rb",(\d{9,13})\s*$")
UNTIMED = (
    ("has no time: AIS itself carries only the second of the minute",
     "record it with the receiver's time"),
    ("is a time without zone", "write it in UTC with Z, or give --tz"),
)  # fmt: skip


def read_ais(path: Path, tally: Tally, tz: tzinfo | None = None) -> Iterator[Positions]:
    """Read the position reports of an AIS log.

    The time of a message is the receiver's: in a tag block (``\\c:1543633200*hh\\``), after the
    sentence (``…*5C,1543633200``) or before it (``2018-12-01T03:00:00Z !AIVDM…``). The class of
    craft is a vessel; search and rescue aircraft (message 9) have the purpose ``rescue``.

    Parameters
    ----------
    path : Path
    tally : Tally
        Counts sentences that are cut off, fail their checksum or lack a part.
    tz : tzinfo, optional
        Zone of times before a sentence that name none.

    Raises
    ------
    UsageError, DataError
        When pyais is not installed; when no line is an AIS sentence.
    """
    try:
        import pyais
    except ImportError as error:
        raise UsageError("AIS needs pyais", "pip install 'servanda[tracks]'") from error
    reader = _Reader(tally, tz, pyais)
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            reader.take(number, line)
            if len(reader.reports) >= BATCH:
                yield reader.batch()
    if not reader.sentences:
        raise DataError(f"{path} holds no AIS sentence", "give lines like !AIVDM,1,1,,A,…,0*5C")
    reader.end()
    if reader.reports:
        yield reader.batch()


class _Reader:
    def __init__(self, tally: Tally, tz: tzinfo | None, pyais: Any) -> None:
        self.tally, self.tz, self.pyais = tally, tz, pyais
        self.sentences = 0
        self.reports: list[tuple[object, ...]] = []
        self.open: dict[tuple[bytes, bytes], list[tuple[int, int, bytes]]] = {}

    def take(self, number: int, line: bytes) -> None:
        """Take a line in."""
        line = line.strip()
        if not line or line.startswith(b"#"):
            return
        found = SENTENCE.search(line)
        if found is None:
            if STARTED.search(line):
                self.sentences += 1
                self.tally.add("is cut off", "copy the log again", number)
            else:
                self.tally.add("is no AIS sentence", "delete it", number, severity="notice")
            return
        self.sentences += 1
        total, part, sequence, channel = int(found[1]), int(found[2]), found[3], found[4]
        if total == 1:
            self._decode(number, line, (found[0],))
            return
        key = (sequence, channel)
        if part == 1:
            if key in self.open:
                self._lacks(self.open.pop(key)[0][0])
            if len(self.open) >= OPEN_MESSAGES:
                self._lacks(self.open.pop(next(iter(self.open)))[0][0])
            self.open[key] = [(number, part, found[0])]
        elif key not in self.open or self.open[key][-1][1] != part - 1:
            self.open.pop(key, None)
            self._lacks(number)
        else:
            self.open[key].append((number, part, found[0]))
            if part == total:
                self._decode(number, line, tuple(part for *_, part in self.open.pop(key)))

    def end(self) -> None:
        """Count the messages that the end of the log left incomplete."""
        for parts in self.open.values():
            self._lacks(parts[0][0])

    def _lacks(self, number: int) -> None:
        self.tally.add("is a message of which a part is missing", "nothing, if it is rare: radio "
                       "loses some", number, severity="notice")  # fmt: skip

    def _decode(self, number: int, line: bytes, parts: tuple[bytes, ...]) -> None:
        try:
            told = self.pyais.decode(*parts, error_if_checksum_invalid=True)
        except self.pyais.exceptions.InvalidNMEAChecksum:
            self.tally.add("fails its checksum and was left out", "nothing, if it is rare", number)
            return
        except (self.pyais.exceptions.AISBaseException, ValueError, IndexError):
            self.tally.add("is no AIS message that can be read", "nothing, if it is rare", number)
            return
        kind = told.msg_type
        if kind in STANDING:
            self.tally.add("is a base station or an aid to navigation, not a vessel",
                           "nothing", number, severity="notice")  # fmt: skip
        if kind not in MOVING and kind != AIRCRAFT:
            return
        self.tally.read += 1
        if told.lon == 181 or told.lat == 91:
            self.tally.add("says that its position is not available", "nothing", number,
                           severity="notice")  # fmt: skip
            return
        time, flag = self._time(line)
        if time is None:
            self.tally.add(*UNTIMED[flag == Flag.NO_ZONE], number, column="time")
        is_aircraft = kind == AIRCRAFT
        altitude = float(told.alt) if is_aircraft and told.alt != 4095 else np.nan
        self.reports.append((
            number, f"{told.mmsi:09d}",
            np.datetime64("NaT") if time is None else np.datetime64(time.replace(tzinfo=None)),
            told.lon, told.lat, altitude, "" if is_aircraft else "vessel",
            "rescue" if is_aircraft else "", int(flag),
        ))  # fmt: skip

    def _time(self, line: bytes) -> tuple[Any, Flag]:
        found = TAG_TIME.search(line) or AFTER.search(line)
        if found is not None:
            return read_time(found[1].decode(), self.tz)
        before = STARTED.split(line, maxsplit=1)[0].decode("ascii", "replace")
        return read_time(before.rpartition("\\")[2].strip(" ,;\t\\"), self.tz)

    def batch(self) -> Positions:
        """The reports so far, those that are no position left out and counted."""
        row, id, time, lon, lat, altitude, craft, purpose, flags = zip(*self.reports, strict=True)
        self.reports = []
        found = positions(row, id, np.array(time, "datetime64[ms]"), np.array(lon, float),
                          np.array(lat, float), altitude_m=altitude, craft=craft,
                          purpose=purpose, flags=flags)  # fmt: skip
        found = found.take(~where_no_position(found.lon, found.lat, found.row, self.tally))
        self.tally.kept += len(found)
        return found
