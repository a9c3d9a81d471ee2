"""Positions as arrays, whatever file they came from, and the count of what was wrong in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import IntFlag
from itertools import islice
from typing import NamedTuple

import numpy as np

from servanda.intake.faults import Fault

Array = np.ndarray

CRAFT = ("fixed_wing", "helicopter", "uav", "balloon", "vessel", "ground")
MEDIUM = {"fixed_wing": "air", "helicopter": "air", "uav": "air", "balloon": "air",
          "vessel": "sea", "ground": "land"}  # fmt: skip
NAMED_ROWS = 5


class Flag(IntFlag):
    """What is odd about a position; it is kept, and says so."""

    DUPLICATE = 1
    CONFLICT = 2
    JUMP = 4
    GAP_BEFORE = 8
    NO_TIME = 16
    NO_ZONE = 32
    NULL_ISLAND = 64
    SHARED_PLACE = 128
    OUT_OF_ORDER = 256


FLAG_WORDS = {
    Flag.DUPLICATE: "duplicate", Flag.CONFLICT: "two places at once", Flag.JUMP: "jump",
    Flag.GAP_BEFORE: "gap before", Flag.NO_TIME: "no time", Flag.NO_ZONE: "no time zone",
    Flag.NULL_ISLAND: "0 N 0 E", Flag.SHARED_PLACE: "several craft at one place",
    Flag.OUT_OF_ORDER: "out of order",
}  # fmt: skip


class Positions(NamedTuple):
    """A batch of positions, columns of equal length.

    Attributes
    ----------
    row : array of int64
        Row of the file, as a spreadsheet numbers it, or number of the message.
    id : array of str objects
        Craft or track.
    time : array of datetime64[ms]
        UTC; NaT where it is not known.
    lon, lat : array of float64
        Degrees, WGS 84.
    altitude_m : array of float64
        NaN where it is not known.
    craft : array of str objects
        One of `CRAFT`, or empty.
    purpose : array of str objects
        commercial, rescue, medical and the like, or empty.
    accuracy_m : array of float64
        Radius in which the position lies; 0 where it is not given.
    flags : array of uint16
        `Flag` bits.
    segment : array of int32
        Stretch of the craft's track, from 1.
    """

    row: Array
    id: Array
    time: Array
    lon: Array
    lat: Array
    altitude_m: Array
    craft: Array
    purpose: Array
    accuracy_m: Array
    flags: Array
    segment: Array

    def __len__(self) -> int:
        return int(self.lon.size)

    def take(self, which: Array) -> Positions:
        """Some of the positions, by mask or number."""
        return Positions(*(column[which] for column in self))

    def marked(self, flags: Array, segment: Array) -> Positions:
        """The positions with other flags and segments."""
        return Positions(*self[:9], flags, segment)


def positions(
    row: Sequence[int] | Array, id: Sequence[str] | Array, time: Array, lon: Array, lat: Array,
    **more: Sequence[object] | Array,
) -> Positions:  # fmt: skip
    """Positions from the columns there are; the others are filled with what means "not given"."""
    n = len(lon)

    def texts(name: str) -> Array:
        given = more.get(name)
        out = np.empty(n, object)
        out[:] = "" if given is None else list(given)
        return out

    def numbers(name: str, otherwise: float) -> Array:
        given = more.get(name)
        return np.full(n, otherwise) if given is None else np.asarray(given, np.float64)

    ids = np.empty(n, object)
    ids[:] = list(id)
    accuracy = numbers("accuracy_m", 0.0)
    flags = more.get("flags")
    return Positions(
        np.asarray(row, np.int64), ids, np.asarray(time, "datetime64[ms]"),
        np.asarray(lon, np.float64), np.asarray(lat, np.float64), numbers("altitude_m", np.nan),
        texts("craft"), texts("purpose"), np.where(accuracy > 0, accuracy, 0.0),
        np.zeros(n, np.uint16) if flags is None else np.asarray(flags, np.uint16),
        np.ones(n, np.int32),
    )  # fmt: skip


@dataclass
class Tally:
    """Counts of what was wrong, by kind, each with the first rows where it was.

    Parameters
    ----------
    file : str
        Named in the faults.
    named : int
        How many rows of each kind are named.
    """

    file: str
    named: int = NAMED_ROWS
    read: int = 0
    kept: int = 0
    counts: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    rows: dict[tuple[str, str, str, str], list[int]] = field(default_factory=dict)

    def add(self, what: str, mend: str, row: int | None = None, *, column: str = "",
            severity: str = "fault", times: int = 1) -> None:  # fmt: skip
        """Count one case, or several."""
        key = (what, mend, column, severity)
        self.counts[key] = self.counts.get(key, 0) + times
        told = self.rows.setdefault(key, [])
        if row is not None and len(told) < self.named:
            told.append(row)

    def add_rows(self, what: str, mend: str, rows: Iterable[int], *, column: str = "",
                 severity: str = "fault") -> None:  # fmt: skip
        """Count a case for each row."""
        more = iter(rows)
        for row in islice(more, self.named):
            self.add(what, mend, int(row), column=column, severity=severity)
        rest = sum(1 for _ in more)
        if rest:
            self.add(what, mend, column=column, severity=severity, times=rest)

    def faults(self) -> list[Fault]:
        """One fault a kind, saying how often and where first."""
        found = []
        for key, count in self.counts.items():
            what, mend, column, severity = key
            rows = self.rows[key]
            named = f", rows {', '.join(map(str, rows))}" if rows else ""
            more = " and more" if count > len(rows) > 1 else ""
            often = f" ({count:,} times{named}{more})" if count > 1 else ""
            found.append(
                Fault(
                    file=self.file,
                    row=rows[0] if count == 1 and rows else None,
                    column=column or None,
                    what=what + often,
                    mend=mend,
                    severity="notice" if severity == "notice" else "fault",
                )
            )
        return found


def flag_words(flags: int) -> str:
    """The flags of a position in words, joined by semicolons.

    Examples
    --------
    >>> flag_words(Flag.JUMP | Flag.NO_ZONE)
    'jump;no time zone'
    """
    return ";".join(words for flag, words in FLAG_WORDS.items() if flags & flag)


def read_time(text: str, tz: tzinfo | None) -> tuple[datetime | None, Flag]:
    """A time as people write it, in UTC.

    Parameters
    ----------
    text : str
        ISO 8601, or seconds (or milliseconds) since 1970.
    tz : tzinfo or None
        Zone of times that name none.

    Returns
    -------
    (time, flag)
        No time, with the flag that says why, where it cannot be told.
    """
    text = text.strip()
    if not text:
        return None, Flag.NO_TIME
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _epoch(text)
    if moment.tzinfo is None:
        if tz is None:
            return None, Flag.NO_ZONE
        moment = moment.replace(tzinfo=tz)
    try:
        return moment.astimezone(UTC), Flag(0)
    except OverflowError:
        return None, Flag.NO_TIME


def _epoch(text: str) -> tuple[datetime | None, Flag]:
    try:
        seconds = float(text)
        if seconds > 1e11:
            seconds /= 1000
        return datetime.fromtimestamp(seconds, UTC), Flag(0)
    except (ValueError, OverflowError, OSError):
        return None, Flag.NO_TIME


ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": (
        "id",
        "mmsi",
        "icao24",
        "icao",
        "hex",
        "callsign",
        "track",
        "track_id",
        "vessel",
        "name",
    ),
    "time": ("time", "timestamp", "datetime", "date_time", "basedatetime", "utc", "t", "date"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "altitude_m": ("altitude_m", "alt_m", "geoaltitude", "baroaltitude", "ele", "elevation_m"),
    "altitude_ft": ("altitude_ft", "alt_ft", "alt_baro", "alt_geom"),
    "altitude": ("altitude", "alt", "elevation"),
    "craft": ("craft", "class", "craft_class", "vehicle"),
    "purpose": ("purpose", "mission", "flight_type"),
    "accuracy_m": ("accuracy_m", "accuracy", "hdop_m"),
}


def columns_of(heads: Sequence[str]) -> dict[str, str]:
    """Which heading holds what; the first alias that is there counts."""
    plain = {head.strip().casefold().lstrip("\ufeff"): head for head in heads}
    found = {}
    for name, aliases in ALIASES.items():
        head = next((plain[alias] for alias in aliases if alias in plain), None)
        if head is not None:
            found[name] = head
    return found
