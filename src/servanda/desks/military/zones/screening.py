"""Positions against the zones in force: one row for each position and applicable zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np

from servanda.desks.military.tracks.positions import MEDIUM, Positions, flag_words

from .screener import INSIDE, NO_POSITION, OUTSIDE, VERDICTS, Engine, Screener
from .zoneset import Rule, ZoneSet

Array = np.ndarray
COLUMNS = ("id", "time", "zone", "verdict", "distance_m", "line_distance_m",
           "commitment", "exemption", "flags", "lon", "lat")  # fmt: skip


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

    def rows(self, batch: Positions) -> Iterator[Row]:
        """Rows of a batch, position by position."""
        if self.screener is None or not len(batch):
            return
        line = self.screener.line_distances(batch.lon, batch.lat)
        columns = [self._column(self.screener, rule, batch) for rule in self.zones.rules]
        times = times_of(batch.time)
        for n in range(len(batch)):
            for rule, (applies, verdict, distance) in zip(self.zones.rules, columns, strict=True):
                if not applies[n]:
                    continue
                told = VERDICTS[verdict[n]]
                self.counts[rule.name, told] = self.counts.get((rule.name, told), 0) + 1
                yield Row(
                    batch.id[n], times[n], rule.name, told, round(float(distance[n]), 1),
                    None if np.isnan(line[n]) else round(float(line[n]), 1), rule.commitment,
                    "" if verdict[n] == OUTSIDE else exemption(rule, batch.purpose[n]),
                    flag_words(int(batch.flags[n])), float(batch.lon[n]), float(batch.lat[n]),
                )  # fmt: skip
        if self.moment is None:
            self.untimed += int(np.isnat(batch.time).sum())

    def _column(
        self, screener: Screener, rule: Rule, batch: Positions
    ) -> tuple[Array, Array, Array]:
        """Whether a zone applies to each position, its verdict and distance."""
        distance = screener.distances(rule.name, batch.lon, batch.lat)
        verdict = screener.decide(rule.name, distance, batch.lon, batch.lat, batch.accuracy_m)
        outside = out_of_altitude(rule, batch.altitude_m)
        verdict[outside & (verdict != NO_POSITION)] = OUTSIDE
        applies = concerns(rule, batch.craft) & (verdict != NO_POSITION)
        if self.moment is None:
            applies &= in_force(rule, batch.time)
        return applies, verdict, distance


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


def summary(screening: Screening) -> list[dict[str, Any]]:
    """Counts by zone, for a table."""
    return [
        {"zone": rule.name, "medium": rule.medium, "craft": rule.craft,
         **{v: screening.counts.get((rule.name, v), 0) for v in VERDICTS},
         "approximate": rule.approximate, "band_m": rule.band_m}
        for rule in screening.zones.rules
    ]  # fmt: skip


__all__ = ["COLUMNS", "INSIDE", "Row", "Screening", "concerns", "exemption", "in_force", "summary"]
