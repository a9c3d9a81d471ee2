"""Small multiples: each indicator on its own scale, no index over them."""

from __future__ import annotations

from datetime import date
from functools import partial
from math import ceil, floor
from typing import Any

from servanda.records import Finding, dates

from .chart import Chart, Spec
from .marks import level, words
from .theme import NARROW, base, colour

PANEL, HEAD, FOOT, GAP = 40, 34, 18, 18  # pixels: curve, its head, its years, between columns
TITLE_PX, NOTE_PX = 6.3, 5.6  # of a letter
APART = 2.0  # years: figures farther apart are not joined by a line
Row = dict[str, Any]


def indicators_by_dimension(finding: Finding, as_of: date) -> Chart | None:
    """The indicators of ``human_security.dimensions``, panel beside panel.

    Parameters
    ----------
    finding : Finding
        ``parts["history"]``: dimension, name, unit and points (period, figure) of each.
    as_of : date
        What was published by then is drawn.
    """
    rows = finding.parts.get("history") or []
    if not rows:
        return None
    more = sum(len(row["points"]) > 1 for row in rows)
    return Chart(
        name="indicators",
        title=f"{len(rows)} indicators of how people live, {more} with more than one figure "
        f"published by {dates.say(as_of.isoformat())}",
        alt="Small panels, one an indicator, grouped by dimension of human security.",
        counted="Each indicator on its own scale, from the lowest to the highest figure published "
        "by then, over the years of which they speak. Dot: a figure; its newest is written out; "
        "figures more than two years apart are not joined. "
        "Figures published later are not drawn; there is no composite index.",
        draw=partial(_spec, list(rows)),
    )


def _spec(rows: list[Row], width: int) -> Spec:
    columns = 2 if width <= NARROW else 3
    left, right, top, bottom = 4, 8, 4, 6
    px = width - left - right
    cell = (px - GAP * (columns - 1)) / columns
    years = [_year(period) for row in rows for period, _ in row["points"]]
    span = (floor(min(years)), ceil(max(*years, min(years) + 1)))
    layers: list[Row] = []
    y, dimension, place = 0.0, "", 0
    for row in rows:
        if row["dimension"] != dimension:
            if place:
                y += HEAD + PANEL + FOOT
            dimension, place = row["dimension"], 0
            layers.append(words(dimension.capitalize(), 0, y + 10, fontWeight="bold"))
            y += 24
        elif place and place % columns == 0:
            y += HEAD + PANEL + FOOT
        x = (place % columns) * (cell + GAP)
        layers += _panel(row, x, y, cell, span)
        place += 1
    spec = base(width, round(y + HEAD + PANEL + FOOT) + top + bottom, left=left, right=right,
                top=top, bottom=bottom)  # fmt: skip
    spec["layer"] = layers
    return spec


def _panel(row: Row, x: float, y: float, cell: float, span: tuple[float, float]) -> list[Row]:
    start, end = span
    figures = [float(figure) for _, figure in row["points"]]
    low, high = min(figures), max(figures)

    def at(period: str, figure: float) -> Row:
        across = (_year(period) - start) / (end - start)
        up = 0.5 if high == low else (figure - low) / (high - low)
        return {
            "x": round(x + 4 + (cell - 8) * across, 1),
            "y": round(y + HEAD + 4 + (PANEL - 8) * (1 - up), 1),
        }

    points = [at(period, float(figure)) for period, figure in row["points"]]
    pixel: Row = {"type": "quantitative", "axis": None, "scale": None}
    place = {"x": {"field": "x", **pixel}, "y": {"field": "y", **pixel}}
    letters = int(cell / TITLE_PX)
    unit = f"({row['unit']})" if row["unit"][:1].isdigit() else row["unit"]
    newest = f"{_figure(figures[-1])} {unit}, {dates.say(row['points'][-1][0])}"
    rule = level(y + HEAD + PANEL, cell, "rule")
    rule["encoding"] |= {"x": {"value": x}, "x2": {"value": x + cell}}
    drawn: list[Row] = [
        words(_cut(str(row["name"]), letters), x, y + 8, fontSize=11.5),
        words(_cut(newest, int(cell / NOTE_PX)), x, y + 23, fontSize=11, color=colour("quiet")),
        rule,
    ]
    quiet = {"fontSize": 10, "color": colour("quiet")}
    drawn += [
        words(f"{start:.0f}", x, y + HEAD + PANEL + 8, **quiet),
        words(f"{end:.0f}", x + cell, y + HEAD + PANEL + 8, align="right", **quiet),
    ]
    for run in _runs([period for period, _ in row["points"]], points):
        drawn.append(
            {"data": {"values": run}, "encoding": place,
             "mark": {"type": "line", "strokeWidth": 1.6, "color": colour("level2")}}
        )  # fmt: skip
    drawn.append(
        {"data": {"values": points}, "encoding": place,
         "mark": {"type": "point", "filled": True, "size": 18, "opacity": 1,
                  "color": colour("level3")}}
    )  # fmt: skip
    return drawn


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def _runs(periods: list[str], points: list[Row]) -> list[list[Row]]:
    """Stretches of figures no more than `APART` years from one to the next."""
    runs: list[list[Row]] = [[]]
    for n, point in enumerate(points):
        if n and _year(periods[n]) - _year(periods[n - 1]) > APART:
            runs.append([])
        runs[-1].append(point)
    return [run for run in runs if len(run) > 1]


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}".replace("-", "−")


def _year(period: str) -> float:
    span = dates.parse(period)
    return span.first_day.year + (span.first_day.timetuple().tm_yday - 1) / 366
