"""What is drawn once a history: powers, dates, capacities, changes of state, uses."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from .doubt import Switch
from .material import Hall, Reactor, Run, Spread, bounds
from .moments import Moment
from .ramp import DAYS, Batch, Floats, Ramp
from .separative import NATURAL, separative_work


class Drawing:
    """Draws each quantity in all histories, from a stream that bears its name.

    Parameters
    ----------
    parameters : mapping
        The room's judgements.
    n : int
        Histories.
    """

    def __init__(self, parameters: Mapping[str, Any], n: int) -> None:
        self.judged, self.n = parameters, n
        self.loss = self.uniform("loss", *parameters["reprocessing"]["loss"])

    def rng(self, name: str) -> np.random.Generator:
        """A stream of its own for each quantity, so that others may come and go."""
        return np.random.default_rng([int(self.judged["seed"]), zlib.crc32(name.encode())])

    def uniform(self, name: str, low: float, high: float) -> Floats:
        return self.rng(name).uniform(low, high, self.n) if high > low else np.full(self.n, low)

    def spread(self, name: str, spread: Spread) -> Floats:
        """Draw a published quantity: triangular with a best value, uniform without."""
        low, best, high = bounds(spread, self.judged)
        if best is None or not low < high:
            return self.uniform(name, low, high)
        return self.rng(name).triangular(low, best, high, self.n)

    def moment(self, name: str, moment: Moment) -> Floats:
        return self.uniform(name, moment.low, moment.high)

    def switched(self, name: str, switch: Switch) -> Floats:
        """The month of the unseen change; infinity where there was none."""
        drawn = self.rng(name).uniform(0.0, 1.0, self.n)
        edges = np.concatenate([[0.0], np.cumsum(switch.chances)])
        months = np.interp(drawn, edges, switch.since + np.arange(len(edges)))
        return np.where(drawn >= edges[-1], np.inf, months)

    def batches(self, reactor: Reactor) -> Iterator[Batch]:
        power = self.spread(f"{reactor.key} power", reactor.power)
        grams = self.spread(f"{reactor.key} grams", reactor.grams)
        pauses = tuple(
            (start.middle, end.middle if end else np.inf) for start, end in reactor.pauses
        )
        switch = reactor.switch
        changed = np.full(self.n, np.inf)
        if switch is not None:
            changed = self.switched(f"{reactor.key} switch", switch)
        starting = switch is not None and switch.to == "on"
        for run in reactor.runs:
            load = self.spread(f"{run.id} load", reactor.load)
            start = self.moment(f"{run.id} start", run.start)
            end = self.moment(f"{run.id} end", run.end) if run.end else changed
            if run.end is None and starting:
                end = np.full(self.n, np.inf)  # a pause that has not ended stands in the pauses
            end = np.maximum(np.minimum(end, reactor.cutoff), start)
            rate = power * load * grams * DAYS / 1000.0
            if run.mass is not None and run.end is not None:
                rate = self.published(run) / np.maximum(
                    Ramp(np.ones(self.n), start, end, pauses).total, 0.1
                )
            left: Floats | float = np.inf if run.discharged is None else run.discharged
            if run.discharged is None and starting:
                left = changed
            yield Batch(Ramp(rate, start, end, pauses), left, run.campaign)
        if starting:
            load = self.spread(f"{reactor.key} load", reactor.load)
            end = np.maximum(np.full(self.n, reactor.cutoff), changed)
            yield Batch(Ramp(power * load * grams * DAYS / 1000.0, changed, end), np.inf, None)

    def published(self, run: Run) -> Floats:
        """Plutonium in a load of which a figure was published, kg."""
        mass = self.spread(f"{run.id} mass", run.mass or Spread())
        return mass / (1.0 - self.loss) if run.separated_mass else mass

    def hall(self, hall: Hall) -> Ramp:
        """HEU a month, and from and to when, in each history."""
        judged = self.judged["enrichment"]
        if hall.capacity is not None:
            swu = self.spread(f"{hall.key} capacity", hall.capacity)
        else:
            each = self.uniform(f"{hall.key} machine", *judged["swu_per_machine"])
            swu = self.spread(f"{hall.key} machines", hall.machines or Spread()) * each
        tails = self.uniform(f"{hall.key} tails", *judged["tails"])
        grid = np.linspace(float(judged["tails"][0]), float(judged["tails"][1]), 17)
        work = [separative_work(1.0, judged["product"], NATURAL, float(t)) for t in grid]
        rate = swu / np.interp(tails, grid, work) / 12.0
        rate *= self.uniform(f"{hall.key} availability", *judged["availability"])
        rate *= self.uniform(f"{hall.key} share", *judged["heu_share"])
        if hall.probability < 1.0:
            there = self.rng(f"{hall.key} there").uniform(0.0, 1.0, self.n) < hall.probability
            rate = np.where(there, rate, 0.0)
        start = self.moment(f"{hall.key} start", hall.start)
        start = start + self.uniform(f"{hall.key} delay", *judged["commissioning_months"])
        end = np.full(self.n, hall.cutoff)
        if hall.switch is not None:
            end = np.minimum(end, self.switched(f"{hall.key} switch", hall.switch))
        return Ramp(rate, start, np.maximum(end, start))
