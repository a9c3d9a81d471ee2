"""Incidents: alleged, acknowledged, verified, attributed, closed; and the rule of counting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from servanda.dossier import Dossier, Trail
from servanda.records import Finding, Incident, dates
from servanda.words import capital, count, none_or

RULE = "one record per incident as first reported; a day with several shots by one side is one"
# In the order in which an incident is established: name of the step, and the field that says who.
STEPS = (
    ("alleged", "claimed_by"),
    ("acknowledged", "acknowledged_by"),
    ("verified", "verified_by"),
    ("attributed", "attributed_by"),
    ("closed", "closed"),
)


class Step(NamedTuple):
    """One step of an incident, as a version of its record added it.

    Attributes
    ----------
    incident : id
    step : str
        alleged, acknowledged, verified, attributed or closed.
    author : str
        Who said so; for a closing, the date of it.
    known : str
        When it became known.
    sources : tuple of ids
    """

    incident: str
    step: str
    author: str
    known: str
    sources: tuple[str, ...]


def steps(versions: Iterable[Incident]) -> list[Step]:
    """The steps of incidents, from the versions of their records, oldest first.

    An incident that goes a step further is recorded anew with its own ``known``: a version that
    names somebody where the one before named nobody, or somebody else, is that step.
    """
    found: list[Step] = []
    before: dict[tuple[str, str], str | None] = {}
    for version in sorted(versions, key=lambda v: (dates.known_day(v.known), v.id)):
        for step, field in STEPS:
            author = getattr(version, field)
            if author and before.get((version.id, step)) != author:
                found.append(Step(version.id, step, author, version.known, version.sources))
            before[version.id, step] = author
    return found


def stage(incident: Incident) -> str:
    """The furthest step that an incident reached.

    Examples
    --------
    >>> stage(Incident(id="incident/1", known="2020", date="2020", text="fire", claimed_by="A"))
    'alleged'
    """
    reached = [step for step, field in STEPS if getattr(incident, field)]
    return reached[-1] if reached else "alleged"


def incidents(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """Incidents of the last year beside the year before, and how far each was established."""
    known = sorted(dossier.of(Incident), key=lambda incident: (_day(incident), incident.id))
    if not known:
        return None
    window = timedelta(days=parameters["incidents_days"])
    now = [i for i in known if dossier.as_of - window < _day(i) <= dossier.as_of]
    before = [i for i in known if dossier.as_of - 2 * window < _day(i) <= dossier.as_of - window]
    trail = Trail(dossier)
    trail.use_all(known)
    reached = {step: [i for i in now if getattr(i, field)] for step, field in STEPS}
    days = parameters["incidents_days"]
    told = (
        f"{capital(count(len(now), 'incident is', 'incidents are'))} on record in the last "
        f"{days} days, {none_or(len(before), 'was', 'were')} in the {days} days before."
    )
    if now:
        told += (
            f" Of the recent ones {none_or(len(reached['acknowledged']), 'was', 'were')} "
            f"acknowledged by the side named, {none_or(len(reached['verified']), 'was', 'were')} "
            f"verified by another, and {none_or(len(reached['attributed']), 'was', 'were')} "
            "attributed after inquiry; the others stand as alleged."
        )
    told += f" Counting rule: {RULE}."
    severe = [i for i in now if (i.severity or 0) >= parameters["named_severity"]]
    if severe:
        newest = severe[-1]
        told += f" The latest of the graver ones was {dates.when(newest.date, newest.zone)}: "
        told += f"{newest.text.rstrip('.')}."
    return Finding(
        id="military.incidents",
        objective="military",
        sentence=told,
        value=len(now),
        unit="incidents",
        cites=trail.cites,
        method="incidents",
        parts={
            "window_days": days,
            "now": len(now),
            "before": len(before),
            **{step: [incident.id for incident in reached[step]] for step, _ in STEPS[1:]},
            "all": {
                step: sum(bool(getattr(i, field)) for i in known) for step, field in STEPS
            } | {"on record": len(known)},
            "counting_rule": RULE,
        },
        series=tuple(_row(incident) for incident in known),
    )  # fmt: skip


def _day(incident: Incident) -> date:
    return dates.parse(incident.date, incident.zone).first_day


def _row(incident: Incident) -> dict[str, Any]:
    return {
        "date": _day(incident).isoformat(),
        "label": incident.text,
        "severity": incident.severity,
        "by": incident.by,
        "stage": stage(incident),
        "lat": incident.lat,
        "lon": incident.lon,
    }
