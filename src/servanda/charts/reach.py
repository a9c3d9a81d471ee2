"""Pictures of a measured flight: its path beside the farthest one, and how far it reaches."""

from __future__ import annotations

import json
from functools import cache, partial
from importlib import resources
from typing import Any

from .chart import Chart, Spec
from .theme import base, colour

Told = dict[str, Any]
BOUNDS = (("high", "band", [2, 3]), ("median", "level3", [1, 0]), ("low", "level2", [6, 3]))
WORDS = {"low": "5 %", "median": "median", "high": "95 %"}
STEP_KM = (200, 500, 1000, 2000, 5000)


def flight_profile(profiles: list[Told], reach: Told) -> Chart:
    """Altitude over ground range: as flown, and the farthest flight of the same missile.

    Parameters
    ----------
    profiles : list of dict
        ``name``, ``points`` of ``range_km`` and ``altitude_km``, ``burnout`` (a number of points).
    reach : dict
        ``low``, ``median``, ``high`` in km.
    """
    flown = max(point["altitude_km"] for point in profiles[0]["points"])
    return Chart(
        name="profile",
        title=f"Lofted to {flown:,.0f} km; on a flatter path the same missile reaches about "
        f"{reach['median']:,.0f} km",
        alt="Altitude over ground range of the flight as flown and of the farthest flight.",
        counted="The missile of the ensemble nearest the median reach, without the Earth's "
        "rotation and without drag on the way down; thick: while it burns. Both axes in km, to "
        "the same scale.",
        draw=partial(_profile, profiles),
    )


def reach_map(rings: list[Told], site: tuple[float, float]) -> Chart:
    """The reach in every direction, on a map centred on the launch site.

    Parameters
    ----------
    rings : list of dict
        ``bound`` (low, median, high) and ``points`` with lat, lon and reach_km.
    site : (float, float)
        Latitude and longitude, degrees.
    """
    told = {ring["bound"]: [point["reach_km"] for point in ring["points"]] for ring in rings}
    near, far = min(told["median"]), max(told["median"])
    return Chart(
        name="reach",
        title=f"Reach from {near:,.0f} km against the Earth's rotation to {far:,.0f} km with it",
        alt="Map centred on the launch site with rings of the reach at 5, 50 and 95 %.",
        counted="Rings: 5 %, median and 95 % of the ensemble, payload as flown, on the rotating "
        "Earth. Distances from the centre are true; the edge is half the circumference away. "
        "A demonstrated flight: that a warhead survives re-entry is not shown by it.",
        draw=partial(_map, rings, site),
    )


def _profile(profiles: list[Told], width: int) -> Spec:
    left, right, top, bottom = 50, 16, 20, 40
    px = width - left - right
    far = max(point["range_km"] for profile in profiles for point in profile["points"])
    high = max(point["altitude_km"] for profile in profiles for point in profile["points"])
    span = far * 1.03
    height = min(max(px * high * 1.1 / span, 140), 420)
    px_km = min(px / span, height / (high * 1.1))
    x = _axis("range_km", px / px_km, "ground range, km", px)
    y = _axis("altitude_km", height / px_km, "altitude, km", height)
    spec = base(width, round(height) + top + bottom, left=left, right=right, top=top, bottom=bottom)
    layers: list[Told] = []
    for profile, hue in zip(profiles, ("level2", "level3"), strict=True):
        points = [dict(point, n=n) for n, point in enumerate(profile["points"])]
        line = {"type": "line", "color": colour(hue), "interpolate": "linear"}
        order = {"field": "n", "type": "quantitative"}
        peak = max(points, key=lambda point: float(point["altitude_km"]))
        layers += [
            {
                "data": {"values": points},
                "mark": line | {"strokeWidth": 1.6},
                "encoding": {"x": x, "y": y, "order": order},
            },
            {
                "data": {"values": points[: profile["burnout"]]},
                "mark": line | {"strokeWidth": 4},
                "encoding": {"x": x, "y": y, "order": order},
            },
            {
                "data": {"values": [peak]},
                "mark": {"type": "text", "text": profile["name"], "dy": -8, "align": "left",
                         "color": colour(hue), "fontWeight": "bold"},
                "encoding": {"x": x, "y": y},
            },
        ]  # fmt: skip
    spec["layer"] = layers
    return spec


def _axis(field: str, domain: float, title: str, px: float) -> Told:
    step = next((s for s in STEP_KM if domain / s * 48 <= px), STEP_KM[-1])
    values = [step * n for n in range(int(domain // step) + 1)]
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, domain], "nice": False},
        "axis": {"values": values, "format": ",.0f", "title": title, "grid": True, "tickSize": 4,
                 "titleColor": colour("quiet"), "titleFontWeight": "normal", "titleFontSize": 12},
    }  # fmt: skip


def _map(rings: list[Told], site: tuple[float, float], width: int) -> Spec:
    lat, lon = site
    size = min(width, 620)
    spec = base(width, size, left=4, right=4, top=4, bottom=4)
    spec["projection"] = {
        "type": "azimuthalEquidistant",
        "rotate": [-lon, -lat, 0],
        "scale": (size - 14) / (2 * 3.141592653589793),
        "translate": [(width - 8) / 2, (size - 8) / 2],
        "clipAngle": 179.9,
        "precision": 0.3,
    }
    sphere = {"data": {"sphere": True}, "mark": {"type": "geoshape", "fill": colour("paper"),
                                                 "stroke": colour("rule")}}  # fmt: skip
    land = {
        "data": {"values": _land()},
        "mark": {"type": "geoshape", "fill": colour("grid"), "stroke": colour("rule"),
                 "strokeWidth": 0.4},
    }  # fmt: skip
    by_name = {ring["bound"]: ring["points"] for ring in rings}
    layers = [sphere, land]
    for bound, hue, dash in BOUNDS:
        points = by_name[bound]
        ring = [[p["lon"], p["lat"]] for p in (*points, points[0])]
        layers.append(
            {
                "data": {"values": [{"type": "LineString", "coordinates": ring}]},
                "mark": {"type": "geoshape", "filled": False, "stroke": colour(hue),
                         "strokeWidth": 2, "strokeDash": dash},
            }
        )  # fmt: skip
        south = points[len(points) // 2]
        layers.append(
            _text(south["lat"], south["lon"], f"{WORDS[bound]}: {south['reach_km']:,.0f} km", 12)
        )
    layers.append(
        {
            "data": {"values": [{"lat": lat, "lon": lon}]},
            "mark": {"type": "point", "shape": "triangle-up", "filled": True, "opacity": 1,
                     "color": colour("alarm"), "size": 60},
            "encoding": {"latitude": {"field": "lat"}, "longitude": {"field": "lon"}},
        }
    )  # fmt: skip
    spec["layer"] = layers
    return spec


def _text(lat: float, lon: float, words: str, dy: int) -> Told:
    """Words at a place, readable over land and lines."""
    return {
        "data": {"values": [{"lat": lat, "lon": lon}]},
        "mark": {"type": "text", "text": words, "dy": dy, "fontSize": 11, "fontWeight": "bold",
                 "color": colour("ink")},
        "encoding": {"latitude": {"field": "lat"}, "longitude": {"field": "lon"}},
    }  # fmt: skip


@cache
def _land() -> Told:
    text = resources.files("servanda.charts").joinpath("land.json").read_text(encoding="utf-8")
    outlines: Told = json.loads(text)
    return outlines
