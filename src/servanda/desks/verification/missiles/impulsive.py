"""The closed form: a flight taken as one push at the ground, a lower bracket of what it shows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .earth import HALF_CIRCUMFERENCE_KM, MU_KM3_S2, RADIUS_KM

Floats = npt.NDArray[np.float64]


class Impulse(NamedTuple):
    """The ellipse through launch and impact that reaches an apogee.

    Attributes
    ----------
    reach_km : array
        Greatest range at the same speed; half the circumference where the speed allows any.
    speed_km_s : array
        Speed at the ground.
    elevation_rad : array
        Angle over the horizon at the ground.
    flight_s : array
        Time from ground to ground.
    """

    reach_km: Floats
    speed_km_s: Floats
    elevation_rad: Floats
    flight_s: Floats


def impulse(apogee_km: npt.ArrayLike, range_km: npt.ArrayLike) -> Impulse:
    """The single push that gives an apogee and a range on a sphere without rotation or air.

    Parameters
    ----------
    apogee_km, range_km : array_like, km
        Broadcast against each other. Apogee above 0; range from 0 to half the circumference.

    Returns
    -------
    Impulse
        Arrays of the broadcast shape. It is a lower bracket: a real flight loses speed to gravity
        and air while it burns, and loses more of it lofted than on a standard trajectory.

    Examples
    --------
    The flight of 28 November 2017, apogee 4475 km, range 950 km:

    >>> round(float(impulse(4475, 950).reach_km))
    9983
    """
    angle = np.asarray(range_km, float) / RADIUS_KM
    top = RADIUS_KM + np.asarray(apogee_km, float)
    cosine = np.cos(0.5 * angle)
    eccentricity = (top - RADIUS_KM) / (top - RADIUS_KM * cosine)
    axis = top / (1.0 + eccentricity)
    speed = np.sqrt(MU_KM3_S2 * (2.0 / RADIUS_KM - 1.0 / axis))
    momentum = np.sqrt(MU_KM3_S2 * axis * (1.0 - eccentricity * eccentricity))
    level = np.minimum(momentum / (RADIUS_KM * speed), 1.0)
    # half the ellipse above ground: eccentric anomaly from the ground to the apogee
    rise = np.arccos(np.clip((RADIUS_KM / axis - 1.0) / eccentricity, -1.0, 1.0))
    seconds = 2.0 * np.sqrt(axis**3 / MU_KM3_S2) * (rise + eccentricity * np.sin(rise))
    return Impulse(reach_at_speed(speed), speed, np.arccos(level), seconds)


def bracket_km(apogee_km: npt.ArrayLike, range_km: npt.ArrayLike) -> Floats:
    """The reach alone, with as few operations as it takes (see `impulse`)."""
    height = np.asarray(apogee_km, float)
    cosine = np.cos(np.asarray(range_km, float) * (0.5 / RADIUS_KM))
    span = height + RADIUS_KM * (1.0 - cosine)
    # with e = height / span and a = top / (1 + e): Q = v^2 Re / mu = 2 - Re (1 + e) / top
    q = 2.0 - RADIUS_KM * (1.0 + height / span) / (RADIUS_KM + height)
    return 2.0 * RADIUS_KM * np.arcsin(np.minimum(q / (2.0 - q), 1.0))


def reach_at_speed(speed_km_s: npt.ArrayLike) -> Floats:
    """Greatest range of a push at the ground, km: ``2 Re asin(Q / (2 - Q))``, Q = v^2 Re / mu."""
    q = np.square(np.asarray(speed_km_s, float)) * (RADIUS_KM / MU_KM3_S2)
    short = 2.0 * RADIUS_KM * np.arcsin(np.minimum(q, 1.0) / (2.0 - np.minimum(q, 1.0)))
    return np.where(q < 1.0, short, HALF_CIRCUMFERENCE_KM)
