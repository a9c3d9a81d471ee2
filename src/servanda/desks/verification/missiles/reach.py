"""What a reported flight shows, as plain numbers: the answer of ``missile reach``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import ensemble
from .earth import HALF_CIRCUMFERENCE_KM, RADIUS_KM
from .flight import Flight
from .impulsive import bracket_km
from .posterior import Posterior, quantiles
from .powered import STEPS
from .rings import rings

Floats = npt.NDArray[np.float64]

INTERVAL = (0.05, 0.5, 0.95)
BOUNDS = ("low", "median", "high")
ROUND_KM = 1
CENSORED_KM = 0.995 * HALF_CIRCUMFERENCE_KM


def summary(found: Posterior, judged: dict[str, Any], seed: int) -> dict[str, Any]:
    """Reach, burnout state and flight time of a posterior.

    Returns
    -------
    dict
        ``reach_km`` (90 %: low, median, high), ``bracket_km`` (closed form, a lower bracket),
        ``censored`` (whether the interval ends at half the Earth's circumference), ``limit_km``
        (a reach from here on means no more than that), ``burnout``, ``time_min``, ``tension``,
        ``draws``, ``effective_draws``, ``seed``.
    """
    flight = found.flight
    reach = interval(found.reach_km, found.weight)
    state = _burnout(found)
    return {
        "flight": {
            "apogee_km": flight.apogee_km,
            "range_km": flight.range_km,
            "time_min": flight.time_min,
            "stages": flight.stages,
        },
        "reach_km": reach,
        "bracket_km": round(float(bracket_km(flight.apogee_km, flight.range_km)), ROUND_KM),
        "censored": is_censored(reach),
        "limit_km": round(CENSORED_KM, 1),
        "without_rotation": True,
        "burnout": state,
        **_time(found, judged),
        "draws": found.tried,
        "fitting_draws": int(found.weight.size),
        "effective_draws": round(found.effective_draws),
        "seed": seed,
    }


def by_payload(
    found: Posterior,
    payloads_kg: Sequence[float],
    judged: dict[str, Any],
    seed: int,
    flown_kg: float | None = None,
) -> list[dict[str, Any]]:
    """Reach with other payloads.

    The flight does not show what was flown: unless it is given, it is drawn from
    ``flown_payload_kg`` of parameters.toml.
    """
    random = np.random.default_rng([seed, 1])
    if flown_kg is None:
        low, high = judged["flown_payload_kg"]
        flown = random.uniform(low, high, found.weight.size)
    else:
        flown = np.full(found.weight.size, float(flown_kg))
    rows = []
    for payload in payloads_kg:
        reach = interval(found.reach_with_payload_km(payload, flown), found.weight)
        rows.append({"payload_kg": payload, "reach_km": reach, "censored": is_censored(reach)})
    return rows


def reach_rings(found: Posterior, lat_deg: float, lon_deg: float) -> list[dict[str, Any]]:
    """Reach by azimuth on the turning Earth: median and 90 % interval in each direction."""
    return [
        {
            "bound": name,
            "points": [
                {
                    "azimuth_deg": round(float(azimuth), 1),
                    "lat": round(float(lat), 3),
                    "lon": round(float(lon), 3),
                    "reach_km": round(float(reach), ROUND_KM),
                }
                for azimuth, lat, lon, reach in zip(*drawn, strict=True)
            ],
        }
        for name, drawn in zip(BOUNDS, rings(found, lat_deg, lon_deg, INTERVAL), strict=True)
    ]


def interval(values: Floats, weight: Floats) -> dict[str, float]:
    """Median and 90 % interval, rounded.

    Examples
    --------
    >>> interval(np.array([100.0, 200.0, 300.0]), np.array([0.2, 0.6, 0.2]))
    {'low': 100.0, 'median': 200.0, 'high': 300.0}
    """
    told = quantiles(values, weight, INTERVAL)
    return {name: round(value, ROUND_KM) for name, value in zip(BOUNDS, told, strict=True)}


def is_censored(reach: dict[str, float]) -> bool:
    """Whether an interval ends where the estimate saturates: half the Earth's circumference."""
    return reach["high"] >= CENSORED_KM


def tension_words(flight: Flight, expected: dict[str, float]) -> str:
    """The tension between a reported time and the apogee, in words."""
    return (
        f"The reported {flight.time_min:g} minutes lie outside the {expected['low']:.1f} to "
        f"{expected['high']:.1f} minutes that an apogee of {figures_km(flight.apogee_km)} over "
        f"{figures_km(flight.range_km)} takes: one of the figures is off, or counted otherwise."
    )


def figures_km(value: float) -> str:
    """Kilometres in words of a report.

    Examples
    --------
    >>> figures_km(4475.0)
    '4,475 km'
    """
    return f"{value:,.0f} km"


def _burnout(found: Posterior) -> dict[str, dict[str, float]]:
    made = found.design
    x, y, vx, vy, _lowest = ensemble.burnout(
        found.dv_km_s, found.pitch_rad, made.burn_s, made.isp_s, made.dv_share, made.burn_share,
        made.ballistic_kg_m2, made.vertical_s, made.ramp_lofted, made.structure,
        np.zeros_like(found.dv_km_s), steps=STEPS,
    )  # fmt: skip
    r = np.hypot(x, y)
    radial, along = (x * vx + y * vy) / r, (y * vx - x * vy) / r
    told = {
        "speed_km_s": np.hypot(vx, vy),
        "elevation_deg": np.rad2deg(np.arctan2(radial, along)),
        "altitude_km": r - RADIUS_KM,
        "downrange_km": RADIUS_KM * np.arctan2(x, y),
        "burn_s": made.burn_s,
        "ideal_velocity_km_s": found.dv_km_s,
    }
    return {
        name: {
            bound: round(value, 3 if name.endswith("km_s") else 1)
            for bound, value in zip(
                BOUNDS, quantiles(values, found.weight, INTERVAL), strict=True
            )
        }
        for name, values in told.items()
    }  # fmt: skip


def _time(found: Posterior, judged: dict[str, Any]) -> dict[str, Any]:
    """The time that apogee and range alone imply, and whether the reported one keeps to it."""
    expected = interval(found.flight_min, found.prior_weight)
    flight = found.flight
    tension = None
    if flight.time_min is not None:
        rounding = judged["time_rounding_min"]
        if not expected["low"] - rounding <= flight.time_min <= expected["high"] + rounding:
            tension = tension_words(flight, expected)
    return {"time_min": {"reported": flight.time_min, "expected": expected}, "tension": tension}
