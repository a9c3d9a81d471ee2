"""Geodesic buffers: all that lies within a distance of a line on the ellipsoid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from servanda.errors import UsageError

if TYPE_CHECKING:
    import shapely

CHUNK_KM = 10.0  # length of line buffered in one azimuthal equidistant plane
QUADRANT_SEGMENTS = 64  # of a circle: the chord of a 40 km arc strays 3 m
SIMPLIFY_M = 2.0
METRES_PER_DEGREE = 111_320.0


def geodesic_buffer(line: Sequence[Sequence[float]], km: float) -> shapely.Geometry:
    """The area within a distance of a line, WGS 84.

    The line is cut into pieces of some 10 km; each is buffered in an azimuthal equidistant plane
    centred on itself, where distances up to 50 km are right to a metre, and the pieces are united.

    Parameters
    ----------
    line : sequence of (longitude, latitude)
        Degrees.
    km : float
        Distance.

    Returns
    -------
    shapely.Geometry
        Polygon in longitude and latitude, within some metres of the true buffer.

    Raises
    ------
    UsageError
        When the distance is not positive or beyond what a plane carries (200 km), or the line has
        fewer than two points.
    """
    import shapely
    from shapely.ops import unary_union

    if not 0 < km <= 200:
        raise UsageError(f"a buffer of {km} km cannot be drawn", "give 0 < km <= 200")
    points = np.asarray(line, float)[:, :2]
    if len(points) < 2:
        raise UsageError("a line needs two points", "give both ends")
    united = unary_union([_piece(piece, km) for piece in _pieces(points)])
    return shapely.simplify(united, SIMPLIFY_M / METRES_PER_DEGREE)


def _piece(piece: np.ndarray, km: float) -> shapely.Geometry:
    import shapely
    from pyproj import Transformer

    lon, lat = piece.mean(axis=0)
    plane = f"+proj=aeqd +lon_0={lon:.9f} +lat_0={lat:.9f} +ellps=WGS84 +units=m"
    there = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
    flat = np.column_stack(there.transform(piece[:, 0], piece[:, 1]))
    area = shapely.buffer(shapely.LineString(flat), km * 1000, quad_segs=QUADRANT_SEGMENTS)

    def back(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(there.transform(xy[:, 0], xy[:, 1], direction="INVERSE"))

    return shapely.transform(shapely.segmentize(area, 2000.0), back)


def _pieces(points: np.ndarray) -> list[np.ndarray]:
    """The line in pieces that share their ends; long straight steps are divided."""
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    dense = [points[:1]]
    for start, end in pairwise(points):
        *_, metres = geod.inv(*start, *end)
        parts = max(1, int(np.ceil(metres / (CHUNK_KM * 1000))))
        steps = np.linspace(0, 1, parts + 1)[1:, None]
        dense.append(start + steps * (end - start))
    points = np.concatenate(dense)
    *_, steps_m = geod.inv(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])
    along = np.concatenate([[0.0], np.cumsum(steps_m)])
    number = (along // (CHUNK_KM * 1000)).astype(int)
    cuts = [0, *(np.flatnonzero(np.diff(number)) + 1), len(points) - 1]
    return [points[a : b + 1] for a, b in pairwise(cuts) if b > a]
