"""What lies ahead as it was known then: meetings fixed, deadlines, votes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.parameters import Parameters
from servanda.records import Event, Finding, Record, dates
from servanda.words import capital, count, join

from .watch import watch_findings


def outlook_findings(dossier: Dossier, parameters: Parameters) -> Iterator[Finding]:
    """The dates ahead, and the conditions that are watched by default."""
    yield from watch_findings(dossier)
    judged = parameters.of("assessment")["outlook"]
    horizon, most = judged["horizon_days"], judged["named"]
    end = dossier.as_of + timedelta(days=horizon)
    ahead: list[tuple[date, str, str, Record]] = []
    for event in dossier.of(Event):
        day = dates.parse(event.date, event.zone).first_day
        if event.planned and dossier.as_of < day <= end:
            ahead.append((day, event.title, dates.say(event.date, event.zone), event))
    for commitment in dossier.commitments:
        if commitment.due:
            day = dates.parse(commitment.due, commitment.zone).last_day
            if dossier.as_of < day <= end:
                due = dates.say(commitment.due, commitment.zone)
                ahead.append((day, f"due: {commitment.title}", due, commitment))
    if not ahead:
        return
    ahead.sort(key=lambda item: (item[0], item[3].id))
    trail = Trail(dossier)
    trail.use_all(record for _, _, _, record in ahead)
    named = join([f"{title} ({on})" for _, title, on, _ in ahead[:most]])
    more = len(ahead) - most
    told = f"Within {horizon} days, as fixed by then: {named}"
    told += f", and {count(more, 'more date', 'more dates')}." if more > 0 else "."
    yield Finding(
        id="outlook.dates_ahead",
        objective="outlook",
        sentence=capital(told),
        value=len(ahead),
        unit="dates",
        cites=trail.cites,
        method="dates-ahead",
        parts={"horizon_days": horizon},
        series=tuple(_row(day, title, record) for day, title, _, record in ahead),
    )


def _row(day: date, title: str, record: Record) -> dict[str, Any]:
    return {"date": day.isoformat(), "label": title, "id": record.id}
