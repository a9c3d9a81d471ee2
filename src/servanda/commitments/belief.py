"""Belief about a commitment to deliver: Shafer discounting with ageing.

Usable alone: pure functions of dates, levels and weights.

Levels are 0 not initiated, 1 minimal, 2 intermediate, 3 full (Peace Accords Matrix, Joshi, Quinn
and Regan 2015). Belief is four masses ``m_0..m_3`` and ``theta``, the mass that is unknown; they
add up to one (Shafer 1976). At conclusion ``m_0 = 1``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

LEVELS = (0, 1, 2, 3)
LEVEL_WORDS = ("not initiated", "minimal", "intermediate", "full")
DAYS_PER_YEAR = 365.25


class Report(NamedTuple):
    """A weighed report: ``day`` observed, ``level`` 0 to 3, ``weight`` 0 to 1, ``weak`` source."""

    day: date
    level: int
    weight: float
    weak: bool = False


class Belief(NamedTuple):
    """Masses over the levels, what is unknown, and the share that rests on weak sources.

    Attributes
    ----------
    masses : tuple of four floats
        ``m_0..m_3``.
    weak : float
        Mass resting on D and E sources, at most their cap.
    """

    masses: tuple[float, float, float, float]
    weak: float = 0.0

    @property
    def theta(self) -> float:
        """The mass that is unknown; what the levels leave."""
        return max(0.0, 1.0 - math.fsum(self.masses))

    @property
    def level(self) -> int | None:
        """Level of the largest mass (the lower of equals); None when theta is larger still."""
        best = max(LEVELS, key=lambda level: (self.masses[level], -level))
        return best if self.masses[best] >= self.theta else None

    @property
    def score(self) -> tuple[float, float]:
        """Implementation out of 100, from what is believed to that with all the unknown done."""
        low = 100.0 * math.fsum(j * m for j, m in enumerate(self.masses)) / 3.0
        return low, low + 100.0 * self.theta


START = Belief((1.0, 0.0, 0.0, 0.0))


def age(held: Belief, days: float, half_life_years: float | None, lasting: bool = False) -> Belief:
    """Let knowledge fade: masses shrink by ``2^(-dt/H)`` and the rest becomes unknown.

    Parameters
    ----------
    held : Belief
        Before.
    days : float
        dt, days passed.
    half_life_years : float or None
        H; None is infinite.
    lasting : bool
        For what cannot be undone: levels reached do not age, only "not initiated" does.
    """
    if days <= 0 or half_life_years is None:
        return held
    k = 2.0 ** (-days / (half_life_years * DAYS_PER_YEAR))
    kept = 1.0 if lasting else k
    m0, m1, m2, m3 = held.masses
    return Belief((k * m0, kept * m1, kept * m2, kept * m3), k * held.weak)


def pool(held: Belief, day: Iterable[Report], weak_cap: float = 0.5) -> Belief:
    """Take in the reports of one day; contradiction becomes doubt, whatever their order.

    ``W_l = 1 - prod(1 - w)`` over reports of level l; ``n_l = W_l prod_{j != l}(1 - W_j)``;
    ``r = prod(1 - W_l)``; ``m <- n + r m``. Weak sources are discounted together so that the
    mass resting on them, with what still rests on them from before, stays within the cap.
    """
    doubt = [1.0, 1.0, 1.0, 1.0]  # prod(1 - w) per level
    weak = [1.0, 1.0, 1.0, 1.0]
    for report in sorted(day):
        (weak if report.weak else doubt)[report.level] *= 1.0 - report.weight
    together = math.prod(weak)
    allowed = min(1.0, (1.0 - weak_cap) / max(1.0 - held.weak, 1e-12))
    if together < allowed:
        power = math.log(allowed) / math.log(max(together, 1e-300))
        weak = [max(each, 1e-300) ** power for each in weak]
        together = allowed
    strong = math.prod(doubt)
    left = [d * w for d, w in zip(doubt, weak, strict=True)]
    r = math.prod(left)
    masses = [
        (1.0 - left[level]) * math.prod(left[:level] + left[level + 1 :]) + r * held.masses[level]
        for level in LEVELS
    ]
    rests_weak = (1.0 - together * (1.0 - held.weak)) * strong
    return Belief((masses[0], masses[1], masses[2], masses[3]), rests_weak)


def path(
    start: date,
    reports: Iterable[Report],
    half_life_years: float | None = 2.0,
    *,
    lasting: bool = False,
    weak_cap: float = 0.5,
) -> Iterator[tuple[date, Belief]]:
    """Yield belief at the start and after the reports of each day, oldest first.

    Reports that observe a day before the start count at the start; those of no weight, nowhere.
    """
    held, now = START, start
    yield now, held
    counted = sorted(
        Report(max(report.day, start), report.level, report.weight, report.weak)
        for report in reports
        if report.weight > 0.0
    )
    for day, group in groupby(counted, key=lambda report: report.day):
        held = pool(age(held, (day - now).days, half_life_years, lasting), group, weak_cap)
        now = day
        yield now, held


def belief(
    start: date,
    reports: Iterable[Report],
    as_of: date,
    half_life_years: float | None = 2.0,
    *,
    lasting: bool = False,
    weak_cap: float = 0.5,
) -> Belief:
    """Belief on a day.

    Parameters
    ----------
    start : date
        Conclusion of the commitment: ``m_0 = 1``.
    reports : iterable of Report
        In any order.
    as_of : date
        The day asked for.
    half_life_years : float or None
        Half-life of knowledge; None is infinite.
    lasting : bool
        Whether levels reached cannot be undone (see `age`).
    weak_cap : float
        Most that weak sources may carry together.

    Examples
    --------
    >>> from datetime import date
    >>> held = belief(date(2018, 4, 21), [Report(date(2018, 5, 24), 3, .455)], date(2018, 5, 24))
    >>> [round(m, 3) for m in held.masses], round(held.theta, 3)
    ([0.528, 0.0, 0.0, 0.455], 0.017)
    """
    for day, held in path(start, reports, half_life_years, lasting=lasting, weak_cap=weak_cap):
        now, latest = day, held
    return age(latest, (as_of - now).days, half_life_years, lasting)
