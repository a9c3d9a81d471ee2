"""Positions gathered into cells of a map, so that a picture of any number of them stays small."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .screener import INDETERMINATE, INSIDE, OUTSIDE
from .screening import Screened

Array = np.ndarray
BASE_STEP = 1 / 1024  # degrees
MOST_CELLS = 12_000
MARGIN_DEG = 0.4
# What a cell shows: the gravest of its positions.
BESIDE, DOUBTFUL, WITHIN = range(3)
Cell = tuple[int, int]


@dataclass
class Cells:
    """Cells around the zones, each with the gravest verdict in it and how many positions.

    The step doubles whenever there would be more than `MOST_CELLS`; cells nest, so that the
    result does not depend on the order in which positions come.

    Attributes
    ----------
    frame : tuple of float
        West, south, east, north: what lies beyond is only counted.
    step : float
        Side of a cell, degrees.
    cells : dict
        (column, row) -> [state, positions].
    beyond : int
        Positions beyond the frame.
    states : list of int
        Positions by the gravest verdict of each, wherever they lie.
    """

    frame: tuple[float, float, float, float]
    step: float = BASE_STEP
    cells: dict[Cell, list[int]] = field(default_factory=dict)
    beyond: int = 0
    states: list[int] = field(default_factory=lambda: [0, 0, 0])

    def add(self, screened: Screened) -> None:
        """Take a batch in."""
        verdict = np.where(screened.applies, screened.verdict, OUTSIDE)
        state = np.where((verdict == INDETERMINATE).any(axis=1), DOUBTFUL, BESIDE)
        state[(verdict == INSIDE).any(axis=1)] = WITHIN
        for code, n in enumerate(np.bincount(state, minlength=3).tolist()):
            self.states[code] += n
        lon, lat = screened.batch.lon, screened.batch.lat
        west, south, east, north = self.frame
        here = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        self.beyond += int((~here).sum())
        state = state[here]
        columns = np.floor(lon[here] / self.step).astype(np.int64)
        rows = np.floor(lat[here] / self.step).astype(np.int64)
        keys, place, count = np.unique(columns << 32 | (rows + (1 << 31)), return_inverse=True,
                                       return_counts=True)  # fmt: skip
        gravest = np.zeros(keys.size, np.int64)
        np.maximum.at(gravest, place, state)
        for key, grave, n in zip(keys.tolist(), gravest.tolist(), count.tolist(), strict=True):
            self._put((key >> 32, (key & 0xFFFFFFFF) - (1 << 31)), grave, n)
        self._shrink()

    def merge(self, other: Cells) -> None:
        """Take the cells of other positions in."""
        while other.step > self.step:
            self._double()
        times = round(self.step / other.step)
        for (column, row), (state, n) in other.cells.items():
            self._put((column // times, row // times), state, n)
        self.beyond += other.beyond
        self.states = [a + b for a, b in zip(self.states, other.states, strict=True)]
        self._shrink()

    def centre(self, cell: Cell) -> tuple[float, float]:
        """Longitude and latitude of a cell's centre."""
        return (cell[0] + 0.5) * self.step, (cell[1] + 0.5) * self.step

    def _put(self, cell: Cell, state: int, n: int) -> None:
        known = self.cells.setdefault(cell, [state, 0])
        known[0] = max(known[0], state)
        known[1] += n

    def _shrink(self) -> None:
        while len(self.cells) > MOST_CELLS:
            self._double()

    def _double(self) -> None:
        finer, self.cells, self.step = self.cells, {}, self.step * 2
        for (column, row), (state, n) in finer.items():
            self._put((column >> 1, row >> 1), state, n)
