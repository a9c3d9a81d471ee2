"""Whether a status depends on the figures given to Admiralty codes: redraw them and count.

Only the order of the letters and of the figures is the code's own; the figures are ours. Each is
drawn evenly within a spread of its value, the order is restored, and the status computed again.
Pure Python: a brief's hundred and more commitments take some tenths of a second.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from .belief import DAYS_PER_YEAR, START, Report, age, pool
from .weights import Weighed

Columns = dict[str, list[float]]


def redraws(parameters: dict[str, Any]) -> Columns:
    """Weights of every Admiralty code in each draw: code to a list, one figure per draw."""
    weights, draw = parameters["weights"], parameters["sensitivity"]
    return _redraws(
        tuple(sorted(weights["source"].items())),
        tuple(sorted((str(k), v) for k, v in weights["information"].items())),
        draw["draws"],
        draw["spread"],
        draw["seed"],
    )


@lru_cache(maxsize=4)
def _redraws(
    source: tuple[tuple[str, float], ...],
    information: tuple[tuple[str, float], ...],
    draws: int,
    spread: float,
    seed: int,
) -> Columns:
    chance = random.Random(seed)
    letters = dict(_ordered(source, draws, spread, chance))
    figures = dict(_ordered(information, draws, spread, chance))
    return {
        letter + figure: [s * i for s, i in zip(column, other, strict=True)]
        for letter, column in letters.items()
        for figure, other in figures.items()
    }


def _ordered(
    table: tuple[tuple[str, float], ...], draws: int, spread: float, chance: random.Random
) -> list[tuple[str, list[float]]]:
    """Draw each figure near its value, keep the order; what weighs nothing keeps weighing nothing.

    ``random.Random.random`` alone is used: its stream is the same in every Python version.
    """
    live = sorted((item for item in table if item[1] > 0.0), key=lambda item: -item[1])
    columns: dict[str, list[float]] = {name: [0.0] * draws for name, _ in table}
    for number in range(draws):
        drawn = [
            min(max(value + spread * (2.0 * chance.random() - 1.0), 0.01), 0.99)
            for _, value in live
        ]
        for (name, _), value in zip(live, sorted(drawn, reverse=True), strict=True):
            columns[name][number] = value
    return list(columns.items())


def share_standing(
    level: int | None,
    start: date,
    weighed: Sequence[Weighed],
    as_of: date,
    parameters: dict[str, Any],
    *,
    lasting: bool = False,
) -> float:
    """Share of the redraws in which the level of the largest mass (or "unknown") is the same.

    Parameters
    ----------
    level : int or None
        The status to stand: a level, None for unknown.
    start, as_of : date
        Conclusion, and the day asked for.
    weighed : sequence of Weighed
        What entered the computation; each keeps its Admiralty code and gets a new weight.
    parameters : dict
        Of the room.
    lasting : bool
        Whether levels reached do not age.
    """
    columns = redraws(parameters)
    half_life = parameters["belief"]["half_life_years"]
    by_day: dict[date, set[int]] = {}
    for item in weighed:
        by_day.setdefault(max(item.day, start), set()).add(item.level)
    draws = parameters["sensitivity"]["draws"]
    if any(item.weak for item in weighed) or any(len(said) > 1 for said in by_day.values()):
        cap = parameters["weights"]["weak_cap"]
        same = _general(level, start, weighed, as_of, columns, half_life, lasting, cap, draws)
    else:
        same = _linear(level, start, weighed, as_of, columns, half_life, lasting, draws)
    return round(same / int(draws), 3)


def _linear(
    level: int | None,
    start: date,
    weighed: Sequence[Weighed],
    as_of: date,
    columns: Columns,
    half_life: float,
    lasting: bool,
    draws: int,
) -> int:
    """Without contradiction on one day, belief is a sum: each report's mass, discounted by all
    that came after it and aged to the day asked for."""

    def faded(day: date, to: int) -> float:
        days = max((as_of - day).days, 0)
        return 1.0 if lasting and to > 0 else float(2.0 ** (-days / (half_life * DAYS_PER_YEAR)))

    newest_first = [
        (item.level, columns[item.code], faded(max(item.day, start), item.level))
        for item in sorted(
            weighed, key=lambda item: (max(item.day, start), item.level), reverse=True
        )
    ]
    at_start = faded(start, 0)
    same = 0
    for number in range(draws):
        masses = [0.0, 0.0, 0.0, 0.0]
        left = 1.0
        for reported, column, kept in newest_first:
            weight = column[number]
            masses[reported] += left * weight * kept
            left *= 1.0 - weight
        masses[0] += left * at_start
        largest = max(masses)
        found = masses.index(largest) if largest >= 1.0 - sum(masses) else None
        same += found == level
    return same


def _general(
    level: int | None,
    start: date,
    weighed: Sequence[Weighed],
    as_of: date,
    columns: Columns,
    half_life: float,
    lasting: bool,
    weak_cap: float,
    draws: int,
) -> int:
    """Contradiction on one day and weak sources: the full computation, draw by draw."""
    ordered = sorted(weighed, key=lambda item: (max(item.day, start), item.level, item.ids))
    days = [
        (day, [(item.level, columns[item.code], item.weak) for item in group])
        for day, group in groupby(ordered, key=lambda item: max(item.day, start))
    ]
    same = 0
    for number in range(draws):
        held, now = START, start
        for day, items in days:
            told = [Report(day, said, column[number], weak) for said, column, weak in items]
            held = pool(age(held, (day - now).days, half_life, lasting), told, weak_cap)
            now = day
        same += age(held, (as_of - now).days, half_life, lasting).level == level
    return same
