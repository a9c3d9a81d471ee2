"""An inventory as it is kept: quantiles of each pool at chosen months, and of its growth.

Long to compute and short to keep: the derived result of one state of knowledge answers every day
from its newest fact to the horizon, by interpolation between the months that it holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from servanda.derived import Need, Result, digest, look_up

from .material import Material

HERE = "servanda.desks.verification.fissile"
WHAT = "fissile"
CODE = tuple(
    f"{HERE}.{module}"
    for module in ("bands", "draw", "estimate", "inventory", "material", "ramp", "separative")
)
POOLS = ("in_reactor", "unseparated", "separated", "plutonium", "made", "heu", "weapons")
READ = ("histories", "seed", "spread_of_single", "upper_only_from", "horizon_years",
        "reprocessing", "enrichment")  # fmt: skip
DIGITS = 1


class Band(NamedTuple):
    """A quantity with its 50 and 90 % bands: kg, or weapons' worth."""

    low: float
    lower: float
    median: float
    upper: float
    high: float


class Estimate(NamedTuple):
    """A computed inventory.

    Attributes
    ----------
    months : list of float
        In months since the year 0, rising.
    pools : dict
        Pool to rows of five quantiles, one a month.
    since : float
        Month from which growth is counted.
    growth : dict
        The same for what was added since then; rows for the last months only.
    """

    months: list[float]
    pools: dict[str, list[list[float]]]
    since: float
    growth: dict[str, list[list[float]]]

    def at(self, pool: str, month: float) -> Band | None:
        """The stock of a pool at a month; None outside of what was computed."""
        return _between(self.months, self.pools[pool], month)

    def added(self, pool: str, month: float) -> Band | None:
        """What was added to a pool from ``since`` to a month; None outside."""
        rows = self.growth[pool]
        return _between(self.months[len(self.months) - len(rows) :], rows, month)


def knots(material: Material, horizon_years: int) -> list[float]:
    """The months at which an inventory is kept: yearly, finer in the last years, then coarser."""
    newest = material.newest
    early = min(material.anchor, newest - 36)
    found = [float(m) for m in range(int(material.first), int(newest) + 1) if m % 12 == 0]
    found += [float(m) for m in range(int(early), int(newest) + 1) if m % 6 == 0]
    found += [float(int(newest) + m) for m in range(1, 13)]
    found += [float(int(newest) + 12 + 6 * m) for m in range(1, 9)]
    found += [float(int(newest) + 60 + 12 * m) for m in range(1, horizon_years - 4)]
    found += [material.first, material.anchor, newest, *(use.when for use in material.uses)]
    found += [use.when - 0.01 for use in material.uses]
    found += [edge for c in material.campaigns for edge in (c.start, c.end) if edge is not None]
    last = float(int(newest) + 12 * horizon_years)
    return sorted({round(m, 3) for m in found if material.first <= m <= last})


def compute(material: Material, parameters: Mapping[str, Any]) -> Result:
    """The inventory of a state of knowledge.

    Returns
    -------
    dict
        ``months``, ``pools``, ``since``, ``growth`` as in `Estimate`, rounded to 0.1.
    """
    from .bands import quantiles
    from .inventory import Draw, bands

    months = knots(material, int(parameters["horizon_years"]))
    draw = Draw(material, parameters)
    before = draw.stock(material.anchor)
    pools: dict[str, list[list[float]]] = {pool: [] for pool in POOLS}
    growth: dict[str, list[list[float]]] = {pool: [] for pool in POOLS}
    for month, (stock, rows) in zip(months, bands(draw, months, POOLS), strict=True):
        for pool in POOLS:
            pools[pool].append(_rounded(rows[pool]))
            if month >= material.newest:
                growth[pool].append(_rounded(quantiles(stock[pool] - before[pool])))
    return {"months": months, "pools": pools, "since": material.anchor, "growth": growth}


def need(material: Material, parameters: Mapping[str, Any]) -> Need:
    """The derived result of a state of knowledge."""
    read = {name: parameters[name] for name in READ}
    return Need(WHAT, digest(material, read, CODE), lambda: compute(material, parameters))


def kept(material: Material, parameters: Mapping[str, Any]) -> Estimate | None:
    """The computed inventory, when there is one."""
    result = look_up(need(material, parameters))
    return None if result is None else Estimate(**result)


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(value, DIGITS) + 0.0 for value in values]


def _between(months: Sequence[float], rows: Sequence[list[float]], month: float) -> Band | None:
    if not rows or not months[0] <= month <= months[-1]:
        return None
    after = bisect_right(months, month)
    if after == len(months):
        return Band(*rows[-1])
    left, right = months[after - 1], months[after]
    part = (month - left) / (right - left)
    return Band(*(
        round(a + part * (b - a), DIGITS) for a, b in zip(rows[after - 1], rows[after], strict=True)
    ))  # fmt: skip
