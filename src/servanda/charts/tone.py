"""Tone of statements over time, one lane a party, and their running mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from statistics import fmean
from typing import Any

from servanda.records import Finding, dates

from .axes import as_of_label, as_of_rule, first_day, time_x
from .chart import Chart, Spec
from .theme import base, colour, party_hues

Row = dict[str, Any]
LANE, SPACE = 70, 30  # pixels
MEAN_DAYS = 180
YEARS = 3


def tone_over_time(
    finding: Finding, as_of: date, parties: Sequence[tuple[str, str]]
) -> Chart | None:
    """The finding ``dialogue.tone``: each statement a dot, and the mean of 180 days.

    Parameters
    ----------
    finding : Finding
        Its series: date, party, name, speaker, tone.
    as_of : date
        Right edge of the drawing.
    parties : sequence of (id, short name)
        Parties that have a hue.
    """
    start = as_of - timedelta(days=365 * YEARS)
    rows = [dict(row) for row in finding.series if start < first_day(row["date"]) <= as_of]
    names = {row["party"]: row["name"] for row in rows}
    lanes = [id for id, _ in parties if id in names]
    if not lanes:
        return None
    by_party = finding.parts["by_party"]
    moved = [
        (told["mean"] - told["before"], name)
        for name, told in by_party.items()
        if told["before"] is not None
    ]
    title = f"Tone toward the other side stands at {finding.value:+.1f} on a scale from −3 to 3"
    if moved:
        change, name = max(moved, key=lambda item: abs(item[0]))
        way = "softened" if change > 0 else "hardened"
        title = f"{name}: the tone {way} by {abs(change):.1f} points in half a year"
    return Chart(
        name="tone",
        title=title.replace("-", "−"),
        alt=f"{len(lanes)} lanes of dots, one a statement, from −3 to 3, with their running mean.",
        counted="Statements on record toward another principal, coded by hand: −3 threat of "
        "destruction, −2 hostile, −1 critical, 0 neutral, 1 conciliatory, 2 friendly, 3 warm "
        f"praise. Line: mean of the {MEAN_DAYS} days before. The statements were chosen for what "
        "they say: it is the tone of the collection.",
        draw=partial(_spec, rows, lanes, names, dict(party_hues([id for id, _ in parties])), as_of),
    )


def _spec(
    rows: list[Row],
    lanes: list[str],
    names: dict[str, str],
    hues: dict[str, str],
    as_of: date,
    width: int,
) -> Spec:
    left, right, top, bottom = 28, 14, 40, 26
    px = width - left - right
    start = min(first_day(row["date"]) for row in rows)
    x = time_x(start, as_of, px)
    plot = len(lanes) * (LANE + SPACE) - SPACE
    spec = base(width, plot + top + bottom, left=left, right=right, top=top, bottom=bottom)
    layers: list[Row] = []
    for place, party in enumerate(lanes):
        own = [row for row in rows if row["party"] == party]
        layers += _lane(
            own, names[party], hues[party], place * (LANE + SPACE), x, (start, as_of, px)
        )
    spec["layer"] = [*layers, as_of_rule(as_of, x), as_of_label(as_of, x, -24)]
    return spec


def _lane(
    rows: list[Row], name: str, hue: str, top: float, x: Row, frame: tuple[date, date, int]
) -> list[Row]:
    start, as_of, px = frame

    def at(tone: float) -> float:
        return round(top + LANE * (3 - tone) / 6, 2)

    y: Row = {"field": "y", "type": "quantitative", "axis": None, "scale": None}
    dots = [{"date": row["date"], "y": at(row["tone"])} for row in rows]
    means = [
        {"date": day.isoformat(), "y": at(fmean(told))}
        for day in (*dates.month_starts(start, as_of), as_of)
        if (told := _within(rows, day))
    ]
    layers: list[Row] = [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": colour("rule" if tone == 0 else "grid")},
            "encoding": {"x": {"value": 0}, "x2": {"value": px}, "y": {"value": at(tone)}},
        }
        for tone in (-3, 0, 3)
    ]
    layers += [
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", "text": text, "align": "right", "baseline": "middle",
                     "fontSize": 11, "color": colour("quiet")},
            "encoding": {"x": {"value": -6}, "y": {"value": at(tone)}},
        }
        for tone, text in ((-3, "−3"), (0, "0"), (3, "3"))
    ]  # fmt: skip
    return [
        *layers,
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", "text": name, "align": "left", "baseline": "middle",
                     "fontWeight": "bold", "color": hue},
            "encoding": {"x": {"value": 0}, "y": {"value": top - 12}},
        },
        {
            "data": {"values": dots},
            "mark": {"type": "point", "filled": True, "size": 26, "opacity": 0.55, "color": hue},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": means},
            "mark": {"type": "line", "strokeWidth": 2, "color": hue},
            "encoding": {"x": x, "y": y},
        },
    ]  # fmt: skip


def _within(rows: list[Row], day: date) -> list[int]:
    start = day - timedelta(days=MEAN_DAYS)
    return [row["tone"] for row in rows if start < first_day(row["date"]) <= day]
