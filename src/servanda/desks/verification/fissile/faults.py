"""What in the records cannot be: numbers, units, dates, and runs that contradict one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from servanda.records import Parameter

from .material import Campaign, Run
from .moments import Moment, period

UNITS = {
    "thermal_power": ("MWth", "MW"),
    "load_factor": ("1", "fraction"),
    "plutonium_per_burnup": ("g/MWd",),
    "discharge": ("kg",),
    "campaign_plutonium": ("kg",),
    "hall": ("centrifuges", "machines"),
    "disputed_hall": ("centrifuges", "machines"),
    "capacity": ("SWU/a", "SWU/yr"),
    "plutonium": ("kg",),
    "heu": ("kg",),
}
RUN, IDLE, CAMPAIGN = "run", "idle", "campaign"
DISPUTED = ("disputed_hall", "disputed_site")
BEGINS = (RUN, IDLE, CAMPAIGN, "hall", "discharge", "campaign_plutonium", *DISPUTED)
SLACK = 0.05  # of a month, before two runs overlap
Pause = tuple[str, Moment, Moment | None]


class Fault(NamedTuple):
    """What is wrong with a record: its id, what, and how to mend it."""

    id: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.id}: {self.what}\n  {self.mend}"


def faults_of(record: Parameter, quantity: str) -> list[Fault]:
    """What one record says of itself that cannot be.

    Parameters
    ----------
    record : Parameter
        The record.
    quantity : str
        The second part of its name (``thermal_power``).
    """
    found = []
    numbers = [n for n in (record.low, record.best, record.high) if n is not None]
    units = UNITS.get(quantity)
    if units and record.unit not in units:
        found.append((f"the unit '{record.unit}' is not one of {record.name}",
                      f"give it in {units[0]}"))  # fmt: skip
    if units and quantity != "disputed_hall" and not numbers:
        found.append(("it has no number", f"fill in low, best or high, in {units[0]}"))
    if numbers != sorted(numbers):
        found.append(("low, best and high do not rise", "put the lowest in 'low'"))
    if numbers and min(numbers) < 0:
        found.append((f"{min(numbers):g} is negative", "write 0 or more"))
    if quantity == "load_factor" and numbers and max(numbers) > 1:
        found.append((f"a load factor of {max(numbers):g} cannot be",
                      "write it as a share: 0.8 for 80 %"))  # fmt: skip
    if quantity in BEGINS and period(record.date, record.zone)[0] is None:
        found.append((f"the date '{record.date}' has no beginning",
                      "write when it began: 2013-08/.."))  # fmt: skip
    return [Fault(record.id, what, mend) for what, mend in found]


def contradictions(runs: Sequence[Run], pauses: Sequence[Pause]) -> list[Fault]:
    """Runs of one reactor that certainly overlap, and pauses that leave nothing of a run."""
    found = []
    for before, after in pairwise(runs):
        end = before.end.low if before.end else float("inf")
        if end > after.start.high + SLACK:
            found.append(
                Fault(
                    after.id,
                    f"this run begins while that of {before.id} was going on",
                    "one reactor makes one run at a time: give the earlier run its end, or mend "
                    "the beginning of this one",
                )
            )
    for id, start, stop in pauses:
        for run in runs:
            if stop is None or run.end is None:
                continue
            if start.high <= run.start.low + SLACK and stop.low >= run.end.high - SLACK:
                found.append(
                    Fault(
                        id,
                        f"the reactor cannot stand idle through the whole of the run {run.id}",
                        "mend the dates of the one or the other",
                    )
                )
    return found


def overlapping(campaigns: Sequence[Campaign]) -> list[Fault]:
    """Campaigns of which one begins while another goes on."""
    return [
        Fault(
            after.id,
            f"this campaign begins while that of {before.id} was going on",
            "mend the dates of the one or the other",
        )
        for before, after in pairwise(campaigns)
        if before.end is not None and before.end > after.start + SLACK
    ]
