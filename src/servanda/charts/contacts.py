"""Contacts by level over time: one mark per contact, in the hue of the other side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from servanda.records import Finding
from servanda.words import figures

from .axes import as_of_label, as_of_rule, first_day, time_x
from .chart import Chart, Gauge, Spec
from .theme import base, colour, party_hues

LEVELS = {
    "leader": "Leaders", "minister": "Ministers", "envoy": "Envoys", "working": "Working level",
    "military": "Military", "technical": "Technical", "humanitarian": "Humanitarian",
}  # fmt: skip
YEARS_DRAWN = 3
LANE = 27


def contacts_by_level(
    silence: Finding, as_of: date, parties: Sequence[tuple[str, str]]
) -> Chart | None:
    """The series of ``dialogue.working_level_silence_days`` as one lane per level.

    Parameters
    ----------
    silence : Finding
        Series rows hold date, level, parties.
    as_of : date
        Right edge of the drawing.
    parties : sequence of (str, str)
        Ids and short names in their order, principals first.
    """
    start = as_of - timedelta(days=365 * YEARS_DRAWN)
    rows = [row for row in silence.series if start <= first_day(row["date"]) <= as_of]
    levels = [level for level in LEVELS if any(row["level"] == level for row in silence.series)]
    if not rows or not levels:
        return None
    names = dict(parties)
    common = _common(rows, names)
    marked = [_mark(row, common, names) for row in rows]
    shown = [id for id in names if any(row["other"] == id for row in marked)][:4]
    gauges = tuple(_gauge(level, rows, as_of) for level in levels)
    said = "; ".join(f"{gauge.label.lower()} {gauge.text}" for gauge in gauges)
    whose = f"{names[common]}'s contacts" if common else "contacts"
    counted = (
        f"Contacts known by then between a principal and another party, since {start.year}; one "
        "mark each, at its first day"
    )
    return Chart(
        name="contacts",
        title=_title(rows, silence, as_of),
        alt=f"Lanes of marks, one per contact, by level of {whose}. {said}.",
        counted=counted + (f"; coloured by who met {names[common]}." if common else "."),
        draw=partial(_spec, marked, levels, shown, names, as_of),
        gauges=gauges,
    )


def _common(rows: list[dict[str, Any]], names: Mapping[str, str]) -> str | None:
    """The party that takes part in most contacts: marks are coloured by whom it met."""
    counts = {id: sum(id in row["parties"] for row in rows) for id in names}
    best = max(counts, key=lambda id: counts[id], default=None)
    return best if best and counts[best] * 2 > len(rows) else None


def _mark(row: dict[str, Any], common: str | None, names: Mapping[str, str]) -> dict[str, Any]:
    order = list(names)
    others = sorted(
        (p for p in row["parties"] if p != common),
        key=lambda p: order.index(p) if p in order else len(order),
    )
    return {
        "date": first_day(row["date"]).isoformat(),
        "level": row["level"],
        "other": others[0] if others and common in row["parties"] else "other",
    }


def _gauge(level: str, rows: list[dict[str, Any]], as_of: date) -> Gauge:
    days = [first_day(row["date"]) for row in rows if row["level"] == level]
    if not days:
        return Gauge(LEVELS[level], None, None, "none in the period")
    text = f"{len(days)}, the last begun {(as_of - max(days)).days} days before"
    return Gauge(LEVELS[level], 0.0, len(days) / len(rows), text)


def _title(rows: list[dict[str, Any]], silence: Finding, as_of: date) -> str:
    year = [row for row in rows if (as_of - first_day(row["date"])).days < 365]
    leaders = sum(row["level"] == "leader" for row in year)
    days = silence.value
    if not year:
        told = "No contact is known in the last year"
    elif len(year) == 1:
        told = f"One contact is known in a year, {'' if leaders else 'not '}between leaders"
    else:
        told = f"{leaders or 'None'} of {len(year)} contacts in a year were between leaders"
    if isinstance(days, int):
        told += f"; the working level last met {figures(days, 'day', 'days')} ago"
    return told


def _spec(
    rows: list[dict[str, Any]],
    levels: list[str],
    shown: list[str],
    names: Mapping[str, str],
    as_of: date,
    width: int,
) -> Spec:
    left, right = 98, 14
    px, plot = width - left - right, LANE * len(levels)
    start = min(first_day(row["date"]) for row in rows).replace(day=1)
    x = time_x(start, as_of, px)
    hues = party_hues(list(names))
    y = {
        "field": "level", "type": "ordinal", "sort": levels,
        "scale": {"domain": levels, "paddingInner": 0, "paddingOuter": 0},
        "axis": {"domain": False, "ticks": False, "labelColor": colour("ink"), "labelPadding": 10,
                 "labelExpr": _label_expression(levels)},
    }  # fmt: skip
    spec = base(width, plot + 54 + 26, left=left, right=right, top=54, bottom=26)
    spec["layer"] = [
        {
            "data": {"values": [{"level": level} for level in levels]},
            "mark": {"type": "rule", "color": colour("grid")},
            "encoding": {"x": {"value": 0}, "x2": {"value": px}, "y": y},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "tick", "orient": "vertical", "size": 17, "thickness": 2.4,
                     "opacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                "color": {
                    "field": "other", "type": "nominal", "legend": None,
                    "scale": {
                        "domain": [*shown, *_rest(rows, shown)],
                        "range": [*(hues[id] for id in shown),
                                  *(colour("party_other") for _ in _rest(rows, shown))],
                    },
                },
            },
        },
        *_key(rows, shown, names, hues, left),
        as_of_rule(as_of, x),
        as_of_label(as_of, x, -8),
    ]  # fmt: skip
    return spec


def _rest(rows: list[dict[str, Any]], shown: list[str]) -> list[str]:
    return sorted({row["other"] for row in rows} - set(shown))


def _label_expression(levels: list[str]) -> str:
    words = " : ".join(f"datum.value == '{level}' ? '{LEVELS[level]}'" for level in levels)
    return f"{words} : datum.value"


def _key(
    rows: list[dict[str, Any]],
    shown: list[str],
    names: Mapping[str, str],
    hues: Mapping[str, str],
    left: int,
) -> list[dict[str, Any]]:
    """Names in their hues, in one line over the plot."""
    entries = [(f"with {names[id]}" if place == 0 else names[id], hues[id])
               for place, id in enumerate(shown)]  # fmt: skip
    if _rest(rows, shown):
        entries.append(("others", colour("party_other")))
    layers, at = [], 5.0 - left
    for words, hue in entries:
        layers.append({
            "data": {"values": [{}]},
            "mark": {"type": "text", "align": "left", "text": words, "color": hue,
                     "fontWeight": "bold", "baseline": "bottom"},
            "encoding": {"x": {"value": at}, "y": {"value": -30}},
        })  # fmt: skip
        at += len(words) * 6.6 + 18
    return layers
