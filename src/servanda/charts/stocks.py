"""Fan charts of stocks: median with the 50 and 90 % bands, published figures when published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from servanda.records import Finding

from .axes import as_of_label, as_of_rule, first_day, time_x
from .chart import Chart, Gauge, Spec
from .theme import base, colour

PANEL, SPACE, TOP = 124, 38, 46
YEARS = 22  # drawn before the as-of date
NAMES = {
    "separated": "Separated plutonium, kg",
    "in_reactor": "Plutonium in the reactors, kg",
    "unseparated": "Plutonium in discharged fuel, kg",
    "heu": "Highly enriched uranium, kg",
    "weapons": "Weapons’ worth of both",
}
APART_PX = 4.0  # between figures published on one day
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fan:
    """One stock over time.

    Attributes
    ----------
    pool : str
        Which, as a key of `NAMES`.
    rows : sequence of dict
        ``date``, ``low``, ``lower``, ``median``, ``upper``, ``high``, oldest first.
    published : sequence of dict
        ``known``, ``low``, ``best``, ``high``: figures, each on the day it was published.
    supposed : sequence of dict
        The same rows under a supposition, drawn as dashed lines.
    """

    pool: str
    rows: Sequence[Row]
    published: Sequence[Row] = ()
    supposed: Sequence[Row] = ()


def stocks_of_findings(findings: Sequence[Finding], as_of: date) -> Chart | None:
    """The fans of ``capability.plutonium_kg``, ``capability.heu_kg``, ``capability.weapons_worth``.

    Parameters
    ----------
    findings : sequence of Finding
        Series: quantiles by date; ``parts["published"]``: figures.
    as_of : date
        Right edge of the drawing.
    """
    return stocks_over_time(
        [
            Fan(finding.parts["pool"], finding.series, finding.parts.get("published", ()))
            for finding in findings
            if finding.series and finding.value is not None
        ],
        as_of,
    )


def stocks_over_time(fans: Sequence[Fan], as_of: date, until: date | None = None) -> Chart | None:
    """One panel a stock, under one another, on one time axis.

    Parameters
    ----------
    fans : sequence of Fan
        What to draw.
    as_of : date
        A thin line.
    until : date, optional
        Right edge, when it lies after the as-of date (a projection).
    """
    fans = [fan for fan in fans if fan.rows]
    if not fans:
        return None
    end = max(until or as_of, as_of)
    gauges = tuple(_gauge(fan, as_of) for fan in fans)
    later = (
        f" To the right of it, what follows if nothing changes, to {end}." if end > as_of else ""
    )
    dashed = (
        " Dashed: median and 90 % bounds under the supposition."
        if any(fan.supposed for fan in fans) else ""
    )  # fmt: skip
    return Chart(
        name="stocks",
        title=_title(fans, as_of),
        alt="Median with bands of 50 and 90 % over time. "
        + " ".join(f"{gauge.label}: {gauge.text}." for gauge in gauges),
        counted="Line: median of the histories; dark band 50 %, light band 90 %. Circles with "
        "bars: published figures, each on the day it was published, whatever date it speaks of "
        f"(open where only a bound was given).{dashed}{later} The model knows what was public by "
        "the as-of date.",
        draw=partial(_spec, list(fans), as_of, end),
        gauges=gauges,
    )  # fmt: skip


def _last(fan: Fan, as_of: date) -> Row:
    """The row of the as-of date."""
    return [row for row in fan.rows if first_day(row["date"]) <= as_of][-1]


def _gauge(fan: Fan, as_of: date) -> Gauge:
    now = _last(fan, as_of)
    most = max(float(row["high"]) for row in fan.rows) or 1.0
    return Gauge(NAMES[fan.pool], now["low"] / most, now["high"] / most, _said(now))


def _said(row: Row) -> str:
    return f"{row['median']:.0f} ({row['low']:.0f}–{row['high']:.0f})"


def _title(fans: Sequence[Fan], as_of: date) -> str:
    now = {fan.pool: _last(fan, as_of) for fan in fans}
    if "weapons" in now:
        row = now["weapons"]
        return (
            f"What was separated and enriched is worth some {row['median']:.0f} weapons; it may be "
            f"{row['low']:.0f}, or {row['high']:.0f}"
        )
    fan = fans[0]
    what, _, unit = NAMES[fan.pool].partition(", ")
    return f"{what} stands at {_said(now[fan.pool])} {unit}".rstrip()


def _spec(fans: list[Fan], as_of: date, end: date, width: int) -> Spec:
    left, right = 40, 74 if width < 500 else 96
    px = width - left - right
    plot = len(fans) * (PANEL + SPACE) - SPACE
    first = min(first_day(fan.rows[0]["date"]) for fan in fans)
    start = max(first, date(as_of.year - YEARS, 1, 1))
    x = time_x(start, end, px)
    spec = base(width, plot + TOP + 26, left=left, right=right, top=TOP, bottom=26)
    layers: list[Row] = []
    for place, fan in enumerate(fans):
        layers += _panel(fan, place * (PANEL + SPACE), plot, x, start, as_of, end, px)
    spec["layer"] = [*layers, as_of_rule(as_of, x), as_of_label(as_of, x, -28)]
    return spec


def _panel(
    fan: Fan, top: int, plot: int, x: Row, start: date, as_of: date, end: date, px: int
) -> list[Row]:
    rows = [row for row in fan.rows if start <= first_day(row["date"]) <= end]
    supposed = [row for row in fan.supposed if start <= first_day(row["date"]) <= end]
    if [row["median"] for row in supposed] == [row["median"] for row in rows]:
        supposed = []  # a line upon a line tells nothing
    figures = _placed(fan.published, start, as_of, end, px)
    most = max([float(row["high"]) for row in (*rows, *supposed)]
               + [f[name] or 0.0 for f in figures for name in ("low", "best", "high")])  # fmt: skip
    ceiling, step = _ceiling(most)

    def at(value: float) -> float:
        return round(top + PANEL * (1 - value / ceiling), 2)

    y: Row = {"type": "quantitative", "axis": None,
              "scale": {"domain": [0, plot], "range": [0, plot]}}  # fmt: skip

    def area(low: str, high: str, fill: str) -> Row:
        return {
            "data": {"values": [{"date": r["date"], "y": at(r[low]), "y2": at(r[high])}
                                for r in rows]},
            "mark": {"type": "area", "color": colour(fill)},
            "encoding": {"x": x, "y": {**y, "field": "y"}, "y2": {"field": "y2"}},
        }  # fmt: skip

    def line(drawn: list[Row], name: str, **mark: Any) -> Row:
        return {
            "data": {"values": [{"date": r["date"], "y": at(r[name])} for r in drawn]},
            "mark": {"type": "line", **mark},
            "encoding": {"x": x, "y": {**y, "field": "y"}},
        }

    def words(text: str, xpx: float, ypx: float, **mark: Any) -> Row:
        return {
            "data": {"values": [{}]},
            "mark": {"type": "text", "text": text, "baseline": "middle", **mark},
            "encoding": {"x": {"value": xpx}, "y": {"value": ypx}},
        }

    grid = [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": colour("grid")},
            "encoding": {"x": {"value": 0}, "x2": {"value": px}, "y": {"value": at(value)}},
        }
        for value in range(0, ceiling + 1, step)
    ]
    steps = [
        words(f"{value:,}", -6, at(value), align="right", color=colour("quiet"), fontSize=11)
        for value in range(0, ceiling + 1, step)
    ]
    dashed = [
        line(supposed, name, color=colour("ink"), strokeWidth=wide, strokeDash=[5, 3])
        for name, wide in (("low", 1), ("median", 2), ("high", 1)) if supposed
    ]  # fmt: skip
    now = _last(fan, end)
    return [
        *grid,
        area("low", "high", "band_outer"),
        area("lower", "upper", "band"),
        line(rows, "median", color=colour("level3"), strokeWidth=2),
        *dashed,
        *_figures(figures, x, y, at),
        words(NAMES[fan.pool], 0, top - 13, align="left", fontWeight="bold"),
        *steps,
        words(f"{now['median']:,.0f}", px + 8, top + PANEL / 2 - 8, align="left",
              fontWeight="bold", fontSize=13),
        words(f"{now['low']:,.0f}–{now['high']:,.0f}", px + 8, top + PANEL / 2 + 9,
              align="left", color=colour("quiet"), fontSize=11),
    ]  # fmt: skip


def _ceiling(most: float) -> tuple[int, int]:
    """A round top of a scale, and the step of its grid.

    Examples
    --------
    >>> _ceiling(63.9), _ceiling(804.3), _ceiling(4.2)
    ((80, 20), (1000, 250), (5, 1))
    """
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000):
        if most <= 5 * step:
            return max(-(-int(-(-most // 1)) // step), 1) * step, step
    return int(most) + 1, max(int(most) // 4, 1)


def _placed(figures: Sequence[Row], start: date, as_of: date, end: date, px: int) -> list[Row]:
    """Figures on the day they were published, those of one day a little apart."""
    per_px = (end - start).days / px
    placed: list[Row] = []
    taken: dict[date, int] = {}
    for figure in sorted(figures, key=lambda row: (row["known"], row["date"], row["id"])):
        day = first_day(figure["known"])
        if not start <= day <= as_of:
            continue
        same = taken[day] = taken.get(day, -1) + 1
        moved = day - timedelta(days=round(same * APART_PX * per_px))
        placed.append({**figure, "at": max(moved, start).isoformat()})
    return placed


def _figures(figures: list[Row], x: Row, y: Row, at: Any) -> list[Row]:
    spans, points, bounds = [], [], []
    for figure in figures:
        low, best, high = (figure[name] for name in ("low", "best", "high"))
        if low is not None and high is not None:
            spans.append({"date": figure["at"], "y": at(low), "y2": at(high)})
            best = (low + high) / 2 if best is None else best
        if best is not None:
            points.append({"date": figure["at"], "y": at(best)})
        else:
            bounds.append({"date": figure["at"], "y": at(high if low is None else low)})
    grey = colour("party_other")
    mark = {"type": "point", "size": 34, "opacity": 1, "strokeWidth": 1.5, "color": grey}

    def layer(values: list[Row], drawn: Row, **more: Any) -> list[Row]:
        if not values:
            return []
        encoding = {"x": x, "y": {**y, "field": "y"}, **more}
        return [{"data": {"values": values}, "mark": drawn, "encoding": encoding}]

    return [
        *layer(spans, {"type": "rule", "strokeWidth": 1.5, "color": grey}, y2={"field": "y2"}),
        *layer(points, {**mark, "filled": True}),
        *layer(bounds, {**mark, "filled": False, "fill": colour("paper")}),
    ]
