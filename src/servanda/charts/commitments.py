"""Commitments to deliver over time, as then known: one strip each, filled by what is believed.

The height of a colour in a strip is the mass on that level; hatching is the mass that is unknown;
a commitment without any report has a dashed line and no fill, which is not the same as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from servanda.records import Finding

from .axes import as_of_label, as_of_rule, first_day, time_x
from .chart import Chart, Spec
from .theme import HATCH, LEVEL_WORDS, LEVELS, NARROW, WIDE, base, colour, party_hues

THEMES = {
    "denuclearisation": "Denuclearisation",
    "peace_military": "Peace regime and military",
    "exchange_humanitarian": "Exchange and humanitarian",
}
MASSES = ("m3", "m2", "m1", "m0", "theta")
STRIP = 12
BEST, WORST = 4, 3  # strips drawn of each obligor and theme; those between are counted in words
LEFT = 330  # pixels for the words beside the strips, on a page
CHARACTER_PX = 5.9
BOLD_PX = 7.0


def commitment_history(
    findings: Iterable[Finding], as_of: date, parties: Sequence[tuple[str, str]]
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
    """
    rows = [
        f
        for f in findings
        if f.parts.get("form") == "deliver" and f.parts.get("status") != "dormant"
    ]
    rated = [f for f in rows if is_rated(f)]
    if not rated:
        return None
    full = sum(_level(f) == 3 for f in rated)
    none = len(rows) - len(rated)
    title = f"{full} of {len(rows)} commitments to deliver {_are(full)} reported as fully done"
    title += f"; {none} {'has' if none == 1 else 'have'} no report at all" if none else ""
    return Chart(
        name="commitments",
        title=title,
        alt=(
            f"{len(rated)} strips over time, one per commitment and obligor, filled from the "
            "bottom by the mass believed at full, intermediate, minimal and not initiated; the "
            "unknown mass is hatched on top."
        ),
        counted=(
            "Commitments to deliver, by obligor, as known on each day. The height of a colour is "
            "the mass believed at that level, hatching what is unknown. Knowledge ages. Of each "
            f"obligor and theme the {BEST} that got farthest and the {WORST} that got least far "
            "are drawn; annex A lists all. "
            "Commitments to refrain or to sustain have no level and are listed in the tables."
        ),
        wide=_spec(rows, as_of, parties, WIDE),
        narrow=_spec(rows, as_of, parties, NARROW),
    )


def is_rated(finding: Finding) -> bool:
    """Whether there ever was a report on the commitment."""
    return finding.parts.get("last_report_days") is not None and bool(finding.series)


def obligor_of(finding: Finding) -> str:
    """Id of the party whose conduct the finding is about."""
    return str(finding.parts.get("obligor_id", finding.parts["obligor"]))


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _level(finding: Finding) -> int | None:
    """Level of the largest mass; None when what is unknown is larger."""
    now = finding.series[-1]
    best = max(range(4), key=lambda level: float(now[f"m{level}"]))
    return best if now[f"m{best}"] >= now["theta"] else None


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
    strips, labels, frames, blanks = _lay_out(findings, as_of, names, wide)
    plot = int(max(row["bottom"] for row in [*frames, *blanks]) + 6)
    y: dict[str, Any] = {
        "field": "y", "type": "quantitative", "axis": None,
        "scale": {"domain": [0, plot], "range": [0, plot]},
    }  # fmt: skip
    top = 62 if wide else 76
    spec = base(width, plot + top + 26, left=left, right=right, top=top, bottom=26)
    hues = [colour("ink"), colour("quiet"), *sorted(set(party_hues(list(names)).values()))]
    spec["layer"] = [
        *(_areas(strips[mass], x, y, fill)
          for mass, fill in zip(MASSES, (*reversed(LEVELS), HATCH), strict=True)),
        {
            "data": {"values": frames},
            "mark": {"type": "rect", "filled": False, "stroke": colour("rule"), "strokeWidth": 1},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": {**y, "field": "top"},
                         "y2": {"field": "bottom"}},
        },
        *_blanks(blanks, x, y, as_of),
        *(_words(labels, y, bold) for bold in (True, False)),
        *_key(left, wide),
        as_of_rule(as_of, x),
        as_of_label(as_of, x, -6),
    ]  # fmt: skip
    for layer in spec["layer"]:
        scale = layer["encoding"].get("color", {}).get("scale")
        if scale is not None:
            scale.update({"domain": hues, "range": hues})
    return spec


def _lay_out(
    findings: list[Finding], as_of: date, names: Mapping[str, str], wide: bool
) -> tuple[dict[str, list[dict[str, Any]]], list[dict[str, Any]], list[dict[str, Any]],
           list[dict[str, Any]]]:  # fmt: skip
    """Give every strip its place: theme, then obligor, then how far it got."""
    order = list(names)
    hues = party_hues(order)
    strips: dict[str, list[dict[str, Any]]] = {mass: [] for mass in MASSES}
    labels: list[dict[str, Any]] = []
    frames: list[dict[str, Any]] = []
    blanks: list[dict[str, Any]] = []
    step = STRIP + (7 if wide else 23)
    column = None
    if wide:
        present = [names.get(obligor_of(f), str(f.parts["obligor"])) for f in findings]
        column = max(len(name) for name in present) * BOLD_PX + 8
    at = 0.0

    def label(dx: float, y: float, words: str, hue: str, bold: bool) -> None:
        labels.append({"px": dx, "y": y, "words": words, "hue": hue, "bold": bold})

    for theme, heading in THEMES.items():
        group = [f for f in findings if f.parts.get("theme") == theme]
        if not group:
            continue
        label(4 - LEFT if wide else 0, at + 8, heading, colour("ink"), True)
        at += 20
        obligors = sorted(
            {obligor_of(f) for f in group},
            key=lambda p: order.index(p) if p in order else len(order),
        )
        for obligor in obligors:
            own = [f for f in group if obligor_of(f) == obligor]
            rated = sorted((f for f in own if is_rated(f)), key=lambda f: (-_expected(f), f.id))
            hue = hues.get(obligor, colour("party_other"))
            name = names.get(obligor, obligor.rpartition("/")[2].upper())
            missing = len(own) - len(rated)
            shown = rated if len(rated) <= BEST + WORST else [*rated[:BEST], *rated[-WORST:]]
            told = name
            for finding in shown:
                top = at + (0 if wide else 14)
                text_y = top + STRIP / 2 if wide else at + 6
                _write_label(label, told, str(finding.parts["title"]), hue, text_y, column)
                told = "" if wide else name
                _fill(strips, finding, as_of, top)
                frames.append({
                    "date": first_day(finding.series[0]["date"]).isoformat(),
                    "end": as_of.isoformat(), "top": top, "bottom": top + STRIP,
                })  # fmt: skip
                at += step
            left = _left_out(len(rated) - len(shown), missing, bool(shown))
            if left:
                top = at + (0 if wide else 14)
                text_y = top + STRIP / 2 if wide else at + 6
                _write_label(label, told, left, hue, text_y, column)
                blanks.append({"y": top + STRIP / 2, "bottom": top + STRIP})
                at += step
        at += 8
    return strips, labels, frames, blanks


def _left_out(between: int, missing: int, shown: bool) -> str:
    """What is not drawn: commitments that got as far as those around them, and the unreported."""
    told = [f"{between} more in between"] if between else []
    if missing:
        told.append(f"{missing} {'more ' if shown and not between else ''}without any report")
    return ", ".join(told)


def _write_label(
    label: Any, name: str, words: str, hue: str, y: float, column: float | None
) -> None:
    """Obligor and title: in two columns, or one after the other where there is no room."""
    at = 4.0 - LEFT if column is not None else 0.0
    after = at + (column if column is not None else len(name) * BOLD_PX + 8)
    room = -8 - after if column is not None else NARROW - 18 - after
    most = int(room / CHARACTER_PX)
    short = words if len(words) <= most else words[: most - 1].rstrip() + "…"
    if name:
        label(at, y, name, hue, True)
    label(after, y, short, colour("ink"), False)


def _fill(
    strips: dict[str, list[dict[str, Any]]], finding: Finding, as_of: date, top: float
) -> None:
    """Stack the masses of one strip from its bottom, each held until the next report."""
    rows = [row for row in finding.series if first_day(row["date"]) <= as_of]
    rows = [*rows, {**rows[-1], "date": as_of.isoformat()}]
    for row in rows:
        y = top + STRIP
        for mass in MASSES:
            after = y - STRIP * float(row[mass])
            strips[mass].append({
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


def _key(left: int, wide: bool) -> list[dict[str, Any]]:
    """Levels and the unknown, in one line over the plot (two on a telephone)."""
    entries = [
        *((LEVELS[level], LEVEL_WORDS[level]) for level in (3, 2, 1, 0)),
        (HATCH, "unknown"),
    ]
    layers: list[dict[str, Any]] = []
    at, y = 4.0 - left, -50.0 if wide else -64.0
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
