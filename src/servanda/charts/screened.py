"""A map of screened positions: where they lie, and which of them in a zone or near its edge."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from servanda.desks.military.zones.sketch import Sketch
from servanda.words import capital, count, none_or, number

from .chart import Chart, Spec
from .theme import colour
from .zonemap import WORDS, Frame, Layer, ZoneMap, ring_area, shape_mark, text_mark

MARGIN_DEG = 0.2
MOST_LABELS = 9
DOT_PX = 2.4  # least diameter
STEPS_DEG = (0.1, 0.2, 0.5, 1, 2, 5, 10)
LINE_EVERY_PX = 90
STATES = ("beside", "doubtful", "within")
LOOKS: tuple[Layer, ...] = (
    {"fill": colour("unknown"), "stroke": None},
    {"fill": colour("paper"), "stroke": colour("ink"), "strokeWidth": 0.8},
    {"fill": colour("alarm"), "stroke": None},
)
KEY = ("outside", "within the band of an edge: no verdict", "inside")


def screened_positions(told: Mapping[str, Any], sketch: Sketch) -> Chart | None:
    """Positions on a map of the zones they were screened by.

    Parameters
    ----------
    told : mapping
        Of `servanda.desks.military.zones.report`: ``zones``, ``cells``, ``step_deg``, ``positions``
        (by gravest verdict), ``passages``, ``when``, ``party``, ``attribution``.
    sketch : Sketch
        Outlines of the zones.

    Returns
    -------
    Chart or None
        None where no zone was in force.
    """
    zones = [
        {"name": zone["zone"], "rings": sketch.zones[zone["zone"]],
         "area": sum(map(ring_area, sketch.zones[zone["zone"]])), "binds": [told["party"]],
         "parties": [told["party"]], "words": WORDS.get(zone["craft"], _bare(zone["zone"])),
         "km": None, "sea": zone["medium"] == "sea"}
        for zone in told["zones"] if zone["zone"] in sketch.zones
    ]  # fmt: skip
    if not zones:
        return None
    zones.sort(key=lambda zone: -zone["area"])
    inside, band = told["positions"]["within"], told["positions"]["doubtful"]
    total = sum(told["positions"].values())
    title = (
        f"Of {number(total)} {'position' if total == 1 else 'positions'} "
        f"{none_or(inside, 'lies', 'lie')} inside a zone in force, and "
        f"{none_or(band, 'lies', 'lie')} within the band of an edge"
    )
    beyond = told["beyond"]
    off = f" {capital(count(beyond, 'position lies', 'positions lie'))} beyond the map."
    return Chart(
        name="screened",
        title=title,
        alt=f"Map: {len(zones)} zones and the positions screened by them, {inside} inside.",
        counted=f"{told['file']}, zones {told['when']}. Positions are drawn as recorded, in cells "
        f"of {told['step_deg'] * 111:.2g} km, each as its gravest verdict; none is drawn between "
        f"them. Numbers: passages of the table.{off if beyond else ''} Screening, not "
        f"adjudication. {told['attribution']}".rstrip(),
        draw=partial(_spec, told, sketch, zones),
    )


def _spec(
    told: Mapping[str, Any], sketch: Sketch, zones: Sequence[dict[str, Any]], width: int
) -> Spec:
    more = [({"type": "point", "filled": True, "opacity": 1, "size": 30, **look}, words)
            for look, words in zip(reversed(LOOKS), reversed(KEY), strict=True)]  # fmt: skip
    drawn = ZoneMap(sketch, zones, width, more, MARGIN_DEG)
    marks = [*_graticule(drawn.frame), *_dots(told, drawn.frame), *_labels(told, drawn.frame)]
    return drawn.spec(marks, told["when"])


def _dots(told: Mapping[str, Any], frame: Frame) -> list[Layer]:
    """Cells as dots, the gravest on top."""
    size = max(DOT_PX, told["step_deg"] * frame.per_lon) ** 2 * math.pi / 4
    layers = []
    for state, look in zip(STATES, LOOKS, strict=True):
        places = [frame.xy(lon, lat) for lon, lat in told["cells"][state] if frame.holds(lon, lat)]
        scale = 1.0 if state == "beside" else 3.0
        layers.append({
            "data": {"values": [{"x": x, "y": y} for x, y in places]},
            "mark": {"type": "point", "filled": True, "opacity": 1,
                     "size": round(size * scale, 1), **look},
            "encoding": frame.place(),
        })  # fmt: skip
    return layers


def _labels(told: Mapping[str, Any], frame: Frame) -> list[Layer]:
    """The numbers of the first passages, where each was deepest."""
    places = []
    for n, passage in enumerate(told["passages"][:MOST_LABELS], 1):
        if frame.holds(passage["lon"], passage["lat"]):
            x, y = frame.xy(passage["lon"], passage["lat"])
            places.append({"x": x, "y": y, "n": str(n)})
    text = {"type": "text", "align": "left", "dx": 6, "dy": -7, "fontSize": 11, "opacity": 1,
            "fontWeight": "bold"}  # fmt: skip
    halo = {"stroke": colour("paper"), "strokeWidth": 3, "color": colour("paper")}
    encoding = frame.place() | {"text": {"field": "n"}}
    return [{"data": {"values": places}, "mark": mark, "encoding": encoding}
            for mark in (text | halo, text | {"color": colour("ink")})]  # fmt: skip


def _graticule(frame: Frame) -> list[Layer]:
    """Meridians and parallels, named at the upper and left edges."""
    step = next((s for s in STEPS_DEG if s * frame.per_lon >= LINE_EVERY_PX), STEPS_DEG[-1])
    layers: list[Layer] = []
    for at in _multiples(frame.west, frame.east, step):
        x, _ = frame.xy(at, frame.south)
        ends = {"type": "LineString", "coordinates": [[x, 0], [x, frame.height]]}
        layers.append(shape_mark(ends, fill=None, stroke=colour("rule"), strokeWidth=0.4))
        layers.append(_degrees(at, "E" if at >= 0 else "W", x + 3, 8))
    for at in _multiples(frame.south, frame.north, step):
        _, y = frame.xy(frame.west, at)
        ends = {"type": "LineString", "coordinates": [[0, y], [frame.width, y]]}
        layers.append(shape_mark(ends, fill=None, stroke=colour("rule"), strokeWidth=0.4))
        layers.append(_degrees(at, "N" if at >= 0 else "S", 3, y - 7))
    return layers


def _degrees(at: float, side: str, x: float, y: float) -> Layer:
    layer = text_mark(f"{abs(at):g}° {side}", x, y)
    layer["mark"] |= {"color": colour("quiet"), "fontSize": 10}
    return layer


def _multiples(low: float, high: float, step: float) -> list[float]:
    first = math.ceil(low / step)
    return [round(n * step, 6) for n in range(first, math.floor(high / step) + 1)]


def _bare(zone: str) -> str:
    return zone.removeprefix("zone/")
