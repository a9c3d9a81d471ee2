"""Where a missile could come down: reach by azimuth, on an Earth that turns.

The burnout state of the ensemble belongs to the ground that it left: to it the ground's own speed
is added, the ellipse is followed in space, and meanwhile the Earth turns on. Eastward launches
gain by the one and lose by the other. Missiles of one reach on a still Earth gain very differently
by its turning, so that a ring is no missile's own: it is a quantile of the ensemble, direction by
direction.
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

DIRECTIONS = 72  # of impact
AZIMUTHS = 144  # of launch
PITCHES = 48
MISSILES = 160  # of the ensemble, drawn evenly by weight
CHUNK = 20  # missiles followed at once: some 70,000 ellipses
FALLEN_KM = -0.01  # below that a powered flight met the ground


class Ring(NamedTuple):
    """The farthest points of impact, one a direction; arrays of shape (72,).

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


def rings(
    found: Posterior,
    lat_deg: float,
    lon_deg: float,
    at: tuple[float, ...],
    *,
    rotating: bool = True,
) -> list[Ring]:
    """Quantiles of the reach in every direction.

    Parameters
    ----------
    found : Posterior
        The ensemble.
    lat_deg, lon_deg : degrees
        Launch site.
    at : shares
        Which quantiles, as 0.05 and 0.95.
    rotating : bool
        Whether the Earth turns; without it every direction has the same reach.
    """
    chosen = evenly(found.reach_km, found.weight, MISSILES)
    reach = [
        by_direction(found, chosen[n : n + CHUNK], lat_deg, lon_deg, rotating=rotating)
        for n in range(0, MISSILES, CHUNK)
    ]
    ranked = np.sort(np.concatenate(reach), axis=0)
    places = [min(int(share * MISSILES), MISSILES - 1) for share in at]
    return [_ring(ranked[place], lat_deg, lon_deg) for place in places]


def evenly(values: Floats, weight: Floats, count: int) -> npt.NDArray[np.intp]:
    """Draws that stand for a weighted ensemble with equal weights: its quantiles, by values.

    Examples
    --------
    >>> evenly(np.array([3.0, 1.0, 2.0]), np.array([0.5, 0.25, 0.25]), 4)
    array([1, 2, 0, 0])
    """
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weight[order])
    shares = (np.arange(count) + 0.5) / count * below[-1]
    chosen: npt.NDArray[np.intp] = order[np.minimum(np.searchsorted(below, shares), order.size - 1)]
    return chosen


def by_direction(
    found: Posterior,
    draws: npt.NDArray[np.intp],
    lat_deg: float,
    lon_deg: float,
    *,
    rotating: bool = True,
) -> Floats:
    """The reach of missiles of the ensemble in every direction, km, shape (draws, 72)."""
    each = np.repeat(draws, PITCHES)
    design = found.design.take(each)
    pitch = np.tile(np.linspace(FLATTEST_RAD, STEEPEST_RAD, PITCHES), draws.size)
    x, y, vx, vy, lowest = ensemble.burnout(
        found.dv_km_s[each], pitch, design.burn_s, design.isp_s, design.dv_share,
        design.burn_share, design.ballistic_kg_m2, design.vertical_s, found.reach_ramp[each],
        design.structure, np.zeros(each.size), steps=STEPS,
    )  # fmt: skip
    azimuth = np.deg2rad(np.arange(AZIMUTHS) * 360.0 / AZIMUTHS)[:, None]
    up, east, north = _frame(np.deg2rad(lat_deg), np.deg2rad(lon_deg))
    ahead = (np.sin(azimuth) * east + np.cos(azimuth) * north)[:, None, :]
    position = x[:, None] * ahead + y[:, None] * up  # (azimuths, states, 3)
    velocity = vx[:, None] * ahead + vy[:, None] * up
    spin = np.array([0.0, 0.0, ROTATION_RAD_S if rotating else 0.0])
    down, seconds, beyond = _impact(position, velocity + np.cross(spin, position))
    endless = ~np.isfinite(seconds) | beyond
    target = _turn(down, -spin[2] * np.where(endless, 0.0, seconds))
    reach = RADIUS_KM * np.arccos(np.clip(target @ up, -1.0, 1.0))
    bearing = np.arctan2(target @ east, target @ north)
    # what orbits, or comes down beyond the antipode, has no limit in the direction it set out in
    reach = np.where(endless, HALF_CIRCUMFERENCE_KM, np.where(lowest > FALLEN_KM, reach, 0.0))
    bearing = np.where(endless, azimuth, bearing)
    return _outermost(bearing, reach, draws.size)


def _outermost(bearing: Floats, reach: Floats, draws: int) -> Floats:
    """The farthest of the points of impact in each direction from the site, draw by draw."""
    place = np.round(bearing * (DIRECTIONS / (2 * np.pi))).astype(int) % DIRECTIONS
    farthest = np.zeros((draws, DIRECTIONS))
    owner = np.broadcast_to(np.repeat(np.arange(draws), PITCHES), place.shape)
    np.maximum.at(farthest, (owner, place), reach)
    every = np.arange(DIRECTIONS)
    for row in farthest:  # a direction that nothing hit lies between two that were
        hit = np.flatnonzero(row > 0.0)
        row[:] = np.interp(every, hit, row[hit], period=DIRECTIONS)
    return farthest


def _ring(reach: Floats, lat_deg: float, lon_deg: float) -> Ring:
    """The points so far from a site, direction by direction."""
    towards = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    lat, angle = np.deg2rad(lat_deg), reach / RADIUS_KM
    sine = np.sin(lat) * np.cos(angle) + np.cos(lat) * np.sin(angle) * np.cos(towards)
    east = np.arctan2(
        np.sin(towards) * np.sin(angle) * np.cos(lat), np.cos(angle) - np.sin(lat) * sine
    )
    turned = lon_deg + np.rad2deg(east)
    return Ring(
        np.rad2deg(towards),
        np.rad2deg(np.arcsin(np.clip(sine, -1.0, 1.0))),
        (turned + 180.0) % 360.0 - 180.0,
        reach,
    )


def _frame(lat: float, lon: float) -> tuple[Floats, Floats, Floats]:
    """Unit vectors up, east and north at a place."""
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    east = np.array([-np.sin(lon), np.cos(lon), 0.0])
    return up, east, np.cross(up, east)


def _impact(position: Floats, velocity: Floats) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Where and when the ellipse through a state meets the ground on its way down.

    Returns
    -------
    down : unit vectors, shape of `position`
    seconds : after the state; infinite where the ellipse clears the ground or is none.
    beyond : whether it sweeps half the circumference or more before.
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
    beyond = (reached >= HALF_CIRCUMFERENCE_KM * (1.0 - 1e-9)).reshape(r.shape)
    down = np.cos(angle) * outward + np.sin(angle) * onward
    return down, seconds.reshape(r.shape), beyond


def _turn(points: Floats, angle: Floats) -> Floats:
    """Points turned about the Earth's axis by an angle eastward."""
    cos, sin = np.cos(angle), np.sin(angle)
    east = points[..., 0] * cos - points[..., 1] * sin
    north = points[..., 0] * sin + points[..., 1] * cos
    return np.stack([east, north, points[..., 2]], axis=-1)
