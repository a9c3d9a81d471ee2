"""All that a reported flight shows: the answer of ``servanda missile reach``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .flight import Flight
from .posterior import posterior
from .profile import profiles
from .reach import by_payload, reach_rings, summary

NOTES = (
    "Without the Earth's rotation unless said otherwise; with the payload as flown. The flight "
    "shows no payload: with another one the masses take their scale from the payload flown.",
    "A demonstrated flight: that a warhead survives re-entry on a standard trajectory is not shown "
    "by it.",
)
SATURATED = (
    "The interval ends at half the Earth's circumference: above some 6,000 km of apogee an upper "
    "bound cannot be given."
)


def report_flight(
    flight: Flight,
    judged: dict[str, Any],
    *,
    draws: int | None = None,
    seed: int | None = None,
    payloads_kg: Sequence[float] = (),
    flown_kg: float | None = None,
    site: tuple[float, float] | None = None,
) -> dict[str, Any]:
    """Reach, burnout state, flight time, payloads, rings and paths of a reported flight.

    Parameters
    ----------
    flight : Flight
        What was reported.
    judged : dict
        ``Parameters().of("desks.verification.missiles")``.
    draws, seed : int, optional
        Of the ensemble; those of `judged` when not given.
    payloads_kg : sequence of float, kg
        Reach with these too.
    flown_kg : float, optional, kg
        What was flown; drawn from a prior when not given.
    site : (float, float), optional, degrees
        Latitude and longitude of the launch site; gives rings.

    Returns
    -------
    dict
        As documented in docs/missiles.md: plain numbers, ready for JSON.

    Raises
    ------
    UsageError
        When the numbers cannot be those of a flight.
    DataError
        When no missile within the prior could have flown it.
    """
    seed = judged["seed"] if seed is None else seed
    found = posterior(flight, judged, draws or judged["draws"], seed)
    told = summary(found, judged, seed)
    place = None if site is None else {"lat": site[0], "lon": site[1]}
    return {
        **told,
        "payloads": by_payload(found, payloads_kg, judged, seed, flown_kg),
        "site": place,
        "rings": [] if site is None else reach_rings(found, *site),
        "profiles": profiles(found),
        "notes": [*NOTES, SATURATED] if told["censored"] else list(NOTES),
    }
