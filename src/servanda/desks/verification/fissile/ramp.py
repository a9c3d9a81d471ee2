"""What is made at a constant rate from one time to another, in all histories at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DAYS = 365.25 / 12  # of a month


class Ramp:
    """So many kg a month from ``start`` to ``end``, but not in the pauses.

    Months at which all histories stand still, or all go on, cost one operation or none.

    Parameters
    ----------
    rate : array, shape (n,)
        kg a month.
    start, end : array, shape (n,)
        Months; infinite where it never begins or ends.
    pauses : sequence of (first, last)
        Months in which nothing is made.
    """

    def __init__(
        self, rate: Floats, start: Floats, end: Floats,
        pauses: Sequence[tuple[float, float]] = (),
    ) -> None:  # fmt: skip
        self.rate, self.start, self.end = rate, start, end
        self.begins, self.begun = float(start.min()), float(start.max())
        self.ends, self.ended = float(end.min()), float(end.max())
        self.pauses = tuple(p for p in pauses if p[1] > self.begins and p[0] < self.ended)
        self.nothing = np.zeros(len(rate))
        self._total: Floats | None = None
        self._made_at_start: Floats | None = None

    @property
    def total(self) -> Floats:
        """All that is ever made; only where it ends."""
        if self._total is None:
            self._total = self._reckoned(self.ended)
        return self._total

    def by(self, month: float) -> Floats:
        """What is made by a month, shape (n,); not to be changed in place."""
        if month <= self.begins:
            return self.nothing
        if month >= self.ended:
            return self.total
        if not self.pauses and self.begun <= month <= self.ends:
            if self._made_at_start is None:
                self._made_at_start = self.rate * self.start
            return self.rate * month - self._made_at_start
        return self._reckoned(month)

    def _reckoned(self, month: float) -> Floats:
        end = np.minimum(self.end, month)
        ran = np.maximum(end - np.minimum(self.start, month), 0.0)
        for first, last in self.pauses:
            lost = np.minimum(end, last) - np.maximum(self.start, first)
            ran = ran - np.maximum(lost, 0.0)
        made: Floats = self.rate * np.maximum(ran, 0.0)
        return made


class Batch(NamedTuple):
    """One load of fuel in all histories.

    Attributes
    ----------
    ramp : Ramp
        The plutonium made in it.
    left : array or float
        When it left the core.
    campaign : int or None
        Which campaign separated it.
    """

    ramp: Ramp
    left: Floats | float
    campaign: int | None
