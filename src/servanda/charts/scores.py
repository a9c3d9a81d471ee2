"""The three headline scores over time, each as the two bands that what is unknown leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from servanda.records import Finding

from .axes import as_of_label, as_of_rule, first_day, time_x
from .chart import Chart, Gauge, Spec
from .theme import base, colour

SCORES = {
    "assessment.score_denuclearisation": "Denuclearisation",
    "assessment.score_peace_military": "Peace regime and military",
    "assessment.score_exchange_humanitarian": "Exchange and humanitarian",
}
PANEL, SPACE = 76, 34  # pixels: height of a panel, and between two of them


def scores_over_time(findings: Mapping[str, Finding], as_of: date) -> Chart | None:
    """Scores of implementation, 0 to 100, panel above panel on one time axis.

    Parameters
    ----------
    findings : mapping of str to Finding
        Findings by id; series rows hold date, low, high, low_all, high_all.
    as_of : date
        Right edge of the drawing.
    """
    panels = [(name, findings[id]) for id, name in SCORES.items() if id in findings]
    panels = [(name, finding) for name, finding in panels if finding.series]
    if not panels:
        return None
    gauges = tuple(_gauge(name, finding, as_of) for name, finding in panels)
    said = "; ".join(f"{gauge.label.lower()} {gauge.text}" for gauge in gauges)
    return Chart(
        name="scores",
        title=_title(panels, as_of),
        alt=f"{len(panels)} panels of implementation scores from 0 to 100 over time. {said}.",
        counted=(
            "Score = 100 × mean level / 3 over commitments to deliver (0 not initiated, 3 full), "
            "as known on each day. Dark band: commitments with at least one report, the unknown "
            "at its least and most favourable. Pale band: all commitments, those without a report "
            "at 0 and at 100. The levels are ordinal; the mean is a convention."
        ),
        draw=partial(_spec, panels, as_of),
        gauges=gauges,
    )


def _today(finding: Finding, as_of: date) -> dict[str, Any]:
    """The row of the as-of date; empty when nothing counts any more."""
    row = finding.series[-1]
    return dict(row) if first_day(row["date"]) == as_of else {}


def _gauge(name: str, finding: Finding, as_of: date) -> Gauge:
    now = _today(finding, as_of)
    if not now:
        return Gauge(name, None, None, "nothing that counts on the date")
    low, high = now.get("low"), now.get("high")
    everything = f"{_round(now['low_all'])}–{_round(now['high_all'])} with all counted"
    if low is None or high is None:
        return Gauge(name, None, None, f"no report; {everything}")
    return Gauge(name, low / 100, high / 100, f"{_round(low)}–{_round(high)}; {everything}")


def _title(panels: list[tuple[str, Finding]], as_of: date) -> str:
    """Compare the bands of the reported commitments at the right edge, as far as they allow."""
    bands = [
        (row["low"], row["high"], name)
        for name, finding in panels
        if (row := _today(finding, as_of)).get("low") is not None
    ]
    if not bands:
        return "No commitment to deliver that counts on the date has a report"
    lowest = min(bands)
    if len(bands) > 1 and all(lowest[1] < low for low, _, name in bands if name != lowest[2]):
        return f"{lowest[2]} lags behind, at {_round(lowest[0])} to {_round(lowest[1])} of 100"
    low, high, name = bands[0]
    return f"{name} stands at {_round(low)} to {_round(high)} of 100 where anything is reported"


def _round(value: float) -> str:
    return f"{value:.0f}"


def _spec(panels: list[tuple[str, Finding]], as_of: date, width: int) -> Spec:
    left, right = 32, 66 if width < 500 else 116
    px = width - left - right
    plot = len(panels) * (PANEL + SPACE) - SPACE
    start = min(first_day(finding.series[0]["date"]) for _, finding in panels)
    x = time_x(start, as_of, px)
    spec = base(width, plot + 44 + 26, left=left, right=right, top=44, bottom=26)
    layers: list[dict[str, Any]] = []
    for place, (name, finding) in enumerate(panels):
        layers += _panel(name, finding, place * (PANEL + SPACE), plot, x, as_of, px)
    spec["layer"] = [*layers, as_of_rule(as_of, x), as_of_label(as_of, x, -26)]
    return spec


def _panel(
    name: str,
    finding: Finding,
    top: int,
    plot: int,
    x: dict[str, Any],
    as_of: date,
    px: int,
) -> list[dict[str, Any]]:
    rows = [dict(row) for row in finding.series if first_day(row["date"]) <= as_of]
    now = _today(finding, as_of)

    def at(score: float) -> dict[str, float]:
        return {"value": round(top + PANEL * (1 - score / 100), 2)}

    def band(low: str, high: str, fill: str) -> dict[str, Any]:
        """An area between two columns; the scale is pixels, so that panels can share it."""
        drawn = [
            {"date": row["date"], "y": at(row[low])["value"], "y2": at(row[high])["value"]}
            for row in rows
            if row.get(low) is not None
        ]
        y = {
            "field": "y", "type": "quantitative", "axis": None,
            "scale": {"domain": [0, plot], "range": [0, plot]},
        }  # fmt: skip
        return {
            "data": {"values": drawn},
            "mark": {"type": "area", "interpolate": "step-after", "color": colour(fill)},
            "encoding": {"x": x, "y": y, "y2": {"field": "y2"}},
        }

    def words(text: str, xpx: float, place: dict[str, float], **mark: Any) -> dict[str, Any]:
        return {
            "data": {"values": [{}]},
            "mark": {"type": "text", "text": text, "baseline": "middle", **mark},
            "encoding": {"x": {"value": xpx}, "y": place},
        }

    def line(score: float) -> dict[str, Any]:
        return {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": colour("grid")},
            "encoding": {"x": {"value": 0}, "x2": {"value": px}, "y": at(score)},
        }

    middle = {"value": top + PANEL / 2 - 8}
    wide = px > 400
    rated = now.get("low")
    label = f"{_round(rated)}–{_round(now['high'])}" if rated is not None else "no report"
    everything = f"{_round(now['low_all'])}–{_round(now['high_all'])}" if now else "none counts,"
    return [
        *(line(score) for score in (0, 50, 100)),
        band("low_all", "high_all", "band_outer"),
        band("low", "high", "level2"),
        words(name, 0, {"value": top - 12}, align="left", fontWeight="bold", fontSize=12),
        *(
            words(str(score), -6, at(score), align="right", color=colour("quiet"), fontSize=11)
            for score in (0, 50, 100)
        ),
        words(label, px + 8, middle, align="left", fontWeight="bold"),
        words(
            f"{everything} with all" if wide else f"{everything} all",
            px + 8, {"value": top + PANEL / 2 + 9}, align="left", color=colour("quiet"),
            fontSize=11,
        ),
    ]  # fmt: skip
