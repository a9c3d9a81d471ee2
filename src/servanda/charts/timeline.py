"""All tests and launches known by the date, with the present lull shaded and longer ones marked."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import partial
from typing import Any

from servanda.records import Finding

from .axes import as_of_label, as_of_rule, first_day, quarters, time_x
from .chart import Chart, Spec
from .theme import base, colour

LAUNCHES = ("ballistic", "space_launch")
CALM_DAYS = 60  # a shorter pause is not spoken of as one in a title
CHARACTER_PX = 6.2
NUCLEAR_Y, COUNT_Y = 30, 76  # pixels from the top: the nuclear lane, the tallest bar


def test_timeline(lull: Finding, as_of: date) -> Chart | None:
    """The finding ``verification.lull`` as bars per quarter, nuclear tests above them.

    Parameters
    ----------
    lull : Finding
        Its series holds one row per test: date, type, label.
    as_of : date
        Right edge of the drawing.
    """
    rows = [row for row in lull.series if first_day(row["date"]) <= as_of]
    if not rows:
        return None
    first, last = first_day(rows[0]["date"]), max(first_day(row["date"]) for row in rows)
    nuclear = sum(row["type"] == "nuclear" for row in rows)
    launches = sum(row["type"] in LAUNCHES for row in rows)
    return Chart(
        name="tests",
        title=_title(lull),
        alt=(
            f"Bars per quarter from {first.year} to {as_of.year}: {launches} launches, and above "
            f"them {nuclear} nuclear tests. The time since the last one, {_days(lull)} days, is "
            "shaded; earlier pauses that lasted longer are bracketed with their length in days."
        ),
        counted=(
            "Ballistic and space launches known by then, by quarter of the launch date (UTC), "
            "failures included; a launch dated to a month or a year counts from its first day. "
            "A pause is bracketed when it certainly lasted longer than the present one."
        ),
        draw=partial(_spec, rows, lull, first, last, as_of),
    )


def _days(lull: Finding) -> str:
    return f"{lull.value:,}" if isinstance(lull.value, int) else str(lull.value)


def _unit(lull: Finding) -> str:
    return "day" if lull.value == 1 else "days"


def _title(lull: Finding) -> str:
    ballistic = lull.parts.get("ballistic")
    both = "nuclear test or ballistic launch" if "nuclear" in lull.parts else "ballistic launch"
    what = both if ballistic else "nuclear test"
    if not isinstance(lull.value, int) or lull.value < CALM_DAYS:
        return f"The last {what} was {_days(lull)} {_unit(lull)} ago"
    told = f"No {what} for {_days(lull)} days"
    if not ballistic:
        return told
    longer = len(ballistic["longer"])
    if longer == 1:
        return f"{told}; one earlier pause in launches lasted longer"
    if longer:
        return f"{told}; {longer} earlier pauses in launches lasted longer"
    return f"{told}, the longest pause in launches on record"


def _spec(
    rows: list[dict[str, Any]], lull: Finding, first: date, last: date, as_of: date, width: int
) -> Spec:
    left, right, height = 30, 14, 268
    start = date(first.year, 1, 1)
    px = width - left - right
    x = time_x(start, as_of, px)
    plot = height - 22 - 26
    bars, top = _bars(rows, first, as_of)
    y = {
        "field": "upto", "type": "quantitative",
        "scale": {"domain": [0, top], "range": [plot, COUNT_Y]},
        "axis": {"values": _steps(top), "grid": True, "domain": False, "ticks": False,
                 "labelPadding": 6},
    }  # fmt: skip
    spec = base(width, height, left=left, right=right, top=22, bottom=26)
    spec["layer"] = [
        _shade(last, as_of, x),
        {
            "data": {"values": bars},
            "mark": {"type": "rect"},
            "encoding": {
                "x": x, "x2": {"field": "end"}, "y": y, "y2": {"field": "from"},
                "color": _bar_colours(),
            },
        },
        _lane_label("Nuclear tests", 14),
        {
            "data": {"values": [r for r in rows if r["type"] == "nuclear"]},
            "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 80,
                     "color": colour("alarm"), "opacity": 1},
            "encoding": {"x": x, "y": {"value": NUCLEAR_Y}},
        },
        _lane_label("Launches per quarter", 62),
        *_space_key(bars, px),
        *_brackets(lull, x, start, as_of, px, plot),
        _lull_label(lull, as_of, x),
        as_of_rule(as_of, x),
        as_of_label(as_of, x, -6),
    ]  # fmt: skip
    return spec


def _bars(rows: list[dict[str, Any]], first: date, as_of: date) -> tuple[list[dict[str, Any]], int]:
    """One bar per quarter and kind, space launches on top of the others; and the tallest sum."""
    periods = quarters(first, as_of)
    counts: Counter[tuple[date, str]] = Counter()
    for row in rows:
        if row["type"] in LAUNCHES:
            day = first_day(row["date"])
            counts[date(day.year, (day.month - 1) // 3 * 3 + 1, 1), row["type"]] += 1
    bars, top = [], 1
    for begin, end in periods:
        height = 0
        for kind in LAUNCHES:
            number = counts[begin, kind]
            if number:
                bars.append({
                    "date": begin.isoformat(), "end": min(end + timedelta(1), as_of).isoformat(),
                    "from": height, "upto": height + number, "kind": kind,
                })  # fmt: skip
                height += number
        top = max(top, height)
    return bars, top


def _bar_colours() -> dict[str, Any]:
    return {
        "field": "kind", "type": "nominal", "legend": None,
        "scale": {"domain": list(LAUNCHES), "range": [colour("ink"), colour("unknown")]},
    }  # fmt: skip


def _space_key(bars: list[dict[str, Any]], px: int) -> list[dict[str, Any]]:
    """Say which bars are space launches, where there are any."""
    if not any(bar["kind"] == "space_launch" for bar in bars):
        return []
    at = 130 if px < 400 else 134
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "point", "shape": "square", "filled": True, "size": 70,
                     "color": colour("unknown"), "opacity": 1},
            "encoding": {"x": {"value": at}, "y": {"value": 58}},
        },
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", "align": "left", "dx": 9, "text": "of them into space",
                     "color": colour("quiet"), "baseline": "middle"},
            "encoding": {"x": {"value": at}, "y": {"value": 58}},
        },
    ]  # fmt: skip


def _steps(top: int) -> list[int]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if top / s <= 4)
    return list(range(0, top + 1, step))


def _shade(last: date, as_of: date, x: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": [{"date": last.isoformat(), "end": as_of.isoformat()}]},
        "mark": {"type": "rect", "color": colour("shade")},
        "encoding": {"x": x, "x2": {"field": "end"}},
    }


def _lull_label(lull: Finding, as_of: date, x: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": [{"date": as_of.isoformat()}]},
        "mark": {"type": "text", "align": "right", "dx": -5, "fontWeight": "bold",
                 "text": f"{_days(lull)} {_unit(lull)}"},
        "encoding": {"x": x, "y": {"value": 14}},
    }  # fmt: skip


def _lane_label(words: str, y: int) -> dict[str, Any]:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "text": words, "color": colour("quiet")},
        "encoding": {"x": {"value": 0}, "y": {"value": y}},
    }


def _brackets(
    lull: Finding, x: dict[str, Any], start: date, as_of: date, px: int, plot: int
) -> list[dict[str, Any]]:
    """Thin spans over the pauses that lasted longer, with days where there is room for them."""
    longer = lull.parts.get("ballistic", {}).get("longer", [])
    per_day = px / max((as_of - start).days, 1)
    spans = []
    for gap in longer:
        low, high = gap["low"], gap["high"]
        words = f"{low:,}" if low == high else f"{low:,}–{high:,}"
        begin, end = first_day(gap["from"]), first_day(gap["to"])
        room = (end - begin).days * per_day
        middle = begin + (end - begin) / 2
        spans.append({
            "date": begin.isoformat(), "end": end.isoformat(), "middle": middle.isoformat(),
            "words": words if room >= len(words) * CHARACTER_PX + 4 else "",
        })  # fmt: skip
    if not spans:
        return []
    line = {"value": plot - 9}
    quiet = {"color": colour("quiet")}
    tick = {"type": "tick", "orient": "vertical", "size": 7, "thickness": 1, **quiet}
    words_at = {**x, "field": "middle"}
    return [
        {
            "data": {"values": spans},
            "mark": {"type": "rule", "strokeWidth": 1, **quiet},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": line},
        },
        {"data": {"values": spans}, "mark": tick, "encoding": {"x": x, "y": line}},
        {
            "data": {"values": spans},
            "mark": tick,
            "encoding": {"x": {**x, "field": "end"}, "y": line},
        },
        {
            "data": {"values": spans},
            "mark": {"type": "text", "dy": -8, "fontSize": 11, **quiet},
            "encoding": {"x": words_at, "y": line, "text": {"field": "words"}},
        },
    ]
