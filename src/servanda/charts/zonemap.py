"""A map of zones: the frame, land, belts and the line, and the key; others put marks on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from servanda.desks.military.zones.sketch import Ring, Sketch

from .chart import Spec
from .theme import HATCH, WIDE, base, colour

Layer = dict[str, Any]
MARGIN_DEG = 0.06
FILLS = ("level0", "level1", "level2", "level3")  # the wider a zone, the paler
KEY_ROW_PX, KEY_TOP_PX, TOP_PX = 19, 18, 24
WORDS = {"fixed_wing": "fixed wing", "helicopter": "helicopters", "uav": "unmanned aircraft",
         "balloon": "balloons", "vessel": "at sea, no fire or manoeuvre",
         "ground": "on land, no artillery fire"}  # fmt: skip


class ZoneMap:
    """Zones on a map of a width, to which marks can be added.

    Parameters
    ----------
    sketch : Sketch
        Outlines.
    zones : sequence of dict
        From the widest to the narrowest: ``name``, ``rings``, ``binds`` and ``parties`` (ids),
        ``words``, ``km``, ``sea``.
    width : int
        Pixels.
    more : sequence of (mark, words)
        Entries of the key beside those of the zones.
    margin_deg : float
        Around the zones.
    """

    def __init__(
        self, sketch: Sketch, zones: Sequence[dict[str, Any]], width: int,
        more: Sequence[tuple[Layer, str]] = (), margin_deg: float = MARGIN_DEG,
    ) -> None:  # fmt: skip
        self.sketch, self.zones, self.width = sketch, zones, width
        self.frame = Frame(sketch, zones, width, margin_deg)
        self.fills = _fills(zones)
        self.entries = self._entries(more)
        self.columns = 2 if width >= WIDE else 1

    def spec(self, marks: Sequence[Layer], corner: str) -> Spec:
        """The map with marks over it, and words in its upper right corner."""
        rows = math.ceil(len(self.entries) / self.columns)
        bottom = 14 + KEY_ROW_PX * rows
        spec = base(self.width, self.frame.height + TOP_PX + bottom, left=0, right=0, top=TOP_PX,
                    bottom=bottom)  # fmt: skip
        spec["projection"] = {"type": "identity", "scale": 1, "translate": [0, 0]}
        spec["layer"] = [*self._ground(), *marks, *self._key(rows),
                         text_mark(corner, self.width, -8, align="right")]  # fmt: skip
        return spec

    def _ground(self) -> list[Layer]:
        frame, sketch, zones = self.frame, self.sketch, self.zones
        land = shape_mark(frame.area(sketch.coast), fill=colour("grid"), stroke=colour("rule"))
        at_sea, belts = [z for z in zones if z["sea"]], [z for z in zones if not z["sea"]]
        layers: list[Layer] = []
        for zone in [*at_sea, None, *belts]:  # sea zones are drawn inland, and land lies over that
            if zone is None:
                layers.append(land)
                continue
            style = {"stroke": colour("level3"), "strokeWidth": 0.7}
            if not zone["binds"]:
                style = {"stroke": colour("unknown"), "strokeWidth": 0.9, "strokeDash": [3, 3]}
            layers.append(shape_mark(frame.area(zone["rings"]), fill=self.fills[zone["name"]],
                                     fillOpacity=0.55, **style))  # fmt: skip
        for zone in zones:
            if zone["binds"] and zone["name"] in sketch.doubts:
                layers.append(shape_mark(frame.area(sketch.doubts[zone["name"]]), fill=HATCH))
        if sketch.line:
            line = {"type": "LineString", "coordinates": [frame.xy(*p) for p in sketch.line]}
            layers.append(shape_mark(line, fill=None, stroke=colour("ink"), strokeWidth=1.6))
        return layers

    def _entries(self, more: Sequence[tuple[Layer, str]]) -> list[tuple[Layer, str]]:
        """The key: marks and words, the narrowest zone first."""
        told: list[tuple[Layer, str]] = []
        for zone in reversed(self.zones):
            bound, parties = zone["binds"], zone["parties"]
            names = " and ".join(party.removeprefix("party/").upper() for party in bound)
            state = "" if len(bound) == len(parties) else f" ({names} only)" if bound else ": ended"
            reach = f", {zone['km']:g} km" if zone["km"] else ""
            fill = self.fills[zone["name"]]
            mark: Layer = {"type": "rect", "fill": fill, "fillOpacity": 0.55,
                           "stroke": colour("level3"), "strokeWidth": 0.7}  # fmt: skip
            if fill is None:
                mark |= {"fill": "transparent", "stroke": colour("unknown"), "strokeDash": [3, 3]}
            told.append((mark, zone["words"] + reach + state))
        if self.sketch.line:
            rule = {"type": "rule", "color": colour("ink"), "strokeWidth": 1.6}
            told.append((rule, "demarcation line"))
        return [*told, *more]

    def _key(self, rows: int) -> list[Layer]:
        marks: list[Layer] = []
        for number, (mark, words) in enumerate(self.entries):
            x = (number // rows) * (self.width // self.columns)
            y = self.frame.height + KEY_TOP_PX + KEY_ROW_PX * (number % rows)
            place = {"x": x + 1, "x2": x + 19, "y": y - 5, "y2": y + 5}
            if mark["type"] == "rule":
                place = {"x": x + 1, "x2": x + 19, "y": y}
            elif mark["type"] == "point":
                place = {"x": x + 10, "y": y}
            encoding = {key: {"value": at} for key, at in place.items()}
            marks.append({"data": {"values": [{}]}, "mark": mark, "encoding": encoding})
            marks.append(text_mark(words, x + 25, y))
        return marks


class Frame:
    """Degrees into pixels, true to shape at the middle latitude; it holds all zones."""

    def __init__(self, sketch: Sketch, zones: Sequence[dict[str, Any]], width: int,
                 margin_deg: float) -> None:  # fmt: skip
        points = [p for zone in zones for ring in zone["rings"] for p in ring]
        points += [p for rings in sketch.doubts.values() for ring in rings for p in ring]
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        self.west, self.north = min(lons) - margin_deg, max(lats) + margin_deg
        self.east, self.south = max(lons) + margin_deg, min(lats) - margin_deg
        self.per_lon = width / (self.east - self.west)
        self.per_lat = self.per_lon / math.cos(math.radians((self.north + self.south) / 2))
        self.width, self.height = width, round((self.north - self.south) * self.per_lat)

    def place(self) -> dict[str, Any]:
        """The encoding of ``x`` and ``y`` in pixels, without axes."""
        return {
            axis: {"field": axis, "type": "quantitative", "axis": None,
                   "scale": {"domain": [0, size], "range": [0, size], "nice": False,
                             "zero": False}}
            for axis, size in (("x", self.width), ("y", self.height))
        }  # fmt: skip

    def xy(self, lon: float, lat: float) -> list[float]:
        """A place in pixels, brought to the edge where it lies beyond."""
        x = min(max((lon - self.west) * self.per_lon, 0), self.width)
        y = min(max((self.north - lat) * self.per_lat, 0), self.height)
        return [round(x, 1), round(y, 1)]

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a place is on the map."""
        return bool(self.west < lon < self.east and self.south < lat < self.north)

    def area(self, rings: Sequence[Ring]) -> dict[str, Any]:
        """Rings as a shape in pixels."""
        seen = [ring for ring in rings if any(self.holds(*point) for point in ring)]
        drawn = [[[self.xy(*point) for point in ring]] for ring in seen]
        return {"type": "MultiPolygon", "coordinates": drawn}


def _fills(zones: Sequence[dict[str, Any]]) -> dict[str, str | None]:
    belts = [zone["name"] for zone in zones if zone["binds"] and not zone["sea"]]
    found: dict[str, str | None] = {zone["name"]: None for zone in zones}
    for number, name in enumerate(belts):
        found[name] = colour(FILLS[min(number * len(FILLS) // max(len(belts), 1), 3)])
    for zone in zones:
        if zone["sea"] and zone["binds"]:
            found[zone["name"]] = colour("shade")
    return found


def shape_mark(geometry: dict[str, Any], fill: str | None, **style: Any) -> Layer:
    """A shape in pixels as a layer."""
    mark = {"type": "geoshape", "strokeWidth": 0.5, **style}
    mark["fill"] = fill if fill is not None else "transparent"
    feature = {"type": "Feature", "geometry": geometry, "properties": {}}
    return {"data": {"values": [feature]}, "mark": mark}


def text_mark(words: str, x: float, y: float, align: str = "left") -> Layer:
    """Words at a place in pixels."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": align, "baseline": "middle", "text": words,
                 "color": colour("ink")},
        "encoding": {"x": {"value": x}, "y": {"value": y}},
    }  # fmt: skip


def ring_area(ring: Ring) -> float:
    """Twice the area of a ring, in square degrees, whatever its sense."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)))
