"""A map of an agreement's zones and of the incidents on record."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any

from servanda.desks.military.zones.sketch import Ring, Sketch, read_sketch
from servanda.records import Finding, dates
from servanda.words import capital, none_or

from .chart import Chart, Spec
from .theme import HATCH, WIDE, base, colour

MARGIN_DEG = 0.06
FILLS = ("level0", "level1", "level2", "level3")  # the wider a zone, the paler
KEY_ROW_PX = 19
WORDS = {"fixed_wing": "fixed wing", "helicopter": "helicopters", "uav": "unmanned aircraft",
         "balloon": "balloons", "vessel": "at sea, no fire or manoeuvre",
         "ground": "on land, no artillery fire"}  # fmt: skip


def zones_and_incidents(finding: Finding, as_of: date) -> Chart | None:
    """The zones of ``military.zones`` and its series of incidents, on a map.

    Parameters
    ----------
    finding : Finding
        Parts name the drawing by its digest and the zones with whom they bind; series rows hold
        lat, lon, date and whether the incident is recent.
    as_of : date
        The day asked for.
    """
    digests = finding.parts.get("drawings", ())
    sketch = read_sketch(digests[0]) if digests else None
    if sketch is None or not sketch.zones:
        return None
    zones = _zones(finding, sketch)
    recent = sum(bool(row["recent"]) for row in finding.series)
    bound = sum(bool(zone["binds"]) for zone in zones)
    title = (
        f"{capital(none_or(bound, 'of the zones is', 'zones are'))} in force; "
        f"{none_or(recent, 'of the incidents', 'incidents')} of the last year "
        f"{'has' if recent < 2 else 'have'} a known place"
    )
    return Chart(
        name="zones",
        title=title,
        alt=f"Map: the demarcation line, {len(zones)} zones around it, and "
        f"{len(finding.series)} incidents whose place is known.",
        counted="Circles are incidents known by then whose place is known, at the centre of the "
        "place named, as large as they are many; filled, those of the last 365 days. Hatched: the "
        f"course of an edge is not known. {sketch.attribution}",
        draw=partial(_spec, sketch, zones, _places(finding), as_of),
    )


def _zones(finding: Finding, sketch: Sketch) -> list[dict[str, Any]]:
    """Zones from the widest to the narrowest, each with the parties that it binds."""
    features = finding.parts["features"]
    rows = finding.parts["zones"]
    found = []
    for name, rings in sketch.zones.items():
        own = [row for row in rows if row["zone"] == features.get(name)]
        if own:
            found.append({"name": name, "rings": rings, "area": sum(map(_area, rings)),
                          "binds": [row["party"] for row in own if row["binds"]],
                          "parties": [row["party"] for row in own],
                          "words": WORDS.get(own[0]["craft"] or "", own[0]["medium"]),
                          "km": own[0]["buffer_km"],
                          "sea": own[0]["medium"] == "sea"})  # fmt: skip
    return sorted(found, key=lambda zone: -zone["area"])


def _places(finding: Finding) -> list[dict[str, Any]]:
    """Incidents by place: how many, and how many of them recent."""
    found: dict[tuple[float, float], dict[str, Any]] = {}
    for row in finding.series:
        place = found.setdefault((row["lon"], row["lat"]), {"n": 0, "recent": 0})
        place["n"] += 1
        place["recent"] += bool(row["recent"])
    return [{"lon": lon, "lat": lat, **place} for (lon, lat), place in found.items()]


class _Frame:
    """Degrees into pixels, true to shape at the middle latitude."""

    def __init__(self, sketch: Sketch, zones: Sequence[dict[str, Any]], width: int) -> None:
        points = [p for zone in zones for ring in zone["rings"] for p in ring]
        points += [p for rings in sketch.doubts.values() for ring in rings for p in ring]
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        self.west, self.north = min(lons) - MARGIN_DEG, max(lats) + MARGIN_DEG
        self.east, self.south = max(lons) + MARGIN_DEG, min(lats) - MARGIN_DEG
        self.per_lon = width / (self.east - self.west)
        self.per_lat = self.per_lon / math.cos(math.radians((self.north + self.south) / 2))
        self.width, self.height = width, round((self.north - self.south) * self.per_lat)

    def xy(self, lon: float, lat: float) -> list[float]:
        x = min(max((lon - self.west) * self.per_lon, 0), self.width)
        y = min(max((self.north - lat) * self.per_lat, 0), self.height)
        return [round(x, 1), round(y, 1)]

    def holds(self, lon: float, lat: float) -> bool:
        return bool(self.west < lon < self.east and self.south < lat < self.north)

    def area(self, rings: Sequence[Ring]) -> dict[str, Any]:
        seen = [ring for ring in rings if any(self.holds(*point) for point in ring)]
        drawn = [[[self.xy(*point) for point in ring]] for ring in seen]
        return {"type": "MultiPolygon", "coordinates": drawn}


def _spec(
    sketch: Sketch, zones: list[dict[str, Any]], places: list[dict[str, Any]], as_of: date,
    width: int,
) -> Spec:  # fmt: skip
    frame = _Frame(sketch, zones, width)
    columns = 2 if width >= WIDE else 1
    key = _key(zones)
    rows = math.ceil((len(key) + 1) / columns)
    bottom = 14 + KEY_ROW_PX * rows
    spec = base(width, frame.height + 24 + bottom, left=0, right=0, top=24, bottom=bottom)
    spec["projection"] = {"type": "identity", "scale": 1, "translate": [0, 0]}
    fills = _fills(zones)
    land = _shape(frame.area(sketch.coast), fill=colour("grid"), stroke=colour("rule"))
    at_sea, belts = [z for z in zones if z["sea"]], [z for z in zones if not z["sea"]]
    layers: list[dict[str, Any]] = []
    for zone in [*at_sea, None, *belts]:  # sea zones are drawn inland, and land lies over that
        if zone is None:
            layers.append(land)
            continue
        style = {"stroke": colour("level3"), "strokeWidth": 0.7}
        if not zone["binds"]:
            style = {"stroke": colour("unknown"), "strokeWidth": 0.9, "strokeDash": [3, 3]}
        layers.append(_shape(frame.area(zone["rings"]), fill=fills[zone["name"]],
                             fillOpacity=0.55, **style))  # fmt: skip
    for zone in zones:
        if zone["binds"] and zone["name"] in sketch.doubts:
            layers.append(_shape(frame.area(sketch.doubts[zone["name"]]), fill=HATCH))
    line = {"type": "LineString", "coordinates": [frame.xy(*point) for point in sketch.line]}
    layers.append(_shape(line, fill=None, stroke=colour("ink"), strokeWidth=1.6))
    layers += _incidents(frame, places)
    layers += _key_marks(key, fills, frame, columns)
    layers.append(_text("as of " + dates.say(as_of.isoformat()), width, -8, align="right"))
    spec["layer"] = layers
    return spec


def _incidents(frame: _Frame, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    drawn = []
    for place in places:
        if frame.holds(place["lon"], place["lat"]):
            x, y = frame.xy(place["lon"], place["lat"])
            radius = 2.6 + 1.6 * math.sqrt(place["n"])
            drawn.append({"x": x, "y": y, "size": round(math.pi * radius**2, 1),
                          "n": str(place["n"]) if place["n"] > 1 else "",
                          "recent": place["recent"] > 0})  # fmt: skip
    drawn.sort(key=lambda row: -row["size"])
    at = _at(frame)
    size = {"field": "size", "type": "quantitative", "scale": None}
    old = [row for row in drawn if not row["recent"]]
    new = [row for row in drawn if row["recent"]]
    ring = {"type": "point", "filled": True, "stroke": colour("ink"), "strokeWidth": 1.1,
            "opacity": 1}  # fmt: skip
    return [
        {"data": {"values": old}, "mark": {**ring, "fill": colour("paper")},
         "encoding": {**at, "size": size}},
        {"data": {"values": new}, "mark": {**ring, "fill": colour("alarm")},
         "encoding": {**at, "size": size}},
        {"data": {"values": [row for row in drawn if row["n"]]},
         "mark": {"type": "text", "align": "left", "dx": 8, "dy": 1, "fontSize": 11,
                  "color": colour("ink")},
         "encoding": {**at, "text": {"field": "n"}}},
    ]  # fmt: skip


def _key(zones: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Name of each zone and its words, the narrowest first."""
    told = []
    for zone in reversed(zones):
        bound, parties = zone["binds"], zone["parties"]
        names = " and ".join(party.removeprefix("party/").upper() for party in bound)
        state = "" if len(bound) == len(parties) else f" ({names} only)" if bound else ": ended"
        reach = f", {zone['km']:g} km" if zone["km"] else ""
        told.append((zone["name"], zone["words"] + reach + state))
    return told


def _key_marks(
    key: list[tuple[str, str]], fills: dict[str, str | None], frame: _Frame, columns: int
) -> list[dict[str, Any]]:
    marks: list[dict[str, Any]] = []
    entries: list[tuple[str | None, str]] = [(fills[name], words) for name, words in key]
    entries.append(("line", "demarcation line"))
    rows = math.ceil(len(entries) / columns)
    for number, (fill, words) in enumerate(entries):
        x = (number // rows) * (frame.width // columns)
        y = frame.height + 18 + KEY_ROW_PX * (number % rows)
        mark: dict[str, Any] = {"type": "rect", "fill": fill, "fillOpacity": 0.55,
                                "stroke": colour("level3"), "strokeWidth": 0.7}  # fmt: skip
        if fill == "line":
            mark = {"type": "rule", "color": colour("ink"), "strokeWidth": 1.6}
        elif fill is None:
            mark |= {"fill": "transparent", "stroke": colour("unknown"), "strokeDash": [3, 3]}
        half = 0 if fill == "line" else 5
        place = {"x": x + 1, "x2": x + 19, "y": y - half, "y2": y + half}
        if fill == "line":
            del place["y2"]
        marks.append({"data": {"values": [{}]}, "mark": mark,
                      "encoding": {key: {"value": at} for key, at in place.items()}})  # fmt: skip
        marks.append(_text(words, x + 25, y))
    return marks


def _fills(zones: list[dict[str, Any]]) -> dict[str, str | None]:
    belts = [zone["name"] for zone in zones if zone["binds"] and not zone["sea"]]
    found: dict[str, str | None] = {zone["name"]: None for zone in zones}
    for number, name in enumerate(belts):
        found[name] = colour(FILLS[min(number * len(FILLS) // max(len(belts), 1), 3)])
    for zone in zones:
        if zone["sea"] and zone["binds"]:
            found[zone["name"]] = colour("shade")
    return found


def _shape(geometry: dict[str, Any], fill: str | None, **style: Any) -> dict[str, Any]:
    mark = {"type": "geoshape", "strokeWidth": 0.5, **style}
    mark["fill"] = fill if fill is not None else "transparent"
    feature = {"type": "Feature", "geometry": geometry, "properties": {}}
    return {"data": {"values": [feature]}, "mark": mark}


def _text(words: str, x: float, y: float, align: str = "left") -> dict[str, Any]:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": align, "baseline": "middle", "text": words,
                 "color": colour("ink")},
        "encoding": {"x": {"value": x}, "y": {"value": y}},
    }  # fmt: skip


def _at(frame: _Frame) -> dict[str, Any]:
    """Pixels as they are, no axis."""
    return {
        axis: {"field": axis, "type": "quantitative", "axis": None,
               "scale": {"domain": [0, size], "range": [0, size], "nice": False, "zero": False}}
        for axis, size in (("x", frame.width), ("y", frame.height))
    }  # fmt: skip


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2
