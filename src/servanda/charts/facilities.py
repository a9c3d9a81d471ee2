"""Who ran when, as known: one strip a facility, with the window since the last test shaded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from servanda.records import Finding
from servanda.words import capital, count, number

from .axes import as_of_label, as_of_rule, first_day, time_x
from .chart import Chart, Gauge, Spec
from .marks import level, words
from .theme import HATCH, base, colour

HEAD, BAR, GAP = 18, 16, 12
YEARS = 18
LIKELY, UNLIKELY = 0.8, 0.2
STATES = {"ran": "level3", "idle": "level0"}
Row = dict[str, Any]


def facility_strips(finding: Finding, as_of: date) -> Chart | None:
    """The series of ``assessment.nuclear_illusion`` as strips.

    Parameters
    ----------
    finding : Finding
        Its series: ``facility``, ``operated``, ``spans``; ``parts["since"]`` opens the window.
    as_of : date
        Right edge of the drawing.
    """
    since = finding.parts.get("since")
    return strips(finding.series, first_day(since) if since else as_of, as_of)


def strips(rows: Sequence[Row], since: date, as_of: date) -> Chart | None:
    """One strip a facility.

    Parameters
    ----------
    rows : sequence of dict
        ``facility``, ``operated`` (probability), ``spans``.
    since : date
        The window opens.
    as_of : date
        Right edge of the drawing.
    """
    if not rows:
        return None
    return Chart(
        name="facilities",
        title=_title(rows, since),
        alt="A strip for each facility, dark where it ran by what is on record. "
        + " ".join(f"{row['facility']}: {_percent(row)} since {since}." for row in rows),
        counted="Dark: ran, by dated records known by the as-of date; pale: idle; hatched: may "
        "have run, since no record tells, or the facility is disputed. On the right the "
        "probability that it ran at any time in the shaded window, since the last test.",
        draw=partial(_spec, list(rows), since, as_of),
        gauges=tuple(
            Gauge(capital(row["facility"]), 0.0, row["operated"], _percent(row)) for row in rows
        ),
    )


def _percent(row: Row) -> str:
    return f"{100 * row['operated']:.0f} %"


def _title(rows: Sequence[Row], since: date) -> str:
    ran = sum(row["operated"] >= LIKELY for row in rows)
    perhaps = sum(UNLIKELY < row["operated"] < LIKELY for row in rows)
    have = "has" if ran == 1 else "have"
    of = count(len(rows), "facility", "facilities")
    told = f"{capital(number(ran)) if ran else 'None'} of {of} {have} run since the last test of "
    told += str(since.year)
    return f"{told}, {number(perhaps)} more perhaps" if perhaps else told


def _spec(rows: list[Row], since: date, as_of: date, width: int) -> Spec:
    left, right, top, bottom = 14, 58, 24, 26
    px = width - left - right
    pitch = HEAD + BAR + GAP
    plot = pitch * len(rows)
    starts = [first_day(span["from"]) for row in rows for span in row["spans"]]
    start = max(min([*starts, since]), date(as_of.year - YEARS, 1, 1))
    x = time_x(start, as_of, px)
    spec = base(width, plot + top + bottom, left=left, right=right, top=top, bottom=bottom)
    layers: list[Row] = []
    if since < as_of:
        layers.append(
            {
                "data": {"values": [{"date": since.isoformat(), "end": as_of.isoformat()}]},
                "mark": {"type": "rect", "color": colour("shade")},
                "encoding": {"x": x, "x2": {"field": "end"}},
            }
        )
    for place, row in enumerate(rows):
        layers += _strip(row, place * pitch, x, start, as_of, px)
    spec["layer"] = [*layers, as_of_rule(as_of, x), as_of_label(as_of, x, -6)]
    return spec


def _strip(row: Row, top: int, x: Row, start: date, as_of: date, px: int) -> list[Row]:
    y, y2 = top + HEAD, top + HEAD + BAR

    drawn = [
        {
            "data": {"values": [{"date": begin.isoformat(), "end": end.isoformat()}]},
            "mark": {"type": "rect", "color": HATCH if state not in STATES
                     else colour(STATES[state])},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": {"value": y}, "y2": {"value": y2}},
        }
        for state, begin, end in _visible(row["spans"], start, as_of)
    ]  # fmt: skip
    return [
        level(y2, px, "rule"),
        *drawn,
        words(capital(row["facility"]), 0, top + 8),
        words(_percent(row), px + 10, (y + y2) / 2, fontWeight="bold"),
    ]


def _visible(spans: Sequence[Row], start: date, as_of: date) -> list[tuple[str, date, date]]:
    """Spans cut to what is drawn: doubt first, so that what is known lies on top."""
    found = []
    for span in spans:
        begin = max(first_day(span["from"]), start)
        end = min(first_day(span["to"]) if span["to"] else as_of, as_of)
        if begin < end:
            found.append((span["state"], begin, end))
    return sorted(found, key=lambda one: (one[0] in STATES, one[0] == "idle", one[1]))
