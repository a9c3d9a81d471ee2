"""Access against activity: who was let in at each site, and what was seen from outside."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from servanda.records import Finding

from .axes import as_of_label, as_of_rule, first_day, time_x
from .chart import Chart, Spec
from .theme import base, colour

SITES = 8  # drawn at most
HEAD, LANE = 16, 22  # pixels: words over a site, and its lane
LEAST_DAYS = 45  # a shorter stay is drawn so long, or nobody sees it
CHARACTER_PX = 7.6  # of a bold letter
Row = dict[str, Any]
# What is drawn: the marks of one word, their shape and colour, in the order of the key.
STAYS = {"visit": "level3", "guest": "level1"}
POINTS = {
    "request": ("triangle-up", "party2", "asked"),
    "refusal": ("cross", "alarm", "refused"),
    "withdrawal": ("cross", "alarm", "refused"),
    "grant": ("circle", "party3", "granted"),
}
KEY = (
    ("visit", "inspectors in", "square", "level3"),
    ("guest", "other visitors", "square", "level1"),
    ("grant", "granted", "circle", "party3"),
    ("request", "asked", "triangle-up", "party2"),
    ("refusal", "refused", "cross", "alarm"),
    ("active", "activity seen", "stroke", "party1"),
    ("still", "standstill or dismantling seen", "stroke", "unknown"),
)


def access_and_activity(finding: Finding, as_of: date) -> Chart | None:
    """The sites of ``verification.site_access``, most reported first, on one time axis.

    Parameters
    ----------
    finding : Finding
        Its series: one row a site, with ``marks``.
    as_of : date
        Right edge of the drawing.
    """
    rows = [dict(row) for row in finding.series if row["marks"]][:SITES]
    if not rows:
        return None
    entered = [row for row in rows if row["last_visit"]]
    active = sum(any(mark["what"] == "active" for mark in row["marks"]) for row in rows)
    left = len(finding.series) - len(rows)
    more = f" {left} more with fewer records are left out." if left > 0 else ""
    title = (
        f"Activity was seen at {active} of {len(rows)} sites; inspectors were let into "
        f"{_entered(entered)}"
    )
    if isinstance(finding.value, int):
        title += f", and not for {finding.value:,} days"
    return Chart(
        name="access",
        title=title,
        alt=f"{len(rows)} sites, each with bars for visits of inspectors and of others, marks for "
        "what was asked, granted and refused, and below them the periods in which activity was "
        "reported from outside.",
        counted="Upper line of a site: visits of monitoring organisations and of others, requests, "
        "grants, refusals. Lower line: periods for which imagery or reports spoke of activity, or "
        f"of standstill or dismantling, as known by the date. A gap is no sign of rest.{more}",
        draw=partial(_spec, rows, as_of),
    )


def _entered(rows: list[Row]) -> str:
    if not rows:
        return "none of them"
    return "one of them" if len(rows) == 1 else f"{len(rows)} of them"


def _spec(rows: list[Row], as_of: date, width: int) -> Spec:
    left, right = 18, 14
    px = width - left - right
    columns = 4 if width > 500 else 2
    top = 18 * -(-len(KEY) // columns) + 26
    start = min(first_day(mark["start"]) for row in rows for mark in row["marks"])
    start = date(min(start, as_of).year, 1, 1)
    x = time_x(start, as_of, px, field="start")
    height = len(rows) * (HEAD + LANE)
    spec = base(width, height + top + 26, left=left, right=right, top=top, bottom=26)
    layers: list[Row] = []
    for place, row in enumerate(rows):
        layers += _site(row, place * (HEAD + LANE), x, as_of, px)
    layers += _key(px, columns, top)
    layers += [as_of_rule(as_of, x), as_of_label(as_of, x, -6)]
    spec["layer"] = layers
    return spec


def _site(row: Row, top: float, x: Row, as_of: date, px: int) -> list[Row]:
    line = top + HEAD + 5
    layers: list[Row] = [
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", "text": _name(row["name"], px), "align": "left",
                     "baseline": "middle", "fontWeight": "bold", "fontSize": 12},
            "encoding": {"x": {"value": 0}, "y": {"value": top + 7}},
        },
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": colour("grid")},
            "encoding": {"x": {"value": 0}, "x2": {"value": px}, "y": {"value": line}},
        },
    ]  # fmt: skip

    def bars(what: str, hue: str, at: float, thick: int) -> Row:
        spans = [_span(mark, as_of) for mark in row["marks"] if mark["what"] == what]
        return {
            "data": {"values": spans},
            "mark": {"type": "rule", "strokeWidth": thick, "color": colour(hue), "opacity": 1},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": {"value": at}},
        }

    layers += [bars(what, hue, line, 8) for what, hue in STAYS.items()]
    layers += [bars("active", "party1", line + 10, 5), bars("still", "unknown", line + 10, 3)]
    for what, (shape, hue, _) in POINTS.items():
        points = [_span(mark, as_of) for mark in row["marks"] if mark["what"] == what]
        layers.append(
            {
                "data": {"values": points},
                "mark": {"type": "point", "shape": shape, "filled": True, "size": 44,
                         "opacity": 1, "color": colour(hue)},
                "encoding": {"x": x, "y": {"value": line}},
            }
        )  # fmt: skip
    return layers


def _name(name: str, px: int) -> str:
    """The name of a site, cut to what there is room for."""
    room = int(px / CHARACTER_PX)
    short = name if len(name) <= room else name.split(" (", maxsplit=1)[0]
    return short if len(short) <= room else f"{short[: room - 1].rstrip()}…"


def _span(mark: Row, as_of: date) -> Row:
    """A period, cut at the as-of date and long enough to be seen."""
    start, end = first_day(mark["start"]), min(first_day(mark["end"]), as_of)
    end = max(end, start + timedelta(days=LEAST_DAYS))
    if end > as_of:
        start, end = min(start, as_of - timedelta(days=LEAST_DAYS)), as_of
    return {"start": start.isoformat(), "end": end.isoformat()}


def _key(px: int, columns: int, top: int) -> list[Row]:
    layers: list[Row] = []
    for place, (_, words, shape, hue) in enumerate(KEY):
        at = {"x": {"value": place % columns * px / columns + 5},
              "y": {"value": -top + 8 + 18 * (place // columns)}}  # fmt: skip
        layers += [
            {
                "data": {"values": [{}]},
                "mark": {"type": "point", "shape": shape, "filled": shape != "stroke",
                         "size": 60, "opacity": 1, "color": colour(hue), "strokeWidth": 4},
                "encoding": at,
            },
            {
                "data": {"values": [{}]},
                "mark": {"type": "text", "text": words, "align": "left", "baseline": "middle",
                         "dx": 10, "fontSize": 11, "color": colour("quiet")},
                "encoding": at,
            },
        ]  # fmt: skip
    return layers
