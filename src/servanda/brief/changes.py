"""What changed between two days, told."""

from __future__ import annotations

from collections import Counter

from servanda.comparison import Comparison, FindingChange
from servanda.records import dates

from .plain import as_json, wrap

SHOWN_RECORDS = 60


def render_changes(comparison: Comparison, form: str) -> str:
    """A comparison as text, or as JSON.

    Parameters
    ----------
    comparison : Comparison
        Of two days of one process.
    form : str
        ``text`` or ``json``.
    """
    if form == "json":
        return as_json(comparison)
    before, after = dates.say(comparison.before), dates.say(comparison.after)
    lines = [*wrap(f"{comparison.title}: what changed from {before} to {after}"), ""]
    counts = Counter(f"{change.change} {change.kind}" for change in comparison.records)
    told = ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
    lines += [*wrap(f"Records: {told or 'none'}."), ""]
    turned = [change for change in comparison.findings if change.is_new_status]
    moved = [c for c in comparison.findings if not c.is_new_status and not c.only_counts]
    aged = [change for change in comparison.findings if change.only_counts]
    lines += _section("Findings that turned", turned)
    lines += _section("Findings with new facts under them", moved)
    if aged:
        lines += [f"{len(aged)} findings changed only by the passing of days.", ""]
    if comparison.records:
        lines += ["Records", "-------"]
        for change in comparison.records[:SHOWN_RECORDS]:
            fields = f" ({', '.join(change.fields)})" if change.fields else ""
            when = f"{change.change:9} {change.known:10}"
            lines += wrap(f"{when} {change.kind}: {change.label}{fields}", after="  ")
        if len(comparison.records) > SHOWN_RECORDS:
            more = len(comparison.records) - SHOWN_RECORDS
            lines.append(f"... and {more} more; --format json lists all.")
    return "\n".join(lines) + "\n"


def _section(title: str, changes: list[FindingChange]) -> list[str]:
    if not changes:
        return []
    lines = [title, "-" * len(title)]
    for change in changes:
        lines.append(change.id)
        was = change.before.sentence if change.before else "not there"
        now = change.after.sentence if change.after else "not there"
        if was == now:
            lines.append("  reads the same, and rests on other records")
            continue
        lines += wrap(was, "  was: ", "       ")
        lines += wrap(now, "  is:  ", "       ")
    return [*lines, ""]
