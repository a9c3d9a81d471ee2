"""A drawing thinned for a map on a page, read without any geometry library."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

if TYPE_CHECKING:
    from .zoneset import ZoneSet

STEP_DEG = 0.012  # less than a pixel of a page

Ring = tuple[tuple[float, float], ...]


class Sketch(NamedTuple):
    """Outlines in longitude and latitude.

    Attributes
    ----------
    zones, doubts : dict
        Rings of each zone by its name in the drawing, and of where its edge is not known.
    line : Ring
        The demarcation line, empty without one.
    coast : tuple of Ring
        Land, empty where the drawing has none.
    attribution : str
        Who is to be named under the map.
    """

    zones: dict[str, tuple[Ring, ...]]
    doubts: dict[str, tuple[Ring, ...]]
    line: Ring
    coast: tuple[Ring, ...]
    attribution: str


def sketch_of(zones: ZoneSet) -> Sketch:
    """The outlines of zones that were read as geometry."""
    drawn: dict[str, tuple[Ring, ...]] = {}
    doubts: dict[str, tuple[Ring, ...]] = {}
    for rule in zones.rules:
        drawn[rule.name] = _thinned(rule.drawn.area.__geo_interface__)
        if rule.drawn.doubt is not None:
            doubts[rule.name] = _thinned(rule.drawn.doubt.__geo_interface__)
    line = thinned(zones.line, closed=False) if zones.line else ()
    return Sketch(drawn, doubts, line, tuple(map(thinned, zones.coast)), zones.attribution)


def _thinned(geometry: dict[str, Any]) -> tuple[Ring, ...]:
    return tuple(thinned(ring) for ring in _rings(geometry) if len(ring) > 3)


@lru_cache(maxsize=8)
def read_sketch(digest: str) -> Sketch | None:
    """The outlines of the shipped drawing with a SHA-256; None when none has it."""
    for process in resources.files("servanda.processes").iterdir():
        folder = process / "zones"
        if not folder.is_dir():
            continue
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            if file.name.endswith(".geojson"):
                data = file.read_bytes()
                if hashlib.sha256(data).hexdigest() == digest:
                    return _sketch(msgspec.json.decode(data))
    return None


def _sketch(told: dict[str, Any]) -> Sketch:
    zones: dict[str, tuple[Ring, ...]] = {}
    doubts: dict[str, tuple[Ring, ...]] = {}
    line: Ring = ()
    coast: tuple[Ring, ...] = ()
    for feature in told["features"]:
        properties, geometry = feature["properties"], feature["geometry"]
        role = properties.get("role", "zone")
        if role == "line":
            line = thinned(geometry["coordinates"], closed=False)
            continue
        rings = _thinned(geometry)
        if role == "coast":
            coast = rings
        elif role == "zone":
            zones[properties["zone"]] = rings
        elif role == "doubt":
            doubts[properties["zone"]] = rings
    return Sketch(zones, doubts, line, coast, str(told.get("attribution", "")))


def thinned(points: Sequence[Sequence[float]], *, closed: bool = True) -> Ring:
    """A line or ring without points closer together than a map can show.

    Examples
    --------
    >>> thinned([(0, 0), (0.001, 0), (0.5, 0), (1, 0)], closed=False)
    ((0, 0), (0.5, 0), (1, 0))
    """
    kept = [points[0]]
    for point in points[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= STEP_DEG:
            kept.append(point)
    if kept[-1] != points[-1]:
        kept.append(points[-1])
    if closed and len(kept) < 4:
        kept = list(points)
    return tuple((x, y) for x, y in kept)


def _rings(geometry: dict[str, Any]) -> Iterable[Sequence[Sequence[float]]]:
    if geometry["type"] == "Polygon":
        yield from geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon
