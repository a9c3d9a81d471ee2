"""Histories of the stock by pool: every doubtful number drawn once a history, the rest follows.

Each history draws the power and load of the reactors, the dates that are known only within
bounds, the plutonium of loads of which a figure was published, whether each disputed hall is
there, what its machines do, when a facility changed state unseen, and what each test used. All
pools at a month then follow in closed form, so that a month costs a few array operations and no
history has to be stepped through (`step_through` in benchmarks/bench_fissile.py is the same model
as a loop, and a test holds the two together).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from .bands import quantiles
from .draw import Drawing
from .material import Material
from .ramp import Batch, Floats


class Draw:
    """All that is drawn, for ``n`` histories; `stock` gives every pool at a month.

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
        drawing = self.drawing = Drawing(parameters, self.n)
        self.loss = drawing.loss
        usual = sum(parameters["reprocessing"]["campaign_months"]) / 2
        self.campaigns = [
            (c.start, c.start + usual if c.end is None else c.end) for c in material.campaigns
        ]
        self.batches = [b for reactor in material.reactors for b in drawing.batches(reactor)]
        self.halls = [drawing.hall(hall) for hall in material.halls]
        self.kg_per_weapon = (
            drawing.spread("weapon.plutonium", material.weapon_plutonium),
            drawing.spread("weapon.heu", material.weapon_heu),
        )
        self._per_kg = tuple(1.0 / kg for kg in self.kg_per_weapon)
        self._zero = np.zeros(self.n)
        self._settled: tuple[tuple[int, ...], Floats, Floats] = ((), self._zero, self._zero)
        self._gone = (-1, self._zero, self._zero)
        self._net: tuple[Floats | None, int, Floats] = (None, -1, self._zero)
        self.used: list[tuple[float, Floats, Floats]] = []
        self._use(material)

    def stock(self, month: float) -> dict[str, Floats]:
        """The stock at a month, by pool: kg in each history, and weapons' worth.

        ``made`` is all plutonium ever made, the uses and losses included; ``weapons`` counts
        what is separated or enriched. The arrays are not to be changed in place.
        """
        core, fuel, separated, made = self._plutonium(month)
        used_plutonium, used_heu = self.used_by(month)
        before, uses, net = self._net
        if before is not separated or uses != self._gone[0]:
            net = separated - used_plutonium
            self._net = (separated, self._gone[0], net)  # most months separate nothing: keep it
        heu = self._enriched(month) - used_heu
        held = net + core
        return {
            "in_reactor": core,
            "unseparated": fuel,
            "separated": net,
            "plutonium": held if fuel is self._zero else held + fuel,
            "made": made,
            "heu": heu,
            "weapons": net * self._per_kg[0] + heu * self._per_kg[1],
        }

    def used_by(self, month: float) -> tuple[Floats, Floats]:
        """Plutonium and HEU used in tests by a month, kg."""
        tests = sum(1 for when, _, _ in self.used if when <= month)
        if self._gone[0] != tests:
            gone = self.used[:tests]
            self._gone = (tests, sum((p for _, p, _ in gone), self._zero),
                          sum((u for _, _, u in gone), self._zero))  # fmt: skip
        return self._gone[1], self._gone[2]

    def lost(self, month: float) -> Floats:
        """Plutonium lost in separation by a month, kg."""
        return sum(
            (b.ramp.by(month) * self._share(b, month) * self.loss for b in self.batches), self._zero
        )

    def _use(self, material: Material) -> None:
        """What each test used, never more than there was."""
        for use in sorted(material.uses, key=lambda use: use.when):
            stock = self.stock(use.when)
            drawing = self.drawing
            chosen = drawing.rng(f"{use.id} material").uniform(0.0, 1.0, self.n)
            of_plutonium = drawing.spread(f"{use.id} plutonium", use.plutonium)
            of_uranium = drawing.spread(f"{use.id} heu", use.heu)
            # where there is not enough of the one, the test used the other
            plutonium = (chosen < use.plutonium_probability) & (of_plutonium <= stock["separated"])
            plutonium |= of_uranium > stock["heu"]
            gone = np.where(plutonium, np.minimum(of_plutonium, stock["separated"]), 0.0)
            spent = np.where(plutonium, 0.0, np.minimum(of_uranium, stock["heu"]))
            self.used.append((use.when, gone, spent))
            self._gone = (-1, self._zero, self._zero)

    def _plutonium(self, month: float) -> tuple[Floats, Floats, Floats, Floats]:
        """Plutonium in cores, in fuel outside them, ever separated, and ever made, kg."""
        done = tuple(n for n, batch in enumerate(self.batches) if self._is_settled(batch, month))
        if self._settled[0] != done:
            whole = sum((self.batches[n].ramp.total for n in done), self._zero)
            self._settled = (done, whole * (1.0 - self.loss), whole)
        core, fuel = self._zero, self._zero
        _, separated, all_made = self._settled
        for n, batch in enumerate(self.batches):
            if n in done or month <= batch.ramp.begins:
                continue
            made = batch.ramp.by(month)
            all_made = all_made + made
            if isinstance(batch.left, float):
                inside, outside = (made, None) if month < batch.left else (None, made)
            elif month <= float(batch.left.min()):
                inside, outside = made, None
            else:
                inside = np.where(month < batch.left, made, 0.0)
                outside = made - inside
            if inside is not None:
                core = inside if core is self._zero else core + inside
            share = self._share(batch, month)
            if outside is not None:
                if share > 0.0:
                    separated = separated + outside * share * (1.0 - self.loss)
                if share < 1.0:
                    fuel = fuel + outside * (1.0 - share)
        return core, fuel, separated, all_made

    def _is_settled(self, batch: Batch, month: float) -> bool:
        """Whether a load is separated and nothing of it changes any more."""
        return self._share(batch, month) == 1.0 and month >= batch.ramp.ended

    def _share(self, batch: Batch, month: float) -> float:
        """What share of a load its campaign has taken by a month."""
        if batch.campaign is None:
            return 0.0
        start, end = self.campaigns[batch.campaign]
        if end <= start:
            return float(month >= start)
        return min(max((month - start) / (end - start), 0.0), 1.0)

    def _enriched(self, month: float) -> Floats:
        made = self._zero
        for hall in self.halls:
            if month > hall.begins:
                own = hall.by(month)
                made = own if made is self._zero else made + own
        return made


def bands(
    draw: Draw, months: Sequence[float], pools: Sequence[str]
) -> Iterator[tuple[dict[str, Floats], dict[str, list[float]]]]:
    """Stock and quantiles of each pool at each month.

    Parameters
    ----------
    draw : Draw
        The histories.
    months : sequence of float
        At which to say, in months since the year 0.
    pools : sequence of str
        Keys of `Draw.stock`.

    Yields
    ------
    (stock, rows)
        All histories of each pool, and its 5, 25, 50, 75 and 95 %.
    """
    before: dict[str, tuple[Floats, list[float]]] = {}
    for month in months:
        stock = draw.stock(month)
        for pool in pools:
            if pool not in before or before[pool][0] is not stock[pool]:
                before[pool] = (stock[pool], quantiles(stock[pool]))
        yield stock, {pool: before[pool][1] for pool in pools}
