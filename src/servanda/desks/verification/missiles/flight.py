"""A reported flight, and whether its numbers can be those of a flight at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from servanda.errors import UsageError

from .earth import HALF_CIRCUMFERENCE_KM
from .impulsive import impulse

HIGHEST_KM = 30_000.0  # no test of a missile was ever lofted to a third of this
LOWEST_KM = 20.0  # below, air bears on the whole flight, of which the model knows only the ascent
SHORTEST_KM = 10.0
LARGEST_ERROR = 0.5  # of a figure: beyond, the figure says nothing
STAGES = (1, 2, 3)
LONGEST_BURN_MIN = 6.0


class Errors(NamedTuple):
    """Standard deviations of the figures of a flight."""

    apogee_km: float
    range_km: float
    time_min: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """What was reported of a flight.

    Attributes
    ----------
    apogee_km, range_km : float, km
        Greatest altitude and ground range.
    time_min : float or None, minutes
        Flight time, where it was reported.
    stages : int
        1 to 3.
    apogee_error_km, range_error_km, time_error_min : float or None
        Standard deviations; those of parameters.toml when not given.
    """

    apogee_km: float
    range_km: float
    time_min: float | None = None
    stages: int = 2
    apogee_error_km: float | None = None
    range_error_km: float | None = None
    time_error_min: float | None = None

    def errors(self, judged: dict[str, Any]) -> Errors:
        """Standard deviations: as given, else a share of the value and a constant."""
        given = (
            ("apogee", "km", self.apogee_km, self.apogee_error_km),
            ("range", "km", self.range_km, self.range_error_km),
            ("time", "min", self.time_min or 0.0, self.time_error_min),
        )
        return Errors(*(
            error
            if error is not None
            else judged[f"{name}_error_share"] * value + judged[f"{name}_error_{unit}"]
            for name, unit, value, error in given
        ))  # fmt: skip


def faults(flight: Flight) -> list[str]:
    """Everything that cannot be true of a flight, in words; empty when it can be reckoned with.

    Examples
    --------
    >>> faults(Flight(apogee_km=-5, range_km=900))
    ['apogee -5 km: it must be above 0']
    """
    found = []
    for name, unit, value, error in (
        ("apogee", "km", flight.apogee_km, flight.apogee_error_km),
        ("range", "km", flight.range_km, flight.range_error_km),
        ("time", "min", flight.time_min, flight.time_error_min),
    ):
        if value is not None and not 0 < value < float("inf"):
            found.append(f"{name} {value:g} {unit}: it must be above 0")
        elif error is not None and value is not None and error > LARGEST_ERROR * value:
            found.append(
                f"{name} error {error:g} {unit}: more than half of the {name} itself says nothing"
            )
        if error is not None and not 0 < error < float("inf"):
            found.append(f"{name} error {error:g} {unit}: it must be above 0")
    if flight.stages not in STAGES:
        found.append(f"{flight.stages} stages: there must be 1, 2 or 3")
    if HIGHEST_KM < flight.apogee_km < float("inf"):
        found.append(
            f"apogee {flight.apogee_km:.10g} km: no missile rises so high; is it in metres? "
            f"That would be {flight.apogee_km / 1000:g} km"
        )
    if 0 < flight.apogee_km < LOWEST_KM:
        found.append(
            f"apogee {flight.apogee_km:g} km: a flight below {LOWEST_KM:g} km stays in the air and "
            "is no ballistic one; is it in thousands of km?"
        )
    if 0 < flight.range_km < SHORTEST_KM:
        found.append(
            f"range {flight.range_km:g} km: below {SHORTEST_KM:g} km nothing is shown of a reach; "
            "is it in thousands of km?"
        )
    if HALF_CIRCUMFERENCE_KM < flight.range_km < float("inf"):
        found.append(
            f"range {flight.range_km:.10g} km: beyond half the Earth's circumference "
            f"({HALF_CIRCUMFERENCE_KM:,.0f} km); is it in metres? That would be "
            f"{flight.range_km / 1000:g} km"
        )
    return found or _impossible_time(flight)


def _impossible_time(flight: Flight) -> list[str]:
    """Whether any trajectory through that apogee takes so long, or so short."""
    if flight.time_min is None:
        return []
    fall = float(impulse(flight.apogee_km, flight.range_km).flight_s) / 60
    shortest, longest = 0.85 * fall, fall + LONGEST_BURN_MIN
    if shortest <= flight.time_min <= longest:
        return []
    hint = "".join(
        f"; is it in {unit}?"
        for unit, share in (("seconds", 1 / 60), ("hours", 60))
        if shortest <= flight.time_min * share <= longest
    )
    return [
        f"time {flight.time_min:g} min: a flight to {flight.apogee_km:g} km over "
        f"{flight.range_km:g} km takes {shortest:.1f} to {longest:.1f} minutes{hint}"
    ]


def need_possible(flight: Flight) -> None:
    """Refuse a flight that cannot be.

    Raises
    ------
    UsageError
        Naming every fault at once.
    """
    if found := faults(flight):
        raise UsageError("; ".join(found), "give apogee and range in km and the time in minutes")
