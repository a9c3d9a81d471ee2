"""Machine-coded events by month: cooperation up, conflict down, the mean of the scale under them.

What the process itself has on record stands over them as numbered days.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from servanda.records import dates

from .axes import as_of_label, as_of_rule, time_x
from .chart import Chart, Spec
from .theme import HATCH, base, colour

Row = dict[str, Any]
UPPER, LOWER, SPACE = 150, 80, 40  # pixels: the two panels, and the room between them
APART = 15  # pixels from one number of a mark to the next
HUES = {
    "verbal_cooperation": "level1", "material_cooperation": "level3",
    "verbal_conflict": "party_other", "material_conflict": "alarm",
}  # fmt: skip
KEY = (
    ("level3", "cooperation done"), ("level1", "said"),
    ("alarm", "conflict done"), ("party_other", "said"),
)  # fmt: skip


def events_by_month(pair: Mapping[str, Any], told: Mapping[str, Any], as_of: date) -> Chart | None:
    """A pair's series out of `servanda.desks.military.events.report.count_events`.

    Parameters
    ----------
    pair : mapping
        Names of both, months, marks.
    told : mapping
        Name of the data set, its scale, how many sources an event must have.
    as_of : date
        Nothing coded later was counted.

    Returns
    -------
    Chart or None
        None when no month is covered.
    """
    months = pair["months"]
    if not months:
        return None
    first, second = pair["pair"]
    cooperation, conflict = (
        sum(row[name] for row in months) for name in ("cooperation", "conflict")
    )
    marks = _numbered(pair["marks"])
    partly = [row["month"] for row in months if row["days_covered"] < row["days_of_month"]]
    scale = f", and the mean of the {told['scale']} with its band of 90 %" if told["scale"] else ""
    counted = [
        f"{told['title']}, {first} and {second} in both directions, events of at least "
        f"{told['least_sources']} sources, one for each source address. Up: cooperation, down: "
        f"conflict, dark what was done and pale what was said{scale}. Hatched: months that the "
        "files do not cover."
    ]
    if partly:
        counted.append(_partly(partly, len(months)))
    if marks:
        listed = "; ".join(
            f"{mark['number']} {mark['label']} ({dates.say(mark['date'])})" for mark in marks
        )
        counted.append(f"On record in the process: {listed}.")
    return Chart(
        name="events",
        title=_title(told["title"], first, second, cooperation, conflict, months),
        alt=f"Bars by month from {months[0]['month']} to {months[-1]['month']}, cooperation up and "
        "conflict down, and a line of their mean score under them.",
        counted=" ".join(counted),
        draw=partial(_spec, months, marks, bool(told["scale"]), as_of),
    )


def _title(
    dataset: str, first: str, second: str, cooperation: int, conflict: int, months: list[Row]
) -> str:
    said = (
        f"{dataset} counts {cooperation:,} events of cooperation and {conflict:,} of conflict "
        f"between {first} and {second}"
    )
    most = max(months, key=lambda row: row["cooperation"])
    if len(months) > 2 and most["cooperation"]:
        said += f"; cooperation was reported most in {dates.say(most['month'])}"
    return said


def _partly(partly: list[str], months: int) -> str:
    if len(partly) == months:
        return "No month is covered on every day."
    named = ", ".join(partly[:6]) + (" and others" if len(partly) > 6 else "")
    return f"Not covered on every day: {named}."


def _numbered(marks: list[Row]) -> list[Row]:
    """Marks of one day as one, numbered."""
    by_day: dict[str, list[str]] = {}
    for mark in marks:
        by_day.setdefault(mark["date"], []).append(mark["label"])
    return [
        {"number": number, "date": day, "label": ", ".join(dict.fromkeys(labels))}
        for number, (day, labels) in enumerate(sorted(by_day.items()), 1)
    ]


def _spec(months: list[Row], marks: list[Row], scaled: bool, as_of: date, width: int) -> Spec:
    left, right, top, bottom = 44, 14, 66, 26
    px = width - left - right
    start, end = _first(months[0]["month"]), _last(months[-1]["month"])
    x = time_x(start, end, px)
    plot = UPPER + (SPACE + LOWER if scaled else 0)
    spec = base(width, plot + top + bottom, left=left, right=right, top=top, bottom=bottom)
    layers = [
        *_key(px), *_gaps(months, start, end, x, plot), *_bars(months, x, px),
        *(_mean(months, x, px) if scaled else ()), *_marks(marks, start, end, x, px, plot),
    ]  # fmt: skip
    if start <= as_of <= end:
        layers += [as_of_rule(as_of, x), as_of_label(as_of, x, -52, short=True)]
    spec["layer"] = layers
    return spec


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _last(month: str) -> date:
    first = _first(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


def _gaps(months: list[Row], start: date, end: date, x: Row, plot: int) -> list[Row]:
    """Months that the files do not cover: no evidence is not zero."""
    covered = {row["month"] for row in months}
    missing = [
        {"date": day.isoformat(), "end": _last(f"{day:%Y-%m}").isoformat()}
        for day in dates.month_starts(start, end)
        if f"{day:%Y-%m}" not in covered
    ]
    return [
        {
            "data": {"values": missing},
            "mark": {"type": "rect", "color": HATCH},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": {"value": 0}, "y2": {"value": plot}},
        }
    ] if missing else []  # fmt: skip


def _bars(months: list[Row], x: Row, px: int) -> list[Row]:
    most = {name: max(1, *(row[name] for row in months)) for name in ("cooperation", "conflict")}
    whole = most["cooperation"] + most["conflict"]

    def at(value: float) -> float:
        return float(round(UPPER * (most["cooperation"] - value) / whole, 2))

    drawn: list[Row] = []
    for row in months:
        for what, sign in (("cooperation", 1), ("conflict", -1)):
            below = 0
            for way in ("material", "verbal"):
                value = row[f"{way}_{what}"]
                if value:
                    drawn.append(
                        {"date": f"{row['month']}-01", "end": _last(row["month"]).isoformat(),
                         "y": at(sign * below), "y2": at(sign * (below + value)),
                         "hue": colour(HUES[f"{way}_{what}"])}
                    )  # fmt: skip
                below += value
    pixel = {"type": "quantitative", "axis": None, "scale": None}
    step = _step(whole)
    ticks = range(-(most["conflict"] // step) * step, most["cooperation"] + 1, step)
    return [
        *_lines({value: at(value) for value in ticks}, px),
        {
            "data": {"values": drawn},
            "mark": {"type": "rect"},
            "encoding": {
                "x": x, "x2": {"field": "end"}, "y": {"field": "y", **pixel}, "y2": {"field": "y2"},
                "color": {"field": "hue", "type": "nominal", "scale": None, "legend": None},
            },
        },
    ]  # fmt: skip


def _step(whole: float) -> int:
    """The distance of ticks: some five of them."""
    step = 1
    while True:
        for times in (1, 2, 5):
            if whole / (step * times) <= 6:
                return step * times
        step *= 10


def _lines(places: Mapping[int, float], px: int) -> list[Row]:
    layers: list[Row] = []
    for value, place in places.items():
        layers += [
            {
                "data": {"values": [{}]},
                "mark": {"type": "rule", "color": colour("rule" if value == 0 else "grid")},
                "encoding": {"x": {"value": 0}, "x2": {"value": px}, "y": {"value": place}},
            },
            {
                "data": {"values": [{}]},
                "mark": {"type": "text", "text": f"{abs(value):,}", "align": "right",
                         "fontSize": 11, "baseline": "middle", "color": colour("quiet")},
                "encoding": {"x": {"value": -6}, "y": {"value": place}},
            },
        ]  # fmt: skip
    return layers


def _mean(months: list[Row], x: Row, px: int) -> list[Row]:
    """The mean of the scale, a step a month within its band; months without one have neither."""
    top = UPPER + SPACE
    bounds = [row[name] for row in months for name in ("goldstein_low", "goldstein_high")
              if row[name] is not None]  # fmt: skip
    reach = max(2, *(abs(bound) for bound in bounds)) if bounds else 2
    reach = next(limit for limit in (2, 5, 10) if reach <= limit)

    def at(value: float) -> float:
        return round(top + LOWER * (reach - value) / (2 * reach), 2)

    def rows(*names: str) -> list[Row]:
        return [
            {"date": f"{row['month']}-01", "end": _last(row["month"]).isoformat()}
            | {name: at(row[f"goldstein_{name}"]) for name in names}
            for row in months
            if row["goldstein_low"] is not None
        ]

    pixel = {"type": "quantitative", "axis": None, "scale": None}
    signed = {reach: f"+{reach}", 0: "0", -reach: f"−{reach}"}
    layers = _lines({0: at(0)}, px)[:1]
    layers += [_small(text, -6, at(value), "right") for value, text in signed.items()]
    return [
        *layers,
        {
            "data": {"values": rows("low", "high")},
            "mark": {"type": "rect", "color": colour("band")},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": {"field": "low", **pixel},
                         "y2": {"field": "high"}},
        },
        {
            "data": {"values": rows("mean")},
            "mark": {"type": "rule", "color": colour("level3"), "strokeWidth": 2},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": {"field": "mean", **pixel}},
        },
        _bold("Mean of the scale, −10 conflict to +10 cooperation", 0, top - 14),
    ]  # fmt: skip


def _marks(marks: list[Row], start: date, end: date, x: Row, px: int, plot: int) -> list[Row]:
    """A thin line on each marked day; numbers that would touch share a place."""
    if not marks:
        return []
    days = (end - start).days or 1
    groups: list[tuple[float, list[Row]]] = []
    for mark in marks:
        place = px * (date.fromisoformat(mark["date"]) - start).days / days
        if groups and place - groups[-1][0] < APART:
            groups[-1][1].append(mark)
        else:
            groups.append((place, [mark]))
    named = [
        {"date": group[0]["date"], "words": str(group[0]["number"]) if len(group) == 1 else
         f"{group[0]['number']}–{group[-1]['number']}"}
        for _, group in groups
    ]  # fmt: skip
    layers: list[Row] = [
        {
            "data": {"values": [{"date": mark["date"]} for mark in marks]},
            "mark": {
                "type": "rule",
                "color": colour("quiet"),
                "strokeWidth": 0.8,
                "strokeDash": [2, 2],
            },
            "encoding": {"x": x, "y": {"value": first}, "y2": {"value": last}},
        }
        for first, last in ((-4, UPPER), (UPPER + SPACE, plot))
        if last > first
    ]
    layers.append(
        {
            "data": {"values": named},
            "mark": {"type": "text", "baseline": "bottom", "fontSize": 11,
                     "color": colour("quiet")},
            "encoding": {"x": x, "y": {"value": -6}, "text": {"field": "words"}},
        }
    )  # fmt: skip
    return layers


def _bold(text: str, xpx: float, ypx: float) -> Row:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "text": text, "align": "left", "baseline": "middle",
                 "fontWeight": "bold"},
        "encoding": {"x": {"value": xpx}, "y": {"value": ypx}},
    }  # fmt: skip


def _small(text: str, xpx: float, ypx: float, align: str) -> Row:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "text": text, "align": align, "baseline": "middle",
                 "fontSize": 11, "color": colour("quiet")},
        "encoding": {"x": {"value": xpx}, "y": {"value": ypx}},
    }  # fmt: skip


def _key(px: int) -> list[Row]:
    layers: list[Row] = [_bold("Events a month", 0, -54)]
    places = [place * px / 350 for place in (5, 124, 176, 286)] if px < 500 else [5, 140, 210, 330]
    for (hue, words), place in zip(KEY, places, strict=True):
        layers += [
            {
                "data": {"values": [{}]},
                "mark": {"type": "point", "shape": "square", "filled": True, "size": 60,
                         "color": colour(hue), "opacity": 1},
                "encoding": {"x": {"value": place}, "y": {"value": -32}},
            },
            _small(words, place + 9, -32, "left"),
        ]  # fmt: skip
    return layers
