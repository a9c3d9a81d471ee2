"""Plutonium made in a reactor, from its thermal power and the days it ran."""

from __future__ import annotations

from servanda.errors import UsageError


def plutonium_kg(
    thermal_mw: float,
    days: float,
    load_factor: float = 1.0,
    grams_per_mwd: float = 0.9,
    loss: float = 0.0,
) -> float:
    """Plutonium from a run, ``P days load g / 1000 (1 - loss)``, in kg.

    Parameters
    ----------
    thermal_mw : float
        Thermal power, MW.
    days : float
        Days of the run.
    load_factor : float
        Energy made as a share of what full power all the time would give.
    grams_per_mwd : float
        Plutonium per thermal megawatt-day; 0.9 is usual for a graphite reactor on natural uranium
        at low burn-up (unverified: no primary source was read).
    loss : float
        Share lost in separation.

    Raises
    ------
    UsageError
        When a number cannot be.

    Examples
    --------
    >>> round(plutonium_kg(25, 365, load_factor=0.75), 2)
    6.16
    """
    if min(thermal_mw, days, grams_per_mwd) < 0:
        raise UsageError("power, days and yield cannot be negative", "write them as 0 or more")
    if not (0 <= load_factor <= 1 and 0 <= loss <= 1):
        raise UsageError(
            "load factor and loss are shares of 1", "write 0.8 for 80 %, between 0 and 1"
        )
    return thermal_mw * days * load_factor * grams_per_mwd / 1000.0 * (1.0 - loss)
