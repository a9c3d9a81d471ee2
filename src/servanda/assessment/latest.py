"""What became known in the last weeks: the facts a reader of the last brief has not seen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import (
    Access,
    Act,
    Contact,
    Determination,
    Event,
    Finding,
    Incident,
    Observation,
    Record,
    Test,
    dates,
)
from servanda.words import capital

# Weight of a kind of news in the sentence; within a weight the newest stands first.
RANK = {"test": 0, "act": 1, "contact": 2, "observation": 3, "incident": 3, "access": 4,
        "determination": 5, "event": 6}  # fmt: skip
# Of observations, those that tell whether a facility worked come before works around it.
TELLING = ("operating", "not_operating", "reprocessing", "dismantlement")
KINDS = (Test, Act, Contact, Observation, Incident, Access, Determination, Event)


def latest_facts(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """The facts that became known in the window: all in the series, the weightiest named."""
    start = dossier.as_of - timedelta(days=parameters["days"])
    found: list[Record] = [
        record
        for cls in KINDS
        for record in dossier.of(cls)
        if dates.known_day(record.known) > start
    ]
    if not found:
        return None
    found.sort(key=_newest_first)
    trail = Trail(dossier)
    trail.use_all(found)
    named = _named(found, parameters["named"])
    by_day = sorted(named, key=lambda record: (dates.known_day(record.known), record.id))
    told = "; ".join(f"{_say(record)}: {record.label.rstrip('.')}" for record in by_day)
    return Finding(
        id="assessment.latest_facts",
        objective="standing",
        sentence=capital(
            f"in the last {parameters['days']} days became known, among others: {told}."
        ),
        value=len(found),
        unit="facts",
        cites=trail.cites,
        method="latest-facts",
        parts={
            "window_days": parameters["days"],
            "named": [_row(record) for record in named],
        },
        series=tuple(_row(record) for record in found),
    )


def _named(found: list[Record], number: int) -> list[Record]:
    """The weightiest first, one per kind and day."""
    seen: set[tuple[str, str]] = set()
    chosen: list[Record] = []
    for record in sorted(found, key=_weight):
        key = (record.kind, record.known)
        if key not in seen and len(chosen) < number:
            seen.add(key)
            chosen.append(record)
    return chosen


def _weight(record: Record) -> tuple[int, str, int, str]:
    rank = RANK[record.kind]
    if isinstance(record, Contact) and record.level != "leader":
        rank += 4
    source = ""
    if isinstance(record, Observation):
        code = record.admiralty or "F6"
        source, information = code[0], code[1]
        rank += record.activity not in TELLING
        rank += 3 * (information > "3")  # doubtful reports are no headline
    return rank, source, -dates.known_day(record.known).toordinal(), record.id


def _newest_first(record: Record) -> tuple[int, str]:
    return -dates.known_day(record.known).toordinal(), record.id


def _say(record: Record) -> str:
    return dates.say(dates.known_day(record.known).isoformat())


def _row(record: Record) -> dict[str, Any]:
    day: date = dates.known_day(record.known)
    return {"date": day.isoformat(), "kind": record.kind, "id": record.id, "label": record.label}
