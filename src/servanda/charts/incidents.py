"""Incidents over time, as tall as they were grave."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from servanda.records import Finding

from .axes import as_of_label, as_of_rule, first_day, time_x
from .chart import Chart, Spec
from .theme import base, colour

YEARS_DRAWN = 10
TOP = 5  # of the severity scale


def incidents_by_severity(finding: Finding, as_of: date) -> Chart | None:
    """The series of ``military.incidents`` as one needle per incident.

    Parameters
    ----------
    finding : Finding
        Series rows hold date, label, severity (0 to 5, or None when not rated).
    as_of : date
        Right edge of the drawing.
    """
    start = as_of - timedelta(days=round(365.25 * YEARS_DRAWN))
    rows = [row for row in finding.series if start <= first_day(row["date"]) <= as_of]
    if not rows:
        return None
    parts = finding.parts
    window = parts.get("window_days", 365)
    now = sum((as_of - first_day(row["date"])).days < window for row in rows)
    before = sum(window <= (as_of - first_day(row["date"])).days < 2 * window for row in rows)
    unrated = sum(row.get("severity") is None for row in rows)
    counted = (
        f"Incidents known by then, since {start.year}, by first day and severity: 0 "
        "signal or complaint, 1 violation without shots, 2 warning shots or jamming, 3 fire "
        "without casualties, 4 casualties, 5 several deaths or territory shelled; "
        + (f"{unrated} without a rating stand as hollow points at 0. " if unrated else "")
        + str(parts.get("counting_rule", "one needle per incident as reported")).rstrip(".")
        + ". Alleged incidents are included."
    )
    return Chart(
        name="incidents",
        title=f"{_number(now)} in the last {window} days, {before} in the {window} days before",
        alt=f"{len(rows)} incidents from {start.year} to {as_of.year} as needles by severity.",
        counted=counted,
        draw=partial(_spec, rows, as_of),
    )


def _number(value: int) -> str:
    return {0: "No incident is on record", 1: "One incident is on record"}.get(
        value, f"{value} incidents are on record"
    )


def _spec(rows: list[dict[str, Any]], as_of: date, width: int) -> Spec:
    left, right, height = 30, 14, 178
    start = min(first_day(row["date"]) for row in rows).replace(month=1, day=1)
    x = time_x(start, as_of, width - left - right)
    drawn = [
        {"date": first_day(row["date"]).isoformat(), "severity": row.get("severity") or 0,
         "rated": row.get("severity") is not None}
        for row in rows
    ]  # fmt: skip
    y = {
        "field": "severity", "type": "quantitative", "scale": {"domain": [0, TOP + 0.3]},
        "axis": {"values": list(range(TOP + 1)), "grid": True, "domain": False, "ticks": False,
                 "labelPadding": 6},
    }  # fmt: skip
    spec = base(width, height, left=left, right=right, top=40, bottom=26)
    spec["layer"] = [
        {
            "data": {"values": drawn},
            "mark": {"type": "rule", "color": colour("ink"), "strokeWidth": 1.4, "opacity": 0.75},
            "encoding": {"x": x, "y": y, "y2": {"datum": 0}},
        },
        {
            "data": {"values": [row for row in drawn if row["rated"]]},
            "mark": {"type": "point", "filled": True, "size": 26, "color": colour("ink"),
                     "opacity": 1},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": [row for row in drawn if not row["rated"]]},
            "mark": {"type": "point", "size": 26, "color": colour("quiet"), "strokeWidth": 1},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", "align": "left", "text": "Severity", "color": colour("quiet")},
            "encoding": {"x": {"value": 0}, "y": {"value": -10}},
        },
        as_of_rule(as_of, x),
        as_of_label(as_of, x, -8),
    ]  # fmt: skip
    return spec
