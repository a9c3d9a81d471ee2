"""Who talks to whom: parties on a circle, joined by what passed between them in the window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from math import cos, pi, sin
from typing import Any

from servanda.records import Finding

from .chart import Chart, Spec
from .theme import base, colour, party_hues

Row = dict[str, Any]
MOST = 12  # parties drawn, the busiest first
THICKEST = 7.0  # pixels
DASH = {"leaders only": [2, 4], "leaders and below": [1, 0], "below leaders only": [7, 3]}


def network_of(finding: Finding, as_of: date, parties: Sequence[tuple[str, str]]) -> Chart | None:
    """The finding ``dialogue.resilience`` as a graph.

    Parameters
    ----------
    finding : Finding
        Its series: one row a pair, contacts by level.
    as_of : date
        Of the brief.
    parties : sequence of (id, short name)
        Parties that have a hue of their own.
    """
    rows = [dict(row) for row in finding.series]
    if not rows:
        return None
    busy: dict[str, int] = {}
    names: dict[str, str] = {}
    for row in rows:
        for end in ("one", "other"):
            busy[row[end]] = busy.get(row[end], 0) + row["contacts"]
            names[row[end]] = row[f"{end}_name"]
    shown = sorted(busy, key=lambda party: (-busy[party], party))[:MOST]
    drawn = [row for row in rows if row["one"] in shown and row["other"] in shown]
    parted = finding.parts["parted_without_leaders"]
    days = finding.parts["window_days"]
    title = (
        f"Without the leaders {len(parted)} of the pairs in touch would be apart"
        if parted
        else f"{finding.parts['below_leader_level']} of {finding.parts['contacts']} contacts in "
        f"{days} days were below leader level"
    )
    told = "; ".join(f"{r['one_name']} and {r['other_name']} {r['contacts']}" for r in drawn)
    left = len(busy) - len(shown)
    return Chart(
        name="network",
        title=title,
        alt=f"A graph of {len(shown)} parties and the contacts between them: {told}.",
        counted=f"Contacts on record in the {days} days to {as_of.isoformat()} in which a "
        "principal took part; the thicker the line, the more. Dotted: leaders only; dashed: below "
        "leaders only; full: both."
        + (f" {left} parties with fewer are left out." if left > 0 else ""),
        draw=partial(_spec, drawn, shown, names, dict(party_hues([id for id, _ in parties]))),
    )


def _spec(
    rows: list[Row], shown: list[str], names: dict[str, str], hues: dict[str, str], width: int
) -> Spec:
    side, top, bottom = (90 if width < 500 else 150), 26, 26
    height = 290 if width < 500 else 340
    spec = base(width, height, left=0, right=0, top=0, bottom=0)
    middle = (width / 2, height / 2)
    radius = (width / 2 - side, height / 2 - top - bottom + 10)
    at = {
        party: (
            middle[0] + radius[0] * sin(2 * pi * place / len(shown)),
            middle[1] - radius[1] * cos(2 * pi * place / len(shown)),
        )
        for place, party in enumerate(shown)
    }
    most = max(row["contacts"] for row in rows)
    layers = [_edge(row, at, most) for row in rows]
    for party in shown:
        layers += _node(names[party], at[party], middle, hues.get(party, colour("party_other")))
    spec["layer"] = layers
    return spec


def _edge(row: Row, at: dict[str, tuple[float, float]], most: int) -> Row:
    (x, y), (x2, y2) = at[row["one"]], at[row["other"]]
    leader = row["levels"].get("leader", 0)
    group = (
        "leaders only" if leader == row["contacts"] else
        "leaders and below" if leader else "below leaders only"
    )  # fmt: skip
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": colour("level1"), "strokeDash": DASH[group],
                 "strokeWidth": round(1 + (THICKEST - 1) * (row["contacts"] / most) ** 0.5, 2)},
        "encoding": {"x": {"value": round(x, 1)}, "x2": {"value": round(x2, 1)},
                     "y": {"value": round(y, 1)}, "y2": {"value": round(y2, 1)}},
    }  # fmt: skip


def _node(
    name: str, place: tuple[float, float], middle: tuple[float, float], hue: str
) -> list[Row]:
    x, y = place
    centred = abs(x - middle[0]) < 20
    align = "center" if centred else "left" if x > middle[0] else "right"
    shift = {"center": 0, "left": 10, "right": -10}[align]
    lift = (-14 if y < middle[1] else 14) if centred else 0
    encoding = {"x": {"value": round(x, 1)}, "y": {"value": round(y, 1)}}
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "point", "filled": True, "size": 130, "opacity": 1, "color": hue},
            "encoding": encoding,
        },
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", "text": name, "align": align, "baseline": "middle",
                     "dx": shift, "dy": lift, "fontWeight": "bold"},
            "encoding": encoding,
        },
    ]  # fmt: skip
