"""What the inventory is computed from: plain numbers, as dated records known by a day give them.

`material` turns records into these; `what_if` changes them; `inventory` computes with them. All
times are months since the year 0, all masses kg.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from .doubt import Switch
from .moments import Moment


class Spread(msgspec.Struct, frozen=True):
    """A published quantity: low, best and high, each where given."""

    low: float | None = None
    best: float | None = None
    high: float | None = None


class Run(msgspec.Struct, frozen=True):
    """A run of a reactor on one load of fuel.

    Attributes
    ----------
    id : str
        Its record.
    start : Moment
        When it began.
    end : Moment or None
        When it ended; None when it was not known to have ended.
    mass : Spread or None
        Plutonium in its fuel as published; else it is reckoned from power and time.
    separated_mass : bool
        Whether the published figure is of the plutonium separated, after losses.
    discharged : float or None
        When its fuel left the core; None while it is there.
    campaign : int or None
        Which campaign separated it, as a place in `Material.campaigns`.
    """

    id: str
    start: Moment
    end: Moment | None
    mass: Spread | None = None
    separated_mass: bool = False
    discharged: float | None = None
    campaign: int | None = None


class Reactor(msgspec.Struct, frozen=True):
    """A reactor: what it makes a month, its runs and pauses, and how it stands since.

    Attributes
    ----------
    key, name : str
        Of the facility.
    power : Spread
        MW thermal.
    load, grams : Spread
        Load factor while it runs; grams of plutonium per thermal megawatt-day.
    runs : tuple of Run
        Oldest first.
    pauses : tuple of (Moment, Moment or None)
        Idle within runs.
    switch : Switch or None
        Whether it stopped or started since it was last seen.
    cutoff : float
        It makes nothing from this month on (a what-if); infinity otherwise.
    """

    key: str
    name: str
    power: Spread
    load: Spread
    grams: Spread
    runs: tuple[Run, ...]
    pauses: tuple[tuple[Moment, Moment | None], ...] = ()
    switch: Switch | None = None
    cutoff: float = float("inf")


class Campaign(msgspec.Struct, frozen=True):
    """A reprocessing campaign.

    Attributes
    ----------
    id : str
        Its record.
    start : float
        When it began.
    end : float or None
        None where it is not known.
    mass : Spread or None
        Plutonium separated, as published.
    """

    id: str
    start: float
    end: float | None
    mass: Spread | None = None


class Plant(msgspec.Struct, frozen=True):
    """A reprocessing plant, and whether it ran a campaign that no record tells."""

    key: str
    name: str
    switch: Switch | None = None


class Hall(msgspec.Struct, frozen=True):
    """An enrichment hall.

    Attributes
    ----------
    start : Moment
        When it began to enrich, before the months of commissioning.
    capacity : Spread or None
        SWU a year.
    machines : Spread or None
        Centrifuges, where no record gives the capacity.
    probability : float
        That it is there.
    disputed : bool
        Whether that is a question at all.
    """

    key: str
    name: str
    start: Moment
    capacity: Spread | None
    machines: Spread | None
    probability: float = 1.0
    disputed: bool = False
    switch: Switch | None = None
    cutoff: float = float("inf")


class Use(msgspec.Struct, frozen=True):
    """Material used in a nuclear test: which, where a record tells, and how much."""

    id: str
    when: float
    plutonium: Spread
    heu: Spread
    plutonium_probability: float


class Material(msgspec.Struct, frozen=True):
    """Everything an inventory depends on.

    Attributes
    ----------
    party : str
        Whose programme.
    anchor : float
        Month from which growth is counted: the last test.
    newest : float
        Month of the newest fact used; the estimate holds for some years after it.
    """

    party: str
    anchor: float
    newest: float
    reactors: tuple[Reactor, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    plants: tuple[Plant, ...] = ()
    halls: tuple[Hall, ...] = ()
    uses: tuple[Use, ...] = ()
    weapon_plutonium: Spread = Spread()
    weapon_heu: Spread = Spread()

    @property
    def first(self) -> float:
        """The month with which anything begins."""
        begun = [run.start.low for reactor in self.reactors for run in reactor.runs]
        begun += [hall.start.low for hall in self.halls]
        return float(int(min(begun, default=self.newest)))


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
    if low is None and high is not None:
        return (round(high * upper, 9) if best is None else max(2 * best - high, 0.0)), best, high
    if low is not None and high is None:
        return low, best, (round(low / upper, 9) if best is None else 2 * best - low)
    return float(low or 0.0), best, float(high or 0.0)
