"""Positions from GPX, point by point, as far as the file goes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, tzinfo
from pathlib import Path
from xml.parsers import expat

import numpy as np

from servanda.errors import DataError

from .places import known_craft, where_no_position
from .positions import Flag, Positions, Tally, positions, read_time

BATCH = 50_000
CHUNK = 1 << 18  # bytes
ZONELESS = "is a time without zone, which GPX takes as UTC"
TRACKS, POINTS = ("trk", "rte"), ("trkpt", "rtept")


def read_gpx(path: Path, tally: Tally, tz: tzinfo | None = None) -> Iterator[Positions]:
    """Read the points of all tracks and routes of a GPX file.

    The name of a track is the craft's id, its ``type`` the class of craft where it names one. A
    new segment of a track is a break. Elevations are metres. Times are UTC, as GPX asks; ``tz``
    overrides that for times that name no zone. A file that breaks off is read as far as it goes.

    Raises
    ------
    DataError
        When it holds no GPX, or defines entities, which no GPX needs and which can be an attack.
    """
    reader = _Reader(path, tally, tz)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.open
    parser.EndElementHandler = reader.close
    parser.CharacterDataHandler = reader.say
    parser.EntityDeclHandler = reader.refuse
    with path.open("rb") as data:
        try:
            while chunk := data.read(CHUNK):
                parser.Parse(chunk, False)
                if len(reader.points) >= BATCH:
                    yield reader.batch()
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            if not reader.is_gpx:
                raise DataError(f"{path} is no GPX: {error}", "give a GPX file") from error
            tally.add(f"breaks off: {error}", "copy the file again; what came before was read")
    if not reader.is_gpx:
        raise DataError(f"{path} is no GPX", "give a GPX file")
    if reader.points:
        yield reader.batch()


class _Reader:
    def __init__(self, path: Path, tally: Tally, tz: tzinfo | None) -> None:
        self.path, self.tally, self.tz = path, tally, tz
        self.is_gpx, self.breaks = False, False
        self.tracks = 0
        self.name, self.craft = path.stem, ""
        self.points: list[tuple[object, ...]] = []
        self.stack: list[str] = []
        self.place: dict[str, str] = {}  # attributes of the point that is open
        self.told: dict[str, str] = {}  # and its elements
        self.text = ""

    def refuse(self, *_: object) -> None:
        """An entity is defined."""
        raise DataError(f"{self.path} defines XML entities", "save it as plain GPX")

    def open(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag = name.rpartition(" ")[2]
        self.is_gpx |= tag == "gpx"
        self.stack.append(tag)
        self.text = ""
        if tag in TRACKS:
            self.tracks += 1
            more = "" if self.tracks == 1 else f" {self.tracks}"
            self.name, self.craft, self.breaks = self.path.stem + more, "", True
        elif tag == "trkseg":
            self.breaks = True
        elif tag in POINTS:
            self.place, self.told = attributes, {}

    def say(self, text: str) -> None:
        """Text within an element."""
        self.text += text

    def close(self, _name: str) -> None:
        """An element ends."""
        tag, text = self.stack.pop(), self.text.strip()
        parent = self.stack[-1] if self.stack else ""
        if parent in POINTS:
            self.told[tag] = text
        elif parent in TRACKS and text:
            if tag == "name":
                self.name = text
            elif tag == "type":
                self.craft = known_craft(text, self.tally)
        if tag in POINTS:
            self._point()
        self.text = ""

    def _point(self) -> None:
        self.tally.read += 1
        written = self.told.get("time", "")
        time, flag = read_time(written, self.tz or UTC)
        if time is not None and self.tz is None and not _has_zone(written):
            self.tally.add(ZONELESS, "check that it is", self.tally.read, column="time",
                           severity="notice")  # fmt: skip
        if self.breaks:
            flag |= Flag.GAP_BEFORE
        self.breaks = False
        self.points.append((
            self.tally.read, self.name,
            np.datetime64("NaT") if time is None else np.datetime64(time.replace(tzinfo=None)),
            _number(self.place.get("lon")), _number(self.place.get("lat")),
            _number(self.told.get("ele")), self.craft, int(flag),
        ))  # fmt: skip

    def batch(self) -> Positions:
        """The points so far, those that are no position left out and counted."""
        row, id, time, lon, lat, altitude, craft, flags = zip(*self.points, strict=True)
        self.points = []
        found = positions(row, id, np.array(time, "datetime64[ms]"), np.array(lon, float),
                          np.array(lat, float), altitude_m=altitude, craft=craft,
                          flags=flags)  # fmt: skip
        found = found.take(~where_no_position(found.lon, found.lat, found.row, self.tally))
        self.tally.kept += len(found)
        return found


def _has_zone(text: str) -> bool:
    clock = text.strip()[10:]
    return clock.endswith(("Z", "z")) or "+" in clock or "-" in clock


def _number(text: str | None) -> float:
    try:
        return float(text) if text else math.nan
    except ValueError:
        return math.nan
