"""Positions from ADS-B: raw Mode S frames with the receiver's time, decoded by rs1090.

rs1090 (MIT licence) is used in place of pyModeS, which is under the GPL and could not be a
dependency of an Apache-2.0 package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import numpy as np

from servanda.errors import DataError, UsageError

from .places import FEET
from .positions import Flag, Positions, Tally, positions, read_time

BATCH = 50_000
PAIR_S = 10.0  # an even and an odd frame farther apart give no position
FRAME = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{28}|[0-9A-Fa-f]{14})(?![0-9A-Fa-f])")
FRAME_NAMES = ("frame", "rawmsg", "raw", "mode_s", "msg")
# What an aircraft's identification says of its wake, and our classes.
WAKES = {"rotorcraft": "helicopter", "unmanned": "uav", "uav": "uav", "lighter": "balloon"}
# Position messages that give no position, by their register.
UNPLACED = {
    "05": "is a position that has no partner within 10 s, or that the decoder takes for impossible",
    "06": "is a position on the ground, which needs the receiver's place",
}


def read_adsb(path: Path, tally: Tally, tz: tzinfo | None = None) -> Iterator[Positions]:
    """Read the airborne positions of a log of Mode S frames.

    A line holds a frame in hexadecimal digits and the time of its receipt, in either order,
    parted by comma, semicolon or space (``1457996402.0,8D40621D58C382D690C8AC2863A7``), or is a
    JSON object with ``timestamp`` and ``frame``. A position needs an even and an odd frame of one
    aircraft within 10 s. Altitudes are barometric.

    Raises
    ------
    UsageError, DataError
        When rs1090 is not installed; when no line holds a frame with its time.
    """
    try:
        import rs1090
    except ImportError as error:
        raise UsageError("ADS-B needs rs1090", "pip install 'servanda[tracks]'") from error
    reader = _Reader(tally, tz, rs1090)
    with path.open(encoding="ascii", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            reader.take(number, line.strip())
            if len(reader.frames) - reader.old >= BATCH:
                yield reader.batch()
    if not reader.seen:
        raise DataError(f"{path} holds no Mode S frame with its time",
                        "record time and frame, one a line; a position cannot be worked out "
                        "without the times")  # fmt: skip
    if len(reader.frames) > reader.old:
        yield reader.batch()


class _Reader:
    def __init__(self, tally: Tally, tz: tzinfo | None, rs1090: Any) -> None:
        self.tally, self.tz, self.rs1090 = tally, tz, rs1090
        self.seen = self.old = 0  # frames so far; those at the front that were told before
        self.frames: list[tuple[int, float, str]] = []
        self.crafts: dict[str, str] = {}

    def take(self, number: int, line: str) -> None:
        """Take a line in."""
        if not line or line.startswith("#"):
            return
        frame, stamp = _parts(line)
        if frame is None:
            self.tally.add("holds no whole Mode S frame", "nothing, if it is rare", number,
                           severity="fault" if self.seen else "notice")  # fmt: skip
            return
        time, flag = read_time(stamp, self.tz)
        if time is None:
            told = "is a time without zone" if flag == Flag.NO_ZONE else "is no time"
            self.tally.add(told, "record the receiver's time, in seconds since 1970 or in UTC",
                           number, column="time")  # fmt: skip
            return
        self.seen += 1
        self.frames.append((number, time.timestamp(), frame))

    def batch(self) -> Positions:
        """Positions of the frames so far; the last ten seconds stay, to pair with what follows."""
        # frames out of order in time would be paired wrongly
        told = sorted(self.frames, key=lambda frame: frame[1])
        known = {number for number, *_ in self.frames[: self.old]}
        decoded = self.rs1090.decode([f for *_, f in told], [t for _, t, _ in told])
        rows = self._rows(told, decoded, known)
        last = told[-1][1]
        self.frames = [frame for frame in told if frame[1] >= last - PAIR_S][-BATCH:]
        self.old = len(self.frames)
        columns = zip(*rows, strict=True) if rows else ((),) * 7
        row, id, time, lon, lat, altitude, craft = columns
        self.tally.kept += len(rows)
        return positions(row, id, np.array(time, "datetime64[ms]"), np.array(lon, float),
                         np.array(lat, float), altitude_m=altitude, craft=craft)  # fmt: skip

    def _rows(
        self, told: list[tuple[int, float, str]], decoded: list[dict[str, Any]], known: set[int]
    ) -> list[tuple[object, ...]]:
        numbers: dict[tuple[str, float], list[int]] = {}
        for number, stamp, frame in told:
            numbers.setdefault((frame.lower(), stamp), []).append(number)
        rows: list[tuple[object, ...]] = []
        bad = len(told) - len(decoded)
        if bad > 0:
            self.tally.add("fails its checksum or is no known message, and was left out",
                           "nothing, if it is rare", times=bad, severity="notice")  # fmt: skip
        for message in decoded:
            number = numbers[message["frame"], message["timestamp"]].pop(0)
            if number in known:
                continue
            self.tally.read += 1
            id = message.get("icao24", "")
            self._learn(id, message)
            if message.get("latitude") is None:
                what = UNPLACED.get(message.get("bds", ""))
                if what is not None:
                    self.tally.add(what, "nothing, if it is rare", number, severity="notice")
                continue
            feet = message.get("altitude")
            moment = datetime.fromtimestamp(message["timestamp"], UTC).replace(tzinfo=None)
            rows.append((
                number, id, np.datetime64(moment, "ms"), message["longitude"],
                message["latitude"], np.nan if feet is None else feet * FEET,
                self.crafts.get(id, ""),
            ))  # fmt: skip
        return rows

    def _learn(self, id: str, message: dict[str, Any]) -> None:
        """The class of craft, from an aircraft's identification."""
        wake = str(message.get("wake_vortex") or "").casefold()
        if wake and wake != "n/a":
            known = next((ours for theirs, ours in WAKES.items() if theirs in wake), None)
            if known or any(word in wake for word in ("light", "medium", "heavy", "high")):
                self.crafts[id] = known or "fixed_wing"


def _parts(line: str) -> tuple[str | None, str]:
    """The frame of a line, and what stands beside it."""
    if line.startswith("{"):
        try:
            told = json.loads(line)
            frame = next((str(told[name]) for name in FRAME_NAMES if told.get(name)), "")
            stamp = told.get("timestamp", "")
        except (ValueError, AttributeError):
            return None, ""
        return (frame if FRAME.fullmatch(frame) else None), str(stamp)
    found = FRAME.search(line)
    if found is None:
        return None, ""
    rest = (line[: found.start()] + line[found.end() :]).strip(" ,;\t*")
    return found[0], rest
