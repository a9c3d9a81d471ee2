"""Commitments to deliver over time, as then known: one strip each, filled by what is believed.

The height of a colour in a strip is the mass on that level; hatching is the mass that is unknown;
a commitment without any report has a dashed line and no fill, which is not the same as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from servanda.records import Finding

from .axes import as_of_label, as_of_rule, first_day, time_x
from .chart import Chart, Spec
from .theme import HATCH, LEVEL_WORDS, LEVELS, NARROW, base, colour, party_hues

THEMES = {
    "denuclearisation": "Denuclearisation",
    "peace_military": "Peace regime and military",
    "exchange_humanitarian": "Exchange and humanitarian",
}
MASSES = ("m3", "m2", "m1", "m0", "theta")
STRIP = 12
BEST, WORST = 3, 2  # strips drawn of each obligor and theme; those between are counted in words
LEFT = 330  # pixels for the words beside the strips, on a page
CHARACTER_PX = 5.9


def commitment_history(
    findings: Iterable[Finding],
    as_of: date,
    parties: Sequence[tuple[str, str]],
    scope: str = "",
) -> Chart | None:
    """The findings ``commitment/...`` of form *deliver*, grouped by theme and obligor.

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
    rated = [f for f in rows if is_rated(f)]
    if not rated:
        return None
    below = sum(f.parts.get("level") != 3 for f in rated)
    return Chart(
        name="commitments",
        title=f"{below} of {len(rated)} undertakings on which anything is reported stand below "
        "full, or are unknown",
        alt=(
            f"{len(rated)} strips over time, one per commitment and obligor, filled from the "
            "bottom by the mass believed at full, intermediate, minimal and not initiated; the "
            "unknown mass is hatched on top."
        ),
        counted=(
            f"Commitments to deliver{f' {scope}' if scope else ''}, by obligor, as known on each "
            "day from the first report on. The height of a colour is "
            "the mass believed at that level, hatching what is unknown. Knowledge ages. Of each "
            f"obligor and theme the {BEST} that got farthest and the {WORST} that got least far "
            "are drawn; annex A lists all. "
            "Commitments to refrain or to sustain have no level and are listed in the tables."
        ),
        draw=partial(_spec, rows, as_of, parties),
    )


def to_deliver(findings: Iterable[Finding]) -> list[Finding]:
    """The undertakings to deliver that count: not those that wait for a condition."""
    return [
        finding
        for finding in findings
        if finding.parts.get("form") == "deliver" and finding.parts.get("status") != "dormant"
    ]


def is_rated(finding: Finding) -> bool:
    """Whether there ever was a report on the commitment."""
    return finding.parts.get("last_report_days") is not None and bool(finding.series)


def obligor_of(finding: Finding) -> str:
    """Id of the party whose conduct the finding is about."""
    return str(finding.parts.get("obligor_id", finding.parts["obligor"]))


def _expected(finding: Finding) -> float:
    now = finding.series[-1]
    return sum(level * float(now[f"m{level}"]) for level in range(4))


def _spec(
    findings: list[Finding], as_of: date, parties: Sequence[tuple[str, str]], width: int
) -> Spec:
    wide = width >= 500
    left, right = (LEFT, 14) if wide else (4, 14)
    px = width - left - right
    names = dict(parties)
    drawn = [f for f in findings if is_rated(f)]
    start = min(first_day(f.series[0]["date"]) for f in drawn)
    x = time_x(start, as_of, px)
    laid = _Layout(as_of, names, wide)
    laid.place(findings)
    plot = int(laid.at)
    y: dict[str, Any] = {
        "field": "y", "type": "quantitative", "axis": None,
        "scale": {"domain": [0, plot], "range": [0, plot]},
    }  # fmt: skip
    top = 62 if wide else 76
    spec = base(width, plot + top + 26, left=left, right=right, top=top, bottom=26)
    hues = [colour("ink"), colour("quiet"), *sorted(set(party_hues(list(names)).values()))]
    spec["layer"] = [
        *(_areas(laid.strips[mass], x, y, fill)
          for mass, fill in zip(MASSES, (*reversed(LEVELS), HATCH), strict=True)),
        {
            "data": {"values": laid.frames},
            "mark": {"type": "rect", "filled": False, "stroke": colour("rule"), "strokeWidth": 1},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": {**y, "field": "top"},
                         "y2": {"field": "bottom"}},
        },
        *_blanks(laid.blanks, x, y, as_of),
        *(_words(laid.labels, y, bold) for bold in (True, False)),
        *belief_key(left, wide, -50 if wide else -64),
        as_of_rule(as_of, x),
        as_of_label(as_of, x, -6),
    ]  # fmt: skip
    for layer in spec["layer"]:
        scale = layer["encoding"].get("color", {}).get("scale")
        if scale is not None:
            scale.update({"domain": hues, "range": hues})
    return spec


class _Layout:
    """Gives every strip its place: by theme, then obligor, then how far it got.

    Attributes
    ----------
    strips : dict of str to list of dict
        Per mass, the points of all strips.
    labels, frames, blanks : list of dict
        Words beside the strips, their outlines, and lines where nothing was reported.
    """

    def __init__(self, as_of: date, names: Mapping[str, str], wide: bool) -> None:
        self.as_of = as_of
        self.names = names
        self.hues = party_hues(list(names))
        self.wide = wide
        self.strips: dict[str, list[dict[str, Any]]] = {mass: [] for mass in MASSES}
        self.labels: list[dict[str, Any]] = []
        self.frames: list[dict[str, Any]] = []
        self.blanks: list[dict[str, Any]] = []
        self.at = 0.0

    def place(self, findings: Sequence[Finding]) -> None:
        """Place all strips."""
        order = list(self.names)
        for theme, heading in THEMES.items():
            group = [f for f in findings if f.parts.get("theme") == theme]
            if not group:
                continue
            self._head(heading, colour("ink"))
            for obligor in sorted(
                {obligor_of(f) for f in group},
                key=lambda p: order.index(p) if p in order else len(order),
            ):
                own = [f for f in group if obligor_of(f) == obligor]
                name = self.names.get(obligor, str(own[0].parts["obligor"]))
                self._head(name, self.hues.get(obligor, colour("party_other")))
                self._obligor(own)
            self.at += 8

    def _obligor(self, own: Sequence[Finding]) -> None:
        rated = sorted((f for f in own if is_rated(f)), key=lambda f: (-_expected(f), f.id))
        shown = rated if len(rated) <= BEST + WORST else [*rated[:BEST], *rated[-WORST:]]
        for finding in shown:
            top = self._row(str(finding.parts["title"]))
            self._fill(finding, top)
            start = first_day(finding.series[0]["date"]).isoformat()
            self.frames.append(
                {"date": start, "end": self.as_of.isoformat(), "top": top, "bottom": top + STRIP}
            )
        between, missing = len(rated) - len(shown), len(own) - len(rated)
        if between:
            self._row(f"({between} more in between)", drawn=False)
        if missing:
            top = self._row(f"({missing} without any report)")
            self.blanks.append({"y": top + STRIP / 2, "bottom": top + STRIP})

    def _head(self, words: str, hue: str) -> None:
        self._label(self.at + 7, words, hue, bold=True)
        self.at += 19

    def _row(self, words: str, drawn: bool = True) -> float:
        """Words, and where the strip goes: beside them, or below where there is no room."""
        room = LEFT - 22 if self.wide else NARROW - 24
        most = int(room / CHARACTER_PX)
        said = words[:1].upper() + words[1:]
        said = said if len(said) <= most else said[: most - 1].rstrip() + "…"
        self._label(self.at + 6, said, colour("ink"), bold=False)
        if self.wide:
            top = self.at
            self.at += STRIP + 7
        else:
            top = self.at + 15
            self.at += STRIP + 24 if drawn else 20
        return top

    def _label(self, y: float, words: str, hue: str, bold: bool) -> None:
        at = 4 - LEFT if self.wide else 0
        self.labels.append({"px": at, "y": y, "words": words, "hue": hue, "bold": bold})

    def _fill(self, finding: Finding, top: float) -> None:
        """Stack the masses of one strip from its bottom, each held until the next report."""
        rows = [row for row in finding.series if first_day(row["date"]) <= self.as_of]
        for row in [*rows, {**rows[-1], "date": self.as_of.isoformat()}]:
            y = top + STRIP
            for mass in MASSES:
                after = y - STRIP * float(row[mass])
                self.strips[mass].append({
                    "id": finding.id, "date": first_day(row["date"]).isoformat(),
                    "y": round(y, 2), "y2": round(after, 2),
                })  # fmt: skip
                y = after


def _areas(
    rows: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], fill: str
) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "interpolate": "step-after", "color": fill},
        "encoding": {"x": x, "y": y, "y2": {"field": "y2"}, "detail": {"field": "id"}},
    }


def _blanks(
    rows: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], as_of: date
) -> list[dict[str, Any]]:
    if not rows:
        return []
    start = x["scale"]["domain"][0]
    spans = [{**row, "date": start, "end": as_of.isoformat()} for row in rows]
    return [
        {
            "data": {"values": spans},
            "mark": {"type": "rule", "color": colour("unknown"), "strokeDash": [2, 4]},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": y},
        }
    ]


def _words(labels: list[dict[str, Any]], y: dict[str, Any], bold: bool) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": "text", "align": "left", "baseline": "middle"}
    if bold:
        mark["fontWeight"] = "bold"
    return {
        "data": {"values": [label for label in labels if label["bold"] == bold]},
        "mark": mark,
        "encoding": {
            "x": {"field": "px", "type": "quantitative", "scale": None},
            "y": y,
            "text": {"field": "words"},
            "color": {"field": "hue", "type": "nominal", "legend": None, "scale": {}},
        },
    }


def belief_key(left: int, wide: bool, y: float) -> list[dict[str, Any]]:
    """Levels and the unknown, in one line over the plot (two on a telephone)."""
    entries = [
        *((LEVELS[level], LEVEL_WORDS[level]) for level in (3, 2, 1, 0)),
        (HATCH, "unknown"),
    ]
    layers: list[dict[str, Any]] = []
    at = 4.0 - left
    for fill, words in entries:
        if not wide and at > 240:
            at, y = 4.0 - left, y + 20
        layers += [
            {
                "data": {"values": [{}]},
                "mark": {"type": "rect", "color": fill, "stroke": colour("rule")},
                "encoding": {"x": {"value": at}, "x2": {"value": at + 16},
                             "y": {"value": y - 6}, "y2": {"value": y + 6}},
            },
            {
                "data": {"values": [{}]},
                "mark": {"type": "text", "align": "left", "baseline": "middle", "text": words,
                         "color": colour("quiet")},
                "encoding": {"x": {"value": at + 22}, "y": {"value": y}},
            },
        ]  # fmt: skip
        at += 22 + len(words) * 6.4 + 20
    return layers
