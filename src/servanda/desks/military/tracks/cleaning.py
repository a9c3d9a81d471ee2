"""Tracks made of positions: stretches between breaks, and what cannot be so, flagged and kept.

Nothing is dropped or corrected here. A false position looks like a true one; what can be told is
that a craft cannot have moved like that, or that several cannot all have been there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from .positions import Array, Flag, Positions, Tally

EARTH_M = 6_371_008.8
CLOCK_S = 1.0  # resolution of most clocks of receivers
SHARED_DIGITS = 5  # decimals of a degree, about a metre
NOT_GIVEN_DEG = 0.01  # around 0 N 0 E, where receivers without a fix put craft
TOLD = {
    Flag.JUMP: "is farther from the one before than such a craft can move (flag: jump)",
    Flag.CONFLICT: "is a second place at the same time (flag: two places at once)",
    Flag.DUPLICATE: "was received twice (flag: duplicate)",
    Flag.OUT_OF_ORDER: "is older than one before it in the file (flag: out of order)",
    Flag.NULL_ISLAND: "is at 0 N 0 E, where receivers without a fix put craft (flag: 0 N 0 E)",
    Flag.SHARED_PLACE: "is shared to the metre by several craft within a minute, a mark of "
    "spoofing (flag: several craft at one place)",
}


class _Ends(NamedTuple):
    """The last position of each craft so far, by its number; time NaT where there is none."""

    time: Array
    lon: Array
    lat: Array
    accuracy: Array
    segment: Array
    latest: Array


class Cleaner:
    """Flags the positions of one file, batch after batch.

    Parameters
    ----------
    parameters : mapping
        Room ``desks.military.tracks``.
    tally : Tally
        Takes a notice for each kind of flag.
    """

    def __init__(self, parameters: Mapping[str, Any], tally: Tally) -> None:
        self.parameters, self.tally = parameters, tally
        self.numbers: dict[str, int] = {}
        self.ends = _Ends(*(np.empty(0, kind) for kind in
                            ("M8[ms]", float, float, float, np.int32, "M8[ms]")))  # fmt: skip

    def clean(self, batch: Positions) -> Positions:
        """The same positions in the same order, with flags and segments."""
        if not len(batch):
            return batch
        craft = np.fromiter((self.numbers.setdefault(id, len(self.numbers)) for id in batch.id),
                            np.int64, len(batch))  # fmt: skip
        self._grow()
        flags, segment = batch.flags.copy(), np.maximum(self.ends.segment[craft], 1)
        near_zero = np.maximum(np.abs(batch.lon), np.abs(batch.lat)) < NOT_GIVEN_DEG
        flags[near_zero] |= np.uint16(Flag.NULL_ISLAND)
        timed = ~np.isnat(batch.time)
        self._shared(batch, craft, flags, timed & ~near_zero)
        self._follow(batch, craft, flags, segment, np.flatnonzero(timed))
        self._tell(batch, flags)
        return batch.marked(flags, segment.astype(np.int32))

    def _grow(self) -> None:
        more = len(self.numbers) - self.ends.time.size
        if more <= 0:
            return
        nat, nan = np.full(more, "NaT", "M8[ms]"), np.full(more, np.nan)
        empty = (nat, nan, nan, nan, np.zeros(more, np.int32), nat)
        self.ends = _Ends(*(np.concatenate(pair) for pair in zip(self.ends, empty, strict=True)))

    def _follow(
        self, batch: Positions, craft: Array, flags: Array, segment: Array, timed: Array
    ) -> None:
        """Along each craft's track: duplicates, jumps and breaks."""
        if not timed.size:
            return
        self._out_of_order(batch, craft, flags, timed)
        known = np.unique(craft[timed])
        known = known[~np.isnat(self.ends.time[known])]
        # the last position of each craft so far stands before those of the batch
        who = np.concatenate([known, craft[timed]])
        time = np.concatenate([self.ends.time[known], batch.time[timed]])
        lon = np.concatenate([self.ends.lon[known], batch.lon[timed]])
        lat = np.concatenate([self.ends.lat[known], batch.lat[timed]])
        accuracy = np.concatenate([self.ends.accuracy[known], batch.accuracy_m[timed]])
        place = np.concatenate([np.full(known.size, -1), timed])
        order = np.lexsort((np.arange(who.size), time, who))
        who, time, lon, lat, accuracy, place = (
            part[order] for part in (who, time, lon, lat, accuracy, place)
        )
        speed = self._speeds(batch)
        limit = np.where(place < 0, np.nan, speed[np.maximum(place, 0)])
        same = np.concatenate([[False], who[1:] == who[:-1]])
        step = _Steps(lon, lat, (time - time[0]).astype("m8[ms]").astype(np.int64) / 1000,
                      accuracy, limit)  # fmt: skip
        apart, seconds, too_far = step.between(slice(1, None), slice(None, -1))
        twin = same & (seconds == 0)
        near = apart <= self.parameters["duplicate_m"]
        jump = same & too_far & ~twin
        returns = self._returns(step, same, jump)
        jump &= ~returns
        gap = same & (seconds > self.parameters["gap_s"])
        own = place >= 0
        found = np.zeros(who.size, np.uint16)
        found[twin & near] |= np.uint16(Flag.DUPLICATE)
        found[twin & ~near] |= np.uint16(Flag.CONFLICT)
        found[jump] |= np.uint16(Flag.JUMP)
        found[gap] |= np.uint16(Flag.GAP_BEFORE)
        flags[place[own & ~same]] &= ~np.uint16(Flag.GAP_BEFORE)  # nothing is before it
        flags[place[own]] |= found[own]
        given = np.zeros(who.size, bool)
        given[own] = (flags[place[own]] & Flag.GAP_BEFORE) != 0
        alone = jump & np.append(returns[1:], False)
        self._segments(who, same, (given & same) | (jump & ~alone), place, segment)
        last = np.flatnonzero(np.append(who[1:] != who[:-1], True))
        self._remember(who[last], time[last], lon[last], lat[last], accuracy[last],
                       np.where(place[last] >= 0, segment[np.maximum(place[last], 0)],
                                self.ends.segment[who[last]]))  # fmt: skip

    @staticmethod
    def _returns(step: _Steps, same: Array, jump: Array) -> Array:
        """Where a track comes back after a single false position: the step over it is possible."""
        returns = np.zeros(jump.size, bool)
        if jump.size < 3:
            return returns
        *_, over = step.between(slice(2, None), slice(None, -2))
        returns[2:] = jump[2:] & jump[1:-1] & same[2:] & same[1:-1] & ~over
        returns[3:] &= ~returns[2:-1]  # of a row of jumps to and fro, every other
        return returns

    def _segments(
        self, who: Array, same: Array, breaks: Array, place: Array, segment: Array
    ) -> None:
        """Number stretches on from the craft's last one."""
        count = np.cumsum(breaks)
        start = np.flatnonzero(~same)
        before = np.repeat(count[start], np.diff(np.append(start, who.size)))
        first = np.maximum(self.ends.segment[who], 1)
        own = place >= 0
        segment[place[own]] = (first + count - before)[own]

    def _remember(self, who: Array, *columns: Array) -> None:
        ends = self.ends
        for kept, new in zip(ends[:5], columns, strict=True):
            kept[who] = new
        ends.latest[who] = np.fmax(ends.latest[who], columns[0])

    def _out_of_order(self, batch: Positions, craft: Array, flags: Array, timed: Array) -> None:
        """Flag what is older than something earlier in the file of the same craft."""
        order = timed[np.argsort(craft[timed], kind="stable")]
        who = craft[order]
        time = batch.time[order].astype(np.int64)
        start = np.concatenate([[True], who[1:] != who[:-1]])
        # craft follow one another with times lifted apart, so that one running maximum serves all
        span = int(time.max() - time.min()) + 1
        lift = (np.cumsum(start) - 1) * span
        running = np.maximum.accumulate(time - time.min() + lift)
        late = (time - time.min() + lift) < running
        before = self.ends.latest[who]
        late |= ~np.isnat(before) & (batch.time[order] < before)
        flags[order[late]] |= np.uint16(Flag.OUT_OF_ORDER)

    def _shared(self, batch: Positions, craft: Array, flags: Array, which: Array) -> None:
        """Flag places that several craft share to the metre within a minute."""
        rows = np.flatnonzero(which)
        if rows.size < self.parameters["shared_place_craft"]:
            return
        scale = 10**SHARED_DIGITS
        lon = np.round(batch.lon[rows] * scale).astype(np.int64)
        lat = np.round(batch.lat[rows] * scale).astype(np.int64)
        minute = batch.time[rows].astype("M8[m]").astype(np.int64)
        order = np.lexsort((craft[rows], minute, lat, lon))
        keys = np.stack([lon, lat, minute])[:, order]
        who = craft[rows][order]
        new = np.concatenate([[True], (keys[:, 1:] != keys[:, :-1]).any(axis=0)])
        first_of_craft = new | np.concatenate([[True], who[1:] != who[:-1]])
        start = np.flatnonzero(new)
        crafts = np.add.reduceat(first_of_craft, start)
        many = np.repeat(crafts >= self.parameters["shared_place_craft"],
                         np.diff(np.append(start, rows.size)))  # fmt: skip
        flags[rows[order[many]]] |= np.uint16(Flag.SHARED_PLACE)

    def _speeds(self, batch: Positions) -> Array:
        """The speed that each position's class of craft cannot exceed, m/s."""
        limits = self.parameters["max_speed_m_s"]
        known = {name: limits.get(name or "unknown", limits["unknown"])
                 for name in set(batch.craft)}  # fmt: skip
        return np.array([known[name] for name in batch.craft], float)

    def _tell(self, batch: Positions, flags: Array) -> None:
        for flag, what in TOLD.items():
            rows = batch.row[(flags & flag) != 0]
            if rows.size:
                self.tally.add_rows(what, "it is kept; judge it by what is around it", rows,
                                    severity="notice")  # fmt: skip


class _Steps(NamedTuple):
    """Positions along tracks, between which steps are measured."""

    lon: Array
    lat: Array
    seconds: Array
    accuracy: Array
    limit: Array

    def between(self, after: slice, before: slice) -> tuple[Array, Array, Array]:
        """Metres, seconds, and whether it is too far, padded in front to the full length."""
        metres = great_circle_m(self.lon[before], self.lat[before], self.lon[after],
                                self.lat[after])  # fmt: skip
        seconds = self.seconds[after] - self.seconds[before]
        doubt = self.accuracy[after] + self.accuracy[before]
        reach = self.limit[after] * (np.maximum(seconds, 0) + CLOCK_S) + doubt
        if after.start == 1:
            pad = np.zeros(1)
            return (np.concatenate([pad, metres]), np.concatenate([pad - 1, seconds]),
                    np.concatenate([pad > 0, metres > reach]))  # fmt: skip
        return metres, seconds, metres > reach


def great_circle_m(lon1: Array, lat1: Array, lon2: Array, lat2: Array) -> Array:
    """Distance on a sphere, m, across the date line too.

    Examples
    --------
    >>> great_circle_m(np.array(179.5), np.array(0.0), np.array(-179.5), np.array(0.0)).round(-3)
    np.float64(111000.0)
    """
    lon1, lat1, lon2, lat2 = (np.radians(value) for value in (lon1, lat1, lon2, lat2))
    part = (np.sin((lat2 - lat1) / 2) ** 2
            + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2)  # fmt: skip
    return np.asarray(2 * EARTH_M * np.arcsin(np.sqrt(np.clip(part, 0, 1))))


def cleaned(
    batches: Iterator[Positions], parameters: Mapping[str, Any], tally: Tally
) -> Iterator[Positions]:
    """Batches of one file, flagged."""
    cleaner = Cleaner(parameters, tally)
    for batch in batches:
        yield cleaner.clean(batch)
