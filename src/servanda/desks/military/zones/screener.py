"""Screening: which zone a position lies in, how far from its edge, and where that is not sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

import numpy as np

from servanda.errors import UsageError

from .drawing import Drawn
from .layers import Array, Layer, line_layer, polygon_layer

if TYPE_CHECKING:
    from .index import Grid, Lists
    from .plain import PlainLayer

Engine = Literal["auto", "compiled", "plain"]
VERDICTS = ("outside", "inside", "indeterminate")
OUTSIDE, INSIDE, INDETERMINATE = range(3)
NO_POSITION = 3
COMPILE_FROM = 50_000  # points; below it, compiling costs more than it saves


class Screener:
    """Zones made ready for screening positions.

    Parameters
    ----------
    zones : mapping of str to Drawn
        Zones by name.
    band_m : mapping of str to float
        Half-width of each zone's uncertainty band, m; no verdict is given within it.
    line : sequence of (longitude, latitude), optional
        The demarcation line.
    engine : auto, compiled or plain
        Compiled loops (Numba), or Shapely with NumPy; ``auto`` compiles for large jobs.

    Raises
    ------
    UsageError
        When there is no zone, or compiled loops are asked for and Numba is not installed.

    Examples
    --------
    >>> import shapely
    >>> box = Drawn(shapely.box(127.0, 38.0, 127.2, 38.2), None, {})
    >>> screener = Screener({"box": box}, {"box": 200.0})
    >>> lon, lat = np.array([127.1, 127.2, 128.0]), np.array([38.1, 38.1, 38.1])
    >>> [VERDICTS[v] for v in screener.verdicts(lon, lat)[:, 0]]
    ['inside', 'indeterminate', 'outside']
    >>> np.round(screener.distances("box", lon, lat)).astype(int).tolist()
    [-8768, 0, 70123]
    """

    def __init__(
        self,
        zones: Mapping[str, Drawn],
        band_m: Mapping[str, float],
        line: Sequence[Sequence[float]] | None = None,
        engine: Engine = "auto",
    ) -> None:
        if not zones:
            raise UsageError("there is no zone to screen by", "name another day, party or file")
        if engine == "compiled" and find_spec("numba") is None:
            raise UsageError("compiled loops need Numba", "pip install 'servanda[tracks]'")
        self.names = tuple(zones)
        self.band = np.array([float(band_m[name]) for name in self.names])
        self.engine = engine
        layers = [polygon_layer(zones[name].area) for name in self.names]
        self._doubt = np.full(len(self.names), -1)
        for number, name in enumerate(self.names):
            doubt = zones[name].doubt
            if doubt is not None:
                self._doubt[number] = len(layers)
                layers.append(polygon_layer(doubt))
        self._line = len(layers) if line is not None else -1
        if line is not None:
            layers.append(line_layer(line))
        self.layers: list[Layer] = layers

    def verdicts(self, lon: Array, lat: Array) -> Array:
        """Verdict of each point for each zone.

        Parameters
        ----------
        lon, lat : array, shape (n,)
            Degrees, WGS 84.

        Returns
        -------
        array of uint8, shape (n, zones)
            Index into `VERDICTS`; 3 where the point is no position.
        """
        lon, lat = _plain(lon), _plain(lat)
        if self._is_compiled(lon.size):
            codes = self.codes(lon, lat)
            lanes = np.arange(len(self.names))
            told = (codes[:, lanes // 8] >> (2 * (lanes % 8)).astype(np.uint16)) & 3
            return np.asarray(told, np.uint8)
        return np.stack([self._decide(z, self._signed(z, lon, lat), lon, lat)
                         for z in range(len(self.names))], axis=1)  # fmt: skip

    def codes(self, lon: Array, lat: Array, out: Array | None = None) -> Array:
        """Verdicts packed by the compiled loops: two bits a zone, eight zones a column.

        Returns
        -------
        array of uint16, shape (n, ceil(zones / 8))
            65535 where the point is no position.
        """
        from . import kernels

        if out is None:
            out = np.empty((lon.size, len(self._grids)), np.uint16, order="F")
        lists = self._lists
        for column, grid in enumerate(self._grids):
            kernels.verdicts(lon, lat, tuple(grid), lists.edges, lists.sides, out[:, column])
        return out

    def distances(self, zone: str, lon: Array, lat: Array) -> Array:
        """Signed distance to a zone's edge, m, negative inside; NaN where there is no position."""
        return self._signed(self.names.index(zone), _plain(lon), _plain(lat))

    def line_distances(self, lon: Array, lat: Array) -> Array:
        """Signed distance to the demarcation line, m, positive north of it; NaN without a line."""
        if self._line < 0:
            return np.full(np.size(lon), np.nan)
        return self._signed(self._line, _plain(lon), _plain(lat))

    def decide(self, zone: str, distance: Array, lon: Array, lat: Array,
               accuracy_m: Array | float = 0.0) -> Array:  # fmt: skip
        """Verdicts from distances already computed, widened by each position's own accuracy."""
        number = self.names.index(zone)
        return self._decide(number, distance, _plain(lon), _plain(lat), accuracy_m)

    def _decide(
        self, zone: int, distance: Array, lon: Array, lat: Array, accuracy_m: Array | float = 0.0
    ) -> Array:
        told = np.where(distance < 0, INSIDE, OUTSIDE).astype(np.uint8)
        told[np.abs(distance) <= self.band[zone] + accuracy_m] = INDETERMINATE
        if self._doubt[zone] >= 0:
            told[self._signed(int(self._doubt[zone]), lon, lat) <= accuracy_m] = INDETERMINATE
        told[np.isnan(distance)] = NO_POSITION
        return told

    def _signed(self, layer: int, lon: Array, lat: Array) -> Array:
        if self._is_compiled(lon.size):
            from .index import signed

            return signed(self._lists, self._wide, layer, lon, lat)
        return self._plain_layers[layer].signed(lon, lat)

    def _is_compiled(self, points: int) -> bool:
        if self.engine == "auto":
            ready = "_lists" in self.__dict__ or points >= COMPILE_FROM
            return ready and find_spec("numba") is not None
        return self.engine == "compiled"

    @cached_property
    def _lists(self) -> Lists:
        from .index import build_lists

        return build_lists(self.layers, self._bounds)

    @cached_property
    def _wide(self) -> Lists:
        from .index import build_lists

        return build_lists(self.layers, self._bounds, wide=True)

    @property
    def _bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all zones."""
        boxes = np.array([layer.area.bounds for layer in self.layers[: self._areas]])
        west, south = boxes[:, :2].min(axis=0)
        east, north = boxes[:, 2:].max(axis=0)
        return west, south, east, north

    @property
    def _areas(self) -> int:
        return self._line if self._line >= 0 else len(self.layers)

    @cached_property
    def _grids(self) -> list[Grid]:
        from .index import LANES, build_grid

        numbers = range(len(self.names))
        return [
            build_grid(self._lists, self._wide, group, [int(self._doubt[z]) for z in group],
                       [float(self.band[z]) for z in group])
            for group in (numbers[at : at + LANES] for at in range(0, len(numbers), LANES))
        ]  # fmt: skip

    @cached_property
    def _plain_layers(self) -> list[PlainLayer]:
        from .plain import PlainLayer

        return [PlainLayer(layer) for layer in self.layers]


def _plain(values: Array) -> Array:
    return np.ascontiguousarray(values, np.float64)
