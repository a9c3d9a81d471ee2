"""The process's own dated events about a pair, to be set beside what the press was counted for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from servanda.dossier import Dossier
from servanda.records import Agreement, Contact, Incident, Record, Test, dates

from .sides import Side

GRAVE = 3  # incidents from this severity on: fire, casualties


def marks(
    dossier: Dossier, pair: tuple[Side, Side], first: date, last: date
) -> list[dict[str, Any]]:
    """Agreements, meetings of leaders, nuclear tests and grave incidents of a pair.

    Parameters
    ----------
    dossier : Dossier
        What was known.
    pair : (Side, Side)
        A side without a record in the process has none.
    first, last : date
        Only what began within these days.

    Returns
    -------
    list of dict
        ``date``, ``kind``, ``label``, ``id``; oldest first.
    """
    both = {side.party for side in pair if side.party is not None}
    found = [
        {"date": day.isoformat(), "kind": kind, "label": label, "id": record.id}
        for kind, label, date_text, record in _candidates(dossier, both)
        if first <= (day := dates.parse(date_text).first_day) <= last  # the day where it happened
    ]
    return sorted(found, key=lambda mark: (mark["date"], mark["id"]))


def _candidates(dossier: Dossier, both: set[str]) -> Iterator[tuple[str, str, str, Record]]:
    if len(both) < 2:
        return
    for agreement in dossier.of(Agreement):
        if both <= set(agreement.parties) and agreement.annex_of is None:
            yield "agreement", agreement.short, agreement.made, agreement
    for contact in dossier.of(Contact):
        if contact.level == "leader" and both <= set(contact.parties):
            yield "meeting", _meeting(contact.place), contact.date, contact
    for test in dossier.of(Test):
        if test.test_type == "nuclear" and test.party in both:
            yield "nuclear test", f"nuclear test by {dossier.name_of(test.party)}", test.date, test
    for incident in dossier.of(Incident):
        if incident.by in both and (incident.severity or 0) >= GRAVE:
            where = f" at {incident.place}" if incident.place else ""
            yield "incident", f"incident{where}", incident.date, incident


def _meeting(place: str | None) -> str:
    if place is None:
        return "leaders meet"
    if place.startswith("("):  # what stands for a place: (letter), (telephone)
        return f"leaders: {place.strip('()')}"
    return f"leaders meet, {place}"
