"""The bodies that watch over a truce: whether they meet, as far as the record shows."""

from __future__ import annotations

from servanda.dossier import Dossier, Trail
from servanda.records import Event, Finding, Party, dates


def armistice_commission(dossier: Dossier) -> Finding | None:
    """The latest events on record of each monitoring body that is party to institutional events.

    Bodies are parties of type ``body`` with the role of monitor.
    """
    bodies = [p for p in dossier.parties if p.party_type == "body" and p.role == "monitor"]
    trail = Trail(dossier)
    told, latest = [], {}
    for body in bodies:
        events = [
            event
            for event in dossier.of(Event)
            if event.event_type == "institution" and body.id in event.parties and not event.planned
        ]
        if not events:
            continue
        newest = trail.use(max(events, key=lambda event: (_end(event), event.id)))
        trail.use(body)
        latest[body.id] = newest.id
        told.append(_tell(body, newest))
    if not told:
        return None
    return Finding(
        id="military.armistice_commission",
        objective="military",
        sentence=" ".join(told),
        value=len(told),
        unit="bodies",
        cites=trail.cites,
        method="armistice-commission",
        parts={"latest": latest},
    )


def _tell(body: Party, event: Event) -> str:
    return (
        f"{body.name}, latest on record ({dates.say(event.date, event.zone)}): "
        f"{event.title.removeprefix(body.name).lstrip(': ').rstrip('.')}."
    )


def _end(event: Event) -> object:
    return dates.parse(event.date, event.zone).latest
