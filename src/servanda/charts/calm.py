"""Calm against progress: episodes a quarter, and the denuclearisation score under them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from servanda.records import Finding
from servanda.words import capital, count

from .axes import as_of_label, as_of_rule, first_day, quarters, time_x
from .chart import Chart, Spec
from .theme import base, colour

CALM_FINDINGS = CALM, PROGRESS = (
    "assessment.stability_illusion", "assessment.score_denuclearisation",
)  # fmt: skip
UPPER, LOWER, SPACE = 110, 90, 44  # pixels: the two panels, and the room between them
KINDS = (
    ("nuclear test", "alarm", "nuclear tests"),
    ("launch", "party1", "launches"),
    ("incident", "party_other", "incidents"),
)
Row = dict[str, Any]


def calm_and_progress(findings: Mapping[str, Finding], as_of: date) -> Chart | None:
    """Two panels on one time axis: what happened, and what was carried out.

    Parameters
    ----------
    findings : mapping of str to Finding
        ``assessment.stability_illusion`` and, where there is one, the denuclearisation score.
    as_of : date
        Right edge of the drawing.
    """
    calm = findings.get(CALM)
    if calm is None or not calm.series:
        return None
    progress = findings.get(PROGRESS)
    years = calm.parts["episodes_by_year"]
    change = calm.parts["score_change"]
    title = f"{capital(count(years[0], 'episode', 'episodes'))} in a year after {years[1]} before"
    if change is not None:
        told = f"{abs(change):.0f} points of 100"
        way = "rose" if change >= 0.5 else "fell" if change <= -0.5 else ""
        title += f", while the score {way} by {told}" if way else ", while the score stood still"
    return Chart(
        name="calm",
        title=title,
        alt="Above, episodes a quarter by kind; below, the score of the denuclearisation "
        "commitments over time.",
        counted="Episode: launches, nuclear tests or incidents of one actor and kind no more than "
        "seven days apart, at its first day. Ticks under the bars: exercises held, announced or "
        "suspended in two years. Below: the denuclearisation score as in its own figure, dark "
        "where reported, pale with everything counted.",
        draw=partial(_spec, calm, progress, as_of),
    )


def _spec(calm: Finding, progress: Finding | None, as_of: date, width: int) -> Spec:
    left, right, top, bottom = 32, 14, 44, 26
    px = width - left - right
    start = min(first_day(row["date"]) for row in calm.series)
    start = date(start.year, 1, 1)
    x = time_x(start, as_of, px)
    plot = UPPER + SPACE + LOWER
    spec = base(width, plot + top + bottom, left=left, right=right, top=top, bottom=bottom)
    layers = [
        *_key(px), *_bars(calm, start, as_of, x), *_exercises(calm, start, x),
        *_score(progress, start, x, px),
    ]  # fmt: skip
    spec["layer"] = [*layers, as_of_rule(as_of, x), as_of_label(as_of, x, -26)]
    return spec


def _kind(row: Row) -> str:
    return next(kind for kind, _, _ in KINDS if kind in row["kind"])


def _bars(calm: Finding, start: date, as_of: date, x: Row) -> list[Row]:
    counted = Counter((_quarter(first_day(row["date"])), _kind(row)) for row in calm.series)
    drawn: list[Row] = []
    tallest = 1
    for first, last in quarters(start, as_of):
        below = 0
        for kind, hue, _ in KINDS:
            value = counted[_quarter(first), kind]
            if value:
                span = {"date": first.isoformat(), "end": min(last, as_of).isoformat()}
                drawn.append(span | {"from": below, "upto": below + value, "hue": colour(hue)})
            below += value
        tallest = max(tallest, below)
    step = 1 if tallest <= 4 else 2 if tallest <= 8 else 5
    for row in drawn:
        row["y"], row["y2"] = _up(row["upto"], tallest), _up(row["from"], tallest)
    pixel = {"type": "quantitative", "axis": None, "scale": None}
    return [
        *_grid({n: _up(n, tallest) for n in range(0, tallest + 1, step)}),
        {
            "data": {"values": drawn},
            "mark": {"type": "rect"},
            "encoding": {
                "x": x, "x2": {"field": "end"}, "y": {"field": "y", **pixel}, "y2": {"field": "y2"},
                "color": {"field": "hue", "type": "nominal", "scale": None, "legend": None},
            },
        },
    ]  # fmt: skip


def _up(value: float, tallest: float) -> float:
    return round(UPPER * (1 - value / tallest), 2)


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def _grid(places: Mapping[float, float]) -> list[Row]:
    layers: list[Row] = []
    for value, place in places.items():
        at = {"value": place}
        layers += [
            {
                "data": {"values": [{}]},
                "mark": {"type": "text", "text": f"{value:g}", "align": "right", "fontSize": 11,
                         "baseline": "middle", "color": colour("quiet")},
                "encoding": {"x": {"value": -6}, "y": at},
            },
        ]  # fmt: skip
    return layers


def _exercises(calm: Finding, start: date, x: Row) -> list[Row]:
    rows = [
        {"date": first_day(row["date"]).isoformat()}
        for row in calm.parts["exercises"]
        if first_day(row["date"]) >= start
    ]
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "tick", "orient": "vertical", "size": 9, "thickness": 2,
                     "color": colour("party2"), "opacity": 1},
            "encoding": {"x": x, "y": {"value": UPPER + 9}},
        }
    ]  # fmt: skip


def _score(progress: Finding | None, start: date, x: Row, px: int) -> list[Row]:
    top = UPPER + SPACE

    def at(score: float) -> float:
        return round(top + LOWER * (1 - score / 100), 2)

    layers = _grid({score: at(score) for score in (0, 50, 100)})
    layers.append(_words("Denuclearisation score", 0, top - 14))
    rows = [row for row in progress.series if first_day(row["date"]) >= start] if progress else []
    if not rows:
        layers.append(_words("nothing to score on the date", px / 2, top + LOWER / 2, bold=False))
        return layers
    pixel = {"type": "quantitative", "axis": None, "scale": None}
    for low, high, hue in (("low_all", "high_all", "band_outer"), ("low", "high", "level2")):
        drawn = [
            {"date": row["date"], "y": at(row[low]), "y2": at(row[high])}
            for row in rows
            if row.get(low) is not None
        ]
        layers.append(
            {
                "data": {"values": drawn},
                "mark": {"type": "area", "interpolate": "step-after", "color": colour(hue)},
                "encoding": {"x": x, "y": {"field": "y", **pixel}, "y2": {"field": "y2"}},
            }
        )
    return layers


def _words(text: str, xpx: float, ypx: float, *, bold: bool = True) -> Row:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "text": text, "align": "left" if bold else "center",
                 "baseline": "middle", "fontWeight": "bold" if bold else "normal"},
        "encoding": {"x": {"value": xpx}, "y": {"value": ypx}},
    }  # fmt: skip


def _key(px: int) -> list[Row]:
    told = [*((hue, words, "square") for _, hue, words in KINDS), ("party2", "exercises", "stroke")]
    layers: list[Row] = [_words("Episodes a quarter", 0, -32)]
    for place, (hue, words, shape) in enumerate(told):
        at = {"x": {"value": 5 + place * min(px / len(told), 120)}, "y": {"value": -12}}
        layers += [
            {
                "data": {"values": [{}]},
                "mark": {"type": "point", "shape": shape, "filled": shape == "square", "size": 60,
                         "color": colour(hue), "opacity": 1, "strokeWidth": 3},
                "encoding": at,
            },
            {
                "data": {"values": [{}]},
                "mark": {"type": "text", "text": words, "align": "left", "baseline": "middle",
                         "dx": 9, "fontSize": 11, "color": colour("quiet")},
                "encoding": at,
            },
        ]  # fmt: skip
    return layers
