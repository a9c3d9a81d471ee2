"""Histories of the stock by pool: every doubtful number drawn once a history, the rest follows.

Each history draws the power and load of the reactors, the dates that are known only within
bounds, the plutonium of loads of which a figure was published, whether each disputed hall is
there, what its machines do, when a facility changed state unseen, and what each test used. All
pools at a month then follow in closed form, so that a month costs a few array operations and no
history has to be stepped through (`step_through` in benchmarks/bench_fissile.py is the same model
as a loop, and a test holds the two together).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .bands import quantiles
from .doubt import Switch
from .material import Hall, Material, Reactor, Run, Spread
from .moments import Moment
from .separative import NATURAL, separative_work

Floats = NDArray[np.float64]
DAYS = 365.25 / 12  # of a month
POOLS = ("in_reactor", "unseparated", "separated", "plutonium", "heu", "weapons")


class Batch(NamedTuple):
    """One load of fuel in all histories: plutonium made a month, from and to when, and where it is.

    ``rate`` is kg a month of running, ``start`` and ``end`` months; ``left`` is when it left the
    core and ``taken`` the campaign's beginning, end and yield, where there was one.
    """

    rate: Floats
    start: Floats
    end: Floats
    pauses: tuple[tuple[float, float], ...]
    left: Floats | float
    campaign: int | None


class Draw:
    """All that is drawn, for ``n`` histories; `pools` gives the stock at a month.

    Parameters
    ----------
    material : Material
        What is known.
    parameters : mapping
        The room's judgements.
    n : int, optional
        Histories; as the parameters say, when not given.
    """

    def __init__(
        self, material: Material, parameters: Mapping[str, Any], n: int | None = None
    ) -> None:
        self.n = n or int(parameters["histories"])
        self.judged = parameters
        self.material = material
        self.loss = self._uniform("loss", *parameters["reprocessing"]["loss"])
        self.campaigns = [
            (c.start, c.end if c.end is not None
             else c.start + sum(parameters["reprocessing"]["campaign_months"]) / 2)
            for c in material.campaigns
        ]  # fmt: skip
        self.batches = [b for reactor in material.reactors for b in self._batches(reactor)]
        self.halls = [self._hall(hall) for hall in material.halls]
        self.per_weapon = (
            self._spread("weapon.plutonium", material.weapon_plutonium),
            self._spread("weapon.heu", material.weapon_heu),
        )
        self.used: list[tuple[float, Floats, Floats]] = []
        self.used = self._uses()

    def pools(self, month: float) -> dict[str, Floats]:
        """The stock at a month, by pool: kg in each history, and weapons' worth."""
        in_reactor, unseparated, gross = self._plutonium(month)
        heu = self._enriched(month)
        separated = gross
        for when, plutonium, uranium in self.used:
            if when <= month:
                separated = separated - plutonium
                heu = heu - uranium
        return {
            "in_reactor": in_reactor,
            "unseparated": unseparated,
            "separated": separated,
            "plutonium": in_reactor + unseparated + separated,
            "heu": heu,
            "weapons": separated / self.per_weapon[0] + heu / self.per_weapon[1],
        }

    def lost(self, month: float) -> Floats:
        """Plutonium lost in separation by a month, kg."""
        zero = np.zeros(self.n)
        return sum(
            (self._made(b, month) * self._share(b, month) * self.loss for b in self.batches), zero
        )

    def used_by(self, month: float) -> tuple[Floats, Floats]:
        """Plutonium and HEU used in tests by a month, kg."""
        zero = np.zeros(self.n)
        gone = [(p, u) for when, p, u in self.used if when <= month]
        return sum((p for p, _ in gone), zero), sum((u for _, u in gone), zero)

    def made(self, month: float) -> Floats:
        """Plutonium made in all reactors by a month, kg."""
        return sum((self._made(b, month) for b in self.batches), np.zeros(self.n))

    def _rng(self, name: str) -> np.random.Generator:
        """A stream of its own for each quantity, so that others may come and go."""
        return np.random.default_rng([int(self.judged["seed"]), zlib.crc32(name.encode())])

    def _uniform(self, name: str, low: float, high: float) -> Floats:
        return self._rng(name).uniform(low, high, self.n) if high > low else np.full(self.n, low)

    def _spread(self, name: str, spread: Spread) -> Floats:
        """Draw a published quantity: triangular with a best value, uniform without."""
        low, best, high = bounds(spread, self.judged)
        if best is None or not low < high:
            return self._uniform(name, low, high)
        return self._rng(name).triangular(low, best, high, self.n)

    def _moment(self, name: str, moment: Moment) -> Floats:
        return self._uniform(name, moment.low, moment.high)

    def _switched(self, name: str, switch: Switch) -> Floats:
        """The month of the unseen change; infinity where there was none."""
        drawn = self._rng(name).uniform(0.0, 1.0, self.n)
        edges = np.concatenate([[0.0], np.cumsum(switch.chances)])
        months = np.interp(drawn, edges, switch.since + np.arange(len(edges)))
        return np.where(drawn >= edges[-1], np.inf, months)

    def _batches(self, reactor: Reactor) -> Iterator[Batch]:
        power = self._spread(f"{reactor.key} power", reactor.power)
        grams = self._spread(f"{reactor.key} grams", reactor.grams)
        pauses = tuple(
            (start.middle, end.middle if end else np.inf) for start, end in reactor.pauses
        )
        switch = reactor.switch
        changed = np.full(self.n, np.inf)
        if switch is not None:
            changed = self._switched(f"{reactor.key} switch", switch)
        starting = switch is not None and switch.to == "on"
        for run in reactor.runs:
            load = self._spread(f"{run.id} load", reactor.load)
            start = self._moment(f"{run.id} start", run.start)
            end = self._moment(f"{run.id} end", run.end) if run.end else changed
            if run.end is None and starting:
                end = np.full(self.n, np.inf)  # a pause that has not ended stands in the pauses
            end = np.maximum(np.minimum(end, reactor.cutoff), start)
            rate = power * load * grams * DAYS / 1000.0
            if run.mass is not None and run.end is not None:
                rate = self._published(run) / np.maximum(_running(start, end, pauses), 0.1)
            left: Floats | float = np.inf if run.discharged is None else run.discharged
            if run.discharged is None and starting:
                left = changed
            yield Batch(rate, start, end, pauses, left, run.campaign)
        if starting:
            load = self._spread(f"{reactor.key} load", reactor.load)
            end = np.maximum(np.full(self.n, reactor.cutoff), changed)
            yield Batch(power * load * grams * DAYS / 1000.0, changed, end, (), np.inf, None)

    def _published(self, run: Run) -> Floats:
        """Plutonium in a load of which a figure was published, kg."""
        mass = self._spread(f"{run.id} mass", run.mass or Spread())
        return mass / (1.0 - self.loss) if run.separated_mass else mass

    def _hall(self, hall: Hall) -> tuple[Floats, Floats, Floats]:
        """HEU a month, and from and to when, in each history."""
        judged = self.judged["enrichment"]
        if hall.capacity is not None:
            swu = self._spread(f"{hall.key} capacity", hall.capacity)
        else:
            each = self._uniform(f"{hall.key} machine", *judged["swu_per_machine"])
            swu = self._spread(f"{hall.key} machines", hall.machines or Spread()) * each
        tails = self._uniform(f"{hall.key} tails", *judged["tails"])
        grid = np.linspace(*judged["tails"], 17)
        work = [separative_work(1.0, judged["product"], NATURAL, float(t)) for t in grid]
        rate = swu / np.interp(tails, grid, work) / 12.0
        rate *= self._uniform(f"{hall.key} availability", *judged["availability"])
        rate *= self._uniform(f"{hall.key} share", *judged["heu_share"])
        if hall.probability < 1.0:
            there = self._rng(f"{hall.key} there").uniform(0.0, 1.0, self.n) < hall.probability
            rate = np.where(there, rate, 0.0)
        start = self._moment(f"{hall.key} start", hall.start)
        start = start + self._uniform(f"{hall.key} delay", *judged["commissioning_months"])
        end = np.full(self.n, hall.cutoff)
        if hall.switch is not None:
            end = np.minimum(end, self._switched(f"{hall.key} switch", hall.switch))
        return rate, start, np.maximum(end, start)

    def _uses(self) -> list[tuple[float, Floats, Floats]]:
        """What each test used, never more than there was."""
        for use in self.material.uses:
            stock = self.pools(use.when)
            chosen = self._rng(f"{use.id} material").uniform(0.0, 1.0, self.n)
            plutonium = chosen < use.plutonium_probability
            of_plutonium = self._spread(f"{use.id} plutonium", use.plutonium)
            of_uranium = self._spread(f"{use.id} heu", use.heu)
            # where there is not enough of the one, the test used the other
            short = of_plutonium > stock["separated"]
            plutonium = np.where(of_uranium > stock["heu"], True, plutonium & ~short)
            gone = np.where(plutonium, np.minimum(of_plutonium, stock["separated"]), 0.0)
            spent = np.where(plutonium, 0.0, np.minimum(of_uranium, stock["heu"]))
            self.used.append((use.when, gone, spent))
        return self.used

    def _plutonium(self, month: float) -> tuple[Floats, Floats, Floats]:
        """Plutonium in cores, in fuel outside them, and ever separated, kg."""
        core, fuel, separated = np.zeros(self.n), np.zeros(self.n), np.zeros(self.n)
        for batch in self.batches:
            made = self._made(batch, month)
            if isinstance(batch.left, float):
                inside = made if month < batch.left else np.zeros(self.n)
            else:
                inside = np.where(month < batch.left, made, 0.0)
            core += inside
            share = self._share(batch, month)
            if share:
                separated += made * share * (1.0 - self.loss)
            if share < 1.0:
                fuel += (made - inside) * (1.0 - share)
        return core, fuel, separated

    def _made(self, batch: Batch, month: float) -> Floats:
        return batch.rate * _running(batch.start, np.minimum(batch.end, month), batch.pauses)

    def _share(self, batch: Batch, month: float) -> float:
        """What share of a load its campaign has taken by a month."""
        if batch.campaign is None:
            return 0.0
        start, end = self.campaigns[batch.campaign]
        if end <= start:
            return float(month >= start)
        return min(max((month - start) / (end - start), 0.0), 1.0)

    def _enriched(self, month: float) -> Floats:
        made = np.zeros(self.n)
        for rate, start, end in self.halls:
            made += rate * np.maximum(np.minimum(end, month) - start, 0.0)
        return made


def bounds(spread: Spread, parameters: Mapping[str, Any]) -> tuple[float, float | None, float]:
    """The ends between which a published quantity is drawn, and its best value where given.

    Examples
    --------
    >>> bounds(Spread(None, 8000, None), {"spread_of_single": 0.1, "upper_only_from": 0.6})
    (7200.0, None, 8800.0)
    >>> bounds(Spread(None, None, 40), {"spread_of_single": 0.1, "upper_only_from": 0.6})
    (24.0, None, 40)
    """
    low, best, high = spread.low, spread.best, spread.high
    single, upper = parameters["spread_of_single"], parameters["upper_only_from"]
    if low is None and high is None:
        if best is None:
            return 0.0, None, 0.0
        return round(best * (1 - single), 9), None, round(best * (1 + single), 9)
    if low is None:
        assert high is not None
        return (round(high * upper, 9) if best is None else 2 * best - high), best, high
    if high is None:
        return low, best, (low / upper if best is None else 2 * best - low)
    return low, best, high


def _running(start: Floats, end: Floats, pauses: Sequence[tuple[float, float]]) -> Floats:
    """Months between two times, without the pauses."""
    ran = np.maximum(end - start, 0.0)
    for first, last in pauses:
        ran = ran - np.maximum(np.minimum(end, last) - np.maximum(start, first), 0.0)
    return np.maximum(ran, 0.0)


def histories(
    material: Material,
    parameters: Mapping[str, Any],
    months: Sequence[float],
    n: int | None = None,
) -> dict[str, list[list[float]]]:
    """Quantiles of each pool at each month.

    Parameters
    ----------
    material : Material
        What is known.
    parameters : mapping
        The room's judgements.
    months : sequence of float
        At which to say, in months since the year 0.
    n : int, optional
        Histories.

    Returns
    -------
    dict
        Pool to rows of five: 5, 25, 50, 75 and 95 %, kg; ``weapons`` in weapons' worth.
    """
    draw = Draw(material, parameters, n)
    told: dict[str, list[list[float]]] = {pool: [] for pool in POOLS}
    for month in months:
        stock = draw.pools(month)
        for pool in POOLS:
            told[pool].append(quantiles(stock[pool]))
    return told
