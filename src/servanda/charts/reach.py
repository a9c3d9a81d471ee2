"""Pictures of a measured flight: its path beside the farthest one, and how far it reaches."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache, partial
from importlib import resources
from typing import Any

from .chart import Chart, Spec
from .theme import base, colour

Told = dict[str, Any]
BOUNDS = (("high", "level1", [2, 3]), ("median", "level3", [1, 0]), ("low", "level2", [6, 3]))
ENDLESS_KM = 0.995 * 20_015  # of half the circumference: nothing limits such a reach
CIRCLES_KM, CIRCLES_AT = (5000.0, 10_000.0, 15_000.0), 315.0
LABELS_AT = 200.0  # degrees, where the names of the rings stand if they can
WORDS = {"low": "5 %", "median": "median", "high": "95 %"}
STEP_KM = (200, 500, 1000, 2000, 5000)


def flight_profile(profiles: list[Told], apogee_km: float, reach: Told) -> Chart:
    """Altitude over ground range: as flown, and the farthest flight of the same missile.

    Parameters
    ----------
    profiles : list of dict
        ``name``, ``points`` of ``range_km`` and ``altitude_km``, ``burnout`` (a number of points).
    apogee_km : float
        As reported.
    reach : dict
        ``low``, ``median``, ``high`` in km.
    """
    limit = reach["median"] >= ENDLESS_KM
    far = "has no limit on this Earth" if limit else f"reaches about {_near(reach['median'])} km"
    return Chart(
        name="profile",
        title=f"Lofted to {apogee_km:,.0f} km; on a flatter path the same missile {far}",
        alt="Altitude over ground range of the flight as flown and of the farthest flight.",
        counted="The missile of the ensemble nearest the reported figures and the median reach, "
        "without the Earth’s rotation and without drag on the way down; thick: while it burns. "
        "Both axes in km, to the same scale.",
        draw=partial(_profile, profiles),
    )


def reach_map(rings: Mapping[str, Sequence[float]], site: tuple[float, float]) -> Chart:
    """The reach in every direction, on a map centred on the launch site.

    Parameters
    ----------
    rings : dict
        For ``low``, ``median`` and ``high`` the reach in km towards directions evenly spaced from
        north, clockwise.
    site : (float, float)
        Latitude and longitude, degrees.
    """
    near, far = (_near(reach) for reach in (min(rings["median"]), max(rings["median"])))
    limited = max(rings["median"]) < ENDLESS_KM
    along = f" and {far} km along it" if limited else "; along it no limit is shown"
    return Chart(
        name="reach",
        title=f"The reach is {near} km against the Earth’s rotation{along}",
        alt="Map centred on the launch site with rings of the reach at 5, 50 and 95 %: "
        + "; ".join(f"{WORDS[name]} {_spread(rings[name])}" for name in reversed(WORDS))
        + ".",
        counted="Rings: 5 %, median and 95 % of the ensemble in each direction, payload as flown, "
        "on the turning Earth; where a ring is not drawn no limit is shown. Distances from the "
        "centre are true: thin circles every 5,000 km, the edge half the circumference away. A "
        "demonstrated flight: that a warhead survives re-entry is not shown by it.",
        draw=partial(_map, rings, site),
    )


def _profile(profiles: list[Told], width: int) -> Spec:
    left, right, top, bottom = 64, 16, 20, 40
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


def _map(rings: Mapping[str, Sequence[float]], site: tuple[float, float], width: int) -> Spec:
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
    far = math.pi * 6371.0
    px_km = (size - 14) / 2 / far
    middle = ((width - 8) / 2, (size - 8) / 2)

    def at(km: float, turn: float) -> Told:
        """A place so far from the site in a direction, in pixels (``turn`` in degrees)."""
        angle = math.radians(turn)
        return {
            "x": round(middle[0] + km * px_km * math.sin(angle), 2),
            "y": round(middle[1] - km * px_km * math.cos(angle), 2),
        }

    plain = {"type": "quantitative", "axis": None}
    x = plain | {"field": "x", "scale": {"domain": [0, width - 8], "range": [0, width - 8]}}
    y = plain | {"field": "y", "scale": {"domain": [0, size - 8], "range": [0, size - 8]}}
    order = {"field": "n", "type": "quantitative"}

    def line(points: list[Told], **mark: Any) -> Told:
        return {
            "data": {"values": [dict(point, n=n) for n, point in enumerate(points)]},
            "mark": {"type": "line", "interpolate": "linear", "opacity": 1, **mark},
            "encoding": {"x": x, "y": y, "order": order},
        }

    def words(place: Told, text: str, **mark: Any) -> list[Told]:
        """Words that stay readable over land and lines."""
        written = {"type": "text", "text": text, "fontSize": 11, "opacity": 1, **mark}
        halo = {"stroke": colour("paper"), "strokeWidth": 3, "color": colour("paper")}
        return [
            {"data": {"values": [place]}, "mark": kind, "encoding": {"x": x, "y": y}}
            for kind in (written | halo, written)
        ]

    layers = [sphere, land]
    for km in CIRCLES_KM:
        circle = [at(km, turn) for turn in range(0, 361, 4)]
        layers.append(line(circle, color=colour("rule"), strokeWidth=0.7))
    marked: list[Told] = []
    for bound, hue, dash in BOUNDS:
        reach = rings[bound]
        step = 360 / len(reach)
        turns = range(len(reach))
        for run in _runs(reach):
            drawn = [at(reach[n % len(reach)], n * step) for n in run]
            layers.append(line(drawn, color=colour(hue), strokeWidth=2, strokeDash=dash))
        bounded = [n for n in turns if reach[n] < ENDLESS_KM]
        if bounded:
            n = min(bounded, key=lambda n: abs(n * step - LABELS_AT))
            marked += words(at(reach[n], n * step), WORDS[bound], fontWeight="bold",
                            color=colour("ink"))  # fmt: skip
    for km in CIRCLES_KM:
        place = at(km, CIRCLES_AT)
        marked += words(place, f"{km:,.0f} km", color=colour("quiet"))
    layers += marked
    layers.append(
        {
            "data": {"values": [at(0, 0)]},
            "mark": {"type": "point", "shape": "triangle-up", "filled": True, "opacity": 1,
                     "color": colour("alarm"), "size": 60},
            "encoding": {"x": x, "y": y},
        }
    )  # fmt: skip
    spec["layer"] = layers
    return spec


def _runs(reach: Sequence[float]) -> list[list[int]]:
    """Runs of directions in which a ring is bounded; one that goes all the way round is closed.

    Examples
    --------
    >>> _runs([9000, 9000, 20015, 9000]), _runs([9000, 9000]), _runs([20015])
    ([[3, 4, 5]], [[0, 1, 2]], [])
    """
    count = len(reach)
    open_at = [n for n in range(count) if reach[n] >= ENDLESS_KM]
    if not open_at:
        return [list(range(count + 1))]
    runs: list[list[int]] = [[]]
    for n in range(open_at[0] + 1, open_at[0] + count + 1):
        if reach[n % count] < ENDLESS_KM:
            runs[-1].append(n)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _near(km: float) -> str:
    return f"{round(km / 100) * 100:,}"


def _spread(reach: Sequence[float]) -> str:
    high = "no limit" if max(reach) >= ENDLESS_KM else f"{_near(max(reach))} km"
    return f"{_near(min(reach))} km to {high}"


@cache
def _land() -> Told:
    text = resources.files("servanda.charts").joinpath("land.json").read_text(encoding="utf-8")
    outlines: Told = json.loads(text)
    return outlines
