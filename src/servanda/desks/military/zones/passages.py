"""Passages: each stay of a craft in a zone, or in the band around its edge, as one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from .screener import INSIDE, OUTSIDE
from .screening import Screened, times_of

Array = np.ndarray


class Passage(NamedTuple):
    """One stay of one craft.

    Attributes
    ----------
    id, zone, commitment, craft : str
    start, end : str
        First and last position that is not outside, UTC; empty where no time is known. The craft
        may have entered before the one and left after the other.
    positions, inside, flagged : int
        Positions that are not outside; of these those inside beyond the band; those with flags.
    deepest_m : float
        Least signed distance to the zone's edge, negative inside.
    lon, lat : float
        Where that was.
    line_distance_m : float or None
        From the demarcation line there, positive north.
    exemption : str
        What the text says of the purpose that the craft stated there.
    file : str
        The file it is from.
    """

    id: str
    zone: str
    commitment: str
    craft: str
    start: str
    end: str
    positions: int
    inside: int
    flagged: int
    deepest_m: float
    lon: float
    lat: float
    line_distance_m: float | None
    exemption: str
    file: str = ""


class Passages:
    """Gathers the passages of one file, batch after batch.

    A stay ends with a position outside, or with a break in the craft's track.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.left: Array = np.zeros((0, 0), np.int64)
        self.found: dict[tuple[int, ...], Passage] = {}

    def add(self, screened: Screened) -> None:
        """Take a batch in."""
        batch, hits = screened.batch, screened.hits
        n, zones = hits.shape
        if not n or not zones:
            return
        craft = np.fromiter((self.numbers.setdefault(id, len(self.numbers)) for id in batch.id),
                            np.int64, n)  # fmt: skip
        self._grow(zones)
        order = np.lexsort((np.arange(n), batch.time, craft))
        who = craft[order]
        outside = screened.applies[order] & (screened.verdict[order] == OUTSIDE)
        new = np.concatenate([[True], who[1:] != who[:-1]])
        total = np.cumsum(outside, axis=0)
        start = np.flatnonzero(new)
        before = (total - outside)[start]
        left = total - np.repeat(before, np.diff(np.append(start, n)), axis=0) + self.left[who]
        for z in np.flatnonzero(hits.any(axis=0)):
            self._zone(screened, int(z), craft, order[hits[order, z]], left[hits[order, z], z])
        last = np.append(start[1:], n) - 1
        self.left[who[last]] = left[last]

    def _grow(self, zones: int) -> None:
        more = len(self.numbers) - len(self.left)
        self.left = np.concatenate([self.left.reshape(-1, zones), np.zeros((more, zones), int)])

    def _zone(self, screened: Screened, z: int, craft: Array, rows: Array, left: Array) -> None:
        """Stays in one zone: rows in the order of craft and time."""
        batch = screened.batch
        keys = np.stack([craft[rows], batch.segment[rows], left])
        new = np.concatenate([[True], (keys[:, 1:] != keys[:, :-1]).any(axis=0)])
        start = np.flatnonzero(new)
        for at, end in zip(start, np.append(start[1:], rows.size), strict=True):
            key = (int(keys[0, at]), z, int(keys[1, at]), int(keys[2, at]))
            one = _passage(screened, z, rows[at:end])
            known = self.found.get(key)
            self.found[key] = one if known is None else joined(known, one)

    def all(self, file: str = "") -> list[Passage]:
        """All passages, in the order of time."""
        return in_order(passage._replace(file=file) for passage in self.found.values())


def _passage(screened: Screened, z: int, rows: Array) -> Passage:
    batch, rule = screened.batch, screened.rules[z]
    distance = screened.distance[rows, z]
    deepest = int(rows[distance.argmin()])
    line = float(screened.line[deepest])
    times = times_of(batch.time[rows[[0, -1]]])
    return Passage(
        batch.id[deepest], rule.name, rule.commitment, batch.craft[deepest], times[0], times[1],
        rows.size, int((screened.verdict[rows, z] == INSIDE).sum()),
        int((batch.flags[rows] != 0).sum()), round(float(distance.min()), 1),
        float(batch.lon[deepest]), float(batch.lat[deepest]),
        None if np.isnan(line) else round(line, 1), screened.exemption(deepest, z),
    )  # fmt: skip


def joined(one: Passage, other: Passage) -> Passage:
    """Two parts of a stay as one."""
    deeper = min(one, other, key=lambda passage: passage.deepest_m)
    return deeper._replace(
        start=min(one.start, other.start), end=max(one.end, other.end),
        positions=one.positions + other.positions, inside=one.inside + other.inside,
        flagged=one.flagged + other.flagged,
    )  # fmt: skip


def in_order(passages: Iterable[Passage]) -> list[Passage]:
    """Passages in the order of time, then of craft and zone."""
    return sorted(passages, key=lambda p: (p.start, p.id, p.zone, p.end, p.file))
