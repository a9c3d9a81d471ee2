"""Where a missile could come down: reach by azimuth of launch, on an Earth that turns.

The burnout state of the ensemble belongs to the ground that it left: to it the ground's own speed
is added, the ellipse is followed in space, and meanwhile the Earth turns on. Eastward launches
gain by the one and lose by the other.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from . import ensemble
from .earth import HALF_CIRCUMFERENCE_KM, RADIUS_KM, ROTATION_RAD_S
from .posterior import Posterior
from .powered import FLATTEST_RAD, STEEPEST_RAD, STEPS

Floats = npt.NDArray[np.float64]

AZIMUTHS = 288  # of launch
DIRECTIONS = 72  # of impact
PITCHES = 96
FALLEN_KM = -0.01  # below that a powered flight met the ground


class Ring(NamedTuple):
    """Farthest points of impact, one a direction; arrays of one shape.

    Attributes
    ----------
    azimuth_deg : array
        Direction of the point of impact from the site, clockwise from north.
    lat_deg, lon_deg : arrays
        Where the missile comes down.
    reach_km : array
        Ground distance from the site; half the circumference where nothing limits it.
    """

    azimuth_deg: Floats
    lat_deg: Floats
    lon_deg: Floats
    reach_km: Floats


def ring(
    found: Posterior, draw: int, lat_deg: float, lon_deg: float, *, rotating: bool = True
) -> Ring:
    """The reach of one draw in every direction.

    Parameters
    ----------
    found : Posterior
        The ensemble.
    draw : int
        Which of its missiles (`nearest_draw`).
    lat_deg, lon_deg : degrees
        Launch site.
    rotating : bool
        Whether the Earth turns; without it every direction has the same reach.
    """
    design = found.design.take(np.full(PITCHES, draw, dtype=np.intp))
    pitch = np.linspace(FLATTEST_RAD, STEEPEST_RAD, PITCHES)
    dv = np.full(PITCHES, found.dv_km_s[draw])
    x, y, vx, vy, lowest = ensemble.burnout(
        dv, pitch, design.burn_s, design.isp_s, design.dv_share, design.burn_share,
        design.ballistic_kg_m2, design.vertical_s, np.full(PITCHES, found.reach_ramp[draw]),
        design.structure, np.zeros(PITCHES), steps=STEPS,
    )  # fmt: skip
    azimuth = np.deg2rad(np.arange(AZIMUTHS) * 360.0 / AZIMUTHS)
    up, east, north = _frame(np.deg2rad(lat_deg), np.deg2rad(lon_deg))
    ahead = np.sin(azimuth)[:, None] * east + np.cos(azimuth)[:, None] * north  # (azimuths, 3)
    position = x[:, None] * ahead[:, None, :] + y[:, None] * up  # (azimuths, pitches, 3)
    velocity = vx[:, None] * ahead[:, None, :] + vy[:, None] * up
    spin = np.array([0.0, 0.0, ROTATION_RAD_S if rotating else 0.0])
    down, seconds = _impact(position, velocity + np.cross(spin, position))
    target = _turn(down, -spin[2] * seconds)
    reach = RADIUS_KM * np.arccos(np.clip(target @ up, -1.0, 1.0))
    bearing = np.arctan2(target @ east, target @ north)
    endless = ~np.isfinite(seconds)
    reach = np.where(endless, HALF_CIRCUMFERENCE_KM, np.where(lowest > FALLEN_KM, reach, 0.0))
    bearing = np.where(endless, azimuth[:, None], bearing)
    return _outermost(bearing.ravel(), reach.ravel(), np.deg2rad(lat_deg), np.deg2rad(lon_deg))


def _outermost(bearing: Floats, reach: Floats, lat: float, lon: float) -> Ring:
    """The farthest of the points of impact in each direction from the site."""
    wedge = 2 * np.pi / DIRECTIONS
    place = np.round(bearing / wedge).astype(int) % DIRECTIONS
    farthest = np.zeros(DIRECTIONS)
    np.maximum.at(farthest, place, reach)
    hit = np.flatnonzero(farthest > 0.0)
    angle, towards = farthest[hit] / RADIUS_KM, hit * wedge
    sine = np.sin(lat) * np.cos(angle) + np.cos(lat) * np.sin(angle) * np.cos(towards)
    east = np.arctan2(
        np.sin(towards) * np.sin(angle) * np.cos(lat), np.cos(angle) - np.sin(lat) * sine
    )
    turned = np.rad2deg(lon + east)
    return Ring(
        np.rad2deg(towards),
        np.rad2deg(np.arcsin(np.clip(sine, -1.0, 1.0))),
        (turned + 180.0) % 360.0 - 180.0,
        farthest[hit],
    )


def nearest_draw(found: Posterior, reach_km: float) -> int:
    """The draw whose reach lies nearest a reach; of several such the weightiest."""
    away = np.abs(found.reach_km - reach_km)
    near = np.flatnonzero(away <= away.min() + 1.0)
    return int(near[found.weight[near].argmax()])


def _frame(lat: float, lon: float) -> tuple[Floats, Floats, Floats]:
    """Unit vectors up, east and north at a place."""
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    east = np.array([-np.sin(lon), np.cos(lon), 0.0])
    return up, east, np.cross(up, east)


def _impact(position: Floats, velocity: Floats) -> tuple[Floats, Floats]:
    """Where and when the ellipse through a state meets the ground on its way down.

    Returns
    -------
    down : unit vectors, shape of `position`
    seconds : after the state; infinite where the ellipse clears the ground or is none.
    """
    r = np.linalg.norm(position, axis=-1)
    outward = position / r[..., None]
    radial = np.einsum("...i,...i", velocity, outward)
    across = velocity - radial[..., None] * outward
    along = np.linalg.norm(across, axis=-1)
    onward = across / along[..., None]
    _apogee, reached, seconds = ensemble.coast(
        np.zeros(r.size), r.ravel(), along.ravel(), radial.ravel()
    )
    angle = (reached / RADIUS_KM).reshape(r.shape)[..., None]
    return np.cos(angle) * outward + np.sin(angle) * onward, seconds.reshape(r.shape)


def _turn(points: Floats, angle: Floats) -> Floats:
    """Points turned about the Earth's axis by an angle eastward."""
    still = np.where(np.isfinite(angle), angle, 0.0)
    cos, sin = np.cos(still), np.sin(still)
    east = points[..., 0] * cos - points[..., 1] * sin
    north = points[..., 0] * sin + points[..., 1] * cos
    return np.stack([east, north, points[..., 2]], axis=-1)
