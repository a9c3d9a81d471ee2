"""How far one obligor has carried out a commitment to deliver, as known on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from servanda.dossier import Trail
from servanda.records import Commitment, Evidence, dates

from .belief import START, Belief, Report, age, path
from .verified import independently_verified, interests, latest
from .weights import Weighed, Weights, observed_day, weigh


class Delivery(NamedTuple):
    """The standing of a commitment to deliver.

    Attributes
    ----------
    status : str
        ``level``, ``reversed`` (a dated report lowered a level held before), ``unknown`` or
        ``no evidence``.
    level : int or None
        Level of the largest mass; None when what is unknown outweighs every level.
    held : Belief
        The masses.
    weighed : list of Weighed
        What entered them.
    report, verified : Evidence or None
        The last report that weighs anything, and the last independently verified one.
    report_days, verified_days : int or None
        Days since each.
    peak : int or None
        The highest level held after any report.
    """

    status: str
    level: int | None
    held: Belief
    weighed: list[Weighed]
    report: Evidence | None = None
    report_days: int | None = None
    verified: Evidence | None = None
    verified_days: int | None = None
    peak: int | None = None

    @property
    def rated(self) -> bool:
        """Whether anything is known: at least one report that weighs something."""
        return bool(self.weighed)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Belief in the level: from its mass to that with all that is unknown."""
        if self.level is None:
            return None
        mass = self.held.masses[self.level]
        return mass, mass + self.held.theta


def known_by(reports: Sequence[Evidence], day: date) -> list[Evidence]:
    """The reports that were public by the end of a day."""
    return [report for report in reports if dates.known_day(report.known) <= day]


def is_dormant(trail: Trail, commitment: Commitment, day: date | None = None) -> bool:
    """Whether a commitment waits for a condition not known to be met; the record is cited."""
    if commitment.condition is None:
        return False
    met = trail.dossier.get(commitment.condition_record)
    if met is None:
        return True
    trail.use(met)
    return day is not None and dates.known_day(met.known) > day


def start_of(commitment: Commitment) -> date:
    """The day of conclusion, from which nothing is known to have been done."""
    return dates.parse(commitment.since, commitment.zone).last_day


def is_lasting(commitment: Commitment) -> bool:
    """Whether what was delivered cannot be undone, so that knowledge of it does not age."""
    return commitment.reversibility == "irreversible"


def held_on(
    trail: Trail,
    commitment: Commitment,
    reports: Sequence[Evidence],
    day: date,
    parameters: dict[str, Any],
) -> Belief | None:
    """Belief on a day; None when no report weighs anything."""
    if not reports:
        return None
    weights = Weights.of(parameters["weights"])
    weighed = weigh(reports, weights, lambda observer: interests(trail, observer))
    return _held(commitment, weighed, day, parameters)[0] if weighed else None


def _held(
    commitment: Commitment, weighed: Sequence[Weighed], day: date, parameters: dict[str, Any]
) -> tuple[Belief, list[Belief]]:
    """Belief on a day, and after each day with reports."""
    steps = list(beliefs(commitment, weighed, parameters))
    then, held = steps[-1]
    half_life = parameters["belief"]["half_life_years"]
    faded = age(held, (day - then).days, half_life, is_lasting(commitment))
    return faded, [after for _, after in steps[1:]]


def delivery(
    trail: Trail,
    commitment: Commitment,
    reports: Sequence[Evidence],
    as_of: date,
    parameters: dict[str, Any],
) -> Delivery:
    """The standing of a commitment to deliver on a day.

    Parameters
    ----------
    trail : Trail
        Parties whose interests decide are cited on it; the reports the caller cites.
    commitment : Commitment
        Which.
    reports : sequence of Evidence
        Reports on one obligor's conduct, known by then.
    as_of : date
        The day.
    parameters : dict
        Of the room.
    """
    weights = Weights.of(parameters["weights"])
    weighed = weigh(reports, weights, lambda observer: interests(trail, observer))
    held, steps = _held(commitment, weighed, as_of, parameters)
    if not weighed:
        return Delivery("no evidence", None, held, weighed)
    told = [r for r in reports if weights.weight(r.admiralty) > 0.0 and r.level is not None]
    days = {report.id: observed_day(report) for report in told}
    sure = [r for r in told if independently_verified(trail, r, commitment, parameters["verified"])]
    last, last_sure = latest(told, days), latest(sure, days)
    level = held.level
    peak = max((after.level for after in steps if after.level is not None), default=None)
    fell = level is not None and peak is not None and level < peak
    return Delivery(
        status="unknown" if level is None else "reversed" if fell else "level",
        level=level,
        held=held,
        weighed=weighed,
        report=last,
        report_days=(as_of - days[last.id]).days if last else None,
        verified=last_sure,
        verified_days=(as_of - days[last_sure.id]).days if last_sure else None,
        peak=peak,
    )


def beliefs(
    commitment: Commitment, weighed: Sequence[Weighed], parameters: dict[str, Any]
) -> list[tuple[date, Belief]]:
    """Belief at the start and after each day with reports."""
    return list(
        path(
            start_of(commitment),
            [Report(w.day, w.level, w.weight, w.weak) for w in weighed],
            parameters["belief"]["half_life_years"],
            lasting=is_lasting(commitment),
            weak_cap=parameters["weights"]["weak_cap"],
        )
    )


def history(
    trail: Trail,
    commitment: Commitment,
    reports: Sequence[Evidence],
    as_of: date,
    parameters: dict[str, Any],
) -> list[dict[str, Any]]:
    """Masses at each change of what was *then* known, and on the day asked for; for a chart.

    A report enters on the day it became known, not on the day it observes.
    """
    changes = {dates.known_day(report.known) for report in reports}
    rows = []
    for day in sorted({max(change, start_of(commitment)) for change in changes} | {as_of}):
        held = held_on(trail, commitment, known_by(reports, day), day, parameters) or START
        if day <= as_of:
            row: dict[str, Any] = {"date": day.isoformat()}
            row |= {f"m{level}": round(mass, 3) for level, mass in enumerate(held.masses)}
            rows.append(row | {"theta": round(held.theta, 3)})
    return rows if changes else []
