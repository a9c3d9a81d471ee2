"""A map of an agreement's zones and of the incidents on record."""

from __future__ import annotations

import math
from datetime import date
from functools import partial
from typing import Any

from servanda.desks.military.zones.sketch import Sketch, read_sketch
from servanda.records import Finding, dates
from servanda.words import capital, none_or

from .chart import Chart, Spec
from .theme import colour
from .zonemap import WORDS, Frame, ZoneMap, ring_area


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
            found.append({"name": name, "rings": rings, "area": sum(map(ring_area, rings)),
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


def _spec(
    sketch: Sketch, zones: list[dict[str, Any]], places: list[dict[str, Any]], as_of: date,
    width: int,
) -> Spec:  # fmt: skip
    drawn = ZoneMap(sketch, zones, width)
    corner = "as of " + dates.say(as_of.isoformat())
    return drawn.spec(_incidents(drawn.frame, places), corner)


def _incidents(frame: Frame, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    drawn = []
    for place in places:
        if frame.holds(place["lon"], place["lat"]):
            x, y = frame.xy(place["lon"], place["lat"])
            radius = 2.6 + 1.6 * math.sqrt(place["n"])
            drawn.append({"x": x, "y": y, "size": round(math.pi * radius**2, 1),
                          "n": str(place["n"]) if place["n"] > 1 else "",
                          "recent": place["recent"] > 0})  # fmt: skip
    drawn.sort(key=lambda row: -row["size"])
    at = frame.place()
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
