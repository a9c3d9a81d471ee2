"""Positions against the zones in force: for each position and applicable zone a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np

from servanda.desks.military.tracks.positions import MEDIUM, Positions, flag_words

from .screener import NO_POSITION, OUTSIDE, VERDICTS, Engine, Screener
from .zoneset import Rule, ZoneSet

Array = np.ndarray
COLUMNS = ("id", "time", "zone", "verdict", "distance_m", "line_distance_m", "commitment",
           "exemption", "flags", "lon", "lat", "segment")  # fmt: skip


class Row(NamedTuple):
    """One position against one zone.

    Attributes
    ----------
    id, time : str
        Craft; time in UTC, empty where it is not known.
    zone : str
        Id of the zone.
    verdict : str
        inside, outside or indeterminate.
    distance_m : float
        To the zone's edge, negative inside.
    line_distance_m : float or None
        To the demarcation line, positive north of it.
    commitment : str
        The clause.
    exemption : str
        Why the rule may not apply, for positions that are not outside: an exempt class, or a
        purpose exempt after prior notice.
    flags : str
        What is odd about the position.
    lon, lat : float
        Degrees.
    segment : int
        Stretch of the craft's track.
    """

    id: str
    time: str
    zone: str
    verdict: str
    distance_m: float
    line_distance_m: float | None
    commitment: str
    exemption: str
    flags: str
    lon: float
    lat: float
    segment: int


class Screened(NamedTuple):
    """A batch of positions with its verdicts.

    Attributes
    ----------
    batch : Positions
    rules : tuple of Rule
        Zones, in the order of the columns below.
    applies : array of bool, shape (n, zones)
        Whether the zone is in force for the position and concerns it.
    verdict : array of uint8, shape (n, zones)
        Index into `VERDICTS`.
    distance : array of float64, shape (n, zones)
        To the zone's edge, m, negative inside.
    line : array of float64, shape (n,)
        To the demarcation line, m, positive north; NaN without one.
    """

    batch: Positions
    rules: tuple[Rule, ...]
    applies: Array
    verdict: Array
    distance: Array
    line: Array

    @property
    def hits(self) -> Array:
        """Applicable and not outside, shape (n, zones)."""
        return np.asarray(self.applies & (self.verdict != OUTSIDE))

    def rows(self, which: Array | None = None) -> Iterator[Row]:
        """Rows position by position; of those that ``which`` (n, zones) names, or all."""
        batch = self.batch
        times = times_of(batch.time)
        for n, z in zip(*np.nonzero(self.applies if which is None else which), strict=True):
            rule, line = self.rules[z], self.line[n]
            yield Row(
                batch.id[n], times[n], rule.name, VERDICTS[self.verdict[n, z]],
                round(float(self.distance[n, z]), 1),
                None if np.isnan(line) else round(float(line), 1), rule.commitment,
                self.exemption(n, z), flag_words(int(batch.flags[n])), float(batch.lon[n]),
                float(batch.lat[n]), int(batch.segment[n]),
            )  # fmt: skip

    def exemption(self, n: int, z: int) -> str:
        """What the text says of a position's purpose, where it is not outside."""
        outside = self.verdict[n, z] == OUTSIDE
        return "" if outside else exemption(self.rules[z], self.batch.purpose[n])


class Screening:
    """Screens batches of positions against the zones of one party.

    Parameters
    ----------
    zones : ZoneSet
        Zones with the times they bind.
    moment : datetime, optional
        Screen by the zones in force at this moment; when not given, each position by those in
        force at its own time, and positions without time are left out (and counted).
    engine : str
        See `Screener`.

    Attributes
    ----------
    counts : dict
        Rows so far by (zone, verdict).
    untimed : int
        Positions left out for want of a time.
    """

    def __init__(
        self, zones: ZoneSet, moment: datetime | None = None, engine: Engine = "auto"
    ) -> None:
        self.moment = moment
        self.zones = zones if moment is None else zones.at(moment)
        self.counts: dict[tuple[str, str], int] = {}
        self.untimed = 0
        rules = self.zones.rules
        self.screener = (
            Screener({r.name: r.drawn for r in rules}, {r.name: r.band_m for r in rules},
                     zones.line, engine)
            if rules else None
        )  # fmt: skip

    def screen(self, batch: Positions) -> Screened:
        """Verdicts of a batch."""
        rules, n = self.zones.rules, len(batch)
        shape = (n, len(rules))
        found = Screened(batch, rules, np.zeros(shape, bool), np.zeros(shape, np.uint8),
                         np.full(shape, np.nan), np.full(n, np.nan))  # fmt: skip
        if self.moment is None:
            self.untimed += int(np.isnat(batch.time).sum())
        if self.screener is None or not n:
            return found
        found.line[:] = self.screener.line_distances(batch.lon, batch.lat)
        for z, rule in enumerate(rules):
            self._column(self.screener, rule, z, found)
            count = np.bincount(found.verdict[found.applies[:, z], z], minlength=len(VERDICTS))
            for word, more in zip(VERDICTS, count.tolist(), strict=False):
                if more:
                    self.counts[rule.name, word] = self.counts.get((rule.name, word), 0) + more
        return found

    def _column(self, screener: Screener, rule: Rule, z: int, found: Screened) -> None:
        """Whether a zone applies to each position, its verdict and distance."""
        batch = found.batch
        distance = screener.distances(rule.name, batch.lon, batch.lat)
        verdict = screener.decide(rule.name, distance, batch.lon, batch.lat, batch.accuracy_m)
        verdict[out_of_altitude(rule, batch.altitude_m) & (verdict != NO_POSITION)] = OUTSIDE
        applies = concerns(rule, batch.craft) & (verdict != NO_POSITION)
        if self.moment is None:
            applies &= in_force(rule, batch.time)
        found.applies[:, z], found.verdict[:, z], found.distance[:, z] = applies, verdict, distance


def concerns(rule: Rule, craft: Array) -> Array:
    """Whether a zone concerns each position's class of craft; an unknown class is concerned."""

    def one(name: str) -> bool:
        if not name:
            return True
        if rule.craft:
            return name == rule.craft
        return not rule.medium or MEDIUM.get(name) == rule.medium

    known = {name: one(name) for name in set(craft)}
    return np.array([known[name] for name in craft], bool)


def in_force(rule: Rule, time: Array) -> Array:
    """Whether a zone bound at each time; never where the time is not known."""
    found = np.zeros(time.size, bool)
    for period in rule.periods:
        start = np.datetime64(period.start.astimezone(UTC).replace(tzinfo=None), "ms")
        holds = time >= start
        if period.end is not None:
            holds &= time < np.datetime64(period.end.astimezone(UTC).replace(tzinfo=None), "ms")
        found |= holds
    return found


def out_of_altitude(rule: Rule, altitude_m: Array) -> Array:
    """Whether a position is known to be above or below the zone."""
    below = altitude_m < (-np.inf if rule.floor_m is None else rule.floor_m)
    return np.asarray(below | (altitude_m > (np.inf if rule.ceiling_m is None else rule.ceiling_m)))


def exemption(rule: Rule, purpose: str) -> str:
    """What the text says of a purpose: exempt, exempt after notice, or nothing."""
    if purpose and purpose in rule.exempt:
        return f"exempt: {purpose}"
    if purpose and purpose in rule.notice_exempt:
        return f"exempt with prior notice: {purpose}"
    return ""


def times_of(time: Array) -> list[str]:
    """Times as text, in UTC."""
    told = np.datetime_as_string(time, unit="s")
    return ["" if text == "NaT" else f"{text}Z" for text in told]


def summary(zones: ZoneSet, counts: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    """Counts by zone, for a table."""
    return [
        {"zone": rule.name, "medium": rule.medium, "craft": rule.craft,
         **{v: counts.get((rule.name, v), 0) for v in VERDICTS},
         "approximate": rule.approximate, "band_m": rule.band_m}
        for rule in zones.rules
    ]  # fmt: skip
