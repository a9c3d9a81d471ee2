"""Claims of success and votes by party, above what was delivered and seen so by others."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any

from servanda.records import Finding, dates
from servanda.words import capital, count

from .axes import as_of_label, as_of_rule, first_day, time_x
from .chart import Chart, Spec
from .marks import level, words
from .theme import base, colour, party_hues

LANE, PANEL, SPACE, HEAD = 34, 44, 30, 26  # pixels
THEMES = (
    ("denuclearisation", "Denuclearisation"),
    ("peace_military", "Peace regime and military"),
    ("exchange_humanitarian", "Exchange and humanitarian"),
)
Row = dict[str, Any]
PIXEL: Row = {"type": "quantitative", "axis": None, "scale": None}


def claims_and_votes(finding: Finding, as_of: date, parties: list[tuple[str, str]]) -> Chart | None:
    """Who claimed success when, the votes they faced, and what was verified by then.

    Parameters
    ----------
    finding : Finding
        ``assessment.claims``.
    as_of : date
        Right edge of the drawing.
    parties : list of (id, short name)
        In the process's order.
    """
    if not finding.series:
        return None
    last = finding.series[-1]
    done, of = last["verified"]["denuclearisation"]
    made = capital(count(len(finding.series), "claim", "claims"))
    return Chart(
        name="claims",
        title=f"{made} of success; {done} of {of} denuclearisation commitments verified in full "
        "when the last was made",
        alt="Above, claims of success and votes by party over time; below, commitments made and "
        "those delivered in full and independently verified, by theme.",
        counted="Diamonds: public claims of success by principals since the round began. Upright "
        "bars: votes held; the next vote known by the as-of date stands at the right. Below: "
        "commitments to deliver, counted once per obligor, made by then (pale) and delivered in "
        "full and independently verified (dark), on the first of each month.",
        draw=partial(_spec, finding, as_of, parties),
    )


def _spec(finding: Finding, as_of: date, parties: list[tuple[str, str]], width: int) -> Spec:
    left, right, top, bottom = 14, 54, 40, 26
    px = width - left - right
    start = first_day(finding.parts["since"])
    x = time_x(start, as_of, px)
    hues = dict(party_hues([id for id, _ in parties]))
    claimed = {row["party_id"] for row in finding.series}
    votes = [(first_day(vote["date"]), vote) for vote in finding.parts["calendar"]]
    lanes = [
        (id, name)
        for id, name in parties
        if id in claimed or any(id in vote["parties"] for _, vote in votes)
    ]
    below = len(lanes) * LANE + SPACE
    plot = below + len(THEMES) * (PANEL + HEAD) - 8
    layers: list[Row] = []
    for n, (id, name) in enumerate(lanes):
        own = [day for day, vote in votes if id in vote["parties"]]
        said = [first_day(row["date"]) for row in finding.series if row["party_id"] == id]
        layers += _lane(n * LANE, name, hues[id], said, own, x, (start, as_of, px))
    for n, (theme, title) in enumerate(THEMES):
        layers += _panel(below + n * (PANEL + HEAD), theme, title, finding, as_of, x, px)
    spec = base(width, plot + top + bottom, left=left, right=right, top=top, bottom=bottom)
    spec["layer"] = [*layers, as_of_rule(as_of, x), as_of_label(as_of, x, -24)]
    return spec


def _lane(
    top: float,
    name: str,
    hue: str,
    said: list[date],
    votes: list[date],
    x: Row,
    frame: tuple[date, date, int],
) -> list[Row]:
    start, as_of, px = frame
    y = top + LANE * 0.62
    held = [day for day in votes if start <= day <= as_of]
    ahead = min((day for day in votes if day > as_of), default=None)
    layers = [
        words(name, 0, top, fontWeight="bold", color=hue),
        level(y, px),
        {
            "data": {"values": [{"date": day.isoformat()} for day in held]},
            "mark": {"type": "rule", "color": colour("ink"), "strokeWidth": 2},
            "encoding": {"x": x, "y": {"value": y - 7}, "y2": {"value": y + 7}},
        },
        {
            "data": {"values": [{"date": day.isoformat()} for day in said]},
            "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 90, "color": hue,
                     "opacity": 0.85},
            "encoding": {"x": x, "y": {"value": y}},
        },
    ]  # fmt: skip
    if ahead is not None:
        layers.append(
            words(f"next vote {dates.say(ahead.isoformat())}", px - 8, top, align="right")
        )
    return layers


def _panel(
    top: float, theme: str, title: str, finding: Finding, as_of: date, x: Row, px: int
) -> list[Row]:
    known = [
        *finding.parts["verified_by_month"],
        {"date": as_of.isoformat(), "verified": finding.parts["verified_now"]},
    ]
    most = max(*(row["verified"][theme][1] for row in known), 1)

    def bars(place: int) -> list[Row]:
        """One rectangle for each stretch without change: seams would show between them."""
        stretches: list[Row] = []
        for here, after in pairwise(known):
            height = here["verified"][theme][place]
            if stretches and stretches[-1]["height"] == height:
                stretches[-1]["end"] = after["date"]
                continue
            y = top + PANEL * (1 - height / most)
            stretches.append({"date": here["date"], "end": after["date"], "height": height,
                              "y": y, "y2": top + PANEL})  # fmt: skip
        return stretches

    done, of = known[-1]["verified"][theme]
    return [
        *(
            {
                "data": {"values": bars(place)},
                "mark": {"type": "rect", "color": colour(hue)},
                "encoding": {"x": x, "x2": {"field": "end"}, "y": {"field": "y", **PIXEL},
                             "y2": {"field": "y2"}},
            }
            for place, hue in ((1, "level0"), (0, "level3"))
        ),
        level(top + PANEL, px, "rule"),
        words(title, 0, top - 10, fontWeight="bold"),
        words(f"{done} of {of}", px + 6, top + PANEL - 6, fontWeight="bold"),
    ]  # fmt: skip
