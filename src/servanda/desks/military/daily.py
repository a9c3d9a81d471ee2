"""The daily report: what became known of incidents since the day before, and what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from servanda.dossier import Dossier
from servanda.records import (
    Access,
    Act,
    Commitment,
    Incident,
    Notification,
    Remains,
    Zone,
    dates,
)

from .incidents import RULE, STEPS, stage, steps
from .notices import Notice, check_notice, observed
from .zones.regime import bound_parties, zone_periods

Row = dict[str, Any]


def daily_report(
    now: Dossier, before: Dossier, versions: Iterable[Incident], parameters: dict[str, Any]
) -> Row:
    """What became known after one day and by the end of another.

    Parameters
    ----------
    now, before : Dossier
        The same process at the end of the two days.
    versions : iterable of Incident
        Every version of its incidents, for the steps they took.
    parameters : dict
        Of the military desk.

    Returns
    -------
    dict
        ``new`` incidents; ``steps`` taken by older ones; ``counts`` by stage on both days;
        ``access``, ``notifications``, ``zones``, ``acts`` and ``remains`` that became known.
    """
    taken = [
        one
        for one in steps(versions)
        if before.as_of < dates.known_day(one.known) <= now.as_of
        and before.get(one.incident) is not None
    ]
    fresh = [one for one in now.of(Incident) if before.get(one.id) is None]
    return {
        "process": now.name,
        "title": now.title,
        "day": now.as_of.isoformat(),
        "against": before.as_of.isoformat(),
        "counting_rule": RULE,
        "counts": _counts(now, before, parameters["incidents_days"]),
        "window_days": parameters["incidents_days"],
        "new": [incident_row(now, one) for one in sorted(fresh, key=_when)],
        "steps": [
            {
                **incident_row(now, _incident(now, one.incident)),
                "step": one.step,
                "author": one.author,
                "sources": list(one.sources),
            }
            for one in taken
        ],
        "zones": _zones(now, before),
        "acts": [_act(now, act) for act in now.of(Act) if before.get(act.id) is None],
        "access": [_access(now, one) for one in now.of(Access) if before.get(one.id) is None],
        "notifications": [
            notice_row(now, notice)
            for notice in checked_notices(now, parameters)
            if before.get(notice.record.id) is None
        ],
        "remains": [
            {"id": one.id, "date": one.date, "what": one.label, "sources": list(one.sources)}
            for one in now.of(Remains)
            if before.get(one.id) is None
        ],
    }


def checked_notices(dossier: Dossier, parameters: dict[str, Any]) -> list[Notice]:
    """Notifications on record, each with its deadline checked and what answers to it."""
    seen = observed(dossier)
    return [
        check_notice(notice, seen, parameters["notice_tolerance_days"])
        for notice in sorted(dossier.of(Notification), key=lambda one: (one.given, one.id))
    ]


def incident_row(dossier: Dossier, incident: Incident) -> Row:
    """An incident as a monitor's table has it: when, where, what, who says so, which clause."""
    return {
        "incident": incident.id,
        "date": incident.date,
        "place": incident.place,
        "what": incident.text,
        "by": dossier.name_of(incident.by) if incident.by else None,
        "severity": incident.severity,
        "stage": stage(incident),
        **{field: getattr(incident, field) for _, field in STEPS},
        "clauses": [_clause(dossier, id) for id in incident.commitments],
        "position": None if incident.lat is None else [incident.lat, incident.lon],
        "position_basis": incident.position_basis,
        "sources": list(incident.sources),
    }


def notice_row(dossier: Dossier, notice: Notice) -> Row:
    """A notification as a message, with its deadline and what answers to it."""
    record = notice.record
    return {
        "notification": record.id,
        "from": dossier.name_of(record.party),
        "to": [dossier.name_of(party) for party in record.to],
        "activity": record.activity,
        "given": record.given,
        "takes_place": record.date,
        "clause": _clause(dossier, record.commitment) if record.commitment else None,
        "deadline_hours": record.deadline_hours,
        "lead_hours": [notice.lead_hours_low, notice.lead_hours_high],
        "late": notice.late,
        "seen": [
            {"id": one.id, "date": one.date, "what": one.label} for one in notice.seen
        ],
        "sources": list(record.sources),
    }  # fmt: skip


def _incident(dossier: Dossier, id: str) -> Incident:
    return next(one for one in dossier.of(Incident) if one.id == id)


def _when(incident: Incident) -> tuple[Any, str]:
    return dates.parse(incident.date, incident.zone).earliest, incident.id


def _clause(dossier: Dossier, id: str) -> str:
    record = dossier.get(id)
    return f"{record.title} ({id})" if isinstance(record, Commitment) else id


def _counts(now: Dossier, before: Dossier, days: int) -> list[Row]:
    """Incidents of the window by the furthest step they reached, on both days."""
    return [
        {
            "stage": step,
            "now": _reached(now, step, days),
            "before": _reached(before, step, days),
        }
        for step, _ in STEPS
    ]


def _reached(dossier: Dossier, step: str, days: int) -> int:
    return sum(
        stage(one) == step
        and 0 <= (dossier.as_of - dates.parse(one.date, one.zone).first_day).days < days
        for one in dossier.of(Incident)
    )


def _zones(now: Dossier, before: Dossier) -> list[Row]:
    """Zones that began or ceased to bind a party between the two days."""
    zones = now.of(Zone)
    changed = []
    for party in bound_parties(now, zones):
        for zone in zones:
            held, holds = _binds(before, zone, party), _binds(now, zone, party)
            if held != holds:
                changed.append(
                    {
                        "zone": zone.id,
                        "name": zone.label,
                        "party": now.name_of(party),
                        "binds": holds,
                    }
                )
    return changed  # fmt: skip


def _binds(dossier: Dossier, zone: Zone, party: str) -> bool:
    if dossier.get(zone.id) is None:
        return False
    end = datetime.combine(dossier.as_of, time.max, UTC)
    return any(period.holds(end) for period in zone_periods(dossier, zone, party))


def _act(dossier: Dossier, act: Act) -> Row:
    return {
        "id": act.id,
        "party": dossier.name_of(act.party),
        "what": act.label,
        "said": act.said,
        "sources": list(act.sources),
    }


def _access(dossier: Dossier, one: Access) -> Row:
    place = dossier.get(one.site) if one.site else None
    return {
        "id": one.id,
        "date": one.date,
        "type": one.access_type,
        "party": dossier.name_of(one.party),
        "who": dossier.name_of(one.inspector) if one.inspector else one.inspector_name,
        "where": place.label if place is not None else one.place,
        "what": one.text,
        "sources": list(one.sources),
    }


def listed(
    dossier: Dossier, since: str | None = None, until: str | None = None, by: str | None = None
) -> list[Row]:
    """Incidents on record, oldest first, of a time and a side.

    Parameters
    ----------
    dossier : Dossier
    since, until : ISO day, optional
        First and last day.
    by : party id, optional
        To whom they are ascribed.
    """
    found: Sequence[Incident] = sorted(dossier.of(Incident), key=_when)
    return [
        incident_row(dossier, one)
        for one in found
        if (by is None or one.by == by)
        and (since is None or dates.parse(one.date, one.zone).last_day.isoformat() >= since)
        and (until is None or dates.parse(one.date, one.zone).first_day.isoformat() <= until)
    ]
