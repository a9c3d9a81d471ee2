"""Incidents: how many were alleged, by whom acknowledged and verified, and the rule of counting."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Finding, Incident, dates
from servanda.words import capital, count, none_or

RULE = "one record per incident as first reported; a day with several shots by one side is one"


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
    verified = [incident for incident in now if incident.verified_by]
    acknowledged = [incident for incident in now if incident.acknowledged_by]
    days = parameters["incidents_days"]
    told = (
        f"{capital(count(len(now), 'incident is', 'incidents are'))} on record in the last "
        f"{days} days, {none_or(len(before), 'was', 'were')} in the {days} days before. "
        f"Of the recent ones {none_or(len(acknowledged), 'was', 'were')} acknowledged by the side "
        f"named and {none_or(len(verified), 'was', 'were')} verified by another. "
        f"Counting rule: {RULE}."
    )
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
            "acknowledged": [incident.id for incident in acknowledged],
            "verified": [incident.id for incident in verified],
            "counting_rule": RULE,
        },
        series=tuple(_row(incident) for incident in known),
    )


def _day(incident: Incident) -> date:
    return dates.parse(incident.date, incident.zone).first_day


def _row(incident: Incident) -> dict[str, Any]:
    return {
        "date": _day(incident).isoformat(),
        "label": incident.text,
        "severity": incident.severity,
        "by": incident.by,
        "lat": incident.lat,
        "lon": incident.lon,
    }
