"""A measured flight for a terminal, as JSON, as a page, and its two pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from servanda import charts

from .plain import as_json, wrap

Told = dict[str, Any]
Far = Callable[[float], str]
HALF = "half the Earth’s circumference"
SOURCE = (
    "From the reported figures of the flight, by a model with one prior for all missiles "
    "(docs/missiles.md). Land: Natural Earth, public domain."
)


def render_reach(told: Told, form: str) -> str:
    """What a flight shows, as text or JSON (``profiles`` are only drawn)."""
    if form == "json":
        return as_json({name: value for name, value in told.items() if name != "profiles"})
    rows = _rows(told)
    width = max(len(name) for name, _ in rows)
    lines = [
        line
        for name, words in rows
        for line in wrap(words, f"{name:<{width}}  ", " " * (width + 2))
    ]
    return "\n".join([*lines, *(line for note in _notes(told) for line in ("", *wrap(note)))])


def draw_missile(told: Told, names: Sequence[str], suffix: str) -> str | bytes:
    """The pictures of a measured flight, one under the other, as SVG, PNG or on a page.

    Parameters
    ----------
    told : dict
        Of `servanda.desks.verification.missiles.report`.
    names : sequence of str
        ``profile`` and ``map``; no map is drawn where no site is known.
    suffix : str
        ``.svg``, ``.png`` or ``.html``.
    """
    drawn = []
    if "profile" in names:
        flown = told["flight"]["apogee_km"]
        drawn.append(charts.flight_profile(told["profiles"], flown, told["reach_km"]))
    if "map" in names and told["rings"]:
        reach = {r["bound"]: [point["reach_km"] for point in r["points"]] for r in told["rings"]}
        drawn.append(charts.reach_map(reach, (told["site"]["lat"], told["site"]["lon"])))
    flight = told["flight"]
    time = f" in {flight['time_min']:g}\u00a0min" if flight["time_min"] is not None else ""
    title = f"{_km(flight['apogee_km'])} high, {_km(flight['range_km'])} far{time}"
    source = f"{SOURCE} Seed {told['seed']}, {told['draws']:,} draws."
    if suffix == ".html":
        from .html import fill

        return fill(
            "sheet.html", f"Missile reach: {title}", kicker="Missile reach", title=title,
            rows=_rows(told), notes=_notes(told), charts=drawn, source=source,
        )  # fmt: skip
    return (charts.sheet_png if suffix == ".png" else charts.sheet_svg)(drawn, source)


def _notes(told: Told) -> list[str]:
    return [told["tension"], *told["notes"]] if told["tension"] else list(told["notes"])


def _rows(told: Told) -> list[tuple[str, str]]:
    flight, reach = told["flight"], told["reach_km"]
    time = f", {flight['time_min']:g} min" if flight["time_min"] is not None else ""
    far = partial(_far, limit=told["limit_km"])
    return [
        ("Flight", f"apogee {_km(flight['apogee_km'])}, range {_km(flight['range_km'])}{time}; "
                   f"taken as {_stages(flight['stages'])}"),
        ("Reach", f"{far(reach['median'])}  (90 %: {_span(reach, far)})"),
        ("Closed form", f"{far(told['bracket_km'])}, a lower bracket"),
        *((f"with {row['payload_kg']:g} kg", f"{far(row['reach_km']['median'])}  "
           f"({_span(row['reach_km'], far)})") for row in told["payloads"]),
        *_burnout(told["burnout"]),
        ("Flight time", _time(told["time_min"])),
        *_rings(told["rings"], far),
        ("Ensemble", f"{told['draws']:,} draws, {told['fitting_draws']:,} fit, "
                     f"{told['effective_draws']:,} effective; seed {told['seed']}"),
    ]  # fmt: skip


def _burnout(state: Told) -> list[tuple[str, str]]:
    def told(name: str, digits: int) -> str:
        row = state[name]
        return f"{row['median']:.{digits}f} ({row['low']:.{digits}f}–{row['high']:.{digits}f})"

    return [
        ("At burnout", f"{told('speed_km_s', 2)} km/s, {told('elevation_deg', 1)}° over the "
                       f"horizon, {told('altitude_km', 0)} km up"),
        ("Burn", f"{told('burn_s', 0)} s, ideal velocity {told('ideal_velocity_km_s', 2)} km/s"),
    ]  # fmt: skip


def _time(time: Told) -> str:
    expected = time["expected"]
    said = f"{expected['low']:.1f}–{expected['high']:.1f} min from apogee and range"
    return said if time["reported"] is None else f"{time['reported']:g} min reported; {said}"


def _rings(rings: list[Told], far: Far) -> list[tuple[str, str]]:
    if not rings:
        return []
    points = next(ring["points"] for ring in rings if ring["bound"] == "median")
    least = min(points, key=lambda point: float(point["reach_km"]))
    most = max(points, key=lambda point: float(point["reach_km"]))
    return [
        ("With rotation", f"median {far(least['reach_km'])} towards {least['azimuth_deg']:.0f}° to "
                          f"{far(most['reach_km'])} towards {most['azimuth_deg']:.0f}°"),
    ]  # fmt: skip


def _km(value: float) -> str:
    return f"{value:,.0f} km"


def _far(value: float, limit: float) -> str:
    return _km(value) if value < limit else f"{HALF} or more"


def _span(reach: Told, far: Far) -> str:
    return f"{reach['low']:,.0f} to {far(reach['high'])}"


def _stages(stages: int) -> str:
    return "one stage" if stages == 1 else f"{stages} stages"
