"""What readers of every sort ask of a place, a class of craft and an altitude."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .positions import CRAFT, Array, Tally

FEET = 0.3048
OTHER_NAMES = {
    "airplane": "fixed_wing", "aeroplane": "fixed_wing", "plane": "fixed_wing", "drone": "uav",
    "rotary_wing": "helicopter", "rotorcraft": "helicopter", "ship": "vessel", "boat": "vessel",
    "vehicle": "ground",
}  # fmt: skip
SWAPPED = "is beyond 90 degrees: latitude and longitude seem swapped"
NO_NUMBER = "holds no number"


def known_craft(text: str, tally: Tally, number: int | None = None) -> str:
    """The class of craft in our words; one that is unknown is counted and counts as none."""
    craft = text.strip().casefold().replace("-", "_").replace(" ", "_")
    craft = OTHER_NAMES.get(craft, craft)
    if craft and craft not in CRAFT:
        tally.add("names no class of craft that is known", f"one of {', '.join(CRAFT)}", number,
                  column="craft", severity="notice")  # fmt: skip
        return ""
    return craft


def where_no_position(lon: Array, lat: Array, rows: Array, tally: Tally) -> Array:
    """Which degrees are no position; what they are instead is counted.

    Parameters
    ----------
    lon, lat : array, shape (n,)
        Degrees.
    rows : array of int
        Named in the faults.

    Returns
    -------
    array of bool
    """
    with np.errstate(invalid="ignore"):
        good = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
        swapped = ~good & (np.abs(lon) <= 90) & (np.abs(lat) <= 180)
    if good.all():
        return np.zeros(good.size, bool)
    finite_lat, finite_lon = np.isfinite(lat), np.isfinite(lon)
    no_lat, no_lon = ~finite_lat, finite_lat & ~finite_lon
    beyond = ~good & ~swapped & finite_lat & finite_lon
    tall = np.abs(np.where(finite_lat, lat, 0)) > 90
    degrees, grid = "give degrees", "give degrees on WGS 84, not metres of a grid"
    for what, mend, column, which in (
        (NO_NUMBER, degrees, "lat", no_lat),
        (NO_NUMBER, degrees, "lon", no_lon),
        (SWAPPED, "exchange the headings lat and lon", "lat", swapped),
        ("is beyond the globe", grid, "lat", beyond & tall),
        ("is beyond the globe", grid, "lon", beyond & ~tall),
    ):
        if which.any():
            tally.add_rows(what, mend, rows[which], column=column)
    return np.asarray(~good)


def tell_unit_of_altitude(columns: Mapping[str, str], tally: Tally) -> None:
    """Say that an altitude is not used when nothing tells its unit."""
    if "altitude" in columns and not {"altitude_m", "altitude_ft"} & columns.keys():
        tally.add(f"'{columns['altitude']}' states no unit and is not used",
                  "name it altitude_m or altitude_ft", severity="notice")  # fmt: skip
