"""A measured flight for a terminal, as JSON, and its two pictures."""

from __future__ import annotations

from typing import Any

from servanda import charts

from .plain import as_json, wrap

Told = dict[str, Any]
HALF = "half the Earth’s circumference"


def render_reach(told: Told, form: str) -> str:
    """What a flight shows, as text or JSON (``profiles`` are only drawn)."""
    if form == "json":
        return as_json({name: value for name, value in told.items() if name != "profiles"})
    flight, reach = told["flight"], told["reach_km"]
    time = f", {flight['time_min']:g} min" if flight["time_min"] is not None else ""
    rows = [
        ("Flight", f"apogee {_km(flight['apogee_km'])}, range {_km(flight['range_km'])}{time}; "
                   f"taken as {_stages(flight['stages'])}"),
        ("Reach", f"{_km(reach['median'])}  (90 %: {_span(reach, told['censored'])})"),
        ("Closed form", f"{_km(told['bracket_km'])}, a lower bracket"),
        *((f"with {row['payload_kg']:g} kg", f"{_km(row['reach_km']['median'])}  "
           f"({_span(row['reach_km'], row['censored'])})") for row in told["payloads"]),
        *_burnout(told["burnout"]),
        ("Flight time", _time(told["time_min"])),
        *_rings(told["rings"]),
        ("Ensemble", f"{told['draws']:,} draws, {told['fitting_draws']:,} fit, "
                     f"{told['effective_draws']:,} effective; seed {told['seed']}"),
    ]  # fmt: skip
    width = max(len(name) for name, _ in rows)
    lines = [
        line
        for name, words in rows
        for line in wrap(words, f"{name:<{width}}  ", " " * (width + 2))
    ]
    said = [told["tension"], *told["notes"]] if told["tension"] else told["notes"]
    return "\n".join([*lines, *(line for note in said for line in ("", *wrap(note)))])


def draw_missile(told: Told, name: str, suffix: str) -> str | bytes:
    """The profile or the map of a measured flight, as SVG or PNG."""
    if name == "profile":
        chart = charts.flight_profile(told["profiles"], told["reach_km"])
    else:
        site = told["site"]
        chart = charts.reach_map(told["rings"], (site["lat"], site["lon"]))
    return charts.to_png(chart.wide) if suffix == ".png" else charts.to_svg(chart.wide)


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


def _rings(rings: list[Told]) -> list[tuple[str, str]]:
    if not rings:
        return []
    points = next(ring["points"] for ring in rings if ring["bound"] == "median")
    least = min(points, key=lambda point: float(point["reach_km"]))
    most = max(points, key=lambda point: float(point["reach_km"]))
    return [
        ("With rotation", f"{_km(least['reach_km'])} towards {least['azimuth_deg']:.0f}° to "
                          f"{_km(most['reach_km'])} towards {most['azimuth_deg']:.0f}°"),
    ]  # fmt: skip


def _km(value: float) -> str:
    return f"{value:,.0f} km"


def _span(reach: Told, censored: bool) -> str:
    high = f"{HALF} or more" if censored else _km(reach["high"])
    return f"{reach['low']:,.0f} to {high}"


def _stages(stages: int) -> str:
    return "one stage" if stages == 1 else f"{stages} stages"
