"""The same distances without compiled loops: Shapely's trees and NumPy, for some thousand points.

What the kernels compute per point is computed here for whole arrays, so that each checks the
other.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import shapely

from .layers import Array, Layer, distances

SLACK = 1.03  # scale of the Mercator plane changes by 1.2 % a degree at 38 north
PAIRS = 4_000_000


class PlainLayer:
    """Signed distances to one layer.

    Parameters
    ----------
    layer : Layer
        Edges and inside.
    """

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        shapely.prepare(layer.area)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        edges = self.layer.edges
        a, b = _mercator(edges[:, 0], edges[:, 1]), _mercator(edges[:, 2], edges[:, 3])
        return shapely.STRtree(shapely.linestrings(np.stack([a, b], axis=1)))

    def signed(self, lon: Array, lat: Array) -> Array:
        """Signed distance of each point, m; NaN where the point is no position."""
        out = np.full(lon.size, np.nan)
        good = np.flatnonzero((np.abs(lon) <= 180) & (np.abs(lat) < 90))
        step = max(1, PAIRS // max(len(self.layer.edges), 1))
        for at in range(0, good.size, step):
            some = good[at : at + step]
            out[some] = self._some(lon[some], lat[some])
        return out

    def _some(self, lon: Array, lat: Array) -> Array:
        points = shapely.points(_mercator(lon, lat))
        (of, _), near = self._tree.query_nearest(points, return_distance=True, all_matches=False)
        reach = np.empty(lon.size)
        reach[of] = near
        far = SLACK + reach / 50  # the plane's scale drifts with the distance
        point, edge = self._tree.query(points, predicate="dwithin", distance=reach * far + 1e-9)
        found = distances(lon[point], lat[point], self.layer.edges[edge])
        least = np.full(lon.size, np.inf)
        np.minimum.at(least, point, found)
        inside = shapely.contains_xy(self.layer.area, lon, lat)
        return np.where(inside, -least, least)


def _mercator(lon: Array, lat: Array) -> Array:
    """Conformal coordinates in degrees: the nearest in them is nearly the nearest on the ground."""
    phi = np.radians(lat)
    return np.column_stack([lon, np.degrees(np.arcsinh(np.tan(phi)))])
