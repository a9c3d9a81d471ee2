"""What coordinates are referred to, and their way to WGS 84."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from servanda.errors import DataError

from .positions import Array, Tally

PLAIN = frozenset((("OGC", "CRS84"), ("EPSG", "4326"), ("OGC", "CRS84h"), ("EPSG", "4979")))


class Datum:
    """A reference system other than longitude and latitude on WGS 84.

    Parameters
    ----------
    crs : str or mapping
        PROJJSON, well-known text or an authority's code.

    Attributes
    ----------
    name : str
        Of the reference system.
    accuracy_m : float
        How well the way to WGS 84 is known, m; 0 where it is exact or not told.

    Raises
    ------
    DataError
        When nobody can tell what it is.

    Examples
    --------
    >>> lon, lat = Datum("EPSG:32652").to_wgs84(np.array([324446.0]), np.array([4207597.0]))
    >>> round(float(lon[0]), 3), round(float(lat[0]), 3)
    (127.0, 38.0)
    """

    def __init__(self, crs: Any) -> None:
        from pyproj import CRS, Transformer
        from pyproj.exceptions import CRSError

        try:
            known = CRS.from_user_input(json.dumps(crs) if isinstance(crs, dict) else crs)
        except CRSError as error:
            raise DataError(f"the reference system '{str(crs)[:60]}' is not known",
                            "give longitude and latitude on WGS 84") from error  # fmt: skip
        self.name = known.name
        self._there = Transformer.from_crs(known, "EPSG:4326", always_xy=True)
        self.accuracy_m = max(float(self._there.accuracy), 0.0)

    def to_wgs84(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Degrees of longitude and latitude on WGS 84; NaN where the way does not lead there."""
        lon, lat = self._there.transform(x, y)
        return (np.where(np.isfinite(lon), lon, np.nan), np.where(np.isfinite(lat), lat, np.nan))


def datum_of(crs: Any, tally: Tally) -> Datum | None:
    """The datum that a file names; None for WGS 84, and what was done is told."""
    if crs is None:
        tally.add("names no reference system and is read as WGS 84",
                  "write it into the file", severity="notice")  # fmt: skip
        return None
    if isinstance(crs, dict):
        told = crs.get("id") or {}
        if (str(told.get("authority")), str(told.get("code"))) in PLAIN:
            return None
    datum = Datum(crs)
    if datum.name in ("WGS 84", "WGS 84 (CRS84)"):
        return None
    tally.add(f"is referred to {datum.name} and was brought to WGS 84, good to "
              f"{datum.accuracy_m:g} m" if datum.accuracy_m else
              f"is referred to {datum.name} and was brought to WGS 84",
              "check that this is what the file means", severity="notice")  # fmt: skip
    return datum
