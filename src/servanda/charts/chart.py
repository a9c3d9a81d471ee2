"""What a chart is, before it is drawn: its title sentence, its words, and its specs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .theme import NARROW, WIDE

Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gauge:
    """One row of a chart in words and numbers, for readers without pictures.

    Attributes
    ----------
    label : str
        What the row shows.
    low, high : float or None
        Interval as shares of the scale, 0 to 1; None when nothing is known.
    text : str
        The figures, as printed.
    """

    label: str
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with everything that has to stand around it.

    Attributes
    ----------
    name : str
        Short name, for anchors and files (``tests``).
    title : str
        A sentence that states the finding.
    alt : str
        What the drawing shows, for those who do not see it.
    counted : str
        How it was counted.
    draw : callable
        Gives the Vega-Lite spec for a width in pixels.
    gauges : tuple of Gauge
        The same in rows, where the chart has few enough.
    """

    name: str
    title: str
    alt: str
    counted: str
    draw: Callable[[int], Spec]
    gauges: tuple[Gauge, ...] = ()

    @property
    def wide(self) -> Spec:
        """The spec for a page."""
        return self.draw(WIDE)

    @property
    def narrow(self) -> Spec:
        """The spec for a telephone."""
        return self.draw(NARROW)
