"""The bodies that watch over a truce: whether they sit, as far as the record shows."""

from __future__ import annotations

import re
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Event, Finding, Party, dates

# "459th session, the last one ...", "Third meeting", "32-minute meeting", "16 meetings up to ..."
SITTING = re.compile(
    r"(?:first|second|third|fourth|fifth|\d+(?:st|nd|rd|th)?|\w+-minute)?\s*(?:session|meeting)s?\b"
    r"|first since\b",
    re.IGNORECASE,
)
CURRENT_YEARS = 8
PLAIN = frozenset("first second third ninety-minute format posts, conversation one no".split())


def armistice_bodies(dossier: Dossier) -> Finding | None:
    """Each body named by institutional events: its last meeting on record, and the latest word.

    An event about a body begins its title with the body's name and a colon; one whose title goes
    on with a meeting or session tells of a sitting. Bodies of whom nothing is told in the last
    eight years are left out, unless they are on record as monitors.
    """
    monitors = [party for party in dossier.parties if party.role == "monitor"]
    named = {name for party in monitors for name in (party.name, party.short)}
    bodies: dict[str, list[Event]] = {}
    for event in dossier.of(Event):
        name, colon, _ = event.title.partition(": ")
        if event.event_type == "institution" and colon and not event.planned:
            bodies.setdefault(name, []).append(event)
    trail = Trail(dossier)
    rows = []
    for name, events in bodies.items():
        events.sort(key=lambda event: (_end(event), event.id))
        newest = events[-1]
        sittings = [event for event in events if SITTING.match(_rest(event))]
        is_old = dossier.as_of.year - _end(newest).year > CURRENT_YEARS
        if name not in named and (is_old or not _is_body(name, events, sittings, monitors)):
            continue
        trail.use_all(events)
        rows.append(_row(name, events, sittings))
    trail.use_all(monitors)
    if not rows:
        return None
    rows.sort(key=lambda row: (row["first"], row["body"]))
    return Finding(
        id="military.armistice_commission",
        objective="military",
        sentence=" ".join(_tell(row) for row in rows),
        value=len(rows),
        unit="bodies",
        cites=trail.cites,
        method="armistice-commission",
        parts={"bodies": rows},
    )


def _is_body(name: str, events: list[Event], sittings: list[Event], monitors: list[Party]) -> bool:
    """Whether a name is a body's: it met, a monitoring body takes part, or it is called one."""
    bodies = {party.id for party in monitors if party.party_type == "body"}
    if sittings or any(bodies & set(event.parties) for event in events):
        return True
    return name.endswith(("Committee", "Commission")) and not name[0].isdigit()


def _row(name: str, events: list[Event], sittings: list[Event]) -> dict[str, Any]:
    newest = events[-1]
    sat = sittings[-1] if sittings else None
    return {
        "body": name,
        "events": len(events),
        "first": dates.parse(events[0].date, events[0].zone).first_day.isoformat(),
        "sittings": len(sittings),
        "last_sitting": None if sat is None else dates.say(sat.date, sat.zone),
        "last_sitting_title": None if sat is None else _rest(sat).rstrip("."),
        "last_sitting_id": None if sat is None else sat.id,
        "latest": dates.say(newest.date, newest.zone),
        "latest_title": _rest(newest).rstrip("."),
        "latest_id": newest.id,
    }


def _tell(row: dict[str, Any]) -> str:
    if row["last_sitting"] is None:
        sat = "no meeting on record"
    else:
        sat = f"last meeting on record {row['last_sitting']} ({_small(row['last_sitting_title'])})"
    latest = f"latest word, {row['latest']}: {_small(row['latest_title'])}"
    told = [sat] if row["last_sitting_id"] == row["latest_id"] else [sat, latest]
    return f"{row['body']}: {'; '.join(told)}."


def _small(title: str) -> str:
    """A title as it stands within a sentence: names and abbreviations keep their capitals."""
    first, _, rest = title.partition(" ")
    return f"{first.lower()} {rest}" if first.casefold() in PLAIN else title


def _rest(event: Event) -> str:
    return event.title.partition(": ")[2]


def _end(event: Event) -> Any:
    return dates.parse(event.date, event.zone).latest
