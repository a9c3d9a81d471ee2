"""What is assumed of a missile before its flight is looked at: one prior for every flight."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .earth import G0_KM_S2

Floats = npt.NDArray[np.float64]


class Design(NamedTuple):
    """Drawn missiles; arrays of shape (draws,) unless said otherwise.

    Attributes
    ----------
    burn_s : array
        Burn time of all stages together.
    isp_s, dv_share, burn_share : arrays of shape (stages, draws)
        Specific impulse; shares of the ideal velocity and of the burn time.
    ballistic_kg_m2 : array
        Ballistic coefficient at ignition.
    vertical_s : array
        Vertical rise.
    ramp_lofted, ramp_standard : arrays
        When the final pitch is reached, as a share of the burn, on the flight seen and on a
        standard trajectory.
    structure : array
        Empty mass of a stage over its propellant.
    """

    burn_s: Floats
    isp_s: Floats
    dv_share: Floats
    burn_share: Floats
    ballistic_kg_m2: Floats
    vertical_s: Floats
    ramp_lofted: Floats
    ramp_standard: Floats
    structure: Floats

    def take(self, chosen: npt.NDArray[np.intp]) -> Design:
        """The draws chosen."""
        return Design(*(np.ascontiguousarray(part[..., chosen]) for part in self))


def draw(
    prior: dict[str, Any], stages: int, speed_km_s: float, draws: int, random: np.random.Generator
) -> Design:
    """Draw designs.

    Parameters
    ----------
    prior : dict
        The table ``prior`` of parameters.toml.
    stages : int
        1 to 3.
    speed_km_s : float
        Speed of the closed form: small missiles may burn shorter.
    draws : int
        How many.
    random : numpy.random.Generator
        Seeded.
    """

    def uniform(bounds: list[float], size: Any = draws) -> Floats:
        drawn: Floats = random.uniform(bounds[0], bounds[1], size)
        return drawn

    shortest, longest = prior["burn_s"]
    shortest = min(shortest, prior["shortest_burn_s_per_km_s"] * speed_km_s)
    isp = np.vstack(
        [uniform(prior["isp_first_s"]), *(uniform(prior["isp_upper_s"]) for _ in range(stages - 1))]
    )
    low, high = np.log(prior["ballistic_kg_m2"])
    return Design(
        burn_s=uniform([shortest, longest]),
        isp_s=isp,
        dv_share=_shares(uniform(prior["split"], (stages, draws))),
        burn_share=_shares(uniform(prior["split"], (stages, draws))),
        ballistic_kg_m2=np.exp(uniform([low, high])),
        vertical_s=uniform(prior["vertical_s"]),
        ramp_lofted=uniform(prior["ramp_lofted"]),
        ramp_standard=uniform(prior["ramp_standard"]),
        structure=uniform(prior["structure"]),
    )


class Build(NamedTuple):
    """What a design comes to once its ideal velocity is known; arrays of shape (draws,).

    Attributes
    ----------
    thrust_to_weight : array
        At lift-off.
    mass_ratio : array
        Greatest ratio, over the stages, of the mass at ignition to that at burnout.
    payload_share : array
        What is left above the last stage, as a share of the lift-off mass; negative where the
        stages alone would weigh more than the missile.
    """

    thrust_to_weight: Floats
    mass_ratio: Floats
    payload_share: Floats


def build(design: Design, dv_km_s: Floats) -> Build:
    """Masses and thrust of designs with an ideal velocity, in units of the lift-off mass."""
    mass = np.ones_like(dv_km_s)
    ratio, thrust = np.ones_like(mass), np.ones_like(mass)
    for stage, isp in enumerate(design.isp_s):
        exhaust = isp * G0_KM_S2
        here = np.exp(dv_km_s * design.dv_share[stage] / exhaust)
        propellant = mass * (1.0 - 1.0 / here)
        if stage == 0:
            seconds = design.burn_s * design.burn_share[0]
            thrust = exhaust * propellant / seconds / G0_KM_S2
        ratio = np.maximum(ratio, here)
        mass = mass - propellant * (1.0 + design.structure)
    return Build(thrust, ratio, mass)


def _shares(parts: Floats) -> Floats:
    shares: Floats = parts / parts.sum(axis=0)
    return shares
