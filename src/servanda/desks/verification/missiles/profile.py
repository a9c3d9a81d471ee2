"""The path of a flight: altitude over ground range, as flown and on the farthest trajectory."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from . import ensemble
from .earth import G0_KM_S2, MU_KM3_S2, RADIUS_KM
from .posterior import Posterior
from .powered import STEPS
from .prior import Design
from .reach import interval

Floats = npt.NDArray[np.float64]

CUTS = 25  # states while it burns
POINTS = 160  # of the free flight
NEXT_TO_NOTHING = 1e-9  # share of a stage that has not yet been lit


def profiles(found: Posterior) -> list[dict[str, Any]]:
    """The flight seen, and the farthest one of the same missile.

    Returns
    -------
    list of dict
        ``name``, ``points`` (``range_km`` along the ground, ``altitude_km``) and ``burnout``, the
        number of points up to the end of the burn; of the draw nearest the median reach and the
        reported figures.
    """
    draw = _typical(found)
    made = found.design
    flights = (
        ("as flown", found.pitch_rad[draw], made.ramp_lofted[draw]),
        ("farthest", found.reach_pitch_rad[draw], found.reach_ramp[draw]),
    )
    return [
        {"name": name, "points": _points(found, draw, pitch, ramp), "burnout": CUTS}
        for name, pitch, ramp in flights
    ]


def _typical(found: Posterior) -> int:
    """The draw nearest the median reach and the reported apogee and range together."""
    flight = found.flight
    away = [
        np.abs(drawn / told - 1.0)
        for drawn, told in (
            (found.reach_km, interval(found.reach_km, found.weight)["median"]),
            (found.apogee_km, flight.apogee_km),
            (found.range_km, flight.range_km),
        )
    ]
    return int(np.sum(away, axis=0).argmin())


def _points(found: Posterior, draw: int, pitch: float, ramp: float) -> list[dict[str, float]]:
    x, y, vx, vy = _powered(found, draw, pitch, ramp)
    r = np.hypot(x, y)
    begin = np.arctan2(x, y)
    radial, along = (x * vx + y * vy) / r, (y * vx - x * vy) / r
    _apogee, reached, _seconds = ensemble.coast(x[-1:], y[-1:], vx[-1:], vy[-1:])
    swept = np.linspace(0.0, float(reached[0]) / RADIUS_KM - begin[-1], POINTS)
    free = _radius(r[-1], radial[-1], along[-1], swept)
    ground = RADIUS_KM * np.concatenate([begin, begin[-1] + swept[1:]])
    altitude = np.concatenate([r, free[1:]]) - RADIUS_KM
    return [
        {"range_km": round(float(far), 1), "altitude_km": round(max(float(high), 0.0), 1)}
        for far, high in zip(ground, altitude, strict=True)
    ]


def _powered(found: Posterior, draw: int, pitch: float, ramp: float) -> tuple[Floats, ...]:
    """States at evenly spaced times of the burn: the same missile, cut off ever later."""
    one = found.design.take(np.full(CUTS, draw, dtype=np.intp))
    dv, burn = found.dv_km_s[draw], one.burn_s[0]
    cut = np.linspace(0.0, 1.0, CUTS + 1)[1:]
    begins = np.cumsum(one.burn_share, axis=0) - one.burn_share
    burnt = np.clip((cut - begins) / one.burn_share, NEXT_TO_NOTHING, 1.0)  # share of each stage
    exhaust = one.isp_s * G0_KM_S2
    spent = burnt * (1.0 - np.exp(-dv * one.dv_share / exhaust))  # of the mass at ignition
    gained = -exhaust * np.log1p(-spent)
    seconds = burnt * one.burn_share * burn
    total = seconds.sum(axis=0)
    shorter: Design = one._replace(
        burn_s=total, burn_share=seconds / total, dv_share=gained / gained.sum(axis=0)
    )
    x, y, vx, vy, _lowest = ensemble.burnout(
        gained.sum(axis=0), np.full(CUTS, pitch), shorter.burn_s, shorter.isp_s, shorter.dv_share,
        shorter.burn_share, shorter.ballistic_kg_m2, shorter.vertical_s, ramp * burn / total,
        shorter.structure, np.zeros(CUTS), steps=STEPS,
    )  # fmt: skip
    return x, y, vx, vy


def _radius(r: float, radial: float, along: float, swept: Floats) -> Floats:
    """Radius of the ellipse at angles swept from a state."""
    momentum = r * along
    parameter = momentum * momentum / MU_KM3_S2
    cosine, sine = parameter / r - 1.0, radial * momentum / MU_KM3_S2
    radius: Floats = parameter / (1.0 + cosine * np.cos(swept) - sine * np.sin(swept))
    return radius
