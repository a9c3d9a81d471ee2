"""The thinness profile: shares of what would make a process solid, each with its interval."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from servanda.records import Finding

from .axes import MONTHS
from .chart import Chart, Gauge, Spec
from .theme import HATCH, base, colour

ROW = 44


def thinness_profile(finding: Finding, as_of: date) -> Chart | None:
    """The rows of ``assessment.thinness`` as marks with intervals on one scale of shares.

    Parameters
    ----------
    finding : Finding
        ``parts["shares"]`` holds name, count, of, share, low, high.
    as_of : date
        Said over the drawing.
    """
    rows = list(finding.parts.get("shares", ()))
    if not rows:
        return None
    gauges = tuple(_gauge(row) for row in rows)
    said = "; ".join(f"{gauge.label}: {gauge.text}" for gauge in gauges)
    return Chart(
        name="thinness",
        title=_title(finding, rows),
        alt=f"{len(rows)} shares with their intervals from 0 to 100 %. {said}.",
        counted=(
            "Shares among the commitments in force that principals made in this round, and among "
            "contacts of the sides; bars are intervals "
            f"({finding.parts.get('interval', 'as given')}), "
            "hatching is where there is nothing to count. The table that turns the profile into a "
            "level was fixed before any process was coded."
        ),
        draw=partial(_spec, rows, as_of),
        gauges=gauges,
    )


def _gauge(row: dict[str, Any]) -> Gauge:
    if not row["of"]:
        return Gauge(_cap(row["name"]), None, None, "nothing to count")
    return Gauge(
        _cap(row["name"]), row["low"], row["high"],
        f"{row['count']} of {row['of']} ({_percent(row['low'])}–{_percent(row['high'])} %)",
    )  # fmt: skip


def _cap(words: str) -> str:
    return words[:1].upper() + words[1:]


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _title(finding: Finding, rows: list[dict[str, Any]]) -> str:
    told = f"The thinness of the process is {finding.value}"
    known = [row for row in rows if row["of"]]
    if not known:
        return f"{told}; there is nothing to count a share of"
    least = min(known, key=lambda row: float(row["share"]))
    counted = f"{least['count'] or 'none'} of {least['of']}"
    if least["name"].startswith("contacts"):
        return f"{told}; {counted} contacts were below leader level"
    what = "commitments" if least["name"].startswith("with") else "undertakings to deliver"
    return f"{told}; {counted} {what} {_verb(least)}{least['name']}"


def _verb(row: dict[str, Any]) -> str:
    one = row["count"] == 1
    return ("is " if one else "are ") if str(row["name"]).startswith("delivered") else (
        "comes " if one else "come ")  # fmt: skip


def _spec(rows: list[dict[str, Any]], as_of: date, width: int) -> Spec:
    left, right = 18, 74
    px, plot = width - left - right, ROW * len(rows)
    words = f"as of {as_of.day} {MONTHS[as_of.month - 1]} {as_of.year}"
    spec = base(width, plot + 22 + 28, left=left, right=right, top=22, bottom=28)
    drawn = [
        {**{key: row.get(key) for key in ("low", "high", "share")},
         "label": _cap(row["name"]), "y": place * ROW + 30, "text_y": place * ROW + 12,
         "told": f"{row['count']} of {row['of']}" if row["of"] else "none to count"}
        for place, row in enumerate(rows)
    ]  # fmt: skip
    known = [row for row in drawn if row["share"] is not None]
    unknown = [row for row in drawn if row["share"] is None]
    x: dict[str, Any] = {
        "type": "quantitative", "scale": {"domain": [0, 1]},
        "axis": {"values": [0, 0.25, 0.5, 0.75, 1], "labelExpr": "datum.value * 100 + ' %'",
                 "grid": True, "domain": False, "ticks": False, "labelPadding": 6},
    }  # fmt: skip
    y = {"field": "y", "type": "quantitative", "axis": None,
         "scale": {"domain": [0, plot], "range": [0, plot]}}  # fmt: skip
    spec["layer"] = [
        {
            "data": {"values": known},
            "mark": {"type": "rule", "strokeWidth": 7, "color": colour("band")},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y},
        },
        {
            "data": {"values": [{**row, "from": 0, "to": 1} for row in unknown]},
            "mark": {"type": "bar", "size": 7, "color": HATCH},
            "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": y},
        },
        {
            "data": {"values": known},
            "mark": {"type": "point", "filled": True, "size": 80, "color": colour("level3"),
                     "opacity": 1},
            "encoding": {"x": {**x, "field": "share"}, "y": y},
        },
        {
            "data": {"values": drawn},
            "mark": {"type": "text", "align": "left", "baseline": "middle"},
            "encoding": {"x": {"value": 0}, "y": {**y, "field": "text_y"},
                         "text": {"field": "label"}},
        },
        {
            "data": {"values": drawn},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "fontWeight": "bold"},
            "encoding": {"x": {"value": px + 12}, "y": y, "text": {"field": "told"}},
        },
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", "align": "right", "text": words, "baseline": "bottom"},
            "encoding": {"x": {"value": px}, "y": {"value": -6}},
        },
    ]  # fmt: skip
    return spec
