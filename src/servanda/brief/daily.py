"""The daily report of incidents, lists of them and of notices, for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servanda.records import dates
from servanda.words import capital, join

from .plain import as_json, wrap

Told = dict[str, Any]
UNREAD = "–"
STEP_WORDS = {
    "alleged": "claimed by", "acknowledged": "acknowledged by", "verified": "verified by",
    "attributed": "attributed by", "closed": "closed",
}  # fmt: skip


def render_daily(told: Told, form: str) -> str:
    """A daily report as text or JSON.

    Parameters
    ----------
    told : dict
        From ``servanda.desks.military.daily.daily_report``.
    form : str
        ``text`` or ``json``.
    """
    if form == "json":
        return as_json(told)
    day, against = dates.say(told["day"]), dates.say(told["against"])
    lines = [
        f"DAILY REPORT, {day}", told["title"],
        *wrap(f"What became known by the end of {day} (UTC), and what it changes against "
              f"{against}."),
    ]  # fmt: skip
    sections = [
        ("Incidents that became known", [_incident(row) for row in told["new"]]),
        ("Incidents that went a step further", [_step(row) for row in told["steps"]]),
        ("Zones", _zones(told["zones"])),
        ("Declared by a party", [[f"{row['party']}, {dates.say(row['said'])}: {row['what']}"]
                                 for row in told["acts"]]),
        ("Access", [_access(row) for row in told["access"]]),
        ("Notifications", [_notice(row) for row in told["notifications"]]),
        ("Remains", [[f"{capital(dates.say(row['date']))}: {row['what']}."]
                     for row in told["remains"]]),
    ]  # fmt: skip
    for number, (title, rows) in enumerate(sections, 1):
        lines += ["", f"{number}. {title}"]
        if not rows:
            lines.append("   Nothing became known.")
        for row in rows:
            lines += ["", *(line for part in row for line in wrap(part, "   "))]
    return "\n".join([*lines, "", *_counts(told)])


def render_incidents(rows: Sequence[Told], rule: str, form: str) -> str:
    """A list of incidents as text or JSON."""
    if form == "json":
        return as_json({"counting_rule": rule, "incidents": list(rows)})
    lines: list[str] = []
    for row in rows:
        lines += [line for part in _incident(row) for line in wrap(part)] + [""]
    counted = f"{len(rows)} on record. Counting rule: {rule}. {UNREAD} means that nothing was read."
    return "\n".join([*lines, *wrap(counted)])


def render_notices(rows: Sequence[Told], form: str) -> str:
    """Notifications as messages, or as JSON."""
    if form == "json":
        return as_json({"notifications": list(rows)})
    if not rows:
        return "No notification is on record."
    lines: list[str] = []
    for row in rows:
        lines += [line for part in _notice(row) for line in wrap(part)] + [""]
    return "\n".join(lines[:-1])


def _incident(row: Told) -> list[str]:
    where = row["place"] or "place not known"
    head = f"{capital(dates.say(row['date']))}, {where}"
    if row["position"]:
        lat, lon = row["position"]
        head += f" ({lat:.2f}, {lon:.2f}: {row['position_basis'] or 'basis not told'})"
    said = [f"{STEP_WORDS[step]} {row[field] or UNREAD}" for step, field in _steps()]
    return [
        f"{head}.",
        f"{capital(row['what'])}. Ascribed to {row['by'] or UNREAD}; severity "
        f"{UNREAD if row['severity'] is None else row['severity']}.",
        f"{capital('; '.join(said))}.",
        f"Clause: {'; '.join(row['clauses']) or UNREAD}. {row['incident']}.",
    ]


def _steps() -> list[tuple[str, str]]:
    return [("alleged", "claimed_by"), ("acknowledged", "acknowledged_by"),
            ("verified", "verified_by"), ("attributed", "attributed_by")]  # fmt: skip


def _step(row: Told) -> list[str]:
    where = f", {row['place']}" if row["place"] else ""
    return [
        f"{capital(dates.say(row['date']))}{where}: {row['what']}.",
        f"Now {STEP_WORDS[row['step']]} {row['author']}. {row['incident']}, "
        f"{join(row['sources']) or 'no source'}.",
    ]


def _zones(rows: Sequence[Told]) -> list[list[str]]:
    """One paragraph a party: which zones bind it now, and which no longer."""
    grouped: dict[tuple[str, bool], list[str]] = {}
    for row in rows:
        grouped.setdefault((row["party"], row["binds"]), []).append(row["name"])
    return [
        [f"{party} is {'now' if binds else 'no longer'} bound by: {'; '.join(names)}."]
        for (party, binds), names in grouped.items()
    ]


def _access(row: Told) -> list[str]:
    who = f"{row['who']}, " if row["who"] else ""
    where = row["where"] or "place not told"
    return [f"{capital(row['type'])}: {who}{where} ({row['party']}), {dates.say(row['date'])}. "
            f"{row['what']}"]  # fmt: skip


def _notice(row: Told) -> list[str]:
    low, high = row["lead_hours"]
    ahead = f"{low:g} to {high:g} hours ahead"
    if row["deadline_hours"] is None:
        verdict = f"{ahead}; no deadline is on record"
    else:
        late = {True: "LATE", False: "in time", None: "the dates leave it open"}[row["late"]]
        verdict = f"{ahead}, {row['deadline_hours']:g} asked for: {late}"
    seen = join([f"{one['what'].rstrip('.')} ({dates.say(one['date'])})" for one in row["seen"]])
    return [
        f"NOTIFICATION {row['notification']}",
        f"1 From: {row['from']}",
        f"2 To: {join(row['to']) or UNREAD}",
        f"3 Activity: {row['activity']}",
        f"4 Given: {dates.say(row['given'])}",
        f"5 Takes place: {dates.say(row['takes_place'])}",
        f"6 Clause: {row['clause'] or UNREAD}",
        f"7 Notice: {verdict}",
        f"8 Seen: {seen or 'nothing that answers to it'}",
    ]


def _counts(told: Told) -> list[str]:
    lines = [
        f"Incidents of the last {told['window_days']} days, by the furthest step reached", "",
        f"  {'':<16}{'now':>6}{'before':>9}",
    ]  # fmt: skip
    lines += [f"  {row['stage']:<16}{row['now']:>6}{row['before']:>9}" for row in told["counts"]]
    return [*lines, "", *wrap(f"Counting rule: {told['counting_rule']}.")]
