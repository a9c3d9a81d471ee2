"""What to watch, for a terminal or for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servanda.records import dates

from .plain import as_json, wrap

SIGNS = {"met": "!", "not met": "-", "unknown": "?"}
Row = dict[str, Any]


def render_watch(
    process: str, as_of: str, conditions: Sequence[Row], ahead: Sequence[Row], form: str
) -> str:
    """Conditions and deadlines.

    Parameters
    ----------
    process, as_of : str
        Of what, and when.
    conditions : sequence of dict
        ``name``, ``state``, ``said``, ``records``.
    ahead : sequence of dict
        ``within``, ``date``, ``what``.
    form : str
        ``text`` or ``json``.
    """
    if form == "json":
        told = {"process": process, "as_of": as_of, "met": _met(conditions),
                "conditions": list(conditions), "deadlines": list(ahead)}  # fmt: skip
        return as_json(told)
    lines = [f"{process}, as of {dates.say(as_of)}: {_met(conditions)} of {len(conditions)} "
             "conditions met", ""]  # fmt: skip
    for row in sorted(conditions, key=lambda row: list(SIGNS).index(row["state"])):
        head = f"{SIGNS[row['state']]} {row['name']}: "
        lines += wrap(f"{head}{row['said']}.", after="    ")
    for within in sorted({row["within"] for row in ahead}):
        lines += ["", f"Within {within} days"]
        for row in ahead:
            if row["within"] == within:
                lines += wrap(f"{dates.say(row['date'])}: {row['what']}", "  ", "      ")
    if not ahead:
        lines += ["", "No date ahead is on record."]
    return "\n".join([*lines, "", "! met   - not met   ? nothing on record speaks to it"])


def _met(conditions: Sequence[Row]) -> int:
    return sum(row["state"] == "met" for row in conditions)
