"""Commitments held to a number: the limit against the readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from servanda.dossier import Trail
from servanda.records import Act, Commitment, Evidence, dates

from .declared import binding_on
from .verified import independently_verified, latest
from .weights import Weights, observed_day

SENSE = {"at_most": "at most", "at_least": "at least", "equal": "exactly", None: "a limit of"}


class Reading(NamedTuple):
    """One reading against the limit.

    Attributes
    ----------
    report : Evidence
        The report.
    within : bool or None
        Whether it keeps the limit; None when it is given in another unit or no limit is set.
    bound : bool
        Whether the obligor was bound by its own account at the time.
    """

    report: Evidence
    within: bool | None
    bound: bool


class Quantity(NamedTuple):
    """Readings against a limit.

    Attributes
    ----------
    fact : str
        ``breached`` (a reading outside a ceiling while bound), ``observed``, ``reached`` or
        ``not reached`` (for a floor: so much is to be delivered), or ``no evidence``.
    readings : list of Reading
        By observed date.
    last : Reading or None
        The last comparable one.
    verified : Evidence or None
        The last independently verified one.
    """

    fact: str
    readings: list[Reading]
    last: Reading | None
    verified: Evidence | None


def keeps(commitment: Commitment, value: float) -> bool | None:
    """Whether a reading keeps the limit; None when the commitment states none.

    Examples
    --------
    JCPOA: at most 300 kg; 290 kg keeps it, 2,105 kg does not.
    """
    limit = commitment.limit_value
    if limit is None:
        return None
    if commitment.limit_comparator == "at_least":
        return value >= limit
    if commitment.limit_comparator == "equal":
        return value == limit
    return value <= limit


def quantity(
    trail: Trail,
    commitment: Commitment,
    reports: Sequence[Evidence],
    acts: Sequence[Act],
    parameters: dict[str, Any],
) -> Quantity:
    """Readings on one obligor against the limit; reports that weigh nothing are left out."""
    weights = Weights.of(parameters["weights"])
    readings = []
    for report in sorted(reports, key=lambda r: (observed_day(r), r.id)):
        trail.use(report)
        if report.value is None or weights.weight(report.admiralty) <= 0.0:
            continue
        comparable = report.unit == commitment.limit_unit
        within = keeps(commitment, report.value) if comparable else None
        bound = binding_on(commitment, acts, dates.parse(report.date, report.zone))
        readings.append(Reading(report, within, bound))
    compared = [reading for reading in readings if reading.within is not None]
    days = {r.report.id: observed_day(r.report) for r in readings}
    sure = [
        r.report
        for r in readings
        if independently_verified(trail, r.report, commitment, parameters["verified"])
    ]
    return Quantity(
        fact=_fact(commitment, compared),
        readings=readings,
        last=compared[-1] if compared else None,
        verified=latest(sure, days),
    )


def _fact(commitment: Commitment, compared: Sequence[Reading]) -> str:
    if not compared:
        return "no evidence"
    if commitment.limit_comparator == "at_least":
        return "reached" if any(reading.within for reading in compared) else "not reached"
    outside = any(reading.bound and not reading.within for reading in compared)
    return "breached" if outside else "observed"
