"""The reach that flights had shown, flight by flight, with published figures beside it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from servanda.records import Finding

from .chart import Chart, Gauge, Spec
from .theme import base, colour

HEAD, ROW = 16, 26  # pixels: words over a flight, and its band
FULL_KM = 20_015  # half the Earth's circumference
SATURATED_KM = 0.995 * FULL_KM
NEAREST_KM = 100
Row = dict[str, Any]


def reach_over_time(finding: Finding, as_of: date) -> Chart | None:
    """One row a flight, oldest first: interval, median, closed form, published figures.

    Parameters
    ----------
    finding : Finding
        ``capability.demonstrated_range_km``; its series.
    as_of : date
        Of the brief.
    """
    rows = [dict(row) for row in finding.series]
    if not rows:
        return None
    best = max(rows, key=lambda row: (row.get("median") or row["bracket"], row.get("low") or 0))
    return Chart(
        name="demonstrated",
        title=f"The {best['label']} of {best['when']} showed a reach of {_gauge(best).text}",
        alt="For each flight that went beyond those before it the estimated reach with its "
        "interval. " + " ".join(f"{gauge.label}: {gauge.text}." for gauge in map(_gauge, rows)),
        counted="Band: 90 % of the ensemble, without the Earth's rotation, payload as flown; "
        "line: median; tick: closed form, a lower bracket; circles: published figures known by "
        f"{as_of.isoformat()} (open at a bound). The scale ends at half the Earth's circumference.",
        draw=partial(_spec, rows),
        gauges=tuple(_gauge(row) for row in rows),
    )


def _gauge(row: Row) -> Gauge:
    label = f"{row['label']}, {row['when']}"
    if row.get("median") is None:
        return Gauge(label, row["bracket"] / FULL_KM, None, f"at least {row['bracket']:,} km")
    return Gauge(label, row["low"] / FULL_KM, row["high"] / FULL_KM, _said(row, whole=True))


def _said(row: Row, whole: bool) -> str:
    """The reach of a flight in words; with its interval where there is room."""
    if row["median"] >= SATURATED_KM:
        return f"at least {_near(row['low'])} km"
    if not whole:
        return f"{_near(row['median'])} km"
    high = "half the circumference" if row["censored"] else f"{_near(row['high'])} km"
    return f"{_near(row['median'])} km ({_near(row['low'])} to {high})"


def _near(km: float) -> str:
    return f"{round(km / NEAREST_KM) * NEAREST_KM:,}"


def _spec(rows: list[Row], width: int) -> Spec:
    wide = width > 500
    left, right, top, bottom = 4, 30, 4, 44
    px = width - left - right
    height = len(rows) * (HEAD + ROW)
    ends = [row.get("high") or row["bracket"] * 1.3 for row in rows]
    ends += [
        value * 1.08
        for row in rows
        for told in row["published"]
        if (value := told["high"] or told["best"] or told["low"])
    ]
    span = min(max(ends) * 1.04, FULL_KM)
    step = next(s for s in (1000, 2000, 5000, 10000) if span / s * (62 if wide else 52) <= px)
    x = {
        "field": "km", "type": "quantitative",
        "scale": {"domain": [0, span], "nice": False},
        "axis": {"values": list(range(0, int(span) + 1, step)), "format": ",.0f", "title": "km",
                 "titleColor": colour("quiet"), "titleFontWeight": "normal", "grid": True},
    }  # fmt: skip
    layers: list[Row] = [{"data": {"values": [{"km": 0}]},
                          "mark": {"type": "point", "size": 0, "color": colour("grid")},
                          "encoding": {"x": x}}]  # fmt: skip
    bare = {"field": "km", "type": "quantitative"}
    for place, row in enumerate(rows):
        layers += _row(row, place * (HEAD + ROW), bare, wide)
    spec = base(width, height + top + bottom, left=left, right=right, top=top, bottom=bottom)
    spec["layer"] = layers
    return spec


def _row(row: Row, top: float, x: Row, wide: bool) -> list[Row]:
    middle = top + HEAD + ROW / 2

    def mark(values: list[Row], kind: Row, at: float, **more: Row) -> Row:
        return {"data": {"values": values}, "mark": kind,
                "encoding": {"x": x, "y": {"value": at}, **more}}  # fmt: skip

    name = row["label"] if wide else row["label"].split(" (")[0]
    head = f"{name}, {row['when']}"
    if row.get("median") is not None:
        head += f": {_said(row, whole=wide)}"
    layers = [
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", "text": head, "align": "left", "baseline": "middle",
                     "fontSize": 12, "fontWeight": "bold"},
            "encoding": {"x": {"value": 0}, "y": {"value": top + 8}},
        }
    ]  # fmt: skip
    if row.get("median") is not None:
        ends = [{"km": row["low"], "to": row["high"]}]
        band = {"type": "bar", "color": colour("band"), "height": 12}
        layers += [
            mark(ends, band, middle, x2={"field": "to"}),
            mark([{"km": row["median"]}],
                 {"type": "tick", "orient": "vertical", "size": 18, "thickness": 2.5, "opacity": 1,
                  "color": colour("level3")}, middle),
        ]  # fmt: skip
    layers.append(
        mark([{"km": row["bracket"]}],
             {"type": "tick", "orient": "vertical", "size": 12, "thickness": 1.5,
              "color": colour("quiet")}, middle)
    )  # fmt: skip
    for told in row["published"]:
        for name in ("low", "best", "high"):
            if told[name] is not None:
                bound = name != "best"
                layers.append(
                    mark([{"km": told[name]}],
                         {"type": "point", "filled": not bound, "opacity": 1, "size": 42,
                          "strokeWidth": 1.6, "color": colour("party_other"),
                          "fill": colour("paper") if bound else colour("party_other")}, middle)
                )  # fmt: skip
    return layers
