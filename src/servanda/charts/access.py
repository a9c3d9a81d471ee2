"""Access against activity: who was let in at each site, and what was seen from outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from servanda.records import Finding
from servanda.words import join

from .axes import MONTHS, first_day, time_ticks
from .chart import Chart, Spec
from .theme import base, colour

SITES = 8  # drawn at most
HEAD, LINE, AFTER = 15, 11, 7  # pixels: the name of a site, each of its lines, and below them
LEAST_PX = 3  # a shorter stay is drawn so wide, or nobody sees it
LETTER_PX = 6.2  # of a small letter
CHARACTER_PX = 7.6  # of a bold letter
RECENT_DAYS = 1096  # the time before the as-of date that has a panel of its own
RECENT_SHARE = 0.5  # of the width, where there is a longer history
GAP = 16  # pixels between the two panels
Row = dict[str, Any]


class Kind(NamedTuple):
    """What a mark's word is drawn as: on which line, in words, and how."""

    line: int
    words: str
    shape: str  # "bar", or a point's shape
    hue: str
    thick: int = 8


# In the order of the key. Only the lines that a site has marks on are drawn.
KINDS = {
    "request": Kind(0, "asked", "triangle-up", "party2"),
    "grant": Kind(1, "granted", "circle", "party3"),
    "refusal": Kind(1, "refused", "cross", "alarm"),
    "withdrawal": Kind(1, "refused", "cross", "alarm"),
    "visit": Kind(2, "inspectors in", "bar", "level3", 9),
    "guest": Kind(3, "others let in", "bar", "level1", 7),
    "active": Kind(4, "activity seen", "bar", "party1", 6),
    "report": Kind(4, "other report", "bar", "level0", 4),
    "still": Kind(4, "standstill or dismantling seen", "bar", "unknown", 4),
}


class Panel(NamedTuple):
    """A stretch of time and the pixels it is drawn on."""

    start: date
    end: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where a day lies, cut at the panel's edges."""
        share = (day - self.start).days / max((self.end - self.start).days, 1)
        return round(self.left + (self.right - self.left) * min(max(share, 0.0), 1.0), 1)


def access_and_activity(finding: Finding, as_of: date) -> Chart | None:
    """The sites of ``verification.site_access``, most reported first, over the years.

    A long history has two panels: the years before, and the last three enlarged.

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
    if finding.parts.get("present"):
        title += ", where they are"
    elif isinstance(finding.value, int):
        title += f", and not for {finding.value:,} days"
    return Chart(
        name="access",
        title=title,
        alt=f"{len(rows)} sites, each with bars for visits of inspectors and of others, marks for "
        "what was asked, granted and refused, and below them the periods in which activity was "
        "reported from outside.",
        counted="Of each site, from above: what was asked; what was granted and refused; visits of "
        f"monitoring organisations ({_who(rows, 'visit')}); visits of others "
        f"({_who(rows, 'guest')}); periods for which imagery or reports spoke of activity, of "
        "standstill or dismantling, or of something else, as known by the date. The right panel "
        f"enlarges the last three years of a longer history. A gap is no sign of rest.{more}",
        draw=partial(_spec, rows, as_of),
    )


def _entered(rows: list[Row]) -> str:
    if not rows:
        return "none of them"
    return "one of them" if len(rows) == 1 else f"{len(rows)} of them"


def _who(rows: list[Row], what: str) -> str:
    """By whom visits were made, in the order of the first."""
    came = sorted(
        (mark["start"], mark["who"])
        for row in rows
        for mark in row["marks"]
        if mark["what"] == what
    )
    return join(list(dict.fromkeys(who for _, who in came if who))) or "none"


def _spec(rows: list[Row], as_of: date, width: int) -> Spec:
    left, right, bottom = 18, 14, 26
    px = width - left - right
    columns = 4 if width > 500 else 2
    keyed = list({kind.words: kind for kind in KINDS.values()}.values())
    top = 18 * -(-len(keyed) // columns) + 44
    start = min([first_day(mark["start"]) for row in rows for mark in row["marks"]] + [as_of])
    panels = _panels(date(start.year, 1, 1), as_of, px)
    height = sum(_height(row) for row in rows)
    spec = base(width, height + top + bottom, left=left, right=right, top=top, bottom=bottom)
    layers: list[Row] = []
    at = 0.0
    for row in rows:
        layers += _site(row, at, panels, px)
        at += _height(row)
    for panel in panels:
        layers += _axis(panel, height)
    layers += [
        _rule(px, 0, height, "ink"),
        _text(
            f"as of {as_of.day} {MONTHS[as_of.month - 1]} {as_of.year}",
            px,
            -24,
            "ink",
            align="right",
        ),
        *_key(keyed, px, columns, top),
    ]
    spec["layer"] = layers
    return spec  # fmt: skip


def _panels(start: date, as_of: date, px: int) -> list[Panel]:
    recent = as_of - timedelta(days=RECENT_DAYS)
    if (recent - start).days < RECENT_DAYS:
        return [Panel(start, as_of, 0, px)]
    cut = px * (1 - RECENT_SHARE)
    return [Panel(start, recent, 0, cut - GAP / 2), Panel(recent, as_of, cut + GAP / 2, px)]


def _lines(row: Row) -> list[int]:
    return sorted({KINDS[mark["what"]].line for mark in row["marks"] if mark["what"] in KINDS})


def _height(row: Row) -> int:
    return HEAD + LINE * len(_lines(row)) + AFTER


def _site(row: Row, top: float, panels: Sequence[Panel], px: int) -> Iterator[Row]:
    """A site: its name, and a line for each sort of mark it has."""
    yield _text(_name(row["name"], px), 0, top + 6, "ink", fontWeight="bold", fontSize=12)
    lines = _lines(row)
    for what, kind in KINDS.items():
        marks = [mark for mark in row["marks"] if mark["what"] == what]
        if not marks:
            continue
        y = top + HEAD + LINE * lines.index(kind.line) + LINE / 2
        if kind.shape == "bar":
            yield from _bars(marks, kind, y, panels)
        else:
            yield _points(marks, kind, y, panels)


def _bars(marks: list[Row], kind: Kind, y: float, panels: Sequence[Panel]) -> Iterator[Row]:
    spans, named = [], []
    for mark in marks:
        first, last = first_day(mark["start"]), first_day(mark["end"])
        for panel in panels:
            if last < panel.start or first >= panel.end:
                continue
            x, x2 = panel.x(first), panel.x(last)
            if x2 - x < LEAST_PX:
                x = min(x, panel.right - LEAST_PX)
                x2 = x + LEAST_PX
            spans.append({"x": x, "x2": x2})
            who = mark.get("who", "") if kind.line == KINDS["visit"].line else ""
            if who and x2 - x > len(who) * LETTER_PX + 6:
                named.append({"x": x + 4, "who": who})
    yield {
        "data": {"values": spans},
        "mark": {"type": "rule", "strokeWidth": kind.thick, "color": colour(kind.hue),
                 "opacity": 1},
        "encoding": {"x": _px("x"), "x2": {"field": "x2"}, "y": {"value": y}},
    }  # fmt: skip
    if named:
        yield {
            "data": {"values": named},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": 9.5,
                     "color": colour("paper")},
            "encoding": {"x": _px("x"), "y": {"value": y}, "text": {"field": "who"}},
        }  # fmt: skip


def _points(marks: list[Row], kind: Kind, y: float, panels: Sequence[Panel]) -> Row:
    found = []
    for mark in marks:
        day = first_day(mark["end"])
        panel = next((one for one in panels if day < one.end), panels[-1])
        found.append({"x": min(max(panel.x(day), panel.left + 3), panel.right - 3)})
    return {
        "data": {"values": found},
        "mark": {"type": "point", "shape": kind.shape, "filled": True, "size": 38, "opacity": 1,
                 "color": colour(kind.hue)},
        "encoding": {"x": _px("x"), "y": {"value": y}},
    }  # fmt: skip


def _px(field: str) -> Row:
    """An x that is given in pixels."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def _axis(panel: Panel, height: float) -> Iterator[Row]:
    yield {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": colour("rule")},
        "encoding": {"x": {"value": panel.left}, "x2": {"value": panel.right},
                     "y": {"value": height}},
    }  # fmt: skip
    for day, words in time_ticks(panel.start, panel.end, int(panel.right - panel.left)):
        x = panel.x(date.fromisoformat(day))
        yield _rule(x, height, height + 4, "rule")
        yield _text(words, x, height + 14, "quiet", align="center", fontSize=12)
    yield _text(
        "enlarged" if panel.left else f"since {panel.start.year}",
        panel.left, -9, "quiet", fontSize=11,
    )  # fmt: skip


def _rule(x: float, y: float, y2: float, hue: str) -> Row:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": colour(hue), "strokeWidth": 1},
        "encoding": {"x": {"value": x}, "y": {"value": y}, "y2": {"value": y2}},
    }


def _text(text: str, x: float, y: float, hue: str, **more: Any) -> Row:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "text": text, "align": "left", "baseline": "middle",
                 "color": colour(hue)} | more,
        "encoding": {"x": {"value": x}, "y": {"value": y}},
    }  # fmt: skip


def _name(name: str, px: int) -> str:
    """The name of a site, cut to what there is room for."""
    room = int(px / CHARACTER_PX)
    short = name if len(name) <= room else name.split(" (", maxsplit=1)[0]
    return short if len(short) <= room else f"{short[: room - 1].rstrip()}…"


def _key(keyed: Sequence[Kind], px: int, columns: int, top: int) -> Iterator[Row]:
    for place, kind in enumerate(keyed):
        x, y = place % columns * px / columns + 5, -top + 8 + 18 * (place // columns)
        shape = "square" if kind.line in (2, 3) else "stroke" if kind.shape == "bar" else kind.shape
        yield {
            "data": {"values": [{}]},
            "mark": {"type": "point", "shape": shape, "filled": shape != "stroke", "size": 60,
                     "opacity": 1, "color": colour(kind.hue), "strokeWidth": 4},
            "encoding": {"x": {"value": x}, "y": {"value": y}},
        }  # fmt: skip
        yield _text(kind.words, x + 10, y, "quiet", fontSize=11)
