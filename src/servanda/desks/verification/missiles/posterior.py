"""From a reported flight to what the missile could reach: a weighted ensemble of missiles.

Per draw, apogee and range are perturbed by their errors, the ideal velocity and the final pitch
that give them are solved for, and the draw is weighted by the inverse Jacobian of that solution
(which makes the prior uniform in velocity and pitch, not in apogee and range), by the likelihood
of the flight time where there is one, and by what can be built. Its reach is the greatest range
over the final pitch on a standard trajectory, without rotation, and at least what it flew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from servanda.errors import DataError

from . import ensemble
from .earth import HALF_CIRCUMFERENCE_KM
from .flight import Flight, need_possible
from .impulsive import impulse
from .prior import Design, build, draw

Floats = npt.NDArray[np.float64]

CONVERGED = 1e-3  # of apogee and range, what Newton may leave
FEWEST = 50  # draws that must fit before anything is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """Missiles that could have flown a reported flight; arrays of shape (draws,).

    Attributes
    ----------
    flight : Flight
        What was reported.
    design : Design
        The missiles.
    weight : array
        Sums to 1.
    prior_weight : array
        The weight without the flight time; sums to 1.
    apogee_km, range_km : arrays
        What each flew: the reported figures, each perturbed by its error.
    dv_km_s, pitch_rad : arrays
        Ideal velocity, and final pitch of the flight seen.
    flight_min : array
        Flight time of each draw.
    payload_share : array
        Payload as flown, as a share of the lift-off mass.
    reach_km : array
        Reach with the payload as flown; half the circumference where there is no limit.
    reach_pitch_rad, reach_ramp : arrays
        Final pitch that gives the reach, and when it is reached, as a share of the burn: those of
        the flight seen where nothing flatter goes farther.
    tried : int
        Draws of the prior.
    """

    flight: Flight
    design: Design
    weight: Floats
    prior_weight: Floats
    apogee_km: Floats
    range_km: Floats
    dv_km_s: Floats
    pitch_rad: Floats
    flight_min: Floats
    payload_share: Floats
    reach_km: Floats
    reach_pitch_rad: Floats
    reach_ramp: Floats
    tried: int

    @property
    def effective_draws(self) -> float:
        """Kish's effective size of the weighted sample."""
        return float(1.0 / np.square(self.weight).sum())

    def reach_with_payload_km(self, payload_kg: float, flown_kg: Floats) -> Floats:
        """Reach of every draw with another payload.

        Parameters
        ----------
        payload_kg : float
            The payload asked for.
        flown_kg : array, kg, (draws,)
            What was flown, by which the masses get their scale.
        """
        extra = self.payload_share * (payload_kg / flown_kg - 1.0)
        return _farthest(self.design, self.dv_km_s, extra)[0]


def posterior(flight: Flight, judged: dict[str, Any], draws: int, seed: int) -> Posterior:
    """Weigh drawn missiles by a reported flight.

    Parameters
    ----------
    flight : Flight
        Apogee, range, and time where known.
    judged : dict
        parameters.toml of this instrument.
    draws : int
        Draws of the prior.
    seed : int
        Same seed, same result.

    Raises
    ------
    UsageError
        When the numbers cannot be those of a flight.
    DataError
        When hardly any missile of the prior could have flown it.
    """
    need_possible(flight)
    random = np.random.default_rng(seed)
    push = impulse(flight.apogee_km, flight.range_km)
    design = draw(judged["prior"], flight.stages, float(push.speed_km_s), draws, random)
    error = flight.errors(judged)
    apogee = _positive(random.normal(flight.apogee_km, error.apogee_km, draws))
    reached = _positive(random.normal(flight.range_km, error.range_km, draws))
    first_dv = push.speed_km_s + 0.75 * 9.81e-3 * design.burn_s + 0.2
    first_pitch = np.full(draws, float(push.elevation_rad))
    dv, pitch, seconds, jacobian, miss = ensemble.fit(
        apogee, reached, first_dv, first_pitch, design.burn_s, design.isp_s, design.dv_share,
        design.burn_share, design.ballistic_kg_m2, design.vertical_s, design.ramp_lofted,
        design.structure,
    )  # fmt: skip
    made = build(design, dv)
    limits = judged["design"]
    low, high = limits["thrust_to_weight"]
    fits = np.flatnonzero(
        (miss < CONVERGED) & np.isfinite(jacobian) & (jacobian > 0)
        & (reached < HALF_CIRCUMFERENCE_KM)
        & (made.thrust_to_weight > low) & (made.thrust_to_weight < high)
        & (made.mass_ratio < limits["mass_ratio"]) & (made.payload_share > limits["payload_share"])
    )  # fmt: skip
    if fits.size < FEWEST:
        raise _too_few(flight, fits.size, draws)
    design, dv, minutes = design.take(fits), dv[fits], seconds[fits] / 60
    by_jacobian = 1.0 / jacobian[fits]
    told = _likelihood(flight, minutes, error.time_min)
    weight = by_jacobian * told
    if not weight.sum() > 0:
        weight = by_jacobian  # a time that none explains says nothing of the reach: see `tension`
    reach, best = _farthest(design, dv, np.zeros_like(dv))
    shown = reached[fits] > reach  # a flat flight turned later than a standard one may
    return Posterior(
        flight=flight, design=design, weight=weight / weight.sum(),
        prior_weight=by_jacobian / by_jacobian.sum(), apogee_km=apogee[fits],
        range_km=reached[fits], dv_km_s=dv, pitch_rad=pitch[fits],
        flight_min=minutes, payload_share=made.payload_share[fits],
        reach_km=np.where(shown, reached[fits], reach),
        reach_pitch_rad=np.where(shown, pitch[fits], best),
        reach_ramp=np.where(shown, design.ramp_lofted, design.ramp_standard), tried=draws,
    )  # fmt: skip


def _too_few(flight: Flight, fitting: int, draws: int) -> DataError:
    """Why nothing is said of a flight: no missile makes it, or too few were drawn that do."""
    path = f"{flight.apogee_km:g} km over {flight.range_km:g} km"
    if fitting:
        return DataError(
            f"only {fitting:,} of {draws:,} missiles drawn of {_stages(flight.stages)} fly to "
            f"{path}: too few to say how far they reach",
            f"draw more: --draws {min(draws * 10 * FEWEST // fitting, 2_000_000)}; or check the "
            "figures and the number of stages",
        )
    return DataError(
        f"no missile of {_stages(flight.stages)} within the prior flies to {path}: none of "
        f"{draws:,} draws fits",
        "check the figures and the number of stages; the prior stands in parameters.toml",
    )


def quantiles(values: Floats, weight: Floats, at: tuple[float, ...]) -> list[float]:
    """Weighted quantiles: the least value at which the weight below and at it reaches a share.

    Examples
    --------
    >>> quantiles(np.array([3.0, 1.0, 2.0]), np.array([0.2, 0.2, 0.6]), (0.05, 0.5))
    [1.0, 2.0]
    """
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weight[order])
    places = np.searchsorted(below, np.asarray(at) * below[-1])
    return [float(values[order][min(place, values.size - 1)]) for place in places]


def _farthest(design: Design, dv: Floats, extra: Floats) -> tuple[Floats, Floats]:
    reach, pitch = ensemble.farthest(
        dv, extra, design.burn_s, design.isp_s, design.dv_share, design.burn_share,
        design.ballistic_kg_m2, design.vertical_s, design.ramp_standard, design.structure,
    )  # fmt: skip
    return reach, pitch


def _likelihood(flight: Flight, minutes: Floats, error: float) -> Floats:
    if flight.time_min is None:
        return np.ones_like(minutes)
    away = (minutes - flight.time_min) / error
    told: Floats = np.exp(-0.5 * np.square(away))
    return told


def _positive(values: Floats) -> Floats:
    return np.maximum(values, 1.0)


def _stages(stages: int) -> str:
    return "one stage" if stages == 1 else f"{stages} stages"
