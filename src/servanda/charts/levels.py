"""How many undertakings stand at which level, over time: one panel per theme and obligor.

The height of a panel is all undertakings that it counts today; what is filled is what was then
reported, from the bottom full, intermediate, minimal, not initiated, and hatched what is unknown
of them. What stays empty had no report: no evidence looks different from zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from servanda.records import Finding, dates

from .axes import MONTHS, first_day, time_ticks
from .chart import Chart, Gauge, Spec
from .commitments import MASSES, THEMES, belief_key, is_rated, obligor_of, to_deliver
from .theme import HATCH, LEVELS, base, colour, party_hues

PANEL = 66  # pixels
TOP, BOTTOM = 78, 26
COLUMNS = 4
BOLD_PX = 7.0


def levels_over_time(
    findings: Iterable[Finding], as_of: date, parties: Sequence[tuple[str, str]], scope: str = ""
) -> Chart | None:
    """The findings ``commitment/...`` of form *deliver* as stacks by believed level.

    Parameters
    ----------
    findings : iterable of Finding
        Series rows hold date, m0 to m3, theta.
    as_of : date
        Right edge of the drawing.
    parties : sequence of (str, str)
        Ids and short names in their order, principals first.
    scope : str
        Which commitments are meant (``made since October 2017``).
    """
    rows = to_deliver(findings)
    rated = [finding for finding in rows if is_rated(finding)]
    if not rated:
        return None
    panels = _panels(rows, parties)
    gauges = tuple(_gauge(*panel, dict(parties)) for panel in panels)
    said = "; ".join(f"{gauge.label}: {gauge.text}" for gauge in gauges)
    meant = f" {scope}" if scope else ""
    return Chart(
        name="levels",
        title=_title(rows, rated),
        alt=(
            f"{len(panels)} panels over time, by theme and obligor, each filled by the "
            f"undertakings reported at each level. {said}."
        ),
        counted=(
            f"Commitments to deliver{meant}, once per obligor, without those that wait for a "
            "condition. The full height of a panel is all of them; colours add up what was "
            "believed of each on the first of each month, as known by then; hatching is what was "
            "unknown of those reported; what is empty had no report."
        ),
        draw=partial(_spec, panels, as_of, parties),
        gauges=gauges,
    )


def _title(rows: Sequence[Finding], rated: Sequence[Finding]) -> str:
    full = sum(finding.parts.get("level") == 3 for finding in rated)
    none = len(rows) - len(rated)
    verb = "is" if full == 1 else "are"
    told = f"{full or 'None'} of {len(rows)} undertakings to deliver {verb} reported as full"
    return f"{told}; {none} {'has' if none == 1 else 'have'} no report" if none else told


def _panels(
    rows: Sequence[Finding], parties: Sequence[tuple[str, str]]
) -> list[tuple[str, str, list[Finding]]]:
    """Theme, obligor and the undertakings, in the order in which they are drawn."""
    order = [id for id, _ in parties]
    obligors = sorted(
        {obligor_of(f) for f in rows}, key=lambda p: order.index(p) if p in order else len(order)
    )[:COLUMNS]
    found = []
    for theme in THEMES:
        for obligor in obligors:
            own = [f for f in rows if f.parts.get("theme") == theme and obligor_of(f) == obligor]
            if own:
                found.append((theme, obligor, own))
    return found


def _gauge(theme: str, obligor: str, own: list[Finding], names: dict[str, str]) -> Gauge:
    full = sum(f.parts.get("level") == 3 for f in own if is_rated(f))
    rated = sum(is_rated(f) for f in own)
    return Gauge(
        f"{names.get(obligor, obligor)}, {THEMES[theme][:1].lower()}{THEMES[theme][1:]}",
        0.0, full / len(own), f"{full} of {len(own)} full, {len(own) - rated} without report",
    )  # fmt: skip


def _spec(
    panels: list[tuple[str, str, list[Finding]]],
    as_of: date,
    parties: Sequence[tuple[str, str]],
    width: int,
) -> Spec:
    wide = width >= 500
    themes = [theme for theme in THEMES if any(panel[0] == theme for panel in panels)]
    obligors = list(dict.fromkeys(panel[1] for panel in sorted(
        panels, key=lambda panel: [id for id, _ in parties].index(panel[1])
        if panel[1] in dict(parties) else len(parties))))  # fmt: skip
    head, gap = 56, 16 if wide else 10
    row = PANEL + head
    room = (width - 8 - gap * (len(obligors) - 1)) / len(obligors)
    plot = len(themes) * row
    start = min(
        first_day(f.series[0]["date"]) for _, _, own in panels for f in own if is_rated(f)
    ).replace(day=1)
    spec = base(width, plot + TOP + BOTTOM, left=4, right=4, top=TOP, bottom=BOTTOM)
    marks = _Marks(width - 8, plot)
    names, hues = dict(parties), party_hues([id for id, _ in parties])
    for theme, obligor, own in panels:
        place = (obligors.index(obligor) * (room + gap), themes.index(theme) * row + head, room)
        name = names.get(obligor, obligor)
        marks.word(place[0], place[1] - 12, name, bold=True,
                   hue=hues.get(obligor, colour("party_other")))  # fmt: skip
        if len(name) * BOLD_PX + 20 < room:
            marks.word(place[0] + room, place[1] - 12, str(len(own)), align="right",
                       hue=colour("quiet"))  # fmt: skip
        _panel(marks, own, place, start, as_of)
    for line, theme in enumerate(themes):
        marks.word(0, line * row + 18, THEMES[theme], bold=True)
    for column, obligor in enumerate(obligors):
        lowest = max(themes.index(theme) for theme, own, _ in panels if own == obligor)
        _ticks(marks, column * (room + gap), (lowest + 1) * row, room, start, as_of)
    words = f"as of {as_of.day} {MONTHS[as_of.month - 1]} {as_of.year}"
    marks.word(width - 8, -14, words, align="right")
    spec["layer"] = [*marks.layers(), *belief_key(4, wide, -TOP + 12)]
    return spec


def _panel(
    marks: _Marks,
    own: list[Finding],
    place: tuple[float, float, float],
    start: date,
    as_of: date,
) -> None:
    left, top, room = place
    days = max((as_of - start).days, 1)
    marks.frame(left, top, room)
    heights = dict.fromkeys(MASSES, 0.0)
    for day in [*dates.month_starts(start, as_of), as_of]:
        for mass in MASSES:
            heights[mass] = sum(_then(f, day, mass) for f in own) / len(own)
        x = left + room * (day - start).days / days
        y = top + PANEL
        for mass in MASSES:
            after = y - PANEL * heights[mass]
            marks.point(mass, f"{left:.0f} {top:.0f}", x, y, after)
            y = after


def _then(finding: Finding, day: date, mass: str) -> float:
    """The mass as known at the end of a day; nothing before the first report."""
    held = 0.0
    if is_rated(finding):
        for row in finding.series:
            if first_day(row["date"]) > day:
                break
            held = float(row[mass])
    return held


def _ticks(marks: _Marks, left: float, y: float, room: float, start: date, as_of: date) -> None:
    days = max((as_of - start).days, 1)
    for day, words in time_ticks(start, as_of, int(room)):
        at = left + room * (date.fromisoformat(day) - start).days / days
        if left + 8 < at < left + room - 4:
            marks.tick(at, y)
            marks.word(at, y + 14, words, align="center", hue=colour("quiet"), size=11)


class _Marks:
    """Collects what is drawn, in pixels, and hands it over as layers of few data sets."""

    def __init__(self, width: float, height: float) -> None:
        self.x = _pixels(width, "x")
        self.y = _pixels(height, "y")
        self.areas: dict[str, list[dict[str, Any]]] = {mass: [] for mass in MASSES}
        self.frames: list[dict[str, Any]] = []
        self.rules: list[dict[str, Any]] = []
        self.words: list[tuple[dict[str, Any], dict[str, Any]]] = []

    def point(self, mass: str, panel: str, x: float, y: float, y2: float) -> None:
        self.areas[mass].append(
            {"panel": panel, "x": round(x, 1), "y": round(y, 1), "y2": round(y2, 1)}
        )

    def frame(self, left: float, top: float, room: float) -> None:
        self.frames.append({
            "x": round(left, 1), "x2": round(left + room, 1), "y": top, "y2": top + PANEL,
        })  # fmt: skip

    def tick(self, x: float, y: float) -> None:
        self.rules.append({"x": round(x, 1), "y": y, "y2": y + 4})

    def word(
        self, x: float, y: float, words: str, *, align: str = "left", hue: str = "",
        bold: bool = False, size: int = 12,
    ) -> None:  # fmt: skip
        mark = {
            "type": "text", "align": align, "baseline": "middle", "fontSize": size,
            "color": hue or colour("ink"), "fontWeight": "bold" if bold else "normal",
        }  # fmt: skip
        self.words.append((mark, {"x": round(x, 1), "y": y, "words": words}))

    def layers(self) -> list[dict[str, Any]]:
        x, y = self.x, self.y
        layers = [
            {
                "data": {"values": self.areas[mass]},
                "mark": {"type": "area", "interpolate": "step-after", "color": fill},
                "encoding": {"x": x, "y": y, "y2": {"field": "y2"}, "detail": {"field": "panel"}},
            }
            for mass, fill in zip(MASSES, (*reversed(LEVELS), HATCH), strict=True)
        ]
        layers.append({
            "data": {"values": self.frames},
            "mark": {"type": "rect", "filled": False, "stroke": colour("rule")},
            "encoding": {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}},
        })  # fmt: skip
        layers.append({
            "data": {"values": [{**frame, "x": frame["x2"]} for frame in self.frames]},
            "mark": {"type": "rule", "color": colour("ink")},
            "encoding": {"x": x, "y": y, "y2": {"field": "y2"}},
        })  # fmt: skip
        layers.append({
            "data": {"values": self.rules},
            "mark": {"type": "rule", "color": colour("rule")},
            "encoding": {"x": x, "y": y, "y2": {"field": "y2"}},
        })  # fmt: skip
        styles: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {}
        for mark, word in self.words:
            styles.setdefault(str(sorted(mark.items())), (mark, []))[1].append(word)
        layers += [
            {
                "data": {"values": words},
                "mark": mark,
                "encoding": {"x": x, "y": y, "text": {"field": "words"}},
            }
            for mark, words in styles.values()
        ]
        return layers


def _pixels(size: float, field: str) -> dict[str, Any]:
    """A scale on which a datum is its own place in pixels."""
    return {
        "field": field, "type": "quantitative", "axis": None,
        "scale": {"domain": [0, size], "range": [0, size], "nice": False, "zero": False},
    }  # fmt: skip
