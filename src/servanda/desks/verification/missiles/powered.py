"""Powered flight in a plane: thrust, gravity and drag by Runge-Kutta, then an exact ellipse.

The Earth is a sphere that does not turn (``without rotation``). The origin is its centre, the
launch site lies on the y axis, the flight bends towards +x. Thrust points straight up for some
seconds, then tips at a constant rate to its final elevation, both measured at the launch site.

All that is compiled stands in this one file: the compiler's cache watches single files, and would
not notice a change in another.
"""

from __future__ import annotations

import numpy as np

from .compiled import elementwise, parallel, prange, select
from .earth import (
    G0_KM_S2,
    HALF_CIRCUMFERENCE_KM,
    MU_KM3_S2,
    RADIUS_KM,
    SEA_LEVEL_DENSITY_KG_M3,
)

STEPS = 20  # of Runge-Kutta a stage: reach within 0.1 % of a fine integration (tests)
NEAR, EXACT = 4, 2  # turns of Newton with COARSE steps, and with STEPS by the last derivatives
NARROWINGS = 9  # of the golden section over the final pitch
GOLDEN = 0.6180339887498949
FLATTEST_RAD, STEEPEST_RAD = 0.12, 1.35  # final pitches among which the farthest is sought
NUDGE_KM_S, NUDGE_RAD = 2e-3, 2e-4  # differences for the derivatives
COARSE = 8  # steps a stage while the best pitch is sought; the reach itself takes STEPS


@elementwise
def density(altitude_km):
    """Density of the air, kg/m3.

    Three exponentials, joined at 11 and 47 km: within 11 % of the U.S. Standard Atmosphere (1976)
    from the ground to 50 km, where drag on a rising missile has ended.
    """
    above = np.maximum(altitude_km, 0.0)
    middle = 11.0 / 9.05 + (above - 11.0) / 6.45
    high = 11.0 / 9.05 + 36.0 / 6.45 + (above - 47.0) / 7.6
    scaled = select(above < 11.0, above / 9.05, select(above < 47.0, middle, high))
    return SEA_LEVEL_DENSITY_KG_M3 * np.exp(-scaled)


@elementwise
def pull(x, y, vx, vy, ballistic):
    """Acceleration by gravity and drag, km/s2.

    Parameters
    ----------
    x, y : km
        Position from the Earth's centre.
    vx, vy : km/s
        Velocity.
    ballistic : kg/m2
        Mass over drag area now; infinite in a vacuum.
    """
    r = np.sqrt(x * x + y * y)
    gravity = -MU_KM3_S2 / (r * r * r)
    # half rho v2 over the coefficient, with speeds in km/s: 0.5 x 1000 x 1000 / 1000
    drag = 500.0 * density(r - RADIUS_KM) * np.sqrt(vx * vx + vy * vy) / ballistic
    return gravity * x - drag * vx, gravity * y - drag * vy


@elementwise
def elevation(time, vertical, turned, final):
    """Elevation of the thrust over the launch site's horizon at a time after lift-off, rad."""
    share = np.minimum(np.maximum((time - vertical) / (turned - vertical), 0.0), 1.0)
    return np.pi / 2 + (final - np.pi / 2) * share


@elementwise
def burnout(
    dv, final, burn, isp, dv_share, burn_share, ballistic, vertical, ramp, structure, extra, steps
):
    """State at burnout of the last stage.

    Parameters
    ----------
    dv : km/s
        Ideal velocity of all stages together, with the payload that was flown.
    final : rad
        Final elevation of the thrust.
    burn : s
        Burn time of all stages together.
    isp, dv_share, burn_share : arrays whose first axis is the stage
        Specific impulse (s); shares of `dv` and of `burn`.
    ballistic : kg/m2
        Ballistic coefficient at ignition; infinite for a vacuum.
    vertical : s
        Vertical rise.
    ramp : share of burn
        When the final elevation is reached.
    structure : share
        Empty mass of a stage over its propellant, dropped at its burnout.
    extra : share of the lift-off mass
        Payload carried beyond (or, negative, below) the one flown.
    steps : int
        Runge-Kutta steps a stage.

    Returns
    -------
    x, y, vx, vy : km, km/s
        Position and velocity.
    lowest : km
        The lowest altitude on the way: negative where the missile fell back to the ground.
    """
    zero = 0.0 * dv * final * burn
    x, y, vx, vy, lowest = zero, zero + RADIUS_KM, zero, zero, zero
    start, mass = zero, zero + 1.0
    turned = ramp * burn
    for stage in range(isp.shape[0]):
        exhaust = isp[stage] * G0_KM_S2
        seconds = burn * burn_share[stage]
        propellant = mass * (1.0 - np.exp(-dv * dv_share[stage] / exhaust))
        flow = propellant / seconds
        h = seconds / steps
        weight = mass + extra
        angle = elevation(start, vertical, turned, final)
        push = exhaust * flow / weight
        tx, ty = push * np.cos(angle), push * np.sin(angle)
        for step in range(steps):
            half_weight = mass + extra - flow * h * (step + 0.5)
            next_weight = mass + extra - flow * h * (step + 1.0)
            angle = elevation(start + h * (step + 0.5), vertical, turned, final)
            push = exhaust * flow / half_weight
            hx, hy = push * np.cos(angle), push * np.sin(angle)
            angle = elevation(start + h * (step + 1.0), vertical, turned, final)
            push = exhaust * flow / next_weight
            nx, ny = push * np.cos(angle), push * np.sin(angle)

            ax1, ay1 = pull(x, y, vx, vy, ballistic * weight)
            ax1, ay1 = ax1 + tx, ay1 + ty
            vx2, vy2 = vx + 0.5 * h * ax1, vy + 0.5 * h * ay1
            ax2, ay2 = pull(x + 0.5 * h * vx, y + 0.5 * h * vy, vx2, vy2, ballistic * half_weight)
            ax2, ay2 = ax2 + hx, ay2 + hy
            vx3, vy3 = vx + 0.5 * h * ax2, vy + 0.5 * h * ay2
            ax3, ay3 = pull(x + 0.5 * h * vx2, y + 0.5 * h * vy2, vx3, vy3, ballistic * half_weight)
            ax3, ay3 = ax3 + hx, ay3 + hy
            vx4, vy4 = vx + h * ax3, vy + h * ay3
            ax4, ay4 = pull(x + h * vx3, y + h * vy3, vx4, vy4, ballistic * next_weight)
            ax4, ay4 = ax4 + nx, ay4 + ny

            x = x + h / 6.0 * (vx + 2.0 * (vx2 + vx3) + vx4)
            y = y + h / 6.0 * (vy + 2.0 * (vy2 + vy3) + vy4)
            vx = vx + h / 6.0 * (ax1 + 2.0 * (ax2 + ax3) + ax4)
            vy = vy + h / 6.0 * (ay1 + 2.0 * (ay2 + ay3) + ay4)
            tx, ty, weight = nx, ny, next_weight
            lowest = np.minimum(lowest, np.sqrt(x * x + y * y) - RADIUS_KM)
        start = start + seconds
        mass = mass - propellant * (1.0 + structure)
    return x, y, vx, vy, lowest


@elementwise
def coast(x, y, vx, vy):
    """The free flight from burnout to the ground, an ellipse about the Earth's centre.

    Returns
    -------
    apogee : km
        Greatest altitude.
    reached : km
        Ground range from the launch site, at most half the circumference: an orbit, or a fall
        beyond the antipode, counts as that.
    seconds : s
        Time from burnout to impact.
    """
    r = np.sqrt(x * x + y * y)
    radial = (x * vx + y * vy) / r
    along = (y * vx - x * vy) / r
    momentum = r * along
    energy = 0.5 * (vx * vx + vy * vy) - MU_KM3_S2 / r
    bound = energy < -1e-3
    axis = MU_KM3_S2 / (2.0 * select(bound, -energy, 1.0))
    parameter = momentum * momentum / MU_KM3_S2
    eccentricity = np.sqrt(np.maximum(1.0 - parameter / axis, 1e-12))
    apogee = axis * (1.0 + eccentricity) - RADIUS_KM
    falls = bound & (axis * (1.0 - eccentricity) < RADIUS_KM)

    two_pi = 2.0 * np.pi
    begin = np.arctan2(radial * momentum / MU_KM3_S2, parameter / r - 1.0)
    begin = select(begin < 0.0, begin + two_pi, begin)
    cosine = (parameter / RADIUS_KM - 1.0) / eccentricity
    end = two_pi - np.arccos(np.minimum(np.maximum(cosine, -1.0), 1.0))
    reached = RADIUS_KM * (np.arctan2(x, y) + end - begin)

    low, high = np.sqrt(np.maximum(1.0 - eccentricity, 0.0)), np.sqrt(1.0 + eccentricity)
    first = 2.0 * np.arctan2(low * np.sin(0.5 * begin), high * np.cos(0.5 * begin))
    last = 2.0 * np.arctan2(low * np.sin(0.5 * end), high * np.cos(0.5 * end))
    swept = last - first - eccentricity * (np.sin(last) - np.sin(first))
    seconds = swept * np.sqrt(axis * axis * axis / MU_KM3_S2)

    reached = select(falls, np.minimum(reached, HALF_CIRCUMFERENCE_KM), HALF_CIRCUMFERENCE_KM)
    return select(bound, apogee, np.inf), reached, select(falls, seconds, np.inf)


@elementwise
def fly(
    dv, final, extra, steps, burn, isp, dv_share, burn_share, ballistic, vertical, ramp, structure
):
    """Apogee (km), ground range (km) and flight time (s) of a flight; see `burnout`."""
    x, y, vx, vy, lowest = burnout(
        dv, final, burn, isp, dv_share, burn_share, ballistic, vertical, ramp, structure, extra,
        steps,
    )  # fmt: skip
    apogee, reached, seconds = coast(x, y, vx, vy)
    flew = lowest > -0.01
    return select(flew, apogee, 0.0), select(flew, reached, 0.0), burn + seconds


@elementwise
def step(dv, final, da, dr, av, rv, ap, rp):
    """A step of Newton: velocity and pitch moved by what is amiss in apogee and range.

    Returns
    -------
    dv, final : km/s, rad
    jacobian : km2 per km/s rad
        Absolute determinant of the derivatives; not a number where there is none.
    """
    determinant = av * rp - ap * rv
    sound = np.isfinite(determinant) & (np.abs(determinant) > 1e-9)
    divisor = select(sound, determinant, 1.0)
    by_v = select(sound, (da * rp - dr * ap) / divisor, 0.0)
    by_p = select(sound, (av * dr - rv * da) / divisor, 0.0)
    # bounded: far from the solution the tangent points anywhere
    dv = dv + np.minimum(np.maximum(by_v, -0.15 * dv), 0.15 * dv)
    final = final + np.minimum(np.maximum(by_p, -0.15), 0.15)
    final = np.minimum(np.maximum(final, 0.05), np.pi / 2 + 0.2)
    return dv, final, select(sound, np.abs(determinant), np.nan)


@elementwise
def fit(apogee, reached, dv, final, *missile):
    """Ideal velocity and final pitch of a flight with a given apogee and range, by Newton.

    Parameters
    ----------
    apogee, reached : km
        What was seen.
    dv, final : km/s, rad
        Where to begin.
    missile
        ``burn`` to ``structure`` of `burnout`.

    Returns
    -------
    dv, final : km/s, rad
    seconds : s
        Flight time.
    jacobian : km2 per km/s rad
        Absolute determinant of (apogee, range) by (dv, final).
    miss : share
        What is left of the difference, as a share of apogee and range plus 50 km.
    """
    extra = 0.0 * dv
    jacobian, av, rv, ap, rp = extra, extra, extra, extra, extra
    for _ in range(NEAR):
        a, r, _s = fly(dv, final, extra, COARSE, *missile)
        av, rv, _s = fly(dv + NUDGE_KM_S, final, extra, COARSE, *missile)
        ap, rp, _s = fly(dv, final + NUDGE_RAD, extra, COARSE, *missile)
        av, rv = (av - a) / NUDGE_KM_S, (rv - r) / NUDGE_KM_S
        ap, rp = (ap - a) / NUDGE_RAD, (rp - r) / NUDGE_RAD
        dv, final, jacobian = step(dv, final, apogee - a, reached - r, av, rv, ap, rp)
    for _ in range(EXACT):
        a, r, _s = fly(dv, final, extra, STEPS, *missile)
        dv, final, jacobian = step(dv, final, apogee - a, reached - r, av, rv, ap, rp)
    a, r, seconds = fly(dv, final, extra, STEPS, *missile)
    miss = np.maximum(np.abs(a - apogee) / (apogee + 50.0), np.abs(r - reached) / (reached + 50.0))
    return dv, final, seconds, jacobian, select(np.isfinite(miss), miss, np.inf)


@elementwise
def farthest(dv, extra, *missile):
    """Greatest range over the final pitch, and that pitch, by golden section (km, rad)."""
    low, high = FLATTEST_RAD + 0.0 * dv, STEEPEST_RAD + 0.0 * dv
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    _a, at_left, _s = fly(dv, left, extra, COARSE, *missile)
    _a, at_right, _s = fly(dv, right, extra, COARSE, *missile)
    for _ in range(NARROWINGS):
        # where both fell back to the ground the flatter one was worse still
        go_left = at_left > at_right
        low = select(go_left, low, left)
        high = select(go_left, right, high)
        new = select(go_left, high - GOLDEN * (high - low), low + GOLDEN * (high - low))
        _a, at_new, _s = fly(dv, new, extra, COARSE, *missile)
        left, right, at_left, at_right = (
            select(go_left, new, right), select(go_left, left, new),
            select(go_left, at_new, at_right), select(go_left, at_left, at_new),
        )  # fmt: skip
    best = select(at_left > at_right, left, right)
    _a, reached, _s = fly(dv, best, extra, STEPS, *missile)
    return reached, best


@parallel
def fit_each(
    apogee,
    reached,
    dv,
    final,
    burn,
    isp,
    dv_share,
    burn_share,
    ballistic,
    vertical,
    ramp,
    structure,
):
    """`fit` for every draw, compiled: arrays of shape (draws,), stages first where they count."""
    out = np.empty((5, burn.size))
    for n in prange(burn.size):
        out[0, n], out[1, n], out[2, n], out[3, n], out[4, n] = fit(
            apogee[n], reached[n], dv[n], final[n], burn[n], isp[:, n], dv_share[:, n],
            burn_share[:, n], ballistic[n], vertical[n], ramp[n], structure[n],
        )  # fmt: skip
    return out


@parallel
def farthest_each(dv, extra, burn, isp, dv_share, burn_share, ballistic, vertical, ramp, structure):
    """`farthest` for every draw, compiled."""
    out = np.empty((2, burn.size))
    for n in prange(burn.size):
        out[0, n], out[1, n] = farthest(
            dv[n], extra[n], burn[n], isp[:, n], dv_share[:, n], burn_share[:, n], ballistic[n],
            vertical[n], ramp[n], structure[n],
        )  # fmt: skip
    return out


@parallel
def burnout_each(
    dv, final, burn, isp, dv_share, burn_share, ballistic, vertical, ramp, structure, extra, steps
):
    """`burnout` for every draw, compiled."""
    out = np.empty((5, burn.size))
    for n in prange(burn.size):
        out[0, n], out[1, n], out[2, n], out[3, n], out[4, n] = burnout(
            dv[n], final[n], burn[n], isp[:, n], dv_share[:, n], burn_share[:, n], ballistic[n],
            vertical[n], ramp[n], structure[n], extra[n], steps,
        )  # fmt: skip
    return out


@parallel
def coast_each(x, y, vx, vy):
    """`coast` for every state, compiled."""
    out = np.empty((3, x.size))
    for n in prange(x.size):
        out[0, n], out[1, n], out[2, n] = coast(x[n], y[n], vx[n], vy[n])
    return out
