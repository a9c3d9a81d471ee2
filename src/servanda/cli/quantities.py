"""Figures with their units, as a person types them: 4475, 4475km, 4475000m, 53.5, 3210s."""

from __future__ import annotations

import math
import re

KM = {"km": 1.0, "m": 1e-3}
MINUTES = {"min": 1.0, "s": 1 / 60, "h": 60.0}
KG = {"kg": 1.0, "t": 1000.0}

_FIGURE = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([^\d\s].*?)?\s*")


def read_quantity(
    name: str, text: str | None, units: dict[str, float], faults: list[str]
) -> float | None:
    """A figure in the first of its units; what is amiss is added to the faults.

    Parameters
    ----------
    name : str
        The option, as the fault names it (``--apogee``).
    text : str or None
        What was typed; None stays None.
    units : dict
        What each unit comes to in the first, which a bare figure is in.
    faults : list of str
        Where what cannot be read is said.

    Examples
    --------
    >>> found = []
    >>> read_quantity("--time", "3210 s", MINUTES, found), found
    (53.5, [])
    >>> read_quantity("--apogee", "2780mi", KM, found), found
    (None, ["--apogee 2780mi: the unit 'mi' is not known; give it in km or m"])
    """
    if text is None:
        return None
    told = " or ".join(units)
    matched = _FIGURE.fullmatch(text)
    if matched is None:
        faults.append(f"{name} {text}: no number; write it as 950 or 950.5, in {told}")
        return None
    unit = (matched[2] or next(iter(units))).casefold()
    if unit not in units:
        faults.append(f"{name} {text}: the unit '{matched[2]}' is not known; give it in {told}")
        return None
    value = float(matched[1]) * units[unit]
    if not math.isfinite(value):
        faults.append(f"{name} {text}: no number to reckon with")
        return None
    return round(value, 9)
