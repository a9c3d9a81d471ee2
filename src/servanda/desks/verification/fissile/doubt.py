"""Doubt about facilities: whether one is there, and whether it changed state since it was seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from servanda.records import Observation

FOR = ("operating", "production", "reprocessing")
AGAINST = ("not_operating", "dismantlement")


class Switch(msgspec.Struct, frozen=True):
    """When a facility changed state unseen: at most once after it was last seen.

    Attributes
    ----------
    since : float
        Month from which on it may have changed.
    to : on or off
        What it changes to.
    chances : tuple of float
        Probability that it changed in the 1st, 2nd, ... month after ``since``; what is missing to
        one is the probability that it has not changed by the horizon.
    """

    since: float
    to: Literal["on", "off"]
    chances: tuple[float, ...]

    def by(self, month: float) -> float:
        """Probability that it had changed by a month.

        Examples
        --------
        >>> Switch(0.0, "off", (0.1, 0.2)).by(1.5)
        0.2
        """
        whole, part = divmod(max(month - self.since, 0.0), 1.0)
        done = sum(self.chances[: int(whole)])
        if int(whole) < len(self.chances):
            done += part * self.chances[int(whole)]
        return min(round(done, 6), 1.0)


def report_ratio(report: Observation, parameters: dict[str, Any]) -> float:
    """How much likelier a report is when the facility ran than when it did not."""
    for listed in parameters["reports"]:
        if listed["observation"] == report.id:
            return float(listed["ratio"])
    ratios = parameters["ratios"]
    ratio = float(ratios[report.admiralty[1] if report.admiralty else "none"])
    if report.activity in FOR:
        return ratio
    if report.activity in AGAINST:
        return 1.0 / ratio
    if report.activity == "construction":
        return float(ratio ** parameters["node"]["construction_power"])
    return 1.0


def node_probability(reports: Sequence[Observation], parameters: dict[str, Any]) -> float:
    """Probability that a disputed facility is there: prior odds times the ratio of each report.

    Parameters
    ----------
    reports : sequence of Observation
        On that facility, known by the date.
    parameters : mapping
        Tables ``node``, ``ratios`` and ``reports`` of the room.
    """
    prior = float(parameters["node"]["prior"])
    odds = prior / (1.0 - prior)
    for report in reports:
        odds *= report_ratio(report, parameters)
    return round(odds / (1.0 + odds), 4)


def switch(
    to: Literal["on", "off"],
    since: float,
    months: int,
    hazard: float,
    reports: Sequence[tuple[float, float, float]],
    lasting: float = float("inf"),
) -> Switch:
    """The distribution of an unseen change of state, given reports after the last clear sight.

    The change is geometric with a constant chance a month. Each report weighs the months: of those
    changes that would make the facility run in the period it observes, by its ratio.

    Parameters
    ----------
    to : on or off
        The state it changes to.
    since : float
        Month it was last clearly seen.
    months : int
        Months to look ahead.
    hazard : float
        Chance a month.
    reports : sequence of (first, last, ratio)
        Period observed, in months, and how much likelier the report is when the facility ran in it.
    lasting : float
        Months for which it runs once it is on; for ever, when not given.
    """
    weights = []
    stays = 1.0
    for month in range(months):
        weights.append(stays * hazard * _likelihood(to, since + month + 0.5, reports, lasting))
        stays *= 1.0 - hazard
    never = stays * _likelihood(to, float("inf"), reports, lasting)
    total = sum(weights) + never
    return Switch(since, to, tuple(round(weight / total, 7) for weight in weights))


def _likelihood(
    to: str, changed: float, reports: Sequence[tuple[float, float, float]], lasting: float
) -> float:
    """Of all reports, if the facility changed in a month (infinity: never)."""
    product = 1.0
    for first, last, ratio in reports:
        if to == "off":
            ran = changed > (first + last) / 2
        else:
            ran = changed <= last and changed + lasting > first
        product *= ratio if ran else 1.0
    return product
