"""Reach from reported flights, against a plain SciPy loop of the same physics.

Run `python -m benchmarks.bench_missiles [DRAWS]`. The peer integrates the same equations (thrust,
gravity, drag) missile by missile with `scipy.integrate.solve_ivp`, at tolerances that give the
same error against a fine integration; both solve for velocity and pitch by the same Newton steps
and search the farthest pitch by the same golden section.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from scipy.integrate import solve_ivp

from benchmarks.timing import machine, median
from servanda.desks.verification.missiles import ensemble, powered
from servanda.desks.verification.missiles.earth import G0_KM_S2, MU_KM3_S2, RADIUS_KM
from servanda.desks.verification.missiles.flight import Flight
from servanda.desks.verification.missiles.impulsive import bracket_km
from servanda.desks.verification.missiles.posterior import Posterior, posterior
from servanda.parameters import Parameters

FLIGHT = Flight(apogee_km=4475, range_km=950, time_min=53.5)
JUDGED = Parameters().of("desks.verification.missiles")
CLOSED_FORM = 2_000_000
PEER_MISSILES = 4
TOLERANCES = (1e-3, 1e-4, 1e-5)  # of the peer: the loosest that is at least as exact is timed


def main(draws: int = 100_000) -> None:
    """Print rates, the posterior's time, and the ratio to the peer at the error stated."""
    print(f"Missile reach, {draws:,} draws")
    print(f"  {machine('servanda', 'numpy', 'scipy', 'numba')}")
    random = np.random.default_rng(1)
    apogee, ground = random.uniform(100, 5000, CLOSED_FORM), random.uniform(100, 1500, CLOSED_FORM)
    taken = median(lambda: bracket_km(apogee, ground), 5)
    print(f"  closed form            {CLOSED_FORM / taken / 1e6:10.1f} million flights/s")
    posterior(FLIGHT, JUDGED, 1000, 1)  # compiled, or read from the compiler's cache, before
    taken = median(lambda: posterior(FLIGHT, JUDGED, draws, 1), 3)
    print(f"  posterior              {taken:10.2f} s for {draws:,} draws")
    found = posterior(FLIGHT, JUDGED, 2000, 1)
    compare(found, taken / draws)


def compare(found: Posterior, ours: float) -> None:
    """Time the peer on a few missiles, at the loosest tolerance that is as exact as ours."""
    some = np.arange(PEER_MISSILES)
    fine = [_reach(found, n, 1e-9) for n in some]
    own = _own_reach(found, some)
    error = float(np.max(np.abs(own / fine - 1)))
    for tolerance in TOLERANCES:
        theirs = [_reach(found, n, tolerance) for n in some]
        other = float(np.max(np.abs(np.array(theirs) / fine - 1)))
        if other <= error:
            break
    start = time.perf_counter()
    for n in some:
        _solve(found, int(n), tolerance)
    peer = (time.perf_counter() - start) / PEER_MISSILES
    print(
        f"  error of the reach     {error:10.1e} ours, {other:.1e} solve_ivp (rtol {tolerance:g})"
    )
    print(f"  solve_ivp loop         {peer * 1e3:10.1f} ms a draw, ours {ours * 1e6:.1f} µs")
    print(f"  ratio                  {peer / ours:10.0f}")


def _own_reach(found: Posterior, some: np.ndarray) -> np.ndarray:
    made = found.design.take(some)
    state = ensemble.burnout(
        found.dv_km_s[some], found.reach_pitch_rad[some], made.burn_s, made.isp_s, made.dv_share,
        made.burn_share, made.ballistic_kg_m2, made.vertical_s, made.ramp_standard,
        made.structure, np.zeros(some.size),
    )  # fmt: skip
    return ensemble.coast(*state[:4])[1]


def _reach(found: Posterior, n: int, tolerance: float) -> float:
    ramp = float(found.design.ramp_standard[n])
    return _fly(found, n, found.dv_km_s[n], found.reach_pitch_rad[n], ramp, tolerance)[1]


def _solve(found: Posterior, n: int, tolerance: float) -> float:
    """Newton for velocity and pitch, then the farthest pitch: as many flights as ours flies."""
    made = found.design
    dv, pitch = found.dv_km_s[n] * 1.02, found.pitch_rad[n] - 0.01
    lofted, standard = float(made.ramp_lofted[n]), float(made.ramp_standard[n])
    slope = np.eye(2)
    for turn in range(powered.NEAR + powered.EXACT):
        here = _fly(found, n, dv, pitch, lofted, tolerance)
        if turn < powered.NEAR:  # as ours: the last turns keep the slope
            by_v = _fly(found, n, dv + powered.NUDGE_KM_S, pitch, lofted, tolerance)
            by_p = _fly(found, n, dv, pitch + powered.NUDGE_RAD, lofted, tolerance)
            slope = np.array(
                [[(by_v[k] - here[k]) / powered.NUDGE_KM_S, (by_p[k] - here[k]) / powered.NUDGE_RAD]
                 for k in (0, 1)]
            )  # fmt: skip
        away = np.array([FLIGHT.apogee_km - here[0], FLIGHT.range_km - here[1]])
        step = np.linalg.solve(slope, away)
        dv, pitch = dv + step[0], pitch + step[1]
    _fly(found, n, dv, pitch, lofted, tolerance)
    best = 0.0
    for angle in np.linspace(powered.FLATTEST_RAD, powered.STEEPEST_RAD, powered.NARROWINGS + 3):
        best = max(best, _fly(found, n, dv, float(angle), standard, tolerance)[1])
    return best


def _fly(
    found: Posterior, n: int, dv: float, pitch: float, ramp: float, tolerance: float
) -> tuple[float, float]:
    """Apogee and range of one missile, integrated by SciPy stage by stage."""
    made = found.design
    burn, vertical = float(made.burn_s[n]), float(made.vertical_s[n])
    ballistic, turned = float(made.ballistic_kg_m2[n]), ramp * burn
    state, mass, start = np.array([0.0, RADIUS_KM, 0.0, 0.0]), 1.0, 0.0
    for stage in range(made.isp_s.shape[0]):
        exhaust = float(made.isp_s[stage, n]) * G0_KM_S2
        seconds = burn * float(made.burn_share[stage, n])
        propellant = mass * (1 - np.exp(-dv * float(made.dv_share[stage, n]) / exhaust))
        flow = propellant / seconds

        def rates(t, s, mass=mass, start=start, exhaust=exhaust, flow=flow):
            x, y, vx, vy = s
            weight = mass - flow * t
            share = min(max((start + t - vertical) / (turned - vertical), 0.0), 1.0)
            angle = np.pi / 2 + (pitch - np.pi / 2) * share
            push = exhaust * flow / weight
            r = np.sqrt(x * x + y * y)
            gravity = -MU_KM3_S2 / r**3
            drag = 500.0 * _density(r - RADIUS_KM) * np.sqrt(vx * vx + vy * vy)
            drag /= ballistic * weight
            return (vx, vy, gravity * x - drag * vx + push * np.cos(angle),
                    gravity * y - drag * vy + push * np.sin(angle))  # fmt: skip

        done = solve_ivp(rates, (0.0, seconds), state, rtol=tolerance, atol=tolerance * 1e-3)
        state = done.y[:, -1]
        start += seconds
        mass -= propellant * (1.0 + float(made.structure[n]))
    apogee, reached, _seconds = ensemble.coast(*(np.array([value]) for value in state))[:, 0]
    return float(apogee), float(reached)


def _density(altitude_km: float) -> float:
    return float(powered.density(altitude_km))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
